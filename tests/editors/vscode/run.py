#!/usr/bin/env python3
"""Runs the extension's tests in a real VS Code (code-server, with headless Chromium as its window).

Prepares the world that the tests need, each time anew: a person's folders, a real keyring, the platform's simulator, a
git repository, and an editor in which the .vsix is installed. Called by `scripts/test vscode`.
"""

import argparse
import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

from harness import Process, Repository, Session, Simulator, find_canary, program

HERE = Path(__file__).resolve().parent
EXTENSION = HERE.parents[2] / "editors" / "vscode"
NO_GALLERY = json.dumps({"serviceUrl": "", "itemUrl": "", "resourceUrlTemplate": ""})
ENOUGH = 600  # seconds for one scenario

DEPLOY = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Deploy
on:
  workflow_dispatch:
    inputs:
      environment:
        description: Where to
        type: choice
        options: [staging, production]
        default: staging
        required: true
      version:
        description: What to deploy
        type: string
        required: true
      replicas:
        description: How many instances
        type: number
        default: 2
      dry-run:
        description: Only say what would happen
        type: boolean
        default: false
jobs:
  deploy:
    steps:
      - uses: docker://alpine:3
        run: ./deploy.sh
"""
SMOKE = """\
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Smoke test
on:
  workflow_dispatch:
jobs:
  test:
    steps:
      - uses: docker://alpine:3
        run: ./smoke.sh
"""
BUILD = SMOKE.replace("Smoke test", "Build").replace("workflow_dispatch", "push")


class Editor(Process):
    """code-server with the extension installed, in the session's environment."""

    def __init__(self, options, session, folder, settings):
        self.data = session.new_folder("editor")
        extensions = session.new_folder("extensions")
        self.port = free_port()
        env = {**session.env, "EXTENSIONS_GALLERY": NO_GALLERY}
        entry = [options.host_node, options.host / "node_modules/code-server/out/node/entry.js",
                 "--user-data-dir", self.data, "--extensions-dir", extensions, "--config", session.folder / "config.yaml"]
        if options.installs:
            subprocess.run([*entry, "--install-extension", options.vsix], env=env, check=True, capture_output=True, timeout=300)
        self._write("User", {
            "workbench.startupEditor": "none", "extensions.autoUpdate": False, "telemetry.telemetryLevel": "off",
            "workbench.colorTheme": "Dark Modern" if options.host.name.endswith("4.139.1") else "Default Dark Modern", "git.openRepositoryInParentFolders": "never",
            "workbench.tips.enabled": False, "chat.disableAIFeatures": True,
            "workbench.secondarySideBar.defaultVisibility": "hidden", "security.workspace.trust.enabled": False})
        self._write("Machine", settings)
        super().__init__([*map(str, entry), "--auth", "none", "--bind-addr", f"127.0.0.1:{self.port}", "--disable-telemetry",
                          "--disable-update-check", "--disable-workspace-trust", *options.smoke, str(folder)], env=env, start_new_session=True)
        self.wait_until(lambda: b"server listening" in self._output["stdout"], "The editor's address", timeout=120)

    def stop(self):
        """Its servants too: they outlive it otherwise."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        super().stop()

    def _write(self, where, settings):
        path = self.data / where / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def play(options, scenario, output):
    """One scenario in a world of its own. True when it passed."""
    token = f"cb_api_vscode_{secrets.token_hex(16)}"
    with Session(keyring=True) as session, Simulator("--token", token, "--ui-url", "https://ui.example") as platform:
        repository = Repository(session, files={"deploy.yaml": DEPLOY, "smoke.yaml": SMOKE, "build.yaml": BUILD})
        # A hostile folder: were any of this believed, the token would go astray.
        repository.write(".vscode/settings.json", json.dumps({
            "unify.apiUrl": "http://127.0.0.1:9", "unify.uiUrl": "http://127.0.0.1:9", "unify.server.path": "/bin/false",
            "unify.tokenStore": "file", "unify.confirm": "never", "unify.proxy": "http://127.0.0.1:9"}))
        settings = {"unify.apiUrl": platform.url, "unify.uiUrl": "https://ui.example", "unify.trace.server": "verbose",
                    "unify.server.logLevel": "debug"}
        with Editor(options, session, repository.folder, settings) as editor:
            world = {
                "address": f"http://127.0.0.1:{editor.port}", "folder": str(repository.folder), "control": platform.control_url,
                "platform": platform.url, "token": token, "output": str(output), "scenario": scenario, "home": str(session.home),
                "extension": str(EXTENSION), "server": program(), "suite": str(output / "suite.js"), "data": str(editor.data)}
            command = [options.node, HERE / ("host" if scenario == "host" else "user") / "drive.mjs", json.dumps(world)]
            done = subprocess.run([*map(str, command)], env={**os.environ, "HOME": str(session.home)}, timeout=ENOUGH, check=False)
        problems = [] if done.returncode == 0 else [f"{scenario} ended with {done.returncode}"]
        keyrings = list((session.data / "keyrings").glob("*"))
        found = find_canary(token, folders=[session.folder], allowed=keyrings,
                            outputs=[("editor", bytes(editor.stdout) + bytes(editor.stderr))])
        problems += [f"the token is in {place}" for place in found if f"process {platform.pid} " not in place]
        if problems:
            sys.stderr.write(bytes(editor.stderr).decode(errors="replace")[-2000:])
    for problem in problems:
        print(f"FAILED: {problem}", file=sys.stderr)
    return not problems


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", type=Path, required=True, help="folder in which code-server is installed")
    parser.add_argument("--host-node", type=Path, required=True, help="the node that this code-server wants")
    parser.add_argument("--node", type=Path, required=True, help="the node for the tests themselves")
    parser.add_argument("--vsix", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True, help="where pictures and logs go")
    parser.add_argument("scenarios", nargs="*")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    lowest = options.host.name.endswith("4.93.1")
    passed = True
    for scenario in filter(None, options.scenarios):
        options.installs = scenario != "host"
        options.smoke = [] if lowest else ["--vscode-option", "enable-smoke-test-driver"]
        passed = play(options, scenario, options.output) and passed
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
