//! Sources by the law report, or the section of a code, that their texts open with.
//!
//! Takes the documents and hands on an index by volume and series: "12 Port Rep. 33".

use rustc_hash::FxHashMap;

use super::{Document, DocumentId};
use crate::claim::citation::law::{Report, report};
use crate::claim::reference::reports;

/// The reference stands in one of so many lines at the head of a text, which is no longer than this, in bytes.
const HEAD: usize = 16;
const LINE: usize = 160;

/// Sources by their reports.
#[derive(Debug, Default)]
pub(super) struct Reports {
    /// By volume and series.
    reports: FxHashMap<(String, String), Vec<(Page, [DocumentId; 1])>>,
}

/// The page that a case begins on, or a section.
type Page = String;

impl Reports {
    /// The reports at the head of every text.
    pub fn new(documents: &[Document]) -> Reports {
        let mut all = Reports::default();
        for (id, document) in (0..).map(DocumentId).zip(documents) {
            // A text may be one line of many megabytes.
            let text = &document.file.text;
            let head = &text[..text.floor_char_boundary(HEAD * LINE)];
            for line in head.lines().take(HEAD).filter(|line| line.len() <= LINE) {
                for place in reports(line, 0..line.len()) {
                    if let Some(Report { volume, series, page: Some(page) }) = report(line, place) {
                        all.reports.entry((volume, series)).or_default().push((page, [id]));
                    }
                }
            }
        }
        all
    }

    /// The documents that stand at a place; those of the volume, for a short form.
    pub fn at(&self, report: &Report) -> Vec<&[DocumentId]> {
        let key = (report.volume.clone(), report.series.clone());
        let known = self.reports.get(&key).map(Vec::as_slice).unwrap_or_default();
        let at = known.iter().filter(|(page, _)| report.page.as_ref().is_none_or(|sought| sought == page));
        at.map(|(_, id)| id.as_slice()).collect()
    }
}
