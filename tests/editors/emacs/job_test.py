"""The main job in Emacs, by keys: a token, a form with every type of input, the runs, lenses and actions."""

from emacs import DEPLOY, EmacsTest, main
from harness import find_canary
from harness.simulator import TRIGGER_PATH

CANARY = "cb_api_canary_of_the_emacs_test"
FORM = ["dep RET", "prod RET", "1.4.2 RET", "C-a C-k 3 RET", "true RET", "run RET"]  # the answers about deploy.yaml
RUN = f'(press "M-x unify-run RET" {" ".join(f"{keys!r}" for keys in FORM)})'.replace("'", '"')
INPUTS = {"environment": "production", "version": "1.4.2", "replicas": "3", "dry-run": "true"}


class Job(EmacsTest):
    def test_from_the_form_to_the_finished_run(self):
        seen = self.play(f'{RUN} (until-said "^Started deploy.yaml") (until-said "deploy.yaml on main: succeeded")')
        self.assertEqual(self.started(), [INPUTS])
        self.assertEqual(
            seen["prompts"][1:6],
            ["Workflow [deploy.yaml (Deploy)]: ",
             "deploy.yaml on main\nenvironment: Where to [staging (default)]: ",
             "deploy.yaml on main\nversion: What to deploy: ",
             "deploy.yaml on main\nreplicas: How many instances: ",
             "deploy.yaml on main\ndry-run: Only say what would happen [false (default)]: "])
        confirmation = seen["asked"][6]
        self.assertIn("Run deploy.yaml on main of shop-api?", confirmation[0])
        for line in ("branch: main", "component: shop-api", self.repository.head()[:10], "environment: production",
                     "version: 1.4.2", "replicas: 3", "dry-run: true"):
            self.assertIn(line, confirmation[2], "all of it is beside the question")

    def test_wrong_answers_are_corrected(self):
        seen = self.play('(press "M-x unify-run RET dep RET RET RET C-a C-k many RET RET 2.0 RET C-a C-k 0.50 RET run RET")'
                         '(until-said "^Started")')
        self.assertEqual(self.started(), [{"environment": "staging", "version": "2.0", "replicas": "0.50", "dry-run": "false"}])
        again = [asked for asked in seen["asked"] if "replicas" in asked[0]][1]
        self.assertIn("many", again[0], "it says what is wrong")
        self.assertEqual(again[1], "many", "the answer before is filled in")

    def test_c_g_at_each_step_starts_nothing(self):
        steps = " ".join(
            '(tell "step-{}" (press "M-x unify-run RET" {} "C-g"))'.format(
                count, " ".join(f'"{keys}"' for keys in FORM[:count])) for count in range(len(FORM)))
        seen = self.play(steps)
        self.assertEqual([seen[f"step-{count}"] for count in range(len(FORM))], ["quit"] * len(FORM))
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_the_inputs_are_changed_at_the_confirmation(self):
        seen = self.play('(press "M-x unify-run RET dep RET prod RET 1.4.2 RET RET RET change RET RET C-a C-k 1.5.0 RET RET RET'
                         ' run RET") (until-said "^Started")')
        self.assertEqual(self.started(), [{**INPUTS, "version": "1.5.0", "replicas": "2", "dry-run": "false"}])
        self.assertIn(["deploy.yaml on main\nversion: What to deploy: ", "1.4.2", ""], seen["asked"])

    def test_another_branch(self):
        self.repository.git("checkout", "--quiet", "-b", "feature")
        self.repository.commit({"feature.yaml": DEPLOY.replace("Deploy", "Feature")})
        self.repository.push("feature")
        self.repository.git("checkout", "--quiet", "main")
        self.play('(press "M-x unify-run RET on SPC another RET feat RET feat RET feat RET RET 1 RET RET RET run RET")'
                  '(until-said "^Started feature.yaml")')
        self.assertEqual(self.platform.triggers()["requests"][0]["body"]["branchName"], "feature")

    def test_the_list_of_workflows_leads_to_a_run(self):
        self.play('(press "M-x unify-workflows RET dep RET RET 1 RET RET RET run RET") (until-said "^Started deploy.yaml")')

    def test_what_was_confirmed_has_changed(self):
        """The branch moves while the confirmation is shown: it is asked again, with what is true now."""
        self.repository.commit({"other.yaml": DEPLOY})
        head = self.repository.head()
        seen = self.play('''
            (add-hook 'minibuffer-setup-hook
                      (lambda () (when (and (string-match-p "Run deploy.yaml" (minibuffer-prompt)) (not (get 'moved 'moved)))
                                   (put 'moved 'moved t)
                                   (call-process "git" nil nil nil "update-ref" "refs/remotes/origin/main" "main"))))
            (press "M-x unify-run RET dep RET RET 1 RET RET RET run RET run RET") (until-said "^Started")''')
        confirmations = [beside for prompt, _, beside in seen["asked"] if "Run deploy.yaml" in prompt]
        self.assertEqual(len(confirmations), 2)
        self.assertIn(head[:10], confirmations[1])
        self.assertEqual(self.platform.triggers()["count"], 1)

    def test_a_way_out_of_an_error(self):
        self.platform.fault({"kind": "status", "status": 500}, path="/v1/*", times=0)
        self.platform.fault({"kind": "status", "status": 500}, path="/v4/*", times=0)
        seen = self.play('(tell "ended" (press "M-x unify-run RET dep RET RET 1 RET RET RET C-g"))')
        ways = [prompt for prompt in seen["prompts"] if "What now?" in prompt]
        self.assertIn("try again", "".join(ways))
        self.assertEqual(self.platform.triggers()["count"], 0)

    def test_a_server_killed_in_the_middle(self):
        self.platform.fault({"kind": "stall", "where": "answer"}, method="POST", path=TRIGGER_PATH, times=1)
        seen = self.play('''
            (run-at-time 3 nil (lambda () (signal-process (jsonrpc--process (cdar unify--servers)) 'SIGKILL)))
            (condition-case problem (press "M-x unify-run RET dep RET RET 1 RET RET RET run RET")
              (error (tell "problem" (error-message-string problem))))
            (press "M-x unify-runs RET")
            (until (string-match-p "unknown" (buffer-string)))''')
        self.assertIn("Server died", seen["problem"])
        self.assertEqual(self.platform.triggers()["count"], 1)
        self.platform.release()


