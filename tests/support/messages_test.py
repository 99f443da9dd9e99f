#!/usr/bin/env python3
"""What the program says to people, collected from its source, so that it can be read as one text and held to one way of speaking.

    tests/support/messages_test.py --print      all of it, by file
"""

import re
import sys
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
ROOMS = ("commands", "cli", "app", "credentials", "git", "http", "platform", "runs", "settings", "state")

# A literal, or several that the compiler makes one of.
LITERALS = re.compile(r'"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*')
COMMENTS = re.compile(r'("(?:\\.|[^"\\\n])*")|//[^\n]*|/\*.*?\*/', re.S)
RAW = re.compile(r'R"(\w*)\(.*?\)\1"', re.S)
SENTENCE = re.compile(r"[A-Z`{][^\n]* [^\n]*[.?!…]$")

# (what is not said, why)
NEVER = (
    (r"\bmend\b", "say fix"),
    (r"\bneeds more to go on\b", "say what is needed"),
    (r"\ball the same\b", "say what happens"),
    (r"\bplease\b", "say what to do"),
    (r"\b(?:oops|sorry|unfortunately)\b", "say what failed"),
    (r"\bcan't|won't|don't|isn't\b", "write it out"),
    (r"\bdaemon\b", "it is the program, or unify-ls"),
    (r"\bPAT\b", "it is the token"),
    (r"\bpipelines?\b", "it is a workflow or a run"),
    (r"\babort(?:ed)?\b", "a run is stopped, a question is left"),
)
LONGEST = 260


def texts(source):
    """The sentences of a source file."""
    code = RAW.sub('""', COMMENTS.sub(lambda match: match.group(1) or " ", source))
    for match in LITERALS.finditer(code):
        parts = re.findall(r'"((?:\\.|[^"\\\n])*)"', match.group())
        text = "".join(parts).replace(r"\"", '"').replace(r"\n", "\n").strip()
        for line in text.split("\n"):
            if SENTENCE.match(line):
                yield line


def collected():
    """File -> its sentences."""
    found = {}
    for room in ROOMS:
        for path in sorted((TOP / "server" / room).rglob("*.cpp")):
            sentences = list(dict.fromkeys(texts(path.read_text(encoding="utf-8"))))
            if sentences:
                found[str(path.relative_to(TOP))] = sentences
    return found


class Messages(unittest.TestCase):
    def test_the_collection_is_not_empty(self):
        all_of_them = [text for texts_of_file in collected().values() for text in texts_of_file]
        self.assertGreater(len(all_of_them), 150)
        self.assertIn("No token was stored. Paste it once more.", all_of_them)

    def test_a_planted_one_is_found(self):
        self.assertEqual(list(texts('f("Fix it " /* x */ "first."); // "Not this."\nR"(Nor this.)"; "nor.this"')), ["Fix it first."])

    def test_one_way_of_speaking(self):
        for file, sentences in collected().items():
            for sentence in sentences:
                with self.subTest(file=file, sentence=sentence):
                    self.assertLessEqual(len(sentence), LONGEST, "too long to be read at once")
                    for pattern, instead in NEVER:
                        self.assertIsNone(re.search(pattern, sentence, re.I), instead)


if __name__ == "__main__":
    if "--print" in sys.argv:
        for file, sentences in collected().items():
            print(f"{file}\n" + "\n".join(f"  {sentence}" for sentence in sentences) + "\n")
    else:
        unittest.main(verbosity=2)
