//! What is written where there is no room for it: the run says so and names the file, what was there stays as it was, and nothing is
//! left beside it.
//!
//! The shell bounds how large a file may grow, which needs no rights and holds on every Unix; `.ci/hard.sh` fills a disk.

#![cfg(unix)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use common::program::folder;
use tempfile::TempDir;

const CONFIG: &str = "[sources]\npaths = [\"sources\"]\n";
const SOURCE: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";

/// A project whose draft is larger than what may be written, with one finding that has a fix.
fn project() -> TempDir {
    let wrong = "The harbour master said “the ferry will not sail before the ice has gone” [@log].\n";
    let rest: String = (0..100).map(|i| format!("\nNothing sailed from any pier in winter {i}.\n")).collect();
    folder([
        ("ibid.toml", CONFIG.to_owned()),
        ("sources/log.txt", SOURCE.to_owned()),
        ("brief.md", wrong.to_owned() + &rest),
        ("new/brief.md", wrong.to_owned()),
    ])
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for path in common::entries(folder) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read(&path).expect("it can be read"));
        }
    }
    found
}

/// Runs the program in a shell after some words of it, and hands on its status and what it says on standard error.
fn run(folder: &Path, before: &str, arguments: &str, after: &str) -> (Option<i32>, String) {
    let program = env!("CARGO_BIN_EXE_ibid");
    let script = format!("{before}\nexec '{program}' {arguments} {after}");
    let run = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder)
        .env_clear()
        .env("COLUMNS", "80")
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn a_file_that_cannot_be_written_whole_is_not_written() {
    for (place, arguments, says) in [
        (".", "check --fix=all brief.md", "`brief.md` was not fixed: "),
        (".", "check --add-allow 'it stands' brief.md", "`brief.md`"),
        (".", "check --format json --output-file report.json brief.md", "cannot write `report.json`: "),
        (".", "check --format sarif=report.sarif brief.md", "cannot write `report.sarif`: "),
        (".", "check --write-baseline known.toml brief.md", "`known.toml`"),
        ("new", "init", "cannot write `ibid.toml`: "),
    ] {
        let project = project();
        let before = files(project.path());
        // A process that does not heed the signal is told by an error, as on a disk that is full.
        let (status, errors) = run(&project.path().join(place), "trap '' XFSZ; ulimit -f 0", arguments, "");
        assert_eq!(status, Some(2), "{arguments}: {errors}");
        assert!(errors.contains(says), "{arguments}: {errors}");
        assert!(errors.contains("File too large"), "{arguments}: {errors}");
        assert!(files(project.path()) == before, "{arguments} left something behind");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_stream_that_takes_nothing_is_told_of() {
    let project = project();
    for arguments in [
        "check brief.md",
        "check --format json brief.md",
        "trace brief.md",
        "rules",
        "explain quote-altered",
        "completions bash",
    ] {
        let (status, errors) = run(project.path(), "", arguments, "> /dev/full");
        assert_eq!(status, Some(2), "{arguments}: {errors}");
        assert!(errors.contains("cannot write to standard output: No space left"), "{arguments}: {errors}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_source_that_memory_has_no_room_for_is_named_and_the_rest_goes_on() {
    let project = project();
    let large = std::fs::File::create(project.path().join("sources/large.txt")).expect("it can be made");
    // It has no bytes on the disk.
    large.set_len(3 << 30).expect("it can be this long");
    let (status, errors) = run(project.path(), "ulimit -v 1000000", "check --format concise brief.md", "");
    assert_eq!(status, Some(1), "{errors}");
    let (_, errors) = run(project.path(), "ulimit -v 1000000", "check --format concise brief.md", "1>&2");
    let says =
        "sources/large.txt:1:1: error[source-unreadable] `sources/large.txt` cannot be read: out of memory";
    assert!(errors.contains(says) && errors.contains("quote-altered"), "{errors}");
}
