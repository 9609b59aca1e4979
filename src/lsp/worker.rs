//! The thread that checks, so that the one that talks to the client never waits.
//!
//! Takes what is to be read and the texts that change, and sends back reports. Only the newest text of a draft is checked: what
//! nobody waits for any more is called off. A draft alone is checked again by itself; anything else that changes has
//! everything read again.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::settings::Settle;
use crate::check::{Report, check, recheck};
use crate::file::File;
use crate::load::cache::{Keeping, Stale};
use crate::load::{self, LoadError, Loaded, Request};
use crate::parallel::{Call, CalledOff, unless};

/// What is to be done.
#[derive(Debug)]
pub enum Job {
    /// See whether anything on the disk has changed, but for what lies in folders that somebody else watches.
    Look(Vec<PathBuf>),
    /// Read and check everything: what is asked for, and the versions of the texts in it.
    Everything(Box<Request>, BTreeMap<PathBuf, i32>),
    /// Check the new text of an open document.
    Text { path: PathBuf, text: String, version: i32 },
}

/// What the thread has to say.
#[derive(Debug)]
pub enum News {
    /// How many files of how many have been read.
    Progress(usize, usize),
    /// What everything that was asked for comes to.
    Done(Arc<Snapshot>),
    /// Something on the disk is not what it was when it was read.
    Changed,
    /// What went wrong, for the user: a request that resolves to nothing, or a fault of this program.
    Trouble(String),
}

/// A report, with the texts that it is about.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The report.
    pub report: Report,
    /// The version of every open document that it took into account.
    pub versions: BTreeMap<PathBuf, i32>,
    /// The drafts by their canonical paths, as indices into the report's. Rows of answers share one.
    pub drafts: BTreeMap<PathBuf, Vec<usize>>,
}

/// The way to the thread.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    /// What it says.
    pub news: Receiver<News>,
    current: Current,
}

/// What the thread is at, and what calls it off; none where it waits.
type Current = Arc<Mutex<Option<(Kind, Call)>>>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Everything,
    Text(PathBuf),
}

impl Worker {
    /// Starts the thread. `here` is the folder that paths are shown from.
    pub fn start(here: PathBuf, settle: Settle) -> std::io::Result<Worker> {
        let (jobs, taken) = unbounded();
        let (said, news) = unbounded();
        let current = Current::default();
        let mut thread = Thread {
            here,
            settle,
            taken,
            said,
            current: Arc::clone(&current),
            request: Request::default(),
            versions: BTreeMap::new(),
            report: Arc::default(),
            baselines: Vec::new(),
            stale: Stale::default(),
            snapshot: Arc::default(),
            everything: false,
            texts: BTreeSet::new(),
            stamps: BTreeMap::new(),
            trouble: None,
            unsettled: None,
        };
        std::thread::Builder::new().name("ibid checks".into()).spawn(move || while thread.step() {})?;
        Ok(Worker { jobs, news, current })
    }

    /// Has something done, and what it makes needless called off.
    pub fn give(&self, job: Job) {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let needless = |at: &Kind| match (&job, at) {
            (Job::Everything(..), _) => true,
            (Job::Text { path, .. }, Kind::Text(at)) => path == at,
            _ => false,
        };
        if let Some((_, call)) = current.as_ref().filter(|(at, _)| needless(at)) {
            call.off();
        }
        // The thread ends with the server alone.
        let _ = self.jobs.send(job);
    }
}

struct Thread {
    here: PathBuf,
    settle: Settle,
    taken: Receiver<Job>,
    said: Sender<News>,
    current: Current,
    /// What was asked for last, with the newest texts.
    request: Request,
    versions: BTreeMap<PathBuf, i32>,
    /// The report with what the baselines hold, by which a draft is checked again.
    report: Arc<Report>,
    baselines: Vec<PathBuf>,
    /// Whether the cache was wrong about a source of the last run on everything.
    stale: Stale,
    snapshot: Arc<Snapshot>,
    /// What is still to be done: everything, or the texts of some documents.
    everything: bool,
    texts: BTreeSet<PathBuf>,
    /// What was read and where, each with what tells whether it has changed.
    stamps: BTreeMap<PathBuf, u64>,
    /// Why what was asked for last came to nothing.
    trouble: Option<String>,
    /// Why a baseline could not be used the last time.
    unsettled: Option<String>,
}

