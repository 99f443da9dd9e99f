"""Hours of use in a few minutes: memory and descriptors stay what they were after a warm-up."""

from load import LoadTest, descriptors, memory_kib, size

from harness import main

REQUESTS = size(100_000, 6_000)
WARM_UP = REQUESTS // 10
AT_ONCE = 20
GROWTH_KIB = size(2_048, 1_024)
ROUND_WITHIN = 60  # seconds

RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "dryRun": True}
ROUND = [  # one list, which starts a git, for many that start none
    *[("command/resolve", {"command": "unify.token.set"})] * 4,
    *[("workspace/executeCommand", {"command": "unify.token.status"})] * 4,
    *[("workspace/executeCommand", {"command": "unify.run.list"})] * 2,
    *[("no/such/method", {"some": ["params"]})] * 8,
    ("workspace/executeCommand", {"command": "unify.workflows.list"}),
    ("workspace/executeCommand", {"command": "unify.workflow.run", "arguments": [RUN]}),
]


class Steady(LoadTest):
    def play(self, server, requests):
        for _ in range(requests // AT_ONCE):
            before = server.answered
            for method, params in ROUND:
                server.start_request(method, params)
            server.wait_for_answers(before + AT_ONCE, ROUND_WITHIN)

    def test_memory_is_flat(self):
        self.assertEqual(len(ROUND), AT_ONCE)
        platform = self.simulator()
        server = self.editor(platform)
        server.command("unify.token.status", {"check": True}, timeout=60)
        self.play(server, WARM_UP)
        memory, files = memory_kib(server), descriptors(server)
        self.play(server, REQUESTS)
        self.assertLess(memory_kib(server) - memory, GROWTH_KIB)
        self.assertLessEqual(descriptors(server), files)
        self.assertEqual(server.shutdown(), 0, server.report())


if __name__ == "__main__":
    main()
