//! The built program from outside: exit statuses, streams, help, errors, and the JSON promise.
//!
//! `tests/bad_input.rs` holds what it does with input that is broken or far too large.

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::program::{self, Run};
use common::schema::holds;
use serde_json::Value;

#[test]
fn help_fits_eighty_columns_and_has_examples() {
    for arguments in [
        &["--help"][..],
        &["check", "--help"],
        &["trace", "--help"],
        &["explain", "--help"],
        &["rules", "--help"],
        &["-h"],
    ] {
        let run = ibid(arguments, &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
        for line in run.out.lines() {
            assert!(line.chars().count() <= 80, "{arguments:?}: {line}");
        }
    }
    assert!(ibid(&["--help"], &[]).out.contains("Examples:"));
    assert!(ibid(&["check", "--help"], &[]).out.contains("Examples:"));
}

#[test]
fn the_version_is_the_packages() {
    assert_eq!(ibid(&["--version"], &[]).out, format!("ibid {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_status_two_on_standard_error() {
    for arguments in
        [&[][..], &["check", "--no-such-flag"], &["chekc"], &["check", "--format", "xml"], &["explain"]]
    {
        let run = ibid(arguments, &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_unknown_rule_names_the_nearest() {
    for arguments in [
        &["explain", "quote-alterd"][..],
        &["check", "--select", "quote-alterd"],
        &["check", "--ignore", "source-unreadable,quote-alterd"],
    ] {
        let run = ibid(arguments, &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.starts_with("error: there is no rule"), "{}", run.err);
        assert!(run.err.ends_with("help: did you mean `quote-altered`?\n"), "{}", run.err);
    }
    assert!(ibid(&["explain", "zzz"], &[]).err.ends_with("help: `ibid rules` lists them\n"));
}

#[test]
fn a_missing_path_is_status_two_and_named() {
    let run = ibid(&["check", "no/such/draft.md"], &[]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: ") && run.err.contains("no/such/draft.md"), "{}", run.err);
}

#[test]
fn json_is_one_object_even_when_the_run_fails() {
    for arguments in [
        &["check", "--format", "json", "no/such/draft.md"][..],
        &["check", "--format=json", "--select", "no-such-rule"],
        &["check", "--format", "json", "--no-such-flag"],
        &["check", "--format", "json", "--fail-on", "trace"],
    ] {
        let run = ibid(arguments, &[]);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
        let object: Value = serde_json::from_str(&run.out).unwrap();
        holds("report", &object);
        let error = object["error"].as_str().unwrap();
        assert!(run.err.contains(error), "{error} is not in {}", run.err);
    }
}

#[test]
fn the_golden_report_keeps_the_schema() {
    let report = fs::read_to_string(root().join("tests/golden/report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert!(report["diagnostics"].as_array().is_some_and(|found| found.len() > 5));
    holds("report", &report);
}

#[test]
#[should_panic(expected = "report.summary.quotes.found")]
fn the_schema_is_not_satisfied_by_anything() {
    let report = fs::read_to_string(root().join("tests/golden/report.json")).unwrap();
    let mut report: Value = serde_json::from_str(&report).unwrap();
    report["summary"]["quotes"]["found"] = Value::from(-1);
    holds("report", &report);
}

#[test]
fn every_rule_has_a_page_that_fits_the_width() {
    let run = ibid(&["rules"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    for rule in ibid::rule::RULES {
        assert!(run.out.contains(rule.page.id), "{}", rule.page.id);
        let page = ibid(&["explain", rule.page.id], &[]);
        assert_eq!((page.status, page.err.as_str()), (0, ""));
        assert!(page.out.starts_with(rule.page.id), "{}", page.out);
        for line in page.out.lines() {
            assert!(line.chars().count() <= 80, "{}: {line}", rule.page.id);
        }
    }
}

#[test]
fn the_rules_as_markdown_are_one_row_each() {
    let run = ibid(&["rules", "--format", "markdown"], &[]);
    let rows: Vec<_> = run.out.lines().collect();
    assert_eq!(rows.len(), ibid::rule::RULES.len() + 2);
    assert!(rows.iter().all(|row| row.starts_with('|') && row.ends_with('|')), "{}", run.out);
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let colours = |arguments: &[&str], environment: &[(&str, &str)]| {
        let run = ibid(&[&["rules"], arguments].concat(), environment);
        run.out.contains('\u{1b}')
    };
    assert!(!colours(&[], &[]));
    assert!(colours(&["--color", "always"], &[]));
    assert!(!colours(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(colours(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colours(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "")]));
}

#[test]
#[cfg(unix)]
fn links_lead_to_files_and_are_for_who_asks() {
    let folder =
        project("“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    let here = folder.path().canonicalize().unwrap();
    let here = here.to_str().unwrap();
    for arguments in [&["check"][..], &["check", "--format", "concise"], &["trace"]] {
        let common = [arguments, &["--sources", "texts", "--color", "never"]].concat();
        let linked =
            program::run(Path::new(here), &[&common[..], &["--hyperlinks", "always"]].concat(), &[]).out;
        let address = format!("{here}/draft.md\u{1b}\\");
        assert!(linked.contains("\u{1b}]8;;file://") && linked.contains(&address), "{linked}");
        for (flag, environment) in [("never", ("FORCE_HYPERLINK", "1")), ("auto", ("TERM", "xterm-kitty"))] {
            let plain = program::run(
                Path::new(here),
                &[&common[..], &["--hyperlinks", flag]].concat(),
                &[environment],
            )
            .out;
            assert!(!plain.contains('\u{1b}') && !plain.contains(here), "{plain}");
        }
    }
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let mut command = program::command(root(), &["rules"], &[]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn findings_are_status_one_and_on_standard_output() {
    let folder =
        project("“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    for format in ["text", "concise", "json"] {
        let run = program::run(folder.path(), &["check", "--sources", "texts", "--format", format], &[]);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{format}");
        assert!(run.out.contains("quote-altered"), "{}", run.out);
    }
    let json = ["check", "--sources", "texts", "--format", "json", "draft.md"];
    let object: Value = serde_json::from_str(&program::run(folder.path(), &json, &[]).out).unwrap();
    holds("report", &object);
    assert!(object.get("error").is_none());
    assert_eq!(object["diagnostics"][0]["text"], "ferry");
    assert_eq!(object["diagnostics"][0]["related"][0]["source"], "harbour");
}

#[test]
fn rules_that_are_not_asked_for_do_not_count() {
    let folder =
        project("“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    for (arguments, status) in [
        (&["--select", "quote"][..], 1),
        (&["--select", "quote-altered,source"], 1),
        (&["--select", "source"], 0),
        (&["--ignore", "quote"], 0),
        (&["--select", "quote", "--ignore", "quote-altered"], 0),
    ] {
        let run = program::run(folder.path(), &[&["check", "--sources", "texts"], arguments].concat(), &[]);
        assert_eq!((run.status, run.err.as_str()), (status, ""), "{arguments:?}\n{}", run.out);
    }
}

#[test]
fn a_note_is_shown_on_request_and_leaves_the_status_at_zero() {
    let folder = project("The harbour master called the winter “utter misery”.\n");
    for (arguments, shown) in [
        (&[][..], false),
        (&["--select", "quote"], false),
        (&["--pedantic"], true),
        (&["--select", "quote-short"], true),
    ] {
        let run = program::run(folder.path(), &[&["check", "--sources", "texts"], arguments].concat(), &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(run.out.contains("note[quote-short]"), shown, "{arguments:?}\n{}", run.out);
    }
}

#[test]
fn a_faithful_draft_is_status_zero_and_one_calm_line() {
    let folder =
        project("“The boat will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    let run = program::run(folder.path(), &["check", "--sources", "texts", "draft.md"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "ok: 1 quotation checked in 1 draft against 1 source: 1 verbatim\n");
}

#[test]
fn without_sources_nothing_is_wrong_and_the_remedy_is_named() {
    let folder =
        project("“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    let run = program::run(folder.path(), &["check", "draft.md"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "1 quotation in 1 draft and no source to check against (did you mean\n    --sources texts? `ibid init` sets that up)\n"
    );
    let bare =
        program::folder([("draft.md", "“The ferry will not sail before the ice has gone,” he said.\n")]);
    let run = program::run(bare.path(), &["check", "draft.md"], &[]);
    assert!(run.out.contains("against (--sources DIR names them,\n    `ibid init` sets"), "{}", run.out);
    program::write(bare.path(), "winter.bib", "");
    let run = program::run(bare.path(), &["check", "draft.md"], &[]);
    assert!(run.out.contains("--sources winter.bib"), "{}", run.out);
}

#[test]
fn a_run_that_resolves_to_nothing_is_status_two() {
    let folder =
        program::folder([("empty/.gitkeep", ""), ("texts/harbour.txt", SOURCE), ("draft.md", "One.")]);
    for arguments in
        [&["check", "--sources", "texts", "empty"][..], &["check", "--sources", "empty", "draft.md"]]
    {
        let run = program::run(folder.path(), arguments, &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.starts_with("error: no "), "{}", run.err);
    }
}

/// The whole contract in one table: which status, and which of the two streams has something to say.
#[test]
fn every_exit_status_comes_with_its_streams() {
    const RIGHT: &str =
        "“The boat will not sail before the ice has gone,” the harbour master said [@harbour].\n";
    const WRONG: &str =
        "“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n";
    let folder = program::folder([
        ("texts/harbour.txt", SOURCE),
        ("right.md", RIGHT),
        ("wrong.md", WRONG),
        ("notes.md", "The harbour master called the winter “utter misery” [@harbour].\n"),
        ("broken/ibid.toml", "selct = []\n"),
        ("broken/draft.md", RIGHT),
        ("empty/.gitkeep", ""),
    ]);
    let with = |arguments: &[&'static str]| [&["--sources", "texts"], arguments].concat();
    let table: &[(&str, Vec<&str>, i32)] = &[
        ("nothing found", with(&["right.md"]), 0),
        ("notes alone", with(&["notes.md", "--pedantic"]), 0),
        ("findings", with(&["wrong.md"]), 1),
        ("findings that do not count", with(&["wrong.md", "--fail-on", "never"]), 0),
        ("notes that count", with(&["notes.md", "--pedantic", "--fail-on", "note"]), 1),
        ("sources alone", with(&["--no-config", "texts/harbour.txt"]), 0),
        ("an invalid configuration", with(&["broken"]), 2),
        ("no such flag", with(&["--no-such-flag"]), 2),
        ("no such rule", with(&["--select", "no-such-rule"]), 2),
        ("no such draft", with(&["gone.md"]), 2),
        ("no such source", vec!["--sources", "gone", "right.md"], 2),
        ("no such configuration", with(&["right.md", "--config", "gone.toml"]), 2),
        ("no drafts", with(&["empty"]), 2),
        ("no sources", vec!["--sources", "empty", "right.md"], 2),
    ];
    for (what, arguments, status) in table {
        for format in ["text", "concise", "json"] {
            let run = program::run(
                folder.path(),
                &[&["check", "--format", format], arguments.as_slice()].concat(),
                &[],
            );
            assert_eq!(run.status, *status, "{what}, {format}: {}{}", run.out, run.err);
            // What is wrong with a configuration is a finding, and so on standard output.
            let is_finding = *what == "an invalid configuration";
            assert_eq!(run.err.is_empty(), *status < 2 || is_finding, "{what}, {format}: {}", run.err);
            assert_eq!(
                run.out.is_empty(),
                *status == 2 && !is_finding && format != "json",
                "{what}, {format}"
            );
            if format == "json" {
                let object: Value = serde_json::from_str(&run.out).unwrap();
                holds("report", &object);
                assert_eq!(object.get("error").is_some(), *status == 2, "{what}");
            }
        }
        // A trace has no findings to fail on.
        let run = program::run(folder.path(), &[&["trace"], arguments.as_slice()].concat(), &[]);
        let checks_alone =
            arguments.iter().any(|argument| ["--pedantic", "--fail-on", "--select"].contains(argument));
        assert_eq!(run.status, if *status == 2 || checks_alone { 2 } else { 0 }, "{what}: {}", run.err);
    }
}

#[test]
fn files_that_are_all_sources_leave_nothing_to_check() {
    let folder = project("One.");
    let run = program::run(folder.path(), &["check", "--sources", "texts", "texts/harbour.txt"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "nothing to check: no drafts among the files that were named\n");
}

#[test]
fn paths_are_the_current_folder_unless_given_and_a_source_is_no_draft() {
    let folder =
        project("“The boat will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    let run = program::run(folder.path(), &["check", "--sources", "texts"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("in 1 draft against 1 source"), "{}", run.out);
}

#[test]
fn quiet_prints_findings_and_nothing_else() {
    let wrong =
        project("“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    let right =
        project("“The boat will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    for format in ["text", "concise"] {
        let quiet = ["check", "--sources", "texts", "--format", format, "--quiet"];
        let loud = program::run(wrong.path(), &quiet[..quiet.len() - 1], &[]);
        let run = program::run(wrong.path(), &quiet, &[]);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{format}");
        assert!(loud.out.starts_with(run.out.as_str()) && run.out.contains("quote-altered"), "{}", run.out);
        assert!(!run.out.contains("checked in") && !run.out.ends_with("\n\n"), "{}", run.out);
        let run = program::run(right.path(), &quiet, &[]);
        assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", ""), "{format}");
    }
}

#[test]
fn statistics_count_the_findings_instead_of_showing_them() {
    let draft = "“The ferry will not sail before the ice has gone,” he said [@harbour].\n\nHe said: “The boat will not sail \
                 before the snow has gone” [@harbour]. She spoke of “utter misery”.\n";
    let folder = project(draft);
    let common = ["check", "--sources", "texts", "--pedantic", "--statistics"];
    let run = program::run(folder.path(), &common, &[]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let table = "2  error  quote-altered\n1  note   quote-short\n\n2 quotations checked";
    assert!(run.out.starts_with(table), "{}", run.out);
    let run = program::run(folder.path(), &[&common[..], &["--quiet"]].concat(), &[]);
    assert_eq!(run.out, "2  error  quote-altered\n1  note   quote-short\n");
    let run = program::run(folder.path(), &[&common[..], &["--format", "json"]].concat(), &[]);
    assert_eq!(run.status, 2);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("report", &object);
    assert!(object["help"][0].is_string(), "{}", run.out);
}

#[test]
fn the_least_severity_that_fails_a_run_can_be_chosen() {
    let error =
        project("“The ferry will not sail before the ice has gone,” the harbour master said [@harbour].\n");
    let warning = project("He said that “the boat will not sail. Nobody closed this mark.\n");
    let note = project("The harbour master called the winter “utter misery”.\n");
    for (folder, expected) in [(&error, [1, 1, 1, 0]), (&warning, [0, 1, 1, 0]), (&note, [0, 0, 1, 0])] {
        for (severity, status) in ["error", "warning", "note", "never"].into_iter().zip(expected) {
            let arguments = ["check", "--sources", "texts", "--pedantic", "--fail-on", severity];
            let run = program::run(folder.path(), &arguments, &[]);
            assert_eq!((run.status, run.err.as_str()), (status, ""), "{severity}\n{}", run.out);
        }
    }
    let run = program::run(error.path(), &["check", "--fail-on", "never", "no/such/draft.md"], &[]);
    assert_eq!(run.status, 2);
}

#[test]
fn a_slip_on_the_command_line_is_answered_with_what_was_meant() {
    let folder = project("One.\n");
    for (arguments, meant) in [
        (&["chekc", "draft.md"][..], "'check'"),
        (&["check", "--sourcs", "texts"], "'--sources'"),
        (&["check", "--format", "jsn"], "'json'"),
        (&["check", "--fail-on", "warnings"], "'warning'"),
        (&["trace", "--verdict", "not-fuond"], "'not-found'"),
        (&["draft.md"], "`ibid check draft.md`"),
        (&["texts"], "`ibid check texts`"),
        (&["explain", "qoute"], "`quote`"),
    ] {
        let run = program::run(folder.path(), arguments, &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(meant), "{arguments:?}: {}", run.err);
    }
    let run = program::run(folder.path(), &["check", "--format", "json", "--sourcs", "texts"], &[]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("report", &object);
    assert!(object["help"][0].as_str().unwrap().contains("--sources"), "{}", run.out);
}

#[test]
fn a_family_is_explained_by_its_rules() {
    let run = ibid(&["explain", "quote"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    for rule in ibid::rule::RULES {
        let listed = run.out.lines().any(|line| line.starts_with(&format!("{} ", rule.page.id)));
        assert_eq!(listed, rule.page.family() == "quote", "{}", rule.page.id);
    }
}

/// What the projects of these tests have for their source.
const SOURCE: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";

/// A folder that holds `draft.md` and one source, `texts/harbour.txt`.
fn project(draft: &str) -> tempfile::TempDir {
    program::folder([("draft.md", draft), ("texts/harbour.txt", SOURCE)])
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the program in the repository's folder.
fn ibid(arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    program::run(root(), arguments, environment)
}
