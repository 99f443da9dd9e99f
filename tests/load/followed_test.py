"""A hundred runs followed at once, each to its own end, told once, with no run asked about more often than it should be."""

from load import LoadTest, size

from harness import main

RUNS = size(100, 25)
ENDED_WITHIN = 180  # seconds
READS = "/v4/components/*/runs/*"


class Followed(LoadTest):
    def test_each_run_is_followed_to_its_end(self):
        platform = self.simulator("--run-script", "PENDING", "STARTED@1", "SUCCEEDED@2")
        server = self.editor(platform)
        ids = []
        for number in range(RUNS):
            run = {"file": "deploy.yaml", "inputs": {"version": str(number)}, "confirmed": True}
            ids.append(server.command("unify.workflow.run", run, timeout=60)["id"])
        server.wait_until(lambda: len(server.ended) >= RUNS, f"The end of {RUNS} runs", ENDED_WITHIN)

        self.assertEqual(sorted(server.ended), sorted(ids))
        self.assertEqual({status for statuses in server.ended.values() for status in statuses}, {"SUCCEEDED"})
        self.assertEqual({len(statuses) for statuses in server.ended.values()}, {1})
        self.assertEqual(platform.triggers()["count"], RUNS)
        reads = platform.requests(path=READS)
        self.assertEqual(len(reads), 3 * RUNS)
        runs = server.command("unify.run.list", timeout=60)["runs"]
        self.assertEqual([run["status"] for run in runs if run["id"] in set(ids)], ["SUCCEEDED"] * len(runs))
        self.assertEqual(server.shutdown(), 0, server.report())


if __name__ == "__main__":
    main()
