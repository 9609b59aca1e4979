//! The list of what is kept of a project: what its walk found, what each file held, and where in which file of the cache the rest is.
//!
//! Takes a `Manifest` and hands on its bytes, and takes bytes and hands on the manifest, or nothing where they are damaged or another
//! program's. Every number in one that is handed on has been checked.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::stamp::Stamp;
use crate::file::Format;
use crate::load::decode::Fault;

/// What a manifest begins with.
const MAGIC: &[u8; 16] = b"ibid manifest v1";
/// The magic, the checksum of the rest, and the length of the names.
const HEAD: usize = 16 + 16 + 8;

/// What is kept of a project.
#[derive(Debug, Default)]
pub(in crate::load) struct Manifest {
    /// All names and paths, for [`Name`]s to point to.
    pub names: Vec<u8>,
    pub table: Table,
}

/// All of a manifest but its names.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Table {
    /// When the files began to be read.
    pub read_at: i64,
    pub segments: Vec<Piece>,
    pub bodies: Vec<Piece>,
    /// The names of encodings.
    pub encodings: Vec<String>,
    /// What was found, in the order of what it is shown as.
    pub items: Vec<Item>,
    /// The files of no known kind: canonical path, name, extension.
    pub others: Vec<[Name; 3]>,
    /// The canonical paths of files that were seen beside all of those, where that matters.
    pub seen: Vec<Name>,
    pub troubles: Vec<Told>,
}

/// A file of the cache, which is called by its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Piece {
    pub hash: u128,
    pub length: u64,
}

/// A stretch of the names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Name {
    start: u32,
    length: u32,
}

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Item {
    /// The path of the sources that it was found under, by its number.
    pub root: u32,
    pub canonical: Name,
    /// Its path below that; nothing of a file that is named itself.
    pub below: Name,
    /// The same as it is shown.
    pub shown: Name,
    /// What it is called; see `Found::name`.
    pub name: Name,
    #[serde(with = "FormatOf")]
    pub format: Format,
    /// What it held; none of a file that has to be read each time.
    pub entry: Option<Entry>,
}

/// What a file held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Entry {
    pub stamp: Stamp,
    /// Of its bytes.
    pub hash: u128,
    pub held: Held,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) enum Held {
    Text {
        /// In the list of encodings.
        encoding: u32,
        /// How many bytes the text has.
        length: u32,
        /// Where the body is that a reader took out of the file, if one did.
        body: Option<At>,
        /// Its segment, and its document there.
        kept: Option<(u32, u32)>,
    },
    Nothing(Fault),
}

/// A place in a file of bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct At {
    pub piece: u32,
    pub start: u64,
    pub length: u64,
    pub checksum: u64,
}

/// A place that could not be walked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Told {
    pub shown: String,
    pub message: String,
    pub help: String,
    pub is_error: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Format")]
enum FormatOf {
    Markdown,
    Plain,
    Bibliography,
    Config,
    Html,
    Latex,
    Word,
    Epub,
    Pdf,
    Subtitles,
    Answers,
}

impl Manifest {
    /// The bytes of a name.
    pub fn name(&self, name: Name) -> &[u8] {
        &self.names[name.start as usize..][..name.length as usize]
    }

    /// Its bytes.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let table = postcard::to_allocvec(&self.table).ok()?;
        let mut bytes = Vec::with_capacity(HEAD + self.names.len() + table.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[0; 16]);
        bytes.extend_from_slice(&(self.names.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&self.names);
        bytes.extend_from_slice(&table);
        let checksum = xxh3_128(&bytes[32..]);
        bytes[16..32].copy_from_slice(&checksum.to_le_bytes());
        Some(bytes)
    }

    /// The manifest that some bytes are, of a project whose sources are named by so many paths.
    pub fn decode(bytes: &[u8], roots: usize) -> Option<Manifest> {
        let (magic, rest) = bytes.split_first_chunk::<16>()?;
        let (checksum, rest) = rest.split_first_chunk::<16>()?;
        if magic != MAGIC || u128::from_le_bytes(*checksum) != xxh3_128(rest) {
            return None;
        }
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (names, table) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let (table, rest) = postcard::take_from_bytes::<Table>(table).ok()?;
        let manifest = Manifest { names: names.to_vec(), table };
        (rest.is_empty() && manifest.is_sound(roots)).then_some(manifest)
    }

