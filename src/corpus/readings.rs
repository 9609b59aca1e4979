//! What other runs have read of texts: who says what in them, and which facts they state.
//!
//! Takes the bytes that were kept, and a text; hands on what was read of the very same text, wherever its file is now. Once a run is
//! over it hands on the bytes to be kept for the next. What is damaged is read anew.
//!
//! The bytes are a mark, the number of entries, the entries by their keys, and what was read. An entry is its key, where its bytes
//! begin, how many there are, and their checksum, all as numbers with the lowest byte first.

use std::hash::Hash;

use rustc_hash::FxHashSet;
use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use super::Document;
use crate::claim::Said;
use crate::claim::fact::Fact;
use crate::file::File;
use crate::file::bytes::{Bytes, number};
use crate::load::cache::MOST_READINGS;

const MAGIC: &[u8; 8] = b"ibidread";
/// The mark and the number of entries, in bytes.
const HEAD: usize = 16;
/// An entry, in bytes.
const ENTRY: usize = 40;

/// What was kept.
#[derive(Debug)]
pub struct Readings(Bytes);

/// What was read of a text.
#[derive(Clone, Copy, Debug, Hash)]
enum Part {
    Said,
    Facts,
}

impl Readings {
    /// What some bytes hold; none where they are nothing of the kind.
    pub fn open(bytes: Bytes) -> Option<Readings> {
        let readings = Readings(bytes);
        readings.0.starts_with(MAGIC).then_some(())?;
        readings.0.get(HEAD..HEAD.checked_add(readings.count()?.checked_mul(ENTRY)?)?)?;
        Some(readings)
    }

    /// Who says what in a text, if that was read.
    pub fn said(&self, file: &File) -> Option<Said> {
        placed(postcard::from_bytes(self.bytes(key(file, Part::Said))?).ok()?, file)
    }

    /// The facts that a text states, if they were read.
    pub fn facts(&self, file: &File) -> Option<Vec<Fact>> {
        let facts: Vec<Fact> = postcard::from_bytes(self.bytes(key(file, Part::Facts))?).ok()?;
        facts.iter().all(|fact| file.text().get(fact.range.clone()).is_some()).then_some(facts)
    }

    fn count(&self) -> Option<usize> {
        usize::try_from(number(&self.0, 8)?).ok()
    }

    /// The key of an entry, where its bytes lie, and their checksum.
    fn entry(&self, at: usize) -> Option<(u128, &[u8])> {
        let entry = self.0.get(HEAD + at * ENTRY..)?.first_chunk::<ENTRY>()?;
        let key = u128::from_le_bytes(*entry.first_chunk()?);
        let (start, length) =
            (usize::try_from(number(entry, 16)?).ok()?, usize::try_from(number(entry, 24)?).ok()?);
        let bytes = self.0.get(start..start.checked_add(length)?)?;
        (xxh3_64(bytes) == number(entry, 32)?).then_some((key, bytes))
    }

    fn bytes(&self, key: u128) -> Option<&[u8]> {
        let entries = self.0.get(HEAD..)?.as_chunks::<ENTRY>().0.get(..self.count()?)?;
        let key_of = |entry: &[u8; ENTRY]| entry.first_chunk().map_or(0, |key| u128::from_le_bytes(*key));
        let from = entries.partition_point(|entry| key_of(entry) < key);
        self.entry(from).filter(|(found, _)| *found == key).map(|(_, bytes)| bytes)
    }
}

/// What was kept of a text, as a text of this run's; none where it cannot be of that text.
fn placed(mut said: Said, file: &File) -> Option<Said> {
    said.each_span(&mut |span| *span = file.span(span.range()));
    let ends = || said.quotes.iter().flat_map(|quote| &quote.other_ends);
    let lie_there = ends().all(|&end| file.text().is_char_boundary(end as usize));
    (lie_there && said.knows_everybody()).then_some(said)
}

/// The bytes to be kept, with what a run has read of some documents; none where there is nothing new, or no room for it.
pub fn grown<'a>(
    before: Option<&Readings>,
    documents: impl Iterator<Item = &'a Document>,
) -> Option<Vec<u8>> {
    grown_to(MOST_READINGS, before, documents)
}

