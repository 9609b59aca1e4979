//! What a quotation's citations name.
//!
//! Takes the citations in its reach and hands on the documents of the corpus among them, which are looked at first, and why
//! nothing can be said if there are none.

use rustc_hash::FxHashSet;

use super::naming::{By, named};
use super::running::{Running, running};
use super::{Draft, Reason};
use crate::claim::Quote;
use crate::claim::citation::{Citation, Form};
use crate::claim::reach::is_in_sentence;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;

/// What the citations in reach of one quotation name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// The documents that they name.
    pub documents: Vec<DocumentId>,
    /// Those of them that a citation in the quotation's own sentence names.
    own: Vec<DocumentId>,
    /// What its sentence names in running text.
    running: Option<Running>,
    /// Why the quotation cannot be held against some of what they name, if so.
    pub beyond: Option<Reason>,
}

impl Cited {
    /// Resolves the citations in reach of a quotation.
    pub fn by(draft: &Draft, quote: &Quote, corpus: &Corpus) -> Cited {
        let is_own = |citation: &Citation| is_in_sentence(draft.text, quote, citation);
        let running = running(draft.text, draft.claims, quote, corpus);
        Cited { running, ..Cited::of(draft, &quote.citations, is_own, corpus) }
    }

    /// Resolves some citations of a draft, by their indices; `is_own` tells whether one stands in the sentence that they are for.
    pub fn of(
        draft: &Draft,
        citations: &[u32],
        is_own: impl Fn(&Citation) -> bool,
        corpus: &Corpus,
    ) -> Cited {
        let mut cited = Cited::default();
        let mut vague = false;
        let mut notes: FxHashSet<(&[Span], bool)> = FxHashSet::default();
        for citation in citations.iter().map(|&index| &draft.claims.citations[index as usize]) {
            let own = is_own(citation);
            // A note is read once, however many marks refer to it.
            if !citation.prose.is_empty() && !notes.insert((&citation.prose, own)) {
                continue;
            }
            let names = named(draft.text, citation, corpus);
            let several = names.len() > 1;
            for named in names {
                match named.documents {
                    Some([]) => cited.beyond = Some(Reason::NoText),
                    // It may be no citation, or one of a list that is kept elsewhere.
                    None if citation.form == Form::Square => {}
                    None if citation.form == Form::Number && citation.refers.is_empty() => {}
                    // A reference in brackets is often no more than the page of what is cited beside it.
                    None if named.by == By::Words
                        && !several
                        && matches!(citation.form, Form::Reference | Form::Year) =>
                    {
                        vague = true;
                    }
                    None => cited.beyond = cited.beyond.or(Some(Reason::OutsideCorpus)),
                    Some(documents) => {
                        cited.documents.extend(documents);
                        if own {
                            cited.own.extend(documents);
                        }
                    }
                }
            }
        }
        if vague && cited.documents.is_empty() {
            cited.beyond = cited.beyond.or(Some(Reason::OutsideCorpus));
        }
        cited
    }

    /// The documents that citations or the running text name.
    pub fn all(&self) -> Vec<DocumentId> {
        let running = self.running.iter().flat_map(|running| &running.documents);
        self.documents.iter().chain(running).copied().collect()
    }

    /// Whether a document is one of them.
    pub fn holds(&self, document: DocumentId) -> bool {
        let running = || self.running.as_ref().is_some_and(|running| running.documents.contains(&document));
        self.documents.contains(&document) || running()
    }

    /// Whether the draft says of a passage in this document that it stands in another one.
    pub fn misses(&self, draft: &Draft, document: DocumentId, corpus: &Corpus) -> bool {
        if self.beyond.is_some() || self.holds(document) {
            return false;
        }
        match &self.running {
            _ if !self.own.is_empty() => true,
            // A citation further off may be meant for the words.
            Some(running) if self.documents.is_empty() && !running.documents.is_empty() => {
                // Of a publication the corpus may not have everything.
                let known = !running.publication || draft.options.complete;
                known && !running.is_named_in(draft.text, document, corpus)
            }
            _ => false,
        }
    }
}
