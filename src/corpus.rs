//! The sources together: documents with their keys, and the bibliography that names them.
//!
//! Takes the sources that were loaded and hands on a `Corpus`, immutable, in which `matching` looks for wording, for
//! what a citation names, and for the sentences that a statement restates.

pub mod address;
pub mod alike;
mod beginning;
pub mod by_hash;
mod byline;
mod called;
pub mod document;
mod duplicate;
pub mod index;
mod lead;
mod leads;
pub mod learned;
mod names;
pub mod page;
mod readings;
mod remembered;
mod report;
pub mod sample;
pub mod section;
mod texts;
mod title;
mod words;

pub use crate::bibliography::{Author, Entry};
pub use beginning::Beginning;
pub use byline::Attributed;
pub use called::Called;
pub use document::{Document, DocumentId};
pub use duplicate::duplicate_keys;
pub use page::number as page_number;
pub use readings::Readings;
pub use section::Standing;
pub use title::{Titled, main as main_title};
pub use words::Stream;

use std::borrow::{Borrow, Cow};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use self::alike::{Answer, Asked};
use self::byline::Bylines;
use self::index::{CAPITAL, DEPTH, Index, tokens_of};
use self::lead::Lead;
use self::leads::Leads;
use self::learned::{Glance, Learned};
use self::names::Names;
use self::remembered::Remembered;
use self::report::Reports;
use self::sample::Sample;
use self::texts::{Assigned, Texts};
use self::title::Titles;
use crate::bibliography::{FrontMatter, front_matter};
use crate::claim::citation::law::Report;
use crate::claim::fact::Date;
use crate::file::on_demand::OnDemand;
use crate::fold::{Word, hash_of, token, words, words_in};
use crate::load::{Source, Sources};
use crate::parallel;

/// The sources of a project. Its documents are made when somebody looks at them.
#[derive(Debug, Default)]
pub struct Corpus {
    /// By path.
    sources: Sources,
    documents: OnDemand<Document>,
    /// The entries of every bibliography, those without a text here too.
    pub bibliography: Vec<Entry>,
    /// The keys of those.
    listed: FxHashSet<String>,
    /// The entries of the documents that have one, as indexes into the bibliography.
    entries: FxHashMap<DocumentId, usize>,
    /// The documents that bare numbers cite, the first by 1; none where numbers cite nothing.
    pub numbered: Vec<DocumentId>,
    /// Where every run of words stands, if that is known; else the documents are read.
    pub index: Option<Index>,
    /// What other runs have read of its documents.
    readings: Option<Arc<Readings>>,
    names: Names,
    /// What leads to its documents, without an index.
    leads: Leads,
    /// Made when a citation first names its source in words.
    titles: OnceLock<Titles>,
    /// The titles that were found, by their words, so that their documents can be lent.
    titled: Remembered<Vec<u64>, (usize, Vec<DocumentId>)>,
    bylines: OnceLock<Bylines>,
    reports: OnceLock<Reports>,
    words: OnceLock<Option<words::Few>>,
}

/// What is known of sources beside their texts. None of it changes what is found.
#[derive(Debug, Default)]
pub struct Known {
    /// The index of the sources, in their order.
    pub index: Option<Index>,
    /// What other runs have read of such texts.
    pub readings: Option<Readings>,
}

impl Corpus {
    /// Puts sources and bibliographies together, without what is known of them; see [`Corpus::known`].
    pub fn new(
        sources: Vec<Source>,
        bibliographies: Vec<(String, Vec<Entry>)>,
        unread: Vec<String>,
    ) -> Corpus {
        Corpus::known(sources, bibliographies, unread, Known::default())
    }

    /// Puts sources and bibliographies together. Each list of entries comes with the path of its file as shown.
    /// `unread` are the names of files that lie among the sources and have no text here, such as a PDF.
    pub fn known(
        sources: impl Into<Sources>,
        bibliographies: Vec<(String, Vec<Entry>)>,
        unread: Vec<String>,
        Known { index, readings }: Known,
    ) -> Corpus {
        let sources = sources.into();
        let documents = OnDemand::new(sources.len());
        let mut corpus =
            Corpus { sources, documents, index, readings: readings.map(Arc::new), ..Corpus::default() };
        // Without entries there is nothing to look for their texts for.
        if bibliographies.iter().any(|(_, entries)| !entries.is_empty()) {
            corpus.list(bibliographies);
        }
        for name in unread {
            corpus.names.add(&name, &[]);
        }
        corpus
    }

