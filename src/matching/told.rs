//! A statement that a draft reports in its own words, and the sentence of a source that it follows: whom the source gives it to.
//!
//! Takes the statement with its passage and hands on a `Told`; whoever speaks there is asked as for a quotation.

use super::voice::{Heard, heard_of};
use super::{Draft, Found};
use crate::claim::Reported;
use crate::corpus::Corpus;
use crate::corpus::alike::Alike;

/// What holding a reported statement against the corpus says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The source's sentence that it follows, if there is one.
    pub at: Option<Found>,
    /// Whom the source gives it to.
    pub heard: Heard,
}

/// What a statement that follows a passage comes to.
pub(super) fn told(draft: &Draft, reported: &Reported, passage: &Alike, corpus: &Corpus) -> Told {
    let at = Found { document: passage.document, span: passage.span };
    Told { at: Some(at), heard: heard_of(draft, reported, passage, corpus) }
}
