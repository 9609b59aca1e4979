//! What stands behind the marks of a draft: for each quotation, statement and citation a note with its source's passage.
//!
//! Takes the marks and hands on the list of notes that closes a draft. A note is shown beside its words by the script, and
//! stands at its anchor where there is none.

use std::ops::Range;

use maud::{Markup, html};

use super::super::super::display::clean;
use super::super::{Cites, Names, text};
use super::excerpt::{beginning, borrowed, passage, worded};
use super::mark::{Known, Mark, Marks, Of, finding_anchor};
use crate::check::{Draft, Report};
use crate::claim::Speaker;
use crate::finding::Finding;
use crate::matching::{Edit, EditKind, Found, Match, Reason, Verdict};

/// How many of a quotation's differences are listed, and how many of its findings are led to.
const LISTED: usize = 8;
/// How many bytes of a draft's words, and of each side of a difference, are shown.
const WORDS: usize = 90;

/// All notes of a draft, kind by kind.
pub fn notes(report: &Report, draft: &Draft, marks: &Marks) -> Markup {
    let kind = |mark: &Mark| match mark.of {
        Of::Quote(..) => "Quotations",
        Of::Statement(..) => "Claims",
        Of::Citation(..) => "Citations",
    };
    html! {
        @for kinds in marks.marks.chunk_by(|a, b| kind(a) == kind(b)) {
            h4 { (kind(&kinds[0])) }
            ol.notes { @for mark in kinds { (note(report, draft, marks, mark)) } }
        }
    }
}

fn note(report: &Report, draft: &Draft, marks: &Marks, mark: &Mark) -> Markup {
    let anchor = mark.anchor(marks.draft);
    let line = draft.file.place(mark.range.start as u32).line;
    let (name, says) = verdict(report, draft, mark);
    html! {
        li.note id=(anchor) tabindex="-1" {
            p.verdict {
                span.chip.(mark.class()) { (name) }
                " "
                span id={ (anchor) "-says" } { (says) }
            }
            p.words {
                a.back href={ "#" (anchor) "-words" } { "line " (line) }
                " "
                span.excerpt lang="" dir="auto" { (beginning(&draft.file.text()[mark.range.clone()], WORDS)) }
            }
            @match &mark.of {
                Of::Quote(quote, matched) => {
                    (said(draft, quote.speaker.as_ref()))
                    (cites(report, draft, &quote.citations))
                    (findings(marks, &mark.range))
                    (differences(report, draft, &mark.range, matched))
                    (found(report, draft, matched))
                }
                Of::Statement(reported, told) => {
                    (said(draft, Some(&reported.speaker)))
                    (cites(report, draft, &reported.citations))
                    (findings(marks, &mark.range))
                    @if let Some(at) = told.at { (place(report, draft, at)) (words_at(report, draft, at, &[])) }
                }
                Of::Citation(named, _) => {
                    (findings(marks, &mark.range))
                    (sources(report, draft, named))
                }
            }
        }
    }
}

/// What came of it, in a word and in plain words.
fn verdict(report: &Report, draft: &Draft, mark: &Mark) -> (&'static str, Markup) {
    let found = |matched: &Match| matched.near().is_some();
    match &mark.of {
        Of::Quote(_, matched) => {
            let (name, says) = in_words(matched.verdict);
            let nearest =
                matches!(matched.verdict, Verdict::NotFound | Verdict::Unchecked(_)) && found(matched);
            let says = html! {
                (says)
                @if matched.astray { " It stands in a source that the draft does not cite for it." }
                @if nearest { " What is nearest to it:" }
            };
            (name, says)
        }
        Of::Statement(_, told) => match told.at {
            Some(_) => {
                ("Claim", html! { "The draft reports it without marks; it follows a sentence of a source." })
            }
            None => (
                "Claim",
                html! { "The draft reports it without marks; no sentence of a source is near enough to be named." },
            ),
        },
        Of::Citation(_, known) => {
            let says = match known {
                Known::Source => "It names a source that was read.",
                Known::Entry => "It names an entry whose text is not here.",
                Known::Outside if report.corpus(draft).is_empty() => "There are no sources to look it up in.",
                Known::Outside => "It names nothing among the sources.",
            };
            ("Citation", html! { (says) })
        }
    }
}

/// A verdict's name, and what it says.
pub fn in_words(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Verbatim => ("Verbatim", "Word for word as in the source."),
        Verdict::Permitted => ("Permitted", "As in the source, but for what an editor may change."),
        Verdict::Altered => ("Altered", "Its words differ from the source."),
        Verdict::Elided => ("Elided", "Words of the source are left out with no ellipsis."),
        Verdict::Spliced => ("Spliced", "Passages that do not follow each other are run together."),
        Verdict::OutOfContext => ("Out of context", "The cut removes a negation or a limit on these words."),
        Verdict::NotFound => ("Not found", "No source has these words."),
        Verdict::Unchecked(reason) => (
            "Unchecked",
            match reason {
                Reason::NoSources => "There are no sources to hold it against.",
                Reason::TooShort => "It is too short to be judged.",
                Reason::NoReportingClause => "It is short, and nobody is said to have said it.",
                Reason::Mention => "It is a title, a term or a name.",
                Reason::NoText => "It cites a source whose text is not here.",
                Reason::OutsideCorpus => "It is from outside the sources.",
                Reason::Translation => "It is a translation.",
                Reason::Supposed => "Nobody is said to have said it.",
                Reason::UnclearMarks => "Its closing mark may be an apostrophe.",
                Reason::Unascribed => "It is a block quote of nobody.",
                Reason::OverBudget => "It is too long to be compared.",
            },
        ),
    }
}

