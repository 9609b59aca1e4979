#!/usr/bin/env bash
# What a machine does to a run that tests cannot: a disk that is full, which takes the rights to mount one, and little memory.
# The first argument is the program.
set -euo pipefail
program=$(realpath "$1")
desk=$(mktemp -d)
cleanup() {
    umount "$desk/disk" 2>/dev/null || true
    rm -rf "$desk"
}
trap cleanup EXIT
mkdir "$desk/disk"
sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo -n)
if ! "${sudo[@]}" mount -t tmpfs -o size=256k,mode=1777 tmpfs "$desk/disk" 2>/dev/null; then
    echo "no disk can be mounted here: only memory is tried" >&2
else
    cd "$desk/disk"
    mkdir sources new
    printf '“The boat will not sail before the ice has gone,” the harbour master said.\n' >sources/log.txt
    printf '[sources]\npaths = ["sources"]\n' >ibid.toml
    printf 'The harbour master said “the ferry will not sail before the ice has gone” [@log].\n' >brief.md
    for _ in $(seq 200); do printf '\nNothing sailed from any pier in that winter.\n'; done >>brief.md
    cp brief.md new/
    # Nothing is left of the disk.
    cat /dev/zero >full 2>/dev/null || true
    state() { find . -type f -not -name full -exec md5sum {} + | sort; }
    before=$(state)
    fails() {
        local says=$1 where=$2 status=0 said
        shift 2
        said=$(cd "$where" && "$program" "$@" 2>&1 >/dev/null) || status=$?
        if [ "$status" -ne 2 ] || ! grep -qF "$says" <<<"$said" || ! grep -qF 'No space left' <<<"$said"; then
            printf 'on a full disk `ibid %s` ended with %s and said:\n%s\n' "$*" "$status" "$said" >&2
            exit 1
        fi
        if [ "$(state)" != "$before" ]; then
            printf 'on a full disk `ibid %s` left something behind:\n%s\n' "$*" "$(state)" >&2
            exit 1
        fi
    }
    fails 'brief.md' . check --fix=all brief.md
    fails 'brief.md' . check --add-allow 'it stands' brief.md
    fails 'report.json' . check --format json --output-file report.json brief.md
    fails 'known.toml' . check --write-baseline known.toml brief.md
    fails 'ibid.toml' new init
    # What a reader takes out of a source is worth keeping. A cache that cannot be written changes nothing but for a warning.
    printf '<p>The ferry was late.</p>\n' >"$desk/page.html"
    found() { "$program" check --sources sources --sources "$desk/page.html" "$@" brief.md 2>"$desk/said" || true; }
    cached() { found --cache-dir kept; }
    plain=$(found --no-cache)
    found=$(cached)
    if [ "$found" != "$plain" ] || ! grep -qi 'cache cannot be written.*no space left' "$desk/said"; then
        printf 'on a full disk a run with a cache found\n%s\nand said\n%s\n' "$found" "$(cat "$desk/said")" >&2
        exit 1
    fi
    rm full
    for _ in 1 2; do [ "$(cached)" = "$plain" ]; done
    [ -n "$(find kept -name manifest)" ]
    cd "$desk"
    echo 'on a full disk every command that writes says so and leaves what was there; a cache is done without'
fi

# Little memory ends a run, and never without a word nor with half a file.
mkdir -p "$desk/memory/sources"
cd "$desk/memory"
printf '[sources]\npaths = ["sources"]\n' >ibid.toml
for i in $(seq 400); do
    for _ in $(seq 80); do printf 'The pier of year %s was closed for the whole of the winter. ' "$i"; done >"sources/$i.txt"
done
printf 'He said “the pier of year 7 was shut for the whole of the winter”.\n' >brief.md
before=$(md5sum brief.md)
ended=0
for kilobytes in $(seq 20000 2500 60000) 80000 100000 200000 400000; do
    status=0
    said=$(ulimit -c 0 -v "$kilobytes"; "$program" check --fix=all --cache-dir kept brief.md 2>&1) || status=$?
    case $status in
        0 | 1) cp brief.md "fixed.$kilobytes"; printf '%s' "$said" | grep -q 'checked' || exit 1 ;;
        2 | 134) ended=$((ended + 1)); grep -q 'memory' <<<"$said" ;;
        # Too little for the system to start the program.
        127 | 139) ;;
        *) printf 'with %s KB it ended with %s and said:\n%s\n' "$kilobytes" "$status" "$said" >&2; exit 1 ;;
    esac
    left=$(find . -name '.*' -type f -not -path './kept/*')
    if [ -n "$left" ] || { [ "$status" -gt 1 ] && [ "$(md5sum brief.md)" != "$before" ]; }; then
        printf 'with %s KB something was left behind: %s\n' "$kilobytes" "$left" >&2
        exit 1
    fi
    before=$(md5sum brief.md)
done
# Whatever of the cache was written when a run ended, a run with it finds what a run without it finds.
for choice in --no-cache '--cache-dir kept'; do
    # shellcheck disable=SC2086
    "$program" check $choice --format json brief.md >"found.${choice// /}" || true
done
cmp found.*
[ "$ended" -gt 0 ] || { echo 'no run had too little memory: nothing was tried' >&2; exit 1; }
printf 'with little memory a run ends with an error or whole (%s runs had too little)\n' "$ended"
