//! Bytes that many hold and nobody alters: read into memory, or mapped from a file.
//!
//! Takes either and hands them on as a slice. Which file is mapped `load` alone knows.

use std::fmt::{self, Debug, Formatter};
use std::ops::Deref;
use std::sync::Arc;

use memmap2::Mmap;

/// A run of bytes. A copy of it shares them.
#[derive(Clone)]
pub struct Bytes(Arc<Kind>);

/// The two are told apart at each look, which costs less than to call whoever has them.
enum Kind {
    Read(Vec<u8>),
    Mapped(Mmap),
}

impl Bytes {
    /// Bytes in memory.
    pub fn new(bytes: Vec<u8>) -> Bytes {
        Bytes(Arc::new(Kind::Read(bytes)))
    }

    /// Those of a file that is mapped.
    pub fn mapped(map: Mmap) -> Bytes {
        Bytes(Arc::new(Kind::Mapped(map)))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match &*self.0 {
            Kind::Read(bytes) => bytes,
            Kind::Mapped(map) => map,
        }
    }
}

impl Debug for Bytes {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        write!(formatter, "{} bytes", self.len())
    }
}

/// The number of 64 bits that stands in a place of some bytes, the lowest byte first; none if it does not stand there whole.
pub fn number(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}
