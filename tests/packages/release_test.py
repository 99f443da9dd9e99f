"""scripts/release with a key that is thrown away: what is signed can be checked, and what was changed is found."""

import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from harness import TestCase, main

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts/packaging"))
import changelog  # noqa: E402

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n* soon\n\n## [1.1.0] - 2027-01-02\n\n### Added\n\n* this\n  and that\n\n## [1.0.0]\n\n* first\n"


class Notes(unittest.TestCase):
    def test_they_are_those_of_the_version(self):
        self.assertEqual(changelog.notes_of(CHANGELOG, "1.1.0"), "### Added\n\n* this\n  and that")

    def test_no_release_without_a_date_or_notes(self):
        for version, says in (("1.0.0", "no date"), ("2.0.0", "no section"), ("Unreleased", "no date")):
            with self.subTest(version), self.assertRaisesRegex(SystemExit, says):
                changelog.notes_of(CHANGELOG, version)


class Mason(TestCase):
    def test_the_entry_names_the_archives_that_are_made(self):
        folder = self.session.new_folder("packages")
        env = {**self.session.env, "UNIFY_LS_HOME": "https://github.com/acme/unify-ls/"}
        subprocess.run([TOP / "scripts/release", "mason", folder], check=True, env=env, timeout=60)
        entry = (folder / "mason.yaml").read_text()
        [version] = re.findall(r"^  id: pkg:github/acme/unify-ls@v([\d.]+)$", entry, re.MULTILINE)
        self.assertIn(f"project(unify-ls VERSION {version} ", (TOP / "CMakeLists.txt").read_text())
        files = [name.replace('{{ version | strip_prefix "v" }}', version) for name in re.findall(r"file: (.+)$", entry, re.MULTILINE)]
        self.assertEqual(files, [f"unify-ls-{version}-linux-{architecture}.tar.xz" for architecture in ("x64", "arm64")])
        self.assertNotIn("@HOME@", entry)
        refused = subprocess.run([TOP / "scripts/release", "mason", folder], env={**env, "UNIFY_LS_HOME": "https://forge.example/x"},
                                 capture_output=True, text=True, check=False)
        self.assertEqual(refused.returncode, 2)


class Signing(TestCase):
    def setUp(self):
        if not shutil.which("minisign"):
            self.skipTest("minisign is not installed")
        self.files = self.session.new_folder("files")
        (self.files / "unify-ls.tar.xz").write_text("the first")
        (self.files / "other.deb").write_text("the second")
        self.key, self.public = self.session.folder / "secret.key", self.session.folder / "public.key"
        subprocess.run(["minisign", "-G", "-W", "-p", self.public, "-s", self.key], check=True, capture_output=True)

    def release(self, *arguments, code=0):
        done = subprocess.run([TOP / "scripts/release", *arguments], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr

    def checks_out(self):
        """As somebody who downloads does it: the signature of the sums, then the sums."""
        signed = subprocess.run(["minisign", "-Vm", self.files / "SHA256SUMS", "-p", self.public], capture_output=True, check=False)
        sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=self.files, capture_output=True, check=False)
        return signed.returncode == 0 and sums.returncode == 0

    def test_what_was_signed_checks_out_and_nothing_else(self):
        self.release("sign", "--key", self.key, self.files)
        self.assertEqual(len((self.files / "SHA256SUMS").read_text().splitlines()), 2)
        self.assertTrue(self.checks_out())
        (self.files / "other.deb").write_text("not the second")
        self.assertFalse(self.checks_out())
        sums = subprocess.run(["sha256sum", "other.deb", "unify-ls.tar.xz"], cwd=self.files, capture_output=True, check=True)
        (self.files / "SHA256SUMS").write_bytes(sums.stdout)
        self.assertFalse(self.checks_out())

    def test_no_key_no_signature(self):
        self.assertIn("--key", self.release("sign", self.files, code=2))
        self.assertFalse((self.files / "SHA256SUMS").exists())


class Wanted(TestCase):
    """What stands nowhere in the sources is asked for before anything is tested, built or signed."""

    HOME, CONTACT = "https://github.com/acme/unify-ls", "Ann Other <ann@acme.example>"

    def release(self, *arguments, home="", contact=""):
        env = {**self.session.env, "UNIFY_LS_HOME": home, "UNIFY_LS_CONTACT": contact}
        return subprocess.run([TOP / "scripts/release", *arguments], env=env, capture_output=True, text=True, timeout=60, check=False)

    def test_all_that_is_missing_is_named_at_once(self):
        names = ("UNIFY_LS_HOME", "UNIFY_LS_CONTACT", "--key")
        for given, missing in (({}, names), ({"home": self.HOME}, names[1:]), ({"home": self.HOME, "contact": self.CONTACT}, names[2:]),
                               ({"home": "http://acme.example/x", "contact": "ann@acme.example"}, names)):
            with self.subTest(given):
                refused = self.release(**given)
                self.assertEqual((refused.returncode, refused.stdout), (2, ""))
                self.assertEqual([name for name in names if name in refused.stderr], list(missing), refused.stderr)

    def test_a_check_needs_no_key(self):
        refused = self.release("check")
        self.assertEqual(refused.returncode, 2)
        self.assertNotIn("--key", refused.stderr)
        # Whether the sources here can be released is another matter.
        self.assertNotIn("UNIFY_LS_", self.release("check", home=self.HOME, contact=self.CONTACT).stderr)


if __name__ == "__main__":
    main()
