"""TLS with whichever libcurl a system has: with OpenSSL, with GnuTLS, and as old as may be, what is said is the same."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from harness import Proxy, Simulator, TestCase, main, program, release_program
from harness.simulator import FULL_TOKEN, make_certificates

FOLDERS = ("gnutls-libcurl", "old-libcurl")
SAYS = {
    "good": "The platform accepts it.",
    "stranger": "The certificate of platform.test was not accepted",
    "expired": "The certificate of platform.test was not accepted",
    "wrong-name": "The certificate of platform.test was not accepted",
    "plain": "No secure connection to platform.test could be made",
}


class Libcurls(TestCase):
    def test_certificates(self):
        others = [Path(program()).parent / name for name in FOLDERS]
        if not others[-1].exists():
            self.skipTest("there is no libcurl-gnutls.so.4 here")
        certificates = self.session.new_folder("certificates")
        make_certificates(certificates)
        for kind, sentence in SAYS.items():
            tls = [] if kind == "plain" else ["--tls", certificates / f"{kind}.pem", certificates / f"{kind}.key"]
            with Simulator(*tls) as platform, Proxy(urlsplit(platform.url).port) as proxy:
                for library in (None, *others):
                    with self.subTest(kind, library=library and library.name):
                        self.assertIn(sentence, self.ask(library, certificates / "ca.pem", proxy.url))
                self.assertEqual(len(platform.requests()) > 0, kind == "good")

    def ask(self, library, authorities, proxy):
        env = {**self.session.env, "UNIFY_TOKEN": FULL_TOKEN, **({"LD_LIBRARY_PATH": str(library)} if library else {})}
        command = [release_program(), "token", "status", "--check", "--api-url", "https://platform.test",
                   "--ca-file", authorities, "--proxy", proxy]
        return subprocess.run(command, env=env, cwd=self.session.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60, check=False).stdout


if __name__ == "__main__":
    main()
