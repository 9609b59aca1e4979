//! Which files a path names: itself, or what lies below it.
//!
//! Takes the paths of a request and hands on the files to read, each once, with how it is shown and what it is called.
//! `.gitignore` counts in any folder, in a repository or not; symbolic links are followed.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::WalkBuilder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::LoadError;
use super::answers;
use super::cache;
use super::decode::{self, plain};
use super::formats::{format, is_running};
use super::root::{Root, slashed};
use crate::bibliography::{Notation, is_bibliography, notation};
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
    /// The path that every way to it shares.
    pub canonical: PathBuf,
    /// As it is shown.
    pub shown: String,
    /// Its path below the folder that was asked for, without its extension.
    pub name: String,
    pub format: Format,
    pub role: Role,
    /// The path that it was found under, by its number among those that the walk was given.
    pub root: u32,
    /// Its number in the list that stands for a walk.
    pub item: Option<u32>,
}

/// A file of no known kind.
#[derive(Debug)]
pub(super) struct Other {
    pub canonical: PathBuf,
    /// Its path below the folder that was asked for, without its extension.
    pub name: String,
    pub extension: String,
}

/// The files that the walks of a run passed over.
#[derive(Debug, Default)]
pub(super) struct PassedOver {
    others: BTreeMap<PathBuf, String>,
    /// What was read as text, without extensions.
    texts: HashSet<PathBuf>,
}

impl PassedOver {
    /// Adds what a walk passed over.
    pub fn add(&mut self, walk: &Walk) {
        for other in &walk.others {
            self.others.insert(other.canonical.clone(), other.extension.clone());
        }
        // Only a PDF counts as the text beside it.
        if walk.others.iter().any(|other| other.extension == "pdf") {
            self.texts.extend(walk.texts());
        }
    }

    /// How many there are of each extension, less each PDF whose text lies beside it.
    pub fn by_extension(self) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for (path, extension) in self.others {
            if extension != "pdf" || !self.texts.contains(&path.with_extension("")) {
                *counts.entry(extension).or_insert(0) += 1;
            }
        }
        counts
    }
}

/// A place that could not be walked.
#[derive(Debug)]
pub(super) struct Trouble {
    pub shown: String,
    pub message: String,
    pub help: Cow<'static, str>,
    pub severity: Severity,
}

/// What the walks found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub found: Vec<Found>,
    pub troubles: Vec<Trouble>,
    /// Every file seen, by its canonical path.
    pub seen: FxHashSet<PathBuf>,
    /// The files of no known kind.
    pub others: Vec<Other>,
    /// How many paths it was given.
    roots: u32,
    /// The canonical paths of folders, by their paths.
    folders: FxHashMap<PathBuf, PathBuf>,
    /// What folders list in which a link or a folder made trouble.
    listings: FxHashMap<PathBuf, FxHashSet<PathBuf>>,
    /// The canonical paths of what is known to hold sources, and no drafts.
    pub sources: Vec<PathBuf>,
    /// The canonical paths of files that are drafts all the same.
    pub named: FxHashSet<PathBuf>,
    /// The canonical paths of files that are asked for by their names.
    asked: FxHashSet<PathBuf>,
    /// How many files were dropped as copies of a text beside them.
    pub copies: usize,
}

/// How a file that merely lies somewhere is taken apart. What may be anything by its extension is a bibliography, or a list
/// of answers, only where it begins as one.
fn format_found(path: &Path, role: Role) -> Option<Format> {
    let is_bibliography = || match notation(&path.to_string_lossy()) {
        Notation::Bib => true,
        notation => {
            role == Role::Source && decode::head(path).is_some_and(|head| is_bibliography(notation, &head))
        }
    };
    format(path).filter(|format| match format {
        Format::Bibliography => is_bibliography(),
        Format::Answers => decode::head(path).is_some_and(|head| answers::begins(&head)),
        _ => true,
    })
}

impl Walk {
    /// Adds what the paths name, each file once.
    pub fn add(&mut self, roots: &[Root], role: Role) -> Result<(), LoadError> {
        for root in roots {
            if root.is_folder {
                self.folder(root, role);
            } else {
                self.file(root, role)?;
            }
            self.roots += 1;
        }
        self.drop_copies();
        Ok(())
    }

    /// Drops what lies beside a running text of its name: the page, the PDF or the document that was made of it, or that it
    /// was made of. What is asked for by its name stays.
    fn drop_copies(&mut self) {
        let stem = |found: &Found| found.canonical.with_extension("");
        let is_other = |found: &Found| found.format != Format::Bibliography && !is_running(found.format);
        let others: FxHashSet<PathBuf> =
            self.found.iter().filter(|found| is_other(found)).map(stem).collect();
        let running = self.found.iter().filter(|found| is_running(found.format));
        // A text without words is none that anything could be a copy of.
        let running =
            running.filter(|found| others.contains(&stem(found)) && decode::head(&found.path).is_some());
        let running: FxHashSet<PathBuf> = running.map(stem).collect();
        let (asked, before) = (&self.asked, self.found.len());
        self.found.retain(|found| {
            !is_other(found) || asked.contains(&found.canonical) || !running.contains(&stem(found))
        });
        self.copies += before - self.found.len();
    }

    /// Lets bibliographies that were found be found again.
    pub fn forget_bibliographies(&mut self) {
        self.seen.retain(|path| format(path) != Some(Format::Bibliography));
    }

