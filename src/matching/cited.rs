//! What a quotation's citations name.
//!
//! Takes the citations in its reach and hands on the documents of the corpus among them, which are looked at first, and why
//! nothing can be said if there are none.

use super::{Draft, Reason};
use crate::claim::{Citation, Quote, speech};
use crate::corpus::{Corpus, DocumentId, Named};

/// What the citations in reach of one quotation name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// The documents that they name.
    pub documents: Vec<DocumentId>,
    /// Those of them that a citation in the quotation's own sentence names.
    own: Vec<DocumentId>,
    /// Why the quotation cannot be held against what they name, where they name no document.
    pub beyond: Option<Reason>,
}

impl Cited {
    /// Resolves the citations in reach of a quotation.
    pub fn by(draft: &Draft, quote: &Quote, corpus: &Corpus) -> Cited {
        let mut cited = Cited::default();
        let mut named = Vec::new();
        for citation in quote.citations.iter().map(|&index| &draft.claims.citations[index as usize]) {
            let keys = citation.keys.iter().map(|key| corpus.named(key));
            let resolved: Vec<Option<Named>> = keys.chain(citation.keys.is_empty().then_some(None)).collect();
            let documents = resolved.iter().filter_map(|named| match named {
                Some(Named::Document(id)) => Some(*id),
                _ => None,
            });
            cited.documents.extend(documents.clone());
            if is_in_sentence(draft.text, quote, citation) {
                cited.own.extend(documents);
            }
            named.extend(resolved);
        }
        if cited.documents.is_empty() && !named.is_empty() {
            let alone = named.contains(&Some(Named::EntryAlone));
            cited.beyond = Some(if alone { Reason::NoText } else { Reason::OutsideCorpus });
        }
        cited
    }

    /// Whether the draft says of a passage in this document that it stands in another one.
    pub fn misses(&self, document: DocumentId) -> bool {
        !self.own.is_empty() && !self.documents.contains(&document)
    }
}

/// Whether a citation stands in the sentence of a quotation, or right behind its full stop.
pub fn is_in_sentence(text: &str, quote: &Quote, citation: &Citation) -> bool {
    let between = if citation.span.start >= quote.span.end {
        quote.span.end as usize..citation.span.start as usize
    } else {
        (citation.span.end as usize).min(quote.span.start as usize)..quote.span.start as usize
    };
    let mut stops = speech::sentence_ends(text, between.clone());
    stops.next().is_none_or(|stop| !text[stop..between.end].contains(char::is_alphanumeric))
}
