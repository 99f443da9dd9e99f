"""The log: quiet by default, never a body or a token, to stderr or a file."""

import os

from harness import TestCase, main

CANARY = "cb_api_canary_of_the_log_test"


class Log(TestCase):
    def one_session(self, *arguments, **options):
        server = self.server(*arguments, **options)
        server.initialize(clientInfo={"name": CANARY, "version": "1"})
        server.answer_to(server.start_request("no/such/method", {"text": CANARY}))
        self.assertEqual(server.shutdown(), 0, server.report())
        return server

    def test_quiet_by_default(self):
        self.assertEqual(self.one_session().stderr, b"")

    def test_more_with_each_level(self):
        def lines(level):  # how many turns of the loop are long is the machine's affair
            return [line for line in self.one_session("--log-level", level).stderr.splitlines() if b" a turn of the loop " not in line]

        sizes = [len(lines(level)) for level in ("error", "warn", "info", "debug", "trace")]
        self.assertEqual(sizes, sorted(sizes))
        self.assertGreater(sizes[-1], 0)

    def test_a_method_and_its_duration_but_no_body(self):
        text = self.one_session("--log-level", "trace").stderr.decode()
        self.assertIn("initialize", text)
        self.assertIn("ms", text)
        self.assertNotIn(CANARY, text)

    def test_a_file(self):
        path = self.session.folder / "server.log"
        server = self.one_session("--log-level", "info", "--log-file", str(path))
        self.assertEqual(server.stderr, b"")
        self.assertIn("initialize", path.read_text(encoding="utf-8"))

    def test_a_file_that_cannot_be_written(self):
        server = self.server("--log-file", str(self.session.folder / "no" / "such" / "folder" / "log"))
        self.assertEqual(server.wait(), 2, server.report())
        self.assertNotEqual(server.stderr, b"")

    def test_a_pipe_is_no_log_file(self):
        """Opening it would wait for a reader, and a slow one would hold the loop."""
        path = self.session.folder / "pipe"
        os.mkfifo(path)
        server = self.server("--log-file", str(path))
        self.assertEqual(server.wait(), 2, server.report())
        self.assertIn(b"may not be a pipe", server.stderr)

    def test_the_longest_turn_of_the_loop(self):
        self.assertIn(b"the longest turn of the loop took ", self.one_session("--log-level", "debug").stderr)
        self.assertNotIn(b"turn", self.one_session("--log-level", "info").stderr)

    def test_a_token_in_the_environment_is_nowhere(self):
        server = self.one_session("--log-level", "trace", env={"UNIFY_TOKEN": CANARY})
        self.assertNotIn(CANARY, server.stderr.decode())


if __name__ == "__main__":
    main()
