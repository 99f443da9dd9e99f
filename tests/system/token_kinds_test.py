"""Every verb with each kind of token: the documented one, which may only start runs, one that may read too, and one that may
read and not start. What it says, what it does at the platform, and its exit code."""

import json
import subprocess

from harness import LspError, Repository, TestCase, main, program
from harness.simulator import FULL_TOKEN, READ_ONLY_TOKEN, TRIGGER_ONLY_TOKEN
from harness.workflows import DEPLOY

SHOP_API = "22222222-0000-4000-8000-000000000001"
KINDS = {"full": FULL_TOKEN, "triggerOnly": TRIGGER_ONLY_TOKEN, "readOnly": READ_ONLY_TOKEN}
CANNOT_READ = "this token cannot read runs: watch it at"
RUN = ["run", "deploy.yaml", "-i", "version=1", "--yes", "--force"]
AGAIN = ["again", "--yes", "--force"]
NOT_ALLOWED = "does not let this token start this workflow"

# The verb; for each kind its exit code and a part of what it says, in lower case.
VERBS = [
    (["token", "status", "--check"], {"full": (0, "the platform accepts it."), "triggerOnly": (0, "accepts it for starting runs; it cannot read"),
                                      "readOnly": (0, "the platform accepts it.")}),
    (["workflows"], {"full": (0, "deploy.yaml"), "triggerOnly": (0, "deploy.yaml"), "readOnly": (0, "deploy.yaml")}),
    ([*RUN, "--dry-run"], {"full": (0, "nothing was sent"), "triggerOnly": (0, "nothing was sent"), "readOnly": (0, "nothing was sent")}),
    (RUN, {"full": (0, "started"), "triggerOnly": (0, CANNOT_READ), "readOnly": (1, NOT_ALLOWED)}),
    ([*RUN, "--follow"], {"full": (0, "succeeded"), "triggerOnly": (4, CANNOT_READ), "readOnly": (1, NOT_ALLOWED)}),
    ([*AGAIN, "--dry-run"], {"full": (0, "nothing was sent"), "triggerOnly": (0, "nothing was sent"), "readOnly": (0, "nothing was sent")}),
    (AGAIN, {"full": (0, "started"), "triggerOnly": (0, CANNOT_READ), "readOnly": (1, NOT_ALLOWED)}),
    ([*AGAIN, "--follow"], {"full": (0, "succeeded"), "triggerOnly": (4, CANNOT_READ), "readOnly": (1, NOT_ALLOWED)}),
    (["runs"], {"full": (0, "deploy.yaml"), "triggerOnly": (0, "deploy.yaml"), "readOnly": (0, "deploy.yaml")}),
    (["curl", "deploy.yaml", "-i", "version=1"], {"full": (0, SHOP_API), "triggerOnly": (0, SHOP_API), "readOnly": (0, SHOP_API)}),
    (["doctor"], {"full": (0, "accepts the token"), "triggerOnly": (0, "accepts the token for starting runs; it cannot read"),
                  "readOnly": (0, "accepts the token")}),
    (["component", SHOP_API], {"full": (0, "is the component shop-api"), "triggerOnly": (0, "which could not be looked up"),
                               "readOnly": (0, "is the component shop-api")}),
    (["component"], {"full": (0, "is the component shop-api"), "triggerOnly": (0, "is the component shop-api"),
                     "readOnly": (0, "is the component shop-api")}),
    # The newest run of the token that may not start any is the one that was refused.
    (["open"], {"full": (0, "/runs/"), "triggerOnly": (0, "/runs/"), "readOnly": (1, "was not started, so it has no page")}),
    (["details"], {"full": (0, "deploy.yaml on main: succeeded"), "triggerOnly": (0, "deploy.yaml on main: not followed"),
                   "readOnly": (0, "deploy.yaml on main: not started")}),
    (["follow"], {"full": (0, "succeeded"), "triggerOnly": (1, CANNOT_READ), "readOnly": (1, "it was not started")}),
    (["token", "create"], {"full": (0, "personal access tokens"), "triggerOnly": (0, "personal access tokens"),
                           "readOnly": (0, "personal access tokens")}),
    (["token", "delete"], {"full": (0, "deleted"), "triggerOnly": (0, "deleted"), "readOnly": (0, "deleted")}),
]
STORED = {"full": "the platform accepts it.", "triggerOnly": "accepts it for starting runs; it cannot read", "readOnly": "the platform accepts it."}


