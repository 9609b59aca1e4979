//! What a file holds, read at once or when somebody first asks for it.
//!
//! Takes a `Body`, or its length and a way to read it; hands the body on. It is read once, however many threads ask.

use std::fmt::{self, Debug, Formatter};
use std::sync::OnceLock;

use super::Body;

type Read = Box<dyn Fn() -> Body + Send + Sync>;

/// A body that may not have been read yet.
pub(super) struct Later {
    body: OnceLock<Body>,
    /// How many bytes its text has; of a body that is there, its text tells.
    length: usize,
    read: Option<Read>,
}

impl Later {
    /// A body that is there.
    pub fn now(body: Body) -> Later {
        Later { length: body.text.len(), body: OnceLock::from(body), read: None }
    }

    /// A body with a text of so many bytes.
    pub fn new(length: usize, read: impl Fn() -> Body + Send + Sync + 'static) -> Later {
        Later { length, body: OnceLock::new(), read: Some(Box::new(read)) }
    }

    pub fn get(&self) -> &Body {
        self.body.get_or_init(|| self.read.as_ref().map(|read| read()).unwrap_or_default())
    }

    pub fn length(&self) -> usize {
        self.length
    }

    pub fn take(self) -> Body {
        self.get();
        self.body.into_inner().unwrap_or_default()
    }
}

impl Debug for Later {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.debug_struct("Later").field("length", &self.length).field("body", &self.body).finish()
    }
}