fn grown_to<'a>(
    most: usize,
    before: Option<&Readings>,
    documents: impl Iterator<Item = &'a Document>,
) -> Option<Vec<u8>> {
    let (mut used, mut fresh) = (FxHashSet::default(), Vec::new());
    let mut add = |key: u128, encoded: &dyn Fn() -> Option<Vec<u8>>| {
        if used.insert(key) && before.is_none_or(|before| before.bytes(key).is_none()) {
            fresh.extend(encoded().map(|bytes| (key, bytes)));
        }
    };
    for document in documents {
        let (said, facts) = document.read_so_far();
        if let Some(said) = said {
            add(key(&document.file, Part::Said), &|| encoded(said));
        }
        if let Some(facts) = facts {
            add(key(&document.file, Part::Facts), &|| encoded(facts));
        }
    }
    let entries = before
        .into_iter()
        .flat_map(|before| (0..before.count().unwrap_or_default()).filter_map(|at| before.entry(at)));
    let (in_use, others): (Vec<_>, Vec<_>) = entries.partition(|(key, _)| used.contains(key));
    let mut length = HEAD;
    let mut fits = |(_, bytes): &(u128, &[u8])| {
        let fits = length + ENTRY + bytes.len() <= most;
        length += if fits { ENTRY + bytes.len() } else { 0 };
        fits
    };
    // What is there and in use stays, so that runs that are alike come to rest.
    let mut entries: Vec<(u128, &[u8])> = in_use.into_iter().filter(&mut fits).collect();
    let known = entries.len();
    entries.extend(fresh.iter().map(|(key, bytes)| (*key, bytes.as_slice())).filter(&mut fits));
    (entries.len() > known).then_some(())?;
    entries.extend(others.into_iter().filter(&mut fits));
    entries.sort_unstable_by_key(|(key, _)| *key);
    Some(written(&entries))
}

fn written(entries: &[(u128, &[u8])]) -> Vec<u8> {
    let mut all = [MAGIC.as_slice(), &(entries.len() as u64).to_le_bytes()].concat();
    let mut start = HEAD + entries.len() * ENTRY;
    for (key, bytes) in entries {
        all.extend(key.to_le_bytes());
        for number in [start as u64, bytes.len() as u64, xxh3_64(bytes)] {
            all.extend(number.to_le_bytes());
        }
        start += bytes.len();
    }
    entries.iter().for_each(|(_, bytes)| all.extend_from_slice(bytes));
    all
}

fn encoded<T: Serialize + ?Sized>(read: &T) -> Option<Vec<u8>> {
    postcard::to_stdvec(read).ok()
}

