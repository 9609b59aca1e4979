#!/bin/sh
# Makes the Word documents, the LaTeX, the web pages and the book of this folder, and beside each the sentences that stand in it: a line has no page, a tab
# and a sentence. The text is sentences.en, put into headings, paragraphs, items, a block quote, a table and notes. Needs Debian's
# pandoc and libreoffice-writer-nogui. `latex-by-hand.tex` is written by hand and not made here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=0
cd "$work"

awk '
    NR == 1 { print "---\ntitle: The Ice Winter\nauthor: Ann Ward\n---\n" }
    NR % 8 == 1 { printf "\n# Part %d\n\n", ++part }
    NR % 10 == 3 { printf "\n- %s\n", $0; next }
    NR % 10 == 4 { printf "- *%s*\n\n", $0; next }
    NR % 10 == 6 { printf "\n> %s\n\n", $0; next }
    NR % 10 == 8 { printf "[^%d] and so on.\n\n[^%d]: %s\n\n", NR, NR, $0; next }
    NR % 20 == 19 { printf "\n| a | b |\n|---|---|\n| %s | c |\n\n", $0; next }
    { print $0 }
' "$here/sentences.en" > text.md

pandoc text.md -s -o "$here/word-by-pandoc.docx"
pandoc text.md -s -o "$here/latex-by-pandoc.tex"
pandoc text.md -s --toc -o "$here/page-by-pandoc.html"
pandoc text.md -s -o "$here/book-by-pandoc.epub"
pandoc text.md -s -o word-by-office.odt
soffice --headless --convert-to "docx:MS Word 2007 XML" --outdir "$here" word-by-office.odt > /dev/null 2>&1
cp word-by-office.odt page-by-office.odt
soffice --headless --convert-to "html:HTML (StarWriter)" --outdir "$here" page-by-office.odt > /dev/null 2>&1

for name in word-by-pandoc word-by-office latex-by-pandoc page-by-pandoc page-by-office book-by-pandoc; do
    sed 's/^/\t/' "$here/sentences.en" > "$here/$name.txt"
done
