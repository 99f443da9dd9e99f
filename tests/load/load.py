"""What the load tests share: how much of it, and a client that counts what comes instead of keeping it."""

import os
from collections import Counter, defaultdict

from harness import LspClient, Repository, TestCase, release_program
from harness.simulator import FULL_TOKEN
from harness.workflows import BUILD, DEPLOY

WHOLE = os.environ.get("UNIFY_TEST_LOAD") == "whole"  # scripts/test load


KEPT = 500  # messages, for whoever asks for one and for the report


def size(whole, small):
    """The small one is for every run of all tests."""
    return whole if WHOLE else small


class CountingClient(LspClient):
    """Counts answers by id and by outcome ("ok", or the error's kind or code); in `ended`, the last states of runs by id."""

    def __init__(self, *arguments, **options):
        self.answers_to = Counter()
        self.outcomes = Counter()
        self.ended = defaultdict(list)
        self.answered = 0
        self._counted = 0
        super().__init__(*arguments, **options)

    def received(self, name, data):
        super().received(name, data)
        if name != "stdout":
            return
        for message in self.messages[self._counted:]:
            if "method" not in message and message.get("id") is not None:
                self.answers_to[message["id"]] += 1
                self.answered += 1
                self.outcomes[_outcome(message)] += 1
            elif message.get("method") == "unify/runChanged" and message["params"]["run"]["ended"]:
                run = message["params"]["run"]
                self.ended[run["id"]].append(run["status"])
        del self.messages[:-KEPT]
        self._counted = len(self.messages)
        self._output["stdout"].clear()

    def wait_for_answers(self, count, timeout):
        self.wait_until(lambda: self.answered >= count, f"answer number {count}", timeout)


class LoadTest(TestCase):
    """The programs as users get them: sanitizers need more memory than what is measured here."""

    def editor(self, platform, *arguments, files=None, **options):
        if not hasattr(self, "repository"):
            self.repository = Repository(self.session, files=files or {"deploy.yaml": DEPLOY, "build.yaml": BUILD})
        command = [release_program(), "--api-url", platform.url, *arguments]
        server = self.open(CountingClient(
            command, env={**self.session.env, "UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder, **options))
        server.initialize({"experimental": {"unify": {"protocol": 1, "runEvents": True}}},
                          workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server


def memory_kib(server, line="RssAnon"):
    """RssAnon is what it has in memory of its own, VmHWM the most that it ever had, with the pages of files."""
    with open(f"/proc/{server.pid}/status", encoding="utf-8") as status:
        return next(int(text.split()[1]) for text in status if text.startswith(f"{line}:"))


def cpu_ticks(server):
    with open(f"/proc/{server.pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def descriptors(server):
    return len(os.listdir(f"/proc/{server.pid}/fd"))


def _outcome(answer):
    if "error" not in answer:
        return "ok"
    return (answer["error"].get("data") or {}).get("kind") or answer["error"]["code"]
