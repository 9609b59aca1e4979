//! The configurations of a run: for each folder the nearest `ibid.toml` above it.
//!
//! Takes folders and hands on the number of their configuration, with its settings and the roots of its sources. A folder is
//! asked about once. What is wrong with a file, or with a path that it names, becomes a finding (`config-invalid`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

use super::read::Reader;
use super::root::{Filter, Pattern, Root, seen_from, slashed};
use super::{ConfigChoice, LoadError, library};
use crate::config::settings::Named;
use crate::config::{Facts, Settings, toml};
use crate::file::File;
use crate::finding::Finding;

/// What a configuration is called.
pub(super) const NAME: &str = "ibid.toml";

/// The configurations that were met.
#[derive(Debug)]
pub(super) struct Configs {
    here: PathBuf,
    nearest: bool,
    /// By canonical folder.
    above: FxHashMap<PathBuf, Option<usize>>,
    list: Vec<Configured>,
    /// The sources that are asked for in place of those that are configured.
    given: Vec<Root>,
    /// What the files of facts say, by their canonical paths.
    facts: FxHashMap<PathBuf, Facts>,
    pub findings: Vec<Finding>,
}

/// One configuration.
#[derive(Debug)]
pub(super) struct Configured {
    /// Its folder, as it is opened.
    folder: PathBuf,
    /// Its folder, by its canonical path.
    pub base: PathBuf,
    pub settings: Settings,
    sources: Vec<Root>,
}

impl Configs {
    pub fn new(
        here: &Path,
        choice: &ConfigChoice,
        given: Vec<Root>,
        reader: &mut Reader,
    ) -> Result<Configs, LoadError> {
        let mut configs = Configs {
            here: here.to_path_buf(),
            nearest: *choice == ConfigChoice::Nearest,
            above: FxHashMap::default(),
            list: Vec::new(),
            given,
            facts: FxHashMap::default(),
            findings: Vec::new(),
        };
        if let ConfigChoice::File(path) = choice {
            let root = Root::new(path, here)?;
            configs.add(&root.canonical, reader);
        }
        Ok(configs)
    }

    /// The number of the configuration that counts for what lies in a folder, by its canonical path.
    pub fn above(&mut self, folder: &Path, reader: &mut Reader) -> Option<usize> {
        if !self.nearest {
            return (!self.list.is_empty()).then_some(0);
        }
        if let Some(&known) = self.above.get(folder) {
            return known;
        }
        let path = folder.join(NAME);
        let found = if path.is_file() {
            Some(self.add(&path, reader))
        } else {
            folder.parent().and_then(|parent| self.above(parent, reader))
        };
        self.above.insert(folder.to_path_buf(), found);
        found
    }

    /// One of them.
    pub fn get(&self, number: usize) -> &Configured {
        &self.list[number]
    }

    /// The roots of the sources for what has a configuration, or none.
    pub fn sources(&self, number: Option<usize>) -> &[Root] {
        match number {
            _ if !self.given.is_empty() => &self.given,
            Some(number) => &self.list[number].sources,
            None => &[],
        }
    }

    /// The configurations that were met and that name a file of facts, by its canonical path.
    pub fn stating(&self, facts: &Path) -> Vec<usize> {
        let names = |Configured { folder, settings, .. }: &Configured| {
            let paths = settings.facts_from.iter().map(|named| joined(folder, &named.path).canonicalize());
            paths.flatten().any(|path| path == facts)
        };
        (0..self.list.len()).filter(|&number| names(&self.list[number])).collect()
    }

    /// Whether the sources are asked for, so that what is configured does not count.
    pub fn are_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// The roots of the drafts that a configuration names; none where it names none.
    pub fn drafts(&mut self, number: usize, reader: &Reader) -> Vec<Root> {
        let Configured { folder, settings, .. } = &self.list[number];
        let file = settings.drafts.first().map(|named| Arc::clone(reader.files.get(named.span.file)));
        let (folder, named) = (folder.clone(), settings.drafts.clone());
        file.map(|file| self.roots(&folder, &named, &file)).unwrap_or_default()
    }

    /// The baseline that a configuration names.
    pub fn baseline(&self, number: usize) -> Option<PathBuf> {
        let Configured { folder, settings, .. } = &self.list[number];
        settings.baseline.as_ref().map(|named| joined(folder, &named.path))
    }

