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
        let places = |project: &Project| project.sources.iter().map(|source| source.kept).collect();
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

    /// Keeps it, with the index of each project that has one; the first error that there was.
    pub fn keep(&self, indexes: &[Option<Indexed>]) -> io::Result<()> {
        let stores = self.stores.iter().zip(&self.places).enumerate();
        let saved = stores.filter_map(|(number, (store, places))| {
            let store = store.as_ref()?;
            Some(match indexes.get(number).and_then(Option::as_ref) {
                Some(Indexed { fresh, places }) => store.save(*fresh, places),
                None => store.save(None, places),
            })
        });
        saved.fold(Ok(()), io::Result::and)
    }
}

/// What there is to keep of the index of a project.
#[derive(Clone, Debug)]
pub struct Indexed<'a> {
    /// The segment that was made in this run.
    pub fresh: Option<&'a [u8]>,
    /// Where each source lies now; the new segment's number is that behind the last one that was there.
    pub places: Vec<Option<Kept>>,
}
