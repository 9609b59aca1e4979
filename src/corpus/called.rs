//! What a source is called: its title, its authors, its date, where it was published and where it lies.
//!
//! Takes a document or an entry of the bibliography, and hands on one answer: an entry goes before what the text says of itself
//! in its front matter, which fills what the entry lacks.

use crate::bibliography::{Author, Entry, FrontMatter, year};

/// What a source is called, beside its key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Called<'a> {
    /// The title that is stated: one that a text merely opens with is [`super::Corpus::title`].
    pub title: Option<&'a str>,
    /// The title as later citations shorten it.
    pub short_title: Option<&'a str>,
    /// What stands for it in its field, in place of an author and a title.
    pub shorthand: Option<&'a str>,
    /// The authors; the editors of a work without authors.
    pub authors: &'a [Author],
    /// The date as written, `2023-03-03`, `2023-03` or `2023`.
    pub date: Option<&'a str>,
    /// The journal, paper, book, site or body that published it.
    pub publication: Option<&'a str>,
    /// Its address.
    pub url: Option<&'a str>,
    /// Its DOI, as written.
    pub doi: Option<&'a str>,
}

impl<'a> Called<'a> {
    /// What an entry and a front matter say.
    pub fn of(entry: Option<&'a Entry>, matter: Option<&'a FrontMatter>) -> Called<'a> {
        let either = |listed: fn(&Entry) -> &Option<String>, stated: fn(&FrontMatter) -> &Option<String>| {
            let listed = entry.and_then(|entry| listed(entry).as_deref());
            listed.or_else(|| matter.and_then(|matter| stated(matter).as_deref()))
        };
        let listed = entry.map(|entry| entry.authors.as_slice()).filter(|authors| !authors.is_empty());
        let stated = || matter.map(|matter| matter.authors.as_slice());
        Called {
            title: either(|entry| &entry.title, |matter| &matter.title),
            short_title: either(|entry| &entry.short_title, |matter| &matter.short_title),
            shorthand: entry.and_then(|entry| entry.shorthand.as_deref()),
            authors: listed.or_else(stated).unwrap_or_default(),
            date: either(|entry| &entry.date, |matter| &matter.date),
            publication: either(|entry| &entry.publication, |matter| &matter.publication),
            url: either(|entry| &entry.url, |matter| &matter.url),
            doi: either(|entry| &entry.doi, |matter| &matter.doi),
        }
    }

    /// The year of its date.
    pub fn year(&self) -> Option<&'a str> {
        self.date.and_then(year)
    }
}
