//! Words as data, from `rules/lexicon/*.toml`: sorted lists that `build.rs` turns into statics, and one table that says of a
//! word which lists have it.

use std::ops::Deref;

use crate::fold::hash_of;

/// A sorted list of words.
#[derive(Debug)]
pub struct List {
    words: &'static [&'static str],
    /// Its bit in [`Lists`].
    bit: u8,
}

/// A sorted table of words, each with what it says of it.
#[derive(Debug)]
pub struct Table {
    pairs: &'static [(&'static str, &'static str)],
    /// Their numbers, in the order of what they say.
    by_said: &'static [u16],
    /// Its bit in [`Lists`].
    bit: u8,
}

impl Deref for List {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.words
    }
}

impl Deref for Table {
    type Target = [(&'static str, &'static str)];

    fn deref(&self) -> &Self::Target {
        self.pairs
    }
}

impl Table {
    /// The words of which it says this, in order.
    pub fn saying(&self, said: &str) -> impl Iterator<Item = &'static str> {
        let pair = |number: &u16| self.pairs[usize::from(*number)];
        let from = self.by_said.partition_point(|number| pair(number).1 < said);
        let alike = self.by_said[from..].iter().map(pair).take_while(move |pair| pair.1 == said);
        alike.map(|pair| pair.0)
    }
}

/// The lists and the tables that have a word, a bit each. One look-up answers for all of them, where a word is held against many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lists(&'static [u64; WIDTH]);

impl Lists {
    /// Those of no word.
    pub const NONE: Lists = Lists(&[0; WIDTH]);

    /// Those that have a word, by its folded letters.
    pub fn of(word: &str) -> Lists {
        Lists::by_hash(hash_of(word))
    }

    /// Those that have a word, by the hash of its folded letters.
    pub fn by_hash(hash: u64) -> Lists {
        let mut slot = hash as usize;
        loop {
            slot %= SLOTS.len();
            // The table is half empty, so that an empty slot ends every search.
            let Some(entry) = usize::from(SLOTS[slot]).checked_sub(1) else { return Lists::NONE };
            if HASHES[entry] == hash {
                return Lists(&SETS[usize::from(MEMBERS[entry])]);
            }
            slot += 1;
        }
    }

    /// Whether a list is among them.
    #[inline]
    pub fn has(self, list: &List) -> bool {
        self.bit(list.bit)
    }

    /// Whether a table is among them.
    #[inline]
    pub fn knows(self, table: &Table) -> bool {
        self.bit(table.bit)
    }

    #[inline]
    fn bit(self, bit: u8) -> bool {
        self.0[usize::from(bit / 64)] >> (bit % 64) & 1 == 1
    }
}

/// Whether a list has a word.
pub fn has(list: &List, word: &str) -> bool {
    Lists::of(word).has(list)
}

/// What a table says of a word.
pub fn get(table: &Table, word: &str) -> Option<&'static str> {
    if !Lists::of(word).knows(table) {
        return None;
    }
    table.binary_search_by_key(&word, |&(known, _)| known).ok().map(|at| table[at].1)
}

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_look_up_knows_what_the_lists_have() {
        let all = [reporting::VERBS, voices::OFFICES, voices::PERSONS, speaking::TIMES, given_names::WOMEN];
        for list in all {
            for word in list.iter() {
                let found = Lists::of(word);
                for other in all {
                    assert_eq!(found.has(other), other.contains(word), "{word}");
                }
            }
        }
        for word in ["", "xyzzy", "sai", "saidd", "王"] {
            assert_eq!(Lists::of(word), Lists::NONE, "{word}");
        }
    }

    #[test]
    fn a_table_says_what_it_has() {
        for table in [dates::MONTHS, numbers::UNITS, states::NAMES] {
            for (word, said) in table.iter() {
                assert_eq!(get(table, word), Some(*said), "{word}");
            }
            assert_eq!(get(table, "xyzzy"), None);
            let (word, said) = table[table.len() / 2];
            let all: Vec<&str> = table.iter().filter(|pair| pair.1 == said).map(|pair| pair.0).collect();
            assert_eq!(table.saying(said).collect::<Vec<_>>(), all, "{word}");
            assert_eq!(table.saying("xyzzy").next(), None);
        }
    }
}
