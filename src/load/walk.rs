//! Which files a path names: itself, or what lies below it.
//!
//! Takes the paths of a request and hands on the files to read, each once, with how it is shown and what it is called.
//! `.gitignore` counts in any folder, in a repository or not; symbolic links are followed.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use ignore::WalkBuilder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::LoadError;
use super::decode::plain;
use crate::file::Format;
use crate::finding::Severity;

/// What the files are read as. Drafts come before sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Draft,
    Source,
}

/// A file to read.
#[derive(Debug)]
pub(super) struct Found {
    /// Where to open it.
    pub path: PathBuf,
    /// As it is shown.
    pub shown: String,
    /// Its path below the folder that was asked for, without its extension.
    pub name: String,
    pub format: Format,
    pub role: Role,
}

/// A place that could not be walked.
#[derive(Debug)]
pub(super) struct Trouble {
    pub shown: String,
    pub message: String,
    pub help: &'static str,
    pub severity: Severity,
}

/// A path of the request.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    shown: String,
    canonical: PathBuf,
    is_folder: bool,
}

/// What the walks found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub found: Vec<Found>,
    pub troubles: Vec<Trouble>,
    /// Every file seen, by its canonical path.
    seen: FxHashSet<PathBuf>,
    /// The files of no known kind with their extensions.
    others: Vec<(PathBuf, String)>,
    /// The canonical paths of folders, by their paths.
    folders: FxHashMap<PathBuf, PathBuf>,
    /// What folders list in which a link or a folder made trouble.
    listings: FxHashMap<PathBuf, FxHashSet<PathBuf>>,
    /// The canonical paths of the sources that were asked for.
    sources: Vec<PathBuf>,
}

/// How a file of a known extension is taken apart; a bibliography is no draft, which [`Walk`] sees to.
pub(super) fn format(path: &Path) -> Option<Format> {
    let extension = path.extension()?;
    let is = |name: &&str| extension.eq_ignore_ascii_case(name);
    let formats: [(&[&str], _); 3] = [
        (&["md", "markdown", "qmd"], Format::Markdown),
        (&["txt"], Format::Plain),
        (&["bib"], Format::Bibliography),
    ];
    formats.iter().find(|(names, _)| names.iter().any(is)).map(|&(_, format)| format)
}

impl Root {
    /// Takes a path of the request as it was written.
    pub fn new(path: &Path, here: &Path) -> Result<Root, LoadError> {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => missing(path),
            _ => LoadError::Unreadable { path: path.display().to_string(), reason: plain(&error) },
        };
        let is_folder = path.metadata().map_err(unreadable)?.is_dir();
        let canonical = path.canonicalize().map_err(unreadable)?;
        // A path that leads up and down again may still end below the current folder.
        let direct = path.is_relative() && !path.components().any(|part| part == Component::ParentDir);
        let below = if direct { Some(path) } else { canonical.strip_prefix(here).ok() };
        let shown = slashed(below.unwrap_or(path));
        Ok(Root { path: path.to_path_buf(), shown, canonical, is_folder })
    }

    /// As it is shown to the reader, the current folder as `.`.
    pub fn shown(&self) -> &str {
        if self.shown.is_empty() { "." } else { &self.shown }
    }

    /// Whether one of the two lies in the other.
    pub fn touches(&self, other: &Root) -> bool {
        self.canonical.starts_with(&other.canonical) || other.canonical.starts_with(&self.canonical)
    }

    /// How many files of known kinds `.gitignore` hides below it.
    pub fn ignored(&self, role: Role) -> usize {
        let readable = |honour| {
            let entries = builder(&self.path, honour).build().flatten();
            entries.filter(|entry| role.takes(format(entry.path())).is_some()).count()
        };
        if self.is_folder { readable(false).saturating_sub(readable(true)) } else { 0 }
    }
}

impl Role {
    /// A format, if files in it can be that.
    fn takes(self, format: Option<Format>) -> Option<Format> {
        format.filter(|&format| self == Role::Source || format != Format::Bibliography)
    }
}

impl Walk {
    /// Adds what the paths name: first all sources, then the drafts, so that a file that is both is a source.
    pub fn add(&mut self, roots: &[Root], role: Role) -> Result<(), LoadError> {
        if role == Role::Source {
            self.sources = roots.iter().map(|root| root.canonical.clone()).collect();
        }
        for root in roots {
            if root.is_folder {
                self.folder(root, role);
            } else {
                self.file(root, role)?;
            }
        }
        Ok(())
    }

