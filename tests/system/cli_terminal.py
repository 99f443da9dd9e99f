"""A program on a terminal of its own, with a person in front of it who reads before typing."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios

from harness import Deadline, program

CTRL_C, CTRL_D = "\x03", "\x04"
COLOURS = re.compile(r"\x1b\[[0-9;]*[mK]")


def _take_terminal():
    """In the child: makes stdin its controlling terminal, so that Ctrl-C there becomes a signal."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """`with Terminal(["run"], env=…, cwd=…) as person:` then `expect`, `type` and `end`."""

    def __init__(self, arguments, *, env, cwd, stdout=None, command=None):
        self.controller, terminal = pty.openpty()
        self.child = subprocess.Popen(
            [command or program(), *arguments], env=env, cwd=cwd, stdin=terminal, stdout=stdout or terminal, stderr=terminal,
            start_new_session=True, preexec_fn=_take_terminal)
        # Kept open, so that the terminal's mode can be looked at when the program has ended.
        self.terminal = terminal
        self._bytes = b""
        self.read_up_to = 0

    @property
    def shown(self):
        """All that the terminal showed, without colours."""
        return COLOURS.sub("", self._bytes.decode(errors="replace"))

    def expect(self, text, timeout=None):
        """Waits until `text` is shown, after what was expected before."""
        deadline = Deadline(timeout)
        while (place := self.shown.find(text, self.read_up_to)) < 0:
            if self.child.poll() is not None and not self._read(0.2):
                raise AssertionError(f"it ended with {self.child.returncode} before {text!r} was shown:\n{self.shown}")
            if deadline.passed:
                raise AssertionError(f"{text!r} was not shown:\n{self.shown}")
            self._read(min(deadline.left, 0.5))
        self.read_up_to = place + len(text)

    def type(self, text):
        os.write(self.controller, text.encode())

    def answer(self, prompt, line):
        """Reads up to the prompt and types a line."""
        self.expect(prompt)
        self.type(line if line in (CTRL_C, CTRL_D) else line + "\n")

    @property
    def echoes(self):
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def end(self, timeout=None):
        """The exit code, once everything was read."""
        deadline = Deadline(timeout)
        while self.child.poll() is None:
            if deadline.passed:
                raise AssertionError(f"it did not end:\n{self.shown}")
            self._read(min(deadline.left, 0.2))
        while self._read(0):
            pass
        return self.child.returncode

    def _read(self, seconds):
        ready, _, _ = select.select([self.controller], [], [], seconds)
        if not ready:
            return False
        data = os.read(self.controller, 65536)
        self._bytes += data
        return bool(data)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.child.send_signal(signal.SIGKILL)
        self.child.wait(10)
        os.close(self.controller)
        os.close(self.terminal)
