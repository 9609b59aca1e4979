//! Sources by who wrote or published them, and when: "Ferrer 2021", "Xinhua, May 12".
//!
//! Takes the documents and the bibliography and hands on an index in which the words of a citation are looked up. An author and
//! a year name a work, as in the lists of scholars. A publication names one only with its day or its month: of a year it has many.

use rustc_hash::FxHashMap;

use super::lead::Lead;
use super::{Called, Corpus, DocumentId, title};
use crate::claim::fact::{Date, Fact, Grain, Value, facts_in};
use crate::claim::listed::is_year;
use crate::file::on_demand::OnDemand;
use crate::fold::{Word, folded, hash_of, owner, words};
use crate::lexicon::{has, references};

/// A name before a year has no more words.
const LONGEST: usize = 24;

/// Works that a stretch of a citation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributed<'a> {
    /// How many words name them, from the first of the name to the year.
    pub length: usize,
    /// The documents of each; none of them where its text is not here. Empty for another year than any of the author's works has.
    pub works: Vec<&'a [DocumentId]>,
    /// The years of the author's works, in order.
    pub years: Vec<u16>,
}

/// Works by their authors and publications. Those that the bibliography lists stand here; the others are found by what leads to their
/// texts.
#[derive(Debug, Default)]
pub(super) struct Bylines {
    works: Vec<Work>,
    /// The works of a first author, by the first word of the family's name, with its particles and without.
    authors: FxHashMap<u64, Vec<u32>>,
    /// The works of a publication, by the first word of its name.
    publications: FxHashMap<u64, Vec<u32>>,
    /// Those of documents without an entry, by the document, once somebody asks for one.
    own: OnDemand<Box<Work>>,
}

#[derive(Debug)]
struct Work {
    documents: Vec<DocumentId>,
    /// The first author's family, with its particles and without.
    families: [Vec<u64>; 2],
    /// The first author's family as it is written, without particles.
    family: String,
    /// How many authors it has.
    authors: usize,
    /// The words of all authors' names.
    names: Vec<u64>,
    publication: Vec<u64>,
    year: Option<u16>,
    date: Option<Date>,
}

