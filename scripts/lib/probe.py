"""What the platform answers, asked by a person who has an account. Run by scripts/probe, which says what it is for."""

import argparse
import getpass
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

TIMEOUT = 30  # seconds, for one request
LONGEST_ANSWER = 8 * 1024 * 1024
MOST_READINGS = 200  # of one run
TIME = "2026-01-02T03:04:05Z"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Members whose values are words of the platform's own and tell something.
TELLING = {"status", "statusReason", "toolType", "trigger", "provider", "serviceType", "format", "code"}
# Words that addresses of the platform are made of; everything else in a path may be a name.
ROUTE = {"components", "runs", "workflows", "orgs", "automations", "executions", "applications", "releases"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
A_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
A_NAME = re.compile(r"[A-Za-z@][A-Za-z0-9_@]{0,40}")


class Left(Exception):
    """The person wants out."""


class Anonymous:
    """Answers without names, ids and values. The same id becomes the same made-up one everywhere."""

    def __init__(self):
        self._ids = {}

    def shape(self, value, member=""):
        if isinstance(value, dict):
            return {self._name(name): self.shape(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [self.shape(part, member) for part in value[:2]]
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, (int, float)):
            return value if member in TELLING else 0
        return self._text(value, member)

    def _name(self, name):
        return name if A_NAME.fullmatch(name) else self._id(name)

    def _text(self, text, member):
        if member == "nextPageToken":
            return ""  # played again, another page would follow forever
        if text == "" or (member in TELLING and re.fullmatch(r"[A-Z][A-Z_]*", text)):
            return text
        if A_TIME.fullmatch(text):
            return TIME
        if UUID.fullmatch(text):
            return self._id(text)
        if text.startswith(("https://", "http://")):
            return self.address(text)
        return "text"

    def address(self, text):
        """Which words and how many parts it has."""
        parts = urllib.parse.urlsplit(text)
        path = "/".join(self._segment(segment) for segment in parts.path.split("/"))
        query = "&".join(f"{self._name(name)}={self._segment(value)}" for name, value in urllib.parse.parse_qsl(parts.query))
        return f"{parts.scheme}://unify.example{path}" + (f"?{query}" if query else "")

    def _segment(self, segment):
        if UUID.fullmatch(segment):
            return self._id(segment)
        return segment if segment in ROUTE or segment == "" else "name"

    def _id(self, text):
        return self._ids.setdefault(text.lower(), f"00000000-0000-4000-8000-{len(self._ids) + 1:012}")


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token goes to no other place."""

    def redirect_request(self, *_):
        return None


class Answer:
    def __init__(self, status, content_type, body):
        self.status, self.content_type, self.body = status, content_type, body
        try:
            self.value = json.loads(body)
        except ValueError:
            self.value = None

    def find(self, *names):
        """The first text with one of these names, at any depth."""
        for name in names:
            if (found := _find(self.value, name)) is not None:
                return found
        return None


def _find(value, name):
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if key == name and isinstance(part, str) and part:
            return part
        if (found := _find(part, name)) is not None:
            return found
    return None


class Platform:
    """Sends one request at a time, each once."""

    def __init__(self, url, token):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise SystemExit("Only https addresses are asked, and http ones on this machine.")
        self.url, self._token = url.rstrip("/"), token
        proxies = {} if parts.hostname in LOOPBACK else None
        self._opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler(proxies))

    def ask(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, method=method, headers=headers, data=data)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return Answer(answer.status, answer.headers.get("Content-Type", ""), answer.read(LONGEST_ANSWER))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers.get("Content-Type", ""), error.read(LONGEST_ANSWER))


class Person:
    """Answers on the terminal; in tests, lines on stdin."""

    def line(self, question):
        print(f"{question} ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            raise Left
        return line.strip()

    def agrees(self, question):
        return self.line(f"{question} [y/N]").lower() in ("y", "yes")

    def token(self):
        prompt = "Personal access token (it is not shown): "
        token = getpass.getpass(prompt) if sys.stdin.isatty() else self.line(prompt)
        if not token.strip():
            raise Left
        return token.strip()


class Probe:
    def __init__(self, person, platform, folder):
        self.person, self.platform, self.folder = person, platform, folder
        self.anonymous, self.findings = Anonymous(), []
        self.organization = self.component = self.run = None

    def play(self):
        for step in (self.organizations, self.components, self.services, self.one_component, self.trigger, self.read_run,
                     self.details):
            step()

    # The steps, in order; each asks first

    def organizations(self):
        answer = self.ask("the organizations that this token sees", "GET", "/v1/organizations?pagination.pageLength=1")
        self.organization = answer and answer.find("id")

    def components(self):
        self.organization = self.organization or self.person.line("Id of your organization (Enter to go without):") or None
        if self.organization:
            answer = self.ask("its components (v4)", "GET", f"/v4/organizations/{self.organization}/components?pageSize=1")
            self.component = answer and answer.find("id")

    def services(self):
        if self.organization:
            self.ask("its components (v1)", "GET", f"/v1/organizations/{self.organization}/services?typeFilter=COMPONENT_FILTER")

    def one_component(self):
        known = f" (Enter for {self.component})" if self.component else ""
        self.component = self.person.line(f"Id of the component to try a workflow of{known}:") or self.component
        if self.organization and self.component:
            self.ask("this component", "GET", f"/v4/organizations/{self.organization}/components/{self.component}")

    def trigger(self):
        if not self.component:
            return
        print("\nThe next request starts a real run. Choose a workflow that does no harm, such as one that only prints.")
        branch, file = self.person.line("Branch (Enter to start nothing):"), ""
        if branch:
            file = self.person.line("File of the workflow, such as hello.yaml:")
        if not file:
            return
        answer = self.ask(f"START {file} on {branch}", "POST", f"/v2/components/{self.component}/trigger",
                          {"branchName": branch, "workflowFileName": file})
        if answer:
            self.run = answer.find("runId", "automationRunId", "id")
            self.tell("an id of the run in the answer", "yes" if self.run else "no")
            address = answer.find("runUrl", "url")
            self.tell("an address of the run in the answer", self.anonymous.address(address) if address else "no")

    def read_run(self):
        if not self.run:
            return
        seen, path = [], f"/v4/components/{self.component}/runs/{self.run}"
        answer = self.ask("the run that was started", "GET", path)
        while answer and answer.status == 200 and len(seen) < MOST_READINGS:
            status, ended = answer.find("status"), answer.find("endedAt")
            seen.append(f"{status}{', endedAt set' if ended else ''}")
            print(f"  {seen[-1]}")
            if self.person.line("Enter reads it once more, q goes on:") == "q":
                self.keep("the run that was started", "GET", path, answer)
                break
            answer = self.platform.ask("GET", path)
        if seen:
            self.tell("statuses, in order", " > ".join(dict.fromkeys(seen)))

    def details(self):
        for what in ("artifacts", "test-results", "deployments", "evidences") if self.run else ():
            self.ask(f"the run's {what}", "GET", f"/v4/components/{self.component}/runs/{self.run}/{what}")

    # What they are made of

    def ask(self, what, method, path, body=None):
        """The answer, or nothing when the person said no or nothing came."""
        print(f"\n{what}\n  {method} {path}")
        if body is not None:
            print(f"  {json.dumps(body)}")
        if not self.person.agrees("Send it?"):
            return None
        try:
            answer = self.platform.ask(method, path, body)
        except OSError as error:
            self.tell(what, f"no answer ({type(error).__name__})")
            return None
        self.keep(what, method, path, answer)
        return answer

    def keep(self, what, method, path, answer):
        shape = self.anonymous.shape(answer.value) if answer.value is not None else "empty" if not answer.body else "not JSON"
        self.tell(what, f"{answer.status} {json.dumps(shape)}")
        pattern = UUID.sub("*", path.split("?")[0])
        for known in filter(None, (self.organization, self.component, self.run)):
            pattern = pattern.replace(f"/{known}", "/*")
        name = re.sub(r"[^a-z0-9]+", "-", f"{method} {pattern}".lower().replace("*", "id")).strip("-")
        fixture = {"method": method, "path": pattern, "status": answer.status, "contentType": answer.content_type.split(";")[0],
                   "body": shape if answer.value is not None else None if not answer.body else "text"}
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.json").write_text(json.dumps(fixture, indent=2) + "\n", encoding="utf-8")

    def tell(self, what, finding):
        print(f"  {finding}")
        self.findings.append((what, finding))

    def report(self):
        print("\nWhat was found, with names, ids and values replaced:")
        for what, finding in self.findings:
            what = re.sub(r"^START .*", "the trigger", what)
            print(f"* {what}: {finding}")
        if self.findings:
            print(f"\nThe answers' shapes are in {self.folder}. Read them before you pass them on.")


def main():
    parser = argparse.ArgumentParser(prog="scripts/probe")
    parser.add_argument("--api-url", default="https://api.cloudbees.io")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    person = Person()
    probe = None
    try:
        print(f"This asks {options.api_url}, one request at a time. It has been tried against a simulator only, never on the platform.")
        probe = Probe(person, Platform(options.api_url, person.token()), options.out)
        probe.play()
    except (Left, KeyboardInterrupt):
        print()
    if probe:
        probe.report()


if __name__ == "__main__":
    sys.exit(main())
