"""Measures unify-ls beside its peers and writes a table of it; scripts/bench builds and fetches what this needs.

Everything is repeated in rounds, each round playing every program once, so that what else the machine does meanwhile
strikes them alike. Numbers are medians, with the quartiles behind them.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from conversation import RUN_EVENTS, Conversation
from relay import DelayingRelay
from report import Figures, write_report

from harness import LspClient, LspError, Repository, Session, Simulator, program
from harness.hostile import WRONG_BRANCH, hostile_repository, hostile_texts
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY, deploy_named

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus" / "clean" / "workflows"
NVIM_PLUGIN = HERE.parents[1] / "editors" / "nvim"
REQUESTS_AT_ONCE = 20_000
WARM_LISTS = 5
SIZES = (10, 200, 2000)
TRIGGERS_PER_ROUND = 5
NEOVIM_STARTS_PER_ROUND = 5
EDITS_PER_ROUND = 20
EDITS_PER_ROUND_OF_A_PEER = 3
QUESTIONS = ("completion", "hover", "definition")
QUESTIONS_TO_A_PEER = ("completion", "hover")  # one of them answers no others
QUESTIONS_PER_FILE = 20
QUESTIONS_PER_ROUND_OF_A_PEER = 3
OPEN_AT_ONCE = 10
TEXTS = {"800 lines": 38, "70 kB": 106}  # by their number of jobs
COMPONENT = "22222222-0000-4000-8000-000000000001"
ORGANIZATION = "11111111-0000-4000-8000-000000000001"
RUN = {"file": "deploy.yaml", "inputs": {"version": "1.4.2"}, "confirmed": True, "force": True}
CURL_BODY = '{"branchName":"main","workflowFileName":"deploy.yaml","inputs":{"version":"1.4.2"}}'


def workflow_with(jobs, peer=False):
    """Each job has twenty lines; for a peer it is a workflow of GitHub's, in which it finds as little."""
    uses = "shell: bash" if peer else "uses: docker://alpine:3.20"
    read = "github.ref" if peer else "cloudbees.scm.branch"
    steps = "".join(f"""      - name: Step {number}
        {uses}
        run: |
          echo "${{{{ {read} }}}}" > "$CLOUDBEES_OUTPUTS/out{number}"
""" for number in range(4))
    where = "    runs-on: ubuntu-latest\n    permissions:\n      contents: read" if peer else "    permissions:\n      scm-token-own: read"
    body = "".join(f"  job{number}:\n    timeout-minutes: 10\n{where}\n    steps:\n{steps}" for number in range(jobs))
    header = "" if peer else "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n"
    return f"name: Bench\n{header}on:\n  push:\njobs:\n{body}"


