"""Forms over the wire: any client that knows only `command/resolve` gets through, and saying no starts nothing."""

from harness import LspError, Repository, TestCase, main
from harness.forms import FormLeft, fill_form
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

KINDS = ["string", "number", "enum", "lazyEnum"]
FORMS = {"experimental": {"interactiveResolve": {"inputTypes": KINDS}, "unify": {"protocol": 1}}}
EVERY_KIND = {"inputs.environment": "production", "inputs.version": "1.4.2", "inputs.replicas": 3, "inputs.dry-run": "true"}
RUN = "unify.workflow.run"


def first_entry(field):
    return field["type"]["entries"][0]["value"]


def default_of(field):
    """What a person does who presses Enter at every question."""
    if "default" in field:
        return field["default"]
    return first_entry(field) if field["type"]["kind"] == "enum" else "1.0.0"


def entry_called(field, start):
    return next(entry["value"] for entry in field["type"]["entries"] if entry["description"].startswith(start))


class Forms(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})

    def editor(self, *arguments, capabilities=None, **options):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder, **options)
        server.initialize(FORMS if capabilities is None else capabilities, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def execute(self, server, filled):
        return server.request("workspace/executeCommand", filled)

    def triggered(self):
        return [request["body"]["inputs"] for request in self.platform.triggers()["requests"]]

    def test_enter_at_every_question(self):
        server = self.editor()
        forms = []
        filled = fill_form(server, RUN, answer=lambda field: forms.append(field["id"]) or default_of(field))
        self.assertEqual(forms, ["file", "inputs.environment", "inputs.version", "inputs.replicas", "inputs.dry-run", "confirmed"])
        self.assertEqual(self.execute(server, filled)["outcome"], "started")
        self.assertEqual(self.triggered(), [{"environment": "staging", "version": "1.0.0", "replicas": "2", "dry-run": "false"}])

    def test_every_kind_of_input(self):
        server = self.editor()
        filled = fill_form(server, RUN, answer=lambda field: EVERY_KIND.get(field["id"], default_of(field)))
        self.execute(server, filled)
        self.assertEqual(self.triggered(), [{"environment": "production", "version": "1.4.2", "replicas": "3", "dry-run": "true"}])

    def test_the_complete_arguments_do_without_the_answers(self):
        server = self.editor()
        filled = fill_form(server, RUN, answer=default_of)
        del filled["formAnswers"]
        self.assertEqual(self.execute(server, filled)["outcome"], "started")

    def test_wrong_answers_come_back_with_their_error_and_the_others_kept(self):
        server = self.editor()
        wrong = {"inputs.environment": "moon", "inputs.replicas": "many"}
        seen = []

        def answer(field):
            if "error" in field:
                seen.append((field["id"], field["error"]))
            return wrong.pop(field["id"], None) or EVERY_KIND.get(field["id"], default_of(field))

        self.execute(server, fill_form(server, RUN, answer=answer))
        self.assertEqual([id for id, _ in seen], ["inputs.environment", "inputs.replicas"])
        self.assertIn("staging", seen[0][1])
        self.assertEqual(self.triggered()[0]["environment"], "production")

    def test_escape_at_every_step_starts_nothing(self):
        for step in range(6):
            with self.subTest(step=step):
                asked = iter(range(100))

                def answer(field, asked=asked, step=step):
                    if next(asked) == step:
                        raise FormLeft
                    return default_of(field)

                with self.assertRaises(FormLeft):
                    fill_form(self.editor(), RUN, answer=answer)
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_cancel_in_the_confirmation_is_a_result(self):
        server = self.editor()
        filled = fill_form(server, RUN, answer=lambda field: "cancel" if field["id"] == "confirmed" else default_of(field))
        self.assertEqual(self.execute(server, filled), {"outcome": "cancelled"})
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_the_inputs_can_be_changed_from_the_confirmation(self):
        server = self.editor()
        changed = []

        def answer(field):
            if field["id"] == "confirmed" and not changed:
                changed.append(True)
                return entry_called(field, "Change")
            if field["id"] == "inputs.version":
                if changed:
                    self.assertEqual(field["default"], "1.0.0")
                return "2.0.0" if changed else "1.0.0"
            return default_of(field)

        self.execute(server, fill_form(server, RUN, answer=answer))
        self.assertEqual(self.triggered()[0]["version"], "2.0.0")

    def test_another_branch(self):
        self.repository.git("checkout", "--quiet", "-b", "next")
        self.repository.commit({"later.yaml": DEPLOY})
        self.repository.push("next")
        self.repository.git("checkout", "--quiet", "main")
        server = self.editor()
        files = []

        def answer(field):
            if field["id"] == "file":
                files.append([entry["value"] for entry in field["type"]["entries"]])
                return "*" if len(files) == 1 else "later.yaml"
            if field["id"] == "branch":
                entries = server.request("interactive/listEnum", {"source": field["type"]["source"], "config": field["type"]["config"], "query": "ne"})
                self.assertEqual([entry["value"] for entry in entries], ["next"])
                return entries[0]["value"]
            return default_of(field)

        result = self.execute(server, fill_form(server, RUN, answer=answer))
        self.assertEqual((result["branch"], result["file"]), ("next", "later.yaml"))
        self.assertEqual(files, [["deploy.yaml", "*"], ["deploy.yaml", "later.yaml", "*"]])

    def test_a_client_of_gopls_forms_gives_up_after_four(self):
        server = self.editor()
        rounds = []
        form = {"command": RUN, "arguments": []}
        while True:
            form = server.request("command/resolve", form)
            if "formFields" not in form:
                break
            rounds.append([field["id"] for field in form["formFields"]])
            self.assertTrue(form["formFields"])
            form["formAnswers"] = [{"id": field["id"], "value": default_of(field)} for field in form["formFields"]]
        self.assertLessEqual(len(rounds), 4)
        self.assertEqual(self.execute(server, {"command": form["command"], "arguments": form["arguments"]})["outcome"], "started")

    def test_an_input_changed_after_the_confirmation_starts_nothing(self):
        server = self.editor()
        filled = fill_form(server, RUN, answer=default_of)
        filled["arguments"][0]["inputs"]["version"] = "6.6.6"
        del filled["formAnswers"]
        self.assert_asks_again(server, filled)

    def test_a_branch_that_moved_after_the_confirmation_starts_nothing(self):
        server = self.editor()
        filled = fill_form(server, RUN, answer=default_of)
        self.repository.commit(message="Something else")
        self.repository.push()
        self.assert_asks_again(server, filled)

    def test_a_confirmation_is_good_for_one_run(self):
        server = self.editor()
        filled = fill_form(server, RUN, answer=default_of)
        self.assertEqual(self.execute(server, filled)["outcome"], "started")
        with self.assertRaises(LspError):
            self.execute(server, filled)
        self.assertEqual(self.platform.triggers()["count"], 1)

    def assert_asks_again(self, server, filled):
        with self.assertRaises(LspError) as raised:
            self.execute(server, filled)
        self.assertEqual((raised.exception.kind, raised.exception.data["missing"]), ("needsInput", ["confirmed"]))
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_message_requests_where_choices_suffice(self):
        self.repository.commit({"deploy.yaml": DEPLOY.replace("      version:\n        description: What to deploy\n        type: string\n        required: true\n", "")})
        self.repository.push()
        asked = []

        def choose(params):
            asked.append(params["message"].splitlines()[0])
            return params["actions"][0]

        server = self.editor(capabilities={"window": {"showMessage": {}}}, answers={"window/showMessageRequest": choose})
        result = server.command(RUN, {"inputs": {}})
        self.assertEqual(result["outcome"], "started")
        self.assertEqual(asked, ["Workflow", "Run deploy.yaml on main of shop-api?"])

    def test_a_message_request_left_is_cancelled(self):
        server = self.editor(capabilities={"window": {"showMessage": {}}}, answers={"window/showMessageRequest": lambda params: None})
        self.assertEqual(server.command(RUN, {"inputs": {"version": "1"}}), {"outcome": "cancelled"})
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_a_client_that_can_ask_nothing_is_told_what_is_missing(self):
        with self.assertRaises(LspError) as raised:
            self.editor(capabilities={}).command(RUN, {"file": "deploy.yaml"})
        data = raised.exception.data
        self.assertEqual((data["kind"], data["missing"]),
                         ("needsInput", ["inputs.environment", "inputs.version", "inputs.replicas", "inputs.dry-run"]))
        self.assertIn("deploy.yaml", data["example"])


if __name__ == "__main__":
    main()
