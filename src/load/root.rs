//! A path of a request or a configuration: where it is, how it is shown, and what below it is meant.
//!
//! Takes paths as they were written and hands on `Root`s, for `walk` to walk, or the error that names what is not there.

use std::path::{Component, Path, PathBuf};

use globset::GlobSet;

use super::decode;
use super::error::LoadError;
use crate::nearest::nearest;

/// A path to walk.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub path: PathBuf,
    /// As it is shown, with `/`; empty for the current folder.
    pub shown: String,
    pub canonical: PathBuf,
    pub is_folder: bool,
    /// Which files below it are meant; none for all.
    pub filter: Option<Filter>,
}

/// The paths of a project's sources.
#[derive(Clone, Debug, Default)]
pub struct Roots(pub(super) Vec<Root>);

impl Roots {
    /// Whether a file is one of the sources, or was, by its canonical path.
    pub fn hold(&self, path: &Path) -> bool {
        self.0.iter().any(|root| root.holds(path))
    }

    /// The folders that are walked for them, by their canonical paths.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(Root::folder)
    }
}

/// Which files are meant.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// What is meant; none for all.
    pub only: Option<Pattern>,
    /// What is not.
    pub except: Vec<Pattern>,
}

/// What some files have in common.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// The canonical path of what they lie in, or of the one file that is meant.
    pub folder: PathBuf,
    /// What their paths below it are like; none for any.
    pub below: Option<GlobSet>,
    /// The same as it is written.
    pub written: String,
}

impl Pattern {
    fn is_match(&self, canonical: &Path) -> bool {
        let is_like = |below: &Path| self.below.as_ref().is_none_or(|globs| globs.is_match(below));
        canonical.strip_prefix(&self.folder).is_ok_and(is_like)
    }
}

impl Root {
    /// Takes a path as it was written, from the current folder, which is `here`.
    pub fn new(path: &Path, here: &Path) -> Result<Root, LoadError> {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => missing(path),
            _ => LoadError::Unreadable { path: path.display().to_string(), reason: decode::plain(&error) },
        };
        let is_folder = path.metadata().map_err(unreadable)?.is_dir();
        let canonical = path.canonicalize().map_err(unreadable)?;
        // A path that leads up and down again may still end below the current folder.
        let direct = path.is_relative() && !path.components().any(|part| part == Component::ParentDir);
        let below = if direct { Some(path) } else { canonical.strip_prefix(here).ok() };
        let shown = slashed(below.unwrap_or(path));
        Ok(Root { path: path.to_path_buf(), shown, canonical, is_folder, filter: None })
    }

    /// As it is shown to the reader, the current folder as `.`.
    pub fn shown(&self) -> &str {
        if self.shown.is_empty() { "." } else { &self.shown }
    }

    /// Whether a file is this one, or one of those below it that are meant.
    pub fn holds(&self, canonical: &Path) -> bool {
        canonical.starts_with(&self.canonical) && self.means(canonical)
    }

    /// The folder that it is or lies in, by its canonical path.
    pub fn folder(&self) -> &Path {
        if self.is_folder { &self.canonical } else { self.canonical.parent().unwrap_or(&self.canonical) }
    }

    /// Whether a file below it is meant.
    pub fn means(&self, canonical: &Path) -> bool {
        self.filter.as_ref().is_none_or(|filter| {
            filter.only.as_ref().is_none_or(|only| only.is_match(canonical))
                && !filter.except.iter().any(|except| except.is_match(canonical))
        })
    }
}

/// A path without `.` and `..`, as it is written.
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// The path that every way to a file shares; of one that is not there, the one that it would have.
pub fn real(path: &Path) -> PathBuf {
    let beside = || {
        let parent = path.parent()?;
        let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(beside).unwrap_or_else(|| path.to_path_buf())
}

/// A canonical path as seen from the current folder: below it, beside it with `..`, or, where the two share nothing, itself.
pub(super) fn seen_from(here: &Path, canonical: &Path) -> PathBuf {
    let shared = here.components().zip(canonical.components()).take_while(|(a, b)| a == b).count();
    if shared <= 1 {
        return canonical.to_path_buf();
    }
    let up = here.components().skip(shared).map(|_| Component::ParentDir);
    let seen: PathBuf = up.chain(canonical.components().skip(shared)).collect();
    if seen.as_os_str().is_empty() { PathBuf::from(".") } else { seen }
}

/// A path with `/` between its parts, without parts that are `.`.
pub(super) fn slashed(path: &Path) -> String {
    let mut slashed = String::new();
    for part in path.components().filter(|part| *part != Component::CurDir) {
        if part == Component::RootDir {
            slashed.push('/');
            continue;
        }
        if !slashed.is_empty() && !slashed.ends_with('/') {
            slashed.push('/');
        }
        slashed.push_str(&part.as_os_str().to_string_lossy());
    }
    slashed
}

/// The error for a path that does not exist, with what may have been meant.
fn missing(path: &Path) -> LoadError {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        // The first part that is wrong says more than the last.
        return match missing(folder) {
            LoadError::Missing { part, near, .. } => LoadError::Missing {
                path: path.display().to_string(),
                part: part.or(Some(folder.display().to_string())),
                near,
            },
            error => error,
        };
    }
    let siblings = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut siblings: Vec<String> =
        siblings.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    // A folder is listed in no order.
    siblings.sort();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let near = nearest(&name, siblings.iter().map(String::as_str)).filter(|near| *near != name);
    let near = near.map(|near| slashed(&parent.unwrap_or(Path::new("")).join(near)));
    LoadError::Missing { path: path.display().to_string(), part: None, near }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_the_current_folder() {
        let seen = |here: &str, path: &str| seen_from(Path::new(here), Path::new(path)).display().to_string();
        assert_eq!(seen("/a/b", "/a/b"), ".");
        assert_eq!(seen("/a/b", "/a/b/c.md"), "c.md");
        assert_eq!(seen("/a/b/c", "/a/d.md"), "../../d.md");
        assert_eq!(seen("/a/b", "/e/d.md"), "/e/d.md");
    }
}
