#!/usr/bin/env bash
# The hook as a writer has it: the wheel is built and served to pip from a folder, and the real pre-commit runs in a new repository. A
# misquotation keeps a commit back, mending it lets it through, and a source that is staged rechecks the drafts that draw on it.
# PROFILE says how the program is built; what is checked is the last commit of this repository.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet --disable-pip-version-check 'maturin>=1.9,<2' pre-commit check-jsonschema
export PATH="$work/tools/bin:$PATH"

pre-commit validate-manifest .pre-commit-hooks.yaml
(cd pypi && maturin build --quiet --profile "${PROFILE:-release}" --out "$work/wheels")
export PIP_FIND_LINKS="$work/wheels" PRE_COMMIT_HOME="$work/cache" PIP_DISABLE_PIP_VERSION_CHECK=1
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@port.example GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@port.example

mkdir "$work/memo"
cd "$work/memo"
git init --quiet --initial-branch main
mkdir texts
printf '%s\n' '“The boat will not sail before the ice has gone,” the harbour master said in March.' > texts/harbour.txt
printf '%s\n' '“The fairway is marked by nine buoys and one lamp,” the pilot wrote in May.' > texts/pilot.txt
printf '[sources]\npaths = ["texts"]\n' > ibid.toml
printf 'repos:\n- repo: "%s"\n  rev: "%s"\n  hooks:\n  - id: ibid\n' "$root" "$(git -C "$root" rev-parse HEAD)" > .pre-commit-config.yaml
pre-commit validate-config
pre-commit install

fail() {
    printf 'pre-commit: %s\n' "$*" >&2
    exit 1
}

# What a commit of everything that has changed says; $1 is whether it is to go through.
commit() {
    printf '\n$ git commit -m "%s"\n' "$2"
    git add --all
    status=0
    git commit --message "$2" > "$work/said" 2>&1 || status=$?
    # What installs the hook is said once and is not ours.
    grep -v '^\[INFO\]' "$work/said"
    if [ "$1" = passes ]; then
        [ "$status" -eq 0 ] || fail "the commit “$2” was kept back"
    else
        [ "$status" -ne 0 ] || fail "the commit “$2” went through"
    fi
}

says() {
    grep --quiet --fixed-strings -- "$1" "$work/said" || fail "nothing was said of “$1”"
}

printf '%s\n' 'The harbour master said that “the boat will not sail before the ice has gone” [@harbour].' > winter.md
printf '%s\n' 'The pilot wrote that “the fairway is marked by nine buoys and one lamp” [@pilot].' > pilot.md
commit passes 'Two memos'
printf '%s\n' 'The harbour master said that “the ferry will not sail before the ice has gone” [@harbour].' > winter.md
commit blocked 'Another boat'
says 'error[quote-altered]'
says 'winter.md:1'
sed -i 's/ferry/boat/' winter.md
printf '\nIt was a long winter.\n' >> winter.md
commit passes 'The boat again'
sed -i 's/boat/ship/' texts/harbour.txt
commit blocked 'Correct the letter'
says 'winter.md:1'
if grep --quiet 'pilot.md' "$work/said"; then
    fail 'a draft that does not draw on the source was checked'
fi
sed -i 's/boat/ship/' winter.md
commit passes 'Correct the letter, and what quotes it'
printf '%s\n' '{}' > package.json
commit passes 'A file that is no draft'

printf '\n$ pre-commit run --all-files\n'
pre-commit run --all-files
printf 'the hook keeps back what it should, and lets the rest through\n'

# The steps of the action, as a runner has them: installed from the wheel, and a misquotation fails the second.
printf '\nThe action:\n'
check-jsonschema --builtin-schema vendor.github-actions "$root/action.yml"
python3 "$root/.ci/snippets.py" "$root" "$work"
check-jsonschema --builtin-schema vendor.github-workflows "$work/ibid.yml"
check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci "$work/.gitlab-ci.yml"
pre-commit validate-config "$work/.pre-commit-config.yaml"
export RUNNER_TEMP="$work/runner" GITHUB_PATH="$work/path" VERSION=0.1.0 ARGS='--fail-on error' PATHS=$'winter.md\npilot.md'
mkdir "$RUNNER_TEMP"
bash -eo pipefail "$work/step-0.sh"
PATH="$(cat "$GITHUB_PATH"):$PATH"
bash -eo pipefail "$work/step-1.sh"
sed -i 's/nine buoys/ten buoys/' pilot.md
if bash -eo pipefail "$work/step-1.sh" > "$work/said"; then
    fail 'the action passes over a misquotation'
fi
cat "$work/said"
says '::error '
grep --quiet '"2.1.0"' "$RUNNER_TEMP/ibid.sarif" || fail 'no SARIF was written'
printf 'the action checks what it should\n'
