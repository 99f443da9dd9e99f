"""Every operation over HTTPS and through a proxy, with every certificate and proxy that is none to trust."""

import concurrent.futures
import contextlib
from urllib.parse import urlsplit

import table
from bench import Bench
from following import follow_through
from harness import LspError, Proxy, Session, Simulator, TestCase, main
from harness.proxy import refusal
from harness.simulator import make_certificates
from operations import OPERATIONS, strike

SECTION = "ways"
NAME = "platform.test"  # a name that only the proxy knows: to this machine itself no proxy is ever used
CANCELLED = -32800
PASSWORD = "ada:the-word-of-the-proxy"


def port_of(simulator):
    return urlsplit(simulator.url).port


def leading_to(name):
    """The way leads to another server, as it does where somebody listens in."""
    def make(bench, _paths, _times=0):
        bench.proxy.disconnect()
        bench.proxy.leads_to = bench.others[name]
    return make


def refusing(answer):
    def make(bench, _paths, _times=0):
        bench.proxy.disconnect()
        bench.proxy.refuses = answer
    return make


def gone(bench, _paths, _times=0):
    bench.proxy.go()


WAYS = {
    "(none)": refusing(None),
    "certificate of a stranger": leading_to("stranger"),
    "certificate expired": leading_to("expired"),
    "certificate for another name": leading_to("wrong-name"),
    "no TLS at all": leading_to("plain"),
    "proxy asks for a password": refusing(refusal(407, "Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"')),
    "proxy refuses": refusing(refusal(403, "Forbidden")),
    "proxy cannot reach it": refusing(refusal(502, "Bad Gateway")),
    "proxy gone": gone,
    "proxy stalls": refusing(Proxy.STALL),
    "proxy breaks off": refusing(Proxy.BREAK),
}


class Secured(Bench):
    """A server that reaches https://platform.test through a proxy; `others` are the ports of those that only pretend."""

    def __init__(self, certificates, others, password=None):
        with contextlib.ExitStack() as stack:
            platform = stack.enter_context(Simulator("--tls", certificates / "good.pem", certificates / "good.key"))
            self.proxy = stack.enter_context(Proxy(port_of(platform), password))
            self.others = others
            flags = ["--api-url", f"https://{NAME}", "--ca-file", certificates / "ca.pem"]
            environment = {"https_proxy": self.proxy.url.replace("://", f"://{password}@")} if password else {}
            super().__init__(*flags, *([] if password else ["--proxy", self.proxy.url]), platform=platform, environment=environment)
            self.push(stack.pop_all())

    def calm(self):
        super().calm()
        self.proxy.come()
        self.proxy.disconnect()
        self.proxy.refuses = None
        self.proxy.leads_to = port_of(self.platform)

    def complaints(self):
        seen = b"".join(self.proxy.heads)
        told = [f"the proxy was told: {seen}"] if b"authorization: bearer" in seen.lower() or self.token.encode() in seen else []
        return super().complaints() + told


def start_first_run(bench):
    """Before any fault: with all columns beginning at once the proxy may be slower than the two seconds of a request."""
    for _ in range(4):
        try:
            return bench.start_run()
        except LspError as error:
            if "cannot be reached" not in str(error):
                raise
    return bench.start_run()


class Ways(TestCase):
    def setUp(self):
        self.certificates = self.open(Session()).new_folder("certificates")
        make_certificates(self.certificates)
        pretenders = {name: self.simulator("--tls", self.certificates / f"{name}.pem", self.certificates / f"{name}.key")
                      for name in ("stranger", "expired", "wrong-name")}
        self.pretenders = {**pretenders, "plain": self.simulator()}
        self.others = {name: port_of(simulator) for name, simulator in self.pretenders.items()}

    def column(self, operation):
        cells = {}
        with Secured(self.certificates, self.others) as bench:
            if operation.prepare:
                operation.prepare(bench)
            else:
                start_first_run(bench)  # whose component is remembered: only the trigger should meet the fault
            bench.restore()
            for fault, make in WAYS.items():
                cells[fault] = strike(operation, bench, make)
            left = bench.server.shutdown()
            problems = ([f"exit code {left}: {bench.server.report()}"] if left else []) + bench.leaks()
        return cells, problems

    def test_the_matrix(self):
        expected = table.expected(SECTION)
        self.assertEqual(list(expected), list(WAYS))
        with concurrent.futures.ThreadPoolExecutor(len(OPERATIONS)) as pool:
            columns = {operation.name: pool.submit(self.column, operation) for operation in OPERATIONS}
            columns = {name: future.result() for name, future in columns.items()}
        table.check(self, SECTION, expected, columns)
        for name, simulator in self.pretenders.items():
            self.assertEqual(simulator.requests(), [], name)

    def test_following_survives_them(self):
        faults = list(WAYS)[1:]
        with concurrent.futures.ThreadPoolExecutor(len(faults)) as pool:
            for fault, (cell, complaints, triggers) in zip(faults, pool.map(self.followed, faults)):
                with self.subTest(fault):
                    self.assertEqual((cell, complaints, triggers), ("goes on", [], 0))

    def followed(self, fault):
        with Secured(self.certificates, self.others) as bench:
            cell, complaints, triggers, _ = follow_through(bench, WAYS[fault])
            return cell, complaints + bench.complaints(), triggers

    def test_a_cancel_before_the_proxy_lets_anything_through(self):
        with Secured(self.certificates, self.others) as bench:
            bench.start_run()  # whose component is remembered
            bench.restore()
            refusing(Proxy.STALL)(bench, None)
            asked = len(bench.proxy.heads)
            id = bench.server.start_request("workspace/executeCommand", {"command": "unify.workflow.run", "arguments": [{
                "file": "deploy.yaml", "inputs": {"version": "2"}, "confirmed": True}]})
            self.assertTrue(bench.proxy.wait_for_heads(asked + 1))
            bench.server.notify("$/cancelRequest", {"id": id})
            self.assertEqual(bench.server.answer_to(id)["error"]["code"], CANCELLED)
            bench.calm()
            cancelled = bench.server.command("unify.run.list")["runs"][0]
            self.assertEqual((cancelled["inputs"]["version"], cancelled["outcome"]), ("2", "refused"))
            self.assertIn("before it was sent", cancelled["error"])
            self.assertEqual(bench.platform.triggers()["count"], 0)

    def test_a_proxy_with_a_password_from_the_environment(self):
        with Secured(self.certificates, self.others, PASSWORD) as bench:
            self.assertEqual(bench.start_run()["outcome"], "started")
            self.assertEqual(bench.platform.triggers()["count"], 1)
            shown = str(bench.server.command("unify.doctor"))
            self.assertIn(bench.proxy.url.removeprefix("http://"), shown)
            bench.proxy.password = "ada:another-word"
            bench.proxy.disconnect()
            self.assertFalse(bench.server.command("unify.token.status", {"check": True}).get("accepted"))
            self.assertNotIn("the-word-of-the-proxy", shown + str(bench.server.messages) + bench.server.stderr.decode())
            self.assertEqual(bench.complaints(), [])


if __name__ == "__main__":
    main()
