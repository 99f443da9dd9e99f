"""The transcripts' own rules: what a pattern matches, and what it must not let through."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))
from harness.pattern import Mismatch, fill, fits, generalize, match  # noqa: E402
from harness.transcript import BadTranscript, transcripts_in, written  # noqa: E402


class Patterns(unittest.TestCase):
    def test_what_matches(self):
        for pattern, value in [
            ({"a": 1}, {"a": 1}), ([1, "x", None], [1, "x", None]), ("${*}", {"deep": []}), ("v${*}", "v1.2"),
            ({"a": 1, "...": "..."}, {"a": 1, "b": 2}), ([1, "..."], [1, 2, 3]), ([1, "..."], [1]), ([], []), ({}, {}),
        ]:
            with self.subTest(pattern=pattern, value=value):
                match(pattern, value, {})

    def test_what_does_not(self):
        for pattern, value in [
            ({"a": 1}, {"a": 1, "b": 2}), ({"a": 1}, {}), ({"a": 1}, {"a": "1"}), (1, True), (0, False), (None, 0),
            ([1], [1, 2]), ([1, 2, "..."], [1]), ("v${*}", "1.2"), ("v${*}", 7), ({}, []), ([], {}), ("x", "y"),
            ({"a": {"b": 1}, "...": "..."}, {"a": {"b": 1, "c": 2}}),
        ]:
            with self.subTest(pattern=pattern, value=value):
                self.assertRaises(Mismatch, match, pattern, value, {})

    def test_a_name_means_the_same_everywhere(self):
        captures = {}
        match({"id": "${id}", "text": "run ${id} of ${count}"}, {"id": "r1", "text": "run r1 of 3"}, captures)
        self.assertEqual(captures, {"id": "r1", "count": "3"})
        self.assertFalse(fits("${id}", "r2", captures))
        self.assertEqual(fill({"again": ["${id}", "<${count}>"]}, captures), {"again": ["r1", "<3>"]})
        self.assertRaises(Mismatch, fill, "${unknown}", captures)

    def test_a_failed_match_captures_nothing(self):
        captures = {}
        self.assertFalse(fits({"a": "${x}", "b": 1}, {"a": 5, "b": 2}, captures))
        self.assertEqual(captures, {})

    def test_updates_keep_names(self):
        self.assertEqual(generalize({"uri": "file:///tmp/abc/x"}, {"folder": "/tmp/abc"}), {"uri": "file://${folder}/x"})


class Texts(unittest.TestCase):
    def test_arrows_settings_and_continuations(self):
        [transcript] = transcripts_in("a.transcript", (
            '# a comment\narguments: --x\n\n--> {"id": 1,\n    "method": "m"}\n--> raw "\\u00ff"\n--> end of input\n'
            '<-- {"id": 1, "result": null}\n<-- exit 1\n'))
        self.assertEqual(transcript.settings, {"arguments": "--x"})
        self.assertEqual([step.kind for step in transcript.steps], ["send", "raw", "close", "expect", "exit"])
        self.assertEqual(transcript.steps[0].value, {"id": 1, "method": "m"})
        self.assertEqual(transcript.steps[1].value, b"\xff")
        self.assertEqual(transcript.steps[4].value, 1)

    def test_fences_of_markdown(self):
        text = "# Title\n\n```transcript\n<-- exit 0\n```\n\n```json\n{}\n```\n```transcript\n<-- exit 1\n```\n"
        self.assertEqual([t.name for t in transcripts_in("P.md", text)], ["P.md:4", "P.md:11"])
        self.assertEqual([t.steps[0].line for t in transcripts_in("P.md", text)], [4, 11])

    def test_what_is_no_transcript(self):
        for text in ("hello", "unknown: x", '--> {"a": }', "<-- exit now", '--> {}\narguments: too late'):
            with self.subTest(text=text):
                self.assertRaises(BadTranscript, transcripts_in, "a.transcript", text)

    def test_long_messages_are_indented_as_they_are_read(self):
        message = {"id": 1, "result": {f"member{number}": number for number in range(12)}}
        [transcript] = transcripts_in("a.transcript", "<-- " + written(message))
        self.assertEqual(transcript.steps[0].value, message)


if __name__ == "__main__":
    unittest.main()
