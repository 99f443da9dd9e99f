"""Starting runs from a script: what is printed where, and every exit code."""

import json
import signal

from cli_script import RUN, Script
from harness import Process, main
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY


class Run(Script):
    # Looking

    def test_workflows(self):
        text = self.cli("workflows").stdout
        for part in ("Workflows on main", "deploy.yaml", "environment", "staging (default)", "required"):
            self.assertIn(part, text)
        self.assertNotIn("build.yaml", text)
        self.assertNotIn("\x1b", text)
        self.assertIn("build.yaml", self.cli("workflows", "--all").stdout)
        listed = self.json("workflows")
        self.assertEqual(([entry["file"] for entry in listed["workflows"]], listed["branch"]), (["deploy.yaml"], "main"))

    def test_workflows_of_another_branch(self):
        self.repository.commit({"deploy.yaml": DEPLOY, "next.yaml": DEPLOY})
        self.repository.push("feature/next")
        self.assertEqual({entry["file"] for entry in self.json("workflows", "--branch", "feature/next")["workflows"]},
                         {"deploy.yaml", "next.yaml"})
        error = self.json("workflows", "--branch", "feature/nexd", code=1)
        self.assertEqual(error["data"]["kind"], "notFound")
        self.assertIn("feature/next", error["message"])

    def test_a_folder_from_elsewhere(self):
        elsewhere = self.session.new_folder("elsewhere")
        for folder in (str(self.repository.folder), self.repository.uri, "../shop-api"):
            with self.subTest(folder=folder):
                self.assertEqual(len(self.json("workflows", "--folder", folder, cwd=elsewhere)["workflows"]), 1)
        self.json("workflows", code=1, cwd=elsewhere)
        self.json("workflows", "--folder", "nowhere", code=2, cwd=elsewhere)

    def test_a_file_as_a_shell_completes_it(self):
        below = self.repository.folder / ".cloudbees"
        for file, cwd in [("deploy.yaml", below), ("./workflows/deploy.yaml", below), ("../.cloudbees/workflows/deploy.yaml", below),
                          (".cloudbees/workflows/deploy.yaml", self.repository.folder),
                          (str(self.repository.path("deploy.yaml")), self.session.folder)]:
            with self.subTest(file=file):
                result = self.json("run", file, "-i", "version=1", "--dry-run", cwd=cwd)
                self.assertEqual((result["outcome"], result["file"]), ("dryRun", "deploy.yaml"))
        self.assert_triggers(0)

    def test_curl_can_be_pasted(self):
        text = self.cli("curl", "deploy.yaml", "-i", "version=it's").stdout
        self.assertTrue(text.startswith("curl "), text)
        self.assertIn("$UNIFY_TOKEN", text)
        self.assertNotIn(FULL_TOKEN, text)
        self.assertEqual(self.json("curl", "deploy.yaml", "-i", "version=it's")["text"] + "\n", text)
        self.cli("curl", "deploy.yaml", code=2)

    def test_doctor(self):
        report = self.json("doctor")
        self.assertNotIn("fail", {check["state"] for check in report["checks"]}, report)
        self.assertIn("ok", self.cli("doctor").stdout)
        self.platform.listen(False)
        self.assertIn("fail", self.cli("doctor", code=1).stdout)

    # Starting

    def test_a_run_is_one_request(self):
        started = self.json(*RUN, "-i", "environment=production")
        self.assertEqual((started["outcome"], started["file"], started["branch"]), ("started", "deploy.yaml", "main"))
        self.assert_triggers(1)
        [request] = self.platform.triggers()["requests"]
        self.assertEqual(request["body"]["inputs"],
                         {"environment": "production", "version": "1.4.2", "replicas": "2", "dry-run": "false"})
        [run] = self.json("runs")["runs"]
        self.assertEqual((run["id"], run["outcome"]), (started["id"], "started"))

    def test_text_for_people(self):
        started = self.cli(*RUN)
        self.assertIn("Started deploy.yaml on main of shop-api", started.stdout)
        self.assertIn("version: 1.4.2", started.stdout)
        self.assertIn("deploy.yaml", self.cli("runs").stdout)
        self.assertEqual(started.stderr, "")

    def test_a_dry_run_sends_nothing(self):
        self.assertEqual(self.json(*RUN, "--dry-run")["outcome"], "dryRun")
        self.assertIn("Nothing was sent", self.cli("run", "deploy.yaml", "-i", "version=1", "--dry-run").stdout)
        self.assert_triggers(0)

    def test_what_is_missing_or_wrong_starts_nothing(self):
        for code, kind, arguments in [
            (2, "needsInput", ["run", "deploy.yaml", "-i", "version=1"]), (2, "needsInput", ["run", "deploy.yaml", "--yes"]),
            (2, "needsInput", ["run"]), (2, "invalidInputs", [*RUN, "-i", "nope=x"]), (2, "invalidInputs", [*RUN, "-i", "replicas=many"]),
            (2, "invalidInputs", [*RUN, "-i", "environment=moon"]), (1, "notFound", ["run", "nope.yaml", "--yes"]),
            (1, "notManual", ["run", "build.yaml", "--yes"]), (1, "notFound", [*RUN, "--branch", "nowhere"]),
            (1, "notFound", ["again", "--yes"]),
        ]:
            with self.subTest(arguments=arguments):
                self.assertEqual(self.json(*arguments, code=code)["data"]["kind"], kind)
                text = self.cli(*arguments, code=code)
                self.assertEqual(text.stdout, "")
                self.assertTrue(text.stderr.splitlines()[-1].startswith("unify-ls: "), text.stderr)
        self.assertIn("-i version=…", self.cli("run", "deploy.yaml", "--yes", code=2).stderr)
        self.assertEqual(self.cli("run", "deploy.yaml", code=2).stderr,
                         "unify-ls: Needs the input `version` and consent. Add -i version=… --yes.\n")
        self.assertIn("--yes", self.cli("run", "deploy.yaml", "-i", "version=1", code=2).stderr)
        self.assert_triggers(0)

    def test_refusals_are_1_and_doubt_is_3(self):
        for code, kind, fault in [
            (1, "tokenRejected", {"kind": "status", "status": 401}), (1, "forbidden", {"kind": "status", "status": 403}),
            (1, "rateLimited", {"kind": "status", "status": 429}), (1, "platform", {"kind": "successFalse"}),
            (3, "outcomeUnknown", {"kind": "status", "status": 500}), (3, "outcomeUnknown", {"kind": "drop", "where": "answer"}),
        ]:
            with self.subTest(kind=kind, fault=fault):
                self.platform.fault(fault, method="POST", path=TRIGGER_PATH, times=1)
                self.assertEqual(self.json(*RUN, "--force", "--follow", code=code)["data"]["kind"], kind)
                self.assert_triggers(1)
                self.platform.clear_faults()
                self.platform.control("DELETE", "log")

    def test_no_token_is_1(self):
        error = self.json(*RUN, "--token-store", "file", code=1, token="")
        self.assertEqual(error["data"]["kind"], "noToken")

    def test_ctrl_c_while_the_answer_is_awaited_is_3(self):
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH, times=1)
        run = self.open(Process(self.command(*RUN, "--json"), env=self.env(), cwd=self.repository.folder))
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        run.signal(signal.SIGINT)
        self.assertEqual(run.wait(), 3, run.report())
        self.assertEqual(json.loads(run.stdout)["data"]["kind"], "outcomeUnknown")
        self.platform.release()
        [noted] = self.json("runs")["runs"]
        self.assertEqual(noted["outcome"], "unknown")

    def test_the_same_again_at_once_needs_force(self):
        self.cli(*RUN)
        self.assertEqual(self.json(*RUN, code=1)["data"]["kind"], "duplicate")
        self.cli(*RUN, "--force")
        self.assert_triggers(2)

    def test_a_run_is_found_by_any_of_its_names(self):
        run = self.json(*RUN)
        for name in (run["id"], run["id"][:5], run["runId"], run["runUrl"]):
            with self.subTest(name=name):
                self.assertEqual(self.json("details", name)["run"]["id"], run["id"])
                self.assertEqual(self.cli("open", name).stdout, run["runUrl"] + "\n")
        self.assertIn("deploy.yaml on main: ", self.cli("details").stdout)
        self.json("details", "nonsense", code=1)

    def test_runs_say_how_long_they_took_and_with_what(self):
        self.cli(*RUN, "--follow")
        header, line = self.cli("runs").stdout.splitlines()
        self.assertTrue(header.startswith("STATE"), header)
        self.assertRegex(line, r"^succeeded +\d+ s +.* deploy\.yaml +main .*version=1\.4\.2")

    def test_again(self):
        first = self.json(*RUN)
        again = self.json("again", first["id"], "--yes", "--force")
        self.assertEqual(again["inputs"], first["inputs"])
        changed = self.json("again", "-i", "version=2", "--yes")
        self.assertEqual((changed["inputs"]["version"], changed["inputs"]["environment"]), ("2", "staging"))
        self.assert_triggers(3)


if __name__ == "__main__":
    main()
