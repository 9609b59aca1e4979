//! The formats that other programs read: a report made by hand against `tests/golden/`, and what holds for real ones.
//!
//! `IBID_BLESS=1` rewrites the golden files. `.ci/formats.py` holds the formats to the schemas and programs of others.

mod common;

use std::collections::BTreeSet;

use common::made::{finding, label, report};
use common::{check_texts, golden};
use ibid::check::Report;
use ibid::check::coverage::Short;
use ibid::config::coverage::Unit;
use ibid::file::{File, Files, Format};
use ibid::finding::{Edit, Fix, Label, Safety};
use ibid::output::{checkstyle, github, gitlab, junit, markdown, rdjson, sarif};
use proptest::prelude::*;
use serde_json::Value;

/// A format's way with a report.
type Render = fn(&Report) -> String;
/// A format's way with a run that failed before it had one.
type Failure = fn(&str, &[String]) -> String;

/// The formats that are one document, with what each makes of a report and of a run that failed before it had one.
const DOCUMENTS: &[(&str, Render, Failure)] = &[
    ("sarif.json", sarif::render, sarif::failure),
    ("gitlab.json", gitlab::render, gitlab::failure),
    ("rdjson.json", rdjson::render, rdjson::failure),
    ("checkstyle.xml", checkstyle::render, checkstyle::failure),
    ("junit.xml", junit::render, junit::failure),
    ("summary.md", markdown::render, markdown::failure),
];

/// The report made by hand, with a draft that falls short beside its findings.
fn full() -> Report {
    let mut report = report();
    let path = "drafts/brief.md".to_owned();
    report.summary.short = Some(vec![Short { path, unit: Unit::Sentences, found: 8, tied: 5, least: 80 }]);
    report
}

#[test]
fn every_document_is_as_it_was_looked_at() {
    for (name, render, failure) in DOCUMENTS {
        golden(name, &render(&full()));
        let help = ["try <this> & \"that\"".to_owned(), "or\u{1b}[2J\n]]> something else".to_owned()];
        let (stem, extension) = name.split_once('.').unwrap();
        golden(&format!("{stem}-failure.{extension}"), &failure("`a<b>.toml` does not exist", &help));
    }
    golden("github.txt", &github::render(&full()));
}

#[test]
fn a_workflow_command_is_one_line_and_the_worst_stand_first() {
    let rendered = github::render(&full());
    let lines: Vec<&str> = rendered.lines().collect();
    let (closing, commands) = lines.split_last().unwrap();
    assert!(!closing.starts_with("::"), "{closing}");
    assert_eq!(commands.len(), full().findings().count() + 1);
    let kinds: Vec<&str> = commands.iter().map(|line| line[2..].split(' ').next().unwrap()).collect();
    let ranks: Vec<usize> = kinds
        .iter()
        .map(|kind| ["error", "warning", "notice"].iter().position(|known| known == kind).unwrap())
        .collect();
    assert!(ranks.is_sorted() && ranks.contains(&1), "{kinds:?}");
    for command in commands {
        let (properties, message) = command.split_once(' ').unwrap().1.split_once("::").unwrap();
        let names: Vec<&str> =
            properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        assert_eq!((names[0], *names.last().unwrap()), ("file", "title"), "{command}");
        let columns = names.contains(&"col");
        let spans_lines =
            properties.contains("line=") && value(properties, "line") != value(properties, "endLine");
        assert!(!(columns && spans_lines), "{command}");
        assert!(!message.is_empty() && command.chars().all(|c| !c.is_control()), "{command}");
    }
}

