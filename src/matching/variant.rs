//! Words that are the same in another form: spelling, figures for number words, damage done by extraction.
//!
//! Takes folded letters and answers whether they are one word; `align` asks.

use super::passage::Passage;
use crate::claim::wording::Wording;
use crate::lexicon::variants;

/// Whether two folded words are one value: two/2, organise/organize, percent/%, 1,000/1000, and what a scan makes of a
/// word (rn for m, cl for d).
pub fn same_value(a: &str, b: &str) -> bool {
    if a.starts_with(|c: char| c.is_ascii_digit()) || b.starts_with(|c: char| c.is_ascii_digit()) {
        let plain = |word: &str| figures(word).replace(',', "");
        return plain(a) == plain(b);
    }
    if let (Ok(i), Ok(j)) = (index(a), index(b)) {
        return variants::SPELLINGS[i].1 == variants::SPELLINGS[j].1;
    }
    spelling(a) == spelling(b) || (a.len() >= 4 && scanned(a) == scanned(b))
}

/// Whether a word with a bracket inside (`[t]he`) stands for another.
pub fn fits_bracket(quote: &Wording, i: usize, other: &str) -> bool {
    let Some((before, after)) = quote.tokens[i].fixed else { return false };
    let own = quote.letters(i);
    let (before, after) = (before as usize, after as usize);
    let (Some(head), Some(tail)) = (own.get(..before), own.get(own.len().saturating_sub(after)..)) else { return false };
    let bracket = own.len() - before - after;
    other.len() >= before + after
        && other.len() - before - after <= bracket.max(1) + 4
        && other.starts_with(head)
        && other.ends_with(tail)
}

/// Whether two words differ by case alone where case is another word: US and us.
pub fn differs_by_case(quote: &Wording, i: usize, passage: &Passage, j: usize) -> bool {
    let own = quote.letters(i);
    if variants::CASED.binary_search(&own).is_err() {
        return false;
    }
    // The quotation's own text is not at hand here, so its token says whether it is written in capitals.
    quote.tokens[i].capitals != passage.wording.tokens[j].capitals
}

/// Whether two runs of words are the same letters when joined; apostrophes and points do not count.
pub fn same_joined<'a>(a: impl Iterator<Item = &'a str> + Clone, b: impl Iterator<Item = &'a str> + Clone) -> bool {
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
    let ends = |words: &mut dyn Iterator<Item = &'a str>| words.last().is_some_and(|word| word.ends_with("cent") || word.ends_with('%'));
    ends(&mut a.clone()) && ends(&mut b.clone()) && percent(&mut a.clone()) == percent(&mut b.clone())
}

fn index(word: &str) -> Result<usize, usize> {
    variants::SPELLINGS.binary_search_by_key(&word, |&(known, _)| known)
}

/// A number word as figures; anything else as it is.
fn figures(word: &str) -> String {
    match variants::NUMBERS.binary_search_by_key(&word, |&(known, _)| known) {
        Ok(i) => variants::NUMBERS[i].1.to_owned(),
        Err(_) => word.to_owned(),
    }
}

/// A word in the spelling that British and American English have in common once -ise, -our, -re and doubled consonants
/// are levelled.
fn spelling(word: &str) -> String {
    if let Ok(i) = index(word) {
        return variants::SPELLINGS[i].1.to_owned();
    }
    let mut word = word.to_owned();
    if word.len() > 5 {
        for (from, to) in [("isation", "ization"), ("ising", "izing"), ("ysing", "yzing"), ("ysed", "yzed"), ("yse", "yze")] {
            word = word.replace(from, to);
        }
        for (from, to) in [("ise", "ize"), ("ises", "izes"), ("ised", "ized"), ("iser", "izer"), ("tre", "ter"), ("tres", "ters")] {
            if let Some(stem) = word.strip_suffix(from) {
                word = format!("{stem}{to}");
                break;
            }
        }
        for (from, to) in [("lling", "ling"), ("lled", "led"), ("ller", "ler"), ("llor", "lor")] {
            if let Some(stem) = word.strip_suffix(from).filter(|stem| stem.len() > 3) {
                word = format!("{stem}{to}");
            }
        }
        for root in ["vour", "lour", "bour", "nour", "mour", "dour"] {
            word = word.replace(root, &root.replace("our", "or"));
        }
    }
    word
}

/// A word with what scanning confuses levelled.
fn scanned(word: &str) -> String {
    word.replace("rn", "m").replace("cl", "d").replace("vv", "w").replace(['1', '|'], "l").replace('0', "o")
}
