"""A line that is typed in zsh and in fish, with our completion: what real shells make of it. Bash is in tests/system."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which
from unittest import skipUnless

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/system"))
from cli_script import Script  # noqa: E402
from cli_terminal import Terminal  # noqa: E402

from harness import main, program  # noqa: E402
from harness.workflows import DEPLOY  # noqa: E402

HOSTILE = ("$(touch pwned).yaml", "co:lon.yaml", "it's; touch pwned.yaml")
# Ctrl-X shows the line as it is by then, and empties it.
ZSHRC = """
PS1='ready> '
%s
shows() { zle -I; print -r -- "got<$BUFFER>"; BUFFER=; }
zle -N shows && bindkey '^X' shows && print set up
"""
FROM_A_FOLDER = "fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit -u -D"
SOURCED = "autoload -Uz compinit; compinit -u -D; source <(unify-ls completion zsh)"


class Shells(Script):
    def setUp(self):
        super().setUp()
        self.repository.commit({name: DEPLOY for name in HOSTILE})
        self.repository.push()
        self.platform.listen(False)  # nothing here may need it

    def env_of_shell(self):
        return {**self.session.env, "PATH": f"{Path(program()).parent}:{os.environ['PATH']}", "TERM": "xterm", "LC_ALL": "C.UTF-8"}

    def words_of(self, line):
        """What a shell would give to the program; nothing in the line may be carried out."""
        words = subprocess.run(["bash", "-c", f"printf '%s\\n' {line}"], cwd=self.repository.folder, capture_output=True, text=True,
                               check=True).stdout.splitlines()
        self.assertFalse((self.repository.folder / "pwned").exists())
        return words

    # zsh

    def zsh(self, setting_up=FROM_A_FOLDER):
        folder = self.session.home / ".zfunc"
        folder.mkdir(exist_ok=True)
        (folder / "_unify-ls").write_text(self.cli("completion", "zsh").stdout)
        (self.session.home / ".zshrc").write_text(ZSHRC % setting_up)
        person = self.open(Terminal(["-d", "-i"], command="zsh", env=self.env_of_shell(), cwd=self.repository.folder))
        person.expect("set up")
        person.expect("ready> ")
        return person

    def completed(self, person, line):
        person.type(line + "\t\x18")
        person.expect("got<")
        person.expect(">")
        return person.shown[:person.read_up_to - 1].rsplit("got<", 1)[1]

    @skipUnless(which("zsh"), "there is no zsh")
    def test_zsh(self):
        for name, setting_up in (("from a folder", FROM_A_FOLDER), ("sourced", SOURCED)):
            person = self.zsh(setting_up)
            for typed, whole in (("setu", "setup "), ("ru", "run"), ("run depl", "run deploy.yaml "),
                                 ("run deploy.yaml -i vers", "run deploy.yaml -i version="),
                                 ("run deploy.yaml -i environment=st", "run deploy.yaml -i environment=staging "),
                                 ("check .cloudb", "check .cloudbees/"), ("nonsense x", "nonsense x")):
                with self.subTest(name, typed=typed):
                    self.assertEqual(self.completed(person, "unify-ls " + typed), "unify-ls " + whole)

    @skipUnless(which("zsh"), "there is no zsh")
    def test_zsh_keeps_a_hostile_name_a_word(self):
        person = self.zsh()
        for name in HOSTILE:
            with self.subTest(name):
                line = self.completed(person, "unify-ls run " + shlex.quote(name[:2]).strip("'").replace("$", "\\$").replace("(", "\\("))
                self.assertEqual(self.words_of(line), ["unify-ls", "run", name])

    # fish

    def fish(self, line):
        folder = self.session.config / "fish/completions"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "unify-ls.fish").write_text(self.cli("completion", "fish").stdout)
        result = subprocess.run(["fish", "-c", 'complete -C "$argv[1]"', line], capture_output=True, text=True, timeout=60, check=False,
                                env=self.env_of_shell(), cwd=self.repository.folder)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return [offer.split("\t")[0] for offer in result.stdout.splitlines()]

    @skipUnless(which("fish"), "there is no fish")
    def test_fish(self):
        for typed, offers in (("ru", ["run", "runs"]), ("run depl", ["deploy.yaml"]),
                              ("run deploy.yaml -i ", ["environment=", "version=", "replicas=", "dry-run="]),
                              ("run deploy.yaml -i environment=st", ["environment=staging"]),
                              ("check .cloudb", [".cloudbees/"]), ("nonsense x", [])):
            with self.subTest(typed):
                self.assertEqual(sorted(self.fish("unify-ls " + typed)), sorted(offers))

    @skipUnless(which("fish"), "there is no fish")
    def test_fish_keeps_a_hostile_name_a_word(self):
        offers = self.fish("unify-ls run ")
        for name in HOSTILE:
            with self.subTest(name):
                self.assertIn(name, offers)  # fish quotes what it puts in
        self.assertFalse((self.repository.folder / "pwned").exists())


if __name__ == "__main__":
    main()
