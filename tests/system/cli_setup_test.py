"""unify-ls setup: the first minute in a terminal, with each kind of token, and each step left."""

import json
import subprocess

from cli_terminal import CTRL_D, Terminal
from harness import Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN, READ_ONLY_TOKEN, TRIGGER_ONLY_TOKEN
from harness.workflows import DEPLOY, SMOKE_TEST

COMPONENT = "22222222-0000-4000-8000-000000000001"


class Setup(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "smoke.yaml": SMOKE_TEST})

    def flags(self):
        return ["--api-url", self.platform.url, "--token-store", "file"]

    def person(self):
        return self.open(Terminal(["setup", *self.flags()], env=self.session.env, cwd=self.repository.folder))

    def run_json(self, *arguments):
        result = subprocess.run([program(), *arguments, "--json", *self.flags()], capture_output=True, timeout=60, check=False,
                                env=self.session.env, cwd=self.repository.folder)
        return json.loads(result.stdout)

    def curl(self, token):
        return (f"curl -X POST {self.platform.url}/v2/components/{COMPONENT}/trigger \\\n"
                f"  -H 'Authorization: Bearer {token}' \\\n"
                "  -d '{\"branchName\": \"main\", \"workflowFileName\": \"smoke.yaml\"}'\n")

    def test_one_paste_is_enough(self):
        person = self.person()
        person.expect("User profile > Personal access tokens > Generate token")
        person.expect("Personal access token for")
        person.type(self.curl(TRIGGER_ONLY_TOKEN))
        person.answer("For how many days", "30")
        person.expect("What can be started here")
        person.expect("deploy.yaml")
        person.expect("What starting one would send")
        person.expect(f"/v2/components/{COMPONENT}/trigger")
        person.expect("smoke.yaml")
        person.expect("Nothing was started")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertNotIn(TRIGGER_ONLY_TOKEN, person.shown)
        self.assertIn(self.run_json("token", "status")["daysLeft"], (29, 30))
        self.assertEqual(self.platform.triggers()["count"], 0)
        self.assertEqual(self.run_json("run", "smoke.yaml", "--yes")["outcome"], "started")

    def test_each_kind_of_token_gets_through(self):
        for token in (FULL_TOKEN, TRIGGER_ONLY_TOKEN, READ_ONLY_TOKEN):
            with self.subTest(token=token):
                person = self.person()
                person.expect("Personal access token for")
                person.type(self.curl(token))
                person.answer("For how many days", "")
                person.expect("What can be started here")
                person.expect(f"/v2/components/{COMPONENT}/trigger")
                person.expect("Nothing was started")
                self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_the_token_alone_is_asked_for_the_command(self):
        person = self.person()
        person.answer("Personal access token for", TRIGGER_ONLY_TOKEN)
        person.answer("For how many days", "")
        person.expect("look up nothing")
        person.expect("address of the component's page")
        self.assertFalse(person.echoes)
        person.type(self.curl("<PAT>"))
        person.expect(f"/v2/components/{COMPONENT}/trigger")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(self.run_json("run", "smoke.yaml", "--yes")["outcome"], "started")

    def test_a_token_that_may_read_finds_the_component(self):
        person = self.person()
        person.answer("Personal access token for", FULL_TOKEN)
        person.answer("For how many days", "soon")
        person.answer("2027-01-31", "2035-01-31")
        person.expect("What starting one would send")
        person.answer("Your choice", "smoke.yaml")
        person.expect(f"/v2/components/{COMPONENT}/trigger")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertEqual(self.run_json("token", "status")["expiresAt"], "2035-01-31T00:00:00Z")

    def test_each_step_can_be_left(self):
        person = self.person()
        person.answer("Personal access token for", CTRL_D)
        person.expect("What can be started here")
        person.expect("What starting one would send")
        person.answer("Your choice", "q")
        person.expect("Nothing was started")
        self.assertEqual(person.end(), 0, person.shown)
        self.assertFalse(self.run_json("token", "status")["stored"])

    def test_what_is_wrong_does_not_end_it(self):
        person = self.person()
        person.answer("Personal access token for", "cb_api_simulator_expired")
        person.answer("For how many days", "7")
        person.expect("rejects this token")
        person.expect("What can be started here")
        person.answer("Your choice", "q")
        self.assertEqual(person.end(), 0, person.shown)

    def test_without_a_terminal_it_names_the_other_ways(self):
        result = subprocess.run([program(), "setup", *self.flags()], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                                check=False, env=self.session.env, cwd=self.repository.folder)
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        self.assertIn(b"token set --stdin", result.stderr)


if __name__ == "__main__":
    main()
