//! What an earlier run has kept of a project, as this one may use it.
//!
//! Takes the cache folder and the paths of the project's sources, and hands on what is known of a file by its path, by its number in
//! the list or by its bytes.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use encoding_rs::Encoding;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

use super::folder::{self, BODIES, SEGMENT, manifest, name};
use super::manifest::{At, Entry, Held, Manifest, Piece};
use super::map::map;
use super::path;
use crate::file::Format;
use crate::file::bytes::Bytes;
use crate::load::formats::extensions;
use crate::load::root::Root;

/// What was kept.
#[derive(Debug)]
pub(in crate::load) struct Prior {
    pub manifest: Manifest,
    /// Its segments, for those of the manifest that are there.
    segments: Vec<Option<Bytes>>,
    /// Its files of bodies, likewise.
    bodies: Vec<Option<Bytes>>,
    /// The names of encodings as the decoder has them.
    encodings: Vec<Option<&'static str>>,
    by_hash: OnceLock<FxHashMap<u128, u32>>,
}

/// A text that was kept, as it is told before it is read.
#[derive(Debug)]
pub(in crate::load) struct Told {
    pub encoding: &'static str,
    pub length: usize,
    /// What a reader took out of the file, if one did.
    pub body: Option<(Bytes, At)>,
    /// Whether that is there if a reader did.
    pub is_whole: bool,
}

/// What the sources of a project go by: where they are, and which files below count.
pub(in crate::load) fn key(roots: &[Root]) -> u128 {
    let mut key = Xxh3Default::new();
    let mut add = |bytes: &[u8]| {
        key.update(&(bytes.len() as u64).to_le_bytes());
        key.update(bytes);
    };
    for root in roots {
        add(root.canonical.as_os_str().as_encoded_bytes());
        add(&[u8::from(root.is_folder)]);
        for pattern in root.filter.iter().flat_map(|filter| filter.only.iter().chain(&filter.except)) {
            add(pattern.folder.as_os_str().as_encoded_bytes());
            add(pattern.written.as_bytes());
        }
        let only = root.filter.as_ref().map(|filter| (filter.only.is_some(), filter.except.len()));
        add(format!("{only:?}").as_bytes());
    }
    // A program with other readers finds other files.
    extensions().for_each(|extension| add(extension.as_bytes()));
    key.digest128()
}

impl Prior {
    /// What is kept of a project in its folder; none where that is nothing, or nothing that can be used.
    /// Segments are read whole to see that they are sound, unless they are taken for it.
    pub fn open(project: &Path, roots: usize, frozen: bool) -> Option<Prior> {
        let manifest = Manifest::open(manifest(project, frozen)?, roots)?;
        if !frozen && !manifest.is_sound() {
            return None;
        }
        let there = |pieces: &[Piece], kind: &str| -> Vec<Option<Bytes>> {
            let open = |piece: &Piece| map(&project.join(name(piece.hash, kind)), Some(piece.length));
            pieces.iter().map(open).collect()
        };
        let mut segments = there(&manifest.table.segments, SEGMENT);
        if !frozen {
            for (segment, piece) in segments.iter_mut().zip(&manifest.table.segments) {
                segment.take_if(|bytes| xxh3_128(bytes) != piece.hash);
            }
        }
        let bodies = there(&manifest.table.bodies, BODIES);
        let known = |name: &String| {
            let known = Encoding::for_label(name.as_bytes())?.name();
            (known == name).then_some(known)
        };
        let encodings = manifest.table.encodings.iter().map(known).collect();
        Some(Prior { manifest, segments, bodies, encodings, by_hash: OnceLock::new() })
    }

    /// Whether every segment is there.
    pub fn has_all_segments(&self) -> bool {
        self.segments.iter().all(Option::is_some)
    }

    /// The segments that are there, and for each of the manifest's its number among them.
    pub fn segments(&self) -> (Vec<Bytes>, Vec<Option<u32>>) {
        let mut there = Vec::new();
        let numbers = self.segments.iter().map(|segment| {
            there.push(segment.clone()?);
            Some(there.len() as u32 - 1)
        });
        let numbers = numbers.collect();
        (there, numbers)
    }

    /// The item of the file at a canonical path.
    pub fn at_path(&self, path: &Path) -> Option<u32> {
        self.manifest.at_path(&path::bytes(path)?).ok()?
    }

    /// An item of a format whose file held bytes of a hash.
    pub fn by_hash(&self, hash: u128, format: Format) -> Option<u32> {
        let numbers = || 0..self.manifest.items() as u32;
        let made = || numbers().filter_map(|number| Some((self.manifest.hash(number)?, number))).collect();
        let number = *self.by_hash.get_or_init(made).get(&hash)?;
        self.manifest.item(number).is_some_and(|item| item.format == format).then_some(number)
    }

    /// What is known of the file of an item, if it is of that format still.
    pub fn entry(&self, number: u32, format: Format) -> Option<Entry> {
        self.manifest.item(number).filter(|item| item.format == format)?.entry
    }

    /// The text of an entry; none of one that has no text. A body that has been lost is none; see [`Told::is_whole`].
    pub fn told(&self, entry: &Entry) -> Option<Told> {
        let Held::Text { encoding, length, body: at, .. } = &entry.held else { return None };
        let body = at.and_then(|at| Some((self.bodies[at.piece as usize].clone()?, at)));
        let is_whole = at.is_some() == body.is_some();
        Some(Told { encoding: self.encodings[*encoding as usize]?, length: *length as usize, body, is_whole })
    }

    /// The bytes of a body that was kept.
    pub fn body(&self, at: At) -> Option<&[u8]> {
        super::body::bytes(self.bodies[at.piece as usize].as_ref()?, at)
    }
}

/// The folder of the project that some paths are the sources of.
pub(in crate::load) fn project(folder: &Path, roots: &[Root]) -> PathBuf {
    folder::of_project(folder, key(roots))
}
