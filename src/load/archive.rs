//! The parts of a file that is an archive: what an office program or a book packs into one.
//!
//! Takes the bytes of a zip archive and hands on single parts of it. What one part and all of them come to unpacked is bounded, so
//! that a small file cannot fill the memory.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::decode::Fault;

/// The parts that are read come to no more than this together, unpacked.
const MOST: u64 = 512 << 20;
/// One part has no more than this.
const LONGEST: u64 = 256 << 20;
/// Above so many bytes a part that was packed to less than one in `STEEPEST` is no text.
const LARGE: u64 = 32 << 20;
const STEEPEST: u64 = 200;

/// An archive.
pub(super) struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// The parts by their names, in small letters and with `/`.
    parts: HashMap<String, usize>,
    left: u64,
}

impl Archive {
    /// An archive by its bytes. `kind` says what the file ought to be: "a Word document".
    pub fn open(bytes: Vec<u8>, kind: &str) -> Result<Archive, Fault> {
        let zip = match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) => zip,
            Err(_) => {
                return Err(Fault::unread(
                    format!(
                        "is no {kind}, or a damaged one: the archive that it should be has no list of its parts"
                    ),
                    REMEDY,
                ));
            }
        };
        let mut parts = HashMap::new();
        for index in 0..zip.len() {
            if let Some(name) = zip.name_for_index(index).and_then(Result::ok) {
                parts.entry(plain(&name)).or_insert(index);
            }
        }
        Ok(Archive { zip, parts, left: MOST })
    }

    /// The bytes of a part; none where there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(&index) = self.parts.get(&plain(name)) else { return Ok(None) };
        let damaged = || Fault::unread(format!("is damaged: its part `{name}` cannot be unpacked"), REMEDY);
        let large = || {
            Fault::unread(
                format!(
                    "is no text that anybody wrote: its part `{name}` is far larger unpacked than a book"
                ),
                "take it out of the folder, or give its text beside it as .txt: `{path}` is not read then",
            )
        };
        let file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Fault::unread(
                    "is encrypted",
                    "save it without a password, or give its text beside it as .txt",
                ));
            }
            Err(_) => return Err(damaged()),
        };
        let packed = file.compressed_size().max(1);
        let most = self.left.min(LONGEST).min(LARGE.max(packed.saturating_mul(STEEPEST)));
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > most {
            return Err(large());
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

/// What is to be done about one that is damaged.
pub(super) const REMEDY: &str = "open it in the program that wrote it and save it anew, or give its text beside it as .txt: `{path}` is not read then";

/// A part's name as it is compared: the case of letters does not count, and some programs write `\`.
fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}
