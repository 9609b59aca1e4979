//! The only reading of files: walks the paths of drafts and sources, decodes what it finds, and hands on `Loaded`.
//!
//! A file that cannot be read becomes a finding that names it, and the run goes on; only paths that resolve to nothing
//! are an error of the run itself.

mod decode;
mod walk;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use self::walk::{Found, Role, Root, Walk};
use crate::config::{Choice, Config};
use crate::file::{File, Files, Format};
use crate::finding::{Finding, Label, Severity};
use crate::page;

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders of drafts.
    pub drafts: Vec<PathBuf>,
    /// Files and folders of sources.
    pub sources: Vec<PathBuf>,
    /// What the command line says of the rules.
    pub choice: Choice,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Every file that was read, by id.
    pub files: Files,
    /// The projects that the drafts belong to.
    pub projects: Vec<Project>,
    /// The drafts, by path.
    pub drafts: Vec<Draft>,
    /// What is wrong with the input of no project: drafts that could not be read (`source-unreadable`).
    pub findings: Vec<Finding>,
    /// What the findings of no project go by.
    pub config: Config,
    /// Files that no reader takes, by extension without its dot, in lower case; empty for none.
    pub skipped: BTreeMap<String, u32>,
    /// Whether a configuration is invalid (`config-invalid`), so that there is nothing to check.
    pub failed: bool,
}

/// A draft that was read.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The file.
    pub file: Arc<File>,
    /// Its project, as an index into [`Loaded::projects`].
    pub project: usize,
    /// What it is checked by.
    pub config: Config,
}

/// Sources, and what the findings about them go by.
#[derive(Debug, Default)]
pub struct Project {
    /// The configuration, without what it says for some drafts alone.
    pub config: Config,
    /// The sources with text, by path.
    pub sources: Vec<Source>,
    /// The `.bib` files among the sources, by path.
    pub bibliographies: Vec<Arc<File>>,
    /// Sources that could not be read (`source-unreadable`), by path.
    pub findings: Vec<Finding>,
}

/// A source that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file.
    pub file: Arc<File>,
    /// Its path under the sources folder that it was found in, with `/` and without its extension: its key, where no
    /// bibliography gives one.
    pub name: String,
}

/// Why a run cannot begin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A path that was asked for is not there.
    #[error("`{path}` does not exist{}{}", .part.as_ref().map(|part| format!(": there is no folder `{part}`")).unwrap_or_default(), .near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Missing {
        /// The path as it was given.
        path: String,
        /// Its first folder that does not exist.
        part: Option<String>,
        /// What lies there under a name like it.
        near: Option<String>,
    },
    /// A path that was asked for is there and cannot be looked at.
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable {
        /// The path as it was given.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A file that was asked for by its name is of no kind that is read.
    #[error("`{path}` is of no kind that is read: {kinds}{hint}")]
    Unsupported {
        /// The path as it is shown.
        path: String,
        /// The kinds that are.
        kinds: &'static str,
        /// What to do with it, opened by a semicolon.
        hint: &'static str,
    },
    /// The paths of drafts hold none.
    #[error("no draft under {paths}: {why}")]
    NoDrafts {
        /// The paths, each in backticks.
        paths: String,
        /// The reason.
        why: String,
    },
    /// The paths of sources hold no text.
    #[error("no source with text under {paths}: {why}")]
    NoSources {
        /// The paths, each in backticks.
        paths: String,
        /// The reason.
        why: String,
    },
}

/// Reads what is asked for, each file once and in parallel where there are many. Without paths of drafts there are no
/// drafts, without paths of sources no sources; paths that resolve to nothing are an error.
pub fn load(request: &Request) -> Result<Loaded, LoadError> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let roots = |paths: &[PathBuf]| -> Result<Vec<Root>, LoadError> {
        paths.iter().map(|path| Root::new(path, &here)).collect()
    };
    let (drafts, sources) = (roots(&request.drafts)?, roots(&request.sources)?);
    let mut walk = Walk::default();
    walk.add(&sources, Role::Source)?;
    walk.add(&drafts, Role::Draft)?;
    if !drafts.is_empty() && !walk.found.iter().any(|found| found.role == Role::Draft) {
        let inside = drafts.iter().any(|draft| sources.iter().any(|source| draft.touches(source)));
        let why = match inside {
            true => "a file under a path of sources is a source, never a draft".into(),
            false => nothing_found(&drafts, Role::Draft, &[]),
        };
        return Err(LoadError::NoDrafts { paths: listed(&drafts), why });
    }
    walk.found.sort_by(|a, b| (a.role, &a.shown).cmp(&(b.role, &b.shown)));
    let mut config = Config::default();
    request.choice.lay_over(&mut config);
    let loaded = read(walk, config);
    let project = &loaded.projects[0];
    if !sources.is_empty() && project.sources.is_empty() {
        let why = if project.bibliographies.is_empty() {
            nothing_found(&sources, Role::Source, &project.findings)
        } else {
            // It names texts; where they are has to be said.
            "a bibliography has no text of its own\nname the folder of its files, too: --sources DIR"
                .to_owned()
        };
        return Err(LoadError::NoSources { paths: listed(&sources), why });
    }
    Ok(loaded)
}

