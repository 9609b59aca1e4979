//! What decides the verdict on a quotation's words.
//!
//! Takes a quotation with the windows that it may stand in, and hands on a key: with the same key the verdict is the same, wherever in
//! its draft the quotation stands. An editor has most quotations of a draft judged after each letter, and most of them are as they were.

use xxhash_rust::xxh3::xxh3_128;

use super::cited::Cited;
use super::search::Window;
use super::{Draft, Pending, voice};

/// How far behind a quotation its draft is looked at, in bytes: the rest of its sentence, and what tells where that ends.
const BEHIND: usize = 1000;

/// The key of a quotation.
pub(super) fn key(draft: &Draft, one: &Pending, windows: &[Vec<Window>]) -> u128 {
    let quote = one.quote;
    let (start, text) = (quote.span.start, draft.text);
    let end = text.floor_char_boundary((quote.span.end as usize + BEHIND).min(text.len()));
    let mut key: Vec<u8> = Vec::new();
    let mut number = |number: u64| key.extend(number.to_le_bytes());
    number(u64::from(quote.span.end - start));
    number(quote.parts.len() as u64);
    for part in &quote.parts {
        number(u64::from(part.start.wrapping_sub(start)));
        number(u64::from(part.end.wrapping_sub(start)));
    }
    number(quote.other_ends.len() as u64);
    quote.other_ends.iter().for_each(|end| number(u64::from(end.wrapping_sub(start))));
    for windows in windows {
        number(windows.len() as u64);
        for Window { document, bytes, missing, score } in windows {
            number(u64::from(document.0));
            number(bytes.start as u64);
            number(bytes.end as u64);
            number(missing.0 as u64);
            number(missing.1 as u64);
            number(u64::from(*score));
        }
    }
    let Cited { documents, beyond, .. } = &one.cited;
    for documents in [documents, &one.cited.all()] {
        number(documents.len() as u64);
        documents.iter().for_each(|document| number(u64::from(document.0)));
    }
    let asked = voice::asked(quote, text).is_some();
    let rest = format!(
        "{:?} {:?} {} {} {asked} {beyond:?} {:?}",
        quote.kind, quote.licence, quote.denied, quote.certain, draft.options
    );
    key.extend(rest.as_bytes());
    key.extend(&text.as_bytes()[start as usize..end]);
    xxh3_128(&key)
}
