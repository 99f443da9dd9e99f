"""Names, messages and values of strangers: nothing in them steers a terminal, hides, turns text around or forms a link."""

import json
import re
import subprocess
import unicodedata

from harness import LspError, Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
EVIL = "\x1b[2J\x1b]0;owned\x07 \u202eevil\u2066 \u200b [click here](command:workbench.action.quit) \x9b31m\u2028next"
YAML_EVIL = json.dumps(EVIL)  # YAML reads the escapes of JSON
WORKFLOW = f"""\
name: {YAML_EVIL}
on:
  workflow_dispatch:
    inputs:
      text:
        description: {YAML_EVIL}
        default: {YAML_EVIL}
      choice:
        type: choice
        description: {YAML_EVIL}
        options: [{YAML_EVIL}, plain]
        required: true
      {YAML_EVIL}:
        required: true
jobs: {{}}
"""
# What a client gives back as it is: it has to be exact, and a client that shows it knows that it is data.
DATA = {"default", "options", "value", "id", "inputs", "inputNames", "file", "path", "uri", "folder", "formAnswers", "arguments", "request", "text",
        "name of an input"}
FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum", "secret"]},
                          "unify": {"protocol": 1, "runEvents": True}}, "window": {"workDoneProgress": True}}


def texts_of(value, path=""):
    """Every string that a person may see, with its place."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in DATA:
                yield from texts_of(member, f"{path}.{name}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from texts_of(member, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value


def complaints_about(text, lines=False):
    found = [f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in INVISIBLE and not (lines and c == "\n")]
    return found + (["a link"] if LINK.search(text) else [])


class HostileText(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": WORKFLOW})
        self.platform.change_world(
            organizations=[{"id": "o", "displayName": EVIL, "domainName": "o"}],
            components=[{"id": "c1", "name": EVIL, "organizationId": "o", "repositoryUrl": "https://github.com/acme/shop-api.git"},
                        {"id": "c2", "name": EVIL + "2", "organizationId": "o", "repositoryUrl": EVIL}],
            details={"artifacts": {"artifacts": [{"name": EVIL, "version": EVIL, "url": EVIL}]},
                     "test-results": {"files": [{"fileName": EVIL, "downloadUrl": EVIL}]},
                     "evidences": {"evidences": [{"content": EVIL, "format": "markdown", "jobId": "j"}]}})

    def editor(self, capabilities, *arguments):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder)
        server.initialize(capabilities, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def assert_clean(self, server):
        """Nothing that the server sent so far, apart from data, holds what could deceive."""
        for message in server.messages:
            for path, text in texts_of(message):
                # Lines are part of a confirmation, of evidence and of a list of remedies, and of nothing else.
                lines = path.endswith((".description", ".content"))
                with self.subTest(path=path, text=text):
                    self.assertEqual(complaints_about(text, lines), [])

    def start(self, server, **more):
        return server.command("unify.workflow.run", {
            "file": "deploy.yaml", "inputs": {"text": "x", "choice": "plain", EVIL: "y"}, "confirmed": True, "force": True, **more})

    def test_forms_and_confirmations(self):
        server = self.editor(FORMS)
        form = server.request("command/resolve", {"command": "unify.workflow.run", "arguments": [{}]})
        fields = []
        for _ in range(8):
            if not form.get("formFields"):
                break
            fields += form["formFields"]
            given = {answer["id"]: answer["value"] for answer in form.get("formAnswers", [])}
            form["formAnswers"] = [
                {"id": field["id"], "value": given.get(field["id"]) or self.answer(field)} for field in form["formFields"]]
            form = server.request("command/resolve", form)
        self.assertIn("confirmed", [field["id"] for field in fields])
        self.assertIn("\\u202e", json.dumps([field["description"] for field in fields]).replace("\\\\", "\\").lower())
        self.assert_clean(server)

    def answer(self, field):
        if field["type"]["kind"] == "enum":
            return field["type"]["entries"][0]["value"]
        return EVIL

    def test_results_and_messages(self):
        for capabilities in (FORMS, {}):
            server = self.editor(capabilities)
            server.command("unify.workflows.list", {"all": True})
            self.assertEqual(self.start(server)["outcome"], "started")
            self.platform.set_run(EVIL, statusMessage=EVIL, ended=True)
            for command, arguments in [("unify.run.list", {}), ("unify.run.details", {}), ("unify.run.follow", {}), ("unify.doctor", {}),
                                       ("unify.component.select", {"componentId": "c2"})]:
                server.command(command, arguments)
            self.assert_clean(server)

    def test_errors(self):
        server = self.editor({})
        for body in ({"message": EVIL}, EVIL, f"<html>{EVIL}</html>"):
            for status in (400, 403, 500):
                self.platform.fault({"kind": "status", "status": status, "body": body, "contentType": "text/plain"}, path="/v2/*", times=1)
                with self.assertRaises(LspError):
                    self.start(server)
        for arguments in ({"file": EVIL}, {"branch": EVIL}, {"inputs": {EVIL + "?": "x"}}, {"folder": EVIL}):
            with self.assertRaises(LspError):
                self.start(server, **arguments)
        for command, arguments in [("unify.run.details", {"id": EVIL}), ("unify.component.select", {"componentId": EVIL}), (EVIL, {})]:
            with self.assertRaises(LspError):
                server.command(command, arguments)
        self.assert_clean(server)

    def test_the_terminal(self):
        for verb in (["workflows", "--all"], ["run", "deploy.yaml", "-i", "text=x", "-i", "choice=plain", "-i", f"{EVIL}=y", "--yes"],
                     ["run", "deploy.yaml", "-i", "text=x", "--dry-run"], ["runs"], ["doctor"]):
            result = subprocess.run([program(), *verb, "--api-url", self.platform.url], env={**self.session.env, "UNIFY_TOKEN": FULL_TOKEN},
                                    cwd=self.repository.folder, capture_output=True, timeout=60, check=False)
            for name, output in (("stdout", result.stdout), ("stderr", result.stderr)):
                text = output.decode("utf-8").replace("\n", "")
                with self.subTest(verb=verb[0], stream=name, text=text):
                    self.assertEqual([c for c in complaints_about(text) if c != "a link"], [])


if __name__ == "__main__":
    main()
