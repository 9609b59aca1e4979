//! Pages as they are read: their blocks, notes, links and places.

use proptest::prelude::*;

use super::*;
use crate::file::extract::{Extract, Kind};
use crate::file::{File, FileId, Format};

fn extracted(raw: &str) -> Extracted {
    read(raw.into()).unwrap_or_else(|fault| panic!("{fault:?} of {raw}"))
}

/// The blocks of a page, each with a letter for what it is.
fn blocks(raw: &str) -> Vec<String> {
    let Extracted { text, extract, .. } = extracted(raw);
    let shown = |block: &crate::file::extract::Stretch| {
        let kind = match block.kind {
            Kind::Paragraph => "p".to_owned(),
            Kind::Heading => format!("h{}", block.level),
            Kind::Item => "i".to_owned(),
            Kind::Cell => "c".to_owned(),
            Kind::Note => "n".to_owned(),
        };
        let quoted = if block.quoted.is_some() { ">" } else { "" };
        format!("{quoted}{kind} {}", text[block.range.clone()].replace('\n', "/"))
    };
    extract.blocks.iter().map(shown).collect()
}

fn links(Extracted { text, extract, .. }: &Extracted) -> Vec<String> {
    extract.links.iter().map(|(range, address)| format!("{}={address}", &text[range.clone()])).collect()
}

#[track_caller]
fn reads(raw: &str, expected: &[&str]) {
    assert_eq!(blocks(raw), expected, "{raw}");
}

#[test]
fn blocks_are_those_that_are_seen() {
    reads(
        "<h1>The <i>ferry</i></h1>\n<p>It  waits\n<b>for</b> ice.<p>And <br>goes.<div>Text <div>inner</div> behind</div><ul><li>One<li><p>Two</ul>",
        &[
            "h1 The ferry",
            "p It waits for ice.",
            "p And/goes.",
            "p Text",
            "p inner",
            "p behind",
            "i One",
            "i Two",
        ],
    );
    reads(
        "One<br><br>Two<blockquote><p>Said.</blockquote><figure><img alt=x><figcaption>Quay</figcaption></figure><table><tr><th>a<td>b</table>",
        &["p One", "p Two", ">p Said.", "p Quay", "c a", "c b"],
    );
    reads(
        "<p>a&nbsp;b&shy;c &amp; wh<wbr>arf <del>old</del><ins>new</ins>",
        &["p a\u{a0}b\u{ad}c & wharf new"],
    );
    reads(
        "<style>p{}</style><script>x='<p>a</p>'</script><p hidden>b<p style='display : none'>c<p>d",
        &["p d"],
    );
    reads(
        "<pre>\nThe harbour master wrote to us at noon\nthat the quay is full.\n\nWe wait.</pre>",
        &["p The harbour master wrote to us at noon that the quay is full.", "p We wait."],
    );
    reads("a<pre>let quay = { full: true };\nlet boat = quay.boat();</pre>b", &["p a", "p b"]);
}

#[test]
fn numbers_stand_raised() {
    reads(
        "<p>40 km<sup>2</sup>, the 3<sup>rd</sup>, H<sub>2</sub>O, flood.<sup>1, 2</sup>",
        &["p 40 km², the 3rd, H2O, flood.¹, ²"],
    );
}

#[test]
fn quotations_get_their_marks() {
    reads("<p>She said <q>we <q>wait</q> here</q>.", &["p She said “we ‘wait’ here”."]);
    reads(
        "<html lang=fr><p>Elle dit <q>oui</q>.<p lang=de>Er sagt <q>ja</q>.",
        &["p Elle dit «\u{a0}oui\u{a0}».", "p Er sagt „ja“."],
    );
    reads("<p>She said “<q>yes</q>” and <q>\"no\"</q> and <q></q>.", &["p She said “yes” and \"no\" and ."]);
    let read = extracted(
        "<p>So <q cite=https://port.example/log>it waits</q>. <a href=log.html>Log</a> <a href='#x'>up</a></p><blockquote cite='https://port.example/a'><p>One <a href=b.html>two</a> three",
    );
    assert_eq!(
        links(&read),
        [
            "“it waits”=https://port.example/log",
            "Log=log.html",
            "One=https://port.example/a",
            "two=b.html",
            "three=https://port.example/a"
        ]
    );
    reads("<p>Set <code>\"a b\"</code> once.", &["p Set a b once."]);
}

