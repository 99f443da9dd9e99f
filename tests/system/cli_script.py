"""The program's verbs as a script uses them: no terminal, an exit code, and what was printed where."""

import json
import subprocess

from harness import Repository, TestCase, program
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY

RUN = ["run", "deploy.yaml", "-i", "version=1.4.2", "--yes"]


class Script(TestCase):
    """Each test has a platform whose runs succeed at once, and a repository with a workflow to start."""

    def setUp(self):
        self.platform = self.simulator("--run-script", "PENDING", "SUCCEEDED@1")
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "build.yaml": BUILD})

    def command(self, *arguments):
        return [program(), *arguments, "--api-url", self.platform.url]

    def env(self, token=FULL_TOKEN):
        return {**self.session.env, "UNIFY_TOKEN": token}

    def cli(self, *arguments, code=0, cwd=None, token=FULL_TOKEN):
        """Runs the program as a script does; holds the exit code; gives what it printed."""
        result = subprocess.run(self.command(*arguments), stdin=subprocess.DEVNULL, capture_output=True, timeout=90, text=True,
                                env=self.env(token), cwd=cwd or self.repository.folder, check=False)
        self.assertEqual(result.returncode, code, f"{arguments}\n{result.stdout}{result.stderr}")
        return result

    def json(self, *arguments, **options):
        [line] = self.cli(*arguments, "--json", **options).stdout.splitlines()
        return json.loads(line)

    def assert_triggers(self, count):
        self.assertEqual(self.platform.triggers()["count"], count)
