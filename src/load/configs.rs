//! The configurations of a run: for each folder the nearest `ibid.toml` above it.
//!
//! Takes folders and hands on the number of their configuration, with its settings and the roots of its sources. A folder is
//! asked about once. What is wrong with a file, or with a path that it names, becomes a finding (`config-invalid`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

use super::read::Reader;
use super::root::{Filter, Root, seen_from, slashed};
use super::{ConfigChoice, LoadError};
use crate::config::settings::Named;
use crate::config::{Settings, toml};
use crate::file::File;
use crate::finding::Finding;

/// What a configuration is called.
const NAME: &str = "ibid.toml";

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

    /// Whether the sources are asked for, and not configured.
    pub fn are_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// The roots of the drafts that a configuration names; none where it names none.
    pub fn drafts(&mut self, number: usize, reader: &Reader) -> Vec<Root> {
        let Configured { folder, base, settings, .. } = &self.list[number];
        let (except, named): (Vec<&Named>, Vec<&Named>) =
            settings.drafts.iter().partition(|named| named.path.starts_with('!'));
        let except = set(except.iter().map(|named| named.path.trim_start_matches('!')));
        let filter = |only| Filter { base: base.clone(), only, except: except.clone() };
        let (patterns, plain): (Vec<&Named>, Vec<&Named>) =
            named.iter().partition(|named| toml::is_pattern(&named.path));
        let mut roots = Vec::new();
        let mut findings = Vec::new();
        for named in plain {
            match Root::new(&joined(folder, &named.path), &self.here) {
                Ok(root) => roots.push(Root { filter: Some(filter(None)), ..root }),
                Err(error) => findings.push(absent(reader, named, &error)),
            }
        }
        if !patterns.is_empty() || (named.is_empty() && !settings.drafts.is_empty()) {
            let only = set(patterns.iter().map(|named| named.path.as_str()));
            let only = (!patterns.is_empty()).then_some(only);
            let root = Root::new(folder, &self.here);
            roots.extend(root.ok().map(|root| Root { filter: Some(filter(only)), ..root }));
        }
        self.findings.extend(findings);
        roots
    }

    fn add(&mut self, path: &Path, reader: &mut Reader) -> usize {
        let base = path.parent().unwrap_or(path).to_path_buf();
        let shown = slashed(&seen_from(&self.here, path));
        let (file, fault) = reader.config(path, shown);
        let settings = match fault {
            Some(fault) => {
                self.findings.push(toml::finding(&file, 0..0, fault, "nothing was checked"));
                Settings::default()
            }
            None => {
                let (settings, findings) = toml::read(&file);
                self.findings.extend(findings);
                settings
            }
        };
        let folder = seen_from(&self.here, &base);
        let sources = self.source_roots(&folder, &settings, &file);
        self.list.push(Configured { folder, base, settings, sources });
        self.list.len() - 1
    }

    fn source_roots(&mut self, folder: &Path, settings: &Settings, file: &File) -> Vec<Root> {
        // Where the sources are asked for, those that are configured need not be there.
        if self.are_given() {
            return Vec::new();
        }
        let mut roots = Vec::new();
        for named in &settings.sources {
            match Root::new(&joined(folder, &named.path), &self.here) {
                Ok(root) => roots.push(root),
                Err(_) if toml::is_pattern(&named.path) => {
                    let message = "sources are folders and files, not patterns".to_owned();
                    self.findings.push(toml::finding(file, named.span.range(), message, "a pattern"));
                }
                Err(error) => {
                    self.findings.push(toml::finding(
                        file,
                        named.span.range(),
                        error.to_string(),
                        "not there",
                    ));
                }
            }
        }
        roots
    }
}

fn absent(reader: &Reader, named: &Named, error: &LoadError) -> Finding {
    let file: &Arc<File> = reader.files.get(named.span.file);
    toml::finding(file, named.span.range(), error.to_string(), "not there")
}

/// A configured path from its file's folder.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let path = Path::new(path);
    if folder == Path::new(".") { path.to_path_buf() } else { folder.join(path) }
}

/// Patterns that have been read before, so that none is malformed.
fn set<'p>(patterns: impl Iterator<Item = &'p str>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in patterns.filter_map(|pattern| toml::globs(pattern).ok()).flatten() {
        set.add(glob);
    }
    set.build().unwrap_or_default()
}
