"""The packages in bare systems: installed with one command, used for the main job, and removed without a trace."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from harness import Repository, TestCase, elf, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY
from root import Root

TOP = Path(__file__).resolve().parents[2]
PACKAGES = Path(os.environ.get("UNIFY_PACKAGES", TOP / "build/packages"))
SUITES = ("bookworm", "trixie", "forky", "sid", "jammy", "noble")
TOO_OLD = "bullseye"
RPM_DATABASE = "/var/lib/unify-ls-rpm"  # apart, so that it is not taken for a trace


class Packages(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.shared = self.session.folder

    def package(self, pattern):
        [path] = PACKAGES.glob(pattern)
        return Path(shutil.copy(path, self.shared))

    def root(self, suite):
        return self.open(Root(suite, self.shared))

    def do_the_main_job(self, root, program):
        def unify(*arguments, **options):
            return root.run(program, *arguments, "--api-url", self.platform.url, "--token-store", "file", cwd=self.repository.folder, **options)

        before = self.platform.triggers()["count"]
        # The owner of these folders is whoever runs the tests, which git wants to be the same inside.
        unify("token", "set", "--stdin", "--days", "7", input=FULL_TOKEN)
        self.assertIn("deploy.yaml", unify("workflows"))
        self.assertIn("succeeded", unify("run", "deploy.yaml", "-i", "version=1.4", "--yes", "--follow"))
        self.assertEqual(self.platform.triggers()["count"], before + 1)
        self.assertIn("succeeded", unify("runs"))
        unify("token", "delete")

    def check_debian_package(self, suite):
        file = self.package("*_amd64.deb")
        root = self.root(suite)
        root.run("apt-get", "update")
        before = root.files()
        root.run("apt-get", "install", "-y", "--no-install-recommends", file)
        self.do_the_main_job(root, "unify-ls")
        self.assertIn("unify-ls", root.run("apt-get", "purge", "-y", "unify-ls"))
        self.assertEqual([path for path in root.files() - before if "unify" in path and not path.startswith("root/")], [])

    def check_archive(self, suite):
        file = self.package("unify-ls-*-linux-x64.tar.xz")
        root = self.root(suite)
        root.install("git", "xz-utils")  # git brings the only libcurl along, the one with GnuTLS
        self.assertEqual([path for path in root.files() if path.endswith("/libcurl.so.4")], [])
        before = root.files()
        root.run("tar", "--extract", "--file", file, "--directory", "/tmp")
        root.run("sh", "-c", "/tmp/unify-ls-*/install.sh")
        self.do_the_main_job(root, "/root/.local/bin/unify-ls")
        refused = root.run("/root/.local/bin/unify-ls", "token", "set", "--stdin", "--api-url", self.platform.url,
                           "--token-store", "secret-service", code=1, input=FULL_TOKEN)
        self.assertIn("libsecret-1-0", refused)
        root.run("/root/.local/share/unify-ls/install.sh", "--uninstall")
        own = {path for path in root.files() - before if not path.startswith(("root/.local/state", "root/.config"))}
        self.assertEqual(own - {"root/.local"}, set())  # which its state keeps

    def test_shells_find_their_completions(self):
        root = self.root("bookworm")
        root.install("zsh", "fish", self.package("*_amd64.deb"))
        self.assertIn("runs\t", root.run("fish", "-c", "complete -C 'unify-ls ru'"))
        self.assertEqual(root.run("zsh", "-c", "autoload -Uz compinit; compinit -u -D; print $_comps[unify-ls]"), "_unify-ls\n")
        self.assertIn("_unify_ls", root.run("bash", "-c", ". /usr/share/bash-completion/completions/unify-ls; complete -p unify-ls"))

    def test_an_rpm_in_a_debian_root(self):
        """No system that lives by RPM can be had here. So rpm installs into a Debian one, where it finds no package that it knows:
        its own installing, verifying and erasing are seen here, and the job done; not whether dnf finds what it asks for."""
        file = self.package("*.x86_64.rpm")
        root = self.root("bookworm")
        root.install("git")

        def rpm(*arguments):
            done = subprocess.run(["rpm", "--root", root.folder, "--dbpath", RPM_DATABASE, "--force-debian", *arguments], capture_output=True,
                                  text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            return done.stdout

        def files():
            return {path for path in root.files() if not f"/{path}".startswith(RPM_DATABASE)}

        before = files()
        rpm("--install", "--nodeps", file)
        listed = set(rpm("--query", "--list", "unify-ls").split())
        self.assertEqual({f"/{path}" for path in files() - before} - listed, set())
        self.assertEqual(rpm("--verify", "--nodeps", "unify-ls"), "")
        self.do_the_main_job(root, "unify-ls")
        rpm("--erase", "unify-ls")
        self.assertEqual({path for path in files() - before if not path.startswith("root/")}, set())

    def test_an_rpm_asks_for_what_rhel_9_has(self):
        for file in PACKAGES.glob("*.rpm"):
            asked = subprocess.run(["rpm", "--query", "--package", "--requires", file], capture_output=True, text=True, check=True).stdout
            versions = [tuple(map(int, version.split("."))) for version in re.findall(r"\(GLIBC_([\d.]+)\)", asked)]
            self.assertLessEqual(max(versions), elf.NEWEST_LIBC)
            names = {line.split("(")[0] for line in asked.splitlines()} - elf.NEEDED_AT_START
            self.assertEqual(names, {"git-core", "libcurl.so.4", "rtld", "rpmlib"})

    def test_a_damaged_archive_is_refused(self):
        file = self.package("unify-ls-*-linux-x64.tar.xz")
        subprocess.run(["tar", "--extract", "--file", file, "--directory", self.shared], check=True)
        [folder] = self.shared.glob("unify-ls-*-linux-x64")
        with open(folder / "bin/unify-ls", "ab") as program:
            program.write(b"x")
        done = subprocess.run([folder / "install.sh", "--prefix", self.shared / "prefix"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("was changed. Nothing was installed", done.stderr)
        self.assertFalse((self.shared / "prefix").exists())

    def test_an_upgrade_takes_away_what_is_gone(self):
        file = self.package("unify-ls-*-linux-x64.tar.xz")
        subprocess.run(["tar", "--extract", "--file", file, "--directory", self.shared], check=True)
        [folder] = self.shared.glob("unify-ls-*-linux-x64")
        prefix = self.shared / "prefix"
        install = [folder / "install.sh", "--prefix", prefix]
        subprocess.run(install, check=True, capture_output=True)
        (folder / "share/fish/vendor_completions.d/unify-ls.fish").unlink()
        sums = folder / "SHA256SUMS"
        sums.write_text("".join(line for line in sums.read_text().splitlines(True) if "fish" not in line))
        subprocess.run(install, check=True, capture_output=True)
        self.assertFalse((prefix / "share/fish/vendor_completions.d/unify-ls.fish").exists())
        subprocess.run([*install, "--uninstall"], check=True, capture_output=True)
        self.assertFalse(prefix.exists())

    def test_a_system_that_is_too_old_is_told_so(self):
        file, archive = self.package("*_amd64.deb"), self.package("unify-ls-*-linux-x64.tar.xz")
        root = self.root(TOO_OLD)
        root.install("xz-utils")
        self.assertIn("libc6 (>= 2.34)", root.run("apt-get", "install", "-y", file, code=100))
        root.run("tar", "--extract", "--file", archive, "--directory", "/tmp")
        self.assertIn("glibc 2.34 or newer. Nothing was installed", root.run("sh", "-c", "/tmp/unify-ls-*/install.sh", code=1))

    def test_programs_of_every_architecture(self):
        archives = list(PACKAGES.glob("unify-ls-*-linux-*[!g].tar.xz"))
        for archive in archives:
            subprocess.run(["tar", "--extract", "--file", archive, "--directory", self.shared], check=True)
        programs = sorted(self.shared.glob("unify-ls-*/bin/*"))
        self.assertEqual(len(programs), 2 * len(archives))
        for program in programs:
            with self.subTest(program):
                self.assertEqual(elf.libraries_of(program) - elf.NEEDED_AT_START, set())
                self.assertLessEqual(elf.libc_versions_of(program)[-1], elf.NEWEST_LIBC)
                self.assertNotIn(".symtab", elf.read("--sections", program))
                self.assertEqual(elf.private_symbols_of(program), [])
                self.assertEqual(elf.unguarded(program), [])

    def test_lintian_has_nothing_to_say(self):
        for file in PACKAGES.glob("*.deb"):
            done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", "--tag-display-limit", "0", file],
                                  capture_output=True, text=True, check=False)
            said = done.stdout.splitlines()
            if "<nobody@example.org>" in subprocess.run(["dpkg-deb", "--field", file, "Maintainer"], capture_output=True, text=True, check=True).stdout:
                said = [line for line in said if " bogus-mail-host" not in line]  # no release, and it says so
            self.assertEqual((said, done.stderr), ([], ""))

    def test_rpmlint_has_nothing_to_say(self):
        for file in PACKAGES.glob("*.rpm"):
            done = subprocess.run(["rpmlint", "--config", TOP / "scripts/packaging/rpmlint.toml", file], capture_output=True, text=True, check=False)
            self.assertIn("0 errors, 0 warnings", done.stdout)


def for_each_suite():
    for suite in SUITES:
        for name, check in (("debian_package", Packages.check_debian_package), ("archive", Packages.check_archive)):
            setattr(Packages, f"test_{name}_in_{suite}", lambda self, suite=suite, check=check: check(self, suite))


for_each_suite()
if __name__ == "__main__":
    if not list(PACKAGES.glob("*.deb")):
        sys.exit(f"There are no packages in {PACKAGES}: scripts/package makes them.")
    main()
