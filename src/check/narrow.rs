//! A report on some of the drafts of a run: those that a change concerns.
//!
//! Takes a whole report, so that what is said of a draft is the same as in a run on everything, and what has changed; hands on which
//! drafts that concerns, and the report on these alone. Where it cannot be told, a draft is concerned.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::report::{Draft, Report};
use super::summary::{Summary, summarise};
use crate::claim::Quote;
use crate::corpus::{Corpus, DocumentId};
use crate::file::FileId;
use crate::finding::Finding;
use crate::matching::{Match, Verdict, named};

/// What has changed of what a run reads.
#[derive(Debug, Default)]
pub struct Changes {
    /// The paths of drafts that are to be reported on in any case.
    pub drafts: FxHashSet<String>,
    /// Sources and other files.
    pub files: FxHashSet<FileId>,
    /// Projects all of whose drafts may be concerned, by their numbers.
    pub projects: FxHashSet<usize>,
}

/// Which drafts of a report are concerned, in their order: those that have changed, those of projects that have, and those that draw
/// on a source that has.
pub fn concerned(report: &Report, changes: &Changes) -> Vec<bool> {
    let is_concerned = |draft: &Arc<Draft>| {
        changes.drafts.contains(&draft.file.path)
            || changes.projects.contains(&draft.project)
            || draws_on(draft, report.corpus(draft), &changes.files)
    };
    report.drafts.iter().map(is_concerned).collect()
}

/// The report on the drafts that are concerned, with the findings about the input that are about what has changed.
pub fn narrow(report: Report, concerned: &[bool], changes: &Changes) -> Report {
    let mut concerned = concerned.iter().copied();
    let Report { files, corpora, drafts, input, summary, baselines, basis } = report;
    let drafts: Vec<Arc<Draft>> = drafts.into_iter().filter(|_| concerned.next() == Some(true)).collect();
    let is_kept = |id: FileId| {
        changes.files.contains(&id)
            || changes.drafts.contains(&files.get(id).path)
            || drafts.iter().any(|draft| draft.file.id == id)
    };
    let is_about = |finding: &Finding| {
        let mut labels = std::iter::once(&finding.primary).chain(&finding.related);
        summary.failed || labels.any(|label| is_kept(label.span.file))
    };
    let input: Vec<Finding> = input.into_iter().filter(is_about).collect();
    let counted = summarise(&drafts, &input, &corpora, summary.skipped.clone());
    let Summary { failed, copies, nearby, .. } = summary;
    let summary = Summary { failed, copies, nearby, ..counted };
    Report { files, corpora, drafts, input, summary, baselines, basis }
}

/// Whether a draft cites, quotes or follows one of some sources, or may have quoted it as it was.
fn draws_on(draft: &Draft, corpus: &Corpus, files: &FxHashSet<FileId>) -> bool {
    let has = |id: DocumentId| files.contains(&corpus.document(id).file.id);
    if !corpus.documents().any(|(_, document)| files.contains(&document.file.id)) {
        return false;
    }
    let quotes = |matched: &Match| {
        let found = matched.at.iter().chain(&matched.also).chain(&matched.elsewhere);
        found.into_iter().any(|found| has(found.document))
    };
    let follows = || {
        let told = draft.follows.told.iter().filter_map(|told| told.at.as_ref());
        let sentences = draft.follows.sentences.iter();
        sentences.clone().filter_map(|one| one.document).any(has)
            || sentences.filter_map(|one| one.passage.as_ref()).any(|passage| has(passage.document))
            || told
                .chain(draft.follows.sentences.iter().flat_map(|one| &one.others))
                .any(|found| has(found.document))
    };
    let shows = |finding: &Finding| finding.related.iter().any(|label| files.contains(&label.span.file));
    let text = draft.blocks.text(&draft.file);
    let cited = |number: u32| {
        let names = named(text, &draft.claims.citations[number as usize], corpus);
        names.into_iter().flat_map(|named| named.documents.unwrap_or_default().to_vec()).collect::<Vec<_>>()
    };
    // What none has may have stood in one that has changed, unless it is cited from another.
    let may_have = |(quote, matched): (&Quote, &Match)| {
        let mut cited = quote.citations.iter().flat_map(|&number| cited(number)).peekable();
        matched.verdict == Verdict::NotFound && (cited.peek().is_none() || cited.any(has))
    };
    draft.matches.iter().any(quotes)
        || draft.copied.iter().any(|copied| has(copied.found.document))
        || follows()
        || draft.findings.iter().chain(&draft.allowed).any(shows)
        || (0..draft.claims.citations.len() as u32).any(|number| cited(number).into_iter().any(has))
        || draft.claims.said.quotes.iter().zip(&draft.matches).any(may_have)
}
