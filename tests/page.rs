//! `ibid trace --format html`: what the page holds, and that nothing in a draft, a source or a name is more than text.
//!
//! Every page is read by `common/page.rs`, which ends the test where tags cross or a link leads nowhere.

mod common;
#[path = "common/page.rs"]
mod page;

use common::{check_formats, check_texts, program};
use ibid::check::Report;
use ibid::file::Format;
use ibid::output::trace::{Wanted, html};
use page::Page;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March. “We have \
waited for eleven weeks, and we can wait for one more. Nobody has gone hungry on the island yet.”\n\nHe was asked about \
the lamps. “The lamps at the pier are lit every evening at six, unless the keeper is ill,” he said.\n";

const DRAFT: &str = "# The winter\n\n“The boat will not sail before the ice has gone,” the harbour master said [@source]. \
“We have waited for twelve weeks, and we can wait for one more,” he added [@source]. He said that the lamps at the pier \
were lit every evening at six [@source].\n\n- “Nobody has gone hungry on the isle yet”, he said [@source].\n- “There has \
never been so much flour in the storehouse”, the baker said [@lamp-book].\n\n| who | what |\n|---|---|\n| he | “The lamps \
at the pier are lit every morning at six” [@source] |\n\n> We have waited for eleven weeks, and\n> we can wait for one \
more.\n>\n> — the harbour master [@source]\n";

fn rendered(report: &Report) -> Page {
    page::read(&html::render(report, Wanted::default()))
}

#[test]
fn the_page_holds_the_draft_and_nothing_but_the_draft() {
    let page = rendered(&check_texts(DRAFT, HARBOUR, false));
    assert_eq!(page.drafts, [DRAFT]);
    let heads = page.of("heading").map(|heading| (heading.get("aria-level"), heading.text.as_str()));
    assert_eq!(heads.collect::<Vec<_>>(), [("3", "# The winter\n\n")]);
    let cells = page.elements.iter().filter(|element| element.get("role") == "cell");
    assert_eq!(cells.count(), 2);
    assert_eq!(page.of("item").count(), 2);
}

#[test]
fn a_quotation_leads_to_its_passage_with_what_differs_marked() {
    let page = rendered(&check_texts(DRAFT, HARBOUR, false));
    let altered =
        page.of("altered").find(|element| element.get("href") == "#d1-q2").expect("a quotation is altered");
    assert_eq!(altered.get("id"), "d1-q2-words");
    let note = page.at("d1-q2");
    for words in
        ["Altered", "the harbour master (he added)", "In source source.txt:1", "Cites source", "line 3"]
    {
        assert!(note.text.contains(words), "{words}: {}", note.text);
    }
    assert!(
        note.text.contains("“We have waited for eleven weeks, and we can wait for one more. Nobody"),
        "{}",
        note.text
    );
    let marked: Vec<&str> = page
        .elements
        .iter()
        .filter(|element| element.name == "mark")
        .map(|mark| mark.text.as_str())
        .collect();
    assert!(["twelve", "eleven", "isle", "island"].iter().all(|word| marked.contains(word)), "{marked:?}");
    // What is reported, and what is cited, have their notes, too.
    assert!(page.at("d1-s1").text.contains("In source source.txt:3"), "{}", page.at("d1-s1").text);
    assert!(page.at("d1-c1").text.contains("source.txt"), "{}", page.at("d1-c1").text);
}

#[test]
fn every_finding_and_its_words_lead_to_each_other() {
    let report = check_texts(DRAFT, HARBOUR, true);
    let findings = &report.drafts[0].findings;
    assert!(findings.len() >= 3, "{findings:?}");
    let page = rendered(&report);
    let cards: Vec<_> = page.of("card").collect();
    assert_eq!(cards.len(), findings.len());
    for (number, finding) in (1..).zip(findings) {
        let card = page.at(&format!("d1-f{number}"));
        assert!(
            card.text.contains(finding.rule) && card.text.contains(&finding.message.replace('`', "")),
            "{}",
            card.text
        );
        assert!(card.is(finding.severity.name()));
        let words = page.at(&format!("d1-f{number}-words"));
        assert_eq!(words.get("href"), format!("#d1-f{number}"));
        let back =
            page.elements.iter().filter(|element| element.get("href") == format!("#d1-f{number}-words"));
        assert_eq!(back.count(), 1);
    }
}

