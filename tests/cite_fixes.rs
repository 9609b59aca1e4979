//! Every fix that puts in a citation is applied, one at a time, and the draft checked again: the finding is gone, and nothing new
//! is found. That covers the citation itself: one that names another source than the words are from would be found.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{check_files, copy_folder, entries, folders, found, name};
use ibid::check::Report;
use ibid::finding::{Finding, Fix};
use tempfile::TempDir;

const RULES: [&str; 2] = ["citation-missing", "citation-wrong-source"];

#[test]
fn a_fix_mends_what_it_is_for_and_nothing_else() {
    let mut applied = 0;
    for rule in RULES {
        for case in folders(&Path::new("fixtures").join(rule)) {
            let (copy, report) = copy(&case);
            let before = all(&report);
            let findings: Vec<&Finding> = report.findings().filter(|finding| finding.rule == rule).collect();
            for finding in findings {
                for fix in &finding.fixes {
                    applied += 1;
                    let draft = draft(copy.path());
                    let text = fs::read_to_string(&draft).unwrap();
                    let mended = mended(&report, fix, &text);
                    fs::write(&draft, &mended).unwrap();
                    let after = check(copy.path());
                    let words = report.files.slice(finding.primary.span);
                    let mut left = before.clone();
                    left.remove(left.iter().position(|one| *one == key(&report, finding)).unwrap());
                    // What is cited in the paragraph before a list is cited for its items.
                    for one in all(&after) {
                        let at = left.iter().position(|left| *left == one);
                        let at = at
                            .unwrap_or_else(|| panic!("{}, “{words}”: {one:?} in\n{mended}", case.display()));
                        left.remove(at);
                    }
                    fs::write(&draft, &text).unwrap();
                }
            }
        }
    }
    assert!(applied >= 30, "only {applied} fixes were applied");
}

#[test]
fn a_note_is_added_with_the_line_breaks_of_the_draft() {
    for case in ["fix-by-footnote-in-words", "fix-by-a-new-number"] {
        let (copy, _) = copy(&Path::new("fixtures/citation-missing").join(case));
        let draft = draft(copy.path());
        let text = fs::read_to_string(&draft).unwrap().replace('\n', "\r\n");
        fs::write(&draft, &text).unwrap();
        let report = check(copy.path());
        let finding = report.findings().next().unwrap();
        let mended = mended(&report, &finding.fixes[0], &text);
        assert!(mended.len() > text.len() + 20, "{case}: nothing is added below:\n{mended}");
        assert!(!mended.replace("\r\n", "").contains('\n'), "{case}: {mended:?}");
    }
}

/// What the fix of each case makes of its draft, as it was looked at.
#[test]
fn a_citation_is_put_in_as_the_draft_has_the_others() {
    let mut shown = String::new();
    for case in folders(Path::new("fixtures/citation-missing")) {
        let (copy, report) = copy(&case);
        let text = fs::read_to_string(draft(copy.path())).unwrap();
        for finding in report.findings().filter(|finding| finding.rule == "citation-missing") {
            let [fix] = finding.fixes.as_slice() else { continue };
            shown += &format!("── {}\n", name(&case));
            let mended = mended(&report, fix, &text);
            let old: Vec<&str> = text.lines().collect();
            let new = mended.lines().filter(|line| !old.contains(line) && !line.is_empty());
            new.for_each(|line| shown += &format!("{line}\n"));
        }
    }
    common::golden("cite-fixes.txt", &shown);
}

/// The draft with a fix's edits.
fn mended(report: &Report, fix: &Fix, text: &str) -> String {
    assert!(fix.edits.is_sorted_by_key(|edit| edit.span.start), "{fix:?}");
    let mut mended = text.to_owned();
    for edit in fix.edits.iter().rev() {
        assert_eq!(report.files.get(edit.span.file).text(), text, "an edit of another file");
        mended.replace_range(edit.span.range(), &edit.replacement);
    }
    mended
}

/// A case in a folder of its own, and what is found in it.
fn copy(case: &Path) -> (TempDir, Report) {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(case, folder.path());
    let report = check(folder.path());
    (folder, report)
}

fn check(case: &Path) -> Report {
    let sources = (!case.join("ibid.toml").exists()).then(|| case.join("sources"));
    check_files(&draft(case), sources.as_deref(), false, &["verbatim-unquoted"]).unwrap()
}

fn draft(case: &Path) -> PathBuf {
    entries(case).into_iter().find(|path| name(path).starts_with("draft.")).unwrap()
}

fn all(report: &Report) -> Vec<(String, String)> {
    let mut all = found(report);
    all.sort();
    all
}

fn key(report: &Report, finding: &Finding) -> (String, String) {
    (finding.rule.to_owned(), common::squash(report.files.slice(finding.primary.span)))
}
