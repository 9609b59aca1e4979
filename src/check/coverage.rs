//! Coverage: how much of a draft is tied to a source, in quotations, claims and sentences, per source and in all.
//!
//! Takes what a draft claims and what `matching` found of it, and counts; it decides nothing anew. A sentence is tied that
//! holds a quotation or a claim that is, follows a passage, or is copied from one. Block quotes are quotations, and what
//! stands in notes and lists of sources is no sentence of the draft's.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Range};

use rustc_hash::FxHashMap;

use super::Report;
use crate::claim::Claims;
use crate::config::coverage::{Least, Unit};
use crate::corpus::{Document, DocumentId};
use crate::file::{FileId, Span};
use crate::matching::{Copied, Follows, Match};

/// A count of each unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// Quotations.
    pub quotes: u32,
    /// Statements that a draft reports in its own words.
    pub claims: u32,
    /// Sentences of its paragraphs and list items.
    pub sentences: u32,
}

impl Units {
    /// The count of one unit.
    pub fn of(self, unit: Unit) -> u32 {
        match unit {
            Unit::Quotes => self.quotes,
            Unit::Claims => self.claims,
            Unit::Sentences => self.sentences,
        }
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Units) {
        self.quotes += other.quotes;
        self.claims += other.claims;
        self.sentences += other.sentences;
    }
}

/// How many units there are, and how many of them are tied to a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub found: Units,
    /// Those that are tied.
    pub tied: Units,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.found += other.found;
        self.tied += other.tied;
    }
}

/// What of one draft is tied to a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// In all.
    pub counts: Counts,
    /// What is tied to each document that anything is tied to, in their order. What is tied to two counts for both.
    pub documents: Vec<(DocumentId, Units)>,
    /// The sentences that are tied to none, in order.
    pub untied: Vec<Span>,
}

/// A stretch of a draft that a document has.
struct Tie {
    span: Span,
    document: DocumentId,
    /// Whether it ties a sentence that it shares a word with, rather than one of which it has half.
    whole: bool,
}

/// Counts what of a draft is tied to a source. `text` is the draft's with markup masked. Linear in the draft, but for sorting.
pub fn coverage(
    text: &str,
    claims: &Claims,
    matches: &[Match],
    follows: &Follows,
    copied: &[Copied],
) -> Coverage {
    let mut counts = Counts::default();
    let mut documents: BTreeMap<DocumentId, Units> = BTreeMap::new();
    let mut ties: Vec<Tie> = Vec::new();
    for (quote, matched) in claims.said.quotes.iter().zip(matches) {
        counts.found.quotes += 1;
        let Some(found) = matched.tied() else { continue };
        counts.tied.quotes += 1;
        let second = matched.also.filter(|also| also.document != found.document);
        for found in [found].into_iter().chain(second) {
            documents.entry(found.document).or_default().quotes += 1;
            let parts = if quote.parts.is_empty() { &[quote.span][..] } else { &quote.parts };
            ties.extend(parts.iter().map(|&span| Tie { span, document: found.document, whole: true }));
        }
    }
    for (reported, told) in claims.said.reported.iter().zip(&follows.told) {
        counts.found.claims += 1;
        let Some(found) = told.at else { continue };
        counts.tied.claims += 1;
        documents.entry(found.document).or_default().claims += 1;
        ties.push(Tie { span: reported.span, document: found.document, whole: true });
    }
    ties.extend(copied.iter().map(|copied| Tie {
        span: copied.span,
        document: copied.found.document,
        whole: false,
    }));

    let mut tied = sentences_tied(claims, &ties);
    let followed = (0..).zip(&follows.sentences);
    tied.extend(followed.filter_map(|(at, one)| Some((at, one.passage.as_ref()?.document))));
    tied.sort_unstable();
    tied.dedup();
    let mut untied = Vec::new();
    let mut tied = tied.into_iter().peekable();
    for (at, sentence) in claims.sentences.iter().enumerate() {
        let is_counted =
            claims.paragraph(sentence.span).is_some() && !is_citation(text, claims, sentence.span);
        let mut is_tied = false;
        while let Some((_, document)) = tied.next_if(|(tied, _)| *tied == at) {
            is_tied = true;
            if is_counted {
                documents.entry(document).or_default().sentences += 1;
            }
        }
        if !is_counted {
            continue;
        }
        counts.found.sentences += 1;
        match is_tied {
            true => counts.tied.sentences += 1,
            false => untied.push(sentence.span),
        }
    }
    Coverage { counts, documents: documents.into_iter().collect(), untied }
}

