//! The text form of a trace: a table a draft, of one or two lines a quotation or a reported statement, and closing lines.
//!
//! Takes a `Report` and a `Style` and returns the whole text. Where all the columns stand side by side within the width,
//! a quotation takes one line; elsewhere its passage and its citations stand below it.

use annotate_snippets::renderer::Style as Paint;

use super::super::display::{self, BOLD, GOOD, clean, count, hung, paint, width};
use super::super::link::link;
use super::super::window::head;
use super::super::{Style, summary};
use super::{Cites, Names, Wanted, chosen, cited, coverage, severity};
use crate::check::{Draft, Quotes, Report};
use crate::claim::{Quote, Reported, Speaker};
use crate::corpus::Corpus;
use crate::file::Span;
use crate::finding::Severity;
use crate::matching::{Found, Match, Told, Verdict};

/// What is wanted of the drafts, and then how much of all is tied to a source.
pub fn render(report: &Report, wanted: Wanted, style: Style) -> String {
    let drafts: Vec<(&Draft, Vec<Row>)> = report
        .drafts
        .iter()
        .map(|draft| (&**draft, rows(report, draft, wanted)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let columns = Columns::of(drafts.iter().flat_map(|(_, rows)| rows), style.width);
    let mut text = String::new();
    for (draft, rows) in &drafts {
        text += &heading(report, draft, style);
        for row in rows {
            text += &match columns.side_by_side {
                true => one_line(row, &columns, style),
                false => two_lines(row, &columns, style),
            };
        }
        text.push('\n');
    }
    text + &closing(report, style)
}

/// The rows of a draft, in order.
fn rows<'a>(report: &'a Report, draft: &'a Draft, wanted: Wanted) -> Vec<Row<'a>> {
    if wanted.untied {
        return draft.coverage.untied.iter().map(|&sentence| untied(draft, sentence)).collect();
    }
    let quoted = chosen(draft, wanted).map(|(quote, matched)| row(report, draft, quote, matched));
    let told =
        draft.claims.said.reported.iter().zip(&draft.follows.told).filter(|_| wanted.verdicts.is_empty());
    let mut rows: Vec<Row> = quoted.chain(told.map(|(one, told)| claim(report, draft, one, told))).collect();
    rows.sort_by_key(|row| row.start);
    rows
}

/// One quotation or one reported statement, in clean text, with the paths that its places lead to.
struct Row<'a> {
    draft: &'a str,
    source: Option<&'a str>,
    /// Where it begins in the draft, in bytes, and as it is shown.
    start: u32,
    place: String,
    /// The verdict, and how it is painted.
    verdict: (String, Paint),
    words: String,
    /// Who is said to have said it.
    speaker: String,
    /// Where it was found, and why it was not checked.
    found: String,
    cites: String,
}

/// How wide the columns are.
struct Columns {
    place: usize,
    verdict: usize,
    words: usize,
    speaker: usize,
    found: usize,
    cites: usize,
    side_by_side: bool,
}

/// Columns between two columns of the table.
const GAP: usize = 2;
/// The fewest columns of a quotation's own words that are worth a line with everything else.
const FEWEST: usize = 40;
/// The most columns of a quotation's own words, and of a key, that help to know it again.
const MOST: usize = 72;
/// The most columns that citations take beside the rest.
const CITES: usize = 40;
/// The most columns that a speaker takes beside the rest.
const SPEAKER: usize = 32;
/// Of a quotation no more bytes than this are looked at; what is shown is less.
const READ: usize = 1 << 12;

impl Columns {
    fn of<'a>(rows: impl Iterator<Item = &'a Row<'a>> + Clone, room: usize) -> Columns {
        let widest =
            |part: fn(&'a Row<'a>) -> &'a str| rows.clone().map(|row| width(part(row))).max().unwrap_or(0);
        let place = widest(|row| &row.place);
        let verdict = rows.clone().map(|row| row.verdict.0.len()).max().unwrap_or(0);
        let (found, cites) = (widest(|row| &row.found), widest(|row| &row.cites).min(CITES));
        let speaker = widest(|row| &row.speaker).min(SPEAKER);
        let beside = place + verdict + speaker + found + cites + 6 * GAP;
        let side_by_side = beside + FEWEST <= room;
        let words = room.saturating_sub(if side_by_side { beside } else { place + verdict + 3 * GAP });
        let longest = widest(|row| &row.words);
        let words = words.max(8).min(if side_by_side { MOST.min(longest) } else { usize::MAX });
        Columns { place, verdict, words, speaker, found, cites, side_by_side }
    }
}

fn row<'a>(report: &'a Report, draft: &'a Draft, quote: &Quote, matched: &Match) -> Row<'a> {
    let place = draft.file.place(quote.span.start);
    let corpus = report.corpus(draft);
    let source = matched.near().map(|found| &corpus.document(found.document).file.path);
    Row {
        draft: &draft.file.path,
        source: source.map(String::as_str),
        start: quote.span.start,
        place: format!("{}:{}", place.line, place.column),
        verdict: verdict(matched.verdict),
        words: words(draft, quote.span),
        speaker: quote.speaker.as_ref().map(|voice| speaker(draft, voice)).unwrap_or_default(),
        found: found(corpus, matched),
        cites: cites(&Cites::of(report, draft, &quote.citations), corpus),
    }
}

