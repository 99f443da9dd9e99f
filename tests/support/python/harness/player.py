"""Plays a transcript against the real program."""

import json
import shlex
from pathlib import Path

from .lsp import LspClient
from .pattern import Mismatch, fill, fits, generalize, match
from .programs import program
from .repository import SHOP_API, WORKFLOWS, Repository
from .session import Session
from .simulator import Simulator
from .transcript import written

REPOSITORIES = Path(__file__).resolve().parents[3] / "transcripts" / "repositories"
JSONRPC = {"jsonrpc": "2.0"}


class Failure(Exception):
    """The session went another way than the transcript; says in which line."""


class Player:
    """Plays one transcript. With `update` it does not complain but notes what would have been right: see `rewritten`."""

    def __init__(self, transcript, stack, update=False):
        self._transcript = transcript
        self._update = update
        self._changes = {}
        self._captures = {}
        self._ignored = set(transcript.settings.get("ignore", "").split())
        self._server = self._start(stack)

    def play(self):
        steps = self._transcript.steps
        if self._transcript.settings.get("start") == "initialized":
            self._server.initialize(workspaceFolders=self._folders())
            while "result" not in self._server.next_message():
                pass
        index = 0
        while index < len(steps):
            if steps[index].kind != "expect":
                self._take(steps[index])
                index += 1
                continue
            block = index
            while index < len(steps) and steps[index].kind == "expect":
                index += 1
            self._expect(steps[block:index])
        if not steps or steps[-1].kind != "exit":
            self._end()

    def rewritten(self):
        """The transcript's lines with every wrong expectation replaced by what was received."""
        lines, first = list(self._transcript.text), self._first_line()
        for line in sorted(self._changes, reverse=True):
            count, texts = self._changes[line]
            lines[line - first:line - first + count] = "\n".join(texts).split("\n")
        return lines

    # One step

    def _take(self, step):
        if step.kind == "send":
            message = fill(step.value, self._captures)
            self._server.send({**JSONRPC, **message} if isinstance(message, dict) else message)
        elif step.kind == "raw":
            self._server.send_bytes(step.value)
        elif step.kind == "close":
            self._server.close_stdin()
        else:
            self._exit(step)

    def _exit(self, step):
        code = self._server.wait()
        self._nothing_more(step.line)
        if code != step.value:
            self._complain(step, f"the program ended with {code}, expected {step.value}.{self._server.report()}",
                           [f"<-- exit {code}"])

    def _expect(self, block):
        """The messages of one block may come in any order, but nothing else may come between."""
        open_steps = list(block)
        while open_steps:
            try:
                message = self._next()
            except AssertionError as error:
                raise Failure(f"line {open_steps[0].line}: {error}") from None
            fitting = next((step for step in open_steps if self._fits(step, message)), None)
            if fitting:
                open_steps.remove(fitting)
                continue
            self._complain(open_steps[0], self._explain(open_steps, message),
                           ["<-- " + written(generalize(_bare(message), self._captures))])
            open_steps.pop(0)

    def _fits(self, step, message):
        return fits(_full(step.value), message, self._captures)

    def _explain(self, open_steps, message):
        lines = [f"received {json.dumps(message, ensure_ascii=False)}"]
        for step in open_steps:
            try:
                match(_full(step.value), message, dict(self._captures))
            except Mismatch as error:
                lines.append(f"  which is not what line {step.line} expects: {error}")
        return "\n".join(lines)

    def _complain(self, step, text, replacement):
        if not self._update:
            raise Failure(f"line {step.line}: {text}")
        self._changes[step.line] = (step.lines, replacement)

    def _next(self):
        while True:
            message = self._server.next_message()
            if not (isinstance(message, dict) and message.get("method") in self._ignored):
                return message

    def _nothing_more(self, line):
        if self._server.broken:
            raise Failure(f"line {line}: stdout is broken: {self._server.broken}")
        surplus = self._server.messages[self._server._taken:]
        surplus = [message for message in surplus if not isinstance(message, dict) or message.get("method") not in self._ignored]
        if surplus:
            raise Failure(f"line {line}: received more than the transcript says: {json.dumps(surplus, ensure_ascii=False)}")

    def _end(self):
        """A transcript that does not end the program is ended properly for it."""
        id = self._server.start_request("shutdown", id="the end")
        self._server.answer_to(id)
        self._server.notify("exit")
        code = self._server.wait()
        self._server.messages = [message for message in self._server.messages if message.get("id") != id]
        self._nothing_more(self._first_line() + len(self._transcript.text) - 1)
        if code:
            raise Failure(f"the program ended with {code} after a proper shutdown.{self._server.report()}")

    # The stage

    def _start(self, stack):
        settings = self._transcript.settings
        session = stack.enter_context(Session())
        arguments, env, cwd = shlex.split(settings.get("arguments", "")), dict(session.env), session.folder
        if "simulator" in settings:
            platform = stack.enter_context(Simulator(*shlex.split(settings["simulator"])))
            self._captures["simulator"] = platform.url
            arguments += ["--api-url", platform.url]
        if "token" in settings:
            env["UNIFY_TOKEN"] = settings["token"]
        if "repository" in settings:
            repository = _repository(session, settings["repository"])
            cwd = repository.folder
            self._captures.update(
                folder=str(repository.folder), folderUri=repository.uri, commit=repository.head(), remote=SHOP_API)
        return stack.enter_context(LspClient([program(), *arguments], env=env, cwd=cwd, answering=False))

    def _folders(self):
        if "folderUri" not in self._captures:
            return None
        return [{"uri": self._captures["folderUri"], "name": "shop-api"}]

    def _first_line(self):
        name, _, line = self._transcript.name.rpartition(":")
        return int(line) if name and line.isdigit() else 1


def _repository(session, name):
    folder = REPOSITORIES / name
    files = {f"{WORKFLOWS}/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}
    return Repository(session, files=files)


def _full(pattern):
    return {**JSONRPC, **pattern} if isinstance(pattern, dict) else pattern


def _bare(message):
    return {name: value for name, value in message.items() if name != "jsonrpc"} if isinstance(message, dict) else message
