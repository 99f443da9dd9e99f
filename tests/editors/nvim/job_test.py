"""The whole job in a real Neovim: token, list, run with every kind of input, follow, run again."""

from editor import DEPLOY_ANSWERS, DEPLOY_INPUTS, EditorTest, main
from harness import Repository, find_canary
from harness.simulator import TRIGGER_PATH
from harness.workflows import DEPLOY

CANARY = "cb_api_canary_of_the_neovim_test"


class Token(EditorTest):
    keyring = True

    def test_from_nothing_to_a_finished_run(self):
        self.platform.change_world(tokens=[{"name": "canary", "value": CANARY, "rights": "full"}])
        editor = self.editor(token=None)

        editor.ex("Unify token set")
        editor.choose("For how long", "30 days")
        editor.next("secret", self.platform.url)
        editor.type("not a token<CR>")
        again = editor.next("secret")
        self.assertTrue(again["prompt"].startswith("Personal access token for "), again)
        self.assertRegex("\n".join(again["details"]), r"\w+", "what was wrong stands beside the question")
        editor.type(f"{CANARY}<CR>")
        editor.next("said", "The platform accepts it.")

        editor.ex("Unify run deploy.yaml")
        self.answer(editor, DEPLOY_ANSWERS)
        editor.next("said", "Started deploy.yaml on main")
        editor.wait_for("said", "deploy.yaml on main: succeeded", timeout=60)
        self.assertEqual(self.started(), [DEPLOY_INPUTS])
        self.assertEqual(self.platform.triggers()["requests"][0]["token"], "canary")

        log = editor.lua("return require('vim.lsp.log').get_filename()")
        with open(log, encoding="utf-8") as file:
            self.assertIn("unify.token.set", file.read(), "the log is at TRACE, so it shows the traffic")
        outputs = [("stdout", editor.stdout), ("stderr", editor.stderr)]
        self.assertEqual(find_canary(CANARY, outputs=outputs, folders=[self.session.folder]), [])

    def test_a_missing_token_is_a_step_on_the_way(self):
        editor = self.editor(token=None)
        editor.ex("Unify run deploy.yaml")
        editor.next("said", "No token is stored for")
        editor.choose("What now", "Store a token")
        editor.choose("For how long", "7 days")
        editor.next("secret")
        editor.type("cb_api_simulator_full<CR>")
        goes_on = self.answer(editor, DEPLOY_ANSWERS)[0]
        self.assertIn("The platform accepts it.", goes_on["details"][0], "what came of the token stands beside the next question")
        editor.next("said", "Started deploy.yaml")

    def test_the_first_minute(self):
        self.platform.change_world(tokens=[{"name": "canary", "value": CANARY, "rights": "triggerOnly"}])
        editor = self.editor(token=None)
        editor.ex("Unify setup")
        editor.wait_for("opened", self.platform.url)
        asked = editor.wait_for("select", "For how long")
        self.assertIn("User profile > Personal access tokens", "\n".join(asked["details"]), "what to do there stands beside")
        editor.pick(asked, "7 days")
        editor.wait_for("secret", "or Unify's curl command")
        editor.type(f"curl {self.platform.url}/v2/components/22222222-0000-4000-8000-000000000001/trigger"
                    f" -H 'Authorization: Bearer {CANARY}'<CR>")
        editor.pick(editor.wait_for("select", "Workflow"), "deploy.yaml")
        editor.fill_in("version", "1.4.2")
        editor.until("vim.fn.search('/v2/components/22222222-0000-4000-8000-000000000001/trigger') > 0", "What would be sent")
        self.assertEqual(editor.lines()[-5:-1], ["environment: staging", "version: 1.4.2", "replicas: 2", "dry-run: false"])
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_escape_at_the_hidden_prompt(self):
        editor = self.editor(token=None)
        editor.ex("Unify token set")
        editor.choose("For how long", "7 days")
        editor.next("secret")
        editor.type("cb_api_half_a_tok<Esc>")
        editor.ex("Unify token status")
        editor.next("said", "No token is stored for")


