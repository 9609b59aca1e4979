;;; emacs.el --- a writer at work in Emacs -*- lexical-binding: t -*-

;; Works in Emacs as a writer does, with `ibid lsp' behind eglot, and prints what the writer sees.  `emacs.sh' beside this file
;; starts it in the folder of a project.  A step that fails, or that takes more than a minute, ends Emacs with status 1.

(require 'eglot)
(require 'cl-lib)

(setq make-backup-files nil
      create-lockfiles nil)

(defun say (form &rest values)
  "Print FORM with VALUES as a line."
  (princ (concat (apply #'format form values) "\n")))

(defun until (what get)
  "Wait for GET to return something, and return it; WHAT says what is awaited."
  (let ((end (time-add nil 60)) got)
    (while (not (or (setq got (funcall get)) (time-less-p end nil)))
      (accept-process-output nil 0.05))
    (or got (error "%s: not in a minute" what))))

(defun expect (holds what)
  "Fail with WHAT unless something HOLDS."
  (unless holds (error "It is not so that %s" what)))

(defun diagnostics (count)
  "Wait for COUNT diagnostics in this buffer, and return them."
  (until (format "%d diagnostics" count)
         (lambda ()
           (flymake-start)
           (let ((found (flymake-diagnostics)))
             (and (= (length found) count) (or found t))))))

(defun act (title)
  "Take the code action at point whose TITLE begins so, from the menu."
  (cl-letf ((last-nonmenu-event ?\r) ; The menu is asked for by a key, not by a mouse.
            ((symbol-function 'completing-read)
             (lambda (_prompt menu &rest _)
               (dolist (item menu) (say "  action: %s" (car item)))
               (or (car (cl-find-if (lambda (item) (string-prefix-p title (car item))) menu))
                   (error "“%s” is not offered" title)))))
    (eglot-code-actions (point) nil nil t)))

(defun work ()
  "Work on the draft."
  (find-file "winter.md")
  (say "GNU Emacs %s, %s, %s" emacs-version major-mode (buffer-name))
  ;; A command of the writer's has just ended.
  (run-hooks 'post-command-hook)

  (say "\n# the server starts, and what it finds is shown")
  (until "a server" #'eglot-managed-p)
  (let ((found (car (diagnostics 1))))
    (say "  %d: %s" (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found))
    (expect (equal (buffer-substring (flymake-diagnostic-beg found) (flymake-diagnostic-end found)) "snow")
            "“snow” is marked"))

  (say "\n# hover shows the passage of the source")
  (goto-char (point-min))
  (search-forward "sn")
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (until "the hover" (lambda () shown))
    (say "  | %s" (replace-regexp-in-string "\n" "\n  | " (substring-no-properties shown)))
    (expect (string-match-p "before the ice has gone" shown) "the hover has the words of the source"))

  (say "\n# the definition of a quotation is its passage")
  (let ((draft (current-buffer)))
    (xref-find-definitions (xref-backend-identifier-at-point 'eglot))
    (say "  %s:%d: %s" (buffer-name) (line-number-at-pos) (buffer-substring (point) (line-end-position)))
    (expect (and (equal (buffer-name) "harbour.txt") (looking-at "The ferry will not sail"))
            "the cursor is on the passage")
    (switch-to-buffer draft))

  (say "\n# the fix puts the words of the source into the draft")
  (act "Use the source")
  (until "the words of the source"
         (lambda () (save-excursion (goto-char (point-min)) (search-forward "before the ice has gone" nil t))))
  (say "  %s" (buffer-substring (line-beginning-position) (line-end-position)))

  ;; Emacs without a screen is never idle, which is when a change is sent; saving sends it, too.
  (say "\n# the draft is written")
  (save-buffer)
  (expect (not (buffer-modified-p)) "the buffer is saved")
  (diagnostics 0)
  (say "  %s is on the disk; no diagnostics" (buffer-name))

  (say "\n# the server leaves when it is asked to")
  (let ((server (eglot-current-server)))
    (eglot-shutdown server)
    (expect (not (jsonrpc-running-p server)) "the server has left"))
  (say "  it has"))

(condition-case why
    (work)
  (error
   (say "FAILED: %s" (error-message-string why))
   (kill-emacs 1)))
