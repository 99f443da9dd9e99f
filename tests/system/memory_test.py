"""What is remembered between processes: the same run again, a duplicate, a crash, runs that nobody follows any more."""

import signal

from harness import LspError, Repository, TestCase, main
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "1.4.2", "environment": "production"}, "confirmed": True}
FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]},
                          "unify": {"protocol": 1, "runEvents": True}}}


def entry_called(field, start):
    return next(entry["value"] for entry in field["type"]["entries"] if entry["description"].startswith(start))


class Memory(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})

    def editor(self, capabilities=None):
        server = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder)
        server.initialize(capabilities or {}, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def sent(self):
        return [request["body"]["inputs"] for request in self.platform.triggers()["requests"]]

    def test_again_with_the_same_inputs(self):
        server = self.editor()
        server.command("unify.workflow.run", RUN)
        server.command("unify.workflow.runAgain", {"confirmed": True, "force": True})
        first, second = self.sent()
        self.assertEqual(first, second)

    def test_again_with_edited_inputs_starts_from_the_earlier_ones(self):
        server = self.editor(FORMS)
        server.command("unify.workflow.run", RUN)
        defaults = {}

        def answer(field):
            defaults[field["id"]] = field.get("default")
            if field["id"] == "confirmed":
                return entry_called(field, "Run")
            return "2.0.0" if field["id"] == "inputs.version" else field["default"]

        server.request("workspace/executeCommand", fill_form(server, "unify.workflow.runAgain", {"edit": True}, answer))
        self.assertEqual((defaults["inputs.version"], defaults["inputs.environment"]), ("1.4.2", "production"))
        self.assertEqual((self.sent()[1]["version"], self.sent()[1]["environment"]), ("2.0.0", "production"))

    def test_the_same_from_another_editor_within_ten_seconds_asks_first(self):
        self.editor().command("unify.workflow.run", RUN)
        with self.assertRaises(LspError) as raised:
            self.editor().command("unify.workflow.runAgain", {"confirmed": True})
        self.assertEqual(raised.exception.kind, "duplicate")
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_a_duplicate_is_a_warning_and_cancel_comes_first(self):
        server = self.editor(FORMS)
        server.command("unify.workflow.run", RUN)
        form = server.request("command/resolve", {"command": "unify.workflow.runAgain", "arguments": [{}]})
        [confirmed] = [field for field in form["formFields"] if field["id"] == "confirmed"]
        self.assertIn("the same run was requested", confirmed["description"])
        self.assertEqual(confirmed["type"]["entries"][0]["value"], "cancel")

    def test_a_crash_in_the_middle_is_unknown_to_the_other_editor(self):
        other = self.editor()
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH, times=1)
        first = self.editor()
        first.start_request("workspace/executeCommand", {"command": "unify.workflow.run", "arguments": [RUN]})
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        [sending] = other.command("unify.run.list")["runs"]
        self.assertEqual(sending["outcome"], "sending")
        first.signal(signal.SIGKILL)
        first.wait()
        [lost] = other.command("unify.run.list")["runs"]
        self.assertEqual(lost["outcome"], "unknown")
        with self.assertRaises(LspError) as raised:
            other.command("unify.workflow.runAgain", {"id": lost["id"], "confirmed": True})
        self.assertEqual(raised.exception.kind, "duplicate")
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_an_unfinished_run_is_taken_up_by_the_next_editor(self):
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]})
        first = self.editor(FORMS)
        started = first.command("unify.workflow.run", RUN)
        first.signal(signal.SIGKILL)
        first.wait()
        self.platform.set_run("SUCCEEDED")
        second = self.editor(FORMS)
        last = second.wait_for("unify/runChanged", lambda params: params["run"]["ended"], timeout=60)["run"]
        self.assertEqual((last["id"], last["status"]), (started["id"], "SUCCEEDED"))

    def test_the_list_is_up_to_date(self):
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]})
        server = self.editor()
        server.command("unify.workflow.run", RUN)
        self.platform.set_run("FAILED")
        [run] = server.command("unify.run.list")["runs"]
        self.assertEqual((run["status"], run["ended"]), ("FAILED", True))

    def test_another_commit_than_the_one_shown_is_said_once(self):
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}], "commit": "0123456789abcdef0123456789abcdef01234567"})
        server = self.editor(FORMS)
        server.command("unify.workflow.run", RUN)
        server.command("unify.run.list")
        server.command("unify.run.list")
        seen = len(self.platform.requests(path="/v4/components/*/runs/*", outcome="answered"))
        self.platform.wait_for_requests(seen + 1, path="/v4/components/*/runs/*", outcome="answered")  # by the one who follows
        self.platform.set_run("SUCCEEDED")
        server.wait_for("unify/runChanged", lambda params: params["run"]["ended"], timeout=60)
        messages = [params["message"] for params in server.all_of("window/showMessage")]
        said = [message for message in messages if "runs at commit" in message]
        self.assertEqual(said, [f"deploy.yaml runs at commit 0123456789, not at {self.repository.head()[:10]} as was shown."])

    def test_secrets_are_asked_again(self):
        self.repository.commit({"deploy.yaml": DEPLOY.replace("      dry-run:\n", "      api-token:\n        type: string\n      dry-run:\n")})
        self.repository.push()
        server = self.editor()
        server.command("unify.workflow.run", {**RUN, "inputs": {**RUN["inputs"], "api-token": "hush-hush"}})
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.runAgain", {"confirmed": True, "force": True})
        self.assertEqual(raised.exception.data["missing"], ["inputs.api-token"])
        [run] = server.command("unify.run.list")["runs"]
        self.assertIsNone(run["inputs"]["api-token"])


if __name__ == "__main__":
    main()
