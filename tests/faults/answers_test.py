"""Every operation under every fault of a platform on this machine, held against expectations.md."""

import concurrent.futures

import table
from bench import Bench
from faults import FAULTS, OF_THE_CONNECTION
from following import follow_all
from harness import TestCase, main
from operations import OPERATIONS, strike

SECTION = "answers"


def column(operation):
    """One operation under all faults: {fault: (cell, complaints, triggers, seconds)} and what is wrong afterwards."""
    cells = {}
    with Bench() as bench:
        if operation.prepare:
            operation.prepare(bench)
            bench.restore()
        for fault, make in FAULTS.items():
            cells[fault] = strike(operation, bench, make)
        left = bench.server.shutdown()
        problems = ([f"exit code {left}: {bench.server.report()}"] if left else []) + bench.leaks()
    return cells, problems


class Answers(TestCase):
    def test_the_matrix(self):
        expected = table.expected(SECTION)
        self.assertEqual(list(expected), list(FAULTS))
        with concurrent.futures.ThreadPoolExecutor(len(OPERATIONS) + 1) as pool:
            followed = pool.submit(follow_all, FAULTS, OF_THE_CONNECTION)
            columns = {operation.name: pool.submit(column, operation) for operation in OPERATIONS}
            columns = {name: future.result() for name, future in columns.items()}
            columns["follow"] = followed.result()
        table.check(self, SECTION, expected, columns)


if __name__ == "__main__":
    main()
