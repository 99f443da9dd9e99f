"""The main job in Emacs with Eglot, with the lines of configuration that editors/README.md shows."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from unittest import SkipTest

from harness import Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

HERE = Path(__file__).parent
README = HERE.parents[2] / "editors" / "README.md"


class Eglot(TestCase):
    def setUp(self):
        has_eglot = shutil.which("emacs") and subprocess.run(
            ["emacs", "--batch", "-q", "--eval", "(require 'eglot)"], capture_output=True, check=False).returncode == 0
        if not has_eglot:
            raise SkipTest("There is no Emacs with Eglot here; scripts/setup editors installs it")
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.workflow = self.repository.path("deploy.yaml")

    def play(self, script):
        """Loads the lines of the README and a script that plays a person; what Emacs said."""
        configuration = self.session.folder / "unify.el"
        [lines] = re.findall(r"```elisp\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
        configuration.write_text(lines, encoding="utf-8")
        path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
        env = {**self.session.env, "PATH": path, "UNIFY_API_URL": self.platform.url, "UNIFY_TOKEN": FULL_TOKEN}
        result = subprocess.run(
            ["emacs", "--batch", "-q", "-l", str(configuration), "-l", str(HERE / script), str(self.workflow)],
            env=env, cwd=self.repository.folder, capture_output=True, text=True, timeout=120, check=False)
        self.assertIn("DONE", result.stderr, result.stderr)
        return result.stderr

    def test_a_run_is_started_and_followed(self):
        self.play("job.el")
        [request] = self.platform.triggers()["requests"]
        self.assertEqual(request["body"]["inputs"],
                         {"environment": "production", "version": "1.4", "replicas": "2", "dry-run": "false"})

    def test_a_mistake_is_shown_and_fixed(self):
        self.workflow.write_text(DEPLOY.replace("workflow_dispatch:", "workflow_dispach:"), encoding="utf-8")
        self.assertNotEqual(self.workflow.read_text(encoding="utf-8"), DEPLOY)
        said = self.play("fix.el")
        self.assertIn('Did you mean "workflow_dispatch"?', said)
        self.assertEqual(self.workflow.read_text(encoding="utf-8"), DEPLOY, said)


if __name__ == "__main__":
    main()
