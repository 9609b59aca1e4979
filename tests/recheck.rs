//! A draft that is checked again by itself, as an editor does after every change: what is found has to be what a run on
//! everything finds.

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{entries, folders, json, name};
use ibid::check::{self, Report};
use ibid::config::Choice;
use ibid::file::File;
use ibid::load::{self, Indexing, Request};

/// Every folder of every rule that has one draft whose text is its file's own.
fn cases() -> Vec<PathBuf> {
    let cases: Vec<PathBuf> = folders(Path::new("fixtures"))
        .iter()
        .flat_map(|rule| folders(rule))
        .filter(|case| draft(case).is_some())
        .collect();
    assert!(cases.len() >= 100, "only {} cases were found below fixtures/", cases.len());
    cases
}

fn draft(case: &Path) -> Option<PathBuf> {
    entries(case).into_iter().find(|path| ["draft.md", "draft.txt"].contains(&name(path).as_str()))
}

fn checked(drafts: Vec<PathBuf>, sources: Option<PathBuf>) -> Option<Report> {
    indexed(drafts, sources, Indexing::Never)
}

fn indexed(drafts: Vec<PathBuf>, sources: Option<PathBuf>, indexing: Indexing) -> Option<Report> {
    let choice = Choice { preview: Some(true), pedantic: Some(true), ..Choice::default() };
    let sources = sources.into_iter().collect();
    let request = Request { drafts, sources, choice, indexing, ..Request::default() };
    load::load(&request, &|_, _| ()).ok().map(check::check)
}

/// The report with another text for one of its drafts.
fn with(report: &Report, number: usize, text: &str) -> Report {
    let old = &report.drafts[number].file;
    let file = File::new(old.id, old.path.clone(), old.encoding, old.format, text.to_owned());
    check::recheck(report, number, Arc::new(file))
}

#[test]
fn a_draft_that_is_emptied_and_written_again_has_the_same_findings() {
    for (case, indexing) in cases()
        .into_iter()
        .flat_map(|case| [Indexing::Never, Indexing::Always].map(|indexing| (case.clone(), indexing)))
    {
        let sources = Some(case.join("sources")).filter(|_| !case.join("ibid.toml").exists());
        let Some(report) = indexed(draft(&case).into_iter().collect(), sources, indexing) else { continue };
        if report.drafts.is_empty() {
            continue;
        }
        let text = report.drafts[0].file.text();
        let half = text.floor_char_boundary(text.len() / 2);
        let cut = with(&with(&report, 0, ""), 0, &text[half..]);
        let again = with(&cut, 0, text);
        assert_eq!(json(&again), json(&report), "{}", case.display());
    }
}

#[test]
fn a_draft_that_is_checked_again_changes_what_is_said_of_the_others() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        std::fs::write(&path, text).expect("it can be written");
    };
    let cites = "The master wrote “the ferry sails at six in the morning from the old quay” [@quay].\n";
    let other = "The log has “the pier was closed for the whole of the winter” [@pier].\n";
    write("sources/quay.txt", "The ferry sails at six in the morning from the old quay.\n");
    write("sources/pier.txt", "In that year the pier was closed for the whole of the winter.\n");
    write(
        "sources/refs.bib",
        "@misc{quay, title = {Quay}, file = {quay.txt}}\n@misc{pier, title = {Pier}, file = {pier.txt}}\n",
    );
    write("ibid.toml", "[sources]\npaths = [\"sources\"]\n");
    write("a.md", cites);
    write("b.md", other);
    let report = checked(vec![folder.path().to_path_buf()], None).expect("it can be read");
    let unused = |report: &Report| {
        let of_drafts = report.drafts.iter().flat_map(|draft| &draft.findings);
        report.input.iter().chain(of_drafts).filter(|finding| finding.rule == "citation-unused").count()
    };
    assert_eq!(unused(&report), 0);
    let without = with(&report, 0, other);
    assert_eq!(unused(&without), 1);
    assert_eq!(without.summary.notes, report.summary.notes + 1);
    assert_eq!(unused(&with(&without, 1, cites)), 0);
}

#[test]
fn every_way_to_mend_a_finding_mends_it() {
    let count = |report: &Report, rule: &str| {
        report.drafts[0].findings.iter().filter(|finding| finding.rule == rule).count()
    };
    let mut tried = 0;
    let mut failures = Vec::new();
    for case in cases() {
        let sources = Some(case.join("sources")).filter(|_| !case.join("ibid.toml").exists());
        let Some(report) = checked(draft(&case).into_iter().collect(), sources) else { continue };
        let Some(draft) = report.drafts.first() else { continue };
        for finding in &draft.findings {
            for fix in &finding.fixes {
                if fix.edits.iter().any(|edit| edit.span.file != draft.file.id) {
                    continue;
                }
                let mut text = draft.file.text().to_owned();
                for edit in fix.edits.iter().rev() {
                    text.replace_range(edit.span.range(), &edit.replacement);
                }
                let mended = with(&report, 0, &text);
                tried += 1;
                if count(&mended, finding.rule) >= count(&report, finding.rule)
                    || mended.summary.errors > report.summary.errors
                {
                    failures.push(format!("{}: {} by “{}”", case.display(), finding.message, fix.title));
                }
            }
        }
    }
    assert!(tried > 200, "only {tried} fixes were tried");
    assert!(failures.is_empty(), "{} of {tried} fixes do not mend:\n{}", failures.len(), failures.join("\n"));
}
