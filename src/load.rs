//! The only reading of files: finds the projects that the drafts belong to, walks the paths of drafts and sources, decodes
//! what it finds, and hands on `Loaded`.
//!
//! A file that cannot be read becomes a finding that names it, and the run goes on; only a configuration that is not
//! understood and paths that resolve to nothing end it.

mod answers;
#[cfg(feature = "office")]
mod archive;
mod build;
pub mod cache;
mod configs;
mod contain;
mod decode;
pub mod encode;
#[cfg(feature = "office")]
mod epub;
mod error;
mod formats;
mod front_matter;
#[cfg(feature = "html")]
mod html;
mod latex;
mod library;
mod nothing;
#[cfg(feature = "pdf")]
mod pdf;
mod project;
mod read;
mod reader;
mod retext;
mod root;
mod signature;
mod sources;
mod subtitles;
pub mod survey;
mod through;
mod walk;
#[cfg(feature = "office")]
mod word;

pub use contain::THREAD as READER_THREAD;
pub use error::LoadError;
pub use formats::{extensions, is_readable, is_text_extension};
pub use retext::{own_text, retext};
pub use root::{Roots, plain, real};
pub use sources::Sources;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHasher;

use self::cache::{Cache, Kept, Stale, Store};
use self::configs::Configs;
use self::project::Projects;
use self::read::Reader;
use self::root::{Root, seen_from, slashed};
use self::walk::{Found, PassedOver, Role, Walk};
use crate::config::{Choice, Config, Settings};
use crate::file::bytes::Bytes;
use crate::file::{File, FileId, Files, Format};
use crate::finding::Finding;

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders of drafts, `-` for standard input; none for the configured ones, or else the current folder.
    pub drafts: Vec<PathBuf>,
    /// Files and folders of sources in place of those that are configured; none for those.
    pub sources: Vec<PathBuf>,
    /// The path that a draft on standard input goes by: it says how it is read, and which configuration it has.
    pub stdin_name: Option<PathBuf>,
    /// Which configuration counts.
    pub config: ConfigChoice,
    /// What the command line says of the rules.
    pub choice: Choice,
    /// Whether a source that is named as a draft, as a file of its own, is one: how a source is read can be seen so.
    pub named_sources: bool,
    /// Whether a folder that is named stands for the drafts that its own `ibid.toml` names, if it names any.
    pub as_configured: bool,
    /// Whether a source, a bibliography or an `ibid.toml` that is named stands for the drafts of its project.
    pub through_sources: bool,
    /// Whether what is named and is no draft of its project, and no source, is passed over.
    pub lenient: bool,
    /// Texts that stand in the place of files', by canonical path, as an editor holds them. A draft of which there is one need
    /// not be on the disk.
    pub texts: Arc<BTreeMap<PathBuf, String>>,
    /// Where what is known of sources is kept from run to run; none for nowhere.
    pub cache: Option<Cache>,
    /// Which sources are indexed.
    pub indexing: Indexing,
}

/// Sources of fewer bytes of text are read as soon as they are looked up, or as what is known of them is written down.
pub const LITTLE: usize = 1 << 20;

/// Which projects' sources are indexed. What is found is the same, and each look at them costs less than a reading of them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indexing {
    /// None: they are read once.
    #[default]
    Never,
    /// Those that are so large that the index pays if they are looked at again.
    Large,
    /// All.
    Always,
}

impl Request {
    /// What a draft on standard input goes by, if one is asked for.
    pub fn standard_input(&self) -> Option<String> {
        let asked = self.drafts.iter().any(|path| is_standard_input(path));
        asked.then(|| self.stdin_name.as_deref().map_or_else(|| STANDARD_INPUT.to_owned(), slashed))
    }
}

