//! What a fact is said of: the words round it.
//!
//! Takes a fact's place in its sentence and hands on the content words near it, with their forms, of which another fact shares more
//! or fewer.

use std::ops::Range;
use std::sync::Arc;

use crate::corpus::alike::{Kind, Statement};
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

impl About {
    /// The words round a fact that lies at `fact` in a sentence, up to so many on either side.
    pub fn of(text: &str, sentence: Range<usize>, fact: &Range<usize>, reach: usize) -> About {
        let start = words_in(text, sentence.start..fact.start.max(sentence.start)).map(|word| word.start);
        let starts: Vec<u32> = start.collect();
        let from = starts.len().saturating_sub(reach);
        let from = starts.get(from).map_or(fact.start, |&start| start as usize);
        let behind = words_in(text, fact.end..sentence.end.max(fact.end)).take(reach).last();
        let to = behind.map_or(fact.end, |word| word.end as usize);
        let ranges = [from..fact.start, fact.end..to];
        // A short stretch is not asked for its language, so that both sides of the fact are read alike.
        let read = ranges.iter().flat_map(|range| Statement::of(text, std::slice::from_ref(range)).terms);
        let terms = read.filter(|term| term.kind != Kind::Number).map(|term| term.forms).collect();
        let words = ranges.iter().flat_map(|range| words_in(text, range.clone())).map(|word| word.hash);
        About { terms, words: words.collect() }
    }

    /// The share of the words round two facts that both have: of the one that has fewer.
    pub fn shared(&self, other: &About) -> f64 {
        self.held_by(other).min(other.held_by(self))
    }

    /// The share of the words round this fact that the other has.
    pub fn held_by(&self, other: &About) -> f64 {
        let has = |forms: &&Arc<[u64]>| other.words.iter().any(|word| forms.binary_search(word).is_ok());
        let held = self.terms.iter().filter(has).count();
        if self.terms.is_empty() { 0.0 } else { held as f64 / self.terms.len() as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str, number: &str) -> About {
        let at = text.find(number).unwrap_or_default();
        About::of(text, 0..text.len(), &(at..at + number.len()), NEAR)
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
        assert_eq!(own.held_by(&about("a ferry of 27", "27")), 0.0);
    }
}
