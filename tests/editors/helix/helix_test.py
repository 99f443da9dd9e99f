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
COMPOSE = ':lsp-workspace-command unify.run.compose {"file": "deploy.yaml"}'


def helix():
    """The program, where it is new enough."""
    path = shutil.which("hx", path=FETCHED) or shutil.which("hx") or shutil.which("helix")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout if path else ""
    version = re.search(r"(\d+)\.(\d+)", said)
    return path if version and tuple(map(int, version.groups())) >= OLDEST else None


class HelixTest(TestCase):
    """A Helix in a terminal, with `text` as the workflow that it shows."""

    text = DEPLOY

    def setUp(self):
        if not helix() or not shutil.which("tmux"):
            raise SkipTest("There is no Helix 25.07 or newer here, or no tmux to run it in; scripts/setup editors brings both")
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": self.text})
        self.file = self.repository.path("deploy.yaml")
        action = self.repository.folder / "greet" / "action.yml"
        action.parent.mkdir()
        action.write_text("# where the link leads\n", encoding="utf-8")
        folder = self.session.folder / "config" / "helix"
        folder.mkdir(parents=True)
        [lines] = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
        (folder / "languages.toml").write_text(lines, encoding="utf-8")
        (folder / "config.toml").write_text("[editor.lsp]\ndisplay-inlay-hints = true\n", encoding="utf-8")
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

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def see(self, text, seconds=20):
        self.assertTrue(self.look_for(text, seconds), getattr(self, "screen", ""))

    def go_to(self, pattern):
        """Selects the next match."""
        self.tmux("send-keys", "-l", f"/{pattern}")
        self.press("Enter")

    def leave_insertion(self):
        """Escape and the next key, too soon after one another, would be one with Alt."""
        self.press("Escape")
        self.see(" NOR ")

    def written(self, text):
        """Writes the file until it holds this, for what the server answers takes a moment."""
        deadline = Deadline(20)
        while text not in self.file.read_text(encoding="utf-8") and not deadline.passed:
            self.type(":write")
            threading.Event().wait(LOOK_SECONDS)
        self.assertIn(text, self.file.read_text(encoding="utf-8"))


class Job(HelixTest):
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

    def test_a_run_document_is_filled_in_and_started(self):
        deadline = Deadline(30)  # the command is there once the server is
        shown = False
        while not shown and not deadline.passed:
            self.press("Escape")
            self.type(COMPOSE)
            shown = self.look_for("A run of deploy.yaml", 5)
        self.see('Input "version" needs a value', 30)
        self.go_to("version:")
        self.tmux("send-keys", "-l", "a 007")
        self.leave_insertion()
        self.tmux("send-keys", "-l", " a")
        self.see("Show the request")
        self.press("Enter")  # the first one is *Run…*
        self.see("Run deploy.yaml on main")
        self.assertEqual(self.platform.triggers()["count"], 0)
        self.press("Enter")
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH)
        self.see("Started deploy.yaml")
        [request] = self.platform.triggers()["requests"]
        self.assertEqual(request["body"]["inputs"],
                         {"environment": "staging", "version": "007", "replicas": "2", "dry-run": "false"})

    def test_a_mistake_is_shown_and_fixed(self):
        self.file.write_text(DEPLOY.replace("workflow_dispatch:", "workflow_dispach:"), encoding="utf-8")
        self.assertNotEqual(self.file.read_text(encoding="utf-8"), DEPLOY)
        self.type(":reload")
        self.see('There is no trigger "workflow_dispach"', 30)
        self.tmux("send-keys", "-l", "]d")
        self.tmux("send-keys", "-l", " a")
        self.see("Write `workflow_dispatch`")
        self.press("Enter")
        self.written("workflow_dispatch:")
        self.assertEqual(self.file.read_text(encoding="utf-8"), DEPLOY)


    def test_a_run_document_is_started(self):
        (self.repository.folder / "nightly.unify-run.yaml").write_text(
            "workflow: deploy.yaml\ninputs:\n  version: 007\n", encoding="utf-8")
        self.see("Deploy")
        self.type(":open nightly.unify-run.yaml")
        self.see("version: 007")
        deadline = Deadline(30)  # the server is ready when it offers something
        self.tmux("send-keys", "-l", " a")
        while not self.look_for("Show the request", 2) and not deadline.passed:
            self.press("Escape")
            self.look_for(" NOR ", 1)
            self.tmux("send-keys", "-l", " a")
        self.press("Enter")
        self.see("Run deploy.yaml on main of shop-api?")
        self.press("Enter")
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH)
        self.assertEqual(self.platform.triggers()["requests"][0]["body"]["inputs"]["version"], "007")


