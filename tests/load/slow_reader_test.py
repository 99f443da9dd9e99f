"""A client that stops reading: memory stays bounded, nothing is lost when it reads again, and the server still ends."""

import os
import select
import subprocess
import threading
import time

from load import LoadTest, cpu_ticks, memory_kib

from harness import Deadline, Repository, main, release_program
from harness.lsp import FrameReader, frame
from harness.workflows import deploy_named

WORKFLOWS = 200
LISTS = 150  # of some 170 kB each: more than what makes the server stop reading, less than what makes it give up
MOST_MEMORY_KIB = 128 * 1024  # the server gives up at 64 MiB of answers
SETTLES_WITHIN = READS_WITHIN = 120  # seconds, on a busy machine
ENDS_WITHIN = 3.0  # the promise is one second; the machine may be busy
LIST = {"command": "unify.workflows.list", "arguments": [{"all": True}]}


class SlowReader(LoadTest):
    """Talks over bare pipes, since the clients of the harness read all the time."""

    def setUp(self):
        files = {f"w{number:03}.yaml": deploy_named(f"Workflow {number}") for number in range(WORKFLOWS)}
        repository = Repository(self.session, files=files)
        self.server = self.open(subprocess.Popen(
            [release_program(), "--api-url", "http://127.0.0.1:9"], env=self.session.env, cwd=repository.folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
        self.addCleanup(self.server.kill)
        self.frames = FrameReader()
        folders = [{"uri": repository.uri, "name": "shop-api"}]
        self.send(id=0, method="initialize", params={"processId": None, "capabilities": {}, "workspaceFolders": folders})
        self.read_until({0})
        self.send(method="initialized", params={})

    def send(self, **message):
        self.server.stdin.write(frame({"jsonrpc": "2.0", **message}))
        self.server.stdin.flush()

    def ask_for_lists(self):
        """Without reading any answer, until the server does nothing more. Whoever writes may be blocked by then."""
        asked = [{"jsonrpc": "2.0", "id": number, "method": "workspace/executeCommand", "params": LIST}
                 for number in range(1, LISTS + 1)]

        def write():
            self.server.stdin.write(b"".join(map(frame, asked)))
            self.server.stdin.flush()
        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        deadline, before = Deadline(SETTLES_WITHIN), -1
        while (now := cpu_ticks(self.server)) != before:
            self.assertFalse(deadline.passed, "The server is still at work, though nobody reads.")
            before = now
            self.assert_lives_for(0.5)
        return writer

    def assert_lives_for(self, seconds):
        end = os.pidfd_open(self.server.pid)
        try:
            self.assertEqual(select.select([end], [], [], seconds)[0], [], "The server ended.")
        finally:
            os.close(end)

    def read_until(self, ids):
        """How often each of the ids was answered, once all of them were."""
        answers = {}
        deadline = Deadline(READS_WITHIN)
        while set(answers) < ids:
            ready = select.select([self.server.stdout], [], [], deadline.left)[0]
            self.assertTrue(ready, f"Only {len(answers)} of {len(ids)} answers came.")
            data = os.read(self.server.stdout.fileno(), 1 << 20)
            self.assertTrue(data, "The server ended.")
            for message in self.frames.feed(data):
                if "method" not in message and message["id"] in ids:
                    self.assertIn("result", message)
                    answers[message["id"]] = answers.get(message["id"], 0) + 1
        return answers

    def test_memory_is_bounded_and_nothing_is_lost(self):
        writer = self.ask_for_lists()
        self.assertLess(memory_kib(self.server, "VmHWM"), MOST_MEMORY_KIB)
        answers = self.read_until(set(range(1, LISTS + 1)))
        writer.join()
        self.assertEqual(set(answers.values()), {1})
        self.assertLess(memory_kib(self.server, "VmHWM"), MOST_MEMORY_KIB)

    def test_it_ends_all_the_same(self):
        self.ask_for_lists()
        start = time.monotonic()
        self.server.terminate()
        self.server.wait(10)
        self.assertLess(time.monotonic() - start, ENDS_WITHIN)


if __name__ == "__main__":
    main()
