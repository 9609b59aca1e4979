//! What every key, file name and web address of a project names.
//!
//! Takes names with their documents, as bibliographies give them, and the corpus, whose documents go by what they state and by
//! their files; hands on look-ups. A name may name several texts, or an entry whose text is not here.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::canonical;
use super::by_hash::ByHash;
use super::lead::Lead;
use super::remembered::Remembered;
use super::{Corpus, DocumentId};
use crate::fold::hash_of;

/// Names and the documents that go by them.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Those that are given: of entries, and of files without a text.
    names: FxHashMap<String, Vec<DocumentId>>,
    addresses: FxHashMap<String, Vec<DocumentId>>,
    /// The documents by the names of their files, made when somebody first asks; where the sources are listed, that list tells.
    by_file: OnceLock<ByHash<DocumentId>>,
    /// What was asked for.
    named: Remembered<String, Vec<DocumentId>>,
    addressed: Remembered<String, Vec<DocumentId>>,
}

impl Names {
    /// Has a name name these documents, too.
    pub fn add(&mut self, name: &str, documents: &[DocumentId]) {
        self.names.entry(name.to_owned()).or_default().extend(documents);
    }

    /// Has an address name these documents, too.
    pub fn add_address(&mut self, address: &str, documents: &[DocumentId]) {
        self.addresses.entry(canonical(address)).or_default().extend(documents);
    }

    /// What a name names.
    pub fn named(&self, name: &str, corpus: &Corpus) -> Option<&[DocumentId]> {
        let answer = || {
            let given = self.names.get(name);
            let stated = corpus.led(Lead::Key(name));
            let own = self.of_file(name, corpus).into_iter().chain(stated);
            let own = own.filter(|&id| goes_by(id, name, corpus));
            merged(given, own)
        };
        self.named.get(name, answer).map(Vec::as_slice)
    }

    /// What lies at an address, in whatever form it is written.
    pub fn addressed(&self, address: &str, corpus: &Corpus) -> Option<&[DocumentId]> {
        let address = canonical(address);
        let answer = || {
            let lies_there = |id: &DocumentId| {
                let matter = corpus.document(*id).matter.as_deref();
                let mut own = matter.iter().flat_map(|matter| matter.url.iter().chain(&matter.doi));
                own.any(|own| canonical(own) == address)
            };
            merged(
                self.addresses.get(&address),
                corpus.led(Lead::Address(&address)).into_iter().filter(lies_there),
            )
        };
        self.addressed.get(address.as_str(), answer).map(Vec::as_slice)
    }

    /// The documents whose files may have a name.
    pub fn of_file(&self, name: &str, corpus: &Corpus) -> Vec<DocumentId> {
        if let Some(named) = corpus.sources.named(name) {
            return named.into_iter().map(|at| DocumentId(at as u32)).collect();
        }
        let by_file = self.by_file.get_or_init(|| {
            let sources = (0..).map(DocumentId).zip(corpus.sources.iter());
            let mut all: Vec<_> = sources.map(|(id, source)| (hash_of(&source.name), id)).collect();
            all.sort_unstable();
            ByHash::new(all)
        });
        by_file.of(hash_of(name)).to_vec()
    }

    /// Every name, sorted.
    pub fn all<'a>(&'a self, corpus: &'a Corpus) -> Vec<&'a str> {
        let given = self.names.keys().map(String::as_str);
        let own = corpus.documents().flat_map(|(id, document)| {
            let names = [document.key.as_str(), corpus.sources[id.0 as usize].name.as_str()];
            names.into_iter().filter(move |name| goes_by(id, name, corpus))
        });
        let names: FxHashSet<&str> = given.chain(own).collect();
        let mut names: Vec<&str> = names.into_iter().collect();
        names.sort_unstable();
        names
    }
}

/// Whether a document goes by a name of its own: its key, unless that is an entry's, or its file's name, unless an entry has it.
fn goes_by(id: DocumentId, name: &str, corpus: &Corpus) -> bool {
    let document = corpus.document(id);
    (document.entry.is_none() && document.key == name)
        || (corpus.sources[id.0 as usize].name == name && !corpus.lists(name))
}

/// What is given and what is found, in order; nothing where there is neither.
fn merged(
    given: Option<&Vec<DocumentId>>,
    found: impl Iterator<Item = DocumentId>,
) -> Option<Vec<DocumentId>> {
    let mut all: Vec<DocumentId> = found.chain(given.into_iter().flatten().copied()).collect();
    all.sort_unstable();
    all.dedup();
    (given.is_some() || !all.is_empty()).then_some(all)
}
