"""A real Neovim as a child process, at whose keyboard a test sits."""

import itertools
import os
from pathlib import Path

from harness import Deadline, Process
from harness.programs import program
from msgpack import Unpacker, pack

TOP = Path(__file__).resolve().parents[3]
PLUGIN = TOP / "editors" / "nvim"
WATCHER = Path(__file__).with_name("watcher.lua")
LOOK_MS = 50
DEBIAN_SUITES = {"oldest": "trixie", "newest": "forky", "too-old": "bookworm"}


def neovim(which):
    """The program that scripts/lib/nvim.sh fetched: 'oldest' and 'newest' of those supported, or 'too-old'; or None."""
    path = fetched() / DEBIAN_SUITES[which] / "nvim"
    return str(path) if path.exists() else None


def fetched():
    """The folder into which scripts/lib/nvim.sh fetches."""
    return Path(os.environ.get("UNIFY_LS_NVIM_DIR") or TOP / ".cache" / "nvim")


class NeovimError(Exception):
    """What Neovim answered to a call that failed."""


class Neovim(Process):
    """`with Neovim(path, session, folder, settings)` starts it there, with the plugin and `settings` as vim.g.unify.

    With `bare` it reads the person's own init.lua, and nobody gives it the plugin or tells it where the server is.

    `events` are what a person would see, in order, as watcher.lua tells it: ("select", …), ("input", …),
    ("secret", …), ("said", …), ("opened", …). Keys are typed for real, also into prompts that block.
    """

    def __init__(self, path, session, folder, settings=None, arguments=(), env=None, bare=False):
        self.events = []
        self._ids = itertools.count(1)
        self._answers = {}
        self._taken = 0
        self._stream = Unpacker()
        given = [] if bare else ["--clean", "--cmd", f"set runtimepath^={PLUGIN}"]
        super().__init__([path, *given, "--headless", "--embed", *arguments],
                         env={**session.env, **(env or {})}, cwd=folder)
        server = {} if bare else {"cmd": [program()]}
        self.lua(WATCHER.read_text(encoding="utf-8"), self.call("nvim_get_api_info")[0], {**server, **(settings or {})})

    # Talking to it

    def call(self, method, *arguments, timeout=None):
        """Calls the API and returns the answer."""
        id = next(self._ids)
        self.send_bytes(pack([0, id, method, list(arguments)]))
        error, result = self.wait_until(lambda: self._answers.get(id), f"Neovim's answer to {method}", timeout)
        if error:
            raise NeovimError(error[1] if isinstance(error, list) else error)
        return result

    def lua(self, code, *arguments, timeout=None):
        return self.call("nvim_exec_lua", code, list(arguments), timeout=timeout)

    def type(self, keys):
        """As at the keyboard; <CR> and the like are keys."""
        self.call("nvim_input", keys)

    def ex(self, line):
        """Types an Ex command. Returns at once, whatever the command then asks."""
        self.type(f":{line.replace('<', '<lt>')}<CR>")

    def edit(self, path):
        self.call("nvim_command", f"edit {path}")

    def lines(self):
        """The lines of the current buffer."""
        return self.call("nvim_buf_get_lines", 0, 0, -1, False)

    def until(self, expression, what, timeout=20):
        """Waits until a Lua expression is true in Neovim, and returns it.

        Asked again and again, a moment each: a wait in Neovim that lasted would hold up what it waits for.
        """
        look = f"local value; vim.wait({LOOK_MS}, function() value = {expression} return value end, 5) return value"
        deadline = Deadline(timeout)
        while not (result := self.lua(look)):
            if deadline.passed:
                raise AssertionError(f"{what} did not come: {expression}{self.report()}")
        return result

    # What it shows

    def next_event(self, timeout=None):
        """The next thing a person sees, as (kind, what)."""
        self.wait_until(lambda: len(self.events) > self._taken, "The next thing to see", timeout)
        self._taken += 1
        return self.events[self._taken - 1]

    def next(self, kind, containing="", timeout=None):
        """The next thing a person sees has to be of this kind and to hold this text."""
        seen, what = self.next_event(timeout)
        text = what if isinstance(what, str) else what.get("prompt") or what.get("message") or ""
        if seen != kind or containing not in text:
            raise AssertionError(f"Expected {kind} with '{containing}', but saw {seen}: {what}{self.report()}")
        return what

    def wait_for(self, kind, containing, timeout=None):
        """Skips what is seen until this comes."""
        while True:
            seen, what = self.next_event(timeout)
            text = what if isinstance(what, str) else what.get("prompt") or what.get("message") or ""
            if seen == kind and containing in text:
                return what

    def choose(self, containing, label, timeout=None):
        """Answers the next list with the item that begins with `label`; an empty label leaves it with Escape."""
        asked = self.next("select", containing, timeout)
        self.pick(asked, label)
        return asked

    def pick(self, asked, label):
        if not label:
            self.type("<Esc>")
            return
        for number, item in enumerate(asked["items"], 1):
            if item.startswith(label):
                self.type(f"{number}<CR>")
                return
        raise AssertionError(f"No item begins with '{label}': {asked}")

    def fill_in(self, containing, text, timeout=None):
        """Answers the next question for text; what stands there is typed over. None leaves it with Escape."""
        asked = self.next("input", containing, timeout)
        self.type("<Esc>" if text is None else f"<C-u>{text.replace('<', '<lt>')}<CR>")
        return asked

    # The reading thread

    def received(self, name, data):
        if name != "stdout":
            return
        for message in self._stream.feed(data):
            if message[0] == 1:
                self._answers[message[1]] = (message[2], message[3])
            elif message[0] == 2:
                self.events.append((message[1], message[2][0]))

    def report(self):
        seen = "\n".join(f"{kind}: {what}" for kind, what in self.events[-12:])
        return f"{super().report()}\nThe last things seen:\n{seen or '(none)'}"
