//! What is kept between runs of the sources of a project: which there are, what readers took out of them, and their segments.
//!
//! Takes what was read and where the corpus has put it, and hands on, in a later run, what need not be read again. What is damaged,
//! foreign or missing is not there; a run with the cache finds what one without it finds.
//!
//! The cache folder has a folder for each build of the program, and in it one for each project, by its paths of sources. There a
//! `manifest` lists the sources, and names the files beside it: `*.segment`, each made by the corpus in one run, and `*.bodies`, with
//! what readers took out of files. Both are called by the hash of what they hold and never change. `readings` is the corpus's as well:
//! what it read of the texts that runs turned to, found by those texts alone.

mod bodies;
mod body;
mod cached;
mod folder;
mod format;
mod keeping;
mod list;
mod listed;
mod manifest;
mod map;
mod name;
mod path;
mod prior;
mod record;
mod source;
mod stamp;
mod store;

pub use folder::MOST_READINGS;
pub use folder::{clear, usual};
pub use keeping::{Gained, Indexed, Keeping};
pub use store::Store;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) use self::cached::Cached;
pub(super) use self::folder::is_ours;
pub(super) use self::listed::Listed;
pub(super) use self::source::{Got, Known, Look, Text, Unread, of_source};
pub(super) use self::stamp::now;
pub(super) use self::store::{Each, Learned, is_little};

/// Where to keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// The folder, which need not be there.
    pub folder: PathBuf,
    /// Whether it is trusted: which sources there are, and whether they have changed, is not looked at.
    pub frozen: bool,
}

/// Why the cache could not be read or written, as it is told.
pub fn reason(error: &std::io::Error) -> String {
    super::decode::plain(error)
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

    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
