//! References to law reports and statutes: "12 Port Rep. 33, 40", "12 Port Rep. at 40", "12 U.S.C. § 44".
//!
//! Takes a block and hands on a citation for each, with the words that lead in to it and the pages that it points to; and
//! takes a reference apart, so that two ways to write one are equal.

use std::borrow::Cow;
use std::ops::Range;

use super::locator::{Locator, Unit, locators};
use super::{Citation, Form};
use crate::block::Block;
use crate::claim::reference::reports;
use crate::claim::speech::sentence_ends;
use crate::file::File;
use crate::fold::{folded, words_in};

/// The references of a block. Their words are those that lead in to them, up to the one before: they may hold the case's title.
pub(super) fn law_reports(file: &File, text: &str, block: &Block) -> Vec<Citation> {
    const LONGEST: usize = 200;
    let mut from = block.span.start as usize;
    let mut found = Vec::new();
    for range in reports(text, block.span.range()) {
        let near = text.ceil_char_boundary(range.start.saturating_sub(LONGEST)).max(from);
        let mark = text[near..range.start].rmatch_indices(['"', '”', '(', ';']).next();
        let lead = mark.map_or(near, |(at, mark)| near + at + mark.len());
        // A case's title has a stop of its own: "Lind v. Pell".
        let stops = sentence_ends(text, lead..range.start);
        let stops =
            stops.filter(|&stop| ![" v.", " vs."].iter().any(|versus| text[..stop].ends_with(versus)));
        let lead = stops.last().unwrap_or(lead);
        let prose = vec![file.span(lead..range.end)];
        from = range.end;
        found.push(Citation { prose, ..Citation::new(file.span(range), Form::Reference) });
    }
    found
}

/// Where a reference that stands at a range points: the pages behind it, the page behind its "at", or its section.
pub(super) fn pins(file: &File, text: &str, range: Range<usize>) -> Vec<Locator> {
    let behind = &text[range.end..];
    let pages = behind.strip_prefix(", ").map_or("", |rest| {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || "-–—, ".contains(c))).unwrap_or(rest.len());
        rest[..end].trim_end_matches([',', ' ', '-', '–', '—'])
    });
    let at = text[range.clone()].rfind(" at ").map(|at| range.start + at + " at".len());
    match at {
        Some(at) => {
            let start = at + " ".len();
            let page = text[start..range.end].to_owned();
            vec![Locator {
                span: file.span(start..range.end),
                unit: Unit::Page,
                first: page.to_string(),
                last: page,
            }]
        }
        // Behind a comma the stretch reads as one that ends with a page.
        None if !pages.is_empty() => {
            let first = pages.split(',').next().unwrap_or_default();
            locators(file, text, range.end..range.end + ", ".len() + first.len())
        }
        // "§§ 3–5" goes on behind the first section.
        None => {
            let dash = behind.strip_prefix(['-', '–', '—']).unwrap_or_default();
            let digits = dash.bytes().take_while(u8::is_ascii_digit).count();
            let further = if digits > 0 { behind.len() - dash.len() + digits } else { 0 };
            locators(file, text, range.start..range.end + further)
        }
    }
}

/// A reference to a series of reports or to a code, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Report {
    /// The volume, or the title of a code.
    pub volume: String,
    /// The letters of the series, folded: `us`, `portrep`.
    pub series: String,
    /// The page that the case begins on, or the section; none in a short form, "12 Port Rep. at 40".
    pub page: Option<String>,
}

/// Takes apart what [`reports`] found at a range; nothing for a section without its code, and for "id. at 5".
pub fn report(text: &str, range: Range<usize>) -> Option<Report> {
    let words: Vec<Cow<str>> =
        words_in(text, range.clone()).map(|word| folded(&text[word.range()])).collect();
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let [volume, series @ .., page] = words.as_slice() else { return None };
    let short = series.last().is_some_and(|word| word == "at");
    let series = &series[..series.len() - usize::from(short)];
    let is_whole = digits(volume) && digits(page) && !series.is_empty();
    is_whole.then(|| Report {
        volume: volume.to_string(),
        series: series.concat().replace('.', ""),
        page: (!short).then(|| page.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    #[test]
    fn a_reference_is_taken_apart() {
        let table = [
            ("12 Port Rep. 33", Some(("12", "portrep", Some("33")))),
            ("347 U.S. 483", Some(("347", "us", Some("483")))),
            ("347 U. S. at 495", Some(("347", "us", None))),
            ("12 U.S.C. § 44", Some(("12", "usc", Some("44")))),
            ("7 F. Supp. 2d 9", Some(("7", "fsupp2d", Some("9")))),
            ("§ 44", None),
            ("Id. at 5", None),
        ];
        for (text, expected) in table {
            let found = report(text, 0..text.len());
            let expected = expected.map(|(volume, series, page)| Report {
                volume: volume.into(),
                series: series.into(),
                page: page.map(str::to_owned),
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_reference_points_to_pages() {
        let table = [
            ("12 Port Rep. 33, 40 (1964)", 15, "40 40"),
            ("12 Port Rep. 33, 40–41, 45.", 15, "40 41"),
            ("12 Port Rep. at 40.", 18, "40 40"),
            ("12 U.S.C. § 44(b)", 15, "44 44"),
            ("12 U.S.C. §§ 44–46.", 17, "44 46"),
            ("12 Port Rep. 33. It", 15, ""),
        ];
        for (text, end, expected) in table {
            let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
            let found = pins(&file, text, 0..end);
            let shown: Vec<String> = found.iter().map(|pin| format!("{} {}", pin.first, pin.last)).collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        }
    }
}
