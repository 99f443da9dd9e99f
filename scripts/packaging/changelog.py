#!/usr/bin/env python3
"""Reads CHANGELOG.md, which is written as keepachangelog.com describes it.

  changelog.py notes VERSION                 the notes of that version, as they stand there
  changelog.py debian VERSION MAINTAINER     the same as a Debian changelog, dated by SOURCE_DATE_EPOCH
"""

import email.utils
import os
import re
import sys
import textwrap
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?$", re.MULTILINE)


def notes_of(text, version):
    """The lines under the heading of `version`. SystemExit where there are none, or it has no date."""
    headings = list(HEADING.finditer(text))
    for heading, following in zip(headings, [*headings[1:], None]):
        if heading["version"] != version:
            continue
        if not heading["date"]:
            sys.exit(f"CHANGELOG.md gives {version} no date: write \"## [{version}] - YYYY-MM-DD\".")
        notes = text[heading.end():following.start() if following else None].strip()
        return notes or sys.exit(f"CHANGELOG.md says nothing of {version}.")
    sys.exit(f"CHANGELOG.md has no section \"## [{version}] - YYYY-MM-DD\".")


def debian(notes, version, maintainer):
    items = [" ".join(item.split()) for item in re.findall(r"^\* (.+?)(?=^\* |^#|\Z)", notes, re.MULTILINE | re.DOTALL)]
    written = [textwrap.fill(item, 78, initial_indent="  * ", subsequent_indent="    ") for item in items]
    date = email.utils.formatdate(int(os.environ["SOURCE_DATE_EPOCH"]))
    return "\n".join([f"unify-ls ({version}) unstable; urgency=medium", "", *written, "", f" -- {maintainer}  {date}"])


def main(kind, version, *maintainer):
    notes = notes_of(CHANGELOG.read_text(encoding="utf-8"), version)
    print(debian(notes, version, *maintainer) if kind == "debian" else notes)


if __name__ == "__main__":
    if len(sys.argv) != {"notes": 3, "debian": 4}.get(sys.argv[1] if len(sys.argv) > 1 else "", 0):
        sys.exit(__doc__)
    main(*sys.argv[1:])
