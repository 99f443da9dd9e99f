"""Thousands of requests at once, many of them cancelled at any moment: each is answered exactly once."""

import random

from load import LoadTest, descriptors, size

from harness import main

REQUESTS = size(10_000, 500)
ANSWERED_WITHIN = size(900, 120)  # seconds, on a busy machine
CANCELLED = -32800
MOST_DESCRIPTORS = 400  # of the usual 1,024
SEED = 7

RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "dryRun": True}
ASKED = [  # (how often, method, params)
    (4, "workspace/executeCommand", {"command": "unify.workflows.list"}),
    (3, "workspace/executeCommand", {"command": "unify.workflow.run", "arguments": [RUN]}),
    (2, "command/resolve", {"command": "unify.workflow.run", "arguments": [{"file": "deploy.yaml"}]}),
    (2, "workspace/executeCommand", {"command": "unify.token.status"}),
    (4, "workspace/executeCommand", {"command": "unify.token.status", "arguments": [{"check": True}]}),
    (1, "workspace/executeCommand", {"command": "unify.run.list"}),
    (2, "no/such/method", {}),
]


class InFlight(LoadTest):
    def test_each_request_is_answered_exactly_once(self):
        chance = random.Random(SEED)
        platform = self.simulator()
        server = self.editor(platform)
        before = server.answered
        ids = [f"load-{number}" for number in range(REQUESTS)]
        weights = [weight for weight, _, _ in ASKED]
        waiting = []
        for id in ids:
            _, method, params = chance.choices(ASKED, weights)[0]
            server.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
            waiting.append(id)
            if chance.random() < 0.4:
                victim = waiting.pop(chance.randrange(max(0, len(waiting) - 50), len(waiting)))
                server.notify("$/cancelRequest", {"id": victim})
        server.wait_for_answers(before + REQUESTS, ANSWERED_WITHIN)

        self.assertEqual({id: server.answers_to[id] for id in ids if server.answers_to[id] != 1}, {})
        self.assertGreater(server.outcomes["ok"], REQUESTS // 4, server.outcomes)
        self.assertGreater(server.outcomes[CANCELLED], 0, server.outcomes)
        self.assertLessEqual(set(server.outcomes), {"ok", CANCELLED, -32601}, server.outcomes)
        self.assertEqual(platform.triggers()["count"], 0)
        self.assertLess(descriptors(server), MOST_DESCRIPTORS)
        self.assertEqual(server.shutdown(), 0, server.report())

    def test_all_are_waiting_and_all_are_cancelled(self):
        platform = self.simulator()
        platform.fault({"kind": "stall", "where": "answer"}, method="GET", times=0)
        server = self.editor(platform)
        before = server.answered
        check = {"command": "unify.token.status", "arguments": [{"check": True}]}
        for number in range(REQUESTS):
            server.send({"jsonrpc": "2.0", "id": f"load-{number}", "method": "workspace/executeCommand", "params": check})
        platform.wait_for_requests(1, outcome="stalled")
        self.assertLess(descriptors(server), MOST_DESCRIPTORS)
        for number in range(REQUESTS):
            server.notify("$/cancelRequest", {"id": f"load-{number}"})
        server.wait_for_answers(before + REQUESTS, ANSWERED_WITHIN)
        self.assertEqual(server.outcomes[CANCELLED], REQUESTS, server.outcomes)
        self.assertEqual({count for id, count in server.answers_to.items() if str(id).startswith("load-")}, {1})
        self.assertEqual(server.shutdown(), 0, server.report())


if __name__ == "__main__":
    main()
