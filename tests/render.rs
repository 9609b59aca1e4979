//! The text, concise and JSON forms of a report made by hand, against `tests/golden/`, and what holds for any report.
//!
//! One table of cases passes through every form. `IBID_BLESS=1` rewrites the golden files.

mod common;

use common::golden;
use ibid::check::{Quotes, Report, Summary};
use ibid::file::{File, FileId, Files, Format, Span};
use ibid::finding::{Edit, Finding, Fix, Label, Safety, Severity};
use ibid::output::link::Links;
use ibid::output::{Style, concise, display, json, text};
use proptest::prelude::*;
use unicode_width::UnicodeWidthChar;

#[test]
fn the_text_form_is_as_it_was_looked_at() {
    for (width, colour) in [(80, false), (160, false), (80, true), (160, true)] {
        let name = format!("text-{width}{}.txt", if colour { "-colour" } else { "" });
        golden(&name, &text::render(&report(), Style { width, colour, links: None }));
    }
}

#[test]
fn the_concise_form_is_as_it_was_looked_at() {
    golden("concise.txt", &concise::render(&report(), Style { width: 80, colour: false, links: None }));
}

#[test]
fn the_json_form_is_as_it_was_looked_at() {
    golden("report.json", &json::render(&report()));
}

#[test]
fn a_clean_run_is_one_calm_line() {
    let quotes = Quotes { found: 9, verbatim: 8, permitted: 1, ..Quotes::default() };
    let summary = Summary { drafts: 1, sources: 5, quotes, ..Summary::default() };
    let report = Report { summary, ..Report::default() };
    let style = Style { width: 80, colour: false, links: None };
    assert_eq!(
        text::render(&report, style),
        "ok: 9 quotations checked in 1 draft against 5 sources: 8 verbatim, 1 permitted\n"
    );
    assert_eq!(concise::render(&report, style), text::render(&report, style));
}

#[test]
fn no_line_but_an_origin_is_wider_than_the_terminal() {
    for width in [60, 64, 80, 100, 160, 240] {
        let rendered = text::render(&report(), Style { width, colour: false, links: None });
        for line in rendered.lines().filter(|line| !line.contains("--> ") && !line.contains("::: ")) {
            let columns: usize = line.chars().map(|c| c.width().unwrap_or(0)).sum();
            assert!(columns <= width, "{columns} columns at {width}: {line}");
        }
    }
}

#[test]
fn colour_changes_no_character() {
    for width in [50, 80, 160] {
        let plain = text::render(&report(), Style { width, colour: false, links: None });
        let coloured = text::render(&report(), Style { width, colour: true, links: None });
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }
}

#[test]
fn links_change_no_character_and_lead_to_what_they_stand_on() {
    let links = Links { host: "quay".into(), folder: "/harbour".into() };
    for (width, colour) in [(50, false), (80, true), (160, false)] {
        let plain = Style { width, colour, links: None };
        let linked = Style { links: Some(&links), ..plain };
        for render in [text::render, concise::render] {
            let (plain, linked) = (render(&report(), plain), render(&report(), linked));
            assert_eq!(unlinked(&linked), plain);
        }
        let text = text::render(&report(), linked);
        let leads =
            |address: &str, place: &str| text.contains(&format!("\u{1b}]8;;{address}\u{1b}\\{place}"));
        assert!(leads("file://quay/harbour/drafts/brief.md", "drafts/brief.md:3:240"), "{text}");
        assert!(leads("file://quay/harbour/seeds/004_c180aff60098511c.txt", "seeds/"), "{text}");
        assert!(leads("file://quay/harbour/sources/scan.pdf", "sources/scan.pdf"), "{text}");
        assert!(leads("file://quay/harbour/evil%1B%5B31m%E2%80%AE.md", "evil"), "{text}");
    }
}

/// A text without the openings and closings of its links.
fn unlinked(text: &str) -> String {
    let mut plain = String::new();
    for (i, part) in text.split("\u{1b}]8;;").enumerate() {
        let (address, shown) =
            if i == 0 { ("", part) } else { part.split_once("\u{1b}\\").expect("a link ends") };
        assert_eq!(i % 2 == 1, !address.is_empty(), "links open and close by turns: {part:?}");
        plain.push_str(shown);
    }
    plain
}

