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

/// Writes a text in the place of what was read from a file, unless the file holds something else by now.
pub fn replace(path: &Path, read: &str, text: &str) -> io::Result<()> {
    if path.metadata()?.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is write-protected"));
    }
    if fs::read(path)? != read.as_bytes() {
        return Err(io::Error::other("it has changed since it was read"));
    }
    whole(path, text.as_bytes())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "one").unwrap();
        replace(&path, "one", "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(replace(&path, "one", "three").unwrap_err().to_string().contains("has changed"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(replace(&folder.path().join("b.md"), "", "").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.md"), folder.path().join("link.md"));
        fs::write(&real, "one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.md", &link).unwrap();
        replace(&link, "one", "two").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "two");
        assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(replace(&link, "two", "three").unwrap_err().to_string().contains("write-protected"));
    }
}
