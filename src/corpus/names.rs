//! What every key, file name and web address of a project names.
//!
//! Takes names with their documents and hands on look-ups. A name may name several texts, or an entry whose text is not
//! here.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::DocumentId;
use super::address::canonical;

/// Names and the documents that go by them.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: FxHashMap<String, Named>,
    addresses: FxHashMap<String, Named>,
}

/// Documents that go by one name, in order. Most often it is one, which takes no room of its own.
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

    /// With these documents, too.
    fn with(&self, documents: &[DocumentId]) -> Named {
        let mut all = [self.all(), documents].concat();
        all.sort_unstable();
        all.dedup();
        match all[..] {
            [one] => Named::One(one),
            _ => Named::Others(all),
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
    match names.entry(name) {
        Entry::Occupied(mut known) => *known.get_mut() = known.get().with(documents),
        Entry::Vacant(new) => drop(new.insert(Named::Others(Vec::new()).with(documents))),
    }
}
