//! Positions as the protocol counts them: lines from 0, and in a line units of the encoding that both sides agreed on.
//!
//! Takes texts with byte offsets and hands on positions, and the other way round. Lines end at `\n`, `\r\n` or `\r`, as in
//! the protocol; a byte-order mark counts where the client has sent it, and not in a file that it will open.

use std::ops::Range;

use gen_lsp_types::{InitializeParams, Position, PositionEncodingKind};

/// What the characters of a line are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// Bytes if the client can count in them, which costs nothing here.
    pub fn agreed(client: &InitializeParams) -> Encoding {
        let offered =
            client.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Encoding::Utf8,
            false => Encoding::Utf16,
        }
    }

    /// As the protocol names it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How many units a text has.
    pub fn units(self, text: &str) -> u32 {
        match self {
            Encoding::Utf8 => text.len() as u32,
            Encoding::Utf16 => text.encode_utf16().count() as u32,
        }
    }

    /// The byte of a line that so many units lie before; its end where it has fewer, and the start of a character that they part.
    fn byte(self, line: &str, units: u32) -> usize {
        let mut counted = 0;
        for (at, c) in line.char_indices() {
            counted += match self {
                Encoding::Utf8 => c.len_utf8() as u32,
                Encoding::Utf16 => c.len_utf16() as u32,
            };
            if counted > units {
                return at;
            }
        }
        line.len()
    }
}

/// Where the lines of a text begin, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<u32>,
}

const MARK: char = '\u{feff}';

impl Lines {
    /// The lines of a text on the disk, whose byte-order mark no client will keep.
    pub fn of(text: &str) -> Lines {
        Lines::from(text, if text.starts_with(MARK) { MARK.len_utf8() as u32 } else { 0 })
    }

    /// The lines of a text that a client has sent: a mark that it has kept counts as any other character.
    pub fn sent(text: &str) -> Lines {
        Lines::from(text, 0)
    }

    fn from(text: &str, first: u32) -> Lines {
        let bytes = text.as_bytes();
        let mut starts = vec![first];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        Lines { starts }
    }

    /// Where a byte of the text is.
    pub fn position(&self, text: &str, byte: usize, encoding: Encoding) -> Position {
        let byte = text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|&start| start as usize <= byte).max(1) - 1;
        let start = (self.starts[line] as usize).min(byte);
        Position { line: line as u32, character: encoding.units(&text[start..byte]) }
    }

    /// Where a range of bytes is.
    pub fn range(&self, text: &str, range: Range<usize>, encoding: Encoding) -> gen_lsp_types::Range {
        let (start, end) = (range.start, range.end);
        gen_lsp_types::Range {
            start: self.position(text, start, encoding),
            end: self.position(text, end, encoding),
        }
    }

    /// The byte of a position; the end of its line, or of the text, where there is no such place.
    pub fn byte(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return text.len() };
        let line = &text[start as usize..self.end(text, position.line as usize)];
        start as usize + encoding.byte(line, position.character)
    }

    /// The end of a line, before what ends it.
    fn end(&self, text: &str, line: usize) -> usize {
        let start = self.starts[line] as usize;
        let next = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        start + text[start..next].trim_end_matches(['\n', '\r']).len()
    }

    /// The text of a line, counted from 0; empty past the last one.
    pub fn text<'a>(&self, text: &'a str, line: u32) -> &'a str {
        match self.starts.get(line as usize) {
            Some(&start) => &text[start as usize..self.end(text, line as usize)],
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn every_byte_has_a_position_that_leads_back_to_it() {
        let text = "\u{feff}é 🦀x\r\n\r\n日本\ry\n";
        let lines = Lines::of(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (byte, c) in text.char_indices().skip(1) {
                if !['\r', '\n'].contains(&c) {
                    let position = lines.position(text, byte, encoding);
                    assert_eq!(lines.byte(text, position, encoding), byte, "{position:?} {encoding:?}");
                }
            }
        }
        assert_eq!(lines.position(text, 3, Encoding::Utf16), at(0, 0));
        assert_eq!(Lines::sent(text).position(text, 3, Encoding::Utf16), at(0, 1));
        assert_eq!(lines.position(text, text.find('x').unwrap(), Encoding::Utf16), at(0, 4));
        assert_eq!(lines.position(text, text.find('x').unwrap(), Encoding::Utf8), at(0, 7));
        assert_eq!(lines.position(text, text.find('y').unwrap(), Encoding::Utf16), at(3, 0));
        assert_eq!(lines.position(text, text.len(), Encoding::Utf16), at(4, 0));
        assert_eq!((lines.text(text, 1), lines.text(text, 2), lines.text(text, 9)), ("", "日本", ""));
    }

    #[test]
    fn a_position_that_is_not_there_is_the_nearest_before_it() {
        let text = "a🦀b\nc";
        let lines = Lines::of(text);
        assert_eq!(lines.byte(text, at(0, 2), Encoding::Utf16), 1);
        assert_eq!(lines.byte(text, at(0, 99), Encoding::Utf16), 6);
        assert_eq!(lines.byte(text, at(9, 0), Encoding::Utf16), text.len());
    }
}
