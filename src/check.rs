//! One run: every draft's claims matched and ruled on, the findings ordered and counted.
//!
//! Takes what was loaded, hands on a `Report`, from which every output and the language server render; nothing computes
//! again. A draft whose text has changed can be checked again by itself, with the same result as in a run on everything.

mod allow;
pub mod baseline;
pub mod coverage;
mod facts;
pub mod fix;
pub mod identity;
pub mod narrow;
mod report;
mod summary;
pub mod write_allow;

pub use report::{Draft, Report};
pub use summary::{Quotes, Summary, unchecked};

use std::sync::Arc;

use self::allow::{Allowed, allow};
use self::coverage::{Coverage, coverage};
use self::report::Basis;
use self::summary::summarise;
use crate::bibliography;
use crate::block::blocks;
use crate::claim::claims;
use crate::claim::place::places;
use crate::config::Config;
use crate::corpus::index::Index;
use crate::corpus::{Corpus, DocumentId, Known, Readings, duplicate_keys};
use crate::file::{File, Files};
use crate::finding::Finding;
use crate::load::{self, Indexing, LITTLE, Loaded};
use crate::matching::{self, Copied, Follows, Match, Memory, copied, follows, matches};
use crate::page::Page;
use crate::parallel;
use crate::rule::{self, Check, Cx, RULES, Rule};

/// Checks the drafts that were loaded, each against the sources of its project.
pub fn check(loaded: Loaded) -> Report {
    let Loaded { files, projects, drafts, findings, config, skipped, copies, baselines, failed, .. } =
        facts::understood(loaded);
    let mut input: Vec<Finding> = findings.into_iter().filter_map(|found| weighed(found, &config)).collect();
    // Of a list of answers every row is a project.
    let built = parallel::map(&projects, corpus);
    let mut corpora = Vec::with_capacity(projects.len());
    for ((corpus, findings), project) in built.into_iter().zip(&projects) {
        corpora.push(Arc::new(corpus));
        input.extend(findings.into_iter().filter_map(|found| weighed(found, &project.config)));
    }
    let memories = projects.iter().map(|_| Memory::default()).collect();
    let settings = projects.into_iter().map(|project| (project.config, project.partial)).collect();
    let basis = Basis { input, projects: settings, memories };

    let mut drafts: Vec<Draft> = parallel::map_heavy(&drafts, |load::Draft { file, project, config }| {
        understood(Arc::clone(file), *project, config.clone())
    });
    let mut of_project: Vec<(usize, Vec<usize>)> =
        (0..corpora.len()).map(|number| (number, Vec::new())).collect();
    drafts.iter().enumerate().for_each(|(i, draft)| of_project[draft.project].1.push(i));
    let found = parallel::map(&of_project, |(number, own)| {
        let own: Vec<&Draft> = own.iter().map(|&i| &drafts[i]).collect();
        let corpus = &corpora[*number];
        // Without an index what is found by one reading of everything is found as fast as it is remembered.
        let memory = corpus.index.as_ref().and(basis.memories.get(*number));
        (by_project(&basis, *number, &own, &corpora, &files), held(&own, corpus, memory))
    });
    let mut input = basis.input.clone();
    for ((number, own), (findings, held)) in of_project.into_iter().zip(found) {
        for finding in findings {
            match own.iter().find(|&&i| drafts[i].file.id == finding.primary.span.file) {
                Some(&i) => drafts[i].shared.push(finding),
                None => input.extend(weighed(finding, &basis.projects[number].0)),
            }
        }
        for (i, Held { matches, follows, copied }) in own.into_iter().zip(held) {
            let draft = &mut drafts[i];
            (draft.matches, draft.follows, draft.copied) = (matches, follows, copied);
        }
    }
    let ruled = parallel::map_heavy(&drafts, |draft| ruled(draft, &corpora[draft.project], &files));
    let drafts: Vec<Arc<Draft>> =
        drafts.into_iter().zip(ruled).map(|(draft, ruled)| Arc::new(with(draft, ruled))).collect();
    let input = in_order(input, &files);
    let summary = Summary { failed, copies, ..summarise(&drafts, &input, &corpora, skipped) };
    Report { files, corpora, drafts, input, summary, baselines, basis: Arc::new(basis) }
}