class Kinds(TestCase):
    def setUp(self):
        self.platform = self.simulator("--repository-url", "https://github.com/acme/shop-api.git")
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.flags = ["--api-url", self.platform.url, "--token-store", "file", "--component", SHOP_API]

    def verb(self, *arguments, stdin=b"", env=None):
        result = subprocess.run([program(), *arguments, *self.flags], input=stdin, capture_output=True, timeout=90,
                                env={**self.session.env, **(env or {})}, cwd=self.repository.folder, check=False)
        return result.returncode, (result.stdout + result.stderr).decode()

    def store(self, kind):
        code, said = self.verb("token", "set", "--days", "30", stdin=KINDS[kind].encode())
        self.assertEqual(code, 0, said)
        return said

    def reads(self):
        return [request for request in self.platform.requests(method="GET")]

    def play(self, kind):
        self.assertIn(STORED[kind], self.store(kind).lower())
        # Something to start again and to list, whoever may have started it.
        self.verb(*RUN, env={"UNIFY_TOKEN": FULL_TOKEN})
        for verb, expected in VERBS:
            code, part = expected[kind]
            with self.subTest(kind=kind, verb=" ".join(verb)):
                got, said = self.verb(*verb)
                self.assertEqual(got, code, said)
                self.assertIn(part, said.lower())

    def test_a_token_that_may_read_and_start(self):
        self.play("full")

    def test_a_token_that_may_only_start_runs(self):
        self.play("triggerOnly")

    def test_a_token_that_may_only_read(self):
        self.play("readOnly")

    def test_that_it_cannot_read_is_asked_once_and_remembered(self):
        self.store("triggerOnly")
        self.assertEqual(len(self.reads()), 1)
        for verb in (RUN, [*RUN, "--follow"], ["workflows"], ["runs"], ["token", "status"]):
            self.verb(*verb)
        self.assertEqual(len(self.reads()), 1)
        self.assertEqual(self.platform.triggers()["started"], 2)

    def test_following_says_why_not_before_it_starts(self):
        code, said = self.verb(*RUN, "--follow", env={"UNIFY_TOKEN": TRIGGER_ONLY_TOKEN})
        self.assertEqual(code, 4, said)
        self.assertIn("This token cannot read runs, so the run will not be followed", said)
        self.assertEqual(self.platform.requests(path="/v4/components/*/runs/*"), [])

    def test_it_is_forgotten_with_the_token(self):
        self.store("triggerOnly")
        self.assertIs(self.status()["mayRead"], False)
        self.assertEqual(self.verb("token", "delete")[0], 0)
        self.store("full")
        self.assertIs(self.status()["mayRead"], True)
        self.assertEqual(self.verb(*RUN, "--follow")[0], 0)

    def status(self):
        return json.loads(self.verb("token", "status", "--json")[1])

    def editor(self, capabilities=None):
        server = self.server(*self.flags, cwd=self.repository.folder)
        server.initialize(capabilities or {"experimental": {"unify": {"protocol": 1, "runEvents": True}}},
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def test_an_editor_is_told_once_and_nobody_polls(self):
        self.store("triggerOnly")
        server = self.editor()
        arguments = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True, "force": True}
        started = server.command("unify.workflow.run", arguments)
        self.assertEqual(started["outcome"], "started")
        self.assertIn(CANNOT_READ[1:], started["notes"][0])
        self.assertIn(started["runUrl"], started["notes"][0])
        self.assertEqual(server.all_of("window/showMessage"), [], "it shows the notes by itself")
        with self.assertRaises(LspError) as raised:
            server.command("unify.run.follow", {"id": started["id"]})
        self.assertEqual(raised.exception.kind, "forbidden")
        self.assertIn(started["runUrl"], raised.exception.message)
        self.assertFalse(server.command("unify.run.list")["runs"][0]["ended"])
        details = server.command("unify.run.details", {"id": started["id"]})
        self.assertEqual(len(details["missing"]), 4)
        # The next server of this folder takes nothing up, and says nothing.
        another = self.editor()
        self.assertIs(another.command("unify.token.status")["mayRead"], False)
        self.assertEqual(another.all_of("window/showMessage"), [])
        self.assertEqual(len(self.reads()), 1)

    def test_a_client_that_shows_no_results_is_told_once_too(self):
        self.store("triggerOnly")
        server = self.editor({"window": {}})
        server.command("unify.workflow.run", {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True})
        told = [params["message"] for params in server.all_of("window/showMessage")]
        self.assertEqual(len([message for message in told if CANNOT_READ[1:] in message]), 1, told)


if __name__ == "__main__":
    main()
