"""A repository made to keep its reader busy: meanwhile everything else is heard, and what takes too long ends soon."""

import os
import re

from harness import LspError, Repository, TestCase, main, not_emulated, program, release_program
from harness.hostile import WRONG_BRANCH, hostile_repository
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

# Milliseconds. A turn takes less than 10 on a quiet machine, with the release build; this is an instrumented program on a
# machine that may have much else to do. Before there were bounds one file took half a minute.
LONGEST_TURN = 5_000
LONG = 300  # seconds, for a machine that is busy
PATIENT = {"timeout": LONG}
CANCELLED = -32800


class HostileLoop(TestCase):
    def setUp(self):
        self.platform = self.simulator()

    def editor(self, repository, *arguments):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=repository.folder)
        server.initialize(workspaceFolders=[{"uri": repository.uri, "name": "hostile"}])
        return server

    def longest_turn(self, server):
        self.assertEqual(server.shutdown(), 0, server.report())
        [found] = re.findall(rb"the longest turn of the loop took ([\d.]+) ms", server.stderr)
        return float(found)

    @not_emulated("it is held against the clock")
    def test_no_turn_is_long(self):
        repository = hostile_repository(self.session)
        server = self.editor(repository, "--log-level", "debug")
        listed = server.command("unify.workflows.list", {"all": True}, **PATIENT)
        files = {workflow["file"]: workflow for workflow in listed["workflows"]}
        if "options.yaml" in files:  # a busy machine may have left it out
            self.assertLess(len(files["options.yaml"]["inputs"]), 5)
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflows.list", {"branch": WRONG_BRANCH}, **PATIENT)
        self.assertEqual(raised.exception.kind, "notFound")
        # Named, it is read whatever else there is.
        described = server.request("command/resolve", {"command": "unify.workflow.run", "arguments": [{"file": "deploy.yaml"}]}, **PATIENT)
        self.assertIn("inputs.version", [field["id"] for field in described["formFields"]])
        self.assertLess(self.longest_turn(server), LONGEST_TURN)

    def test_others_are_answered_and_a_cancel_is_heard_meanwhile(self):
        server = self.editor(hostile_repository(self.session, branches=10))
        listing = server.start_request("workspace/executeCommand", {"command": "unify.workflows.list", "arguments": [{"all": True}]})
        for _ in range(5):
            self.assertEqual(server.answer_to(server.start_request("no/such/method"), **PATIENT)["error"]["code"], -32601)
        server.notify("$/cancelRequest", {"id": listing})
        self.assertEqual(server.answer_to(listing, **PATIENT)["error"]["code"], CANCELLED)

    def waiting_repository(self):
        """One in which git itself waits for ever: for a reference that nobody writes."""
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        os.mkfifo(repository.folder / ".git" / "refs" / "remotes" / "origin" / "pipe")
        return repository

    def test_a_pipe_where_git_reads_first_is_told(self):
        for name in ("config", "HEAD", "packed-refs", "index"):
            with self.subTest(name):
                repository = Repository(self.session, name=f"shop-{name}", files={"deploy.yaml": DEPLOY})
                server = self.editor(repository)
                server.command("unify.workflows.list", **PATIENT)
                (repository.folder / ".git" / name).unlink(missing_ok=True)
                os.mkfifo(repository.folder / ".git" / name)
                with self.assertRaises(LspError) as raised:
                    server.command("unify.workflows.list")
                self.assertEqual(raised.exception.kind, "git")
                self.assertIn(f".git/{name}", raised.exception.message)
                self.assertIn("is a pipe or a device", raised.exception.message)

    def test_a_cancel_ends_git(self):
        server = self.editor(self.waiting_repository())
        listing = server.start_request("workspace/executeCommand", {"command": "unify.workflows.list"})
        self.assertEqual(server.answer_to(server.start_request("no/such/method"))["error"]["code"], -32601)
        server.notify("$/cancelRequest", {"id": listing})
        # Its deadline would have been another answer.
        self.assertEqual(server.answer_to(listing)["error"]["code"], CANCELLED)


class FewDescriptors(TestCase):
    """Whatever the system has run out of, the answer is one that clients know, and nothing is aborted. The sanitizer takes
    offence at how Asio gives up where it gets no descriptor, so this is for the release build."""

    @not_emulated("the emulator needs some of the few for itself")
    def test_few_descriptors(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        platform = self.simulator()
        run = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True, "force": True}
        worked = failed = 0
        for limit in (8, 10, *range(11, 24), 30):
            with self.subTest(limit):
                server = self.server("-c", f'ulimit -n {limit}; exec "$0" "$@"', release_program(), "--api-url", platform.url, command="/bin/sh",
                                     env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=repository.folder)
                try:
                    server.initialize(workspaceFolders=[{"uri": repository.uri, "name": "shop"}])
                except (AssertionError, OSError):  # not enough for a loop and the two ends of a conversation
                    self.assertEqual(server.wait(), 1, server.report())
                    self.assertIn(b"unify-ls: ", server.stderr)
                    continue
                for name, arguments in (("unify.workflows.list", {}), ("unify.token.status", {"check": True}), ("unify.workflow.run", run)):
                    try:
                        server.command(name, arguments)
                        worked += 1
                    except LspError as error:
                        self.assertEqual(error.code, -32803, f"{name}: {error.message}\n{server.report()}")
                        failed += 1
                self.assertEqual(server.shutdown(), 0, server.report())
        self.assertGreater(failed, 0)
        self.assertGreater(worked, 0)

    def test_a_limit_on_the_size_of_files(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        server = self.server("-c", 'ulimit -f 0; exec "$0" "$@"', program(), command="/bin/sh", cwd=repository.folder)
        server.initialize(workspaceFolders=[{"uri": repository.uri, "name": "shop"}])
        server.command("unify.workflows.list")
        try:
            server.command("unify.run.list")
        except LspError as error:
            self.assertEqual(error.code, -32803, error.message)
        self.assertEqual(server.shutdown(), 0, server.report())


if __name__ == "__main__":
    main()
