"""The main job over LSP with a client that knows nothing of ours: list, start once, follow; and what a crash leaves."""

import json
import signal

from harness import LspError, Repository, TestCase, find_canary, main, not_emulated
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import BUILD, DEPLOY, deploy_named

RUN = {"file": "deploy.yaml", "inputs": {"version": "1.4.2", "replicas": 3}, "confirmed": True}


class MainJob(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "build.yaml": BUILD})

    def editor(self, *arguments, token=FULL_TOKEN, **params):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": token}, cwd=self.repository.folder)
        server.initialize(workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}], **params)
        return server

    def test_the_list(self):
        listed = self.editor().command("unify.workflows.list")
        self.assertEqual((listed["source"], listed["branch"], listed["commit"]), ("remote", "main", self.repository.head()))
        [deploy] = listed["workflows"]
        self.assertEqual((deploy["file"], deploy["name"], deploy["manual"], deploy["state"]), ("deploy.yaml", "Deploy", True, "same"))
        self.assertEqual(deploy["path"], ".cloudbees/workflows/deploy.yaml")
        self.assertEqual([entry["name"] for entry in deploy["inputs"]], ["environment", "version", "replicas", "dry-run"])
        environment = deploy["inputs"][0]
        self.assertEqual(environment["options"], ["staging", "production"])
        self.assertEqual((environment["type"], environment["default"], environment["required"]), ("choice", "staging", True))

    def test_all_lists_those_that_cannot_be_started_too(self):
        listed = self.editor().command("unify.workflows.list", {"all": True})
        self.assertEqual({workflow["file"]: workflow["manual"] for workflow in listed["workflows"]},
                         {"deploy.yaml": True, "build.yaml": False})

    def test_two_hundred_workflows(self):
        self.repository.commit({f"w{number:03}.yaml": deploy_named(f"Workflow {number}") for number in range(198)})
        self.repository.push()
        self.repository.write("w007.yaml", deploy_named("changed here"))
        listed = self.editor().command("unify.workflows.list", {"all": True}, timeout=60)["workflows"]
        self.assertEqual(len(listed), 200)
        self.assertEqual([workflow["file"] for workflow in listed if workflow["state"] == "modified"], ["w007.yaml"])
        for workflow in listed:
            if workflow["manual"]:
                self.assertEqual([entry["name"] for entry in workflow["inputs"]], ["environment", "version", "replicas", "dry-run"])

    def test_one_run_is_one_request(self):
        server = self.editor()
        started = server.command("unify.workflow.run", RUN)
        self.assertEqual((started["outcome"], started["file"], started["branch"]), ("started", "deploy.yaml", "main"))
        triggers = self.platform.triggers()
        self.assertEqual(triggers["count"], 1)
        [request] = triggers["requests"]
        self.assertEqual(request["body"], {
            "branchName": "main", "workflowFileName": "deploy.yaml",
            "inputs": {"environment": "staging", "version": "1.4.2", "replicas": "3", "dry-run": "false"}})
        self.assertEqual((request["token"], request["requestInConnection"], request["expect"]), ("full", 1, ""), request)
        self.assertEqual(request["httpVersion"], "1.1", request)
        self.assertNotIn(FULL_TOKEN, json.dumps(started))
        self.assertNotIn("uthorization", json.dumps(started["request"]))

    def test_it_is_followed_to_the_end_and_said_once(self):
        server = self.editor(capabilities={"experimental": {"unify": {"protocol": 1, "runEvents": True}}})
        started = server.command("unify.workflow.run", RUN)
        last = server.wait_for("unify/runChanged", lambda params: params["run"]["ended"], timeout=60)["run"]
        self.assertEqual((last["id"], last["status"], last["outcome"]), (started["id"], "SUCCEEDED", "started"))
        self.assertEqual(server.shutdown(), 0, server.report())

    def test_a_plain_client_gets_a_message_at_the_end(self):
        server = self.editor()
        server.command("unify.workflow.run", RUN)
        message = server.wait_for("window/showMessage", lambda params: "succeeded" in params["message"], timeout=60)
        self.assertIn("deploy.yaml", message["message"])

    def test_the_progress_ends_before_the_message_about_it(self):
        server = self.editor(capabilities={"window": {"workDoneProgress": True}})
        server.command("unify.workflow.run", RUN)
        server.wait_for("window/showMessage", lambda params: "succeeded" in params["message"], timeout=60)
        last = [message["method"] for message in server.messages if message.get("method") in ("$/progress", "window/showMessage")]
        self.assertEqual(last[-2:], ["$/progress", "window/showMessage"])
        self.assertEqual(server.all_of("$/progress")[-1]["value"]["kind"], "end")

    def test_a_plain_client_is_shown_an_example_of_what_is_missing(self):
        server = self.editor()
        with self.assertRaises(LspError):
            server.command("unify.workflow.run", {"file": "deploy.yaml"})
        message = server.wait_for("window/showMessage")["message"]
        self.assertIn('For example: {"file":"deploy.yaml","inputs":{', message)

    def test_a_dry_run_sends_nothing(self):
        result = self.editor().command("unify.workflow.run", {**RUN, "dryRun": True})
        self.assertEqual((result["outcome"], self.platform.triggers()["count"]), ("dryRun", 0))
        self.assertEqual(result["request"]["body"]["inputs"]["replicas"], "3")

    def test_what_is_missing_or_wrong_starts_nothing(self):
        server = self.editor()
        for kind, change in [
            ("needsInput", {"confirmed": None}), ("needsInput", {"inputs": {}}), ("invalidInputs", {"inputs": {"version": "1", "nope": "x"}}),
            ("invalidInputs", {"inputs": {"version": "1", "environment": "moon"}}), ("invalidInputs", {"inputs": {"version": "1", "replicas": "many"}}),
            ("invalidInputs", {"inputs": {"version": "1", "dry-run": "perhaps"}}), ("notFound", {"file": "nope.yaml"}),
            ("notManual", {"file": "build.yaml", "inputs": {}}), ("notFound", {"branch": "nowhere"}),
        ]:
            with self.subTest(kind=kind, change=change):
                with self.assertRaises(LspError) as raised:
                    server.command("unify.workflow.run", {**RUN, **change})
                self.assertEqual((raised.exception.code, raised.exception.kind), (-32803, kind), raised.exception.message)
                self.assertIn("retryable", raised.exception.data)
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_refusals_are_told_apart(self):
        for kind, fault in [
            ("tokenRejected", {"kind": "status", "status": 401}), ("forbidden", {"kind": "status", "status": 403}),
            ("notFound", {"kind": "status", "status": 404}), ("rateLimited", {"kind": "status", "status": 429}),
            ("outcomeUnknown", {"kind": "status", "status": 500}), ("outcomeUnknown", {"kind": "drop", "where": "answer"}),
            ("outcomeUnknown", {"kind": "redirect"}), ("platform", {"kind": "successFalse"}),
        ]:
            with self.subTest(kind=kind, fault=fault):
                self.platform.fault(fault, method="POST", path=TRIGGER_PATH, times=1)
                with self.assertRaises(LspError) as raised:
                    self.editor().command("unify.workflow.run", {**RUN, "force": True}, timeout=40)
                self.assertEqual(raised.exception.kind, kind, raised.exception.message)
                self.assertEqual(self.platform.triggers()["count"], 1)
                self.platform.clear_faults()
                self.platform.control("DELETE", "log")

    def test_killed_between_the_trigger_and_its_answer(self):
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH, times=1)
        first = self.editor()
        first.start_request("workspace/executeCommand", {"command": "unify.workflow.run", "arguments": [RUN]})
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        first.signal(signal.SIGKILL)
        first.wait()
        self.platform.release()

        [run] = self.editor().command("unify.run.list")["runs"]
        self.assertEqual((run["outcome"], run["file"]), ("unknown", "deploy.yaml"))
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_the_same_again_at_once_asks_first(self):
        self.editor().command("unify.workflow.run", RUN)
        with self.assertRaises(LspError) as raised:
            self.editor().command("unify.workflow.run", RUN)
        self.assertEqual(raised.exception.kind, "duplicate")
        self.assertEqual(self.platform.triggers()["count"], 1)
        self.editor().command("unify.workflow.run", {**RUN, "force": True})
        self.assertEqual(self.platform.triggers()["count"], 2)

    @not_emulated("the emulator's own process keeps the environment that it was given")
    def test_the_token_is_nowhere(self):
        canary = "cb_api_canary_of_the_main_job"
        self.platform.change_world(tokens=[{"name": "canary", "value": canary, "rights": "full"}])
        log = self.session.folder / "server.log"
        server = self.editor("--log-level", "trace", "--log-file", str(log), token=canary)
        server.command("unify.token.status", {"check": True})
        server.command("unify.workflow.run", RUN)
        found = find_canary(canary, folders=[self.session.folder])
        self.assertEqual(server.shutdown(), 0, server.report())
        found += find_canary(canary, outputs=[("stdout", server.stdout), ("stderr", server.stderr)],
                             folders=[self.session.folder], processes=False)
        self.assertEqual(found, [])


if __name__ == "__main__":
    main()
