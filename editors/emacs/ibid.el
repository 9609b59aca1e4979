;;; ibid.el --- ibid for eglot -*- lexical-binding: t -*-

;; Eglot comes with Emacs 29; before that, it is a package of GNU ELPA.  Load this file from your init file: `ibid lsp' then
;; starts with a draft.

(require 'eglot)

(add-to-list 'eglot-server-programs
             '((markdown-mode gfm-mode text-mode tex-mode html-mode mhtml-mode) . ("ibid" "lsp")))

(add-hook 'markdown-mode-hook #'eglot-ensure)

(provide 'ibid)
;;; ibid.el ends here
