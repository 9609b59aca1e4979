//! Writes a file whole or not at all.
//!
//! Takes a path and the bytes that it shall hold. They go into a temporary file in the same folder, which then takes the file's place, so
//! that whoever reads it meanwhile, or after a crash, finds the old text or the new one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file, with the permissions that it had. Behind a link the file itself is written.
pub fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (aside, mut file) = beside(&target)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| {
        if let Ok(known) = target.metadata() {
            fs::set_permissions(&aside, known.permissions())?;
        }
        fs::rename(&aside, &target)
    });
    if written.is_err() {
        // What is left of it is of no use; that it cannot be removed changes nothing about the error.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// A new file beside another.
fn beside(path: &Path) -> io::Result<(PathBuf, fs::File)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    for number in 0..100 {
        let mut aside = std::ffi::OsString::from(".");
        aside.push(name);
        aside.push(format!(".{}-{number}", std::process::id()));
        let aside = path.with_file_name(aside);
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Ok(file) => return Ok((aside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
