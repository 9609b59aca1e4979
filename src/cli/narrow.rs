//! `--changed-since`, `--staged`, and sources among the files that are named: which drafts a run reports on.
//!
//! Takes the arguments and what was loaded, and hands on the report on the drafts that are concerned. Everything is read and checked
//! all the same, so that what is said of a draft does not depend on it.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::git::{self, Differences, State};
use crate::check::Report;
use crate::check::narrow::{Changes, concerned, narrow};
use crate::file::Format;
use crate::load::{Loaded, Request, is_readable};

/// The arguments that narrow a run.
#[derive(Debug, clap::Args)]
pub struct Narrow {
    /// Report on drafts alone that differ from this revision, or from where the branch left it, and on those that draw on a source
    /// that does; files that git does not know count as changed
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    changed_since: Option<String>,
    /// The same of what is staged; the text that is read is that of the work tree
    #[arg(long)]
    staged: bool,
    /// The paths are those that a hook passes on: what is neither a source nor a draft that ibid.toml names, if it names any, is
    /// passed over
    #[arg(long, requires = "paths")]
    pub hook: bool,
}

/// Which drafts are reported on.
#[derive(Debug)]
pub struct Narrowing {
    changes: Changes,
    /// Whether `git` was asked.
    by_git: bool,
}

impl Narrow {
    /// What is to be reported on of what was loaded; none for everything.
    pub fn of(
        &self,
        request: &Request,
        loaded: &Loaded,
        baseline: Option<&Path>,
    ) -> anyhow::Result<Option<Narrowing>> {
        let differences = match &self.changed_since {
            Some(revision) => Some(git::since(revision)?),
            None if self.staged => Some(git::staged()?),
            None => None,
        };
        let mut real = Real::default();
        let changes = match &differences {
            Some(differences) => by_git(differences, loaded, baseline, &mut real),
            None if !loaded.touched.is_empty() => by_name(request, loaded, &mut real),
            None => return Ok(None),
        };
        Ok(Some(Narrowing { changes, by_git: differences.is_some() }))
    }
}

impl Narrowing {
    /// Which drafts of a report on everything are concerned, in their order.
    pub fn concerned(&self, report: &Report) -> Vec<bool> {
        concerned(report, &self.changes)
    }

    /// The report on those that are.
    pub fn narrow(&self, report: Report, concerned: &[bool]) -> Report {
        let mut report = narrow(report, concerned, &self.changes);
        report.summary.unconcerned = self.by_git && report.drafts.is_empty() && !report.summary.failed;
        report
    }

    /// Of each finding of a report on everything, in their order, whether it is about no draft that is concerned.
    pub fn spared(&self, report: &Report) -> Vec<bool> {
        let input = report.input.iter().map(|_| true);
        let drafts = report.drafts.iter().zip(self.concerned(report));
        input
            .chain(drafts.flat_map(|(draft, concerned)| draft.findings.iter().map(move |_| !concerned)))
            .collect()
    }
}

/// Canonical paths of files, by how they are shown.
#[derive(Default)]
struct Real(FxHashMap<String, PathBuf>);

impl Real {
    fn path(&mut self, shown: &str) -> &Path {
        let real = || {
            let path = Path::new(shown);
            path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
        };
        self.0.entry(shown.to_owned()).or_insert_with(real)
    }
}

/// What has changed where sources, bibliographies or configurations were named beside the drafts.
fn by_name(request: &Request, loaded: &Loaded, real: &mut Real) -> Changes {
    let mut changes = Changes::default();
    let is_touched = |path: &Path| loaded.touched.iter().any(|touched| touched == path);
    let asked: Vec<PathBuf> = request
        .drafts
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .filter(|path| !is_touched(path))
        .collect();
    let piped = request.standard_input();
    for draft in &loaded.drafts {
        let path = real.path(&draft.file.path);
        if asked.iter().any(|asked| path.starts_with(asked)) || piped.as_ref() == Some(&draft.file.path) {
            changes.drafts.insert(draft.file.path.clone());
        }
    }
    add(&mut changes, loaded, real, &|path| is_touched(path).then_some(State::Changed));
    changes
}

/// What has changed by what `git` says.
fn by_git(differences: &Differences, loaded: &Loaded, baseline: Option<&Path>, real: &mut Real) -> Changes {
    let mut changes = Changes::default();
    for draft in &loaded.drafts {
        if differences.of(real.path(&draft.file.path)).is_some() {
            changes.drafts.insert(draft.file.path.clone());
        }
    }
    add(&mut changes, loaded, real, &|path| differences.of(path));
    let baselines = loaded.baselines.iter().map(PathBuf::as_path).chain(baseline);
    let known_anew =
        baselines.filter_map(|path| path.canonicalize().ok()).any(|path| differences.of(&path).is_some());
    for (path, state) in differences.all() {
        match path.file_name().and_then(|name| name.to_str()) {
            // It says which files there are.
            Some(".gitignore") => changes.projects.extend(0..loaded.projects.len()),
            Some("ibid.toml") if state == State::Gone => below(path, loaded, real, &mut changes),
            _ if state == State::Gone && is_readable(path) => {
                let had = loaded.projects.iter().enumerate().filter(|(_, project)| project.roots.hold(path));
                changes.projects.extend(had.map(|(number, _)| number));
            }
            _ => {}
        }
    }
    if known_anew {
        changes.projects.extend(0..loaded.projects.len());
    }
    changes
}

/// Adds the sources, the bibliographies and the configurations that have changed. A source that is new may concern any draft of its
/// projects, and so may a bibliography.
fn add(changes: &mut Changes, loaded: &Loaded, real: &mut Real, state: &dyn Fn(&Path) -> Option<State>) {
    for (number, project) in loaded.projects.iter().enumerate() {
        // What stands in a row of answers is the draft's own.
        for source in project.sources.iter().filter(|source| source.file.row.is_none()) {
            let Some(state) = state(real.path(&source.file.path)) else { continue };
            changes.files.insert(source.file.id);
            if state == State::New || project.is_named {
                changes.projects.insert(number);
            }
        }
        for file in &project.bibliographies {
            if state(real.path(&file.path)).is_some() {
                changes.files.insert(file.id);
                changes.projects.insert(number);
            }
        }
        for finding in &project.findings {
            let file = loaded.files.get(finding.primary.span.file);
            if state(real.path(&file.path)).is_some() {
                changes.files.insert(file.id);
                changes.projects.insert(number);
            }
        }
    }
    let configs: Vec<_> = loaded.files.iter().filter(|file| file.format == Format::Config).cloned().collect();
    for file in configs {
        let path = real.path(&file.path).to_path_buf();
        if state(&path).is_none() {
            continue;
        }
        changes.files.insert(file.id);
        match path.file_name().is_some_and(|name| name == "ibid.toml") {
            true => below(&path, loaded, real, changes),
            // A file of facts, or a configuration for every draft.
            false => changes.projects.extend(0..loaded.projects.len()),
        }
    }
}

/// Adds the drafts below the folder of a configuration.
fn below(config: &Path, loaded: &Loaded, real: &mut Real, changes: &mut Changes) {
    let Some(folder) = config.parent() else { return };
    for draft in &loaded.drafts {
        if real.path(&draft.file.path).starts_with(folder) {
            changes.drafts.insert(draft.file.path.clone());
        }
    }
}
