#!/usr/bin/env bash
# Builds, tests and packages the extension for Visual Studio Code, and works with it in the real editor: code-server, which
# npm has, brings it to a headless Chromium. (`@vscode/test-electron` would fetch the desktop's from elsewhere.)
#
# `IBID` names the program to try; without it, it is the release build. Needs Node 20, a C++ compiler, chromium and
# chromedriver.
set -euo pipefail
cd "$(dirname "$0")/.."
ibid=$(realpath "${IBID:-target/release/ibid}")
extension=editors/vscode
server=target/code-server

step() {
    printf '+ %s\n' "$*"
    "$@"
}

# A lock file that names a mirror of one machine is of no use on another.
if grep '"resolved"' "$extension/package-lock.json" | grep -v '"https://registry.npmjs.org/'; then
    echo 'package-lock.json names another registry than npm'\''s' >&2
    exit 1
fi

step npm --prefix "$extension" ci --no-audit --no-fund --loglevel error
step npm --prefix "$extension" run --silent check
step npm --prefix "$extension" test --silent
step npm --prefix "$extension" run --silent package
(cd "$extension/test/driver" && step ../../node_modules/.bin/vsce package --no-dependencies \
    --allow-missing-repository --skip-license --out ../../driver.vsix)

# Of what code-server would compile or fetch when it is installed, this is what an editor with a folder open needs.
if ! [ -e "$server/ready" ]; then
    rm -rf "$server"
    mkdir -p "$server"
    echo '{ "private": true }' >"$server/package.json"
    step npm --prefix "$server" install --no-audit --no-fund --loglevel error --ignore-scripts code-server@4.100.3
    code=$server/node_modules/code-server/lib/vscode
    step npm --prefix "$code" install --no-audit --no-fund --loglevel error --ignore-scripts --omit=dev
    npm_config_build_from_source=true step npm --prefix "$server" rebuild --loglevel error argon2
    step npm --prefix "$code" rebuild --loglevel error @vscode/spdlog native-watchdog
    ln -s node_modules "$code/node_modules.asar"
    touch "$server/ready"
fi
step python3 .ci/vscode.py "$server/node_modules/code-server" "$extension/ibid.vsix" "$extension/driver.vsix" "$ibid"
