"""What the program writes, and what it does when nobody reads it."""

import os
import subprocess

from harness import Process, TestCase, main, program
from harness.lsp import FrameReader, frame
from input_test import SESSION


class Output(TestCase):
    def start(self, *arguments, **options):
        return self.open(Process([program(), *arguments], env=self.session.env, cwd=self.session.folder, **options))

    def test_a_file_as_stdout(self):
        path = self.session.folder / "answers"
        with path.open("wb") as file:
            server = self.start(stdout=file)
            server.send_bytes(SESSION)
            self.assertEqual(server.wait(), 0, server.report())
        self.assertEqual([message["id"] for message in FrameReader().feed(path.read_bytes())], [1, 2])

    def test_stdout_is_closed(self):
        server = self.start(stdout=None, preexec_fn=lambda: os.close(1))
        self.assertEqual(server.wait(), 1, "although stdin stays open" + server.report())

    def test_the_reader_is_gone(self):
        reading, writing = os.pipe()
        server = self.start(stdout=writing)
        os.close(writing)
        os.close(reading)
        self.assertEqual(server.wait(), 1, "although nothing was written yet, and stdin stays open" + server.report())

    def test_the_reader_goes_away_later(self):
        reading, writing = os.pipe()
        server = self.start(stdout=writing)
        os.close(writing)
        server.send_bytes(frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}))
        os.read(reading, 1)
        os.close(reading)
        self.assertEqual(server.wait(), 1, server.report())

    def test_the_reader_goes_away_after_shutdown(self):
        reading, writing = os.pipe()
        server = self.start(stdout=writing)
        os.close(writing)
        server.send_bytes(SESSION[:SESSION.rindex(b"Content-Length")])
        answers, reader = [], FrameReader()
        while len(answers) < 2:
            answers += reader.feed(os.read(reading, 65536))
        os.close(reading)
        self.assertEqual(server.wait(), 0, "all was said" + server.report())

    def test_a_full_disk_as_stdout(self):
        with open("/dev/full", "wb") as full:
            server = self.start(stdout=full)
            server.send_bytes(SESSION)
            self.assertEqual(server.wait(), 1, server.report())

    def test_a_full_disk_as_stdout_while_stdin_stays_open(self):
        with open("/dev/full", "wb") as full:
            server = self.start(stdout=full)
            server.send_bytes(frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}))
            self.assertEqual(server.wait(), 1, server.report())

    def test_results_that_cannot_be_written(self):
        for arguments in (["--version"], ["--help"], ["runs"], ["runs", "--json"]):
            with self.subTest(arguments=arguments):
                with open("/dev/full", "wb") as full:
                    result = subprocess.run([program(), *arguments], env=self.session.env, cwd=self.session.folder, stdout=full,
                                            stderr=subprocess.PIPE, timeout=60, check=False)
                self.assertEqual(result.returncode, 1)
                self.assertIn(b"output could not be written", result.stderr)
                closed = subprocess.run([program(), *arguments], env=self.session.env, cwd=self.session.folder, stderr=subprocess.PIPE,
                                        timeout=60, check=False, preexec_fn=lambda: os.close(1))
                self.assertEqual((closed.returncode, closed.stderr), (1, result.stderr))

    def test_an_error_that_cannot_be_written_is_told_on_stderr(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([program(), "run", "x.yaml", "--yes", "--json"], env=self.session.env, cwd=self.session.folder,
                                    stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"repository", result.stderr)

    def test_a_reader_that_does_not_read_keeps_nobody(self):
        reading, writing = os.pipe()
        server = self.start(stdout=writing)
        os.close(writing)
        server.send_bytes(frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}))
        for number in range(2000):
            server.send_bytes(frame({"jsonrpc": "2.0", "id": f"n{number}" * 40, "method": "no/such/method"}))
        server.close_stdin()
        self.assertEqual(server.wait(), 1, server.report())
        os.close(reading)

    def test_the_descriptors_are_left_as_they_were(self):
        reading, writing = os.pipe()
        os.set_blocking(reading, True)
        input_reading, input_writing = os.pipe()
        server = self.start(stdin=input_reading, stdout=writing)
        os.write(input_writing, SESSION)
        self.assertEqual(server.wait(), 0, server.report())
        self.assertTrue(os.get_blocking(writing), "stdout was left non-blocking for those who share it")
        self.assertTrue(os.get_blocking(input_reading), "stdin was left non-blocking for those who share it")
        for descriptor in (reading, writing, input_reading, input_writing):
            os.close(descriptor)

    def test_nothing_is_said_unasked(self):
        server = self.start("--log-level", "trace")
        server.send_bytes(SESSION)
        self.assertEqual(server.wait(), 0, server.report())
        self.assertEqual([message["id"] for message in FrameReader().feed(server.stdout)], [1, 2])

    def test_an_editor_sees_nothing_on_stderr(self):
        server = self.start()
        server.send_bytes(SESSION)
        self.assertEqual((server.wait(), server.stderr), (0, b""))

    def test_stderr_that_nobody_reads(self):
        child = subprocess.Popen([program(), "--log-level", "trace"], env=self.session.env, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2))
        output, _ = child.communicate(SESSION, timeout=20)
        self.assertEqual(child.returncode, 0)
        self.assertEqual([message["id"] for message in FrameReader().feed(output)], [1, 2])


if __name__ == "__main__":
    main()
