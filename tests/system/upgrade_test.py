"""Upgrading keeps the state file: those of released versions, kept as text in `states`, are read by the program of today."""

import sqlite3
from pathlib import Path

from cli_script import RUN, Script
from harness import main

STATES = sorted((Path(__file__).parent / "states").glob("*.sql"))


class Upgrade(Script):
    def test_runs_and_choices_of_every_version_are_kept(self):
        self.assertTrue(STATES)
        for state in STATES:
            with self.subTest(state.stem):
                self.put(state)
                [run] = self.json("runs")["runs"]
                self.assertEqual((run["id"], run["file"], run["status"], run["inputs"]["version"]),
                                 ("0123456789ab", "deploy.yaml", "SUCCEEDED", "1.4"))
                component = self.json("component")
                self.assertEqual((component["name"], component["how"]), ("shop-api", "choice"))

    def put(self, state):
        """As the version of then left it, for the folder and the address of today."""
        folder = self.session.state / "unify-ls"
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("state.sqlite3*"):
            file.unlink()
        text = state.read_text(encoding="utf-8").replace("@FOLDER@", str(self.repository.folder)).replace("@ORIGIN@", self.platform.url)
        with sqlite3.connect(folder / "state.sqlite3") as database:
            database.executescript(text)
        database.close()


if __name__ == "__main__":
    main()
