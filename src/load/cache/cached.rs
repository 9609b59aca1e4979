//! The cache as the sources of one project are read with it.
//!
//! Takes the paths of the sources and, once they are read, what is known of each; hands on what is kept for the corpus: the segments of the project, where
//! each source lies in them, and what was read of them; and the `Store` that keeps what is new.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::listed::Texts;
use super::name::Names;
use super::prior::{Prior, project};
use super::store::{Each, Learned, Learning, Listing, Store};
use super::{Cache, Kept, Stale, folder, list};
use crate::file::bytes::Bytes;
use crate::load::root::Root;
use crate::load::walk::{Found, Walk};

/// What is kept of a project, and where.
#[derive(Debug)]
pub(in crate::load) struct Cached {
    /// The cache folder.
    pub folder: PathBuf,
    /// That of the project in it.
    pub project: PathBuf,
    pub prior: Option<Arc<Prior>>,
    /// Whether what is kept is taken for what is there.
    pub frozen: bool,
    /// When the files of the run began to be read.
    pub read_at: i64,
}

/// What the corpus is given of what was kept, and what keeps what is new.
#[derive(Debug, Default)]
pub(in crate::load) struct Ready {
    pub segments: Vec<Bytes>,
    pub readings: Option<Bytes>,
    /// Of each source, in order.
    pub kept: Vec<Option<Kept>>,
    pub store: Option<Store>,
}

impl Cached {
    /// What is kept of the project whose sources some paths are.
    pub fn open(cache: &Cache, read_at: i64, roots: &[Root]) -> Cached {
        let project = project(&cache.folder, roots);
        let prior = Prior::open(&project, roots.len(), cache.frozen).map(Arc::new);
        Cached { folder: cache.folder.clone(), project, prior, frozen: cache.frozen, read_at }
    }

    /// The texts that were kept, if what is there is not to be looked at and they are all the sources, none of them a draft; see
    /// [`Texts::of`].
    pub fn texts<'p>(
        &self,
        roots: &[Root],
        drafts: impl Iterator<Item = &'p Path>,
        stale: &Stale,
    ) -> Option<Texts> {
        Texts::of(self.prior.as_ref().filter(|_| self.frozen)?, roots, drafts, stale)
    }

    /// The walk that stands for looking at the disk, if it is not to be looked at: without what is taken as it is listed.
    pub fn walk(&self, listed: Option<&Texts>, roots: &[Root]) -> Option<Walk> {
        let manifest = &self.prior.as_ref().filter(|_| self.frozen)?.manifest;
        list::walk(manifest, listed.map_or(0, |_| manifest.texts()), roots)
    }

    /// What is written down of what a walk found, and beside it what is not read in this run; none where it cannot be.
    pub fn listing(&self, walk: &Walk, found: &[Found], beside: &[Found], roots: &[Root]) -> Option<Listing> {
        // Nothing is learned of what is not looked at.
        if self.frozen {
            return None;
        }
        let mut names = Names::default();
        let items = list::items(found.iter().chain(beside), roots, &mut names)?;
        let (others, seen) = list::others(walk, &mut names)?;
        Some(Listing { names: names.bytes, items, others, seen, troubles: list::troubles(walk) })
    }

    /// What an earlier run knew of files that are not read in this one.
    pub fn beside(&self, found: &[Found]) -> Vec<Each> {
        let item = |found: &Found| self.prior.as_ref()?.at_path(&found.canonical);
        found.iter().map(|found| Each::Beside(item(found))).collect()
    }

    /// Puts the two together. `each` is what became of each item of the listing; `own` says of each source whether it
    /// was known by its own path, and `settled` whether every file's stamp was enough.
    pub fn ready(
        self,
        listing: Option<Listing>,
        each: Vec<Each>,
        mut sources: Vec<Learned>,
        (own, settled): (&[bool], bool),
        stale: &Stale,
    ) -> Ready {
        let Cached { folder, project, prior, read_at, .. } = self;
        let readings = folder::readings(&project);
        let (segments, numbers) = prior.as_deref().map(Prior::segments).unwrap_or_default();
        let mut taken = vec![false; prior.as_ref().map_or(0, |prior| prior.manifest.items())];
        // Of two files that hold the same, the one that held it then is the document.
        for wanted in [true, false] {
            for (source, _) in sources.iter_mut().zip(own).filter(|(_, own)| **own == wanted) {
                let item = prior.as_ref().zip(source.earlier);
                let free = item.filter(|(_, item)| !std::mem::replace(&mut taken[*item as usize], true));
                let place = free.and_then(|(prior, item)| prior.manifest.item(item)?.kept());
                source.kept = place.and_then(|(segment, document)| {
                    Some(Kept { segment: numbers[segment as usize]?, document })
                });
            }
        }
        let kept = sources.iter().map(|source| source.kept).collect();
        let store = listing.map(|listing| {
            let as_listed = prior.as_ref().is_some_and(|prior| listing.is_that_of(&prior.manifest));
            let (changed, stale) = (!as_listed || !settled, stale.clone());
            Store::new(Learning { folder, project, read_at, listing, each, sources, prior, changed, stale })
        });
        Ready { segments, readings, kept, store }
    }
}
