"""Runs while the state file cannot be written: nothing starts twice, nothing is kept silent, nothing is lost in the end."""

import contextlib
import json
import sqlite3
import subprocess

from cli_script import RUN as RUN_VERB
from harness import LspError, Repository, TestCase, main, program
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY

FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]},
                          "unify": {"protocol": 1, "runEvents": True}}}
RUN = "unify.workflow.run"
GIVEN = {"file": "deploy.yaml", "inputs": {"version": "1"}}
EXECUTE = "workspace/executeCommand"

# Each makes the state folder $1 unwritable in a mount namespace of its own, and then becomes the program.
FULL_DISK = """mount -t tmpfs -o size=256k tmpfs "$1" && mkdir -m 700 "$1/unify-ls" || exit 99
head -c 1m /dev/zero >"$1/filler" 2>/dev/null; shift; exec "$@" """
READ_ONLY = """mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99
shift; exec "$@" """


def run_entry(field):
    return next(entry["value"] for entry in field["type"]["entries"] if entry["description"].startswith("Run"))


class Journal(TestCase):
    def setUp(self):
        self.platform = self.simulator("--run-script", "PENDING", "SUCCEEDED@1")
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.state_file = self.session.state / "unify-ls" / "state.sqlite3"

    def words(self):
        return [program(), "--api-url", self.platform.url]

    def started(self, first, *others, env=None):
        server = self.server(*others, command=first, env={"UNIFY_TOKEN": FULL_TOKEN, **(env or {})}, cwd=self.repository.folder)
        server.initialize(FORMS, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def editor(self, **options):
        return self.started(*self.words(), **options)

    def make_state_file(self):
        self.assertEqual(self.editor().command("unify.run.list"), {"runs": []})

    @contextlib.contextmanager
    def lock(self):
        """Another program holds the write lock until `release()`."""
        if not self.state_file.exists():
            self.make_state_file()
        with contextlib.closing(sqlite3.connect(self.state_file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield lambda: other.execute("ROLLBACK")

    def assert_asked_again(self, server, call):
        with self.assertRaises(LspError) as raised:
            server.request(EXECUTE, call)
        self.assertEqual((raised.exception.kind, raised.exception.data["missing"]), ("needsInput", ["confirmed"]))

    def assert_started_once(self, server, call):
        """The first of three executions of one consent starts, with a word about the journal; the others ask."""
        started = server.request(EXECUTE, call)
        self.assertEqual(started["outcome"], "started")
        self.assertIn("not written down", " ".join(started["notes"]))
        self.assertNotIn("id", started)
        for _ in range(2):
            self.assert_asked_again(server, call)
        self.assertEqual(self.platform.triggers()["count"], 1)

    def consented(self, server, arguments=GIVEN):
        """A call with a person's consent, and what that person was shown."""
        shown = []

        def answer(field):
            shown.append(field["description"])
            return run_entry(field)
        return fill_form(server, RUN, arguments, answer=answer), shown[-1]

    # One consent, three executions

    def test_locked(self):
        with self.lock():
            server = self.editor()
            call, shown = self.consented(server)
            self.assertIn("cannot be written down", shown)
            self.assertIn("1 warning", shown.splitlines()[0])
            self.assert_started_once(server, call)
            end = server.wait_for("unify/runChanged", lambda params: params["run"]["ended"], timeout=60)
            self.assertEqual(end["run"]["status"], "SUCCEEDED", "it is followed all the same")

    def in_namespace(self, script):
        enter = ["unshare", "--mount", "sh", "-c", script, "sh", str(self.session.state)]
        possible = subprocess.run([*enter, "true"], capture_output=True, check=False)
        if possible.returncode:
            self.skipTest(f"nothing can be mounted here: {possible.stderr.decode().strip()}")
        return self.started(*enter, *self.words())

    def test_full_disk(self):
        server = self.in_namespace(FULL_DISK)
        call, shown = self.consented(server)
        self.assertIn("cannot be written down", shown)
        self.assert_started_once(server, call)

    def test_read_only(self):
        for what in ("a folder", "a file"):
            with self.subTest(what=what):
                if what == "a file":
                    self.platform.control("DELETE", "log")
                    self.make_state_file()
                server = self.in_namespace(READ_ONLY)
                call, shown = self.consented(server)
                self.assertIn("cannot be written down", shown)
                self.assert_started_once(server, call)

    def test_no_home(self):
        server = self.editor(env={"HOME": "", "XDG_STATE_HOME": ""})
        call, shown = self.consented(server)
        self.assertIn("XDG_STATE_HOME", shown)
        self.assert_started_once(server, call)

    # Whose consent it was, and what it knew

    def test_a_consent_that_did_not_know_starts_nothing(self):
        server = self.editor()
        call, shown = self.consented(server)
        self.assertNotIn("warning", shown)
        with self.lock() as release:
            self.assert_asked_again(server, call)
            self.assertEqual(self.platform.triggers()["count"], 0)
            release()
            self.assertIn("id", server.request(EXECUTE, call), "it was not used up")

    def test_without_a_journal_a_consent_is_of_one_process(self):
        with self.lock() as release:
            giver = self.editor()
            call, _ = self.consented(giver)
            other = self.editor()
            self.assert_asked_again(other, call)
            self.assertEqual(giver.request(EXECUTE, call)["outcome"], "started")
            release()
            self.assert_asked_again(other, call)
            self.assert_asked_again(giver, call)
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_the_same_again_is_a_duplicate_without_a_journal_too(self):
        with self.lock():
            server = self.editor()
            server.command(RUN, {**GIVEN, "confirmed": True})
            with self.assertRaises(LspError) as raised:
                server.command(RUN, {**GIVEN, "confirmed": True})
        self.assertEqual(raised.exception.kind, "duplicate")
        self.assertEqual(self.platform.triggers()["count"], 1)

    # What a script and a person at a terminal are told

    def cli(self, *arguments, code=0):
        result = subprocess.run([*self.words(), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90,
                                env={**self.session.env, "UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder, check=False)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout

    def test_a_caller_accepts_it_and_is_told(self):
        with self.lock():
            started = json.loads(self.cli(*RUN_VERB, "--json"))
            self.assertEqual((started["outcome"], "id" in started), ("started", False))
            self.assertIn("not written down", " ".join(started["notes"]))
            text = self.cli(*RUN_VERB)
            self.assertIn("not written down", text)
            self.assertNotIn("unify-ls follow", text)
            self.assertIn("deploy.yaml on main: succeeded", self.cli(*RUN_VERB, "--follow"))
        self.assertEqual(self.platform.triggers()["count"], 3)
        self.assertEqual(json.loads(self.cli("runs", "--json")), {"runs": []})

    def test_doctor_writes(self):
        def state():
            checks = self.editor().command("unify.doctor", timeout=60)["checks"]
            return next(check for check in checks if check["name"] == "state")
        self.assertEqual(state()["state"], "ok")
        with self.lock():
            check = state()
            self.assertEqual(check["state"], "fail")
            self.assertIn("locked by another program", check["detail"])
        self.assertEqual(self.editor().command("unify.run.list"), {"runs": []}, "what it wrote is gone")

    # The outcome

    def outcome_of_the_only_run(self):
        [run] = self.editor().command("unify.run.list")["runs"]
        return run["outcome"]

    def answer_while_locked(self, server, then):
        """The platform's answer arrives while another program holds the lock; `then` happens, and the lock is gone."""
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH, times=1)
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]})
        id = server.start_request(EXECUTE, {"command": RUN, "arguments": [{**GIVEN, "confirmed": True}]})
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        with self.lock() as release:
            self.platform.release()
            server.wait_for("unify/runChanged", lambda params: params["run"]["outcome"] == "started")
            then(id)
            release()

    def test_an_outcome_that_meets_a_lock_is_written_after_it(self):
        self.make_state_file()
        server = self.editor()
        ids = []
        self.answer_while_locked(server, ids.append)
        self.assertEqual(server.result_of(ids[0])["outcome"], "started")
        self.assertEqual(self.outcome_of_the_only_run(), "started")

    def test_an_outcome_that_meets_a_lock_is_written_at_the_end(self):
        self.make_state_file()
        server = self.editor()
        self.answer_while_locked(server, lambda _: server.notify("exit"))
        server.wait()
        self.assertEqual(self.outcome_of_the_only_run(), "started")


if __name__ == "__main__":
    main()
