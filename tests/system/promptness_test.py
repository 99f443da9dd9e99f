"""The program leaves within a second, whatever it is waiting for. Held against the clock, so on the release build."""

import os
import signal
import time

from harness import Repository, TestCase, main, release_program
from harness.hostile import hostile_repository
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

LEAVES_WITHIN = 1.0  # seconds
CHECK = {"command": "unify.token.status", "arguments": [{"check": True}]}


class Promptness(TestCase):
    def busy_server(self, **params):
        """A server that waits for an answer of the platform that does not come."""
        platform = self.simulator()
        platform.fault({"kind": "stall", "where": "answer"}, times=0)
        server = self.server("--api-url", platform.url, command=release_program(), env={"UNIFY_TOKEN": FULL_TOKEN})
        server.initialize(**params)
        server.start_request("workspace/executeCommand", CHECK)
        platform.wait_for_requests(1, outcome="stalled")
        return server

    def assert_leaves(self, server, leave, code):
        leave()
        start = time.monotonic()
        self.assertEqual(server.wait(), code, server.report())
        self.assertLess(time.monotonic() - start, LEAVES_WITHIN)

    def test_exit(self):
        server = self.busy_server()
        self.assert_leaves(server, lambda: server.notify("exit"), 1)

    def test_shutdown_and_exit(self):
        server = self.busy_server()
        server.request("shutdown")
        self.assert_leaves(server, lambda: server.notify("exit"), 0)

    def test_end_of_input(self):
        server = self.busy_server()
        self.assert_leaves(server, server.close_stdin, 1)

    def test_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name):
                server = self.busy_server()
                self.assert_leaves(server, lambda server=server, number=number: server.signal(number), 1)

    def test_git_that_waits_for_a_pipe(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        os.mkfifo(repository.folder / ".git" / "refs" / "remotes" / "origin" / "pipe")
        for leave in (lambda server: server.close_stdin(), lambda server: server.signal(signal.SIGTERM)):
            server = self.server(command=release_program(), cwd=repository.folder)
            server.initialize()
            server.start_request("workspace/executeCommand", {"command": "unify.workflows.list"})
            server.answer_to(server.start_request("no/such/method"))
            self.assert_leaves(server, lambda server=server, leave=leave: leave(server), 1)

    def test_a_hostile_repository(self):
        repository = hostile_repository(self.session)
        for leave in (lambda server: server.close_stdin(), lambda server: server.signal(signal.SIGTERM)):
            server = self.server(command=release_program(), cwd=repository.folder)
            server.initialize()
            server.start_request("workspace/executeCommand", {"command": "unify.workflows.list"})
            server.answer_to(server.start_request("no/such/method"))
            self.assert_leaves(server, lambda server=server, leave=leave: leave(server), 1)

    def test_the_death_of_the_editor(self):
        from ending_test import bystander
        editor = bystander()
        server = self.busy_server(processId=editor.pid)

        def die():
            editor.kill()
            editor.communicate()
        self.assert_leaves(server, die, 1)


if __name__ == "__main__":
    main()