class Language(HelixTest):
    text = DEPLOY.replace("\non:\n", "\non:\n  schedule:\n    - cron: '0 8 * * 1'\n") + """\
  smoke:
    needs: deploy
    if: ${{ inputs.dry-run }}
    steps:
      - uses: docker://alpine:3
        run: ./smoke.sh
      - uses: ./greet
"""

    def setUp(self):
        super().setUp()
        self.see("reading them fails", 30)  # a finding of this text: the server is ready

    def test_hints(self):
        deadline = Deadline(30)  # Helix asks for them when something moves
        while not (seen := self.look_for("at 08:00, Monday UTC", 1)) and not deadline.passed:
            self.press("j")
        self.assertTrue(seen, getattr(self, "screen", ""))

    def test_completion(self):
        self.go_to("needs: deploy")
        self.tmux("send-keys", "-l", "otimeo")
        self.see("timeout-minutes")
        self.press("Tab", "Enter")
        self.leave_insertion()
        self.written("\n    timeout-minutes:")

    def test_hover(self):
        self.go_to("needs")
        self.tmux("send-keys", "-l", " k")
        self.see("Jobs that must succeed first")

    def test_definition(self):
        self.go_to("needs: deploy")
        self.tmux("send-keys", "-l", "gd")
        self.see("28:3")  # where the cursor stands
        self.tmux("send-keys", "-l", "i#")
        self.leave_insertion()
        self.written("\n  #deploy:")

    def test_references(self):
        self.go_to("  deploy")
        self.tmux("send-keys", "-l", "gr")
        self.see("2/2")

    def test_rename(self):
        self.go_to("needs: deploy")
        self.tmux("send-keys", "-l", " r")
        self.see("rename-to:")
        self.press("C-u")
        self.type("rollout")
        self.written("needs: rollout")
        self.assertIn("\n  rollout:", self.file.read_text(encoding="utf-8"))

    def pick(self, keys, part):
        self.tmux("send-keys", "-l", keys)
        self.see("kind ")
        self.tmux("send-keys", "-l", part)
        self.see("> class ")

    def test_symbols_of_the_file(self):
        self.pick(" s", "smok")

    def test_symbols_of_the_repository(self):
        self.pick(" S", "smok")

    def test_links(self):
        deadline = Deadline(30)
        seen = False
        while not seen and not deadline.passed:
            self.go_to("./greet")
            self.tmux("send-keys", "-l", "gf")
            seen = self.look_for("# where the link leads", 2)
            if not seen:  # before it has asked for the links it opens the word as a name
                self.type(":buffer-close!")
        self.assertTrue(seen, getattr(self, "screen", ""))

    def test_actions_that_rewrite(self):
        self.go_to("needs: deploy")
        self.tmux("send-keys", "-l", " a")
        self.see("Write `needs` as a list")
        self.press("Enter")
        self.written("needs: [deploy]")

    def test_other_places_of_a_name_are_selected(self):
        self.go_to("needs: deploy")
        self.tmux("send-keys", "-l", " h")
        self.see("2 sel")


if __name__ == "__main__":
    main()