/// A statement that the draft reports, with the source's sentence that it follows.
fn claim<'a>(report: &'a Report, draft: &'a Draft, reported: &Reported, told: &Told) -> Row<'a> {
    let place = draft.file.place(reported.span.start);
    let corpus = report.corpus(draft);
    let source = told.at.map(|found| &corpus.document(found.document).file.path);
    let content: Vec<String> = reported.content.iter().map(|&part| words(draft, part)).collect();
    Row {
        draft: &draft.file.path,
        source: source.map(String::as_str),
        start: reported.span.start,
        place: format!("{}:{}", place.line, place.column),
        verdict: ("reported".into(), if source.is_some() { GOOD } else { display::severity(Severity::Note) }),
        words: content.join(" … "),
        speaker: speaker(draft, &reported.speaker),
        found: told.at.map(|found| format!("follows {}", at(corpus, found, None))).unwrap_or_default(),
        cites: cites(&Cites::of(report, draft, &reported.citations), corpus),
    }
}

/// A sentence that is tied to no source.
fn untied(draft: &Draft, sentence: Span) -> Row<'_> {
    let place = draft.file.place(sentence.start);
    Row {
        draft: &draft.file.path,
        source: None,
        start: sentence.start,
        place: format!("{}:{}", place.line, place.column),
        verdict: ("untied".into(), display::severity(Severity::Note)),
        words: words(draft, sentence),
        speaker: String::new(),
        found: String::new(),
        cites: String::new(),
    }
}

/// The beginning of a stretch on one line, without the marks of a block quote.
fn words(draft: &Draft, span: Span) -> String {
    let text = draft.file.slice(span);
    let lines =
        text[..text.floor_char_boundary(READ)].lines().map(|line| line.trim_start_matches(['>', ' ', '\t']));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    clean(&words.join(" "))
}

/// Who is said to have said something, by name where the text tells it, and then by which words: "Ann Ward (she wrote)".
pub(super) fn speaker(draft: &Draft, speaker: &Speaker) -> String {
    let one_line = |span: Span| {
        let words: Vec<&str> = draft.file.slice(span).split_whitespace().collect();
        clean(&words.join(" "))
    };
    let written = one_line(speaker.span);
    match super::who(draft, speaker).map(clean) {
        Some(name) if name != written => {
            let cue = one_line(speaker.cue);
            let verb = if cue.starts_with(char::is_alphabetic) { format!(" {cue}") } else { String::new() };
            format!("{name} ({written}{verb})")
        }
        _ => written,
    }
}

/// Where a quotation was found, or why nothing can be said of it, and then what is nearest to it.
pub(super) fn found(corpus: &Corpus, matched: &Match) -> String {
    let at = matched.near().map(|found| at(corpus, found, matched.also));
    match (matched.verdict, at) {
        (Verdict::Unchecked(reason), None) => reason.name().replace('-', " "),
        (Verdict::Unchecked(reason), Some(at)) => {
            format!("{}; nearest {at}", reason.name().replace('-', " "))
        }
        (Verdict::NotFound, None) => "in no source".to_owned(),
        (Verdict::NotFound, Some(at)) => format!("nearest {at}"),
        (_, Some(at)) if matched.astray => format!("{at}, which it does not cite"),
        (_, at) => at.unwrap_or_default(),
    }
}

/// A passage, and the second one of a splice, by path and line, with the key and the page.
fn at(corpus: &Corpus, found: Found, also: Option<Found>) -> String {
    let document = corpus.document(found.document);
    let line = |found: Found| document.file.place(found.span.start).line;
    let (near, far) = match also {
        Some(also) if also.document == found.document => (format!(" and {}", line(also)), String::new()),
        Some(also) => (String::new(), format!(" and {}", at(corpus, also, None))),
        None => (String::new(), String::new()),
    };
    let locus = document.locus(found.span.start as usize, "p.");
    let locus = locus.map(|locus| format!(", {locus}")).unwrap_or_default();
    format!("{}:{}{near} ({}{locus}){far}", clean(&document.file.path), line(found), clean(&document.key))
}

/// What a quotation cites, as written, with a word on what cannot be held against it.
pub(super) fn cites(cites: &Cites, corpus: &Corpus) -> String {
    let listed = !corpus.is_empty() || !corpus.bibliography.is_empty();
    let keys = cites.keys.iter().map(|(key, names)| {
        let remark = match names {
            Names::Entry => " (no text)",
            Names::Nothing if listed => " (no source)",
            Names::Source(_) | Names::Nothing => "",
        };
        head(key, MOST).text + remark
    });
    let references = cites.references.iter().map(|words| head(words, CITES).text);
    keys.chain(references).collect::<Vec<_>>().join(", ")
}

