//! How much of the drafts is tied to each source, as bars.
//!
//! Takes a report, which has counted it, and hands on a table: a bar and the numbers for each source that has the most, and for
//! all of them together. A switch below it shows the sentences that are tied to none.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::super::super::display::{clean, untied};
use super::super::super::summary::share;
use super::super::Wanted;
use crate::check::Report;
use crate::check::coverage::{Source, Units, by_source};
use crate::config::coverage::Unit;

/// How many sources have a row of their own, and how many that nothing is tied to are named.
const ROWS: usize = 20;

/// The table; nothing where there are no sources, or nothing that could be tied to one.
pub fn coverage(report: &Report, wanted: Wanted) -> Markup {
    let counts = report.summary.coverage;
    if report.summary.sources == 0 || counts.found == Units::default() {
        return html! {};
    }
    let (mut tied, unused): (Vec<Source>, Vec<Source>) =
        by_source(report).into_iter().partition(|source| source.tied != Units::default());
    tied.sort_by_key(|source| (Reverse(source.tied.sentences), Reverse(source.tied.quotes)));
    // A draft without sentences of its own may quote all the same.
    let unit = if counts.found.sentences > 0 { Unit::Sentences } else { Unit::Quotes };
    let cells = |units: Units| html! { @for unit in Unit::ALL { td { (units.of(unit)) } } };
    let more = tied.len().saturating_sub(ROWS);
    let left = unused.len().saturating_sub(ROWS);
    html! {
        section.coverage aria-labelledby="coverage" {
            h2 #coverage { "What is tied to a source" }
            div.wide tabindex="0" role="region" aria-labelledby="coverage" {
                table {
                    tr {
                        th scope="col" { "source" }
                        th scope="col" { "share of all " (unit.noun()) "s" }
                        @for unit in Unit::ALL { th.count scope="col" { (unit.noun()) "s" } }
                    }
                    @for source in tied.iter().take(ROWS) {
                        tr {
                            th scope="row" title=(clean(&source.document.file.path)) { bdi.key { (clean(&source.document.key)) } }
                            td { (bar(source.tied.of(unit), counts.found.of(unit))) }
                            (cells(source.tied))
                        }
                    }
                    @if more > 0 { tr { th scope="row" { "and " (more) " more" } td {} td {} td {} td {} } }
                    tr.all {
                        th scope="row" { "in all" }
                        td { (bar(counts.tied.of(unit), counts.found.of(unit))) }
                        @for unit in Unit::ALL { td { (counts.tied.of(unit)) " of " (counts.found.of(unit)) } }
                    }
                }
            }
            @if !unused.is_empty() {
                p.unused {
                    "Nothing from "
                    @for (number, source) in unused.iter().take(ROWS).enumerate() {
                        @if number > 0 { ", " }
                        bdi { (clean(&source.document.key)) }
                    }
                    @if left > 0 { " and " (left) " more" }
                    "."
                }
            }
            @if counts.tied.sentences < counts.found.sentences {
                label.switch {
                    input #show-untied type="checkbox" checked[wanted.untied];
                    " Show in the text the sentences that are tied to none"
                }
            }
        }
    }
}

/// A share as a bar, with its number.
fn bar(tied: u32, found: u32) -> Markup {
    let width = f64::from(tied) * 100.0 / f64::from(found.max(1));
    html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
            rect.track width="100" height="8" {}
            rect.fill width=(format!("{width:.1}")) height="8" {}
        }
        " "
        @if let Some(share) = share(tied, found) { span.share { (untied(&share)) } }
    }
}
