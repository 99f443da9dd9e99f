"""What a program wants of the system that it is started on."""

import re
import subprocess

NEEDED_AT_START = {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
NEWEST_LIBC = (2, 34)  # of RHEL 9 and Amazon Linux 2023; Ubuntu 22.04 has 2.35, Debian 12 2.36


def read(option, path):
    return subprocess.run(["readelf", option, "--wide", path], capture_output=True, text=True, check=True).stdout


def libraries_of(path):
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", read("--dynamic", path)))


def libc_versions_of(path):
    """The versions of the C library whose symbols it wants, oldest first."""
    found = re.findall(r"@GLIBC_([\d.]+)", read("--dyn-syms", path))
    return sorted({tuple(map(int, version.split("."))) for version in found})


def private_symbols_of(path):
    """What it wants of the C library that is meant for the C library alone, and may change with each version."""
    return re.findall(r"(\S+)@GLIBC_PRIVATE", read("--dyn-syms", path))


def unguarded(path):
    """What it lacks of what makes a hole in it harder to use; empty where it has all."""
    header, segments, dynamic, symbols = (read(option, path) for option in ("--file-header", "--segments", "--dynamic", "--dyn-syms"))
    guards = {
        "an address of its own at each start (PIE)": re.search(r"Type: +DYN", header),
        "a table of functions that nobody writes to (RELRO)": re.search(r"^ +GNU_RELRO ", segments, re.MULTILINE)
        and re.search(r"\(FLAGS_1\).*\bNOW\b", dynamic),
        "a stack that is not carried out": re.search(r"^ +GNU_STACK .* RW +0", segments, re.MULTILINE),
        "guarded frames": "__stack_chk_fail" in symbols,
        "guarded copies": re.search(r"__mem(cpy|move|set)_chk", symbols),
    }
    return [guard for guard, found in guards.items() if not found]
