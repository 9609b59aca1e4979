//! The sources together: documents with their keys, and the bibliography that names them.
//!
//! Takes the sources that were loaded and hands on a `Corpus`, immutable, in which `matching` looks for wording.

pub mod bibliography;
pub mod document;

pub use document::{Document, DocumentId};

use std::path::{Component, Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::bibliography::Entry;
use crate::load::Source;

/// The sources of a project.
#[derive(Debug, Default)]
pub struct Corpus {
    /// By path.
    pub documents: Vec<Document>,
    /// The entries of every bibliography, those without a text here too.
    pub bibliography: Vec<Entry>,
    keys: FxHashMap<String, Named>,
}

/// What a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A document.
    Document(DocumentId),
    /// An entry of the bibliography whose text is not here.
    EntryAlone,
}

impl Corpus {
    /// Puts sources and bibliographies together. Each list of entries comes with the path of its `.bib` as shown.
    pub fn new(sources: Vec<Source>, bibliographies: Vec<(String, Vec<Entry>)>) -> Corpus {
        let mut by_path: FxHashMap<PathBuf, usize> = FxHashMap::default();
        let mut by_stem: FxHashMap<PathBuf, usize> = FxHashMap::default();
        for (i, source) in sources.iter().enumerate() {
            let path = plain(Path::new(&source.file.path));
            by_stem.entry(path.with_extension("")).or_insert(i);
            by_path.insert(path, i);
        }
        let mut corpus = Corpus::default();
        let mut entry_of: Vec<Option<usize>> = vec![None; sources.len()];
        let mut alone = Vec::new();
        let mut addresses = Vec::new();
        for (path, entries) in bibliographies {
            let folder = Path::new(&path).parent().unwrap_or(Path::new("")).to_owned();
            for entry in entries {
                let index = corpus.bibliography.len();
                let files = entry.files.iter().map(|file| plain(&folder.join(file)));
                // A PDF counts as the text that lies beside it.
                let texts: Vec<usize> = files
                    .filter_map(|file| {
                        by_path.get(&file).or_else(|| by_stem.get(&file.with_extension(""))).copied()
                    })
                    .collect();
                if texts.is_empty() {
                    alone.push(entry.key.clone());
                }
                for text in texts {
                    entry_of[text].get_or_insert(index);
                }
                if let Some(url) = &entry.url {
                    addresses.push((url.clone(), entry.key.clone()));
                }
                corpus.bibliography.push(entry);
            }
        }
        let mut names = Vec::new();
        let listed: FxHashSet<String> = corpus.bibliography.iter().map(|entry| entry.key.clone()).collect();
        for (source, entry) in sources.into_iter().zip(entry_of) {
            let id = DocumentId(corpus.documents.len() as u32);
            let key = match entry {
                Some(entry) => corpus.bibliography[entry].key.clone(),
                // A file whose name a bibliography gives to another text goes by its whole path.
                None if listed.contains(&source.name) => source.file.path.clone(),
                None => source.name.clone(),
            };
            if entry.is_some() {
                corpus.keys.entry(key.clone()).or_insert(Named::Document(id));
            }
            names.push((source.name, id));
            corpus.documents.push(Document::new(key, source.file, entry));
        }
        // A file's name is its key only where no bibliography gives that key to another.
        for (name, id) in names {
            corpus.keys.entry(name).or_insert(Named::Document(id));
        }
        for key in alone {
            corpus.keys.entry(key).or_insert(Named::EntryAlone);
        }
        for (url, key) in addresses {
            if let Some(&named) = corpus.keys.get(&key) {
                corpus.keys.entry(url).or_insert(named);
            }
        }
        corpus
    }

    /// What a key names; none for a key of nothing that is known here.
    pub fn named(&self, key: &str) -> Option<Named> {
        self.keys.get(key).copied()
    }

    /// Every key, sorted; those of web addresses are left out.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> =
            self.keys.keys().map(String::as_str).filter(|key| !key.contains("://")).collect();
        keys.sort_unstable();
        keys
    }

    /// Whether a key names a document.
    pub fn has_text(&self, key: &str) -> bool {
        matches!(self.named(key), Some(Named::Document(_)))
    }

    /// The document with an id of this corpus.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0 as usize]
    }
}

/// A path without `.` and `..`, which it need not exist for.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
