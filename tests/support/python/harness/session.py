"""A person's session of its own: HOME, the XDG folders and, if wanted, a D-Bus session with an unlocked keyring."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

from .process import Process

# What a program may inherit from whoever runs the tests; everything else starts empty.
# LD_LIBRARY_PATH is how some of them put another libcurl before the system's.
INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS", "ASAN_SYMBOLIZER_PATH")
KEYRING_PASSWORD = b"a password of the tests\n"
SECRETS = "org.freedesktop.secrets"


class Session:
    """`with Session() as session:` gives folders that vanish afterwards; `session.env` is a program's environment.

    With `keyring=True` a D-Bus session bus and a gnome-keyring with an unlocked default collection belong to it.
    """

    def __init__(self, keyring=False):
        self.folder = Path(tempfile.mkdtemp(prefix="unify-ls-"))
        self.home = self.folder / "home"
        self.config, self.state, self.data, self.cache = (
            self.home / name for name in (".config", ".local/state", ".local/share", ".cache"))
        self.runtime = self.folder / "run"
        for folder in (self.home, self.config, self.state, self.data, self.cache, self.runtime):
            folder.mkdir(parents=True, exist_ok=True)
        self.runtime.chmod(0o700)
        self.env = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self.env.update(
            HOME=str(self.home), XDG_CONFIG_HOME=str(self.config), XDG_STATE_HOME=str(self.state),
            XDG_DATA_HOME=str(self.data), XDG_CACHE_HOME=str(self.cache), XDG_RUNTIME_DIR=str(self.runtime),
            GIT_CONFIG_NOSYSTEM="1")
        self.bus = self.keyring = None
        try:
            if keyring:
                self.start_bus()
                self.start_keyring()
        except BaseException:
            self.close()
            raise

    def new_folder(self, name):
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder

    def write_config(self, text):
        """The person's own config.json."""
        path = self.config / "unify-ls" / "config.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    # The keyring

    def start_bus(self):
        self.bus = Process([_tool("dbus-daemon"), "--session", "--nofork", "--nopidfile", "--print-address=1"],
                           env=self.env)
        address = self.bus.wait_until(lambda: self.bus.stdout.endswith(b"\n") and self.bus.stdout, "The bus's address")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address.decode().strip()

    def stop_bus(self):
        """The address stays in `env`, as it does for a program whose session ended under it."""
        if self.bus:
            self.bus.stop()
            self.bus = None

    def start_keyring(self, password=KEYRING_PASSWORD):
        """With the right password the default collection is unlocked; with None it stays locked."""
        command = [_tool("gnome-keyring-daemon"), "--foreground", "--components=secrets"]
        command.append("--start" if password is None else "--unlock")
        self.keyring = Process(command, env=self.env)
        if password is not None:
            self.keyring.send_bytes(password)
        self.keyring.close_stdin()
        self._gdbus("wait", "--session", "--timeout", "20", SECRETS)
        if password is not None:
            self._gdbus("call", "--session", "-d", SECRETS, "-o", "/org/freedesktop/secrets", "-m",
                        "org.freedesktop.Secret.Service.ReadAlias", "default")

    def stop_keyring(self):
        if self.keyring:
            self.keyring.stop()
            self.keyring = None

    def restart_keyring(self, password=KEYRING_PASSWORD):
        self.stop_keyring()
        self.start_keyring(password)

    def lock_keyring(self):
        self._gdbus("call", "--session", "-d", SECRETS, "-o", "/org/freedesktop/secrets", "-m",
                    "org.freedesktop.Secret.Service.Lock",
                    "[objectpath '/org/freedesktop/secrets/collection/login']")

    def _gdbus(self, *arguments):
        subprocess.run([_tool("gdbus"), *arguments], env=self.env, check=True, timeout=30, capture_output=True)

    # The end

    def close(self):
        self.stop_keyring()
        self.stop_bus()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _tool(name):
    path = shutil.which(name)
    if not path:
        raise SkipTest(f"{name} is not installed; scripts/setup test installs it")
    return path
