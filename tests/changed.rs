//! Runs on what has changed, through the built program and `git`: a changed source rechecks every draft that draws on it, and no
//! other.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::program::{self, Run, write};
use tempfile::TempDir;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";
const PILOT: &str = "“The fairway is marked by nine buoys and one lamp,” the pilot wrote in May.\n";
/// Faithful to the first source, and to the second.
const ON_HARBOUR: &str = "The master said that “the boat will not sail before the ice has gone”.\n";
const ON_PILOT: &str = "The pilot wrote that “the fairway is marked by nine buoys and one lamp”.\n";
const WRONG_PILOT: &str = "The pilot wrote that “the fairway is marked by nine buoys and two lamps”.\n";

#[test]
fn a_changed_source_rechecks_the_drafts_that_draw_on_it() {
    let Some(folder) = repository() else { return };
    assert_eq!(nothing(&since(&folder, "HEAD")), 0);
    // The pilot's draft is wrong, and was before.
    write(folder.path(), "pilot.md", WRONG_PILOT);
    commit(&folder);
    assert_eq!(nothing(&since(&folder, "HEAD")), 0);
    // Another word in the source makes the draft on it wrong, though the draft is as it was.
    write(folder.path(), "texts/harbour.txt", HARBOUR.replace("boat", "ship"));
    let run = since(&folder, "HEAD");
    assert_eq!((run.status, paths(&run)), (1, vec!["harbour.md".to_owned()]), "{}", run.out);
    assert!(run.out.contains("checked in 1 draft against 2 sources"), "{}", run.out);
    // What a full run says of it is the same.
    let whole = check(&folder, &[]);
    let line = |run: &Run| run.out.lines().find(|line| line.starts_with("harbour.md")).map(str::to_owned);
    assert_eq!(line(&run), line(&whole));
    assert_eq!(paths(&whole), ["harbour.md", "pilot.md"]);
    // Of the whole passage nothing is left to lead to it.
    write(folder.path(), "texts/harbour.txt", "Nothing was said in that year of ships or ice at all.\n");
    assert_eq!(paths(&since(&folder, "HEAD")), ["harbour.md"]);
    // It is gone.
    fs::remove_file(folder.path().join("texts/harbour.txt")).unwrap();
    assert_eq!(paths(&since(&folder, "HEAD")), ["harbour.md", "pilot.md"]);
    assert_eq!(paths(&staged(&folder)), [""; 0]);
    git(&folder, &["add", "-A"]);
    assert_eq!(paths(&staged(&folder)), ["harbour.md", "pilot.md"]);
}

#[test]
fn a_changed_draft_is_checked_by_itself() {
    let Some(folder) = repository() else { return };
    let strange = "a draft\nwith “signs”.md";
    write(folder.path(), strange, WRONG_PILOT);
    write(folder.path(), "sub/pilot.md", WRONG_PILOT);
    // What git does not know has changed since any revision, and is not staged.
    let run = since(&folder, "HEAD");
    assert_eq!(paths(&run).len(), 2, "{}", run.out);
    assert_eq!(nothing(&staged(&folder)), 0);
    git(&folder, &["add", strange]);
    assert_eq!(paths(&staged(&folder)).len(), 1);
    commit(&folder);
    assert_eq!(nothing(&since(&folder, "HEAD")), 0);
    assert_eq!(paths(&since(&folder, "HEAD~1")).len(), 2);
    // From below, paths are the current folder's.
    let run = program::run(
        &folder.path().join("sub"),
        &["check", "--format", "concise", "--changed-since", "HEAD~1"],
        &path(),
    );
    assert_eq!(paths(&run), ["pilot.md"], "{}", run.err);
    // A draft that is moved is a new one.
    git(&folder, &["mv", "sub/pilot.md", "moved.md"]);
    assert_eq!(paths(&staged(&folder)), ["moved.md"]);
}

#[test]
fn a_new_source_a_bibliography_and_a_configuration_concern_all_their_drafts() {
    let Some(folder) = repository() else { return };
    write(folder.path(), "pilot.md", WRONG_PILOT);
    write(folder.path(), "harbour.md", ON_HARBOUR.replace("boat", "barge"));
    commit(&folder);
    for (path, text) in [
        ("texts/log.txt", "“It was a cold spring, and nobody went out,” the log says.\n"),
        ("texts/library.bib", "@misc{log, title = {The Log}}\n"),
        ("ibid.toml", "ignore = [\"citation\"]\n\n[sources]\npaths = [\"texts\"]\n"),
        (".gitignore", "*.tmp\n"),
    ] {
        write(folder.path(), path, text);
        let run = since(&folder, "HEAD");
        assert_eq!(paths(&run), ["harbour.md", "pilot.md"], "{path}: {}{}", run.out, run.err);
        git(&folder, &["stash", "--include-untracked"]);
        assert_eq!(nothing(&since(&folder, "HEAD")), 0, "{path}");
    }
}

