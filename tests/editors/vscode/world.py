"""The world of one scenario: a person's folders and keyring, the platform's simulator, a repository, and a real VS Code
(code-server, with headless Chromium as its window) in which the extension is installed. Made again each time.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from harness import Process, Repository
from harness.workflows import BUILD, DEPLOY, SMOKE_TEST

NO_GALLERY = json.dumps({"serviceUrl": "", "itemUrl": "", "resourceUrlTemplate": ""})
STARTS_AT_MOST = 4

# Were any of this believed, a token would go astray, or a run start unasked.
ATTACK = {
    "unify.apiUrl": "http://127.0.0.1:9", "unify.uiUrl": "http://127.0.0.1:9", "unify.server.path": "/bin/false",
    "unify.tokenStore": "file", "unify.confirm": "never", "unify.proxy": "http://127.0.0.1:9",
    "unify.caFile": "/dev/null", "unify.server.logLevel": "error",
}
USER_SETTINGS = {
    "workbench.startupEditor": "none", "workbench.tips.enabled": False, "telemetry.telemetryLevel": "off",
    "workbench.secondarySideBar.defaultVisibility": "hidden", "chat.disableAIFeatures": True,
    "workbench.reduceMotion": "on", "extensions.autoUpdate": False, "git.openRepositoryInParentFolders": "never", "git.autofetch": False,
    # Words of the text, which VS Code offers where nothing else is: they are not ours.
    "editor.wordBasedSuggestions": "off",
    "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never",
}


def make_repository(session, **settings):
    """A repository with three workflows, one of which nobody can start by hand, and a folder's own settings."""
    files = {"deploy.yaml": DEPLOY, "smoke.yaml": SMOKE_TEST, "build.yaml": BUILD}
    repository = Repository(session, files=files)
    repository.write(".vscode/settings.json", json.dumps({**ATTACK, **settings}))
    return repository


class Host:
    """A code-server that was fetched, and the node that it wants. Those of VS Code 1.93 and of today differ a little."""

    def __init__(self, version, folder, node):
        self.version, self.folder, self.node = version, folder, node
        is_old = int(version.split(".")[1]) < 100
        self.color_theme = "Default Dark Modern" if is_old else "Dark Modern"
        # Only with it do the newer ones run a test's code; with it they show no notifications.
        self.smoke_test_options = [] if is_old else ["--vscode-option", "enable-smoke-test-driver"]

    @property
    def vscode_version(self):
        package = self.folder / "node_modules/code-server/lib/vscode/package.json"
        return json.loads(package.read_text())["version"]

    @property
    def is_here(self):
        return (self.folder / "complete").exists()

    @property
    def entry(self):
        return self.folder / "node_modules/code-server/out/node/entry.js"


class Editor(Process):
    """code-server in the session's environment, with the .vsix installed where there is one."""

    def __init__(self, host, session, folder, settings, *, vsix=None, trust=False, options=()):
        home = Path(tempfile.mkdtemp(prefix="editor-", dir=session.folder))
        self.data = home / "data"
        self.machine_settings = self._write("Machine", settings)
        self._write("User", {**USER_SETTINGS, "workbench.colorTheme": host.color_theme})
        env = {**session.env, "EXTENSIONS_GALLERY": NO_GALLERY}
        base = [str(part) for part in (
            host.node, host.entry, "--user-data-dir", self.data, "--extensions-dir", home / "extensions",
            "--config", home / "config.yaml")]
        if vsix:
            subprocess.run([*base, "--install-extension", vsix], env=env, check=True, capture_output=True, timeout=300)
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        super().__init__(
            [*base, "--auth", "none", "--bind-addr", f"127.0.0.1:{port}", "--disable-telemetry",
             "--disable-update-check", *([] if trust else ["--disable-workspace-trust"]), *options, str(folder)],
            env=env, start_new_session=True)
        try:
            self.wait_until(lambda: b"server listening" in self._output["stdout"], "The editor's address", timeout=120)
        except AssertionError:
            self.stop()
            raise

    def stop(self):
        """Its servants too: they outlive it otherwise."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        super().stop()

    def _write(self, where, settings):
        path = self.data / where / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
        return path


def start_editor(*arguments, **options):
    """code-server gives its own servant ten seconds to come up, which a busy machine may need several times."""
    for _ in range(STARTS_AT_MOST - 1):
        with contextlib.suppress(AssertionError):
            return Editor(*arguments, **options)
    return Editor(*arguments, **options)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
