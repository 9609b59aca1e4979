//! Reads files, each once however often it is asked for, and several at a time where there are many.
//!
//! Takes what the walks found and hands on `File`s, or for what cannot be read the finding (`source-unreadable`) that says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::cache::{Got, Known, Look, Stale, Text, Unread, of_source};
use super::decode::{self, Fault};
use super::reader::{self, Contents};
use super::walk::{Found, Role, Trouble};
use crate::file::{File, Files, Format};
use crate::finding::{Finding, Label, Severity};
use crate::page;
use crate::parallel;

/// More files than this are read by several threads.
const FEW: usize = 64;

/// How many files a thread takes at a time.
const BATCH: usize = 16;

/// What was read so far.
pub(super) struct Reader<'p> {
    /// Every file, by id.
    pub files: Files,
    /// What came of each, by the hash of its canonical path.
    read: FxHashMap<u128, Read>,
    /// What was said of places that could not be walked, by how they are shown.
    told: FxHashMap<String, Finding>,
    /// What stands in the place of files' own texts, by canonical path.
    instead: Arc<BTreeMap<PathBuf, String>>,
    /// Whether a text that was to be read later has turned out to be another.
    pub stale: Stale,
    progress: &'p (dyn Fn(usize, usize) + Sync),
}

/// Files, each with what it is known by.
type Keyed<'f> = Vec<(u128, &'f Found)>;

/// What came of a file.
struct Read {
    file: Result<Arc<File>, Box<Finding>>,
    /// What is known of it beside its text, if it was read as a source.
    known: Option<Known>,
}

/// A source that was read, or that is read when somebody asks for its text.
pub(super) struct Sourced {
    pub file: Result<Arc<File>, Box<Finding>>,
    /// None where nothing is to be kept of it.
    pub known: Option<Known>,
    /// The item of an earlier run that has its bytes.
    pub item: Option<u32>,
    /// Whether that is its own item.
    pub is_own: bool,
    /// Whether that is so, and its stamp was enough.
    pub is_trusted: bool,
}

