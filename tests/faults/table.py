"""The table of operation x fault: the expected one is read from expectations.md, the one that came out looks the same.

    table.py FOLDER      prints what the tests of the matrix wrote into FOLDER when they last ran
"""

import json
import os
import sys
from pathlib import Path

EXPECTATIONS = Path(__file__).parent / "expectations.md"


def expected(section):
    """{fault: {operation: cell}} of one section of expectations.md."""
    rows, heading = {}, None
    for line in EXPECTATIONS.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0].splitlines():
        if not line.startswith("|") or set(line) <= set("|- "):
            continue
        fault, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        if heading is None:
            heading = cells
        else:
            rows[fault] = dict(zip(heading, cells, strict=True))
    return rows


def results_folder():
    """Beside the programs under test, so that every build has its own."""
    folder = Path(os.environ.get("UNIFY_FAULTS_FOLDER") or Path(__file__).parents[2] / "build" / "faults")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def check(test, section, expected, columns):
    """Writes down what came out and holds each cell against the expected one.

    `columns` is {operation: ({fault: (cell, complaints, triggers, seconds)}, problems)}.
    """
    rows = {}
    for fault, wanted in expected.items():
        struck = {name: columns[name][0][fault] for name in wanted if name != "triggers"}
        rows[fault] = {name: cell for name, (cell, *_) in struck.items()} | {"triggers": str(struck["trigger"][2])}
        for name, (cell, complaints, triggers, seconds) in struck.items():
            with test.subTest(fault=fault, operation=name, seconds=round(seconds, 1)):
                test.assertIn(cell, wanted[name].split(" or "))
                test.assertEqual(complaints, [])
                test.assertEqual(str(triggers), wanted["triggers"] if name == "trigger" else "0")
    write(section, rows, max(cell[3] for name, (cells, _) in columns.items() if name != "follow" for cell in cells.values()))
    print(f"\n{aligned(rows)}")
    for name, (_, problems) in columns.items():
        with test.subTest(operation=name):
            test.assertEqual(problems, [])


def write(section, rows, seconds):
    (results_folder() / f"{section}.json").write_text(json.dumps({"rows": rows, "seconds": seconds}, indent=1), encoding="utf-8")


def aligned(rows):
    """Markdown with straight columns."""
    names = list(next(iter(rows.values())))
    lines = [["fault", *names], *([fault, *(row.get(name, "?") for name in names)] for fault, row in rows.items())]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines)


def fits(row, wanted):
    return all(cell in wanted.get(name, "").split(" or ") for name, cell in row.items())


def show(folder):
    found = sorted(Path(folder).glob("*.json"))
    for path in found:
        written = json.loads(path.read_text(encoding="utf-8"))
        rows = written["rows"]
        wanted = expected(path.stem)
        odd = [fault for fault, row in rows.items() if not fits(row, wanted.get(fault, {}))]
        print(f"\n{path.stem}: {len(rows)} faults, {sum(len(row) - 1 for row in rows.values())} cells, "
              f"{'all' if not odd else 'not all'} as expected; the slowest took {written['seconds']:.1f} s\n")
        print(aligned(rows))
    if not found:
        print(f"No table in {folder}: the tests of the matrix write it.")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(show(sys.argv[1] if len(sys.argv) > 1 else results_folder()))
