//! Passages of the sources that begin with words which somebody is typing.
//!
//! Takes the words typed so far and the corpus, whose every document it reads as a stream of words; hands on the passages, each to
//! the end of its sentence, those first that begin as a sentence or a quotation does.

use memchr::memmem::Finder;

use super::alike::end_between;
use super::{Corpus, Document, DocumentId};
use crate::file::Span;
use crate::fold::{Word, folded, words, words_in};
use crate::lexicon::{function_words, has};
use crate::parallel;

/// A passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The document.
    pub document: DocumentId,
    /// From the first of the words to the end of the sentence, or of the quotation that they stand in.
    pub span: Span,
}

/// The longest passage, in words.
const LONGEST: usize = 120;
/// Passages of one document that are looked at.
const OF_ONE: usize = 20;
/// Fewer words than this say little about what is meant.
const FEWEST: usize = 2;

/// What is looked for.
struct Typed {
    /// The words that are whole.
    whole: Vec<u64>,
    /// The letters of the word that may go on, folded.
    last: String,
    /// A part of one of the words as it is written, which most documents without them lack.
    part: Option<Finder<'static>>,
}

impl Typed {
    /// Nothing where too little is typed to look for.
    fn new(text: &str) -> Option<Typed> {
        let all: Vec<Word> = words(text).collect();
        let (whole, last) = match all.split_last() {
            Some((last, whole)) if last.end as usize == text.len() => {
                (whole, folded(&text[last.range()]).into_owned())
            }
            _ => (&all[..], String::new()),
        };
        let letters = |word: &Word| folded(&text[word.range()]);
        let tells = |word: &str| !has(function_words::WORDS, word);
        let enough = all.len() >= FEWEST && all.iter().map(letters).any(|word| tells(&word));
        // The first letter may be a capital, and others may have accents there or here.
        let parts = whole.iter().filter_map(|word| text[word.range()].get(1..));
        let part = parts.filter(|part| part.len() > 2 && part.bytes().all(|byte| byte.is_ascii_lowercase()));
        let part = part.max_by_key(|part| part.len()).map(|part| Finder::new(part).into_owned());
        enough.then(|| Typed { whole: whole.iter().map(|word| word.hash).collect(), last, part })
    }

    /// Where they begin in a text.
    fn places(&self, text: &str) -> Vec<usize> {
        if self.part.as_ref().is_some_and(|part| part.find(text.as_bytes()).is_none()) {
            return Vec::new();
        }
        let mut found = Vec::new();
        // Each with how many words it has so far.
        let mut begun: Vec<(usize, usize)> = Vec::new();
        for word in words(text) {
            begun.push((word.start as usize, 0));
            begun.retain_mut(|(start, count)| {
                let goes_on = match self.whole.get(*count) {
                    Some(&hash) => hash == word.hash,
                    None => {
                        !self.last.is_empty() && folded(&text[word.range()]).starts_with(self.last.as_str())
                    }
                };
                *count += 1;
                let all = self.whole.len() + usize::from(!self.last.is_empty());
                if goes_on && *count == all {
                    found.push(*start);
                }
                goes_on && *count < all
            });
            if found.len() == OF_ONE {
                break;
            }
        }
        found
    }
}

/// At most so many passages that begin with what is typed.
pub(super) fn beginnings(corpus: &Corpus, typed: &str, most: usize) -> Vec<Beginning> {
    let Some(typed) = Typed::new(typed) else { return Vec::new() };
    let numbered: Vec<(DocumentId, &Document)> = corpus.documents().collect();
    let found = parallel::map(&numbered, |(_, document)| typed.places(document.file.text()));
    let mut all: Vec<(bool, Beginning)> = Vec::new();
    for ((id, document), places) in numbered.into_iter().zip(found) {
        for place in places {
            let span = passage(document, place);
            let within = !opens(document.file.text(), place);
            all.push((within, Beginning { document: id, span }));
        }
    }
    all.sort_by_key(|(within, beginning)| (*within, beginning.document, beginning.span.start));
    // What many documents have in the same words is one passage.
    let mut seen = rustc_hash::FxHashSet::default();
    let words_of = |beginning: &Beginning| {
        let text = corpus.document(beginning.document).file.slice(beginning.span);
        words(text).fold(0_u64, |hash, word| hash.rotate_left(5) ^ word.hash)
    };
    let distinct =
        all.into_iter().map(|(_, beginning)| beginning).filter(|beginning| seen.insert(words_of(beginning)));
    distinct.take(most).collect()
}

/// Whether a sentence or a quotation opens at a byte.
fn opens(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\n', '\r', '\t', '*', '_']);
    before.ends_with(|c: char| ".!?:“„«‹「『\"'‘".contains(c))
        || before.is_empty()
        || text[before.len()..at].contains("\n\n")
}

/// From a byte to the end of its sentence, or of the quotation that it stands in.
fn passage(document: &Document, start: usize) -> Span {
    let text = document.file.text();
    let mut before: Option<usize> = None;
    let mut end = None;
    for (count, word) in words_in(text, start..text.len()).enumerate() {
        let range = word.range();
        if let Some(before) = before
            && let Some(at) = end_between(text, before..range.start).or((count == LONGEST).then_some(before))
        {
            end = Some(at);
            break;
        }
        before = Some(range.end);
    }
    let rest =
        || before.map_or(start, |at| at + text[at..].find(char::is_whitespace).unwrap_or(text.len() - at));
    let end = end.unwrap_or_else(rest);
    let pair =
        document.pairs(start..start + 1).find(|pair| pair.open.end <= start && start < pair.close.start);
    document.file.span(start..pair.map_or(end, |pair| end.min(pair.close.start)).max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{File, Files, Format};
    use crate::load::Source;

    fn corpus(texts: &[&str]) -> Corpus {
        let mut files = Files::default();
        let sources = texts.iter().enumerate().map(|(number, text)| {
            let add = |id| File::new(id, format!("{number}.txt"), "UTF-8", Format::Plain, (*text).to_owned());
            Source::new(files.add(add), number.to_string())
        });
        Corpus::new(sources.collect(), Vec::new(), Vec::new())
    }

    #[track_caller]
    fn begins(texts: &[&str], typed: &str, passages: &[&str]) {
        let corpus = corpus(texts);
        let found = beginnings(&corpus, typed, 5);
        let found: Vec<&str> =
            found.iter().map(|found| corpus.document(found.document).file.slice(found.span)).collect();
        assert_eq!(found, passages, "{typed:?}");
    }

    #[test]
    fn what_is_typed_is_completed_to_the_end_of_the_sentence() {
        let text = "At noon the ferry sailed for Lund. The ferry sank off the pier. It was raised.";
        begins(&[text], "The ferry s", &["The ferry sank off the pier.", "the ferry sailed for Lund."]);
        begins(&[text], "the ferry sank ", &["The ferry sank off the pier."]);
        begins(&[text], "the ferry sang ", &[]);
        begins(&[text, text], "It was ra", &["It was raised."]);
    }

    #[test]
    fn a_quotation_is_completed_to_its_end() {
        let text = "“The ferry sank off the pier,” said Ward, who saw it.";
        begins(&[text], "the ferry", &["The ferry sank off the pier,"]);
    }

    #[test]
    fn too_little_is_completed_by_nothing() {
        for typed in ["", "ferry", "the", "of the ", "…"] {
            begins(&["The ferry of the pier."], typed, &[]);
        }
    }
}