fn value<'a>(properties: &'a str, name: &str) -> Option<&'a str> {
    properties
        .split(',')
        .filter_map(|property| property.split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

const SOURCE: &str = "“The ferry 🚢 will not sail before the ice has gone,” the harbour master said. “We have waited for \
twelve weeks, and we can wait for two more,” he added.\n";

/// A draft with a misquotation behind characters of one to four bytes, twice the same one.
const DRAFT: &str = "Über 🚢🚢 the quay, the harbour master said: “The ferry 🚢 will not sail until the ice has gone.”\n\n\
He added: “We have waited for eleven weeks, and we can wait for two more.”\n\n\
Again: “We have waited for eleven weeks, and we can wait for two more,” he said.\n";

#[test]
fn columns_of_rdjson_count_bytes_and_a_suggestion_fits_where_it_is_put() {
    for bom in ["", "\u{feff}"] {
        for line_end in ["\n", "\r\n"] {
            let draft = format!("{bom}{DRAFT}").replace('\n', line_end);
            let object: Value =
                serde_json::from_str(&rdjson::render(&check_texts(&draft, SOURCE, false))).unwrap();
            let mut mended = 0;
            for found in object["diagnostics"].as_array().unwrap() {
                for suggestion in found["suggestions"].as_array().into_iter().flatten() {
                    let new = applied(&draft, suggestion);
                    let words = suggestion["text"].as_str().unwrap();
                    assert!(!words.is_empty() && new.contains(words));
                    mended += usize::from(new.contains("will not sail before the ice has gone"))
                        + new.matches("waited for twelve weeks").count();
                }
            }
            assert_eq!(mended, 3, "{object:#}");
        }
    }
}

/// A text with a suggestion carried out as the format's own description says.
fn applied(text: &str, suggestion: &Value) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let offset = |place: &Value| {
        let (line, column) =
            (place["line"].as_u64().unwrap() as usize, place["column"].as_u64().unwrap() as usize);
        lines[..line - 1].iter().map(|line| line.len()).sum::<usize>() + column - 1
    };
    let range = &suggestion["range"];
    let (start, end) = (offset(&range["start"]), offset(&range["end"]));
    format!("{}{}{}", &text[..start], suggestion["text"].as_str().unwrap(), &text[end..])
}

#[test]
fn a_sarif_log_says_where_and_with_what_a_finding_is_mended() {
    let draft = format!("\u{feff}{DRAFT}");
    let log: Value = serde_json::from_str(&sarif::render(&check_texts(&draft, SOURCE, false))).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let (rules, artifacts) = (&run["tool"]["driver"]["rules"], &run["artifacts"]);
    let mut mended = 0;
    for result in results {
        assert_eq!(result["ruleId"], rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"]);
        for place in
            result["locations"].as_array().into_iter().chain(result["relatedLocations"].as_array()).flatten()
        {
            let place = &place["physicalLocation"];
            let named = &artifacts[place["artifactLocation"]["index"].as_u64().unwrap() as usize];
            assert_eq!(place["artifactLocation"]["uri"], named["location"]["uri"]);
            let text = if named["roles"].is_array() { &draft } else { SOURCE };
            let words = &text[in_characters(text, &place["region"])];
            assert_eq!(place["region"]["snippet"]["text"].as_str().unwrap_or_default(), words);
        }
        for change in result["fixes"].as_array().into_iter().flatten() {
            let change = &change["artifactChanges"][0]["replacements"][0];
            let mut new = draft.clone();
            new.replace_range(
                in_characters(&draft, &change["deletedRegion"]),
                change["insertedContent"]["text"].as_str().unwrap(),
            );
            mended += usize::from(new.contains("will not sail before the ice has gone"))
                + new.matches("waited for twelve weeks").count();
        }
        // Every related place is led to from the message.
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            assert!(result["message"]["text"].as_str().unwrap().contains(&format!("]({})", related["id"])));
        }
    }
    assert_eq!(mended, 3, "{log:#}");
}

