"""A person who starts the program by hand is told what it is, instead of facing a silent prompt."""

import os
import pty
import subprocess

from harness import TestCase, main, program


class Terminal(TestCase):
    def on_terminal(self, *arguments):
        """Runs the program on a terminal of its own; returns the exit code and what the terminal showed."""
        controller, terminal = pty.openpty()
        child = subprocess.Popen([program(), *arguments], env=self.session.env, cwd=self.session.folder,
                                 stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
        os.close(terminal)
        shown = b""
        try:
            while data := os.read(controller, 4096):
                shown += data
        except OSError:  # a terminal without the other side reads as an input/output error
            pass
        os.close(controller)
        return child.wait(20), shown.decode()

    def test_help_is_shown(self):
        for arguments in ([], ["serve"], ["serve", "--stdio"]):
            with self.subTest(arguments=arguments):
                code, shown = self.on_terminal(*arguments)
                self.assertEqual(code, 0, shown)
                self.assertIn("unify-ls", shown)
                self.assertIn("token", shown)
                self.assertIn("workflows", shown)
                self.assertNotIn("Content-Length", shown)


if __name__ == "__main__":
    main()
