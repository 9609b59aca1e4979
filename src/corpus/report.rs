//! Sources by the law report, or the section of a code, that their texts open with.
//!
//! Takes the documents that have one and hands on an index by volume and series: "12 Port Rep. 33".

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

/// The reports at the head of a text.
pub(super) fn of_head(text: &str) -> Vec<Report> {
    // A text may be one line of many megabytes.
    let head = &text[..text.floor_char_boundary(HEAD * LINE)];
    let lines = head.lines().take(HEAD).filter(|line| line.len() <= LINE);
    let found =
        lines.flat_map(|line| reports(line, 0..line.len()).filter_map(move |place| report(line, place)));
    found.filter(|report| report.page.is_some()).collect()
}

/// A case, or a section of a code.
#[derive(Debug)]
struct Case {
    /// The page that it begins on, or its number.
    page: String,
    document: [DocumentId; 1],
}

impl Reports {
    /// The reports at the heads of some texts.
    pub fn new<'a>(documents: impl Iterator<Item = (DocumentId, &'a Document)>) -> Reports {
        let mut all = Reports::default();
        for (id, document) in documents {
            for mut found in document.reports().into_owned() {
                if let Some(page) = found.page.take() {
                    all.reports.entry(found).or_default().push(Case { page, document: [id] });
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
