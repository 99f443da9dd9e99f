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
        older = f"{int(value.split('-')[0]) - 601}-{value.split('-')[1]}"
        for answer in (older, "1-" + "0" * 64, "yes", True):
            with self.subTest(answer=answer), self.assertRaises(LspError) as raised:
                server.request("workspace/executeCommand", {
                    "command": RUN, "arguments": [GIVEN], "formAnswers": [{"id": "confirmed", "value": answer}]})
            self.assertEqual(raised.exception.data["missing"], ["confirmed"])
        self.assertEqual(self.platform.triggers()["count"], 0)


if __name__ == "__main__":
    main()
