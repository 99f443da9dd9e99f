;;; unify-commands.el --- Commands, runs and lenses of Unify  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; What people call, the list of runs, and lenses, which Eglot has none of.  All questions are unify.el's.

;;; Code:

(require 'unify)
(require 'url-parse)
(require 'url-util)

;;;; Commands

(cl-defmethod eglot-handle-request
  ((_server unify-server) (_method (eql 'window/showDocument)) &key uri external &allow-other-keys)
  "Show URI: a page where it is EXTERNAL, else a file."
  (let ((file (decode-coding-string (url-unhex-string (url-filename (url-generic-parse-url uri))) 'utf-8)))
    ;; Later, since a visited file asks the server something, and Emacs 28 loses what comes while it reads a message.
    (cond ((eq external t) (run-at-time 0 nil #'browse-url uri))
          ((file-readable-p file) (run-at-time 0 nil (lambda () (pop-to-buffer (find-file-noselect file))))))
    (list :success (if (or (eq external t) (file-readable-p file)) t :json-false))))

(defmacro unify--define (name command doc)
  "Define NAME to carry out COMMAND for the run at point, if any, described by DOC."
  `(defun ,name ()
     ,doc
     (interactive)
     (let ((id (unify--run-at-point)))
       (unify--execute (unify--server) ,command (if id (vector (list :id id)) [])))))

;;;###autoload (autoload 'unify-run "unify-commands" "Run a workflow." t)
(unify--define unify-run "unify.workflow.run" "Run a workflow.")
;;;###autoload (autoload 'unify-run-again "unify-commands" "Run again as before." t)
(unify--define unify-run-again "unify.workflow.runAgain" "Run again as before.")
;;;###autoload (autoload 'unify-compose "unify-commands" "Write a run as a document." t)
(unify--define unify-compose "unify.run.compose" "Write a run as a document, to be filled in and started.")
;;;###autoload (autoload 'unify-workflows "unify-commands" "Choose from the workflows." t)
(unify--define unify-workflows "unify.workflows.list" "Choose from the workflows one to run.")
;;;###autoload (autoload 'unify-follow "unify-commands" "Follow a run." t)
(unify--define unify-follow "unify.run.follow" "Follow a run.")
;;;###autoload (autoload 'unify-open "unify-commands" "Open a run in the browser." t)
(unify--define unify-open "unify.run.open" "Open a run in the browser.")
;;;###autoload (autoload 'unify-details "unify-commands" "Show what a run left behind." t)
(unify--define unify-details "unify.run.details" "Show what a run left behind.")
;;;###autoload (autoload 'unify-token-set "unify-commands" "Store a token." t)
(unify--define unify-token-set "unify.token.set" "Store a token.")
;;;###autoload (autoload 'unify-token-status "unify-commands" "Show the state of the token." t)
(unify--define unify-token-status "unify.token.status" "Show the state of the token.")
;;;###autoload (autoload 'unify-token-delete "unify-commands" "Delete the stored token." t)
(unify--define unify-token-delete "unify.token.delete" "Delete the stored token.")
;;;###autoload (autoload 'unify-doctor "unify-commands" "Find out what is wrong." t)
(unify--define unify-doctor "unify.doctor" "Find out what is wrong.")

;;;###autoload
(defun unify-setup ()
  "Get started: store a token, and look at what would be sent.
Leave a step with \\[keyboard-quit], and the next one follows."
  (interactive)
  (let ((server (unify--server)))
    (pcase-dolist (`(,command . ,arguments)
                   '(("unify.token.create") ("unify.token.set")
                     ("unify.workflow.run" (:dryRun t :inputs []))))
      (condition-case problem
          (unify--execute server command (vconcat arguments))
        ((quit error) (message "Unify: %s" (error-message-string problem)))))))

;;;; Runs

(defvar unify--faces '(("good" . success) ("doubtful" . warning) ("bad" . error) ("neutral" . shadow)))

(defun unify--rows ()
  "The lines of the list, newest first."
  (mapcar (pcase-lambda (`(,id ,_ . ,(map :state :mood :requestedAt :file :branch :inputs :inputNames)))
            (let ((input (lambda (name) (let ((value (plist-get inputs (intern (concat ":" name)))))
                                          (format "%s=%s" name (or value "(not kept)"))))))
              (list id (vector (propertize state 'face (alist-get mood unify--faces 'bold nil #'equal))
                               (format-time-string "%F %R" (date-to-time requestedAt)) file branch
                               (string-replace "\n" "\\n" (mapconcat input inputNames " "))))))
          (sort (copy-sequence unify--runs) ; stable: of the same second, the one known last is first
                (lambda (one other)
                  (string> (plist-get (cddr one) :requestedAt) (plist-get (cddr other) :requestedAt))))))

(defun unify--keep (server run)
  "Keep RUN of SERVER."
  (setf (alist-get (plist-get run :id) unify--runs nil nil #'equal) (cons server run)))

(defun unify--draw-runs ()
  "Draw the list again where it is seen."
  (when-let ((buffer (get-buffer "*Unify runs*")))
    (dolist (window (get-buffer-window-list buffer nil t))
      (with-selected-window window (tabulated-list-print t)))))

(defun unify--read-runs (&rest _)
  "Read the list of each server again."
  (pcase-dolist (`(,_ . ,server) (seq-filter (lambda (each) (jsonrpc-running-p (cdr each))) unify--servers))
    (jsonrpc-async-request
     server :workspace/executeCommand '(:command "unify.run.list" :arguments [(:background t)])
     :timeout unify--answer-seconds
     :success-fn (lambda (result)
                   (setq unify--runs (seq-remove (lambda (each) (eq (cadr each) server)) unify--runs))
                   (seq-doseq (run (reverse (plist-get result :runs))) (unify--keep server run))
                   (unify--draw-runs)))))

(cl-defmethod eglot-handle-notification
  ((server unify-server) (_method (eql 'unify/runChanged)) &key run &allow-other-keys)
  "Show how RUN of SERVER stands, and when it has ended tell so."
  (pcase-let (((map :id :ended :file :branch :state :reason) run))
    (when (and (eq ended t) (not (eq (plist-get (cddr (assoc id unify--runs)) :ended) t)))
      (message "%s on %s: %s%s" file branch state (if reason (concat ", " reason) "")))
    (unify--keep server run)
    (unify--draw-runs)))

(define-derived-mode unify-runs-mode tabulated-list-mode "Unify runs"
  "What was started from this machine.  The list updates by itself."
  (setq tabulated-list-format [("State" 14) ("Asked for" 17) ("File" 34) ("Branch" 18) ("Inputs" 0)]
        tabulated-list-entries #'unify--rows revert-buffer-function #'unify--read-runs)
  (tabulated-list-init-header))
(dolist (key '(("RET" . unify-open) ("d" . unify-details) ("f" . unify-follow) ("r" . unify-run-again)))
  (define-key unify-runs-mode-map (kbd (car key)) (cdr key)))

;;;###autoload
(defun unify-runs ()
  "List what was started from this machine."
  (interactive)
  (unify--server)
  (pop-to-buffer "*Unify runs*")
  (unify-runs-mode)
  (unify--draw-runs)
  (unify--read-runs))

;;;; Lenses

(defvar-local unify--lenses nil "The overlays that show the server's lenses.")

(add-hook 'unify-mode-hook #'unify--watch-for-lenses)
(defun unify--watch-for-lenses ()
  "Show lenses in this buffer from when it has a server."
  (dolist (hook '(eglot-managed-mode-hook after-save-hook)) (add-hook hook #'unify--look-for-lenses nil t)))

(defun unify--look-for-lenses (&optional buffer)
  "Show the lenses of BUFFER at the ends of their lines, once the server has it."
  (run-at-time 0 nil #'unify--show-lenses (or buffer (current-buffer))))

(defun unify--show-lenses (buffer)
  "Ask for the lenses of BUFFER, and show them."
  (when (and (buffer-live-p buffer) (buffer-local-value 'eglot--managed-mode buffer))
    (with-current-buffer buffer
      (jsonrpc-async-request
       (eglot-current-server) :textDocument/codeLens (list :textDocument (eglot--TextDocumentIdentifier))
       :success-fn (lambda (lenses)
                     (with-current-buffer buffer
                       (mapc #'delete-overlay unify--lenses)
                       (setq unify--lenses (mapcar #'unify--show-lens lenses))))))))

(defun unify--show-lens (lens)
  "Show LENS; return its overlay."
  (save-excursion
    (goto-char (point-min))
    (forward-line (map-nested-elt lens '(:range :start :line)))
    (let ((overlay (make-overlay (line-end-position) (line-end-position)))
          (command (plist-get lens :command)))
      (overlay-put overlay 'unify-lens command)
      (overlay-put overlay 'before-string (propertize (concat "  " (plist-get command :title)) 'face 'shadow))
      overlay)))

(cl-defmethod eglot-handle-request
  ((_server unify-server) (_method (eql 'workspace/codeLens/refresh)) &rest _)
  "Show the lenses anew: a run has changed."
  (mapc #'unify--look-for-lenses (buffer-list))
  nil)

(defun unify-lens ()
  "Choose a lens of this buffer, and carry it out."
  (interactive)
  (pcase-let* ((lenses (mapcar (lambda (overlay) (overlay-get overlay 'unify-lens)) unify--lenses))
               (rows (mapcar (lambda (lens) `(:description ,(plist-get lens :title) :value ,lens)) lenses))
               ((map :command :arguments)
                (if rows (unify--read-entry "Lens" rows) (user-error "There is no lens in this buffer"))))
    (unify--execute (eglot-current-server) command arguments)))

(provide 'unify-commands)
;;; unify-commands.el ends here