#[test]
fn a_source_that_is_gone_concerns_the_drafts_that_were_led_to_it() {
    let entry = "@misc{log, title = {The Log}, file = {papers/log.txt}}\n";
    let log = "“It was a cold spring, and nobody went out,” the log says.\n";
    let quoting = "The log says “it was a cold spring, and nobody went out”.\n";
    let with = |line: &str| format!("---\n{line}\n---\n{quoting}");
    let others = "[sources]\npaths = [\"texts\"]\n";
    for (config, front, source) in [
        // A bibliography that is configured, one that the draft names, and the draft itself lead to it.
        ("drafts = [\"notes\"]\n\n[sources]\npaths = [\"log.bib\"]\n", "title: On ice", "papers/log.txt"),
        (others, "bibliography: ../log.bib", "papers/log.txt"),
        (others, "sources: own.txt", "notes/own.txt"),
        (others, "sources: [papers/log.txt]", "papers/log.txt"),
    ] {
        let Some(folder) = repository() else { return };
        // Another text keeps the bibliography from being one of nothing.
        let entries = format!("{entry}@misc{{pilot, title = {{The Pilot}}, file = {{texts/pilot.txt}}}}\n");
        for (path, text) in
            [("ibid.toml", config), ("log.bib", &entries), ("notes/ice.md", &with(front)), (source, log)]
        {
            write(folder.path(), path, text);
        }
        commit(&folder);
        assert_eq!(check(&folder, &[]).status, 0, "{front}");
        assert_eq!(nothing(&since(&folder, "HEAD")), 0);
        let moved = "elsewhere.dat";
        git(&folder, &["mv", source, moved]);
        for run in [since(&folder, "HEAD"), staged(&folder)] {
            assert!(paths(&run).contains(&"notes/ice.md".to_owned()), "{front}: {}{}", run.out, run.err);
        }
    }
}

#[test]
fn what_a_front_matter_names_no_more_is_a_draft_that_has_changed() {
    let Some(folder) = repository() else { return };
    write(folder.path(), "notes/own.md", format!("{PILOT}\n{WRONG_PILOT}"));
    write(folder.path(), "notes/ice.md", format!("---\nsources: own.md\n---\n{ON_PILOT}"));
    write(folder.path(), "notes/other.md", WRONG_PILOT);
    commit(&folder);
    assert_eq!(paths(&check(&folder, &[])), ["notes/other.md"]);
    write(folder.path(), "notes/ice.md", ON_PILOT);
    assert_eq!(paths(&since(&folder, "HEAD")), ["notes/own.md"]);
    git(&folder, &["rm", "-q", "-f", "notes/ice.md"]);
    assert!(paths(&staged(&folder)).contains(&"notes/own.md".to_owned()));
    // The same of what a bibliography leads to no more.
    let entry = "@misc{pilot, title = {The Pilot}, file = {own.pdf}}\n";
    let other = "@misc{harbour, title = {The Harbour}, file = {harbour.txt}}\n";
    write(folder.path(), "notes/library.bib", format!("{entry}{other}"));
    write(folder.path(), "notes/harbour.txt", HARBOUR);
    write(folder.path(), "notes/ice.md", format!("---\nbibliography: library.bib\n---\n{ON_HARBOUR}"));
    commit(&folder);
    assert_eq!(paths(&check(&folder, &[])), ["notes/other.md"]);
    write(folder.path(), "notes/library.bib", other);
    assert_eq!(paths(&since(&folder, "HEAD")), ["notes/own.md"]);
}

#[test]
fn the_branch_counts_from_where_it_left() {
    let Some(folder) = repository() else { return };
    git(&folder, &["checkout", "-q", "-b", "topic"]);
    write(folder.path(), "new.md", WRONG_PILOT);
    commit(&folder);
    git(&folder, &["checkout", "-q", "main"]);
    write(folder.path(), "other.md", WRONG_PILOT);
    commit(&folder);
    git(&folder, &["checkout", "-q", "topic"]);
    assert_eq!(paths(&since(&folder, "main")), ["new.md"]);
}

