"""Several editors and one run: who asks the platform, and what the others hear of it."""

import subprocess

from harness import Repository, TestCase, main
from harness.programs import program
from harness.simulator import FULL_TOKEN
from harness.workflows import DEPLOY

RUN = {"file": "deploy.yaml", "inputs": {"version": "1.4.2", "environment": "production"}, "confirmed": True}
EVENTS = {"experimental": {"unify": {"protocol": 1, "runEvents": True}}}
READ_RUN = "/v4/components/*/runs/*"


class Following(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.platform.change_world(runs={"steps": [{"status": "STARTED"}]})
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})
        self.flags = ["--api-url", self.platform.url, "--token-store", "file"]
        self.store_token()

    def store_token(self):
        stored = subprocess.run([program("unify-ls"), *self.flags, "token", "set", "--stdin", "--days", "30"],
                                input=FULL_TOKEN, text=True, capture_output=True, env=self.session.env, timeout=60, check=False)
        self.assertEqual(stored.returncode, 0, stored.stderr)

    def editor(self, **settings):
        server = self.server(*self.flags, cwd=self.repository.folder)
        server.initialize(EVENTS, workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}],
                          initializationOptions=settings)
        return server

    def following_in(self, server):
        [run] = server.command("unify.run.list")["runs"]
        return run.get("following")

    def hears(self, server, **members):
        fits = lambda params: all(params["run"].get(name) == value for name, value in members.items())
        return server.wait_for("unify/runChanged", fits, timeout=60)["run"]

    def test_looking_at_a_list_takes_nothing_from_who_wants_to_follow(self):
        looking, wanting = self.editor(follow=False), self.editor(follow=False)
        looking.command("unify.workflow.run", RUN)
        self.assertEqual(self.following_in(looking), "off")
        wanting.command("unify.run.follow")
        self.hears(wanting, following="here")
        self.platform.set_run("SUCCEEDED")
        self.assertEqual(self.hears(wanting, ended=True)["status"], "SUCCEEDED")

    def test_a_run_that_another_window_leads_is_heard_of_here_to_its_end(self):
        leading, other = self.editor(), self.editor()
        leading.command("unify.workflow.run", RUN)
        self.hears(leading, following="here")
        other.command("unify.run.follow")
        self.hears(other, following="elsewhere")
        self.platform.set_run("FAILED")
        self.assertEqual(self.hears(other, ended=True)["status"], "FAILED")
        self.hears(leading, ended=True)

    def test_when_the_leading_window_goes_the_other_leads(self):
        leading, other = self.editor(), self.editor()
        leading.command("unify.workflow.run", RUN)
        other.command("unify.run.follow")
        self.hears(other, following="elsewhere")
        leading.notify("exit")
        leading.wait()
        self.hears(other, following="here")
        self.platform.set_run("SUCCEEDED")
        self.hears(other, ended=True)

    def test_a_rejected_token_is_a_state_that_all_see_and_the_next_token_ends(self):
        leading, other = self.editor(), self.editor()
        leading.command("unify.workflow.run", RUN)
        self.hears(leading, following="here")
        self.platform.fault({"kind": "status", "status": 401}, path=READ_RUN)
        self.hears(leading, following="lost")
        self.assertEqual(self.following_in(other), "lost")
        said = [params["message"] for params in leading.all_of("window/showMessage")]
        self.assertEqual(len([message for message in said if "cannot be followed for now" in message]), 1)
        self.platform.clear_faults()
        self.store_token()
        self.platform.set_run("SUCCEEDED")
        self.hears(leading, ended=True)

    def test_stopping_is_seen_by_all(self):
        leading, other = self.editor(), self.editor()
        leading.command("unify.workflow.run", RUN)
        self.hears(leading, following="here")
        leading.command("unify.run.unfollow")
        self.hears(leading, following="off")
        self.assertEqual(self.following_in(other), "off")


if __name__ == "__main__":
    main()
