"""One operation's own world: a person's session, a repository, the simulator, and one server for all of its cells."""

import contextlib
import secrets
import shutil
import socket
import threading

from harness import LspClient, Repository, Session, Simulator, find_canary, program
from harness.workflows import DEPLOY, deploy_named

TIMEOUT = 2  # seconds: the server's own --request-timeout
CLIENT = {"experimental": {"unify": {"protocol": 1, "runEvents": True}}, "window": {
    "workDoneProgress": True, "showMessage": {"messageActionItem": {"additionalPropertiesSupport": False}}}}


class Elsewhere:
    """An origin that nobody may talk to: it counts who comes all the same, and what they bring."""

    def __init__(self):
        self.visits = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self):
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                visitor.settimeout(2)
                with visitor, contextlib.suppress(OSError):
                    self.visits.append(visitor.recv(65536))

    def close(self):
        self._listener.close()


class Bench(contextlib.ExitStack):
    """`platform` is the simulator whose faults strike, `server` the program under test.

    `flags` and `environment` say how the server gets to the platform; without them it is on this machine.
    """

    def __init__(self, *flags, platform=None, environment=None, files=1):
        super().__init__()
        self.session = self.enter_context(Session())
        self.elsewhere = self.enter_context(contextlib.closing(Elsewhere()))
        self.platform = platform or self.enter_context(Simulator())
        # A token of its own, so that finding it anywhere means that this server let go of it.
        self.token = f"cb_api_{secrets.token_hex(12)}"
        self.platform.change_world(tokens=[{"name": "full", "value": self.token, "rights": "full"}])
        self.repository = Repository(self.session, files={
            "deploy.yaml": DEPLOY, **{f"w{number:02}.yaml": deploy_named(f"W{number}") for number in range(1, files)}})
        flags = flags or ("--api-url", self.platform.url)
        self._start = lambda: self.enter_context(LspClient(
            [program(), "--request-timeout", str(TIMEOUT), *flags], cwd=self.repository.folder,
            env={**self.session.env, "UNIFY_TOKEN": self.token, **(environment or {})},
            answers={"window/showMessageRequest": lambda params: params["actions"][0]}))
        self._earlier = []  # what servers wrote that are no more
        self.server = self._start()
        self._initialize()

    def _initialize(self):
        self.server.initialize(CLIENT, initializationOptions={"follow": False},
                               workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])

    def start_over(self):
        """With a server that remembers nothing: what was found once is not asked for again."""
        self.server.shutdown()
        self._earlier += [("stdout", self.server.stdout), ("stderr", self.server.stderr)]
        shutil.rmtree(self.session.state / "unify-ls", ignore_errors=True)
        self.server = self._start()
        self._initialize()

    def start_run(self, file="deploy.yaml", version="1"):
        """A run that is started and not followed; returns what unify.workflow.run says of it."""
        return self.server.command("unify.workflow.run", {
            "file": file, "inputs": {"version": version}, "confirmed": True, "force": True}, timeout=60)

    def calm(self):
        """No fault strikes any more, and what was held goes on."""
        self.platform.clear_faults()
        self.platform.listen(True)
        self.platform.release()

    def restore(self):
        """Everything is as it was before a fault: no connection is left over, and nothing was ever asked."""
        self.calm()
        if self.server.command("unify.token.status").get("mayRead") is False:
            self.server.command("unify.token.status", {"check": True})  # that it may not read is remembered for a day
        self.platform.control("POST", "disconnect")
        self.platform.control("DELETE", "log")

    def complaints(self):
        """What is wrong with the server by now, whatever it answered."""
        found = []
        if self.server.child.poll() is not None or self.server.broken:
            found.append(f"the server is no more: {self.server.report()}")
        if self.elsewhere.visits:
            found.append(f"somebody went to another origin: {self.elsewhere.visits}")
        return found

    def leaks(self):
        """Where the token is and must not be."""
        return find_canary(self.token, outputs=[*self._earlier, ("stdout", self.server.stdout), ("stderr", self.server.stderr)],
                           folders=[self.session.folder])
