#!/bin/sh
# Prints for each PDF of this folder the share of its sentences that a draft which quotes them finds in it: as the program reads
# the PDF, and as pdftotext does, plainly and with its layout kept. $1 is the program. Needs poppler-utils and jq.
set -eu
program=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The share of the sentences of $1 that the source in $work/sources has, word for word and as is permitted.
share() {
    "$program" trace --sources "$work/sources" --format json "$work/draft.md" 2> /dev/null > "$work/trace"
    jq -r '[.drafts[0].quotes[].match.verdict] as $all
        | "\(($all | map(select(. == "verbatim")) | length))+\(($all | map(select(. == "permitted")) | length))/\($all | length)"' "$work/trace"
}

printf '%-14s %12s %12s %12s\n' document ibid pdftotext layout
for document in "$here"/*.pdf; do
    name=$(basename "$document" .pdf)
    # Some are here to be refused.
    [ -f "$here/$name.txt" ] || continue
    awk -F '\t' '{ printf "“%s” [@source]\n\n", $2 }' "$here/$name.txt" > "$work/draft.md"
    row=$(printf '%-14s' "$name")
    for way in ours plain layout; do
        rm -rf "$work/sources"
        mkdir "$work/sources"
        case $way in
            ours) cp "$document" "$work/sources/source.pdf" ;;
            plain) pdftotext "$document" "$work/sources/source.txt" ;;
            layout) pdftotext -layout "$document" "$work/sources/source.txt" ;;
        esac
        row="$row $(printf '%12s' "$(share)")"
    done
    echo "$row"
done
