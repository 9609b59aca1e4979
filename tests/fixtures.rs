//! Runs every folder `fixtures/<rule>/<case>/`: its findings must be the ones that the draft itself marks, and their text
//! and JSON forms the ones in `expected.txt` and `expected.json`.
//!
//! A mark is an HTML comment on a line of its own below the paragraph, `<!-- expect: quote-altered "resist" -->` or
//! `<!-- expect: nothing -->`; in LaTeX it is one of its own, `% expect: nothing`, and for a plain draft it stands in `marks.txt`. `IBID_BLESS=1` rewrites the two expected files of
//! the cases whose marks hold, and never a mark.
//!
//! Most drafts here cite nothing and keep close to their sources, so that they are about one thing: `citation-missing` and
//! `verbatim-unquoted` run in their own folders alone.

mod common;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::{env, fs};

use common::{check_files, entries, folders, found, json, name, read, squash, text};
use similar::TextDiff;

/// The rules whose cases are run with notes, since their findings are notes.
const PEDANTIC: &[&str] = &["citation-unused", "note-unused", "quote-short", "speaker-missing"];
/// The rules that run on their own cases alone.
const ALONE: &[&str] = &["citation-missing", "verbatim-unquoted"];

/// A configuration, which some cases have.
const CONFIG: &str = "ibid.toml";

/// A rule and the words that it flags.
type Marked = (String, String);

#[test]
fn every_case_finds_what_its_draft_marks() {
    let bless = env::var_os("IBID_BLESS").is_some_and(|value| value != "0");
    let cases = cases();
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let outcome = catch_unwind(AssertUnwindSafe(|| run(case, bless)));
            let failure =
                outcome.unwrap_or_else(|_| Err("it panicked; the message is above".into())).err()?;
            Some(format!("── {}\n{}", case.display(), failure.trim_end()))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases fail\n\n{}\n",
        failures.len(),
        cases.len(),
        failures.join("\n\n")
    );
}

#[test]
fn every_rule_has_a_case_that_it_reports() {
    let mut reported: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        let rule = name(case.parent().expect("a case lies in its rule's folder"));
        let marks = marks(&case).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
        *reported.entry(rule.clone()).or_default() += marks.iter().filter(|mark| mark.0 == rule).count();
    }
    let silent: Vec<_> = reported.iter().filter(|(_, count)| **count == 0).map(|(rule, _)| rule).collect();
    assert!(silent.is_empty(), "no case marks a finding of {silent:?}");
    assert!(reported.values().sum::<usize>() >= 70, "most of the marks are gone: {reported:?}");
}

#[test]
fn a_mark_is_read_as_it_is_written() {
    let read = |line| mark(line).map_err(|_| ());
    let some = |rule: &str, words: &str| Ok(Some(Some((rule.to_string(), words.to_string()))));
    assert_eq!(read("<!-- expect: quote-altered \"resist  it\" -->"), some("quote-altered", "resist it"));
    assert_eq!(read("  <!-- expect: quote-unclosed \"\"\" -->\r"), some("quote-unclosed", "\""));
    assert_eq!(read("<!-- expect: nothing -->"), Ok(Some(None)));
    assert_eq!(read("% expect: nothing"), Ok(Some(None)));
    assert_eq!(read("“A word,” she said. <!-- aside -->"), Ok(None));
    assert_eq!(read("<!-- expect: quote-altered resist -->"), Err(()));
    assert_eq!(read("<!-- expects: nothing -->"), Err(()));
    assert_eq!(read("She left. <!-- expect: nothing -->"), Err(()));
}

/// Every folder of every rule. The demo is no case.
fn cases() -> Vec<PathBuf> {
    let rules = folders(Path::new("fixtures"));
    let cases: Vec<_> =
        rules.iter().filter(|rule| name(rule) != "demo").flat_map(|rule| folders(rule)).collect();
    assert!(cases.len() >= 100, "only {} cases were found below fixtures/", cases.len());
    cases
}

