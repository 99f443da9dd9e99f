"""Files that are no good workflows, and paths that lead elsewhere: each ends in a clear message, soon, and the others live."""

import os
import time

from harness import LspError, Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

AT_ONCE = 20  # seconds, with an instrumented program on a machine that has other things to do
MOST_FILES = 10_000
SECRET = "word-from-outside-the-repository"

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True))
ODD_FILES = {
    "bomb.yaml": BOMB + DEPLOY,
    "deep.yaml": "on: " + "[" * 100_000 + "]" * 100_000,
    "deep-map.yaml": "".join("  " * depth + "a:\n" for depth in range(700)),
    "merge.yaml": "a: &a\n  <<: *a\non: {workflow_dispatch: {}}\n",
    "control.yaml": "on: \x00\x01\x02",
    "utf16.yaml": "on: {workflow_dispatch: {}}".encode("utf-16"),
    "latin1.yaml": "name: caf\xe9\non: push\n".encode("latin-1"),
    "lone.yaml": b"\xff\xfe\xfd",
    "long-line.yaml": "name: " + "x" * 500_000 + "\non: {workflow_dispatch: {}}\n",
    "keys.yaml": "on: {workflow_dispatch: {inputs: {" + ", ".join(f"i{n}: {{}}" for n in range(20_000)) + "}}}\n",
    "tabs.yaml": "\t\t\ton:\n\t- push",
    "empty.yaml": "",
    "many.yaml": "---\n" * 50_000,
    "tag.yaml": "on: !!python/object/apply:os.system [touch /tmp/never]\n",
}


