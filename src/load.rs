//! The only reading of files: walks the paths of drafts and sources, decodes what it finds, and hands on `Loaded`.
//!
//! A file that cannot be read becomes a finding that names it, and the run goes on; only paths that resolve to nothing
//! are an error of the run itself.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::file::{File, Files};
use crate::finding::Finding;

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders of drafts.
    pub drafts: Vec<PathBuf>,
    /// Files and folders of sources.
    pub sources: Vec<PathBuf>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Every file that was read, by id.
    pub files: Files,
    /// The drafts, by path.
    pub drafts: Vec<Arc<File>>,
    /// The sources with text, by path.
    pub sources: Vec<Source>,
    /// The `.bib` files among the sources, by path.
    pub bibliographies: Vec<Arc<File>>,
    /// Files that could not be read (`source-unreadable`), by path.
    pub findings: Vec<Finding>,
    /// Files that no reader takes, by extension without its dot, in lower case; empty for none.
    pub skipped: BTreeMap<String, u32>,
}

/// A source that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file.
    pub file: Arc<File>,
    /// Its path under the sources folder that it was found in, with `/` and without its extension: its key, where no
    /// bibliography gives one.
    pub name: String,
}