class Runs(EmacsTest):
    def test_the_list_updates_by_itself_and_leads_on(self):
        seen = self.play(f'''
            {RUN} (until-said "^Started")
            (press "M-x unify-runs RET")
            (until (string-match-p "deploy.yaml" (buffer-string)))
            (tell "first" (buffer-string))
            (until (string-match-p "^succeeded" (buffer-string)))
            (goto-char (point-min))
            (press "r run RET") (until (= (count-lines (point-min) (point-max)) 2))
            (tell "line" (line-number-at-pos))
            (press "RET") (until-said "^BROWSER")
            (press "f") (until-said "has ended")
            (press "d") (until (get-buffer "*Unify*"))
            (tell "details" (with-current-buffer "*Unify*" (buffer-string)))''')
        self.assertIn("environment=production version=1.4.2 replicas=3 dry-run=true", seen["first"])
        self.assertEqual(seen["line"], 2, "the cursor stays on its run")
        self.assertEqual(self.started(), [INPUTS, INPUTS])
        self.assertIn("deploy.yaml", seen["details"])

    def test_a_name_for_every_command(self):
        seen = self.play(f'''
            {RUN} (until-said "succeeded")
            (press "M-x unify-run-again RET run RET") (until (= 2 (length (seq-filter (lambda (said)
              (string-prefix-p "Started" said)) person-said))))
            (press "M-x unify-open RET") (until-said "^BROWSER.*/runs/")
            (press "M-x unify-follow RET") (until-said "Following\\\\|has ended")
            (press "M-x unify-details RET")
            (press "M-x unify-token-status RET")
            (press "M-x unify-doctor RET")''')
        self.assertEqual(len(self.started()), 2)
        self.assertTrue(any("token" in said for said in seen["said"]), seen["said"])


class Lenses(EmacsTest):
    def test_they_are_shown_and_run_through_the_form(self):
        seen = self.play('''
            (visit "deploy.yaml")
            (tell "lenses" (vconcat (until (mapcar (lambda (lens) (substring-no-properties (overlay-get lens 'before-string)))
                                                   unify--lenses))))
            (tell "lines" (vconcat (mapcar (lambda (lens) (line-number-at-pos (overlay-start lens))) unify--lenses)))
            (press "M-x unify-lens RET run RET RET 5 RET RET RET run RET") (until-said "^Started deploy.yaml")
            (until (seq-find (lambda (lens) (string-match-p "succeeded" (overlay-get lens 'before-string))) unify--lenses))''')
        self.assertIn("Run", "".join(seen["lenses"]))
        self.assertEqual(set(seen["lines"]), {5})
        self.assertEqual(self.started()[0]["version"], "5")

    def test_what_eglot_executes_goes_through_the_form(self):
        self.play('''
            (visit "deploy.yaml")
            (let ((server (eglot-current-server)))
              (global-set-key (kbd "<f9>")
                (lambda () (interactive)
                  (if (fboundp 'eglot-execute)
                      (eglot-execute server '(:title "Run" :command "unify.workflow.run" :arguments [(:file "deploy.yaml")])))))
              (global-set-key (kbd "<f8>")
                (lambda () (interactive)
                  (eglot-execute-command server 'unify.workflow.run [(:file "deploy.yaml")]))))
            (press "<f9> RET 6 RET RET RET run RET")
            (press "<f8> RET 7 RET RET RET run RET")''')
        self.assertEqual([inputs["version"] for inputs in self.started()], ["6", "7"])