/// A report in which one draft has another text: `file` has the id of the draft's. Its sources, its project and its
/// configuration are taken to be what they were.
pub fn recheck(report: &Report, number: usize, file: Arc<File>) -> Report {
    let (old, basis) = (&report.drafts[number], &report.basis);
    let (project, corpora) = (old.project, &report.corpora);
    let mut files = report.files.clone();
    files.replace(Arc::clone(&file));
    let mut draft = understood(file, project, old.config.clone());
    for Held { matches, follows, copied } in held(&[&draft], &corpora[project], basis.memories.get(project)) {
        (draft.matches, draft.follows, draft.copied) = (matches, follows, copied);
    }
    let mut drafts = report.drafts.clone();
    drafts[number] = Arc::new(draft);

    let mut shared: Vec<Vec<Finding>> = drafts.iter().map(|_| Vec::new()).collect();
    let mut input = basis.input.clone();
    for (number, (config, _)) in basis.projects.iter().enumerate() {
        let own: Vec<(usize, &Draft)> = drafts
            .iter()
            .enumerate()
            .filter(|(_, draft)| draft.project == number)
            .map(|(i, draft)| (i, &**draft))
            .collect();
        let texts: Vec<&Draft> = own.iter().map(|(_, draft)| *draft).collect();
        for finding in by_project(basis, number, &texts, corpora, &files) {
            match own.iter().find(|(_, draft)| draft.file.id == finding.primary.span.file) {
                Some(&(i, _)) => shared[i].push(finding),
                None => input.extend(weighed(finding, config)),
            }
        }
    }
    for (i, (slot, shared)) in drafts.iter_mut().zip(shared).enumerate() {
        // What another draft cites may have been cited nowhere else.
        if i == number || slot.shared != shared {
            let draft = Arc::make_mut(slot);
            draft.shared = shared;
            let ruled = ruled(draft, &corpora[draft.project], &files);
            (draft.findings, draft.allowed, draft.coverage) = (ruled.findings, ruled.allowed, ruled.coverage);
        }
    }
    let input = in_order(input, &files);
    let Summary { failed, copies, ref skipped, ref nearby, .. } = report.summary;
    let counted = summarise(&drafts, &input, corpora, skipped.clone());
    let summary = Summary { failed, copies, nearby: nearby.clone(), ..counted };
    let (baselines, basis) = (report.baselines.clone(), Arc::clone(basis));
    Report { files, corpora: corpora.clone(), drafts, input, summary, baselines, basis }
}

/// A draft with what it claims, held against nothing yet.
fn understood(file: Arc<File>, project: usize, config: Config) -> Draft {
    let blocks = blocks(&file);
    let claims = claims(&file, &blocks);
    Draft {
        file,
        project,
        config,
        blocks,
        claims,
        matches: Vec::new(),
        follows: Follows::default(),
        copied: Vec::new(),
        coverage: Coverage::default(),
        findings: Vec::new(),
        allowed: Vec::new(),
        shared: Vec::new(),
    }
}

/// The corpus of a project, with what is wrong with its sources and its bibliographies.
fn corpus(project: &load::Project) -> (Corpus, Vec<Finding>) {
    let mut findings = project.findings.clone();
    let mut entries = Vec::new();
    for file in &project.bibliographies {
        let (read, broken) = bibliography::read(file);
        entries.push((file.path.clone(), read));
        findings.extend(broken);
    }
    let known = Known { index: index(project), readings: project.readings.clone().and_then(Readings::open) };
    let mut corpus = Corpus::known(project.sources.clone(), entries, project.textless.clone(), known);
    let count = if project.numbered { corpus.len() as u32 } else { 0 };
    corpus.numbered = (0..count).map(DocumentId).collect();
    findings.extend(duplicate_keys(&corpus.bibliography));
    (corpus, findings)
}

/// The index of a project's sources, if it is to have one.
fn index(project: &load::Project) -> Option<Index> {
    let listed = project.sources.places();
    if project.indexing != Indexing::Never
        && let Some(places) = &listed
        && let Some(index) = Index::kept_at(places.clone(), project.segments.clone())
    {
        return Some(index);
    }
    let files: Vec<&File> = project.sources.iter().map(|source| &*source.file).collect();
    let bytes: usize = files.iter().map(|file| file.length()).sum();
    let wanted = match project.indexing {
        Indexing::Never => false,
        Indexing::Large => bytes >= LITTLE,
        Indexing::Always => true,
    };
    let kept: Vec<_> = match listed {
        Some(places) => places.into_iter().map(Some).collect(),
        None => project.sources.iter().map(|source| source.kept).collect(),
    };
    wanted.then(|| Index::new(&files, &kept, project.segments.clone()))?
}

/// What holding one draft against its sources says.
struct Held {
    matches: Vec<Match>,
    follows: Follows,
    copied: Vec<Copied>,
}

/// Holds drafts of one project against its sources. A memory is of these.
fn held(drafts: &[&Draft], corpus: &Corpus, memory: Option<&Memory>) -> Vec<Held> {
    let texts: Vec<matching::Draft> = drafts.iter().map(|draft| text(draft)).collect();
    let statements = || follows(&texts, corpus, memory);
    let wording = || (matches(&texts, corpus, memory), copied(&texts, corpus));
    let (follows, (matches, copied)) = parallel::both(statements, wording);
    let found = matches.into_iter().zip(follows).zip(copied);
    found.map(|((matches, follows), copied)| Held { matches, follows, copied }).collect()
}

