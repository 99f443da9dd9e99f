"""The demo: plays the main job over stdio and tells it as a person would want to read it. Run by scripts/demo."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time

from harness import LspError, LspClient, Repository, Session, Simulator, find_canary, program
from harness.forms import fill_form
from harness.workflows import BUILD, DEPLOY, SMOKE_TEST

WORKFLOWS = {"deploy.yaml": DEPLOY, "smoke-test.yaml": SMOKE_TEST, "build.yaml": BUILD}
CHOSEN = {"environment": "staging", "version": "1.4.2", "replicas": 3, "dry-run": "false"}
RUN_TAKES_AT_MOST = 90  # seconds; it is asked after 2 s and then every 5 s
RUN = {"steps": [{"status": "STARTED"}, {"status": "SUCCEEDED", "afterReads": 1}]}
COMPONENT = "22222222-0000-4000-8000-000000000001"  # of the simulator's own world
CURL = """\
curl --request POST \\
  --url {platform}/v2/components/{component}/trigger \\
  --header 'Authorization: Bearer {token}' \\
  --header 'Content-Type: application/json' \\
  --data '{{"branchName": "main", "workflowFileName": "deploy.yaml"}}'
"""


class Page:
    """What the person reads: numbered steps, a little colour on a terminal, none elsewhere."""

    def __init__(self, stream):
        self._stream = stream
        self._colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._step = 0

    def title(self, text):
        self._write(f"\n{self.bold(text)}\n")

    def step(self, text):
        self._step += 1
        self._write(f"\n  {self.dim(str(self._step))}  {self.bold(text)}")

    def say(self, text):
        self._write(f"     {text}")

    def aside(self, text):
        self._write(f"     {self.dim(text)}")

    def table(self, rows):
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        self._write("")
        for row in rows:
            self.say("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())

    def good(self, text):
        self._write(f"\n{self._paint('1;32', text)}\n")

    def bad(self, text):
        self._write(f"\n{self._paint('1;31', text)}\n")

    def bold(self, text):
        return self._paint("1", text)

    def dim(self, text):
        return self._paint("2", text)

    def _paint(self, code, text):
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def _write(self, text):
        print(text, file=self._stream, flush=True)


class Demo:
    def __init__(self, page, session, platform, repository, tokens):
        self.page, self.session, self.platform, self.repository, self.tokens = page, session, platform, repository, tokens
        # An editor's shim passes machine settings as flags; with a verb added the same command stores a token.
        self.server_command = [program(), "serve", "--stdio", "--api-url", platform.url]
        self.outputs = []

    def play(self):
        with self.start_server() as server:
            self.paste_the_curl_command(server)
            workflow = self.list_workflows(server)
            self.start_run(server, self.fill_in(server, workflow))
            self.count_what_was_sent()
            self.store_a_reading_token(server)
            status = self.follow(server, self.run_again(server))
            self.look_for_the_tokens(server)
            if server.shutdown() != 0:
                raise AssertionError("The server did not end properly." + server.report())
        return status

    def start_server(self):
        self.page.step("An editor opens the repository and starts the server")
        before = time.monotonic()
        server = LspClient(self.server_command, env=self.session.env, cwd=self.repository.folder)
        answer = server.initialize(
            capabilities={"window": {"workDoneProgress": True}, "experimental": {
                "unify": {"protocol": 1, "runEvents": True},
                "interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum", "secret"]}}},
            processId=os.getpid(), workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        took = (time.monotonic() - before) * 1000
        self.can_ask = "interactiveResolveProvider" in answer["capabilities"].get("experimental", {})
        commands = answer["capabilities"]["executeCommandProvider"]["commands"]
        self.page.say(f"unify-ls {answer['serverInfo']['version']} answers after {took:.0f} ms and offers {len(commands)} commands.")
        return server

    def paste_the_curl_command(self, server):
        self.page.step("Unify's curl command is pasted: it is all the configuration there is")
        command = CURL.format(platform=self.platform.url, component=COMPONENT, token="{token}")
        for line in command.replace("{token}", "cb_api_…").splitlines():
            self.page.aside(line)
        self.store(command.replace("{token}", self.tokens["documented"]))
        status = server.command("unify.token.status", {"check": True})
        self.page.say(f"The token is in {status['store']} for {status['origin']}, {status['daysLeft']} days left.")
        self.page.say("It is of the documented kind: it may start runs, and everything it reads is answered with 403.")

    def store(self, pasted):
        """As an editor hands over what was entered at its hidden prompt."""
        stored = subprocess.run(
            [*self.server_command, "token", "set", "--stdin", "--days", "30"], input=pasted.encode(),
            env=self.session.env, cwd=self.repository.folder, capture_output=True, timeout=90, check=False)
        self.outputs += [("token set", stored.stdout + stored.stderr)]
        if stored.returncode:
            raise AssertionError(f"The token was not stored: {stored.stderr.decode(errors='replace')}")

    def store_a_reading_token(self, server):
        self.page.step("A token that may read as well takes its place")
        self.store(self.tokens["reading"] + "\n")
        status = server.command("unify.token.status", {"check": True})
        self.page.say("The platform accepts it." if status.get("accepted") else "The platform was not asked.")

    def list_workflows(self, server):
        self.page.step("What can be started here?")
        listed = server.command("unify.workflows.list", {})
        self.page.say(f"Branch {listed['branch']}, commit {listed.get('commit', '?')[:9]}: what the platform would run")
        self.page.table([
            (workflow["file"], workflow["name"], ", ".join(entry["name"] for entry in workflow["inputs"]) or "no inputs",
             "" if workflow["state"] == "same" else f"({workflow['state']} here)")
            for workflow in listed["workflows"]])
        return next(workflow for workflow in listed["workflows"] if workflow["file"] == "deploy.yaml")

    def fill_in(self, server, workflow):
        """The call that starts the run: by the server's own forms where it has them, else with everything given."""
        self.page.step(f"The inputs of {workflow['file']}")
        self.page.table([
            (entry["name"], entry["type"], str(CHOSEN[entry["name"]]),
             self.page.dim(", ".join(filter(None, [entry.get("description"), entry.get("default") and f"default {entry['default']}"]))))
            for entry in workflow["inputs"]])
        arguments = {"file": workflow["file"]}
        if self.can_ask:
            return fill_form(server, "unify.workflow.run", arguments, self.answer)
        inputs = {name: str(value) for name, value in CHOSEN.items()}
        return {"command": "unify.workflow.run", "arguments": [{**arguments, "inputs": inputs, "confirmed": True}]}

    def answer(self, field):
        if field["id"] == "confirmed":
            self.page.step("The server asks before it starts anything")
            for line in field["description"].splitlines():
                self.page.say(line)
            return next(entry["value"] for entry in field["type"]["entries"] if entry["value"] not in ("change", "cancel"))
        name = field["id"].removeprefix("inputs.")
        return CHOSEN[name] if field["type"]["kind"] == "number" else str(CHOSEN[name])

    def start_run(self, server, call):
        self.page.step("The run is started, once")
        started = server.request("workspace/executeCommand", call, timeout=60)
        if started["outcome"] != "started":
            raise AssertionError(f"The run was not started: {started}")
        self.page.say(f"Run {started.get('runId', '(without an id)')}")
        self.page.aside(started.get("runUrl", ""))
        return started

    def count_what_was_sent(self):
        triggers = self.platform.triggers()
        reads = [request["status"] for request in self.platform.requests(method="GET")]
        if triggers["count"] != 1 or not reads or set(reads) != {403}:
            raise AssertionError(f"The platform saw {triggers['count']} triggers, and answered reads with {reads}.")
        self.page.say(f"Every read was answered with 403 ({len(reads)} in all), and exactly one request started a run:")
        for name, value in triggers["requests"][0]["body"].items():
            self.page.aside(f"{name}: {json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value}")

    def run_again(self, server):
        self.page.step("The same run is started again, by its inputs of before")
        call = fill_form(server, "unify.workflow.runAgain", {}, lambda field: next(
            entry["value"] for entry in field["type"]["entries"] if entry["value"] not in ("change", "cancel")))
        return server.request("workspace/executeCommand", call, timeout=60)

    def follow(self, server, started):
        self.page.step("It is followed to its end")
        server.command("unify.run.follow", {"id": started["id"]})
        start, seen = time.monotonic(), set()
        while True:
            run = server.wait_for(
                "unify/runChanged", timeout=RUN_TAKES_AT_MOST,
                where=lambda params: params["run"]["id"] == started["id"] and (
                    params["run"]["ended"] or news(params["run"]) not in seen))["run"]
            seen.add(news(run))
            self.page.say(f"{time.monotonic() - start:4.0f} s  {news(run)}")
            if run["ended"]:
                return run["status"]

    def look_for_the_tokens(self, server):
        self.page.step("Where the tokens are")
        self.outputs += [("stdout", server.stdout), ("stderr", server.stderr)]
        keyring = list((self.session.data / "keyrings").glob("*"))
        for token in self.tokens.values():
            found = find_canary(token, outputs=self.outputs, folders=[self.session.folder], allowed=keyring)
            if found:
                raise AssertionError(f"A token was found in: {', '.join(found)}")
        self.page.say("In no message, log, file, argument or environment of any process.")


def news(run):
    """What a person wants to hear of a run, once each."""
    return run.get("status") or run["outcome"]


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    page = Page(sys.stdout)
    tokens = {name: f"cb_api_{secrets.token_hex(16)}" for name in ("documented", "reading")}
    page.title("Workflows for CloudBees Unify: the main job")
    page.aside("The real program over stdio, a real git repository, a real keyring; only the platform is a simulation.")
    try:
        with Session(keyring=True) as session, Simulator() as platform:
            platform.change_world(runs=RUN, tokens=[
                {"name": "documented", "value": tokens["documented"], "rights": "triggerOnly"},
                {"name": "reading", "value": tokens["reading"], "rights": "full"}])
            repository = Repository(session, files=WORKFLOWS)
            status = Demo(page, session, platform, repository, tokens).play()
    except (AssertionError, LspError, subprocess.SubprocessError) as error:
        page.bad(f"The demo failed: {error}")
        return 1
    except KeyboardInterrupt:
        page.bad("Left.")
        return 130
    (page.good if status == "SUCCEEDED" else page.bad)(status)
    return 0 if status == "SUCCEEDED" else 1


if __name__ == "__main__":
    sys.exit(main())