/// The sentences that stretches tie to a document, by their number.
fn sentences_tied(claims: &Claims, ties: &[Tie]) -> Vec<(usize, DocumentId)> {
    let mut tied = Vec::new();
    for Tie { span, document, whole } in ties {
        let first = claims.sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let begun = claims.sentences[first..].iter().take_while(|sentence| sentence.span.start < span.end);
        for (at, sentence) in (first..).zip(begun) {
            let shared = common(span.range(), sentence.span.range());
            let shorter = span.range().len().min(sentence.span.range().len());
            if *whole || 2 * shared >= shorter {
                tied.push((at, *document));
            }
        }
    }
    tied
}

/// How many bytes two ranges that overlap have in common.
fn common(one: Range<usize>, other: Range<usize>) -> usize {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}

/// Whether what stands between two full stops is nothing but citations: "It sank. [@log]".
fn is_citation(text: &str, claims: &Claims, sentence: Span) -> bool {
    let first = claims.citations.partition_point(|citation| citation.span.start < sentence.start);
    let (mut from, end) = (sentence.start, sentence.end);
    let says = |from: u32, to: u32| {
        from < to && text[from as usize..to as usize].contains(|c: char| c.is_alphanumeric())
    };
    for citation in claims.citations[first..].iter().take_while(|citation| citation.span.start < end) {
        if says(from, citation.span.start) {
            return false;
        }
        from = from.max(citation.span.end);
    }
    !says(from, end)
}

/// A source, and what of a run's drafts is tied to it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The source.
    pub document: &'a Document,
    /// What is tied to it.
    pub tied: Units,
}

/// Every source of a run, by path, also those that nothing is tied to. A source that several projects share counts once.
pub fn by_source(report: &Report) -> Vec<Source<'_>> {
    let documents = report.corpora.iter().flat_map(|corpus| corpus.documents());
    let mut sources: Vec<Source> = Vec::new();
    let mut numbers: FxHashMap<FileId, usize> = FxHashMap::default();
    for (_, document) in documents {
        numbers.entry(document.file.id).or_insert_with(|| {
            sources.push(Source { document, tied: Units::default() });
            sources.len() - 1
        });
    }
    for draft in &report.drafts {
        for &(document, units) in &draft.coverage.documents {
            let file = report.corpus(draft).document(document).file.id;
            sources[numbers[&file]].tied += units;
        }
    }
    sources.sort_by(|a, b| a.document.file.path.cmp(&b.document.file.path));
    sources
}

/// A draft of which less is tied to a source than is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its path.
    pub path: String,
    /// Of what too little is tied.
    pub unit: Unit,
    /// How many of it there are.
    pub found: u32,
    /// How many are tied.
    pub tied: u32,
    /// The least share, in per cent.
    pub least: u32,
}

/// Where a draft's counts fall short of the least shares. What a draft has none of cannot.
pub fn short(path: &str, counts: Counts, least: Least) -> Vec<Short> {
    let of = |unit: Unit| {
        let (found, tied, least) = (counts.found.of(unit), counts.tied.of(unit), least.of(unit)?);
        let falls_short = u64::from(tied) * 100 < u64::from(least) * u64::from(found);
        falls_short.then(|| Short { path: path.to_owned(), unit, found, tied, least })
    };
    Unit::ALL.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests;
