"""Started and ended over and over on one state database: always the right exit code, and nothing is left behind."""

import itertools
import signal
import subprocess

from load import FULL_TOKEN, LoadTest, size

from harness import LspClient, Repository, main, release_program
from harness.workflows import DEPLOY

STARTS = size(1_000, 100)
AT_ONCE = 4
ENDED_WITHIN = 20  # seconds, on a busy machine
KEPT = {"state.sqlite3", "state.sqlite3-wal", "state.sqlite3-shm"}


def leave_politely(server):
    return server.shutdown() == 0


def leave_without_a_word(server):
    server.close_stdin()
    return server.wait(ENDED_WITHIN) == 1


def leave_by_signal(server):
    server.signal(signal.SIGTERM)
    return server.wait(ENDED_WITHIN) == 1


def leave_by_force(server):
    server.signal(signal.SIGKILL)
    return server.wait(ENDED_WITHIN) == -signal.SIGKILL


class Starts(LoadTest):
    def test_it_starts_and_ends(self):
        repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        environment = {**self.session.env, "UNIFY_TOKEN": FULL_TOKEN}
        leaving = itertools.cycle([leave_politely, leave_without_a_word, leave_by_signal, leave_by_force])
        for _ in range(STARTS // AT_ONCE):
            servers = [LspClient([release_program()], env=environment, cwd=repository.folder) for _ in range(AT_ONCE)]
            try:
                for server in servers:
                    server.initialize(workspaceFolders=[{"uri": repository.uri, "name": "shop-api"}])
                for server in servers:
                    server.command("unify.run.list", timeout=60)
                for server in servers:
                    leave = next(leaving)
                    self.assertTrue(leave(server), f"{leave.__name__}{server.report()}")
            finally:
                for server in servers:
                    server.stop()
        self.assertEqual(self.left_behind(), [])
        state = self.session.state / "unify-ls"
        self.assertLessEqual({path.name for path in state.iterdir()}, KEPT)

    def left_behind(self):
        """Processes that belong to this session, by its own folder in their arguments."""
        listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
        return [line for line in listed.splitlines() if str(self.session.folder) in line and " ps " not in line]


if __name__ == "__main__":
    main()
