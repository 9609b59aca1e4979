//! A text as the bytes of a file, in the encoding that the file was in.
//!
//! Takes a text and an encoding's name, as `File` has them, and hands on the bytes that read as that text; the reverse of what
//! `decode` does.

use encoding_rs::{Encoding, UTF_8};

/// The bytes of a text; an error is the first character that the encoding does not have.
pub fn encode(text: &str, encoding: &str) -> Result<Vec<u8>, char> {
    match encoding {
        "UTF-8" => Ok(text.as_bytes().to_vec()),
        "UTF-16LE" => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "UTF-16BE" => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        name => {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8);
            let (bytes, _, lacks) = encoding.encode(text);
            match lacks {
                false => Ok(bytes.into_owned()),
                true => Err(lacking(text, encoding)),
            }
        }
    }
}

/// Whether bytes of an older encoding read as a text, of which [`encode`] may make others.
pub fn reads_as(bytes: &[u8], encoding: &str, text: &str) -> bool {
    let encoding = Encoding::for_label(encoding.as_bytes()).unwrap_or(UTF_8);
    encoding.decode_without_bom_handling(bytes).0 == text
}

/// The first character of a text that an encoding does not have.
fn lacking(text: &str, encoding: &'static Encoding) -> char {
    let lacks = |c: &char| encoding.encode(c.encode_utf8(&mut [0; 4])).2;
    text.chars().find(lacks).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode;
    use super::*;

    #[test]
    fn what_was_decoded_is_encoded_as_it_was() {
        let text = "A “café” with “curly” marks, and a naïve ferry.\r\n".repeat(3);
        let little: Vec<u8> = "\u{feff}🦀 “a”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Plain words\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (old, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        for bytes in [old.into_owned(), little, big, "\u{feff}a 日本".into(), "a\r\n".into()] {
            let (text, encoding) = decode(bytes.clone()).unwrap();
            assert_eq!(encode(&text, encoding), Ok(bytes), "{encoding}");
        }
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_named() {
        assert_eq!(encode("café 渡船", "windows-1252"), Err('渡'));
        assert_eq!(encode("a – b", "ISO-8859-2"), Err('–'));
    }
}
