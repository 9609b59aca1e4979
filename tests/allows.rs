//! Allows through the built program: which runs report an unused one, what its fixes
//! leave behind, and what `--add-allow` writes.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::program::{self, Run, folder};
use common::{check_texts, entries, folders, found, name};
use ibid::finding::{Fix, Safety};
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
        (format!("- {ALLOW}\n  One.\n"), "-\n  One.\n".into()),
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
        // Another name makes the allow hide what nobody has seen.
        let removes = |fix: &Fix| fix.edits.iter().all(|edit| edit.replacement.is_empty());
        assert!(fixes.iter().all(|fix| removes(fix) == (fix.safety == Safety::Safe)), "{fixes:?}");
        let mut text = draft.clone();
        for edit in fixes.iter().rev().flat_map(|fix| fix.edits.iter().rev()) {
            text.replace_range(edit.span.range(), &edit.replacement);
        }
        assert_eq!(text, mended);
        let report = check_texts(&text, SOURCE, false);
        assert!(found(&report).iter().all(|(rule, _)| rule != "allow-unused"), "{text:?}");
    }
}

#[test]
fn allows_are_written_where_they_belong() {
    const C: &str = "<!-- ibid: allow(quote-altered) why -->";
    for (name, draft, written) in [
        ("paragraph.md", format!("One.\n\n{ALTERED}\nMore.\n"), format!("One.\n\n{C}\n{ALTERED}\nMore.\n")),
        ("heading.md", format!("# {ALTERED} ##\n"), format!("# {ALTERED} {C} ##\n")),
        ("below-a-heading.md", format!("# One\n{ALTERED}\n"), format!("# One\n{ALTERED} {C}\n")),
        ("item.md", format!("- {ALTERED}  \n  More.\n"), format!("- {ALTERED} {C}  \n  More.\n")),
        ("break.md", format!("- {ALTERED}\\\n  More.\n"), format!("- {ALTERED} {C}\\\n  More.\n")),
        ("quote.md", format!("> {ALTERED}\n> More.\n"), format!("> {ALTERED} {C}\n> More.\n")),
        (
            "row.md",
            format!("| a | b |\n|---|---|\n| c | {ALTERED} |"),
            format!("| a | b |\n|---|---|\n| c | {ALTERED} {C} |"),
        ),
        ("note.md", format!("One.[^1]\n\n[^1]: {ALTERED}\n"), format!("One.[^1]\n\n[^1]: {ALTERED} {C}\n")),
        ("mark.md", format!("\u{feff}{ALTERED}\n"), format!("\u{feff}{C}\n{ALTERED}\n")),
        ("lines.md", format!("One.\r\n\r\n{ALTERED}\r\n"), format!("One.\r\n\r\n{C}\r\n{ALTERED}\r\n")),
        ("twice.md", format!("{ALTERED} {ALTERED}\n"), format!("{C}\n{ALTERED} {ALTERED}\n")),
        ("plain.txt", format!("One.\n\n  {ALTERED}\nMore.\n"), format!("One.\n\n{C}\n  {ALTERED}\nMore.\n")),
        ("quoted.txt", format!("> {ALTERED}\n"), format!("{C}\n> {ALTERED}\n")),
        (
            // The line ends in code, where a comment is text.
            "code.md",
            format!("- {ALTERED} `a\n  b`\n"),
            format!("- {ALTERED} `a\n  b`\n\n<!-- ibid: allow-file(quote-altered) why -->\n"),
        ),
        ("faithful.md", format!("{FAITHFUL}\n"), format!("{FAITHFUL}\n")),
    ] {
        let folder = folder([(name, draft.as_str()), ("texts/harbour.txt", SOURCE)]);
        let arguments = ["check", "--sources", "texts", name];
        let run = program::run(folder.path(), &[&arguments[..], &["--add-allow", "why"]].concat(), &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{name}");
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), written, "{name}");
        let said = if draft == written {
            "nothing to allow\n".into()
        } else {
            format!("1 allow written to {name}\n")
        };
        assert_eq!(run.out, said);
        assert_eq!(program::run(folder.path(), &arguments, &[]).status, 0, "{name}");
    }
}

#[test]
fn findings_of_one_place_share_a_comment_and_json_shows_what_remains() {
    let draft = format!(
        "{ALTERED} “The boat will not sail, the harbour master said.\n\n<!-- ibid: alow(quote) -->\n"
    );
    let folder = project(&draft);
    let run = check(&folder, &["--add-allow", "why", "--format", "json"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&json["summary"]["allowed"], &json["summary"]["warnings"]), (&2.into(), &1.into()));
    assert_eq!(json["diagnostics"][0]["rule"], "allow-unused");
    let written = fs::read_to_string(folder.path().join("draft.md")).unwrap();
    assert_eq!(written, format!("<!-- ibid: allow(quote-altered, quote-unclosed) why -->\n{draft}"));
    let run = check(&folder, &["--add-allow", "why"]);
    assert_eq!(run.out, "not allowed: 1 finding (without --add-allow the run shows what)\n");
}

