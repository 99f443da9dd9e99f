"""When the program ends, and with which code: exit, end of input, signals, the editor's death."""

import os
import signal
import subprocess
import sys

from harness import TestCase, main


def bystander():
    """A process that ends when its stdin does, to play an editor that dies."""
    return subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)


class Ending(TestCase):
    def initialized(self, **params):
        server = self.server()
        server.initialize(**params)
        return server

    def test_a_signal_without_shutdown(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number.name):
                server = self.initialized()
                server.signal(number)
                self.assertEqual(server.wait(), 1, server.report())

    def test_a_signal_after_shutdown(self):
        server = self.initialized()
        server.request("shutdown")
        server.signal(signal.SIGTERM)
        self.assertEqual(server.wait(), 0, server.report())

    def test_a_signal_before_anything(self):
        server = self.server()
        server.send({"jsonrpc": "2.0", "id": 1, "method": "too/early"})
        server.answer_to(1)
        server.signal(signal.SIGTERM)
        self.assertEqual(server.wait(), 1, server.report())

    def test_the_editor_dies(self):
        editor = bystander()
        server = self.initialized(processId=editor.pid)
        editor.kill()
        editor.wait()
        self.assertEqual(server.wait(), 1, server.report())

    def test_the_editor_dies_after_shutdown(self):
        editor = bystander()
        server = self.initialized(processId=editor.pid)
        server.request("shutdown")
        editor.kill()
        editor.wait()
        self.assertEqual(server.wait(), 1, server.report())

    def test_an_editor_that_lives_elsewhere_is_not_missed(self):
        editor = bystander()
        editor.kill()
        editor.wait()
        for unknown in (editor.pid, 0, -1, 2**31 - 1, None):
            with self.subTest(process_id=unknown):
                server = self.initialized(processId=unknown)
                for _ in range(3):
                    server.answer_to(server.start_request("no/such/method"))
                self.assertEqual(server.shutdown(), 0, server.report())

    def test_no_descriptor_of_the_editor_is_kept(self):
        """A pipe that the editor forgot to close in the child must not tie the two together beyond its end."""
        server = self.initialized()
        open_before = set(os.listdir(f"/proc/{server.pid}/fd"))
        for _ in range(50):
            server.answer_to(server.start_request("no/such/method"))
        self.assertEqual(set(os.listdir(f"/proc/{server.pid}/fd")), open_before)
        self.assertEqual(server.shutdown(), 0)


if __name__ == "__main__":
    main()
