"""What was measured, as a table that says of each budget whether it was met."""

import os
import platform
import re
import statistics
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from harness import program

TOP = Path(__file__).resolve().parents[2]
PROGRAM = "unify-ls"


class Figures:
    """All that was measured, by program and by what."""

    def __init__(self):
        self._values = defaultdict(list)

    def add(self, name, what, value):
        self._values[name, what].append(value)

    def of(self, name, what):
        return self._values.get((name, what), [])


@dataclass
class Budget:
    what: str  # as in Figures
    text: str  # for people
    limit: float
    unit: str = "ms"
    name: str = PROGRAM


BUDGETS = [
    Budget("start", "start to the answer of `initialize`", 10),
    Budget("memory idle", "memory after `initialize`", 12, "MiB"),
    Budget("memory main job", "memory after the main job", 25, "MiB"),
    Budget("list 200", "list 200 workflows, cold", 40),
    Budget("list 200 warm", "list 200 workflows, warm", 5),
    Budget("trigger 0 beside curl", "trigger, beside what `curl` takes", 3),
    Budget("trigger 50 beside curl", "the same, 50 ms away", 3),
    Budget("longest turn", "longest time between two turns of the loop, hostile corpus", 10),
    Budget("longest turn texts", "the same, hostile texts of 125 kB that are open", 10),
    Budget("open 800 lines", "open a workflow of 800 lines, to its diagnostics", 5),
    Budget("edit 800 lines", "edit it, to its diagnostics", 1),
    Budget("edit 70 kB", "edit one of 70 kB, to its diagnostics", 5),
    Budget("completion", "completion, all over `tests/corpus`", 0.3),
    Budget("hover", "hover there", 0.2),
    Budget("definition", "definition there", 0.2),
    Budget("memory ten texts", "memory with ten of 800 lines open", 16, "MiB"),
    Budget("end after exit", "end after `exit`", 100),
    Budget("end after input", "end after the end of input", 100),
]
STARTS = [
    ("start", "start to `initialize`, ms"), ("memory idle", "memory then, MiB"), ("own memory idle", "of which its own, MiB"),
    ("open 800 lines", "open a workflow of 800 lines, to its diagnostics, ms"),
    ("edit 800 lines", "edit it, to its diagnostics, ms"), ("edit 70 kB", "edit one of 70 kB, to its diagnostics, ms"),
    ("completion", "completion, ms"), ("hover", "hover, ms"), ("definition", "definition, ms"),
    ("memory ten texts", "memory with ten of 800 lines open, MiB"),
    ("cpu", "CPU of a start and an end, ms"), ("end after exit", "end after `exit`, ms"),
    ("end after input", "end of input, ms"), ("messages", "messages per second"),
]
COMMANDS = [
    *((f"list {size}{warm}", f"list {size:,} workflows, {'warm' if warm else 'cold'}, ms")
      for size in (10, 200, 2000) for warm in ("", " warm")),
    *((f"describe {size} warm", f"the form of one workflow of {size:,}, ms") for size in (10, 200, 2000)),
    ("memory main job", "memory after the main job, MiB"),
    *((f"trigger {delay}{beside}", f"trigger, {delay} ms added{', beside `curl`' if beside else ''}, ms")
      for delay in (0, 50) for beside in ("", " beside curl")),
]


