;;; Plays a person in Emacs: starts eglot in a workflow file, runs a workflow, says yes, waits for the end.
;;; The lines of configuration that are tested are loaded before this file.
(require 'eglot)
(require 'cl-lib)
(define-derived-mode yaml-mode text-mode "YAML")
(setq eglot-sync-connect 10 eglot-autoshutdown t)

(defvar said nil "What the echo area was told, newest first.")
(advice-add 'message :before
            (lambda (format &rest values) (when format (push (apply #'format format values) said))))

(defun wait-for (what seconds)
  "Wait until something that matches WHAT was said."
  (let ((end (time-add nil seconds)))
    (while (not (cl-some (lambda (line) (string-match-p what line)) said))
      (when (time-less-p end nil) (error "Nobody said %s" what))
      (accept-process-output nil 0.05))))

;; The first entry of a question is the one that goes on.
(advice-add 'completing-read :override
            (lambda (prompt choices &rest _)
              (let ((answer (let ((first (car choices))) (if (consp first) (car first) first))))
                (message "ASKED %s -> %s" prompt answer)
                answer)))

(find-file (car command-line-args-left))
(yaml-mode)
(call-interactively #'eglot)
(unify "workflow.run" :file "deploy.yaml" :inputs '(:version "1.4" :environment "production"))
(wait-for "ASKED.*Run deploy.yaml on main" 20)
(wait-for "SUCCEEDED" 60)
(unify "run.open" :id "no-such-run")
(wait-for "Unify: .*no-such-run\\|Unify: .*run" 20)
(eglot-shutdown (eglot-current-server))
(message "DONE")
