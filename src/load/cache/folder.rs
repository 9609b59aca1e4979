//! The cache folder: where it is by default, how it is made, written to, tidied and removed.
//!
//! Takes paths and bytes. A file is written aside and renamed, so that a run that ends at any moment leaves whole files or files that
//! nobody looks at. Only what bears the names that are given here is ever removed.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::map::map;
use crate::file::bytes::Bytes;

/// What a folder of ours says of itself; backup programs know it by the first line.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # This folder is kept by ibid. `ibid cache clear` removes what is in it; nothing is lost with it.\n";
const TAG_NAME: &str = "CACHEDIR.TAG";
/// What keeps a folder within a project out of its repository.
const IGNORE: &str = ".gitignore";

/// Where this build of the program keeps its own. Another one knows neither its layout nor what its readers made of a file.
const VERSION: &str = concat!("v1-", env!("CARGO_PKG_VERSION"), "-", env!("IBID_BUILD"));

/// The list of what is kept of a project.
pub(super) const MANIFEST: &str = "manifest";
/// What was read of texts, in one file that is replaced as it grows.
pub(super) const READINGS: &str = "readings";
/// It has no more bytes: it is read and written whole.
pub const MOST_READINGS: usize = 16 << 20;
/// What files hold that no manifest names yet, or no more.
const KINDS: [&str; 2] = [SEGMENT, BODIES];
pub(super) const SEGMENT: &str = "segment";
pub(super) const BODIES: &str = "bodies";
/// What is being written.
const ASIDE: &str = ".aside-";

/// What no manifest names may be named by one that is about to be written.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// A project that was not looked at for so long is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// How exactly it is known when one was looked at.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder that the platform has for such things, if it says so.
pub fn usual() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let absolute = |name: &str| set(name).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        absolute("HOME").map(|home| home.join("Library/Caches"))
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")))
    };
    folder.map(|folder| folder.join("ibid"))
}

/// Whether a folder is one that this program has made.
pub(in crate::load) fn is_ours(folder: &Path) -> bool {
    fs::read(folder.join(TAG_NAME)).is_ok_and(|tag| tag == TAG.as_bytes())
}

/// The folder of a project.
pub(super) fn of_project(folder: &Path, key: u128) -> PathBuf {
    folder.join(VERSION).join(format!("{key:032x}"))
}

/// What a file of a project is called.
pub(super) fn name(hash: u128, kind: &str) -> String {
    format!("{hash:032x}.{kind}")
}

/// The manifest of a project, if there is one: mapped where little of it is looked at and nothing will be written, else read, since
/// there are systems on which no file can be replaced that somebody has mapped. That it was looked at is noted now and then.
pub(super) fn manifest(project: &Path, frozen: bool) -> Option<Bytes> {
    let path = project.join(MANIFEST);
    let bytes = if frozen { map(&path, None)? } else { Bytes::new(fs::read(&path).ok()?) };
    let age = path.metadata().and_then(|known| known.modified()).ok().and_then(|time| time.elapsed().ok());
    if age.is_some_and(|age| age > DAY) {
        // Where that cannot be noted the project is forgotten sooner, and learned again.
        let file = fs::OpenOptions::new().append(true).open(&path);
        let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
    }
    Some(bytes)
}

/// What was read of the texts of a project. Its file is read and not mapped, since there are systems on which no file can be replaced
/// that somebody has mapped.
pub(super) fn readings(project: &Path) -> Option<Bytes> {
    let path = project.join(READINGS);
    let length = path.metadata().ok().filter(Metadata::is_file)?.len();
    (length <= MOST_READINGS as u64).then(|| fs::read(&path).ok().map(Bytes::new))?
}

