//! The list of what is kept of a project: what its walk found, what each file held, and where in which file of the cache the rest is.
//!
//! Takes a `Table` with names and hands on the bytes of a manifest, and takes bytes and hands on the manifest, or nothing where they
//! are damaged or another program's. Every number in what is handed on has been checked.
//!
//! The bytes are used where they lie, so that one of a hundred thousand sources is found without a look at the others: a head, the
//! table without the texts that lie in segments, a record for each of those, three lists by which they are found, and the names. All
//! numbers have their lowest byte first.

use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64, xxh3_128};

use super::format;
use super::name::Name;
use super::record::{self, RECORD};
use super::stamp::Stamp;
use crate::file::Format;
use crate::file::bytes::{Bytes, number};
use crate::load::decode::Fault;

/// What a manifest begins with.
const MAGIC: &[u8; 16] = b"ibid manifest v2";
/// The magic, the checksum of what follows in the head, and of each part its length and its checksum.
const HEAD: usize = 16 + 16 + 16 * Part::COUNT;
/// An entry of a list by which texts are found: a hash and a number.
const LEAD: usize = 12;

/// What stands in a manifest, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The [`Table`], whose items are those that have no record.
    Table,
    Records,
    /// Every item by the hash of its canonical path.
    Paths,
    /// The texts by the hashes of their names.
    Called,
    /// For each text its segment and its document there.
    Places,
    Names,
}

impl Part {
    const COUNT: usize = 6;
}

/// What is kept of a project.
#[derive(Debug)]
pub(in crate::load) struct Manifest {
    bytes: Bytes,
    parts: [Range<usize>; Part::COUNT],
    /// Whether each part is what was written, once that has been asked.
    checked: [OnceLock<bool>; Part::COUNT],
    /// How many paths the sources have.
    roots: usize,
    pub table: Table,
}

/// All of a manifest but its names.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Table {
    /// When the files began to be read.
    pub read_at: i64,
    pub segments: Vec<Piece>,
    /// The path of the sources that all the texts with a record were found under, if it is one and they are in order.
    pub root: Option<u32>,
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
    /// The checksum of the names that these have; a record has its own.
    pub names: u64,
}

/// A file of the cache, which is called by its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Piece {
    pub hash: u128,
    pub length: u64,
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
    #[serde(with = "format")]
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

