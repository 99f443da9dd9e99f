"""From the git remote to the component: several organizations, tokens that may only trigger, several folders."""

import json

from harness import LspError, Repository, TestCase, main
from harness.forms import FormLeft, fill_form
from harness.simulator import FULL_TOKEN, TRIGGER_ONLY_TOKEN
from harness.workflows import DEPLOY

REJECTED = "cb_api_simulator_expired"
SHOP_API = "22222222-0000-4000-8000-000000000001"
SHOP_WEB = "22222222-0000-4000-8000-000000000002"
LAB_BENCH = "22222222-0000-4000-8000-000000000003"
ACME = "11111111-0000-4000-8000-000000000001"
LABS = "11111111-0000-4000-8000-000000000002"
RUN = {"file": "deploy.yaml", "inputs": {"version": "1"}, "confirmed": True}
FORMS = {"experimental": {"interactiveResolve": {"inputTypes": ["string", "number", "enum", "lazyEnum"]}, "unify": {"protocol": 1}}}


def leave(field, test):
    """Leaves at the confirmation, which names the organization that was picked."""
    test.assertEqual(field["id"], "confirmed")
    test.assertIn("component: shop-api of Acme Labs (", field["description"])
    raise FormLeft


class Discovery(TestCase):
    def setUp(self):
        self.platform = self.simulator()

    def editor(self, *repositories, arguments=(), token=FULL_TOKEN, capabilities=None):
        server = self.server("--api-url", self.platform.url, *arguments, env={"UNIFY_TOKEN": token}, cwd=repositories[0].folder)
        server.initialize(capabilities or {}, workspaceFolders=[
            {"uri": repository.uri, "name": repository.folder.name} for repository in repositories])
        return server

    def repository(self, name="shop-api", url="https://github.com/acme/shop-api.git"):
        return Repository(self.session, name=name, url=url, files={"deploy.yaml": DEPLOY})

    def test_whichever_way_the_remote_is_written(self):
        for number, url in enumerate(["git@github.com:acme/shop-api.git", "ssh://git@github.com:22/acme/shop-api",
                                      "https://someone:pw@GitHub.com/acme/shop-api", "https://github.com/acme/shop-api/"]):
            with self.subTest(url=url):
                started = self.editor(self.repository(f"clone-{number}", url)).command("unify.workflow.run", {**RUN, "dryRun": True})
                self.assertEqual(started["component"]["componentId"], SHOP_API)
                self.assertNotIn("pw", str(started))

    def test_without_v4(self):
        self.platform.change_world(interface={"v4Components": False})
        started = self.editor(self.repository()).command("unify.workflow.run", {**RUN, "dryRun": True})
        self.assertEqual(started["component"]["componentId"], SHOP_API)

    def test_a_token_that_may_only_trigger_gets_through_with_the_setting(self):
        repository = self.repository()
        with self.assertRaises(LspError) as raised:
            self.editor(repository, token=TRIGGER_ONLY_TOKEN).command("unify.workflow.run", RUN)
        self.assertEqual(raised.exception.kind, "forbidden")
        self.assertIn("componentId", raised.exception.data["remedy"]["title"])
        server = self.editor(repository, arguments=["--component", SHOP_API], token=TRIGGER_ONLY_TOKEN)
        self.assertEqual(server.command("unify.workflow.run", RUN)["outcome"], "started")

    def test_a_token_that_is_rejected_has_a_new_one_as_its_remedy(self):
        for command in ("unify.workflow.run", "unify.component.select"):
            with self.subTest(command), self.assertRaises(LspError) as raised:
                self.editor(self.repository(command), token=REJECTED).command(command, RUN if command.endswith("run") else {})
            self.assertEqual((raised.exception.kind, raised.exception.data["remedy"]),
                             ("tokenRejected", {"title": "Store a new token", "command": "unify.token.set"}))
        checks = self.editor(self.repository("doctor"), token=REJECTED).command("unify.doctor")["checks"]
        remedies = {check["name"]: check["remedy"] for check in checks if check["state"] == "fail"}
        self.assertEqual(set(remedies), {"accepted", "component"})
        for remedy in remedies.values():
            self.assertIn("unify.token.set", remedy)

    def test_without_a_token_the_remedy_is_to_store_one(self):
        repository = self.repository()
        server = self.server("--api-url", self.platform.url, "--token-store", "file", cwd=repository.folder)
        server.initialize({}, workspaceFolders=[{"uri": repository.uri, "name": "shop-api"}])
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", RUN)
        self.assertEqual((raised.exception.kind, raised.exception.data["remedy"]),
                         ("noToken", {"title": "Store a token", "command": "unify.token.set"}))

    def test_a_component_that_is_not_found_is_picked_and_remembered(self):
        repository = self.repository("other", "https://github.com/acme/nobody-knows.git")
        server = self.editor(repository, capabilities=FORMS)
        selected = server.request("workspace/executeCommand", fill_form(
            server, "unify.component.select", answer=lambda field: SHOP_WEB))
        self.assertEqual((selected["componentId"], selected["how"]), (SHOP_WEB, "person"))
        again = self.editor(repository).command("unify.workflow.run", {**RUN, "dryRun": True})
        self.assertEqual(again["component"]["componentId"], SHOP_WEB)

    def two_of_one_name(self):
        """Two components of the same name and address; only their organizations differ."""
        url = "https://github.com/acme/shop-api.git"
        self.platform.change_world(components=[
            {"id": SHOP_API, "name": "shop-api", "organizationId": ACME, "repositoryUrl": url},
            {"id": SHOP_WEB, "name": "shop-api", "organizationId": LABS, "repositoryUrl": url}])

    def test_an_ambiguous_remote_is_asked_once_and_told_apart(self):
        self.two_of_one_name()
        repository = self.repository()
        server = self.editor(repository, capabilities=FORMS)
        given = {"file": "deploy.yaml", "inputs": {"version": "1"}}
        [field] = server.request("command/resolve", {"command": "unify.workflow.run", "arguments": [given]})["formFields"]
        described = {entry["value"]: entry["description"] for entry in field["type"]["entries"]}
        self.assertTrue(described[SHOP_API].endswith(", Acme"), described)
        self.assertTrue(described[SHOP_WEB].endswith(", Acme Labs"), described)
        looked_up = self.searches()
        answers = {"component": SHOP_WEB, "inputs.version": "1"}
        with self.assertRaises(FormLeft):  # at the confirmation
            fill_form(server, "unify.workflow.run", given, answer=lambda field: answers[field["id"]] if field["id"] in answers else leave(field, self))
        self.assertEqual(self.searches(), looked_up, "each step of one form is no new search")
        again = self.editor(repository).command("unify.workflow.run", RUN)
        self.assertEqual((again["outcome"], again["component"]["componentId"]), ("started", SHOP_WEB))

    def test_what_a_folders_setting_names_is_asked_once_in_every_face(self):
        repository = self.repository()
        repository.write(".cloudbees/unify-ls.json", json.dumps({"componentId": SHOP_WEB}))
        asking = {"window": {"showMessage": {"messageActionItem": {"additionalPropertiesSupport": True}}}}
        asked = []

        def choose(params):
            asked.append(params["message"])
            return params["actions"][0]

        server = self.server("--api-url", self.platform.url, env={"UNIFY_TOKEN": FULL_TOKEN}, cwd=repository.folder,
                             answers={"window/showMessageRequest": choose})
        server.initialize(asking, workspaceFolders=[{"uri": repository.uri, "name": "shop-api"}])
        for _ in range(2):
            result = server.command("unify.workflow.run", {**RUN, "dryRun": True})
            self.assertEqual(result["component"]["componentId"], SHOP_WEB)
        self.assertEqual(len(asked), 1, asked)
        self.assertIn("belongs to another repository", asked[0])
        self.assertEqual(self.editor(repository).command("unify.workflow.run", RUN)["outcome"], "started")
        repository.write(".cloudbees/unify-ls.json", json.dumps({"componentId": LAB_BENCH}))
        with self.assertRaises(LspError) as raised:
            self.editor(repository).command("unify.workflow.run", RUN)
        self.assertEqual(raised.exception.data["missing"], ["component"])

    def test_an_organization_that_answers_with_an_error_does_not_end_the_search(self):
        for status in (403, 500):
            with self.subTest(status=status):
                self.platform.fault({"kind": "status", "status": status}, path=f"/v4/organizations/{LABS}/*", times=0)
                self.platform.fault({"kind": "status", "status": status}, path=f"/v1/organizations/{LABS}/*", times=0)
                found = self.editor(self.repository(f"found-{status}")).command("unify.workflow.run", {**RUN, "dryRun": True})
                self.assertEqual(found["component"]["componentId"], SHOP_API)
                lost = self.repository(f"lost-{status}", "https://github.com/acme/nobody-knows.git")
                with self.assertRaises(LspError) as raised:
                    self.editor(lost).command("unify.workflow.run", {**RUN, "dryRun": True})
                self.assertIn(f"Not searched: Acme Labs (status {status})", str(raised.exception))
                self.platform.clear_faults()

    def test_an_address_that_git_rewrites_is_looked_for_both_ways(self):
        repository = self.repository()
        repository.git("config", "url.https://mirror.example/.insteadOf", "https://github.com/")
        started = self.editor(repository).command("unify.workflow.run", {**RUN, "dryRun": True})
        self.assertEqual(started["component"]["componentId"], SHOP_API)
        alias = self.repository("alias", "git@work:acme/shop-api.git")
        with self.assertRaises(LspError) as raised:
            self.editor(alias).command("unify.workflow.run", {**RUN, "dryRun": True})
        self.assertIn("work:acme/shop-api.git (looked for as https://work/acme/shop-api.git)", str(raised.exception))
        self.assertEqual(json.loads(raised.exception.data["example"])["componentId"], SHOP_API, "the one of the same path")

    def test_every_example_would_do(self):
        self.two_of_one_name()
        server = self.editor(self.repository())
        for command, outcome, steps in (("unify.workflow.run", "started", [["file"], ["component", "inputs.environment"], ["confirmed"]]),
                                        ("unify.workflow.curl", None, []), ("unify.component.select", None, [["component"]])):
            arguments = {"file": "deploy.yaml", "inputs": {"version": "1"}, "componentId": SHOP_API} if command.endswith("curl") else {}
            for missing in steps:
                with self.subTest(command=command, missing=missing), self.assertRaises(LspError) as raised:
                    server.command(command, arguments)
                self.assertEqual((raised.exception.kind, raised.exception.data["missing"][:2]), ("needsInput", missing))
                arguments = json.loads(raised.exception.data["example"])
            self.assertEqual(server.command(command, arguments).get("outcome"), outcome)
        with self.assertRaises(LspError) as raised:  # a run of moments ago
            server.command("unify.workflow.run", {key: value for key, value in {**RUN, "componentId": SHOP_API}.items() if key != "confirmed"})
        again = json.loads(raised.exception.data["example"])
        self.assertEqual(server.command("unify.workflow.run", again)["outcome"], "started")

    def test_choosing_without_a_way_to_ask_tells_what_is_settled(self):
        repository = self.repository()
        for capabilities in ({}, FORMS):
            selected = self.editor(repository, capabilities=capabilities).command("unify.component.select")
            self.assertEqual((selected["componentId"], selected["how"]), (SHOP_API, "remote"))
        set_ = self.editor(repository, arguments=["--component", SHOP_WEB], token=TRIGGER_ONLY_TOKEN).command("unify.component.select")
        self.assertEqual((set_["componentId"], set_["how"]), (SHOP_WEB, "setting"))
        self.two_of_one_name()
        lost = self.repository("other", "https://github.com/acme/nobody-knows.git")
        with self.assertRaises(LspError) as raised:
            self.editor(lost).command("unify.component.select")
        example = json.loads(raised.exception.data["example"])
        self.assertEqual(self.editor(lost).command("unify.component.select", example)["componentId"], example["componentId"])

    def searches(self):
        return [entry["path"] for entry in self.platform.requests(method="GET")]

    def test_what_was_looked_up_is_remembered_for_every_editor_until_the_remote_changes(self):
        repository = self.repository()
        first = self.editor(repository)
        self.assertNotIn("component", first.command("unify.workflows.list"))
        first.command("unify.workflow.run", {**RUN, "dryRun": True})
        looked_up = self.searches()
        self.assertTrue(looked_up)
        second = self.editor(repository)
        self.assertEqual(second.command("unify.workflows.list")["component"]["name"], "shop-api")
        self.assertEqual(second.command("unify.workflow.run", {**RUN, "dryRun": True})["component"]["componentId"], SHOP_API)
        self.assertEqual(self.searches(), looked_up)
        repository.git("remote", "set-url", "origin", "https://github.com/acme/nobody-knows.git")
        with self.assertRaises(LspError) as raised:
            second.command("unify.workflow.run", {**RUN, "dryRun": True})
        self.assertEqual(raised.exception.kind, "needsInput")
        self.assertNotEqual(self.searches(), looked_up)

    def test_a_component_that_the_platform_no_longer_knows_is_looked_up_again(self):
        server = self.editor(self.repository(), arguments=["--organization", "11111111-0000-4000-8000-000000000001"])
        server.command("unify.workflow.run", {**RUN, "dryRun": True})
        moved = "22222222-0000-4000-8000-000000000099"
        self.platform.change_world(components=[{"id": moved, "name": "shop-api", "repositoryUrl": "https://github.com/acme/shop-api.git",
                                                "organizationId": "11111111-0000-4000-8000-000000000001"}])
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflow.run", RUN)
        self.assertEqual(raised.exception.kind, "notFound")
        started = server.command("unify.workflow.run", RUN)
        self.assertEqual((started["outcome"], started["component"]["componentId"]), ("started", moved))

    def test_several_folders_each_have_their_own(self):
        api, web = self.repository(), self.repository("shop-web", "https://github.com/acme/shop-web.git")
        self.platform.change_world(components=[
            {"id": SHOP_API, "name": "shop-api", "organizationId": "11111111-0000-4000-8000-000000000001", "repositoryUrl": api.url},
            {"id": SHOP_WEB, "name": "shop-web", "organizationId": "11111111-0000-4000-8000-000000000001", "repositoryUrl": web.url}])
        server = self.editor(api, web, capabilities=FORMS)
        file = f"{web.uri}/.cloudbees/workflows/deploy.yaml"
        result = server.command("unify.workflow.run", {**RUN, "file": file})
        self.assertEqual(result["component"]["componentId"], SHOP_WEB)
        form = server.request("command/resolve", {"command": "unify.workflow.run", "arguments": []})
        [field] = form["formFields"]
        self.assertEqual([entry["value"] for entry in field["type"]["entries"]],
                         [f"{api.uri}/.cloudbees/workflows/deploy.yaml", file, "*"])
        with self.assertRaises(LspError) as raised:
            server.command("unify.workflows.list")
        self.assertEqual(raised.exception.data["missing"], ["folder"])
        self.assertEqual(server.command("unify.workflows.list", {"folder": web.uri})["workflows"][0]["file"], "deploy.yaml")


if __name__ == "__main__":
    main()