/// Makes the cache folder and that of a project in it, as far as they are not there. A folder that holds something else is left
/// as it is, and is an error.
pub(super) fn make(folder: &Path, project: &Path) -> io::Result<()> {
    if !is_ours(folder) {
        // What others have put there is theirs.
        let is_empty = match folder.read_dir() {
            Ok(mut entries) => entries.all(|entry| entry.is_ok_and(|entry| is_half_made(&entry.file_name()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(error),
        };
        if !is_empty {
            return Err(io::Error::other("the folder holds something that ibid did not put there"));
        }
        private(folder)?;
        // The tag comes last: what bears it is whole.
        write(folder, IGNORE, b"*\n")?;
        write(folder, TAG_NAME, TAG.as_bytes())?;
    }
    private(project)
}

/// Whether a name is one that a run which was ended leaves in a folder before its tag.
fn is_half_made(name: &OsString) -> bool {
    name == IGNORE || name == TAG_NAME || name.to_string_lossy().starts_with(ASIDE)
}

/// Makes a folder that nobody else can look into: it holds what sources hold.
fn private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file whole or not at all.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut aside = tempfile::Builder::new().prefix(ASIDE).tempfile_in(folder)?;
    aside.write_all(bytes)?;
    aside.persist(folder.join(name)).map(drop).map_err(|error| error.error)
}

/// Removes from a project's folder what is named by none and not new, and whole projects that nobody looked at for long, of
/// other versions too. What cannot be removed stays.
pub(super) fn tidy(folder: &Path, project: &Path, named: &[String]) {
    for (path, name) in entries(project) {
        if is_piece(&name) && !named.contains(&name) && is_older(&path, FRESH) {
            let _ = fs::remove_file(&path);
        }
    }
    for (version, _) in entries(folder).filter(|(_, name)| is_version(name)) {
        for (other, _) in entries(&version).filter(|(path, name)| path != project && is_key(name)) {
            let manifest = other.join(MANIFEST);
            let seen = if manifest.exists() { &manifest } else { &other };
            if is_older(seen, FORGOTTEN) {
                empty(&other);
            }
        }
        let _ = fs::remove_dir(&version);
    }
}

/// Removes what the program has made in a folder, and the folder where nothing else is in it. Whether there was anything; an error
/// where the folder is none of ours.
pub fn clear(folder: &Path) -> io::Result<bool> {
    if !folder.try_exists()? {
        return Ok(false);
    }
    if !is_ours(folder) {
        return Err(io::Error::other(format!(
            "it has no {TAG_NAME} of ibid's, so that what is in it is not ibid's"
        )));
    }
    for (version, _) in entries(folder).filter(|(_, name)| is_version(name)) {
        for (project, _) in entries(&version).filter(|(_, name)| is_key(name)) {
            empty(&project);
        }
        let _ = fs::remove_dir(&version);
    }
    for (path, _) in entries(folder).filter(|(_, name)| name.starts_with(ASIDE)) {
        fs::remove_file(path)?;
    }
    if entries(folder).any(|(_, name)| name != IGNORE && name != TAG_NAME) {
        return Err(io::Error::other("something in it could not be removed, or is not ibid's"));
    }
    // The tag goes last, so that what is left can be cleared again.
    fs::remove_file(folder.join(IGNORE)).or_else(absent)?;
    fs::remove_file(folder.join(TAG_NAME))?;
    // Somebody's link to a folder stays, and so does a folder that somebody is in.
    let _ = fs::remove_dir(folder);
    Ok(true)
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Removes the folder of a project, its manifest first: what it names is there as long as it is.
fn empty(project: &Path) {
    for name in [MANIFEST, READINGS] {
        let _ = fs::remove_file(project.join(name));
    }
    for (path, name) in entries(project) {
        if is_piece(&name) {
            let _ = fs::remove_file(path);
        }
    }
    let _ = fs::remove_dir(project);
}

fn entries(folder: &Path) -> impl Iterator<Item = (PathBuf, String)> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.path(), entry.file_name().into_string().ok()?)))
}

fn is_piece(name: &str) -> bool {
    let is = |kind: &str| name.strip_suffix(kind).and_then(|stem| stem.strip_suffix('.')).is_some_and(is_key);
    name.starts_with(ASIDE) || KINDS.iter().any(|kind| is(kind))
}

fn is_key(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_version(name: &str) -> bool {
    name.strip_prefix('v')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains('-'))
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = path.metadata().and_then(|known| known.modified());
    modified.is_ok_and(|time| time.elapsed().is_ok_and(|elapsed| elapsed > age))
}