    /// Whether every number in it is one of something that is there.
    fn is_sound(&self, roots: usize) -> bool {
        let Table { segments, bodies, encodings, items, others, seen, .. } = &self.table;
        let lies = |name: Name| {
            (name.start as usize).checked_add(name.length as usize).is_some_and(|end| end <= self.names.len())
        };
        let is_held = |entry: &Entry| match &entry.held {
            Held::Nothing(_) => true,
            Held::Text { encoding, body, kept, .. } => {
                (*encoding as usize) < encodings.len()
                    && kept.is_none_or(|(segment, _)| (segment as usize) < segments.len())
                    && body.is_none_or(|at| {
                        let piece = bodies.get(at.piece as usize);
                        let end = at.start.checked_add(at.length);
                        piece.zip(end).is_some_and(|(piece, end)| end <= piece.length)
                    })
            }
        };
        let is_item = |item: &Item| {
            let names = [item.canonical, item.below, item.shown, item.name];
            (item.root as usize) < roots
                && names.into_iter().all(lies)
                && item.entry.as_ref().is_none_or(is_held)
        };
        let mut places: Vec<(u32, u32)> = items.iter().filter_map(Item::kept).collect();
        places.sort_unstable();
        items.iter().all(is_item)
            && others.iter().flatten().chain(seen).all(|&name| lies(name))
            // No document is two sources.
            && places.windows(2).all(|pair| pair[0] != pair[1])
    }
}

impl Item {
    /// Its segment, and its document there.
    pub fn kept(&self) -> Option<(u32, u32)> {
        match &self.entry.as_ref()?.held {
            Held::Text { kept, .. } => *kept,
            Held::Nothing(_) => None,
        }
    }
}

/// Puts names together. A name that ends the last long one, or begins it, takes no room of its own.
#[derive(Default)]
pub(in crate::load) struct Names {
    pub bytes: Vec<u8>,
}

impl Names {
    /// Adds a name; none where there are more than can be counted.
    pub fn add(&mut self, name: &[u8]) -> Option<Name> {
        let start = u32::try_from(self.bytes.len()).ok()?;
        let length = u32::try_from(name.len()).ok()?;
        start.checked_add(length)?;
        self.bytes.extend_from_slice(name);
        Some(Name { start, length })
    }

    /// A name that another one may begin or end with.
    pub fn within(&mut self, whole: Name, name: &[u8]) -> Option<Name> {
        let bytes = &self.bytes[whole.start as usize..][..whole.length as usize];
        let before = match () {
            () if bytes.ends_with(name) => bytes.len() - name.len(),
            () if bytes.starts_with(name) => 0,
            () => return self.add(name),
        };
        Some(Name { start: whole.start + before as u32, length: name.len() as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let mut names = Names::default();
        let mut item = |path: &str, kept| {
            let canonical = names.add(path.as_bytes()).unwrap();
            let below = names.within(canonical, b"a.txt").unwrap();
            let held = Held::Text { encoding: 0, length: 9, body: None, kept };
            let stamp = Stamp::of(&std::fs::metadata(".").unwrap());
            let entry = Some(Entry { stamp, hash: 7, held });
            Item { root: 0, canonical, below, shown: below, name: below, format: Format::Plain, entry }
        };
        let items = vec![item("/x/a.txt", Some((0, 1))), item("/y/a.txt", Some((0, 0)))];
        let (segments, encodings) = (vec![Piece { hash: 1, length: 9 }], vec!["UTF-8".to_owned()]);
        let table = Table { segments, encodings, items, ..Table::default() };
        Manifest { names: names.bytes, table }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written_and_never_when_damaged() {
        let written = manifest();
        let bytes = written.encode().unwrap();
        let read = Manifest::decode(&bytes, 1).unwrap();
        assert_eq!((&read.table, &read.names), (&written.table, &written.names));
        assert_eq!(read.name(read.table.items[1].below), b"a.txt");
        for at in 0..bytes.len() {
            assert!(Manifest::decode(&bytes[..at], 1).is_none(), "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Manifest::decode(&damaged, 1).is_none(), "damaged at {at}");
        }
        assert!(Manifest::decode(&[bytes.as_slice(), b"x"].concat(), 1).is_none());
    }

    #[test]
    fn a_manifest_that_counts_wrong_is_none() {
        let wrong: [fn(&mut Manifest); 5] = [
            |manifest| manifest.table.segments.clear(),
            |manifest| manifest.table.encodings.clear(),
            |manifest| manifest.names.truncate(9),
            |manifest| manifest.table.items[1].root = 1,
            |manifest| manifest.table.items[1].entry = manifest.table.items[0].entry.clone(),
        ];
        for (number, make) in wrong.into_iter().enumerate() {
            let mut manifest = manifest();
            make(&mut manifest);
            assert!(Manifest::decode(&manifest.encode().unwrap(), 1).is_none(), "{number}");
        }
    }
}
