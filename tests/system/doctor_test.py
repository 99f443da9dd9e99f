"""doctor on a machine that lacks everything names each cause and its remedy."""

from harness import Repository, TestCase, main
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY


class Doctor(TestCase):
    def checks(self, *arguments, env=None, cwd=None):
        server = self.server(*arguments, env=env, cwd=cwd or self.session.folder)
        server.initialize()
        return {check["name"]: check for check in server.command("unify.doctor", timeout=60)["checks"]}

    def test_all_is_well(self):
        platform = self.simulator()
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        checks = self.checks("--api-url", platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=repository.folder)
        self.assertEqual([check for check in checks.values() if check["state"] == "fail"], [])

    def test_nothing_is_there(self):
        checks = self.checks("--api-url", "http://127.0.0.1:1", env={"PATH": "/nonexistent", "DBUS_SESSION_BUS_ADDRESS": ""})
        failed = {name: check for name, check in checks.items() if check["state"] == "fail"}
        self.assertGreaterEqual(len(failed), 3, checks)
        for name, check in failed.items():
            with self.subTest(name=name):
                self.assertTrue(check["detail"])
                self.assertTrue(check.get("remedy"), check)
        self.assertTrue(any("git" in name.lower() for name in failed), failed)


if __name__ == "__main__":
    main()
