"""unittest, with a result that CTest can tell apart: 0 passed, 77 something was skipped, 1 failed."""

import contextlib
import os
import sys
import unittest

from .lsp import LspClient
from .programs import program
from .session import Session
from .simulator import Simulator

SKIPPED = 77


class TestCase(unittest.TestCase):
    """Each test has its own session, made when first used, and whatever it opened is closed for it."""

    maxDiff = None
    keyring = False

    def run(self, result=None):
        with contextlib.ExitStack() as self._stack:
            self._session = None
            return super().run(result)

    @property
    def session(self):
        if self._session is None:
            self._session = self.open(Session(keyring=self.keyring))
        return self._session

    def open(self, thing):
        """Keeps a context manager open until the test ends."""
        return self._stack.enter_context(thing)

    def simulator(self, *arguments):
        return self.open(Simulator(*arguments))

    def server(self, *arguments, env=None, command=None, **options):
        """The program under test as an editor starts it, not yet initialized."""
        options.setdefault("cwd", self.session.folder)
        return self.open(LspClient([command or program(), *arguments], env={**self.session.env, **(env or {})}, **options))


def not_emulated(why):
    """For a test, or a class of them, that an emulator of single programs cannot run: shown as skipped, with the reason."""
    emulator = os.environ.get("UNIFY_TEST_EMULATOR")
    return unittest.skipIf(emulator, f"not under {emulator}: {why}")


def main():
    outcome = unittest.main(module="__main__", exit=False, verbosity=2).result
    if not outcome.wasSuccessful() or outcome.testsRun == 0:
        sys.exit(1)
    sys.exit(SKIPPED if outcome.skipped else 0)
