"""Which repository, branch and file a run means: nested repositories, links, clones that lack something, files that are broken."""

import json
import os
import subprocess

from harness import LspError, Repository, TestCase, main
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY, SMOKE_TEST

RUN = "unify.workflow.run"
DRY = {"inputs": {"version": "1"}, "dryRun": True}
FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]}, "unify": {"protocol": 1}}}
SHOP_API = "22222222-0000-4000-8000-000000000001"
BROKEN = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\non: workflow_dispatch: yes\n"


class Places(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "build.yaml": BUILD})

    def editor(self, *arguments, folders=None, env=None, capabilities=None):
        folders = folders or [self.repository.folder]
        server = self.server("--api-url", self.platform.url, "--component", SHOP_API, *arguments, cwd=folders[0],
                             env={"UNIFY_TOKEN": FULL_TOKEN, **(env or {})})
        server.initialize(capabilities or {}, workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name} for folder in folders])
        return server

    def error(self, server, command, arguments):
        with self.assertRaises(LspError) as raised:
            server.command(command, arguments)
        return raised.exception

    def confirmation(self, server, arguments):
        form = server.request("command/resolve", {"command": RUN, "arguments": [arguments]})
        return form["formFields"][-1]["description"].splitlines()

    # Which branch

    def test_a_branch_made_from_another_and_pushed_under_its_own_name_is_the_one_that_runs(self):
        given = {"file": "deploy.yaml", "inputs": {"version": "1"}}
        self.repository.git("fetch", "--quiet", "origin")
        self.repository.git("checkout", "--quiet", "-b", "feature", "origin/main")
        self.repository.commit()
        server = self.editor(capabilities=FORMS)
        lines = self.confirmation(server, given)
        self.assertIn("branch: main (the upstream of feature)", lines)
        self.assertIn("warning: 1 commit of feature not pushed yet, so not part of the run", lines)
        self.repository.git("push", "--quiet", "origin", "feature")
        lines = self.confirmation(server, given)
        self.assertIn("branch: feature", lines)
        self.assertEqual([line for line in lines if line.startswith("warning")], [])
        for branch in ("main", "origin/main", "refs/heads/main", "refs/remotes/origin/main"):
            self.assertEqual(server.command(RUN, {**given, "branch": branch, "dryRun": True})["branch"], "main")

    def test_confirm_never_does_not_count_where_a_folder_source_chose_the_branch(self):
        given = {"file": "deploy.yaml", "inputs": {"version": "1"}}
        self.repository.push("other")
        server = self.editor("--confirm", "never", capabilities=FORMS)
        run = lambda field: next(e["value"] for e in field["type"]["entries"] if e["description"].startswith("Run"))
        server.request("workspace/executeCommand", fill_form(server, RUN, given, answer=run))
        resolved = lambda version: server.request("command/resolve", {
            "command": RUN, "arguments": [{"file": "deploy.yaml", "inputs": {"version": version}}]})
        self.assertNotIn("formFields", resolved("2"))
        self.repository.write(".cloudbees/unify-ls.json", json.dumps({"branch": "other"}))
        fields = resolved("3")["formFields"]
        self.assertEqual(fields[-1]["id"], "confirmed")
        self.assertIn("branch: other (named by the setting branch)", fields[-1]["description"])
        self.repository.write(".cloudbees/unify-ls.json", json.dumps({"remote": "origin"}))
        self.assertEqual(resolved("4")["formFields"][-1]["id"], "confirmed")

    # Which repository

    def submodule(self):
        part = Repository(self.session, name="part", url="https://github.com/acme/part.git", files={"smoke.yaml": SMOKE_TEST})
        self.repository.git("-c", f"url.{part.remote}.insteadOf={part.url}", "submodule", "--quiet", "add", part.url, "libs/part")
        return self.repository.folder / "libs/part"

    def test_a_file_of_a_submodule_belongs_to_it_however_it_is_named(self):
        part = self.submodule()
        server = self.editor()
        path = ".cloudbees/workflows/smoke.yaml"
        for file in ((part / path).as_uri(), str(part / path), f"libs/part/{path}"):
            for folder in ({}, {"folder": self.repository.uri}):
                result = server.command(RUN, {"file": file, "inputs": {}, "dryRun": True, **folder})
                self.assertEqual(result["file"], "smoke.yaml")
        self.assertEqual(server.command(RUN, {"file": "deploy.yaml", **DRY})["file"], "deploy.yaml")

    def test_a_file_below_a_folder_that_is_no_repository_belongs_to_its_own(self):
        other = Repository(self.session, name="other", files={"smoke.yaml": SMOKE_TEST})
        server = self.editor(folders=[self.session.folder])
        for repository, name, given in ((self.repository, "deploy.yaml", DRY), (other, "smoke.yaml", {"inputs": {}, "dryRun": True})):
            self.assertEqual(server.command(RUN, {"file": repository.path(name).as_uri(), **given})["file"], name)
        self.assertEqual(self.error(server, RUN, {"file": str(self.session.folder / "a.yaml"), **DRY}).kind, "git")

    def test_a_folder_behind_a_link_is_the_folder_it_leads_to(self):
        link = self.session.folder / "link"
        link.symlink_to(self.repository.folder)
        server = self.editor(folders=[link])
        for folder in (link, self.repository.folder):
            file = folder / ".cloudbees/workflows/deploy.yaml"
            for name in (file.as_uri(), str(file)):
                result = server.command(RUN, {"file": name, **DRY})
                self.assertEqual(result["file"], "deploy.yaml")
        both = self.editor(folders=[link, self.repository.folder])  # which are one
        self.assertEqual(len(both.command("unify.workflows.list")["workflows"]), 1)

    def test_a_repository_of_somebody_else_is_trusted_as_the_persons_own_git_trusts_it(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give files away")
        subprocess.run(["chown", "-R", "12345:12345", self.repository.folder], check=True)
        error = self.error(self.editor(), "unify.workflows.list", {})
        self.assertIn("safe.directory", error.data["remedy"]["title"])
        settings = self.session.folder / "my.gitconfig"
        env = {"GIT_CONFIG_GLOBAL": str(settings)}
        subprocess.run(["sh", "-c", error.data["remedy"]["title"]], env={**self.session.env, **env}, check=True)
        self.assertEqual(len(self.editor(env=env).command("unify.workflows.list")["workflows"]), 1)

    # Clones that lack something

    def test_a_partial_clone_runs_what_it_has_and_says_how_to_get_the_rest(self):
        self.repository.commit({"smoke.yaml": SMOKE_TEST})
        self.repository.push()
        subprocess.run(["git", "-C", self.repository.remote, "config", "uploadpack.allowFilter", "true"], check=True)
        clone = self.session.folder / "partial"
        git = {"env": self.repository.env, "check": True, "capture_output": True, "text": True}
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", "--filter=blob:none", self.repository.remote.as_uri(), clone], **git)
        subprocess.run(["git", "-C", clone, "cat-file", "-e", "origin/main:.cloudbees/workflows/smoke.yaml"], **git)
        server = self.editor(folders=[clone])
        listed = server.command("unify.workflows.list")
        self.assertEqual([workflow["file"] for workflow in listed["workflows"]], ["smoke.yaml"])
        self.assertIn("deploy.yaml", " ".join(listed["notes"]))
        self.assertEqual(server.command(RUN, {"file": "smoke.yaml", "inputs": {}, "dryRun": True})["file"], "smoke.yaml")
        error = self.error(server, RUN, {"file": "deploy.yaml", **DRY})
        self.assertIn("without the contents of this file", str(error))
        subprocess.run(["sh", "-c", error.data["remedy"]["title"]], env=self.repository.env, check=True)
        self.assertEqual(server.command(RUN, {"file": "deploy.yaml", **DRY})["file"], "deploy.yaml")

    # Files that cannot be read

    def test_broken_yaml_is_said_to_be_broken_with_its_line_wherever_the_file_is_named(self):
        self.repository.commit({"broken.yaml": BROKEN, "action.yaml": "kind: action\n"})
        self.repository.push()
        self.repository.write("broken.yaml", DEPLOY)  # repaired here, and not pushed
        server = self.editor(capabilities=FORMS)
        listed = server.command("unify.workflows.list")
        self.assertEqual([workflow["file"] for workflow in listed["workflows"]], ["deploy.yaml"])
        [note] = listed["notes"]
        self.assertTrue(note.startswith("`broken.yaml` is not listed, line 3: "), note)
        everything = {workflow["file"]: workflow for workflow in server.command("unify.workflows.list", {"all": True})["workflows"]}
        [problem] = everything["broken.yaml"]["problems"]
        self.assertTrue(problem["message"].startswith("line 3: "), problem)

        for arguments in ({"file": "broken.yaml"}, {"file": "broken.yaml", **DRY}):
            error = self.error(server, RUN, arguments)
            self.assertEqual(error.kind, "notManual")
            self.assertIn("`broken.yaml` on origin/main cannot be started, line 3: ", str(error))
        with self.assertRaises(LspError) as raised:
            server.request("command/resolve", {"command": RUN, "arguments": [{"file": "broken.yaml"}]})
        self.assertIn("line 3: ", str(raised.exception))
        [field] = server.request("command/resolve", {"command": RUN})["formFields"]
        self.assertEqual(field["description"].splitlines(), ["Workflow", note])
        self.assertIn("line 1: This file is of kind", str(self.error(server, RUN, {"file": "action.yaml"})))
        self.assertIn("no `workflow_dispatch`", str(self.error(server, RUN, {"file": "build.yaml"})))


if __name__ == "__main__":
    main()
