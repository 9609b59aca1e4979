//! What a position in a draft is about: a quotation, a citation, a statement, a copied passage, a sentence.
//!
//! Takes a draft and a position and hands on the narrowest of what stands there, with the places in sources that it leads to.

use gen_lsp_types::{Position, Range};

use super::place::{Places, touches};
use crate::check::Draft;
use crate::claim::Quote;
use crate::claim::citation::Citation;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::matching::{Found, Match, Named, named};

/// What stands at a position.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A citation, by its index.
    Citation(usize, &'a Citation),
    /// A quotation.
    Quote(&'a Quote, &'a Match),
    /// What the draft's own words follow or copy: a statement, a sentence, a passage.
    Words(Span, Found),
}

impl Subject<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Subject::Citation(_, citation) => citation.span,
            Subject::Quote(quote, _) => quote.span,
            Subject::Words(span, _) => *span,
        }
    }
}

/// What a position is about, the narrowest first, with its range.
pub fn subject<'a>(draft: &'a Draft, position: Position, places: &Places) -> Option<(Subject<'a>, Range)> {
    let all = subjects(draft).map(|subject| (subject, places.range(subject.span())));
    let here = all.filter(|(_, range)| touches(*range, position));
    here.min_by_key(|(subject, _)| subject.span().range().len())
}

/// Everything in a draft that leads to a source.
pub fn subjects(draft: &Draft) -> impl Iterator<Item = Subject<'_>> {
    let claims = &draft.claims;
    let citations =
        claims.citations.iter().enumerate().map(|(index, citation)| Subject::Citation(index, citation));
    let quotes =
        claims.said.quotes.iter().zip(&draft.matches).map(|(quote, matched)| Subject::Quote(quote, matched));
    citations.chain(quotes).chain(followed(draft).map(|(span, found)| Subject::Words(span, found)))
}

/// The draft's own words that have a place in a source, each with that place.
pub fn followed(draft: &Draft) -> impl Iterator<Item = (Span, Found)> {
    let told = draft.claims.said.reported.iter().zip(&draft.follows.told);
    let told = told.filter_map(|(reported, told)| Some((reported.span, told.at?)));
    let copied = draft.copied.iter().map(|copied| (copied.span, copied.found));
    let sentences = draft.claims.sentences.iter().zip(&draft.follows.sentences);
    let sentences = sentences.filter_map(|(sentence, following)| {
        let passage = following.passage.as_ref()?;
        Some((sentence.span, Found { document: passage.document, span: passage.span }))
    });
    told.chain(copied).chain(sentences)
}

/// The places in sources that a subject leads to: passages where there are any, else the beginnings of documents, else the
/// entries of a bibliography.
pub fn leads(draft: &Draft, subject: Subject, corpus: &Corpus) -> Vec<Span> {
    match subject {
        Subject::Quote(_, matched) => passages(matched).map(|found| found.span).collect(),
        Subject::Words(_, found) => vec![found.span],
        Subject::Citation(index, citation) => {
            let named = names(draft, citation, corpus);
            let documents: Vec<DocumentId> =
                named.iter().filter_map(|named| named.documents).flatten().copied().collect();
            let own =
                quoted(draft, index).flat_map(passages).filter(|found| documents.contains(&found.document));
            let own: Vec<Span> = own.map(|found| found.span).collect();
            if !own.is_empty() {
                return own;
            }
            let starts: Vec<Span> =
                documents.iter().map(|&document| corpus.document(document).file.span(0..0)).collect();
            if !starts.is_empty() {
                return starts;
            }
            let entries = corpus.bibliography.iter();
            entries
                .filter(|entry| citation.keys.iter().any(|key| key.text == entry.key))
                .map(|entry| entry.span)
                .collect()
        }
    }
}

/// What a citation names.
pub fn names<'a>(draft: &Draft, citation: &Citation, corpus: &'a Corpus) -> Vec<Named<'a>> {
    named(draft.blocks.text(&draft.file), citation, corpus)
}

/// The matches of the quotations that a citation is in reach of.
pub fn quoted(draft: &Draft, citation: usize) -> impl Iterator<Item = &Match> {
    let quotes = draft.claims.said.quotes.iter().zip(&draft.matches);
    quotes.filter(move |(quote, _)| quote.citations.contains(&(citation as u32))).map(|(_, matched)| matched)
}

/// Where a quotation stands in the sources: two places for a splice.
pub fn passages(matched: &Match) -> impl Iterator<Item = Found> {
    matched.near().into_iter().chain(matched.also)
}
