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
pub mod learned;
mod names;
pub mod page;
mod readings;
mod report;
pub mod sample;
pub mod section;
mod texts;
mod title;

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

use std::borrow::Borrow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use self::alike::{Answer, Asked};
use self::byline::Bylines;
use self::index::{CAPITAL, DEPTH, Index, tokens_of};
use self::learned::Learned;
use self::names::Names;
use self::report::Reports;
use self::texts::Texts;
use self::title::Titles;
use crate::bibliography::{FrontMatter, front_matter};
use crate::claim::citation::law::Report;
use crate::claim::fact::Date;
use crate::fold::{Word, hash_of, token};
use crate::load::Source;
use crate::parallel;

/// The sources of a project.
#[derive(Debug, Default)]
pub struct Corpus {
    /// By path.
    pub documents: Vec<Document>,
    /// The entries of every bibliography, those without a text here too.
    pub bibliography: Vec<Entry>,
    /// The documents that bare numbers cite, the first by 1; none where numbers cite nothing.
    pub numbered: Vec<DocumentId>,
    /// Where every run of words stands, if that is known; else the documents are read.
    pub index: Option<Index>,
    /// What other runs have read of its documents.
    readings: Option<Arc<Readings>>,
    names: Names,
    /// Made when a citation first names its source in words.
    titles: OnceLock<Titles>,
    bylines: OnceLock<Bylines>,
    reports: OnceLock<Reports>,
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
        Corpus::known(&sources, bibliographies, unread, Known::default())
    }

    /// Puts sources and bibliographies together. Each list of entries comes with the path of its file as shown.
    /// `unread` are the names of files that lie among the sources and have no text here, such as a PDF.
    pub fn known(
        sources: &[Source],
        bibliographies: Vec<(String, Vec<Entry>)>,
        unread: Vec<String>,
        Known { index, readings }: Known,
    ) -> Corpus {
        let numbered: Vec<(DocumentId, &Source)> = (0..).map(DocumentId).zip(sources).collect();
        let learned = parallel::map(&numbered, |(id, source)| {
            match index.as_ref().and_then(|index| index.learned(*id)) {
                Some(Learned { matter, glance }) => (matter, Some(glance)),
                None => (front_matter(&source.file), None),
            }
        });
        let (matters, glances): (Vec<Option<FrontMatter>>, Vec<_>) = learned.into_iter().unzip();
        // Without entries there is nothing to look for them for.
        let listed = bibliographies.iter().any(|(_, entries)| !entries.is_empty());
        let texts = if listed { Texts::new(sources, &matters) } else { Texts::default() };
        let mut corpus = Corpus { index, readings: readings.map(Arc::new), ..Corpus::default() };
        let mut listed: Vec<(Entry, Vec<usize>)> = Vec::new();
        for (path, entries) in bibliographies {
            let folder = Path::new(&path).parent().unwrap_or(Path::new("")).to_owned();
            listed.extend(entries.into_iter().map(|entry| {
                let files = texts.of_files(&entry, &folder);
                (entry, files)
            }));
        }
        let mut entry_of: Vec<Option<usize>> = vec![None; sources.len()];
        for (index, (_, texts)) in listed.iter().enumerate() {
            for &text in texts {
                entry_of[text].get_or_insert(index);
            }
        }
        let by_files = entry_of.clone();
        for (index, (entry, own)) in listed.iter_mut().enumerate().filter(|(_, (_, own))| own.is_empty()) {
            // A text that a file leads to is another work's.
            own.extend(texts.of_name(entry).filter(|&text| by_files[text].is_none()));
            for &text in &*own {
                entry_of[text].get_or_insert(index);
            }
        }
        for (entry, texts) in listed {
            let documents: Vec<_> = texts.iter().map(|&text| DocumentId(text as u32)).collect();
            for address in entry.url.iter().chain(&entry.doi) {
                corpus.names.add_address(address, &documents);
            }
            corpus.names.add(&entry.key, &documents);
            corpus.bibliography.push(entry);
        }
        let listed: FxHashSet<&str> = corpus.bibliography.iter().map(|entry| entry.key.as_str()).collect();
        let sources = sources.iter().zip(entry_of).zip(matters.into_iter().zip(glances));
        for (i, ((source, entry), (matter, glance))) in sources.enumerate() {
            let id = DocumentId(i as u32);
            let stated = matter.as_ref().and_then(|matter| matter.key.as_deref());
            let key = match (entry, stated.filter(|key| !listed.contains(key))) {
                (Some(entry), _) => corpus.bibliography[entry].key.clone(),
                (None, Some(stated)) => stated.to_owned(),
                // A file whose name a bibliography gives to another text goes by its whole path.
                (None, None) if listed.contains(source.name.as_str()) => source.file.path.clone(),
                (None, None) => source.name.clone(),
            };
            if entry.is_none() {
                corpus.names.add(&key, &[id]);
            }
            if key != source.name && !listed.contains(source.name.as_str()) {
                corpus.names.add(&source.name, &[id]);
            }
            for address in matter.iter().flat_map(|matter| matter.url.iter().chain(&matter.doi)) {
                corpus.names.add_address(address, &[id]);
            }
            let document = Document::new(key, Arc::clone(&source.file), entry, matter.map(Box::new));
            corpus.documents.push(document.seen(glance, corpus.readings.clone()));
        }
        for name in unread {
            corpus.names.add(&name, &[]);
        }
        corpus
    }

    /// The documents that a key or a file's name names: none of them where its text is not here, and nothing for a name
    /// that is not known here.
    pub fn named(&self, name: &str) -> Option<&[DocumentId]> {
        self.names.named(name)
    }

    /// The document that a bare number cites.
    pub fn by_number(&self, number: u32) -> Option<&[DocumentId]> {
        let at = (number as usize).checked_sub(1)?;
        self.numbered.get(at..=at)
    }

    /// The documents that lie at a web address or under a DOI, as [`Corpus::named`] has them.
    pub fn addressed(&self, address: &str) -> Option<&[DocumentId]> {
        self.names.addressed(address)
    }

    /// The longest title that these words of a text begin with, and the documents that bear it.
    pub fn titled(&self, words: &[Word]) -> Option<Titled<'_>> {
        self.titles.get_or_init(|| Titles::new(&self.documents, &self.bibliography)).at(words)
    }

    /// What words name by an author and a year, "Ferrer and Marsh 2021", if they begin with an author's name.
    pub fn by_author(&self, text: &str, words: &[Word]) -> Option<Attributed<'_>> {
        self.bylines().by_author(text, words)
    }

    /// The families of the first authors of a year's works.
    pub fn families(&self, year: u16) -> impl Iterator<Item = &str> {
        self.bylines().families(year)
    }

    /// The documents of each work by an author, whose name is all that the words are.
    pub fn all_by(&self, text: &str, words: &[Word]) -> Vec<&[DocumentId]> {
        self.bylines().all_by(text, words)
    }

    /// How many of the first words are the name of a publication.
    pub fn publication(&self, words: &[Word]) -> Option<usize> {
        self.bylines().publication(words)
    }

    /// Every document of a publication, given by its words.
    pub fn all_of(&self, publication: &[Word]) -> Vec<DocumentId> {
        self.bylines().all_of(publication)
    }

    /// The documents of each work that a publication, given by its words, has of a date.
    pub fn published(&self, name: &[Word], dates: &[Date]) -> Vec<&[DocumentId]> {
        self.bylines().published(name, dates)
    }

    /// The documents of each work that stands in a law report, or in a code.
    pub fn reported(&self, report: &Report) -> Vec<&[DocumentId]> {
        self.reports.get_or_init(|| Reports::new(&self.documents)).at(report)
    }

    /// The [`Readings`] for the next run, with what this one has read of the documents of which something may be kept, by their
    /// places; none where there is nothing new.
    pub fn readings(&self, may_be_kept: &dyn Fn(usize) -> bool) -> Option<Vec<u8>> {
        let documents = self.documents.iter().enumerate().filter(|(at, _)| may_be_kept(*at));
        readings::grown(self.readings.as_deref(), documents.map(|(_, document)| document))
    }

    fn bylines(&self) -> &Bylines {
        self.bylines.get_or_init(|| Bylines::new(&self.documents, &self.bibliography))
    }

    /// Every author that a bibliography or a source's own front matter names.
    pub fn authors(&self) -> impl Iterator<Item = &Author> {
        let listed = self.bibliography.iter().flat_map(|entry| &entry.authors);
        let own = self.documents.iter().filter_map(|document| document.matter.as_deref());
        listed.chain(own.flat_map(|matter| &matter.authors))
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

    /// Every key and every name of a file, sorted.
    pub fn keys(&self) -> Vec<&str> {
        self.names.all()
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
        (0..self.documents.len() as u32).map(DocumentId)
    }

    /// The document with an id of this corpus.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{Files, Format};

    /// A corpus of texts, each with its path and its name, and one bibliography.
    fn corpus(texts: &[(&str, &str, &str)], bibliography: &str, unread: &[&str]) -> Corpus {
        let mut files = Files::default();
        let mut add = |path: &str, format, text: &str| {
            files.add(|id| crate::file::File::new(id, path.into(), "UTF-8", format, text.into()))
        };
        let sources = texts
            .iter()
            .map(|(path, name, text)| Source::new(add(path, Format::Markdown, text), (*name).into()));
        let sources: Vec<Source> = sources.collect();
        let (entries, _) = crate::bibliography::read(&add("a/refs.bib", Format::Bibliography, bibliography));
        Corpus::new(sources, vec![("a/refs.bib".into(), entries)], unread.iter().map(|&n| n.into()).collect())
    }

    fn ids(ids: &[u32]) -> Vec<DocumentId> {
        ids.iter().map(|&id| DocumentId(id)).collect()
    }

    #[test]
    fn a_name_names_every_text_that_goes_by_it() {
        let texts = [
            ("a/ferry.txt", "ferry", ""),
            ("a/log.txt", "log", ""),
            ("b/log.txt", "log", ""),
            ("a/x.txt", "x", ""),
        ];
        let entries = "@misc{both, file = {ferry.txt;log.txt}} @misc{again, file = {ferry.txt}} \
                       @misc{alone, url = {https://h.example/alone}} @misc{x, file = {y.txt}}";
        let corpus = corpus(&texts, entries, &["scan", "ferry"]);
        let table: [(&str, Option<Vec<DocumentId>>); 9] = [
            ("both", Some(ids(&[0, 1]))),
            ("again", Some(ids(&[0]))),
            ("ferry", Some(ids(&[0]))),
            ("log", Some(ids(&[1, 2]))),
            ("alone", Some(ids(&[]))),
            ("scan", Some(ids(&[]))),
            ("x", Some(ids(&[]))),
            ("a/x.txt", Some(ids(&[3]))),
            ("nothing", None),
        ];
        for (name, documents) in table {
            assert_eq!(corpus.named(name).map(<[_]>::to_vec), documents, "{name}");
        }
        assert_eq!(corpus.addressed("http://www.h.example/alone/"), Some(&[][..]));
        assert_eq!(corpus.keys(), ["a/x.txt", "again", "alone", "both", "ferry", "log", "scan", "x"]);
    }

    #[test]
    fn an_entry_without_a_file_is_about_the_text_of_its_key_or_its_address() {
        let texts = [
            ("a/ferry.txt", "ferry", ""),
            ("a/deep/log.txt", "deep/log", ""),
            ("a/x/twice.txt", "x/twice", ""),
            ("a/y/twice.txt", "y/twice", ""),
            ("a/web.md", "web", "---\nurl: https://h.example/quay/\n---\n"),
            ("a/doi.md", "doi", "---\ndoi: 10.1234/Q\ntitle: The Quay\n---\n"),
            ("a/own.md", "own", "---\ncitekey: ward21\n---\n"),
            ("a/key.md", "key", "---\ncitation_key: low20\nurl: https://h.example/low\n---\n"),
            ("a/taken.txt", "taken", ""),
        ];
        let entries = "@misc{ferry, file = {/home/x/scan.pdf}} @misc{log, title = {The Log}} @misc{twice, title = {T}} \
                       @misc{a, url = {http://www.h.example/quay}} @misc{b, doi = {10.1234/q}, publisher = {P}} @misc{ward21,} \
                       @misc{other, file = {taken.txt}} @misc{taken, title = {T}} @misc{ferry, title = {Again}}";
        let corpus = corpus(&texts, entries, &[]);
        for (name, documents) in [
            ("ferry", Some(ids(&[0]))),
            ("log", Some(ids(&[1]))),
            ("deep/log", Some(ids(&[1]))),
            ("twice", Some(ids(&[]))),
            ("x/twice", Some(ids(&[2]))),
            ("a", Some(ids(&[4]))),
            ("b", Some(ids(&[5]))),
            ("ward21", Some(ids(&[6]))),
            ("own", Some(ids(&[6]))),
            ("low20", Some(ids(&[7]))),
            ("key", Some(ids(&[7]))),
            ("taken", Some(ids(&[]))),
            ("other", Some(ids(&[8]))),
        ] {
            assert_eq!(corpus.named(name).map(<[_]>::to_vec), documents, "{name}");
        }
        assert_eq!(corpus.addressed("https://h.example/low"), Some(&ids(&[7])[..]));
        let called = corpus.called(corpus.document(DocumentId(5)));
        assert_eq!((called.title, called.publication), (Some("The Quay"), Some("P")));
        assert_eq!(corpus.document(DocumentId(7)).key, "low20");
    }

    #[test]
    fn what_a_text_says_of_itself_names_it() {
        let matter = "---\ntitle: The Old Quay\nauthor: Ann van Low\ndate: 2021-05-02\npublication: Harbour Gazette\n---\n# Other\n";
        let corpus = corpus(&[("a/quay.md", "quay", matter)], "", &[]);
        let words = |text: &str| crate::fold::words(text).collect::<Vec<_>>();
        assert_eq!(corpus.title(DocumentId(0)), Some("The Old Quay"));
        assert_eq!(corpus.titled(&words("the old quay, 7")).map(|titled| titled.length), Some(3));
        for text in ["Van Low 2021", "Low 2021"] {
            let found = corpus.by_author(text, &words(text)).unwrap();
            assert_eq!(found.works, [&ids(&[0])[..]], "{text}");
        }
        assert_eq!(corpus.all_of(&words("Harbour Gazette")), ids(&[0]));
        assert!(corpus.bibliography.is_empty());
    }
}
