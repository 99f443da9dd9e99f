"""One token and several processes: what one of them does with it, the others see; and what nobody waits for asks nobody."""

import os
import subprocess

from harness import LspError, Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY

OTHER_TOKEN = "cb_api_another_of_the_same_person"
RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True, "force": True}
SPY = """#!/bin/sh
# A credential helper of git that keeps one password in a file, and notes whether it might have opened a window.
[ -z "$DISPLAY" ] || echo "$1" >> "$HOME/windows"
case "$1" in
  get) cat "$HOME/password" 2>/dev/null ;;
  store) cat > "$HOME/password" ;;
  erase) rm -f "$HOME/password" ;;
esac
exit 0
"""


class Shared(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.platform.change_world(tokens=[{"name": "one", "value": FULL_TOKEN, "rights": "full"},
                                           {"name": "two", "value": OTHER_TOKEN, "rights": "full"}])
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.flags = ["--api-url", self.platform.url, "--token-store", "file"]

    def token(self, *arguments, stdin=b""):
        result = subprocess.run([program(), "token", *arguments, *self.flags], input=stdin, capture_output=True, timeout=60,
                                env=self.session.env, cwd=self.session.folder, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)

    def editor(self):
        server = self.server(*self.flags, cwd=self.repository.folder)
        server.initialize(initializationOptions={"follow": False},
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def used(self):
        return [request["token"] for request in self.platform.requests(method="POST", path=TRIGGER_PATH)]

    def test_a_token_that_another_process_replaced_is_not_used_again(self):
        self.token("set", stdin=FULL_TOKEN.encode())
        editor = self.editor()
        editor.command("unify.workflow.run", RUN)
        self.token("set", stdin=OTHER_TOKEN.encode())
        editor.command("unify.workflow.run", RUN)
        self.assertEqual(self.used(), ["one", "two"])

    def test_a_token_that_another_process_deleted_is_not_used_again(self):
        self.token("set", stdin=FULL_TOKEN.encode())
        editor = self.editor()
        editor.command("unify.workflow.run", RUN)
        self.token("delete")
        with self.assertRaises(LspError) as raised:
            editor.command("unify.workflow.run", RUN)
        self.assertEqual((raised.exception.kind, self.used()), ("noToken", ["one"]))

    def test_a_deleted_one_of_which_nothing_was_written_down_neither(self):
        self.token("set", stdin=FULL_TOKEN.encode())
        for file in self.session.state.rglob("state.sqlite3*"):
            file.unlink()
        editor = self.editor()
        editor.command("unify.workflow.run", RUN)
        self.token("delete")
        with self.assertRaises(LspError) as raised:
            editor.command("unify.workflow.run", RUN)
        self.assertEqual((raised.exception.kind, self.used()), ("noToken", ["one"]))


class Background(TestCase):
    """A window of a keyring would need a display; only what a person waits for is given one."""

    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        folder = self.session.new_folder("bin")
        helper = folder / "git-credential-spy"
        helper.write_text(SPY, encoding="utf-8")
        helper.chmod(0o755)
        self.env = {**self.session.env, "PATH": f"{folder}:{os.environ['PATH']}", "DISPLAY": ":77"}
        self.flags = ["--api-url", self.platform.url, "--token-store", "git-credential:spy"]
        self.windows = self.session.home / "windows"

    def store(self):
        result = subprocess.run([program(), "token", "set", *self.flags], input=FULL_TOKEN.encode(), capture_output=True,
                                timeout=60, env=self.env, cwd=self.session.folder, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)

    def call(self, command, arguments):
        server = self.server(*self.flags, env=self.env, cwd=self.repository.folder)
        server.initialize(initializationOptions={"follow": False},
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        self.windows.unlink(missing_ok=True)
        try:
            server.command(command, arguments, timeout=60)
        except LspError as error:
            self.assertNotEqual(error.kind, "secretStore", error)
        server.shutdown()
        return self.windows.exists()

    def test_no_command_in_the_background_may_open_a_window(self):
        self.store()
        server = self.server(*self.flags, env=self.env)
        commands = server.initialize()["capabilities"]["executeCommandProvider"]["commands"]
        for command in commands:
            if not os.path.exists(self.session.home / "password"):
                self.store()
            with self.subTest(command):
                self.assertFalse(self.call(command, {**RUN, "check": True, "background": True}))

    def test_what_a_person_waits_for_may(self):
        self.store()
        for command, arguments in (("unify.token.status", {}), ("unify.component.select", {}), ("unify.workflow.run", RUN)):
            with self.subTest(command):
                self.assertTrue(self.call(command, arguments))

    def test_nothing_is_asked_in_the_background(self):
        self.store()
        server = self.server(*self.flags, env=self.env, cwd=self.repository.folder)
        server.initialize({"window": {"showMessage": {}}, "experimental": {"interactiveResolve": {"inputTypes": ["enum", "string"]}}},
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", {"background": True})
        self.assertEqual(raised.exception.kind, "needsInput")
        with self.assertRaises(LspError) as raised:
            server.request("command/resolve", {"command": "unify.workflow.run", "arguments": [{"background": True}]})
        self.assertEqual(raised.exception.kind, "needsInput")
        self.assertEqual(server.all_of("window/showMessageRequest"), [])


if __name__ == "__main__":
    main()
