"""Looks for a secret where it must never be: in outputs, in files, and in what /proc shows of every process."""

import base64
import json
import os
import re
from pathlib import Path
from urllib.parse import quote


def find_canary(secret, *, outputs=(), folders=(), processes=True, allowed=()):
    """The places that hold `secret` (as it is, or as base64, hex, percent, JSON or UTF-16 write it), for an assertion to show.

    `outputs` are (name, bytes) pairs; `folders` are searched whole, except for the `allowed` paths.
    """
    forms = _forms(secret.encode())
    found = [f"output {name}" for name, data in outputs if _holds(data, forms)]
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file() and not path.is_symlink() and path not in allowed and _holds(_bytes(path), forms):
                found.append(f"file {path}")
    if processes:
        found += list(_in_processes(forms))
    return found


def _in_processes(forms):
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            for what in ("cmdline", "environ"):
                if _holds(_bytes(entry / what), forms):
                    yield f"{what} of process {entry.name} ({_bytes(entry / 'comm').decode(errors='replace').strip()})"


def _forms(secret):
    # Base64 depends on what stands before: three alignments, without the characters that neighbours influence.
    aligned = [encode(b"\0" * shift + secret)[4 if shift else 0:-4] for shift in range(3)
               for encode in (base64.b64encode, base64.urlsafe_b64encode)]
    percent = quote(secret, safe="").encode()
    lower = re.sub(rb"%[0-9A-F]{2}", lambda escape: escape[0].lower(), percent)
    text = secret.decode("latin-1")
    return [secret, secret.hex().encode(), secret.hex().upper().encode(), percent, lower, json.dumps(text)[1:-1].encode(),
            text.encode("utf-16-le"), *aligned]


def _holds(data, forms):
    return any(form in data for form in forms)


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
