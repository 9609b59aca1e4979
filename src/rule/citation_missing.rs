//! `citation-missing`: a quotation that a source has, or what follows one, with no citation in reach.
//!
//! Takes the matches and the citations in the paragraphs round them. A draft that cites nothing gets one finding, with the
//! count, and any other at most one a paragraph; none where the text itself says what the words are from.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::Cx;
use super::citing::fix::cite;
use super::citing::manner::{Habits, habits};
use super::citing::place::{Stretch, sentence_end};
use super::citing::{names, written};
use super::report::{label, source_label};
use crate::claim::citation::{Citation, Form};
use crate::claim::{Kind, Quote};
use crate::config::options::ToCite;
use crate::corpus::{Author, DocumentId, main_title};
use crate::file::Span;
use crate::finding::Finding;
use crate::fold::{has_phrase, phrase, words_in};
use crate::matching::{Found, Match};
use crate::page;

/// What follows a source and may need a citation.
struct Unit<'a> {
    what: ToCite,
    span: Span,
    /// Where a citation would do.
    reach: &'a [Span],
    /// Whether nothing behind it belongs to its sentence.
    whole: bool,
    found: Found,
}

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let units = units(cx);
    let quoted = || units.iter().filter(|unit| unit.what == ToCite::Quotation).map(|unit| unit.span);
    let quoted: Vec<Span> = quoted().collect();
    let mut cited: FxHashMap<Span, bool> = FxHashMap::default();
    let mut in_reach = |unit: &Unit| {
        unit.reach.iter().any(|&reach| *cited.entry(reach).or_insert_with(|| is_cited(cx, reach)))
    };
    let mut open: Vec<&Unit> = units.iter().collect();
    open.retain(|unit| !in_reach(unit));
    let cites = open.len() < units.len();
    open.retain(|unit| !unit.reach.is_empty());
    if open.is_empty() {
        return;
    }
    let habits = habits(cx);
    if cites {
        for paragraph in open.chunk_by(|a, b| a.reach[0].overlaps(b.reach[0])) {
            let mut naming = Naming::of(outside(cx, &quoted, paragraph[0].reach));
            if let Some(unit) = paragraph.iter().find(|unit| !naming.names(cx, unit.found.document)) {
                findings.push(missing(cx, unit, paragraph, &habits, "no citation in this paragraph".into()));
            }
        }
    } else {
        let mut naming = Naming::of(outside(cx, &quoted, &[cx.file.span(0..cx.text.len())]));
        open.retain(|unit| !naming.names(cx, unit.found.document));
        let Some(unit) = open.first() else { return };
        findings.push(missing(
            cx,
            unit,
            &open,
            &habits,
            format!("{}, and no citation in this draft", counted(&open)),
        ));
    }
}

/// "2 quotations, 1 claim and 3 sentences"
fn counted(units: &[&Unit]) -> String {
    let kinds = [(ToCite::Quotation, "quotation"), (ToCite::Claim, "claim"), (ToCite::Sentence, "sentence")];
    let counts = kinds.map(|(what, noun)| match units.iter().filter(|unit| unit.what == what).count() {
        0 => String::new(),
        1 => format!("1 {noun}"),
        several => format!("{several} {noun}s"),
    });
    let counts: Vec<String> = counts.into_iter().filter(|count| !count.is_empty()).collect();
    match counts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => counts.concat(),
    }
}

/// What the draft has from its sources, as far as that is asked about, in order; of two that overlap the narrower.
fn units<'a>(cx: &Cx<'a>) -> Vec<Unit<'a>> {
    let asked = cx.config.options.to_cite;
    let quotes = cx.quotes().filter(|(quote, matched)| is_quotation(cx, quote, matched));
    let mut units: Vec<Unit> = quotes
        .filter_map(|(quote, matched)| {
            let (span, reach, whole) = (quote.span, quote.reach.as_slice(), quote.kind == Kind::Block);
            Some(Unit { what: ToCite::Quotation, span, reach, whole, found: matched.at? })
        })
        .collect();
    if asked >= ToCite::Claim {
        let told = cx.reported().filter_map(|(reported, told)| Some((reported.span, told.at?)));
        add(cx, ToCite::Claim, told, &mut units);
    }
    if asked >= ToCite::Sentence {
        let follows = cx.claims.sentences.iter().zip(&cx.follows.sentences);
        let close = follows.filter_map(|(sentence, following)| {
            let passage = following.passage.as_ref().filter(|passage| passage.score >= CLOSE)?;
            Some((sentence.span, Found { document: passage.document, span: passage.span }))
        });
        add(cx, ToCite::Sentence, close, &mut units);
    }
    units
}

/// The share of a sentence that a passage has which it follows closely.
const CLOSE: f64 = 0.8;

/// Adds what stands in the writer's own paragraphs and holds none of the units that are there.
fn add<'a>(cx: &Cx<'a>, what: ToCite, all: impl Iterator<Item = (Span, Found)>, units: &mut Vec<Unit<'a>>) {
    let known = units.len();
    for (span, found) in all {
        let near = units[..known].partition_point(|unit| unit.span.end <= span.start);
        let is_known = units[..known].get(near).is_some_and(|unit| unit.span.start < span.end);
        if let Some(paragraph) = cx.claims.paragraph(span).filter(|_| !is_known) {
            units.push(Unit { what, span, reach: &paragraph.reach, whole: false, found });
        }
    }
    units.sort_by_key(|unit| unit.span.start);
}

