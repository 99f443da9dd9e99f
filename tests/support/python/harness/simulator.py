"""The platform's simulator as a child process, and the control paths by which a test steers it."""

import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from .process import DEFAULT_TIMEOUT, Process
from .programs import program

SOURCES = Path(__file__).resolve().parents[3] / "simulator"
FULL_TOKEN = "cb_api_simulator_full"
TRIGGER_ONLY_TOKEN = "cb_api_simulator_trigger_only"  # the documented kind: every read is 403
READ_ONLY_TOKEN = "cb_api_simulator_read_only"  # starting is 403
TRIGGER_PATH = "/v2/components/*/trigger"


class Simulator(Process):
    """`with Simulator() as platform:` has its `url`; further arguments are those of unify-simulator (its README)."""

    def __init__(self, *arguments, command=None):
        super().__init__([command or program("unify-simulator"), "--until-eof", *arguments])
        try:
            self.url = self._announced("stdout", "listening on ")
            self.control_url = self._announced("stderr", "control on ")
        except BaseException:
            self.stop()
            raise

    # What it saw

    def requests(self, **filters):
        """The platform's requests so far, in order; filters are method, path (with *), outcome and token."""
        return self.control("GET", "requests", **filters)["requests"]

    def wait_for_requests(self, count, **filters):
        """Waits until so many requests fit, as long as for anything else, a minute at most."""
        filters.setdefault("deadlineMs", int(min(DEFAULT_TIMEOUT, 60) * 1000))
        return self.control("GET", "requests", wait=count, **filters)["requests"]

    def triggers(self):
        """{count, started, requests} of the trigger."""
        return self.control("GET", "triggers")

    def runs(self):
        return self.control("GET", "runs")["runs"]

    # What it should do

    def fault(self, fault, **rule):
        """One fault, for example fault({"kind": "status", "status": 500}, path="/v1/*", times=1)."""
        self.control("POST", "faults", {"fault": fault, **rule})

    def clear_faults(self):
        self.control("DELETE", "faults")

    def change_world(self, **parts):
        self.control("POST", "world", parts)

    def set_run(self, status, run="last", **fields):
        self.control("POST", f"runs/{run}", {"status": status, **fields})

    def release(self):
        """Lets every stalled exchange go on."""
        return self.control("POST", "release")["released"]

    def listen(self, accept):
        self.control("POST", "listen", {"accept": accept})

    def control(self, method, path, body=None, /, **query):
        address = f"{self.control_url}/_simulator/{path}" + (f"?{urlencode(query)}" if query else "")
        request = urllib.request.Request(address, method=method, data=None if body is None else json.dumps(body).encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=90) as answer:  # longer than any wait over there
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from None

    def _announced(self, stream, prefix):
        def line():
            for text in bytes(self._output[stream]).decode().splitlines(keepends=True):
                if text.startswith(prefix) and text.endswith("\n"):
                    return text[len(prefix):].strip().rstrip("/")
            return None
        return self.wait_until(line, f"The simulator's line '{prefix}…'")


def make_certificates(folder):
    """Throwaway certificates in `folder`; the simulator's make-certificates says which."""
    subprocess.run([SOURCES / "make-certificates", folder], check=True, capture_output=True, timeout=60)
