//! Allows through the built program: which runs report an unused one and what its fixes
//! leave behind.

mod common;

use common::program::{self, Run, folder};
use common::{check_texts, found};
use ibid::finding::Safety;
use tempfile::TempDir;

const SOURCE: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";
const ALTERED: &str =
    "“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].";
const FAITHFUL: &str =
    "“The boat will not sail before the ice has gone,” the harbour master said [@harbour].";

#[test]
fn an_allowed_finding_is_counted_and_fails_no_run() {
    let folder = project(&format!("<!-- ibid: allow(quote-altered) why -->\n{ALTERED}\n"));
    let run = check(&folder, &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "1 quotation checked in 1 draft against 1 source: 1 altered; 1 allowed\n");
    let run = check(&folder, &["--format", "concise"]);
    assert_eq!(run.out, "1 quotation checked in 1 draft against 1 source: 1 altered; 1 allowed\n");
    let json: serde_json::Value = serde_json::from_str(&check(&folder, &["--format", "json"]).out).unwrap();
    assert_eq!((&json["summary"]["allowed"], &json["summary"]["errors"]), (&1.into(), &0.into()));
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 0);
}

#[test]
fn an_unused_allow_is_reported_only_where_its_rule_ran() {
    let allow = |names: &str| project(&format!("<!-- ibid: allow({names}) why -->\n{FAITHFUL}\n"));
    for (names, arguments, reported) in [
        ("quote-altered", &[][..], true),
        ("quote", &[], true),
        ("quote-short", &[], false),
        ("quote-short", &["--pedantic"], true),
        ("quote-altered", &["--ignore", "quote-altered"], false),
        ("quote-altered", &["--ignore", "allow-unused"], false),
        ("quote-altered", &["--ignore", "allow"], false),
        ("quote-altered", &["--select", "quote-elided,allow"], false),
        ("quote-altered", &["--select", "quote,allow"], true),
        ("quote", &["--ignore", "quote-short"], false),
        ("allow-unused", &[], true),
        ("quote-altred", &[], true),
    ] {
        let run = check(&allow(names), arguments);
        assert_eq!(
            (run.status, run.err.as_str()),
            (i32::from(reported), ""),
            "{names} {arguments:?}\n{}",
            run.out
        );
        assert_eq!(run.out.contains("[allow-unused]"), reported, "{names} {arguments:?}\n{}", run.out);
    }
}

#[test]
fn without_sources_only_what_is_mistyped_is_reported() {
    let run = |names: &str| {
        let draft = format!("<!-- ibid: allow({names}) why -->\n{FAITHFUL}\n");
        let folder = folder([("draft.md", draft)]);
        program::run(folder.path(), &["check", "draft.md"], &[])
    };
    for names in ["quote-altered", "quote", "citation-unknown, quote-short"] {
        assert_eq!(run(names).status, 0, "{names}: {}", run(names).out);
    }
    assert!(run("quote-altred, quote").out.contains("no rule is called `quote-altred`"));
}

#[test]
fn the_fixes_of_unused_allows_leave_none_and_change_no_text() {
    const ALLOW: &str = "<!-- ibid: allow(quote-elided) why -->";
    for (draft, mended) in [
        (format!("{ALLOW}\n{ALTERED}\n"), format!("{ALTERED}\n")),
        (format!("One.\n\n{ALLOW}\n\n{FAITHFUL}"), format!("One.\n\n\n{FAITHFUL}")),
        (format!("One.\n{ALLOW}\n{FAITHFUL}"), format!("One.\n\n{FAITHFUL}")),
        ("One.\n% ibid: allow(quote-elided)\nTwo.\n".into(), "One.\nTwo.\n".into()),
        (format!("{FAITHFUL} {ALLOW}\nMore.\n"), format!("{FAITHFUL}\nMore.\n")),
        (format!("# {ALLOW} Heading\n"), "# Heading\n".into()),
        (format!("> {ALLOW}\n> One.\n"), "> One.\n".into()),
        (format!("- {ALLOW}\n  One.\n"), "- \n  One.\n".into()),
        (format!("One.\r\n\r\n{ALLOW}\r\nTwo.\r\n"), "One.\r\n\r\nTwo.\r\n".into()),
        (
            format!("{ALTERED} <!-- ibid: allow(quote-elided, quote-altered) why -->\n"),
            format!("{ALTERED} <!-- ibid: allow(quote-altered) why -->\n"),
        ),
        (
            format!(
                "{ALTERED} <!-- ibid: allow(quote-elided, quote-spliced,quote-altered, quote-alterd) -->\n"
            ),
            format!("{ALTERED} <!-- ibid: allow(quote-altered, quote-altered) -->\n"),
        ),
        (
            format!("{ALTERED} <!-- ibid: allow(quote-altered, quote-elided ,quote-spliced) why -->\n"),
            format!("{ALTERED} <!-- ibid: allow(quote-altered) why -->\n"),
        ),
    ] {
        let report = check_texts(&draft, SOURCE, false);
        let unused = report.findings().filter(|finding| finding.rule == "allow-unused");
        let fixes: Vec<_> = unused.map(|finding| finding.fixes[0].clone()).collect();
        assert!(!fixes.is_empty(), "{draft:?}: {:?}", found(&report));
        assert!(fixes.iter().all(|fix| fix.safety == Safety::Safe));
        let mut text = draft.clone();
        for edit in fixes.iter().rev().flat_map(|fix| fix.edits.iter().rev()) {
            text.replace_range(edit.span.range(), &edit.replacement);
        }
        assert_eq!(text, mended);
        let report = check_texts(&text, SOURCE, false);
        assert!(found(&report).iter().all(|(rule, _)| rule != "allow-unused"), "{text:?}");
    }
}

/// A folder that holds `draft.md` and one source, `texts/harbour.txt`.
fn project(draft: &str) -> TempDir {
    folder([("draft.md", draft), ("texts/harbour.txt", SOURCE)])
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    program::run(folder.path(), &[&["check", "--sources", "texts", "draft.md"], arguments].concat(), &[])
}
