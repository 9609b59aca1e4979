//! The number that a manifest has for the format of a file.
//!
//! Takes a format and hands on its number, and takes a number and hands on the format, or nothing where it is none's.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::file::Format;

/// Every format, by its number.
const ALL: [Format; 11] = [
    Format::Markdown,
    Format::Plain,
    Format::Bibliography,
    Format::Config,
    Format::Html,
    Format::Latex,
    Format::Word,
    Format::Epub,
    Format::Pdf,
    Format::Subtitles,
    Format::Answers,
];

/// The number of a format.
pub(super) fn number(format: Format) -> Option<u32> {
    ALL.iter().position(|known| *known == format).map(|number| number as u32)
}

/// The format of a number.
pub(super) fn of(number: u32) -> Option<Format> {
    ALL.get(number as usize).copied()
}

pub(super) fn serialize<S: Serializer>(format: &Format, serializer: S) -> Result<S::Ok, S::Error> {
    number(*format).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Format, D::Error> {
    let number = Option::deserialize(deserializer)?;
    number.and_then(of).ok_or_else(|| D::Error::custom("no format has this number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_number_of_its_own() {
        for (at, format) in (0..).zip(ALL) {
            assert_eq!((number(format), of(at)), (Some(at), Some(format)));
        }
        assert_eq!(of(ALL.len() as u32), None);
    }
}
