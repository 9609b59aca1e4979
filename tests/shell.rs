//! What a shell and `man` are given: scripts that complete the arguments, and manual pages, of every command and no other.
//!
//! `.ci/shell.sh` puts them before the real shells and the real `man`.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::program::{self, Run};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

fn ibid(arguments: &[&str]) -> Run {
    let run = program::run(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{arguments:?}");
    run
}

/// The commands that the help lists.
fn commands() -> BTreeSet<String> {
    let help = ibid(&["--help"]).out;
    let listed = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    listed.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_shell_completes_commands_options_formats_and_rules() {
    assert!(commands().len() >= 6);
    for shell in SHELLS {
        let script = ibid(&["completions", shell]).out;
        for command in &commands() {
            assert!(script.contains(command.as_str()), "{shell} does not know `{command}`");
        }
        for option in ["output-file", "min-coverage", "stdin-filename"] {
            assert!(script.contains(option), "{shell} does not know `--{option}`");
        }
        // The others complete values of these alone that are words of their own.
        if ["bash", "fish", "zsh"].contains(&shell) {
            for value in ["checkstyle", "quote-altered", "not-found"] {
                assert!(script.contains(value), "{shell} does not know `{value}`");
            }
        }
    }
}

#[test]
fn every_command_has_its_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("share/man1");
    let told = ibid(&["man", "--out", out.to_str().unwrap()]).out;
    let written: BTreeSet<String> =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut wanted: BTreeSet<String> = commands().iter().map(|command| format!("ibid-{command}.1")).collect();
    wanted.insert("ibid.1".to_owned());
    assert_eq!(written, wanted);
    assert!(told.starts_with(&format!("wrote {} pages", wanted.len())), "{told}");
    assert_eq!(fs::read_to_string(out.join("ibid.1")).unwrap(), ibid(&["man"]).out);
    let check = fs::read_to_string(out.join("ibid-check.1")).unwrap();
    for part in ["\\-\\-output\\-file", ".SH EXAMPLES", ".TH ibid-check 1 "] {
        assert!(check.contains(part), "{part} is not in {check}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = program::folder([("taken", "a file")]);
    let run = program::run(folder.path(), &["man", "--out", "taken/man1"], &[]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: cannot make the folder `taken/man1`"), "{}", run.err);
}
