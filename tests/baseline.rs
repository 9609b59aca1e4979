//! Baselines through the built program: what is in one is not reported, wherever it moves to, and what is mended is stale.

mod common;

use std::fs;

use common::program::{self, Run, write};
use common::schema::holds;
use tempfile::TempDir;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";
const ALTERED: &str =
    "The harbour master said that “the ferry will not sail before the ice has gone” [@harbour].\n";
const FAITHFUL: &str =
    "The harbour master said that “the boat will not sail before the ice has gone” [@harbour].\n";

#[test]
fn what_is_in_the_baseline_is_not_reported_and_does_not_count() {
    let folder = project();
    let run = check(&folder, &["--write-baseline", "known.toml"]);
    assert_eq!((run.status, run.err.as_str()), (0, "wrote 2 findings to known.toml\n"), "{}", run.out);
    let written = fs::read_to_string(folder.path().join("known.toml")).unwrap();
    let words = "“the ferry will not sail before the ice has gone”";
    let line = |path: &str| {
        format!(
            "  {{ path = \"{path}\", rule = \"quote-altered\", source = \"harbour\", words = \"{words}\" }},\n"
        )
    };
    assert!(
        written.ends_with(&format!("version = 1\nfindings = [\n{}{}]\n", line("a.md"), line("sub/b.md"))),
        "{written}"
    );

    // Lines move, a paragraph is wrapped anew, and the run starts elsewhere.
    write(folder.path(), "a.md", format!("Before.\n\n{}", ALTERED.replace("sail before", "sail\nbefore")));
    let run = check(&folder, &["--baseline", "known.toml"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.contains("2 in the baseline"), "{}", run.out);
    let run =
        program::run(&folder.path().join("sub"), &["check", "--baseline", "../known.toml", "b.md"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    let run = check(&folder, &["--baseline", "known.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    holds("report", &json);
    let summary = &json["summary"];
    assert_eq!((&summary["baselined"], &summary["errors"]), (&2.into(), &0.into()));
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 0);
    assert!(check(&folder, &["--format", "json"]).out.contains("quote-altered"));

    // One more of the same is new.
    write(folder.path(), "a.md", format!("{ALTERED}\n{ALTERED}"));
    let run = check(&folder, &["--baseline", "known.toml", "--format", "concise"]);
    assert_eq!((run.status, run.out.matches("quote-altered").count()), (1, 1), "{}", run.out);
    assert!(run.out.starts_with("a.md:3:"), "{}", run.out);
    // Fixes leave alone what is held.
    let run = check(&folder, &["--baseline", "known.toml", "--fix=all"]);
    assert_eq!(run.status, 0, "{}", run.out);
    let left = "2 findings with a fix are in the baseline and left as they are\n";
    assert_eq!(run.err, format!("fixed 1 finding in a.md (1 quote-altered)\n{left}"));
    let run = check(&folder, &["--baseline", "known.toml", "--fix=all", "--diff", "a.md"]);
    let left = "1 finding with a fix is in the baseline and left as it is\n";
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", left));
    // What changes the wording would not be mended by this.
    assert_eq!(check(&folder, &["--baseline", "known.toml", "--fix"]).err, "");
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).unwrap(), format!("{ALTERED}\n{FAITHFUL}"));
    assert_eq!(fs::read_to_string(folder.path().join("sub/b.md")).unwrap(), ALTERED);
}

#[test]
fn what_is_mended_is_stale_where_the_run_would_have_seen_it() {
    let folder = project();
    check(&folder, &["--write-baseline", "known.toml"]);
    write(folder.path(), "a.md", FAITHFUL);
    let stale = "warning: 1 entry of `known.toml` is stale and holds nothing any more\n";
    for (arguments, is_stale) in [
        (&["--baseline", "known.toml"][..], true),
        (&["--baseline", "known.toml", "a.md"], true),
        (&["--baseline", "known.toml", "sub"], false),
        (&["--baseline", "known.toml", "--ignore", "quote-altered"], false),
        (&["--baseline", "known.toml", "--select", "citation"], false),
    ] {
        let run = check(&folder, arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.out);
        assert_eq!(run.err.starts_with(stale), is_stale, "{arguments:?}: {}", run.err);
        assert_eq!(run.err.is_empty(), !is_stale, "{arguments:?}: {}", run.err);
    }
    let run = check(&folder, &["--baseline", "known.toml"]);
    assert!(
        run.err.ends_with(
            "help: `ibid check --write-baseline known.toml` takes it out: quote-altered in a.md\n"
        ),
        "{}",
        run.err
    );
    // A run on some drafts keeps what is known of the others.
    let run = check(&folder, &["--write-baseline", "known.toml", "a.md"]);
    assert_eq!(run.err, "wrote 1 finding to known.toml\n");
    let run = check(&folder, &["--baseline", "known.toml"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    // So it does of the rules that did not run.
    check(&folder, &["--write-baseline", "known.toml", "--ignore", "quote"]);
    assert_eq!(check(&folder, &["--baseline", "known.toml"]).status, 0);
    fs::remove_file(folder.path().join("sub/b.md")).unwrap();
    assert!(check(&folder, &["--baseline", "known.toml"]).err.contains("1 entry"));
    check(&folder, &["--write-baseline", "known.toml"]);
    assert!(fs::read_to_string(folder.path().join("known.toml")).unwrap().ends_with("findings = [\n]\n"));
}

#[test]
fn a_draft_that_was_moved_keeps_its_entries() {
    let folder = project();
    check(&folder, &["--write-baseline", "known.toml"]);
    fs::rename(folder.path().join("a.md"), folder.path().join("c.md")).unwrap();
    let run = check(&folder, &["--baseline", "known.toml"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    // A draft that has entries of its own takes none of another.
    fs::remove_file(folder.path().join("c.md")).unwrap();
    write(folder.path(), "sub/b.md", format!("{ALTERED}\n{ALTERED}"));
    assert_eq!(check(&folder, &["--baseline", "known.toml"]).status, 1);
}

#[test]
fn rows_of_answers_are_told_apart() {
    let row = |id: &str| {
        let draft = "Ward said “the ferry will not sail before the ice has gone” [1].";
        serde_json::json!({"id": id, "draft": draft, "sources": [HARBOUR]}).to_string() + "\n"
    };
    let folder = program::folder([("answers.jsonl", row("one") + &row("two"))]);
    check(&folder, &["--write-baseline", "known.toml", "answers.jsonl"]);
    write(folder.path(), "answers.jsonl", row("three") + &row("two") + &row("one"));
    let run = check(&folder, &["--baseline", "known.toml", "--format", "json", "answers.jsonl"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&json["diagnostics"][0]["id"], &json["summary"]["errors"]), (&"three".into(), &1.into()));
}

#[test]
fn a_baseline_that_is_missing_or_damaged_ends_the_run() {
    let folder = project();
    let run = check(&folder, &["--baseline", "known.toml"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "error: there is no baseline `known.toml`\nhelp: `ibid check --write-baseline known.toml` writes one\n"
    );
    check(&folder, &["--write-baseline", "known.toml"]);
    let path = folder.path().join("known.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("  { path", "<<<<<<< HEAD\n  { path", 1)).unwrap();
    let run = check(&folder, &["--baseline", "known.toml"]);
    let says = "error: the baseline `known.toml` is not understood, line 5: a mark of a merge that was not resolved\n";
    assert!(run.status == 2 && run.err.starts_with(says), "{}", run.err);
    // What it holds of other drafts would be lost.
    let damaged = fs::read_to_string(&path).unwrap();
    for arguments in [&["--write-baseline", "known.toml"][..], &["--write-baseline", "known.toml", "a.md"]] {
        let run = check(&folder, arguments);
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert_eq!(
            run.err,
            "error: the baseline `known.toml` is not understood, line 5: a mark of a merge that was not resolved, and is left as it was\n\
             help: mend it, or delete it and run `ibid check --write-baseline known.toml` on everything\n"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    }
    fs::write(&path, format!("<<<<<<< HEAD\n{text}")).unwrap();
    assert!(check(&folder, &["--write-baseline", "known.toml"]).err.contains("line 1: a mark of a merge"));
    fs::remove_file(&path).unwrap();
    assert_eq!(check(&folder, &["--write-baseline", "known.toml"]).status, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(check(&folder, &["--write-baseline", "no/such/known.toml"]).status, 2);
    write(folder.path(), "ibid.toml", "drfts = 1\n");
    let run = check(&folder, &["--write-baseline", "known.toml"]);
    assert!(run.status == 2 && run.out.contains("config-invalid"), "{}", run.out);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_baseline_is_written_over_nothing_but_a_baseline() {
    let folder = project();
    let bibliography = "@misc{harbour, title = {The Harbour}}\n";
    for (path, text) in [
        ("texts/library.bib", bibliography),
        ("notes.md", "# Notes\n\nNobody went out.\n"),
        ("package.toml", "# The ferry's own.\nname = \"ferry\"\nversion = \"1\"\n"),
        ("lock.toml", "# Made by a program.\nversion = 4\n\n[[package]]\nname = \"ferry\"\n"),
        ("latin.bin", "\u{1}\u{2}"),
    ] {
        write(folder.path(), path, text);
    }
    fs::write(folder.path().join("latin.txt"), b"caf\xe9").unwrap();
    let names = [
        "a.md",
        "texts/harbour.txt",
        "texts/library.bib",
        "ibid.toml",
        "notes.md",
        "package.toml",
        "lock.toml",
    ];
    for path in names.into_iter().chain(["latin.bin", "latin.txt"]) {
        let held = fs::read(folder.path().join(path)).unwrap();
        let run = check(&folder, &["--write-baseline", path]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{path}: {}", run.err);
        assert!(run.err.starts_with("error: ") && run.err.contains(&format!("`{path}` is ")), "{}", run.err);
        assert!(run.err.contains("\nhelp: "), "{}", run.err);
        assert_eq!(fs::read(folder.path().join(path)).unwrap(), held, "{path}");
    }
    let run = check(&folder, &["--write-baseline", "texts"]);
    assert_eq!((run.status, run.err.as_str()), (2, "error: `texts` is a folder\nhelp: name a file in it\n"));
    // What is empty holds nothing that could be lost, unless it is a draft.
    write(folder.path(), "known.toml", "");
    assert_eq!(check(&folder, &["--write-baseline", "known.toml"]).status, 0);
    write(folder.path(), "empty.md", "");
    let run = check(&folder, &["--write-baseline", "empty.md"]);
    assert!(run.status == 2 && run.err.contains("give the baseline another name"), "{}", run.err);
    assert_eq!(fs::read(folder.path().join("empty.md")).unwrap(), b"");
}

#[cfg(unix)]
#[test]
fn a_device_is_no_baseline() {
    let folder = project();
    for path in ["/dev/full", "/dev/zero", "/dev/null"] {
        let run = check(&folder, &["--write-baseline", path]);
        assert!(run.status == 2 && run.err.contains("is no file that a baseline"), "{path}: {}", run.err);
    }
    // It has no end.
    let run = check(&folder, &["--baseline", "/dev/zero"]);
    assert!(run.status == 2 && run.err.contains("it has more than 64 MB"), "{}", run.err);
}

#[test]
fn a_configuration_names_the_baseline_of_its_drafts() {
    let folder = project();
    let with = |name: &str| format!("baseline = \"{name}\"\n\n[sources]\npaths = [\"texts\"]\n");
    write(folder.path(), "ibid.toml", with("known.toml"));
    let run = check(&folder, &[]);
    assert!(run.status == 2 && run.err.contains("there is no baseline `known.toml`"), "{}", run.err);
    assert_eq!(check(&folder, &["--write-baseline", "known.toml"]).status, 0);
    let run = program::run(&folder.path().join("sub"), &["check"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.contains("1 in the baseline"), "{}", run.out);
    let run = check(&folder, &["--fix=all", "--diff"]);
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{}", run.err);
    write(folder.path(), "ibid.toml", "baseline = 4\n");
    let run = check(&folder, &[]);
    assert!(run.status == 2 && run.out.contains("`baseline` is a path"), "{}", run.out);
}

fn project() -> TempDir {
    program::folder([
        ("ibid.toml", "[sources]\npaths = [\"texts\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("a.md", ALTERED),
        ("sub/b.md", ALTERED),
    ])
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    program::run(folder.path(), &[&["check"], arguments].concat(), &[])
}