def write_report(path, figures, servers, arguments, load):
    """Writes the file; returns the budgets that were missed."""
    budgets = BUDGETS + [Budget(version, f"activation of the extension in {_host(version)}", 50, name="VS Code")
                         for version, _ in arguments.activations]
    lines = [
        "# What it costs", "",
        "Written by `scripts/bench`. Medians with the quartiles behind them; every round played each program once.",
        *_machine(arguments, load), "", "## Budgets", "", *_budgets(figures, budgets), "", "## Beside others", "",
        *_table(["", *servers], [[text, *(_shown(figures.of(name, what)) for name in servers)] for what, text in STARTS]),
        "", "## Commands", "",
        *_table(["", PROGRAM, "`curl`"], [[text, _shown(figures.of(PROGRAM, what)), _shown(figures.of("curl", what))]
                                          for what, text in COMMANDS]),
        "", *_neovim(figures, arguments), *_notes(figures, servers, arguments)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [budget for budget in budgets if figures.of(budget.name, budget.what) and not _is_met(figures, budget)]


def _neovim(figures, arguments):
    if not arguments.neovim:
        return []
    rows = [["its start without the plugin, ms", _shown(figures.of("Neovim", "start"))],
            ["what the plugin adds, ms", _shown(figures.of("Neovim", "start, added by the plugin"))]]
    return [f"## {_said([arguments.neovim, '--version'])}", "", *_table(["", "measured"], rows), ""]


def _host(version):
    """What is measured in, by its own name; a code-server 4.x carries VS Code 1.x, which the tests in it check."""
    return f"code-server {version} (VS Code 1{version[1:]})"


def _is_met(figures, budget):
    return statistics.median(figures.of(budget.name, budget.what)) <= budget.limit


def _budgets(figures, budgets):
    rows = []
    for budget in budgets:
        values = figures.of(budget.name, budget.what)
        if not values:
            rows.append([budget.text, f"{budget.limit:g} {budget.unit}", "not measured", ""])
            continue
        met = "met" if _is_met(figures, budget) else "**missed**"
        rows.append([budget.text, f"{budget.limit:g} {budget.unit}", f"{_shown(values)} {budget.unit}", met])
    return _table(["budget", "limit", "measured", ""], rows)


def _shown(values):
    if not values:
        return ""
    low, middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return f"{_number(middle)} ({_number(low)}–{_number(high)})"


def _number(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _table(head, rows):
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells):
    return "| " + " | ".join(cells) + " |"


def _machine(arguments, load):
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    system = re.search(r'PRETTY_NAME="(.+)"', Path("/etc/os-release").read_text(encoding="utf-8"))
    versions = [_said([program(), "--version"]), _said(["curl", "--version"]), _said(["git", "--version"])]
    if arguments.node:
        versions.append(f"node {_said([arguments.node, '--version'])}")
    return [
        f"* {datetime.now(timezone.utc):%Y-%m-%d}, commit {_said(['git', '-C', str(TOP), 'rev-parse', '--short', 'HEAD'])},"
        f" {arguments.rounds} rounds",
        f"* {os.cpu_count()} cores of {model[1] if model else platform.machine()}, load {load:.2f} at the beginning",
        f"* {system[1] if system else platform.system()}, kernel {platform.release()}",
        f"* {', '.join(versions)}"]


def _said(command):
    line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return re.sub(r"^(curl \S+) .*", r"\1", line)


def _notes(figures, servers, arguments):
    notes = [
        "* *nothing* is a server that answers every request with null: the floor of the language it is written in.",
        f"* Messages are {20_000:,} requests for a method that nobody knows, written at once; each is answered.",
        "* Completion, hover and definition: ours at 20 places of each workflow in `tests/corpus`, the peers at three of 800 lines.",
        "* `curl` is the program, started again for each request with the token on its command line; ours also writes its",
        "  journal and looks up nothing, since component and token are known. By turns, and compared pair by pair."]
    if arguments.activations:
        notes.append("* The editor counts an activation itself, in whole milliseconds; nobody waits for the server, so its start is no part.")
    absent = [name for name, _ in arguments.peer if name not in servers]
    if not arguments.node:
        absent.append("node and all servers that run on it")
    absent += [_host(version) for version, _ in arguments.activations if not figures.of("VS Code", version)]
    if not arguments.neovim:
        absent.append("Neovim")
    if absent:
        notes.append(f"* Could not be had, and missing for that reason: {', '.join(absent)}.")
    return notes
