"""A known token in a real keyring, every command at the most talkative level: then it is searched for everywhere."""

import os
import resource
import signal
import subprocess

from harness import LspError, Process, Repository, TestCase, find_canary, main, program, release_program
from harness.forms import fill_form
from harness.simulator import TRIGGER_PATH
from harness.workflows import BUILD, DEPLOY

# Not one character of it looks the same in every way of writing it.
CANARY = "cb_api_canary+of/all=the~commands&%41\"<x>"
CLIENT = {"window": {"workDoneProgress": True, "showDocument": {"support": True}},
          "experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum", "secret"]},
                           "unify": {"protocol": 1, "runEvents": True}}}
# What each command is given; those that are not named here need nothing.
ARGUMENTS = {
    "unify.token.status": {"check": True},
    "unify.workflows.list": {"all": True},
    "unify.workflow.run": {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True},
    "unify.workflow.runAgain": {"confirmed": True, "force": True},
    "unify.workflow.curl": {"file": "deploy.yaml", "inputs": {"version": "1"}},
    "unify.component.select": {"componentId": "22222222-0000-4000-8000-000000000001"},
}
LAST = ["unify.run.follow", "unify.run.unfollow", "unify.token.delete"]  # the others need what these take away
VERBS = [["token", "status", "--check"], ["workflows", "--all"], ["run", "deploy.yaml", "-i", "version=2", "--dry-run"],
         ["run", "deploy.yaml", "-i", "version=3", "--yes"], ["runs"], ["again", "--dry-run"], ["again", "--yes", "--force", "--json"],
         ["curl", "deploy.yaml", "-i", "version=4"], ["doctor"], ["token", "delete"]]


class Canary(TestCase):
    keyring = True

    def setUp(self):
        self.platform = self.simulator()
        self.platform.change_world(tokens=[{"name": "canary", "value": CANARY, "rights": "full"}])
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY, "build.yaml": BUILD})
        self.env = {**self.session.env, "TMPDIR": str(self.session.new_folder("tmp"))}
        self.outputs = []

    def terminal(self, *arguments, stdin=b"", store="secret-service"):
        result = subprocess.run(
            [program(), *arguments, "--api-url", self.platform.url, "--token-store", store, "--log-level", "trace"],
            input=stdin, env=self.env, cwd=self.repository.folder, capture_output=True, timeout=120, check=False)
        self.outputs += [(f"{' '.join(arguments)}: {name}", data) for name, data in (("stdout", result.stdout), ("stderr", result.stderr))]
        return result

    def store(self, store="secret-service"):
        result = self.terminal("token", "set", "--stdin", "--days", "30", stdin=CANARY.encode() + b"\n", store=store)
        self.assertEqual(result.returncode, 0, result.stderr)

    def editor(self, *arguments):
        server = self.server("--api-url", self.platform.url, "--log-level", "trace", *arguments, env=self.env, cwd=self.repository.folder)
        advertised = server.initialize(CLIENT, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server, advertised["capabilities"]["executeCommandProvider"]["commands"]

    def found(self, *servers, processes=True):
        outputs = [(f"server's {name}", data) for server in servers for name, data in (("stdout", server.stdout), ("stderr", server.stderr))]
        return find_canary(CANARY, outputs=self.outputs + outputs, folders=[self.session.folder], processes=processes)

    def test_the_search_finds_what_is_there(self):
        careless = self.open(Process(["cat"], env={**self.env, "LEFT_BEHIND": CANARY}))
        # A process that was only just started has no environment to be seen yet.
        careless.send_bytes(b"here")
        careless.wait_until(lambda: careless.stdout == b"here", "its echo")
        (self.session.folder / "left").write_text(CANARY, encoding="utf-8")
        self.outputs.append(("said", b"Authorization: " + CANARY.encode()))
        self.assertEqual(sorted(place.split()[0] for place in self.found()), ["environ", "file", "output"])

    def test_every_command_of_an_editor(self):
        self.store()
        log = self.session.folder / "server.log"
        server, commands = self.editor("--token-store", "secret-service", "--log-file", str(log))
        chatty, _ = self.editor("--token-store", "secret-service")  # its log goes to stderr
        for command in [*sorted(set(commands) - set(LAST)), *LAST]:
            for each in (server, chatty):
                try:
                    each.request("command/resolve", {"command": command, "arguments": [ARGUMENTS.get(command, {})]}, timeout=60)
                    each.command(command, ARGUMENTS.get(command), timeout=60)
                except LspError as error:
                    self.outputs.append((f"{command}'s error", str(error.data).encode() + error.message.encode()))
        self.assertGreaterEqual(self.platform.triggers()["started"], 2)
        self.assertIn(b"POST /v2/components", log.read_bytes())
        self.assertTrue(list(self.session.state.rglob("*-wal")), "the state's write-ahead log is among what is searched")
        self.assertEqual(self.found(server, chatty), [])
        self.assertEqual((server.shutdown(), chatty.shutdown()), (0, 0))
        self.assertEqual(self.found(server, chatty), [])

    def test_every_verb_of_the_terminal(self):
        self.store()
        for verb in VERBS:
            self.terminal(*verb)
        self.assertGreaterEqual(self.platform.triggers()["started"], 2)
        self.assertEqual(self.found(), [])

    def test_while_the_token_is_on_its_way(self):
        self.store()
        server, _ = self.editor("--token-store", "secret-service")
        # The helper program is there, and waits for the keyring.
        self.session.keyring.signal(signal.SIGSTOP)
        id = server.start_request("workspace/executeCommand", {"command": "unify.token.status", "arguments": [{"check": True}]})
        server.command("unify.workflows.list")
        self.assertEqual(self.found(server), [])
        self.session.keyring.signal(signal.SIGCONT)
        self.assertTrue(server.result_of(id, timeout=60)["accepted"])
        # The request is with the platform, and its answer is still to come.
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH)
        server.start_request("workspace/executeCommand", fill_form(server, "unify.workflow.run", {
            **ARGUMENTS["unify.workflow.run"]}, lambda field: self.fail(field)))
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        self.assertEqual(self.found(server), [])
        self.platform.release()

    def test_refused_and_quoted(self):
        self.store()
        server, _ = self.editor("--token-store", "secret-service")
        # A platform that says the token back, in the ways that gateways do.
        for said in (f"the token {CANARY} has expired", f"Bearer {CANARY}", {"message": f"Authorization: Bearer {CANARY}"}):
            self.platform.fault({"kind": "status", "status": 403, "body": said, "contentType": "text/plain"}, path="/v1/*", times=0)
            with self.assertRaises(LspError) as raised:
                server.command("unify.component.select")
            self.assertEqual(raised.exception.kind, "forbidden")
            server.command("unify.doctor")
            self.platform.clear_faults()
        self.assertEqual(self.found(server), [])

    def test_quoted_without_its_prefix_in_part_and_in_an_answer(self):
        self.store()
        server, _ = self.editor("--token-store", "secret-service")
        part = CANARY[9:21]
        for said in (CANARY[7:], {"message": f"unknown token {part}"}):
            self.platform.fault({"kind": "status", "status": 400, "body": said, "contentType": "text/plain"}, path="/v1/*", times=0)
            with self.assertRaises(LspError) as raised:
                server.command("unify.component.select")
            self.assertIn("[redacted]", raised.exception.data["platformMessage"])
            self.platform.clear_faults()
        self.platform.fault({"kind": "status", "status": 200, "body": {"runId": "r-1", "runUrl": f"{self.platform.url}/{CANARY}"}},
                            method="POST", path=TRIGGER_PATH)
        started = server.command("unify.workflow.run", {**ARGUMENTS["unify.workflow.run"]})
        self.assertNotIn("canary", str(started))
        server.command("unify.run.list")
        self.terminal("runs", "--json")
        self.assertEqual(self.found(server), [])
        for name, data in [("stdout", server.stdout), ("stderr", server.stderr), *self.outputs]:
            self.assertNotIn(part.encode(), data, name)

    def test_a_plain_file_only_where_it_was_asked_for(self):
        self.store("file")
        [place] = self.found()
        path = place.removeprefix("file ")
        self.assertTrue(place.startswith("file ") and "unify-ls" in path, place)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(os.path.dirname(path)).st_mode & 0o777, 0o700)
        self.terminal("token", "delete", store="file")
        self.assertEqual(self.found(), [])