impl<'p> Reader<'p> {
    pub fn new(
        progress: &'p (dyn Fn(usize, usize) + Sync),
        instead: Arc<BTreeMap<PathBuf, String>>,
    ) -> Reader<'p> {
        let (files, stale) = (Files::default(), Stale::default());
        Reader { files, read: FxHashMap::default(), told: FxHashMap::default(), instead, stale, progress }
    }

    /// Whether every file is read as it lies on the disk.
    pub fn reads_as_saved(&self) -> bool {
        self.instead.is_empty()
    }

    /// All of these files, and those of them that have not been read.
    fn keyed<'f>(&self, found: &'f [Found]) -> (Keyed<'f>, Keyed<'f>) {
        let keyed: Keyed = found.iter().map(|found| (key(found), found)).collect();
        let new = keyed.iter().filter(|(key, _)| !self.read.contains_key(key)).copied().collect();
        (keyed, new)
    }

    /// The files that were found, in their order.
    pub fn read(&mut self, found: &[Found]) -> Vec<Result<Arc<File>, Box<Finding>>> {
        let (keyed, new) = self.keyed(found);
        let read = |(_, found): &(u128, &Found)| match self.instead.get(&found.canonical) {
            Some(text) => reader::contents(text.clone().into_bytes(), found.format),
            None => reader::read(&found.path, found.format),
        };
        let texts = each(&new, &read, self.progress);
        for ((key, found), text) in new.into_iter().zip(texts) {
            let file = self.put(found, Text::Now(text));
            self.read.insert(key, Read { file, known: None });
        }
        keyed.iter().map(|(key, _)| self.read[key].file.clone()).collect()
    }

    /// Sources that were found, in their order, by what the cache knows of them.
    pub fn sources(&mut self, found: &[Found], look: &Look) -> Vec<Sourced> {
        let (keyed, new) = self.keyed(found);
        let get = |(_, found): &(u128, &Found)| match self.instead.get(&found.canonical) {
            // What is not saved is nothing to keep.
            Some(text) => {
                let text = Text::Now(reader::contents(text.clone().into_bytes(), found.format));
                let own = look.item(found);
                Got { text, known: None, own, item: own, trusted: false }
            }
            None => look.get(found),
        };
        let got = each(&new, &get, self.progress);
        let mut got = new.into_iter().zip(got).peekable();
        let mut sourced = Vec::with_capacity(found.len());
        for (key, found) in keyed {
            sourced.push(match got.next_if(|((new, _), _)| *new == key) {
                Some((_, Got { text, known, own, item, trusted })) => {
                    let is_own = item.is_some() && item == own;
                    let file = self.put(found, text);
                    self.read.insert(key, Read { file: file.clone(), known: known.clone() });
                    Sourced { file, known, item, is_own, is_trusted: trusted }
                }
                None => {
                    let Read { file, known } = &self.read[&key];
                    let item = known.as_ref().and_then(|known| look.item_of(found, known));
                    let (file, known) = (file.clone(), known.clone());
                    let is_own = item.is_some() && item == look.item(found);
                    Sourced { file, known, item, is_own, is_trusted: false }
                }
            });
        }
        sourced
    }

    /// Takes the bytes of a file that is not on the disk.
    pub fn take(&mut self, found: &Found, bytes: Vec<u8>) {
        let file = self.put(found, Text::Now(reader::contents(bytes, found.format)));
        self.read.insert(key(found), Read { file, known: None });
    }

    /// A configuration, with a reason in place of the text where it cannot be read.
    pub fn config(&mut self, path: &Path, shown: String) -> (Arc<File>, Option<String>) {
        let read = match self.instead.get(path) {
            Some(text) => decode::decode(text.clone().into_bytes()),
            None => decode::read(path),
        };
        let ((text, encoding), fault) = match read {
            Ok(decoded) => (decoded, None),
            Err(Fault::Empty) => ((String::new(), "UTF-8"), None),
            Err(fault) => ((String::new(), "unknown"), Some(fault.message(&shown))),
        };
        (self.files.add(|id| File::new(id, shown, encoding, Format::Config, text)), fault)
    }

    /// What a file came to, with what it holds.
    fn put(&mut self, found: &Found, text: Text) -> Result<Arc<File>, Box<Finding>> {
        let text = match (text, found.role) {
            (Text::Later(unread), _) => return Ok(self.later(found, unread)),
            // A draft without words asserts nothing, and there is nothing wrong with that.
            (Text::Now(Err(Fault::Empty)), Role::Draft) => Ok(Contents::empty()),
            (Text::Now(text), _) => text,
        };
        match text {
            Ok(Contents { text, encoding, extract }) => {
                let file = |id| {
                    let file = File::new(id, found.shown.clone(), encoding, found.format, text);
                    match extract {
                        Some((extract, origin)) if found.role == Role::Source => {
                            file.extracted(extract, of_source(origin))
                        }
                        Some((extract, origin)) => file.extracted(extract, origin),
                        None => file,
                    }
                };
                Ok(self.files.add(file))
            }
            Err(fault) => {
                // Of a library some are always scans; what is cited from them is unchecked, and nothing else suffers.
                let mild = matches!(
                    (&fault, found.role),
                    (Fault::Empty, _) | (Fault::Unread { .. } | Fault::Slow(_), Role::Source)
                );
                let unreadable = Unreadable {
                    severity: if mild { Severity::Warning } else { Severity::Error },
                    message: fault.message(&found.shown),
                    label: fault.label(),
                    source: (found.role == Role::Source).then(|| found.name.clone()),
                    notes: fault.notes(),
                    help: fault.help(&found.shown),
                };
                Err(Box::new(unreadable.finding(&mut self.files, found.shown.clone(), found.format)))
            }
        }
    }

    /// A file whose text is read when somebody asks for it.
    fn later(&mut self, found: &Found, unread: Unread) -> Arc<File> {
        let (shown, format, stale) = (found.shown.clone(), found.format, self.stale.clone());
        let (encoding, length) = (unread.encoding, unread.length);
        let read = move || unread.read(&stale);
        self.files.add(|id| File::unread(id, shown, encoding, format, length, read))
    }

    /// The findings for places that could not be walked; the same one for each walk that came there.
    pub fn troubles(&mut self, troubles: Vec<Trouble>) -> Vec<Finding> {
        let findings = troubles.into_iter().map(|Trouble { shown, message, help, severity }| {
            let told = self.told.entry(shown.clone()).or_insert_with(|| {
                let unreadable = Unreadable {
                    severity,
                    message,
                    label: "nothing in it was checked",
                    source: None,
                    notes: Vec::new(),
                    help: vec![help.into_owned()],
                };
                unreadable.finding(&mut self.files, shown, Format::Plain)
            });
            told.clone()
        });
        findings.collect()
    }
}

