#!/usr/bin/env bash
# Drives Emacs against `ibid lsp` in a scratch project, set up as `editors/` says. Prints what a writer would see, and fails
# where that is not as it should be. `IBID` names the program to try; without it, it is the release build.
#
# Debian's Emacs may be older than the 29 that brings eglot; its package of eglot is then what such an Emacs uses.
set -euo pipefail
cd "$(dirname "$0")/.."
ibid=$(realpath "${IBID:-target/release/ibid}")

if ! command -v emacs >/dev/null || ! emacs --batch --eval "(progn (require 'eglot) (require 'markdown-mode))" 2>/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends emacs-nox elpa-eglot elpa-markdown-mode
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/bin" "$scratch/project"
ln -s "$ibid" "$scratch/bin/ibid"
export PATH=$scratch/bin:$PATH HOME=$scratch
. .ci/harbour.sh
harbour "$scratch/project"

set -- --load "$PWD/editors/emacs/ibid.el" --load "$PWD/.ci/emacs.el"
(cd "$scratch/project" && timeout 300 emacs --batch --eval "(package-initialize)" "$@" 2>"$scratch/messages") || {
    cat "$scratch/messages"
    exit 1
}
(cd "$scratch/project" && "$ibid" check)