#[test]
fn notes_are_known_by_their_links() {
    let forms = [
        // Pandoc.
        "<p>It waits.<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a></p><section id='footnotes' class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1'><p>The log, 3.<a href='#fnref1' class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>",
        // Wikipedia.
        "<p>It waits.<sup id='cite_ref-1' class='reference'><a href='#cite_note-1'><span class='cite-bracket'>[</span>1<span class='cite-bracket'>]</span></a></sup></p><ol class='references'><li id='cite_note-1'><span class='mw-cite-backlink'><b><a href='#cite_ref-1'>^</a></b></span> <span class='reference-text'>The log, 3.</span></li></ol>",
        // WordPress.
        "<p>It waits.<sup data-fn='a-b' class='fn'><a id='a-b-link' href='#a-b'>1</a></sup></p><ol class='wp-block-footnotes'><li id='a-b'>The log, 3. <a href='#a-b-link'>↩</a></li></ol>",
        // LibreOffice.
        "<p>It waits.<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a></p><div id='sdfootnote1'><p class='sdfootnote'><a class='sdfootnotesym' name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>The log, 3.</p></div>",
        // Word.
        "<p>It waits.<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a></p><div><br clear=all><hr><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> The log, 3.</p></div></div>",
        // DocBook.
        "<p>It waits.<a href='#ftn.id1' class='footnote' name='id1'><sup class='footnote'>[1]</sup></a></p><div class='footnotes'><br><hr><div id='ftn.id1' class='footnote'><p><a href='#id1' class='para'><sup class='para'>[1] </sup></a>The log, 3.</p></div></div>",
        // Sphinx.
        "<p>It waits.<a class='footnote-reference brackets' href='#id2' id='id1' role='doc-noteref'><span class='fn-bracket'>[</span>1<span class='fn-bracket'>]</span></a></p><aside class='footnote-list brackets'><aside class='footnote brackets' id='id2' role='doc-footnote'><span class='label'><span class='fn-bracket'>[</span><a role='doc-backlink' href='#id1'>1</a><span class='fn-bracket'>]</span></span><p>The log, 3.</p></aside></aside>",
        // Texinfo.
        "<p>It waits.<a id='DOCF1' href='#FOOT1'><sup>1</sup></a></p><div class='footnotes-segment'><hr><h5 class='footnote-body-heading'><a id='FOOT1' href='#DOCF1'>(1)</a></h5>\n<p>The log, 3.</p></div>",
        // By hand.
        "<p>It waits.<a name=r1></a><sup><a href='#n1'>1</a></sup></p><p>End.</p><hr><p><a name=n1></a>1. The log, 3.</p>",
        "<p>It waits.<sup><a href='#n1'>1</a></sup></p><table><tr><td><a name=n1>1</a><td>The log, 3.</table>",
    ];
    for raw in forms {
        let Extracted { text, extract, .. } = extracted(raw);
        let marks: Vec<&str> = extract.note_marks.iter().map(|(mark, _)| &text[mark.clone()]).collect();
        assert_eq!(marks, ["[^1]"], "{raw}: {text}");
        assert!(text.starts_with("It waits.[^1]"), "{raw}: {text}");
        let labels: Vec<&str> = extract.note_labels.iter().map(|label| &text[label.clone()]).collect();
        assert_eq!(labels, ["1"], "{raw}: {text}");
        let notes = extract.blocks.iter().filter(|block| block.note.is_some());
        let notes: Vec<&str> =
            notes.map(|block| text[block.range.clone()].trim_start_matches("1. ")).collect();
        assert_eq!(notes, ["The log, 3."], "{raw}: {text}");
    }
    let toc = "<ul><li><a id=t1 href='#c1'>1</a> The quay</ul><h2><a id=c1 href='#t1'>1 The quay</a></h2><p>It is full.";
    assert_eq!(extracted(toc).extract.note_marks.len(), 0);
}