fn one_line(row: &Row, columns: &Columns, style: Style) -> String {
    let line = beginning(row, columns, style)
        + &pad(&head(&row.words, columns.words).text, columns.words + GAP)
        + &pad(&head(&row.speaker, columns.speaker).text, columns.speaker + GAP)
        + &lead(row, &row.found, style)
        + &" ".repeat(columns.found + GAP - width(&row.found))
        + &head(&row.cites, columns.cites).text;
    line.trim_end().to_owned() + "\n"
}

fn two_lines(row: &Row, columns: &Columns, style: Style) -> String {
    let first = beginning(row, columns, style) + &head(&row.words, columns.words).text;
    let margin = GAP + columns.place + GAP;
    let room = style.width.saturating_sub(margin).max(8);
    let labelled = |label: &str, words: &str| match words {
        "" => String::new(),
        _ => format!("{label} {words}"),
    };
    let parts = [labelled("by", &row.speaker), row.found.clone(), labelled("cites", &row.cites)];
    let parts = parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty());
    let shown =
        |number: usize, text: &str| if number == 1 { lead(row, text, style) } else { text.to_owned() };
    let parts: Vec<(usize, String)> = parts.collect();
    let whole: Vec<&str> = parts.iter().map(|(_, part)| part.as_str()).collect();
    let lines: Vec<String> = if width(&whole.join("; ")) <= room {
        vec![parts.iter().map(|(number, part)| shown(*number, part)).collect::<Vec<_>>().join("; ")]
    } else {
        let hung = parts.iter().map(|(number, part)| (number, hung(part, room, GAP)));
        hung.flat_map(|(number, lines)| {
            lines.into_iter().map(|line| shown(*number, &line)).collect::<Vec<_>>()
        })
        .collect()
    };
    let lines = lines.iter().map(|line| format!("{:margin$}{line}\n", ""));
    first.trim_end().to_owned() + "\n" + &lines.collect::<String>()
}

/// What says where a quotation was found, as a link there.
fn lead(row: &Row, text: &str, style: Style) -> String {
    let start = text.len() - text.trim_start().len();
    match row.source {
        Some(path) => format!("{}{}", &text[..start], link(style, path, &text[start..])),
        None => text.to_owned(),
    }
}

/// The columns that both forms begin with: the place in the draft and the verdict.
fn beginning(row: &Row, columns: &Columns, style: Style) -> String {
    let (name, colour) = &row.verdict;
    let left = " ".repeat(GAP + columns.place - width(&row.place));
    let right = " ".repeat(columns.verdict - name.len() + GAP);
    let place = link(style, row.draft, &row.place);
    format!("{left}{place}{:GAP$}{}{right}", "", paint(style, *colour, name))
}

/// A verdict as it reads, and how it is painted.
fn verdict(verdict: Verdict) -> (String, Paint) {
    let paint = match (verdict, severity(verdict)) {
        (_, Some(weight)) => display::severity(weight),
        (Verdict::Unchecked(_), _) => display::severity(Severity::Note),
        _ => GOOD,
    };
    (verdict.name().replace('_', " "), paint)
}

fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A draft's path and counts, side by side where there is room.
fn heading(report: &Report, draft: &Draft, style: Style) -> String {
    let quotes = Quotes::of(draft.matches.iter());
    let statements = draft.claims.said.reported.len() as u32;
    let reported = match statements {
        0 => String::new(),
        _ => format!("; {}", count(statements, "reported statement")),
    };
    let turns = match draft.claims.said.turns.len() as u32 {
        0 => String::new(),
        turns => format!("; {}", count(turns, "turn")),
    };
    let counts = format!(
        "{}, {} tied, {} cited{reported}{turns}",
        count(quotes.found, "quotation"),
        quotes.tied(),
        cited(report, draft)
    );
    let path = clean(&draft.file.title());
    let between = if width(&path) + 2 + width(&counts) <= style.width { ": " } else { "\n  " };
    format!("{}{between}{counts}\n", paint(style, BOLD, &link(style, &draft.file.path, &path)))
}

/// How much is tied to each source, and what is not cited, not checked and not read.
fn closing(report: &Report, style: Style) -> String {
    let totals = &report.summary;
    let table = coverage::table(report, style);
    let mut lines = Vec::new();
    let Quotes { found, .. } = totals.quotes;
    if found == 0 || totals.sources == 0 {
        lines.push(summary::checked(totals));
    } else {
        let cited: u32 = report.drafts.iter().map(|draft| cited(report, draft)).sum();
        let carry = if cited == 1 { "carries" } else { "carry" };
        lines.push(format!("{cited} of {} {carry} a citation", count(found, "quotation")));
        lines.extend(summary::unchecked(totals).map(|unchecked| format!("not checked: {unchecked}")));
    }
    lines.extend(summary::skipped(totals).map(|skipped| format!("skipped: {skipped}")));
    if !report.input.is_empty() {
        let findings = count(report.input.len() as u32, "finding");
        lines.push(format!("{findings} about the files that were read; `ibid check` shows them"));
    }
    let between = if table.is_empty() { "" } else { "\n" };
    table + between + &lines.iter().map(|line| summary::line(line, style)).collect::<String>()
}
