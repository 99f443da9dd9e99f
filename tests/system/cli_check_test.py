"""`unify-ls check`: what it prints for a person, for a script and for code scanning, and its exit codes."""

import json
import subprocess

from harness import TestCase, main, program

GOOD = """apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Build
on:
  push:
jobs:
  build:
    steps:
      - uses: docker://alpine
        run: echo
"""
TWICE = GOOD + "name: Again\n"


class Check(TestCase):
    def setUp(self):
        self.folder = self.session.new_folder("shop")
        (self.folder / ".git").mkdir()
        self.write(".cloudbees/workflows/good.yaml", GOOD)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def check(self, *arguments, code=0):
        result = subprocess.run([program(), "check", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                timeout=60, env=self.session.env, cwd=self.folder, check=False)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def test_nothing_wrong_is_exit_code_0(self):
        result = self.check()
        self.assertEqual((result.stdout, result.stderr), ("", "nothing found in 1 file.\n"))

    def test_an_error_is_a_line_and_exit_code_1(self):
        self.write(".cloudbees/workflows/bad.yaml", TWICE)
        self.write("docs/other.yaml", 'a: "b')
        result = self.check(code=1)
        [line] = result.stdout.splitlines()
        self.assertRegex(line, r"^\.cloudbees/workflows/bad\.yaml:11:1: error: .+ \[yaml-duplicate-key\]$")
        self.assertEqual(result.stderr, "1 error in 2 files.\n")
        self.assertEqual(self.check(".cloudbees/workflows/good.yaml").stdout, "")

    def test_a_file_that_cannot_be_read_is_exit_code_2_and_the_others_are_checked(self):
        self.write("bad.yaml", TWICE)
        result = self.check("missing.yaml", "bad.yaml", code=2)
        self.assertIn("missing.yaml cannot be read.", result.stderr)
        self.assertIn("[yaml-duplicate-key]", result.stdout)

    def test_a_file_of_somebody_else_is_named_and_not_checked(self):
        self.write("other.yaml", 'a: "b')
        self.assertIn("other.yaml is not a Unify file", self.check("other.yaml").stderr)

    def test_json_and_sarif(self):
        self.write(".cloudbees/workflows/bad.yaml", TWICE)
        files = json.loads(self.check("--json", code=1).stdout)["files"]
        self.assertEqual([file["path"] for file in files], [".cloudbees/workflows/bad.yaml", ".cloudbees/workflows/good.yaml"])
        [found] = files[0]["diagnostics"]
        self.assertEqual((found["code"], found["range"]["start"]["line"]), ("yaml-duplicate-key", 10))
        [run] = json.loads(self.check("--sarif", code=1).stdout)["runs"]
        [result] = run["results"]
        self.assertEqual((result["ruleId"], result["level"]), ("yaml-duplicate-key", "error"))

    def test_the_folder_settings_and_comments_silence(self):
        bad = self.write(".cloudbees/workflows/bad.yaml", TWICE)
        settings = self.write(".cloudbees/unify-ls.json", '{"diagnostics": {"ignore": ["yaml-duplicate-key"]}}')
        self.check()
        settings.unlink()
        bad.write_text(TWICE.replace("name: Again", "name: Again # unify-ls: ignore yaml-duplicate-key"), encoding="utf-8")
        self.check()

    def test_another_folder_and_a_hostile_one(self):
        for name in ("loop", ".cloudbees/workflows/link.yaml"):
            (self.folder / name).symlink_to(self.folder)
        self.write(".cloudbees/workflows/\x1b[2J.yaml", TWICE)
        result = self.check("--folder", str(self.folder), code=1)
        self.assertNotIn("\x1b", result.stdout)
        self.assertEqual(result.stderr, "1 error in 2 files.\n")


if __name__ == "__main__":
    main()
