"""A child process whose output is captured as it comes, so that a test can wait for it."""

import contextlib
import os
import signal
import subprocess
import threading
import time

DEFAULT_TIMEOUT = float(os.environ.get("UNIFY_TEST_TIMEOUT", "20"))


class Deadline:
    """A moment by which something must have happened."""

    def __init__(self, seconds=None):
        self._end = time.monotonic() + (DEFAULT_TIMEOUT if seconds is None else seconds)

    @property
    def left(self):
        return max(0.0, self._end - time.monotonic())

    @property
    def passed(self):
        return self.left == 0.0


class Process:
    """Starts `command` with pipes on stdin, stdout and stderr, unless the caller brings its own.

    `with Process([...]) as child:` ends it in any case. Everything it wrote is in `stdout` and `stderr` (bytes).
    """

    def __init__(self, command, *, env=None, cwd=None, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options):
        self.words = [str(part) for part in command]
        self._changed = threading.Condition()
        self._output = {"stdout": bytearray(), "stderr": bytearray()}
        self.child = subprocess.Popen(
            self.words, env=env, cwd=cwd, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, bufsize=0, **options)
        self._open_streams = sum(stream is not None for stream in (self.child.stdout, self.child.stderr))
        self._readers = [
            threading.Thread(target=self._read, args=(name, stream), daemon=True)
            for name, stream in (("stdout", self.child.stdout), ("stderr", self.child.stderr)) if stream]
        for reader in self._readers:
            reader.start()

    # What it wrote

    @property
    def stdout(self):
        with self._changed:
            return bytes(self._output["stdout"])

    @property
    def stderr(self):
        with self._changed:
            return bytes(self._output["stderr"])

    def wait_until(self, condition, what, timeout=None):
        """Waits until `condition()` is true, looking whenever something arrives; fails by name after the timeout."""
        deadline = Deadline(timeout)
        with self._changed:
            while not (result := condition()):
                if not self._open_streams:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        self.child.wait(1)
                    raise AssertionError(f"{what} can no longer come.{self.report()}")
                if deadline.passed:
                    raise AssertionError(f"{what} did not come in time.{self.report()}")
                self._changed.wait(deadline.left)
            return result

    def report(self):
        """What a failed test should show of this process."""
        code = self.child.poll()
        state = "is running" if code is None else f"ended with {code}"
        errors = bytes(self._output["stderr"]).decode(errors="replace").strip()
        return f"\n{os.path.basename(self.words[0])} {state}; its stderr:\n{errors or '(nothing)'}"

    # What it is told

    def send_bytes(self, data):
        """Writes all of `data`; False when the other side no longer reads."""
        try:
            self.child.stdin.write(data)
            self.child.stdin.flush()
            return True
        except (BrokenPipeError, ValueError):
            return False

    def close_stdin(self):
        with contextlib.suppress(BrokenPipeError):
            self.child.stdin.close()

    def signal(self, number):
        self.child.send_signal(number)

    def wait(self, timeout=None):
        """The exit code, once everything it wrote has been read."""
        try:
            code = self.child.wait(DEFAULT_TIMEOUT if timeout is None else timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"It did not end in time.{self.report()}") from None
        for reader in self._readers:
            reader.join(1)
        return code

    def stop(self):
        """Ends it, kindly if it listens."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(5)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        for reader in self._readers:
            reader.join(1)
        for stream in (self.child.stdin, self.child.stdout, self.child.stderr):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()

    @property
    def pid(self):
        return self.child.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # The reading threads

    def _read(self, name, stream):
        with contextlib.suppress(ValueError, OSError):
            while data := stream.read(65536):
                with self._changed:
                    self._output[name] += data
                    self.received(name, data)
                    self._changed.notify_all()
        with self._changed:
            self._open_streams -= 1
            self._changed.notify_all()

    def received(self, name, data):
        """For those who read along; called under the lock."""