#[test]
fn what_cannot_be_written_is_named_and_left() {
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(ALTERED);
    let folder = folder([("draft.md", latin.as_ref()), ("texts/harbour.txt", SOURCE.as_bytes())]);
    let run = check(&folder, &["--add-allow", "she is from Łódź"]);
    let says = "warning: `draft.md` was left: it is in windows-1252, which has no `Ł`; save it as UTF-8\n";
    assert_eq!((run.status, run.err.as_str()), (0, says));
    assert_eq!(fs::read(folder.path().join("draft.md")).unwrap(), latin.as_ref());
    assert_eq!(check(&folder, &["--add-allow", "his café"]).err, "");
    let written = format!("<!-- ibid: allow(quote-altered) his café -->\n{ALTERED}");
    let (written, ..) = encoding_rs::WINDOWS_1252.encode(&written);
    assert_eq!(fs::read(folder.path().join("draft.md")).unwrap(), written.as_ref());
    for (arguments, says) in [
        (&["check", "--add-allow", " "][..], "a reason is needed"),
        (&["check", "--add-allow", "a --> b"], "one line, without `-->`"),
        (&["check", "--add-allow", "a\nb"], "one line, without `-->`"),
        (&["check", "--add-allow", "why", "-"], "cannot be written to standard input"),
    ] {
        let run = program::run(folder.path(), arguments, &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(says), "{}", run.err);
    }
}

/// On every draft of the fixtures and the demo, in a folder of its own: afterwards a run finds nothing more in the draft,
/// and a second one writes nothing.
#[test]
fn after_an_allow_for_every_finding_a_draft_is_clean_and_stays_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = folders(&root.join("fixtures"));
    let cases = rules.iter().filter(|rule| name(rule) != "demo").flat_map(|rule| folders(rule));
    let mut drafts: Vec<(PathBuf, PathBuf)> = Vec::new();
    for case in cases {
        let draft = entries(&case).into_iter().find(|path| name(path).starts_with("draft."));
        drafts.push((draft.expect("a case has a draft"), case.join("sources")));
    }
    drafts.push((root.join("fixtures/demo/brief.md"), root.join("seeds")));
    let mut written = 0;
    let mut failures = Vec::new();
    for (draft, sources) in drafts {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(name(&draft));
        fs::copy(&draft, &copy).unwrap();
        let sound = !draft.components().any(|part| part.as_os_str() == "config-invalid");
        let beside = entries(draft.parent().unwrap()).into_iter();
        for config in beside.filter(|path| sound && name(path).ends_with(".toml")) {
            fs::copy(&config, folder.path().join(name(&config))).unwrap();
        }
        let (sources, draft_name) = (sources.display().to_string(), name(&draft));
        let add = || {
            let reason = "a reason | with `marks` and “more";
            let arguments = ["--sources", &sources, &draft_name, "--format", "json", "--add-allow", reason];
            let run = program::run(folder.path(), &[&["check", "--pedantic"], &arguments[..]].concat(), &[]);
            assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", draft.display());
            (run.out, fs::read_to_string(&copy).unwrap())
        };
        let (report, once) = add();
        written += usize::from(once != fs::read_to_string(&draft).unwrap());
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        // What is about the input or about an allow of the draft's own cannot be allowed.
        let own = draft.components().any(|part| part.as_os_str() == "allow-unused");
        let open = report["diagnostics"].as_array().unwrap().iter();
        let open = open.filter(|finding| finding["path"] == draft_name.as_str());
        let open: Vec<_> = open.filter(|finding| !(own && finding["rule"] == "allow-unused")).collect();
        if !open.is_empty() || add().1 != once {
            failures.push(format!("{}: {open:?}\n{once}", draft.display()));
        }
    }
    assert!(written >= 80, "only {written} drafts were written");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// No blank is left where the comment was, and what stands round it stays what it was.
#[test]
fn an_unused_allow_goes_with_its_line_or_its_spaces() {
    const SAID: &str = "“The boat will not sail before the ice has gone,” the harbour master said.";
    const UNUSED: &str = "<!-- ibid: allow(quote-altered) once so -->";
    for (before, after) in [
        ("- one\n  {}\n- two\n", "- one\n- two\n"),
        ("- one\n- {}\n- two\n", "- one\n- two\n"),
        ("1. one\n   {}\n2. two\n", "1. one\n2. two\n"),
        ("> one\n> {} \n> two\n", "> one\n>\n> two\n"),
        ("one\n\n{}\n\ntwo\n", "one\n\n\ntwo\n"),
        ("one {}\ntwo\n", "one\ntwo\n"),
    ] {
        let folder = project(&format!("{}\n\n{SAID}\n", before.replace("{}", UNUSED)));
        check(&folder, &["--fix"]);
        let text = fs::read_to_string(folder.path().join("draft.md")).unwrap();
        assert_eq!(text, format!("{after}\n\n{SAID}\n"), "{before:?}");
    }
}

/// A folder that holds `draft.md` and one source, `texts/harbour.txt`.
fn project(draft: &str) -> TempDir {
    folder([("draft.md", draft), ("texts/harbour.txt", SOURCE)])
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    program::run(folder.path(), &[&["check", "--sources", "texts", "draft.md"], arguments].concat(), &[])
}
