"""The command line: verbs, flags, and codes for what is wrong with them."""

import re
import subprocess

from harness import LspClient, TestCase, main, program


class Arguments(TestCase):
    def run_program(self, *arguments, env=None, stdin=b""):
        return subprocess.run([program(), *arguments], input=stdin, capture_output=True, timeout=60, check=False,
                              env={**self.session.env, **(env or {})}, cwd=self.session.folder)

    def test_the_version(self):
        result = self.run_program("--version")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout.decode(), r"\Aunify-ls \d+\.\d+\.\d+\n\Z")

    def test_help(self):
        for arguments in (["--help"], ["serve", "--help"], ["run", "--help"], ["token", "set", "--help"]):
            with self.subTest(arguments=arguments):
                result = self.run_program(*arguments)
                self.assertEqual((result.returncode, result.stderr), (0, b""))
                self.assertIn(b"--help", result.stdout)

    def test_bad_arguments_are_2_and_leave_stdout_alone(self):
        for arguments in (
            ["--no-such-flag"], ["no-such-verb"], ["--log-level", "loud"], ["--confirm", "sometimes"],
            ["--request-timeout", "soon"], ["--request-timeout", "-1"], ["--request-timeout", "0"], ["--api-url"],
            ["--api-url", "ftp://example.com"], ["--api-url", "http://example.com"], ["--api-url", "nonsense"],
            ["--token-store", "drawer"], ["--proxy", "http://user:secret@example.com:3128"], ["token"],
            ["token", "set", "--days", "many"], ["token", "set", "--days", "3", "--expires", "2027-01-31"],
            ["token", "set", "--expires", "yesterday"], ["run"], ["run", "a.yaml", "-i", "no-equals-sign"],
        ):
            with self.subTest(arguments=arguments):
                result = self.run_program(*arguments)
                self.assertEqual((result.returncode, result.stdout), (2, b""), result.stderr)
                self.assertNotEqual(result.stderr, b"")
                self.assertNotIn(b"user:secret", result.stderr)

    def test_a_verb_may_follow_serve_and_its_flags(self):
        result = self.run_program("serve", "--stdio", "--log-level", "error", "--token-store", "file", "token", "status", "--json")
        self.assertIn(b'"stored"', result.stdout, result.stderr)
        self.assertEqual(result.returncode, 1, "no token is stored")

    def test_later_flags_win(self):
        result = self.run_program("serve", "--api-url", "https://first.example", "--token-store", "file", "token", "status",
                                  "--api-url", "https://second.example", "--json")
        self.assertIn(b"https://second.example", result.stdout, result.stderr)
        self.assertNotIn(b"first", result.stdout)

    def test_serve_after_a_verb_serves(self):
        result = self.run_program("doctor", "serve")
        self.assertEqual((result.returncode, result.stdout), (1, b""), result.stderr)

    def test_strange_environments_do_not_matter(self):
        for name, env in {
            "no home": {"HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""}, "a home that is no folder": {"HOME": "/dev/null"},
            "relative folders": {"XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "../config"},
            "a locale nobody has": {"LC_ALL": "xx_YY.UTF-9"}, "empty settings": {"UNIFY_API_URL": "", "UNIFY_TOKEN_STORE": ""},
            "no path": {"PATH": ""}, "git's variables": {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere"},
        }.items():
            with self.subTest(name):
                server = self.server(env=env)
                server.initialize()
                self.assertEqual(server.shutdown(), 0, server.report())

    def test_an_empty_environment(self):
        server = self.open(LspClient([program()], env={}, cwd="/"))
        server.initialize()
        self.assertEqual(server.shutdown(), 0, server.report())

    def test_the_help_names_every_verb(self):
        text = self.run_program("--help").stdout.decode()
        for verb in ("serve", "token", "workflows", "run", "again", "runs", "follow", "curl", "doctor"):
            self.assertTrue(re.search(rf"^\s+{verb}\s", text, re.M), f"{verb} is missing in:\n{text}")


if __name__ == "__main__":
    main()
