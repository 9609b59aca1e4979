//! The ways between drafts and sources: from a quotation or a citation to the source's passage, and from a passage to the drafts that
//! draw on it; and the links that show the first kind in the text.
//!
//! Takes positions and hands on locations.

use gen_lsp_types::{
    Definition, DefinitionResponse, DocumentLink, Location, LocationLink, Position, ReferenceContext,
};

use super::answer::Ask;
use super::place::touches;
use super::subject;
use crate::check::Draft;
use crate::file::Span;

/// The source's passage of what stands at a position.
pub fn definition(ask: &Ask, uri: &str, position: Position) -> Option<DefinitionResponse> {
    let (draft, subject, range) = ask.subject(uri, position)?;
    let spans = subject::leads(draft, subject, ask.places.report.corpus(draft));
    let locations = spans.into_iter().map(|span| ask.places.location(span));
    if !ask.client.links {
        return Some(DefinitionResponse::Definition(Definition::LocationList(locations.collect())));
    }
    let links = locations.map(|Location { uri, range: target }| LocationLink {
        origin_selection_range: Some(range),
        target_uri: uri,
        target_range: target,
        target_selection_range: target,
    });
    Some(DefinitionResponse::DefinitionLinkList(links.collect()))
}

/// Where drafts draw on the passage at a position: in a source, on what stands there; in a draft, on what the quotation there is from.
pub fn references(ask: &Ask, uri: &str, position: Position, context: ReferenceContext) -> Vec<Location> {
    let places = ask.places;
    let passages: Vec<Span> = match ask.subject(uri, position) {
        Some((draft, subject, _)) => subject::leads(draft, subject, places.report.corpus(draft)),
        None => Vec::new(),
    };
    let is_here = |span: Span| match passages.as_slice() {
        // A citation of a whole document leads to its beginning, and everything from it is meant.
        [one] if one.start == one.end => span.file == one.file,
        [] => places.uri(span.file).0 == uri && touches(places.range(span), position),
        passages => passages.iter().any(|passage| passage.overlaps(span)),
    };
    let mut spans: Vec<Span> = Vec::new();
    if context.include_declaration {
        spans.extend(&passages);
    }
    for draft in &places.report.drafts {
        let drawn = drawn(draft).filter(|(_, passage)| is_here(*passage));
        spans.extend(drawn.map(|(own, _)| own));
    }
    spans.sort();
    spans.dedup();
    // A sentence that holds the quotation says the same again.
    let narrow = |span: &Span| {
        !spans.iter().any(|other| {
            other != span && other.file == span.file && span.start <= other.start && other.end <= span.end
        })
    };
    spans.iter().filter(|span| narrow(span)).map(|&span| places.location(span)).collect()
}

/// The words of a draft that have a place in a source, each with that place.
fn drawn(draft: &Draft) -> impl Iterator<Item = (Span, Span)> {
    let quotes = draft.claims.said.quotes.iter().zip(&draft.matches);
    let quotes = quotes.flat_map(|(quote, matched)| {
        subject::passages(matched).map(|found| (quote.span, found.span)).collect::<Vec<_>>()
    });
    quotes.chain(subject::followed(draft).map(|(span, found)| (span, found.span)))
}

/// The keys of a draft's citations, each with a link to what it names.
pub fn links(ask: &Ask, uri: &str) -> Vec<DocumentLink> {
    let mut links = Vec::new();
    for draft in ask.drafts(uri) {
        let corpus = ask.places.report.corpus(draft);
        for citation in &draft.claims.citations {
            for named in subject::names(draft, citation, corpus) {
                let Some(&document) = named.documents.and_then(<[_]>::first) else { continue };
                // A note's text stands elsewhere than its mark, and is linked there.
                let span = draft.file.span(named.place);
                links.push(DocumentLink {
                    range: ask.places.range(span),
                    target: Some(ask.places.uri(corpus.document(document).file.id)),
                    tooltip: corpus.title(document).map(str::to_owned),
                    data: None,
                });
            }
        }
    }
    links
}
