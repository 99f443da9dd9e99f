"""What the program is made of as users get it: its shared libraries, and that it leaves no core dump behind."""

import resource
import subprocess
from pathlib import Path

from harness import TestCase, elf, main, program, release_program
from harness.simulator import FULL_TOKEN

PROGRAMS = ("unify-ls", "unify-ls-secret-service")


def only_four_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))


class Program(TestCase):
    def test_they_start_wherever_there_is_a_c_library(self):
        for name in PROGRAMS:
            with self.subTest(name):
                self.assertEqual(elf.libraries_of(release_program(name)) - elf.NEEDED_AT_START, set())

    def test_the_c_library_may_be_an_old_one(self):
        for name in PROGRAMS:
            with self.subTest(name):
                versions = elf.libc_versions_of(release_program(name))
                self.assertTrue(versions)
                self.assertLessEqual(versions[-1], elf.NEWEST_LIBC)

    def test_exceptions_find_their_way_with_tables_of_our_own(self):
        """Where the loop gets no descriptor, an exception travels through the whole program."""
        outcome = subprocess.run([release_program(), "serve", "--stdio"], env=self.session.env, stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True, timeout=20, preexec_fn=only_four_descriptors)
        self.assertEqual(outcome.returncode, 1, outcome)
        self.assertIn("it cannot go on", outcome.stderr)

    def test_a_libcurl_that_is_too_old_is_named(self):
        folder = Path(program()).parent / "old-libcurl"
        if not folder.exists():
            self.skipTest("there is no libcurl-gnutls.so.4 to make one from")
        env = {**self.session.env, "UNIFY_TOKEN": FULL_TOKEN, "LD_LIBRARY_PATH": str(folder), "OLD_LIBCURL_VERSION": "074b00"}
        outcome = subprocess.run([release_program(), "token", "status", "--check", "--api-url", self.simulator().url], env=env,
                                 capture_output=True, text=True, timeout=20)
        self.assertEqual(outcome.returncode, 1, outcome)
        self.assertIn("7.76 or newer is needed", outcome.stderr)

    def test_libcurl_is_loaded_by_the_first_request(self):
        platform = self.simulator()
        server = self.server("--api-url", platform.url, command=release_program(),
                             env={"UNIFY_TOKEN": FULL_TOKEN, "UNIFY_LS_DEBUGGABLE": "1"})
        maps = Path(f"/proc/{server.pid}/maps")
        server.initialize()
        server.command("unify.token.status")
        self.assertNotIn("libcurl", maps.read_text(encoding="utf-8"))
        server.command("unify.token.status", {"check": True})
        self.assertIn("libcurl", maps.read_text(encoding="utf-8"))

    def test_no_core_dump(self):
        server = self.server(command=release_program())
        server.initialize()
        with open(f"/proc/{server.pid}/limits", encoding="utf-8") as limits:
            [line] = [line for line in limits if line.startswith("Max core file size")]
        self.assertEqual(line.split()[4:6], ["0", "0"])
        self.assertEqual(server.shutdown(), 0)


if __name__ == "__main__":
    main()
