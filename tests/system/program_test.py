"""What the program is made of as users get it: its shared libraries, and that it leaves no core dump behind."""

import re
import subprocess
from pathlib import Path

from harness import TestCase, main, release_program
from harness.simulator import FULL_TOKEN

EVERYWHERE = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def libraries_of(path):
    text = subprocess.run(["readelf", "--dynamic", "--wide", path], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", text))


class Program(TestCase):
    def test_the_server_is_linked_with_nothing_that_is_not_everywhere(self):
        self.assertEqual(libraries_of(release_program()) - EVERYWHERE, set())

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

    def test_only_the_helper_needs_libsecret(self):
        libraries = libraries_of(release_program("unify-ls-secret-service"))
        self.assertIn("libsecret-1.so.0", libraries)
        self.assertNotIn("libcurl.so.4", libraries)

    def test_no_core_dump(self):
        server = self.server(command=release_program())
        server.initialize()
        with open(f"/proc/{server.pid}/limits", encoding="utf-8") as limits:
            [line] = [line for line in limits if line.startswith("Max core file size")]
        self.assertEqual(line.split()[4:6], ["0", "0"])
        self.assertEqual(server.shutdown(), 0)


if __name__ == "__main__":
    main()