    /// Adds the entries of bibliographies, each with its texts.
    fn list(&mut self, bibliographies: Vec<(String, Vec<Entry>)>) {
        let ids: Vec<DocumentId> = self.ids().collect();
        let matters = parallel::map(&ids, |&id| self.learned(id).0);
        let texts = Texts::new(&self.sources, &matters);
        let Assigned { listed, entry_of } = texts.assigned(bibliographies);
        for (entry, texts) in listed {
            let documents: Vec<_> = texts.iter().map(|&text| DocumentId(text as u32)).collect();
            for address in entry.url.iter().chain(&entry.doi) {
                self.names.add_address(address, &documents);
            }
            self.names.add(&entry.key, &documents);
            self.listed.insert(entry.key.clone());
            self.bibliography.push(entry);
        }
        let entries = ids.into_iter().zip(entry_of).filter_map(|(id, entry)| Some((id, entry?)));
        self.entries = entries.collect();
        // A file whose name a bibliography gives to another text goes by its whole path.
        let elsewhere: Vec<(String, DocumentId)> = self
            .listed
            .iter()
            .flat_map(|key| self.names.of_file(key, self))
            .filter(|id| !self.entries.contains_key(id))
            .map(|id| (self.document(id).key.clone(), id))
            .collect();
        elsewhere.into_iter().for_each(|(key, id)| self.names.add(&key, &[id]));
    }

    /// What the text of a document says of it: its front matter and, if that is known from another run, what it shows at a glance.
    fn learned(&self, id: DocumentId) -> (Option<FrontMatter>, Option<Glance>) {
        match self.index.as_ref().and_then(|index| index.learned(id)) {
            Some(Learned { matter, glance }) => (matter, Some(glance)),
            None => (front_matter(&self.sources[id.0 as usize].file), None),
        }
    }

    fn made(&self, id: DocumentId) -> Document {
        let source = &self.sources[id.0 as usize];
        let (matter, glance) = self.learned(id);
        let entry = self.entries.get(&id).copied();
        let stated = matter.as_ref().and_then(|matter| matter.key.as_deref());
        let key = match (entry, stated.filter(|key| !self.lists(key))) {
            (Some(entry), _) => self.bibliography[entry].key.clone(),
            (None, Some(stated)) => stated.to_owned(),
            (None, None) if self.lists(&source.name) => source.file.path.clone(),
            (None, None) => source.name.clone(),
        };
        let document = Document::new(key, Arc::clone(&source.file), entry, matter.map(Box::new));
        document.seen(glance, self.readings.clone())
    }

    /// Whether an entry has a key.
    fn lists(&self, key: &str) -> bool {
        self.listed.contains(key)
    }

    /// The documents that a lead leads to, in order.
    fn led(&self, lead: Lead) -> Vec<DocumentId> {
        match &self.index {
            Some(index) => index.led(lead.number()),
            None => self.leads.of(lead, self).into_iter().map(DocumentId).collect(),
        }
    }

    /// The numbers of words to which a lead leads.
    fn lengths(&self, lead: Lead) -> Vec<u32> {
        match &self.index {
            Some(index) => index.lengths(lead.number()),
            None => self.leads.of(lead, self),
        }
    }

    /// Every work that the bibliographies list, with the documents that have its text, the first of which has its front matter.
    fn listed_works(&self) -> impl Iterator<Item = (Called<'_>, Vec<DocumentId>)> {
        let mut of_entry: Vec<Vec<DocumentId>> = vec![Vec::new(); self.bibliography.len()];
        self.entries.iter().for_each(|(&id, &entry)| of_entry[entry].push(id));
        self.bibliography.iter().zip(of_entry).map(|(entry, mut ids)| {
            ids.sort_unstable();
            let matter = ids.first().and_then(|&id| self.document(id).matter.as_deref());
            (Called::of(Some(entry), matter), ids)
        })
    }

