"""The main job in Helix, in a terminal of tmux, with the lines of configuration that editors/README.md shows."""

import os
import re
import shlex
import shutil
import subprocess
import threading
from pathlib import Path
from unittest import SkipTest

from harness import Deadline, Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY

TOP = Path(__file__).resolve().parents[3]
README = TOP / "editors" / "README.md"
FETCHED = TOP / ".cache" / "helix"  # by scripts/setup editors
OLDEST = (25, 7)  # before, a command could be given no argument
LOOK_SECONDS = 0.1
COMMAND = ':lsp-workspace-command unify.workflow.run {"file": "deploy.yaml", "inputs": {"version": "1.4"}}'


def helix():
    """The program, where it is new enough."""
    path = shutil.which("hx", path=FETCHED) or shutil.which("hx") or shutil.which("helix")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout if path else ""
    version = re.search(r"(\d+)\.(\d+)", said)
    return path if version and tuple(map(int, version.groups())) >= OLDEST else None


class Helix(TestCase):
    def setUp(self):
        if not helix() or not shutil.which("tmux"):
            raise SkipTest("There is no Helix 25.07 or newer here, or no tmux to run it in; scripts/setup editors brings both")
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        folder = self.session.folder / "config" / "helix"
        folder.mkdir(parents=True)
        [lines] = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
        (folder / "languages.toml").write_text(lines, encoding="utf-8")
        env = {**self.session.env, "PATH": f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}", "TERM": "xterm-256color",
               "XDG_CONFIG_HOME": str(folder.parent), "UNIFY_API_URL": self.platform.url, "UNIFY_TOKEN": FULL_TOKEN,
               "LC_ALL": "C.UTF-8"}
        script = self.session.folder / "helix.sh"
        exports = "\n".join(f"export {name}={shlex.quote(value)}" for name, value in env.items())
        script.write_text(f"cd {shlex.quote(str(self.repository.folder))}\n{exports}\n"
                          f"exec {shlex.quote(helix())} .cloudbees/workflows/deploy.yaml\n", encoding="utf-8")
        self.socket = str(self.session.folder / "tmux")
        self.addCleanup(self.tmux, "kill-server")
        self.tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", "160", "-y", "40", "sh", str(script))

    def tmux(self, *arguments):
        result = subprocess.run(["tmux", "-S", self.socket, *arguments], capture_output=True, text=True, check=False,
                                env={**os.environ, "LC_ALL": "C.UTF-8"})
        return result.stdout

    def look_for(self, text, seconds):
        """Whether the screen shows this within so many seconds."""
        deadline = Deadline(seconds)
        while text not in (screen := self.tmux("capture-pane", "-p")):
            if deadline.passed:
                self.screen = screen
                return False
            threading.Event().wait(LOOK_SECONDS)
        return True

    def type(self, line):
        self.tmux("send-keys", "-l", line)
        self.tmux("send-keys", "Enter")

    def test_a_run_is_confirmed_and_started(self):
        deadline = Deadline(30)  # the command is there once the server is
        asked = False
        while not asked and not deadline.passed:
            self.tmux("send-keys", "Escape")
            self.type(COMMAND)
            asked = self.look_for("Run deploy.yaml on main", 3)
        self.assertTrue(asked, getattr(self, "screen", ""))
        self.assertEqual(self.platform.triggers()["count"], 0)
        self.tmux("send-keys", "Enter")
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH)
        self.assertTrue(self.look_for("Started deploy.yaml", 20), getattr(self, "screen", ""))
        [request] = self.platform.triggers()["requests"]
        self.assertEqual(request["body"]["inputs"],
                         {"environment": "staging", "version": "1.4", "replicas": "2", "dry-run": "false"})

    def test_a_mistake_is_shown_and_fixed(self):
        file = self.repository.path("deploy.yaml")
        file.write_text(DEPLOY.replace("workflow_dispatch:", "workflow_dispach:"), encoding="utf-8")
        self.assertNotEqual(file.read_text(encoding="utf-8"), DEPLOY)
        self.type(":reload")
        self.assertTrue(self.look_for('There is no trigger "workflow_dispach"', 30), getattr(self, "screen", ""))
        self.tmux("send-keys", "-l", "]d")
        self.tmux("send-keys", "-l", " a")
        self.assertTrue(self.look_for("Write `workflow_dispatch`", 20), getattr(self, "screen", ""))
        self.tmux("send-keys", "Enter")
        deadline = Deadline(20)
        while file.read_text(encoding="utf-8") != DEPLOY and not deadline.passed:
            self.type(":write")
            threading.Event().wait(LOOK_SECONDS)
        self.assertEqual(file.read_text(encoding="utf-8"), DEPLOY)


if __name__ == "__main__":
    main()
