//! Words as data, from `rules/lexicon/*.toml`: sorted lists that `build.rs` turns into statics, and one table that says of a
//! word which lists have it.

mod hash;

use std::ops::Deref;

use hash::hash;

/// A sorted list of words.
#[derive(Debug)]
pub struct List {
    words: &'static [&'static str],
    /// Its bit in what [`lists`] hands on.
    bit: u32,
}

impl Deref for List {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.words
    }
}

/// Whether a sorted list has a word.
pub fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// The lists that have a word, a bit each. One look-up answers for all of them, where a token is held against many.
pub fn lists(word: &str) -> u128 {
    let mut slot = hash(word) as usize;
    loop {
        slot %= SLOTS.len();
        // The table is half empty, so that an empty slot ends every search.
        let Some(entry) = usize::from(SLOTS[slot]).checked_sub(1) else { return 0 };
        if &LETTERS[STARTS[entry] as usize..STARTS[entry + 1] as usize] == word {
            return LISTS[entry];
        }
        slot += 1;
    }
}

/// Whether a list is among those that [`lists`] handed on.
pub fn holds(lists: u128, list: &List) -> bool {
    lists >> list.bit & 1 == 1
}

/// What a sorted table says of a word.
pub fn get(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.binary_search_by_key(&word, |&(known, _)| known).ok().map(|at| table[at].1)
}

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_what_the_lists_have() {
        let all = [reporting::VERBS, voices::OFFICES, voices::PERSONS, speaking::TIMES, given_names::WOMEN];
        for list in all {
            for word in list.iter() {
                let found = lists(word);
                for other in all {
                    assert_eq!(holds(found, other), has(other, word), "{word}");
                }
            }
        }
        for word in ["", "xyzzy", "sai", "saidd", "王"] {
            assert_eq!(lists(word), 0, "{word}");
        }
    }
}