/// Which configuration counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConfigChoice {
    /// For each draft the nearest `ibid.toml` in a folder above it.
    #[default]
    Nearest,
    /// This file, for every draft.
    File(PathBuf),
    /// None.
    Isolated,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Every file that was read, by id.
    pub files: Files,
    /// The projects that the drafts belong to.
    pub projects: Vec<Project>,
    /// The drafts, by path.
    pub drafts: Vec<Draft>,
    /// What is wrong with the input of no project: configurations (`config-invalid`), and drafts that could not be read
    /// (`source-unreadable`).
    pub findings: Vec<Finding>,
    /// What the findings of no project go by.
    pub config: Config,
    /// Files that no reader takes, by extension without its dot, in lower case; empty for none.
    pub skipped: BTreeMap<String, u32>,
    /// How many drafts were not read, since a text of their name lies beside them.
    pub copies: u32,
    /// The baselines that the drafts' configurations name.
    pub baselines: Vec<PathBuf>,
    /// What was named in the place of the drafts of its project, by canonical path.
    pub touched: Vec<PathBuf>,
    /// Whether a configuration is invalid, so that nothing was read.
    pub failed: bool,
    /// Whether the cache was wrong about a source, which may show as late as when its text is first asked for.
    pub stale: Stale,
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
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The configuration, without what it says for some drafts alone.
    pub config: Config,
    /// Whether it has drafts that are not asked for.
    pub partial: bool,
    /// The sources with text, by path, or in the order in which a row of answers gives them.
    pub sources: Sources,
    /// Whether a bare number cites the source in that place, as in answers that were written from a list.
    pub numbered: bool,
    /// The names of sources whose text cannot be read: of a kind that no reader takes, and without a text beside them.
    pub textless: Vec<String>,
    /// The bibliographies among the sources, by path.
    pub bibliographies: Vec<Arc<File>>,
    /// Sources that could not be read (`source-unreadable`), by path.
    pub findings: Vec<Finding>,
    /// Whether its sources are those that the front matter of its drafts names.
    pub is_named: bool,
    /// Where its sources are.
    pub roots: Roots,
    /// What the cache holds of its sources, by [`Kept::segment`].
    pub segments: Vec<Bytes>,
    /// What the cache holds of what was read of its sources.
    pub readings: Option<Bytes>,
    /// Whether they are indexed.
    pub indexing: Indexing,
    /// What keeps for a later run what this one learns of its sources; none where nothing is to be kept.
    pub store: Option<Store>,
}

/// A source that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file.
    pub file: Arc<File>,
    /// Its path under the sources folder that it was found in, with `/` and without its extension: its key, where no
    /// bibliography gives one.
    pub name: String,
    /// Where it lies in the segments of its project; none where it lies in none.
    pub kept: Option<Kept>,
}

impl Source {
    /// A source that lies in no segment.
    pub fn new(file: Arc<File>, name: String) -> Source {
        Source { file, name, kept: None }
    }
}

/// What standard input is shown as, unless it is given a path to go by.
pub const STANDARD_INPUT: &str = "<stdin>";

