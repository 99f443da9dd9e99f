"""A cancel before, while and after a run's request is sent: never a guess, and never a second request."""

import os

from harness import Repository, TestCase, main
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True}
CANCELLED = -32800

# Says that it was asked, then waits for a word before it gives the token, as a helper does that asks the person.
HELPER = """#!/bin/sh
[ "$1" = get ] || exit 0
echo asked >"{folder}/asked"
read word <"{folder}/word"
printf 'username=unify-ls\\npassword={token}\\n'
"""


class Cancel(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})

    def editor(self, *arguments, env=None):
        server = self.server("--api-url", self.platform.url, *arguments, env=env, cwd=self.repository.folder)
        server.initialize({"experimental": {"unify": {"protocol": 1, "runEvents": True}}},
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}], initializationOptions={"follow": False})
        return server

    def start(self, server):
        return server.start_request("workspace/executeCommand", {"command": "unify.workflow.run", "arguments": [RUN]})

    def cancel(self, server, id):
        server.notify("$/cancelRequest", {"id": id})
        return server.answer_to(id)["error"]

    def slow_helper(self):
        """git's helper `waiting`, which gives the token after somebody wrote a word; returns both pipes and the environment."""
        folder = self.session.new_folder("helper")
        for name in ("asked", "word"):
            os.mkfifo(folder / name)
        program = folder / "git-credential-waiting"
        program.write_text(HELPER.format(folder=folder, token=FULL_TOKEN), encoding="utf-8")
        program.chmod(0o755)
        (self.session.home / ".gitconfig").write_text("[credential]\n\thelper = waiting\n", encoding="utf-8")
        # Both ends are opened, so that neither side ever waits for the other to open its own.
        asked, word = (os.open(folder / name, os.O_RDWR | os.O_CLOEXEC) for name in ("asked", "word"))
        self._stack.callback(os.close, asked)
        self._stack.callback(os.close, word)
        return asked, word, {"PATH": f"{folder}:{self.session.env['PATH']}"}

    def test_while_the_token_is_being_read(self):
        asked, word, environment = self.slow_helper()
        server = self.editor("--token-store", "git-credential:waiting", "--component", "22222222-0000-4000-8000-000000000001", env=environment)
        id = self.start(server)
        self.assertEqual(os.read(asked, 100), b"asked\n")
        self.assertEqual(self.cancel(server, id)["code"], CANCELLED)
        self.assertEqual(server.command("unify.run.list")["runs"], [])

        # The next one asks the helper again, gets its token, and is the only one that is sent.
        id = self.start(server)
        self.assertEqual(os.read(asked, 100), b"asked\n")
        os.write(word, b"go\n")
        self.assertEqual(server.result_of(id)["outcome"], "started")
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_when_the_token_is_there_and_the_command_is_long_gone(self):
        asked, word, environment = self.slow_helper()
        server = self.editor("--token-store", "git-credential:waiting", "--component", "22222222-0000-4000-8000-000000000001", env=environment)
        id = self.start(server)
        self.assertEqual(os.read(asked, 100), b"asked\n")
        self.cancel(server, id)
        os.write(word, b"go\n")
        self.assertTrue(server.command("unify.doctor")["checks"])
        self.assertEqual(self.platform.triggers()["count"], 0)
        self.assertEqual(server.shutdown(), 0, server.report())

    def test_while_the_component_is_looked_up(self):
        server = self.editor(env={"UNIFY_TOKEN": FULL_TOKEN})
        self.platform.fault({"kind": "stall", "where": "answer"}, path="/v1/organizations")
        id = self.start(server)
        self.platform.wait_for_requests(1, path="/v1/organizations", outcome="stalled")
        self.assertEqual(self.cancel(server, id)["code"], CANCELLED)
        self.platform.release()
        self.assertEqual(server.command("unify.run.list")["runs"], [])
        self.assertEqual(self.platform.triggers()["count"], 0)

    def assert_told_later(self, where, outcome, kind="stall", **fault):
        server = self.editor(env={"UNIFY_TOKEN": FULL_TOKEN})
        self.platform.fault({"kind": kind, "where": where, **fault}, method="POST", path=TRIGGER_PATH)
        id = self.start(server)
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        error = self.cancel(server, id)
        self.assertEqual((error["code"], error["data"]["kind"], error["data"]["retryable"]), (-32803, "outcomeUnknown", False))
        self.assertEqual([run["outcome"] for run in server.command("unify.run.list")["runs"]], ["sending"])
        self.platform.release()
        ended = server.wait_for("unify/runChanged", lambda params: params["run"]["outcome"] != "sending")["run"]
        self.assertEqual(ended["outcome"], outcome)
        self.assertEqual([run["outcome"] for run in server.command("unify.run.list")["runs"]], [outcome])
        self.assertEqual(self.platform.triggers()["count"], 1)
        server.wait_for("window/showMessage", lambda params: "deploy.yaml" in params["message"])

    def test_while_the_request_is_read(self):
        self.assert_told_later("head", "started")

    def test_when_the_run_has_been_started(self):
        self.assert_told_later("answer", "started")

    def test_in_the_middle_of_the_answer(self):
        self.assert_told_later("midAnswer", "started")

    def test_after_the_answer_it_is_too_late(self):
        server = self.editor(env={"UNIFY_TOKEN": FULL_TOKEN})
        id = self.start(server)
        self.assertEqual(server.result_of(id)["outcome"], "started")
        server.notify("$/cancelRequest", {"id": id})
        server.command("unify.run.list")
        self.assertEqual(len([message for message in server.messages if message.get("id") == id and "method" not in message]), 1)
        self.assertEqual(self.platform.triggers()["count"], 1)


if __name__ == "__main__":
    main()
