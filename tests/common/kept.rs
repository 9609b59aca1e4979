//! A desk whose sources are worth keeping, and runs on it with a cache and without.
//!
//! The tests of the cache share it: what it holds is of several formats, one file has no words, and one is of no known kind.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ibid::load::cache::{Cache, Kept};
use ibid::load::{Loaded, Request, load};
use tempfile::TempDir;

use super::program::{Run, folder, run};

pub const DRAFT: &str = "The harbour master said that “the ferry will not sail before the thaw” [@harbour]. The log has it that \
    “the pilot boat was laid up for the whole winter” [@log]. “The lamp on the pier is lit at dusk” [@cues]. The ledger says \
    that “eleven barrels of tar were bought” [@ledger].\n";

pub const HARBOUR: &str = "“The ferry will not sail before the ice has gone,” the harbour master said.\n";
pub const LOG: &str = "<html><head><title>Log</title></head><body><h1>Log</h1><p>The pilot boat was laid up for the whole \
    &amp; long winter.</p></body></html>\n";
pub const CUES: &str = "1\n00:00:01,000 --> 00:00:04,000\nThe lamp on the pier is lit at dawn.\n";
pub const LEDGER: &str = "That year eleven barrels of tar were bought, and nine of pitch.\n";

/// A desk with a draft, sources of several formats, one of which has no words, and a bibliography.
pub fn desk() -> TempDir {
    folder([
        ("memo.md", DRAFT),
        ("sources/harbour.txt", HARBOUR),
        ("sources/log.html", LOG),
        ("sources/cues.srt", CUES),
        ("sources/papers/ledger.txt", LEDGER),
        ("sources/blank.html", "<p> </p>"),
        ("sources/table.xls", "no text"),
        ("sources/refs.bib", "@misc{ledger, title = {Ledger}, file = {papers/ledger.txt}}\n"),
    ])
}

pub const CHECK: [&str; 4] = ["check", "--sources", "sources", "memo.md"];

pub fn check(desk: &Path, more: &[&str]) -> Run {
    run(desk, &[&CHECK, more].concat(), &[])
}

pub fn said(run: &Run) -> (i32, &str, &str) {
    (run.status, &run.out, &run.err)
}

/// Holds a run with the cache against one without.
#[track_caller]
pub fn same(desk: &Path, cache: &Path, what: &str) {
    let cached = check(desk, &["--cache-dir", cache.to_str().unwrap()]);
    let plain = check(desk, &["--no-cache"]);
    assert_eq!(said(&cached), said(&plain), "{what}");
    assert!(plain.out.contains("1 draft"), "{}", plain.out);
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in super::entries(&folder) {
            if entry.is_dir() { waiting.push(entry) } else { files.push(entry) }
        }
    }
    files.sort();
    files
}

pub fn named(cache: &Path, end: &str) -> Vec<PathBuf> {
    files(cache).into_iter().filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

/// Keeps a segment that is none, as a corpus would.
pub fn keep_dummy(desk: &Path, cache: &Path) {
    let loaded = loaded(desk, cache, &[]);
    let project = &loaded.projects[0];
    let places: Vec<_> =
        (0..project.sources.len() as u32).map(|document| Some(Kept { segment: 0, document })).collect();
    project.store.as_ref().unwrap().save(Some(b"a segment"), &places, &|_| None).unwrap();
}

pub fn loaded(desk: &Path, cache: &Path, texts: &[(&str, &str)]) -> Loaded {
    load(&request(desk, cache, false, texts), &|_, _| ()).unwrap()
}

pub fn request(desk: &Path, cache: &Path, frozen: bool, texts: &[(&str, &str)]) -> Request {
    let texts =
        texts.iter().map(|(name, text)| (desk.canonicalize().unwrap().join(name), (*text).to_owned()));
    Request {
        drafts: vec![desk.join("memo.md")],
        sources: vec![desk.join("sources")],
        cache: Some(Cache { folder: cache.to_path_buf(), frozen }),
        texts: Arc::new(texts.collect()),
        ..Request::default()
    }
}
