//! `--changed-since`, `--staged`, and sources among the files that are named: which drafts a run reports on.
//!
//! Takes the arguments and what was loaded, and hands on the report on the drafts that are concerned. Everything is read and checked
//! all the same, so that what is said of a draft does not depend on it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::git::{self, Differences, State};
use crate::bibliography;
use crate::check::Report;
use crate::check::narrow::{Changes, concerned, narrow};
use crate::file::{File, Format};
use crate::load::{
    Loaded, Project, Request, draft_format, is_readable, named, names_the_same, own_text, project_folder,
};

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
            Some(differences) => by_git(differences, loaded, baseline, &mut real)?,
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
    // What one draft names as a source may be a draft itself.
    let asked: Vec<PathBuf> = request.drafts.iter().filter_map(|path| path.canonicalize().ok()).collect();
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
fn by_git(
    differences: &Differences,
    loaded: &Loaded,
    baseline: Option<&Path>,
    real: &mut Real,
) -> anyhow::Result<Changes> {
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
    let mut led = None;
    for (path, state) in differences.all() {
        match path.file_name().and_then(|name| name.to_str()) {
            // It says which files there are.
            Some(".gitignore") => changes.projects.extend(0..loaded.projects.len()),
            Some("ibid.toml") if state == State::Gone => below(path, loaded, real, &mut changes),
            _ if state == State::Gone && is_readable(path) => {
                let led = led.get_or_insert_with(|| Led::of(loaded, real));
                changes.projects.extend((0..loaded.projects.len()).filter(|&project| led.to(path, project)));
            }
            // That there is a source is known of those that cannot be read, too.
            _ if state != State::Changed => {
                let had = loaded.projects.iter().enumerate().filter(|(_, project)| project.roots.hold(path));
                changes.projects.extend(had.map(|(number, _)| number));
            }
            _ => {}
        }
    }
    for file in loaded.projects.iter().flat_map(|project| &project.bibliographies) {
        let path = real.path(&file.path).to_path_buf();
        if differences.of(&path) == Some(State::Changed)
            && let Some(text) = differences.held(&path)?
        {
            let old = File::new(file.id, file.path.clone(), file.encoding, file.format, text);
            led_to_before(&path, &old, loaded, real, &mut changes);
        }
    }
    for (path, text) in differences.before(&["sources", "bibliography"])? {
        named_before(path, &text, loaded, real, &mut changes);
    }
    if known_anew {
        changes.projects.extend(0..loaded.projects.len());
    }
    Ok(changes)
}

/// Where the sources of projects may have lain, and what bibliographies and front matters call them.
struct Led<'a> {
    projects: &'a [Project],
    /// The folders of each project: those that are walked for its sources, its own, those of its drafts, and the current one.
    homes: FxHashSet<(PathBuf, usize)>,
    /// The last part of each path that is named for a project, with its extension and without.
    names: FxHashSet<(OsString, usize)>,
    /// The projects of which something is named whose path ends in no name.
    any: FxHashSet<usize>,
}

impl Led<'_> {
    fn of<'a>(loaded: &'a Loaded, real: &mut Real) -> Led<'a> {
        let (homes, names, any) = Default::default();
        let mut led = Led { projects: &loaded.projects, homes, names, any };
        let here = Path::new(".").canonicalize().ok();
        for (number, project) in loaded.projects.iter().enumerate() {
            led.homes.extend(project.roots.folders().map(|folder| (folder.to_path_buf(), number)));
            for file in &project.bibliographies {
                let (entries, _) = bibliography::read(file);
                entries.iter().flat_map(|entry| &entry.files).for_each(|name| led.add(name, number));
            }
        }
        // What stands in a row of answers has its own.
        for draft in loaded.drafts.iter().filter(|draft| draft.file.row.is_none()) {
            let (sources, bibliographies) = named(own_text(&draft.file));
            sources.iter().chain(&bibliographies).for_each(|name| led.add(name, draft.project));
            let folder = real.path(&draft.file.path).parent().map(Path::to_path_buf);
            let own = folder.as_deref().and_then(project_folder);
            let homes = [folder, own, here.clone()].into_iter().flatten();
            led.homes.extend(homes.map(|folder| (folder, draft.project)));
        }
        led
    }

    fn add(&mut self, name: impl AsRef<Path>, project: usize) {
        let path = name.as_ref();
        match path.file_name() {
            Some(name) => {
                let stem = path.file_stem().unwrap_or(name);
                self.names.extend([name, stem].map(|name| (name.to_owned(), project)));
            }
            None => drop(self.any.insert(project)),
        }
    }

    /// Whether a file that is gone may have been a source of a project, or a bibliography.
    fn to(&self, path: &Path, project: usize) -> bool {
        let is_near = || path.ancestors().any(|folder| self.homes.contains(&(folder.to_path_buf(), project)));
        let parts = || path.iter().chain(path.file_stem());
        self.projects[project].roots.hold(path)
            || ((self.any.contains(&project)
                || parts().any(|part| self.names.contains(&(part.to_owned(), project))))
                && is_near())
    }
}

/// Adds what a bibliography led to before: where it leads there no more, it may be a draft now.
fn led_to_before(path: &Path, before: &File, loaded: &Loaded, real: &mut Real, changes: &mut Changes) {
    let Some(folder) = path.parent() else { return };
    let (entries, _) = bibliography::read(before);
    // The text may be one beside the file, of another kind.
    let bare = |file: &String| {
        let file = folder.join(file);
        Some(file.parent()?.canonicalize().ok()?.join(file.file_stem()?))
    };
    let led: FxHashSet<PathBuf> = entries.iter().flat_map(|entry| &entry.files).filter_map(bare).collect();
    for draft in &loaded.drafts {
        if led.contains(&real.path(&draft.file.path).with_extension("")) {
            changes.drafts.insert(draft.file.path.clone());
        }
    }
}

/// Adds what a draft named before as its sources and names no more: it may be a draft itself now.
fn named_before(path: &Path, before: &str, loaded: &Loaded, real: &mut Real, changes: &mut Changes) {
    if draft_format(path) != Some(Format::Markdown) {
        return;
    }
    let now = loaded.drafts.iter().find(|draft| real.path(&draft.file.path) == path);
    if names_the_same(before, now.map_or("", |draft| own_text(&draft.file))) {
        return;
    }
    let beside = path.parent().map(Path::to_path_buf);
    let folders = [beside.as_deref().and_then(project_folder), beside, Some(PathBuf::from("."))];
    let there = |name: &String| -> Vec<PathBuf> {
        folders.iter().flatten().filter_map(|folder| folder.join(name).canonicalize().ok()).collect()
    };
    let (sources, bibliographies) = named(before);
    let mut led_to: Vec<PathBuf> = sources.iter().flat_map(there).collect();
    // It leads to what lies below its folder.
    let folders = bibliographies.iter().flat_map(there).filter_map(|path| Some(path.parent()?.to_path_buf()));
    led_to.extend(folders);
    for draft in &loaded.drafts {
        let path = real.path(&draft.file.path);
        if led_to.iter().any(|led| path.starts_with(led)) {
            changes.drafts.insert(draft.file.path.clone());
        }
    }
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
    let configs: Vec<_> =
        loaded.files.added().filter(|file| file.format == Format::Config).cloned().collect();
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
