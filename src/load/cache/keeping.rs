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

    /// Whether the cache was wrong about a source, so that what was made of the run is worth nothing.
    pub fn is_stale(&self) -> bool {
        self.stale.is_set()
    }

    /// Keeps it; the first error that there was.
    pub fn keep(&self) -> io::Result<()> {
        let stores = self.stores.iter().zip(&self.places);
        let saved = stores.filter_map(|(store, places)| Some(store.as_ref()?.save(None, places)));
        saved.fold(Ok(()), io::Result::and)
    }
}
