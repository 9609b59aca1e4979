//! Drafts that are asked for through what they are held against.
//!
//! Takes the paths that were asked for; of a source, a bibliography or an `ibid.toml` among them it hands on the drafts of its
//! project in its place. A hook passes on whatever was changed, and a source that was changes what is to be said of its drafts.

use std::path::{Path, PathBuf};

use super::LoadError;
use super::configs::Configs;
use super::formats::format;
use super::read::Reader;
use super::root::{Root, seen_from};
use super::walk::Role;

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
    for start in starts {
        let own = configs.above(start.folder(), reader);
        let is_config = start.canonical.file_name().is_some_and(|name| name == "ibid.toml");
        let is_source = || configs.sources(own).iter().any(|root| root.holds(&start.canonical));
        if start.is_folder || !(is_config || is_source()) {
            if !lenient || start.is_folder || is_draft(&start, own, configs, reader) {
                drafts.push(start);
            }
            continue;
        }
        // Without a configuration nothing says which drafts are its own; a hook runs in the folder of all that there are.
        let known = own.is_some() || (lenient && start.canonical.starts_with(here));
        if known && !owners.contains(&own) {
            owners.push(own);
        }
        touched.push(start.canonical);
    }
    for own in owners {
        let configured = own.map(|own| configs.drafts(own, reader)).unwrap_or_default();
        let folder = || match own {
            Some(own) => Root::new(&seen_from(here, &configs.get(own).base), here),
            None => Root::new(Path::new("."), here),
        };
        if configured.is_empty() { drafts.push(folder()?) } else { drafts.extend(configured) }
    }
    Ok((drafts, touched))
}

/// Whether a file can be a draft, and is one of those that its configuration names, if it names any.
fn is_draft(start: &Root, own: Option<usize>, configs: &mut Configs, reader: &Reader) -> bool {
    let configured = own.map(|own| configs.drafts(own, reader)).unwrap_or_default();
    let is_named = configured.is_empty() || configured.iter().any(|root| root.holds(&start.canonical));
    is_named && Role::Draft.takes(format(&start.canonical)).is_some()
}
