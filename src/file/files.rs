//! Every file of a run, by its id.
//!
//! Takes files as they are read, or how many there are and a way to make each; hands on the file of an id or of a span.

use std::fmt::{self, Debug, Formatter};
use std::ops::Range;
use std::sync::Arc;

use super::on_demand::OnDemand;
use super::{File, FileId, Span};

/// Every file of a run. Those that are made on demand have ids in a row.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Those that were added by themselves, in order.
    added: Vec<Arc<File>>,
    /// The others, in order.
    later: Vec<Arc<FilesLater>>,
}

/// Files that are made when somebody first asks for one.
pub struct FilesLater {
    first: u32,
    files: OnDemand<Arc<File>>,
    make: Make,
}

/// Makes the file in a place of a list.
type Make = Box<dyn Fn(usize, FileId) -> File + Send + Sync>;

impl Files {
    /// Adds the file that `make` builds from its new id.
    pub fn add(&mut self, make: impl FnOnce(FileId) -> File) -> Arc<File> {
        let file = Arc::new(make(FileId(self.next())));
        self.added.push(Arc::clone(&file));
        file
    }

    /// Adds so many files, each of which `make` builds from its place among them and its new id, when somebody asks for it.
    pub fn add_later(
        &mut self,
        count: usize,
        make: impl Fn(usize, FileId) -> File + Send + Sync + 'static,
    ) -> Arc<FilesLater> {
        let later = FilesLater { first: self.next(), files: OnDemand::new(count), make: Box::new(make) };
        let later = Arc::new(later);
        self.later.push(Arc::clone(&later));
        later
    }

    /// Puts a file in the place of the one that has its id, which must have been added by itself.
    pub fn replace(&mut self, file: Arc<File>) {
        let place = self.place(file.id).expect("what is replaced was added by itself");
        self.added[place] = file;
    }

    /// The file of a span or id that came from this run.
    pub fn get(&self, id: FileId) -> &Arc<File> {
        match self.place(id) {
            Ok(place) => &self.added[place],
            Err((later, at)) => later.get(at),
        }
    }

    /// All of them, by their ids: each is made for it that has not been.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<File>> {
        (0..self.next()).map(|id| self.get(FileId(id)))
    }

    /// Those that were added by themselves, by their ids.
    pub fn added(&self) -> impl Iterator<Item = &Arc<File>> {
        self.added.iter()
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).slice(span)
    }

    fn next(&self) -> u32 {
        (self.added.len() + self.later.iter().map(|later| later.files.len()).sum::<usize>()) as u32
    }

    /// Where a file that was added by itself stands among those, or else where it is made.
    fn place(&self, id: FileId) -> Result<usize, (&FilesLater, usize)> {
        let mut place = id.0;
        for later in &self.later {
            let ids = later.ids();
            if ids.contains(&id.0) {
                return Err((later, (id.0 - ids.start) as usize));
            }
            if ids.end <= id.0 {
                place -= ids.len() as u32;
            }
        }
        Ok(place as usize)
    }
}

impl FilesLater {
    /// The file in a place of the list.
    pub fn get(&self, at: usize) -> &Arc<File> {
        self.files.get(at, || Arc::new((self.make)(at, FileId(self.first + at as u32))))
    }

    fn ids(&self) -> Range<u32> {
        self.first..self.first + self.files.len() as u32
    }
}

impl Debug for FilesLater {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.debug_struct("FilesLater").field("first", &self.first).field("files", &self.files).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Format;

    #[test]
    fn a_file_is_found_by_its_id_whether_it_was_made_or_is_made_then() {
        let mut files = Files::default();
        let named = |path: &str, id| File::new(id, path.into(), "UTF-8", Format::Plain, path.into());
        let first = files.add(|id| named("first", id));
        let later = files.add_later(3, move |at, id| named(&at.to_string(), id));
        let none = files.add_later(0, move |_, id| named("none", id));
        let last = files.add(|id| named("last", id));
        assert_eq!((first.id.0, later.ids(), none.ids(), last.id.0), (0, 1..4, 4..4, 4));
        let shown: Vec<&str> = [0, 2, 4].map(|id| files.get(FileId(id)).path.as_str()).to_vec();
        assert_eq!(shown, ["first", "1", "last"]);
        assert!(Arc::ptr_eq(files.get(FileId(2)), later.get(1)));
        let ids =
            |files: &mut dyn Iterator<Item = &Arc<File>>| files.map(|file| file.id.0).collect::<Vec<_>>();
        assert_eq!(ids(&mut files.added()), [0, 4]);
        assert_eq!(later.files.made().count(), 1);
        assert_eq!(ids(&mut files.iter()), [0, 1, 2, 3, 4]);
        files.replace(Arc::new(named("other", FileId(4))));
        assert_eq!(files.get(FileId(4)).path, "other");
    }
}
