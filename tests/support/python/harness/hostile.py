"""Repositories made to keep a reader busy: what anybody could push, and everybody who opens it would have to wait for."""

from .repository import Repository
from .workflows import DEPLOY

TAGS = 1_000_000  # bytes; libyaml looks at each of these lines as often as there are others
VALUES = 19_500  # just below what is read of one file
TEXT = 125_000  # bytes, likewise of an open text
HEADER = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n"


def tag_lines(size, salt=0):
    lines, length = [], 0
    while length < size:
        lines.append(f"%TAG !{salt:x}x{len(lines):x}! y\n")
        length += len(lines[-1])
    return "".join(lines)


def _manual(inputs, before=""):
    return f"{HEADER}{before}on: {{workflow_dispatch: {{inputs: {{{inputs}}}}}}}\n"


def _aliased_options():
    """A hundred choices that share one list: as a text small, written out fifty megabytes."""
    options = ", ".join(f"o{number}{'x' * 400}" for number in range(1000))
    shared = ", ".join(f"i{number}: {{type: choice, options: *o}}" for number in range(1, 100))
    return _manual(f"i0: {{type: choice, options: &o [{options}]}}, {shared}")


def _merged_fields():
    """A hundred inputs that each merge the same mapping of thousands of keys."""
    big = "".join(f"  k{number}: v\n" for number in range(VALUES // 2))
    return _manual(", ".join(f"i{number}: {{<<: *b}}" for number in range(100)), f"x: &b\n{big}")


def hostile_files(copies):
    """Name to text. Those that come in numbers come `copies` times."""
    files = {
        "tags.yaml": tag_lines(TAGS) + "--- a\n",
        "half-tags.yaml": tag_lines(500_000) + "--- a\n",
        "few-tags.yaml": "".join(f"%TAG !{number}! y\n" for number in range(30)) + "---\n" + "- !29!a b\n" * VALUES,
        "keys-in-brackets.yaml": "[" * 60 + "a," * 240_000,
        "pairs.yaml": "{a: " * 60 + "b," * 240_000,
        "list.yaml": "- a\n" * VALUES,
        "long-text.yaml": f"{HEADER}name: {'x' * 500_000}\non: push\n",
        "words.yaml": f"{HEADER}name: {'x ' * 250_000}\non: push\n",
        "literal.yaml": f"{HEADER}name: |\n" + " b\n" * 160_000,
        "duplicates.yaml": "".join("a: b\n" for _ in range(VALUES // 2)),
        "long-keys.yaml": "- &k " + "k" * 400_000 + "\n- {" + ", ".join(["? *k"] * (VALUES // 2 - 2)) + "}\n",
        "unknown-anchors.yaml": "- *a\n" * VALUES,
        "options.yaml": _aliased_options(),
        "merges.yaml": _merged_fields(),
        "deploy.yaml": DEPLOY,
    }
    files |= {f"copy{number:04}.yaml": tag_lines(90_000, number) + "--- a\n" for number in range(copies)}
    files |= {f"words{number:04}.yaml": f"{HEADER}name: {number} {'x ' * 200_000}\non: push\n" for number in range(copies // 10)}
    return files


def hostile_texts():
    """Name to text: what an editor may have open, each long in the reading or in the checking. Some are just within the limits."""
    def filled(piece, before="", after=""):
        return HEADER + before + piece * ((TEXT - len(HEADER) - len(before)) // len(piece)) + after

    step = "      - id: s\n        uses: docker://a\n        run: echo ${{ steps.t.outputs.b }}\n"
    return {
        "brackets": filled("[", "on: "), "list": filled("a,", "on: ["), "keys": filled("  k:\n", "jobs:\n"),
        "slips": filled("      - usse: a\n        naem: b\n", "on: push\njobs:\n  a:\n    steps:\n"),
        "steps": filled(step, "on: push\njobs:\n  a:\n    steps:\n"),
        "operators": filled("a || ", "name: ${{ ", "b }}\n"), "dots": filled(".b", "name: ${{ a", " }}\n"),
        "needs": HEADER + "on: push\njobs:\n" + "".join(
            f"  j{number}:\n    needs: [{', '.join(f'j{other}' for other in range(max(0, number - 30), number))}]\n    steps: []\n"
            for number in range(270)),
        "triggers": HEADER + f"on: [{'a,' * 9_900}]\n",
        "merges": HEADER + "on: push\nx: &x\n" + "".join(f"  k{number}: 1\n" for number in range(900)) + "jobs:\n" + "".join(
            f"  j{number}: {{<<: *x}}\n" for number in range(1_900)),
    }


def hostile_repository(session, copies=20, branches=5_000, name="hostile"):
    """A clone with hostile workflow files, remote branches that are all but alike, and one with a name of 200 kB."""
    repository = Repository(session, name=name, files=hostile_files(copies))
    repository.git("pack-refs", "--all")
    packed = repository.folder / ".git" / "packed-refs"
    commit = repository.head()
    lines = packed.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[0] = "# pack-refs with: peeled fully-peeled \n"  # not sorted: git sorts them itself
    names = [f"{'feature-' * 28}{number:06}" for number in range(branches)] + ["long/" * 40_000 + "x"]
    with packed.open("w", encoding="utf-8") as file:
        file.writelines(lines)
        file.writelines(f"{commit} refs/remotes/origin/{branch}\n" for branch in names)
    return repository


# What somebody asks for who means the branches above and none of them.
WRONG_BRANCH = "feature-" * 28 + "zzzzzz"
