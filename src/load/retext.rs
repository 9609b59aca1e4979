//! Another text in the place of a draft that was read, as if its file held it.
//!
//! Takes what was loaded, the path of a draft and the file's new text; reads that as the file itself would be, in memory. Nothing
//! else is read again.

use std::sync::Arc;

use super::{Loaded, answers, reread};
use crate::file::{File, FileId, Format};

/// The text of the file that a draft was read from: its own, or the one that its words were taken out of.
pub fn own_text(file: &File) -> &str {
    file.mapped().map_or(file.text(), |mapped| &mapped.raw.text)
}

/// Gives the drafts that stand in a file the words that another text of the file has. Whether that could be read; where it could not,
/// what was loaded is of no further use.
pub fn retext(loaded: &mut Loaded, path: &str, text: String) -> bool {
    let own: Vec<usize> = (0..loaded.drafts.len()).filter(|&i| loaded.drafts[i].file.path == path).collect();
    let Some(first) = own.first().map(|&i| Arc::clone(&loaded.drafts[i].file)) else { return false };
    if first.row.is_some() {
        let list = File::new(FileId(0), first.path.clone(), first.encoding, Format::Answers, text);
        let (rows, _) = answers::rows(&list, &mut loaded.files);
        if rows.len() != own.len() {
            return false;
        }
        for (i, row) in own.into_iter().zip(rows) {
            let draft = &mut loaded.drafts[i];
            draft.file = row.draft;
            loaded.projects[draft.project].sources = row.sources.into();
        }
        return true;
    }
    let Some(file) = reread(&first, text).map(Arc::new) else { return false };
    loaded.files.replace(Arc::clone(&file));
    own.into_iter().for_each(|i| loaded.drafts[i].file = Arc::clone(&file));
    true
}
