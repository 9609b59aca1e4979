//! What is to be kept of a run, once what was loaded has been checked.
//!
//! Takes what was loaded, before the check takes it, and writes what there is to keep after it.

use std::io;

use super::{Kept, Stale, Store};
use crate::load::{Loaded, Project};

/// What is to be kept of a run.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// Of each project.
    stores: Vec<Option<Store>>,
    /// Where the sources of each lie.
    places: Vec<Vec<Option<Kept>>>,
    stale: Stale,
}

impl Keeping {
    /// What a run has learned.
    pub fn of(loaded: &Loaded) -> Keeping {
        let stores = loaded.projects.iter().map(|project| project.store.clone());
        // Where nothing is to be kept, nobody asks where anything lies.
        let places = |project: &Project| match project.store {
            Some(_) => project.sources.iter().map(|source| source.kept).collect(),
            None => Vec::new(),
        };
        let places = loaded.projects.iter().map(places).collect();
        Keeping { stores: stores.collect(), places, stale: loaded.stale.clone() }
    }

    /// What tells, as long as the sources are looked at, whether the cache was wrong about one.
    pub fn stale(&self) -> Stale {
        self.stale.clone()
    }

    /// Whether the cache was wrong about a source, so that what was made of the run is worth nothing.
    pub fn is_stale(&self) -> bool {
        self.stale.is_set()
    }

    /// Keeps it, with what each project's corpus has gained; the first error that there was.
    pub fn keep<'a>(&self, gained: impl Iterator<Item = Gained<'a>>) -> io::Result<()> {
        let stores = self.stores.iter().zip(&self.places).zip(gained);
        let saved = stores.filter_map(|((store, places), Gained { indexed, readings })| {
            let store = store.as_ref()?;
            let (fresh, places) = match &indexed {
                Some(Indexed { fresh, places }) => (*fresh, places),
                None => (None, places),
            };
            Some(store.save(fresh, places, &*readings))
        });
        saved.fold(Ok(()), io::Result::and)
    }
}

/// What makes bytes of what was read of documents, as far as a function says of their places that they may be kept.
pub type Readings<'a> = dyn Fn(&dyn Fn(usize) -> bool) -> Option<Vec<u8>> + 'a;

/// What there is to keep of the corpus of a project.
pub struct Gained<'a> {
    /// Its index, if it has one.
    pub indexed: Option<Indexed<'a>>,
    /// Makes the bytes to be kept of what was read of those of its documents that it is given; none where there is nothing new.
    pub readings: Box<Readings<'a>>,
}

/// What there is to keep of the index of a project.
#[derive(Clone, Debug)]
pub struct Indexed<'a> {
    /// The segment that was made in this run.
    pub fresh: Option<&'a [u8]>,
    /// Where each source lies now; the new segment's number is that behind the last one that was there.
    pub places: Vec<Option<Kept>>,
}
