//! The strings of a PDF that are text: titles, names, what a stretch of glyphs stands for.
//!
//! Takes the bytes of a string and hands on its characters.

/// What PDF's own encoding has where Latin-1 has controls, from 0x18 and from 0x80 on.
const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const HIGH: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ',
    'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// The characters of a text string, in UTF-16 or UTF-8 with their marks, or in PDF's own encoding.
pub fn text(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(units, u16::from_be_bytes);
    }
    if let Some(units) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(units, u16::from_le_bytes);
    }
    if let Some(utf8) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    let own = |&byte: &u8| match byte {
        0x18..=0x1f => LOW[usize::from(byte - 0x18)],
        0x80..=0xa0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    bytes.iter().map(own).collect()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
    // Escapes that name a language stand between two U+001B.
    let mut escaped = false;
    let shown = |c: &char| {
        escaped ^= *c == '\u{1b}';
        !escaped && *c != '\u{1b}'
    };
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).filter(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn strings_are_read_in_their_encodings() {
        assert_eq!(text(b"\xfe\xff\x00F\x00e\x01\x42"), "Feł");
        assert_eq!(text(b"\xef\xbb\xbfF\xc3\xa9"), "Fé");
        assert_eq!(text(b"F\xe9 \x8dx\x8e\x92"), "Fé “x”™");
        assert_eq!(text(b"\xfe\xff\x00\x1b\x00e\x00n\x00\x1b\x00A\xd8"), "A");
    }
}