/// A draft as `matching` takes it.
fn text(draft: &Draft) -> matching::Draft<'_> {
    let Draft { file, blocks, claims, config, .. } = draft;
    matching::Draft { text: blocks.text(file), claims, options: &config.options }
}

/// The findings about the input, by place. Projects that share a source report it once.
fn in_order(mut input: Vec<Finding>, files: &Files) -> Vec<Finding> {
    input.sort_by(|a, b| (place(files, a), a.rule).cmp(&(place(files, b), b.rule)));
    input.dedup();
    input
}

/// Where a finding about the input is shown: by path, then by offset.
fn place<'a>(files: &'a Files, finding: &Finding) -> (&'a str, u32) {
    let span = finding.primary.span;
    (&files.get(span.file).path, span.start)
}

/// A finding with the severity that the configuration gives it, if it is asked for. A note is, if its rule is selected
/// by its own id.
fn weighed(mut finding: Finding, config: &Config) -> Option<Finding> {
    let page = RULES.iter().map(|rule| rule.page).find(|page| page.id == finding.rule)?;
    finding.severity = config.severity(page).unwrap_or(finding.severity);
    (config.wants(page) && config.shows(page, finding.severity)).then_some(finding)
}

/// What the rules on whole projects find in one that one of its configurations asks for.
fn by_project(
    basis: &Basis,
    number: usize,
    drafts: &[&Draft],
    corpora: &[Arc<Corpus>],
    files: &Files,
) -> Vec<Finding> {
    let (config, partial) = &basis.projects[number];
    let shows = |config: &Config, page: &Page| {
        let severity = config.severity(page).unwrap_or(page.severity);
        config.wants(page) && config.shows(page, severity)
    };
    let mut configs: Vec<&Config> = drafts.iter().map(|draft| &draft.config).collect();
    configs.push(config);
    let project = || rule::Project {
        drafts: drafts.iter().map(|draft| (&*draft.file, text(draft))).collect(),
        partial: *partial,
        corpus: &corpora[number],
        files,
    };
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::Project(check) = rule.check
            && configs.iter().any(|config| shows(config, rule.page))
        {
            check(&project(), &mut findings);
        }
    }
    findings
}

/// What the rules make of one draft.
struct Ruled {
    findings: Vec<Finding>,
    allowed: Vec<Finding>,
    coverage: Coverage,
}

/// What the rules that are wanted find in one draft, with what its project's rules find there, and what of it the draft allows, each
/// in order.
fn ruled(draft: &Draft, corpus: &Corpus, files: &Files) -> Ruled {
    let Draft { file, config, blocks, claims, matches, follows, copied, .. } = draft;
    let (text, places) = (blocks.text(file), &places(file, blocks));
    let cx = Cx::new(file, (text, claims, places), (matches, follows, copied), corpus, config);
    let wanted: Vec<&Rule> = RULES.iter().filter(|rule| config.wants(rule.page)).collect();
    let found = parallel::map_uneven(&wanted, |rule| {
        let mut findings = Vec::new();
        if let Check::Draft(check) = rule.check {
            check(&cx, &mut findings);
        }
        findings
    });
    let findings = draft.shared.iter().cloned().chain(found.into_iter().flatten()).collect();
    let Allowed { left, allowed } = allow(&cx, &blocks.comments, findings);
    let weighed = |findings: Vec<Finding>| {
        let shown = findings.into_iter().filter_map(|finding| weighed(finding, config));
        let mut shown: Vec<Finding> = shown.collect();
        shown.sort_by_key(|finding| (finding.primary.span.start, finding.rule, finding.primary.span.end));
        shown
    };
    let mut findings = weighed(left);
    note_guesses(files, &mut findings);
    Ruled { findings, allowed: weighed(allowed), coverage: coverage(text, claims, matches, follows, copied) }
}

/// A draft with what the rules make of it.
fn with(draft: Draft, Ruled { findings, allowed, coverage }: Ruled) -> Draft {
    Draft { findings, allowed, coverage, ..draft }
}

/// Notes the encodings that were guessed of the files that a finding on a quotation points into: a wrong guess would
/// explain it.
fn note_guesses(files: &Files, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.rule.starts_with("quote-")) {
        let mut ids: Vec<_> = finding.related.iter().map(|label| label.span.file).collect();
        ids.insert(0, finding.primary.span.file);
        ids.dedup();
        let guessed = ids.into_iter().map(|id| files.get(id)).filter(|file| file.is_guessed());
        let notes = guessed.map(|file| format!("`{}` was read as {}", file.path, file.encoding));
        finding.notes.extend(notes);
    }
}
