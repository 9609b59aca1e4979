//! The files of bodies of a project, as they are put together for a new manifest.
//!
//! Takes the sources whose texts a reader took out of their files, and hands on where the body of each lies. What earlier runs wrote
//! stays in its file, unless that has become mostly waste, or one of many small ones.

use std::io;
use std::path::Path;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::body;
use super::folder::{self, BODIES};
use super::manifest::{At, Held, Piece};
use super::prior::Prior;
use crate::file::File;

/// A file is closed once it is so long.
const LONG: usize = 64 << 20;

/// So many small files are put together.
const MANY: usize = 8;

/// The bodies that are kept.
pub(super) struct Bodies<'a> {
    project: &'a Path,
    prior: Option<&'a Prior>,
    /// The new numbers of the earlier files that stay.
    stay: Vec<Option<u32>>,
    pieces: Vec<Piece>,
    /// What has been put together of the next file.
    bytes: Vec<u8>,
    /// What is new in this run, by where it was.
    moved: FxHashMap<(u32, u64), At>,
}

impl<'a> Bodies<'a> {
    /// Takes the items of an earlier run that are of use in this one.
    pub fn new(project: &'a Path, prior: Option<&'a Prior>, used: impl Iterator<Item = u32>) -> Bodies<'a> {
        let earlier = prior.map(|prior| prior.manifest.table.bodies.as_slice()).unwrap_or_default();
        let mut live = vec![0; earlier.len()];
        for number in used {
            if let Some(at) = prior.and_then(|prior| body_of(prior, number)) {
                live[at.piece as usize] += at.length;
            }
        }
        let is_small = |number: usize| live[number] > 0 && live[number] < LONG as u64 / 2;
        let are_many = (0..earlier.len()).filter(|&number| is_small(number)).count() > MANY;
        let mut pieces = Vec::new();
        let stay = earlier.iter().enumerate().map(|(number, piece)| {
            let is_waste = live[number] * 2 < piece.length;
            if is_waste || (are_many && is_small(number)) {
                return None;
            }
            pieces.push(*piece);
            Some(pieces.len() as u32 - 1)
        });
        let stay = stay.collect();
        Bodies { project, prior, stay, pieces, bytes: Vec::new(), moved: FxHashMap::default() }
    }

    /// Where the body of a source lies: where it lay, or in a new file. None where it cannot be kept.
    pub fn of(&mut self, file: &File, earlier: Option<u32>) -> io::Result<Option<At>> {
        let body = self.prior.zip(earlier).and_then(|(prior, number)| body_of(prior, number));
        if let Some(at) = body
            && let Some(at) = self.earlier(at)?
        {
            return Ok(Some(at));
        }
        match body::encode(file) {
            Some(body) => self.add(&body).map(Some),
            None => Ok(None),
        }
    }

    /// Where an earlier body lies now; none where it has been lost.
    pub fn earlier(&mut self, at: At) -> io::Result<Option<At>> {
        if let Some(piece) = self.stay[at.piece as usize] {
            return Ok(Some(At { piece, ..at }));
        }
        let was = (at.piece, at.start);
        if let Some(moved) = self.moved.get(&was) {
            return Ok(Some(*moved));
        }
        let Some(body) = self.prior.and_then(|prior| prior.body(at)) else { return Ok(None) };
        let moved = self.add(body)?;
        self.moved.insert(was, moved);
        Ok(Some(moved))
    }

    /// Every file, all of them written.
    pub fn finish(mut self) -> io::Result<Vec<Piece>> {
        self.close()?;
        Ok(self.pieces)
    }

    fn add(&mut self, body: &[u8]) -> io::Result<At> {
        if !self.bytes.is_empty() && self.bytes.len() + body.len() > LONG {
            self.close()?;
        }
        let (piece, start) = (self.pieces.len() as u32, self.bytes.len() as u64);
        self.bytes.extend_from_slice(body);
        Ok(At { piece, start, length: body.len() as u64, checksum: xxh3_64(body) })
    }

    fn close(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let piece = Piece { hash: xxh3_128(&self.bytes), length: self.bytes.len() as u64 };
        folder::write(self.project, &folder::name(piece.hash, BODIES), &self.bytes)?;
        self.pieces.push(piece);
        self.bytes.clear();
        Ok(())
    }
}

/// Where the body of an item lies.
fn body_of(prior: &Prior, number: u32) -> Option<At> {
    match prior.manifest.item(number)?.entry?.held {
        Held::Text { body, .. } => body,
        Held::Nothing(_) => None,
    }
}
