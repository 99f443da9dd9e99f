"""Following a run through faults. The faults strike two questions in a row; then all is well again."""

import time

from bench import Bench
from wording import complaints_about

TO_THE_END = "goes on"
LOST = "cannot be followed for now"
TWICE = 2
PATIENCE = 90  # seconds until a run has been followed to its end or given up


def follow_all(faults, of_the_connection):
    """As a column of the matrix: ({fault: (cell, complaints, triggers, seconds)}, problems)."""
    cells = {}
    with Bench(files=len(faults)) as bench:
        own = [fault for fault in faults if fault not in of_the_connection]
        names = {fault: f"w{number:02}.yaml" for number, fault in enumerate(own, 1)}
        runs = {fault: bench.start_run(names[fault]) for fault in own}
        bench.platform.control("DELETE", "log")
        for fault, run in runs.items():
            faults[fault](bench, [f"/v4/components/*/runs/{run['runId']}"], TWICE)
            bench.server.command("unify.run.follow", {"id": run["id"]})
        start = time.monotonic()
        for fault, run in runs.items():
            cell, complaints = how_it_ended(bench, run)
            cells[fault] = (cell, complaints, bench.platform.triggers()["count"], time.monotonic() - start)
        for fault in of_the_connection:
            cells[fault] = follow_through(bench, faults[fault])
        problems = bench.complaints() + bench.leaks()
        left = bench.server.shutdown()
    return cells, problems + ([f"exit code {left}"] if left else [])


def follow_through(bench, make):
    """A fault of the whole network: it lasts until the person has been told that it is tried again."""
    bench.restore()
    start = time.monotonic()
    run = bench.start_run(version=str(time.monotonic_ns()))
    told = len(tellings(bench))
    bench.platform.control("DELETE", "log")
    make(bench, [])
    bench.server.command("unify.run.follow", {"id": run["id"]})
    bench.server.wait_until(lambda: len(tellings(bench)) > told, "word that it is tried again", PATIENCE)
    triggers = bench.platform.triggers()["count"]
    bench.restore()
    cell, complaints = how_it_ended(bench, run)
    return cell, complaints, triggers, time.monotonic() - start


def tellings(bench):
    return [message for message in bench.server.messages
            if message.get("method") == "$/progress" and "trying again" in str(message["params"]["value"].get("message"))]


def how_it_ended(bench, run):
    """Whether the run was followed to its end, or following ended before, and how that was said."""
    def ended(message):
        params = message.get("params") or {}
        if message.get("method") == "unify/runChanged":
            return params["run"]["id"] == run["id"] and params["run"]["ended"]
        sentence = params.get("message", "") if message.get("method") == "window/showMessage" else ""
        return f"The run of {run['file']}" in sentence
    message = bench.server.wait_until(lambda: next(filter(ended, bench.server.messages), None), f"the end of {run['file']}", PATIENCE)
    if message["method"] == "unify/runChanged":
        status = message["params"]["run"]["status"]
        return (TO_THE_END, []) if status == "SUCCEEDED" else (f"odd: {status}", [])
    sentence = message["params"]["message"].partition(" http")[0]
    return "is lost" if LOST in sentence else "ends", complaints_about(sentence)
