//! A text with everything that is not prose overwritten, byte for byte.
//!
//! Takes a file's text, which it copies only when the first byte has to go. The readers of Markdown and plain text say
//! what is hidden; every offset stays what it was.

use std::ops::Range;

use memchr::memchr_iter;

use super::MASK;
use super::address::addresses;
use crate::lexicon;

/// A text under its mask.
pub(super) struct Mask<'a> {
    raw: &'a str,
    masked: Option<Vec<u8>>,
}

impl<'a> Mask<'a> {
    pub(super) fn new(raw: &'a str) -> Mask<'a> {
        Mask { raw, masked: None }
    }

    /// The masked text, if anything was masked.
    pub(super) fn finish(self) -> Option<String> {
        // Only whole characters are overwritten, so the text is valid; if it were not, the raw text is a safe answer.
        self.masked.map(|bytes| String::from_utf8(bytes).unwrap_or_else(|_| self.raw.to_owned()))
    }

    /// Hides markup that words go on across.
    pub(super) fn hide(&mut self, range: Range<usize>) {
        self.bytes()[range].fill(MASK as u8);
    }

    /// Blanks what words do not go on across; line ends stay.
    pub(super) fn blank(&mut self, range: Range<usize>) {
        for byte in &mut self.bytes()[range] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }

    /// Puts the character that an entity or an escape stands for in its place. One that is longer than its name is
    /// blanked; HTML has two such, both mathematical.
    pub(super) fn put(&mut self, range: Range<usize>, decoded: &str) {
        if decoded.len() > range.len() {
            return self.blank(range);
        }
        let tail = range.start + decoded.len()..range.end;
        self.bytes()[range.start..tail.start].copy_from_slice(decoded.as_bytes());
        self.hide(tail);
    }

    /// Hides the quotation marks of inline code, whose words still count.
    pub(super) fn hide_marks(&mut self, range: Range<usize>) {
        let raw = self.raw;
        for (at, char) in raw[range.clone()].char_indices() {
            if "\"'`“”„‟‘’‚‛«»‹›「」『』".contains(char) {
                self.hide(range.start + at..range.start + at + char.len_utf8());
            }
        }
    }

    /// Blanks the web addresses in a range of prose.
    pub(super) fn blank_addresses(&mut self, range: Range<usize>) {
        for address in addresses(&self.raw[range.clone()]) {
            self.blank(range.start + address.start..range.start + address.end);
        }
    }

    /// Replaces the entities in a range of text that no Markdown parser has read.
    pub(super) fn decode_entities(&mut self, range: Range<usize>) {
        let raw = self.raw;
        for at in memchr_iter(b'&', &raw.as_bytes()[range.clone()]) {
            let at = range.start + at;
            if let Some((length, decoded)) = entity(&raw[at..range.end]) {
                let mut utf8 = [0; 4];
                self.put(at..at + length, decoded.encode_utf8(&mut utf8));
            }
        }
    }

    /// Blanks the tags of a range of HTML, and what a script, a style sheet or a comment holds. Returns where comments
    /// start.
    pub(super) fn blank_tags(&mut self, range: Range<usize>) -> Vec<usize> {
        let raw = self.raw;
        let mut comments = Vec::new();
        let mut at = range.start;
        while let Some(open) = memchr::memchr(b'<', &raw.as_bytes()[at..range.end]).map(|found| at + found) {
            let rest = &raw[open..range.end];
            let closes_with = if rest.starts_with("<!--") {
                comments.push(open);
                "-->"
            } else if starts_with_tag(rest, "script") {
                "</script>"
            } else if starts_with_tag(rest, "style") {
                "</style>"
            } else {
                ">"
            };
            let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
            let end = if is_tag { tag_end(rest, closes_with) } else { 1 };
            if is_tag {
                self.blank(open..open + end);
            }
            at = open + end;
        }
        comments
    }

    /// Whether nothing but white space is left of a range.
    pub(super) fn is_blank(&self, range: Range<usize>) -> bool {
        let bytes = self.masked.as_deref().unwrap_or(self.raw.as_bytes());
        bytes[range].trim_ascii().is_empty()
    }

    fn bytes(&mut self) -> &mut Vec<u8> {
        self.masked.get_or_insert_with(|| self.raw.as_bytes().to_vec())
    }
}

fn starts_with_tag(text: &str, name: &str) -> bool {
    text.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

/// Where a tag ends that starts a text: past `closes_with`, which inside a quoted value does not count, or at the end.
fn tag_end(text: &str, closes_with: &str) -> usize {
    if closes_with != ">" {
        let found = text
            .as_bytes()
            .windows(closes_with.len())
            .position(|w| w.eq_ignore_ascii_case(closes_with.as_bytes()));
        return found.map_or(text.len(), |at| at + closes_with.len());
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return at + 1,
            b'=' if matches!(bytes.get(at + 1), Some(b'"' | b'\'')) => {
                match memchr::memchr(bytes[at + 1], &bytes[at + 2..]) {
                    Some(end) => at += 2 + end,
                    None => break,
                }
            }
            _ => {}
        }
        at += 1;
    }
    // A quoted value that never ends is a typing error: take the first `>` there is.
    text.find('>').map_or(text.len(), |at| at + 1)
}

/// The character that an entity at the start of a text stands for, and the entity's length in bytes. Of the named ones
/// those that prose uses.
fn entity(text: &str) -> Option<(usize, char)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let decoded = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|char| !char.is_control())?
    } else {
        lexicon::get(lexicon::entities::NAMES, name)?.chars().next()?
    };
    Some((end + 1, decoded))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text after one step over all of it, with the mask's own character shown as `·`.
    fn masked<'a>(text: &'a str, step: impl Fn(&mut Mask<'a>, Range<usize>)) -> String {
        let mut mask = Mask::new(text);
        step(&mut mask, 0..text.len());
        mask.finish().unwrap_or_else(|| text.to_owned()).replace(MASK, "·")
    }

    #[test]
    fn an_entity_is_decoded_in_its_place() {
        let table = [
            ("a &amp; b", "a &···· b"),
            ("&ldquo;a&#8221;", "“····a”····"),
            ("&#x2019;", "’·····"),
            ("&#1;&nosuch;&;& &#xD800;", "&#1;&nosuch;&;& &#xD800;"),
            ("&ééééééé;", "&ééééééé;"),
            ("&amp", "&amp"),
        ];
        for (text, expected) in table {
            assert_eq!(masked(text, Mask::decode_entities), expected, "{text}");
        }
    }

    #[test]
    fn an_address_is_blanked_up_to_its_punctuation() {
        let table = [
            ("see https://a.org/b?c=“d” now", "see                   “d” now"),
            ("(http://a.org).", "(            )."),
            ("http://a.b, ftp://c.d", "          ,          "),
            ("a :// b", "a :// b"),
        ];
        for (text, expected) in table {
            assert_eq!(masked(text, Mask::blank_addresses), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_ends_behind_its_values() {
        let table = [
            ("<a b=\"c > d\">e</a>", "             e    "),
            ("<a b='>'>c", "         c"),
            ("<a b=\">c", "       c"),
            ("1 < 2 > 1", "1 < 2 > 1"),
            ("<!-- <b> \n -->c", "         \n    c"),
            ("<SCRIPT>a > b</script>c", "                      c"),
            ("<style>a</style", "               "),
        ];
        for (text, expected) in table {
            let step = |mask: &mut Mask, range| drop(mask.blank_tags(range));
            assert_eq!(masked(text, step), expected, "{text}");
        }
    }

    #[test]
    fn the_marks_of_code_are_hidden_and_its_words_stay() {
        assert_eq!(masked("`a “b” 'c'`", Mask::hide_marks), "·a ···b··· ·c··");
    }

    proptest! {
        #[test]
        fn a_masked_text_keeps_its_length(text in "([a-z #&;:/<>=\"'!.é日“\\n-]|&amp;|&#8221;|<b|://|<!--){0,40}") {
            for step in 0..4 {
                let mut mask = Mask::new(&text);
                match step {
                    0 => mask.decode_entities(0..text.len()),
                    1 => mask.blank_addresses(0..text.len()),
                    2 => drop(mask.blank_tags(0..text.len())),
                    _ => mask.hide_marks(0..text.len()),
                }
                let found = mask.finish().unwrap_or_else(|| text.clone());
                prop_assert_eq!(found.len(), text.len());
                prop_assert_eq!(found.matches('\n').count(), text.matches('\n').count());
            }
        }
    }
}
