//! The texts that an earlier run has listed, as the sources of this one: each is found without a look at the others.
//!
//! Takes what was kept of a project that is taken for what is there, and hands on its sources, by their numbers, by their names and by
//! where they lie in the segments.

use std::fmt::{self, Debug, Formatter};
use std::path::Path;
use std::sync::Arc;

use super::manifest::{Entry, Held, Item};
use super::prior::Prior;
use super::source::Unread;
use super::{Kept, Stale, list, path};
use crate::file::on_demand::OnDemand;
use crate::file::{File, FileId, Files, FilesLater, Format};
use crate::load::root::Root;
use crate::load::{Source, Sources};

/// The texts of an earlier run.
pub(in crate::load) struct Texts {
    prior: Arc<Prior>,
    roots: Arc<[Root]>,
    stale: Stale,
}

impl Texts {
    /// The texts that were kept, if they are all the sources that there are, in their order: each lies in a segment that is there, and
    /// what else was found holds none. None where one of some drafts is among them.
    pub fn of<'p>(
        prior: &Arc<Prior>,
        roots: &[Root],
        mut drafts: impl Iterator<Item = &'p Path>,
        stale: &Stale,
    ) -> Option<Texts> {
        let manifest = &prior.manifest;
        let holds_none = |item: &Item| match &item.entry {
            Some(Entry { held: Held::Text { .. }, .. }) => false,
            Some(Entry { held: Held::Nothing(_), .. }) => true,
            None => item.format == Format::Bibliography,
        };
        let are_all = manifest.table.items.iter().all(holds_none)
            // The order of what is shown was that of what is shown now only below one path.
            && manifest.table.root.is_some()
            && prior.has_all_segments();
        // Where the list does not tell, it may be.
        let is_listed = |draft: &Path| {
            let below = roots.iter().any(|root| draft.starts_with(&root.canonical));
            below && path::bytes(draft).is_none_or(|draft| manifest.at_path(&draft) != Ok(None))
        };
        let texts = || Texts { prior: Arc::clone(prior), roots: roots.into(), stale: stale.clone() };
        (are_all && manifest.texts() > 0 && !drafts.any(is_listed)).then(texts)
    }

    /// The same as sources, with their files.
    pub fn sources(self, files: &mut Files) -> Sources {
        let texts = Arc::new(self);
        let (count, make) = (texts.prior.manifest.texts(), Arc::clone(&texts));
        let files = files.add_later(count, move |at, id| make.file(at, id));
        Sources::listed(Listed { texts, files, sources: OnDemand::new(count) })
    }

    fn file(&self, at: usize, id: FileId) -> File {
        let manifest = &self.prior.manifest;
        let file = || {
            let item = manifest.item(at as u32)?;
            let (_, shown) = list::place(manifest, &item, &self.roots)?;
            let canonical = path::read(manifest.name(item.canonical))?;
            let entry = item.entry.as_ref()?;
            let unread = Unread::of(self.prior.told(entry)?, entry, canonical, item.format);
            let (encoding, length, stale) = (unread.encoding, unread.length, self.stale.clone());
            Some(File::unread(id, shown, encoding, item.format, length, move || unread.read(&stale)))
        };
        file().unwrap_or_else(|| {
            self.stale.set();
            File::new(id, String::new(), "unknown", Format::Plain, String::new())
        })
    }
}

/// Sources that an earlier run has listed, with their files.
pub(in crate::load) struct Listed {
    texts: Arc<Texts>,
    files: Arc<FilesLater>,
    sources: OnDemand<Source>,
}

impl Listed {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// The source in a place.
    pub fn source(&self, at: usize) -> &Source {
        self.sources.get(at, || {
            let manifest = &self.texts.prior.manifest;
            let name = |item: Item| String::from_utf8_lossy(manifest.name(item.name)).into_owned();
            // A file without its item says that the list is damaged.
            let name = manifest.item(at as u32).map(name).unwrap_or_default();
            Source::new(Arc::clone(self.files.get(at)), name)
        })
    }

    /// The sources that have a name, by their places in order.
    pub fn named(&self, name: &str) -> Vec<usize> {
        let Ok(numbers) = self.texts.prior.manifest.called(name.as_bytes()) else {
            self.texts.stale.set();
            return Vec::new();
        };
        numbers.into_iter().map(|number| number as usize).collect()
    }

    /// Where each lies in the segments; none if that cannot be told.
    pub fn places(&self) -> Option<Vec<Kept>> {
        let places = self.texts.prior.manifest.places()?;
        Some(places.into_iter().map(|(segment, document)| Kept { segment, document }).collect())
    }
}

impl Debug for Listed {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        self.sources.fmt(formatter)
    }
}
