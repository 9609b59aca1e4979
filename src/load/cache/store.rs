//! Keeps what a run has learned of the sources of a project.
//!
//! Takes what was found, what was read and, once the corpus has done its part, where each source lies; writes bodies, then the segment,
//! and last the manifest that names them. Where nothing has changed nothing is written.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::bodies::Bodies;
use super::folder::{self, BODIES, MANIFEST, READINGS, SEGMENT};
use super::keeping::Readings;
use super::manifest::{self, Entry, Held, Item, Manifest, Piece, Table, Told};
use super::name::Name;
use super::prior::Prior;
use super::source::Known;
use super::{Kept, Stale};
use crate::file::File;
use crate::load::LITTLE;

/// What is needed to keep what a run has learned of a project's sources.
#[derive(Clone, Debug)]
pub struct Store(Arc<Learning>);

/// What a walk found, as it is written down.
#[derive(Debug, Default)]
pub(in crate::load) struct Listing {
    pub names: Vec<u8>,
    /// Without what is known of them.
    pub items: Vec<Item>,
    pub others: Vec<[Name; 3]>,
    pub seen: Vec<Name>,
    pub troubles: Vec<Told>,
}

impl Listing {
    /// Whether a manifest lists the same.
    pub fn is_that_of(&self, manifest: &Manifest) -> bool {
        let Table { others, seen, troubles, .. } = &manifest.table;
        let names = |item: &Item| (item.root, item.canonical, item.below, item.shown, item.name, item.format);
        // Those that have a record and those that have none are each in the order of the listing.
        let texts = manifest.texts() as u32;
        let (mut text, mut rest) = (0, texts);
        let is_next = |item: &Item| {
            [(&mut text, texts), (&mut rest, manifest.items() as u32)].into_iter().any(|(next, end)| {
                let listed = (*next < end).then(|| manifest.item(*next)).flatten();
                let is_same = listed.is_some_and(|listed| names(&listed) == names(item));
                *next += u32::from(is_same);
                is_same
            })
        };
        self.names == manifest.names()
            && self.items.len() == manifest.items()
            && self.items.iter().all(is_next)
            && (&self.others, &self.seen, &self.troubles) == (others, seen, troubles)
    }
}

/// What is known of a file that was found.
#[derive(Debug)]
pub(in crate::load) enum Each {
    /// It is a source, by its number.
    Source(u32),
    /// It has no text, or nothing is known of it.
    Textless(Option<Known>),
    /// It is not read in this run; what an earlier run knew of it, by its item.
    Beside(Option<u32>),
}

/// A source of the project.
#[derive(Debug)]
pub(in crate::load) struct Learned {
    pub file: Arc<File>,
    /// None where nothing is to be kept of it.
    pub known: Option<Known>,
    /// The item of the earlier run that has its bytes.
    pub earlier: Option<u32>,
    /// Where it lay.
    pub kept: Option<Kept>,
}

/// What a run has learned of a project, before the corpus has done its part.
#[derive(Debug)]
pub(in crate::load) struct Learning {
    /// The cache folder.
    pub folder: PathBuf,
    /// The project's in it.
    pub project: PathBuf,
    /// When its files began to be read.
    pub read_at: i64,
    pub listing: Listing,
    /// What is known of each item of the listing.
    pub each: Vec<Each>,
    /// The sources, in order.
    pub sources: Vec<Learned>,
    pub prior: Option<Arc<Prior>>,
    /// Whether anything is not as the earlier run knew it.
    pub changed: bool,
    pub stale: Stale,
}

/// Whether sources have [`LITTLE`] text, none of which a reader had to take out of a file.
pub(in crate::load) fn is_little(sources: &[Learned]) -> bool {
    let mut length = 0;
    sources.iter().all(|Learned { file, known, .. }| {
        length += file.length();
        length < LITTLE && !known.as_ref().is_some_and(|known| known.extracted)
    })
}

impl Store {
    pub(in crate::load) fn new(learning: Learning) -> Store {
        Store(Arc::new(learning))
    }