/// The bytes of a manifest; none where there is more in it than can be counted. The numbers of the items are those in the table, but
/// that all that have a record come first.
pub(in crate::load) fn encode(mut table: Table, names: &[u8]) -> Option<Vec<u8>> {
    let items = std::mem::take(&mut table.items);
    let (texts, rest): (Vec<Item>, Vec<Item>) = items.into_iter().partition(record::is_text);
    let root = texts.first().map(|first| first.root);
    let in_order = texts.is_sorted_by_key(|text| text.shown.of(names));
    table.root = root.filter(|root| in_order && texts.iter().all(|text| text.root == *root));
    let (mut records, mut called, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (number, item) in (0..).zip(&texts) {
        let (segment, document) = item.kept()?;
        places.extend([segment, document].into_iter().flat_map(u32::to_le_bytes));
        called.push((xxh3_64(item.name.of(names)), number));
        records.extend(record::encode(item, names)?);
    }
    let items = texts.iter().chain(&rest);
    let paths = items.map(|item| xxh3_64(item.canonical.of(names))).zip(0..).collect();
    table.items = rest;
    table.names = table.sum(names);
    let table = postcard::to_allocvec(&table).ok()?;
    let (paths, called) = (leads(paths), leads(called));
    let parts: [&[u8]; Part::COUNT] = [&table, &records, &paths, &called, &places, names];
    let mut bytes = MAGIC.to_vec();
    bytes.extend([0; 16]);
    for part in parts {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(xxh3_64(part).to_le_bytes());
    }
    let checksum = xxh3_128(&bytes[32..]);
    bytes[16..32].copy_from_slice(&checksum.to_le_bytes());
    parts.into_iter().for_each(|part| bytes.extend(part));
    Some(bytes)
}

/// A list by which texts are found.
fn leads(mut leads: Vec<(u64, u32)>) -> Vec<u8> {
    leads.sort_unstable();
    let mut bytes = Vec::with_capacity(LEAD * leads.len());
    for (hash, number) in leads {
        bytes.extend(hash.to_le_bytes());
        bytes.extend(number.to_le_bytes());
    }
    bytes
}

impl Table {
    fn sum(&self, names: &[u8]) -> u64 {
        let items = self.items.iter().flat_map(|item| [item.canonical, item.below, item.shown, item.name]);
        let others = self.others.iter().flatten().chain(&self.seen).copied();
        let mut sum = Xxh3Default::new();
        items.chain(others).for_each(|name| sum.update(name.of(names)));
        sum.digest()
    }
}

impl Manifest {
    /// The manifest that some bytes are, of a project whose sources are named by so many paths. What of it is not looked at now is
    /// held against its checksum where it is.
    pub fn open(bytes: Bytes, roots: usize) -> Option<Manifest> {
        let head = bytes.get(..HEAD)?;
        let checksum = u128::from_le_bytes(*head[16..].first_chunk()?);
        if !head.starts_with(MAGIC) || checksum != xxh3_128(&head[32..]) {
            return None;
        }
        let mut parts = [const { 0..0 }; Part::COUNT];
        let mut at = HEAD;
        for (part, own) in parts.iter_mut().zip(head[32..].chunks_exact(16)) {
            let length = usize::try_from(number(own, 0)?).ok()?;
            *part = at..at.checked_add(length)?;
            at = part.end;
        }
        let mut manifest =
            Manifest { bytes, parts, checked: Default::default(), roots, table: Table::default() };
        let (table, rest) = postcard::take_from_bytes::<Table>(manifest.sound(Part::Table)?).ok()?;
        let is_whole = at == manifest.bytes.len() && rest.is_empty();
        manifest.table = table;
        (is_whole && manifest.counts_right()).then_some(manifest)
    }

    /// Whether all of it is what was written.
    pub fn is_sound(&self) -> bool {
        let parts = [Part::Records, Part::Paths, Part::Called, Part::Places, Part::Names];
        parts.into_iter().all(|part| self.sound(part).is_some())
    }

    fn part(&self, part: Part) -> &[u8] {
        self.bytes.get(self.parts[part as usize].clone()).unwrap_or_default()
    }

    /// A part that is what was written.
    fn sound(&self, part: Part) -> Option<&[u8]> {
        let bytes = self.part(part);
        let is_sound = self.checked[part as usize]
            .get_or_init(|| number(&self.bytes, 32 + 16 * part as usize + 8) == Some(xxh3_64(bytes)));
        is_sound.then_some(bytes)
    }

    /// All names.
    pub fn names(&self) -> &[u8] {
        self.part(Part::Names)
    }

    /// The bytes of a name; none of one that lies nowhere.
    pub fn name(&self, name: Name) -> &[u8] {
        name.of(self.part(Part::Names))
    }

    /// How many items have records: the texts that lie in segments. They are the first.
    pub fn texts(&self) -> usize {
        self.part(Part::Records).len() / RECORD
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.texts() + self.table.items.len()
    }

    /// One of the items; none where it is damaged.
    pub fn item(&self, number: u32) -> Option<Item> {
        let number = number as usize;
        if number >= self.texts() {
            return self.table.items.get(number - self.texts()).cloned();
        }
        let record = self.part(Part::Records).get(number * RECORD..)?.first_chunk()?;
        let item = record::decode(record, self.part(Part::Names))?;
        self.is_item(&item).then_some(item)
    }

    /// What the bytes of an item's file came to, as it is written down.
    pub fn hash(&self, number: u32) -> Option<u128> {
        match self.part(Part::Records).get(number as usize * RECORD..).and_then(<[u8]>::first_chunk) {
            Some(record) => Some(record::hash(record)),
            None => Some(self.table.items.get(number as usize - self.texts())?.entry.as_ref()?.hash),
        }
    }

    /// The item of a canonical path. An error where the list is damaged, or what it leads to.
    pub fn at_path(&self, path: &[u8]) -> Result<Option<u32>, Damaged> {
        for number in self.led(Part::Paths, xxh3_64(path))? {
            if self.name(self.item(number).ok_or(Damaged)?.canonical) == path {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The texts that have a name, in order. An error where the list is damaged, or what it leads to.
    pub fn called(&self, name: &[u8]) -> Result<Vec<u32>, Damaged> {
        let mut called = Vec::new();
        for number in self.led(Part::Called, xxh3_64(name))? {
            if self.name(self.item(number).ok_or(Damaged)?.name) == name {
                called.push(number);
            }
        }
        Ok(called)
    }

    /// Where a hash leads.
    fn led(&self, part: Part, hash: u64) -> Result<impl Iterator<Item = u32>, Damaged> {
        let list = self.sound(part).ok_or(Damaged)?.as_chunks::<LEAD>().0;
        let own = |lead: &[u8; LEAD]| number(lead, 0).unwrap_or_default();
        let first = list.partition_point(|lead| own(lead) < hash);
        let led = list[first..].iter().take_while(move |lead| own(lead) == hash);
        Ok(led.filter_map(|lead| Some(u32::from_le_bytes(*lead[8..].first_chunk()?))))
    }

    /// The segment and the document that each text is; none where that is not what was written.
    pub fn places(&self) -> Option<Vec<(u32, u32)>> {
        let pairs = self.sound(Part::Places)?.as_chunks::<8>().0;
        let number = |four: &[u8]| four.first_chunk().map_or(0, |&four| u32::from_le_bytes(four));
        Some(pairs.iter().map(|pair| (number(&pair[..4]), number(&pair[4..]))).collect())
    }

    /// Whether every number of the table is one of something that is there.
    fn counts_right(&self) -> bool {
        let Table { items, others, seen, .. } = &self.table;
        let lies = |&name: &Name| self.lies(name);
        items.iter().all(|item| self.is_item(item))
            && others.iter().flatten().chain(seen).all(lies)
            && self.table.names == self.table.sum(self.names())
            && self.part(Part::Records).len() == RECORD * self.texts()
            && self.part(Part::Places).len() == 8 * self.texts()
    }

    fn lies(&self, name: Name) -> bool {
        let end = (name.start as usize).checked_add(name.length as usize);
        end.is_some_and(|end| end <= self.parts[Part::Names as usize].len())
    }

    fn is_item(&self, item: &Item) -> bool {
        let Table { segments, bodies, encodings, .. } = &self.table;
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
        let names = [item.canonical, item.below, item.shown, item.name];
        (item.root as usize) < self.roots
            && names.into_iter().all(|name| self.lies(name))
            && item.entry.as_ref().is_none_or(is_held)
    }
}

/// Something in a manifest is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) struct Damaged;

impl Item {
    /// Its segment, and its document there.
    pub fn kept(&self) -> Option<(u32, u32)> {
        match &self.entry.as_ref()?.held {
            Held::Text { kept, .. } => *kept,
            Held::Nothing(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::cache::name::Names;

    fn table() -> (Table, Vec<u8>) {
        let mut names = Names::default();
        let mut item = |path: &str, kept| {
            let canonical = names.add(path.as_bytes()).unwrap();
            let below = names.within(canonical, b"a.txt").unwrap();
            let held = Held::Text { encoding: 0, length: 9, body: None, kept };
            let stamp = Stamp::of(&std::fs::metadata(".").unwrap());
            let entry = Some(Entry { stamp, hash: 7, held });
            Item { root: 0, canonical, below, shown: below, name: below, format: Format::Plain, entry }
        };
        let items =
            vec![item("/x/a.txt", Some((0, 1))), item("/y/a.txt", None), item("/z/a.txt", Some((0, 0)))];
        let (segments, encodings) = (vec![Piece { hash: 1, length: 9 }], vec!["UTF-8".to_owned()]);
        (Table { segments, encodings, items, ..Table::default() }, names.bytes)
    }

    fn opened(bytes: &[u8]) -> Option<Manifest> {
        Manifest::open(Bytes::new(bytes.to_vec()), 1)
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written_and_never_when_damaged() {
        let (written, names) = table();
        let items = written.items.clone();
        let bytes = encode(written, &names).unwrap();
        let read = opened(&bytes).unwrap();
        assert!(read.is_sound());
        // Those that lie in a segment come first.
        let order = [0, 2, 1];
        for (number, at) in (0..).zip(order) {
            let item: &Item = &items[at];
            assert_eq!(read.item(number).as_ref(), Some(item));
            assert_eq!(read.at_path(item.canonical.of(&names)), Ok(Some(number)));
            assert_eq!(read.hash(number), Some(7));
        }
        assert_eq!((read.texts(), read.items(), read.item(3)), (2, 3, None));
        assert_eq!(read.called(b"a.txt"), Ok(vec![0, 1]));
        assert_eq!((read.called(b"b"), read.at_path(b"/x")), (Ok(vec![]), Ok(None)));
        assert_eq!(read.places(), Some(vec![(0, 1), (0, 0)]));
        for at in 0..bytes.len() {
            assert!(opened(&bytes[..at]).is_none(), "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            let Some(damaged) = opened(&damaged) else { continue };
            assert!(!damaged.is_sound(), "damaged at {at}");
            // What is looked at by itself is right or not there.
            for (number, at) in (0..).zip(order) {
                assert!(damaged.item(number).is_none_or(|item| item == items[at]));
                let path = items[at].canonical.of(&names);
                assert!(
                    damaged.at_path(path).is_err()
                        || damaged.item(number).is_none()
                        || damaged.at_path(path) == Ok(Some(number))
                );
            }
            assert!(damaged.places().is_none_or(|places| places == [(0, 1), (0, 0)]));
        }
        assert!(opened(&[bytes.as_slice(), b"x"].concat()).is_none());
    }

    #[test]
    fn a_manifest_that_counts_wrong_is_none_or_has_no_such_item() {
        let wrong: [fn(&mut Table, &mut Vec<u8>); 4] = [
            |table, _| table.segments.clear(),
            |table, _| table.encodings.clear(),
            |_, names| names.truncate(9),
            |table, _| table.items[1].root = 1,
        ];
        for (number, make) in wrong.into_iter().enumerate() {
            let (mut table, mut names) = table();
            make(&mut table, &mut names);
            let opened = encode(table, &names).and_then(|bytes| opened(&bytes));
            let lacks = |opened: Manifest| (0..3).any(|number| opened.item(number).is_none());
            assert!(opened.is_none_or(lacks), "{number}");
        }
    }
}
