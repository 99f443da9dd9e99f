"""What the program reads: pipes, files, nothing at all, and streams that cannot be understood."""

import os
import subprocess

from harness import Process, TestCase, main, program
from harness.lsp import FrameReader, frame

SESSION = b"".join(frame({"jsonrpc": "2.0", **message}) for message in (
    {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
    {"method": "initialized", "params": {}},
    {"id": 2, "method": "shutdown"},
    {"method": "exit"},
))

BAD_HEADERS = {
    "no number": b"Content-Length: many\r\n\r\n{}",
    "a sign": b"Content-Length: +2\r\n\r\n{}",
    "a negative number": b"Content-Length: -2\r\n\r\n{}",
    "zero": b"Content-Length: 0\r\n\r\n",
    "a fraction": b"Content-Length: 2.0\r\n\r\n{}",
    "missing": b"Content-Type: application/json\r\n\r\n{}",
    "no header": b"\r\n\r\n{}",
    "twice": b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "no colon": b"Content-Length 2\r\n\r\n{}",
    "bare line feeds": b"Content-Length: 2\n\n{}" + b" " * 9000,
    "too large": b"Content-Length: 999999999999\r\n\r\n{}",
    "overflowing": b"Content-Length: 18446744073709551618\r\n\r\n{}",
    "endless": b"X: " + b"y" * 9000,
    "too many lines": b"X: y\r\n" * 100,
    "a web browser": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


class Input(TestCase):
    def answers_in(self, output):
        reader = FrameReader()
        messages = list(reader.feed(output))
        self.assertEqual(reader.leftover, b"")
        return messages

    def start(self, **options):
        return self.open(Process([program()], env=self.session.env, cwd=self.session.folder, **options))

    def test_a_file_is_as_good_as_a_pipe(self):
        path = self.session.folder / "session"
        path.write_bytes(SESSION)
        with path.open("rb") as file:
            server = self.start(stdin=file)
            self.assertEqual(server.wait(), 0, server.report())
        self.assertEqual([message["id"] for message in self.answers_in(server.stdout)], [1, 2])

    def test_a_file_without_an_exit_ends_too(self):
        path = self.session.folder / "session"
        path.write_bytes(SESSION[:SESSION.index(b'"shutdown"') - 60])
        with path.open("rb") as file:
            server = self.start(stdin=file)
            self.assertEqual(server.wait(), 1, server.report())

    def test_nothing_to_read(self):
        server = self.start(stdin=subprocess.DEVNULL)
        self.assertEqual((server.wait(), server.stdout), (1, b""), server.report())

    def test_stdin_is_closed(self):
        server = self.start(stdin=None, preexec_fn=lambda: os.close(0))
        self.assertEqual((server.wait(), server.stdout), (1, b""), server.report())

    def test_all_three_descriptors_are_closed(self):
        child = subprocess.Popen([program()], env=self.session.env, cwd=self.session.folder,
                                 preexec_fn=lambda: [os.close(number) for number in (0, 1, 2)])
        self.assertEqual(child.wait(20), 1)

    def test_byte_by_byte(self):
        server = self.start()
        for position in range(len(SESSION)):
            server.send_bytes(SESSION[position:position + 1])
        self.assertEqual(server.wait(), 0, server.report())
        self.assertEqual([message["id"] for message in self.answers_in(server.stdout)], [1, 2])

    def test_input_after_exit_is_not_read(self):
        server = self.start()
        server.send_bytes(SESSION + b"anything")
        self.assertEqual(server.wait(), 0, server.report())

    def test_headers_that_cannot_be_understood_end_the_session(self):
        for name, header in BAD_HEADERS.items():
            with self.subTest(name):
                server = self.start()
                server.send_bytes(header)
                server.close_stdin()
                self.assertEqual((server.wait(), server.stdout), (1, b""), server.report())

    def test_a_bad_header_is_fatal_without_the_end_of_input(self):
        server = self.start()
        server.send_bytes(BAD_HEADERS["no number"])
        self.assertEqual(server.wait(), 1, server.report())

    def test_deep_json_is_refused_and_harmless(self):
        server = self.server()
        server.initialize()
        server.send('{"jsonrpc":"2.0","id":7,"method":"x","params":' + "[" * 100_000 + "]" * 100_000 + "}")
        answer = server.next_error()
        self.assertEqual((answer["id"], answer["error"]["code"]), (None, -32700))
        self.assertEqual(server.shutdown(), 0)

    def test_a_large_message_is_read(self):
        server = self.server()
        server.initialize()
        server.notify("$/large", {"text": "x" * (8 << 20)})
        self.assertEqual(server.shutdown(), 0)

    def test_many_requests_at_once_are_each_answered_once(self):
        server = self.server()
        server.initialize()
        ids = [server.start_request("no/such/method", id=f"many-{number}") for number in range(1000)]
        self.assertEqual([server.answer_to(id)["error"]["code"] for id in ids], [-32601] * len(ids))
        self.assertEqual(server.shutdown(), 0)
        answered = [message["id"] for message in server.messages if "method" not in message]
        self.assertEqual(len(answered), len(set(answered)))


if __name__ == "__main__":
    main()
