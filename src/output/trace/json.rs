//! The JSON form of a trace: one object, whose shape is a promise that `../trace.schema.json` writes down.
//!
//! Takes a `Report` and returns the object's text. Places, counts and findings have the shape that they have in
//! `json::render`'s report.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::json::{
    Coverage, Diagnostic, INVALID, Quotes, Span, VERSION, diagnostic, print, quotes, share, span,
};
use super::{Cites, Names, Wanted, chosen, cited};
use crate::check::coverage::{Counts, Source, Units, by_source};
use crate::check::{self, Draft, Report, unchecked};
use crate::claim::voice::{Stance, Voice};
use crate::claim::{self, Kind};
use crate::file;
use crate::file::extract::clock;
use crate::matching::{self, Found, Verdict};

/// The trace of a run, with the quotations that are wanted. What is counted is all of them.
pub fn render(report: &Report, wanted: Wanted) -> String {
    let drafts = report.drafts.iter().map(|draft| Traced {
        path: &draft.file.path,
        id: draft.file.row.as_deref(),
        quotes: chosen(draft, wanted).map(|(quote, matched)| traced(report, draft, quote, matched)).collect(),
        claims: draft
            .claims
            .said
            .reported
            .iter()
            .zip(&draft.follows.told)
            .map(|(reported, told)| claim(report, draft, reported, told))
            .collect(),
        turns: draft.claims.said.turns.iter().map(|turn| Turn::new(report, draft, turn)).collect(),
        untied: draft.coverage.untied.iter().map(|&sentence| untied(report, draft, sentence)).collect(),
        summary: Tally::new(
            &check::Quotes::of(draft.matches.iter()),
            cited(report, draft),
            unchecked(draft.matches.iter()),
            covered(draft.coverage.counts, &of_draft(report, draft)),
        ),
    });
    let totals = &report.summary;
    let tally = Tally::new(
        &totals.quotes,
        report.drafts.iter().map(|draft| cited(report, draft)).sum(),
        totals.unchecked.clone(),
        covered(totals.coverage, &by_source(report)),
    );
    print(&Object {
        version: VERSION,
        drafts: drafts.collect(),
        diagnostics: report.input.iter().map(|finding| diagnostic(&report.files, finding)).collect(),
        summary: Summary { drafts: totals.drafts, sources: totals.sources, tally },
        error: totals.failed.then_some(INVALID),
        help: &[],
    })
}

/// The object of a run that failed before it had a report, with what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let tally = Tally::new(&check::Quotes::default(), 0, BTreeMap::new(), covered(Counts::default(), &[]));
    print(&Object {
        version: VERSION,
        drafts: Vec::new(),
        diagnostics: Vec::new(),
        summary: Summary { drafts: 0, sources: 0, tally },
        error: Some(error),
        help,
    })
}

#[derive(Serialize)]
struct Object<'a> {
    version: u32,
    drafts: Vec<Traced<'a>>,
    diagnostics: Vec<Diagnostic<'a>>,
    summary: Summary<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    help: &'a [String],
}

#[derive(Serialize)]
struct Traced<'a> {
    path: &'a str,
    /// Of the row of a list of answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    quotes: Vec<Quote<'a>>,
    claims: Vec<Claim<'a>>,
    turns: Vec<Turn<'a>>,
    untied: Vec<Sentence<'a>>,
    summary: Tally<'a>,
}

#[derive(Serialize)]
struct Quote<'a> {
    span: Span,
    text: &'a str,
    kind: &'static str,
    speaker: Option<Speaker<'a>>,
    citations: Vec<&'a str>,
    cited: Vec<&'a str>,
    references: Vec<&'a str>,
    r#match: Option<Match<'a>>,
}

/// What somebody is said to have said, in the draft's own words.
#[derive(Serialize)]
struct Claim<'a> {
    span: Span,
    text: &'a str,
    content: Vec<Span>,
    speaker: Speaker<'a>,
    citations: Vec<&'a str>,
    r#match: Option<Passage<'a>>,
}

/// A sentence that is tied to no source.
#[derive(Serialize)]
struct Sentence<'a> {
    span: Span,
    text: &'a str,
}

fn untied<'a>(report: &Report, draft: &'a Draft, sentence: file::Span) -> Sentence<'a> {
    Sentence { span: span(&report.files, sentence), text: draft.file.slice(sentence) }
}

/// What a label gives to a speaker.
#[derive(Serialize)]
struct Turn<'a> {
    span: Span,
    speaker: Speaker<'a>,
}

impl<'a> Turn<'a> {
    fn new(report: &Report, draft: &'a Draft, turn: &'a claim::Turn) -> Turn<'a> {
        Turn { span: span(&report.files, turn.span), speaker: speaker(report, draft, &turn.speaker) }
    }
}

/// Who is said to have said it; none where nobody is.
#[derive(Serialize)]
struct Speaker<'a> {
    span: Span,
    text: &'a str,
    name: Option<&'a str>,
    named: Option<Span>,
    kind: &'static str,
    cue: &'a str,
    stance: &'static str,
    relays: Vec<&'a str>,
}

#[derive(Serialize)]
struct Match<'a> {
    verdict: &'static str,
    reason: Option<&'static str>,
    source: Option<&'a str>,
    path: Option<&'a str>,
    span: Option<Span>,
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    also: Option<Passage<'a>>,
    astray: bool,
}

/// A place in a source.
#[derive(Serialize)]
struct Passage<'a> {
    source: &'a str,
    path: &'a str,
    span: Span,
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
}

