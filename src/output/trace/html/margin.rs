//! The findings in the margin: a card each, next to the lines that it is about.
//!
//! Takes findings with the files that they point into and hands on their cards. A card leads to its words, and they lead
//! to it.

use maud::{Markup, html};

use super::super::super::display::clean;
use super::excerpt::{beginning, borrowed, worded};
use super::mark::finding_anchor;
use crate::file::Files;
use crate::finding::{Finding, Fix, Label};

/// How many related places a card shows.
const RELATED: usize = 8;
/// How many bytes of the words at a place are shown.
const WORDS: usize = 240;

/// The cards of some of a draft's findings, beside the part that they are about. `first` is the index of the first in the draft's list.
pub fn margin(files: &Files, draft: usize, findings: &[Finding], first: usize) -> Markup {
    html! {
        aside.margin aria-label="Findings on this part" {
            @for (index, finding) in findings.iter().enumerate() {
                (card(files, finding, Some((draft, first + index))))
            }
        }
    }
}

/// The card of a finding. One about the input itself has no words on the page to lead to.
pub fn card(files: &Files, finding: &Finding, numbered: Option<(usize, usize)>) -> Markup {
    let file = files.get(finding.primary.span.file);
    let place = file.place(finding.primary.span.start);
    let severity = finding.severity.name();
    let anchor = numbered.map(|(draft, index)| (finding_anchor(draft, index), index + 1));
    let path = numbered.is_none().then(|| clean(&file.path) + ":");
    let hidden = finding.related.len().saturating_sub(RELATED);
    let has_more = !(finding.related.is_empty() && finding.notes.is_empty() && finding.fixes.is_empty());
    html! {
        article.card.(severity) id=[anchor.as_ref().map(|(anchor, _)| anchor)] tabindex="-1" {
            header {
                @if let Some((anchor, number)) = &anchor {
                    a.number.(severity) href={ "#" (anchor) "-words" } data-number=(number)
                        aria-label={ "words of finding " (number) } {}
                    " "
                }
                span.severity { (severity) } " " code { (finding.rule) } " "
                span.at { bdi { (path.unwrap_or_default()) } (place.line) ":" (place.column) }
            }
            p.message { (worded(&clean(&finding.message))) }
            @for help in &finding.help { p.help { (worded(&clean(help))) } }
            @if has_more {
                details {
                    summary { "More" span.for-ears { " on " (finding.rule) } }
                    @for note in &finding.notes { p.fact { (worded(&clean(note))) } }
                    @if !finding.related.is_empty() {
                        ul.related { @for label in finding.related.iter().take(RELATED) { (related(files, label)) } }
                    }
                    @if hidden > 0 { p.fact { (hidden) " further " @if hidden == 1 { "place" } @else { "places" } } }
                    @if let Some(fix) = finding.fixes.first() { (mend(files, fix)) }
                }
            }
        }
    }
}

fn related(files: &Files, label: &Label) -> Markup {
    let file = files.get(label.span.file);
    let place = file.place(label.span.start);
    let words = file.slice(label.span);
    html! {
        li {
            @if let Some(key) = &label.source { bdi.key { (clean(key)) } " " }
            bdi.path { (clean(&file.path)) ":" (place.line) }
            @if !words.trim().is_empty() { " " q lang="" dir="auto" { (beginning(words, WORDS)) } }
            @if !label.message.is_empty() { " " bdi { (clean(&label.message)) } }
        }
    }
}

fn mend(files: &Files, fix: &Fix) -> Markup {
    html! {
        p.fact {
            bdi { (clean(&fix.title)) } ": "
            @for edit in &fix.edits {
                @let gone = files.slice(edit.span);
                @if !gone.is_empty() { del lang="" { (beginning(gone, WORDS)) } " " }
                @if !edit.replacement.is_empty() { ins lang="" { (borrowed(&edit.replacement)) } " " }
            }
        }
    }
}
