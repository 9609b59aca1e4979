//! The texts that a bibliography leads to, where it is named by itself and not found in a folder of sources.
//!
//! Takes the root of a bibliography and hands on roots for the files that its entries name. Only what lies in its folder or
//! below is followed: whoever wrote it shall not have other files read.

use std::path::{Path, PathBuf};

use super::decode;
use super::formats::{TEXTS, format};
use super::root::{Root, seen_from};
use crate::bibliography;
use crate::file::{File, FileId, Format};

/// The texts that a root leads to; none unless it is a bibliography.
pub(super) fn texts(root: &Root, here: &Path) -> Vec<Root> {
    if root.is_folder || format(&root.canonical) != Some(Format::Bibliography) {
        return Vec::new();
    }
    // What cannot be read is reported when it is read as a source.
    let Ok((text, encoding)) = decode::read(&root.path) else { return Vec::new() };
    let file = File::new(FileId(0), root.shown().to_owned(), encoding, Format::Bibliography, text);
    let (entries, _) = bibliography::read(&file);
    let files = entries.iter().flat_map(|entry| &entry.files);
    files.filter_map(|file| text_of(&root.folder().join(file), root, here)).collect()
}

/// The root of the running text beside a file, or of the file.
fn text_of(path: &Path, bibliography: &Root, here: &Path) -> Option<Root> {
    let is_text = |path: &PathBuf| format(path).is_some_and(|format| format != Format::Bibliography);
    let beside = TEXTS.iter().map(|extension| path.with_extension(extension));
    let path = beside.chain([path.to_path_buf()]).filter(is_text).find(|path| path.is_file())?;
    let canonical = path.canonicalize().ok()?;
    let inside = canonical.starts_with(bibliography.folder());
    inside.then(|| Root::new(&seen_from(here, &canonical), here).ok()).flatten()
}
