//! The projects of a run: which drafts share their sources, and those sources read.
//!
//! Takes the drafts with their configurations; what a draft's front matter names makes it a project of its own, or one with the
//! drafts that name the same. Hands on the projects with everything that their sources hold.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cache::{Cache, Cached, Each, Learned, Look, is_little};
use super::configs::{self, Configs};
use super::formats::format;
use super::front_matter;
use super::nothing;
use super::read::{Reader, Sourced, condensed};
use super::root::{Root, Roots, seen_from, slashed};
use super::walk::{Found, PassedOver, Role, Trouble, Walk};
use super::{Draft, LoadError, Project, Source, library};
use crate::config::{Choice, Config, Settings};
use crate::file::{File, Format};
use crate::finding::{Finding, Label, Severity};
use crate::page;

/// The projects that the drafts belong to.
pub(super) struct Projects<'a> {
    here: &'a Path,
    configs: &'a Configs,
    choice: &'a Choice,
    numbers: FxHashMap<Kind, usize>,
    kinds: Vec<Kind>,
    /// The drafts of each kind, by their canonical paths.
    drafts: Vec<FxHashSet<PathBuf>>,
    /// The texts that the bibliographies of each kind lead to.
    texts: Vec<Vec<Root>>,
    /// The sources that front matters name, by their canonical paths.
    sources: FxHashSet<PathBuf>,
    /// The cache, if there is one, and when files began to be read.
    pub cache: Option<(&'a Cache, i64)>,
    /// Whether a project without sources leaves the others as they are.
    pub one_by_one: bool,
    /// The canonical paths of sources that are drafts all the same.
    pub named: FxHashSet<PathBuf>,
    /// How each path that a front matter names is opened.
    roots: FxHashMap<PathBuf, Root>,
}

/// What the drafts of one project share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Kind {
    /// The configuration.
    config: Option<usize>,
    /// The sources that the front matter names, by their canonical paths; empty for those that are configured.
    sources: Vec<PathBuf>,
    /// The bibliographies that it names.
    bibliographies: Vec<PathBuf>,
}

impl<'a> Projects<'a> {
    pub fn new(here: &'a Path, configs: &'a Configs, choice: &'a Choice) -> Projects<'a> {
        Projects {
            here,
            configs,
            choice,
            numbers: FxHashMap::default(),
            kinds: Vec::new(),
            drafts: Vec::new(),
            texts: Vec::new(),
            sources: FxHashSet::default(),
            named: FxHashSet::default(),
            cache: None,
            one_by_one: false,
            roots: FxHashMap::default(),
        }
    }

    /// A draft with its project and its own configuration.
    pub fn draft(
        &mut self,
        file: Arc<File>,
        found: &Found,
        own: Option<usize>,
        findings: &mut Vec<Finding>,
    ) -> Draft {
        let mut kind = Kind { config: own, ..Kind::default() };
        if file.format == Format::Markdown && !self.configs.are_given() {
            let names = front_matter::names(file.text());
            findings.extend(names.broken.map(|(why, at)| {
                let message = format!("the front matter of `{}` is no YAML: {why}", file.path);
                let help = "mend it; a value with a colon in it wants quotation marks";
                unused(&file, at..at + 1, message, "what it names behind this is not used", help)
            }));
            kind.sources = self.named(&file, found, own, names.sources, findings);
            kind.bibliographies = self.named(&file, found, own, names.bibliographies, findings);
        }
        self.sources.extend(kind.sources.iter().cloned());
        let project = match self.numbers.get(&kind) {
            Some(&known) => known,
            None => self.add(kind),
        };
        self.drafts[project].insert(found.canonical.clone());
        Draft { file, project, config: self.config_of(found, own) }
    }

    /// What a draft is checked by.
    pub fn config_of(&self, found: &Found, own: Option<usize>) -> Config {
        match own.map(|own| self.configs.get(own)) {
            Some(configured) => {
                let below = found.canonical.strip_prefix(&configured.base);
                configured.settings.config_of(&slashed(below.unwrap_or(&found.canonical)), self.choice)
            }
            None => self.config(None),
        }
    }

    /// The number of a new project.
    fn add(&mut self, kind: Kind) -> usize {
        let bibliographies = kind.bibliographies.iter().map(|path| &self.roots[path]);
        let texts: Vec<Root> = bibliographies.flat_map(|root| library::texts(root, self.here)).collect();
        self.sources.extend(texts.iter().map(|text| text.canonical.clone()));
        self.texts.push(texts);
        self.drafts.push(FxHashSet::default());
        self.numbers.insert(kind.clone(), self.kinds.len());
        self.kinds.push(kind);
        self.kinds.len() - 1
    }

    /// Whether what was taken for a draft is a source that the front matter of another one names. One that names sources
    /// itself is a draft all the same.
    pub fn has_source(&self, found: &Found, draft: &Draft) -> bool {
        !self.named.contains(&found.canonical)
            && self.kinds[draft.project].sources.is_empty()
            && found.canonical.ancestors().any(|path| self.sources.contains(path))
    }

    /// The paths that a front matter names and that are there; what looks like one and is not is reported.
    fn named(
        &mut self,
        file: &File,
        found: &Found,
        own: Option<usize>,
        names: Vec<(String, Range<usize>)>,
        findings: &mut Vec<Finding>,
    ) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for (name, place) in names {
            let path = Path::new(&name);
            // A list of sources may be meant for the reader: titles, and addresses.
            let is_path = format(path).is_some() || name.contains('/');
            if name.contains("://") || name.contains('\n') {
                continue;
            }
            let beside = found.canonical.parent().unwrap_or(self.here);
            let base = own.map(|own| self.configs.get(own).base.as_path());
            let folders = [Some(beside), base, Some(self.here)];
            let folders: Vec<&Path> = folders.into_iter().flatten().collect();
            let complaint = match there(path, &folders, self.here) {
                Some(root) if is_inside(&root, &folders) => {
                    paths.push(root.canonical.clone());
                    self.roots.insert(root.canonical.clone(), root);
                    continue;
                }
                Some(_) => "leads out of the project",
                None if is_path => "is not there, or of no kind that is read",
                None => continue,
            };
            let message = format!("the front matter names `{name}`, which {complaint}");
            let help = match name.contains('*') {
                true => "name a file or a folder; patterns are for `ibid.toml`",
                false => "a path starts from the draft's folder, or from that of its `ibid.toml`",
            };
            findings.push(unused(file, place, message, "not used", help));
        }
        paths.sort();
        paths.dedup();
        paths
    }

