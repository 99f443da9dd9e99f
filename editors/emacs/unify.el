;;; unify.el --- Write and run CloudBees Unify workflows  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Author: The authors of unify-ls
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: tools, languages

;; Licensed under the Apache License, Version 2.0, as unify-ls is:
;; http://www.apache.org/licenses/LICENSE-2.0

;;; Commentary:

;; The client of the language server unify-ls, on Eglot.  It asks the server's questions, lists the runs and
;; shows the lenses; what is asked, sent and said is the server's matter.  Start with M-x unify-setup.

;;; Code:

(require 'eglot)
(require 'json)
(require 'map)
(require 'tabulated-list)
(declare-function unify-runs "unify-commands")

(defgroup unify nil "Write and run CloudBees Unify workflows." :group 'tools)
(defcustom unify-command '("unify-ls" "serve" "--stdio")
  "The program of the server with its arguments, such as --api-url."
  :type '(repeat string) :risky t)
(defconst unify--answer-seconds 600 "How long an answer may take, a slow platform's included.")
(defconst unify--store-seconds 60 "How long the server may take to check and store a token.")
(defvar unify--servers nil "The servers by their folders.")
(defvar unify--runs nil "The known runs by their ids, each with its server: (ID SERVER . RUN).")

;;;; Files and servers

;; By its place.  The mode of its own keeps all other YAML of a project away from the server, and
;; `auto-mode-alist' would not do: packages that are activated later go before us there.
;;;###autoload
(progn
  (defun unify-file-p ()
    "Whether the buffer's file is one of Unify, by its place."
    (string-match-p "/\\.cloudbees/.+\\.ya?ml\\'\\|/action\\.ya?ml\\'\\|\\.unify-run\\.yaml\\'"
                    (or buffer-file-name "")))
  (add-to-list 'magic-mode-alist '(unify-file-p . unify-mode)))

(defalias 'unify--yaml-mode
  (cond ((and (fboundp 'treesit-ready-p) (treesit-ready-p 'yaml t)) 'yaml-ts-mode)
        ((fboundp 'yaml-mode) 'yaml-mode)
        (t 'conf-colon-mode)))

;;;###autoload
(define-derived-mode unify-mode unify--yaml-mode "Unify"
  "Mode for files of Unify; add `eglot-ensure' to its hook to have them checked."
  (setq-local comment-start "# " indent-tabs-mode nil))
(put 'unify-mode 'eglot-language-id "yaml")
(add-to-list 'eglot-server-programs '(unify-mode . unify--contact))

(defclass unify-server (eglot-lsp-server) () :documentation "A running unify-ls.")

;; What people type may be secret.
(cl-defmethod initialize-instance :after ((server unify-server) &rest _)
  "Keep SERVER with its folder, and have its traffic not logged."
  (setf (alist-get default-directory unify--servers nil nil #'equal) server)
  (pcase-dolist (`(,slot . ,none) '((-events-buffer-scrollback-size . 0) (-events-buffer-config . (:size 0))))
    (when (slot-exists-p server slot) (setf (slot-value server slot) none))))

(cl-defmethod eglot-client-capabilities ((_server unify-server))
  "All that Eglot can, and forms."
  (let ((all (cl-call-next-method)))
    (setf (plist-get (plist-get all :workspace) :codeLens) '(:refreshSupport t)
          (plist-get (plist-get all :window) :showDocument) '(:support t)
          (plist-get all :experimental)
          '(:interactiveResolve (:inputTypes ["string" "number" "enum" "lazyEnum" "secret"])
            :unify (:protocol 1 :runEvents t :preselects t :gists t)))
    all))

(defun unify--contact (&rest _)
  "The class and command of a server; relative entries of PATH do not count."
  (let* ((exec-path (seq-filter #'file-name-absolute-p exec-path))
         (program (executable-find (car unify-command))))
    (unless program
      (user-error "There is no %s: put it on the PATH, or set `unify-command'" (car unify-command)))
    `(unify-server ,program ,@(cdr unify-command))))

(defun unify--server ()
  "The server of the run at point, or of the folder at hand; start it if need be."
  (defvar eglot-lsp-context)
  (let* ((eglot-lsp-context t) (project (or (project-current) (cons 'transient default-directory)))
         (known (or (cadr (assoc (unify--run-at-point) unify--runs))
                    (cdr (assoc (project-root project) unify--servers)))))
    (if (and known (jsonrpc-running-p known)) known
      (with-temp-buffer ; in another one `eglot' would end the server of that
        (setq default-directory (project-root project) major-mode 'unify-mode)
        (let ((eglot-sync-connect t) (language (if (fboundp 'eglot--language-id) "yaml" '("yaml"))))
          (eglot '(unify-mode) project 'unify-server (cdr (unify--contact)) language)
          (cdr (assoc default-directory unify--servers)))))))

(defun unify--run-at-point ()
  "The id of the run at point, in their list."
  (and (derived-mode-p 'unify-runs-mode) (tabulated-list-get-id)))

(defun unify--request (server method &rest params)
  "Ask SERVER for METHOD with PARAMS, and wait for what it answers."
  (jsonrpc-request server method params :timeout unify--answer-seconds))

;; Eglot 1.9 executes what an action or a lens says by the first one, newer ones by the second.
(with-suppressed-warnings ((obsolete eglot-execute-command))
  (cl-defmethod eglot-execute-command ((server unify-server) command arguments)
    "Carry out COMMAND of SERVER with ARGUMENTS."
    (unify--execute server (format "%s" command) arguments)))
(cl-defmethod eglot-execute ((server unify-server) action)
  "Carry out ACTION of SERVER."
  (if (not (stringp (plist-get action :command))) (cl-call-next-method)
    (unify--execute server (plist-get action :command) (plist-get action :arguments))))

;;;; Forms

(defun unify--find (key value list)
  "The object in LIST whose KEY is VALUE."
  (seq-find (lambda (each) (equal (plist-get each key) value)) list))

(defun unify--read-text (prompt start)
  "Let a person edit START after PROMPT; untouched it comes back, empty is nil."
  (let* ((shown (format "%s" (or start ""))) (typed (read-string (concat prompt ": ") shown t)))
    (cond ((string-empty-p typed) nil) ((equal typed shown) start) (t typed))))

(defun unify--read-entry (prompt entries &optional preset)
  "Let a person choose from ENTRIES after PROMPT, with RET the one of value PRESET."
  (let* ((names (mapcar (lambda (entry) (plist-get entry :description)) entries)) (completion-ignore-case t)
         (preset (and preset (plist-get (unify--find :value preset entries) :description)))
         (prompt (format (if preset "%s [%s]: " "%s: ") prompt preset)) (chosen "")
         (table (lambda (typed predicate action)
                  (if (eq action 'metadata) '(metadata (display-sort-function . identity))
                    (complete-with-action action names typed predicate)))))
    (while (string-empty-p chosen) ; where nothing is preset a person has to choose
      (setq chosen (completing-read prompt table nil t nil t preset)))
    (plist-get (unify--find :description chosen entries) :value)))

(defun unify--read-listed (server prompt type)
  "Let a person choose after PROMPT from the entries of SERVER for TYPE."
  (pcase-let (((map :source :config) type)
              (query (or (unify--read-text (concat prompt ", a part of its name or nothing") nil) "")))
    (unify--read-entry prompt (unify--request server :interactive/listEnum
                                              :source source :config config :query query))))

(defun unify--store (secret arguments)
  "Give SECRET to the server's command with ARGUMENTS; return why it failed."
  (with-temp-buffer
    (let ((end (time-add nil unify--store-seconds))
          (process (make-process :name "unify-ls" :buffer (current-buffer) :connection-type 'pipe :noquery t
                                 :command (append (cdr (unify--contact)) arguments nil) :sentinel #'ignore)))
      (ignore-errors (dolist (text (list secret "\n")) (process-send-string process text))
                     (process-send-eof process))
      (while (and (or (accept-process-output process 0.1) (process-live-p process)) (time-less-p nil end)))
      (unless (and (eq (process-status process) 'exit) (zerop (process-exit-status process)))
        (delete-process process)
        (flush-lines "^[EWIDT]\\[[0-9]\\|^$" (point-min) (point-max))
        (or (car (last (split-string (buffer-string) "\n" t))) "It ended without a word.")))))

(defun unify--read-secret (prompt arguments)
  "Ask for a secret after PROMPT until the server takes it, called with ARGUMENTS."
  (let (secret (problem ""))
    (while problem
      (setq secret (read-passwd (format "%s%s: " problem prompt)))
      (when (string-empty-p secret) (keyboard-quit))
      (setq problem (unwind-protect (unify--store secret arguments) (clear-string secret))
            problem (and problem (concat problem "\n"))))
    t))

(defun unify--ask (server subject field before)
  "Ask for FIELD of SERVER about SUBJECT, with BEFORE filled in; return the value."
  (pcase-let* (((map :description :type :error :default) field)
               (lines (split-string description "\n")) (start (or before default))
               (prompt (string-join (delq nil (list error subject (car lines))) "\n"))
               (above '(display-buffer-in-side-window (side . top) (window-height . fit-window-to-buffer))))
    (save-window-excursion
      (when (cdr lines) ; such as a confirmation, all of which is to be seen
        (with-current-buffer (get-buffer-create "*Unify question*")
          (erase-buffer)
          (insert description)
          (display-buffer (current-buffer) above)))
      (pcase (plist-get type :kind)
        ("secret" (unify--read-secret prompt (plist-get type :args)))
        ("enum" (unify--read-entry prompt (plist-get type :entries) start))
        ("lazyEnum" (unify--read-listed server prompt type))
        ((or "string" "number") (unify--read-text prompt start))
        (kind (user-error "The server asks for a %s: upgrade this package" kind))))))

(defun unify--fill (server form)
  "Ask for what is open in FORM of SERVER; return all answers, nil without any."
  (let (answers asked)
    (seq-doseq (field (plist-get form :formFields))
      (let* ((id (plist-get field :id)) (answer (unify--find :id id (plist-get form :formAnswers))))
        (when (or (not answer) (plist-get field :error))
          (let ((value (unify--ask server (plist-get form :subject) field (plist-get answer :value))))
            (setq asked t answer (list :id id :value value))))
        (push answer answers)))
    (and asked (vconcat (reverse answers)))))

;;;; Execution

(defun unify--again-p (server problem)
  "Offer the ways out of PROBLEM of SERVER; return whether to try once more."
  (pcase-let* (((map :remedy :retryable :missing :platformMessage) (alist-get 'jsonrpc-error-data problem))
               (said (alist-get 'jsonrpc-error-message problem))
               (said (if platformMessage (format "%s Unify says: %s" said platformMessage) said))
               (ways (append (and remedy `((:description ,(plist-get remedy :title) :value ,remedy)))
                             (and (eq retryable t) '((:description "Try again" :value (:again t)))))))
    (or (equal missing ["confirmed"]) ; what was confirmed is no longer what would be sent: it is asked again
        (pcase-let (((map :command :arguments)
                     (if ways (unify--read-entry (concat said "\nWhat now?") ways)
                       (user-error "Unify: %s" said))))
          (when command (unify--execute server command arguments))
          (member command '(nil "unify.token.set")))))) ; with a token, what was meant goes on

(defun unify--attempt (server command arguments)
  "Ask for what COMMAND of SERVER needs besides ARGUMENTS; return its result."
  (let ((answers []) (again t) result)
    (while again
      (condition-case problem
          (pcase-let* ((form (unify--request server :command/resolve :command command :arguments arguments
                                             :formAnswers answers))
                       ((map (:arguments whole) :formAnswers) form) (asked (unify--fill server form)))
            (setq answers (or asked (vconcat (remove (unify--find :id "confirmed" formAnswers) formAnswers))))
            (unless asked
              (setq result (unify--request server :workspace/executeCommand :command command
                                           :arguments (or whole []) :formAnswers (or formAnswers []))
                    again nil)))
        (jsonrpc-error (setq again (unify--again-p server (cddr problem))))))
    result))

(defun unify--execute (server command &optional arguments)
  "Carry out COMMAND of SERVER with ARGUMENTS, a vector, and show its result."
  (pcase-let* (((map :gist :text :outcome :request :workflows :branch :runs)
                (unify--attempt server command (or arguments [])))
               (json-encoding-pretty-print t)
               (row (pcase-lambda ((map :file :name :path))
                      `(:description ,(format "%s (%s)" file name) :value ,path)))
               (text (if (equal outcome "dryRun") (concat gist "\n\n" (json-encode request)) text)))
    (cond (runs (unify-runs))
          ((> (length workflows) 0)
           (let ((file (unify--read-entry (concat "Run a workflow on " branch) (mapcar row workflows))))
             (unify--execute server "unify.workflow.run" `[(:file ,file :branch ,branch)])))
          (text (with-help-window "*Unify*" (princ text)))
          (gist (message "%s" gist)))))

(provide 'unify)
(require 'unify-commands)
;;; unify.el ends here
