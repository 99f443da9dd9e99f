"""Typing in a repository: what other files name is offered, found and renamed, and lenses know of the runs."""

from harness import Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

HEADER = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: x\n"
CALLED = HEADER + "on:\n  workflow_call:\n    inputs:\n      where:\n        type: string\njobs: {}\n"
CALLER = HEADER + ("on:\n  push:\njobs:\n  a:\n    environment: production\n"
                   "    uses: ./.cloudbees/workflows/called.yaml\n    with:\n      where: eu\n")


class Names(TestCase):
    def start(self, capabilities=None):
        self.folder = self.session.new_folder("shop")
        workflows = self.folder / ".cloudbees/workflows"
        workflows.mkdir(parents=True)
        (self.folder / ".git").mkdir()
        (workflows / "called.yaml").write_text(CALLED, encoding="utf-8")
        (workflows / "caller.yaml").write_text(CALLER, encoding="utf-8")
        self.uri = (workflows / "called.yaml").as_uri()
        self.caller = (workflows / "caller.yaml").as_uri()
        self.lsp = self.server()
        self.lsp.initialize(capabilities or {})

    def open_text(self, text, uri):
        self.lsp.notify("textDocument/didOpen", {
            "textDocument": {"uri": uri, "languageId": "yaml", "version": 4, "text": text}})

    def at(self, method, line, character, uri=None, **params):
        return self.lsp.request(f"textDocument/{method}", {
            "textDocument": {"uri": uri or self.uri}, "position": {"line": line, "character": character}, **params})

    def test_a_rename_reaches_callers_that_are_not_open(self):
        self.start({"workspace": {"workspaceEdit": {"documentChanges": True}}})
        self.open_text(CALLED, self.uri)
        changes = self.at("rename", 6, 8, newName="place")["documentChanges"]
        self.assertEqual([(change["textDocument"], [edit["newText"] for edit in change["edits"]]) for change in changes],
                         [({"uri": self.uri, "version": 4}, ["place"]), ({"uri": self.caller, "version": None}, ["place"])])
        self.assertEqual([place["uri"] for place in self.at("references", 6, 8, context={"includeDeclaration": False})],
                         [self.caller])

    def test_what_other_files_use_is_offered_as_soon_as_it_is_typed_there(self):
        self.start()
        self.open_text(CALLED, self.uri)
        self.open_text(CALLER.replace("production", "staging"), self.caller)
        self.open_text(HEADER + "jobs:\n  a:\n    environment: \n", self.uri)
        offered = self.at("completion", 5, 17)["items"]
        self.assertEqual([(item["label"], item["textEdit"]["newText"]) for item in offered], [("staging", "staging")])

    def test_callers_are_counted_and_symbols_of_closed_files_found(self):
        self.start()
        self.open_text(CALLED, self.uri)
        [lens] = self.lsp.request("textDocument/codeLens", {"textDocument": {"uri": self.uri}})
        self.assertEqual((lens["command"]["title"], lens["range"]["start"]["line"]), ("1 caller in this repository", 4))
        symbols = self.lsp.request("workspace/symbol", {"query": "whr"})
        self.assertEqual([(symbol["name"], symbol["location"]["uri"]) for symbol in symbols], [("where", self.uri)])

    def test_lenses_start_runs_and_hear_of_them(self):
        platform = self.simulator("--run-script", "PENDING", "SUCCEEDED@1")
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        refreshed = []
        self.lsp = self.server("--api-url", platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=repository.folder,
                               answers={"workspace/codeLens/refresh": lambda params: refreshed.append(params)})
        self.lsp.initialize({"workspace": {"codeLens": {"refreshSupport": True}}},
                            workspaceFolders=[{"uri": repository.uri, "name": "shop-api"}])
        uri = repository.uri.rstrip("/") + "/.cloudbees/workflows/deploy.yaml"
        self.open_text(DEPLOY, uri)
        lenses = lambda: [lens["command"] for lens in self.lsp.request("textDocument/codeLens", {"textDocument": {"uri": uri}})]
        [run] = lenses()
        self.assertEqual((run["title"], run["command"], run["arguments"][0]["file"]), ("Run…", "unify.workflow.run", "deploy.yaml"))
        self.lsp.command("unify.workflow.run", {**run["arguments"][0], "inputs": {"version": "1"}, "confirmed": True})
        self.lsp.wait_until(lambda: refreshed, "The request to ask for lenses again")
        self.assertEqual([lens["title"] for lens in lenses()][:2], ["Run…", "Run again"])
        self.lsp.wait_until(lambda: lenses()[-1]["title"].startswith("succeeded, "), "The end of the run")


if __name__ == "__main__":
    main()
