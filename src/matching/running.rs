//! Sources that the running text round a quotation names as the place where the words stand: "The *Minutes of the Reserve
//! Committee* say that", "According to the Wellbury Courier", "In “The Ferry in Winter” she writes".
//!
//! Takes a quotation and hands on what its sentence names so. A title is known by its words; a publication stands for all that
//! the corpus has of it. Neither is a citation beyond doubt: what is only spoken of is passed over.

use std::borrow::Cow;
use std::ops::Range;

use super::naming::{is_set_off, stands_apart};
use crate::claim::reach::LONGEST;
use crate::claim::voice::Stance;
use crate::claim::{Claims, Quote};
use crate::corpus::{Corpus, DocumentId};
use crate::fold::{Word, folded, words, words_in};
use crate::lexicon::{has, references};

/// A title that nothing sets off has so many words.
const FEWEST: usize = 3;

/// A source that running text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Where it does.
    pub place: Range<usize>,
    /// The documents that go by the name; none where their text is not here.
    pub documents: Vec<DocumentId>,
    /// Whether the name is a publication's, which has more than the corpus holds of it.
    pub publication: bool,
}

/// The source that the sentence of a quotation gives its words to. `text` is the draft's, masked.
pub fn running(text: &str, claims: &Claims, quote: &Quote, corpus: &Corpus) -> Option<Running> {
    let sentence = sentence(claims, quote)?;
    // What stands before the quotation before this one led in to that.
    let before = claims.said.quotes.partition_point(|one| one.span.end <= quote.span.start);
    let mut before = claims.said.quotes[..before].iter().rev().take(64).filter(|one| !one.mention);
    let before = before.next().map_or(0, |one| one.span.end as usize);
    let sentence = sentence.start.max(before)..sentence.end;
    let words: Vec<Word> = words_in(text, sentence.clone()).collect();
    let named = (0..words.len()).filter_map(|at| named(text, &words[at..], &sentence, corpus));
    let outside = |place: &Range<usize>| {
        quote.parts.iter().all(|part| place.end <= part.start as usize || part.end as usize <= place.start)
    };
    named.filter(|named| outside(&named.place)).find(|named| gives_words(text, &sentence, named, quote))
}

impl Running {
    /// Whether a document names this source itself, and so may have the words from it.
    pub fn is_named_in(&self, text: &str, document: DocumentId, corpus: &Corpus) -> bool {
        let name: Vec<u64> = words_in(text, self.place.clone()).map(|word| word.hash).collect();
        let mut matched = 0;
        // A name whose beginning stands twice in a row may be missed, and then the finding is, too.
        words(corpus.document(document).text()).any(|word| {
            matched = match () {
                () if word.hash == name[matched] => matched + 1,
                () => usize::from(word.hash == name[0]),
            };
            matched == name.len()
        })
    }
}

/// The sentences that a quotation stands in.
fn sentence(claims: &Claims, quote: &Quote) -> Option<Range<usize>> {
    let first = claims.sentences.partition_point(|sentence| sentence.span.end <= quote.span.start);
    let touched = claims.sentences[first..].iter().take_while(|one| one.span.start < quote.span.end);
    let (first, last) = touched.fold((None, None), |(first, _), one| (first.or(Some(one)), Some(one)));
    let range = first?.span.start as usize..last?.span.end as usize;
    (range.len() <= LONGEST).then_some(range)
}

/// The source whose title or publication some words begin with.
fn named(text: &str, words: &[Word], sentence: &Range<usize>, corpus: &Corpus) -> Option<Running> {
    let place = |length: usize| words[0].start as usize..words[length - 1].end as usize;
    if let Some(title) = corpus.titled(words) {
        let place = place(title.length);
        let set_off = is_set_off(text, &place) && stands_apart(text, &place, sentence);
        let is_title = set_off || title.length >= FEWEST && is_capitalised(text, &words[..title.length]);
        return is_title.then(|| Running { place, documents: title.documents.to_vec(), publication: false });
    }
    let length = corpus.publication(words).filter(|&length| is_capitalised(text, &words[..length]))?;
    let documents = corpus.all_of(&words[..length]);
    Some(Running { place: place(length), documents, publication: true })
}

/// Whether the words of a title that have some length have capitals.
fn is_capitalised(text: &str, words: &[Word]) -> bool {
    let mut long = words.iter().map(|word| &text[word.range()]).filter(|word| word.chars().count() > 3);
    long.all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

/// Whether a sentence says that the words of its quotation are the source's: the source is who speaks, or the sentence opens
/// with "In" and the source.
fn gives_words(text: &str, sentence: &Range<usize>, named: &Running, quote: &Quote) -> bool {
    let place = &named.place;
    let speaks = quote.speaker.as_ref().is_some_and(|speaker| {
        let span = speaker.span.range();
        let is_it = span.start < place.end && place.start < span.end;
        // "The author of *The Winter Harbours*" is somebody else.
        let alone = span.start >= place.start || words_in(text, span.start..place.start).count() < 2;
        speaker.stance == Stance::Asserted && is_it && alone
    });
    let before: Vec<Cow<str>> =
        words_in(text, sentence.start..place.start).map(|word| folded(&text[word.range()])).collect();
    let opens = match before.as_slice() {
        [lead] => has(references::CONTAINERS, lead),
        [lead, article] => has(references::CONTAINERS, lead) && has(references::OWNERS, article),
        _ => false,
    };
    speaks || opens && !named.publication
}
