//! What a file is by its first bytes, where that is not what its name says.
//!
//! Takes the bytes of a file and the format of its name, and hands on a `Fault` for a file that is empty or of another kind.

use super::decode::Fault;
use crate::file::Format;

/// How a kind of file begins, what it is, and the format that reads it.
const SIGNATURES: &[(&[u8], &str, Option<Format>)] = &[
    (b"%PDF-", "a PDF", Some(Format::Pdf)),
    (b"PK\x03\x04", "an archive, as Word's documents are", Some(Format::Word)),
    (b"{\\rtf", "a document in RTF", None),
    (b"\x89PNG", "a picture", None),
    (b"\xff\xd8\xff", "a picture", None),
    (b"GIF8", "a picture", None),
    (b"<!doctype html", "a web page", Some(Format::Html)),
    (b"<html", "a web page", Some(Format::Html)),
];

/// Looks whether a file that is no text is what its name says.
pub(super) fn check(bytes: &[u8], format: Format) -> Result<(), Fault> {
    if !matches!(format, Format::Pdf | Format::Word | Format::Epub | Format::Html) {
        return Ok(());
    }
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(Fault::Empty);
    }
    let begins = |sign: &[u8]| start.get(..sign.len()).is_some_and(|head| head.eq_ignore_ascii_case(sign));
    let Some((_, kind, own)) = SIGNATURES.iter().find(|(sign, ..)| begins(sign)) else { return Ok(()) };
    let archives = [Format::Word, Format::Epub];
    let expected =
        own.is_some_and(|own| own == format || archives.contains(&own) && archives.contains(&format));
    if expected {
        return Ok(());
    }
    Err(Fault::unread(
        format!("is {kind}, and not what its name says"),
        "give it the extension of what it is, or take it out of the folder",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says_or_is_told_apart() {
        let table: &[(&[u8], Format, Option<&str>)] = &[
            (b"%PDF-1.7", Format::Pdf, None),
            (b"PK\x03\x04", Format::Word, None),
            (b"PK\x03\x04", Format::Epub, None),
            (b"<p>a", Format::Html, None),
            (b"\n<!DOCTYPE HTML>", Format::Pdf, Some("is a web page")),
            (b"%PDF-1.7", Format::Word, Some("is a PDF")),
            (b"{\\rtf1", Format::Word, Some("is a document in RTF")),
            (b"PK\x03\x04", Format::Html, Some("is an archive")),
            (b"GIF89a", Format::Html, Some("is a picture")),
            (b"%PDF-1.7", Format::Plain, None),
        ];
        for (bytes, format, expected) in table {
            let found = match check(bytes, *format) {
                Err(Fault::Unread { reason, .. }) => Some(reason),
                _ => None,
            };
            assert_eq!(found.is_some(), expected.is_some(), "{bytes:?}");
            assert!(found.is_none_or(|found| found.starts_with(expected.unwrap())), "{bytes:?}");
        }
        assert_eq!(check(b" \n", Format::Pdf), Err(Fault::Empty));
    }
}
