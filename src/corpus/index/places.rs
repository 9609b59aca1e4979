//! Which documents of the segments are the corpus's, and where each of those lies.
//!
//! Takes where each document of the corpus lies, or a list of sources that tells it; hands on the one by the other.

use super::segment::Segment;
use crate::corpus::DocumentId;
use crate::load::Sources;
use crate::load::cache::Kept;

/// Where documents lie.
#[derive(Debug)]
pub(super) enum Places {
    /// As they were put into segments in this run.
    Own {
        /// By the document.
        places: Vec<Kept>,
        /// By the segment, and the number there; none for a document that is gone.
        documents: Vec<Vec<Option<DocumentId>>>,
    },
    /// As an earlier run has listed them.
    Listed(Sources),
}

impl Places {
    /// Documents with where each lies; none if one lies in no segment that is there.
    pub fn new(places: Vec<Kept>, segments: &[Option<Segment>]) -> Option<Places> {
        let count = |segment: &Option<Segment>| segment.as_ref().map_or(0, Segment::documents);
        let mut documents: Vec<_> = segments.iter().map(|segment| vec![None; count(segment)]).collect();
        for (id, place) in (0..).map(DocumentId).zip(&places) {
            *documents.get_mut(place.segment as usize)?.get_mut(place.document as usize)? = Some(id);
        }
        Some(Places::Own { places, documents })
    }

    /// Where a document lies.
    pub fn of(&self, document: DocumentId) -> Kept {
        match self {
            Places::Own { places, .. } => places[document.0 as usize],
            Places::Listed(sources) => {
                let list = sources.list().expect("they are listed");
                list.kept(document.0 as usize)
            }
        }
    }

    /// Which document of the corpus a document of a segment is.
    #[inline]
    pub fn document(&self, segment: usize, document: usize) -> Option<DocumentId> {
        match self {
            Places::Own { documents, .. } => *documents[segment].get(document)?,
            Places::Listed(sources) => {
                let source = sources.list()?.lying_in(segment, document)?;
                Some(DocumentId(source as u32))
            }
        }
    }

    /// How many documents of a segment are the corpus's.
    pub fn live(&self, segment: usize) -> usize {
        match self {
            Places::Own { documents, .. } => documents[segment].iter().flatten().count(),
            Places::Listed(sources) => sources.list().map_or(0, |list| list.lying_all_in(segment)),
        }
    }
}