/// Findings of which many say the same of different files, as one that names the others.
pub(super) fn condensed(findings: Vec<Finding>, files: &Files) -> Vec<Finding> {
    /// So many of one kind stand by themselves.
    const FEW: usize = 3;
    /// So many others are named.
    const NAMED: usize = 10;
    let path = |finding: &Finding| files.get(finding.primary.span.file).path.clone();
    let said = |finding: &Finding| finding.message.replacen(&path(finding), "", 1);
    let mut kinds: Vec<Vec<Finding>> = Vec::new();
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    for finding in findings {
        let number = *numbers.entry(said(&finding)).or_insert(kinds.len());
        if number == kinds.len() {
            kinds.push(Vec::new());
        }
        kinds[number].push(finding);
    }
    let condense = |mut alike: Vec<Finding>| {
        if alike.len() <= FEW {
            return alike;
        }
        let names: Vec<String> = alike[1..].iter().take(NAMED).map(path).collect();
        let (rest, named) = (alike.len() - 1, names.join(", "));
        let more = if rest > NAMED { format!(", and {} more", rest - NAMED) } else { String::new() };
        let mut first = alike.swap_remove(0);
        first.message += &format!("; so it is with {rest} more");
        first.notes.push(format!("the others: {named}{more}"));
        vec![first]
    };
    kinds.into_iter().flat_map(condense).collect()
}

/// What a finding says about a file that cannot be read.
struct Unreadable {
    severity: Severity,
    message: String,
    label: &'static str,
    source: Option<String>,
    notes: Vec<String>,
    help: Vec<String>,
}

impl Unreadable {
    /// The finding, at the start of a file without text that carries the path.
    fn finding(self, files: &mut Files, shown: String, format: Format) -> Finding {
        let file = files.add(|id| File::new(id, shown, "unknown", format, String::new()));
        let primary = Label { span: file.span(0..0), message: self.label.into(), source: self.source };
        let finding = page::SOURCE_UNREADABLE.finding(self.message, primary);
        Finding { severity: self.severity, notes: self.notes, help: self.help, ..finding }
    }
}

/// What a file is known by.
fn key(found: &Found) -> u128 {
    xxh3_128(found.canonical.as_os_str().as_encoded_bytes())
}

/// What becomes of files, in their order.
fn each<F: Sync, T: Send>(
    found: &[F],
    read: &(dyn Fn(&F) -> T + Sync),
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<T> {
    if found.len() <= FEW {
        return found.iter().map(read).collect();
    }
    let done = AtomicUsize::new(0);
    let batches: Vec<&[F]> = found.chunks(BATCH).collect();
    // Who waits for the disk leaves the core to another.
    let read = parallel::map_by(parallel::cores().clamp(2, 8), &batches, |batch| {
        let read: Vec<T> = batch.iter().map(read).collect();
        progress(done.fetch_add(batch.len(), Ordering::Relaxed) + batch.len(), found.len());
        read
    });
    read.into_iter().flatten().collect()
}
