"""A component that a person names without a look-up: by id, by a page's address, by Unify's curl command."""

import json
import subprocess

from harness import LspError, Repository, TestCase, main, program
from harness.forms import fill_form
from harness.simulator import FULL_TOKEN, TRIGGER_ONLY_TOKEN
from harness.workflows import SMOKE_TEST

SHOP_API = "22222222-0000-4000-8000-000000000001"
ACME = "11111111-0000-4000-8000-000000000001"
SELECT, RUN = "unify.component.select", "unify.workflow.run"
FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]}, "unify": {"protocol": 1}}}


class Component(TestCase):
    def setUp(self):
        self.platform = self.simulator()
        self.page = f"{self.platform.url}/acme/{ACME}/components/{SHOP_API}/workflows"
        self.curl = (f"curl --request POST \\\n  --url {self.platform.url}/v2/components/{SHOP_API}/trigger \\\n"
                     "  --header 'Authorization: Bearer <PAT>'")
        self.made = 0

    def repository(self, url="https://github.com/acme/nobody-knows.git"):
        self.made += 1
        return Repository(self.session, name=f"clone-{self.made}", url=url, files={"smoke.yaml": SMOKE_TEST})

    def editor(self, repository, *arguments, token=TRIGGER_ONLY_TOKEN, capabilities=FORMS, env=None):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": token, **(env or {})}, cwd=repository.folder)
        server.initialize(capabilities, workspaceFolders=[{"uri": repository.uri, "name": "shop"}])
        return server

    def cli(self, repository, *arguments, token=TRIGGER_ONLY_TOKEN, env=None):
        result = subprocess.run(
            [program(), *arguments, "--json", "--api-url", self.platform.url], capture_output=True, timeout=60, check=False,
            env={**self.session.env, "UNIFY_TOKEN": token, **(env or {})}, cwd=repository.folder)
        return result.returncode, json.loads(result.stdout)

    def test_the_three_ways_to_name_it(self):
        for given in (SHOP_API, self.page, self.curl):
            for token, verified in ((TRIGGER_ONLY_TOKEN, False), (FULL_TOKEN, True)):
                with self.subTest(given=given, token=token):
                    repository = self.repository()
                    selected = self.editor(repository, token=token).command(SELECT, {"from": given})
                    self.assertEqual((selected["componentId"], selected["verified"], selected["how"]), (SHOP_API, verified, "person"))
                    dry = self.editor(repository).command(RUN, {"file": "smoke.yaml", "dryRun": True})
                    self.assertEqual(dry["component"]["componentId"], SHOP_API)
                    self.assertEqual(dry["component"].get("verified"), None if verified else False)

    def test_a_run_asks_for_it_and_shows_that_nobody_looked(self):
        repository, asked = self.repository(), []

        def answer(field):
            asked.append(field)
            return self.page if field["id"] == "component" else field["type"]["entries"][0]["value"]

        server = self.editor(repository)
        call = fill_form(server, RUN, {"file": "smoke.yaml"}, answer)
        self.assertEqual([field["id"] for field in asked], ["component", "confirmed"])
        self.assertEqual(asked[0]["type"]["kind"], "string")
        self.assertIn(f"component: {SHOP_API} of {ACME}, not verified", asked[1]["description"])
        started = server.request("workspace/executeCommand", call)
        self.assertEqual((started["outcome"], started["component"]["verified"]), ("started", False))
        again = self.editor(repository).command(RUN, {"file": "smoke.yaml", "confirmed": True, "force": True})
        self.assertEqual(again["outcome"], "started", "the answer was kept")

    def test_a_token_in_what_was_typed_does_not_come_back(self):
        server, canary = self.editor(self.repository()), "cb_api_canary_of_a_component"
        form = {"command": RUN, "arguments": [{"file": "smoke.yaml"}], "formAnswers": [
            {"id": "component", "value": self.curl.replace("<PAT>", canary)}]}
        form = server.request("command/resolve", form)
        self.assertEqual(form["formAnswers"], [{"id": "component", "value": SHOP_API}])
        broken = server.request("command/resolve", {**form, "formAnswers": [
            {"id": "component", "value": self.curl.replace("<PAT>", canary) + " -u x"}]})
        self.assertNotIn(canary, json.dumps(broken))
        self.assertIn("an option", broken["formFields"][0]["error"])
        self.assertTrue(any("holds a token" in params["message"] for params in server.all_of("window/showMessage")))
        self.assertNotIn(canary.encode(), server.stdout + server.stderr)

    def test_what_names_none_is_said_beside_the_question(self):
        server = self.editor(self.repository())
        for given, said in {"shop-api": "not like the ids", "https://evil.example/components/" + SHOP_API: "--ui-url",
                            self.curl.replace(self.platform.url, "https://api.other.example"): "--api-url https://api.other.example",
                            "": "does not name a component"}.items():
            with self.subTest(given=given):
                form = server.request("command/resolve", {"command": RUN, "arguments": [{"file": "smoke.yaml"}],
                                                          "formAnswers": [{"id": "component", "value": given}]})
                self.assertIn(said, form["formFields"][0]["error"])
                with self.assertRaises(LspError):
                    server.command(SELECT, {"from": given})

    def test_a_component_that_does_not_exist_is_refused_where_that_can_be_told(self):
        unknown = SHOP_API.replace("2222", "9999", 1)
        with self.assertRaises(LspError) as raised:
            self.editor(self.repository(), token=FULL_TOKEN).command(SELECT, {"from": unknown})
        self.assertEqual(raised.exception.kind, "notFound")
        self.assertFalse(self.editor(self.repository()).command(SELECT, {"from": unknown})["verified"])

    def test_a_run_may_name_it_and_nothing_is_kept(self):
        repository = self.repository()
        for given in (SHOP_API, self.page, self.curl):
            dry = self.editor(repository).command(RUN, {"file": "smoke.yaml", "componentId": given, "dryRun": True})
            self.assertEqual((dry["component"]["componentId"], dry["component"]["verified"]), (SHOP_API, False))
        with self.assertRaises(LspError) as raised:
            self.editor(repository, capabilities={}).command(RUN, {"file": "smoke.yaml", "dryRun": True})
        self.assertEqual(raised.exception.kind, "forbidden")
        self.assertIn("componentId", raised.exception.data["remedy"]["title"])

    def test_flag_and_environment_take_the_same(self):
        repository = self.repository()
        for given in (SHOP_API, self.page, self.curl):
            for arguments, env in ((["--component", given], {}), ([], {"UNIFY_COMPONENT_ID": given})):
                code, result = self.cli(repository, "run", "smoke.yaml", "--dry-run", *arguments, env=env)
                self.assertEqual((code, result["component"]["componentId"]), (0, SHOP_API))
        code, error = self.cli(repository, "run", "smoke.yaml", "--dry-run", "--component",
                               self.curl.replace(self.platform.url, "https://api.other.example"))
        self.assertNotEqual(code, 0)
        self.assertEqual(error["data"]["kind"], "settings")
        self.assertIn("--api-url https://api.other.example", error["message"])
        _, result = self.cli(repository, "run", "smoke.yaml", "--dry-run", "--component", SHOP_API, env={"UNIFY_ORGANIZATION_ID": ACME})
        self.assertEqual(result["component"]["organizationId"], ACME)

    def test_the_verb(self):
        repository = self.repository()
        self.assertEqual(self.cli(repository, "component")[1]["data"]["kind"], "forbidden")
        code, selected = self.cli(repository, "component", self.curl)
        self.assertEqual((code, selected["componentId"], selected["verified"]), (0, SHOP_API, False))
        self.assertEqual(self.cli(repository, "component")[1]["componentId"], SHOP_API)
        self.assertEqual(self.cli(repository, "run", "smoke.yaml", "--yes")[1]["outcome"], "started")
        self.assertEqual(self.platform.triggers()["count"], 1)


if __name__ == "__main__":
    main()
