"""What the program is made of as users get it: its shared libraries, and that it leaves no core dump behind."""

import re
import subprocess

from harness import TestCase, main, release_program

EVERYWHERE = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def libraries_of(path):
    text = subprocess.run(["readelf", "--dynamic", "--wide", path], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", text))


class Program(TestCase):
    def test_the_server_needs_libcurl_and_what_that_brings_along_anyway(self):
        self.assertEqual(libraries_of(release_program()) - EVERYWHERE, {"libcurl.so.4", "libcrypto.so.3"})

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
