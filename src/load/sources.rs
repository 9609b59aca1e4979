//! The sources of a project, in their order: read, or made when somebody first asks for one.
//!
//! Takes sources as they are read, or a list that another run has left with a way to make each; hands on references to them.

use std::fmt::{self, Debug, Formatter};
use std::ops::Index;
use std::sync::Arc;

use super::Source;
use super::cache::Kept;
use crate::file::on_demand::OnDemand;

/// The sources of a project. A copy shares them.
#[derive(Clone)]
pub struct Sources(Kind);

#[derive(Clone)]
enum Kind {
    Made(Arc<Vec<Source>>),
    Later(Arc<Later>),
}

struct Later {
    sources: OnDemand<Source>,
    listed: Box<dyn Listed>,
}

/// A list of sources that need not be gone through to find one.
pub trait Listed: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// The source in a place.
    fn source(&self, at: usize) -> Source;
    /// The sources that may have a name, by their places, in order.
    fn named(&self, name: &str) -> Vec<usize>;
    /// Where each lies in the segments; none if that cannot be told.
    fn places(&self) -> Option<Vec<Kept>>;
}

impl Sources {
    /// Sources that are made on demand.
    pub fn listed(listed: impl Listed + 'static) -> Sources {
        let sources = OnDemand::new(listed.count());
        Sources(Kind::Later(Arc::new(Later { sources, listed: Box::new(listed) })))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kind::Made(sources) => sources.len(),
            Kind::Later(later) => later.sources.len(),
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

    /// The list that they are made from, if they are.
    pub fn list(&self) -> Option<&dyn Listed> {
        match &self.0 {
            Kind::Made(_) => None,
            Kind::Later(later) => Some(&*later.listed),
        }
    }
}

impl Index<usize> for Sources {
    type Output = Source;

    fn index(&self, at: usize) -> &Source {
        match &self.0 {
            Kind::Made(sources) => &sources[at],
            Kind::Later(later) => later.sources.get(at, || later.listed.source(at)),
        }
    }
}

impl From<Vec<Source>> for Sources {
    fn from(sources: Vec<Source>) -> Sources {
        Sources(Kind::Made(Arc::new(sources)))
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
            Kind::Made(sources) => formatter.debug_list().entries(&**sources).finish(),
            Kind::Later(later) => later.sources.fmt(formatter),
        }
    }
}
