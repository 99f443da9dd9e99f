"""Storing, showing and deleting the token from a terminal, from a pipe, and from neither."""

import fcntl
import json
import os
import signal
import subprocess
import tempfile

from cli_terminal import CTRL_C, CTRL_D, Terminal
from harness import TestCase, main, program
from harness.simulator import FULL_TOKEN, TRIGGER_ONLY_TOKEN

COMPONENT = "22222222-0000-4000-8000-000000000001"
PROMPT = "Personal access token for"
REJECTED_TOKEN = "cb_api_simulator_expired"


class Token(TestCase):
    def setUp(self):
        self.platform = self.simulator()

    def flags(self):
        return ["--api-url", self.platform.url, "--token-store", "file"]

    def token(self, *arguments, stdin=b"", env=None):
        return subprocess.run([program(), "token", *arguments, *self.flags()], input=stdin, capture_output=True, timeout=60,
                              env={**self.session.env, **(env or {})}, cwd=self.session.folder, check=False)

    def on_terminal(self, *arguments):
        return self.open(Terminal(["token", *arguments, *self.flags()], env=self.session.env, cwd=self.session.folder))

    def status(self):
        result = self.token("status", "--json")
        return result.returncode, json.loads(result.stdout)

    def assert_nothing_is_stored(self):
        code, status = self.status()
        self.assertEqual((code, status["stored"]), (1, False))

    # Through a pipe

    def test_a_line_on_stdin(self):
        for arguments in (["--stdin"], []):
            with self.subTest(arguments=arguments):
                result = self.token("set", "--days", "30", "--json", *arguments, stdin=f"  {FULL_TOKEN} \n".encode())
                self.assertEqual(result.returncode, 0, result.stderr)
                status = json.loads(result.stdout)
                self.assertEqual((status["stored"], status["accepted"], status["store"]), (True, True, "file"))
                self.assertEqual(status["daysLeft"], 30)
                self.assertNotIn(FULL_TOKEN.encode(), result.stdout + result.stderr)
                self.assertEqual(self.status()[0], 0)
                self.assertEqual(self.token("delete").returncode, 0)
                self.assert_nothing_is_stored()

    def test_a_line_without_its_end_and_a_file(self):
        self.assertEqual(self.token("set", stdin=FULL_TOKEN.encode()).returncode, 0)
        with tempfile.TemporaryFile() as file:
            file.write(FULL_TOKEN.encode() + b"\r\n")
            file.seek(0)
            result = subprocess.run([program(), "token", "set", "--stdin", *self.flags()], stdin=file, capture_output=True,
                                    env=self.session.env, timeout=60, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_whether_it_is_accepted_is_said(self):
        for token, said in [(FULL_TOKEN, b"The platform accepts it."), (TRIGGER_ONLY_TOKEN, b"accepts it for starting runs; it cannot read")]:
            with self.subTest(token=token):
                result = self.token("set", stdin=token.encode())
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertIn(said, result.stdout)
                self.assertTrue(self.status()[1]["stored"])

    def test_a_token_that_is_rejected_is_not_stored(self):
        result = self.token("set", stdin=REJECTED_TOKEN.encode())
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"rejects this token", result.stderr.splitlines()[-1])
        self.assert_nothing_is_stored()
        result = self.token("set", "--json", stdin=REJECTED_TOKEN.encode())
        self.assertEqual((result.returncode, json.loads(result.stdout)["data"]["kind"]), (1, "tokenRejected"))

    def test_a_token_that_is_rejected_does_not_replace_a_good_one(self):
        self.assertEqual(self.token("set", "--days", "30", stdin=FULL_TOKEN.encode()).returncode, 0)
        before = self.status()
        self.assertEqual(self.token("set", "--days", "7", stdin=REJECTED_TOKEN.encode()).returncode, 1)
        self.assertEqual(self.status(), before)
        self.assertTrue(json.loads(self.token("status", "--check", "--json").stdout)["accepted"])

    def test_force_stores_a_token_that_is_rejected(self):
        result = self.token("set", "--force", stdin=REJECTED_TOKEN.encode())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(b"rejects", result.stderr)
        self.assertIs(json.loads(self.token("status", "--check", "--json").stdout)["accepted"], False)

    def test_a_platform_that_cannot_be_reached_is_a_warning(self):
        self.platform.listen(False)
        result = self.token("set", stdin=FULL_TOKEN.encode())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(self.status()[1]["stored"])

    def test_its_end_is_told_in_the_terminal_once_a_day(self):
        self.assertEqual(self.token("set", "--days", "1", stdin=FULL_TOKEN.encode()).returncode, 0)
        runs = lambda: subprocess.run([program(), "runs", *self.flags()], capture_output=True, env=self.session.env,
                                      cwd=self.session.folder, timeout=60, check=False)
        self.assertIn(b"Your token for " + self.platform.url.encode() + b" ends in ", runs().stderr)
        self.assertNotIn(b"Your token", runs().stderr)
        self.assertEqual(self.token("set", "--days", "3", stdin=FULL_TOKEN.encode()).returncode, 0)
        self.assertNotIn(b"Your token", runs().stderr)

    def test_the_environment_s_token_is_trimmed_and_never_warned_about(self):
        self.assertEqual(self.token("set", "--days", "1", stdin=FULL_TOKEN.encode()).returncode, 0)
        result = self.token("status", "--check", "--json", env={"UNIFY_TOKEN": f" {FULL_TOKEN}\n"})
        self.assertTrue(json.loads(result.stdout)["accepted"], result.stderr)
        self.assertNotIn(b"Your token", result.stderr)

    def test_the_check_happens_once(self):
        self.token("set", stdin=FULL_TOKEN.encode())
        self.assertEqual(len(self.platform.requests()), 1)

    def test_what_is_no_token_is_refused(self):
        for name, pasted in {
            "nothing": b"", "two lines": b"one\ntwo\n", "a blank": b"one two", "its scheme": b"Bearer cb_api_x",
            "not ASCII": "cb_api_ü".encode(), "too long": b"x" * 5000, "far too long": b"x" * 1_000_000,
            "hidden behind blanks": b" " * 100_000 + b"token",
        }.items():
            with self.subTest(name):
                result = self.token("set", "--stdin", stdin=pasted)
                self.assertEqual((result.returncode, result.stdout), (1, b""))
                self.assertTrue(result.stderr.splitlines()[-1].startswith(b"unify-ls: The token "), result.stderr)
                self.assert_nothing_is_stored()

    def test_a_bad_date_is_2_before_anything_is_read(self):
        for date in (["--expires", "2001-01-01"], ["--expires", "soon"], ["--days", "0"], ["--days", "1e9"], ["--days", "1.5"]):
            with self.subTest(date=date):
                result = self.token("set", *date, stdin=FULL_TOKEN.encode())
                self.assertEqual((result.returncode, result.stdout), (2, b""), result.stderr)
                self.assert_nothing_is_stored()

    def test_a_plain_date_is_the_beginning_of_that_day(self):
        result = self.token("set", "--expires", "2035-01-31", "--json", stdin=FULL_TOKEN.encode())
        self.assertEqual(json.loads(result.stdout)["expiresAt"], "2035-01-31T00:00:00Z", result.stderr)

    def test_the_environment_s_token_cannot_be_changed(self):
        for verb in ("set", "delete"):
            with self.subTest(verb):
                result = self.token(verb, "--json", stdin=FULL_TOKEN.encode(), env={"UNIFY_TOKEN": FULL_TOKEN})
                self.assertEqual((result.returncode, json.loads(result.stdout)["data"]["kind"]), (1, "secretStore"))
        result = self.token("status", "--check", "--json", env={"UNIFY_TOKEN": FULL_TOKEN})
        status = json.loads(result.stdout)
        self.assertEqual((result.returncode, status["store"], status["accepted"]), (0, "environment", True))

    def test_without_any_token_status_says_so(self):
        result = self.token("status")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"No token is stored", result.stdout)

    # Unify's curl command

    def curl(self, token, url=None, newline=" \\\n  "):
        return newline.join([
            f"curl --request POST --url {url or self.platform.url}/v2/components/{COMPONENT}/trigger",
            f"--header 'Authorization: Bearer {token}'", "--header 'Content-Type: application/json'",
            """--data '{"branchName": "main",\n  "workflowFileName": "deploy.yaml", "inputs": {}}'"""]) + "\n"

    def chosen(self):
        """The component that is kept for the session's folder."""
        result = subprocess.run([program(), "component", "--json", *self.flags()], capture_output=True, timeout=60, check=False,
                                env=self.session.env, cwd=self.session.folder)
        return json.loads(result.stdout).get("componentId")

    def in_a_repository(self):
        subprocess.run(["git", "init", "--quiet", self.session.folder], check=True, env=self.session.env)

    def test_a_curl_command_stores_its_token_and_keeps_its_component(self):
        self.in_a_repository()
        for token, accepted in [(FULL_TOKEN, True), (TRIGGER_ONLY_TOKEN, None)]:
            with self.subTest(token):
                result = self.token("set", "--stdin", "--json", stdin=self.curl(token).encode())
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertTrue(json.loads(result.stdout)["stored"])
                self.assertEqual(self.chosen(), COMPONENT)
                self.assertNotIn(token.encode(), result.stdout + result.stderr)
                self.assertEqual(self.token("delete").returncode, 0)

    def test_outside_a_repository_the_token_is_stored_all_the_same(self):
        result = self.token("set", "--stdin", stdin=self.curl(FULL_TOKEN).encode())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(b"component of the curl command was not kept", result.stderr)
        self.assertTrue(self.status()[1]["stored"])

    def test_a_curl_command_without_a_token_is_half_of_it(self):
        self.in_a_repository()
        result = self.token("set", "--stdin", stdin=self.curl("<PAT>").encode())
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"the token itself is still needed", result.stderr.splitlines()[-1])
        self.assert_nothing_is_stored()
        self.token("set", stdin=TRIGGER_ONLY_TOKEN.encode())
        self.assertEqual(self.chosen(), COMPONENT)

    def test_a_curl_command_of_another_platform_is_refused_with_the_flag(self):
        self.in_a_repository()
        result = self.token("set", "--stdin", stdin=self.curl(FULL_TOKEN, "https://api.other.example").encode())
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"--api-url https://api.other.example", result.stderr)
        self.assertNotIn(FULL_TOKEN.encode(), result.stderr)
        self.assert_nothing_is_stored()
        self.assertEqual(self.platform.requests(), [])

    def test_a_curl_command_at_the_hidden_prompt_is_read_to_its_end(self):
        self.in_a_repository()
        person = self.on_terminal("set", "--days", "7")
        person.expect(PROMPT)
        # What follows it in the clipboard is neither read nor left to the shell.
        person.type(self.curl(TRIGGER_ONLY_TOKEN) + "rm -rf /\n")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertNotIn(TRIGGER_ONLY_TOKEN, person.shown)
        self.assertNotIn("rm -rf", person.shown)
        self.assertEqual(self.chosen(), COMPONENT)
        self.assertTrue(self.status()[1]["stored"])

    def test_at_the_hidden_prompt_the_other_half_is_asked_for(self):
        self.in_a_repository()
        person = self.on_terminal("set", "--days", "7")
        person.expect(PROMPT)
        person.type(self.curl("$UNIFY_TOKEN"))
        person.expect("the token itself is still needed")
        person.expect(PROMPT)
        self.assertFalse(person.echoes)
        person.type(TRIGGER_ONLY_TOKEN + "\n")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertTrue(self.status()[1]["stored"])
        self.assertEqual(self.chosen(), COMPONENT)

    def test_a_command_that_never_ends_can_be_left(self):
        person = self.on_terminal("set")
        person.expect(PROMPT)
        person.type("curl --header 'Authorization: Bearer x \n")
        person.type(CTRL_C)
        self.assertEqual(person.end(), 1, person.shown)
        self.assertTrue(person.echoes)
        self.assert_nothing_is_stored()

    # On a terminal

    def test_a_hidden_prompt(self):
        person = self.on_terminal("set", "--days", "7")
        person.expect(PROMPT)
        self.assertFalse(person.echoes)
        person.type(FULL_TOKEN + "\n")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertTrue(person.echoes)
        self.assertIn("accepts it", person.shown)
        self.assertNotIn(FULL_TOKEN, person.shown)
        self.assertTrue(self.status()[1]["stored"])

    def test_a_terminal_never_shows_it_even_with_stdin(self):
        person = self.on_terminal("set", "--stdin")
        person.expect(PROMPT)
        self.assertFalse(person.echoes)
        person.type(FULL_TOKEN + "\n")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertNotIn(FULL_TOKEN, person.shown)

    def test_leaving_the_prompt_stores_nothing_and_restores_the_terminal(self):
        for name, leave in {"Ctrl-C": CTRL_C, "Ctrl-D": CTRL_D, "half a token, then Ctrl-C": "cb_api_" + CTRL_C}.items():
            with self.subTest(name):
                person = self.on_terminal("set")
                person.expect(PROMPT)
                person.type(leave)
                self.assertEqual(person.end(), 1, person.shown)
                self.assertTrue(person.echoes)
                self.assert_nothing_is_stored()

    def test_quitting_restores_the_terminal(self):
        person = self.on_terminal("set")
        person.expect(PROMPT)
        person.type("cb_api_\x1c")  # Ctrl-\\
        self.assertEqual(person.end(), -signal.SIGQUIT, person.shown)
        self.assertTrue(person.echoes)
        self.assertFalse(fcntl.fcntl(person.terminal, fcntl.F_GETFL) & os.O_NONBLOCK)
        self.assert_nothing_is_stored()

    def test_stopping_restores_the_terminal_and_coming_back_asks_again(self):
        shell = 'set -m; "$@"; echo "stopped"; read go; fg; echo "ended with $?"'
        person = self.open(Terminal(["-c", shell, "sh", program(), "token", "set", *self.flags()], command="/bin/sh",
                                    env=self.session.env, cwd=self.session.folder))
        person.expect(PROMPT)
        person.type("\x1a")  # Ctrl-Z
        person.expect("stopped")
        self.assertTrue(person.echoes)
        self.assertFalse(fcntl.fcntl(person.terminal, fcntl.F_GETFL) & os.O_NONBLOCK)
        person.type("go\n")
        person.expect(PROMPT)
        self.assertFalse(person.echoes)
        person.type(FULL_TOKEN + "\n")
        person.expect("ended with 0")
        self.assertNotIn(FULL_TOKEN, person.shown)
        self.assertTrue(self.status()[1]["stored"])

    def test_a_termination_restores_the_terminal(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number=number):
                person = self.on_terminal("set")
                person.expect(PROMPT)
                os.kill(person.child.pid, number)
                self.assertEqual(person.end(), 1, person.shown)
                self.assertTrue(person.echoes)


if __name__ == "__main__":
    main()
