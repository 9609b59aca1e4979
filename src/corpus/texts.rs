//! Which texts an entry of a bibliography is about.
//!
//! Takes the sources with their front matter, and hands on the texts of an entry: those that its files name, or, of an entry that
//! names no text, the one that goes by its key, or that lies at its address.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use super::address::canonical;
use crate::bibliography::{Entry, FrontMatter};
use crate::load::{Sources, is_text_extension};

/// The sources by everything that may lead to one; as indexes.
#[derive(Default)]
pub(super) struct Texts {
    paths: FxHashMap<PathBuf, usize>,
    /// By their paths without extensions.
    stems: FxHashMap<PathBuf, usize>,
    /// By the key that they state, and by their names. Nothing for what several are called.
    keys: FxHashMap<String, Option<usize>>,
    names: FxHashMap<String, Option<usize>>,
    /// By the last parts of their names.
    files: FxHashMap<String, Option<usize>>,
    /// By their folders' own names and the last parts of theirs: `X7KQ2M9P/ward`.
    tails: FxHashMap<String, Option<usize>>,
    addresses: FxHashMap<String, Option<usize>>,
    count: usize,
}

/// Which entries have which texts.
pub(super) struct Assigned {
    /// The entries, in order.
    pub listed: Vec<(Entry, Vec<usize>)>,
    /// By the text.
    pub entry_of: Vec<Option<usize>>,
}

impl Texts {
    /// The sources, each with its front matter.
    pub fn new(sources: &Sources, matters: &[Option<FrontMatter>]) -> Texts {
        let mut texts = Texts { count: sources.len(), ..Texts::default() };
        let once = |map: &mut FxHashMap<String, Option<usize>>, name: &str, text: usize| {
            let known = map.entry(name.to_owned()).or_insert(Some(text));
            *known = known.filter(|&known| known == text);
        };
        for (i, (source, matter)) in sources.iter().zip(matters).enumerate() {
            let path = plain(Path::new(&source.file.path));
            texts.stems.entry(path.with_extension("")).or_insert(i);
            if let Some(tail) = tail(&path) {
                once(&mut texts.tails, &tail, i);
            }
            texts.paths.insert(path, i);
            once(&mut texts.names, &source.name, i);
            once(&mut texts.files, source.name.rsplit('/').next().unwrap_or_default(), i);
            let Some(matter) = matter else { continue };
            if let Some(key) = &matter.key {
                once(&mut texts.keys, key, i);
            }
            for address in matter.url.iter().chain(&matter.doi) {
                once(&mut texts.addresses, &canonical(address), i);
            }
        }
        texts
    }

    /// Every entry with its texts, and every text with its entry. Entries come by bibliographies, with the paths of those.
    pub fn assigned(&self, bibliographies: Vec<(String, Vec<Entry>)>) -> Assigned {
        let mut listed: Vec<(Entry, Vec<usize>)> = Vec::new();
        for (path, entries) in bibliographies {
            let folder = Path::new(&path).parent().unwrap_or(Path::new("")).to_owned();
            listed.extend(entries.into_iter().map(|entry| {
                let files = self.of_files(&entry, &folder);
                (entry, files)
            }));
        }
        let mut entry_of: Vec<Option<usize>> = vec![None; self.count];
        for (index, (_, texts)) in listed.iter().enumerate() {
            for &text in texts {
                entry_of[text].get_or_insert(index);
            }
        }
        let by_files = entry_of.clone();
        for (index, (entry, own)) in listed.iter_mut().enumerate().filter(|(_, (_, own))| own.is_empty()) {
            // A text that a file leads to is another work's.
            own.extend(self.of_name(entry).filter(|&text| by_files[text].is_none()));
            for &text in &*own {
                entry_of[text].get_or_insert(index);
            }
        }
        Assigned { listed, entry_of }
    }

    /// The texts that an entry's files name; they start from the folder of its bibliography. A PDF counts as the text that
    /// lies beside it.
    fn of_files(&self, entry: &Entry, folder: &Path) -> Vec<usize> {
        let of_file = |file: &String| {
            let path = plain(&folder.join(file));
            let named = self.paths.get(&path).or_else(|| self.stems.get(&path.with_extension("")));
            named.copied().or_else(|| self.moved(file))
        };
        entry.files.iter().filter_map(of_file).collect()
    }

    /// The one text that a path from the root of another machine, or of another folder of this one, leads to: a reference
    /// manager keeps every file in a folder of its own, and writes where its own library lies.
    fn moved(&self, file: &str) -> Option<usize> {
        let from_root = file.starts_with('/') || file.as_bytes().get(1) == Some(&b':');
        let tail = tail(Path::new(file)).filter(|_| from_root)?;
        self.tails.get(&tail).copied().flatten()
    }

    /// The one text of an entry that no file of it leads to. An entry whose file is a text that is not here has none.
    fn of_name(&self, entry: &Entry) -> Option<usize> {
        let is_text = |file: &String| {
            let extension = Path::new(file).extension().unwrap_or_default().to_ascii_lowercase();
            extension.to_str().is_some_and(|extension| is_text_extension(extension) && extension != "pdf")
        };
        if entry.files.iter().any(is_text) {
            return None;
        }
        let maps = [&self.keys, &self.names, &self.files];
        let by_name = maps.into_iter().find_map(|map| map.get(&entry.key).copied().flatten());
        let at = |address: &String| self.addresses.get(&canonical(address)).copied().flatten();
        by_name.or_else(|| entry.doi.iter().chain(&entry.url).find_map(at))
    }
}

/// The name of a path's folder and its own without the extension.
fn tail(path: &Path) -> Option<String> {
    let stem = path.with_extension("");
    let (folder, name) = (path.parent()?.file_name()?, stem.file_name()?);
    Some(format!("{}/{}", folder.to_string_lossy(), name.to_string_lossy()))
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
