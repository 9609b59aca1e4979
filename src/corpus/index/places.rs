//! Which documents of the segments are the corpus's, and where each of those lies.
//!
//! Takes where each document of the corpus lies; hands on the one by the other.

use super::segment::Segment;
use crate::corpus::DocumentId;
use crate::load::cache::Kept;

/// Where documents lie.
#[derive(Debug)]
pub(super) struct Places {
    /// By the document.
    pub all: Vec<Kept>,
    /// By the segment, and the number there; [`GONE`] for a document that is gone.
    documents: Vec<Vec<u32>>,
}

const GONE: u32 = u32::MAX;

impl Places {
    /// Documents with where each lies; none if one lies in no segment that is there.
    pub fn new(all: Vec<Kept>, segments: &[Option<Segment>]) -> Option<Places> {
        let count = |segment: &Option<Segment>| segment.as_ref().map_or(0, Segment::documents);
        let mut documents: Vec<_> = segments.iter().map(|segment| vec![GONE; count(segment)]).collect();
        for (id, place) in (0..).zip(&all) {
            *documents.get_mut(place.segment as usize)?.get_mut(place.document as usize)? = id;
        }
        Some(Places { all, documents })
    }

    /// Where a document lies.
    #[inline]
    pub fn of(&self, document: DocumentId) -> Kept {
        self.all[document.0 as usize]
    }

    /// Which document of the corpus a document of a segment is.
    #[inline]
    pub fn document(&self, segment: usize, document: usize) -> Option<DocumentId> {
        let id = *self.documents[segment].get(document)?;
        (id != GONE).then_some(DocumentId(id))
    }

    /// How many documents of a segment are the corpus's, and the numbers there of those that are gone.
    pub fn live(&self, segment: usize) -> (usize, Vec<usize>) {
        let documents = &self.documents[segment];
        let gone: Vec<usize> = (0..documents.len()).filter(|&document| documents[document] == GONE).collect();
        (documents.len() - gone.len(), gone)
    }
}
