//! Books in EPUB: sources in `.epub`.
//!
//! Takes the bytes of an archive and hands on the words of its documents in the order in which they are read, with the pages of
//! the printed book where it tells them, its notes, and what it says of itself. The documents are web pages, and are read as such.

mod package;

use self::package::Package;
use super::archive::{Archive, REMEDY};
use super::build::{Build, Extracted};
use super::decode::{self, Fault};
use super::html::{self, resolved};

/// The ways in which a book's fonts are garbled, which hides none of its words.
const FONTS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Takes the words out of a book.
pub(super) fn read(bytes: Vec<u8>) -> Result<Extracted, Fault> {
    let mut archive = Archive::open(bytes, "book in EPUB")?;
    let encryption = part(&mut archive, "META-INF/encryption.xml")?.unwrap_or_default();
    if package::algorithms(&encryption)?.iter().any(|algorithm| !FONTS.contains(&algorithm.as_str())) {
        return Err(Fault::unread(
            "is encrypted",
            "its seller alone can open it: give what you cite of it beside it as .txt",
        ));
    }
    let container = part(&mut archive, "META-INF/container.xml")?.unwrap_or_default();
    let path = package::root(&container)?.ok_or_else(|| missing("list of its documents"))?;
    let text = part(&mut archive, &path)?.ok_or_else(|| missing(&format!("part `{path}`")))?;
    let package = Package::of(&text)?;

    let mut raw = String::new();
    let mut parts = Vec::new();
    for document in &package.documents {
        let address = resolved(&path, &document.href);
        // Some books list documents that they have lost.
        let Some(text) = part(&mut archive, &address)? else { continue };
        if raw.len() + text.len() > u32::MAX as usize {
            return Err(Fault::TooLongDecoded);
        }
        let start = raw.len();
        raw.push_str(&text);
        parts.push(html::Part { range: start..raw.len(), address, notes_alone: !document.linear });
    }
    if parts.is_empty() {
        return Err(missing("document that can be read"));
    }
    let mut build = Build::unmapped();
    html::put_book(&raw, &parts, &mut build)?;
    *build.about() = package.about;
    Ok(build.finish())
}

fn missing(what: &str) -> Fault {
    Fault::unread(format!("is no book in EPUB, or a damaged one: the archive has no {what}"), REMEDY)
}

/// The text of a part.
fn part(archive: &mut Archive, path: &str) -> Result<Option<String>, Fault> {
    let Some(bytes) = archive.part(path)? else { return Ok(None) };
    let declared = html::declared(&bytes);
    match decode::decode_declared(bytes, declared) {
        Ok((text, _)) => Ok(Some(text)),
        Err(Fault::Empty) => Ok(Some(String::new())),
        Err(_) => Err(Fault::unread(format!("is damaged: its part `{path}` is no text"), REMEDY)),
    }
}

#[cfg(test)]
mod tests;