impl Bylines {
    /// The bylines of the works that are listed, each with the documents that have its text, and of so many documents.
    pub fn new<'a>(works: impl Iterator<Item = (Called<'a>, Vec<DocumentId>)>, documents: usize) -> Bylines {
        let mut bylines = Bylines { own: OnDemand::new(documents), ..Bylines::default() };
        for (called, documents) in works {
            bylines.add(&called, documents);
        }
        bylines
    }

    fn add(&mut self, called: &Called, documents: Vec<DocumentId>) {
        let work = Work::of(called, documents);
        let number = self.works.len() as u32;
        for family in &work.families {
            if let Some(&first) = family.first() {
                add(self.authors.entry(first).or_default(), number);
            }
        }
        if let Some(&first) = work.publication.first() {
            add(self.publications.entry(first).or_default(), number);
        }
        self.works.push(work);
    }

    /// The works to which a lead leads: those of documents without an entry.
    fn led(&self, lead: Lead, corpus: &Corpus) -> impl Iterator<Item = &Work> {
        without_entry(lead, corpus).map(|id| {
            &**self.own.get(id.0 as usize, || {
                let matter = corpus.document(id).matter.as_deref();
                Box::new(Work::of(&Called::of(None, matter), vec![id]))
            })
        })
    }

    /// What the words of a stretch name by an author and a year, if they begin with an author's name: with the first author's
    /// family, or with given names and initials before it. Between the name and the year stand names of its authors alone.
    pub fn by_author(&self, text: &str, words: &[Word], corpus: &Corpus) -> Option<Attributed<'_>> {
        let words = unowned(text, &words[..words.len().min(LONGEST)]);
        let year = words.iter().position(|word| year(&text[word.range()]).is_some())?;
        let mut found = Attributed { length: year + 1, works: Vec::new(), years: Vec::new() };
        for work in self.candidates(&words, year, corpus) {
            if !work.is_by(text, &words[..year]) {
                continue;
            }
            found.years.extend(work.year);
            for (at, word) in words.iter().enumerate().skip(year) {
                let Some(written) = year_of(text, word) else { break };
                if work.year == Some(written) {
                    found.works.push(&work.documents);
                    found.length = found.length.max(at + 1);
                }
            }
        }
        found.years.sort_unstable();
        found.years.dedup();
        (!found.years.is_empty()).then_some(found)
    }

    /// The families of the first authors of a year's works, without particles, as they are written.
    pub fn families(&self, year: u16, corpus: &Corpus) -> impl Iterator<Item = &str> {
        let all = self.works.iter().chain(self.led(Lead::Year(year), corpus));
        let of_year = all.filter(move |work| work.year == Some(year));
        of_year.map(|work| work.family.as_str()).filter(|family| !family.is_empty())
    }

    /// The works by an author whose name a stretch begins with and ends with.
    pub fn all_by(&self, text: &str, words: &[Word], corpus: &Corpus) -> Vec<&[DocumentId]> {
        let words = &unowned(text, words);
        let named =
            self.candidates(words, words.len(), corpus).into_iter().filter(|work| work.is_by(text, words));
        named.map(|work| work.documents.as_slice()).collect()
    }

    /// The works whose first author's family may stand among the words before a place.
    fn candidates(&self, words: &[Word], before: usize, corpus: &Corpus) -> Vec<&Work> {
        /// Given names stand before it, but not many.
        const GIVEN: usize = 4;
        let heads = || words[..before.min(words.len())].iter().take(GIVEN);
        let mut numbers: Vec<u32> =
            heads().filter_map(|word| self.authors.get(&word.hash)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let listed = numbers.into_iter().map(|number| &self.works[number as usize]);
        let mut own: Vec<&Work> =
            heads().flat_map(|word| self.led(Lead::Family(word.hash), corpus)).collect();
        own.sort_by_key(|work| work.documents[0]);
        own.dedup_by_key(|work| work.documents[0]);
        listed.chain(own).collect()
    }

    /// How many of the first words are the name of a publication.
    pub fn publication(&self, words: &[Word], corpus: &Corpus) -> Option<usize> {
        let first = words.first()?.hash;
        let listed = self.publications.get(&first).into_iter().flatten();
        let mut lengths: Vec<usize> =
            listed.map(|&number| self.works[number as usize].publication.len()).collect();
        lengths.extend(corpus.lengths(Lead::Imprint(first)).into_iter().map(|length| length as usize));
        lengths.sort_unstable();
        lengths.dedup();
        let is_one = |name: &[Word]| {
            self.listed(name).next().is_some()
                || without_entry(Lead::Publication(title::hash(name)), corpus).next().is_some()
        };
        lengths.into_iter().rev().find(|&length| words.get(..length).is_some_and(is_one))
    }

    /// The works that a publication, given by its words, has of a date.
    pub fn published(&self, name: &[Word], dates: &[Date], corpus: &Corpus) -> Vec<&[DocumentId]> {
        let fine = |date: &Date| matches!(date.grain(), Grain::Day | Grain::Month) && !date.is_open();
        let of_date = |work: &&Work| {
            let own = work.date.as_ref().filter(|date| fine(date));
            own.is_some_and(|own| dates.iter().any(|date| fine(date) && date.agrees(own)))
        };
        let own = self.led(Lead::Publication(title::hash(name)), corpus);
        self.listed(name).chain(own).filter(of_date).map(|work| work.documents.as_slice()).collect()
    }

    /// The documents of all works of a publication, in order.
    pub fn all_of(&self, name: &[Word], corpus: &Corpus) -> Vec<DocumentId> {
        let listed = self.listed(name).flat_map(|work| work.documents.iter().copied());
        let mut all: Vec<DocumentId> =
            listed.chain(without_entry(Lead::Publication(title::hash(name)), corpus)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The works of a publication that are listed.
    fn listed(&self, name: &[Word]) -> impl Iterator<Item = &Work> {
        let works = name.first().and_then(|first| self.publications.get(&first.hash));
        let works = works.into_iter().flatten().map(|&number| &self.works[number as usize]);
        works.filter(move |work| work.publication.iter().copied().eq(name.iter().map(|word| word.hash)))
    }
}

/// The documents without an entry to which a lead leads.
fn without_entry(lead: Lead, corpus: &Corpus) -> impl Iterator<Item = DocumentId> {
    corpus.led(lead).into_iter().filter(|id| !corpus.entries.contains_key(id))
}

impl Work {
    fn of(called: &Called, documents: Vec<DocumentId>) -> Work {
        let hashes = |text: &str| words(text).map(|word| word.hash).collect::<Vec<u64>>();
        let first = called.authors.first();
        let families = [
            first.map(|first| hashes(&first.family)).unwrap_or_default(),
            first.map(|first| hashes(first.bare_family())).unwrap_or_default(),
        ];
        Work {
            documents,
            families,
            family: first.map(|first| first.bare_family().to_owned()).unwrap_or_default(),
            authors: called.authors.len(),
            names: called.authors.iter().flat_map(|author| hashes(&author.name)).collect(),
            publication: called.publication.map(hashes).unwrap_or_default(),
            year: called.year().and_then(|year| year.parse().ok()),
            date: called.date.and_then(date),
        }
    }

    /// Whether words name its authors, the first with the family's name: "Ana Ferrer", "Ferrer & Marsh", "Ferrer et al.".
    fn is_by(&self, text: &str, words: &[Word]) -> bool {
        let begins = |at: usize| {
            let has = |family: &Vec<u64>| {
                !family.is_empty()
                    && words.len() >= at + family.len()
                    && family.iter().zip(&words[at..]).all(|(own, word)| *own == word.hash)
            };
            self.families.iter().any(has)
        };
        let is_name =
            |word: &Word| self.names.contains(&word.hash) || text[word.range()].chars().count() == 1;
        let Some(at) = (0..words.len()).find(|&at| begins(at)) else { return false };
        let joins = |word: &Word| has(references::NAME_JOINTS, &folded(&text[word.range()]));
        let others = |word: &Word| has(references::OTHERS, &folded(&text[word.range()]));
        let more = words.iter().any(others);
        words[..at].iter().all(is_name)
            && words[at..].iter().all(|word| is_name(word) || joins(word) || others(word))
            && (!more || self.authors > 1)
    }
}

/// Words with the hashes that they have without a possessive: "Ferrer’s (2021)".
fn unowned(text: &str, words: &[Word]) -> Vec<Word> {
    let unowned = |word: &Word| {
        let letters = folded(&text[word.range()]);
        owner(&letters).map_or(*word, |name| Word { hash: hash_of(name), ..*word })
    };
    words.iter().map(unowned).collect()
}

fn add(list: &mut Vec<u32>, number: u32) {
    if list.last() != Some(&number) {
        list.push(number);
    }
}

/// The date that a bibliography has.
fn date(written: &str) -> Option<Date> {
    let fact = facts_in(written, 0..written.len()).into_iter().next();
    fact.and_then(|Fact { value, .. }| match value {
        Value::Date(date) => Some(date),
        Value::Number(_) => None,
    })
}

/// The year that a word is, without the letter that tells several works apart.
fn year(word: &str) -> Option<u16> {
    is_year(word).then(|| word[..4].parse().ok()).flatten()
}

fn year_of(text: &str, word: &Word) -> Option<u16> {
    year(&text[word.range()])
}
