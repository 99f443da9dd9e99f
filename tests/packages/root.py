"""A bare system of Debian or Ubuntu in a folder, for as long as a test wants it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

ROOTS = Path(os.environ.get("UNIFY_ROOTS", Path(__file__).resolve().parents[2] / ".cache/roots"))
TAKES_AT_MOST = 600  # seconds: a package manager fetches what is missing
# What the kernel and the package manager write by themselves.
NOT_LOOKED_AT = ("proc", "sys", "dev", "run", "tmp", "var/cache", "var/log", "var/lib/apt", "var/lib/dpkg")
MOUNTED = """
mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && mkdir -p "$0$1" && mount --bind "$1" "$0$1" || exit 125
root=$0; shift
exec chroot "$root" "$@"
"""


class Root:
    """`with Root("bookworm", shared) as root:`; the folder `shared` is seen inside at the same path. The network is this
    machine's, so that the simulator can be reached."""

    def __init__(self, suite, shared):
        archive = ROOTS / f"{suite}.tar"
        if os.geteuid() != 0:
            raise SkipTest("a bare root can be entered by root alone")
        if not archive.exists():
            raise SkipTest(f"{suite} could not be reached")
        self.shared = Path(shared)
        self.folder = Path(tempfile.mkdtemp(prefix=f"unify-ls-{suite}-"))
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", self.folder], check=True, timeout=TAKES_AT_MOST)
        shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        shutil.copy("/etc/hosts", self.folder / "etc/hosts")
        # A mirror may lag behind the dates of a moving suite; its signature is checked all the same.
        (self.folder / "etc/apt/apt.conf.d/tests").write_text("Acquire::Check-Valid-Until false;\n")

    def run(self, *command, code=0, cwd="/", input=None, **variables):
        """Runs it inside with nothing but these variables, and gives what it said; fails unless it ends with `code`."""
        inside = ["env", "-i", "--chdir", str(cwd), "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
                  "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", *(f"{key}={value}" for key, value in variables.items()), *map(str, command)]
        done = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", MOUNTED, self.folder, self.shared, *inside],
                              input=input, capture_output=True, text=True, timeout=TAKES_AT_MOST, check=False)
        if done.returncode != code:
            raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done.stdout + done.stderr

    def install(self, *packages):
        self.run("apt-get", "update")
        self.run("apt-get", "install", "-y", "--no-install-recommends", *packages)

    def files(self):
        """All paths inside but those that change by themselves."""
        found = set()
        for folder, folders, files in os.walk(self.folder):
            here = Path(folder).relative_to(self.folder)
            folders[:] = [name for name in folders if str(here / name) not in NOT_LOOKED_AT]
            found.update(str(here / name) for name in [*folders, *files])
        return found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)
