"""Real git repositories with a remote that nobody can reach, as an editor opens them."""

import subprocess
from pathlib import Path

SHOP_API = "https://github.com/acme/shop-api.git"
WORKFLOWS = ".cloudbees/workflows"


class Repository:
    """A clone in `folder / name` of a bare repository beside it.

    Its remote `origin` has the address `url`; `push` and `fetch` go to the bare repository all the same, so that
    refs/remotes/origin/* are what a real fetch would have left.
    """

    def __init__(self, session, name="shop-api", url=SHOP_API, branch="main", files=None):
        self.env = {
            **session.env, "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.com", "GIT_CONFIG_GLOBAL": "/dev/null"}
        self.folder = session.folder / name
        self.remote = session.folder / f"{name}.remote.git"
        self.branch = branch
        self.url = url
        _run(["git", "init", "--quiet", "--bare", f"--initial-branch={branch}", str(self.remote)], self.env)
        _run(["git", "init", "--quiet", f"--initial-branch={branch}", str(self.folder)], self.env)
        self.git("remote", "add", "origin", url)
        if files is not None:
            self.commit(files)
            self.push()

    def git(self, *arguments):
        """Runs git in the clone; the address of `origin` leads to the bare repository for this one call."""
        redirect = ["-c", f"url.{self.remote}.insteadOf={self.url}", "-c", "protocol.file.allow=always"]
        return _run(["git", *redirect, *arguments], self.env, self.folder)

    def write(self, path, content):
        """Writes a file of the working copy. A bare name is a workflow's."""
        target = self.path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    def path(self, path):
        return self.folder / (path if "/" in path else f"{WORKFLOWS}/{path}")

    def commit(self, files=(), message="Change"):
        """Writes the files (name -> content), commits everything, returns the commit's id."""
        for name, content in dict(files).items():
            self.write(name, content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.head()

    def push(self, branch=None):
        self.git("push", "--quiet", "--set-upstream", "origin", f"HEAD:refs/heads/{branch or self.branch}")

    def fetch(self):
        self.git("fetch", "--quiet", "origin")

    def head(self):
        return self.git("rev-parse", "HEAD")

    @property
    def uri(self):
        return Path(self.folder).as_uri()


def _run(command, env, cwd=None):
    result = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    if result.returncode:
        raise AssertionError(f"{' '.join(command)} failed with {result.returncode}: {result.stderr}")
    return result.stdout.strip()
