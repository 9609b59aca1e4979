//! Drafts that are asked for through what they are held against.
//!
//! Takes the paths that were asked for; of a source, a bibliography, an `ibid.toml` or a file of facts among them it hands on the
//! drafts of its project in its place. A hook passes on whatever was changed, and a source that was changes what is to be said of its drafts.

use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::configs::{self, Configs};
use super::formats::format;
use super::project::{is_inside, there};
use super::read::Reader;
use super::root::{Root, seen_from};
use super::walk::{Role, Walk};
use super::{LoadError, decode, front_matter, library};
use crate::file::Format;

/// The paths with those of the projects' drafts in the place of what is no draft, and the canonical paths of that. `lenient`: what is
/// neither is left out.
pub(super) fn through(
    starts: Vec<Root>,
    lenient: bool,
    here: &Path,
    configs: &mut Configs,
    reader: &mut Reader,
) -> Result<(Vec<Root>, Vec<PathBuf>), LoadError> {
    let (mut drafts, mut touched) = (Vec::new(), Vec::new());
    let mut owners: Vec<Option<usize>> = Vec::new();
    // A file of facts may lie outside of its project, and counts where any configuration that was met names it.
    for start in &starts {
        configs.above(start.folder(), reader);
    }
    configs.above(here, reader);
    let mut named: FxHashMap<Option<usize>, FxHashSet<PathBuf>> = FxHashMap::default();
    for start in starts {
        let own = configs.above(start.folder(), reader);
        let is_config = start.canonical.file_name().is_some_and(|name| name == configs::NAME);
        let is_source = || configs.sources(own).iter().any(|root| root.holds(&start.canonical));
        let stating = if start.is_folder { Vec::new() } else { configs.stating(&start.canonical) };
        if !stating.is_empty() {
            let new: Vec<_> = stating.into_iter().map(Some).filter(|own| !owners.contains(own)).collect();
            owners.extend(new);
            touched.push(start.canonical);
            continue;
        }
        if start.is_folder || !(is_config || is_source()) {
            let mut is_named = || -> Result<bool, LoadError> {
                if !lenient || start.is_folder || configs.are_given() || format(&start.canonical).is_none() {
                    return Ok(false);
                }
                let known = match named.entry(own) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => new.insert(sources_named(own, here, configs, reader)?),
                };
                Ok(start.canonical.ancestors().any(|path| known.contains(path)))
            };
            if !is_named()? {
                if !lenient || start.is_folder || is_draft(&start, own, configs, reader) {
                    drafts.push(start);
                }
                continue;
            }
        }
        // Without a configuration nothing says which drafts are its own; a hook runs in the folder of all that there are.
        let known = own.is_some() || (lenient && start.canonical.starts_with(here));
        if known && !owners.contains(&own) {
            owners.push(own);
        }
        touched.push(start.canonical);
    }
    for own in owners {
        drafts.extend(all(own, here, configs, reader)?);
    }
    Ok((drafts, touched))
}

/// Where the drafts of a configuration are: what it names, or else its folder; without one the current folder.
fn all(
    own: Option<usize>,
    here: &Path,
    configs: &mut Configs,
    reader: &Reader,
) -> Result<Vec<Root>, LoadError> {
    let configured = own.map(|own| configs.drafts(own, reader)).unwrap_or_default();
    if !configured.is_empty() {
        return Ok(configured);
    }
    let folder = own.map(|own| seen_from(here, &configs.get(own).base));
    Ok(vec![Root::new(&folder.unwrap_or_else(|| PathBuf::from(".")), here)?])
}

/// The sources and the bibliographies that the front matters of the drafts of a configuration name, with what these lead to, by their
/// canonical paths.
fn sources_named(
    own: Option<usize>,
    here: &Path,
    configs: &mut Configs,
    reader: &mut Reader,
) -> Result<FxHashSet<PathBuf>, LoadError> {
    let mut walk = Walk::default();
    walk.add(&all(own, here, configs, reader)?, Role::Draft)?;
    let mut named = FxHashSet::default();
    for found in walk.found.iter().filter(|found| found.format == Format::Markdown) {
        // What cannot be read is reported when it is checked.
        let Ok((text, _)) = decode::read(&found.path) else { continue };
        let names = front_matter::names(&text);
        let base = own.map(|own| configs.get(own).base.as_path());
        let folders: Vec<&Path> =
            [found.canonical.parent(), base, Some(here)].into_iter().flatten().collect();
        let opened = |(name, _): &(String, _)| {
            there(Path::new(name), &folders, here).filter(|root| is_inside(root, &folders))
        };
        let bibliographies: Vec<Root> = names.bibliographies.iter().filter_map(opened).collect();
        let texts: Vec<Root> = bibliographies.iter().flat_map(|root| library::texts(root, here)).collect();
        let sources = names.sources.iter().filter_map(opened).chain(bibliographies).chain(texts);
        named.extend(sources.map(|root| root.canonical));
    }
    Ok(named)
}

/// Whether a file can be a draft, and is one of those that its configuration names, if it names any.
fn is_draft(start: &Root, own: Option<usize>, configs: &mut Configs, reader: &Reader) -> bool {
    let configured = own.map(|own| configs.drafts(own, reader)).unwrap_or_default();
    let is_named = configured.is_empty() || configured.iter().any(|root| root.holds(&start.canonical));
    is_named && Role::Draft.takes(format(&start.canonical)).is_some()
}
