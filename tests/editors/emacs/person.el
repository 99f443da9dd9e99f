;;; person.el --- Plays a person in Emacs  -*- lexical-binding: t; -*-
;; Keys go through Emacs's own command loop and minibuffer.  The report at the end is all that could be seen.
(require 'json)
(setq eglot-sync-connect 10 eglot-autoshutdown t debug-on-error nil)

(defvar person-report nil "What a scenario tells, as (NAME . VALUE).")
(defvar person-said nil "What the echo area was told, newest first.")
(defvar person-asked nil "The prompts, newest first, each with what stood beside it.")

(advice-add 'message :before
            (lambda (format &rest values)
              (when (and format (not (equal format ""))) (push (apply #'format-message format values) person-said))))
(add-hook 'minibuffer-setup-hook
          (lambda ()
            (let* ((buffer (get-buffer "*Unify question*")) (seen (and buffer (get-buffer-window buffer))))
              (push (list (minibuffer-prompt) (minibuffer-contents-no-properties)
                          (if seen (with-current-buffer buffer (buffer-string)) ""))
                    person-asked))))
(setq browse-url-browser-function (lambda (url &rest _) (push (concat "BROWSER " url) person-said)))

(defvar person-quit nil "Whether a command was left.")
(setq command-error-function (lambda (data &rest _) (setq person-quit (memq (car data) '(quit minibuffer-quit)))))

(defun press (&rest keys)
  "Press KEYS, in the notation of `kbd'; return `quit' if that left a command."
  (setq person-quit nil)
  (condition-case nil (execute-kbd-macro (kbd (string-join keys " "))) (quit (setq person-quit t)))
  (and person-quit 'quit))

(defun tell (name value)
  "Put VALUE into the report as NAME."
  (push (cons name value) person-report))

(defmacro until (condition)
  "Wait until CONDITION holds, at most a minute; return its value."
  `(let ((end (time-add nil 60)) value)
     (while (not (setq value ,condition))
       (when (time-less-p end nil)
         (error "It never was: %S.  Said: %S.  Asked: %S" ',condition person-said person-asked))
       (accept-process-output nil 0.02))
     value))

(defun until-said (what)
  "Wait until something that matches WHAT was said."
  (until (seq-find (lambda (line) (string-match-p what line)) person-said)))

(defun visit (file)
  "Visit FILE below the workflows' folder, and wait for its server."
  (find-file (expand-file-name file ".cloudbees/workflows"))
  (call-interactively #'eglot)
  (until (eglot-managed-p))
  (goto-char (point-min)))

(defun go-to (text)
  "Go to the beginning of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun person-leave ()
  "Print the report; the servers end with Emacs."
  (let (buffers remembered)
    (dolist (buffer (buffer-list))
      (push (list (buffer-name buffer) (with-current-buffer buffer (buffer-string))) buffers))
    (mapatoms (lambda (symbol)
                (when (and (boundp symbol) (string-match-p "history\\|kill-ring\\|register-alist" (symbol-name symbol)))
                  (let ((print-circle t)) ; some lead back to themselves
                    (push (format "%s %S" symbol (symbol-value symbol)) remembered)))))
    (let ((report `((asked . ,(vconcat (reverse person-asked))) (said . ,(vconcat (reverse person-said)))
                    (buffers . ,(vconcat buffers)) (remembered . ,(vconcat remembered))
                    (recent . ,(format "%S" (recent-keys))) ,@person-report)))
      (princ (concat "\nREPORT " (json-encode report))))))