#[test]
fn several_drafts_have_a_list_of_contents_and_findings_about_the_input_a_place() {
    let folder = program::folder([
        ("drafts/autumn.md", DRAFT),
        ("drafts/winter.md", "“The lamps at the pier are lit every evening at six”, he said.\n"),
        ("sources/harbour.txt", HARBOUR),
        ("sources/broken.bib", "@book{lamp-book,\n  title = {Lamps"),
    ]);
    let arguments = ["trace", "--sources", "sources", "--format", "html", "drafts"];
    let run = program::run(folder.path(), &arguments, &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let page = page::read(&run.out);
    assert_eq!(page.drafts.len(), 2);
    let contents = page.of("contents").next().expect("a list of contents");
    assert!(contents.text.contains("drafts/autumn.md") && contents.text.contains("drafts/winter.md"));
    let input = page.of("input").next().expect("a place for the input");
    assert!(
        input.text.contains("source-unreadable") && input.text.contains("sources/broken.bib:1"),
        "{}",
        input.text
    );
    assert_eq!(
        run.out,
        program::run(folder.path(), &arguments, &[]).out,
        "the same drafts give the same page"
    );
    let place = folder.path().to_string_lossy().into_owned();
    assert!(!run.out.contains(&place), "the page names a folder of the machine");
}

#[test]
fn the_quotations_of_one_verdict_can_be_asked_for() {
    let report = check_texts(DRAFT, HARBOUR, false);
    let page =
        page::read(&html::render(&report, Wanted { verdicts: &["verbatim".to_owned()], untied: false }));
    let quotes = page.elements.iter().filter(|element| element.name == "a" && element.is("quote"));
    assert!(quotes.clone().count() > 0 && quotes.clone().all(|quote| quote.is("verbatim")));
    assert!(!page.elements.iter().any(|element| element.name == "a" && element.is("citation")));
    assert_eq!(page.drafts, [DRAFT]);
}

#[test]
fn bars_show_what_is_tied_to_each_source_and_a_switch_what_is_tied_to_none() {
    let ledger =
        "The ferry carried four hundred and twelve sacks of mail across the sound in the month of April.\n";
    let draft = "“The boat will not sail before the ice has gone,” the harbour master said [@source]. The baker’s bread \
                 was praised by all. It was a hard winter for the island.\n";
    let report =
        check_formats((draft, Format::Markdown), &[(HARBOUR, Format::Plain), (ledger, Format::Plain)], false);
    let page = rendered(&report);
    let coverage = page.of("coverage").next().expect("a table of what is tied");
    for words in ["source", "33 %", "1 of 3", "Nothing from source1."] {
        assert!(coverage.text.replace('\u{a0}', " ").contains(words), "{words}: {}", coverage.text);
    }
    assert!(page.of("fill").all(|bar| bar.get("width") == "33.3") && page.of("fill").count() == 2);
    let untied: Vec<&str> = page.of("untied").map(|words| words.text.as_str()).collect();
    assert_eq!(untied, ["The baker’s bread was praised by all.", "It was a hard winter for the island."]);
    assert!(!page.at("show-untied").attributes.contains_key("checked"));

    let page = page::read(&html::render(&report, Wanted { untied: true, verdicts: &[] }));
    assert!(page.at("show-untied").attributes.contains_key("checked"));
    assert_eq!(page.of("untied").count(), 2);
    assert!(!page.elements.iter().any(|element| element.name == "a" && element.is("quote")));
}

#[test]
fn a_failed_run_prints_no_page() {
    let folder = program::folder([("a.md", "A draft.\n"), ("ibid.toml", "[sources]\npath = 3\n")]);
    let run = program::run(folder.path(), &["trace", "--format", "html", "a.md"], &[]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("config-invalid") && run.err.contains("ibid.toml"), "{}", run.err);
}

/// What a page might take for more than text.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</script>",
    "</style>",
    "<!--",
    "-->",
    "]]>",
    "<img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "&lt;script&gt;",
    "&#0;",
    "\u{202e}",
    "\u{2067}",
    "\u{1b}[31m",
    "\u{9b}31m",
    "\u{7f}",
    "\0",
    "\u{feff}",
    "\u{fffe}",
];

