//! Names and paths as a manifest has them: all in a row, each told by where it lies there.
//!
//! Takes names and puts them together; hands on where each lies, and its bytes.

use serde::{Deserialize, Serialize};

/// A stretch of the names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Name {
    pub start: u32,
    pub length: u32,
}

impl Name {
    /// Its bytes among those of all names.
    pub fn of(self, names: &[u8]) -> &[u8] {
        let end = (self.start as usize).saturating_add(self.length as usize);
        names.get(self.start as usize..end).unwrap_or_default()
    }
}

/// Puts names together. A name that ends the last long one, or begins it, takes no room of its own.
#[derive(Default)]
pub(in crate::load) struct Names {
    pub bytes: Vec<u8>,
}

impl Names {
    /// Adds a name; none where there are more than can be counted.
    pub fn add(&mut self, name: &[u8]) -> Option<Name> {
        let start = u32::try_from(self.bytes.len()).ok()?;
        let length = u32::try_from(name.len()).ok()?;
        start.checked_add(length)?;
        self.bytes.extend_from_slice(name);
        Some(Name { start, length })
    }

    /// A name that another one may begin or end with.
    pub fn within(&mut self, whole: Name, name: &[u8]) -> Option<Name> {
        let bytes = &self.bytes[whole.start as usize..][..whole.length as usize];
        let before = match () {
            () if bytes.ends_with(name) => bytes.len() - name.len(),
            () if bytes.starts_with(name) => 0,
            () => return self.add(name),
        };
        Some(Name { start: whole.start + before as u32, length: name.len() as u32 })
    }
}
