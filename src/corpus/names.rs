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
    names: FxHashMap<String, Vec<DocumentId>>,
    addresses: FxHashMap<String, Vec<DocumentId>>,
}

impl Names {
    /// Has a name name these documents, too.
    pub fn add(&mut self, name: &str, documents: &[DocumentId]) {
        extend(self.names.entry(name.to_owned()).or_default(), documents);
    }

    /// Has an address name these documents, too.
    pub fn add_address(&mut self, address: &str, documents: &[DocumentId]) {
        extend(self.addresses.entry(canonical(address)).or_default(), documents);
    }

    /// What a name names.
    pub fn named(&self, name: &str) -> Option<&[DocumentId]> {
        self.names.get(name).map(Vec::as_slice)
    }

    /// What lies at an address, in whatever form it is written.
    pub fn addressed(&self, address: &str) -> Option<&[DocumentId]> {
        self.addresses.get(&canonical(address)).map(Vec::as_slice)
    }

    /// Every name, sorted.
    pub fn all(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

fn extend(known: &mut Vec<DocumentId>, documents: &[DocumentId]) {
    // Two entries with one key are rare, but a file may be full of them.
    for document in documents {
        if let Err(place) = known.binary_search(document) {
            known.insert(place, *document);
        }
    }
}
