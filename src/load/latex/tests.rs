//! What the reader of LaTeX makes of each construct, and that nothing breaks it.

use proptest::prelude::*;

use super::*;
use crate::file::extract::About;
use crate::file::origin::Origin;
use crate::file::{File, FileId, Format};

/// The whole text of a file, blocks apart by `¶`, with letters before those that are no paragraphs.
#[track_caller]
fn shown(raw: &str) -> String {
    let Extracted { text, extract, .. } = read(raw.into()).unwrap();
    let block = |block: &crate::file::extract::Stretch| {
        let kind = match block.kind {
            Kind::Paragraph => String::new(),
            Kind::Heading => format!("#{} ", block.level),
            Kind::Item => "- ".into(),
            Kind::Cell => "| ".into(),
            Kind::Note => {
                let label = extract.note_labels[block.note.unwrap() as usize].clone();
                format!("[{}] ", &text[label])
            }
        };
        let quoted = if block.quoted.is_some() { "> " } else { "" };
        format!("{quoted}{kind}{}", &text[block.range.clone()])
    };
    extract.blocks.iter().map(block).collect::<Vec<_>>().join(" ¶ ")
}

#[track_caller]
fn reads(table: &[(&str, &str)]) {
    for (raw, expected) in table {
        assert_eq!(shown(raw), *expected, "{raw}");
    }
}

#[test]
fn characters_are_what_is_printed() {
    reads(&[
        ("``The ferry'' and `the quay'", "“The ferry” and ‘the quay’"),
        ("the boats' crew didn't --- 3--4", "the boats’ crew didn't — 3–4"),
        ("\"The ferry\" of '08 and 'x", "\"The ferry\" of '08 and 'x"),
        ("a~b\\,c\\ d\\quad e", "a\u{a0}b\u{202f}c d e"),
        ("wait\\ldots{} so [\\ldots] and\\dots\\ on", "wait… so […] and… on"),
        ("caf\\'e na\\\"{\\i}ve \\c{c}a \\v{s} \\^\\i \\'{\\'e}", "café naïve ça š î é"),
        ("Stra\\ss e \\ae on \\o{} \\L\\'od\\'z", "Straße æon ø Łódź"),
        ("\\& \\% \\$ \\# \\_ \\{ \\}", "& % $ # _ { }"),
        ("ha\\-rbour {\\em long} \\textbf{quay}{}s \\emph{it \\emph{is}}", "harbour long quays it is"),
        ("one\\\\two \\\\[2pt] three \\\\[3] [four]", "one\ntwo\nthree\n[four]"),
        ("a% gone\n  b\n% gone\nc 5\\% d", "ab c 5% d"),
        ("a% gone\n\nb", "a ¶ b"),
        (
            "5\\textsuperscript{th} quay\\textsuperscript{3} H$_2$O $n$ $5$ \\(x\\) $a+b^2$ c",
            "5th quay³ H O n 5 x c",
        ),
        ("it cost $5 and we paid $10 then", "it cost $5 and we paid $10 then"),
        ("a $x\n\nb$ c", "a $x ¶ b$ c"),
        (
            "The \\hm\\ said so.\n\\bigblank\nThe \\os{} too, and \\q{why}.",
            "The […] said so. The […] too, and why.",
        ),
        ("\\verb|say \"a b\"| \\SI{4}{inches} or \\qty{40}{\\kilo\\metre}", "say a b 4 inches or 40 km"),
        ("\\say{so it is} \\begin{quoting}so\\end{quoting}", "“so it is” ¶ > so"),
        ("\\verb|a_b| \\url{https://a.b/c\\_d\\%e}", "a_b https://a.b/c_d%e"),
        ("\\vspace*{2em}a\\label{x}b \\parindent=0pt c \\vskip 2pt plus 1fil d", "ab c d"),
    ]);
    let german =
        "\\documentclass{a}\\usepackage[ngerman]{babel}\\begin{document}\"`Die F\"ahre\"' und Gr\"u\"se \"-x";
    assert_eq!(shown(german), "„Die Fähre“ und Grüße x");
}

#[test]
fn blocks_are_told_apart() {
    reads(&[
        ("\\section*[s]{The \\emph{quay}} We wait.\n\nThen.", "#2 The quay ¶ We wait. ¶ Then."),
        ("a\n\\begin{quote}\nb\n\nc\n\\end{quote}\nd", "a ¶ > b ¶ > c ¶ d"),
        ("a\n\\begin{itemize}\n\\item b\n\n c\n\\item[d] e\n\\end{itemize}\nf", "a ¶ - b ¶ - c ¶ - d e ¶ f"),
        (
            "\\begin{table}[ht]\\begin{tabular}{ll}\\hline a & b\\\\ \\multicolumn{2}{c}{d} \\\\ \\end{tabular}\\caption[x]{The e.}\\end{table}f",
            "| a ¶ | b ¶ | d ¶ The e. ¶ f",
        ),
        ("a\n\\begin{equation}\nx\n\\end{equation}\nb \\[ y \\] c $$ z $$ d", "a b c d"),
        ("a \\begin{comment} x } \\end{comment} b \\iffalse x \\fi c", "a b c"),
        ("\\begin{lstlisting}\nx { %\n\\end{lstlisting}\na {b} c", "a b c"),
        ("a\n\\begin{center}\nb\n\\end{center}\nc", "a ¶ b ¶ c"),
        (
            "\\begin{figure}[htbp]\\includegraphics[w=1]{x.png}\\caption{The quay.}\\end{figure} a",
            "The quay. ¶ a",
        ),
        ("a \\end{quote} b \\begin{nothing} c } d { e", "a b c d e"),
        ("a\\par b \\bye c", "a ¶ b"),
    ]);
}

