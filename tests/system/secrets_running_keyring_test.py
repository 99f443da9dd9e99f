"""What a keyring does under a running server: it restarts, locks, hangs and vanishes, and the server tells these apart."""

import signal
import subprocess
import time

from harness import LspError, Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "confirmed": True}
CHECK = {"command": "unify.token.status", "arguments": [{}]}
WITHOUT_A_PERSON = 3  # seconds that a store may take where nobody waits
UNDER_LOAD = 10


class RunningKeyring(TestCase):
    keyring = True

    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        stored = subprocess.run(
            [program(), "token", "set", "--stdin", "--days", "30", "--api-url", self.platform.url, "--token-store", "secret-service"],
            input=FULL_TOKEN.encode() + b"\n", env=self.session.env, cwd=self.session.folder, capture_output=True, timeout=90, check=False)
        self.assertEqual(stored.returncode, 0, stored.stderr)
        self.editor = self.server("--api-url", self.platform.url, "--token-store", "secret-service", cwd=self.repository.folder)
        self.editor.initialize({"experimental": {"unify": {"protocol": 1, "runEvents": True}}}, initializationOptions={"follow": False},
                               workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])

    def run_once(self, version):
        return self.editor.command("unify.workflow.run", {**RUN, "inputs": {"version": version}}, timeout=60)

    def forget(self):
        """A token that was refused is dropped, so that the next command asks the keyring again."""
        self.platform.fault({"kind": "status", "status": 401}, path="/v1/organizations", times=1)
        self.editor.command("unify.token.status", {"check": True})

    def refused(self):
        with self.assertRaises(LspError) as raised:
            self.editor.command("unify.token.status", timeout=90)
        self.assertEqual(raised.exception.kind, "secretStore", raised.exception)
        return raised.exception.message

    def checks(self):
        return {check["name"]: check for check in self.editor.command("unify.doctor", timeout=60)["checks"]}

    def test_it_restarts(self):
        self.assertEqual(self.run_once("1")["outcome"], "started")
        self.session.restart_keyring()
        self.forget()
        self.assertEqual(self.run_once("2")["outcome"], "started")

    def test_it_locks_before_the_token_was_read(self):
        self.session.lock_keyring()
        self.assertIn("locked", self.refused())
        self.assertEqual(self.checks()["token"]["state"], "fail")
        with self.assertRaises(LspError) as raised:
            self.run_once("1")
        self.assertEqual((raised.exception.kind, self.platform.triggers()["count"]), ("secretStore", 0))
        self.session.restart_keyring()
        self.assertEqual(self.run_once("1")["outcome"], "started")

    def test_it_locks_after_the_token_was_read(self):
        self.assertEqual(self.run_once("1")["outcome"], "started")
        self.session.lock_keyring()
        self.assertEqual(self.run_once("2")["outcome"], "started")  # what was read is kept until it is refused
        self.forget()
        self.assertIn("locked", self.refused())

    def test_it_hangs(self):
        self.session.keyring.signal(signal.SIGSTOP)
        self.editor.start_request("workspace/executeCommand", CHECK)
        # Everything else goes on, and nobody who does not wait for a person waits long.
        self.assertTrue(self.editor.command("unify.workflows.list")["workflows"])
        start = time.monotonic()
        checks = self.checks()
        self.assertNotEqual(checks["store"]["state"], "ok")
        self.assertLess(time.monotonic() - start, 3 * WITHOUT_A_PERSON + UNDER_LOAD)
        # A request of its own: on a busy machine the first one may have given up by now.
        id = self.editor.start_request("workspace/executeCommand", CHECK)
        self.editor.notify("$/cancelRequest", {"id": id})
        self.assertEqual(self.editor.answer_to(id)["error"]["code"], -32800)
        self.session.keyring.signal(signal.SIGCONT)
        self.assertTrue(self.editor.command("unify.token.status", timeout=60)["stored"])
        self.assertEqual(self.run_once("1")["outcome"], "started")

    def test_it_hangs_and_the_editor_leaves(self):
        self.session.keyring.signal(signal.SIGSTOP)
        self.editor.start_request("workspace/executeCommand", CHECK)
        self.editor.command("unify.workflows.list")
        self.assertEqual(self.editor.shutdown(), 0, self.editor.report())
        self.session.keyring.signal(signal.SIGCONT)

    def test_it_vanishes(self):
        self.assertEqual(self.run_once("1")["outcome"], "started")
        self.session.stop_keyring()
        self.session.stop_bus()
        self.assertEqual(self.run_once("2")["outcome"], "started")
        self.forget()
        self.refused()
        with self.assertRaises(LspError) as raised:
            self.run_once("3")
        self.assertEqual((raised.exception.kind, self.platform.triggers()["count"]), ("secretStore", 2))
        self.assertEqual(self.editor.shutdown(), 0, self.editor.report())


if __name__ == "__main__":
    main()