#[test]
fn a_source_that_is_named_rechecks_its_drafts() {
    let Some(folder) = repository() else { return };
    write(folder.path(), "pilot.md", WRONG_PILOT);
    write(folder.path(), "harbour.md", ON_HARBOUR.replace("boat", "barge"));
    for (named, found) in [
        (&["texts/pilot.txt"][..], &["pilot.md"][..]),
        (&["texts/harbour.txt"], &["harbour.md"]),
        (&["texts/harbour.txt", "pilot.md"], &["harbour.md", "pilot.md"]),
        (&["ibid.toml"], &["harbour.md", "pilot.md"]),
        (&["pilot.md"], &["pilot.md"]),
    ] {
        let run = check(&folder, named);
        assert_eq!(paths(&run), found, "{named:?}: {}{}", run.out, run.err);
        assert_eq!(run.status, 1);
    }
    write(folder.path(), "texts/log.txt", "“It was a cold spring, and nobody went out,” the log says.\n");
    let run = check(&folder, &["texts/log.txt"]);
    assert_eq!(run.out, "nothing to check: no drafts among the files that were named\n");
    // Without a configuration the drafts are those of the current folder for a hook alone.
    fs::remove_file(folder.path().join("ibid.toml")).unwrap();
    assert_eq!(paths(&check(&folder, &["--hook", "--sources", "texts", "texts/pilot.txt"])), ["pilot.md"]);
    let run = check(&folder, &["--sources", "texts", "texts/pilot.txt"]);
    assert!(run.out.starts_with("nothing to check"), "{}", run.out);
}

#[test]
fn what_a_hook_passes_on_may_be_anything() {
    let Some(folder) = repository() else { return };
    write(folder.path(), "pilot.md", WRONG_PILOT);
    write(folder.path(), "README.md", WRONG_PILOT);
    write(folder.path(), "paper.pdf", "no pdf");
    write(folder.path(), "package.json", "{}");
    write(folder.path(), "texts/data.json", "{}");
    let others = ["paper.pdf", "package.json", "texts/data.json"];
    let run = check(&folder, &[&["--hook"][..], &others].concat());
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.starts_with("nothing to check"), "{}", run.out);
    assert_eq!(check(&folder, &["paper.pdf"]).status, 2);
    let named = [&["--hook", "pilot.md", "README.md"][..], &others].concat();
    assert_eq!(paths(&check(&folder, &named)), ["README.md", "pilot.md"]);
    write(
        folder.path(),
        "ibid.toml",
        "drafts = [\"*.md\", \"!README.md\"]\n\n[sources]\npaths = [\"texts\"]\n",
    );
    assert_eq!(paths(&check(&folder, &named)), ["pilot.md"]);
    // Who names it himself means it.
    assert_eq!(paths(&check(&folder, &["README.md"])), ["README.md"]);
    assert_eq!(check(&folder, &["--hook"]).status, 2);
}

#[test]
fn what_a_front_matter_or_a_configuration_names_is_no_draft_to_a_hook() {
    let Some(folder) = repository() else { return };
    let bibliography = "@misc{pilot, title = {The Pilot}, file = {cited.md}}\n";
    for (path, text) in [
        (
            "ibid.toml",
            "drafts = [\"*.md\", \"notes\"]\n\n[sources]\npaths = [\"texts\"]\n\n[facts]\npaths = [\"desk.toml\"]\n",
        ),
        ("desk.toml", "[spellings]\nHarbourmaster = [\"Harbormaster\"]\n"),
        ("harbour.md", &ON_HARBOUR.replace("boat", "barge")),
        ("notes/own.md", &format!("{PILOT}\n{WRONG_PILOT}")),
        ("notes/cited.md", PILOT),
        ("notes/library.bib", bibliography),
        ("notes/ice.md", &format!("---\nsources: own.md\n---\n{}", WRONG_PILOT.replace("nine", "ten"))),
        ("notes/both.md", &format!("---\nsources: [own.md]\n---\n{}", WRONG_PILOT.replace("nine", "two"))),
        (
            "notes/whole.md",
            &format!("---\nsources: [own.md, both.md]\n---\n{}", WRONG_PILOT.replace("buoys", "posts")),
        ),
        (
            "notes/log.md",
            &format!("---\nbibliography: library.bib\n---\n{}", WRONG_PILOT.replace("nine", "six")),
        ),
    ] {
        write(folder.path(), path, text);
    }
    for (named, found) in [
        (&["notes/own.md"][..], &["notes/both.md", "notes/ice.md", "notes/whole.md"][..]),
        (&["notes/own.md", "harbour.md"], &["harbour.md", "notes/both.md", "notes/ice.md", "notes/whole.md"]),
        (&["notes/library.bib"], &["notes/log.md"]),
        (&["notes/cited.md"], &["notes/log.md"]),
        (&["desk.toml"], &["harbour.md", "notes/both.md", "notes/ice.md", "notes/log.md", "notes/whole.md"]),
        (&["notes/ice.md"], &["notes/ice.md"]),
        // One that names sources is a draft all the same, and a source.
        (&["notes/both.md"], &["notes/both.md", "notes/whole.md"]),
    ] {
        let run = check(&folder, &[&["--hook"], named].concat());
        assert_eq!(paths(&run), found, "{named:?}: {}{}", run.out, run.err);
    }
    // Who names it himself means it.
    assert_eq!(paths(&check(&folder, &["notes/own.md"])), ["notes/own.md"]);
}