#[test]
fn what_stands_before_the_text_is_about_it() {
    let raw = "\\documentclass{article}\nnot read\n% ibid: allow(quote-short)\n\\title{The {\\em Ferry}\\thanks{x}}\n\
               \\author{Ann Ward\\\\Quay House \\and Tom Hill}\\date{4 May 2025}\n\\newcommand{\\hm}{harbour master}\n\
               \\begin{document}\n\\maketitle\n\\begin{abstract}\nThe \\hm.\n\\end{abstract}\n\\end{document}\nnot read";
    let read = read(raw.into()).unwrap();
    let expected = About {
        title: "The Ferry".into(),
        authors: vec!["Ann Ward".into(), "Tom Hill".into()],
        date: "4 May 2025".into(),
        ..About::default()
    };
    assert_eq!(read.extract.about, expected);
    assert_eq!(shown(raw), "The harbour master.");
    let comments: Vec<&str> = read.extract.comments.iter().map(|range| &read.text[range.clone()]).collect();
    assert_eq!(comments, ["% ibid: allow(quote-short)"]);
}

#[test]
fn quotations_have_their_marks() {
    reads(&[
        ("\\enquote{a \\enquote{b} c}", "“a ‘b’ c”"),
        ("\\enquote*{a} \\foreignquote{french}{b}", "‘a’ “b”"),
        ("\\textquote[\\cite[12]{k}][.]{a b}[,] c", "“a b.” [@k, p. 12], c"),
        ("\\textquote[Ward 2021, 12]{a b} [c]", "“a b” (Ward 2021, 12) [c]"),
        ("\\textcquote[see][12]{k}{a b} \\blockcquote[12]{k}{c}", "“a b” [see @k, p. 12] “c” [@k, p. 12]"),
        ("\\foreigntextcquote{german}[12--15]{k}{a}", "“a” [@k, pp. 12–15]"),
        ("a \\textins{the} b \\textelp{} c \\textelp{d} \\textelp*{e}", "a [the] b […] c […] [d] [e] […]"),
        ("\\enquote{a\n\nb}", "“a ¶ “b”"),
        (
            "a:\n\\begin{displayquote}[\\cite[4]{k}]\nb\n\\end{displayquote}\nc\n\\begin{displaycquote}[4]{k}\nb\n\\end{displaycquote}",
            "a: ¶ > b [@k, p. 4] ¶ c ¶ > b [@k, p. 4]",
        ),
    ]);
}

#[test]
fn citations_are_written_as_pandoc_has_them() {
    reads(&[
        ("a~\\cite{k}.", "a\u{a0}[@k]."),
        ("\\citep[see][12--13]{k} \\parencite[][iv]{k}", "[see @k, pp. 12–13] [@k, p. iv]"),
        ("\\cite[ch.~3]{k} \\cite[\\S 4]{k} \\cite[1911]{k}", "[@k, ch.\u{a0}3] [@k, §4] [@k, 1911]"),
        ("\\citep{a, b,%x\nc}", "[@a; @b; @c]"),
        ("\\citet{k} says, \\Textcite[12]{k} \\citeauthor{k}", "@k says, @k [p. 12] @k"),
        ("\\cites(x)[4]{a}[see][5]{b} [c]", "[@a, p. 4; see @b, p. 5] [c]"),
        ("\\cite{a b} \\cite{a--b} \\cite{a:b_c} \\nocite{*}d", "[@{a b}] [@{a--b}] [@a:b_c] d"),
        ("a\\footcite[12]{k} b\\footnote{So \\cite{k}.} c", "a[^1] b[^2] c ¶ [1] [@k, p. 12] ¶ [2] So [@k]."),
        ("\\volcite{2}[12]{k} \\textcite", "[@k, p. 12]"),
        ("a\\footnotemark{} b\\footnotetext{C.} d", "a[^1] b d ¶ [1] C."),
        ("a\\footnotemark b", "a b"),
        ("\\href{https://a.b/c\\%d}{it is}", "it is"),
        (
            "a \\cite{x}, \\cite[4]{y,x}.\n\\begin{thebibliography}{9}\\bibitem{y} Hill, 1911.\n\\bibitem[W(2)]{x} Ward.\\end{thebibliography}",
            "a [2], [1, 2, p. 4]. ¶ #2 References ¶ - [1] y: Hill, 1911. ¶ - [2] x: Ward.",
        ),
    ]);
}

