"""A run as a document in Emacs: written, filled in, and started by its code action."""

from emacs import EmacsTest, main

COMPOSED = '''
    (add-hook 'unify-mode-hook #'eglot-ensure)
    (visit "deploy.yaml")
    (press "M-x unify-compose RET dep RET")
    (set-buffer (until (seq-find (lambda (each) (string-suffix-p ".unify-run.yaml" (buffer-name each))) (buffer-list))))
    (switch-to-buffer (current-buffer))
    (until (eglot-managed-p))
'''


class Document(EmacsTest):
    def test_a_run_is_filled_in_and_started(self):
        seen = self.play(COMPOSED + '''
            (flymake-start) (until (flymake-diagnostics))
            (tell "found" (flymake-diagnostic-text (car (flymake-diagnostics))))
            (go-to "  version:") (end-of-line 1) (beginning-of-line) (search-forward "version:") (insert " 007")
            (press "M-x eglot-code-actions RET R u n TAB RET run RET")
            (until-said "^Started deploy.yaml")''')
        self.assertIn('Input "version" needs a value.', seen["found"])
        self.assertEqual(self.started(), [{"environment": "staging", "version": "007", "replicas": "2", "dry-run": "false"}])
        [confirmation] = [beside for prompt, _, beside in seen["asked"] if "Run deploy.yaml on main" in prompt]
        self.assertIn("version: 007", confirmation, "nothing was saved, and what is shown is what is sent")

    def test_what_can_be_written_is_offered(self):
        seen = self.play(COMPOSED + '''
            (go-to "environment:") (search-forward ": ") (kill-line)
            (tell "values" (vconcat (mapcar #'substring-no-properties
                                      (all-completions "" (nth 2 (eglot-completion-at-point))))))''')
        self.assertEqual(sorted(seen["values"]), ["production", "staging"])


if __name__ == "__main__":
    main()
