//! `ibid trace` from outside: its table at several widths and its JSON against `tests/golden/`, and what it counts.
//!
//! `IBID_BLESS=1` rewrites the golden files.

mod common;

use common::program::{self, Run};
use common::schema::{holds, schema};
use common::{golden, read};
use ibid::matching::{Reason, Verdict};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March. “We have \
waited for eleven weeks, and we can wait for one more. Nobody has gone hungry on the island yet.”\n\nHe was asked about \
the lamps. “The lamps at the pier are lit every evening at six, unless the keeper is ill,” he said.\n";

const LEDGER: &str = "The ledger of the ferry office, first page.\n\u{c}The ferry carried four hundred and twelve sacks \
of mail across the sound in the month of April, and returned with none.\n";

const LIBRARY: &str = "@misc{harbour-master,\n  title = {What the harbour master said},\n  file = {texts/harbour.txt}\n}\n\
@book{pilot-memoir,\n  title = {Forty years a pilot}\n}\n";

const DRAFT: &str = "# The winter\n\n“The boat will not sail before the ice has gone,” the harbour master said \
[@harbour-master]. “We have waited for twelve weeks, and we can wait for one more,” he added [@harbour-master]. He said \
that “nobody has gone hungry on the island yet” (Harbour Board, 12 May) and spoke of “utter misery”.\n\nAll the same, “we \
have waited, and we can wait for one more”, he said. Of the pier he said that “the lamps at the pier are lit every evening \
at six” [@harbour-master].\n\nThe office, he wrote, “carried four hundred and twelve sacks of mail across the sound” \
[@harbour-master]. In summer, as the pilot put it, “the gulls themselves ask for a berth on the quay” [@pilot-memoir].\n\nThe \
baker said that “there has never been so much flour in the storehouse as there was then”.\n\n“The boat will not sail \
before the ice has gone. The lamps at the pier are lit every evening at six,” he said [@lamp-book].\n\n\
> We have waited for eleven weeks, and\n> we can wait for one more.\n>\n> — the harbour master\n";

const SECOND: &str = "He said: “Nobody has gone hungry on the island yet.” And he said: “The lamps at the pier are lit at six, \
unless the keeper is ill.”\n";

/// A folder of two drafts, two sources and a bibliography.
fn project() -> tempfile::TempDir {
    program::folder([
        ("drafts/winter.md", DRAFT),
        ("drafts/spring.md", SECOND),
        ("texts/harbour.txt", HARBOUR),
        ("texts/ledger.txt", LEDGER),
        ("library.bib", LIBRARY),
    ])
}

