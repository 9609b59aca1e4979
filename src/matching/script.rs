//! Whether a quotation is written in another language than the sources, so that it must be a translation.
//!
//! Takes a quotation that no source has; answers by its script, and for Latin script by the words that every English text
//! has. Where it cannot tell, it says no.

use crate::claim::Quote;
use crate::corpus::Corpus;
use crate::fold::{folded, words, words_in};
use crate::matching::shingle::tells;

/// The scripts that are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    EastAsian,
    Other,
}

/// How much of a source is looked at, in bytes.
const SAMPLE: usize = 4096;
/// A quotation of fewer words may lack the commonest words by chance.
const ENOUGH: usize = 7;

/// Whether a quotation's language is that of none of the sources, or it stands beside its own original or its gloss.
pub fn is_foreign(text: &str, quote: &Quote, corpus: &Corpus) -> bool {
    let own = script(&text[quote.span.range()]);
    if own == Script::Other {
        return false;
    }
    let samples = corpus.documents.iter().map(|document| {
        let text = document.file.text();
        &text[..text.floor_char_boundary(SAMPLE)]
    });
    if samples.clone().all(|sample| script(sample) != own) || beside_gloss(text, quote, own) {
        return true;
    }
    let words_of_it: Vec<_> = words_in(text, quote.span.range()).collect();
    let common = |word: &str| !tells(&folded(word)) && word.chars().count() > 1;
    let english = |sample: &str| {
        words(sample).filter(|word| common(&sample[word.range()])).count() * 5 > words(sample).count()
    };
    own == Script::Latin
        && words_of_it.len() >= ENOUGH
        && !words_of_it.iter().any(|word| common(&text[word.range()]))
        && samples.filter(|sample| script(sample) == own).all(english)
}

/// Whether a bracket behind the quotation, or round it, holds the same in another script.
fn beside_gloss(text: &str, quote: &Quote, own: Script) -> bool {
    let near = text.floor_char_boundary((quote.span.end as usize + 160).min(text.len()));
    let behind = text[quote.span.end as usize..near].trim_start();
    let gloss = behind.strip_prefix(['(', '（', '[']).and_then(|rest| rest.split([')', '）', ']']).next());
    let before = text[..quote.span.start as usize].trim_end();
    let original = before
        .strip_suffix(['(', '（', '['])
        .map(|rest| &rest[rest.floor_char_boundary(rest.len().saturating_sub(24))..]);
    [gloss, original].into_iter().flatten().any(|other| {
        let other = script(other);
        other != own && other != Script::Other
    })
}

/// The script of most letters of a text.
fn script(text: &str) -> Script {
    let mut counts = [
        (Script::Latin, 0),
        (Script::Cyrillic, 0),
        (Script::Arabic, 0),
        (Script::EastAsian, 0),
        (Script::Other, 0),
    ];
    for char in text.chars().filter(|char| char.is_alphabetic()) {
        let script = match char {
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Script::Arabic,
            '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => Script::EastAsian,
            _ => Script::Other,
        };
        // One sign of Chinese says as much as several letters.
        let weight = if script == Script::EastAsian { 3 } else { 1 };
        counts.iter_mut().filter(|(known, _)| *known == script).for_each(|(_, count)| *count += weight);
    }
    counts
        .into_iter()
        .max_by_key(|&(_, count)| count)
        .filter(|&(_, count)| count > 0)
        .map_or(Script::Other, |(script, _)| script)
}
