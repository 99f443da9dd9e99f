"""What the tests in Neovim have in common: a platform, a repository and one of the Neovims, named on the command line."""

import sys
from unittest import SkipTest

from harness import Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY
from neovim import Neovim, neovim

WHICH = sys.argv.pop(1) if len(sys.argv) > 1 and sys.argv[1] in ("oldest", "newest", "too-old") else "newest"

# The answers to the questions about deploy.yaml, in order: (kind, a part of the question, the answer).
DEPLOY_ANSWERS = [
    ("select", "environment", "production"), ("input", "version", "1.4.2"), ("input", "replicas", "3"),
    ("select", "dry-run", "true"), ("select", "Run deploy.yaml on main of shop-api", "Run:")]
DEPLOY_INPUTS = {"environment": "production", "version": "1.4.2", "replicas": "3", "dry-run": "true"}


class EditorTest(TestCase):
    """`editor()` is a Neovim in the repository, with a token in its environment unless `token` says otherwise."""

    repository_files = {"deploy.yaml": DEPLOY, "build.yaml": BUILD}

    def setUp(self):
        if not neovim(WHICH):
            raise SkipTest(f"The {WHICH} Neovim is not here; scripts/setup nvim fetches it")
        self.platform = self.simulator()
        self.repository = Repository(self.session, files=self.repository_files)

    def editor(self, settings=None, token=FULL_TOKEN, folder=None, arguments=(), which=WHICH):
        settings = {"apiUrl": self.platform.url, "tokenStore": "secret-service", **(settings or {})}
        settings = {name: value for name, value in settings.items() if value is not None}
        env = {"UNIFY_TOKEN": token} if token else {}
        return self.open(Neovim(neovim(which), self.session, folder or self.repository.folder, settings, arguments, env))

    def answer(self, editor, answers):
        """Answers questions in order; returns what was asked."""
        asked = []
        for kind, question, answer in answers:
            respond = editor.choose if kind == "select" else editor.fill_in
            asked.append(respond(question, answer))
        return asked

    def started(self):
        """The inputs of every run that the platform started."""
        return [request["body"]["inputs"] for request in self.platform.triggers()["requests"]]


__all__ = ["DEPLOY_ANSWERS", "DEPLOY_INPUTS", "EditorTest", "WHICH", "main"]
