"""unify.token.set by form: the end date, then the secret, which never crosses the wire."""

import subprocess

from harness import LspError, TestCase, main, program
from harness.simulator import FULL_TOKEN

FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum", "secret"]}, "unify": {"protocol": 1}}}
SET = "unify.token.set"


class TokenForm(TestCase):
    keyring = True

    def setUp(self):
        self.platform = self.simulator()

    def editor(self, capabilities):
        self.own_command = [program(), "serve", "--stdio", "--api-url", self.platform.url]
        server = self.server("--api-url", self.platform.url)
        server.initialize(capabilities)
        return server

    def resolve(self, server, answers, arguments=None):
        return server.request("command/resolve", {
            "command": SET, "arguments": [arguments or {}],
            "formAnswers": [{"id": id, "value": value} for id, value in answers.items()]})

    def store_as_a_client_does(self, field):
        stored = subprocess.run([*self.own_command, *field["type"]["args"]], input=FULL_TOKEN.encode() + b"\n", env=self.session.env,
                                cwd=self.session.folder, capture_output=True, timeout=60, check=False)
        self.assertEqual(stored.returncode, 0, stored.stderr)

    def test_the_date_then_the_secret(self):
        server = self.editor(FORMS)
        form = self.resolve(server, {})
        self.assertEqual([field["id"] for field in form["formFields"]], ["expires"])
        form = self.resolve(server, {"expires": "date"})
        self.assertEqual([field["id"] for field in form["formFields"]], ["expires", "expiresOn"])
        form = self.resolve(server, {"expires": "date", "expiresOn": "soon"})
        self.assertIn("2027-01-31", form["formFields"][-1]["error"])
        form = self.resolve(server, {"expires": "30"})
        token = form["formFields"][-1]
        self.assertEqual((token["id"], token["type"]["kind"]), ("token", "secret"))
        self.assertIn(self.platform.url, token["description"])
        self.assertNotIn(FULL_TOKEN, str(form))
        self.store_as_a_client_does(token)
        form = self.resolve(server, {"expires": "30", "token": True})
        self.assertNotIn("formFields", form)
        status = server.request("workspace/executeCommand", form)
        self.assertEqual((status["stored"], status["store"], status["accepted"], status["daysLeft"]), (True, "secret-service", True, 30))

    def test_the_arguments_of_a_complete_form_are_enough(self):
        server = self.editor(FORMS)
        self.store_as_a_client_does(self.resolve(server, {"expires": "unknown"})["formFields"][-1])
        form = self.resolve(server, {"expires": "unknown", "token": True})
        self.assertEqual(form["arguments"], [{"saved": True}])
        self.assertTrue(server.command(SET, form["arguments"][0])["stored"])

    def test_true_with_nothing_stored_counts_for_nothing(self):
        server = self.editor(FORMS)
        form = self.resolve(server, {"expires": "7", "token": True})
        self.assertIn("No token was stored", form["formFields"][-1]["error"])
        with self.assertRaises(LspError) as raised:
            server.request("workspace/executeCommand", {"command": SET, "arguments": [{}], "formAnswers": [
                {"id": "expires", "value": "7"}, {"id": "token", "value": True}]})
        self.assertEqual(raised.exception.data["missing"], ["token"])
        with self.assertRaises(LspError) as raised:
            server.command(SET, {"days": 7, "saved": True})
        self.assertEqual(raised.exception.data["missing"], ["token"])
        self.assertFalse(server.command("unify.token.status")["stored"])

    def test_a_client_without_hidden_prompts_is_sent_to_the_terminal(self):
        server = self.editor({})
        status = server.command(SET)
        self.assertFalse(status["stored"])
        self.assertTrue(any("unify-ls token set" in params["message"] for params in server.all_of("window/showMessage")))

    def test_an_end_that_is_near_is_told_once_a_day(self):
        server = self.editor(FORMS)
        form = self.resolve(server, {"expires": "1"})
        self.store_as_a_client_does(form["formFields"][-1])
        second = self.editor(FORMS)
        second.command("unify.token.status")
        self.assertTrue(any("ends in" in params["message"] for params in second.all_of("window/showMessage")))
        third = self.editor(FORMS)
        third.command("unify.token.status")
        self.assertEqual(third.all_of("window/showMessage"), [])


if __name__ == "__main__":
    main()
