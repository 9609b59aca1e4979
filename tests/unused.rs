//! `citation-unused` over the drafts of a project: an entry that any of them cites is used, and of drafts that are not looked at
//! nothing is known.

mod common;

use common::program::{self, Run};
use tempfile::TempDir;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said.\n";
const CITES: &str = "“The boat will not sail before the ice has gone,” the harbour master said [@harbour].\n";
const LIBRARY: &str = "@misc{harbour,\n  title = {What the harbour master said},\n  file = {harbour.txt}\n}\n\
                       @misc{pilot,\n  title = {The pilot's own log}\n}\n@misc{baker,\n  title = {A baker's year}\n}\n";

/// A project of two drafts, each of which cites an entry of its own; nothing cites the third.
fn project() -> TempDir {
    program::folder([
        ("ibid.toml", "drafts = [\"drafts\"]\n[sources]\npaths = [\"texts\"]\n"),
        ("drafts/one.md", CITES),
        ("drafts/two.md", "So the pilot has it [@pilot].\n"),
        ("texts/harbour.txt", HARBOUR),
        ("texts/library.bib", LIBRARY),
    ])
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    let common = ["check", "--format", "concise", "--select", "citation-unused"];
    let run = program::run(folder.path(), &[&common, arguments].concat(), &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
    run
}

#[test]
fn an_entry_is_used_that_any_draft_cites() {
    let folder = project();
    for arguments in [&[][..], &["."], &["--config", "ibid.toml"]] {
        let run = check(&folder, arguments);
        let found: Vec<&str> = run.out.lines().filter(|line| line.contains("citation-unused")).collect();
        let expected = "texts/library.bib:8:7: note[citation-unused] nothing cites `baker`";
        assert_eq!(found, [expected], "{arguments:?}");
    }
}

#[test]
fn of_drafts_that_are_not_looked_at_nothing_is_known() {
    let folder = project();
    for arguments in [&["drafts/one.md"][..], &["drafts"], &["drafts/one.md", "drafts/two.md"]] {
        assert!(!check(&folder, arguments).out.contains("citation-unused"), "{arguments:?}");
    }
}

#[test]
fn without_a_configuration_the_drafts_that_are_named_are_all_there_are() {
    let folder = project();
    let sources = ["--no-config", "--sources", "texts"];
    let run = check(&folder, &[&sources[..], &["drafts/one.md"]].concat());
    assert_eq!(run.out.matches("citation-unused").count(), 2, "{}", run.out);
    let run = check(&folder, &[&sources[..], &["drafts"]].concat());
    assert_eq!(run.out.matches("citation-unused").count(), 1, "{}", run.out);
}

#[test]
fn it_is_asked_for() {
    let folder = project();
    for (arguments, shown) in
        [(&[][..], false), (&["--pedantic"], true), (&["--pedantic", "--ignore", "citation-unused"], false)]
    {
        let run = program::run(folder.path(), &[&["check"], arguments].concat(), &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        assert_eq!(run.out.contains("citation-unused"), shown, "{arguments:?}\n{}", run.out);
    }
    let text =
        "drafts = [\"drafts\"]\n[sources]\npaths = [\"texts\"]\n[severity]\ncitation-unused = \"warning\"\n";
    program::write(folder.path(), "ibid.toml", text);
    let run = program::run(folder.path(), &["check"], &[]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("warning[citation-unused]"), "{}", run.out);
}

#[test]
fn a_library_of_thousands_is_one_finding_and_soon_told() {
    let entries = (0..20_000).map(|n| {
        format!("@book{{work{n},\n  author = {{Author{n}, Ann}},\n  title = {{Volume {n} of the Harbour Papers}},\n  year = {{1911}}\n}}\n")
    });
    let library: String = entries.collect();
    let cites: String =
        (0..2_000).map(|n| format!("It rained on the day of [@work{n}], as was said.\n\n")).collect();
    let folder = program::folder([
        ("draft.md", cites),
        ("texts/harbour.txt", HARBOUR.to_owned()),
        ("texts/library.bib", library),
    ]);
    let run = check(&folder, &["--no-config", "--sources", "texts", "draft.md"]);
    assert!(run.out.contains("18000 of 20000 entries are cited nowhere"), "{}", run.out);
    assert_eq!(run.out.matches("citation-unused").count(), 1);
}
