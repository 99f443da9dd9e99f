"""When a run asks and when it need not: `confirm`, protected branches, warnings, and what a component setting may do."""

from harness import LspError, Repository, TestCase, main
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]}, "unify": {"protocol": 1}}}
RUN = "unify.workflow.run"
GIVEN = {"file": "deploy.yaml", "inputs": {"version": "1"}}


def run_entry(field):
    return next(entry["value"] for entry in field["type"]["entries"] if entry["description"].startswith("Run"))


class Consent(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})

    def editor(self, *arguments):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder)
        server.initialize(FORMS, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def confirmation(self, server, arguments=None):
        form = server.request("command/resolve", {"command": RUN, "arguments": [{**GIVEN, **(arguments or {})}]})
        fields = form.get("formFields", [])
        return fields[-1] if fields else None

    def test_never_counts_after_a_person_has_confirmed_once(self):
        server = self.editor("--confirm", "never")
        self.assertEqual(self.confirmation(server)["id"], "confirmed")
        server.command(RUN, {**GIVEN, "confirmed": True})
        other = {"inputs": {"version": "2"}}
        self.assertIsNotNone(self.confirmation(server, other), "what a caller says is no person's word")
        filled = fill_form(server, RUN, {**GIVEN, **other}, answer=run_entry)
        server.request("workspace/executeCommand", filled)
        self.assertIsNone(self.confirmation(server, {"inputs": {"version": "3"}}))
        self.assertEqual(self.confirmation(server, other)["type"]["entries"][0]["value"], "cancel", "a duplicate is asked about even so")

    def test_a_protected_branch_is_asked_about_with_cancel_first(self):
        self.session.write_config('{"protectedBranches": ["main", "release/*"]}')
        server = self.editor("--confirm", "never")
        server.request("workspace/executeCommand", fill_form(server, RUN, GIVEN, answer=run_entry))
        field = self.confirmation(server, {"inputs": {"version": "2"}})
        self.assertEqual(field["type"]["entries"][0]["value"], "cancel")
        self.assertIn("protected branch", field["description"])

    def test_the_confirmation_says_what_will_run(self):
        self.repository.write("deploy.yaml", DEPLOY.replace("name: Deploy", "name: Changed"))
        self.repository.git("commit", "--quiet", "--allow-empty", "-m", "not pushed")
        lines = self.confirmation(self.editor(), {"inputs": {"version": "1\u202e2"}})["description"].splitlines()
        self.assertEqual(lines[0], "Run deploy.yaml on main of shop-api? (2 warnings)")
        self.assertLessEqual(len(lines[0]), 80)
        text = "\n".join(lines)
        for part in ("environment: staging (default)", "version: 1\\u202E2", "replicas: 2 (default)", "dry-run: false (default)",
                     "commit: " + self.repository.git("rev-parse", "origin/main")[:10], "working copy of the workflow differs", "1 commit of main not pushed"):
            self.assertIn(part, text)

    def test_an_old_confirmation_is_no_consent(self):
        server = self.editor()
        value = run_entry(self.confirmation(server))
        time, rest = value.split("-", 1)
        older = f"{int(time) - 601}-{rest}"
        for answer in (older, "1-" + "0" * 64, "yes", True):
            with self.subTest(answer=answer), self.assertRaises(LspError) as raised:
                server.request("workspace/executeCommand", {
                    "command": RUN, "arguments": [GIVEN], "formAnswers": [{"id": "confirmed", "value": answer}]})
            self.assertEqual(raised.exception.data["missing"], ["confirmed"])
        self.assertEqual(self.platform.triggers()["count"], 0)


    def test_two_confirmations_of_one_second_are_two_consents(self):
        server = self.editor()
        again = {**GIVEN, "force": True}
        first, second = (run_entry(self.confirmation(server, again)) for _ in range(2))
        self.assertNotEqual(first, second)
        for value in (first, second):
            self.assertEqual(server.command(RUN, {**again, "confirmed": value})["outcome"], "started")
        with self.assertRaises(LspError) as raised:
            server.command(RUN, {**again, "confirmed": first})
        self.assertEqual(raised.exception.data["missing"], ["confirmed"])

    def test_a_warning_that_goes_away_undoes_no_consent_and_a_new_one_does(self):
        changed = DEPLOY.replace("name: Deploy", "name: Changed")
        server = self.editor()
        knew_nothing = run_entry(self.confirmation(server))
        self.repository.write("deploy.yaml", changed)
        with self.assertRaises(LspError) as raised:
            server.command(RUN, {**GIVEN, "confirmed": knew_nothing})
        self.assertEqual((raised.exception.kind, raised.exception.data["missing"]), ("needsInput", ["confirmed"]))
        knew_of_it = run_entry(self.confirmation(server))
        self.repository.write("deploy.yaml", DEPLOY)
        self.assertEqual(server.command(RUN, {**GIVEN, "confirmed": knew_of_it})["outcome"], "started")
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_the_arguments_of_a_complete_form_are_enough(self):
        server = self.editor()
        for command, given in ((RUN, GIVEN), (RUN, {}), ("unify.workflow.runAgain", {"edit": True, "force": True})):
            with self.subTest(command=command, given=given):
                def answer(field, entry=run_entry):
                    if field["id"] == "confirmed":
                        return entry(field)
                    return {"file": "deploy.yaml", "inputs.version": str(given)}.get(field["id"], field.get("default"))

                def cancel(field):
                    return answer(field, entry=lambda _: "cancel")
                declined = fill_form(server, command, given, answer=cancel)
                self.assertEqual(declined["arguments"][0]["confirmed"], "cancel")
                self.assertEqual(server.command(command, declined["arguments"][0]), {"outcome": "cancelled"})
                complete = fill_form(server, command, given, answer=answer)
                self.assertEqual(server.command(command, complete["arguments"][0])["outcome"], "started")
        self.assertEqual(self.platform.triggers()["count"], 3)

    def test_answers_that_cannot_be_read_are_refused(self):
        server = self.editor()
        for answers in ({"confirmed": True}, [{"id": 7, "value": "x"}], [{"value": "x"}], "confirmed"):
            with self.subTest(answers=answers), self.assertRaises(LspError) as raised:
                server.request("workspace/executeCommand", {"command": RUN, "arguments": [{**GIVEN, "confirmed": True}], "formAnswers": answers})
            self.assertEqual(raised.exception.code, -32602)
            self.assertIn("formAnswers", raised.exception.message)
        self.assertEqual(self.platform.triggers()["count"], 0)


if __name__ == "__main__":
    main()
