//! Whether a quotation is written in another language than the sources, so that it must be a translation.
//!
//! Takes a quotation that no source has; answers by its script, and for Latin script by the words that every English text
//! has. Where it cannot tell, it says no.

use crate::claim::Quote;
use crate::corpus::Corpus;
use crate::corpus::sample::{Script, is_common, script};
use crate::fold::words_in;

/// A quotation of fewer words may lack the commonest words by chance.
const ENOUGH: usize = 7;

/// Whether a quotation's language is that of none of the sources, or it stands beside its own original or its gloss.
pub fn is_foreign(text: &str, quote: &Quote, corpus: &Corpus) -> bool {
    let own = script(&text[quote.span.range()]);
    if own == Script::Other {
        return false;
    }
    if !corpus.any_begins(|sample| sample.script == own) || beside_gloss(text, quote, own) {
        return true;
    }
    let mut words = words_in(text, quote.span.range());
    own == Script::Latin
        && words.clone().count() >= ENOUGH
        && !words.any(|word| is_common(word.hash))
        && !corpus.any_begins(|sample| sample.script == own && !sample.english)
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
