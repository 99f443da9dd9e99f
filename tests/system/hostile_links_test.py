"""What is opened for a person: https pages of the configured host, and nothing that a platform or a repository made up."""

from harness import LspError, Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

UI = "https://ui.example.com"
GOOD = f"{UI}/acme/runs/1"
BAD = [
    "http://ui.example.com/runs/1", "https://evil.example/runs/1", "https://ui.example.com.evil.example/", "https://ui.example.com@evil.example/",
    "https://user:word@ui.example.com/", "//ui.example.com/runs/1", "/runs/1", "javascript:alert(1)",
    "file:///etc/passwd", "data:text/html,x", "command:workbench.action.quit", "vscode://file/etc/passwd", "ssh://ui.example.com/",
    "https://ui.example.com\\@evil.example/", "https://ui.example.com/\r\nSet-Cookie: a=b", "https://ui.example.com/\x1b[31m", "https://ui.ex\u0430mple.com/",
    "https://ui.example.com/[x](command:y)\u202e", "https://ui.example.com/" + "a" * 100_000, " https://ui.example.com/", "HTTPS://UI.EXAMPLE.COM.evil/", "",
]


class HostileLinks(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.opened = []
        self.editor = self.server("--api-url", self.platform.url, "--ui-url", UI, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder,
                                  answers={"window/showDocument": self.open_page})
        self.editor.initialize({"window": {"showDocument": {"support": True}}, "experimental": {"unify": {"protocol": 1, "runEvents": True}}},
                               workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}], initializationOptions={"follow": False})

    def open_page(self, params):
        self.opened.append(params)
        return {"success": True}

    def start(self, url):
        self.platform.fault({"kind": "status", "status": 200, "body": {"runId": "r1", "runUrl": url}}, method="POST", path="/v2/*", times=1)
        return self.editor.command("unify.workflow.run", {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True, "force": True})

    def test_the_page_of_a_run(self):
        self.assertEqual(self.start(GOOD)["runUrl"], GOOD)
        self.editor.command("unify.run.open")
        self.assertEqual(self.opened, [{"uri": GOOD, "external": True}])

    def test_pages_that_are_not_the_platforms(self):
        for url in BAD:
            with self.subTest(url=url[:80]):
                self.assertNotIn("runUrl", self.start(url))
                with self.assertRaises(LspError) as raised:
                    self.editor.command("unify.run.open")
                self.assertEqual(raised.exception.kind, "notFound")
        self.assertEqual(self.opened, [])
        self.assertNotIn("evil", str(self.editor.messages))

    def test_a_page_that_a_run_names_later(self):
        for url in BAD:
            self.start(GOOD)
            self.platform.fault({"kind": "status", "status": 200, "body": {"id": "r1", "status": "STARTED", "url": url}}, path="/v4/components/*", times=1)
            self.assertEqual(self.editor.command("unify.run.list")["runs"][0]["runUrl"], GOOD, url[:80])
        self.editor.command("unify.run.open")
        self.assertEqual([page["uri"] for page in self.opened], [GOOD])

    def test_the_page_for_tokens_is_of_the_configured_host(self):
        self.editor.command("unify.token.create")
        self.assertEqual(len(self.opened), 1)
        self.assertTrue(self.opened[0]["uri"].startswith(UI), self.opened)


if __name__ == "__main__":
    main()