    /// Keeps a segment that was made in this run, if one was, of each source of the project, in order, where it lies now, and what was
    /// read of them. The new segment's number is that behind the last one that was there. Writes nothing where nothing has changed.
    pub fn save(
        &self,
        fresh: Option<&[u8]>,
        documents: &[Option<Kept>],
        readings: &Readings,
    ) -> io::Result<()> {
        let Learning { sources, prior, stale, project, folder, .. } = &*self.0;
        if stale.is_set() || (prior.is_none() && is_little(sources)) {
            return Ok(());
        }
        let listed = self.save_list(fresh, documents);
        // What stands in the place of a file's own text is nothing to keep.
        let is_file = |at: usize| sources.get(at).is_some_and(|source| source.known.is_some());
        match readings(&is_file) {
            Some(readings) if !stale.is_set() => listed
                .and(folder::make(folder, project))
                .and_then(|()| folder::write(project, READINGS, &readings)),
            _ => listed,
        }
    }

    fn save_list(&self, fresh: Option<&[u8]>, documents: &[Option<Kept>]) -> io::Result<()> {
        let Learning { sources, prior, changed, stale, project, folder, .. } = &*self.0;
        let as_before = || sources.iter().map(|source| source.kept).eq(documents.iter().copied());
        if !changed && fresh.is_none() && as_before() {
            return Ok(());
        }
        folder::make(folder, project)?;
        let segments = Segments::new(prior.as_deref(), fresh, documents);
        let used = |each: &Each| match each {
            Each::Source(number) => sources[*number as usize].earlier,
            Each::Beside(number) => *number,
            Each::Textless(_) => None,
        };
        let bodies = Bodies::new(project, prior.as_deref(), self.0.each.iter().filter_map(used));
        let table = self.0.table(&segments, documents, bodies)?;
        // A source that was found to have changed by now has no body to be kept.
        if stale.is_set() {
            return Ok(());
        }
        if let Some((bytes, piece)) = fresh.zip(segments.fresh) {
            folder::write(project, &folder::name(piece.hash, SEGMENT), bytes)?;
        }
        let named = |pieces: &[Piece], kind| {
            pieces.iter().map(|piece| folder::name(piece.hash, kind)).collect::<Vec<_>>()
        };
        let named = [named(&table.segments, SEGMENT), named(&table.bodies, BODIES)].concat();
        let bytes = manifest::encode(table, &self.0.listing.names).ok_or(io::ErrorKind::InvalidData)?;
        folder::write(project, MANIFEST, &bytes)?;
        folder::tidy(folder, project, &named);
        Ok(())
    }
}

impl Learning {
    fn table(
        &self,
        segments: &Segments,
        documents: &[Option<Kept>],
        mut bodies: Bodies,
    ) -> io::Result<Table> {
        let mut writing = Writing {
            bodies: &mut bodies,
            segments,
            encodings: Encodings::default(),
            taken: FxHashSet::default(),
        };
        let mut items = self.listing.items.clone();
        for (item, each) in items.iter_mut().zip(&self.each) {
            item.entry = match each {
                Each::Textless(known) => known.as_ref().and_then(|Known { stamp, hash, fault, .. }| {
                    Some(Entry { stamp: *stamp, hash: *hash, held: Held::Nothing(fault.clone()?) })
                }),
                Each::Source(number) => {
                    let kept = documents.get(*number as usize).copied().flatten();
                    writing.source(&self.sources[*number as usize], kept)?
                }
                Each::Beside(number) => match self.prior.as_deref().zip(*number) {
                    Some((prior, number)) => writing.beside(prior, number)?,
                    None => None,
                },
            };
        }
        let encodings = writing.encodings.names;
        let Listing { others, seen, troubles, .. } = &self.listing;
        Ok(Table {
            read_at: self.read_at,
            segments: segments.pieces.clone(),
            bodies: bodies.finish()?,
            encodings,
            items,
            others: others.clone(),
            seen: seen.clone(),
            troubles: troubles.clone(),
            ..Table::default()
        })
    }
}

/// What entries are written down with.
struct Writing<'w, 'b> {
    bodies: &'w mut Bodies<'b>,
    segments: &'w Segments,
    encodings: Encodings,
    /// The places that are some source's; of two that hold the same, the second has none.
    taken: FxHashSet<(u32, u32)>,
}