class Document(EmacsTest):
    def test_it_is_started_by_its_lens_and_by_its_action(self):
        (self.repository.folder / "nightly.unify-run.yaml").write_text(
            "workflow: deploy.yaml\ninputs:\n  version: 007\n", encoding="utf-8")
        seen = self.play('''
            (visit "../../nightly.unify-run.yaml")
            (tell "lenses" (vconcat (until (mapcar (lambda (lens) (substring-no-properties (overlay-get lens 'before-string)))
                                                   unify--lenses))))
            (press "M-x eglot-code-actions RET Show SPC the SPC request RET")
            (tell "request" (with-current-buffer "*Unify*" (buffer-string)))
            (press "M-x unify-lens RET run RET run RET") (until-said "^Started deploy.yaml")''')
        self.assertEqual(seen["lenses"], ["  Run…", "  Show the request", "  Copy as curl", "  Save as preset…"])
        self.assertIn('"version": "007"', seen["request"])
        self.assertEqual([inputs["version"] for inputs in self.started()], ["007"])


class Token(EmacsTest):
    keyring = True

    def test_it_is_nowhere_but_in_the_store(self):
        self.platform.change_world(tokens=[{"name": "canary", "value": CANARY, "rights": "full"}])
        seen = self.play(f'''
            (setq canary (read-string ""))
            (press "M-x unify-token-set RET 30 RET not-a-token RET" canary "RET")
            (until-said "The platform accepts it.")
            {RUN} (until-said "deploy.yaml on main: succeeded")
            (makunbound 'canary)
            (press "M-x unify-token-status RET")''', token=None, stdin=f"{CANARY}\n")
        self.assertEqual(self.platform.triggers()["requests"][0]["token"], "canary")
        hidden = [prompt for prompt in seen["prompts"] if "Personal access token for " in prompt]
        self.assertEqual(len(hidden), 2)
        self.assertIn("\n", hidden[1], "what was wrong stands above the question")
        self.assertEqual(find_canary(CANARY, outputs=[("report", self.output.encode())], folders=[self.session.folder]), [])
        self.play('(press "M-x unify-token-delete RET")', token=None)

    def test_a_token_that_slips_into_another_question_is_not_logged(self):
        seen = self.play('''
            (setq canary (read-string ""))
            (press "M-x unify-run RET dep RET RET" canary "RET RET RET C-g") (makunbound 'canary)''', stdin=f"{CANARY}\n")
        events = [text for name, text in seen["buffers"] if "EGLOT" in name and "events" in name]
        self.assertNotIn(CANARY, "".join(events))
        self.assertNotIn(CANARY, "".join(seen["remembered"]))

    def test_the_first_minute(self):
        self.platform.change_world(tokens=[{"name": "canary", "value": CANARY, "rights": "triggerOnly"}])
        curl = f"curl {self.platform.url}/v2/components/22222222-0000-4000-8000-000000000001/trigger"
        seen = self.play(f'''
            (setq canary (read-string ""))
            (press "M-x unify-setup RET 7 RET" (replace-regexp-in-string " " " SPC "
              (concat "{curl} -H 'Authorization: Bearer " canary "'")) "RET dep RET 1.4.2 RET") (makunbound 'canary)
            (tell "request" (with-current-buffer "*Unify*" (buffer-string)))''', token=None, stdin=f"{CANARY}\n")
        self.assertIn(f"BROWSER {self.platform.url}", "\n".join(seen["said"]))
        self.assertIn("/v2/components/22222222-0000-4000-8000-000000000001/trigger", seen["request"])
        self.assertEqual(self.platform.triggers()["count"], 0)
        self.assertEqual(find_canary(CANARY, outputs=[("report", self.output.encode())], folders=[self.session.folder]), [])

    def test_a_missing_token_is_a_step_on_the_way(self):
        self.play('(press "M-x unify-run RET dep RET store RET 7 RET cb_api_simulator_full RET" '
                  '"RET 1 RET RET RET run RET") (until-said "^Started")', token=None)
        self.assertEqual(len(self.started()), 1)


if __name__ == "__main__":
    main()
