"""What the tests in Emacs have in common: a platform, a repository, and a person who presses keys in a real Emacs."""

import functools
import json
import os
import shutil
import subprocess
from pathlib import Path
from unittest import SkipTest

from harness import Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY

HERE = Path(__file__).parent
PACKAGE = HERE.parents[2] / "editors" / "emacs"
PLAY_SECONDS = 100


@functools.cache
def has_eglot():
    return shutil.which("emacs") is not None and subprocess.run(
        ["emacs", "--batch", "-q", "--eval", "(require 'eglot)"], capture_output=True, check=False).returncode == 0


class EmacsTest(TestCase):
    """`play` runs a scenario in the repository, with a token in the environment unless `token` says otherwise."""

    repository_files = {"deploy.yaml": DEPLOY, "build.yaml": BUILD}

    def setUp(self):
        if not has_eglot():
            raise SkipTest("There is no Emacs with Eglot here; scripts/setup editors installs it")
        self.platform = self.simulator()
        self.repository = Repository(self.session, files=self.repository_files)

    def emacs(self, *arguments, env=None, stdin=""):
        path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["emacs", "--batch", "-q", *arguments], input=stdin, cwd=self.repository.folder, capture_output=True, text=True,
            env={**self.session.env, "PATH": path, "UNIFY_API_URL": self.platform.url, "LC_ALL": "C.UTF-8", **(env or {})},
            timeout=PLAY_SECONDS, check=False)

    def play(self, scenario, token=FULL_TOKEN, stdin="", env=None):
        """What the person could see, and what the scenario told."""
        script = self.session.folder / "scenario.el"
        script.write_text(f";; -*- lexical-binding: t -*-\n{scenario}\n(person-leave)\n", encoding="utf-8")
        ended = self.emacs("-L", str(PACKAGE), "-l", "unify", "-l", str(HERE / "person.el"), "-l", str(script), stdin=stdin,
                           env={**({"UNIFY_TOKEN": token} if token else {}), **(env or {})})
        self.assertTrue(ended.returncode == 0 and "\nREPORT " in ended.stdout, ended.stderr[:3000])
        self.output = ended.stdout + ended.stderr
        report = json.loads(ended.stdout.rpartition("\nREPORT ")[2])
        report["prompts"] = [prompt for prompt, _, _ in report["asked"]]
        return report

    def started(self):
        """The inputs of every run that the platform started."""
        return [request["body"]["inputs"] for request in self.platform.triggers()["requests"]]


__all__ = ["DEPLOY", "EmacsTest", "HERE", "PACKAGE", "main"]
