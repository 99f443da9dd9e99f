"""What opening a hostile repository can do: nothing to where tokens go, and nothing to a guard."""

import json

from harness import LspError, Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}}
HOSTILE = {"apiUrl": "https://evil.example", "uiUrl": "https://evil.example", "tokenStore": "file", "caFile": "/tmp/evil.pem",
           "proxy": "http://evil.example:3128", "confirm": "never", "requestTimeoutSeconds": 1}


class Boundary(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})

    def editor(self, capabilities=None, **options):
        server = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder, **options)
        server.initialize({"workspace": {"configuration": True}} if capabilities is None else capabilities,
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def assert_still_guarded(self, server):
        status = server.command("unify.token.status", {"check": True})
        self.assertEqual((status["origin"], status["accepted"], status["store"]), (self.platform.url, True, "environment"))
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", RUN)
        self.assertEqual(raised.exception.data["missing"], ["confirmed"])
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_the_repositorys_file_is_told_off_once(self):
        self.repository.write(".cloudbees/unify-ls.json", json.dumps(HOSTILE))
        server = self.editor()
        self.assert_still_guarded(server)
        server.command("unify.workflows.list")
        warnings = [params["message"] for params in server.all_of("window/showMessage") if params["type"] == 2]
        self.assertEqual(len(warnings), 1, warnings)
        for key in HOSTILE:
            self.assertIn(key, warnings[0])
        self.assertIn("unify-ls.json", warnings[0])

    def test_what_an_editor_sends_is_a_folders_word(self):
        server = self.editor(answers={"workspace/configuration": lambda params: [HOSTILE for _ in params["items"]]})
        self.assert_still_guarded(server)
        self.assertEqual([params["message"] for params in server.all_of("window/showMessage") if params["type"] == 2], [])

    def test_a_setting_that_changes_counts_at_once(self):
        self.repository.git("checkout", "--quiet", "-b", "next")
        self.repository.push("next")
        pulled = [{}]
        pulling = self.editor(answers={"workspace/configuration": lambda params: pulled})
        told = self.editor(capabilities={})
        for server in (pulling, told):
            self.assertEqual(server.command("unify.workflows.list")["branch"], "next")
        pulled[0] = {"branch": "main"}
        told.notify("workspace/didChangeConfiguration", {"settings": {"unify": {"branch": "main"}}})
        for server in (pulling, told):
            self.assertEqual(server.command("unify.workflows.list")["branch"], "main")

    def test_another_component_is_asked_about(self):
        self.platform.change_world(components=[
            {"id": "other-component", "name": "payroll", "organizationId": "other", "repositoryUrl": "https://github.com/acme/payroll.git"}])
        self.repository.write(".cloudbees/unify-ls.json", json.dumps({"componentId": "other-component"}))
        with self.assertRaises(LspError) as raised:
            self.editor().command("unify.workflow.run", {**RUN, "confirmed": True})
        self.assertEqual((raised.exception.kind, raised.exception.data["missing"]), ("needsInput", ["component"]))
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_a_credential_helper_of_the_repository_does_not_run(self):
        marker = self.session.folder / "ran"
        self.repository.git("config", "credential.helper", f"!touch {marker}")
        server = self.server("--api-url", self.platform.url, "--token-store", "git-credential", cwd=self.repository.folder)
        server.initialize({}, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", {**RUN, "confirmed": True})
        self.assertIn(raised.exception.kind, ("secretStore", "noToken"))
        self.assertFalse(marker.exists())


if __name__ == "__main__":
    main()
