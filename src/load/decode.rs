//! One file's bytes as text, or why they are none.
//!
//! Takes a path, reads the file once and hands on its text with every byte in place; a byte-order mark stays. What
//! is no UTF-8 is named for what it is, so that the writer can convert it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use memchr::{memchr, memchr_iter};

/// A file's length in bytes must fit a span's offsets.
pub(super) const LONGEST: u64 = u32::MAX as u64;

/// How many bytes tell which encoding a text is in.
const SAMPLE: usize = 4096;

/// Why a file has no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The system's reason.
    Io(String),
    /// Its length in bytes.
    TooLong(u64),
    /// The name of the encoding and of `iconv`'s argument for it.
    Encoded { name: &'static str, iconv: &'static str },
    /// The first NUL's place.
    Binary(Place),
    /// The first byte that is no part of UTF-8.
    NotUtf8 { place: Place, byte: u8, cut: bool, surroundings: Surroundings },
    /// White space and nothing else.
    Empty,
}

/// A byte as it is counted for a reader, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    byte: usize,
    line: usize,
}

/// What the rest of a text that is not UTF-8 looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// UTF-8 with characters of several bytes: single bytes are damaged.
    Utf8,
    /// ASCII and a few bytes of a Western encoding.
    Western,
    /// Mostly no ASCII.
    Other,
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<String, Fault> {
    let bytes = bytes(path).map_err(|error| Fault::Io(plain(&error)))??;
    decode(bytes)
}

fn bytes(path: &Path) -> std::io::Result<Result<Vec<u8>, Fault>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LONGEST {
        return Ok(Err(Fault::TooLong(length)));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length as usize + 1)?;
    // A file that grows while it is read must not pass the limit either.
    file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    let length = bytes.len() as u64;
    Ok(if length > LONGEST { Err(Fault::TooLong(length)) } else { Ok(bytes) })
}

/// The system's reason in small letters and without its number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Fault> {
    if let Some((name, iconv)) = wide(&bytes) {
        return Err(Fault::Encoded { name, iconv });
    }
    if let Some(nul) = memchr(0, &bytes) {
        return Err(Fault::Binary(place(&bytes, nul)));
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.trim_start_matches('\u{feff}').trim_start().is_empty() => Err(Fault::Empty),
        Ok(text) => Ok(text),
        Err(error) => {
            let (at, cut) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
            let bytes = error.as_bytes();
            let surroundings = surroundings(bytes, at);
            Err(Fault::NotUtf8 { place: place(bytes, at), byte: bytes[at], cut, surroundings })
        }
    }
}

/// Names UTF-16 and UTF-32 by their mark, or UTF-16 by where its NULs stand.
fn wide(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let marks: [(&[u8], _); 4] = [
        (&[0xFF, 0xFE, 0, 0], ("UTF-32", "UTF-32")),
        (&[0, 0, 0xFE, 0xFF], ("UTF-32", "UTF-32")),
        (&[0xFF, 0xFE], ("UTF-16", "UTF-16")),
        (&[0xFE, 0xFF], ("UTF-16", "UTF-16")),
    ];
    if let Some((_, names)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(*names);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    memchr(0, sample)?;
    // In UTF-16 one byte of a space, a line end and a Latin letter is NUL, always the same of the two.
    let mut nuls = [0, 0];
    memchr_iter(0, sample).for_each(|i| nuls[i % 2] += 1);
    let pairs = sample.len() / 2;
    match nuls {
        [0, odd] if odd * 4 > pairs => Some(("UTF-16", "UTF-16LE")),
        [even, 0] if even * 4 > pairs => Some(("UTF-16", "UTF-16BE")),
        _ => None,
    }
}

fn place(bytes: &[u8], at: usize) -> Place {
    Place { byte: at + 1, line: memchr_iter(b'\n', &bytes[..at]).count() + 1 }
}

fn surroundings(bytes: &[u8], at: usize) -> Surroundings {
    if !bytes[..at].is_ascii() {
        return Surroundings::Utf8;
    }
    let sample = &bytes[at..bytes.len().min(at + SAMPLE)];
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if high * 4 > sample.len() && sample.len() > 8 { Surroundings::Other } else { Surroundings::Western }
}

impl Fault {
    /// One sentence without its full stop.
    pub fn message(&self, path: &str) -> String {
        match self {
            Fault::Io(reason) => format!("`{path}` cannot be read: {reason}"),
            Fault::TooLong(length) => {
                format!(
                    "`{path}` is too long: {} bytes, and at most {} are read",
                    grouped(*length),
                    grouped(LONGEST)
                )
            }
            Fault::Encoded { name, .. } => format!("`{path}` is not UTF-8 but {name}"),
            Fault::Binary(place) => format!("`{path}` is no text: {place} is NUL"),
            Fault::NotUtf8 { place, cut: true, .. } => {
                format!("`{path}` is not UTF-8: it ends within the character that {place} starts")
            }
            Fault::NotUtf8 { place, .. } => format!("`{path}` is not UTF-8: {place} starts no character"),
            Fault::Empty => format!("`{path}` holds no text"),
        }
    }

    /// A few words for the label.
    pub fn label(&self) -> &'static str {
        match self {
            Fault::Empty => "only white space",
            _ => "nothing in it was checked",
        }
    }

    /// Facts that help to judge it.
    pub fn notes(&self) -> Vec<String> {
        match self {
            Fault::NotUtf8 { byte, .. } => vec![format!("the byte is 0x{byte:02X}")],
            _ => Vec::new(),
        }
    }

    /// What to do.
    pub fn help(&self, path: &str) -> Vec<String> {
        let convert = |from: &str| format!("convert it: `iconv -f {from} -t UTF-8 '{path}' > converted.txt`");
        let help = match self {
            Fault::Io(_) => "see that it is there and that you may read it".into(),
            Fault::TooLong(_) => "split it into files of less than 4 GiB".into(),
            Fault::Encoded { iconv, .. } => convert(iconv),
            Fault::Binary(_) => "give its text as .md or .txt, or take it out of the folder".into(),
            Fault::NotUtf8 { surroundings: Surroundings::Utf8, .. } => {
                "the text before it is UTF-8: write the damaged character anew".into()
            }
            Fault::NotUtf8 { surroundings: Surroundings::Western, .. } => convert("WINDOWS-1252"),
            Fault::NotUtf8 { .. } => "find out its encoding, and save it as UTF-8".into(),
            Fault::Empty => "put its text in, or take it out of the folder".into(),
        };
        vec![help]
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "byte {} (line {})", grouped(self.byte as u64), grouped(self.line as u64))
    }
}

