//! A file as bytes, mapped and not read: of a large one only what is looked at comes from the disk.
//!
//! Takes a path and how long the file has to be, and hands on its bytes.

use std::fs::File;
use std::path::Path;

use memmap2::Mmap;

use crate::file::bytes::Bytes;

/// The bytes of a file of the cache; none where it is not there, or not of that length.
#[allow(unsafe_code, reason = "no file can be mapped without")]
pub(super) fn map(path: &Path, length: Option<u64>) -> Option<Bytes> {
    let file = File::open(path).ok()?;
    let metadata = file.metadata().ok()?;
    if !metadata.is_file() || length.is_some_and(|length| length != metadata.len()) {
        return None;
    }
    // SAFETY: a file of the cache is written aside and renamed, and from then on nobody writes to it: it is replaced or
    // removed, and what is mapped stays. Nothing is taken for what it holds either: every read through the map checks its bounds.
    let map = unsafe { Mmap::map(&file) }.ok()?;
    Some(Bytes::mapped(map))
}