    /// The documents that a key or a file's name names: none of them where its text is not here, and nothing for a name
    /// that is not known here.
    pub fn named(&self, name: &str) -> Option<&[DocumentId]> {
        self.names.named(name, self)
    }

    /// The document that a bare number cites.
    pub fn by_number(&self, number: u32) -> Option<&[DocumentId]> {
        let at = (number as usize).checked_sub(1)?;
        self.numbered.get(at..=at)
    }

    /// The documents that lie at a web address or under a DOI, as [`Corpus::named`] has them.
    pub fn addressed(&self, address: &str) -> Option<&[DocumentId]> {
        self.names.addressed(address, self)
    }

    /// The longest title that these words of a text begin with, and the documents that bear it.
    pub fn titled(&self, words: &[Word]) -> Option<Titled<'_>> {
        let titles = self.titles.get_or_init(|| Titles::new(self.listed_works()));
        let (length, documents) = titles.at(words, self)?;
        let title: Vec<u64> = words[..length].iter().map(|word| word.hash).collect();
        let (length, documents) = self.titled.get(title.as_slice(), || Some((length, documents)))?;
        Some(Titled { length: *length, documents })
    }

    /// What words name by an author and a year, "Ferrer and Marsh 2021", if they begin with an author's name.
    pub fn by_author(&self, text: &str, words: &[Word]) -> Option<Attributed<'_>> {
        self.bylines().by_author(text, words, self)
    }

    /// The families of the first authors of a year's works.
    pub fn families(&self, year: u16) -> impl Iterator<Item = &str> {
        self.bylines().families(year, self)
    }

    /// The documents of each work by an author, whose name is all that the words are.
    pub fn all_by(&self, text: &str, words: &[Word]) -> Vec<&[DocumentId]> {
        self.bylines().all_by(text, words, self)
    }

    /// How many of the first words are the name of a publication.
    pub fn publication(&self, words: &[Word]) -> Option<usize> {
        self.bylines().publication(words, self)
    }

    /// Every document of a publication, given by its words.
    pub fn all_of(&self, publication: &[Word]) -> Vec<DocumentId> {
        self.bylines().all_of(publication, self)
    }

    /// The documents of each work that a publication, given by its words, has of a date.
    pub fn published(&self, name: &[Word], dates: &[Date]) -> Vec<&[DocumentId]> {
        self.bylines().published(name, dates, self)
    }

    /// The documents of each work that stands in a law report, or in a code.
    pub fn reported(&self, report: &Report) -> Vec<&[DocumentId]> {
        self.reports.get_or_init(|| Reports::new(self.reporting())).at(report)
    }

    /// The [`Readings`] for the next run, with what this one has read of the documents of which something may be kept, by their
    /// places; none where there is nothing new.
    pub fn readings(&self, may_be_kept: &dyn Fn(usize) -> bool) -> Option<Vec<u8>> {
        let documents = self.documents.made().filter(|(at, _)| may_be_kept(*at));
        readings::grown(self.readings.as_deref(), documents.map(|(_, document)| document))
    }

    fn bylines(&self) -> &Bylines {
        self.bylines.get_or_init(|| Bylines::new(self.listed_works(), self.len()))
    }

    /// The documents with law reports at their heads.
    fn reporting(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        self.led(Lead::Report).into_iter().map(|id| (id, self.document(id)))
    }

    /// Whether the beginning of any document is such a one.
    pub fn any_begins(&self, is_such: impl Fn(Sample) -> bool) -> bool {
        match &self.index {
            Some(index) => {
                let mut such = Sample::all().filter(|&sample| is_such(sample));
                such.any(|sample| index.leads(Lead::Sample(sample).number()))
            }
            None => self.documents().any(|(_, document)| is_such(document.sample())),
        }
    }

    /// The authors, as a bibliography or a source's own front matter names them, in whose names a word stands, by its hash.
    pub fn authors_with(&self, word: u64) -> impl Iterator<Item = &Author> {
        let listed = self.bibliography.iter().flat_map(|entry| &entry.authors);
        let own = self.led(Lead::Author(word)).into_iter();
        let own = own.filter_map(|id| self.document(id).matter.as_deref()).flat_map(|matter| &matter.authors);
        listed.chain(own).filter(move |author| words(&author.name).any(|own| own.hash == word))
    }

    /// What a document is called, by its entry and by its own front matter.
    pub fn called<'a>(&'a self, document: &'a Document) -> Called<'a> {
        let entry = document.entry.map(|entry| &self.bibliography[entry]);
        Called::of(entry, document.matter.as_deref())
    }

    /// A document's title: its entry's, or the one that its own text opens with.
    pub fn title(&self, id: DocumentId) -> Option<&str> {
        let document = self.document(id);
        self.called(document).title.or_else(|| document.own_title())
    }

    /// The passages that say much the same as each statement, and the document that it draws on; see [`alike`].
    pub fn passages_like(&self, asked: &[impl Borrow<Asked>]) -> Vec<Answer> {
        alike::passages_like(&asked.iter().map(Borrow::borrow).collect::<Vec<&Asked>>(), self)
    }

    /// At most so many passages that begin with words that are being typed, those first that begin as a sentence or a quotation
    /// does.
    pub fn beginnings(&self, typed: &str, most: usize) -> Vec<Beginning> {
        beginning::beginnings(self, typed, most)
    }

    /// The words of a document's whole text.
    pub fn words(&self, id: DocumentId) -> Stream<'_> {
        self.few_words().map_or_else(|| Stream::of(self.document(id)), |few| few.stream(id.0 as usize))
    }

    /// The words of a document that lie in a range of its text, whose ends part words.
    fn words_within(&self, id: DocumentId, range: Range<usize>) -> Cow<'_, [Word]> {
        match self.few_words() {
            Some(few) => Cow::Borrowed(few.within(id.0 as usize, range)),
            None => Cow::Owned(words_in(self.document(id).file.text(), range).collect()),
        }
    }

    /// Whether a word may stand in a document, by its token.
    fn may_have(&self) -> impl Fn(u32) -> bool {
        let few = self.few_words();
        move |token| few.is_none_or(|few| few.may_have(token))
    }

    /// The words of all documents, if these are few and no index has them.
    fn few_words(&self) -> Option<&words::Few> {
        if self.index.is_some() {
            return None;
        }
        self.words.get_or_init(|| words::Few::of(self)).as_ref()
    }

    /// Every key and every name of a file, sorted.
    pub fn keys(&self) -> Vec<&str> {
        self.names.all(self)
    }

    /// The documents that may have some folded words in a row, the last of them as it is or as an owner's, in order: all of them
    /// without an index. Of many words the first few count.
    pub fn holding(&self, words: &[String]) -> Vec<DocumentId> {
        let Some((index, (last, before))) =
            self.index.as_ref().zip(words[..words.len().min(DEPTH)].split_last())
        else {
            return self.ids().collect();
        };
        let mut run: Vec<u32> = before.iter().map(|word| token(hash_of(word))).collect();
        let mut documents = Vec::new();
        for last in tokens_of(last) {
            run.truncate(before.len());
            run.push(last);
            documents.extend(index.documents_with(&run));
        }
        documents.sort_unstable();
        documents.dedup();
        documents
    }

    /// Whether the first words of a document may have some in their order, with others between them: without an index any may.
    pub fn opens_with(&self, id: DocumentId, words: &[Word], within: usize) -> bool {
        self.index.as_ref().is_none_or(|index| {
            let mut opening = index.tokens(id, 0..within).map(|word| word & !CAPITAL);
            words.iter().all(|word| opening.any(|other| other == token(word.hash)))
        })
    }

    /// The ids of all documents, in order.
    pub fn ids(&self) -> impl Iterator<Item = DocumentId> + use<> {
        (0..self.sources.len() as u32).map(DocumentId)
    }

    /// All documents, in order.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = (DocumentId, &Document)> {
        (0..self.sources.len()).map(|at| (DocumentId(at as u32), self.document(DocumentId(at as u32))))
    }

    /// How many bytes of text they have.
    pub fn bytes(&self) -> usize {
        self.sources.iter().map(|source| source.file.length()).sum()
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The document with an id of this corpus.
    pub fn document(&self, id: DocumentId) -> &Document {
        self.documents.get(id.0 as usize, || self.made(id))
    }
}

#[cfg(test)]
mod tests;
