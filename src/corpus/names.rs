//! What every key, file name and web address of a project names.
//!
//! Takes names with their documents and hands on look-ups. A name may name several texts, or an entry whose text is not
//! here.

use rustc_hash::FxHashMap;

use super::DocumentId;
use super::address::canonical;

/// Names and the documents that go by them.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: FxHashMap<String, Named>,
    addresses: FxHashMap<String, Named>,
}

/// Documents that go by one name, in order, or none. Most often it is one, which takes no room of its own.
#[derive(Debug)]
enum Named {
    One(DocumentId),
    Others(Vec<DocumentId>),
}

impl Named {
    fn all(&self) -> &[DocumentId] {
        match self {
            Named::One(document) => std::slice::from_ref(document),
            Named::Others(documents) => documents,
        }
    }

    /// Has one more document go by the name. Two entries with one key are rare, but a file may be full of them.
    fn add(&mut self, document: DocumentId) {
        match self {
            Named::One(known) if *known == document => {}
            Named::One(known) => *self = Named::Others(vec![document.min(*known), document.max(*known)]),
            Named::Others(none) if none.is_empty() => *self = Named::One(document),
            Named::Others(known) => {
                if let Err(place) = known.binary_search(&document) {
                    known.insert(place, document);
                }
            }
        }
    }
}

impl Names {
    /// Has a name name these documents, too.
    pub fn add(&mut self, name: &str, documents: &[DocumentId]) {
        extend(&mut self.names, name.to_owned(), documents);
    }

    /// Has an address name these documents, too.
    pub fn add_address(&mut self, address: &str, documents: &[DocumentId]) {
        extend(&mut self.addresses, canonical(address), documents);
    }

    /// What a name names.
    pub fn named(&self, name: &str) -> Option<&[DocumentId]> {
        self.names.get(name).map(Named::all)
    }

    /// What lies at an address, in whatever form it is written.
    pub fn addressed(&self, address: &str) -> Option<&[DocumentId]> {
        self.addresses.get(&canonical(address)).map(Named::all)
    }

    /// Every name, sorted.
    pub fn all(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

fn extend(names: &mut FxHashMap<String, Named>, name: String, documents: &[DocumentId]) {
    let named = names.entry(name).or_insert(Named::Others(Vec::new()));
    documents.iter().for_each(|&document| named.add(document));
}
