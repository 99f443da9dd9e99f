"""Following runs from a script, to success and to everything else."""

import json
import signal

from cli_script import RUN, Script
from harness import Process, main


class Follow(Script):
    def test_following_to_success(self):
        text = self.cli(*RUN, "--follow").stdout
        self.assertIn("deploy.yaml on main: succeeded", text)
        lines = [json.loads(line) for line in self.cli(*RUN, "--force", "--follow", "--json").stdout.splitlines()]
        self.assertEqual({line["outcome"] for line in lines}, {"started"})
        self.assertEqual((lines[-1]["status"], lines[-1]["ended"], lines[0]["ended"]), ("SUCCEEDED", True, False))
        self.assertEqual(len({line["id"] for line in lines}), 1)
        self.assertEqual(json.loads(self.cli("follow", lines[0]["id"], "--json").stdout)["status"], "SUCCEEDED")

    def test_not_known_to_have_succeeded_is_4_and_for_follow_1(self):
        for status in ("UNSTABLE", "FAILED"):
            with self.subTest(status=status):
                self.platform.change_world(runs={"steps": [{"status": status}]})
                self.assertIn(status.lower(), self.cli(*RUN, "--force", "--follow", code=4).stdout)
                self.cli("follow", code=1)

    def test_a_run_that_cannot_be_followed_is_4(self):
        self.platform.fault({"kind": "status", "status": 404}, method="GET", path="*/runs/*")
        *_, last = self.cli(*RUN, "--follow", "--json", code=4).stdout.splitlines()
        self.assertEqual(json.loads(last)["data"]["kind"], "notFound")

    def test_without_an_id_of_the_platform_it_is_4(self):
        self.platform.change_world(trigger={"answer": "empty"})
        self.cli(*RUN, "--follow", code=4)
        self.assert_triggers(1)

    def test_the_reason_is_told_and_kept(self):
        self.platform.change_world(runs={"steps": [{"status": "FAILED", "statusMessage": "step 3\nexited with 1"}]})
        self.assertIn("deploy.yaml on main: failed (step 3 exited with 1)", self.cli(*RUN, "--follow", code=4).stdout)
        [run] = self.json("runs")["runs"]
        self.assertEqual((run["status"], run["reason"]), ("FAILED", "step 3 exited with 1"))

    def test_ids_are_told_where_the_output_cannot_be_written(self):
        for arguments, code in ((RUN, 0), ([*RUN, "--json"], 0), ([*RUN, "--follow"], 0), ([*RUN, "--follow", "--json"], 0),
                                ([*RUN, "--dry-run"], 1)):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                run = self.open(Process(self.command(*arguments, "--force"), env=self.env(), cwd=self.repository.folder, stdout=full))
                self.assertEqual(run.wait(60), code, run.report())
                self.assertIn(b"output could not be written", run.stderr)
                if "--dry-run" not in arguments:
                    newest = self.json("runs")["runs"][0]
                    for id in (newest["id"], newest["runId"]):
                        self.assertIn(id.encode(), run.stderr)

    def test_ctrl_c_stops_following_only(self):
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]})
        for code, arguments in [(4, [*RUN, "--follow"]), (1, ["follow"])]:
            with self.subTest(arguments=arguments):
                run = self.open(Process(self.command(*arguments), env=self.env(), cwd=self.repository.folder))
                run.wait_until(lambda run=run: b"running" in run.stdout, "The run's state")
                run.signal(signal.SIGINT)
                self.assertEqual(run.wait(), code, run.report())
                self.assertIn(b"the run goes on", run.stderr)

    def test_follow_without_any_run_is_1(self):
        self.assertEqual(self.json("follow", code=1)["data"]["kind"], "notFound")
        self.assertEqual(self.json("follow", "nonsense", code=1)["data"]["kind"], "notFound")
        self.assertEqual(self.json("runs"), {"runs": []})


if __name__ == "__main__":
    main()
