"""Plants one violation of each rule in an otherwise clean tree: a rule that finds nothing there checks nothing."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK_HOUSE = Path(__file__).resolve().parents[2] / "scripts" / "check-house"

CLEAN = {
    "protocol/errors.h": "#pragma once\n",
    "server/base/error.h": '#include "protocol/errors.h"\n',
    "server/rpc/stdio.cpp": "int fd = STDOUT_FILENO;\n",
    "server/http/client.cpp": '#include "server/credentials/secret.h"\n#include <curl/curl.h>\n',
    "server/credentials/secret.h": "#pragma once\n// a comment may say sleep_for or detached\n",
    "server/main.cpp": '#include "server/cli/verbs.h"\nauto help = "speaks on stdout; printf(x)";\n',
    "tests/unit/CMakeLists.txt": "add_executable(unit-tests base/text_test.cpp)\n",
    "tests/unit/base/text_test.cpp": "int x;\n",
}

VIOLATIONS = [
    ("protocol/frame.cpp", '#include "server/base/error.h"\n', "protocol may not include from base"),
    ("server/rpc/x.cpp", '#include "server/http/client.h"\n', "rpc may not include from http"),
    ("server/http/x.cpp", '#include "server/credentials/chooser.h"\n', "http may not include from credentials"),
    ("server/platform/x.cpp", '#include "server/git/git.h"\n', "platform may not include from git"),
    ("server/base/x.cpp", '#include "tests/support/clock.h"\n', "name a header of the product"),
    ("server/base/long.h", "\n" * 201, "the limit is 200"),
    ("server/base/long.cpp", "\n" * 401, "the limit is 400"),
    ("scripts/long", "#!/bin/sh\n" + "\n" * 400, "the limit is 400"),
    ("server/git/x.cpp", 'void f() { std::cout << 1; }\n', "writing to stdout"),
    ("server/git/x.cpp", 'void f() { printf("x"); }\n', "writing to stdout"),
    ("server/git/x.cpp", 'void f() { fmt::print("x"); }\n', "writing to stdout"),
    ("server/platform/x.cpp", "#include <curl/curl.h>\n", "curl"),
    ("server/git/git.cpp", "void f() { posix_spawn(a, b); }\n", "starting a process"),
    ("server/git/git.cpp", "void f() { ::fork(); }\n", "starting a process"),
    ("server/credentials/x.cpp", "#include <libsecret/secret.h>\n", "libsecret"),
    ("server/platform/x.cpp", "void f(const credentials::Secret& token);\n", "a Secret"),
    ("server/git/git.cpp", "#include <sys/wait.h>\n", "only one system"),
    ("server/commands/x.cpp", "#include <unistd.h>\n", "only one system"),
    ("server/rpc/stdio.h", "#include <boost/asio/posix/stream_descriptor.hpp>\n", "a handle that only one system has"),
    ("server/http/x.cpp", "void f() { ::explicit_bzero(a, b); }\n", "a handle that only one system has"),
    ("server/rpc/x.cpp", "void f() { co_spawn(a, b, asio::detached); }\n", "asio::detached"),
    ("tests/unit/base/text_test.cpp", "void f() { std::this_thread::sleep_for(x); }\n", "sleeping"),
    ("tests/system/x.py", "import time\ntime" + ".sleep(1)\n", "sleeping"),
    ("package-lock.json", '"resolved": "https://mirror.example/x.tgz"\n', "names a registry"),
    ("tests/unit/base/lost_test.cpp", "int x;\n", "not listed"),
]


class CheckHouse(unittest.TestCase):
    def check(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace("@TOP@", str(Path(folder).resolve())), encoding="utf-8")
            return subprocess.run([sys.executable, str(CHECK_HOUSE), folder], capture_output=True, text=True, check=False)

    def test_a_clean_tree_passes(self):
        result = self.check(CLEAN)
        self.assertEqual((result.returncode, result.stdout), (0, "The house is in order.\n"))

    def test_each_violation_is_found(self):
        for name, text, expected in VIOLATIONS + [("README.md", "see @TOP@/x\n", "names this machine's folder")]:
            with self.subTest(name=name, expected=expected):
                result = self.check({**CLEAN, name: text})
                self.assertEqual(result.returncode, 1)
                self.assertIn(expected, result.stdout)
                self.assertIn(name, result.stdout)


if __name__ == "__main__":
    unittest.main()