/// Traces the project's drafts.
fn trace(arguments: &[&str], columns: &str) -> Run {
    let common = ["trace", "--sources", "texts", "--sources", "library.bib", "drafts"];
    let run = program::run(project().path(), &[&common, arguments].concat(), &[("COLUMNS", columns)]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
    run
}

fn json(arguments: &[&str]) -> Value {
    let object =
        serde_json::from_str(&trace(&[&["--format", "json"], arguments].concat(), "80").out).unwrap();
    holds("trace", &object);
    object
}

#[test]
fn the_table_is_as_it_was_looked_at() {
    for columns in ["60", "80", "100", "200"] {
        golden(&format!("trace-{columns}.txt"), &trace(&[], columns).out);
    }
    golden("trace-80-colour.txt", &trace(&["--color", "always"], "80").out);
}

#[test]
fn the_json_is_as_it_was_looked_at_and_keeps_its_schema() {
    golden("trace.json", &trace(&["--format", "json"], "80").out);
    let object = json(&[]);
    let verdicts: Vec<&str> =
        quotes(&object).map(|quote| quote["match"]["verdict"].as_str().unwrap()).collect();
    for verdict in Verdict::NAMES.iter().filter(|verdict| **verdict != "permitted") {
        assert!(verdicts.contains(verdict), "no quotation of the project is {verdict}: {verdicts:?}");
    }
}

#[test]
fn no_line_is_wider_than_the_terminal_and_no_place_is_lost() {
    for columns in [40, 60, 80, 100, 120, 160, 200, 240] {
        let out = trace(&[], &columns.to_string()).out;
        for line in out.lines() {
            assert!(line.width() <= columns, "{} columns at {columns}: {line}", line.width());
        }
        for place in ["  3:1 ", "texts/ledger.txt:2"] {
            assert!(out.contains(place), "{place} is not there at {columns}:\n{out}");
        }
    }
}

#[test]
fn links_change_no_character() {
    for columns in ["50", "80", "200"] {
        let linked = trace(&["--hyperlinks", "always"], columns).out;
        assert!(linked.matches("drafts/winter.md\u{1b}\\").count() > 8, "{linked}");
        assert!(linked.matches("texts/harbour.txt\u{1b}\\").count() > 5, "{linked}");
        let mut parts = linked.split("\u{1b}]8;;");
        let mut plain = parts.next().unwrap().to_owned();
        plain.extend(parts.map(|part| part.split_once("\u{1b}\\").unwrap().1));
        assert_eq!(plain, trace(&[], columns).out);
    }
}

#[test]
fn a_draft_that_means_harm_makes_no_long_table() {
    let key = "k".repeat(200_000);
    let quotation = "“The boat will not sail before the ice has gone\u{1b}[2J\u{202e},” he said";
    let folder = program::folder([
        ("draft.md", format!("{quotation} [@{key}].\n\n“{}”\n", "the ice has gone and ".repeat(500))),
        ("texts/harbour.txt", HARBOUR.to_owned()),
    ]);
    let run = program::run(folder.path(), &["trace", "--sources", "texts", "draft.md"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("… (no source)") && run.out.len() < 2_000, "{}", run.out);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{:?}", run.out);
}

#[test]
fn a_filter_shows_those_verdicts_and_counts_all() {
    let all = json(&[]);
    for (filter, wanted) in [
        ("not-found", &["not_found"][..]),
        ("unchecked,not_found", &["unchecked", "not_found"]),
        ("permitted", &[]),
    ] {
        let some = json(&["--verdict", filter]);
        let is_wanted = |quote: &&Value| wanted.contains(&quote["match"]["verdict"].as_str().unwrap());
        let expected: Vec<&Value> = quotes(&all).filter(is_wanted).collect();
        assert_eq!(quotes(&some).collect::<Vec<_>>(), expected, "{filter}");
        assert_eq!(some["summary"], all["summary"], "{filter}");
        assert_eq!(some["drafts"][0]["summary"], all["drafts"][0]["summary"], "{filter}");
    }
    let table = trace(&["--verdict", "not-found"], "100").out;
    assert!(table.contains("there has never been so much flour"), "{table}");
    assert!(!table.contains("spring.md") && !table.contains("verbatim"), "{table}");
}

#[test]
fn the_counts_add_up() {
    let object = json(&[]);
    let total = |of: &dyn Fn(&Value) -> u64| object["drafts"].as_array().unwrap().iter().map(of).sum::<u64>();
    for field in ["tied", "cited"] {
        assert_eq!(
            object["summary"][field],
            total(&|draft| draft["summary"][field].as_u64().unwrap()),
            "{field}"
        );
    }
    let untied = ["not_found", "unchecked"];
    let tied = quotes(&object).filter(|quote| !untied.contains(&quote["match"]["verdict"].as_str().unwrap()));
    let tied = tied.count() as f64;
    assert_eq!(object["summary"]["tied"].as_f64(), Some(tied));
    let share = tied / quotes(&object).count() as f64;
    assert!((object["summary"]["share"].as_f64().unwrap() - share).abs() < 0.0001);
    let cited = quotes(&object).filter(|quote| {
        quote["citations"].as_array().unwrap().len() + quote["references"].as_array().unwrap().len() > 0
    });
    assert_eq!(object["summary"]["cited"].as_u64(), Some(cited.count() as u64));
}

#[test]
fn without_sources_nothing_is_held_against_anything() {
    let folder = project();
    let run = program::run(folder.path(), &["trace", "--format", "json", "drafts"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("trace", &object);
    assert!(quotes(&object).count() > 5 && quotes(&object).all(|quote| quote["match"].is_null()));
    let run = program::run(folder.path(), &["trace", "drafts/winter.md"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("--sources"), "{}", run.out);
}

#[test]
fn a_source_that_is_named_is_shown_as_it_is_understood() {
    let project = program::folder([
        ("drafts/spring.md", SECOND),
        ("texts/harbour.txt", "“We wait for ice,” Ann Ward said. She wrote that the ferry was late.\n"),
        ("ibid.toml", "drafts = [\"drafts\"]\n[sources]\npaths = [\"texts\"]\n"),
    ]);
    for arguments in
        [&["trace", "texts/harbour.txt"][..], &["trace", "--sources", "texts", "texts/harbour.txt"]]
    {
        let run = program::run(project.path(), arguments, &[("COLUMNS", "80")]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
        for words in ["texts/harbour.txt: 1 quotation", "1 reported statement", "Ann Ward (She wrote)"] {
            assert!(run.out.contains(words), "{words}\n{}", run.out);
        }
    }
    let folder = program::run(project.path(), &["trace"], &[]);
    assert!(
        folder.out.contains("drafts/spring.md") && !folder.out.contains("texts/harbour.txt: "),
        "{}",
        folder.out
    );
    // A source is no draft that is checked; the drafts that draw on it are.
    let check = program::run(project.path(), &["check", "texts/harbour.txt"], &[]);
    assert!(check.out.contains(" in 1 draft "), "{}", check.out);
}

#[test]
fn a_run_that_fails_is_one_object_all_the_same() {
    for arguments in [
        &["trace", "--format", "json", "no/such/draft.md"][..],
        &["trace", "--format=json", "--sources", "no/such/folder", "drafts"],
        &["trace", "--format", "json", "--verdict", "altred", "drafts"],
        &["trace", "--no-such-flag", "--format", "json"],
    ] {
        let run = program::run(project().path(), arguments, &[]);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
        let object: Value = serde_json::from_str(&run.out).unwrap();
        holds("trace", &object);
        let error = object["error"].as_str().unwrap();
        assert!(run.err.contains(error), "{error} is not in {}", run.err);
    }
}

#[test]
fn an_invalid_configuration_is_a_finding_and_nothing_is_traced() {
    let folder = project();
    program::write(folder.path(), "ibid.toml", "no-such-key = 1\n");
    let run = program::run(folder.path(), &["trace", "drafts"], &[]);
    assert_eq!((run.status, run.err.as_str()), (2, ""));
    assert!(run.out.starts_with("error[config-invalid]: "), "{}", run.out);
    let run = program::run(folder.path(), &["trace", "--format", "json", "drafts"], &[]);
    assert_eq!((run.status, run.err.as_str()), (2, ""));
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("trace", &object);
    assert_eq!(object["diagnostics"][0]["rule"], "config-invalid");
    assert!(object["error"].is_string() && object["drafts"].as_array().unwrap().is_empty(), "{}", run.out);
}

#[test]
fn what_is_wrong_with_the_input_is_told() {
    let folder = project();
    program::write(folder.path(), "texts/broken.txt", b"\x00\x01\x02\xff\xfe\x00");
    let common = ["trace", "--sources", "texts", "drafts/spring.md"];
    let run = program::run(folder.path(), &common, &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("1 finding about the files that were read"), "{}", run.out);
    let run = program::run(folder.path(), &[&common[..], &["--format", "json"]].concat(), &[]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("trace", &object);
    assert_eq!(object["diagnostics"][0]["path"], "texts/broken.txt");
}

#[test]
fn the_schemas_name_every_reason_and_every_verdict() {
    let report = schema("report");
    let reasons: Vec<&str> = Reason::ALL.map(Reason::name).into();
    assert_eq!(report["$defs"]["reason"]["enum"], Value::from(reasons));
    let verdicts: Vec<&str> = Verdict::NAMES.into();
    assert_eq!(
        schema("trace")["$defs"]["match"]["properties"]["verdict"]["enum"],
        Value::from(verdicts.clone())
    );
    let counted = report["$defs"]["quotes"]["required"].as_array().unwrap();
    assert_eq!(counted[1..], verdicts.into_iter().map(Value::from).collect::<Vec<_>>());
}

/// Every reason is in the list: the enum's own order is the list's, and its last member is the list's last.
#[test]
fn every_reason_is_listed_once() {
    assert!(Reason::ALL.is_sorted_by(|a, b| a < b));
    let source = read(std::path::Path::new("src/matching.rs"));
    let body = source.split("pub enum Reason {").nth(1).and_then(|rest| rest.split_once("\n}")).unwrap().0;
    let variants = body.lines().filter(|line| line.trim_end().ends_with(',')).count();
    assert_eq!(Reason::ALL.len(), variants);
}

fn quotes(object: &Value) -> impl Iterator<Item = &Value> {
    object["drafts"].as_array().unwrap().iter().flat_map(|draft| draft["quotes"].as_array().unwrap())
}