    /// Reads what the projects' sources hold.
    /// `partial` says of a configuration whether its project has drafts that are not asked for.
    pub fn read(
        self,
        reader: &mut Reader,
        passed_over: &mut PassedOver,
        partial: &dyn Fn(usize) -> bool,
    ) -> Result<Vec<Project>, LoadError> {
        let mut projects = Vec::with_capacity(self.kinds.len());
        for (number, kind) in self.kinds.iter().enumerate() {
            let project = match self.project(number, reader, passed_over) {
                Err(error @ LoadError::NoSources { .. }) if self.one_by_one => {
                    self.bare(kind, error, reader)?
                }
                project => project?,
            };
            projects.push(Project { partial: kind.config.is_some_and(partial), ..project });
        }
        Ok(projects)
    }

    /// A project whose configuration names sources that hold nothing, which is told at the configuration.
    fn bare(&self, kind: &Kind, error: LoadError, reader: &mut Reader) -> Result<Project, LoadError> {
        let Some(own) = kind.config else { return Err(error) };
        let path = self.configs.get(own).base.join(configs::NAME);
        let trouble = Trouble {
            shown: slashed(&seen_from(self.here, &path)),
            message: error.to_string(),
            help: "put texts there, or name others under `[sources]`".into(),
            severity: Severity::Error,
        };
        let findings = reader.troubles(vec![trouble]);
        let roots = Roots(self.configs.sources(kind.config).to_vec());
        Ok(Project { config: self.config(kind.config), findings, roots, ..Project::default() })
    }

