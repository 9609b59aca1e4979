//! What lies in a folder, before anybody has said what it is for.
//!
//! Takes a folder and hands on its files by kind, as a walk for drafts or sources would meet them.

use std::path::Path;

use super::LoadError;
use super::reader;
use super::root::Root;
use super::walk::{Role, Walk};
use crate::file::Format;

/// The files of a folder, by their paths below it, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Texts, in order.
    pub texts: Vec<String>,
    /// Those of them that are Markdown.
    pub markdown: Vec<String>,
    /// Bibliographies, in order.
    pub bibliographies: Vec<String>,
    /// PDFs that no text can be taken out of, and that have none beside them, in order.
    pub textless: Vec<String>,
}

/// So many PDFs are tried. Further ones are taken to have text: a library of thousands would take minutes.
const TRIED: usize = 100;

/// Looks through a folder.
pub fn survey(folder: &Path) -> Result<Survey, LoadError> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let root = Root::new(folder, &here)?;
    let mut walk = Walk::default();
    walk.add(std::slice::from_ref(&root), Role::Source)?;
    let mut survey = Survey { textless: walk.pdfs_without_text(), ..Survey::default() };
    let mut tried = 0;
    for found in &walk.found {
        let below = found.path.strip_prefix(&root.path).unwrap_or(&found.path);
        let path = super::root::slashed(below);
        match found.format {
            Format::Bibliography => survey.bibliographies.push(path),
            format => {
                tried += usize::from(format == Format::Pdf);
                if format == Format::Pdf && tried <= TRIED && reader::read(&found.path, format).is_err() {
                    survey.textless.push(path);
                    continue;
                }
                if format == Format::Markdown {
                    survey.markdown.push(path.clone());
                }
                survey.texts.push(path);
            }
        }
    }
    for list in [&mut survey.texts, &mut survey.markdown, &mut survey.bibliographies, &mut survey.textless] {
        list.sort();
    }
    Ok(survey)
}
