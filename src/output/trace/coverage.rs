//! The closing table of a trace: what of the drafts is tied to each source, and what share of all.
//!
//! Takes a `Report` and returns the table's text. The sources with the most come first; those that nothing is tied to stand
//! below it on one line.

use std::cmp::Reverse;

use super::super::display::{BOLD, clean, count, paint, untied, width};
use super::super::link::link;
use super::super::window::head;
use super::super::{Style, summary};
use crate::check::Report;
use crate::check::coverage::{Source, Units, by_source};
use crate::config::coverage::Unit;

/// Columns between two columns of the table.
const GAP: usize = 2;
/// The most columns that a source's key takes, and the fewest that are left to it.
const KEY: std::ops::RangeInclusive<usize> = 8..=48;
/// How many sources have a row of their own.
const ROWS: usize = 20;

/// The table, with its line ends; empty where there are no sources, or nothing that could be tied to one.
pub fn table(report: &Report, style: Style) -> String {
    let counts = report.summary.coverage;
    if report.summary.sources == 0 || counts.found == Units::default() {
        return String::new();
    }
    let (mut tied, unused): (Vec<Source>, Vec<Source>) =
        by_source(report).into_iter().partition(|source| source.tied != Units::default());
    tied.sort_by_key(|source| (Reverse(source.tied.sentences), Reverse(source.tied.quotes)));

    let columns = Unit::ALL.map(|unit| heading(unit).len().max(counts.found.of(unit).to_string().len()));
    let taken: usize = columns.iter().map(|columns| columns + GAP).sum();
    let rows = &tied[..tied.len().min(ROWS)];
    let keys: Vec<String> = rows.iter().map(|source| clean(&source.document.key)).collect();
    let more = (tied.len() > ROWS).then(|| format!("and {} more", tied.len() - ROWS));
    let labels = keys.iter().chain(&more).map(|key| width(key)).chain([TIED_TO.len()]);
    let room = style.width.saturating_sub(taken).clamp(*KEY.start(), *KEY.end());
    let label = labels.max().unwrap_or_default().min(room);

    let cells = |cell: &dyn Fn(Unit) -> String| -> String {
        let cell = |(unit, columns): (Unit, usize)| {
            let text = cell(unit);
            format!("{}{text}", " ".repeat((columns + GAP).saturating_sub(width(&text))))
        };
        Unit::ALL.into_iter().zip(columns).map(cell).collect()
    };
    let row = |name: &str, shown: String, cell: &dyn Fn(Unit) -> String| {
        format!("{shown}{}{}\n", " ".repeat(label - width(name)), cells(cell))
    };
    let plain = |name: &'static str, cell: &dyn Fn(Unit) -> String| row(name, paint(style, BOLD, name), cell);
    let mut text = plain(TIED_TO, &|unit| heading(unit).to_owned());
    for (source, key) in rows.iter().zip(&keys) {
        let key = head(key, label).text;
        let shown = link(style, &source.document.file.path, &key);
        text += &row(&key, shown, &|unit| source.tied.of(unit).to_string());
    }
    if let Some(more) = more {
        text += &format!("{}\n", head(&more, style.width).text);
    }
    text += &plain(IN_ALL, &|unit| counts.tied.of(unit).to_string());
    text += &plain("of", &|unit| counts.found.of(unit).to_string());
    text += &plain("share", &|unit| share(counts.tied.of(unit), counts.found.of(unit)));
    if !unused.is_empty() {
        let keys = unused.iter().map(|source| source.document.key.as_str());
        text += &format!("{}\n", nothing_from(keys, unused.len(), style.width));
    }
    text
}

/// The head of the sources' column, and the row of all of them together.
const TIED_TO: &str = "tied to";
const IN_ALL: &str = "in all";

fn heading(unit: Unit) -> &'static str {
    match unit {
        Unit::Quotes => "quotations",
        Unit::Claims => "claims",
        Unit::Sentences => "sentences",
    }
}

/// A share in per cent; a dash for a share of nothing.
fn share(tied: u32, found: u32) -> String {
    summary::share(tied, found).map_or_else(|| "–".to_owned(), |share| untied(&share))
}

/// The sources that nothing is tied to, on one line: as many as there is room for, and how many more there are.
fn nothing_from<'a>(keys: impl Iterator<Item = &'a str>, all: usize, room: usize) -> String {
    let mut text = "nothing from ".to_owned();
    for (shown, key) in keys.enumerate() {
        let key = clean(key);
        let between = if shown == 0 { "" } else { ", " };
        let rest = match all - shown - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        if width(&text) + between.len() + width(&key) + rest.len() > room {
            if shown == 0 {
                return head(&format!("{text}{}", count(all as u32, "source")), room).text;
            }
            let rest = format!(" and {} more", all - shown);
            return text + &rest;
        }
        text = text + between + &key;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_that_nothing_is_tied_to_fill_one_line() {
        let keys = ["harbour", "ledger", "pilot-memoir"];
        let line = |room| nothing_from(keys.into_iter(), keys.len(), room);
        assert_eq!(line(80), "nothing from harbour, ledger, pilot-memoir");
        assert_eq!(line(40), "nothing from harbour, ledger and 1 more");
        assert_eq!(line(31), "nothing from harbour and 2 more");
        assert_eq!([line(30), line(16)], ["nothing from 3 sources", "nothing from 3 …"]);
        for room in 10..60 {
            assert!(width(&line(room)) <= room, "{room}: {}", line(room));
        }
    }

    #[test]
    fn a_share_is_rounded_down() {
        assert_eq!([share(2, 3), share(3, 3), share(0, 0)], ["66 %", "100 %", "–"]);
    }
}
