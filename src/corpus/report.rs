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
    /// By volume and series, which a report without a page has alone.
    reports: FxHashMap<Report, Vec<Case>>,
}

/// A case, or a section of a code.
#[derive(Debug)]
struct Case {
    /// The page that it begins on, or its number.
    page: String,
    document: [DocumentId; 1],
}

impl Reports {
    /// The reports at the head of every text.
    pub fn new(documents: &[Document]) -> Reports {
        let mut all = Reports::default();
        for (id, document) in (0..).map(DocumentId).zip(documents) {
            // A text may be one line of many megabytes.
            let text = document.file.text();
            let head = &text[..text.floor_char_boundary(HEAD * LINE)];
            for line in head.lines().take(HEAD).filter(|line| line.len() <= LINE) {
                for place in reports(line, 0..line.len()) {
                    let Some(found) = report(line, place) else { continue };
                    if let Some(page) = found.page.clone() {
                        let cases = all.reports.entry(Report { page: None, ..found }).or_default();
                        cases.push(Case { page, document: [id] });
                    }
                }
            }
        }
        all
    }

    /// The documents that stand at a place; those of the volume, for a short form.
    pub fn at(&self, report: &Report) -> Vec<&[DocumentId]> {
        let series = Report { page: None, ..report.clone() };
        let cases = self.reports.get(&series).map(Vec::as_slice).unwrap_or_default();
        let meant = cases.iter().filter(|case| report.page.as_ref().is_none_or(|page| *page == case.page));
        meant.map(|case| case.document.as_slice()).collect()
    }
}
