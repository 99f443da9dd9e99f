"""Prism, which stands between the program and the platform's simulator and holds both against a contract."""

import contextlib
import re
import socket
import urllib.error
import urllib.request
from pathlib import Path
from unittest import SkipTest

from harness import Process

HERE = Path(__file__).resolve().parent
CONTRACT = HERE / "unify.openapi.yaml"
PRISM = HERE.parents[1] / ".cache/contract/prism"


class Prism(Process):
    """`with Prism(platform.url) as prism:` passes requests to `prism.url` on to the platform.

    What breaks the contract is answered with an error of Prism's own, and is one of its `violations()`.
    """

    def __init__(self, upstream, contract=CONTRACT):
        if not PRISM.exists():
            raise SkipTest("Prism was not fetched; scripts/test contract fetches it")
        self._marks = 0
        port = _free_port()
        super().__init__([PRISM, "proxy", "--errors", "--host", "127.0.0.1", "--port", port, contract, upstream])
        try:
            self.wait_until(lambda: b"Prism is listening" in self._output["stdout"], "Prism's line 'listening'", timeout=60)
        except BaseException:
            self.stop()
            raise
        self.url = f"http://127.0.0.1:{port}"

    def violations(self):
        """One line each, such as 'get /v1/organizations ✖ error Request terminated with error: …'.

        Prism writes its log in its own time: a violation of ours marks the end of what there is to read.
        """
        self._marks += 1
        mark = f"/mark-{self._marks}"
        with contextlib.suppress(urllib.error.HTTPError):
            request(self.url + mark)
        self.wait_until(lambda: any(mark in line for line in self._errors()), "Prism's log of the last request")
        return [line for line in self._errors() if "/mark-" not in line]

    def _errors(self):
        text = bytes(self._output["stdout"]) + bytes(self._output["stderr"])
        lines = re.sub(rb"\x1b\[[0-9;]*m", b"", text).decode(errors="replace").splitlines()
        return [line for line in lines if re.search(r"\b(error|warn(ing)?)\b\s", line) or "iolation" in line]


def request(url, **options):
    """By no proxy, whatever the environment says."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, **options), timeout=30) as answer:
        return answer.read()


def query_parameters(contract=CONTRACT):
    """The names of all parameters that may stand behind a question mark."""
    text = contract.read_text(encoding="utf-8")
    return set(re.findall(r"name: ([\w.]+),?\s+in: query", text))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
