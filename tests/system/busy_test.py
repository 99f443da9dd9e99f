"""While the platform does not answer: cancelling, ids in use, and everything else goes on."""

from harness import Repository, TestCase, main
from harness.simulator import FULL_TOKEN, TRIGGER_PATH
from harness.workflows import DEPLOY

CHECK = {"command": "unify.token.status", "arguments": [{"check": True}]}
RUN = {"command": "unify.workflow.run", "arguments": [{"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True}]}


class Busy(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.repository = Repository(self.session, files={"deploy.yaml": DEPLOY})

    def editor(self):
        server = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=self.repository.folder)
        server.initialize(workspaceFolders=[{"uri": self.repository.uri, "name": "shop-api"}])
        return server

    def stalled(self, server, call, method="GET", path="*", **request):
        """Sends a command that the platform does not answer; returns its id once the platform has it."""
        self.platform.fault({"kind": "stall", "where": "answer"}, method=method, path=path, times=1)
        id = server.start_request("workspace/executeCommand", call, **request)
        self.platform.wait_for_requests(1, method=method, path=path, outcome="stalled")
        return id

    def test_others_are_answered_meanwhile(self):
        server = self.editor()
        id = self.stalled(server, CHECK)
        self.assertEqual(server.answer_to(server.start_request("no/such/method"))["error"]["code"], -32601)
        self.platform.release()
        self.assertTrue(server.result_of(id)["accepted"])

    def test_a_cancelled_request_is_answered_once(self):
        server = self.editor()
        id = self.stalled(server, CHECK)
        server.notify("$/cancelRequest", {"id": id})
        self.assertEqual(server.answer_to(id)["error"]["code"], -32800)
        self.platform.release()
        server.answer_to(server.start_request("no/such/method"))
        self.assertEqual(len([message for message in server.messages if message.get("id") == id and "method" not in message]), 1)

    def test_a_cancel_for_another_kind_of_id_cancels_nothing(self):
        server = self.editor()
        id = self.stalled(server, CHECK, id=7)
        server.notify("$/cancelRequest", {"id": "7"})
        server.answer_to(server.start_request("no/such/method"))
        self.platform.release()
        self.assertTrue(server.result_of(id)["accepted"])

    def test_an_id_in_use_is_refused_and_the_first_request_lives(self):
        server = self.editor()
        id = self.stalled(server, CHECK, id=7)
        server.send({"jsonrpc": "2.0", "id": 7, "method": "workspace/executeCommand", "params": CHECK})
        self.assertEqual(server.answer_to(7)["error"]["code"], -32600)
        self.platform.release()
        server.wait_until(lambda: any(m.get("id") == id and "result" in m for m in server.messages), "the first answer")

    def test_a_trigger_that_was_sent_cannot_be_taken_back(self):
        server = self.editor()
        id = self.stalled(server, RUN, method="POST", path=TRIGGER_PATH)
        server.notify("$/cancelRequest", {"id": id})
        self.assertEqual(server.answer_to(id)["error"]["data"]["kind"], "outcomeUnknown")
        self.platform.release()
        self.assertEqual(self.platform.triggers()["count"], 1)


if __name__ == "__main__":
    main()
