"""A run as a document: written, checked and started in an editor, kept as a preset, and taken in a terminal."""

import os
import shutil
import stat
from pathlib import Path
from urllib.parse import unquote, urlparse

from cli_script import Script
from harness import LspError, main
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN

FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]}, "unify": {"protocol": 1}},
         "window": {"showDocument": {"support": True}}}
RUN = "unify.workflow.run"
PRESET = "workflow: deploy.yaml\nbranch: main\ninputs:\n  version: 1.40\n"


def run_entry(field):
    return next(entry["value"] for entry in field["type"]["entries"] if entry["description"].startswith("Run"))


class RunDocument(Script):
    def setUp(self):
        super().setUp()
        self.preset = self.repository.path(".cloudbees/presets/nightly.unify-run.yaml")

    def editor(self, capabilities=None, *arguments, **options):
        self.lsp = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": FULL_TOKEN},
                               cwd=self.repository.folder, **options)
        self.lsp.initialize(capabilities or FORMS, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])

    def open_text(self, uri, text, version=1):
        self.lsp.notify("textDocument/didOpen", {
            "textDocument": {"uri": uri, "languageId": "yaml", "version": version, "text": text}})

    def change(self, uri, text, version):
        self.lsp.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]})

    def said(self, uri, version, expected):
        """Waits until this is what is said of a version; facts about the branch come a moment after the text."""
        self.lsp.wait_for("textDocument/publishDiagnostics", lambda params: params["uri"] == uri and params.get("version") == version
                          and [found["message"] for found in params["diagnostics"]] == expected)

    def lenses(self, uri):
        return [lens["command"] for lens in self.lsp.request("textDocument/codeLens", {"textDocument": {"uri": uri}})]

    def sent(self):
        return [request["body"] for request in self.platform.triggers()["requests"]]

    def test_a_draft_is_filled_in_and_started_from_its_lens(self):
        self.editor()
        composed = self.lsp.command("unify.run.compose", {"file": "deploy.yaml"})
        path = Path(unquote(urlparse(composed["uri"]).path))
        self.assertEqual(self.lsp.wait_for("window/showDocument"), {"uri": composed["uri"], "external": False, "takeFocus": True})
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(path.parent.stat().st_mode), 0o700)
        text = path.read_text(encoding="utf-8")
        self.assertIn(f"folder: {self.repository.folder}\n", text)
        self.open_text(composed["uri"], text)
        self.said(composed["uri"], 1, ['Input "version" needs a value.'])
        # What is filled in counts as it stands, and nothing was saved.
        self.change(composed["uri"], text.replace("version:", "version: 007"), 2)
        self.said(composed["uri"], 2, [])
        run, request, curl, save = self.lenses(composed["uri"])
        self.assertEqual([lens["title"] for lens in (run, request, curl, save)],
                         ["Run…", "Show the request", "Copy as curl", "Save as preset…"])
        dry = self.lsp.command(request["command"], request["arguments"][0])
        self.assertEqual((dry["outcome"], dry["inputs"]["version"]), ("dryRun", "007"))
        self.assertIn('"version":"007"', self.lsp.command(curl["command"], curl["arguments"][0])["text"])
        self.assertEqual(self.sent(), [])
        filled = fill_form(self.lsp, run["command"], run["arguments"][0], answer=run_entry)
        self.assertEqual(self.lsp.request("workspace/executeCommand", filled)["outcome"], "started")
        self.assertEqual([body["inputs"]["version"] for body in self.sent()], ["007"])

    def test_an_answer_about_an_earlier_branch_takes_nothing_back(self):
        """Keys come faster than git answers."""
        asked, go, git = (self.session.folder / name for name in ("asked", "go", "bin/git"))
        git.parent.mkdir()
        for fifo in (asked, go):
            os.mkfifo(fifo)
        # The first to look into a branch is held up.
        git.write_text(f'#!/bin/sh\ncase "$*" in *ls-tree*) mkdir {git}.first 2>/dev/null && echo >{asked} && read line <{go} ;; esac\n'
                       f'exec {shutil.which("git")} "$@"\n', encoding="utf-8")
        git.chmod(0o755)
        self.session.env["PATH"] = f"{git.parent}:{self.session.env['PATH']}"
        self.editor()
        uri = self.preset.as_uri()
        self.open_text(uri, PRESET)
        asked.read_text(encoding="utf-8")
        self.change(uri, PRESET.replace("main", "mainx"), 2)
        go.write_text("\n", encoding="utf-8")
        codes = lambda params: [found["code"] for found in params["diagnostics"]]
        self.lsp.wait_for("textDocument/publishDiagnostics", lambda params: params["version"] == 2 and codes(params) == ["run-place"])
        self.lsp.command("unify.workflows.list")
        *_, last = self.lsp.all_of("textDocument/publishDiagnostics")
        self.assertEqual(codes(last), ["run-place"])

    def test_a_document_starts_nothing_by_itself(self):
        self.session.write_config('{"confirm": "never"}')
        self.editor()
        self.repository.write(str(self.preset.relative_to(self.repository.folder)), PRESET + "confirmed: true\n")
        uri = self.preset.as_uri()
        with self.assertRaises(LspError) as raised:
            self.lsp.command(RUN, {"document": uri, "confirmed": True})
        self.assertIn("is not known in a run document", raised.exception.message)
        self.preset.write_text(PRESET, encoding="utf-8")
        for _ in range(2):  # the second time a person has confirmed a run here
            with self.assertRaises(LspError) as raised:
                self.lsp.command(RUN, {"document": uri, "confirmed": True})
            self.assertEqual(raised.exception.data["missing"], ["confirmed"])
            before = len(self.sent())
            filled = fill_form(self.lsp, RUN, {"file": "deploy.yaml", "inputs": {"version": str(before)}}, answer=run_entry)
            self.lsp.request("workspace/executeCommand", filled)
        self.assertNotIn("1.40", [body["inputs"]["version"] for body in self.sent()])
        self.preset.write_text(f"folder: {self.session.folder}\n" + PRESET, encoding="utf-8")
        with self.assertRaises(LspError) as raised:
            self.lsp.command(RUN, {"document": uri})
        self.assertIn("`folder` does not count in a file of a repository", raised.exception.message)

    def test_what_changes_after_the_confirmation_is_confirmed_again(self):
        self.editor()
        uri = self.preset.as_uri()
        self.open_text(uri, PRESET)
        form = self.lsp.request("command/resolve", {"command": RUN, "arguments": [{"document": uri}]})
        self.assertIn("version: 1.40", form["formFields"][-1]["description"])
        answers = [{"id": "confirmed", "value": run_entry(form["formFields"][-1])}]
        self.change(uri, PRESET.replace("1.40", "2"), 2)
        with self.assertRaises(LspError) as raised:
            self.lsp.request("workspace/executeCommand", {"command": RUN, "arguments": [{"document": uri}], "formAnswers": answers})
        self.assertEqual(raised.exception.data["missing"], ["confirmed"])
        self.assertEqual(self.sent(), [])

    def test_writing_one_is_helped_with_and_checked(self):
        self.editor({"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}})
        uri = self.preset.as_uri()
        self.open_text(uri, "workflow: deploy.yaml\ninputs:\n  enviroment: prod\n  version: 1\n  ")
        self.said(uri, 1, ['There is no input "enviroment". Did you mean "environment"?'])
        at = lambda method, line, character: self.lsp.request(f"textDocument/{method}", {
            "textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
        self.assertEqual([item["label"] for item in at("completion", 4, 2)["items"]], ["environment", "replicas", "dry-run"])
        self.assertIn("What to deploy", at("hover", 3, 4)["contents"]["value"])
        actions = self.lsp.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "context": {"diagnostics": []},
            "range": {"start": {"line": 2, "character": 4}, "end": {"line": 2, "character": 4}}})
        titles = [action["title"] for action in actions]
        self.assertEqual(titles[0], "Write `environment`")
        self.assertEqual(titles[-3:], ["Run…", "Show the request", "Copy as curl"])
        self.change(uri, "workflow: gone.yaml\nbranch: main\n", 2)
        self.said(uri, 2, ["There is no workflow `gone.yaml` on origin/main."])
        self.assertEqual([item["label"] for item in at("completion", 0, 12)["items"]], ["deploy.yaml"])
        self.change(uri, "workflow: deploy.yaml\nbranch: mian\n", 3)
        self.lsp.wait_for("textDocument/publishDiagnostics", lambda params: params.get("version") == 3 and [
            found["code"] for found in params["diagnostics"]] == ["run-place"])

    def test_a_client_that_asks_hears_it_at_once(self):
        self.editor({"textDocument": {"diagnostic": {}}})
        uri = self.preset.as_uri()
        self.open_text(uri, "workflow: deploy.yaml\n")
        report = self.lsp.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        self.assertEqual([found["message"] for found in report["items"]], ['Input "version" needs a value.'])

    def test_a_document_is_kept_as_a_preset_and_taken_by_name(self):
        self.editor()
        uri = self.session.folder.joinpath("a.unify-run.yaml").as_uri()
        self.open_text(uri, f"folder: {self.repository.folder}\n{PRESET}")
        filled = fill_form(self.lsp, "unify.run.savePreset", {"document": uri}, answer=lambda field: "nightly")
        saved = self.lsp.request("workspace/executeCommand", filled)
        self.assertEqual(saved["uri"], self.preset.as_uri())
        self.assertEqual(self.preset.read_text(encoding="utf-8"),
                         "workflow: deploy.yaml\nbranch: main\ninputs:\n  version: 1.40  # string. What to deploy\n")
        form = self.lsp.request("command/resolve", {"command": RUN})
        self.assertEqual([entry["description"] for entry in form["formFields"][0]["type"]["entries"]],
                         ["deploy.yaml (Deploy)", "nightly (preset)", "On another branch…"])
        self.assertIn('"version":"1.40"', self.cli("curl", "--preset", "nightly").stdout)
        self.cli("run", "--preset", "nightly", code=2)
        self.assertEqual(self.sent(), [])
        self.cli("run", "--preset", "nightly", "-i", "replicas=5", "--yes")
        self.assertEqual([body["inputs"] for body in self.sent()],
                         [{"environment": "staging", "version": "1.40", "replicas": "5", "dry-run": "false"}])

    def test_a_terminal_writes_one_and_takes_it(self):
        path = self.cli("compose", "deploy.yaml").stdout.strip()
        self.cli("run", path, "--yes", code=2)
        text = Path(path).read_text(encoding="utf-8").replace("version:", "version: '1.4 beta'")
        Path(path).write_text(text, encoding="utf-8")
        self.cli("run", path, "--yes")
        self.assertEqual([body["inputs"]["version"] for body in self.sent()], ["1.4 beta"])
        again = Path(self.json("compose", "--run", self.json("runs")["runs"][0]["id"])["path"])
        self.assertIn("version: '1.4 beta'", again.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
