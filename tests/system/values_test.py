"""What is sent is what was meant: defaults of every kind, texts, numbers and the order of lists, in each face."""

from cli_script import Script
from harness import LspError, Repository, main
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN

HEAD = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Values
on:
  workflow_dispatch:
    inputs:
"""
TAIL = """\
jobs:
  one:
    steps:
      - uses: docker://alpine:3
        run: ./one.sh
"""
VALUES = HEAD + """\
      now: {type: boolean, default: off, required: yes}
      region: {type: choice, options: [eu, us, ap], default: us}
      level: {type: choice, options: [low, high], default: middle}
      count: {type: number, default: 1.20}
      suffix: {type: choice, options: ["", -rc], default: ""}
      notes:
        description: |
          What is new,
          in lines
        default: |
          one
          two
""" + TAIL
SENT = {"now": "false", "region": "us", "count": "1.20", "suffix": "", "notes": "one\ntwo\n"}
UNUSABLE_NOTE = "the default of level cannot be used, so it is left out"
UNUSABLE = HEAD + "      level: {type: choice, options: [low, high], default: middle, required: yes}\n" + TAIL

RUN = "unify.workflow.run"
KINDS = {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]}}
PLAIN = {"experimental": {**KINDS, "unify": {"protocol": 1}}}
PRESELECTING = {"experimental": {**KINDS, "unify": {"protocol": 1, "preselects": True}}}


def untouched(field):
    """Enter at every question."""
    entries = field["type"].get("entries")
    return field.get("default", entries[0]["value"] if entries else None)


def values(field):
    return [entry["value"] for entry in field["type"]["entries"]]


class Values(Script):
    def setUp(self):
        super().setUp()
        self.repository.commit({"values.yaml": VALUES, "unusable.yaml": UNUSABLE})
        self.repository.push()

    def editor(self, capabilities=PLAIN):
        server = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder)
        server.initialize(capabilities, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def dry_run(self, server, inputs, file="values.yaml"):
        return server.command(RUN, {"file": file, "inputs": inputs, "dryRun": True})["inputs"]

    def test_what_nobody_touches_is_sent_as_the_author_meant_it(self):
        self.cli("run", "values.yaml", "--yes")
        [request] = self.platform.triggers()["requests"]
        self.assertEqual(request["body"]["inputs"], SENT)
        self.assertEqual(self.json("run", "values.yaml", "--dry-run")["notes"], [f"Note that {UNUSABLE_NOTE}."])
        for capabilities in (PLAIN, PRESELECTING):
            with self.subTest(capabilities=capabilities):
                server = self.editor(capabilities)
                self.assertEqual(self.dry_run(server, {}), SENT)
                filled = fill_form(server, RUN, {"file": "values.yaml", "dryRun": True}, answer=untouched)
                self.assertEqual(server.request("workspace/executeCommand", filled)["inputs"], SENT)

    def test_the_confirmation_shows_it_and_warns_of_what_is_left_out(self):
        form = self.editor().request("command/resolve", {"command": RUN, "arguments": [{"file": "values.yaml", "inputs": {}}]})
        lines = form["formFields"][-1]["description"].splitlines()
        self.assertIn("(1 warning)", lines[0])
        for line in ("now: false (default)", "level: (left out)", "count: 1.20 (default)", "suffix: (empty) (default)",
                     "notes: one\\ntwo\\n (default)", f"warning: {UNUSABLE_NOTE}"):
            self.assertIn(line, lines)

    def test_a_required_default_that_is_no_option_is_asked(self):
        with self.assertRaises(LspError) as raised:
            self.editor({}).command(RUN, {"file": "unusable.yaml", "inputs": {}, "confirmed": True})
        self.assertEqual((raised.exception.kind, raised.exception.data["missing"]), ("needsInput", ["inputs.level"]))
        self.cli("run", "unusable.yaml", "--yes", code=2)
        form = self.editor(PRESELECTING).request("command/resolve", {"command": RUN, "arguments": [{"file": "unusable.yaml"}]})
        self.assertNotIn("default", form["formFields"][0])
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_no_entry_moves_when_the_inputs_are_changed(self):
        for capabilities, order in ((PRESELECTING, ["eu", "us", "ap"]), (PLAIN, ["us", "eu", "ap"])):
            with self.subTest(order=order):
                seen = []

                def answer(field, seen=seen):
                    if field["id"] == "inputs.region":
                        seen.append((values(field), field["default"]))
                        return "eu" if len(seen) == 1 else field["default"]
                    if field["id"] == "confirmed" and len(seen) == 1:
                        return "change"
                    return untouched(field)

                server = self.editor(capabilities)
                filled = fill_form(server, RUN, {"file": "values.yaml"}, answer=answer)
                self.assertEqual(seen, [(order, "us"), (order, "eu")])
                self.assertEqual(filled["arguments"][0]["inputs"]["region"], "eu")

    def test_options_that_look_alike_in_a_message_are_told_apart(self):
        long = "x" * 300
        alike = HEAD + f"      level: {{type: choice, options: [{long}1, {long}2], required: true}}\n" + TAIL
        self.repository.commit({"alike.yaml": alike})
        self.repository.push()
        server = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder,
                             answers={"window/showMessageRequest": lambda params: params["actions"][1]})
        server.initialize({"window": {"showMessage": {}}})
        result = server.command(RUN, {"file": "alike.yaml", "inputs": {}, "dryRun": True})
        self.assertEqual(result["inputs"], {"level": long + "2"})

    def test_text_stays_text_and_json_numbers_are_exact_or_refused(self):
        server = self.editor({})
        for typed in ("1.20", "007", "1e3", "12345678901234567890123"):
            self.assertEqual(self.dry_run(server, {"notes": typed})["notes"], typed)
            self.assertEqual(self.json("run", "values.yaml", "-i", f"notes={typed}", "--dry-run")["inputs"]["notes"], typed)
        self.assertEqual(self.dry_run(server, {"count": "3.10"})["count"], "3.10")
        self.assertEqual(self.dry_run(server, {"count": 9007199254740993})["count"], "9007199254740993")
        for number in (0.30000000000000004, 12345678901234567890123):
            with self.subTest(number=number), self.assertRaises(LspError) as raised:
                self.dry_run(server, {"count": number})
            self.assertEqual(raised.exception.kind, "invalidInputs")
            self.assertIn("text", str(raised.exception))

    def test_booleans_are_true_and_false(self):
        server = self.editor({})
        self.assertEqual(self.dry_run(server, {"now": True})["now"], "true")
        with self.assertRaises(LspError) as raised:
            self.dry_run(server, {"now": "yes"})
        self.assertEqual(raised.exception.kind, "invalidInputs")
        self.assertEqual(self.json("run", "values.yaml", "-i", "now=yes", "--dry-run")["inputs"]["now"], "true")


if __name__ == "__main__":
    main()
