//! The text, concise and JSON forms of a report made by hand, against `tests/golden/`, and what holds for any report.
//!
//! One table of cases passes through every form. `IBID_BLESS=1` rewrites the golden files.

mod common;

use common::golden;
use common::made::{finding, label, report};
use ibid::check::{Quotes, Report, Summary};
use ibid::file::{File, Files, Format};
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
        let start = start.min(file.text().len());
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