/// What decides what is read of a text: its words, its format, and what a reader made of its file.
fn key(file: &File, part: Part) -> u128 {
    let mut key = Xxh3Default::new();
    (part, file.format, file.row.is_some(), file.extract()).hash(&mut key);
    key.update(file.text().as_bytes());
    key.digest128()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::block::blocks;
    use crate::claim::said;
    use crate::file::{FileId, Format};

    const HARBOUR: &str = "Ann Ward, the harbour master, said on 3 March 1921 that the ferry “will not sail”. “The ice – all \
        12 inches of it – has to go first,” she added.\n\nThe pilot, Tom Hill, denied it.\n\n“Nobody asked me, he said.\n";
    const HEARING: &str = "MS. WARD: The ferry sails at noon.\n\nMR. HILL: It has 40 berths, and “no lifeboat”.\n\nMS. WARD: It has two.\n\n\
        MR. HILL: Since when?\n\nMS. WARD: Since May.\n";

    fn document(number: u32, text: &str) -> Document {
        let file = File::new(FileId(number), "a.txt".into(), "UTF-8", Format::Plain, text.to_owned());
        Document::new("a".into(), Arc::new(file), None, None)
    }

    fn read(texts: &[&str]) -> Vec<Document> {
        let documents: Vec<Document> =
            (0..).zip(texts).map(|(number, text)| document(number, text)).collect();
        for document in &documents {
            let _ = (document.said(), document.facts());
        }
        documents
    }

    fn kept(before: Option<&Readings>, documents: &[Document]) -> Option<Vec<u8>> {
        grown(before, documents.iter())
    }

    fn opened(bytes: Vec<u8>) -> Readings {
        Readings::open(Bytes::new(bytes)).unwrap()
    }

    #[test]
    fn what_was_read_of_a_text_is_what_would_be_read_of_it() {
        let readings = opened(kept(None, &read(&[HARBOUR, HEARING])).unwrap());
        for text in [HARBOUR, HEARING] {
            // Elsewhere, and by another number.
            let file = document(7, text).file;
            let kept = readings.said(&file).unwrap();
            assert_eq!(kept, said(&file, &blocks(&file)));
            assert!(!kept.quotes.is_empty() && !format!("{kept:?}").contains(&u32::MAX.to_string()));
            assert_eq!(readings.facts(&file).unwrap(), document(7, text).facts());
        }
        assert!(readings.said(&document(0, "Another text.").file).is_none());
        let page = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, HARBOUR.to_owned());
        assert!(readings.said(&page).is_none());
    }

    #[test]
    fn it_grows_by_what_is_new_and_loses_what_is_not_in_use() {
        let first = opened(kept(None, &read(&[HARBOUR])).unwrap());
        assert_eq!(kept(Some(&first), &read(&[HARBOUR])), None);
        assert_eq!(kept(Some(&first), &[document(0, HEARING)]), None, "nobody asked for it");
        let both = opened(kept(Some(&first), &read(&[HEARING])).unwrap());
        let has = |readings: &Readings, text: &str| readings.said(&document(0, text).file).is_some();
        assert!(has(&both, HARBOUR) && has(&both, HEARING));
        let third = "The pilot has 3 boats.\n";
        let documents = read(&[HEARING, third]);
        let fewer = opened(grown_to(both.0.len(), Some(&both), documents.iter()).unwrap());
        assert!(has(&fewer, HEARING) && has(&fewer, third) && !has(&fewer, HARBOUR));
        // Where there is no room for all that is in use, what is there stays.
        assert_eq!(grown_to(first.0.len(), Some(&first), read(&[HARBOUR, HEARING]).iter()), None);
        assert_eq!(grown_to(HEAD, None, documents.iter()), None);
    }

    #[test]
    fn what_is_damaged_is_read_anew() {
        let documents = read(&[HARBOUR]);
        let bytes = kept(None, &documents).unwrap();
        let file = &documents[0].file;
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            let Some(readings) = Readings::open(Bytes::new(damaged)) else { continue };
            let whole = readings.said(file).is_none_or(|said| said == *documents[0].said());
            assert!(
                whole && readings.facts(file).is_none_or(|facts| facts == documents[0].facts()),
                "byte {at}"
            );
            assert!(
                Readings::open(Bytes::new(bytes[..at].to_vec()))
                    .is_none_or(|cut| cut.facts(file).is_none() || cut.said(file).is_none())
            );
            if readings.said(file).is_none() {
                assert!(kept(Some(&readings), &documents).is_some());
            }
        }
    }

    #[test]
    fn no_checksum_is_needed_for_every_place_to_lie_in_the_text() {
        let documents = read(&[HARBOUR]);
        let (file, bytes) = (&documents[0].file, encoded(documents[0].said()).unwrap());
        let mut whole = 0;
        for at in 0..bytes.len() {
            for bit in [1, 0x10, 0x80] {
                let mut bytes = bytes.clone();
                bytes[at] ^= bit;
                let Some(mut said) = postcard::from_bytes(&bytes).ok().and_then(|said| placed(said, file))
                else {
                    continue;
                };
                whole += 1;
                // A place that is not gone through has no file.
                assert!(!format!("{said:?}").contains(&u32::MAX.to_string()));
                said.each_span(&mut |span| assert!(file.text().get(span.range()).is_some()));
            }
        }
        assert!(whole > 0, "no place was hit");
    }
}
