//! The titles of the sources: those of their entries, and those that their own texts open with.
//!
//! Takes a title and hands on the forms in which it is written, and takes the words of a note and hands on the title that they begin
//! with. Titles are compared by their folded words; what stands before a colon counts as a title of its own.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::lead::Lead;
use super::{Called, Corpus, DocumentId};
use crate::file::extract::{Extract, Kind};
use crate::file::{File, Format};
use crate::fold::{Word, folded, words};
use crate::lexicon::{function_words, has};

/// A title with fewer words is too like a word of the language, and is none here.
const FEWEST: usize = 2;
/// What stands before a colon in a title needs so many words to be one of its own.
const FEWEST_OF_MAIN: usize = 3;
/// Titles are looked for in so many lines at the head of a text.
const HEAD: usize = 60;
/// A longer line is no title, in bytes.
const LONGEST: usize = 300;

/// A title that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Titled<'a> {
    /// How many words it has.
    pub length: usize,
    /// The documents that bear it; none where its text is not here.
    pub documents: &'a [DocumentId],
}

/// The titles that the entries of the bibliography have; those that texts have of themselves are found by what leads to them.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// The documents of each, by the hash of its words. A title stands here even if nobody has its text.
    titles: FxHashMap<u64, Vec<DocumentId>>,
    /// How many words the titles have that begin with two words.
    lengths: FxHashMap<u64, Vec<u32>>,
}

impl Titles {
    /// The titles of some works, each with the documents that have its text.
    pub fn new<'a>(works: impl Iterator<Item = (Called<'a>, Vec<DocumentId>)>) -> Titles {
        let mut titles = Titles::default();
        for (called, documents) in works {
            for title in called.title.iter().chain(&called.short_title) {
                forms(title, &mut |opening, whole, length| {
                    titles.titles.entry(whole).or_default().extend(&documents);
                    titles.lengths.entry(opening).or_default().push(length as u32);
                });
            }
        }
        titles
    }

    /// The longest title of the corpus that a run of words begins with: how many words it has, and its documents.
    pub fn at(&self, words: &[Word], corpus: &Corpus) -> Option<(usize, Vec<DocumentId>)> {
        let opening = hash(words.get(..FEWEST)?);
        let mut lengths = corpus.lengths(Lead::Opening(opening));
        lengths.extend(self.lengths.get(&opening).into_iter().flatten());
        lengths.sort_unstable();
        lengths.dedup();
        let lengths = lengths.into_iter().rev().map(|length| length as usize);
        lengths.filter(|&length| length <= words.len()).find_map(|length| {
            let whole = hash(&words[..length]);
            let listed = self.titles.get(&whole);
            // Of a work with an entry, what the entry says counts.
            let stated = corpus.led(Lead::Stated(whole)).into_iter();
            let stated = stated.filter(|&id| corpus.document(id).entry.is_none());
            let mut documents: Vec<DocumentId> =
                corpus.led(Lead::Title(whole)).into_iter().chain(stated).collect();
            documents.extend(listed.into_iter().flatten());
            documents.sort_unstable();
            documents.dedup();
            (listed.is_some() || !documents.is_empty()).then_some((length, documents))
        })
    }
}

/// The forms in which a title is written, each by the hash of its first words, by that of all, and with how many it has.
pub(super) fn forms(title: &str, form: &mut dyn FnMut(u64, u64, usize)) {
    let whole: Vec<Word> = words(title).collect();
    let main = main(title).map(|main| words(main).count());
    // A short form leaves the article out: *Winter Harbours* of *The Winter Harbours*.
    let article =
        whole.first().is_some_and(|word| has(function_words::ARTICLES, &folded(&title[word.range()])));
    let bare = article.then(|| &whole[1..]);
    let all = main.map(|main| &whole[..main]).into_iter().chain(bare).chain([&whole[..]]);
    for words in all.filter(|words| words.len() >= FEWEST) {
        form(hash(&words[..FEWEST]), hash(words), words.len());
    }
}

/// The hash of some words together.
pub(super) fn hash(words: &[Word]) -> u64 {
    let mut hash = FxHasher::default();
    words.iter().for_each(|word| word.hash.hash(&mut hash));
    hash.finish()
}