#[derive(Serialize)]
struct Summary<'a> {
    drafts: u32,
    sources: u32,
    #[serde(flatten)]
    tally: Tally<'a>,
}

#[derive(Serialize)]
struct Tally<'a> {
    quotes: Quotes,
    tied: u32,
    share: Option<f64>,
    cited: u32,
    unchecked: BTreeMap<&'static str, u32>,
    coverage: Covered<'a>,
}

impl<'a> Tally<'a> {
    fn new(
        counts: &check::Quotes,
        cited: u32,
        unchecked: BTreeMap<&'static str, u32>,
        coverage: Covered<'a>,
    ) -> Tally<'a> {
        let (tied, share) = (counts.tied(), share(counts.tied(), counts.found));
        Tally { quotes: quotes(counts), tied, share, cited, unchecked, coverage }
    }
}

/// What is tied to a source, in all and of each source that anything is tied to.
#[derive(Serialize)]
struct Covered<'a> {
    #[serde(flatten)]
    all: Coverage,
    sources: Vec<OfSource<'a>>,
}

#[derive(Serialize)]
struct OfSource<'a> {
    source: &'a str,
    path: &'a str,
    quotes: u32,
    claims: u32,
    sentences: u32,
}

fn covered<'a>(counts: Counts, sources: &[Source<'a>]) -> Covered<'a> {
    let tied = sources.iter().filter(|source| source.tied != Units::default());
    let sources = tied.map(|&Source { document, tied }| OfSource {
        source: &document.key,
        path: &document.file.path,
        quotes: tied.quotes,
        claims: tied.claims,
        sentences: tied.sentences,
    });
    Covered { all: Coverage::new(counts), sources: sources.collect() }
}

/// The sources that anything of one draft is tied to, by path.
fn of_draft<'a>(report: &'a Report, draft: &Draft) -> Vec<Source<'a>> {
    let corpus = &report.corpora[draft.project];
    let sources = draft.coverage.documents.iter();
    sources.map(|&(id, tied)| Source { document: corpus.document(id), tied }).collect()
}

fn traced<'a>(
    report: &'a Report,
    draft: &'a Draft,
    quote: &'a claim::Quote,
    matched: &matching::Match,
) -> Quote<'a> {
    let Cites { keys, references } = Cites::of(report, draft, &quote.citations);
    let mut cited = Vec::new();
    for (_, names) in &keys {
        if let Names::Source(key) = names {
            super::push_new(&mut cited, *key);
        }
    }
    Quote {
        span: span(&report.files, quote.span),
        text: draft.file.slice(quote.span),
        kind: match quote.kind {
            Kind::Direct => "direct",
            Kind::Partial => "partial",
            Kind::Block => "block",
        },
        speaker: quote.speaker.as_ref().map(|voice| speaker(report, draft, voice)),
        citations: keys.iter().map(|(key, _)| *key).collect(),
        cited,
        references,
        r#match: (!report.corpus(draft).is_empty()).then(|| verdict(report, draft, matched)),
    }
}

fn claim<'a>(
    report: &'a Report,
    draft: &'a Draft,
    reported: &'a claim::Reported,
    told: &matching::Told,
) -> Claim<'a> {
    let Cites { keys, .. } = Cites::of(report, draft, &reported.citations);
    Claim {
        span: span(&report.files, reported.span),
        text: draft.file.slice(reported.span),
        content: reported.content.iter().map(|&part| span(&report.files, part)).collect(),
        speaker: speaker(report, draft, &reported.speaker),
        citations: keys.iter().map(|(key, _)| *key).collect(),
        r#match: told.at.map(|found| passage(report, draft, found)),
    }
}

fn speaker<'a>(report: &Report, draft: &'a Draft, speaker: &'a claim::Speaker) -> Speaker<'a> {
    Speaker {
        span: span(&report.files, speaker.span),
        text: draft.file.slice(speaker.span),
        name: super::who(draft, speaker),
        named: super::named_at(draft, speaker).map(|place| span(&report.files, place)),
        kind: match speaker.kind {
            Voice::Person => "person",
            Voice::Body => "body",
            Voice::Collective => "collective",
            Voice::Unknown => "unknown",
        },
        cue: draft.file.slice(speaker.cue),
        stance: match speaker.stance {
            Stance::Asserted => "asserted",
            Stance::Denied => "denied",
            Stance::Asked => "asked",
            Stance::Supposed => "supposed",
            Stance::Future => "future",
        },
        relays: speaker.relays.iter().map(|&relay| draft.file.slice(relay)).collect(),
    }
}

fn verdict<'a>(report: &'a Report, draft: &'a Draft, matched: &matching::Match) -> Match<'a> {
    let at = matched.near().map(|found| passage(report, draft, found));
    Match {
        verdict: matched.verdict.name(),
        reason: match matched.verdict {
            Verdict::Unchecked(reason) => Some(reason.name()),
            _ => None,
        },
        source: at.as_ref().map(|at| at.source),
        path: at.as_ref().map(|at| at.path),
        page: at.as_ref().and_then(|at| at.page),
        time: at.as_ref().and_then(|at| at.time.clone()),
        span: at.map(|at| at.span),
        also: matched.also.map(|found| passage(report, draft, found)),
        astray: matched.astray,
    }
}

fn passage<'a>(report: &'a Report, draft: &'a Draft, found: Found) -> Passage<'a> {
    let document = report.corpus(draft).document(found.document);
    Passage {
        source: &document.key,
        path: &document.file.path,
        span: span(&report.files, found.span),
        page: document.page(found.span.start as usize),
        time: document.time(found.span.start as usize).map(clock),
    }
}
