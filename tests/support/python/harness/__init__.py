"""What the tests in Python and the demo share: the real programs, the platform's simulator, repositories, sessions.

Standard library only. Everything waits for events with a deadline and cleans up after itself; nothing sleeps.
"""

from .canary import find_canary
from .lsp import LspClient, LspError
from .process import Process, Deadline
from .proxy import Proxy
from .programs import program, release_program
from .repository import Repository
from .session import Session
from .simulator import Simulator
from .testing import TestCase, main, not_emulated

__all__ = [
    "Deadline", "LspClient", "LspError", "Process", "Proxy", "Repository", "Session", "Simulator", "TestCase", "find_canary",
    "main", "not_emulated", "program", "release_program",
]
