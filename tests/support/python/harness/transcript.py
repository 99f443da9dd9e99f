"""Reads, plays and rewrites transcripts: whole LSP sessions as text. tests/transcripts/README.md explains the format."""

import json
import re
from dataclasses import dataclass, field

SETTINGS = ("arguments", "repository", "simulator", "token", "start", "ignore")
LINE_WIDTH = 110


class BadTranscript(Exception):
    """The text itself is wrong; says in which line."""


@dataclass
class Step:
    """One arrow. `kind` is send, raw, close, expect or exit; `value` the JSON, the bytes or the exit code."""

    kind: str
    value: object
    line: int
    lines: int = 1


@dataclass
class Transcript:
    name: str
    settings: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)
    text: list = field(default_factory=list)


def transcripts_in(name, text):
    """The transcripts of a file: a .transcript file is one, a Markdown file holds one in each ```transcript fence."""
    lines = text.splitlines()
    if not name.endswith(".md"):
        return [parse(name, lines)]
    found, start = [], None
    for number, line in enumerate(lines):
        if start is None and line.strip() == "```transcript":
            start = number + 1
        elif start is not None and line.strip() == "```":
            found.append(parse(name, lines[start:number], start))
            start = None
    return found


def parse(name, lines, offset=0):
    """`offset` is the number of lines before these, so that errors name lines of the file."""
    transcript = Transcript(f"{name}:{offset + 1}" if offset else name, text=list(lines))
    number = 0
    while number < len(lines):
        line = lines[number]
        extra = 0
        if line.startswith(("--> ", "<-- ")):
            while number + extra + 1 < len(lines) and lines[number + extra + 1].startswith("    "):
                extra += 1
            body = "\n".join([line[4:], *lines[number + 1:number + extra + 1]])
            step = _step(line[:3], body, offset + number + 1)
            step.lines = 1 + extra
            transcript.steps.append(step)
        elif line.strip() and not line.startswith("#"):
            setting = re.fullmatch(r"(\w+):\s*(.*)", line)
            if not setting or setting[1] not in SETTINGS or transcript.steps:
                raise BadTranscript(f"{name}:{offset + number + 1}: neither an arrow, a comment nor a setting: {line}")
            transcript.settings[setting[1]] = setting[2].strip()
        number += 1 + extra
    return transcript


def _step(arrow, body, line):
    try:
        if arrow == "-->":
            if body.startswith("raw "):
                return Step("raw", json.loads(body[4:]).encode("latin-1"), line)
            if body.startswith("body "):
                content = json.loads(body[5:]).encode("latin-1")
                return Step("raw", b"Content-Length: %d\r\n\r\n%s" % (len(content), content), line)
            if body.strip() == "end of input":
                return Step("close", None, line)
            return Step("send", json.loads(body), line)
        if exit_code := re.fullmatch(r"exit (\d+)", body.strip()):
            return Step("exit", int(exit_code[1]), line)
        return Step("expect", json.loads(body), line)
    except ValueError as error:
        raise BadTranscript(f"line {line}: {error}") from None


def written(message):
    """A message as transcripts write it: in one line where it fits, else indented."""
    line = json.dumps(message, ensure_ascii=False)
    if len(line) + 4 <= LINE_WIDTH:
        return line
    return json.dumps(message, ensure_ascii=False, indent=2).replace("\n", "\n    ")
