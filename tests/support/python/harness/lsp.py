"""A small LSP client: enough to hold every conversation the tests need, and honest about what it received."""

import itertools
import json
import threading

from .process import Process

ABSENT = object()


class LspError(Exception):
    """A JSON-RPC error answer."""

    def __init__(self, error):
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.code = error.get("code")
        self.message = error.get("message")
        self.data = error.get("data") or {}

    @property
    def kind(self):
        return self.data.get("kind")


def frame(message):
    """The message as bytes with its header. A string is taken as a body that is sent as it stands."""
    body = message.encode() if isinstance(message, str) else json.dumps(message, ensure_ascii=False).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class FrameReader:
    """Turns a stream of bytes into messages. Anything but frames on the stream is an error: stdout is for them alone."""

    def __init__(self):
        self._buffer = b""

    def feed(self, data):
        self._buffer += data
        while True:
            head, separator, rest = self._buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            name, _, value = head.partition(b":")
            if name.lower() != b"content-length" or not value.strip().isdigit():
                raise ValueError(f"not a frame's header: {head[:200]!r}")
            length = int(value)
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            yield json.loads(rest[:length].decode("utf-8"))

    @property
    def leftover(self):
        return self._buffer


class LspClient(Process):
    """Talks LSP with a server it starts.

    Messages of the server are in `messages`, in order. Its requests are answered at once by `answers[method]`, a
    function of params (or by the usual answer of an editor that has nothing to say); an LspError raised there, or a
    method nobody knows, is answered with an error. With `answering=False` nothing is answered by itself.
    """

    def __init__(self, command, *, answers=None, answering=True, **options):
        self.messages = []
        self.broken = None
        self._answering = answering
        self.answers = {**EDITOR_ANSWERS, **(answers or {})}
        self._frames = FrameReader()
        self._ids = itertools.count(1)
        self._taken = 0
        self._writing = threading.Lock()
        super().__init__(command, **options)

    # Sending

    def send(self, message):
        with self._writing:
            return self.send_bytes(frame(message))

    def notify(self, method, params=ABSENT):
        return self.send(_message(method, params))

    def start_request(self, method, params=ABSENT, id=None):
        """Sends a request and returns its id, for `answer_to`."""
        id = next(self._ids) if id is None else id
        self.send({"jsonrpc": "2.0", "id": id, **_message(method, params)})
        return id

    def request(self, method, params=ABSENT, timeout=None):
        """The result of a request; raises LspError when it is answered with an error."""
        return self.result_of(self.start_request(method, params), timeout)

    def command(self, name, arguments=None, timeout=None):
        """Executes a command of the server with at most one argument object."""
        params = {"command": name}
        if arguments is not None:
            params["arguments"] = [arguments]
        return self.request("workspace/executeCommand", params, timeout)

    # Receiving

    def answer_to(self, id, timeout=None):
        """The whole answer to a request."""
        same = lambda message: "method" not in message and message.get("id") == id and type(message.get("id")) is type(id)
        return self.wait_until(lambda: self._first(same), f"The answer to request {id!r}", timeout)

    def result_of(self, id, timeout=None):
        answer = self.answer_to(id, timeout)
        if "error" in answer:
            raise LspError(answer["error"])
        return answer["result"]

    def wait_for(self, method, where=lambda params: True, timeout=None):
        """The params of the first message with this method (a notification or a request of the server) that fits."""
        fits = lambda message: message.get("method") == method and where(message.get("params"))
        return self.wait_until(lambda: self._first(fits), f"{method}", timeout).get("params")

    def next_error(self, timeout=None):
        """The first error answer that has no id: what the server says to a message it could not read."""
        nameless = lambda message: "error" in message and message.get("id") is None
        return self.wait_until(lambda: self._first(nameless), "An error without an id", timeout)

    def next_message(self, timeout=None):
        """The next message that was not taken by this yet: for those who want every one, in order."""
        self.wait_until(lambda: len(self.messages) > self._taken, "One more message", timeout)
        self._taken += 1
        return self.messages[self._taken - 1]

    def all_of(self, method):
        with self._changed:
            return [message.get("params") for message in self.messages if message.get("method") == method]

    # The life of a session

    def initialize(self, capabilities=None, **params):
        """initialize and initialized, as an editor does it; returns the server's answer."""
        result = self.request("initialize", {
            "processId": None, "rootUri": None, "capabilities": capabilities or {}, **params})
        self.notify("initialized", {})
        return result

    def shutdown(self):
        """shutdown and exit; returns the exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.wait()

    # Called by the reading thread, under the lock

    def received(self, name, data):
        if name != "stdout" or self.broken:
            return
        try:
            for message in self._frames.feed(data):
                self.messages.append(message)
                if self._answering and isinstance(message, dict) and "method" in message and "id" in message:
                    self._answer(message)
        except ValueError as error:
            self.broken = str(error)

    def report(self):
        received = "\n".join(json.dumps(message, ensure_ascii=False)[:400] for message in self.messages[-12:])
        broken = f"\nstdout is broken: {self.broken}" if self.broken else ""
        return f"{super().report()}{broken}\nThe last messages received:\n{received or '(none)'}"

    def _first(self, fits):
        return next((message for message in self.messages if isinstance(message, dict) and fits(message)), None)

    def _answer(self, request):
        answer = {"jsonrpc": "2.0", "id": request["id"]}
        handler = self.answers.get(request["method"])
        try:
            if handler is None:
                raise LspError({"code": -32601, "message": f"no handler for {request['method']}"})
            result = handler(request.get("params"))
            if result is UNANSWERED:
                return
            answer["result"] = result
        except LspError as error:
            answer["error"] = {"code": error.code, "message": error.message}
        self.send(answer)


UNANSWERED = object()

EDITOR_ANSWERS = {
    "client/registerCapability": lambda params: None,
    "window/workDoneProgress/create": lambda params: None,
    "window/showMessageRequest": lambda params: None,
    "window/showDocument": lambda params: {"success": True},
    "workspace/configuration": lambda params: [None for _ in params["items"]],
}


def _message(method, params):
    message = {"jsonrpc": "2.0", "method": method}
    if params is not ABSENT:
        message["params"] = params
    return message