class Job(EditorTest):
    def test_a_run_is_filled_in_as_a_document_and_started(self):
        editor = self.editor()
        editor.ex("Unify compose deploy.yaml")
        editor.until("vim.api.nvim_buf_get_name(0):find('.unify-run.yaml', 1, true) ~= nil", "The document")
        editor.until("#vim.diagnostic.get(0) == 1", "What is missing")
        self.assertEqual(editor.lua("return vim.diagnostic.get(0)[1].message"), 'Input "version" needs a value.')
        editor.lua("vim.fn.setline(vim.fn.search('  version:'), '  version: 007')")
        editor.until("#vim.diagnostic.get(0) == 0", "Nothing is missing")
        editor.lua("""vim.lsp.buf.code_action({
          apply = true, filter = function(action) return action.title == 'Run…' end })""")
        [confirmation] = self.answer(editor, [("select", "Run deploy.yaml on main", "Run:")])
        self.assertIn("version: 007", confirmation["details"], "nothing was saved, and what is shown is what is sent")
        editor.next("said", "Started deploy.yaml")
        self.assertEqual(self.started(), [{"environment": "staging", "version": "007", "replicas": "2", "dry-run": "false"}])

    def test_the_confirmation_shows_every_line(self):
        editor = self.editor()
        editor.ex("Unify run deploy.yaml")
        confirmation = self.answer(editor, DEPLOY_ANSWERS)[-1]
        shown = "\n".join(confirmation["details"])
        for line in ("branch: main", "component: shop-api", self.repository.head()[:10], "environment: production",
                     "version: 1.4.2", "replicas: 3", "dry-run: true"):
            self.assertIn(line, shown)
        editor.next("said", "Started")
        self.assertEqual(editor.lua("return #vim.api.nvim_list_wins()"), 1, "the details go with the question")

    def test_a_long_confirmation_goes_to_the_pager(self):
        many = "".join(f"      input-{number}:\n        type: string\n        default: value {number}\n" for number in range(40))
        self.repository.commit({"many.yaml": DEPLOY.replace("    inputs:\n", f"    inputs:\n{many}")})
        self.repository.push()
        editor = self.editor()
        editor.lua("local echo = vim.api.nvim_echo; vim.api.nvim_echo = function(chunks, ...)"
                   " vim.rpcnotify(1, 'echoed', chunks[1][1]); return echo(chunks, ...) end")
        editor.ex("Unify run many.yaml version=1")
        self.assertIn("input-39: value 39", editor.next("echoed"))
        editor.type("G<CR>")
        editor.choose("Run many.yaml", "Cancel")

    def test_wrong_answers_are_corrected_beside_the_question(self):
        editor = self.editor()
        editor.ex("Unify run deploy.yaml")
        editor.choose("environment", "staging")
        first = editor.fill_in("version", "")
        version = editor.fill_in("version", "2.0")
        self.assertEqual(version["prompt"], first["prompt"], "what is wrong is not glued to the question")
        self.assertEqual((len(first["details"]), len(version["details"])), (0, 1), "it stands beside it")
        self.assertEqual(editor.fill_in("replicas", "many")["default"], "2")
        replicas = editor.next("input", "replicas")
        self.assertEqual(replicas["default"], "many", "the answer before is filled in")
        self.assertIn("many", replicas["details"][0])
        editor.type("<C-u>0.50<CR>")
        editor.choose("dry-run", "false")
        editor.choose("Run deploy.yaml", "Run:")
        editor.next("said", "Started")
        self.assertEqual(self.started(), [{"environment": "staging", "version": "2.0", "replicas": "0.50", "dry-run": "false"}])

    def test_escape_at_each_step_starts_nothing(self):
        editor = self.editor()
        for step in range(len(DEPLOY_ANSWERS)):
            with self.subTest(step=step):
                editor.lua("require('unify').run({ file = 'deploy.yaml' }, function(problem, result)"
                           " vim.rpcnotify(1, 'done', problem and problem.message or result.outcome) end)")
                kind, question, _ = DEPLOY_ANSWERS[step]
                self.answer(editor, [*DEPLOY_ANSWERS[:step], (kind, question, "" if kind == "select" else None)])
                self.assertEqual(editor.next("done"), "cancelled")
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_changing_the_inputs_at_the_confirmation(self):
        editor = self.editor()
        editor.ex("Unify run deploy.yaml")
        self.answer(editor, [*DEPLOY_ANSWERS[:-1], ("select", "Run deploy.yaml", "Change")])
        editor.choose("environment", "production")
        version = editor.next("input", "version")
        self.assertEqual(version["default"], "1.4.2")
        editor.type("<C-u>1.5.0<CR>")
        self.answer(editor, DEPLOY_ANSWERS[2:])
        editor.next("said", "Started")
        self.assertEqual(self.started(), [{**DEPLOY_INPUTS, "version": "1.5.0"}])

    def test_another_branch(self):
        self.repository.git("checkout", "--quiet", "-b", "feature")
        self.repository.commit({"feature.yaml": DEPLOY.replace("Deploy", "Feature")})
        self.repository.push("feature")
        self.repository.git("checkout", "--quiet", "main")
        editor = self.editor()
        editor.ex("Unify run")
        editor.choose("Workflow", "On another branch")
        branches = editor.next("select", "Branch")
        editor.pick(branches, "Search")
        editor.fill_in("Part of the name", "feat")
        editor.choose("Branch", "feature")
        editor.choose("Workflow", "feature.yaml")
        editor.choose("environment", "")
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_the_list_of_workflows_leads_to_a_run(self):
        editor = self.editor()
        editor.ex("Unify workflows --all")
        listed = editor.choose("Run a workflow on main", "deploy.yaml")
        self.assertEqual(listed["items"], ["build.yaml (Build)", "deploy.yaml (Deploy)"])
        self.answer(editor, DEPLOY_ANSWERS)
        editor.next("said", "Started")

    def test_inputs_on_the_command_line_are_not_asked(self):
        editor = self.editor()
        editor.ex("Unify run deploy.yaml version=3.0 environment=production")
        editor.choose("Run deploy.yaml", "Run:")
        editor.next("said", "Started")
        self.assertEqual(self.started(), [{"environment": "production", "version": "3.0", "replicas": "2", "dry-run": "false"}])

    def test_code_lenses_and_actions_take_the_same_way(self):
        editor = self.editor()
        editor.edit(".cloudbees/workflows/deploy.yaml")
        editor.until("#vim.lsp.get_clients({ bufnr = 0, name = 'unify_ls' }) == 1"
                     " and vim.lsp.get_clients({ name = 'unify_ls' })[1].initialized", "The server of the file")
        editor.lua("local client = vim.lsp.get_clients({ name = 'unify_ls' })[1]\n"
                   "local run = { title = 'Run', command = 'unify.workflow.run', arguments = { { file = 'deploy.yaml' } } }\n"
                   "if client.exec_cmd then client:exec_cmd(run) else client:_exec_cmd(run) end")
        self.answer(editor, DEPLOY_ANSWERS)
        editor.next("said", "Started")

    def test_the_runs_update_by_themselves_and_run_again(self):
        self.platform.change_world(runs={"steps": [{"status": "PENDING"}, {"status": "STARTED", "afterReads": 1}]})
        editor = self.editor()
        editor.ex("Unify run deploy.yaml version=1.0")
        editor.choose("Run deploy.yaml", "Run:")
        editor.next("said", "Started")
        editor.ex("Unify runs")
        editor.until("vim.fn.getline(1):match('^running')", "The run's line")
        self.assertRegex(editor.lines()[0], r"^running +\d+s +\S*deploy\.yaml +main +environment=staging version=1\.0 replicas=2 dry-run=false$",
                         "the inputs stand in the author's order")
        self.assertRegex(editor.lua("return require('unify').statusline()"), r"deploy\.yaml running \d+s")
        self.platform.set_run("FAILED")
        editor.wait_for("said", "deploy.yaml on main: ", timeout=60)
        self.assertTrue(editor.lines()[0].startswith("failed"))
        self.assertEqual(editor.lua("return require('unify').statusline()"), "")

        editor.type("f")
        editor.next("said", "deploy.yaml has ended: failed")
        editor.type("<CR>")
        self.assertIn("/runs/", editor.next("opened"))
        editor.type("K")
        editor.until("vim.bo.filetype == 'markdown'", "The details")
        self.assertIn("failed", "\n".join(editor.lines()), "as a text for people, not as data")
        editor.type("q")
        editor.type("e")
        editor.choose("environment", "staging")
        self.assertEqual(editor.fill_in("version", "2.0")["default"], "1.0")
        self.answer(editor, [("input", "replicas", "1"), ("select", "dry-run", "false"), ("select", "Run deploy.yaml", "Run:")])
        editor.next("said", "Started")
        editor.until("vim.fn.line('$') == 2", "The second run's line")
        self.assertEqual(editor.lua("return vim.fn.line('.')"), 2, "the cursor stays on its run")
        self.assertEqual([inputs["version"] for inputs in self.started()], ["1.0", "2.0"])

    def test_a_mistake_is_shown_and_fixed(self):
        self.repository.write("wrong.yaml", DEPLOY.replace("type: number", "type: nummber"))
        editor = self.editor()
        editor.edit(".cloudbees/workflows/wrong.yaml")
        editor.until("#vim.diagnostic.get(0) > 0", "What is wrong")
        self.assertIn("nummber", editor.lua("return vim.diagnostic.get(0)[1].message"))
        editor.lua("local wrong = vim.diagnostic.get(0)[1]; vim.api.nvim_win_set_cursor(0, { wrong.lnum + 1, wrong.col })"
                   " vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })")
        editor.until("#vim.diagnostic.get(0) == 0 and vim.fn.getline('.'):match('type: number$')", "The fix")

    def test_the_list_of_runs_opens_on_the_newest(self):
        editor = self.editor()
        for version in ("1", "2", "3"):
            editor.ex(f"Unify run deploy.yaml version={version}")
            editor.choose("Run deploy.yaml", "Run:")
            editor.wait_for("said", "Started")
        fresh = self.editor()
        fresh.ex("Unify runs")
        fresh.until("vim.fn.line('$') == 3", "The runs")
        self.assertEqual(fresh.lua("return vim.fn.line('.')"), 1)
        self.assertIn("version=3", fresh.lines()[0])
        fresh.type("r")
        self.assertIn("version: 3", fresh.wait_for("select", "Run deploy.yaml")["details"])

    def test_several_folders(self):
        other = Repository(self.session, name="shop-web", url="https://github.com/acme/shop-web.git", files={"web.yaml": DEPLOY})
        editor = self.editor()
        editor.ex("Unify workflows")
        editor.choose("Run a workflow on main", "")
        editor.call("nvim_command", f"cd {other.folder}")
        editor.ex("Unify workflows")
        self.assertEqual(editor.choose("Run a workflow on main", "")["items"], ["web.yaml (Deploy)"])
        self.assertEqual(editor.lua("return #vim.lsp.get_clients({ name = 'unify_ls' })"), 2)
        editor.call("nvim_command", f"cd {self.repository.folder}")
        editor.ex("Unify run deploy.yaml version=1")
        editor.choose("Run deploy.yaml", "Run:")
        editor.next("said", "Started")
        editor.ex("Unify runs")
        editor.until("vim.fn.getline(1):match('shop%-api/')", "The run with its folder")

    def test_a_server_killed_in_the_middle(self):
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH, times=1)
        editor = self.editor()
        editor.ex("Unify run deploy.yaml version=1")
        editor.choose("Run deploy.yaml", "Run:")
        self.platform.wait_for_requests(1, method="POST", path=TRIGGER_PATH, outcome="stalled")
        editor.lua("vim.uv.kill(vim.api.nvim_get_proc_children(vim.fn.getpid())[1], 'sigkill')")
        editor.wait_for("said", "ended (code 0, signal 9)")
        self.platform.release()
        editor.ex("Unify runs")
        editor.until("vim.fn.getline(1):match('^unknown')", "The run of which nobody knows")
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_errors_come_with_a_way_out(self):
        self.platform.fault({"kind": "status", "status": 500}, path="/v1/*", times=0)
        self.platform.fault({"kind": "status", "status": 500}, path="/v4/*", times=0)
        editor = self.editor()
        editor.ex("Unify run deploy.yaml version=1")
        way_out = editor.next("select", "What now")
        self.assertIn("try again", way_out["details"][0])
        self.assertIn("Try again", way_out["items"])
        self.platform.clear_faults()
        editor.pick(way_out, "Try again")
        editor.choose("Run deploy.yaml", "Run:")
        editor.next("said", "Started")


if __name__ == "__main__":
    main()
