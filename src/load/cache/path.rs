//! A path as bytes, and bytes as a path: what a manifest knows files by.
//!
//! Takes either and hands on the other, exactly or not at all.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The bytes of a path; none where it cannot be told by any, which on some systems only what is no Unicode cannot.
pub(super) fn bytes(path: &Path) -> Option<Cow<'_, [u8]>> {
    #[cfg(unix)]
    return Some(Cow::Borrowed(std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str())));
    #[cfg(not(unix))]
    return path.to_str().map(|path| Cow::Borrowed(path.as_bytes()));
}

/// The path that some bytes are.
pub(super) fn read(bytes: &[u8]) -> Option<PathBuf> {
    #[cfg(unix)]
    return Some(PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes)));
    #[cfg(not(unix))]
    return std::str::from_utf8(bytes).ok().map(PathBuf::from);
}
