"""The real program and the simulator, with the contract between them: neither may say what the other need not know."""

import json
import re
import urllib.error

from prism import CONTRACT, Prism, query_parameters, request

from harness import LspError, Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "1.4.2", "replicas": 3}, "confirmed": True, "force": True}
RUN_EVENTS = {"experimental": {"unify": {"protocol": 1, "runEvents": True}}}
TIME = "2026-01-02T03:04:05Z"
TRIGGER = "/v2/components/22222222-0000-4000-8000-000000000001/trigger"

# Every member that the contract has, so that the readers of all of them are held against it.
DETAILS = {
    "artifacts": {"artifacts": [{
        "name": "shop-api", "url": "https://registry.example/shop-api", "version": "1.4.2", "type": "DOCKER", "digest": "sha256:42",
        "label": "stable", "repositoryUrl": "https://github.com/acme/shop-api.git", "commit": "0123", "commitUrl": "https://x.example",
        "ref": "main", "stageName": "build", "stageId": "1", "artifactId": "a", "createdAt": TIME}]},
    "test-results": {"files": [{
        "fileName": "junit.xml", "downloadUrl": "{address}/downloads/junit.xml", "expiresAt": TIME, "uploadedAt": TIME}]},
    "deployments": {"deployments": [{
        "artifact": {"name": "shop-api", "version": "1.4.2", "labels": ["stable"], "publishedOn": TIME, "commit": {"commitId": "0123"}},
        "environment": "staging", "deployedOn": TIME, "workflowName": "deploy"}]},
    "evidences": {"evidences": [{"content": "Approved", "format": "markdown", "createdAt": TIME, "jobId": "job"}]},
}


class Contract(TestCase):
    def setUp(self):
        self.platform = self.simulator("--run-script", "PENDING", "STARTED@1", "SUCCEEDED@2")
        self.platform.change_world(details=DETAILS)
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "build.yaml": BUILD})

    def contract(self, contract=CONTRACT):
        return self.open(Prism(self.platform.url, contract))

    def editor(self, prism, *arguments, token=FULL_TOKEN):
        server = self.server("--api-url", prism.url, *arguments, env={"UNIFY_TOKEN": token}, cwd=self.repository.folder)
        server.initialize(RUN_EVENTS, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def mutated(self, pattern, replacement):
        """The contract with one thing changed."""
        text, changes = re.subn(pattern, replacement, CONTRACT.read_text(encoding="utf-8"))
        self.assertGreater(changes, 0, pattern)
        copy = self.session.folder / "mutated.yaml"
        copy.write_text(text, encoding="utf-8")
        return copy

    def test_the_main_job_and_everything_beside_it(self):
        prism = self.contract()
        server = self.editor(prism)
        self.assertTrue(server.command("unify.token.status", {"check": True}, timeout=60)["accepted"])
        self.assertEqual(server.command("unify.workflows.list", {}, timeout=60)["workflows"][0]["file"], "deploy.yaml")
        started = server.command("unify.workflow.run", RUN, timeout=60)
        self.assertEqual(started["component"]["name"], "shop-api")
        server.wait_for("unify/runChanged", lambda params: params["run"].get("status") == "SUCCEEDED", timeout=90)
        details = server.command("unify.run.details", {}, timeout=60)
        checks = {check["name"]: check["state"] for check in server.command("unify.doctor", {}, timeout=60)["checks"]}

        self.assertEqual(prism.violations(), [])
        self.assertEqual(details["artifacts"][0]["createdAt"], TIME)
        self.assertEqual(details["evidences"][0]["content"].strip(), "Approved")
        self.assertEqual((checks["api"], checks["component"]), ("ok", "ok"), checks)
        self.assertEqual(self.platform.triggers()["count"], 1)
        self.assert_only_known_parameters()

    def test_components_by_their_older_name(self):
        self.platform.change_world(interface={"v4Components": False})
        prism = self.contract()
        self.assertEqual(self.editor(prism).command("unify.workflow.run", RUN, timeout=60)["outcome"], "started")
        self.assertEqual(prism.violations(), [])
        self.assertTrue(self.platform.requests(path="/v1/organizations/*/services"))
        self.assert_only_known_parameters()

    def test_pages(self):
        self.platform.change_world(interface={"organizationPageLimit": 1, "componentPageLimit": 1})
        prism = self.contract()
        self.assertEqual(self.editor(prism).command("unify.workflow.run", RUN, timeout=60)["outcome"], "started")
        self.assertEqual(prism.violations(), [])
        self.assert_only_known_parameters()

    def test_refusals(self):
        prism = self.contract()
        for token, check, trigger in [("cb_api_simulator_expired", "tokenRejected", "tokenRejected"),
                                      ("cb_api_simulator_read_only", None, "forbidden")]:
            with self.subTest(token):
                server = self.editor(prism, "--component", "22222222-0000-4000-8000-000000000001", token=token)
                self.assertEqual(server.command("unify.token.status", {"check": True}, timeout=60)["accepted"], check is None)
                with self.assertRaises(LspError) as raised:
                    server.command("unify.workflow.run", RUN, timeout=60)
                self.assertEqual(raised.exception.kind, trigger, raised.exception.message)
        self.assertEqual(prism.violations(), [])

    def test_answers_to_the_trigger(self):
        prism = self.contract()
        for shape in ("runId", "automationRunId", "id", "nested", "runUrl", "eventOutput", "emptyObject"):
            with self.subTest(shape):
                self.platform.change_world(trigger={"answer": shape})
                self.assertEqual(self.editor(prism).command("unify.workflow.run", RUN, timeout=60)["outcome"], "started")
        self.assertEqual(prism.violations(), [])

    def test_a_request_that_strays_is_caught(self):
        prism = self.contract(self.mutated("workflowFileName", "workflowFile"))
        with self.assertRaises(LspError):
            self.editor(prism).command("unify.workflow.run", RUN, timeout=60)
        self.assertIn("/trigger", "\n".join(prism.violations()))
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_an_answer_that_strays_is_caught(self):
        prism = self.contract(self.mutated(r"\n +displayName: .*", ""))
        self.assertFalse(self.editor(prism).command("unify.token.status", {"check": True}, timeout=60).get("accepted"))
        self.assertIn("/v1/organizations", "\n".join(prism.violations()))

    def test_inputs_that_are_no_texts_are_caught(self):
        prism = self.contract()
        body = {"branchName": "main", "workflowFileName": "deploy.yaml", "inputs": {"replicas": 3}}
        headers = {"Authorization": f"Bearer {FULL_TOKEN}", "Content-Type": "application/json"}
        with self.assertRaises(urllib.error.HTTPError) as raised:
            request(prism.url + TRIGGER, data=json.dumps(body).encode(), headers=headers)
        raised.exception.close()
        self.assertEqual(raised.exception.code, 422)
        self.assertTrue(prism.violations())
        self.assertEqual(self.platform.triggers()["count"], 0)

    def assert_only_known_parameters(self):
        """Prism lets pass what it does not know behind the question mark."""
        used = {name for seen in self.platform.requests() for name in re.findall(r"[?&]([^=&]+)=", seen["target"])}
        self.assertEqual(used - query_parameters(), set())


if __name__ == "__main__":
    main()
