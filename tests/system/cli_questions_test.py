"""Questions on a terminal: from nothing to a run that succeeded, and every way out before it."""

import json
import subprocess

from cli_terminal import CTRL_C, CTRL_D, Terminal
from harness import Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY

CHOICE = "Your choice"
TEXT = "> "

# The questions of `run` without any argument, in order: what is shown, the prompt, an answer.
STEPS = [
    ("Workflow", CHOICE, "1"),
    ("environment", CHOICE, "production"),
    ("version", TEXT, "1.4.2"),
    ("replicas", TEXT, ""),
    ("dry-run", CHOICE, ""),
    ("Run deploy.yaml on main of shop-api?", CHOICE, "1"),
]


class Questions(TestCase):
    def setUp(self):
        self.platform = self.simulator("--run-script", "PENDING", "SUCCEEDED@1")
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "build.yaml": BUILD})

    def person(self, *arguments, **options):
        return self.open(Terminal([*arguments, "--api-url", self.platform.url], cwd=self.repository.folder,
                                  env={**self.session.env, "UNIFY_TOKEN": FULL_TOKEN, "TERM": "xterm"}, **options))

    def walk(self, person, steps=None):
        for question, prompt, answer in STEPS if steps is None else steps:
            person.expect(question)
            person.answer(prompt, answer)

    def assert_triggers(self, count):
        self.assertEqual(self.platform.triggers()["count"], count)

    def sent_inputs(self):
        [request] = self.platform.triggers()["requests"]
        return request["body"]["inputs"]

    def test_from_nothing_to_succeeded(self):
        person = self.person("run", "--follow")
        self.walk(person)
        person.expect("Started deploy.yaml on main of shop-api")
        person.expect("deploy.yaml on main: ")  # the line that is written over
        person.expect("deploy.yaml on main: succeeded after ", timeout=30)
        self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(self.sent_inputs(), {"environment": "production", "version": "1.4.2", "replicas": "2", "dry-run": "false"})

    def test_every_line_of_the_confirmation_is_shown(self):
        self.repository.write("deploy.yaml", DEPLOY + "# changed\n")
        person = self.person("run", "deploy.yaml")
        self.walk(person, STEPS[1:-1])
        for line in ("Run deploy.yaml on main of shop-api?", "branch: main", "commit: ", "environment: production",
                     "version: 1.4.2", "replicas: 2 (default)", "dry-run: false (default)", "warning: your working copy"):
            person.expect(line)
        person.answer(CHOICE, "q")
        self.assertEqual(person.end(), 1, person.shown)
        self.assert_triggers(0)

    def test_leaving_any_question_starts_nothing(self):
        for leave in (CTRL_C, CTRL_D, "q"):
            for step, (question, prompt, _) in enumerate(STEPS):
                if leave == "q" and prompt == TEXT:
                    continue  # there it is a text like any other
                with self.subTest(leave=leave, question=question):
                    person = self.person("run")
                    self.walk(person, STEPS[:step])
                    person.expect(question)
                    person.answer(prompt, leave)
                    self.assertEqual(person.end(), 1, person.shown)
                    self.assertTrue(person.echoes)
                    self.assertIn("Cancelled", person.shown)
        self.assert_triggers(0)

    def test_saying_no(self):
        for answer in ("n", "cancel", "3"):
            with self.subTest(answer=answer):
                person = self.person("run", "deploy.yaml", "-i", "version=1")
                person.answer(CHOICE, answer)
                self.assertEqual(person.end(), 1, person.shown)
        self.assert_triggers(0)

    def test_wrong_answers_are_asked_again(self):
        person = self.person("run", "deploy.yaml")
        person.expect("environment")
        person.answer(CHOICE, "moon")
        person.expect("`moon` is not in the list.")
        person.answer(CHOICE, "7")
        person.answer(CHOICE, "prod")
        person.expect("version")
        person.answer(TEXT, "")
        person.expect("needs a value")
        person.answer(TEXT, "2")
        person.expect("replicas")
        person.answer(TEXT, "many")
        person.expect("replicas")  # at once, before the next question
        person.answer(TEXT, "5")
        person.expect("dry-run")
        person.answer(CHOICE, "y")
        person.expect("Run deploy.yaml on main of shop-api?")
        person.answer(CHOICE, "y")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(self.sent_inputs(), {"environment": "production", "version": "2", "replicas": "5", "dry-run": "true"})

    def test_changing_the_inputs(self):
        person = self.person("run", "deploy.yaml")
        self.walk(person, STEPS[1:-1])
        person.expect(STEPS[-1][0])
        person.answer(CHOICE, "change")
        # What was chosen before is preselected, and stands where it stood.
        person.expect("staging (default)")
        self.walk(person, [("production (current)", "[2, q leaves]", ""), ("version", "[1.4.2]", "1.4.3"), ("replicas", TEXT, ""),
                           ("dry-run", CHOICE, ""), STEPS[-1]])
        self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(self.sent_inputs()["version"], "1.4.3")
        self.assertEqual(self.sent_inputs()["environment"], "production")

    def test_typing_ahead_is_no_consent(self):
        person = self.person("run", "deploy.yaml")
        self.walk(person, STEPS[1:4])
        person.expect("dry-run")
        person.answer(CHOICE, "\n\n")
        person.expect("Run deploy.yaml on main of shop-api?")
        person.answer(CHOICE, "q")
        self.assertEqual(person.end(), 1, person.shown)
        self.assert_triggers(0)

    def test_given_inputs_leave_only_what_is_missing(self):
        person = self.person("run", "deploy.yaml", "-i", "environment=staging")
        self.walk(person, [STEPS[2], STEPS[-1]])
        self.assertEqual(person.end(), 0, person.shown)
        self.assertNotIn("dry-run\r", person.shown)
        self.assertEqual(self.sent_inputs()["environment"], "staging")

    def test_yes_asks_nothing_when_nothing_is_missing(self):
        person = self.person("run", "deploy.yaml", "-i", "version=1", "--yes")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertNotIn(CHOICE, person.shown)
        self.assert_triggers(1)

    def test_yes_asks_nothing_where_something_is_missing(self):
        person = self.person("run", "deploy.yaml", "--yes")
        self.assertEqual(person.end(), 2, person.shown)
        self.assertIn("unify-ls: Needs the input `version`. Add -i version=…", person.shown)
        self.assert_triggers(0)

    def test_without_a_token_nothing_is_asked(self):
        person = self.open(Terminal(["run", "deploy.yaml", "--token-store", "file", "--api-url", self.platform.url],
                                    cwd=self.repository.folder, env={**self.session.env, "TERM": "xterm"}))
        self.assertEqual(person.end(), 1, person.shown)
        self.assertIn("No token is stored", person.shown)
        self.assertNotIn("environment", person.shown)

    def test_on_another_branch(self):
        self.repository.commit({"next.yaml": DEPLOY})
        self.repository.push("feature/next")
        self.repository.git("branch", "--set-upstream-to=origin/main")
        person = self.person("run")
        person.expect("Workflow")
        person.answer(CHOICE, "on another")
        person.expect("Branch")
        person.answer(CHOICE, "next")
        person.expect("Workflow")
        person.answer(CHOICE, "next")
        person.answer(CHOICE, CTRL_C)
        self.assertEqual(person.end(), 1, person.shown)
        self.assert_triggers(0)

    def test_json_asks_on_stderr_and_prints_on_stdout(self):
        person = self.person("run", "deploy.yaml", "-i", "version=1", "--json", stdout=subprocess.PIPE)
        person.answer(CHOICE, "y")
        printed = person.child.stdout.read()
        person.child.stdout.close()
        self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(json.loads(printed)["outcome"], "started")

    def test_cancelled_is_json_too(self):
        person = self.person("run", "deploy.yaml", "-i", "version=1", "--json", stdout=subprocess.PIPE)
        person.answer(CHOICE, "n")
        printed = person.child.stdout.read()
        person.child.stdout.close()
        self.assertEqual((person.end(), json.loads(printed)), (1, {"outcome": "cancelled"}))


if __name__ == "__main__":
    main()