/// A number with its thousands marked: 1,204.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fails(bytes: &[u8], says: &str, helps: &str) {
        let fault = decode(bytes.to_vec()).unwrap_err();
        assert_eq!(fault.message("n.txt"), says);
        assert!(fault.help("n.txt")[0].contains(helps), "{:?}", fault.help("n.txt"));
    }

    #[test]
    fn text_stays_as_it_is() {
        for text in ["\u{feff}a\r\nb", "a\r\n\r\nb\n", "日本 🦀"] {
            assert_eq!(decode(text.into()).unwrap(), text);
        }
    }

    #[test]
    fn invalid_bytes_are_placed() {
        let text = format!("{}caf\u{e9} au lait", "forty bytes, the last of them a newline\n".repeat(30));
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        fails(
            &latin,
            "`n.txt` is not UTF-8: byte 1,204 (line 31) starts no character",
            "-f WINDOWS-1252 -t UTF-8 'n.txt'",
        );
        assert_eq!(decode(latin).unwrap_err().notes(), ["the byte is 0xE9"]);
        fails(
            "日本".as_bytes()[..5].as_ref(),
            "`n.txt` is not UTF-8: it ends within the character that byte 4 (line 1) starts",
            "anew",
        );
        fails(
            &b"\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x95\xb6\x8f\xcd"[..],
            "`n.txt` is not UTF-8: byte 1 (line 1) starts no character",
            "find out its encoding",
        );
    }

    #[test]
    fn wide_encodings_are_named() {
        let little: Vec<u8> = "Plain words.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Plain words.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        fails(&little, "`n.txt` is not UTF-8 but UTF-16", "-f UTF-16LE ");
        fails(&big, "`n.txt` is not UTF-8 but UTF-16", "-f UTF-16BE ");
        fails(&[&[0xFF, 0xFE][..], &little].concat(), "`n.txt` is not UTF-8 but UTF-16", "-f UTF-16 ");
        fails(&[0xFF, 0xFE, 0, 0, b'a', 0, 0, 0], "`n.txt` is not UTF-8 but UTF-32", "-f UTF-32 ");
    }

    #[test]
    fn nul_makes_a_file_binary() {
        fails(b"one\ntwo\0three and much more", "`n.txt` is no text: byte 8 (line 2) is NUL", ".md or .txt");
        fails(b"\x7fELF\x02\x01\x01\0\0\0\0\0", "`n.txt` is no text: byte 8 (line 1) is NUL", ".md or .txt");
    }

    #[test]
    fn white_space_is_no_text() {
        for text in ["", "\u{feff}", " \r\n\t\u{a0}\n"] {
            fails(text.as_bytes(), "`n.txt` holds no text", "put its text in");
        }
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.txt");
        std::fs::File::create(&path).unwrap().set_len(LONGEST + 1).unwrap();
        assert_eq!(read(&path), Err(Fault::TooLong(LONGEST + 1)));
        let says = "`long.txt` is too long: 4,294,967,296 bytes, and at most 4,294,967,295 are read";
        assert_eq!(read(&path).unwrap_err().message("long.txt"), says);
    }
}