/// The bytes of a region whose columns count characters, of which a byte-order mark is none.
fn in_characters(text: &str, region: &Value) -> std::ops::Range<usize> {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let offset = |line: &str, column: &str| {
        let (line, column) =
            (region[line].as_u64().unwrap() as usize, region[column].as_u64().unwrap() as usize);
        let lines: Vec<&str> = text[mark..].split_inclusive('\n').collect();
        let before: usize = lines[..line - 1].iter().map(|line| line.len()).sum();
        let within: usize = lines[line - 1].chars().take(column - 1).map(char::len_utf8).sum();
        mark + before + within
    };
    offset("startLine", "startColumn")..offset("endLine", "endColumn")
}

#[test]
fn a_case_of_junit_keeps_its_name_when_lines_move_and_a_clean_draft_passes() {
    let cases = |draft: &str| {
        let document = junit::render(&check_texts(draft, SOURCE, false));
        let names = document
            .split("<testcase name=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned());
        (
            names.collect::<Vec<_>>(),
            document.split_once(" tests=").unwrap().1.split_once('>').unwrap().0.to_owned(),
        )
    };
    let (names, counts) = cases(DRAFT);
    assert_eq!(counts, format!("\"{}\" failures=\"{}\" errors=\"0\"", names.len(), names.len()));
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(names.contains(&"quote-altered: eleven #2".to_owned()), "{names:?}");
    assert_eq!(cases(&format!("A paragraph more.\n\n{DRAFT}")).0, names);
    let clean = cases("A draft without a quotation.\n");
    assert_eq!(clean, (vec!["no findings".to_owned()], "\"1\" failures=\"0\" errors=\"0\"".to_owned()));
}

#[test]
fn fingerprints_are_unique_and_stay_when_lines_move() {
    let as_it_was = fingerprints(&check_texts(DRAFT, SOURCE, false));
    assert_eq!(as_it_was.iter().collect::<BTreeSet<_>>().len(), as_it_was.len());
    assert!(as_it_was.len() >= 3, "{as_it_was:?}");
    for (case, moved) in [
        ("lines above", format!("# A heading\n\nA paragraph more.\n\n{DRAFT}")),
        (
            "a paragraph wrapped anew",
            DRAFT
                .replace(" will not sail ", " will not\nsail ")
                .replace("eleven weeks, and", "eleven weeks,\nand"),
        ),
        ("another line end", DRAFT.replace('\n', "\r\n")),
        ("words beside a quotation", DRAFT.replace("the quay", "the old stone quay")),
    ] {
        assert_eq!(fingerprints(&check_texts(&moved, SOURCE, false)), as_it_was, "{case}");
    }
    let other = DRAFT.replacen("eleven weeks", "thirteen weeks", 1);
    assert_ne!(fingerprints(&check_texts(&other, SOURCE, false)), as_it_was);
}

fn fingerprints(report: &Report) -> Vec<String> {
    let issues: Value = serde_json::from_str(&gitlab::render(report)).unwrap();
    issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
}

/// A report of one finding with a text in every place that text can stand in.
fn saying(text: &str, path: &str, row: Option<&str>) -> Report {
    let mut files = Files::default();
    let file = files.add(|id| {
        let file = File::new(id, path.into(), "UTF-8", Format::Markdown, format!("one {text} two"));
        row.map_or_else(
            || File::new(id, path.into(), "UTF-8", Format::Markdown, format!("one {text} two")),
            |row| file.in_row(row.into()),
        )
    });
    let mut found = finding(label(file.span(4..4 + text.len()), text));
    found.message = text.to_owned();
    found.related.push(Label { source: Some(text.to_owned()), ..label(file.span(0..3), text) });
    found.notes.push(text.to_owned());
    found.help.push(text.to_owned());
    let edits = vec![Edit { span: file.span(4..4 + text.len()), replacement: text.to_owned() }];
    found.fixes.push(Fix { title: text.to_owned(), safety: Safety::Unsafe, edits });
    let mut report = Report { files, input: vec![found], ..Report::default() };
    report.summary.short =
        Some(vec![Short { path: path.to_owned(), unit: Unit::Quotes, found: 2, tied: 1, least: 80 }]);
    report
}

/// Characters that mean something to one of the formats, and words.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "a",
        "ward",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\u{1b}[31m",
        "\0",
        "\u{7}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffe}",
        "é",
        "日",
        "🚢",
        "<",
        ">",
        "<b>",
        "</failure>",
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[",
        "&",
        "&amp;",
        "&#x0;",
        "\"",
        "'",
        "`",
        "``",
        "*",
        "**",
        "_",
        "[",
        "](",
        ")",
        "![",
        "#",
        "@",
        "|",
        "~~",
        "$",
        "\\",
        "\\\\",
        "%",
        "%0A",
        "::",
        ":",
        ",",
        "=",
        "http://x.y",
        "www.x.y",
        "1. ",
        "- ",
        "    ",
        "{",
        "}",
        "|-|",
    ]);
    proptest::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_text_breaks_a_format(text in hostile(), path in hostile(), row in proptest::option::of(hostile())) {
        let report = saying(&text, &format!("a{path}"), row.as_deref());
        for (name, render, failure) in DOCUMENTS {
            for document in [render(&report), failure(&text, std::slice::from_ref(&path))] {
                match name.rsplit_once('.').unwrap().1 {
                    "json" => {
                        let parsed: Result<Value, _> = serde_json::from_str(&document);
                        prop_assert!(parsed.is_ok(), "{name}: {document}");
                    }
                    "xml" => well_formed(&document),
                    _ => inert(&document),
                }
            }
        }
        let commands = github::render(&report);
        prop_assert_eq!(commands.lines().count(), 3, "{}", commands);
        prop_assert_eq!(commands.matches('\n').count(), 3, "{}", commands);
        prop_assert_eq!(github::failure(&text, &[path]).matches('\n').count(), 1);
    }
}