#[test]
fn macros_are_put_in_their_place() {
    reads(&[
        ("\\newcommand{\\hm}{harbour master}The \\hm{} and \\hm.", "The harbour master and harbour master."),
        ("\\newcommand\\p[2][9]{\\cite[#1]{#2}}\\p{k} \\p[4]{k}", "[@k, p. 9] [@k, p. 4]"),
        ("\\def\\q#1{``#1''}\\q{a \\q{b}}", "“a “b””"),
        ("\\NewDocumentCommand{\\q}{o m}{#2(#1)}\\q[a]{b}\\q{c}", "b(a)c()"),
        ("\\newcommand{\\a}{x\\a}\\a", "xxxxxxxxxxxxxxxx"),
        ("\\def\\z#1.{#1}\\z b. c", "b. c"),
        ("\\unknown[x]{a} \\unknown{b}", "a b"),
    ]);
}

#[test]
fn words_know_their_bytes() {
    let raw = "The ``f\\'erry'' \\parencite[12]{ward2021}\n% ibid: allow(quote-altered)\nruns\\footnote{To the quay.} late.\n";
    let Extracted { text, extract, origin } = read(raw.into()).unwrap();
    let file = File::new(FileId(0), "a.tex".into(), "UTF-8", Format::Latex, text).extracted(extract, origin);
    let written = |words: &str| {
        let at = file.text().find(words).unwrap();
        let (start, end) = file.places(file.span(at..at + words.len()));
        &raw[start.offset as usize..end.offset as usize]
    };
    for (words, expected) in [
        ("“férry”", "``f\\'erry''"),
        ("ward2021", "ward2021"),
        ("[@ward2021, p. 12]", "\\parencite[12]{ward2021}"),
        ("12]", "12]{ward2021}"),
        ("% ibid: allow(quote-altered)", "% ibid: allow(quote-altered)"),
        ("late", "late"),
        ("To the quay", "To the quay"),
    ] {
        assert_eq!(written(words), expected, "{words}");
    }
}

#[test]
fn one_word_of_a_macro_is_not_to_be_replaced() {
    let raw = "\\newcommand{\\hm}{harbour master}\\newcommand{\\q}{quay}The \\hm{} and the \\q{} here";
    let Extracted { text, origin, .. } = read(raw.into()).unwrap();
    let Origin::Text(mapped) = origin else { panic!("no way back") };
    let editable = |words: &str| {
        let at = text.find(words).unwrap();
        mapped.editable(at..at + words.len()).map(|range| &raw[range])
    };
    assert_eq!(editable("harbour master"), None);
    assert_eq!(editable("master"), None);
    assert_eq!(editable("harbour"), None);
    assert_eq!(editable("quay"), Some("\\q"));
    assert_eq!(editable("here"), Some("here"));
}

#[test]
fn nothing_hangs_or_overflows() {
    let parts = [
        "{",
        "}",
        "{a",
        "\\footnote{",
        "\\enquote{",
        "\\begin{quote}",
        "\\begin{a}",
        "\\end{a}",
        "\\begin{verbatim}",
        "$",
        "$$",
        "\\(",
        "\\cite[",
        "\\cite{a,",
        "[",
        "\\item",
        "%",
        "\\title{",
        "\\'",
        "\\",
        "\\newcommand{\\a}[1]{#1#1}\\a{",
        "\\begin{tabular}{l}",
        "&",
        "\\footcite{a}",
        "\\verb|",
        "\\iffalse",
        "\"",
        "\\section{",
        "\\textquote[",
        "\\href{a}{",
        "\\bibitem{a}",
        "\\def\\a{\\a\\a}\\a",
        "\\newcommand{\\b}[1]{\\b{#1}\\b{#1}}\\b{c}",
        "\\footnotemark",
        "\\begin{displayquote}[",
    ];
    for part in parts {
        let raw = part.repeat(100_000 / part.len());
        let _ = read(raw.clone());
        let _ = read(format!("\\begin{{document}}{raw}"));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(raw in "(\\PC|\\\\[a-z]{1,3}|\\\\(enquote|cite|footnote|item|begin\\{quote\\}|end\\{quote\\}|newcommand\\\\x\\[1\\]|x)|[{}\\[\\]$%&#~`'\\n-]){0,60}") {
        let Extracted { text, extract, origin } = read(raw).unwrap();
        let file = File::new(FileId(0), "a.tex".into(), "UTF-8", Format::Latex, text).extracted(extract, origin);
        for block in &file.extract().unwrap().blocks {
            let (start, end) = file.places(file.span(block.range.clone()));
            prop_assert!(start.offset <= end.offset);
        }
    }
}
