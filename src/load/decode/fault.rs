//! Why a file has no text, and how that is told to a reader.
//!
//! Takes what decoding came upon and hands on a message, a label, notes and the remedy.

use serde::{Deserialize, Serialize};

use super::LONGEST;

/// Why a file has no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) enum Fault {
    /// The system's reason.
    Io(String),
    /// Its length in bytes.
    TooLong(u64),
    /// It is shorter than that, but not as UTF-8.
    TooLongDecoded,
    /// It starts with the mark of UTF-32.
    Utf32,
    /// The first unit of UTF-16 that is no part of a character.
    DamagedUtf16 { place: Place, cut: bool },
    /// The first NUL's place.
    Binary(Place),
    /// The first byte that is no part of UTF-8. The text is `damaged` if the rest of it is UTF-8.
    NotUtf8 { place: Place, byte: u8, cut: bool, damaged: bool },
    /// White space and nothing else.
    Empty,
    /// The reader of its format gives it up: why, as what follows its name in a sentence, and the remedy.
    Unread { reason: String, help: String },
    /// The reader of its format took longer than so many seconds.
    Slow(u64),
}

/// A byte as it is counted for a reader, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Place {
    pub byte: usize,
    pub line: usize,
}

impl Fault {
    /// What the reader of a format gives up: why, as what follows the file's name in a sentence, and the remedy.
    pub fn unread(reason: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault::Unread { reason: reason.into(), help: help.into() }
    }

    /// Whether the file is at fault as long as it holds what it does, on any machine and at any time.
    pub fn lasts(&self) -> bool {
        !matches!(self, Fault::Io(_) | Fault::Slow(_))
    }

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
            Fault::TooLongDecoded => {
                format!("`{path}` is too long: at most {} bytes of UTF-8 are read", grouped(LONGEST))
            }
            Fault::Utf32 => format!("`{path}` is in UTF-32, which is not read"),
            Fault::DamagedUtf16 { place, cut: true } => {
                format!("`{path}` is damaged UTF-16: it ends within the character that {place} starts")
            }
            Fault::DamagedUtf16 { place, .. } => {
                format!("`{path}` is damaged UTF-16: {place} starts no character")
            }
            Fault::Binary(place) => format!("`{path}` is no text: {place} is NUL"),
            Fault::NotUtf8 { place, cut: true, .. } => {
                format!("`{path}` is not UTF-8: it ends within the character that {place} starts")
            }
            Fault::NotUtf8 { place, .. } => format!("`{path}` is not UTF-8: {place} starts no character"),
            Fault::Empty => format!("`{path}` holds no text"),
            Fault::Unread { reason, .. } => format!("`{path}` {reason}"),
            Fault::Slow(seconds) => format!("`{path}` takes more than {seconds} seconds to read"),
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
        let help = match self {
            Fault::Io(_) => "see that it is there and that you may read it".into(),
            Fault::TooLong(_) | Fault::TooLongDecoded => "split it into files of less than 4 GiB".into(),
            Fault::Utf32 => format!("convert it: `iconv -f UTF-32 -t UTF-8 '{path}' > converted.txt`"),
            Fault::DamagedUtf16 { cut: true, .. } => "copy it anew: its end is missing".into(),
            Fault::DamagedUtf16 { .. } => "write the damaged character anew, or save it as UTF-8".into(),
            Fault::Binary(_) => "give its text as .md or .txt, or take it out of the folder".into(),
            Fault::NotUtf8 { damaged: true, .. } => {
                "most of the text is UTF-8: write the damaged character anew".into()
            }
            Fault::NotUtf8 { cut: true, .. } => "write its last character anew, and save it as UTF-8".into(),
            Fault::NotUtf8 { .. } => {
                "its encoding cannot be told: open it in the program that wrote it, and save it as UTF-8"
                    .into()
            }
            Fault::Empty => "put its text in, or take it out of the folder".into(),
            Fault::Unread { help, .. } => help.replace("{path}", path),
            Fault::Slow(_) => format!("give its text beside it as .txt: `{path}` is not read then"),
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