fn listed(roots: &[Root]) -> String {
    roots.iter().map(|root| format!("`{}`", root.shown())).collect::<Vec<_>>().join(", ")
}

/// Why paths resolve to nothing: what is wrong with what is there, or else what would be read.
fn nothing_found(roots: &[Root], role: Role, findings: &[Finding]) -> String {
    if let Some(first) = findings.first() {
        return match findings.len() - 1 {
            0 => first.message.clone(),
            more => format!("{}, and so for {more} more", first.message),
        };
    }
    match roots.iter().map(|root| root.ignored(role)).sum::<usize>() {
        0 => role.kinds().to_string(),
        ignored => format!("{}, and a .gitignore hides {ignored} of them", role.kinds()),
    }
}

/// Reads the files that a walk found and sorts them by what they are for.
fn read(walk: Walk, config: Config) -> Loaded {
    let mut loaded = Loaded { skipped: walk.skipped(), ..Loaded::default() };
    let mut project = Project { config: config.clone(), ..Project::default() };
    let mut findings: Vec<(String, Finding)> = Vec::new();
    let texts = texts(&walk.found);
    for (found, text) in walk.found.into_iter().zip(texts) {
        let Found { shown, name, format, role, .. } = found;
        let text = match (text, role) {
            (Ok(text), _) => text,
            // A draft without words asserts nothing, and there is nothing wrong with that.
            (Err(decode::Fault::Empty), Role::Draft) => String::new(),
            (Err(fault), _) => {
                let finding = Unreadable {
                    severity: if fault == decode::Fault::Empty { Severity::Warning } else { Severity::Error },
                    message: fault.message(&shown),
                    label: fault.label(),
                    source: (role == Role::Source).then_some(name),
                    notes: fault.notes(),
                    help: fault.help(&shown),
                };
                findings.push((shown.clone(), finding.of(&mut loaded.files, shown, format)));
                continue;
            }
        };
        let file = loaded.files.add(|id| File::new(id, shown, "UTF-8", format, text));
        match (role, format) {
            (Role::Draft, _) => loaded.drafts.push(Draft { file, project: 0, config: config.clone() }),
            (Role::Source, Format::Bibliography) => project.bibliographies.push(file),
            (Role::Source, _) => project.sources.push(Source { file, name }),
        }
    }
    for trouble in walk.troubles {
        let finding = Unreadable {
            severity: trouble.severity,
            message: trouble.message,
            label: "nothing in it was checked",
            source: None,
            notes: Vec::new(),
            help: vec![trouble.help.to_string()],
        };
        let shown = trouble.shown;
        findings.push((shown.clone(), finding.of(&mut loaded.files, shown, Format::Plain)));
    }
    findings.sort_by(|a, b| a.0.cmp(&b.0));
    project.findings = findings.into_iter().map(|(_, finding)| finding).collect();
    loaded.projects.push(project);
    loaded
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
    fn of(self, files: &mut Files, shown: String, format: Format) -> Finding {
        let file = files.add(|id| File::new(id, shown, "unknown", format, String::new()));
        Finding {
            rule: page::SOURCE_UNREADABLE.id,
            severity: self.severity,
            message: self.message,
            primary: Label { span: file.span(0..0), message: self.label.into(), source: self.source },
            related: Vec::new(),
            notes: self.notes,
            help: self.help,
            fixes: Vec::new(),
        }
    }
}

type Text = Result<String, decode::Fault>;

/// More files than this are read by several threads.
const FEW: usize = 64;

/// How many files a thread takes at a time.
const BATCH: usize = 16;

/// The texts of files, in their order.
fn texts(found: &[Found]) -> Vec<Text> {
    if found.len() <= FEW {
        return found.iter().map(|found| decode::read(&found.path)).collect();
    }
    let threads = std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, 8));
    let next = AtomicUsize::new(0);
    let batches = || {
        let mut batches: Vec<(usize, Vec<Text>)> = Vec::new();
        loop {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            let Some(rest) = found.get(start..).filter(|rest| !rest.is_empty()) else { return batches };
            let batch = rest.iter().take(BATCH).map(|found| decode::read(&found.path));
            batches.push((start, batch.collect()));
        }
    };
    let mut read = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(batches)).collect();
        let mut read = batches();
        for other in others {
            match other.join() {
                Ok(batches) => read.extend(batches),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        read
    });
    read.sort_unstable_by_key(|(start, _)| *start);
    read.into_iter().flat_map(|(_, batch)| batch).collect()
}

#[cfg(test)]
mod tests;
