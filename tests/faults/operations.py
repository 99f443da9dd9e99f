"""The operations of the matrix: what each does, which requests a fault strikes, and how its outcome is written in a cell."""

import contextlib
import re
import time
from dataclasses import dataclass

from bench import TIMEOUT
from harness import LspError
from wording import complaints_about, complaints_about_quote

COMPONENT = "22222222-0000-4000-8000-000000000001"
ORGANIZATIONS = ["/v1/organizations"]
COMPONENTS = ["/v4/organizations/*/components", "/v1/organizations/*/services"]
ONE_COMPONENT = ["/v4/organizations/*/components/*", "/v1/organizations/*/services/*"]
RUN = ["/v4/components/*/runs/*"]
EVERYTHING_OF_A_RUN = ["/v4/components/*"]
TRIGGER = ["/v2/components/*/trigger"]
UNFINISHED = "STARTED"
# A read is asked again after 1, 2, 4 and 8 s when the platform asks to slow down.
WITH_PATIENCE = 15 + TIMEOUT
UNDER_LOAD = 30  # seconds that an instrumented program may take longer on a machine with other things to do
OUTCOMES = {"ok": "started", "outcomeUnknown": "unknown"}


@dataclass
class Answer:
    """What a command came to, and how long it took."""

    result: object = None
    error: LspError = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Operation:
    """`run(bench)` executes it and gives what outcome_of gives; `prepare(bench)` makes what it needs."""

    name: str
    paths: list
    run: object
    deadline: float  # seconds, whatever goes wrong
    prepare: object = None
    triggers: bool = False
    remembered: bool = False  # what it found is not asked for again, unless the server starts over


def execute(bench, command, arguments=None):
    start = time.monotonic()
    answer = Answer()
    try:
        answer.result = bench.server.command(command, arguments, timeout=90)
    except LspError as error:
        answer.error = error
    answer.seconds = time.monotonic() - start
    return answer


def written(error):
    """A kind as the table writes it: with a + when the same again may help."""
    return f"{error.kind}{'+' if error.data.get('retryable') else ''}" if error.kind else f"code {error.code}"


def outcome_of(answer, cell_of_result):
    """The cell, complaints about the sentences that came with it, and the seconds it took."""
    if answer.error is None:
        cell, sentences = cell_of_result(answer.result)
        quote = ""
    else:
        cell, sentences = written(answer.error), [answer.error.message]
        quote = answer.error.data.get("platformMessage", "")
    if cell == "needsInput":
        sentences = []  # what is missing is said at length, with an example that would do
    complaints = [complaint for sentence in sentences for complaint in complaints_about(sentence)]
    return cell, complaints + complaints_about_quote(quote), answer.seconds


def select(**arguments):
    def run(bench):
        return outcome_of(execute(bench, "unify.component.select", arguments), lambda result: (
            "ok" if result.get("componentId") == COMPONENT else f"odd: {result}", []))
    return run


def check_token(bench):
    words = {True: "accepted", False: "rejected", None: "unknown"}
    return outcome_of(execute(bench, "unify.token.status", {"check": True}),
                      lambda result: (words[result.get("accepted")], []))


def doctor(bench):
    def worst(result):
        checks = {check["name"]: check for check in result["checks"] if check["name"] in ("api", "accepted")}
        states = [check["state"] for check in checks.values()]
        cell = next((state for state in ("fail", "warn", "ok") if state in states), "?")
        # A check's detail begins with a host or a name and may be followed by a reason: it is no sentence of its own.
        return cell, [re.sub(r"^(\S)", lambda first: first[1].upper(), check["detail"]) for check in checks.values()]
    return outcome_of(execute(bench, "unify.doctor"), worst)


def begin_run(bench):
    bench.platform.control("DELETE", "runs")
    bench.start_run()
    bench.platform.set_run(UNFINISHED, ended=False)


def list_runs(bench):
    def cell(result):
        newest = result["runs"][0]
        good = newest["outcome"] == "started" and newest.get("status") in (None, "PENDING", UNFINISHED)
        return "ok" if good else f"odd: {newest}", []
    return outcome_of(execute(bench, "unify.run.list"), cell)


def details(bench):
    def cell(result):
        missing = result.get("missing", [])
        return "partly" if missing else "ok", [why["why"] for why in missing]
    return outcome_of(execute(bench, "unify.run.details"), cell)


def trigger(bench):
    answer = execute(bench, "unify.workflow.run", {
        "file": "deploy.yaml", "inputs": {"version": str(time.monotonic_ns())}, "confirmed": True, "force": True})
    return outcome_of(answer, lambda result: ("ok" if result["outcome"] == "started" else f"odd: {result}", []))


OPERATIONS = [
    Operation("organizations", ORGANIZATIONS, select(), WITH_PATIENCE, remembered=True),
    Operation("components", COMPONENTS, select(), WITH_PATIENCE, remembered=True),
    Operation("component", ONE_COMPONENT, select(componentId=COMPONENT), WITH_PATIENCE, remembered=True),
    Operation("token", ORGANIZATIONS, check_token, WITH_PATIENCE),
    Operation("doctor", ORGANIZATIONS, doctor, 3 * 12),  # three looks side by side or in turn, 12 s each at most
    Operation("list", RUN, list_runs, 5 + TIMEOUT, prepare=begin_run),  # it waits 5 s for news of runs, and goes on
    Operation("details", EVERYTHING_OF_A_RUN, details, WITH_PATIENCE + TIMEOUT, prepare=begin_run),
    Operation("trigger", TRIGGER, trigger, TIMEOUT, triggers=True),
]


def strike(operation, bench, make):
    """One cell: the operation under a fault. Returns the cell, complaints, triggers counted and seconds."""
    if operation.remembered:
        bench.start_over()
    make(bench, operation.paths)
    try:
        cell, complaints, seconds = operation.run(bench)
    finally:
        bench.calm()
    # Whoever sends again does so by now, or when the network is there again.
    triggers = counted_triggers(bench, operation)
    if operation.triggers:
        complaints += complaints_about_journal(bench, cell)
    else:
        bench.server.command("unify.token.status")
    if bench.platform.triggers()["count"] != triggers:
        complaints.append("it was sent again later")
    bench.restore()
    if seconds > operation.deadline + UNDER_LOAD:
        complaints.append(f"took {seconds:.1f} s, which is more than {operation.deadline}")
    return cell, complaints + bench.complaints(), triggers, seconds


def counted_triggers(bench, operation):
    if operation.triggers:
        with contextlib.suppress(AssertionError):  # a request that was sent may still be on its way to be read
            bench.platform.control("GET", "requests", method="POST", path=TRIGGER[0], wait=1, deadlineMs=500)
    return bench.platform.triggers()["count"]


def complaints_about_journal(bench, cell):
    newest = bench.server.command("unify.run.list")["runs"][0]
    expected = OUTCOMES.get(cell, "refused")
    return [] if newest["outcome"] == expected else [f"the journal says {newest['outcome']}, not {expected}"]