/// How long to wait for more of what has everything read again: somebody may be typing in a source.
const SETTLE: Duration = Duration::from_millis(200);

impl Thread {
    /// Does one thing; false where the server has ended.
    fn step(&mut self) -> bool {
        if !self.everything && self.texts.is_empty() {
            match self.taken.recv() {
                Ok(job) => self.take(job),
                Err(_) => return false,
            }
        }
        self.taken.clone().try_iter().for_each(|job| self.take(job));
        if self.everything {
            // The first time there is nothing to show yet.
            while !self.stamps.is_empty() {
                match self.taken.recv_timeout(SETTLE) {
                    Ok(job) => self.take(job),
                    Err(_) => break,
                }
            }
            self.read_everything();
        } else if let Some(path) = self.texts.first().cloned() {
            self.check_text(&path);
        }
        true
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Everything(request, versions) => {
                (self.request, self.versions) = (*request, versions);
                self.everything = true;
                self.texts.clear();
            }
            Job::Text { path, text, version } => {
                Arc::make_mut(&mut self.request.texts).insert(path.clone(), text);
                self.versions.insert(path.clone(), version);
                self.texts.insert(path);
            }
            Job::Look(watched) => {
                let is_watched = |path: &PathBuf| watched.iter().any(|folder| path.starts_with(folder));
                let now = self.stamped(self.stamps.keys().filter(|path| !is_watched(path)));
                let differs = now.iter().any(|(path, stamp)| self.stamps.get(path) != Some(stamp));
                // What would mend it may lie where nothing has been read.
                let has_changed = differs || (self.trouble.is_some() && watched.is_empty());
                if has_changed && !self.everything {
                    // Told once: what is there now is what is read next.
                    self.stamps.extend(now);
                    self.say(News::Changed);
                }
            }
        }
    }

    fn read_everything(&mut self) {
        let (request, said) = (self.request.clone(), self.said.clone());
        let tell = move |done, all| drop(said.send(News::Progress(done, all)));
        // Without a draft there is nothing to read, and not the folder that the server happens to be in.
        let read = |request: &Request| match request.drafts.is_empty() {
            true => Ok(Loaded::default()),
            false => load::load(request, &tell),
        };
        let checked = |mut loaded: Loaded| {
            let roots = loaded.projects.iter().flat_map(|project| project.roots.folders());
            let folders: Vec<PathBuf> = roots.map(Path::to_path_buf).collect();
            let (baselines, keeping) = (std::mem::take(&mut loaded.baselines), Keeping::of(&loaded));
            (baselines, folders, check(loaded), keeping)
        };
        let done = self.done(Kind::Everything, || {
            let done = read(&request).map(checked);
            match done.as_ref().is_ok_and(|(.., keeping)| keeping.is_stale()) {
                true => read(&Request { cache: None, ..request.clone() }).map(checked),
                false => done,
            }
        });
        let before = self.trouble.take();
        let (baselines, folders, report, keeping) = match done {
            Err(CalledOff) => {
                self.trouble = before;
                return;
            }
            Ok(Some(Ok(done))) => done,
            // A folder without drafts is nothing to complain of in an editor.
            Ok(Some(Err(LoadError::NoDrafts { .. })) | None) => Default::default(),
            Ok(Some(Err(error))) => {
                let trouble = error.to_string();
                // Every letter that is typed may have everything read again.
                if before.as_ref() != Some(&trouble) {
                    self.say(News::Trouble(trouble.clone()));
                }
                self.trouble = Some(trouble);
                Default::default()
            }
        };
        self.baselines = baselines;
        self.everything = false;
        self.texts.clear();
        let mut drafts: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
        for (number, draft) in report.drafts.iter().enumerate() {
            drafts.entry(load::real(&self.here.join(&draft.file.path))).or_default().push(number);
        }
        let files = report.files.iter().map(|file| self.here.join(&file.path));
        let mut paths: BTreeSet<PathBuf> =
            files.flat_map(|file| file.parent().map(Path::to_path_buf).into_iter().chain([file])).collect();
        // A folder of sources may be empty.
        paths.extend(folders);
        paths.extend(self.baselines.iter().cloned());
        // A nearer configuration than the one that counts may come to be.
        paths.extend(drafts.keys().flat_map(|draft| load::configurations(draft)));
        self.stamps = self.stamped(paths.iter());
        self.show(report, drafts);
        // Whoever waits has been answered, and needs none of this. A cache that cannot be written is no matter for an editor.
        let _ = keeping.keep(self.report.gained());
        self.stale = keeping.stale();
    }

    fn check_text(&mut self, path: &Path) {
        let Some((number, file)) = self.alone(path) else {
            self.everything = true;
            return;
        };
        let report = Arc::clone(&self.report);
        let kind = Kind::Text(path.to_path_buf());
        let Ok(new) = self.done(kind, || recheck(&report, number, file)) else { return };
        if self.stale.is_set() {
            // A source was to be read that is no more what it was.
            self.everything = true;
            return;
        }
        self.texts.remove(path);
        let mut drafts = self.snapshot.drafts.clone();
        let report = new.unwrap_or_else(|| {
            // What is known of it is about another text.
            drafts.remove(path);
            Report::clone(&report)
        });
        self.show(report, drafts);
    }

    /// A draft that can be checked by itself, with its new text: its sources are what they were.
    fn alone(&self, path: &Path) -> Option<(usize, Arc<File>)> {
        let &[number] = self.snapshot.drafts.get(path)?.as_slice() else { return None };
        // A row of a list of answers is no text by itself.
        let old = Some(&self.report.drafts[number].file).filter(|file| file.row.is_none())?;
        let text = self.request.texts.get(path)?;
        if !load::names_the_same(old.text(), text) {
            return None;
        }
        Some((number, Arc::new(load::reread(old, text.clone())?)))
    }

    /// What work comes to; nothing where it panics, which is told.
    fn done<R>(&self, kind: Kind, work: impl FnOnce() -> R) -> Result<Option<R>, CalledOff> {
        let call = Call::default();
        let set = |at| *self.current.lock().unwrap_or_else(PoisonError::into_inner) = at;
        set(Some((kind, call.clone())));
        let done = catch_unwind(AssertUnwindSafe(|| unless(&call, work)));
        set(None);
        match done {
            Ok(done) => done.map(Some),
            Err(panic) => {
                self.say(News::Trouble(format!("a fault of ibid itself: {}", said_by(&*panic))));
                Ok(None)
            }
        }
    }

    fn show(&mut self, report: Report, drafts: BTreeMap<PathBuf, Vec<usize>>) {
        let (mut versions, mut settled) = (self.versions.clone(), report.clone());
        // A text that still waits is not in the report.
        for path in &self.texts {
            match self.snapshot.versions.get(path) {
                Some(&known) => drop(versions.insert(path.clone(), known)),
                None => drop(versions.remove(path)),
            }
        }
        let unsettled = (self.settle)(&self.baselines, &mut settled, &self.request).err();
        if let Some(error) = unsettled.as_ref().filter(|error| self.unsettled.as_ref() != Some(error)) {
            self.say(News::Trouble(error.clone()));
        }
        self.unsettled = unsettled;
        self.report = Arc::new(report);
        self.snapshot = Arc::new(Snapshot { report: settled, versions, drafts });
        self.say(News::Done(Arc::clone(&self.snapshot)));
    }

    /// What tells whether files and folders have changed; of what is open here the disk counts for nothing.
    fn stamped<'a>(&self, paths: impl Iterator<Item = &'a PathBuf>) -> BTreeMap<PathBuf, u64> {
        let of = |path: &PathBuf| if self.request.texts.contains_key(path) { 0 } else { load::stamp(path) };
        paths.map(|path| (path.clone(), of(path))).collect()
    }

    fn say(&self, news: News) {
        // Nobody listens where the server has ended.
        let _ = self.said.send(news);
    }
}

/// What a panic says.
pub fn said_by(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked")
}
