//! The reduced tables of `gazetteer/places.bin`, embedded and used in place: where each section begins, and how its entries
//! are read. `gazetteer/reduce` says what they hold; `gazetteer` asks them.

use std::ops::Range;

/// The whole file, once in the program. The constant of it is for what the compiler reads.
static DATA: &[u8] = BYTES;
const BYTES: &[u8] = include_bytes!("../../gazetteer/places.bin");
const MAGIC: &[u8; 8] = b"ibidgaz1";

/// What the header counts, in its order.
const COUNTS: [usize; 8] = {
    let mut counts = [0; 8];
    let mut i = 0;
    while i < 8 {
        counts[i] = u32_in(BYTES, 8 + 4 * i) as usize;
        i += 1;
    }
    counts
};

/// One section: where it begins, how many entries it has, and how many bytes each takes.
#[derive(Clone, Copy)]
pub struct Section {
    start: usize,
    /// How many entries it has.
    pub count: usize,
    width: usize,
}

impl Section {
    const fn end(self) -> usize {
        self.start + self.count * self.width
    }

    fn at(self, entry: usize) -> usize {
        debug_assert!(entry < self.count);
        self.start + entry * self.width
    }

    /// The entries whose first field, by which they are sorted, has a value.
    pub fn equal(self, value: u32) -> Range<usize> {
        let first = self.lower(value);
        let mut last = first;
        while last < self.count && u32_at(self.at(last)) == value {
            last += 1;
        }
        first..last
    }

    /// The first entry whose first field is not less than a value.
    fn lower(self, value: u32) -> usize {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            if u32_at(self.at(middle)) < value {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

const fn section(start: usize, count: usize, width: usize) -> Section {
    Section { start, count, width }
}

/// The regions, countries first.
pub const REGIONS: Section = section(40, COUNTS[0], 8);
/// The names of regions.
pub const NAMES: Section = section(REGIONS.end(), COUNTS[1], 8);
/// The names of cities.
pub const CITIES: Section = section(NAMES.end(), COUNTS[2], 12);
const DIRECTORY: Section = section(CITIES.end(), (1 << 16) + 1, 4);
/// The fingerprints of places.
pub const PLACES: Section = section(DIRECTORY.end(), COUNTS[3], 4);
/// Names of places with regions that they may be put in.
pub const PAIRS: Section = section(PLACES.end(), COUNTS[4], 6);
/// Regions with others that what lies in them may be put in.
pub const WITHIN: Section = section(PAIRS.end(), COUNTS[5], 4);
/// The words that names of regions begin with.
pub const OPENERS: Section = section(WITHIN.end(), COUNTS[6], 4);
const LETTERS: Section = section(OPENERS.end(), COUNTS[7], 1);

/// A region's parent, its kin and its name.
pub fn region(entry: u16) -> (u16, u16, &'static str) {
    let at = REGIONS.at(usize::from(entry));
    (u16_at(at), u16_at(at + 2), letters(u32_at(at + 4)))
}

/// The region of a region's name, and what kind of name it is.
pub fn name(entry: usize) -> (u16, u16) {
    let at = NAMES.at(entry);
    (u16_at(at + 4), u16_at(at + 6))
}

/// The bit of a city's size that tells that it is its country's capital.
pub const CAPITAL: u16 = 1;
/// The bit of a city's size that tells that the name is another one than its own. Above it is the power of two of its inhabitants.
pub const ALTERNATE: u16 = 2;

/// A city's name, its region and its size, by which those of one name are in order, the largest first.
pub fn city(entry: usize) -> (&'static str, u16, u16) {
    let at = CITIES.at(entry);
    (letters(u32_at(at + 4)), u16_at(at + 8), u16_at(at + 10))
}

/// The regions in which a place lies whose key has a hash, and now and then one more: see [`ERROR`].
pub fn places(hash: u32) -> impl Iterator<Item = u16> {
    let bucket = DIRECTORY.start + 4 * (hash >> 16) as usize;
    let (first, last) = (u32_at(bucket) as usize, u32_at(bucket + 4) as usize);
    let entries = (first..last.min(PLACES.count)).map(|entry| PLACES.at(entry));
    let own = hash as u16;
    entries.filter(move |&at| u16_at(at) == own).map(|at| u16_at(at + 2))
}

/// How often a key that no place has is found in some region all the same: a bucket's entries over the 2^16 fingerprints.
#[cfg(test)]
pub const ERROR: f64 = COUNTS[3] as f64 / (1_u64 << 32) as f64;

/// Whether a pair of a name's hash and a region is listed.
pub fn has_pair(hash: u32, region: u16) -> bool {
    PAIRS.equal(hash).any(|entry| u16_at(PAIRS.at(entry) + 4) == region)
}

/// Whether what lies in a region may be put in another.
pub fn has_within(region: u16, other: u16) -> bool {
    WITHIN.equal(u32::from(region) | u32::from(other) << 16).next().is_some()
}

/// How many words the longest name of a region has that begins with the word of this hash; none where no name does.
pub fn opens(hash: u32) -> usize {
    let first = hash & !0xf;
    let entry = OPENERS.lower(first);
    let found = (entry < OPENERS.count).then(|| u32_at(OPENERS.at(entry)));
    found.filter(|found| found & !0xf == first).map_or(0, |found| (found & 0xf) as usize)
}

fn letters(place: u32) -> &'static str {
    let start = LETTERS.start + (place >> 8) as usize;
    let bytes = &DATA[start..start + (place & 0xff) as usize];
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn u16_at(at: usize) -> u16 {
    u16::from_le_bytes([DATA[at], DATA[at + 1]])
}

fn u32_at(at: usize) -> u32 {
    u32_in(DATA, at)
}

const fn u32_in(data: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]])
}