/// Whether a marked span quotes a source beyond doubt, so that a reader would want to know which.
fn is_quotation(cx: &Cx, quote: &Quote, matched: &Match) -> bool {
    let options = &cx.config.options;
    let length: usize = quote.parts.iter().map(|part| words_in(cx.text, part.range()).count()).sum();
    let long = length >= options.bare || (quote.cue.is_some() && length >= options.cited);
    matched.tied().is_some()
        && (long || quote.kind == Kind::Block)
        && !quote.supposed
        && (quote.cue.is_some() || !quote.mention)
}

/// Whether a citation stands in a stretch of the draft.
fn is_cited(cx: &Cx, reach: Span) -> bool {
    let citations = &cx.claims.citations;
    let first = citations.partition_point(|citation| citation.span.start < reach.start);
    let mut inside = citations[first..].iter().take_while(|citation| citation.span.start < reach.end);
    inside.any(|citation| counts(cx, citation))
}

/// A handle is no citation, nor is a cross-reference.
fn counts(cx: &Cx, citation: &Citation) -> bool {
    let is_handle = || citation.keys.iter().all(|key| key.text.chars().all(char::is_alphabetic));
    match citation.form {
        Form::Bare if is_handle() => names(cx, citation).iter().any(|named| named.documents.is_some()),
        // A link may lead to another page of the same site, and "(Act 3)" names no source.
        Form::Bare | Form::Bracket | Form::Link | Form::Square => !names(cx, citation).is_empty(),
        _ => true,
    }
}

/// The words of some stretches of the draft that stand outside its quotations, folded.
fn outside(cx: &Cx, quotes: &[Span], reach: &[Span]) -> String {
    let mut text = String::new();
    for stretch in reach {
        let mut from = stretch.start;
        let first = quotes.partition_point(|quote| quote.end <= stretch.start);
        for quote in quotes[first..].iter().take_while(|quote| quote.start < stretch.end) {
            text += &phrase(cx.text, from as usize..quote.start.max(from) as usize);
            from = quote.end.clamp(from, stretch.end);
        }
        text += &phrase(cx.text, from as usize..stretch.end as usize);
    }
    text
}

/// Which sources a text names, each looked for once.
struct Naming {
    text: String,
    known: FxHashMap<DocumentId, bool>,
}

impl Naming {
    fn of(text: String) -> Naming {
        Naming { text, known: FxHashMap::default() }
    }

    fn names(&mut self, cx: &Cx, document: DocumentId) -> bool {
        let text = &self.text;
        let is_named = || called(cx, document).iter().any(|name| has_phrase(text, name));
        *self.known.entry(document).or_insert_with(is_named)
    }
}

/// What running text may call a source, in folded words: its title, its publication, its authors, its file.
fn called(cx: &Cx, id: DocumentId) -> Vec<String> {
    let document = cx.corpus.document(id);
    let title = cx.corpus.title(id);
    let path = Path::new(&document.file.path);
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let several = |name: &&str| name.contains([' ', '-', '_']);
    let titles = [title, title.and_then(main_title), stem];
    let mut names: Vec<&str> = titles.into_iter().flatten().filter(several).collect();
    // With its extension even a name of one word is none of the language's.
    names.extend(path.file_name().and_then(|name| name.to_str()).filter(|_| path.extension().is_some()));
    let listed = cx.corpus.called(document);
    names.extend(listed.publication);
    names.extend(listed.authors.iter().map(surname));
    let folded =
        names.into_iter().map(|name| phrase(&name.replace('_', " "), 0..name.len()).trim().to_owned());
    folded.filter(|name| name.len() > 1).collect()
}

/// The family's name; the whole of it, where that is too short to be told from a word.
fn surname(author: &Author) -> &str {
    Some(author.bare_family()).filter(|family| family.chars().count() > 2).unwrap_or(&author.name)
}

fn missing(cx: &Cx, unit: &Unit, open: &[&Unit], habits: &Habits, message: String) -> Finding {
    let mut finding = page::CITATION_MISSING.finding(message, label(unit.span, "from which source?"));
    if unit.what > ToCite::Quotation {
        finding.related.push(source_label(cx, &unit.found, unit.found.span, "this says the same"));
    }
    let key = &cx.corpus.document(unit.found.document).key;
    match cite(cx, habits, &in_sentence(cx, unit, open)) {
        Some(fix) => finding.fixes.push(fix),
        None if habits.manners.is_empty() => {
            let citation = cx.file.written(&format!("[@{}]", written(key)));
            finding.help.extend(citation.map(|citation| format!("cite it: `{citation}`")));
        }
        None => finding.help.push(format!("cite `{key}`, as the draft cites its other sources")),
    }
    finding.help.push("`ignore = [\"citation-missing\"]` in ibid.toml, if this project does not cite".into());
    finding
}

/// What is cited together with a unit: what else of its sentence is open, where it is from another source. One citation does for
/// neighbours of one source.
fn in_sentence(cx: &Cx, unit: &Unit, open: &[&Unit]) -> Vec<(Stretch, DocumentId)> {
    let end = sentence_end(cx, unit.span);
    let behind = open.iter().filter(|other| unit.span.end <= other.span.start && other.span.start < end);
    let together: Vec<&Unit> = [unit]
        .into_iter()
        .chain(behind.copied())
        .filter(|one| !unit.whole || one.span == unit.span)
        .collect();
    let runs: Vec<&[&Unit]> = together.chunk_by(|a, b| a.found.document == b.found.document).collect();
    let last = runs.len().saturating_sub(1);
    let stretches = runs.iter().enumerate().filter_map(|(at, run)| {
        let unit = if at == last { run.first()? } else { run.last()? };
        let stretch = Stretch { span: unit.span, whole: unit.whole, parted: at < last };
        Some((stretch, unit.found.document))
    });
    stretches.collect()
}