    /// Files of no known kind by extension, less each PDF whose text lies beside it.
    pub fn skipped(&self) -> BTreeMap<String, u32> {
        let stem = |path: &Path| path.with_extension("");
        let pdfs = self.others.iter().any(|(_, extension)| extension == "pdf");
        let is_text = |path: &&PathBuf| format(path).is_some_and(|format| format != Format::Bibliography);
        let texts: HashSet<PathBuf> = match pdfs {
            true => self.seen.iter().filter(is_text).map(|path| stem(path)).collect(),
            false => HashSet::new(),
        };
        let mut skipped = BTreeMap::new();
        for (path, extension) in &self.others {
            if extension != "pdf" || !texts.contains(&stem(path)) {
                *skipped.entry(extension.clone()).or_insert(0) += 1;
            }
        }
        skipped
    }

    /// A file that was given by its name, which must be of a kind that is read.
    fn file(&mut self, root: &Root, role: Role) -> Result<(), LoadError> {
        let Some(format) = role.takes(format(&root.path)) else {
            return Err(LoadError::Unsupported {
                path: root.shown.clone(),
                kinds: role.kinds(),
                hint: if extension(&root.path) == "pdf" {
                    "; extract its text into a file beside it, with `pdftotext` for one, and give that"
                } else {
                    ""
                },
            });
        };
        if self.is_new(root.canonical.clone(), role) {
            let name = root.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            self.found.push(Found { path: root.path.clone(), shown: root.shown.clone(), name, format, role });
        }
        Ok(())
    }

    fn folder(&mut self, root: &Root, role: Role) {
        let mut walk = builder(&root.path, true);
        // Sources below a folder of drafts are not walked again.
        let below = |source: &PathBuf| Some(root.path.join(source.strip_prefix(&root.canonical).ok()?));
        let sources: Vec<PathBuf> = match role {
            Role::Draft => self.sources.iter().filter_map(below).collect(),
            Role::Source => Vec::new(),
        };
        // A folder that several links lead to is walked through one of them: folders that link to each other have
        // more paths than can be walked.
        let linked = Mutex::new(HashSet::new());
        walk.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            if !is_folder || entry.depth() == 0 {
                return true;
            }
            let again = entry.path_is_symlink()
                && entry
                    .path()
                    .canonicalize()
                    .is_ok_and(|target| linked.lock().is_ok_and(|mut linked| !linked.insert(target)));
            !again && !sources.iter().any(|source| source == entry.path())
        });
        for entry in walk.build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    self.entry(root, role, entry.path(), entry.path_is_symlink());
                }
                Ok(_) => {}
                Err(error) => {
                    let trouble = trouble(root, &error);
                    let trouble = trouble.filter(|(path, _)| path == &root.path || self.is_listed(path));
                    self.troubles.extend(trouble.map(|(_, trouble)| trouble));
                }
            }
        }
    }

    fn entry(&mut self, root: &Root, role: Role, path: &Path, is_link: bool) {
        let Some(canonical) = self.canonical(path, is_link) else { return };
        if !self.is_new(canonical.clone(), role) {
            return;
        }
        let below = path.strip_prefix(&root.path).unwrap_or(path);
        match format(path) {
            Some(format) => {
                if let Some(format) = role.takes(Some(format)) {
                    let shown = joined(root, below);
                    let name = slashed(&below.with_extension(""));
                    self.found.push(Found { path: path.to_path_buf(), shown, name, format, role });
                }
            }
            None if path.file_name().is_some_and(|name| name == "ibid.toml") => {}
            None => self.others.push((canonical, extension(path))),
        }
    }

    /// Whether a file was not seen before, and is no source that was met among the drafts.
    fn is_new(&mut self, canonical: PathBuf, role: Role) -> bool {
        let is_source = || self.sources.iter().any(|source| canonical.starts_with(source));
        !(role == Role::Draft && is_source()) && self.seen.insert(canonical)
    }

    /// Whether a walk without links lists a path: it follows links before it asks whether they are hidden or ignored.
    fn is_listed(&mut self, path: &Path) -> bool {
        let Some(folder) = path.parent() else { return true };
        let list = || -> FxHashSet<PathBuf> {
            let entries = builder(folder, true).follow_links(false).max_depth(Some(1)).build().flatten();
            entries.map(ignore::DirEntry::into_path).collect()
        };
        self.listings.entry(folder.to_path_buf()).or_insert_with(list).contains(path)
    }

    /// The path that every way to a file shares. A folder is resolved once for all of its files.
    fn canonical(&mut self, path: &Path, is_link: bool) -> Option<PathBuf> {
        if is_link {
            return path.canonicalize().ok();
        }
        let (folder, name) = (path.parent()?, path.file_name()?);
        if let Some(folder) = self.folders.get(folder) {
            return Some(folder.join(name));
        }
        let canonical =
            if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.canonicalize().ok()?;
        let file = canonical.join(name);
        self.folders.insert(folder.to_path_buf(), canonical);
        Some(file)
    }
}