#[test]
fn ten_thousand_findings_on_one_line_of_many_megabytes_stay_cheap() {
    let words = "We do not need NATO in ASEAN, “said” he. 不需要 ".repeat(400_000);
    let mut files = Files::default();
    let step = words.len() / 10_000;
    let file = files.add(|id| File::new(id, "long.md".into(), "UTF-8", Format::Markdown, words));
    let input = (0..10_000).map(|i| finding(label(file.span(i * step..i * step + 20), "here"))).collect();
    let report = Report { files, input, ..Report::default() };
    let start = std::time::Instant::now();
    let rendered = text::render(&report, Style { width: 80, colour: true, links: None });
    assert!(rendered.len() > 1_000_000);
    // A quadratic renderer takes minutes; a linear one, a second or two without optimisation.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_panics_and_marks_stand_under_their_words(
        text in "([ -~]|[“”\n\t日本é\u{301}\u{200d}👩🏽\u{1b}\u{202e}\u{feff}\r]){0,400}",
        start in 0usize..500, length in 0usize..300, width in 0usize..120,
    ) {
        let mut files = Files::default();
        let file = files.add(|id| File::new(id, "a.md".into(), "UTF-8", Format::Markdown, text));
        let start = start.min(file.text.len());
        let one = finding(label(file.span(start..start + length), "what is said of it here"));
        let rendered = text::finding(&files, &one, Style { width, colour: false, links: None });
        let shown = |c: char| c == '\n' || !c.is_control();
        prop_assert!(rendered.chars().all(shown), "{rendered:?}");
        let words = display::clean(file.slice(one.primary.span).trim_ascii());
        let lines: Vec<_> = rendered.lines().collect();
        let line = lines.iter().position(|line| line.trim_start().starts_with("| ") && line.contains('^'));
        let whole = !file.slice(one.primary.span).contains('\n') && !rendered.contains('…');
        // A mark that combines with the letter before it takes no column, so it stands under nothing.
        let solid = |c: &char| c.width() > Some(0);
        if let (Some(line), true) = (line, whole && words.contains(|c| solid(&c))) {
            let mut at = 0;
            let under = |c: &char| {
                let below = lines[line].chars().nth(at);
                at += c.width().unwrap_or(0);
                below == Some('^')
            };
            let marked: String = lines[line - 1].chars().filter(solid).filter(under).collect();
            let words: String = words.chars().filter(solid).collect();
            prop_assert_eq!(marked.trim(), words.trim(), "{}", rendered);
        }
    }
}

fn label(span: Span, message: &str) -> Label {
    Label { span, message: message.into(), source: None }
}

fn finding(primary: Label) -> Finding {
    Finding {
        rule: "quote-altered",
        severity: Severity::Error,
        message: "the words differ from the source’s".into(),
        primary,
        related: Vec::new(),
        notes: Vec::new(),
        help: Vec::new(),
        fixes: Vec::new(),
    }
}

/// The span of some words of a file that was added.
fn find(files: &Files, file: FileId, words: &str) -> Span {
    let file = files.get(file);
    let start = file.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {}", file.path));
    file.span(start..start + words.len())
}

const DRAFT: &str = "# Brief\n\nThe idea has met with resistance all over the region, and nowhere more than among those \
whom it was meant to please. At the forum in the spring one delegate after another rose to say that nobody had asked for \
it. “We are already ASEAN. We don’t require NATO in ASEAN,” said the Malaysian foreign minister, Mohamad Hasan, to long \
applause, and the Indonesian papers said much the same on the morning after. India kept its distance, too: it “has a \
different history and a different way of approaching the world”, its minister said in Tokyo. Others were more cautious. \
The Philippines, which of all the members has the most to fear, called the plan unrealistic; Singapore said that it would \
wait and see; and Thailand said nothing at all, which those who know the country took for an answer. What the plan’s \
friends had to say to this was little enough.\n\n\
\tA tab, 他说：“我们不需要亚洲版北约。” and 👩🏽‍🚀 e\u{301}t cetera, “wholly altered”.\n\n\
> No one wishes to return\n> to bloc confrontation, and no one\n> ever did.\n\n\
“One.\nTwo.\nThree.\nFour.\nFive.\nSix.”\n";

const SOURCE: &str = "Why “Asian NATO” finds no support?\nWith the geopolitical landscape shifting in recent years, some are \
trumpeting NATO's eastward expansion into Asia, an attempt to mimic the \"collective security\" concept of the West. Much \
to their surprise, however, such a notion has been met with a chorus of resistance. \"We are already ASEAN. We do not need \
NATO in ASEAN,\" said the Malaysian Foreign Minister Mohamad Hasan. The Jakarta Post, a leading English newspaper, has \
dismissed the idea.\n他说：\u{201c}我们根本不需要亚洲版的北约，也不需要别的什么集团，我们需要的是和平、稳定、发展与合作，不是对抗与分裂。\u{201d}\n";

