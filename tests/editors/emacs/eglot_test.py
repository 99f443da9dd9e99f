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
    def test_a_run_is_started_and_followed(self):
        has_eglot = shutil.which("emacs") and subprocess.run(
            ["emacs", "--batch", "-q", "--eval", "(require 'eglot)"], capture_output=True, check=False).returncode == 0
        if not has_eglot:
            raise SkipTest("There is no Emacs with Eglot here; scripts/setup editors installs it")
        platform = self.simulator()
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        configuration = self.session.folder / "unify.el"
        [lines] = re.findall(r"```elisp\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
        configuration.write_text(lines, encoding="utf-8")

        path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
        env = {**self.session.env, "PATH": path, "UNIFY_API_URL": platform.url, "UNIFY_TOKEN": FULL_TOKEN}
        workflow = repository.folder / ".cloudbees" / "workflows" / "deploy.yaml"
        result = subprocess.run(
            ["emacs", "--batch", "-q", "-l", str(configuration), "-l", str(HERE / "job.el"), str(workflow)],
            env=env, cwd=repository.folder, capture_output=True, text=True, timeout=120, check=False)
        self.assertIn("DONE", result.stderr, result.stderr)
        [request] = platform.triggers()["requests"]
        self.assertEqual(request["body"]["inputs"],
                         {"environment": "production", "version": "1.4", "replicas": "2", "dry-run": "false"})


if __name__ == "__main__":
    main()