/// Reads what is asked for, each file once and in parallel where there are many. Without sources, asked for or
/// configured, there are none; paths that resolve to nothing are an error. `progress` is told how many files of how many
/// have been read, now and then and by any thread.
pub fn load(request: &Request, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<Loaded, LoadError> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let mut given =
        request.sources.iter().map(|path| Root::new(path, &here)).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<Root> = given.iter().flat_map(|root| library::texts(root, &here)).collect();
    given.extend(texts);
    let read_at = cache::now();
    let mut reader = Reader::new(progress, Arc::clone(&request.texts));
    let mut configs = Configs::new(&here, &request.config, given, &mut reader)?;

    let starts = starts(request, &here, &mut configs, &mut reader)?;
    // A hook passes on whatever was changed, and that may be sources alone.
    let narrowed = !request.drafts.is_empty() && starts.iter().all(|start| !start.is_folder);
    let (starts, touched) = match request.through_sources && !request.drafts.is_empty() {
        true => through::through(starts, request.lenient, &here, &mut configs, &mut reader)?,
        false => (starts, Vec::new()),
    };
    let mut walk = Walk::default();
    if request.named_sources {
        let files = starts.iter().filter(|start| !start.is_folder);
        walk.named.extend(files.map(|start| start.canonical.clone()));
    }
    for start in &starts {
        let own = configs.above(start.folder(), &mut reader);
        let whole = configs.sources(own).iter().filter(|root| root.filter.is_none());
        walk.sources.extend(whole.map(|root| root.canonical.clone()));
    }
    walk.add(&starts, Role::Draft)?;
    if let Some((name, bytes)) = standard_input(request)? {
        let input = typed(name, bytes, &here, &mut reader);
        // What is typed goes before what was saved.
        walk.found.retain(|found| found.canonical != input.canonical);
        walk.found.push(input);
    }
    for path in request.drafts.iter().filter(|path| is_unsaved(path, request)) {
        let input = typed(path.clone(), request.texts[path].clone().into_bytes(), &here, &mut reader);
        walk.found.push(input);
    }
    let mut found: Vec<(Found, Option<usize>)> = Vec::new();
    for draft in std::mem::take(&mut walk.found) {
        let own = configs.above(draft.canonical.parent().unwrap_or(&here), &mut reader);
        let named = walk.named.contains(&draft.canonical);
        if named || !configs.sources(own).iter().any(|root| root.holds(&draft.canonical)) {
            found.push((draft, own));
        }
    }
    let config = Settings::default().config(&request.choice);
    if !configs.findings.is_empty() {
        let (files, findings) = (reader.files, configs.findings);
        return Ok(Loaded { files, findings, config, failed: true, ..Loaded::default() });
    }
    if found.is_empty() && !narrowed {
        return Err(nothing::no_drafts(&starts, &walk.sources));
    }

    found.sort_by(|a, b| a.0.shown.cmp(&b.0.shown));
    let mut passed_over = PassedOver::default();
    passed_over.add(&walk);
    let mut findings = reader.troubles(walk.troubles);
    let (drafts, owners): (Vec<Found>, Vec<Option<usize>>) = found.into_iter().unzip();
    let mut baselines: Vec<PathBuf> =
        owners.iter().flatten().filter_map(|&own| configs.baseline(own)).collect();
    baselines.sort();
    baselines.dedup();
    let read = reader.read(&drafts);
    let here_is = configs.above(&here, &mut reader);
    let mut projects = Projects::new(&here, &configs, &request.choice);
    projects.named = walk.named;
    projects.one_by_one = request.as_configured;
    projects.cache = request.cache.as_ref().map(|cache| (cache, read_at));
    let (mut loaded, mut rows) = (Vec::new(), Vec::new());
    for ((found, own), file) in drafts.iter().zip(owners).zip(read) {
        match file {
            Ok(file) if file.format == Format::Answers => {
                let (understood, strange) = answers::rows(&file, &mut reader.files);
                findings.extend(strange);
                let config = projects.config_of(found, own);
                rows.extend(understood.into_iter().map(|row| (row, config.clone())));
            }
            Ok(file) => loaded.push((found, projects.draft(file, found, own, &mut findings))),
            Err(finding) => findings.push(*finding),
        }
    }
    let drafts = loaded.into_iter().filter(|(found, draft)| !projects.has_source(found, draft));
    let mut drafts: Vec<Draft> = drafts.map(|(_, draft)| draft).collect();
    let partial = |own: usize| is_partial(request, &starts, &configs, here_is, own);
    let mut projects = projects.read(&mut reader, &mut passed_over, &partial)?;
    for (answers::Row { draft, sources }, config) in rows {
        drafts.push(Draft { file: draft, project: projects.len(), config: config.clone() });
        projects.push(Project { config, sources: sources.into(), numbered: true, ..Project::default() });
    }
    drafts.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    projects.iter_mut().for_each(|project| project.indexing = request.indexing);
    let (files, skipped) = (reader.files, passed_over.by_extension());
    let copies = walk.copies as u32;
    let (failed, stale) = (false, reader.stale);
    Ok(Loaded {
        files,
        projects,
        drafts,
        findings,
        config,
        skipped,
        copies,
        baselines,
        touched,
        failed,
        stale,
    })
}

/// A file as it would be read with another text; none where that text cannot be read.
pub fn reread(file: &File, text: String) -> Option<File> {
    let contents = reader::contents(text.into_bytes(), file.format).ok()?;
    let copy = File::new(file.id, file.path.clone(), file.encoding, file.format, contents.text);
    Some(match contents.extract {
        Some((extract, origin)) => copy.extracted(extract, origin),
        None => copy,
    })
}

/// A file that is on no disk, from its bytes and a path to go by, whose extension says how it is read. An error says why it cannot be.
pub fn from_bytes(path: String, bytes: Vec<u8>) -> Result<File, String> {
    let format = formats::format(Path::new(&path)).unwrap_or(Format::Plain);
    let contents = reader::contents(bytes, format).map_err(|fault| fault.message(&path))?;
    let file = File::new(FileId(0), path, contents.encoding, format, contents.text);
    Ok(match contents.extract {
        Some((extract, origin)) => file.extracted(extract, origin),
        None => file,
    })
}

/// Where the drafts are: what is asked for, else what the configuration for the current folder names, else that folder.
fn starts(
    request: &Request,
    here: &Path,
    configs: &mut Configs,
    reader: &mut Reader,
) -> Result<Vec<Root>, LoadError> {
    if !request.drafts.is_empty() {
        let there = |path: &&PathBuf| !is_standard_input(path) && !is_unsaved(path, request);
        let mut roots = Vec::new();
        for path in request.drafts.iter().filter(there) {
            let root = Root::new(path, here)?;
            let own =
                configs.above(root.folder(), reader).filter(|_| request.as_configured && root.is_folder);
            let own = own.filter(|&own| configs.get(own).base == root.canonical);
            let configured = own.map(|own| configs.drafts(own, reader)).unwrap_or_default();
            if configured.is_empty() { roots.push(root) } else { roots.extend(configured) }
        }
        return Ok(roots);
    }
    let own = configs.above(here, reader);
    let configured = own.map(|own| configs.drafts(own, reader)).unwrap_or_default();
    if configured.is_empty() { Ok(vec![Root::new(Path::new("."), here)?]) } else { Ok(configured) }
}