class HostileFiles(TestCase):
    def setUp(self):
        self.platform = self.simulator()

    def editor(self, repository):
        server = self.server("--api-url", self.platform.url, "--log-level", "info", env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=repository.folder)
        server.initialize(workspaceFolders=[{"uri": repository.uri, "name": "shop-api"}])
        return server

    def list_of(self, server, **arguments):
        start = time.monotonic()
        listed = server.command("unify.workflows.list", {"all": True, **arguments}, timeout=120)
        self.assertLess(time.monotonic() - start, AT_ONCE)
        return {workflow["file"]: workflow for workflow in listed["workflows"]}

    def assert_told(self, workflow):
        """It says what is wrong with it, in few words."""
        messages = [problem["message"] for problem in workflow["problems"]]
        self.assertTrue(messages, workflow["file"])
        for message in messages:
            self.assertLess(len(message), 300, message)
            self.assertTrue(message.endswith("."), message)

    def test_odd_files(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY, **ODD_FILES})
        server = self.editor(repository)
        listed = self.list_of(server)
        self.assertEqual(set(listed), {"deploy.yaml", *ODD_FILES})
        self.assertEqual(listed["deploy.yaml"]["problems"], [])
        for name in ODD_FILES:
            with self.subTest(name):
                # A bomb that nobody sets off, aliases unexpanded, is a small file like another.
                if name not in ("bomb.yaml", "long-line.yaml", "keys.yaml", "many.yaml", "merge.yaml"):
                    self.assert_told(listed[name])
                with self.assertRaises(LspError) as raised:
                    server.command("unify.workflow.run", {"file": name, "inputs": {}}, timeout=60)
                self.assertIn(raised.exception.kind, ("notManual", "invalidInputs", "needsInput", "git", "platform"), raised.exception.message)
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_a_file_of_100_megabytes(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        huge = repository.write("huge.yaml", "")
        os.truncate(huge, 100 << 20)  # of zeroes, which take no place on the disk
        server = self.editor(repository)
        listed = self.list_of(server)
        self.assert_told(listed["huge.yaml"])
        self.assertEqual(listed["deploy.yaml"]["problems"], [])
        repository.commit()
        repository.push()
        listed = self.list_of(server)
        self.assert_told(listed["huge.yaml"])
        self.assertIn("larger than", listed["huge.yaml"]["problems"][0]["message"])

    def test_what_is_no_file(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        outside = self.session.folder / "outside.yaml"
        outside.write_text(f"name: {SECRET}\non: {{workflow_dispatch: {{}}}}\n", encoding="utf-8")
        os.mkfifo(repository.path("pipe.yaml"))
        for name, target in {"loop.yaml": "loop.yaml", "other-loop.yaml": "../workflows/loop.yaml", "out.yaml": str(outside),
                             "device.yaml": "/dev/zero", "up.yaml": "../../..", "inside.yaml": "deploy.yaml", "dangling.yaml": "nowhere"}.items():
            os.symlink(target, repository.path(name))
        repository.path("folder.yaml").mkdir()
        server = self.editor(repository)
        listed = self.list_of(server)
        for name in set(listed) - {"deploy.yaml"}:
            self.assert_told(listed[name])
        self.assertIn("pipe.yaml", listed)
        self.assertIn("out.yaml", listed)
        # The same as part of the branch that would run.
        os.unlink(repository.path("pipe.yaml"))
        repository.commit()
        repository.push()
        listed = self.list_of(server)
        for name in ("loop.yaml", "out.yaml", "device.yaml", "inside.yaml"):
            self.assertIn("symlink", listed[name]["problems"][0]["message"], listed[name])
        self.assertNotIn(SECRET, str(server.messages))

    def test_a_workflow_folder_that_lies_elsewhere(self):
        outside = self.session.new_folder("elsewhere")
        (outside / "deploy.yaml").write_text(DEPLOY.replace("Deploy", SECRET), encoding="utf-8")
        for name in (".cloudbees", ".cloudbees/workflows"):
            with self.subTest(name):
                repository = Repository(self.session, name=f"link-{name.count('/')}", files={"docs/README": "x"})
                place = repository.folder / name
                place.parent.mkdir(exist_ok=True)
                os.symlink(outside, place)
                server = self.editor(repository)
                self.assertEqual(self.list_of(server), {})
                self.assertNotIn(SECRET, str(server.messages))
                notes = server.command("unify.workflows.list", {"all": True})["notes"]
                self.assertIn("reached through a symlink", notes[0])

    def test_names_that_lead_out(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        (self.session.folder / "out.yaml").write_text(f"name: {SECRET}\non: {{workflow_dispatch: {{}}}}\n", encoding="utf-8")
        server = self.editor(repository)
        for file in ("../../../out.yaml", ".cloudbees/workflows/../../../out.yaml", str(self.session.folder / "out.yaml"), "/etc/passwd",
                     (self.session.folder / "out.yaml").as_uri(), "file:///etc/passwd", "..", ".", "", "deploy.yaml/..", "./../deploy.yaml\0",
                     "%2e%2e/%2e%2e/out.yaml", "a" * 10_000, "-n", "--help", "~/out.yaml", "$HOME/out.yaml", "https://evil.example/deploy.yaml"):
            with self.subTest(file[:80]):
                with self.assertRaises(LspError) as raised:
                    server.command("unify.workflow.run", {"file": file, "inputs": {"version": "1"}, "confirmed": True})
                self.assertIn(raised.exception.kind, ("notFound", "needsInput", "git"), raised.exception.message)
                self.assertLess(len(raised.exception.message), 500)
        for branch in ("../main", "--upload-pack=x", "main:.cloudbees", "HEAD@{1}", "main^{/x}", "a" * 10_000, "refs/heads/../../HEAD", "\n"):
            with self.subTest(branch[:80]):
                with self.assertRaises(LspError) as raised:
                    server.command("unify.workflow.run", {"file": "deploy.yaml", "branch": branch, "inputs": {"version": "1"}, "confirmed": True})
                self.assertIn(raised.exception.kind, ("notFound", "git"), raised.exception.message)
        self.assertNotIn(SECRET, str(server.messages))
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_too_many_files(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        for number in range(MOST_FILES + 1):
            repository.write(f"w{number:05}.yaml", "on: push\n")
        server = self.editor(repository)
        # What would run is on the remote branch, and can be listed; that the rest was not compared is written down.
        self.assertEqual(set(self.list_of(server)), {"deploy.yaml"})
        server.wait_until(lambda: f"more than {MOST_FILES} files".encode() in server.stderr, "word in the log")
        repository.commit()
        repository.push()
        listed = server.command("unify.workflows.list", timeout=120)
        self.assertTrue(any(f"more than {MOST_FILES} files" in note for note in listed["notes"]), listed["notes"])
        # The last by name is left out of a list, but not when it is named.
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", {"file": f"w{MOST_FILES:05}.yaml", "inputs": {}}, timeout=120)
        self.assertEqual(raised.exception.kind, "notManual", raised.exception.message)


if __name__ == "__main__":
    main()
