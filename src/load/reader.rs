//! One file's text, by its format: decoded as it stands, or taken out of the file by the format's reader.
//!
//! Takes a path or bytes and hands on `Contents`, or the `Fault` that says why there are none. A reader of a format that comes
//! from elsewhere runs by itself: what it does with a damaged file ends that file's reading and nothing else.

use std::path::Path;

use super::build::Extracted;
use super::contain::contained;
use super::decode::{self, Fault};
#[cfg(feature = "office")]
use super::epub;
#[cfg(feature = "html")]
use super::html;
use super::latex;
#[cfg(feature = "pdf")]
use super::pdf;
use super::signature;
use super::subtitles;
#[cfg(feature = "office")]
use super::word;
use crate::file::Format;
use crate::file::extract::Extract;
use crate::file::origin::Origin;

/// What a file was read as.
#[derive(Debug)]
pub(super) struct Contents {
    pub text: String,
    pub encoding: &'static str,
    pub extract: Option<(Box<Extract>, Origin)>,
}

impl Contents {
    /// A file without words.
    pub fn empty() -> Contents {
        Contents { text: String::new(), encoding: "UTF-8", extract: None }
    }
}

/// Reads a file.
pub(super) fn read(path: &Path, format: Format) -> Result<Contents, Fault> {
    contents(decode::bytes(path).map_err(|error| Fault::Io(decode::plain(&error)))??, format)
}

/// Takes the bytes of a file.
pub(super) fn contents(bytes: Vec<u8>, format: Format) -> Result<Contents, Fault> {
    signature::check(&bytes, format)?;
    match format {
        #[cfg(feature = "html")]
        Format::Html => {
            let declared = html::declared(&bytes);
            let (raw, encoding) = decode::decode_declared(bytes, declared)?;
            whole(contained(raw, html::read)?, encoding)
        }
        Format::Latex => of_text(bytes, latex::read),
        Format::Subtitles => of_text(bytes, subtitles::read),
        #[cfg(feature = "office")]
        Format::Word => whole(contained(bytes, word::read)?, "UTF-8"),
        #[cfg(feature = "office")]
        Format::Epub => whole(contained(bytes, epub::read)?, "UTF-8"),
        #[cfg(feature = "pdf")]
        Format::Pdf => whole(contained(bytes, pdf::read)?, "UTF-8"),
        _ => {
            let (text, encoding) = decode::decode(bytes)?;
            Ok(Contents { text, encoding, extract: None })
        }
    }
}

/// Takes the bytes of a text whose words a reader takes out of it.
fn of_text(bytes: Vec<u8>, read: fn(String) -> Result<Extracted, Fault>) -> Result<Contents, Fault> {
    let (raw, encoding) = decode::decode(bytes)?;
    whole(contained(raw, read)?, encoding)
}

/// What a reader took out of a file, if it is anything.
fn whole(extracted: Extracted, encoding: &'static str) -> Result<Contents, Fault> {
    let Extracted { text, extract, origin } = extracted;
    if extract.blocks.is_empty() {
        return Err(Fault::Empty);
    }
    if text.len() as u64 > decode::LONGEST {
        return Err(Fault::TooLongDecoded);
    }
    Ok(Contents { text, encoding, extract: Some((Box::new(extract), origin)) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::file::placed::Placed;
    use crate::file::{File, FileId};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_source_tells_the_same_places_without_its_text(
            text in r"([a-z .]|é|日|\n|\r\n|\\emph\{|\}|\\\'e|\\%|<i>|</i>|&amp;|\n\n){1,40}",
        ) {
            let raw = format!("00:01.000 --> 00:02.000\n{text}x\n");
            for format in [Format::Subtitles, Format::Latex, Format::Html] {
                let Ok(contents) = contents(raw.clone().into_bytes(), format) else { continue };
                let Some((extract, Origin::Text(mapped))) = contents.extract else { continue };
                let file = |extract, origin| {
                    let file = File::new(FileId(0), "a".into(), "UTF-8", format, contents.text.clone());
                    file.extracted(extract, origin)
                };
                let placed = file(Box::default(), Origin::Places(Placed::of(&mapped)));
                let kept = file(extract, Origin::Text(mapped));
                let ends: Vec<usize> = contents.text.char_indices().map(|(at, _)| at).collect();
                for pair in ends.windows(2) {
                    let span = kept.span(pair[0]..pair[1]);
                    prop_assert_eq!(kept.place(span.start), placed.place(span.start), "{:?} {}", format, raw);
                    // No span ends with a space, which may be a line's end.
                    if kept.slice(span).trim().is_empty() {
                        continue;
                    }
                    let (kept, placed) = (kept.places(span), placed.places(span));
                    prop_assert_eq!(kept, placed, "{:?} {:?}", format, raw);
                }
            }
        }
    }
}
