//! What a manifest has of a text that lies in a segment, in so many bytes that any of them is found by its number.
//!
//! Takes an `Item` and hands on its bytes, and takes bytes and hands on the item, or nothing where they are not what was written. All
//! numbers have their lowest byte first.

use xxhash_rust::xxh3::Xxh3Default;

use super::format;
use super::manifest::{At, Entry, Held, Item};
use super::name::Name;
use super::stamp::Stamp;

/// The bytes of a record.
pub(super) const RECORD: usize = 8 * WIDE + 4 * NARROW;
/// Its numbers of 64 bits: the stamp, the hash of the file, where its body lies with its checksum, and that of the record.
const WIDE: usize = 4 + 2 + 3 + 1;
/// Its numbers of 32 bits: the path of the sources, four names, the format, the encoding, the length, the place, the file of bodies, and
/// one that fills the record up.
const NARROW: usize = 1 + 8 + 1 + 1 + 1 + 2 + 1 + 1;
/// The checksum stands last of the numbers of 64 bits.
const SUM: usize = 8 * (WIDE - 1);
/// Of a text that lies in no file of bodies.
const NOWHERE: u32 = u32::MAX;

/// Whether an item is a text that lies in a segment.
pub(super) fn is_text(item: &Item) -> bool {
    item.kept().is_some()
}

/// The record of such an item, whose names lie among all names.
pub(super) fn encode(item: &Item, names: &[u8]) -> Option<[u8; RECORD]> {
    let Item { root, canonical, below, shown, name, format, entry } = item;
    let Entry { stamp, hash, held: Held::Text { encoding, length, body, kept } } = entry.as_ref()? else {
        return None;
    };
    let (segment, document) = (*kept)?;
    let format = format::number(*format)?;
    let body = body.unwrap_or(At { piece: NOWHERE, start: 0, length: 0, checksum: 0 });
    let [size, modified, changed, node] = stamp.numbers();
    let hash = [*hash as u64, (*hash >> 64) as u64];
    let wide = [size, modified, changed, node, hash[0], hash[1], body.start, body.length, body.checksum, 0];
    let [canonical, below, shown, name] =
        [canonical, below, shown, name].map(|name| [name.start, name.length]);
    let narrow = [
        [*root, format],
        canonical,
        below,
        shown,
        name,
        [*encoding, *length],
        [segment, document],
        [body.piece, 0],
    ];
    let mut record = [0; RECORD];
    let (first, second) = record.split_at_mut(8 * WIDE);
    first.as_chunks_mut().0.iter_mut().zip(wide).for_each(|(slot, number)| *slot = number.to_le_bytes());
    let narrow = narrow.into_iter().flatten();
    second.as_chunks_mut().0.iter_mut().zip(narrow).for_each(|(slot, number)| *slot = number.to_le_bytes());
    let sum = sum(&record, item, names);
    record[SUM..SUM + 8].copy_from_slice(&sum.to_le_bytes());
    Some(record)
}

/// The item of a record.
pub(super) fn decode(record: &[u8; RECORD], names: &[u8]) -> Option<Item> {
    let (wide, narrow) = record.split_at(8 * WIDE);
    let wide: [u64; WIDE] = std::array::from_fn(|at| u64::from_le_bytes(wide.as_chunks().0[at]));
    let narrow: [u32; NARROW] = std::array::from_fn(|at| u32::from_le_bytes(narrow.as_chunks().0[at]));
    let name = |at: usize| Name { start: narrow[at], length: narrow[at + 1] };
    let body = At { piece: narrow[14], start: wide[6], length: wide[7], checksum: wide[8] };
    let held = Held::Text {
        encoding: narrow[10],
        length: narrow[11],
        body: (body.piece != NOWHERE).then_some(body),
        kept: Some((narrow[12], narrow[13])),
    };
    let stamp = Stamp::of_numbers([wide[0], wide[1], wide[2], wide[3]]);
    let item = Item {
        root: narrow[0],
        canonical: name(2),
        below: name(4),
        shown: name(6),
        name: name(8),
        format: format::of(narrow[1])?,
        entry: Some(Entry { stamp, hash: hash(record), held }),
    };
    (sum(record, &item, names) == wide[WIDE - 1]).then_some(item)
}

/// The hash of its file's bytes.
pub(super) fn hash(record: &[u8; RECORD]) -> u128 {
    let [first, second] = [4, 5].map(|at| u64::from_le_bytes(record.as_chunks().0[at]));
    u128::from(first) | u128::from(second) << 64
}

/// The checksum of all but the checksum, and of its names.
fn sum(record: &[u8; RECORD], item: &Item, names: &[u8]) -> u64 {
    let mut sum = Xxh3Default::new();
    sum.update(&record[..SUM]);
    sum.update(&record[SUM + 8..]);
    for name in [item.canonical, item.below, item.shown, item.name] {
        sum.update(name.of(names));
    }
    sum.digest()
}
