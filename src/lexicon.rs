//! Words as data, from `rules/lexicon/*.toml`: sorted lists that `build.rs` turns into statics, and one table that says of a
//! word which lists have it.

use memchr::memchr_iter;

use crate::fold::hash_of;

/// Words by their numbers.
#[derive(Debug)]
enum Strings {
    /// So few that they may be gone through often.
    Few(&'static [&'static str]),
    /// Words in one text, and where each ends. A pointer to each would have to be set whenever the program starts, though most runs
    /// ask for hardly any of them.
    Many(&'static str, &'static [u16]),
}

impl Strings {
    fn len(&self) -> usize {
        match self {
            Strings::Few(words) => words.len(),
            Strings::Many(_, ends) => ends.len(),
        }
    }

    #[inline]
    fn get(&self, at: usize) -> &'static str {
        match self {
            Strings::Few(words) => words[at],
            Strings::Many(text, ends) => {
                let start = at.checked_sub(1).map_or(0, |before| ends[before]);
                &text[usize::from(start)..usize::from(ends[at])]
            }
        }
    }

    /// The number of the first of them that is not less, of words in order.
    fn partition_point(&self, is_less: impl Fn(&str) -> bool) -> usize {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            if is_less(self.get(middle)) { from = middle + 1 } else { to = middle }
        }
        from
    }
}

/// A sorted list of words.
#[derive(Debug)]
pub struct List {
    words: Strings,
    /// Its bit in [`Lists`].
    bit: u8,
}

impl List {
    /// Its words, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + Clone + use<'_> {
        (0..self.words.len()).map(|at| self.words.get(at))
    }
}

/// A sorted table of words, each with what it says of it.
#[derive(Debug)]
pub struct Table {
    words: Strings,
    /// What it says of each.
    said: Strings,
    /// Their numbers, in the order of what they say.
    by_said: &'static [u16],
    /// Its bit in [`Lists`].
    bit: u8,
}

impl Table {
    /// Its words with what it says of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> + Clone + use<'_> {
        (0..self.words.len()).map(|at| (self.words.get(at), self.said.get(at)))
    }

    /// The words of which it says this, in order.
    pub fn saying(&self, said: &str) -> impl Iterator<Item = &'static str> {
        let said_by = |number: &u16| self.said.get(usize::from(*number));
        let from = self.by_said.partition_point(|number| said_by(number) < said);
        let alike = self.by_said[from..].iter().take_while(move |number| said_by(number) == said);
        alike.map(|number| self.words.get(usize::from(*number)))
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
    let at = table.words.partition_point(|known| known < word);
    (at < table.words.len() && table.words.get(at) == word).then(|| table.said.get(at))
}

/// Whether a text that [`phrase`](crate::fold::phrase) made holds one of a list's phrases. The text is gone through once.
pub fn has_phrase_of(list: &List, text: &str) -> bool {
    memchr_iter(b' ', text.as_bytes()).any(|space| {
        let rest = &text.as_bytes()[space + 1..];
        let from = list.words.partition_point(|words| words.as_bytes().first() < rest.first());
        let alike = (from..list.words.len()).map(|at| list.words.get(at).as_bytes());
        let mut alike = alike.take_while(|words| words.first() == rest.first());
        alike.any(|words| rest.get(words.len()) == Some(&b' ') && rest.starts_with(words))
    })
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
                    assert_eq!(found.has(other), other.iter().any(|own| own == word), "{word}");
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
            let all: Vec<(&str, &str)> = table.iter().collect();
            for (word, said) in &all {
                assert_eq!(get(table, word), Some(*said), "{word}");
            }
            assert_eq!(get(table, "xyzzy"), None);
            let (word, said) = all[all.len() / 2];
            let alike: Vec<&str> = all.iter().filter(|pair| pair.1 == said).map(|pair| pair.0).collect();
            assert_eq!(table.saying(said).collect::<Vec<_>>(), alike, "{word}");
            assert_eq!(table.saying("xyzzy").next(), None);
        }
    }
}