class Core(TestCase):
    """A crash leaves nothing behind. On the program as users get it: sanitizers have a say of their own about cores."""

    def crash(self, command):
        """Lets a program die as by abort(), where cores of any size are allowed; whether there was one."""
        folder = self.session.new_folder(f"crash-{os.path.basename(command[0])}")
        allow = lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        child = subprocess.Popen(command, cwd=folder, env={**self.session.env, "UNIFY_TOKEN": CANARY}, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=allow)
        if command[1:] == ["serve"]:
            child.stdin.write(b'Content-Length: 58\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"no/such","params":[    ]}')
            child.stdin.flush()
            child.stdout.read(16)  # it runs, and has done what it does first
        child.send_signal(signal.SIGABRT)
        _, status = os.waitpid(child.pid, 0)
        child.returncode = -signal.SIGABRT
        child.stdin.close()
        child.stdout.close()
        self.assertTrue(os.WIFSIGNALED(status))
        return os.WCOREDUMP(status), list(folder.iterdir())

    def test_there_is_no_core(self):
        possible, _ = self.crash(["/bin/cat"])
        if not possible:
            self.skipTest("this machine makes no cores at all")
        self.assertEqual(self.crash([release_program(), "serve"]), (False, []))

    def test_others_of_the_same_person_cannot_look_inside(self):
        if os.getuid() != 0:
            self.skipTest("needs root, to run the server as somebody else")
        nobody = 65534
        for path in (self.session.folder, self.session.home, *self.session.home.rglob("*")):
            os.chown(path, nobody, nobody)
        server = self.server("serve", env={"UNIFY_TOKEN": CANARY}, command=release_program(), user=nobody, group=nobody)
        server.initialize()
        # What cannot be dumped belongs to root in /proc, whoever runs it: no debugger of the same person gets in.
        self.assertEqual(os.stat(f"/proc/{server.pid}/mem").st_uid, 0)
        ordinary = self.open(Process(["/bin/cat"], user=nobody, group=nobody))
        self.assertEqual(os.stat(f"/proc/{ordinary.pid}/mem").st_uid, nobody)


if __name__ == "__main__":
    main()