    /// The names of files of no known kind that have no text beside them.
    pub fn textless(&self) -> Vec<String> {
        if self.others.is_empty() {
            return Vec::new();
        }
        self.without_text().map(|other| other.name.clone()).collect()
    }

    /// The PDFs among them, by their paths below the folder that was asked for.
    pub fn pdfs_without_text(&self) -> Vec<String> {
        let pdfs = self.without_text().filter(|other| other.extension == "pdf");
        pdfs.map(|other| format!("{}.pdf", other.name)).collect()
    }

    fn without_text(&self) -> impl Iterator<Item = &Other> {
        let texts: HashSet<PathBuf> = self.texts().collect();
        self.others.iter().filter(move |other| !texts.contains(&other.canonical.with_extension("")))
    }

    /// The texts that were found, by their canonical paths without extensions.
    fn texts(&self) -> impl Iterator<Item = PathBuf> {
        let is_text = |path: &&PathBuf| format(path).is_some_and(|format| format != Format::Bibliography);
        self.seen.iter().filter(is_text).map(|path| path.with_extension(""))
    }

    /// A file that was given by its name, which must be of a kind that is read.
    fn file(&mut self, root: &Root, role: Role) -> Result<(), LoadError> {
        let Some(format) = role.takes(format(&root.path)) else {
            return Err(LoadError::Unsupported {
                path: root.shown.clone(),
                kinds: role.kinds(),
                hint: match Role::Source.takes(format(&root.path)) {
                    Some(Format::Bibliography) => "",
                    Some(_) => "; it is read as a source: name it with `--sources`",
                    None if extension(&root.path) == "pdf" => {
                        "; extract its text into a file beside it, with `pdftotext` for one, and give that"
                    }
                    None => "",
                },
            });
        };
        self.asked.insert(root.canonical.clone());
        if self.is_new(root.canonical.clone(), role) {
            let name = root.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let (path, shown, canonical) = (root.path.clone(), root.shown.clone(), root.canonical.clone());
            self.others.retain(|other| other.canonical != canonical);
            let (root, item) = (self.roots, None);
            self.found.push(Found { path, canonical, shown, name, format, role, root, item });
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
            !again && !cache::is_ours(entry.path()) && !sources.iter().any(|source| source == entry.path())
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
        if !root.means(&canonical) || !self.is_new(canonical.clone(), role) {
            return;
        }
        let below = path.strip_prefix(&root.path).unwrap_or(path);
        match format_found(path, role) {
            Some(format) => {
                if let Some(format) = role.takes(Some(format)) {
                    let shown = joined(root, below);
                    let name = slashed(&below.with_extension(""));
                    let path = path.to_path_buf();
                    let (root, item) = (self.roots, None);
                    self.found.push(Found { path, canonical, shown, name, format, role, root, item });
                }
            }
            None if path.file_name().is_some_and(|name| name == "ibid.toml") => {}
            None => {
                if format(path).is_some() {
                    // It may yet be named.
                    self.seen.remove(&canonical);
                }
                let (name, extension) = (slashed(&below.with_extension("")), extension(path));
                self.others.push(Other { canonical, name, extension });
            }
        }
    }

    /// Whether a file was not seen before, and is no source that was met among the drafts.
    fn is_new(&mut self, canonical: PathBuf, role: Role) -> bool {
        let is_source = || {
            self.sources.iter().any(|source| canonical.starts_with(source))
                && !self.named.contains(&canonical)
        };
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
            Some((child.clone(), Trouble { shown, message, help: help.into(), severity }))
        }
        _ => None,
    }
}

fn unreadable(root: &Root, path: &Path) -> Option<(PathBuf, Trouble)> {
    // The walk gives a reason that repeats the path; the system gives it plain.
    let reason = path.metadata().err().or_else(|| path.read_dir().err())?;
    // A link to nothing matters only if it would have been read.
    if reason.kind() == std::io::ErrorKind::NotFound && format_found(path, Role::Source).is_none() {
        return None;
    }
    let shown = shown(root, path);
    let message = format!("`{shown}` cannot be read: {}", plain(&reason));
    let help = match reason.kind() {
        std::io::ErrorKind::PermissionDenied => "see that you may read it, or have .gitignore name it",
        _ => "mend or remove it, or have .gitignore name it",
    };
    Some((path.to_path_buf(), Trouble { shown, message, help: help.into(), severity: Severity::Error }))
}

fn shown(root: &Root, path: &Path) -> String {
    match path.strip_prefix(&root.path) {
        Ok(below) if below.as_os_str().is_empty() => root.shown().to_string(),
        Ok(below) => joined(root, below),
        Err(_) => slashed(path),
    }
}

fn joined(root: &Root, below: &Path) -> String {
    shown_below(root, &slashed(below))
}

/// How a file below a folder is shown.
pub(super) fn shown_below(root: &Root, below: &str) -> String {
    match root.shown.as_str() {
        "" => below.to_owned(),
        shown if shown.ends_with('/') => format!("{shown}{below}"),
        shown => format!("{shown}/{below}"),
    }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// How many files of known kinds `.gitignore` hides below a root.
pub(super) fn ignored(root: &Root, role: Role) -> usize {
    let readable = |honour| {
        let entries = builder(&root.path, honour).build().flatten();
        entries.filter(|entry| role.takes(format_found(entry.path(), role)).is_some()).count()
    };
    if root.is_folder { readable(false).saturating_sub(readable(true)) } else { 0 }
}