    /// The roots that a list of paths and patterns comes to.
    fn roots(&mut self, folder: &Path, named: &[Named], file: &File) -> Vec<Root> {
        let (except, named): (Vec<&Named>, Vec<&Named>) =
            named.iter().partition(|named| named.path.starts_with('!'));
        let except: Vec<Pattern> =
            except.iter().filter_map(|named| pattern(folder, named.path.trim_start_matches('!'))).collect();
        let with = |root: Root, only: Option<Pattern>| {
            let filtered = only.is_some() || !except.is_empty();
            Root { filter: filtered.then(|| Filter { only, except: except.clone() }), ..root }
        };
        let mut roots = Vec::new();
        for named in &named {
            let path = joined(folder, &named.path);
            // What is there is meant, whatever signs its name has.
            let (path, rest) = match toml::is_pattern(&named.path) && !path.exists() {
                true => {
                    let (start, rest) = parted(&named.path);
                    (joined(folder, start), Some(rest))
                }
                false => (path, None),
            };
            match Root::new(&path, &self.here) {
                Ok(root) => {
                    let below = |rest: &str| {
                        let (folder, written) = (root.canonical.clone(), rest.to_owned());
                        Pattern { folder, below: Some(globs(rest)), written }
                    };
                    let only = rest.map(below);
                    roots.push(with(root, only));
                }
                Err(error) => {
                    let message = error.to_string();
                    self.findings.push(toml::finding(file, named.span.range(), message, "not there"));
                }
            }
        }
        // What takes out alone takes out of everything.
        if named.is_empty() && !except.is_empty() {
            roots.extend(Root::new(folder, &self.here).ok().map(|root| with(root, None)));
        }
        roots
    }

    fn add(&mut self, path: &Path, reader: &mut Reader) -> usize {
        let base = path.parent().unwrap_or(path).to_path_buf();
        let shown = slashed(&seen_from(&self.here, path));
        let (file, fault) = reader.config(path, shown);
        let folder = seen_from(&self.here, &base);
        let settings = match fault {
            Some(fault) => {
                self.findings.push(toml::finding(&file, 0..0, fault, "nothing was checked"));
                Settings::default()
            }
            None => {
                let (mut settings, findings) = toml::read(&file);
                self.findings.extend(findings);
                self.add_facts(&mut settings, &folder, &file, reader);
                settings
            }
        };
        // Where the sources are asked for, those that are configured need not be there.
        let sources =
            if self.given.is_empty() { self.roots(&folder, &settings.sources, &file) } else { Vec::new() };
        let texts: Vec<Root> = sources.iter().flat_map(|root| library::texts(root, &self.here)).collect();
        let sources = [sources, texts].concat();
        self.list.push(Configured { folder, base, settings, sources });
        self.list.len() - 1
    }

    /// Adds to what a configuration states what the files say that it names.
    fn add_facts(&mut self, settings: &mut Settings, folder: &Path, file: &File, reader: &mut Reader) {
        for named in &settings.facts_from {
            let root = match Root::new(&joined(folder, &named.path), &self.here) {
                Ok(root) if !root.is_folder => root,
                Ok(root) => {
                    let message = format!("`{}` is a folder, and facts stand in files", root.shown());
                    self.findings.push(toml::finding(file, named.span.range(), message, "a folder"));
                    continue;
                }
                Err(error) => {
                    let message = error.to_string();
                    self.findings.push(toml::finding(file, named.span.range(), message, "not there"));
                    continue;
                }
            };
            if !self.facts.contains_key(&root.canonical) {
                let (read, fault) = reader.config(&root.canonical, root.shown.clone());
                let (facts, findings) = match fault {
                    Some(fault) => {
                        (Facts::default(), vec![toml::finding(&read, 0..0, fault, "nothing was checked")])
                    }
                    None => toml::read_facts(&read),
                };
                self.findings.extend(findings);
                self.facts.insert(root.canonical.clone(), facts);
            }
            self.findings.extend(Arc::make_mut(&mut settings.facts).extend(&self.facts[&root.canonical]));
        }
        self.findings.extend(settings.facts.misspelled());
    }
}

/// A configured path from its file's folder.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let path = Path::new(path);
    if folder == Path::new(".") { path.to_path_buf() } else { folder.join(path) }
}

/// The last folder that a pattern names in full, from which its files get their names, and the rest of it.
fn parted(pattern: &str) -> (&str, &str) {
    let plain = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    match pattern[..plain].rfind('/') {
        Some(slash) => (&pattern[..slash.max(1)], &pattern[slash + 1..]),
        None => (".", pattern),
    }
}

/// What a path or a pattern of what is not meant comes to; nothing where there is no such thing.
fn pattern(folder: &Path, path: &str) -> Option<Pattern> {
    if let Ok(folder) = joined(folder, path).canonicalize() {
        return Some(Pattern { folder, below: None, written: String::new() });
    }
    let (start, rest) = parted(path);
    let folder = joined(folder, start).canonicalize().ok()?;
    toml::is_pattern(path).then(|| Pattern { folder, below: Some(globs(rest)), written: rest.to_owned() })
}

/// The globs of a pattern that has been read before, so that it is not malformed.
fn globs(pattern: &str) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in toml::globs(pattern).into_iter().flatten() {
        set.add(glob);
    }
    set.build().unwrap_or_default()
}
