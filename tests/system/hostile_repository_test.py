"""A repository whose settings, hooks, filters and files would run programs for any other git: the whole program, from outside."""

import os
import subprocess

from harness import LspError, Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True, "force": True}
RUNS_A_PROGRAM = ["core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass", "core.gitProxy", "core.alternateRefsCommand",
                  "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.external", "gpg.program",
                  "gpg.ssh.program", "credential.helper", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "remote.origin.vcs",
                  "sequence.editor", "browser.evil.cmd", "interactive.diffFilter", "sendemail.sendmailCmd", "trailer.evil.command"]
COMMANDS = ["rev-parse", "config", "for-each-ref", "ls-tree", "cat-file", "rev-list", "ls-files", "status", "credential"]
HOOKS = ["post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman", "query-watchman", "update"]
EVERYTHING = [("unify.workflows.list", {"all": True}), ("unify.component.select", {}), ("unify.token.status", {"check": True}),
              ("unify.workflow.run", RUN), ("unify.workflow.runAgain", {"confirmed": True, "force": True}), ("unify.workflow.curl", RUN),
              ("unify.run.list", {}), ("unify.run.details", {}), ("unify.doctor", {})]


class HostileRepository(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, ".gitattributes": "* filter=evil diff=evil\n",
                                                          "a/b": "in a folder"})
        self.marker = self.session.folder / "marker"
        self.evil = self.script(self.session.folder / "evil.sh")

    def script(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho \"$0 $*\" >>'{self.marker}'\ncat\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def poison(self, repository):
        """Last of all that is done to a repository: from here on an ordinary git would run what it finds."""
        repository.write("deploy.yaml", DEPLOY + "# changed here\n")
        repository.write("new.yaml", DEPLOY)
        config = repository.folder / ".git" / "config"
        lines = [f"[alias]\n\t{name} = !{self.evil}" for name in COMMANDS] + [f"[pager]\n\t{name} = {self.evil}" for name in COMMANDS]
        for setting in RUNS_A_PROGRAM:
            section, _, key = setting.rpartition(".")
            kind, _, name = section.partition(".")
            lines.append(f"[{kind} \"{name}\"]\n\t{key} = {self.evil}" if name else f"[{kind}]\n\t{key} = {self.evil}")
        lines += ["[log]\n\tshowSignature = true", f"[core]\n\thooksPath = {repository.folder / 'hooks'}",
                  f"[include]\n\tpath = {repository.folder / 'included'}"]
        with config.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        (repository.folder / "included").write_text(f"[core]\n\tfsmonitor = {self.evil}\n", encoding="utf-8")
        for hook in HOOKS:
            for folder in (repository.folder / "hooks", repository.folder / ".git" / "hooks"):
                self.script(folder / hook)
        # What is no git at all lies where a careless search for one would look.
        for name in ("git", "bin/git", "unify-ls-secret-service", "git-credential-libsecret", "sh"):
            self.script(repository.folder / name)

    def editor(self, repository, **env):
        # A relative entry and an empty one, which both mean the working directory, come first.
        path = f"bin::.:{self.session.env['PATH']}"
        server = self.server("--api-url", self.platform.url, env={"PATH": path, "UNIFY_TOKEN": FULL_TOKEN, **env}, cwd=repository.folder)
        server.initialize({"window": {"showMessage": {}}}, workspaceFolders=[{"uri": repository.uri, "name": "evil"}])
        return server

    def assert_nothing_ran(self):
        self.assertFalse(self.marker.exists(), self.marker.exists() and self.marker.read_text(encoding="utf-8"))

    def do_everything(self, server):
        kinds = {}
        for command, arguments in EVERYTHING:
            try:
                kinds[command] = server.command(command, arguments, timeout=60) and "ok"
            except LspError as error:
                kinds[command] = error.kind
        self.assertEqual(server.shutdown(), 0, server.report())
        return kinds

    def test_the_trap_is_set(self):
        self.poison(self.repository)
        subprocess.run(["git", "status"], cwd=self.repository.folder, env=self.session.env, capture_output=True, timeout=60, check=False)
        self.assertTrue(self.marker.exists())

    def test_nothing_of_it_runs(self):
        self.poison(self.repository)
        kinds = self.do_everything(self.editor(self.repository))
        self.assert_nothing_ran()
        # The remote is reached by a program (vcs), so where its component is cannot be told; all else works as ever.
        self.assertEqual(kinds["unify.workflows.list"], "ok")
        self.assertEqual(kinds["unify.doctor"], "ok")

    def test_nothing_of_it_runs_in_the_terminal(self):
        self.poison(self.repository)
        for verb in (["workflows", "--all"], ["run", "deploy.yaml", "-i", "version=1", "--dry-run"], ["doctor"], ["token", "status"]):
            for store in ("auto", "git-credential"):
                subprocess.run([program(), *verb, "--api-url", self.platform.url, "--token-store", store], cwd=self.repository.folder,
                               env={**self.session.env, "PATH": f"bin::.:{self.session.env['PATH']}"}, stdin=subprocess.DEVNULL,
                               capture_output=True, timeout=60, check=False)
        self.assert_nothing_ran()

    def test_a_partial_clone_is_not_completed(self):
        partial = Repository(self.session, name="partial", url=f"ext::{self.evil} %S")
        partial.git("config", "remote.origin.promisor", "true")
        partial.git("config", "remote.origin.partialclonefilter", "blob:none")
        partial.git("config", "extensions.partialClone", "origin")
        partial.git("config", "core.repositoryFormatVersion", "1")
        tip = partial.commit({"deploy.yaml": DEPLOY})
        partial.git("update-ref", "refs/remotes/origin/main", tip)
        partial.git("config", "branch.main.remote", "origin")
        partial.git("config", "branch.main.merge", "refs/heads/main")
        blob = partial.git("rev-parse", f"{tip}:.cloudbees/workflows/deploy.yaml")
        os.unlink(partial.folder / ".git" / "objects" / blob[:2] / blob[2:])
        with partial.path("deploy.yaml").open("a", encoding="utf-8") as file:
            file.write("# changed here\n")
        server = self.editor(partial)
        self.assertIn("the contents of this file", " ".join(server.command("unify.workflows.list")["notes"]))
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", {"file": "deploy.yaml", "inputs": {}, "dryRun": True})
        # The object was made here and never came from the remote, so only a whole fetch can bring it.
        refetch = f"git -C {partial.folder} fetch --refetch --no-filter origin +refs/heads/main:refs/remotes/origin/main"
        self.assertIn(refetch, raised.exception.data["remedy"]["title"])
        self.assert_nothing_ran()

    def test_a_remote_that_is_a_program(self):
        for url in (f"ext::{self.evil} %S", f"--upload-pack={self.evil}", f"ssh://-oProxyCommand={self.evil}/x", "fd::0"):
            with self.subTest(url=url):
                self.repository.git("config", "remote.origin.url", url)
                self.do_everything(self.editor(self.repository))
                self.assert_nothing_ran()

    def test_environment_that_leads_git_astray(self):
        self.poison(self.repository)
        lies = {"GIT_DIR": "/", "GIT_SSH_COMMAND": self.evil, "GIT_EXTERNAL_DIFF": self.evil, "GIT_PAGER": self.evil, "GIT_ASKPASS": self.evil,
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": self.evil, "GIT_EXEC_PATH": str(self.repository.folder)}
        kinds = self.do_everything(self.editor(self.repository, **lies))
        self.assertEqual(kinds["unify.workflows.list"], "ok")
        self.assert_nothing_ran()


if __name__ == "__main__":
    main()