/// The names of encodings, each with a number.
#[derive(Default)]
struct Encodings {
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Encodings {
    fn number(&mut self, name: &str) -> u32 {
        let next = self.names.len() as u32;
        *self.numbers.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            next
        })
    }
}

impl Writing<'_, '_> {
    /// The entry of a source of this run; none of one of which nothing is to be kept.
    fn source(&mut self, source: &Learned, kept: Option<Kept>) -> io::Result<Option<Entry>> {
        let Learned { file, known, earlier, .. } = source;
        let kept = kept.and_then(|kept| self.segments.place(kept)).filter(|kept| self.taken.insert(*kept));
        let Some(Known { stamp, hash, fault: None, extracted }) = known else { return Ok(None) };
        let body = if *extracted { self.bodies.of(file, *earlier)? } else { None };
        // Without its body it would have to be read anew all the same.
        if *extracted && body.is_none() {
            return Ok(None);
        }
        let (encoding, length) = (self.encodings.number(file.encoding), file.length() as u32);
        Ok(Some(Entry { stamp: *stamp, hash: *hash, held: Held::Text { encoding, length, body, kept } }))
    }

    /// The entry that an earlier run has of a file which this one did not read.
    fn beside(&mut self, prior: &Prior, number: u32) -> io::Result<Option<Entry>> {
        let entry = prior.manifest.item(number).and_then(|item| item.entry);
        let Some(Entry { stamp, hash, held }) = entry else { return Ok(None) };
        let Held::Text { encoding, length, body, kept } = held else {
            return Ok(Some(Entry { stamp, hash, held }));
        };
        let kept = kept.and_then(|(segment, document)| self.segments.earlier(segment, document));
        let kept = kept.filter(|kept| self.taken.insert(*kept));
        let encoding = self.encodings.number(&prior.manifest.table.encodings[encoding as usize]);
        let moved = match body {
            Some(at) => self.bodies.earlier(at)?,
            None => None,
        };
        let held = Held::Text { encoding, length, body: moved, kept };
        Ok((body.is_some() == moved.is_some()).then_some(Entry { stamp, hash, held }))
    }
}

/// The segments that hold a source.
struct Segments {
    pieces: Vec<Piece>,
    /// By their numbers in the run.
    numbers: Vec<Option<u32>>,
    /// By their numbers in the earlier manifest.
    earlier: Vec<Option<u32>>,
    /// The one that was made in this run, if it holds any.
    fresh: Option<Piece>,
}

impl Segments {
    fn new(prior: Option<&Prior>, fresh: Option<&[u8]>, documents: &[Option<Kept>]) -> Segments {
        let there: Vec<Option<u32>> = prior.map(|prior| prior.segments().1).unwrap_or_default();
        let count = there.iter().flatten().count();
        let used: FxHashSet<u32> = documents.iter().flatten().map(|kept| kept.segment).collect();
        let mut pieces = Vec::new();
        let mut numbers = vec![None; count + 1];
        let mut earlier = vec![None; there.len()];
        for (old, number) in there.iter().enumerate() {
            let Some(number) = number.filter(|number| used.contains(number)) else { continue };
            let Some(prior) = prior else { continue };
            earlier[old] = Some(pieces.len() as u32);
            numbers[number as usize] = Some(pieces.len() as u32);
            pieces.push(prior.manifest.table.segments[old]);
        }
        let fresh = fresh.filter(|_| used.contains(&(count as u32)));
        let fresh = fresh.map(|bytes| Piece { hash: xxh3_128(bytes), length: bytes.len() as u64 });
        if let Some(piece) = fresh {
            numbers[count] = Some(pieces.len() as u32);
            pieces.push(piece);
        }
        Segments { pieces, numbers, earlier, fresh }
    }

    /// A place of this run as it is written down.
    fn place(&self, kept: Kept) -> Option<(u32, u32)> {
        Some(((*self.numbers.get(kept.segment as usize)?)?, kept.document))
    }

    /// A place of the earlier manifest as it is written down.
    fn earlier(&self, segment: u32, document: u32) -> Option<(u32, u32)> {
        Some((self.earlier[segment as usize]?, document))
    }
}
