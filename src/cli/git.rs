//! What `git` says has changed.
//!
//! Takes a revision, or that what is staged is meant, and hands on the paths that differ, asking the `git` of the machine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::output::display::clean;

/// How a path differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was not there before.
    New,
    /// It has other content.
    Changed,
    /// It is there no more.
    Gone,
}

/// What differs from a state of a repository.
#[derive(Debug, Default)]
pub struct Differences {
    /// The canonical path of the work tree.
    top: PathBuf,
    /// By path in the work tree; a submodule stands for all that lies in it.
    changed: BTreeMap<PathBuf, State>,
    /// The revision that it differs from.
    base: String,
    /// What is known to `git`; none where what is not known to it has not changed.
    tracked: Option<BTreeSet<PathBuf>>,
}

/// What differs from a revision in the work tree: from where the branch has left it, if it has gone on since.
pub fn since(revision: &str) -> anyhow::Result<Differences> {
    let top = top("--changed-since")?;
    let asked = format!("{revision}^{{commit}}");
    let found = run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])?;
    let Some(commit) = found.map(|id| text(&id)) else {
        let shown = clean(revision);
        anyhow::bail!(
            "`git` knows no revision `{shown}`\nin a clone that is not deep enough, fetch more of the history"
        )
    };
    let base = run(&["merge-base", &commit, "HEAD"])?.map_or(commit, |id| text(&id));
    let diff = needed(&[
        "diff",
        "--name-status",
        "-z",
        "--no-renames",
        "--no-relative",
        "--no-ext-diff",
        "--ignore-submodules=none",
        &base,
        "--",
    ])?;
    let folder = top.display().to_string();
    let mut changed = differing(&diff, &top);
    // Which files there are is told by these, known to `git` or not.
    let rules = needed(&["-C", &folder, "ls-files", "-z", "--others", "--", ":(glob)**/.gitignore"])?;
    changed.extend(parts(&rules).map(|name| (top.join(path(name)), State::New)));
    let tracked = needed(&["-C", &folder, "ls-files", "-z", "--recurse-submodules"])?;
    let tracked = parts(&tracked).map(|name| top.join(path(name))).collect();
    Ok(Differences { changed, base, tracked: Some(tracked), top })
}

/// What is staged.
pub fn staged() -> anyhow::Result<Differences> {
    let top = top("--staged")?;
    let diff = needed(&[
        "diff",
        "--cached",
        "--name-status",
        "-z",
        "--no-renames",
        "--no-relative",
        "--no-ext-diff",
    ])?;
    Ok(Differences { changed: differing(&diff, &top), base: "HEAD".to_owned(), tracked: None, top })
}

impl Differences {
    /// How a file that is there differs, by its canonical path. What `git` cannot tell of counts as new.
    pub fn of(&self, path: &Path) -> Option<State> {
        let known = path.ancestors().take_while(|path| path.starts_with(&self.top));
        let state = known.into_iter().find_map(|path| self.changed.get(path)).copied();
        let unknown = || self.tracked.as_ref().is_some_and(|tracked| !tracked.contains(path));
        state.or_else(|| unknown().then_some(State::New))
    }

    /// All paths that differ, as they are or were.
    pub fn all(&self) -> impl Iterator<Item = (&Path, State)> {
        self.changed.iter().map(|(path, state)| (path.as_path(), *state))
    }

    /// What a file held before; none where there was none.
    pub fn held(&self, path: &Path) -> anyhow::Result<Option<String>> {
        let Some(below) = path.strip_prefix(&self.top).ok().and_then(Path::to_str) else { return Ok(None) };
        let object = format!("{}:{}", self.base, below.replace('\\', "/"));
        let held = run(&["cat-file", "blob", &object])?;
        Ok(held.map(|held| String::from_utf8_lossy(&held).into_owned()))
    }

    /// Of the paths that differ those whose files had one of some words in them before, with what they held.
    pub fn before(&self, words: &[&str]) -> anyhow::Result<Vec<(&Path, String)>> {
        let top = self.top.display().to_string();
        let mut grep = vec!["-C", &top, "grep", "-l", "-z", "-F", "--no-color", "--full-name"];
        grep.extend(words.iter().flat_map(|word| ["-e", word]));
        grep.extend([self.base.as_str(), "--"]);
        // It ends with an error where there is none.
        let named = run(&grep)?.unwrap_or_default();
        let mark = format!("{}:", self.base);
        let mut before = Vec::new();
        for name in parts(&named) {
            let known = self.top.join(path(name.strip_prefix(mark.as_bytes()).unwrap_or(name)));
            let (Some((known, _)), Ok(object)) =
                (self.changed.get_key_value(&known), std::str::from_utf8(name))
            else {
                continue;
            };
            if let Some(held) = run(&["cat-file", "blob", object])? {
                before.push((known.as_path(), String::from_utf8_lossy(&held).into_owned()));
            }
        }
        Ok(before)
    }
}

/// The canonical path of the work tree that the current folder lies in.
fn top(option: &str) -> anyhow::Result<PathBuf> {
    let Some(top) = run(&["rev-parse", "--show-toplevel"])? else {
        anyhow::bail!(
            "`{option}` asks `git` what has changed, and this folder is in no work tree of it\nname the drafts instead"
        )
    };
    let top = path(top.strip_suffix(b"\n").unwrap_or(&top));
    top.canonicalize().with_context(|| format!("cannot find `{}`", clean(&top.display().to_string())))
}

/// The pairs of `--name-status -z`, a letter and a path.
fn differing(diff: &[u8], top: &Path) -> BTreeMap<PathBuf, State> {
    let mut parts = parts(diff);
    let mut changed = BTreeMap::new();
    while let (Some(letter), Some(name)) = (parts.next(), parts.next()) {
        let state = match letter.first() {
            Some(b'A') => State::New,
            Some(b'D') => State::Gone,
            _ => State::Changed,
        };
        changed.insert(top.join(path(name)), state);
    }
    changed
}

fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == 0).filter(|part| !part.is_empty())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// What `git` prints; none where it ends with an error.
fn run(arguments: &[&str]) -> anyhow::Result<Option<Vec<u8>>> {
    let output = command(arguments)?;
    if !output.status.success() && text(&output.stderr).contains("dubious ownership") {
        return Err(failed(arguments, &output.stderr));
    }
    Ok(output.status.success().then_some(output.stdout))
}

/// What `git` prints, where an error ends the run.
fn needed(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = command(arguments)?;
    if output.status.success() { Ok(output.stdout) } else { Err(failed(arguments, &output.stderr)) }
}

fn command(arguments: &[&str]) -> anyhow::Result<std::process::Output> {
    let mut git = Command::new("git");
    // Nothing is to be written, not even what would only be quicker the next time.
    git.args(arguments).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    git.output().context("`git` cannot be run, and is asked what has changed")
}

fn failed(arguments: &[&str], error: &[u8]) -> anyhow::Error {
    let said = text(error);
    let first = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    let name = arguments.iter().find(|argument| !argument.starts_with('-')).copied().unwrap_or_default();
    anyhow::anyhow!("`git {name}` failed: {}", clean(first))
}