fn report() -> Report {
    let mut files = Files::default();
    let mut add = |path: &str, text: &str| {
        files.add(|id| File::new(id, path.into(), "UTF-8", Format::Markdown, text.into())).id
    };
    let draft = add("drafts/brief.md", DRAFT);
    let source = add("seeds/004_c180aff60098511c.txt", SOURCE);
    let hostile = add("evil\u{1b}[31m\u{202e}.md", "He said “\u{1b}[2J\u{202e}gone\u{7}” and left.\n");
    let unreadable = add("sources/scan.pdf", "");
    let at = |file, words: &str| find(&files, file, words);
    let cited = |words: &str, message: &str| Label {
        source: Some("why-no-support".into()),
        ..label(find(&files, source, words), message)
    };

    let mut altered = finding(label(at(draft, "don’t require"), "the source: “do not need”"));
    altered.message = "this quotation differs from its source in two words".into();
    altered.related.push(cited("We are already ASEAN. We do not need NATO in ASEAN,", "nearest passage"));
    altered.fixes.push(Fix {
        title: "use the source’s words".into(),
        safety: Safety::Unsafe,
        edits: vec![Edit { span: at(draft, "don’t require"), replacement: "do not need".into() }],
    });

    let mut noted = finding(label(at(draft, "different history"), ""));
    noted.severity = Severity::Warning;
    noted.rule = "quote-out-of-context";
    noted.message =
        "the cut removes a limit on the quoted words, so that they say more in the draft than they say in \
                     the source, where “only if” stands before them"
            .into();
    noted.notes.push(
        "the source goes on: “but it would, all the same, have to be considered by the whole of the cabinet before it \
         could be said to be the policy of the government”"
            .into(),
    );
    noted
        .help
        .push("quote the whole sentence, or say in your own words on what condition it was said".into());

    let mut wide = finding(label(at(draft, "我们不需要亚洲版北约"), "differs in three characters"));
    wide.related.push(cited(
        "我们根本不需要亚洲版的北约，也不需要别的什么集团，我们需要的是和平、稳定、发展与合作，不是对抗与分裂",
        "nearest passage, of which the draft gives the first part and which goes on to say what is needed instead",
    ));
    wide.notes.push("源文本继续写道：我们需要的是和平、稳定、发展与合作，不是对抗与分裂，这一点我们在去年的会议上已经说得非常清楚了。".into());

    let mut omitted = finding(label(at(draft, "wholly").with_end_as_start(), "“not” is left out here"));
    omitted.rule = "quote-elided";
    omitted.related.push(label(at(draft, "wholly altered"), "a second place"));

    let long = "“We are already ASEAN. We don’t require NATO in ASEAN,” said the Malaysian foreign minister, Mohamad \
                Hasan, to long applause, and the Indonesian papers said much the same on the morning after.";
    let long =
        finding(label(at(draft, long), "a span that is longer than the line is shown by its two ends"));
    let block = finding(label(
        at(draft, "No one wishes to return\n> to bloc confrontation, and no one\n> ever did."),
        "over three lines",
    ));
    let six = finding(label(at(draft, "One.\nTwo.\nThree.\nFour.\nFive.\nSix."), "over six"));

    let mut evil = finding(label(at(hostile, "\u{1b}[2J\u{202e}gone\u{7}"), "ends \u{1b}]0;title\u{7} here"));
    evil.message = "a message\nwith \u{9b}31m control".into();
    let mut scan = finding(label(files.get(unreadable).span(0..0), "no text layer"));
    scan.rule = "source-unreadable";
    scan.message = "this source cannot be read".into();
    scan.help.push("convert it to text, and put `scan.txt` beside it".into());

    let quotes =
        Quotes { found: 12, verbatim: 6, permitted: 1, altered: 2, unchecked: 3, ..Quotes::default() };
    let mut summary = Summary { drafts: 1, sources: 5, errors: 8, warnings: 1, quotes, ..Summary::default() };
    summary.unchecked.extend([("with-no-reporting-clause", 1), ("too-short", 2)]);
    summary.skipped.insert("pdf".into(), 4);
    let input = vec![altered, noted, wide, omitted, long, block, six, evil, scan];
    Report { files, input, summary, ..Report::default() }
}

trait EmptyAt {
    /// The place before a span.
    fn with_end_as_start(self) -> Span;
}

impl EmptyAt for Span {
    fn with_end_as_start(self) -> Span {
        Span { end: self.start, ..self }
    }
}