#[test]
fn what_is_held_and_what_is_fixed_is_about_what_has_changed() {
    let Some(folder) = repository() else { return };
    write(folder.path(), "pilot.md", WRONG_PILOT);
    write(folder.path(), "harbour.md", ON_HARBOUR.replace("boat", "barge"));
    assert_eq!(check(&folder, &["--write-baseline", "known.toml"]).status, 0);
    commit(&folder);
    write(folder.path(), "pilot.md", format!("It is so.\n\n{WRONG_PILOT}"));
    let run = check(&folder, &["--changed-since", "HEAD", "--baseline", "known.toml"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.contains("in 1 draft") && run.out.contains("1 in the baseline"), "{}", run.out);
    // With another baseline other findings are new.
    write(folder.path(), "known.toml", "version = 1\nfindings = []\n");
    let run = check(&folder, &["--changed-since", "HEAD", "--baseline", "known.toml"]);
    assert_eq!(paths(&run), ["harbour.md", "pilot.md"]);
    let run = check(&folder, &["--changed-since", "HEAD", "--fix=all"]);
    assert_eq!(run.err, "fixed 1 finding in pilot.md (1 quote-altered)\n");
    assert!(fs::read_to_string(folder.path().join("harbour.md")).unwrap().contains("barge"));
}

#[test]
fn what_git_cannot_tell_ends_the_run() {
    let Some(folder) = repository() else { return };
    let run = since(&folder, "no-such-branch");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: `git` knows no revision `no-such-branch`\n"), "{}", run.err);
    assert_eq!(check(&folder, &["--changed-since=--output=x"]).status, 2);
    assert!(!folder.path().join("x").exists());
    let bare = program::folder([("a.md", ON_PILOT), ("texts/pilot.txt", PILOT)]);
    for option in [&["--staged"][..], &["--changed-since", "HEAD"]] {
        let run = check(&bare, &[&["--sources", "texts"], option].concat());
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert!(run.err.contains("this folder is in no work tree"), "{}", run.err);
    }
    let run = program::run(folder.path(), &["check", "--staged"], &[("PATH", "/nowhere")]);
    assert!(run.status == 2 && run.err.contains("`git` cannot be run"), "{}", run.err);
}

/// Where `git` is found.
fn path() -> [(&'static str, &'static str); 1] {
    static FOUND: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    [("PATH", FOUND.get_or_init(|| std::env::var("PATH").unwrap_or_default()))]
}

/// A repository with two sources and a draft on each; none on a machine without `git`, where there is nothing to ask.
fn repository() -> Option<TempDir> {
    if Command::new("git").arg("--version").output().is_err() {
        return None;
    }
    let folder = program::folder([
        ("ibid.toml", "[sources]\npaths = [\"texts\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("texts/pilot.txt", PILOT),
        ("harbour.md", ON_HARBOUR),
        ("pilot.md", ON_PILOT),
    ]);
    git(&folder, &["init", "-q", "-b", "main"]);
    commit(&folder);
    Some(folder)
}

fn commit(folder: &TempDir) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", "a change"]);
}

fn git(folder: &TempDir, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder.path()).args(["-c", "user.name=Ann", "-c", "user.email=ann@port.example"]);
    let settings = Path::new("/dev/null");
    git.env("GIT_CONFIG_GLOBAL", settings).env("GIT_CONFIG_SYSTEM", settings).args(arguments);
    let output = git.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn since(folder: &TempDir, revision: &str) -> Run {
    check(folder, &["--changed-since", revision])
}

fn staged(folder: &TempDir) -> Run {
    check(folder, &["--staged"])
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    program::run(
        folder.path(),
        &[&["check", "--format", "concise", "--ignore", "citation"], arguments].concat(),
        &path(),
    )
}

/// The paths of the drafts that something is found in.
fn paths(run: &Run) -> Vec<String> {
    let lines = run.out.lines().filter(|line| line.contains("error["));
    lines.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

/// The status of a run that has nothing to check.
#[track_caller]
fn nothing(run: &Run) -> i32 {
    assert_eq!(run.out, "nothing to check: what has changed concerns no draft\n", "{}", run.err);
    run.status
}
