"""The token in a real keyring: stored, found, deleted; locked, absent and restarted told apart; and never seen."""

import json
import subprocess

from harness import TestCase, find_canary, main, program

CANARY = "cb_api_canary_of_the_keyring_test"
ORIGIN = "https://api.example.com"


class Keyring(TestCase):
    keyring = True

    def token(self, *arguments, stdin=b"", store="secret-service", timeout=90):
        return subprocess.run(
            [program(), "token", *arguments, "--api-url", ORIGIN, "--token-store", store, "--request-timeout", "1"],
            input=stdin, env=self.session.env, cwd=self.session.folder, capture_output=True, timeout=timeout, check=False)

    def status(self, **options):
        result = self.token("status", "--json", **options)
        return result.returncode, json.loads(result.stdout)

    def store(self):
        result = self.token("set", "--stdin", "--days", "30", stdin=CANARY.encode() + b"\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def test_nothing_is_stored_at_first(self):
        code, status = self.status()
        self.assertEqual((code, status["stored"]), (1, False))

    def test_stored_found_and_deleted(self):
        self.store()
        code, status = self.status()
        self.assertEqual((code, status["stored"], status["store"], status["origin"]), (0, True, "secret-service", ORIGIN))
        self.assertEqual(status["daysLeft"], 30)
        self.assertEqual(self.token("delete").returncode, 0)
        self.assertEqual(self.status()[1]["stored"], False)

    def test_auto_takes_the_keyring(self):
        code, status = self.status(store="auto")
        self.assertEqual((code, status["store"]), (1, "secret-service"))

    def test_another_origin_has_no_token(self):
        self.store()
        other = subprocess.run([program(), "token", "status", "--api-url", "https://other.example.com", "--token-store",
                                "secret-service", "--json"], env=self.session.env, capture_output=True, timeout=60, check=False)
        self.assertEqual((other.returncode, json.loads(other.stdout)["stored"]), (1, False))

    def test_stored_twice_is_one_token(self):
        self.store()
        self.store()
        self.assertEqual(self.token("delete").returncode, 0)
        self.assertEqual(self.status()[1]["stored"], False)

    def test_a_keyring_that_restarts(self):
        self.store()
        self.session.restart_keyring()
        self.assertEqual(self.status()[1]["stored"], True)

    def test_a_running_server_survives_a_keyring_that_restarts(self):
        self.store()
        server = self.server("--api-url", ORIGIN, "--token-store", "secret-service")
        server.initialize()
        self.assertTrue(server.command("unify.token.status")["stored"])
        self.session.restart_keyring()
        self.assertTrue(server.command("unify.token.status")["stored"])

    def test_locked_is_not_absent(self):
        self.store()
        self.session.lock_keyring()
        result = self.token("status", "--json")
        error = json.loads(result.stdout)
        self.assertEqual((result.returncode, error["data"]["kind"]), (1, "secretStore"), result)
        self.assertIn("locked", error["message"])

    def test_started_with_the_wrong_password_it_is_locked(self):
        self.store()
        self.session.restart_keyring(password=b"wrong\n")
        result = self.token("status", "--json")
        self.assertEqual((result.returncode, json.loads(result.stdout)["data"]["kind"]), (1, "secretStore"), result)

    def test_no_bus(self):
        self.session.stop_keyring()
        self.session.stop_bus()
        result = self.token("status", "--json")
        self.assertEqual((result.returncode, json.loads(result.stdout)["data"]["kind"]), (1, "secretStore"), result)

    def test_the_token_is_only_in_the_keyring(self):
        stored = self.store()
        status = self.token("status", "--json")
        found = find_canary(
            CANARY, outputs=[(name, result.stdout + result.stderr) for name, result in (("set", stored), ("status", status))],
            folders=[self.session.folder])
        self.assertEqual(found, [])

    def test_what_is_no_token_is_refused(self):
        for name, pasted in {
            "nothing": b"", "an empty line": b"\n", "two lines": b"one\ntwo\n", "a space inside": b"one two\n",
            "with its scheme": b"Bearer cb_api_x\n", "not ASCII": "cb_api_ü\n".encode(), "a control character": b"cb\x07\n",
        }.items():
            with self.subTest(name):
                result = self.token("set", "--stdin", stdin=pasted)
                self.assertEqual(result.returncode, 1, result)
                self.assertNotEqual(result.stderr, b"")
                self.assertEqual(self.status()[1]["stored"], False)


if __name__ == "__main__":
    main()
