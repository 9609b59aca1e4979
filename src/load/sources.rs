//! The sources of a project, in their order: read, or made when somebody first asks for one.
//!
//! Takes sources as they are read, or what another run has listed of them; hands on references to them.

use std::fmt::{self, Debug, Formatter};
use std::ops::Index;
use std::sync::Arc;

use super::Source;
use super::cache::{Kept, Listed};

/// The sources of a project. A copy shares them.
#[derive(Clone)]
pub struct Sources(Kind);

#[derive(Clone)]
enum Kind {
    Read(Arc<Vec<Source>>),
    Listed(Arc<Listed>),
}

impl Sources {
    /// Sources that another run has listed.
    pub(super) fn listed(listed: Listed) -> Sources {
        Sources(Kind::Listed(Arc::new(listed)))
    }

    /// Whether another run has listed them, so that each is made where somebody asks for it.
    pub fn are_listed(&self) -> bool {
        self.list().is_some()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kind::Read(sources) => sources.len(),
            Kind::Listed(listed) => listed.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them: each is made for it that has not been.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        (0..self.len()).map(|at| &self[at])
    }

    /// Those with a name, by their places in order, where a list tells.
    pub fn named(&self, name: &str) -> Option<Vec<usize>> {
        self.list().map(|listed| listed.named(name))
    }

    /// Where each lies in the segments, where a list tells.
    pub fn places(&self) -> Option<Vec<Kept>> {
        self.list()?.places()
    }

    fn list(&self) -> Option<&Listed> {
        match &self.0 {
            Kind::Read(_) => None,
            Kind::Listed(listed) => Some(listed),
        }
    }
}

impl Index<usize> for Sources {
    type Output = Source;

    fn index(&self, at: usize) -> &Source {
        match &self.0 {
            Kind::Read(sources) => &sources[at],
            Kind::Listed(listed) => listed.source(at),
        }
    }
}

impl From<Vec<Source>> for Sources {
    fn from(sources: Vec<Source>) -> Sources {
        Sources(Kind::Read(Arc::new(sources)))
    }
}

impl Default for Sources {
    fn default() -> Sources {
        Sources::from(Vec::new())
    }
}

impl Debug for Sources {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        match &self.0 {
            Kind::Read(sources) => formatter.debug_list().entries(&**sources).finish(),
            Kind::Listed(listed) => listed.fmt(formatter),
        }
    }
}
