//! What is done with hard input, for `cargo fuzz` to change at random and for `cargo test` to repeat what once broke something.
//!
//! A target takes any bytes and panics where the library does, or where what it hands on is unsound. It is named as the
//! extension of the inputs that are kept for it.

#![allow(dead_code, reason = "the tests use one part of it, and each fuzz target another")]

pub mod kept;
pub mod sound;
pub mod whole;
pub mod wrap;

use ibid::claim::marks;
use ibid::file::{File, FileId, Format};
use ibid::fold::{Folded, folded, hash_of, words, words_in};
use ibid::lsp::stream;
use ibid::{bibliography, check, config, load};

/// A target.
pub type Target = fn(&[u8]);

/// The targets by their names, in order.
pub const TARGETS: &[(&str, Target)] = &[
    ("answers", whole::answers),
    ("baseline", baseline),
    ("bib", |bytes| entries("a.bib", bytes)),
    ("cache", kept::cache),
    ("check", whole::check),
    ("config", config),
    ("csl", |bytes| entries("a.json", bytes)),
    ("docx", |bytes| read("a.docx", &wrap::docx(bytes))),
    ("epub", |bytes| read("a.epub", &wrap::epub(bytes))),
    ("fold", fold),
    ("frames", frames),
    ("html", |bytes| read("a.html", bytes)),
    ("markdown", |bytes| read("a.md", bytes)),
    ("marks", marks),
    ("pdf", |bytes| read("a.pdf", &wrap::pdf(bytes))),
    ("plain", |bytes| read("a.txt", bytes)),
    ("segment", kept::segment),
    ("srt", |bytes| read("a.srt", bytes)),
    ("tex", |bytes| read("a.tex", bytes)),
    ("vtt", |bytes| read("a.vtt", bytes)),
    ("yaml", |bytes| entries("a.yaml", bytes)),
];

/// Runs a target, given by its name.
pub fn run(name: &str, bytes: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target has this name");
    target(bytes);
}

/// Reads a file as one of its name is read, and takes it apart.
fn read(name: &str, bytes: &[u8]) {
    if let Ok(file) = load::from_bytes(name.to_owned(), bytes.to_vec()) {
        sound::file(&file);
    }
}

/// A text as a file; none where the bytes are none.
fn file(name: &str, format: Format, bytes: &[u8]) -> Option<File> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(File::new(FileId(0), name.to_owned(), "UTF-8", format, text.to_owned()))
}

fn entries(name: &str, bytes: &[u8]) {
    let Some(file) = file(name, Format::Bibliography, bytes) else { return };
    let (entries, findings) = bibliography::read(&file);
    for entry in &entries {
        assert!(file.text().get(entry.span.range()).is_some(), "{entry:?}");
    }
    for finding in &findings {
        assert!(file.text().get(finding.primary.span.range()).is_some(), "{finding:?}");
    }
}

fn config(bytes: &[u8]) {
    let Some(file) = file("ibid.toml", Format::Config, bytes) else { return };
    let (_, findings) = config::toml::read(&file);
    let (facts, strange) = config::toml::read_facts(&file);
    for finding in findings.iter().chain(&strange) {
        assert!(file.text().get(finding.primary.span.range()).is_some(), "{finding:?}");
    }
    for fact in facts.places.values().chain(facts.values.values()) {
        assert!(file.text().get(fact.subject.span.range()).is_some(), "{fact:?}");
    }
}

fn baseline(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(entries) = check::baseline::read(text) {
        let again =
            check::baseline::read(&check::baseline::write(&entries)).expect("what is written can be read");
        let of = |entries: &[check::baseline::Entry]| {
            entries.iter().map(|entry| u64::from(entry.count)).sum::<u64>()
        };
        assert_eq!(of(&again), of(&entries), "{text}");
    }
}

/// The words of a text, both ways.
fn fold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let middle = text.floor_char_boundary(text.len() / 2);
    for range in [0..text.len(), 0..middle, middle..text.len()] {
        let streamed: Vec<_> = words_in(text, range.clone()).collect();
        let kept = Folded::of(text, [range.clone()]);
        assert_eq!(streamed, kept.words, "{range:?}");
        let alone = words(&text[range.clone()]).map(|word| (word.hash, word.start as usize + range.start));
        assert!(alone.eq(streamed.iter().map(|word| (word.hash, word.start as usize))), "{range:?}");
        let mut end = range.start;
        for (i, word) in streamed.iter().enumerate() {
            assert!(end <= word.range().start && word.start < word.end && word.range().end <= range.end);
            assert_eq!(hash_of(kept.letters(i)), word.hash);
            assert_eq!(folded(&text[word.range()]), kept.letters(i));
            end = word.range().end;
        }
    }
}

/// Messages as a client sends them. What is refused is at most one for every head.
fn frames(bytes: &[u8]) {
    let (mut refused, mut rest) = (0, bytes);
    while let Ok(Some(message)) = stream::read(&mut rest, &mut |_| {
        refused += 1;
        Ok(())
    }) {
        let mut again = Vec::new();
        message.write(&mut again).expect("memory can be written to");
        let read = stream::read(&mut again.as_slice(), &mut |refusal| panic!("{refusal:?}"));
        assert!(matches!(read, Ok(Some(_))), "what is written can be read");
    }
    assert!(refused * b"\n\n".len() <= bytes.len(), "{refused} refusals of {} bytes", bytes.len());
}

/// The quotation marks of a text, paired.
fn marks(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let found = marks::pairs(text, 0..text.len());
    let mut end = 0;
    for pair in &found.outermost {
        assert!(end <= pair.open.start && pair.open.end <= pair.close.start, "{pair:?} begins before {end}");
        for range in [&pair.open, &pair.close].into_iter().chain(&pair.other_closings) {
            assert!(text.get(range.clone()).is_some(), "{pair:?}");
            assert!(range.start >= pair.open.start, "{pair:?}");
        }
        end = pair.close.end;
    }
    for mark in found.unclosed.iter().chain(&found.first) {
        assert!(text.get(mark.range()).is_some(), "{mark:?}");
    }
}