#[test]
fn a_draft_full_of_markup_is_a_draft_full_of_text() {
    for hostile in HOSTILE {
        let draft = format!(
            "# {hostile}\n\n“The boat {hostile} will not sail before the ice has gone {hostile},” said {hostile} Ward [@{hostile}; \
             @source]. {hostile}\n\n> {hostile}\n\n| {hostile} | b |\n|---|---|\n| c | {hostile} |\n\n```{hostile}\n{hostile}\n```\n\n\
             [^{hostile}]: {hostile}\n{hostile}"
        );
        let source = HARBOUR.replace("sail", &format!("sail {hostile}"));
        for format in [Format::Markdown, Format::Plain] {
            let report = check_formats((&draft, format), &[(&source, Format::Plain)], true);
            let page = rendered(&report);
            assert_eq!(page.drafts, [draft.replace('\0', "\u{fffd}")], "{hostile:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn names_and_what_comes_through_the_program_are_text_too() {
    let name = "<script>alert(1)<\u{202e}script>\"'&.md";
    let draft = format!("“The boat will not sail,” said {} Ward.\n", HOSTILE[15..18].concat());
    let folder =
        program::folder([(format!("drafts/{name}"), draft.as_str()), (format!("sources/{name}"), HARBOUR)]);
    for colour in ["always", "never"] {
        let arguments = ["trace", "--sources", "sources", "--format", "html", "--color", colour, "drafts"];
        let run = program::run(folder.path(), &arguments, &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        let page = page::read(&run.out);
        assert_eq!(page.drafts, [draft.as_str()]);
        assert!(
            !run.out
                .replace("<bdi class=\"control\" data-code=\"202E\">\u{202e}</bdi>", "")
                .contains('\u{202e}')
        );
    }
}

#[test]
fn a_long_draft_gives_a_page_of_a_small_multiple_of_its_length() {
    let length = |times: usize| {
        let draft = DRAFT.repeat(times);
        let report = check_texts(&draft, HARBOUR, false);
        (draft.len(), html::render(&report, Wanted::default()).len())
    };
    let (few, some) = (length(50), length(100));
    let factor = (some.1 - few.1) as f64 / (some.0 - few.0) as f64;
    assert!(factor < 30.0, "a further byte of the draft costs {factor} bytes of the page");
}

#[test]
fn a_draft_of_one_long_line_is_read_in_linear_time() {
    let bars = "| “a b” ".repeat(20_000);
    for text in [
        "“a ".repeat(60_000),
        "> ".repeat(60_000),
        "*a* ".repeat(60_000),
        format!("{bars}|\n|---|\n{bars}"),
        format!("a{}<!-- {} -->b", " ".repeat(100_000), "=|".repeat(100_000)),
    ] {
        let page = html::render(&check_texts(&text, HARBOUR, false), Wanted::default());
        assert_eq!(page::read(&page).drafts, [text]);
    }
}

/// Text of prose, signs of markup and what is hostile, in any order.
fn anything() -> impl Strategy<Value = String> {
    let words = "the boat will not sail before the ice has gone we have waited for eleven weeks he said that the lamps at \
                 the pier are lit every evening";
    let words: Vec<&'static str> = words.split(' ').collect();
    let signs = [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n# ",
        "\n- ",
        "\n  - ",
        "\n1. ",
        "\n> ",
        "\n>\n",
        "“",
        "”",
        "\"",
        "'",
        "*",
        "**",
        "`",
        "\n```\n",
        "\n---\n",
        "\n===\n",
        " | ",
        "|",
        "\n|---|---|\n",
        "[^1]",
        "\n[^1]: ",
        "[@source]",
        "[@lamp]",
        "(Ward 2021)",
        "<b>",
        "</b>",
        "&amp;",
        "&eacute;",
        "…",
        ". ",
        ", ",
        "日本",
        "é",
        "\u{c}",
        "https://example.org/a",
        "$x$",
        "\\",
        "<!-- ibid: allow(quote) -->",
        "said Ann Ward",
        "Ward said that",
    ];
    let piece = prop_oneof![
        6 => select(words).prop_map(|word| format!("{word} ")),
        4 => select(signs.to_vec()).prop_map(str::to_owned),
        1 => select(HOSTILE.to_vec()).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(6), ..ProptestConfig::default() })]

    #[test]
    fn no_text_loses_a_byte_or_crosses_a_tag(draft in anything(), source in anything(), markdown: bool) {
        let format = if markdown { Format::Markdown } else { Format::Plain };
        let report = check_formats((&draft, format), &[(&source, Format::Plain), (HARBOUR, Format::Plain)], true);
        let page = rendered(&report);
        prop_assert_eq!(&page.drafts, &[draft.replace('\0', "\u{fffd}")]);
    }
}