#[test]
fn what_stands_round_a_text_is_left_out() {
    let said = "The harbour master said that the ferry would wait for the ice to go, and that nobody had asked her about the fares before. ".repeat(3);
    let page = format!(
        "<html><head><title>Ferry waits | Port News</title></head><body><header><a href=/>Port News</a></header><nav><ul><li><a href=/a>Home</a></ul></nav>\
         <div class='cookie-banner'>We use cookies.</div><h1>Ferry waits</h1><article><p>{said}<p>{said}<div class=shareBar><a href=/s>Share</a></div></article>\
         <aside class=related><h3>Read on</h3><p><a href=/b>Another text of the same site</a></aside><div id=comments><p>First! I never liked that ferry, and I shall say so.</p></div>\
         <footer>Port News</footer></body></html>"
    );
    let said = said.trim();
    reads(&page, &["h1 Ferry waits", &format!("p {said}"), &format!("p {said}")]);
    // A page without any of this is whole.
    let plain =
        "<h1>Log</h1><div><p>Full.</p></div><section><ul><li><a href=a.html>The first log</a></ul></section>";
    reads(plain, &["h1 Log", "p Full.", "i The first log"]);
}

#[test]
fn short_lines_and_what_stands_before_a_text_are_kept() {
    let long = "The harbour master said that the ferry would wait for the ice to go, and that nobody had asked her about the fares before. ";
    let lines = "<p>Q. When?<p>A. In May.".repeat(30);
    let page = format!(
        "<nav><a href=/>Home</a></nav><div><h1>Ferry</h1><p>The ice stays.</p><div><img></div><div class=article-body><p>{long}<p>{long}</div><div class=talk>{lines}</div></div><footer>Port News</footer>"
    );
    let blocks = blocks(&page);
    assert_eq!(blocks[..2], ["h1 Ferry", "p The ice stays."]);
    assert_eq!(blocks.len(), 2 + 2 + 60, "{blocks:?}");
}

#[test]
fn a_comment_to_this_program_stands_wherever_it_does() {
    let raw = "<body>\n<!-- ibid: allow(quote-altered) so -->\n<p>One.</p><nav><!-- ibid: allow-file(quote-short) x --></nav><!-- other -->";
    let Extracted { text, extract, .. } = extracted(raw);
    let comments: Vec<&str> = extract.comments.iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(
        comments,
        ["<!-- ibid: allow(quote-altered) so -->", "<!-- ibid: allow-file(quote-short) x -->"]
    );
}

#[test]
fn a_page_says_what_it_is() {
    let raw = r#"<html><head><title>The ferry waits - Port News</title><meta property="og:site_name" content="Port News">
        <meta name=author content="By  Ann Ward"><link rel=canonical href="https://port.example/ferry"><meta name="citation_doi" content="doi:10.1234/ferry.5">
        <script type="application/ld+json">{"@context":"x","@graph":[{"@type":"NewsArticle","headline":"The ferry waits","datePublished":"2024-03-14","author":[{"name":"Jo Hill"}]}]}</script>
        </head><body><p>Full."#;
    let about = extracted(raw).extract.about;
    assert_eq!((about.title.as_str(), about.publication.as_str()), ("The ferry waits", "Port News"));
    assert_eq!((about.authors, about.date.as_str()), (vec!["Ann Ward".to_owned()], "2024-03-14"));
    assert_eq!((about.url.as_str(), about.doi.as_str()), ("https://port.example/ferry", "10.1234/ferry.5"));
    let raw = "<title>The ferry waits - Port News</title><meta property=og:site_name content='Port News'><p>Full. <a rel=author href=x>Ann Ward</a> <time datetime=2024-03-14>March</time>";
    let about = extracted(raw).extract.about;
    assert_eq!((about.title.as_str(), about.date.as_str()), ("The ferry waits", "2024-03-14"));
    assert_eq!(about.authors, ["Ann Ward"]);
}

#[test]
fn what_has_no_prose_says_why() {
    let fault = |raw: &str| read(raw.into()).err().map(|fault| fault.message("a.html"));
    let script = format!("<html><body><div id=app></div><script>{}</script>", "x = 1;\n".repeat(100_000));
    assert_eq!(fault(&script).unwrap(), "`a.html` holds no prose: it is a page that a script fills in");
    assert_eq!(fault("<html><body><img src=a.png>").unwrap(), "`a.html` holds no text");
    let tags = "<b>".repeat(tree::MOST + 1);
    assert!(fault(&tags).unwrap().contains("more than 4000000 tags"));
}

