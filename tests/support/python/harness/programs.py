"""Where the programs under test are. CTest says so through the environment."""

import os
from pathlib import Path
from unittest import SkipTest


def program(name="unify-ls"):
    """A program of the build under test, with its sanitizers."""
    return _find(name, "UNIFY_PROGRAMS", "build/asan")


def release_program(name="unify-ls"):
    """The program as users get it, for what is measured or must not be instrumented. Skips the test without it."""
    path = _find(name, "UNIFY_RELEASE_PROGRAMS", "build/release")
    if not os.path.exists(path):
        raise SkipTest(f"{path} was not built")
    return path


def _find(name, variable, otherwise):
    folder = os.environ.get(variable) or Path(__file__).resolve().parents[4] / otherwise
    return str(Path(folder, name))
