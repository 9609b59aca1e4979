//! Web addresses in running text.
//!
//! Takes a stretch of text and hands on where addresses with a scheme stand in it, without the punctuation of the sentence
//! behind them.

use std::ops::Range;

use memchr::memmem;

/// The web addresses of a text, in order.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), "://") {
        if at < done {
            continue;
        }
        let scheme = text[done..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        if scheme == 0 {
            continue;
        }
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"“”«»|".contains(c)).unwrap_or(rest.len());
        let address =
            rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*', '_']);
        done = at + address.len();
        found.push(at - scheme..done);
    }
    found
}
