//! Quotations from the documents of a corpus, each with its true place, and drafts that are made of them. A draft quotes
//! word for word, with words changed, and what no document has, and restates sentences without marks.

use std::fmt::Write;
use std::ops::Range;

use super::Corpus;
use super::numbers::Numbers;

/// Words that stand for others in altered quotations; no document has them.
const FOREIGN: [&str; 4] = ["zorblax", "quivenly", "umbrast", "xylothen"];

/// What a quotation does with the words of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It has them as they are.
    Exact,
    /// One or two are replaced, left out or put in.
    Altered,
    /// They stand in an order that no document has.
    Absent,
}

impl Kind {
    /// The kind as it stands in a list.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Exact => "exact",
            Kind::Altered => "altered",
            Kind::Absent => "absent",
        }
    }
}

/// A quotation, and where it is from.
pub struct Quotation {
    /// The number of its document.
    pub document: usize,
    /// Where its words stand there.
    pub bytes: Range<usize>,
    /// What is done with them.
    pub kind: Kind,
    /// What stands between the marks.
    pub text: String,
}

/// A quotation of eight to thirty words of one sentence or two. None where a document has no such run.
pub fn quotation(corpus: &Corpus, numbers: &mut Numbers, kind: Kind) -> Option<Quotation> {
    (0..50).find_map(|_| {
        let document = numbers.below(corpus.documents);
        let text = corpus.document(document);
        let paragraphs: Vec<Range<usize>> = paragraphs(&text).collect();
        let paragraph = paragraphs.get(numbers.below(paragraphs.len()))?.clone();
        let words = words(&text, paragraph);
        let length = 8 + numbers.below(23);
        let start = numbers.below(words.len().checked_sub(length)?);
        let words = &words[start..start + length];
        let bytes = words[0].start..words[length - 1].end;
        // Marks, markup and wrapped lines within a quotation are another matter.
        if text[bytes.clone()].contains(['“', '”', '‘', '"', '*', '_', '[', '<', '\n', '\t']) {
            return None;
        }
        let trimmed = text[bytes.clone()].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let bytes = bytes.start..bytes.start + trimmed;
        let mut own: Vec<&str> = text[bytes.clone()].split(' ').collect();
        match kind {
            Kind::Exact => {}
            Kind::Altered => (0..1 + numbers.below(2)).for_each(|_| change(&mut own, numbers)),
            Kind::Absent => own.reverse(),
        }
        Some(Quotation { document, bytes, kind, text: own.join(" ") })
    })
}

/// Replaces a word, leaves one out or puts one in; the first and the last stay, so that the place is beyond dispute.
fn change(words: &mut Vec<&str>, numbers: &mut Numbers) {
    let at = 1 + numbers.below(words.len() - 2);
    let foreign = FOREIGN[numbers.below(FOREIGN.len())];
    match numbers.below(3) {
        0 => words[at] = foreign,
        1 => drop(words.remove(at)),
        _ => words.insert(at, foreign),
    }
}

/// A draft in Markdown with so many quotations: of six, three are exact, two altered and one absent. Behind each stands
/// a sentence that restates one of the same document.
pub fn draft(corpus: &Corpus, seed: u64, quotations: usize) -> String {
    let mut numbers = Numbers::new(seed ^ 0xd7af);
    let mut draft = String::from("# A brief\n\n");
    for number in 0..quotations {
        let kind =
            [Kind::Exact, Kind::Altered, Kind::Exact, Kind::Absent, Kind::Exact, Kind::Altered][number % 6];
        let Some(Quotation { document, text, .. }) = quotation(corpus, &mut numbers, kind) else { continue };
        let name = ["Ann Ward", "Jon Ferrer", "Mia Sandholm", "Karl Low"][numbers.below(4)];
        let cited = if numbers.once_in(2) { format!(" [@{}]", corpus.name(document)) } else { String::new() };
        // Writing into a string cannot fail.
        let _ = write!(draft, "{name} said that “{text}”{cited}.");
        if let Some(restated) = restated(&corpus.document(document), &mut numbers) {
            let _ = write!(draft, " {restated}");
        }
        draft.push_str("\n\n");
    }
    draft
}

/// A sentence of a text with every third word left out: too little in a row to be copied.
fn restated(text: &str, numbers: &mut Numbers) -> Option<String> {
    let paragraphs: Vec<Range<usize>> = paragraphs(text).collect();
    let paragraph = &text[paragraphs.get(numbers.below(paragraphs.len()))?.clone()];
    let plain = |sentence: &&str| !sentence.contains(['“', '”', '"', '*', '\n']);
    let long = |sentence: &&str| sentence.split(' ').count() >= 10;
    let sentence = paragraph.split_inclusive(". ").map(str::trim).filter(plain).find(long)?;
    let words = sentence.split(' ').enumerate().filter(|(at, _)| at % 3 != 2).map(|(_, word)| word);
    Some(words.collect::<Vec<_>>().join(" "))
}

/// The paragraphs of prose: no headings, lists and front matter.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split("\n\n").filter_map(move |paragraph| {
        let start = at;
        at += paragraph.len() + 2;
        let prose = !paragraph.starts_with(['#', '-', '>', '|', '`']) && paragraph.len() > 100;
        prose.then_some(start..start + paragraph.len())
    })
}

/// The words of a paragraph as they are written, between spaces.
fn words(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let mut at = paragraph.start;
    let words = text[paragraph].split(' ').map(|word| {
        let start = at;
        at += word.len() + 1;
        start..start + word.len()
    });
    words.filter(|word| !word.is_empty()).collect()
}
