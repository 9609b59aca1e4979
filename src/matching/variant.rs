//! Words that are the same in another form: spelling, figures for number words, damage done by extraction.
//!
//! Takes words of a quotation and of a passage and answers whether they are one; `align` asks.

use crate::claim::wording::Wording;
use crate::lexicon::variants;

/// Whether two words are one value: two/2, organise/organize, 1,000/1000, and what a scan makes of a word (rn for m).
pub fn same_value(quote: &Wording, i: usize, passage: &Wording, j: usize) -> bool {
    let (own, other) = (quote.tokens[i].forms, passage.tokens[j].forms);
    own.spelling == other.spelling || own.scanned == other.scanned
}

/// Whether a word with a bracket inside (`[t]he`) stands for another.
pub fn fits_bracket(quote: &Wording, i: usize, other: &str) -> bool {
    let Some((before, after)) = quote.tokens[i].fixed else { return false };
    let own = quote.letters(i);
    let (before, after) = (before as usize, after as usize);
    let (Some(head), Some(tail)) = (own.get(..before), own.get(own.len().saturating_sub(after)..)) else {
        return false;
    };
    let bracket = own.len() - before - after;
    other.len() >= before + after
        && other.len() - before - after <= bracket.max(1) + 4
        && other.starts_with(head)
        && other.ends_with(tail)
}

/// Whether two words differ by case alone where case is another word: US and us.
pub fn differs_by_case(quote: &Wording, i: usize, passage: &Wording, j: usize) -> bool {
    let own = quote.letters(i);
    if variants::CASED.binary_search(&own).is_err() {
        return false;
    }
    quote.tokens[i].capitals != passage.tokens[j].capitals
}

/// Whether two runs of words are the same letters when joined; apostrophes and points do not count.
pub fn same_joined<'a>(
    a: impl Iterator<Item = &'a str> + Clone,
    b: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    let bytes = |words: &mut dyn Iterator<Item = u8>, other: &mut dyn Iterator<Item = u8>| words.eq(other);
    let plain = |byte: &u8| *byte != b'\'';
    let mut own = a.clone().flat_map(str::bytes).filter(plain);
    let mut other = b.clone().flat_map(str::bytes).filter(plain);
    if bytes(&mut own, &mut other) {
        return true;
    }
    let percent = |words: &mut dyn Iterator<Item = &'a str>| {
        let joined: String = words.collect();
        joined.strip_suffix("percent").map(|number| format!("{number}%")).unwrap_or(joined)
    };
    let ends = |words: &mut dyn Iterator<Item = &'a str>| {
        words.last().is_some_and(|word| word.ends_with("cent") || word.ends_with('%'))
    };
    ends(&mut a.clone()) && ends(&mut b.clone()) && percent(&mut a.clone()) == percent(&mut b.clone())
}
