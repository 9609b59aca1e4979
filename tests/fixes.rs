//! Fixes taken by the library over all cases: a second run finds nothing to fix, no draft gets worse, and safe ones change no word.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{copy_folder, entries, folders, json, load_files, name};
use ibid::check::fix::{Fixed, Which, fix, rechecked};
use ibid::check::{Report, check};
use ibid::file::Files;
use ibid::finding::Finding;
use ibid::fold::words_in;
use ibid::load::Loaded;
use tempfile::TempDir;

/// What is left to fix after all fixes, for which none was found that mends more than it breaks, stands in a golden file.
#[test]
fn fixing_ends_and_makes_no_draft_worse_and_safe_fixes_change_no_word() {
    let (mut changed, mut fixed, mut safe) = (0, 0, 0);
    let mut left = String::new();
    for case in cases() {
        let folder = copy(&case);
        let before = check(load(folder.path()));
        for which in [Which::Safe, Which::All] {
            let first = take(folder.path(), which);
            for file in &first.files {
                assert_ne!(file.old, file.new);
                fs::write(&file.path, &file.new).unwrap();
                changed += 1;
                fixed += file.rules.len();
            }
            // What was checked in memory is what the files hold.
            let read = check(load(folder.path()));
            assert_eq!(json(&first.report), json(&read), "{}", case.display());
            let rest = || format!("{}:\n{}", case.display(), common::text(&read));
            assert!(read.summary.errors <= before.summary.errors, "{}", rest());
            if which == Which::Safe {
                safe += first.files.iter().map(|file| file.rules.len()).sum::<usize>();
                assert_eq!(prose(&before), prose(&read), "{}", rest());
            }
            let again = take(folder.path(), which);
            assert!(again.files.is_empty(), "{}\n{:?}", rest(), again.files);
            if which == Which::All {
                left += &unfixed(&case, &again.report);
            }
        }
    }
    assert!(changed >= 100 && fixed >= 120, "{changed} files were changed by {fixed} fixes");
    assert!(safe >= 10, "{safe} safe fixes were taken");
    common::golden("fixes-not-taken.txt", &left);
}

fn take(case: &Path, which: Which) -> Fixed {
    fix(check(load(case)), which, &|_| Vec::new(), &rechecked)
}

/// The findings on a case's draft that have a fix.
fn unfixed(case: &Path, report: &Report) -> String {
    let case = case.strip_prefix("fixtures").unwrap().display().to_string().replace('\\', "/");
    let fixable =
        report.findings().filter(|finding| !finding.fixes.is_empty() && is_of_draft(report, finding));
    fixable.map(|finding| format!("{case}: {}: {}\n", finding.rule, finding.message)).collect()
}

/// The words of the drafts, without those of comments and citations.
fn prose(report: &Report) -> Vec<Vec<String>> {
    let words = |draft: &Arc<ibid::check::Draft>| {
        let text = draft.blocks.text(&draft.file);
        let cited = |at: usize| {
            let mut spans = draft.claims.citations.iter().map(|citation| citation.span.range());
            spans.any(|span| span.contains(&at))
        };
        let blocks = draft.blocks.blocks.iter();
        let words = blocks.flat_map(|block| words_in(text, block.span.range()));
        words.filter(|word| !cited(word.range().start)).map(|word| text[word.range()].to_owned()).collect()
    };
    report.drafts.iter().map(words).collect()
}

fn is_of_draft(report: &Report, finding: &Finding) -> bool {
    let files: &Files = &report.files;
    let file = files.get(finding.primary.span.file);
    report.drafts.iter().any(|draft| draft.file.id == file.id)
}

/// Every folder of every rule that has a draft.
fn cases() -> Vec<PathBuf> {
    let rules = folders(Path::new("fixtures"));
    let cases: Vec<_> =
        rules.iter().flat_map(|rule| folders(rule)).filter(|case| draft(case).is_some()).collect();
    assert!(cases.len() >= 100, "only {} cases were found below fixtures/", cases.len());
    cases
}

/// A case in a folder of its own.
fn copy(case: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(case, folder.path());
    folder
}

fn load(case: &Path) -> Loaded {
    let sources = (!case.join("ibid.toml").exists()).then(|| case.join("sources"));
    load_files(&draft(case).unwrap(), sources.as_deref(), true, &[]).unwrap()
}

fn draft(case: &Path) -> Option<PathBuf> {
    entries(case).into_iter().find(|path| name(path).starts_with("draft."))
}