impl Role {
    /// The extensions that are read.
    pub fn kinds(self) -> &'static str {
        match self {
            Role::Draft => ".md, .markdown, .qmd and .txt are read as drafts",
            Role::Source => ".md, .markdown, .qmd, .txt and .bib are read",
        }
    }
}

/// A walk in the order of names. Ignore files of a user or a machine do not count, so that everyone's runs agree.
fn builder(path: &Path, honour: bool) -> WalkBuilder {
    let mut walk = WalkBuilder::new(path);
    walk.follow_links(true)
        .require_git(false)
        .git_ignore(honour)
        .git_global(false)
        .git_exclude(false)
        .ignore(false)
        .parents(honour)
        .sort_by_file_name(|a, b| a.cmp(b));
    walk
}

/// What stopped the walk, if it was a folder or a link.
fn trouble(root: &Root, error: &ignore::Error) -> Option<(PathBuf, Trouble)> {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            trouble(root, err)
        }
        ignore::Error::WithPath { path, err } if err.is_io() => unreadable(root, path),
        ignore::Error::WithPath { err, .. } => trouble(root, err),
        ignore::Error::Loop { ancestor, child } => {
            let (shown, target) = (shown(root, child), shown(root, ancestor));
            let message = format!("`{shown}` is a link that leads back to `{target}`, and was not followed");
            // Everything behind it is read by its own path.
            let (help, severity) = ("remove the link, or have .gitignore name it", Severity::Warning);
            Some((child.clone(), Trouble { shown, message, help, severity }))
        }
        _ => None,
    }
}

fn unreadable(root: &Root, path: &Path) -> Option<(PathBuf, Trouble)> {
    // The walk gives a reason that repeats the path; the system gives it plain.
    let reason = path.metadata().err().or_else(|| path.read_dir().err())?;
    // A link to nothing matters only if it would have been read.
    if reason.kind() == std::io::ErrorKind::NotFound && format(path).is_none() {
        return None;
    }
    let shown = shown(root, path);
    let message = format!("`{shown}` cannot be read: {}", plain(&reason));
    let help = match reason.kind() {
        std::io::ErrorKind::PermissionDenied => "see that you may read it, or have .gitignore name it",
        _ => "mend or remove it, or have .gitignore name it",
    };
    Some((path.to_path_buf(), Trouble { shown, message, help, severity: Severity::Error }))
}

fn shown(root: &Root, path: &Path) -> String {
    match path.strip_prefix(&root.path) {
        Ok(below) if below.as_os_str().is_empty() => root.shown().to_string(),
        Ok(below) => joined(root, below),
        Err(_) => slashed(path),
    }
}

fn joined(root: &Root, below: &Path) -> String {
    match root.shown.as_str() {
        "" => slashed(below),
        shown if shown.ends_with('/') => format!("{shown}{}", slashed(below)),
        shown => format!("{shown}/{}", slashed(below)),
    }
}

/// A path with `/` between its parts, without parts that are `.`.
fn slashed(path: &Path) -> String {
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

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
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
    let siblings: Vec<String> =
        siblings.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let siblings: Vec<&str> = siblings.iter().map(String::as_str).collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let near = similar::get_close_matches(name.as_ref(), &siblings, 1, 0.7);
    let near = near
        .first()
        .filter(|near| **near != name)
        .map(|near| slashed(&parent.unwrap_or(Path::new("")).join(near)));
    LoadError::Missing { path: path.display().to_string(), part: None, near }
}
