#!/usr/bin/env python3
"""The VS Code extension: its units, inside the real extension host, and as a person uses it, in each code-server that
scripts/lib/vscode.sh fetched: VS Code with a browser as its window. One that could not be fetched is skipped, and said to be.
"""

import json
import os
import secrets
import shutil
import subprocess
import unittest
from pathlib import Path

from harness import Repository, Simulator, TestCase, find_canary, main, program
from harness.simulator import TRIGGER_ONLY_TOKEN, TRIGGER_PATH
from harness.workflows import SMOKE_TEST
from world import Host, make_repository, start_editor

HERE = Path(__file__).resolve().parent
EXTENSION = HERE.parents[2] / "editors" / "vscode"
CORPUS = HERE.parents[1] / "corpus"
CACHE = Path(os.environ["UNIFY_VSCODE_CACHE"])
NODE = os.environ["UNIFY_VSCODE_NODE"]
VSIX = os.environ["UNIFY_VSCODE_VSIX"]
OUTPUT = Path(os.environ["UNIFY_VSCODE_OUTPUT"])
SCENARIO_TAKES_AT_MOST = 1200
UI = "https://ui.example"


class Unit(unittest.TestCase):
    def test_unit(self):
        files = sorted(map(str, (HERE / "unit").glob("*.test.ts")))
        command = [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test-reporter=dot", "--test", *files]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class InEditor:
    """The scenarios; each plays in a world of its own."""

    keyring = True
    host = None

    def setUp(self):
        if not self.host.is_here:
            self.skipTest(f"code-server {self.host.version} could not be fetched")
        self.token = f"cb_api_vscode_{secrets.token_hex(16)}"
        self.platform = self.simulator("--token", self.token, "--ui-url", UI)

    def test_host(self):
        """The extension from its sources has no server inside. Reports name VS Code by code-server's own number."""
        self.assertEqual(self.host.vscode_version, f"1{self.host.version[1:]}")
        self.play("host", options=self.host.smoke_test_options, settings={"unify.server.path": program()})

    def test_user_job(self):
        self.play("job", vsix=VSIX)

    def test_user_trouble(self):
        self.play("trouble", vsix=VSIX, settings={"unify.server.path": "/nowhere/unify-ls"})

    def test_user_stranger(self):
        self.store_token()
        self.play("stranger", vsix=VSIX, trust=True, folder_settings={"unify.branch": "elsewhere"})

    def test_user_setup(self):
        self.token = TRIGGER_ONLY_TOKEN
        self.play("setup", vsix=VSIX)

    def test_user_states(self):
        self.store_token()
        self.play("states", vsix=VSIX, prepare=self.start_runs)

    def test_user_roots(self):
        self.store_token()
        self.play("roots", vsix=VSIX, prepare=self.add_folder)

    def test_user_language(self):
        self.play("language", vsix=VSIX)

    def test_user_documents(self):
        self.store_token()
        self.play("documents", vsix=VSIX)

    def test_user_typing(self):
        self.play("typing", vsix=VSIX)

    def test_user_completion(self):
        self.play("completion", vsix=VSIX)

    def test_user_fixes(self):
        self.play("fixes", vsix=VSIX, prepare=self.add_corpus)

    def measure_activation(self):
        """No test of its own: scripts/bench asks for it by name."""
        self.play("activation", vsix=VSIX)

    def play(self, scenario, *, settings=None, folder_settings=None, prepare=lambda _: {}, **editor_options):
        repository = make_repository(self.session, **(folder_settings or {}))
        prepared = prepare(repository)
        machine = {"unify.apiUrl": self.platform.url, "unify.uiUrl": UI, "unify.trace.server": "verbose",
                   "unify.server.logLevel": "debug", **(settings or {})}
        with start_editor(self.host, self.session, repository.folder, machine, **editor_options) as editor:
            world = {
                "address": editor.address, "folder": str(repository.folder), "control": self.platform.control_url,
                "platform": self.platform.url, "token": self.token, "home": str(self.session.home),
                "output": str(OUTPUT / self.host.version), "extension": str(EXTENSION), "server": program(),
                "machineSettings": str(editor.machine_settings), "logs": str(editor.data / "logs"), **prepared}
            command = [NODE, str(HERE / "scenarios" / f"{scenario}.mjs"), json.dumps(world)]
            done = subprocess.run(command, env={**os.environ, "HOME": str(self.session.home)},
                                  timeout=SCENARIO_TAKES_AT_MOST, check=False)
        self.assertEqual(done.returncode, 0, editor.stderr.decode(errors="replace")[-2000:])
        self.assert_token_is_nowhere(editor)

    def assert_token_is_nowhere(self, editor):
        """Not in a log, a setting or the editor's storage, nor in what any process was started with."""
        keyrings = list((self.session.data / "keyrings").glob("*"))
        outputs = [("editor", editor.stdout + editor.stderr)]
        found = find_canary(self.token, folders=[self.session.folder], allowed=keyrings, outputs=outputs)
        simulator = f"process {self.platform.pid} "
        self.assertEqual([place for place in found if simulator not in place], [])

    def start_runs(self, repository):
        """A run in each state, the newest under way."""
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]}, details={
            "artifacts": {"artifacts": [{"name": "app-1.4.1.tgz", "version": "1.4.1"}]}})
        self.run_program(repository, "1.4.0")
        self.platform.set_run("SUCCEEDED")
        self.run_program(repository, "1.4.1")
        self.platform.set_run("FAILED", statusMessage="step 3 exited with 1")
        self.platform.fault({"kind": "status", "status": 403}, path=TRIGGER_PATH, times=1)
        self.run_program(repository, "1.4.2")
        self.platform.fault({"kind": "drop"}, path=TRIGGER_PATH, times=1)
        self.run_program(repository, "1.4.3")
        self.run_program(repository, "1.4.4")
        self.platform.set_run("PENDING_APPROVAL")
        return {}

    def run_program(self, repository, version):
        command = [program(), "run", "deploy.yaml", "-i", f"version={version}", "--yes", "--api-url", self.platform.url]
        subprocess.run(command, timeout=60, env=self.session.env, cwd=repository.folder, capture_output=True, check=False)

    def add_folder(self, repository):
        other = Repository(self.session, "shop-web", "https://github.com/acme/shop-web.git", files={"smoke.yaml": SMOKE_TEST})
        workspace = self.session.folder / "shop.code-workspace"
        workspace.write_text(json.dumps({"folders": [{"path": str(each.folder)} for each in (repository, other)]}))
        return {"workspace": str(workspace)}

    def add_corpus(self, repository):
        shutil.copytree(CORPUS / "clean", repository.folder / ".cloudbees", dirs_exist_ok=True)
        return {"mistakes": str(CORPUS / "mistakes")}

    def store_token(self):
        subprocess.run([program(), "token", "set", "--stdin", "--api-url", self.platform.url], check=True, timeout=60,
                       input=self.token.encode(), env=self.session.env, capture_output=True)


def in_each_host():
    for version, node in json.loads(os.environ["UNIFY_VSCODE_HOSTS"]).items():
        host = Host(version, CACHE / f"code-server-{version}", node)
        name = f"VSCode_{version.replace('.', '_')}"
        globals()[name] = type(name, (InEditor, TestCase), {"host": host})


in_each_host()

if __name__ == "__main__":
    main()
