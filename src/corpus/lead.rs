//! What may lead to a document without a look at it: the key and the addresses that it states, its titles, its authors, where it was
//! published, its law reports, its script.
//!
//! Takes what a document's text says of it, and hands on numbers by which documents are found, in an index or in a list of all of
//! them. Whoever follows the number of a key or an address looks whether the document states it; those of words are hashes of 64 bits
//! as words themselves are, and are taken for them.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::address::canonical;
use super::learned::{Glance, Learned};
use super::sample::Sample;
use super::{Called, title};
use crate::bibliography::FrontMatter;
use crate::claim::citation::law::Report;
use crate::fold::{Word, words};

/// A way that leads to documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Lead<'a> {
    /// Its beginning.
    Sample(Sample),
    /// The key that its front matter states.
    Key(&'a str),
    /// An address or a DOI that its front matter states, in one form.
    Address(&'a str),
    /// A title, or its short form, that its front matter states, by the hash of its words.
    Stated(u64),
    /// The title that it opens with, by the hash of its words.
    Title(u64),
    /// A law report stands at its head.
    Report,
    /// A word of the name of one of its authors.
    Author(u64),
    /// The first word of its first author's family.
    Family(u64),
    /// The year that its front matter states.
    Year(u16),
    /// Where it was published, by the hash of the name's words.
    Publication(u64),
    /// The first words of titles. It leads to numbers of words, and to no documents.
    Opening(u64),
    /// The first word of publications' names. It leads to numbers of words, too.
    Imprint(u64),
}

impl Lead<'_> {
    /// The number that documents are found by.
    pub fn number(self) -> u64 {
        let mut hasher = FxHasher::default();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// Leads that one look at a document tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Matter,
    Title,
    Report,
}

impl Group {
    pub const COUNT: usize = 3;
}

impl Lead<'_> {
    /// The groups that have such leads.
    pub fn groups(self) -> &'static [Group] {
        match self {
            // Without an index the documents are asked, of which the first may tell.
            Lead::Sample(_) => &[],
            Lead::Title(_) => &[Group::Title],
            Lead::Opening(_) => &[Group::Title, Group::Matter],
            Lead::Report => &[Group::Report],
            _ => &[Group::Matter],
        }
    }
}

/// Takes a number, and a number of words for a [`Lead::Opening`].
type Take<'t> = dyn FnMut(u64, Option<u32>) + 't;

/// All leads to a document of which this was learned.
pub(super) fn all(learned: &Learned, take: &mut Take) {
    let Learned { matter, glance: Glance { title, reports, sample } } = learned;
    of_sample(*sample, take);
    of_matter(matter.as_ref(), take);
    of_title(title.as_deref(), take);
    of_reports(reports, take);
}

/// That of its beginning.
fn of_sample(sample: Sample, take: &mut Take) {
    take(Lead::Sample(sample).number(), None);
}

/// Those of its front matter.
pub(super) fn of_matter(matter: Option<&FrontMatter>, take: &mut Take) {
    let Some(matter) = matter else { return };
    if let Some(key) = &matter.key {
        take(Lead::Key(key).number(), None);
    }
    for address in matter.url.iter().chain(&matter.doi) {
        take(Lead::Address(&canonical(address)).number(), None);
    }
    for stated in matter.title.iter().chain(&matter.short_title) {
        titles(stated, Lead::Stated, take);
    }
    of_byline(matter, take);
}

/// Those of its authors and of where and when it was published.
fn of_byline(matter: &FrontMatter, take: &mut Take) {
    for author in &matter.authors {
        words(&author.name).for_each(|word| take(Lead::Author(word.hash).number(), None));
    }
    if let Some(first) = matter.authors.first() {
        let heads = [&*first.family, first.bare_family()].map(|family| words(family).next());
        heads.into_iter().flatten().for_each(|head| take(Lead::Family(head.hash).number(), None));
    }
    if let Some(year) = Called::of(None, Some(matter)).year().and_then(|year| year.parse().ok()) {
        take(Lead::Year(year).number(), None);
    }
    let name: Vec<Word> = matter.publication.iter().flat_map(|name| words(name)).collect();
    if let Some(first) = name.first() {
        take(Lead::Imprint(first.hash).number(), Some(name.len() as u32));
        take(Lead::Publication(title::hash(&name)).number(), None);
    }
}

/// Those of the title that it opens with.
pub(super) fn of_title(title: Option<&str>, take: &mut Take) {
    if let Some(title) = title {
        titles(title, Lead::Title, take);
    }
}

/// That of the reports at its head.
pub(super) fn of_reports(reports: &[Report], take: &mut Take) {
    if !reports.is_empty() {
        take(Lead::Report.number(), None);
    }
}

fn titles(title: &str, lead: fn(u64) -> Lead<'static>, take: &mut Take) {
    title::forms(title, &mut |opening, whole, length| {
        take(Lead::Opening(opening).number(), Some(length as u32));
        take(lead(whole).number(), None);
    });
}