/// Panics where a document is not XML that ends what it opens, or holds a character that none may hold.
#[cfg(feature = "office")]
fn well_formed(document: &str) {
    use quick_xml::events::Event;
    assert!(
        document.chars().all(|c| !c.is_control() || "\n\t\u{7f}".contains(c) || c >= '\u{80}'),
        "{document:?}"
    );
    let mut reader = quick_xml::Reader::from_str(document);
    let mut depth = 0;
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {document}"));
        match event {
            Event::Start(element) | Event::Empty(element)
                if element.attributes().any(|attribute| attribute.is_err()) =>
            {
                panic!("{element:?}: {document}")
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => panic!("{document}"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{document}");
}

#[cfg(not(feature = "office"))]
fn well_formed(_: &str) {}

/// Panics where Markdown holds more than headings, lists, paragraphs, strong words and code.
fn inert(document: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    for event in Parser::new_ext(document, Options::all()) {
        let plain = match &event {
            Event::Start(tag) => {
                matches!(tag, Tag::Heading { .. } | Tag::List(_) | Tag::Item | Tag::Paragraph | Tag::Strong)
            }
            Event::End(_) | Event::Text(_) | Event::Code(_) => true,
            _ => false,
        };
        assert!(plain, "{event:?} in {document}");
    }
}

#[test]
fn a_summary_says_how_many_findings_it_leaves_out() {
    let mut report = saying("a word", "drafts/brief.md", None);
    let one = report.input[0].clone();
    report.input = vec![one; 2_000];
    let summary = markdown::render(&report);
    assert!(summary.len() <= 60_000 && summary.len() > 50_000, "{}", summary.len());
    let shown = summary.matches("\n- **error**").count();
    let told = format!("{} findings are left out here; `ibid check` shows all.\n", 2_001 - shown);
    assert!(shown > 100 && summary.ends_with(&told), "{shown}: {}", &summary[summary.len() - 200..]);
    // A single one that is too long is cut short, too.
    assert!(markdown::render(&saying(&"word ".repeat(40_000), "a.md", None)).len() <= 60_000);
}
