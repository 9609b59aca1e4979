#!/bin/sh
# Makes the PDFs of this folder, and beside each the sentences that stand in it with their pages: a line has a page's number,
# a tab and a sentence. The texts are sentences.en and sentences.zh. Needs Debian's texlive-xetex, texlive-latex-recommended,
# texlive-fonts-recommended, texlive-lang-chinese, fonts-linuxlibertine, libreoffice-writer-nogui and qpdf.
# The page of a sentence is the one that TeX was on when it set the sentence's first word.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=0 FORCE_SOURCE_DATE=1
cd "$work"

say() { printf '%s\n' "$*"; }

# sentence N -> \Sentence{N}{words}; a paragraph of $2 sentences each, a footnote behind every $3rd, a section before every $4th,
# a page break before every $5th.
body() {
    awk -v each="$2" -v notes="$3" -v sections="$4" -v breaks="$5" '
        BEGIN {
            split("The ice|The petition|The quay|The channel|The ledger|The rod|The mark|The boat|The minutes|The drawing", title, "|")
        }
        (NR - 1) % breaks == 0 && NR > 1 { print "\n\\clearpage" }
        (NR - 1) % sections == 0 { printf "\n\\Part{%s}\n\n", title[++part] }
        { printf "\\Sentence{%d}{%s", NR, $0 }
        NR % notes == 0 { printf "\\footnote{The note on sentence number %d was written by the clerk of the ferry office.}", NR }
        { print "}" }
        NR % each == 0 { print "" }
    ' "$1"
}

preamble='
\newwrite\places \immediate\openout\places=places
\newcommand\Sentence[2]{\leavevmode\write\places{#1 \thepage\space\the\numexpr\value{physical}+1\relax}#2}
\newcounter{physical}
\AddToHook{shipout/after}{\stepcounter{physical}}
\newcommand\Part[1]{\section{#1}}'

# The sentences with the pages that TeX wrote down: $1 is the name, $2 the text, $3 which of the two numbers is the page.
pages() {
    awk -v field="$3" 'NR == FNR { page[$1] = $field; next } (FNR in page) { print page[FNR] "\t" $0 }' places.tex "$2" > "$here/$1.txt"
}

latex() {
    "$2" -interaction=batchmode -halt-on-error "$1" > /dev/null
    "$2" -interaction=batchmode -halt-on-error "$1" > /dev/null
    cp "$1.pdf" "$here/$1.pdf"
}

# One column.
{
    say '\documentclass[11pt,a4paper]{article}'
    say "$preamble" '\title{The Winter of the Ferry}\author{Ann Ward}\date{May 1921}\begin{document}\maketitle'
    body "$here/sentences.en" 4 6 10 99
    say '\end{document}'
} > one-column.tex
latex one-column pdflatex
pages one-column "$here/sentences.en" 2

# Two columns with running heads.
{
    say '\documentclass[10pt,twocolumn]{article}\usepackage{fancyhdr}\pagestyle{fancy}'
    say '\usepackage[paperheight=150mm,paperwidth=150mm,margin=18mm]{geometry}'
    say "$preamble" '\lhead{The Winter of the Ferry}\rhead{Ann Ward}\title{The Winter of the Ferry and What Was Measured in It}\author{Ann Ward\and Peter Hill}\date{}\begin{document}\maketitle'
    body "$here/sentences.en" 5 7 9 99
    say '\end{document}'
} > two-columns.tex
latex two-columns pdflatex
pages two-columns "$here/sentences.en" 2

# Ligatures, also of T and h, old figures, and words parted at lines' ends.
{
    say '\documentclass[12pt]{article}\usepackage{fontspec}\setmainfont[Ligatures={TeX,Common,Rare},Numbers=OldStyle]{Linux Libertine O}'
    say '\usepackage[paperheight=160mm,paperwidth=90mm,margin=12mm]{geometry}'
    say "$preamble" '\begin{document}'
    body "$here/sentences.en" 6 99 99 99
    say '\end{document}'
} > ligatures.tex
latex ligatures xelatex
pages ligatures "$here/sentences.en" 2

# Chinese.
{
    say '\documentclass[UTF8,fontset=fandol,a5paper]{ctexart}'
    say "$preamble" '\begin{document}'
    body "$here/sentences.zh" 4 7 10 99
    say '\end{document}'
} > chinese.tex
latex chinese xelatex
pages chinese "$here/sentences.zh" 2

# A book: a preface with Roman numbers, chapters, running heads that change.
{
    say '\documentclass[10pt,openany]{book}\usepackage[paperheight=150mm,paperwidth=110mm,margin=18mm]{geometry}'
    say "$preamble" '\renewcommand\Part[1]{\chapter{#1}}\begin{document}\frontmatter\tableofcontents\chapter{Preface}'
    say 'This preface has a page of its own, and its page has a small Roman number.\mainmatter'
    body "$here/sentences.en" 4 9 10 99
    say '\end{document}'
} > book.tex
latex book pdflatex
# The printed page, and not the place among the pages.
pages book "$here/sentences.en" 2

# An office's export: headings, a list, a table, a header and page breaks.
awk '
    BEGIN { print "<html><head><title>The Winter of the Ferry</title></head><body><h1>The Winter of the Ferry</h1>" }
    NR % 10 == 1 && NR > 1 { print "<p style=\"page-break-before: always\">"; open = 1 }
    NR % 10 != 1 && NR % 5 == 1 { print "<p>"; open = 1 }
    NR == 1 { print "<p>" }
    { print }
    NR % 5 == 0 { print "</p>" }
    NR % 20 == 0 { print "<ul><li>flour for nineteen days</li><li>oil for the lamps</li></ul><table border=1><tr><td>March</td><td>412 sacks</td></tr><tr><td>April</td><td>380 sacks</td></tr></table>" }
    END { print "</body></html>" }
' "$here/sentences.en" > office.html
soffice --headless --infilter='HTML (StarWriter)' --convert-to odt office.html > /dev/null 2>&1
soffice --headless --convert-to pdf office.odt > /dev/null 2>&1
cp office.pdf "$here/office.pdf"
awk '{ print int((NR - 1) / 10) + 1 "\t" $0 }' "$here/sentences.en" > "$here/office.txt"

# The same with a password, and with one that is empty.
qpdf --encrypt quay quay 256 -- "$here/office.pdf" "$here/locked.pdf"
qpdf --object-streams=generate --encrypt "" quay 256 -- "$here/office.pdf" "$here/open.pdf"
cp "$here/office.txt" "$here/open.txt"
