"""The commands around a run: the curl command, its page, its details, the page where tokens are made."""

import subprocess

from harness import LspError, Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "it's 1"}, "confirmed": True}


class SmallCommands(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.opened = []
        self.server_ = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder,
                                   answers={"window/showDocument": lambda params: self.opened.append(params) or {"success": True}})
        self.server_.initialize({"window": {"showDocument": {"support": True}}},
                                workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])

    def test_the_curl_command_starts_the_same_run(self):
        text = self.server_.command("unify.workflow.curl", {name: RUN[name] for name in ("file", "inputs")})["text"]
        self.assertNotIn(FULL_TOKEN, text)
        self.assertIn("$UNIFY_TOKEN", text)
        self.assertEqual(self.platform.triggers()["count"], 0)
        subprocess.run(["sh", "-c", text.replace("curl ", "curl --silent --fail --noproxy '*' ", 1)], check=True, timeout=30, capture_output=True,
                       env={**self.session.env, "UNIFY_TOKEN": FULL_TOKEN})
        self.server_.command("unify.workflow.run", RUN)
        by_curl, by_us = (request["body"] for request in self.platform.triggers()["requests"])
        self.assertEqual(by_curl, by_us)

    def test_the_runs_page_and_its_details(self):
        started = self.server_.command("unify.workflow.run", RUN)
        page = self.server_.command("unify.run.open", {"id": started["id"]})
        self.assertEqual((page["url"], page["opened"]), (started["runUrl"], True))
        self.assertEqual(self.opened, [{"uri": started["runUrl"], "external": True}])
        details = self.server_.command("unify.run.details")
        self.assertEqual(details["run"]["id"], started["id"])
        for kind in ("artifacts", "testResults", "deployments", "evidences"):
            self.assertIsInstance(details[kind], list)

    def test_a_page_of_another_host_is_not_opened(self):
        self.platform.change_world(uiUrl="https://evil.example")
        started = self.server_.command("unify.workflow.run", RUN)
        self.assertNotIn("runUrl", started)
        with self.assertRaises(LspError) as raised:
            self.server_.command("unify.run.open")
        self.assertEqual((raised.exception.kind, self.opened), ("notFound", []))

    def test_where_tokens_are_made(self):
        self.server_.command("unify.token.create")
        self.assertEqual(len(self.opened), 1)
        self.assertTrue(any("Personal access tokens" in params["message"] for params in self.server_.all_of("window/showMessage")))

    def test_unfollow_leaves_the_run_alone(self):
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]})
        started = self.server_.command("unify.workflow.run", RUN)
        self.assertEqual(self.server_.command("unify.run.unfollow", {"id": started["id"]})["following"], False)
        self.assertEqual(self.server_.command("unify.run.follow", {"id": started["id"]})["following"], True)


if __name__ == "__main__":
    main()
