"""A line that is being typed in a shell: what is offered, by the program and through bash's own script. Zsh and fish are in
tests/packages."""

import subprocess
from shutil import which
from unittest import skipUnless

from cli_script import Script
from harness import main, program
from harness.workflows import DEPLOY

HOSTILE = "$(touch pwned).yaml"


class Completion(Script):
    def offered(self, *words):
        """The values, without the platform: nothing here may need it."""
        self.platform.listen(False)
        result = subprocess.run([program(), "__complete", *words], capture_output=True, text=True, timeout=60, check=False,
                                env=self.session.env, cwd=self.repository.folder)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return [line.split("\t")[0] for line in result.stdout.splitlines()]

    def test_workflows_inputs_branches_and_runs(self):
        self.repository.push("feature/next")
        run = self.json("run", "deploy.yaml", "-i", "version=1", "--yes")["id"]
        self.assertEqual(self.offered("run", "dep"), ["deploy.yaml"])
        self.assertEqual(self.offered("run", ""), ["deploy.yaml"], "build.yaml cannot be started")
        self.assertEqual(self.offered("run", "deploy.yaml", "-i", ""), ["environment=", "version=", "replicas=", "dry-run="])
        self.assertEqual(self.offered("run", "deploy.yaml", "-i", "environment="),
                         ["environment=staging", "environment=production"])
        self.assertEqual(self.offered("run", "deploy.yaml", "-i", "dry-run=t"), ["dry-run=true"])
        self.assertEqual(self.offered("again", run, "-i", "ver"), ["version="])
        self.assertEqual(self.offered("runs", "--branch", "feat"), ["feature/next"])
        self.assertEqual(self.offered("follow", "--api-url", self.platform.url, run[:2]), [run])
        self.assertEqual(self.offered("check", ""), [":files"])

    def test_outside_a_repository_nothing_is_said(self):
        elsewhere = self.session.new_folder("elsewhere")
        self.assertEqual(self.offered("run", "--folder", str(elsewhere), ""), [])
        self.assertEqual(self.offered("--nonsense", ""), self.offered(""))

    def bash(self, *words, line=None):
        """What bash makes of it: COMPREPLY, a line each."""
        line = line or " ".join(["unify-ls", *words])
        script = (f'source <("{program()}" completion bash); COMP_WORDS=("{program()}" "$@"); COMP_CWORD=$#; COMP_LINE=$LINE; '
                  '_unify_ls; printf "%s\\n" "${COMPREPLY[@]}"')
        result = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, text=True, timeout=60, check=True,
                                env={**self.session.env, "LINE": line}, cwd=self.repository.folder)
        return result.stdout.splitlines()

    @skipUnless(which("bash"), "there is no bash")
    def test_bash(self):
        self.assertEqual(self.bash("ru"), ["run", "runs"])
        # Bash hands NAME=VALUE over in three words, and replaces only the last.
        line = "unify-ls run deploy.yaml -i environment=st"
        self.assertEqual(self.bash("run", "deploy.yaml", "-i", "environment", "=", "st", line=line), ["staging"])
        self.assertEqual(self.bash("run", "deploy.yaml", "-i", "environment", "=", line=line[:-2]), ["staging", "production"])

    @skipUnless(which("bash"), "there is no bash")
    def test_a_hostile_name_stays_a_word(self):
        self.repository.commit({HOSTILE: DEPLOY})
        self.repository.push()
        [word] = [word for word in self.bash("run", "") if "pwned" in word]
        self.assertEqual(subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, text=True, check=True).stdout, HOSTILE)
        self.assertFalse((self.repository.folder / "pwned").exists())


if __name__ == "__main__":
    main()