#[test]
fn a_place_is_the_pages_own() {
    let raw = "<p>The <i>ferry</i>&#8217;s quay\n  <q>is full</q></p>";
    let Extracted { text, extract, origin } = extracted(raw);
    let file = File::new(FileId(0), "a.html".into(), "UTF-8", Format::Html, text).extracted(extract, origin);
    let at = |words: &str| {
        let at = file.text().find(words).unwrap();
        let (start, end) = file.places(file.span(at..at + words.len()));
        &raw[start.offset as usize..end.offset as usize]
    };
    assert_eq!(at("ferry’s"), "ferry</i>&#8217;s");
    assert_eq!(at("is full"), "is full");
    assert_eq!(at("“is full”"), "<q>is full</q>");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_run_is_what_its_bytes_say(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "ferry", " quay ", "é", "日本", "&amp;", "&lt;b&gt;", "&#8217;", "&nbsp;", "\n", "\r\n", "<p>", "</p>", "<b>", "</b>", "<q>", "</q>",
                "<blockquote cite=x>", "</blockquote>", "<ul><li>", "<li>", "</ul>", "<ol>", "</ol>", "<table><tr><td>", "<td>", "</table>", "<br>",
                "<a href=b.html>", "</a>", "<sup><a href='#n'>1</a></sup>", "<p id=n>", "<sup>2</sup>", "<pre>", "</pre>", "<!-- ibid: allow(x) -->",
                "<nav>", "</nav>", "<div class=comments>", "</div>", "<div>", "<h2>", "</h2>", "<del>", "</del>", "<code>\"x", "</code>", "<script>", "</script>",
                "<title>", "</title>", "<section>", "<article>", "<", "&", "\"",
            ]),
            0..60,
        )
    ) {
        let raw = parts.concat();
        if let Ok(Extracted { text, extract, origin }) = read(raw.clone()) {
            sound(&raw, &text, &extract, &origin);
        }
    }
}

/// Holds every run to the bytes that it stands for, and the parts of an extract to its text.
fn sound(raw: &str, text: &str, extract: &Extract, origin: &crate::file::origin::Origin) {
    let crate::file::origin::Origin::Text(mapped) = origin else { panic!("no way back") };
    assert_eq!(mapped.runs.first().map_or(0, |run| run.at), 0);
    for pair in mapped.runs.windows(2) {
        let words = &text[pair[0].at as usize..pair[1].at as usize];
        let stands = &raw[pair[0].from as usize..(pair[0].from + pair[0].bytes) as usize];
        let mut decoded = String::new();
        token::pieces(stands, 0..stands.len(), |words, _| decoded.push_str(words));
        let put = stands.is_empty()
            || words == decoded
            || words == decoded.replace(['\n', '\r'], " ")
            || words.trim().is_empty()
                && stands.trim().is_empty() | stands.contains("&nbsp;") | (stands == "<br>")
            || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(words) && stands.bytes().all(|byte| byte.is_ascii_digit())
            || stands.contains("#n") && !words.is_empty()
            // The label of a note stands where its text begins.
            || words == "1" && stands.starts_with('<');
        assert!(put, "{words:?} for {stands:?} in {raw:?}");
    }
    let mut end = 0;
    for block in &extract.blocks {
        assert!(
            end <= block.range.start && block.range.start < block.range.end && block.range.end <= text.len(),
            "{raw:?}"
        );
        assert!(!text[block.range.clone()].trim().is_empty(), "{raw:?}");
        end = block.range.end;
    }
    for range in extract.quotes.iter().chain(extract.links.iter().map(|(range, _)| range)) {
        assert!(text.get(range.clone()).is_some_and(|words| !words.is_empty()), "{raw:?}");
    }
}

#[test]
fn marks_that_lead_to_nothing_are_no_words() {
    reads(
        "<p>The quay stood in 1911,<sup class=Template>[<i><a href='/wiki/x'>citation needed</a></i>]</sup> and the year<a href='#_ftn1'>[4]</a>, \
         was cold<a class=anchor href='#footnote-1'>1</a>, as <a href='#gone'>he</a> said in <a href='https://a.b/#x'>1921</a>.",
        &["p The quay stood in 1911, and the year, was cold, as he said in 1921."],
    );
}

#[test]
fn a_letter_that_quotes_another_is_prose() {
    let quoted =
        "&gt; The ferry was late again, and nobody on the whole quay\n&gt; minded it at all.\n".repeat(3);
    let found = blocks(&format!("<pre>On 3 May Ward wrote:\n{quoted}</pre>"));
    assert!(found.concat().contains("nobody on the whole quay"), "{found:?}");
}
