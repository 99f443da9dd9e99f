"""What an editor is told about the texts it has open: when, once, by push or by pull, and what silences it."""

from harness import Repository, TestCase, main
from harness.lsp import frame

HEADER = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: x\n"
BODY = "jobs:\n  build:\n    steps:\n      - uses: docker://alpine\n        run: echo\n"
GOOD = HEADER + "on:\n  push:\n" + BODY
BROKEN = GOOD.replace("name: x", 'name: "x')
TWICE = GOOD + "name: y\n"


class Diagnostics(TestCase):
    def start(self, capabilities=None, **options):
        self.folder = self.session.new_folder("shop")
        (self.folder / ".cloudbees/workflows").mkdir(parents=True)
        (self.folder / ".git").mkdir()
        self.uri = (self.folder / ".cloudbees/workflows/a.yaml").as_uri()
        self.server_ = self.server(**options)
        self.answer = self.server_.initialize(capabilities or {})

    def open_text(self, text, uri=None, version=1):
        self.server_.notify("textDocument/didOpen", {
            "textDocument": {"uri": uri or self.uri, "languageId": "yaml", "version": version, "text": text}})

    def change(self, version, *changes):
        self.server_.notify("textDocument/didChange", self.changed(version, *changes))

    def changed(self, version, *changes):
        return {"textDocument": {"uri": self.uri, "version": version}, "contentChanges": list(changes)}

    def published(self, version, where=lambda params: True, uri=None):
        return self.server_.wait_for("textDocument/publishDiagnostics", lambda params: params.get("version") == version
                                     and params["uri"] == (uri or self.uri) and where(params))["diagnostics"]

    def last_published(self, uri):
        of_text = [params for params in self.server_.all_of("textDocument/publishDiagnostics") if params["uri"] == uri]
        return of_text[-1]["diagnostics"] if of_text else []

    def codes(self, diagnostics):
        return [diagnostic["code"] for diagnostic in diagnostics]

    def pull(self, **params):
        return self.server_.request("textDocument/diagnostic", {"textDocument": {"uri": self.uri}, **params})

    # Push

    def test_settings_that_change_count_at_once_where_the_editor_tells_of_them(self):
        ignored = []
        self.start({"workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}}, answers={
            "workspace/configuration": lambda params: [{"diagnostics": {"ignore": list(ignored)}} for _ in params["items"]]})
        asked = self.server_.wait_for("client/registerCapability")["registrations"]
        self.assertEqual([each["method"] for each in asked], ["workspace/didChangeConfiguration"])
        self.open_text(TWICE)
        ignored += self.codes(self.published(1, lambda params: params["diagnostics"]))
        self.assertEqual(ignored, ["yaml-duplicate-key"])
        self.server_.notify("workspace/didChangeConfiguration", {"settings": None})
        self.assertEqual(self.published(1, lambda params: not params["diagnostics"]), [])

    def test_what_is_wrong_is_said_once_and_taken_back(self):
        self.start()
        self.assertNotIn("diagnosticProvider", self.answer["capabilities"])
        self.open_text(BROKEN)
        [found] = self.published(1)
        self.assertEqual((found["code"], found["severity"], found["source"]), ("yaml-syntax", 1, "unify-ls"))
        self.assertEqual(found["range"]["start"], {"line": 2, "character": 6})
        self.change(2, {"range": {"start": {"line": 2, "character": 8}, "end": {"line": 2, "character": 8}}, "text": '"'})
        self.assertEqual(self.published(2), [])
        self.server_.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.assertEqual(self.published(None), [])
        self.assertEqual(self.server_.shutdown(), 0)

    def test_a_file_of_somebody_else_gets_not_a_word(self):
        self.start()
        uri = (self.folder / "other.yaml").as_uri()
        self.open_text('a: "b', uri)
        self.open_text(BROKEN)
        self.published(1)
        self.assertEqual({params["uri"] for params in self.server_.all_of("textDocument/publishDiagnostics")}, {self.uri})
        for method in ("documentSymbol", "foldingRange", "documentLink"):
            self.assertEqual(self.server_.request(f"textDocument/{method}", {"textDocument": {"uri": uri}}), [])

    def test_changes_that_wait_are_taken_together(self):
        self.start()
        messages = [{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
            "textDocument": {"uri": self.uri, "languageId": "yaml", "version": 1, "text": BROKEN}}}]
        messages += [{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": self.changed(version, {"text": BROKEN})}
                     for version in range(2, 5)]
        messages.append({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": self.changed(5, {"text": GOOD})})
        data = b"".join(map(frame, messages))
        self.assertLess(len(data), 4096)  # written in one piece, so that it is read in one
        self.server_.send_bytes(data)
        self.published(5)
        self.assertEqual([params["version"] for params in self.server_.all_of("textDocument/publishDiagnostics")], [5])

    def test_a_request_sees_every_change_before_it(self):
        self.start()
        self.open_text(GOOD)
        for number in range(30):
            self.change(2 + number, {"text": GOOD.replace("build", f"job{number}")})
            symbols = self.server_.request("textDocument/documentSymbol", {"textDocument": {"uri": self.uri}})
            self.assertIn(f"job{number}", [symbol["name"] for symbol in symbols])

    def test_what_is_new_on_the_line_being_typed_waits_for_a_pause(self):
        self.start()
        self.open_text(GOOD)
        self.assertEqual(self.published(1), [])
        self.change(2, {"range": {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 6}}, "text": '"'})
        self.assertEqual(self.codes(self.published(2, lambda params: params["diagnostics"])), ["yaml-syntax"])
        all_of_it = [self.codes(params["diagnostics"]) for params in self.server_.all_of("textDocument/publishDiagnostics")
                     if params.get("version") == 2]
        self.assertEqual(all_of_it, [[], ["yaml-syntax"]])

    def test_what_was_said_before_stays_while_its_line_is_typed(self):
        self.start()
        self.open_text(BROKEN)
        self.published(1)
        self.change(2, {"range": {"start": {"line": 2, "character": 8}, "end": {"line": 2, "character": 8}}, "text": "y"})
        first = self.published(2)
        self.assertEqual(self.codes(first), ["yaml-syntax"])

    # Pull

    def test_a_client_that_asks_is_never_told_unasked(self):
        self.start({"textDocument": {"diagnostic": {}}})
        self.assertTrue(self.answer["capabilities"]["diagnosticProvider"]["interFileDependencies"])
        self.open_text(BROKEN)
        report = self.pull()
        self.assertEqual((report["kind"], self.codes(report["items"])), ("full", ["yaml-syntax"]))
        again = self.pull(previousResultId=report["resultId"])
        self.assertEqual((again["kind"], again.get("items")), ("unchanged", None))
        self.change(2, {"text": GOOD})
        self.assertEqual(self.pull(previousResultId=report["resultId"])["items"], [])
        self.server_.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.assertEqual(self.pull()["items"], [])
        self.assertEqual(self.server_.all_of("textDocument/publishDiagnostics"), [])

    def test_a_client_that_asks_is_told_when_to_ask_again(self):
        refreshed = []
        self.start({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}},
                   answers={"workspace/diagnostic/refresh": lambda params: refreshed.append(params)})
        self.open_text(GOOD)
        self.assertEqual(self.pull()["items"], [])
        self.change(2, {"range": {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 6}}, "text": '"'})
        self.assertEqual(self.pull()["items"], [])
        self.server_.wait_for("workspace/diagnostic/refresh")
        self.assertEqual(self.codes(self.pull()["items"]), ["yaml-syntax"])

    # Other repositories

    def test_an_action_of_another_repository_is_known_where_its_clone_is_a_folder_and_as_it_stands_in_the_editor(self):
        tools = Repository(self.session, "tools", "git@github.com:acme/Tools.git",
                           files={"greet/action.yml": "kind: action\ninputs:\n  name: {required: true}\n"})
        shop = Repository(self.session, "shop", "https://github.com/acme/shop.git", files={"README.md": "shop"})
        self.server_ = self.server()
        self.server_.initialize({}, workspaceFolders=[{"uri": one.uri, "name": one.folder.name} for one in (shop, tools)])
        self.uri = shop.path("a.yaml").as_uri()
        self.open_text(GOOD + "      - uses: acme/tools/greet@v1\n        with: {name: Ada, tone: warm}\n")
        self.server_.wait_until(lambda: self.codes(self.last_published(self.uri)) == ["with-unknown"], "The finding")
        uri = (tools.folder / "greet/action.yml").as_uri()
        action = "kind: action\ninputs:\n  name: {required: true}\n"
        self.open_text(action, uri)
        self.server_.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2},
                                                       "contentChanges": [{"text": action + "  tone: {}\n"}]})
        self.server_.wait_until(lambda: self.last_published(self.uri) == [], "No finding")

    # What silences it

    def test_a_folder_silences_codes_and_an_edit_of_its_file_counts(self):
        self.start()
        settings = self.folder / ".cloudbees/unify-ls.json"
        settings.write_text('{"diagnostics": {"ignore": ["yaml-duplicate-key"]}}', encoding="utf-8")
        self.open_text(TWICE)
        self.published(1, lambda params: not params["diagnostics"])
        settings.write_text("{}", encoding="utf-8")
        self.server_.notify("textDocument/didSave", {"textDocument": {"uri": settings.as_uri()}})
        self.server_.wait_until(lambda: self.codes(self.server_.all_of("textDocument/publishDiagnostics")[-1]["diagnostics"])
                                == ["yaml-duplicate-key"], "The finding")
        # By another program than the editor.
        settings.write_text('{"diagnostics": {"ignore": ["yaml-duplicate-key"]}}', encoding="utf-8")
        self.server_.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 2}]})
        self.server_.wait_until(lambda: self.last_published(self.uri) == [], "No finding")

    def test_a_comment_silences_a_code_and_a_fix_offers_it(self):
        self.start({"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}})
        self.open_text(TWICE)
        [found] = self.published(1)
        actions = self.server_.request("textDocument/codeAction", {
            "textDocument": {"uri": self.uri}, "range": found["range"], "context": {"diagnostics": [found]}})
        [ignore] = [action for action in actions if action["title"] == "Ignore yaml-duplicate-key here"]
        [edit] = ignore["edit"]["changes"][self.uri]
        self.change(2, {"range": edit["range"], "text": edit["newText"]})
        self.assertEqual(self.published(2), [])

    def test_columns_count_what_was_agreed_on(self):
        self.start({"general": {"positionEncodings": ["utf-8", "utf-16"]}})
        self.open_text(GOOD.replace("name: x", "'é😀': \"x"))
        [found] = [found for found in self.published(1) if found["code"] == "yaml-syntax"]
        self.assertEqual(found["range"]["start"], {"line": 2, "character": 10})

    def test_a_text_that_is_too_large_is_said_to_be(self):
        self.start()
        self.open_text(GOOD + "#" * 200_000)
        self.assertEqual([(found["code"], found["severity"]) for found in self.published(1)], [("file-too-large", 3)])


if __name__ == "__main__":
    main()