fn run(case: &Path, bless: bool) -> Result<(), String> {
    let mut marked = marks(case)?;
    let rule = name(case.parent().expect("a case lies in its rule's folder"));
    // A case with a configuration says in it where its sources are.
    let sources = (!case.join(CONFIG).exists()).then(|| case.join("sources"));
    let ignored: Vec<&str> = ALONE.iter().copied().filter(|&alone| alone != rule).collect();
    let pedantic = PEDANTIC.contains(&rule.as_str());
    let report = check_files(&draft(case)?, sources.as_deref(), pedantic, &ignored)?;
    let mut found = found(&report);
    marked.sort();
    found.sort();
    if marked != found {
        return Err(diff("marked in the draft", "found", &lines(&marked), &lines(&found)) + &text(&report));
    }
    let rendered = [("expected.txt", text(&report)), ("expected.json", json(&report))];
    rendered.iter().try_for_each(|(file, rendered)| hold(&case.join(file), rendered, bless))
}

/// Compares a rendering with the file that holds it, or writes the file.
fn hold(path: &Path, rendered: &str, bless: bool) -> Result<(), String> {
    let rendered = rendered.trim_end().to_string() + "\n";
    if bless {
        return fs::write(path, rendered).map_err(|error| format!("{}: {error}", path.display()));
    }
    let expected = fs::read_to_string(path).map_err(|error| {
        format!("{}: {error}; `IBID_BLESS=1 cargo test --test fixtures` writes it", path.display())
    })?;
    if expected.replace("\r\n", "\n") == rendered {
        return Ok(());
    }
    Err(diff(&name(path), "found", &expected, &rendered))
}

/// The case's one draft.
fn draft(case: &Path) -> Result<PathBuf, String> {
    let drafts: Vec<_> = entries(case).into_iter().filter(|path| name(path).starts_with("draft.")).collect();
    match drafts.as_slice() {
        [draft] => Ok(draft.clone()),
        _ => Err(format!("it needs one draft.md, draft.tex or draft.txt and has {}", drafts.len())),
    }
}

/// What the case's author says ought to be found.
fn marks(case: &Path) -> Result<Vec<Marked>, String> {
    let draft = draft(case)?;
    let marks = case.join("marks.txt");
    let source = if marks.exists() { marks } else { draft.clone() };
    let read_marks: Vec<_> =
        read(&source).lines().map(mark).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    if read_marks.is_empty() {
        return Err(format!("{} has no mark; `<!-- expect: nothing -->` marks a silent case", name(&source)));
    }
    let config = case.join(CONFIG);
    let config = if config.exists() { read(&config) } else { String::new() };
    let sources = Some(case.join("sources")).filter(|sources| sources.is_dir());
    let listed = sources.iter().flat_map(|sources| entries(sources));
    let listed = listed.filter(|path| path.extension().is_some_and(|kind| kind == "bib"));
    let listed: String = listed.map(|path| read(&path)).collect();
    let draft = squash(&(read(&draft) + " " + &config + " " + &listed));
    let marked: Vec<Marked> = read_marks.into_iter().flatten().collect();
    match marked.iter().find(|(_, words)| !draft.contains(words.as_str())) {
        Some((rule, words)) => Err(format!("the mark {rule} {words:?} names words that are not there")),
        None => Ok(marked),
    }
}

/// The mark on a line: none, a mark of silence, or a finding.
fn mark(line: &str) -> Result<Option<Option<Marked>>, String> {
    if !["<!-- expect", "% expect"].iter().any(|sign| line.contains(sign)) {
        return Ok(None);
    }
    let malformed = || format!("this is no mark: {line}");
    let body = line.trim().strip_prefix("<!-- expect: ").and_then(|rest| rest.strip_suffix(" -->"));
    let body = body.or(line.trim().strip_prefix("% expect: ")).ok_or_else(malformed)?;
    if body == "nothing" {
        return Ok(Some(None));
    }
    let (rule, words) = body.split_once(' ').ok_or_else(malformed)?;
    let words = words.strip_prefix('"').and_then(|words| words.strip_suffix('"')).ok_or_else(malformed)?;
    Ok(Some(Some((rule.to_string(), squash(words)))))
}

fn lines(findings: &[Marked]) -> String {
    findings.iter().map(|(rule, words)| format!("{rule} {words:?}\n")).collect()
}

fn diff(left: &str, right: &str, expected: &str, rendered: &str) -> String {
    TextDiff::from_lines(expected, rendered).unified_diff().context_radius(2).header(left, right).to_string()
}