/// Whether a project, by its configuration, may have drafts that are not asked for. Without a configuration it is what is asked for.
fn is_partial(
    request: &Request,
    starts: &[Root],
    configs: &Configs,
    here: Option<usize>,
    own: usize,
) -> bool {
    let configured = configs.get(own);
    let as_configured =
        request.drafts.is_empty() && here == Some(own) && !configured.settings.drafts.is_empty();
    let holds = |start: &Root| start.is_folder && configured.base.starts_with(&start.canonical);
    !as_configured && !starts.iter().any(holds)
}

/// A canonical path as seen from a folder, with `/` between its parts.
pub fn seen(folder: &Path, path: &Path) -> String {
    slashed(&seen_from(folder, path))
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether a path is that of a draft that no file holds yet.
fn is_unsaved(path: &Path, request: &Request) -> bool {
    request.texts.contains_key(path) && !path.exists()
}

/// The name and the bytes of the draft on standard input, if one is asked for.
fn standard_input(request: &Request) -> Result<Option<(PathBuf, Vec<u8>)>, LoadError> {
    if !request.drafts.iter().any(|path| is_standard_input(path)) {
        return Ok(None);
    }
    let unreadable = |error: std::io::Error| LoadError::Unreadable {
        path: "standard input".into(),
        reason: decode::plain(&error),
    };
    let mut bytes = Vec::new();
    decode::read_from(std::io::stdin().lock(), &mut bytes).map_err(unreadable)?;
    let name = request.stdin_name.clone().unwrap_or_else(|| PathBuf::from(STANDARD_INPUT));
    Ok(Some((name, bytes)))
}

/// A draft that is on no disk, by the name that it goes by.
fn typed(name: PathBuf, bytes: Vec<u8>, here: &Path, reader: &mut Reader) -> Found {
    let beside = here.join(&name);
    // The file need not be there, but which configuration counts is told by its folder's own path.
    let folder = beside.parent().and_then(|folder| folder.canonicalize().ok());
    let canonical = folder.zip(beside.file_name()).map(|(folder, name)| folder.join(name));
    let canonical = canonical.unwrap_or(beside);
    let shown = if name.is_absolute() { seen_from(here, &canonical) } else { name.clone() };
    let found = Found {
        canonical,
        shown: slashed(&shown),
        name: String::new(),
        format: Role::Draft.takes(formats::format(&name)).unwrap_or(Format::Markdown),
        role: Role::Draft,
        path: name,
        root: 0,
        item: None,
    };
    reader.take(&found, bytes);
    found
}

/// Whether the front matters of two texts name the same sources and bibliographies in the same places.
pub fn names_the_same(one: &str, other: &str) -> bool {
    front_matter::names(one) == front_matter::names(other)
}

/// What the front matter of a text names: its sources, and its bibliographies.
pub fn named(text: &str) -> (Vec<String>, Vec<String>) {
    let front_matter::Names { sources, bibliographies, .. } = front_matter::names(text);
    let [sources, bibliographies] =
        [sources, bibliographies].map(|names| names.into_iter().map(|(name, _)| name).collect());
    (sources, bibliographies)
}

/// A number that is another one once a file has changed, or once a folder has other files that may be read.
pub fn stamp(path: &Path) -> u64 {
    let mut hasher = FxHasher::default();
    let entries = path.read_dir().ok();
    let is_folder = entries.is_some();
    let names = entries.into_iter().flatten().flatten().map(|entry| entry.path());
    let mut names: Vec<PathBuf> =
        names.filter(|path| formats::format(path).is_some() || path.extension().is_none()).collect();
    names.sort();
    names.hash(&mut hasher);
    if !is_folder && let Ok(known) = path.metadata() {
        (known.modified().ok(), known.len()).hash(&mut hasher);
    }
    hasher.finish()
}

/// How a draft of this name is read; nothing where no draft has such a name.
pub fn draft_format(path: &Path) -> Option<Format> {
    Role::Draft.takes(formats::format(path))
}

/// Where an `ibid.toml` counts for a file, if there is one: the nearest first.
pub fn configurations(file: &Path) -> impl Iterator<Item = PathBuf> {
    file.ancestors().skip(1).map(|folder| folder.join(configs::NAME))
}

/// The folder of the nearest `ibid.toml` above a file, or in a folder.
pub fn project_folder(path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    path.ancestors().find(|folder| folder.join(configs::NAME).is_file()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests;
