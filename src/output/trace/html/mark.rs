//! What is marked in a draft: its quotations, what it reports, its citations, what differs, and its findings.
//!
//! Takes a draft of a report, in which everything is decided, and hands on the marks with their places. `annotated` sets
//! them in the text, `passage` says what stands behind each.

use std::ops::Range;

use crate::check::{Draft, Report};
use crate::claim::{Quote, Reported};
use crate::finding::{Finding, Severity};
use crate::matching::{Match, Told, Verdict};

use super::super::{Cites, Names, Wanted, chosen};

/// Everything that is marked in one draft.
#[derive(Debug, Default)]
pub struct Marks<'a> {
    /// The draft's number on the page, from 1.
    pub draft: usize,
    /// What a passage stands behind, in the order of kinds and then of places.
    pub marks: Vec<Mark<'a>>,
    /// Words of quotations that differ from their source, in order.
    pub edits: Vec<Range<usize>>,
    /// Where words of the source are missing, in order.
    pub gaps: Vec<usize>,
    /// The sentences that are tied to no source, in order.
    pub untied: Vec<Range<usize>>,
    /// The findings with their words, in order.
    pub findings: &'a [Finding],
}

/// A stretch of the draft that a passage stands behind.
#[derive(Debug)]
pub struct Mark<'a> {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its number among those of its kind in the draft, from 1.
    pub number: usize,
    /// What it is.
    pub of: Of<'a>,
}

/// What a mark is of.
#[derive(Debug)]
pub enum Of<'a> {
    /// A quotation.
    Quote(&'a Quote, &'a Match),
    /// What is reported without marks.
    Statement(&'a Reported, &'a Told),
    /// A citation, with what it names.
    Citation(Cites<'a>, Known),
}

/// How much is known of what a citation names, by the least known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A source with text.
    Source,
    /// A source without text here.
    Entry,
    /// Nothing among the sources; whether that is a fault a finding says.
    Outside,
}

/// What is marked in a draft of what is wanted; its findings always are.
pub fn marks<'a>(report: &'a Report, draft: &'a Draft, number: usize, wanted: Wanted<'a>) -> Marks<'a> {
    let untied = draft.coverage.untied.iter().map(|sentence| sentence.range()).collect();
    let mut all = Marks { draft: number, untied, findings: &draft.findings, ..Marks::default() };
    let quotes = chosen(draft, wanted).enumerate();
    all.marks.extend(quotes.map(|(i, (quote, matched))| Mark {
        range: quote.span.range(),
        number: i + 1,
        of: Of::Quote(quote, matched),
    }));
    for mark in &all.marks {
        if let Of::Quote(quote, matched) = mark.of {
            let start = quote.span.start as usize;
            for edit in &matched.edits {
                let own = start + edit.own.start as usize..start + edit.own.end as usize;
                if own.is_empty() { all.gaps.push(own.start) } else { all.edits.push(own) }
            }
        }
    }
    all.gaps.sort_unstable();
    all.edits.sort_by_key(|edit| edit.start);
    if wanted.is_everything() {
        let told = draft.claims.said.reported.iter().zip(&draft.follows.told).enumerate();
        all.marks.extend(told.map(|(i, (reported, told))| Mark {
            range: reported.span.range(),
            number: i + 1,
            of: Of::Statement(reported, told),
        }));
        let citations = draft.claims.citations.iter().enumerate();
        let named = citations.filter_map(|(i, citation)| {
            let cites = Cites::of(report, draft, &[i as u32]);
            Some((citation.span.range(), known(&cites)?, cites))
        });
        all.marks.extend(named.enumerate().map(|(i, (range, known, cites))| Mark {
            range,
            number: i + 1,
            of: Of::Citation(cites, known),
        }));
    }
    all
}

/// How much is known of what a citation names; none where it names nothing, as a cross-reference does.
fn known(cites: &Cites) -> Option<Known> {
    let names = cites.keys.iter().map(|(_, names)| match names {
        Names::Source(_) => Known::Source,
        Names::Entry => Known::Entry,
        Names::Nothing => Known::Outside,
    });
    let worst = names.max_by_key(|known| *known as u8);
    worst.or((!cites.references.is_empty()).then_some(Known::Outside))
}

impl Mark<'_> {
    /// The anchor of its passage on the page.
    pub fn anchor(&self, draft: usize) -> String {
        let kind = match self.of {
            Of::Quote(..) => 'q',
            Of::Statement(..) => 's',
            Of::Citation(..) => 'c',
        };
        format!("d{draft}-{kind}{}", self.number)
    }

    /// What the style sheet knows it by: its kind, and what came of it.
    pub fn class(&self) -> &'static str {
        match &self.of {
            Of::Quote(_, matched) => verdict_class(matched.verdict),
            Of::Statement(_, told) if told.at.is_some() => "statement followed",
            Of::Statement(..) => "statement open",
            Of::Citation(_, Known::Source) => "citation source",
            Of::Citation(_, Known::Entry) => "citation entry",
            Of::Citation(_, Known::Outside) => "citation outside",
        }
    }
}

/// What the style sheet knows a quotation by.
pub fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verbatim => "quote verbatim",
        Verdict::Permitted => "quote permitted",
        Verdict::Altered => "quote altered",
        Verdict::Elided => "quote elided",
        Verdict::Spliced => "quote spliced",
        Verdict::OutOfContext => "quote out-of-context",
        Verdict::NotFound => "quote not-found",
        Verdict::Unchecked(_) => "quote unchecked",
    }
}

/// The anchor of a finding on the page, by its place in its draft's list; its words have the same with `-words`.
pub fn finding_anchor(draft: usize, index: usize) -> String {
    format!("d{draft}-f{}", index + 1)
}

/// What the style sheet knows a finding's words by.
pub fn flag_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "flag error",
        Severity::Warning => "flag warning",
        Severity::Note => "flag note",
    }
}
