//! `citation-missing`: a quotation that a source has, with no citation in reach.
//!
//! Takes the matches and the citations in the paragraphs round them. A draft that cites nothing gets one finding, with the
//! count, and any other at most one a paragraph; none where the text itself says what the words are from.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::Cx;
use super::citing::{names, uses_keys, written};
use super::report::label;
use crate::claim::citation::{Citation, Form};
use crate::claim::{Kind, Quote};
use crate::corpus::{Author, DocumentId, main_title};
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fold::{has_phrase, phrase, words_in};
use crate::matching::{Match, Verdict};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let quotes: Vec<(&Quote, DocumentId)> = cx
        .quotes()
        .filter(|(quote, matched)| is_quotation(cx, quote, matched))
        .filter_map(|(quote, matched)| Some((quote, matched.at.as_ref()?.document)))
        .collect();
    let mut cited: FxHashMap<Span, bool> = FxHashMap::default();
    let mut in_reach = |quote: &Quote| {
        quote.reach.iter().any(|&reach| *cited.entry(reach).or_insert_with(|| is_cited(cx, reach)))
    };
    let mut open: Vec<(&Quote, DocumentId)> = quotes.clone();
    open.retain(|(quote, _)| !in_reach(quote));
    let cites = open.len() < quotes.len();
    open.retain(|(quote, _)| !quote.reach.is_empty());
    if open.is_empty() {
        return;
    }
    let manner = Manner::of(cx);
    if cites {
        for paragraph in open.chunk_by(|a, b| a.0.reach[0] == b.0.reach[0]) {
            let mut naming = Naming::of(outside(cx, &quotes, &paragraph[0].0.reach));
            if let Some((quote, id)) = paragraph.iter().find(|(_, id)| !naming.names(cx, *id)) {
                let message = "no citation in this paragraph".into();
                findings.push(missing(cx, quote, *id, &manner, message));
            }
        }
    } else {
        let mut naming = Naming::of(outside(cx, &quotes, &[cx.file.span(0..cx.text.len())]));
        open.retain(|(_, id)| !naming.names(cx, *id));
        let Some((quote, id)) = open.first() else { return };
        let count = if open.len() == 1 { "1 quotation".into() } else { format!("{} quotations", open.len()) };
        findings.push(missing(cx, quote, *id, &manner, format!("{count}, and no citation in this draft")));
    }
}

/// Whether a marked span quotes a source beyond doubt, so that a reader would want to know which.
fn is_quotation(cx: &Cx, quote: &Quote, matched: &Match) -> bool {
    let options = &cx.config.options;
    let length: usize = quote.parts.iter().map(|part| words_in(cx.text, part.range()).count()).sum();
    let long = length >= options.bare || (quote.cue.is_some() && length >= options.cited);
    !matches!(matched.verdict, Verdict::NotFound | Verdict::Unchecked(_))
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
        Form::Bare | Form::Bracket => !names(cx, citation).is_empty(),
        _ => true,
    }
}

/// The words of some stretches of the draft that stand outside its quotations, folded.
fn outside(cx: &Cx, quotes: &[(&Quote, DocumentId)], reach: &[Span]) -> String {
    let mut text = String::new();
    for stretch in reach {
        let mut from = stretch.start;
        let first = quotes.partition_point(|(quote, _)| quote.span.end <= stretch.start);
        for (quote, _) in quotes[first..].iter().take_while(|(quote, _)| quote.span.start < stretch.end) {
            text += &phrase(cx.text, from as usize..quote.span.start.max(from) as usize);
            from = quote.span.end.clamp(from, stretch.end);
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
    let stem = Path::new(&document.file.path).file_stem().and_then(|stem| stem.to_str());
    let several = |name: &&str| name.contains([' ', '-', '_']);
    let titles = [title, title.and_then(main_title), stem];
    let mut names: Vec<&str> = titles.into_iter().flatten().filter(several).collect();
    if let Some(entry) = document.entry.map(|entry| &cx.corpus.bibliography[entry]) {
        names.extend(entry.publication.as_deref());
        names.extend(entry.authors.iter().map(surname));
    }
    let folded =
        names.into_iter().map(|name| phrase(&name.replace('_', " "), 0..name.len()).trim().to_owned());
    folded.filter(|name| name.len() > 1).collect()
}

/// The family's name; the whole of it, where that is too short to be told from a word.
fn surname(author: &Author) -> &str {
    Some(author.bare_family()).filter(|family| family.chars().count() > 2).unwrap_or(&author.name)
}

/// How a draft cites.
struct Manner {
    keys: bool,
    notes: bool,
    links: bool,
    /// A label that no footnote has yet.
    label: u64,
}

impl Manner {
    fn of(cx: &Cx) -> Manner {
        let uses = |form: Form| cx.claims.citations.iter().any(|citation| citation.form == form);
        let numbers =
            cx.claims.notes.labels.iter().filter_map(|&label| cx.file.slice(label).parse::<u32>().ok());
        Manner {
            keys: uses_keys(cx),
            notes: uses(Form::Note),
            links: uses(Form::Link),
            label: numbers.max().map_or(1, |last| u64::from(last) + 1),
        }
    }
}

fn missing(cx: &Cx, quote: &Quote, id: DocumentId, manner: &Manner, message: String) -> Finding {
    let mut finding = page::CITATION_MISSING.finding(message, label(quote.span, "from which source?"));
    let document = cx.corpus.document(id);
    let key = &document.key;
    let address = document.entry.and_then(|entry| cx.corpus.bibliography[entry].url.as_deref());
    let cited = format!("[@{}]", written(key));
    if manner.keys {
        let end = quote.span.end as usize;
        let edit = Edit { span: cx.file.span(end..end), replacement: format!(" {cited}") };
        finding.fixes.push(Fix { title: format!("cite `{key}`"), safety: Safety::Unsafe, edits: vec![edit] });
    } else if manner.notes {
        let label = manner.label;
        finding.help.push(format!("cite it in a footnote: `[^{label}]`, and below `[^{label}]: {key}`"));
    } else if let Some(address) = address.filter(|_| manner.links) {
        finding.help.push(format!("link to {address}"));
    } else {
        finding.help.push(format!("cite it: `{cited}`"));
    }
    finding.help.push("`ignore = [\"citation-missing\"]` in ibid.toml, if this project does not cite".into());
    finding
}