// A file of another form would be read as nonsense.
const _: () = {
    assert!(LETTERS.end() == BYTES.len(), "gazetteer/places.bin is not as long as its header says");
    assert!(BYTES.len() <= 4 << 20, "gazetteer/places.bin takes more than 4 MB");
    let mut i = 0;
    while i < 8 {
        assert!(BYTES[i] == MAGIC[i], "gazetteer/places.bin is no gazetteer");
        i += 1;
    }
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_sorted_and_within_bounds() {
        for section in [NAMES, CITIES, PAIRS, WITHIN, OPENERS] {
            let first = |entry| u32_at(section.at(entry));
            assert!(section.count > 100, "a section is nearly empty");
            assert!((1..section.count).all(|entry| first(entry - 1) <= first(entry)));
        }
        let regions = REGIONS.count as u16;
        for entry in 0..regions {
            let (parent, _, _) = region(entry);
            assert!(parent <= entry && region(parent).0 == parent, "region {entry} lies in {parent}");
            assert!(parent != entry || !region(entry).2.is_empty(), "country {entry} has no name");
        }
        assert!((0..NAMES.count).all(|entry| name(entry).0 < regions && name(entry).1 & 0xff < 4));
        assert!((0..CITIES.count).all(|entry| city(entry).1 < regions && !city(entry).0.is_empty()));
        let starts: Vec<u32> =
            (0..DIRECTORY.count).map(|bucket| u32_at(DIRECTORY.start + 4 * bucket)).collect();
        assert!(starts.is_sorted() && starts[0] == 0 && starts[1 << 16] as usize == PLACES.count);
        for bucket in starts.windows(2) {
            let entries: Vec<(u16, u16)> = (bucket[0] as usize..bucket[1] as usize)
                .map(|entry| (u16_at(PLACES.at(entry)), u16_at(PLACES.at(entry) + 2)))
                .collect();
            assert!(entries.is_sorted() && entries.iter().all(|entry| entry.1 < regions));
        }
    }
}
