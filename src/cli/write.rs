//! Writes a file whole or not at all.
//!
//! Takes a path and the bytes that it shall hold. They go into a temporary file in the same folder, which then takes the file's place, so
//! that whoever reads it meanwhile, or after a crash, finds the old text or the new one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::load::encode::{encode, reads_as};

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

/// Writes what a run puts out: into a file whole, and as it comes into what is none, a terminal or a pipe, or into a stream of the
/// process, behind what it holds already.
pub fn out(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let is_stream = path.starts_with("/dev") || path.starts_with("/proc");
    match path.metadata() {
        Ok(known) if is_stream || !known.is_file() => {
            OpenOptions::new().append(true).open(path)?.write_all(bytes)
        }
        _ => whole(path, bytes),
    }
}

/// Why a text was not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The file's encoding has no such character.
    #[error("it is in {encoding}, which has no `{character}`; save it as UTF-8")]
    Lacks {
        /// The encoding.
        encoding: String,
        /// The character.
        character: char,
    },
    /// The file may not be written.
    #[error("it is write-protected")]
    Protected,
    /// It holds another text.
    #[error("it has changed since it was read")]
    Changed,
    /// Its bytes and its text are not the same thing.
    #[error("it would not keep its {0} as it is; save it as UTF-8")]
    Unfaithful(String),
    /// Of the system.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Writes a text in the place of what was read from a file, in its encoding, unless the file holds something else by now.
pub fn replace(path: &Path, encoding: &str, read: &str, text: &str) -> Result<(), Unwritten> {
    if path.metadata()?.permissions().readonly() {
        return Err(Unwritten::Protected);
    }
    let lacks = |character| Unwritten::Lacks { encoding: encoding.to_owned(), character };
    let bytes = encode(text, encoding).map_err(lacks)?;
    let now = fs::read(path)?;
    if encode(read, encoding).as_ref() != Ok(&now) {
        // Some encodings have several ways to write one text.
        return Err(match !encoding.starts_with("UTF-") && reads_as(&now, encoding, read) {
            true => Unwritten::Unfaithful(encoding.to_owned()),
            false => Unwritten::Changed,
        });
    }
    Ok(whole(path, &bytes)?)
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
        replace(&path, "UTF-8", "one", "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(replace(&path, "UTF-8", "one", "three").unwrap_err().to_string().contains("has changed"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        let missing = replace(&folder.path().join("b.md"), "UTF-8", "", "").unwrap_err();
        assert!(matches!(missing, Unwritten::Io(error) if error.kind() == io::ErrorKind::NotFound));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_keeps_its_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, b"caf\xe9").unwrap();
        replace(&path, "windows-1252", "café", "“café”").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"\x93caf\xe9\x94");
        let lacks = replace(&path, "windows-1252", "“café”", "渡").unwrap_err();
        assert_eq!(lacks.to_string(), "it is in windows-1252, which has no `渡`; save it as UTF-8");
        let changed = replace(&path, "windows-1252", "other", "café").unwrap_err();
        assert!(matches!(changed, Unwritten::Changed));
        // Of two ways to write one sign only one is written again.
        fs::write(&path, b"\xEE\xF9").unwrap();
        let strange = replace(&path, "Shift_JIS", "￢", "い").unwrap_err();
        assert!(strange.to_string().contains("keep its Shift_JIS"), "{strange}");
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
        replace(&link, "UTF-8", "one", "two").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "two");
        assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(replace(&link, "UTF-8", "two", "three").unwrap_err().to_string().contains("write-protected"));
    }
}
