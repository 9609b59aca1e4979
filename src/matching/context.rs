//! Whether a quotation's cut takes a negation off the words that it quotes.
//!
//! Takes an alignment without differences as well as one with; hands on the source's words that are lost. It speaks only
//! where the negation governs what is quoted: the other half of a "not … but" or a whole clause may go.

use std::ops::Range;

use super::align::{Alignment, Step};
use super::edit::reverses;
use super::passage::Passage;
use crate::claim::wording::{Gap, Wording, is_ellipsis};
use crate::fold::{has_phrase, phrase};

/// A negation that the quotation leaves out though it governs what is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The source's words, up to those that are quoted.
    pub source: Range<usize>,
    /// The quotation's words on either side of the cut.
    pub shown: Range<usize>,
}

/// Marks over which a negation does not reach.
const CLAUSE_ENDS: [char; 10] = [',', ';', ':', '.', '!', '?', '—', '–', '(', ')'];
/// Words that make of a negation something else: "not only".
const SOFTENING: [&str; 4] = ["just", "least", "merely", "only"];

/// What an ellipsis or the cut at the start takes away. `denied`: the draft denies in its own words.
pub fn lost(quote: &Wording, denied: bool, passage: &Passage, alignment: &Alignment) -> Option<Lost> {
    let elided = alignment.steps.iter().find_map(|step| match step {
        Step::Elided(i, words) if *i > 0 && quote.tokens[*i].gap == Gap::Ellipsis => {
            let at = hidden(passage, words)?;
            Some(Lost { source: at..words.end, shown: i - 1..i + 1 })
        }
        _ => None,
    });
    elided.or_else(|| if denied { None } else { cut_off(quote, passage, alignment) })
}

/// The condition with which the source goes on right behind the quotation's last word: "unless the county forces us".
/// `behind`: the draft's words from the quotation's last one to the end of its sentence, which may say it themselves.
pub fn condition_cut(
    quote: &Wording,
    passage: &Passage,
    alignment: &Alignment,
    behind: &str,
) -> Option<Lost> {
    let wording = &passage.wording;
    let (own, last) = *alignment.pairs().last()?;
    let next = last + 1;
    if own + 1 != quote.len() || next + 1 >= wording.len() || is_ellipsis(behind) {
        return None;
    }
    let condition = wording.letters(next) == "unless"
        || (wording.letters(next) == "only" && wording.letters(next + 1) == "if");
    let text = &passage.text[wording.tokens[last].end as usize..wording.tokens[next].start as usize];
    let said = phrase(behind, 0..behind.len());
    let kept = ["unless", "only if", "if"].iter().any(|word| has_phrase(&said, word));
    let goes_on = !text.contains(['.', '!', '?', ';', ':', '"', '”', '»', '\n']);
    let end = (next + 4).min(wording.len());
    (condition && goes_on && !kept).then_some(Lost { source: next..end, shown: own..own + 1 })
}

/// The negation just before the quotation's first word, in the same clause.
fn cut_off(quote: &Wording, passage: &Passage, alignment: &Alignment) -> Option<Lost> {
    let (own, first) = *alignment.pairs().first()?;
    let before = first.checked_sub(1)?;
    let whole = own == 0 && quote.tokens[0].gap != Gap::Ellipsis;
    (whole && governs(passage, before, first)).then_some(Lost { source: before..first, shown: 0..1 })
}

/// The negation or the condition that an ellipsis for these words hides.
fn hidden(passage: &Passage, words: &Range<usize>) -> Option<usize> {
    if words.end >= passage.wording.len() || words.is_empty() {
        return None;
    }
    // With a "but" in it, what is left out holds both sides of the matter.
    if words.clone().any(|at| passage.wording.letters(at) == "but") {
        return None;
    }
    if begins_with_negation(passage, words) {
        return Some(words.start);
    }
    let at = words.clone().rev().find(|&at| governs(passage, at, words.end))?;
    // What is left out whole, clause by clause, takes its own negations with it.
    (!ends_clause(between(passage, words.start, at))).then_some(at)
}

/// Whether what is left out begins with a negation or a condition, so that it belongs to the words before: "is not, in
/// our judgement, safe".
fn begins_with_negation(passage: &Passage, words: &Range<usize>) -> bool {
    const LONGEST: usize = 12;
    let wording = &passage.wording;
    let first = wording.letters(words.start);
    let second = if words.len() > 1 { wording.letters(words.start + 1) } else { "" };
    let begins = (first == "only" && second == "if") || (reverses(first) && !SOFTENING.contains(&second));
    let one_clause = !passage.text[wording.range(words.clone())].contains(['.', ';', '!', '?']);
    begins && one_clause && words.len() <= LONGEST
}

/// Whether a word of the source denies what begins a few words later.
fn governs(passage: &Passage, at: usize, end: usize) -> bool {
    const REACH: usize = 5;
    let wording = &passage.wording;
    let undecided = at > 0 && matches!(wording.letters(at - 1), "if" | "or" | "whether" | "why");
    end - at <= REACH
        && reverses(wording.letters(at))
        && !SOFTENING.contains(&wording.letters(at + 1))
        && !ends_clause(between(passage, at, end))
        && !undecided
}

/// The text from one word up to another.
fn between<'a>(passage: &'a Passage, from: usize, to: usize) -> &'a str {
    let tokens = &passage.wording.tokens;
    &passage.text[tokens[from].start as usize..tokens[to].start as usize]
}

fn ends_clause(text: &str) -> bool {
    text.contains(CLAUSE_ENDS) || text.contains("--")
}

#[cfg(test)]
mod tests {
    use super::super::align::align;
    use super::super::passage::whole;
    use super::*;

    /// The source's words that a quotation loses.
    fn lost_words(quote: &str, denied: bool, source: &str) -> Option<String> {
        let document = whole::document(source);
        let passage = whole::passage(&document);
        let wording = Wording::of(quote, &[0..quote.len()]);
        let found = lost(&wording, denied, &passage, &align(&wording, &passage, 60)?)?;
        Some(source[passage.wording.range(found.source)].to_string())
    }

    #[test]
    fn a_lost_negation_is_told() {
        let table = [
            ("The bridge is not safe for carts.", "safe for carts", Some("not")),
            ("The bridge is never safe for carts.", "safe for carts", Some("never")),
            ("The bridge is not only safe for carts.", "safe for carts", None),
            ("Whether or not safe for carts, it stands.", "safe for carts", None),
            ("They did not. Safe for carts it was.", "safe for carts", None),
            ("The bridge is safe for carts.", "safe for carts", None),
            (
                "The bridge is not, in our view, safe for carts.",
                "the bridge is … safe",
                Some("not, in our view"),
            ),
            ("The bridge is old, was not built well, and is safe.", "the bridge is old … is safe", None),
            (
                "The bridge is safe only if the river is low.",
                "the bridge is safe … low",
                Some("only if the river is"),
            ),
        ];
        for (source, quote, expected) in table {
            assert_eq!(lost_words(quote, false, source).as_deref(), expected, "{quote} / {source}");
        }
    }

    #[test]
    fn a_draft_that_denies_may_cut_the_negation_off() {
        let source = "The bridge is not safe for carts.";
        assert_eq!(lost_words("safe for carts", true, source), None);
        assert_eq!(lost_words("the bridge is … safe", true, source).as_deref(), Some("not"));
    }
}