class Bench:
    """The worlds that are measured in, and one method for each round of a measurement."""

    def __init__(self, session, peers, node):
        self.session = session
        self.environment = {**session.env, "UNIFY_TOKEN": FULL_TOKEN}
        self.figures = Figures()
        self.peers = []
        self.servers = {"unify-ls": [program(), "--stdio"], "nothing (C++)": [program("unify-bench-probe"), "--echo"]}
        if node:
            self.servers["nothing (node)"] = [node, HERE / "bare_server.js"]
            self.peers = [name for name, start in peers if Path(start).exists()]
            self.servers |= {name: [node, start, "--stdio"] for name, start in peers if name in self.peers}
        self.repositories = {size: self._repository(size) for size in SIZES}
        self.corpus = Repository(session, name="corpus", files={file.name: file.read_text(encoding="utf-8") for file in CORPUS.iterdir()})
        self.hostile_repository = hostile_repository(session, copies=600, branches=48_000)

    def _repository(self, size):
        files = {f"w{number:04}.yaml": deploy_named(f"Workflow {number}") for number in range(size - 1)}
        return Repository(self.session, name=f"shop-{size}", files={"deploy.yaml": DEPLOY, **files})

    def starts(self):
        for name, command in self.servers.items():
            for how in ("exit", "input"):
                talk = Conversation(command, self.environment, self.session.folder)
                talk.initialize("start").memory("idle")
                self._note(name, talk.leave(f"end after {how}", how).play())

    def messages(self):
        for name, command in self.servers.items():
            talk = Conversation(command, self.environment, self.session.folder).initialize()
            talk.flood("flood", "no/such/method", REQUESTS_AT_ONCE).leave("left")
            self.figures.add(name, "messages", REQUESTS_AT_ONCE / talk.play()["times"]["flood"] * 1000)

    def lists(self, platform):
        for size, repository in self.repositories.items():
            talk = self._editor(platform.url, repository, "--component", COMPONENT, "--organization", ORGANIZATION)
            names = [f"list {size}", *(f"list {size} warm {number}" for number in range(WARM_LISTS))]
            for name in names:
                talk.command("unify.workflows.list", {"all": True}, name)
            for number in range(WARM_LISTS):
                talk.request("command/resolve", {"command": "unify.workflow.run", "arguments": [{"file": "deploy.yaml"}]},
                             f"describe {size} warm {number}")
            played = talk.leave("left").play()
            for name, value in played["times"].items():
                self.figures.add("unify-ls", re.sub(r" warm \d+$", " warm", name), value)

    def texts(self):
        """What an editor waits for while somebody types, and what ten open files cost; of each server that reads such files."""
        for name in ("unify-ls", *self.peers):
            peer = name in self.peers
            for size, jobs in TEXTS.items():
                talk = Conversation(self.servers[name], self.environment, self.session.folder).initialize()
                self._open(talk, "a", workflow_with(jobs, peer), f"open {size}")
                for number in range(EDITS_PER_ROUND_OF_A_PEER if peer else EDITS_PER_ROUND):
                    self._edit(talk, len("name: Bench") + number, 2 + number, f"edit {size} {number}", with_version=not peer)
                for timed, value in talk.leave("left").play()["times"].items():
                    self.figures.add(name, re.sub(r"(edit .*) \d+$", r"\1", timed), value)
            talk = Conversation(self.servers[name], self.environment, self.session.folder).initialize()
            for number in range(OPEN_AT_ONCE):
                self._open(talk, f"file{number}", workflow_with(TEXTS["800 lines"], peer))
            texts = talk.memory("ten texts").leave("left").play()["memory"]["ten texts"]
            self.figures.add(name, "memory ten texts", texts["rss"] / 1024)

    def _edit(self, talk, column, version, timed, with_version):
        place = {"line": 0, "character": column}
        talk.notify("textDocument/didChange", {
            "textDocument": {"uri": "untitled:a", "version": version},
            "contentChanges": [{"range": {"start": place, "end": place}, "text": "x"}],
        }, timed, ("textDocument/publishDiagnostics", f'"version":{version},' if with_version else '"untitled:a"'))

    def _open(self, talk, name, text, timed=None, scheme="untitled:"):
        talk.notify("textDocument/didOpen", {
            "textDocument": {"uri": f"{scheme}{name}", "languageId": "yaml", "version": 1, "text": text}},
            timed, ("textDocument/publishDiagnostics", f'"{scheme}{name}"'))

    def questions(self):
        """What is asked at a place of a text, all over the corpus; of the peers at a few places of a text of theirs."""
        talk = Conversation(self.servers["unify-ls"], self.environment, self.corpus.folder).initialize(folder_uri=self.corpus.uri)
        for file in sorted(CORPUS.iterdir()):
            uri, text = f"{self.corpus.uri}/.cloudbees/workflows/{file.name}", file.read_text(encoding="utf-8")
            self._open(talk, uri, text, scheme="")
            self._ask(talk, uri, text, QUESTIONS, QUESTIONS_PER_FILE, file.name)
        self._note_questions("unify-ls", talk)
        for name in self.peers:
            talk = Conversation(self.servers[name], self.environment, self.session.folder).initialize()
            text = workflow_with(TEXTS["800 lines"], peer=True)
            self._open(talk, "a", text)
            self._ask(talk, "untitled:a", text, QUESTIONS_TO_A_PEER, QUESTIONS_PER_ROUND_OF_A_PEER, "a")
            self._note_questions(name, talk)

    @staticmethod
    def _ask(talk, uri, text, questions, count, name):
        for number in range(count):
            before = text[:len(text) * (2 * number + 1) // (2 * count)]
            place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
            for what in questions:
                talk.request(f"textDocument/{what}", {"textDocument": {"uri": uri}, "position": place}, f"{what} {name} {number}")

    def _note_questions(self, name, talk):
        for timed, value in talk.leave("left").play()["times"].items():
            if timed.split()[0] in QUESTIONS:
                self.figures.add(name, timed.split()[0], value)

    def main_job(self, platform):
        """Nothing is told beforehand: the component is found by the remote, and the run is followed to its end."""
        talk = self._editor(platform.url, self.repositories[200], capabilities=RUN_EVENTS)
        talk.command("unify.workflows.list", {}).command("unify.workflow.run", RUN)
        talk.wait_for("unify/runChanged", '"ended":true').memory("main job")
        self._note("unify-ls", talk.leave("left").play())

    def triggers(self, url, delay_ms):
        """Ours and curl's by turns. The first of ours is not counted: it loads libcurl and reads the token."""
        talk = self._editor(url, self.repositories[10], "--component", COMPONENT, "--organization", ORGANIZATION)
        talk.command("unify.workflow.run", RUN)
        curl = [shutil.which("curl"), "--silent", "--fail", "--header", f"Authorization: Bearer {FULL_TOKEN}", "--header",
                "Content-Type: application/json", "--data", CURL_BODY, f"{url}/v2/components/{COMPONENT}/trigger"]
        for number in range(TRIGGERS_PER_ROUND):
            talk.command("unify.workflow.run", RUN, f"ours {number}").run(f"curl {number}", curl)
        times = talk.leave("left").play()["times"]
        for number in range(TRIGGERS_PER_ROUND):
            ours, other = times[f"ours {number}"], times[f"curl {number}"]
            self.figures.add("unify-ls", f"trigger {delay_ms}", ours)
            self.figures.add("curl", f"trigger {delay_ms}", other)
            self.figures.add("unify-ls", f"trigger {delay_ms} beside curl", ours - other)

    def hostile(self):
        """What the loop's own count says after a repository made to hold it. The probe reads no log, so a client of the tests plays."""
        with LspClient([program(), "--stdio", "--log-level", "debug"], env=self.environment, cwd=self.hostile_repository.folder) as server:
            server.initialize(workspaceFolders=[{"uri": self.hostile_repository.uri, "name": "hostile"}])
            server.command("unify.workflows.list", {"all": True}, timeout=120)
            with contextlib.suppress(LspError):
                server.command("unify.workflows.list", {"branch": WRONG_BRANCH}, timeout=120)
            self._note_longest_turn(server, "longest turn")

    def hostile_texts(self):
        """Likewise after texts that an editor may have open."""
        with LspClient([program(), "--stdio", "--log-level", "debug"], env=self.environment, cwd=self.session.folder) as server:
            server.initialize()
            for name, text in hostile_texts().items():
                uri = f"untitled:{name}"
                server.notify("textDocument/didOpen", {
                    "textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
                server.wait_for("textDocument/publishDiagnostics", lambda params, uri=uri: params["uri"] == uri)
            self._note_longest_turn(server, "longest turn texts")

    def _note_longest_turn(self, server, name):
        server.shutdown()
        [longest] = re.findall(rb"the longest turn of the loop took ([\d.]+) ms", server.stderr)
        self.figures.add("unify-ls", name, float(longest))

    def neovim_starts(self, neovim):
        """What the plugin adds to Neovim's own start, in pairs whose order changes."""
        for number in range(NEOVIM_STARTS_PER_ROUND):
            with_first = number % 2 == 0
            times = {with_plugin: self._neovim_start(neovim, with_plugin) for with_plugin in (with_first, not with_first)}
            self.figures.add("Neovim", "start", times[False])
            self.figures.add("Neovim", "start, added by the plugin", times[True] - times[False])

    def _neovim_start(self, neovim, with_plugin):
        log = self.session.folder / "startuptime"
        log.unlink(missing_ok=True)
        plugin = ["--cmd", f"set runtimepath^={NVIM_PLUGIN}"] if with_plugin else []
        subprocess.run([neovim, "--clean", "--headless", *plugin, "--startuptime", log, "-c", "qa!"], stdin=subprocess.DEVNULL,
                       capture_output=True, env=self.environment, timeout=60, check=True)
        return max(map(float, re.findall(r"^(\d+\.\d+)", log.read_text(encoding="utf-8"), re.MULTILINE)))

    def _editor(self, url, repository, *arguments, capabilities=None):
        command = [program(), "--stdio", "--api-url", url, *arguments]
        talk = Conversation(command, self.environment, repository.folder)
        return talk.initialize(folder_uri=repository.uri, capabilities=capabilities)

    def _note(self, name, played):
        for what, value in played["times"].items():
            self.figures.add(name, what, value)
        for what, value in played["memory"].items():
            self.figures.add(name, f"memory {what}", value["rss"] / 1024)
            self.figures.add(name, f"own memory {what}", value["own"] / 1024)
        self.figures.add(name, "cpu", played["cpu"])


def measure(bench, rounds, neovim):
    with Simulator("--run-script", "SUCCEEDED") as platform:
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
            bench.starts()
            bench.messages()
            bench.texts()
            bench.questions()
            bench.lists(platform)
    with Simulator("--run-script", "SUCCEEDED") as platform:
        for _ in range(max(3, rounds // 4)):
            bench.main_job(platform)
            bench.hostile()
            bench.hostile_texts()
    bench.session.write_config('{"follow": false}')
    with Simulator() as platform, DelayingRelay(urlsplit(platform.url).port, 0.025) as far:
        for _ in range(rounds):
            bench.triggers(platform.url, 0)
            bench.triggers(f"http://127.0.0.1:{far.port}", 50)
    if neovim:
        print("Neovim", file=sys.stderr, flush=True)
        for _ in range(rounds):
            bench.neovim_starts(neovim)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("--node", help="without it there is nothing to compare with")
    parser.add_argument("--peer", nargs=2, action="append", default=[], metavar=("NAME", "SCRIPT"))
    parser.add_argument("--activations", nargs=2, action="append", default=[], metavar=("VERSION", "FILE"),
                        help="what a VS Code counted, as JSON; a file that is not there is left out")
    parser.add_argument("--neovim", help="without it the plugin's part in Neovim's start is not measured")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    with Session() as session:
        bench = Bench(session, arguments.peer, arguments.node)
        for version, file in arguments.activations:
            if Path(file).exists():
                for value in json.loads(Path(file).read_text(encoding="utf-8")):
                    bench.figures.add("VS Code", version, value)
        measure(bench, arguments.rounds, arguments.neovim)
    missed = write_report(arguments.output, bench.figures, list(bench.servers), arguments, load)
    print(arguments.output.read_text(encoding="utf-8"))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