fn said(draft: &Draft, speaker: Option<&Speaker>) -> Markup {
    html! {
        @if let Some(speaker) = speaker {
            p.fact { span.term { "Said by" } " " bdi { (text::speaker(draft, speaker)) } }
        }
    }
}

fn cites(report: &Report, draft: &Draft, citations: &[u32]) -> Markup {
    let written = text::cites(&Cites::of(report, draft, citations), report.corpus(draft));
    html! { @if !written.is_empty() { p.fact { span.term { "Cites" } " " bdi { (written) } } } }
}

/// The findings whose words begin in a range.
fn findings(marks: &Marks, range: &Range<usize>) -> Markup {
    let first = marks.findings.partition_point(|finding| (finding.primary.span.start as usize) < range.start);
    let within = |(_, finding): &(usize, &Finding)| (finding.primary.span.start as usize) < range.end;
    let within = marks.findings.iter().enumerate().skip(first).take_while(within);
    html! {
        @for (index, finding) in within.take(LISTED) {
            p.fact {
                a.number.(finding.severity.name()) href={ "#" (finding_anchor(marks.draft, index)) }
                    data-number=(index + 1) aria-label={ (finding.severity.name()) " " (index + 1) } {}
                " " (worded(&clean(&finding.message)))
            }
        }
    }
}

/// What differs, with the words of both sides.
fn differences(report: &Report, draft: &Draft, range: &Range<usize>, matched: &Match) -> Markup {
    let own = |edit: &Edit| {
        let own = range.start + edit.own.start as usize..range.start + edit.own.end as usize;
        html! { @if !own.is_empty() { del lang="" { (beginning(&draft.file.text()[own], WORDS)) } } }
    };
    let theirs = |edit: &Edit| {
        let words = report.files.slice(edit.source);
        html! { @if !words.is_empty() { ins lang="" { (beginning(words, WORDS)) } } }
    };
    let further = matched.edits.len().saturating_sub(LISTED);
    html! {
        // The passage shows one difference well enough.
        @if matched.edits.len() > 1 {
            table.differences {
                caption { "What differs" }
                tr { th scope="col" { "the draft" } th scope="col" { "the source" } th scope="col" { "that is" } }
                @for edit in matched.edits.iter().take(LISTED) {
                    tr { td { (own(edit)) } td { (theirs(edit)) } td { (kind(edit.kind)) } }
                }
            }
            @if further > 0 { p.fact { (further) " more" } }
        }
    }
}

fn kind(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Negation => "a negation",
        EditKind::Number => "another number",
        EditKind::Name => "another name",
        EditKind::Overrun => "the source’s own narration",
        EditKind::Replaced => "other words",
        EditKind::Inserted => "put in",
        EditKind::Omitted => "left out",
        EditKind::Inflected => "another form",
        EditKind::Reordered => "another order",
        EditKind::Brackets => "brackets of the source",
        EditKind::Asked => "a question or an exclamation",
    }
}

/// Where a quotation was found, or what is nearest to it.
fn found(report: &Report, draft: &Draft, matched: &Match) -> Markup {
    let within = |found: Found| -> Vec<Range<usize>> {
        let inside = |edit: &&Edit| {
            let source = edit.source;
            source.file == found.span.file && source.start >= found.span.start && source.end <= found.span.end
        };
        let mut edits: Vec<Range<usize>> =
            matched.edits.iter().filter(inside).map(|edit| edit.source.range()).collect();
        edits.sort_by_key(|edit| edit.start);
        edits
    };
    html! {
        @for found in matched.near().into_iter().chain(matched.also) {
            (place(report, draft, found))
            (words_at(report, draft, found, &within(found)))
        }
    }
}

/// A place in a source: its key, its path, its line and its page.
fn place(report: &Report, draft: &Draft, found: Found) -> Markup {
    let document = report.corpus(draft).document(found.document);
    let line = document.file.place(found.span.start).line;
    html! {
        p.fact.place {
            span.term { "In" } " " bdi.key { (clean(&document.key)) }
            " " bdi.path { (clean(&document.file.path)) ":" (line) }
            @if let Some(locus) = document.locus(found.span.start as usize, "p.") { ", " (locus) }
        }
    }
}

fn words_at(report: &Report, draft: &Draft, found: Found, edits: &[Range<usize>]) -> Markup {
    passage(&report.corpus(draft).document(found.document).file, found.span, edits)
}

/// What a citation names.
fn sources(report: &Report, draft: &Draft, named: &Cites) -> Markup {
    let corpus = report.corpus(draft);
    let path = |key: &str| {
        let documents = corpus.named(key).unwrap_or_default();
        documents.first().map(|&id| clean(&corpus.document(id).file.path))
    };
    html! {
        ul.sources {
            @for (written, names) in &named.keys {
                li {
                    bdi.key { (clean(written)) }
                    @match names {
                        Names::Source(key) => @if let Some(path) = path(key) { " " bdi.path { (path) } },
                        Names::Entry => " an entry without text here",
                        Names::Nothing => " not among the sources",
                    }
                }
            }
            @for words in &named.references { li { bdi { (borrowed(words)) } " not among the sources" } }
        }
    }
}
