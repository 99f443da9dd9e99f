"""What scripts/probe writes of a platform's answers, played to the program: answers of that shape are understood.

recorded/ is for what somebody's probe wrote of the real platform; nobody has run it there yet, so the probe is run against
the simulator here.
"""

import json
import subprocess
import sys
from pathlib import Path

from harness import LspError, Repository, TestCase, main
from harness.simulator import FULL_TOKEN, READ_ONLY_TOKEN, TRIGGER_ONLY_TOKEN
from harness.workflows import DEPLOY

HERE = Path(__file__).resolve().parent
PROBE = HERE.parents[1] / "scripts/probe"
COMPONENT = "22222222-0000-4000-8000-000000000001"
RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True}

# What reads an answer from there: the command, and its argument.
READERS = {
    "/v1/organizations": ("unify.token.status", {"check": True}),
    "/v4/organizations/*/components": ("unify.workflow.run", {**RUN, "dryRun": True}),
    "/v1/organizations/*/services": ("unify.workflow.run", {**RUN, "dryRun": True}),
    "/v4/organizations/*/components/*": ("unify.component.select", {"componentId": COMPONENT}),
    "/v2/components/*/trigger": ("unify.workflow.run", RUN),
    "/v4/components/*/runs/*": ("unify.run.list", {}),
    **{f"/v4/components/*/runs/*/{what}": ("unify.run.details", {})
       for what in ("artifacts", "test-results", "deployments", "evidences")},
}
KINDS = {401: "tokenRejected", 403: "forbidden", 404: "notFound"}


class Recorded(TestCase):
    def setUp(self):
        self.platform = self.simulator("--run-script", "PENDING", "STARTED@1", "SUCCEEDED@2")
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.folder = self.session.folder / "probe"

    def probe(self, *lines, token=FULL_TOKEN):
        return subprocess.run(
            [PROBE, "--api-url", self.platform.url, "--out", self.folder], input="\n".join([token, *lines]), text=True,
            capture_output=True, timeout=60, check=False, env=self.session.env)

    def probe_everything(self, token=FULL_TOKEN):
        # What can be read of organization and component, the workflow, its start, three readings of the run, four details.
        reads = ["y", "", COMPONENT] if token == TRIGGER_ONLY_TOKEN else ["y", "y", "y", "", "y"]
        return self.probe(*reads, "main", "deploy.yaml", "y", "y", "", "", "", "q", "y", "y", "y", "y", token=token)

    def fixtures(self, folder):
        return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]

    def play(self, fixture):
        """The kind of the error that the program makes of this answer, or nothing."""
        command, argument = READERS[fixture["path"]]
        environment = {"UNIFY_TOKEN": FULL_TOKEN, "XDG_STATE_HOME": str(self.session.folder / f"state-{id(fixture)}")}
        server = self.server("--api-url", self.platform.url, env=environment, cwd=self.repository.folder)
        server.initialize({"experimental": {"unify": {"protocol": 1, "runEvents": True}}})
        if command.startswith("unify.run."):
            server.command("unify.workflow.run", RUN)
        if fixture["path"].endswith("/services"):
            self.platform.fault({"kind": "status", "status": 404}, path="/v4/organizations/*/components")
        fault = {"kind": "status", "status": fixture["status"], "body": fixture["body"] or "", "acts": True}
        self.platform.fault(fault, method=fixture["method"], path=fixture["path"])
        try:
            server.command(command, argument)
        except LspError as error:
            return error.kind
        finally:
            self.platform.clear_faults()
        return None

    def assert_understood(self, fixtures):
        for fixture in fixtures:
            with self.subTest(fixture["path"], status=fixture["status"]):
                kind = self.play(fixture)
                if fixture["status"] < 300:
                    self.assertIn(kind, (None, "needsInput"))
                else:
                    self.assertIn(kind, (None, KINDS.get(fixture["status"], "platform")))

    def test_every_answer_is_asked_for_written_and_understood(self):
        result = self.probe_everything()
        self.assertEqual(result.returncode, 0, result.stderr)
        fixtures = self.fixtures(self.folder)
        self.assertEqual({fixture["path"] for fixture in fixtures}, set(READERS))
        self.assertEqual({fixture["status"] for fixture in fixtures}, {200})
        self.assertIn("statuses, in order: PENDING > STARTED > SUCCEEDED, endedAt set", result.stdout)
        self.assertIn("an id of the run in the answer: yes", result.stdout)
        self.assertRegex(result.stdout, r"an address of the run in the answer: http://unify\.example/name/.*/components/")
        self.assertEqual(self.platform.triggers()["count"], 1)
        self.assert_understood(fixtures + self.fixtures(HERE / "recorded"))

    def test_tokens_that_may_do_less(self):
        for token, statuses in {TRIGGER_ONLY_TOKEN: {"POST": 200, "GET": 403}, READ_ONLY_TOKEN: {"POST": 403, "GET": 200}}.items():
            with self.subTest(token):
                self.folder = self.session.folder / token
                self.probe_everything(token)
                fixtures = self.fixtures(self.folder)
                self.assertTrue({fixture["method"] for fixture in fixtures} == {"GET", "POST"}, fixtures)
                self.assertEqual([fixture["status"] for fixture in fixtures],
                                 [statuses[fixture["method"]] for fixture in fixtures])
                self.assert_understood(fixtures)

    def test_names_ids_and_values_are_replaced(self):
        self.platform.change_world(components=[{
            "id": "secret-component", "name": "secret-name", "organizationId": "11111111-0000-4000-8000-000000000001",
            "repositoryUrl": "https://github.com/secret-owner/secret-name.git"}])
        result = self.probe("y", "y", "y", "", "y", "secret-branch", "secret.yaml", "y", "y", "q")
        report = result.stdout[result.stdout.index("What was found"):]
        written = "".join(file.name + file.read_text(encoding="utf-8") for file in self.folder.glob("*.json"))
        for text in (report, written):
            self.assertNotIn("secret", text)
            self.assertNotIn("11111111", text)
            self.assertNotIn("shop-api", text)
        self.assertNotIn(FULL_TOKEN, result.stdout + result.stderr + written)

    def test_nothing_is_sent_without_a_yes(self):
        result = self.probe("n", "", "", "main", "deploy.yaml", "n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.platform.requests(), [])
        self.assertFalse(self.folder.exists())

    def test_leaving_early_tells_what_was_found(self):
        result = self.probe("y")
        self.assertIn("the organizations that this token sees: 200", result.stdout[result.stdout.index("What was found"):])
        self.assertEqual(len(self.platform.requests()), 1)

    def test_a_redirect_is_not_followed(self):
        self.platform.fault({"kind": "redirect", "location": f"{self.platform.url}/elsewhere"}, path="/v1/organizations")
        result = self.probe("y", "")
        self.assertIn("the organizations that this token sees: 302", result.stdout)
        self.assertEqual(len(self.platform.requests()), 1)

    def test_the_token_goes_out_by_https_alone(self):
        result = subprocess.run([sys.executable, "-B", HERE.parents[1] / "scripts/lib/probe.py", "--api-url", "http://unify.example",
                                 "--out", self.folder], input=f"{FULL_TOKEN}\ny\n", text=True, capture_output=True, timeout=60, check=False)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("Only https", result.stderr)


if __name__ == "__main__":
    main()
