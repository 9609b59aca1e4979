//! A text in one of the encodings of one or two bytes a character that were used before Unicode.
//!
//! Takes bytes that are neither UTF-8 nor UTF-16 and hands on their text with the name of the encoding that they are
//! most likely in, or nothing where the guess makes no prose.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding};

use super::LONGEST;

/// How many bytes are decoded at a time, so that a text too long is given up before it fills the memory.
const STEP: usize = 1 << 20;

/// What a guess came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Guess {
    Text(String, &'static str),
    /// The text would be longer than a span's offsets reach.
    TooLong,
    Doubtful,
}

/// The text of bytes with at least one beyond ASCII.
pub(super) fn guess(bytes: &[u8]) -> Guess {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    match decode(bytes, encoding) {
        Some(text) if text.len() as u64 > LONGEST => Guess::TooLong,
        Some(text) if is_prose(&text) => Guess::Text(text, encoding.name()),
        _ => Guess::Doubtful,
    }
}

/// The text, or as much of it as is already too long; none where a byte means nothing in the encoding.
fn decode(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut steps = bytes.chunks(STEP).peekable();
    while let Some(step) = steps.next() {
        text.try_reserve(decoder.max_utf8_buffer_length_without_replacement(step.len())?).ok()?;
        let last = steps.peek().is_none();
        let (DecoderResult::InputEmpty, _) =
            decoder.decode_to_string_without_replacement(step, &mut text, last)
        else {
            return None;
        };
        if text.len() as u64 > LONGEST {
            break;
        }
    }
    Some(text)
}

/// Whether a text reads as one that somebody wrote. The detector always names an encoding, and does not know them all:
/// in Mac Roman read as windows-1252, capitals stand where the curly marks were (`donÕt`), and in a DOS code page
/// low marks where the accents were (`caf‚`).
fn is_prose(text: &str) -> bool {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}');
    let mut before = ['\n'; 2];
    for c in text.chars() {
        if control(c) || c == char::REPLACEMENT_CHARACTER || ('\u{e000}'..='\u{f8ff}').contains(&c) {
            return false;
        }
        if !c.is_ascii() {
            let small = |c: char| c.is_ascii_lowercase();
            let behind = small(before[1]) || (matches!(before[1], ',' | '.' | '!' | '?') && small(before[0]));
            if behind && (matches!(c, '‚' | '„') || (c.is_uppercase() && c < '\u{250}')) {
                return false;
            }
        }
        before = [before[1], c];
    }
    true
}

#[cfg(test)]
mod tests {
    use encoding_rs::*;

    use super::*;

    #[test]
    fn a_text_is_read_in_the_encoding_that_it_was_written_in() {
        let table: [(&str, &[&'static Encoding]); 9] = [
            ("“The boat won’t sail — not yet,” the harbour master said… in March.", &[WINDOWS_1252]),
            ("Le maître du port a préféré rester à l'écart: la forêt était gelée.", &[WINDOWS_1252]),
            ("Der Fährmann hörte „über die Brücke gehen wir später“ und schwieg.", &[WINDOWS_1252]),
            (
                "Паром не выйдет из гавани, пока не сойдёт лёд, сказал начальник порта.",
                &[WINDOWS_1251, KOI8_U],
            ),
            ("Prom nie wyjdzie, dopóki lód nie zniknie, rzekł ktoś; gęś śpi, a śledź ma ość.", &[ISO_8859_2]),
            ("氷が消えるまで船は出ません、と港長は三月に言いました。", &[SHIFT_JIS, EUC_JP]),
            ("港长三月说，冰消之前渡船不会出海。渡口的人都在等。", &[GBK]),
            ("港長三月說，冰消之前渡船不會出海。渡口的人都在等。", &[BIG5]),
            ("얼음이 녹기 전에는 배가 떠나지 않는다고 항만장이 말했다.", &[EUC_KR]),
        ];
        for (text, encodings) in table {
            for encoding in encodings {
                let (bytes, _, damaged) = encoding.encode(text);
                assert!(!damaged, "{text} cannot be written in {}", encoding.name());
                let Guess::Text(found, name) = guess(&bytes) else { panic!("{text} in {}", encoding.name()) };
                assert_eq!((found.as_str(), name), (text, encoding.name()));
            }
        }
    }

    #[test]
    fn a_guess_that_makes_no_prose_is_doubted() {
        let table: [&[u8]; 6] = [
            b"\xd2The boat won\xd5t sail,\xd3 she said.",
            b"the caf\x82 in the port",
            b"r\x8esum\x8e",
            b"one \x93two\x94 \x1b three\x01",
            b"a\x81b \x8d\x8f c \x9d",
            b"\xff\xfb\x90\x64\x0e\x13\x02\x08\xee\x7f\x05",
        ];
        for bytes in table {
            assert_eq!(guess(bytes), Guess::Doubtful, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_capital_after_initials_is_none_in_a_word() {
        assert!(is_prose("J.É. Ward, Émile, ÉMILE and L'Étoile; „ja“, ‚nein‘"));
        assert!(!is_prose("donÕt"));
    }
}
