"""Plans for unify-bench-probe: whole conversations, put together step by step and played by a client that costs little."""

import itertools
import json
import subprocess
import tempfile

from harness import program

RUN_EVENTS = {"experimental": {"unify": {"protocol": 1, "runEvents": True}}}


class Conversation:
    """Each method adds a step; those with a `name` are timed under it. `play()` gives what the probe measured."""

    def __init__(self, command, environment, folder):
        self._plan = {"command": [str(word) for word in command], "environment": environment, "folder": str(folder), "steps": []}
        self._ids = itertools.count(1)

    def initialize(self, name=None, folder_uri=None, capabilities=None):
        """Timed from before the process was started. The options are what one of the peers cannot do without."""
        folders = [{"uri": folder_uri, "name": "bench"}] if folder_uri else None
        self.request("initialize", {
            "processId": None, "rootUri": folder_uri, "workspaceFolders": folders, "capabilities": capabilities or {},
            "initializationOptions": {"sessionToken": ""}}, name, since="start")
        return self.notify("initialized", {})

    def notify(self, method, params, name=None, then=None):
        """With `then`, a method and a part of its text: until that notification comes back."""
        awaited = {"await": then[0], "containing": then[1]} if then else {}
        return self._add(name, send=json.dumps({"jsonrpc": "2.0", "method": method, "params": params}), **awaited)

    def request(self, method, params, name=None, **more):
        id = next(self._ids)
        body = {"jsonrpc": "2.0", "id": id, "method": method} | ({} if params is None else {"params": params})
        return self._add(name, send=json.dumps(body), **{"await": id}, **more)

    def command(self, command, argument, name=None):
        return self.request("workspace/executeCommand", {"command": command, "arguments": [argument]}, name)

    def wait_for(self, method, containing):
        return self._add(**{"await": method, "containing": containing})

    def flood(self, name, method, count):
        return self._add(name, flood=method, count=count)

    def run(self, name, command):
        """Another program, from its start to its end."""
        return self._add(name, run=[str(word) for word in command])

    def memory(self, name):
        return self._add(memory=name)

    def leave(self, name, how="exit"):
        self.request("shutdown", None)
        return self._add(name, leave=how)

    def play(self):
        """{"times": {name: ms}, "memory": {name: {"rss", "own"} in KiB}, "cpu": ms, "faults", "exit"}."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as plan:
            json.dump(self._plan, plan)
            plan.flush()
            played = subprocess.run([program("unify-bench-probe"), plan.name], capture_output=True, text=True, timeout=600, check=False)
        if played.returncode:
            raise RuntimeError(f"{self._plan['command']}: {played.stderr.strip()}")
        return json.loads(played.stdout)

    def _add(self, name=None, **step):
        self._plan["steps"].append(step | ({"name": name} if name else {}))
        return self
