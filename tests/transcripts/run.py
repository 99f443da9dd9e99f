#!/usr/bin/env python3
"""Plays transcripts against the real program, whole .transcript files or the ```transcript fences of Markdown files.

    run.py [--update] FILE...

With --update each expectation that no longer holds is replaced by what the program said: read the difference before
you keep it. README.md explains the format.
"""

import argparse
import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support" / "python"))
from harness.player import Failure, Player  # noqa: E402
from harness.transcript import BadTranscript, transcripts_in  # noqa: E402


def play(transcript, update):
    """Plays one transcript; returns its lines, which differ from before only with `update`."""
    with contextlib.ExitStack() as stack:
        player = Player(transcript, stack, update)
        player.play()
        return player.rewritten()


def play_file(path, update):
    text = path.read_text(encoding="utf-8")
    transcripts = transcripts_in(path.name, text)
    if not transcripts:
        print(f"{path.name}: no transcript in it")
        return True
    passed, new_text = True, text
    for transcript in transcripts:
        try:
            lines = play(transcript, update)
        except (Failure, AssertionError) as error:
            print(f"FAILED {transcript.name}: {error}")
            passed = False
            continue
        print(f"ok {transcript.name}")
        if lines != transcript.text:
            new_text = new_text.replace("\n".join(transcript.text), "\n".join(lines), 1)
    if new_text != text:
        path.write_text(new_text, encoding="utf-8")
        print(f"updated {path}")
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write what the program says into the files")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options = parser.parse_args()
    try:
        return 0 if all([play_file(path, options.update) for path in options.files]) else 1
    except BadTranscript as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
