//! Holds the README to the program: its commands do what they say, its transcript is the program's output, its table of
//! rules is the rules'.
//!
//! A generated part stands between `<!-- name -->` and `<!-- end name -->`. `IBID_BLESS=1` rewrites it; nothing else of the
//! README is ever written.

mod common;

use std::path::Path;
use std::{env, fs};

use common::program::{self, Run};
use common::read;
use ibid::output::table;
use ibid::rule::RULES;

/// Stands in the transcript where findings are left out.
const CUT: &str = "…";

#[test]
fn the_first_command_is_the_demo() {
    let first = commands().into_iter().next().expect("the README has a command");
    assert_eq!(first, "cargo run --release -- check --sources seeds fixtures/demo/brief.md");
    assert_eq!(commands().get(1).map(String::as_str), Some("cargo test"));
    let run = demo();
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let rules = run.out.lines().filter_map(|line| line.split_once("[quote-")?.1.split_once("]: "));
    let mut kinds: Vec<&str> = rules.map(|(rule, _)| rule).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.len() >= 5, "the demo shows only {kinds:?}");
}

/// The block of commands that is a project from nothing; a shell runs it as it stands.
#[test]
#[cfg(unix)]
fn the_first_project_comes_out_as_it_is_told() {
    let text = read(&readme());
    let told = text.split_once("A first project of your own").expect("the project").1;
    let block = told.split("```sh\n").nth(1).and_then(|rest| rest.split_once("```")).expect("a block").0;
    assert_eq!(block.lines().count(), 5, "{block}");
    let program = Path::new(env!("CARGO_BIN_EXE_ibid")).parent().expect("a folder").to_path_buf();
    let paths = env::var_os("PATH").unwrap_or_default();
    let paths = env::join_paths(std::iter::once(program).chain(env::split_paths(&paths))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut shell = std::process::Command::new("sh");
    let shell = shell.args(["-c", block]).current_dir(folder.path()).env_clear().env("PATH", paths);
    let output = shell.output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.starts_with("error[quote-altered]: the source has “boat”, not “ferry”\n"), "{printed}");
    assert!(printed.contains("\nquote-altered (error)\n"), "{printed}");
}

/// One test, since two would write over each other's part.
#[test]
fn the_transcript_and_the_table_are_fresh() {
    hold("transcript", &format!("```text\n{}```", excerpt(&demo().out)));
    let pages: Vec<_> = RULES.iter().map(|rule| rule.page).collect();
    hold("rules", table::markdown(&pages).trim_end());
}

#[test]
fn what_the_readme_links_to_is_there() {
    let text = read(&readme());
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let targets: Vec<&str> = targets.filter(|target| !target.contains("://")).collect();
    assert!(!targets.is_empty());
    for target in targets {
        assert!(root().join(target).exists(), "{target} is not in the repository");
    }
}

/// The findings of an output that show most in least room: the first three, a cut, and the closing lines.
fn excerpt(output: &str) -> String {
    let parts: Vec<&str> = output.split("\n\n").collect();
    let (closing, findings) = parts.split_last().expect("there is an output");
    let shown = findings.iter().take(3).map(|finding| format!("{finding}\n\n")).collect::<String>();
    let cut = if findings.len() > 3 { format!("{CUT}\n\n") } else { String::new() };
    shown + &cut + closing
}

/// The first command of the README, by way of the built program, as a reader sees it at 100 columns.
fn demo() -> Run {
    program::run(root(), &["check", "--sources", "seeds", "fixtures/demo/brief.md"], &[("COLUMNS", "100")])
}

/// The lines of every block of shell commands, in order.
fn commands() -> Vec<String> {
    let text = read(&readme());
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let lines = blocks.flat_map(|(block, _)| block.lines());
    lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split(" #").next().unwrap().trim().to_string())
        .collect()
}

/// Compares a generated part of the README with what it ought to be, or rewrites it.
fn hold(name: &str, wanted: &str) {
    let text = read(&readme());
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- end {name} -->"));
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("the README has no {open}"));
    let (part, after) = rest.split_once(&close).unwrap_or_else(|| panic!("the README has no {close}"));
    if env::var_os("IBID_BLESS").is_some_and(|value| value != "0") {
        fs::write(readme(), format!("{before}{open}\n\n{wanted}\n\n{close}{after}")).unwrap();
    } else {
        assert!(part.trim() == wanted, "{name} is stale; `IBID_BLESS=1` rewrites it:\n{wanted}");
    }
}

fn readme() -> std::path::PathBuf {
    root().join("README.md")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