/// What stands before the colon of a title, where that can be told from other words.
pub fn main(title: &str) -> Option<&str> {
    let main = title.split_once(": ")?.0;
    (words(main).count() >= FEWEST_OF_MAIN).then_some(main)
}

/// The title that a text opens with: `title:` in its front matter, its first heading, or a first line that stands alone.
pub(super) fn own(file: &File) -> Option<&str> {
    if let Some(stated) = file.extract().and_then(|extract| of_extract(file, extract)) {
        return Some(stated);
    }
    let text = file.text().trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let mut lines = text.lines().take(HEAD).map(str::trim_end);
    let title = match file.format {
        Format::Plain => {
            let first = lines.next()?;
            let alone = lines.next().is_none_or(|line| line.trim().is_empty());
            (alone && !first.ends_with(['.', ',', ';', ':'])).then_some(first)
        }
        Format::Markdown => {
            let mut lines = lines.peekable();
            let front = lines.peek().is_some_and(|line| *line == "---");
            let stated = front.then(|| {
                let matter = lines.by_ref().skip(1).take_while(|line| !matches!(*line, "---" | "..."));
                // The whole of it is read, so that what comes next stands behind it.
                matter
                    .filter_map(|line| line.strip_prefix("title:"))
                    .fold(None, |first, title| first.or(Some(title)))
            });
            stated.flatten().or_else(|| {
                let prose = lines.take_while(|line| !line.starts_with("```") && !line.starts_with("~~~"));
                prose.filter(|line| line.starts_with('#')).find_map(|line| {
                    let heading = line.trim_start_matches('#');
                    heading.starts_with(' ').then(|| heading.trim_end_matches('#'))
                })
            })
        }
        _ => None,
    };
    let title = title?.trim().trim_matches(['"', '\'']);
    (!title.is_empty() && title.len() <= LONGEST).then_some(title)
}

/// The title that a reader found a file to state, or its first heading.
fn of_extract<'a>(file: &'a File, extract: &'a Extract) -> Option<&'a str> {
    let stated = Some(extract.about.title.trim()).filter(|title| !title.is_empty());
    let heading = || extract.blocks.iter().find(|block| block.kind == Kind::Heading);
    let title = stated.or_else(|| heading().map(|block| file.text()[block.range.clone()].trim()))?;
    (title.len() <= LONGEST).then_some(title)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::file::FileId;
    use crate::load::Source;

    fn file(format: Format, text: &str) -> File {
        File::new(FileId(0), "a".into(), "UTF-8", format, text.into())
    }

    #[test]
    fn a_text_opens_with_its_title() {
        let table = [
            (Format::Markdown, "---\na: b\ntitle: \"The Old Quay\"\n---\n# Other\n", Some("The Old Quay")),
            (Format::Markdown, "---\na: b\n---\n\n## The Old Quay ##\n\nIt.", Some("The Old Quay")),
            (Format::Markdown, "\u{feff}It.\n\n# The Old Quay\n", Some("The Old Quay")),
            (Format::Markdown, "```\n# no heading\n```\n# Later", None),
            (Format::Markdown, "#hashtag", None),
            (Format::Markdown, "---\ntitle:\n---\n", None),
            (Format::Plain, "The Old Quay\n\nIt stood.", Some("The Old Quay")),
            (Format::Plain, "The old quay\nstood.", None),
            (Format::Plain, "The old quay stood.\n\nIt did.", None),
            (Format::Plain, "", None),
        ];
        for (format, text, title) in table {
            assert_eq!(own(&file(format, text)), title, "{text:?}");
        }
    }

    #[test]
    fn the_longest_title_is_found_by_its_words() {
        let one = |text| Source::new(Arc::new(file(Format::Plain, text)), "a".into());
        let sources = ["The Old Quay\n", "The Old Quay: A History\n", "Quay\n"].map(one);
        let corpus = Corpus::new(sources.into(), Vec::new(), Vec::new());
        let found = |text: &str| {
            let words: Vec<Word> = words(text).collect();
            corpus.titled(&words).map(|found| (found.length, found.documents.iter().map(|id| id.0).collect()))
        };
        assert_eq!(found("the OLD quay, p. 3"), Some((3, vec![0, 1])));
        assert_eq!(found("The Old Quay. A history"), Some((5, vec![1])));
        assert_eq!(found("The Old House"), None);
        assert_eq!(found("Quay"), None);
    }
}