    fn project(
        &self,
        number: usize,
        reader: &mut Reader,
        passed_over: &mut PassedOver,
    ) -> Result<Project, LoadError> {
        let (kind, drafts, texts) = (&self.kinds[number], &self.drafts[number], &self.texts[number]);
        let roots = |paths: &[PathBuf]| paths.iter().map(|path| self.roots[path].clone()).collect::<Vec<_>>();
        let own = roots(&kind.sources);
        let sources = if own.is_empty() { self.configs.sources(kind.config) } else { &own };
        let bibliographies = roots(&kind.bibliographies);
        let all = [sources, bibliographies.as_slice(), texts].concat();
        let cache = self.cache.filter(|_| !all.is_empty());
        let mut cached = cache.map(|(cache, read_at)| Cached::open(cache, read_at, &all));
        // Projects that share a source know it by one file.
        let alone = cached.as_ref().filter(|_| self.kinds.len() == 1 && reader.reads_as_saved());
        let paths = || drafts.iter().chain(&self.named).map(PathBuf::as_path);
        let listed = alone.and_then(|cached| cached.texts(&all, paths(), &reader.stale));
        let kept = cached.as_ref().and_then(|cached| cached.walk(listed.as_ref(), &all));
        // Where nothing is kept, there is nothing to be trusted.
        let unkept =
            kept.is_none() && cached.as_mut().is_some_and(|cached| std::mem::take(&mut cached.frozen));
        let mut walk = match kept {
            Some(walk) => walk,
            None => walked(sources, &bibliographies, texts)?,
        };
        // The one source there may be the one that is looked at.
        let itself = walk.found.iter().any(|found| self.named.contains(&found.canonical));
        // A draft beside its sources is none of them.
        let (beside, mut found): (Vec<Found>, Vec<Found>) =
            walk.found.drain(..).partition(|found| drafts.contains(&found.canonical));
        found.sort_by(|a, b| a.shown.cmp(&b.shown));
        passed_over.add(&walk);
        let mut project = Project {
            config: self.config(kind.config),
            textless: walk.textless(),
            is_named: !kind.sources.is_empty(),
            ..Project::default()
        };
        let sourced = reader.sources(&found, &Look::new(cached.as_ref()));
        let listing = cached.as_ref().and_then(|cached| cached.listing(&walk, &found, &beside, &all));
        project.findings = reader.troubles(walk.troubles);
        let (mut each, mut learned) = (Vec::new(), Vec::new());
        let mut read = Vec::new();
        let (mut own, mut settled) = (Vec::new(), true);
        for (found, Sourced { file, known, item, is_own, is_trusted }) in found.into_iter().zip(sourced) {
            settled &= is_trusted || known.is_none();
            match file {
                Ok(file) if file.format == Format::Bibliography => {
                    each.push(Each::Textless(None));
                    project.bibliographies.push(file);
                }
                Ok(file) => {
                    // Of a text that is not saved only what its file held is kept.
                    each.push(match known {
                        Some(_) => Each::Source(learned.len() as u32),
                        None => Each::Beside(item),
                    });
                    own.push(is_own);
                    let earlier = item.filter(|_| known.is_some());
                    learned.push(Learned { file: Arc::clone(&file), known, earlier, kept: None });
                    read.push(Source::new(file, found.name));
                }
                Err(finding) => {
                    each.push(Each::Textless(known));
                    // What is cited from it cannot be checked, and is not wrong.
                    if found.format != Format::Bibliography {
                        project.textless.push(found.name);
                    }
                    project.findings.push(*finding);
                }
            }
        }
        project.findings = condensed(project.findings, &reader.files);
        if unkept && !is_little(&learned) {
            return Err(LoadError::NotKept);
        }
        if let Some(cached) = cached {
            each.extend(cached.beside(&beside));
            let ready = cached.ready(listing, each, learned, (&own, settled), &reader.stale);
            (project.segments, project.readings, project.store) =
                (ready.segments, ready.readings, ready.store);
            read.iter_mut().zip(ready.kept).for_each(|(source, kept)| source.kept = kept);
        }
        project.sources = match listed {
            Some(texts) => texts.sources(&mut reader.files),
            None => read.into(),
        };
        project.roots = Roots(all.clone());
        if !sources.is_empty() && project.sources.is_empty() && !itself {
            return Err(nothing::no_sources(sources, !project.bibliographies.is_empty(), &project.findings));
        }
        Ok(project)
    }

    fn config(&self, own: Option<usize>) -> Config {
        own.map_or_else(
            || Settings::default().config(self.choice),
            |own| self.configs.get(own).settings.config(self.choice),
        )
    }
}

/// What lies where the sources of a project are. Bibliographies that are named take the place of those among them.
fn walked(sources: &[Root], bibliographies: &[Root], texts: &[Root]) -> Result<Walk, LoadError> {
    let mut walk = Walk::default();
    walk.add(sources, Role::Source)?;
    if !bibliographies.is_empty() {
        walk.found.retain(|found| found.format != Format::Bibliography);
        walk.forget_bibliographies();
        walk.add(bibliographies, Role::Source)?;
        walk.add(texts, Role::Source)?;
    }
    Ok(walk)
}

/// What a front matter names, in the first of some folders that has it.
pub(super) fn there(path: &Path, folders: &[&Path], here: &Path) -> Option<Root> {
    folders.iter().find_map(|folder| {
        let root = Root::new(&seen_from(here, &folder.join(path)), here).ok()?;
        (root.is_folder || format(&root.canonical).is_some()).then_some(root)
    })
}

/// Whether what a front matter names lies in one of some folders.
pub(super) fn is_inside(root: &Root, folders: &[&Path]) -> bool {
    folders.iter().any(|folder| root.canonical.starts_with(folder))
}

/// A finding about a front matter that cannot be followed.
fn unused(file: &File, place: Range<usize>, message: String, label: &str, help: &str) -> Finding {
    let primary = Label { span: file.span(place), message: label.into(), source: None };
    let finding = page::SOURCE_UNREADABLE.finding(message, primary);
    Finding { severity: Severity::Warning, help: vec![help.to_owned()], ..finding }
}
