"""What Emacs shows of the language server, by its own commands and keys."""

from emacs import DEPLOY, EmacsTest, main

NEEDS = DEPLOY + """\
  smoke:
    needs: deploy
    if: ${{ inputs.dry-run }}
    steps:
      - uses: docker://alpine:3
        run: ./smoke.sh
"""


class Language(EmacsTest):
    repository_files = {"deploy.yaml": NEEDS}

    def file(self):
        return self.repository.path("deploy.yaml").read_text(encoding="utf-8")

    def test_only_files_of_unify_come_to_the_server(self):
        seen = self.play('''
            (visit "deploy.yaml")
            (write-region "a: 1\\n" nil "other.yaml")
            (write-region "a: 1\\n" nil "action.yml")
            (write-region "a: 1\\n" nil "nightly.unify-run.yaml")
            (dolist (file '("other.yaml" "action.yml" "nightly.unify-run.yaml"))
              (find-file (expand-file-name file (project-root (project-current))))
              (tell file (if (eglot-managed-p) (symbol-name major-mode) "not ours")))''')
        self.assertEqual([seen[file] for file in ("other.yaml", "action.yml", "nightly.unify-run.yaml")],
                         ["not ours", "unify-mode", "unify-mode"])

    def test_a_mistake_is_shown_and_fixed(self):
        self.repository.path("deploy.yaml").write_text(NEEDS.replace("workflow_dispatch:", "workflow_dispach:"), encoding="utf-8")
        seen = self.play('''
            (visit "deploy.yaml") (flymake-start)
            (until (flymake-diagnostics))
            (press "M-x flymake-goto-next-error RET")
            (tell "found" (flymake-diagnostic-text (car (flymake-diagnostics (point)))))
            (press "M-x eglot-code-actions RET RET") (save-buffer)
            (until (not (flymake-diagnostics)))''')
        self.assertIn('Did you mean "workflow_dispatch"?', seen["found"])
        self.assertEqual(self.file(), NEEDS)

    def test_completion(self):
        seen = self.play('''
            (visit "deploy.yaml") (go-to "  deploy:") (forward-line) (end-of-line)
            (insert "\n    timeo") (press "C-M-i")
            (tell "line" (buffer-substring (line-beginning-position) (line-end-position)))
            (delete-region (line-beginning-position) (1+ (line-end-position)))
            (go-to "needs: deploy") (search-forward ": ")
            (kill-line)
            (tell "needs" (vconcat (let ((found (eglot-completion-at-point)))
                                     (all-completions "" (nth 2 found)))))''')
        self.assertRegex(seen["line"], "^    timeout-minutes: ?$")
        self.assertEqual(seen["needs"], ["deploy"])

    def test_hover(self):
        seen = self.play('''
            (visit "deploy.yaml") (go-to "needs: deploy")
            (let (hover)
              (run-hook-wrapped 'eldoc-documentation-functions
                                (lambda (each) (funcall each (lambda (text &rest _) (setq hover (or hover text)))) nil))
              (tell "hover" (until hover)))''')
        self.assertIn("Jobs that must succeed first", seen["hover"])
        self.assertNotIn("*", seen["hover"], "without a mode for Markdown it is plain text")

    def test_definition_and_references(self):
        seen = self.play('''
            (visit "deploy.yaml") (go-to "deploy\\n    if") (press "M-.")
            (tell "line" (buffer-substring (line-beginning-position) (line-end-position)))
            (press "M-?")
            (tell "references" (with-current-buffer "*xref*" (buffer-string)))''')
        self.assertEqual(seen["line"], "  deploy:")
        self.assertIn("needs: deploy", seen["references"])

    def test_rename(self):
        self.play('''
            (visit "deploy.yaml") (go-to "deploy:") (press "M-x eglot-rename RET rollout RET") (save-buffer)''')
        self.assertEqual(self.file(), NEEDS.replace("  deploy:", "  rollout:").replace("needs: deploy", "needs: rollout"))

    def test_symbols(self):
        seen = self.play('''
            (visit "deploy.yaml")
            (tell "symbols" (format "%S" (imenu--make-index-alist)))
            (press "M-x xref-find-apropos RET smoke RET")
            (tell "where" (with-current-buffer "*xref*" (buffer-string)))''')
        self.assertIn("smoke", seen["symbols"])
        self.assertIn("smoke", seen["where"])

    def test_other_places_of_a_name_are_marked(self):
        self.play('''
            (visit "deploy.yaml") (go-to "deploy\\n    if")
            (eglot-hover-eldoc-function #'ignore)
            (until (seq-find (lambda (each) (eq (overlay-get each 'face) 'eglot-highlight-symbol-face))
                             (overlays-in (point-min) (point-max))))''')

    def test_hints(self):
        """Eglot has them since Emacs 29; folds, the colours of words and links it has not."""
        self.repository.path("deploy.yaml").write_text(
            NEEDS.replace("\non:\n", "\non:\n  schedule:\n    - cron: '0 8 * * 1'\n"), encoding="utf-8")
        seen = self.play('''
            (visit "deploy.yaml")
            (tell "asked-for" (vconcat (cl-loop for key in (plist-get (eglot-client-capabilities (eglot-current-server))
                                                                     :textDocument) by #'cddr collect key)))
            (tell "hints" (if (not (fboundp 'eglot-inlay-hints-mode)) "at 08:00, Monday UTC"
              (eglot-inlay-hints-mode 1)
              (until (seq-find (lambda (each) (overlay-get each 'eglot--inlay-hint))
                               (progn (eglot--update-hints (point-min) (point-max))
                                      (overlays-in (point-min) (point-max)))))
              (mapconcat (lambda (each) (or (overlay-get each 'before-string) (overlay-get each 'after-string) ""))
                         (overlays-in (point-min) (point-max)) " ")))''')
        self.assertIn("at 08:00, Monday UTC", seen["hints"])
        self.assertIn("hover", seen["asked-for"])
        self.assertFalse({"foldingRange", "documentLink"} & set(seen["asked-for"]))

    def test_actions_that_rewrite(self):
        self.play('''
            (visit "deploy.yaml") (go-to "deploy\n    if")
            (press "M-x eglot-code-actions RET RET") (save-buffer)''')
        self.assertIn("needs: [deploy]\n", self.file())


if __name__ == "__main__":
    main()
