#!/usr/bin/env bash
# Puts the completions before the real shells, and the manual pages before a real reader of them. Takes the program to try.
set -euo pipefail
program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

missing=()
for tool in zsh fish mandoc; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi

mkdir "$folder/bin"
ln -s "$program" "$folder/bin/ibid"
export PATH="$folder/bin:$PATH"
cd "$folder"

holds() {
    if ! grep -qxF -- "$2" <<<"$3"; then
        printf '%s completes no `%s`:\n%s\n' "$1" "$2" "$3" >&2
        exit 1
    fi
}

ibid completions bash >ibid.bash
words() {
    bash -c 'source ibid.bash
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _ibid ibid "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
holds bash completions "$(words ibid comp)"
holds bash --output-file "$(words ibid check --out)"
holds bash checkstyle "$(words ibid check --format ch)"
holds bash quote-altered "$(words ibid explain quote-a)"

ibid completions fish >ibid.fish
words() {
    fish --no-config -c "source ibid.fish; complete -C '$1'" | cut -f1
}
holds fish completions "$(words 'ibid comp')"
holds fish --output-file "$(words 'ibid check --out')"
holds fish checkstyle "$(words 'ibid check --format ch')"
holds fish quote-altered "$(words 'ibid check --select quote-a')"

# What zsh completes is shown by its line editor alone, so a terminal is needed: the one that zpty makes.
mkdir zsh
ibid completions zsh >zsh/_ibid
zsh -n zsh/_ibid
words() {
    zsh -f -c '
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "PS1=; fpath=(\$PWD/zsh \$fpath); autoload -Uz compinit; compinit -u -D; bindkey \"^I\" complete-word; print ready-now"
        repeat 200; do zpty -r -t shell line && [[ $line == *ready-now* && $line != *print* ]] && break; sleep 0.05; done
        zpty -w -n shell "$1"$'"'\t'"'
        sleep 1
        zpty -w shell " #"
        repeat 40; do zpty -r -t shell line && print -rn -- "$line"; sleep 0.05; done
        zpty -d shell' zsh "$1" | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g'
}
for pair in 'ibid comp=ibid completions' 'ibid check --out=ibid check --output-file' \
    'ibid check --format ch=ibid check --format checkstyle' 'ibid explain quote-a=ibid explain quote-altered'; do
    shown=$(words "${pair%%=*}")
    if ! grep -qF -- "${pair#*=}" <<<"$shown"; then
        printf 'zsh makes no `%s` of `%s`:\n%s\n' "${pair#*=}" "${pair%%=*}" "$shown" >&2
        exit 1
    fi
done

ibid man --out man1 >/dev/null
for page in man1/*.1; do
    # A page that is the same from build to build has no date.
    said=$(mandoc -T lint -W warning "$page" | grep -vE 'cannot parse date, using it verbatim: TH *$' || true)
    if [ -n "$said" ]; then
        printf 'mandoc of %s says:\n%s\n' "$page" "$said" >&2
        exit 1
    fi
    mandoc -T utf8 "$page" | col -b | grep 'OPTIONS' >/dev/null
done
mandoc -T utf8 man1/ibid-check.1 | col -b | grep -- '--output-file <FILE>' >/dev/null
printf 'bash, fish and zsh complete, and mandoc reads %s pages\n' "$(ls man1 | wc -l)"
