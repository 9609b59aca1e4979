//! What a fact is said of: the words round it.
//!
//! Takes a fact's place in its sentence and hands on the content words near it, with their forms, of which another fact shares more
//! or fewer.

use std::ops::Range;
use std::sync::Arc;

use crate::corpus::alike::{Forms, Kind, Statement};
use crate::fold::words_in;

/// The words round a fact.
#[derive(Clone, Debug)]
pub struct About {
    /// The forms of each content word that is no number.
    terms: Vec<Arc<[u64]>>,
    /// The hashes of all words.
    words: Vec<u64>,
}

/// Words before and behind a fact that tell what it is said of.
pub const NEAR: usize = 14;
/// The bytes before a fact that a word with its gap may take, one with another.
const WIDEST: usize = 32;

impl About {
    /// The words round a fact that lies at `fact` in a stretch, up to so many on either side.
    /// `forms` keeps the forms of words that were read before.
    pub fn of(
        forms: &mut Forms,
        text: &str,
        stretch: Range<usize>,
        fact: &Range<usize>,
        reach: usize,
    ) -> About {
        let ranges = sides(text, stretch, fact, reach);
        // A short stretch is not asked for its language, so that both sides of the fact are read alike.
        let read =
            ranges.iter().flat_map(|range| Statement::with(forms, text, std::slice::from_ref(range)).terms);
        let terms = read.filter(|term| term.kind != Kind::Number).map(|term| term.forms).collect();
        About { terms, words: hashes(text, &ranges) }
    }

    /// The share of the words round two facts that both have: of the one that has fewer.
    pub fn shared(&self, other: &About) -> f64 {
        self.held_by(&other.words).min(other.held_by(&self.words))
    }

    /// The share of the words round this fact that are among others.
    pub fn held_by(&self, words: &[u64]) -> f64 {
        let has = |forms: &&Arc<[u64]>| words.iter().any(|word| forms.binary_search(word).is_ok());
        let held = self.terms.iter().filter(has).count();
        if self.terms.is_empty() { 0.0 } else { held as f64 / self.terms.len() as f64 }
    }
}

/// The hashes of the words round a fact, which [`About::held_by`] takes.
pub fn words_round(text: &str, stretch: Range<usize>, fact: &Range<usize>, reach: usize) -> Vec<u64> {
    hashes(text, &sides(text, stretch, fact, reach))
}

fn hashes(text: &str, ranges: &[Range<usize>]) -> Vec<u64> {
    ranges.iter().flat_map(|range| words_in(text, range.clone())).map(|word| word.hash).collect()
}

/// What stands before a fact and behind it, up to so many words. However long the stretch is, no more is read than those words take.
fn sides(text: &str, stretch: Range<usize>, fact: &Range<usize>, reach: usize) -> [Range<usize>; 2] {
    let far = text.floor_char_boundary(fact.start.saturating_sub(reach * WIDEST));
    let start = if far > stretch.start {
        // A word may be cut there.
        text[far..fact.start].find(char::is_whitespace).map_or(fact.start, |gap| far + gap)
    } else {
        stretch.start.min(fact.start)
    };
    let starts: Vec<u32> = words_in(text, start..fact.start).map(|word| word.start).collect();
    let from = starts.get(starts.len().saturating_sub(reach)).map_or(fact.start, |&start| start as usize);
    let behind = words_in(text, fact.end..stretch.end.max(fact.end)).take(reach).last();
    let to = behind.map_or(fact.end, |word| word.end as usize);
    [from..fact.start, fact.end..to]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str, number: &str) -> About {
        let at = text.find(number).unwrap_or_default();
        About::of(&mut Forms::default(), text, 0..text.len(), &(at..at + number.len()), NEAR)
    }

    #[test]
    fn facts_share_the_words_round_them_in_all_their_forms() {
        let table = [
            ("The ferry carried 27 passengers", "Ferries carry 37 passengers", 1.0),
            ("The ferry carried 27 passengers", "The pilot saw 37 seals", 0.0),
            ("The ferry carried 27 passengers", "37", 0.0),
        ];
        for (own, other, expected) in table {
            let (first, second) = (about(own, "27"), about(other, "37"));
            assert_eq!(first.shared(&second), expected, "{own} / {other}");
            assert_eq!(second.shared(&first), expected, "{other} / {own}");
        }
    }

    #[test]
    fn words_far_off_are_not_round_a_fact() {
        let far = "grey ".repeat(NEAR);
        let text = format!("The ferry {far} carried 27 passengers");
        let own = about(&text, "27");
        assert_eq!(own.held_by(&about("a ferry of 27", "27").words), 0.0);
    }

    #[test]
    fn a_long_stretch_before_a_fact_is_not_read_from_its_start() {
        let words = |text: &str, reach| {
            let at = text.find("27").unwrap_or_default();
            words_round(text, 0..text.len(), &(at..at + 2), reach)
        };
        let near = "é grey ferry carried 27 passengers";
        let own = words(near, 3);
        assert_eq!(own.len(), 4);
        for far in ["grey ".repeat(900), "é".repeat(4_000) + " ", "- ".repeat(900)] {
            assert_eq!(words(&(far + near), 3), own);
        }
        // A word that the reach cuts is left out.
        assert_eq!(words(&("é".repeat(4_000) + " ferry carried 27 passengers"), 3).len(), 3);
        assert_eq!(words(&("é".repeat(4_000) + "27"), 3).len(), 0);
    }
}
