//! The trace as one page to look at: every draft with what is marked in it, its findings in the margin, and the passages behind its marks.
//!
//! Takes a `Report` and returns the page's whole text. It needs no network: style and script stand in it, and its policy lets
//! nothing else in. Without its script every passage is a note at the end of its draft, which its words lead to.

mod annotated;
mod coverage;
mod excerpt;
mod layout;
mod legend;
mod literal;
mod margin;
mod mark;
mod passage;
mod table;

use std::ops::Range;

use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::annotated::Writer;
use self::layout::{Part, Shape, parts};
use self::mark::{Marks, marks};
use super::super::display::{clean, count, untied};
use super::super::summary;
use super::{Wanted, cited};
use crate::check::{Draft, Quotes, Report};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// The page of a run: its drafts with what is wanted of them marked, and with all their findings.
pub fn render(report: &Report, wanted: Wanted) -> String {
    let names: Vec<String> = report.drafts.iter().map(|draft| clean(&draft.file.title())).collect();
    let title = match names.as_slice() {
        [one] => one.clone(),
        _ => untied(&count(names.len() as u32, "draft")),
    };
    let page = html! {
        (DOCTYPE)
        html.still lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) " — ibid trace" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (top(report, &title))
                main {
                    (legend::legend(report, wanted))
                    @if names.len() > 1 { (contents(report, &names)) }
                    (coverage::coverage(report, wanted))
                    (input(report))
                    @for (number, (draft, name)) in (1..).zip(report.drafts.iter().zip(&names)) {
                        (section(report, draft, name, number, wanted))
                    }
                }
                footer { p { "Made by " code { "ibid trace" } ". What was not checked is not wrong." } }
                aside #panel role="region" aria-label="Passage" tabindex="-1" hidden {}
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// What the page may load: itself.
fn policy() -> String {
    let hash = |text: &str| BASE64.encode(&hmac_sha256::Hash::hash(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn top(report: &Report, title: &str) -> Markup {
    let totals = &report.summary;
    let lines = [
        Some(summary::checked(totals)),
        summary::unchecked(totals).map(|unchecked| format!("not checked: {unchecked}")),
        summary::skipped(totals).map(|skipped| format!("skipped: {skipped}")),
        Some(match (summary::findings(totals), summary::allowed(totals)) {
            (Some(findings), Some(allowed)) => format!("{findings}; {allowed}"),
            (Some(findings), None) => findings,
            (None, Some(allowed)) => allowed,
            (None, None) => "no findings".to_owned(),
        }),
    ];
    html! {
        header.top {
            fieldset.scheme {
                legend.for-ears { "Colours" }
                @for (value, name) in [("auto", "Auto"), ("light", "Light"), ("dark", "Dark")] {
                    label { input type="radio" name="scheme" value=(value) checked[value == "auto"]; span { (name) } }
                }
            }
            p.kicker { "ibid trace" }
            h1 { bdi { (title) } }
            ul.totals { @for line in lines.into_iter().flatten() { li { (untied(&line)) } } }
        }
    }
}

fn contents(report: &Report, names: &[String]) -> Markup {
    html! {
        nav.contents aria-labelledby="contents" {
            h2 #contents { "Drafts" }
            ol {
                @for (number, (draft, name)) in (1..).zip(report.drafts.iter().zip(names)) {
                    li { a href={ "#d" (number) } { bdi { (name) } } " " span.fact { (counts(report, draft)) } }
                }
            }
        }
    }
}

/// Findings about the files that were read.
fn input(report: &Report) -> Markup {
    html! {
        @if !report.input.is_empty() {
            section.input aria-labelledby="input" {
                h2 #input { "About the files that were read" }
                @for finding in &report.input { (margin::card(&report.files, finding, None)) }
            }
        }
    }
}

/// A draft's quotations and findings, counted.
fn counts(report: &Report, draft: &Draft) -> String {
    let quotes = Quotes::of(draft.matches.iter());
    let findings = draft.findings.len() as u32;
    format!(
        "{}, {} tied to a source, {} cited; {}",
        count(quotes.found, "quotation"),
        quotes.tied(),
        cited(report, draft),
        count(findings, "finding"),
    )
}

fn section(report: &Report, draft: &Draft, name: &str, number: usize, wanted: Wanted) -> Markup {
    let marks = marks(report, draft, number, wanted);
    html! {
        section.draft id={ "d" (number) } aria-labelledby={ "d" (number) "-name" } {
            @if report.drafts.len() > 1 {
                h2 id={ "d" (number) "-name" } { bdi { (name) } }
                p.counts { (counts(report, draft)) }
            } @else {
                h2.for-ears id={ "d" (number) "-name" } { "The draft" }
            }
            (PreEscaped(text(report, draft, &marks)))
            @if !marks.marks.is_empty() {
                section.passages aria-labelledby={ "d" (number) "-passages" } {
                    h3 id={ "d" (number) "-passages" } { "What stands behind the marks" }
                    (passage::notes(report, draft, &marks))
                }
            }
        }
    }
}

/// The draft's text, part by part, with the findings of each beside it. Beside these it holds nothing but the draft.
fn text(report: &Report, draft: &Draft, marks: &Marks) -> String {
    let text = draft.file.text();
    let prose = draft.blocks.blocks.iter().map(|block| block.span.range());
    let mut writer = Writer::new(text, draft.blocks.masked.as_deref(), prose, marks);
    let mut page = String::with_capacity(text.len() * 2);
    page.push_str("<div class=\"text\" lang=\"\">");
    let mut listed = false;
    let mut shown = 0;
    let mut parts = parts(text, &draft.blocks).into_iter().peekable();
    while let Some(part) = parts.next() {
        let item = matches!(part.shape, Shape::Item(_));
        if item != listed {
            page.push_str(if item { "<div role=\"list\">" } else { "</div>" });
            listed = item;
        }
        let first = shown;
        // A finding at the very end belongs to the last part.
        let is_last = parts.peek().is_none();
        let ends = |at: u32| (at as usize) < part.range.end || is_last;
        shown +=
            draft.findings[first..].iter().take_while(|finding| ends(finding.primary.span.start)).count();
        row(report, draft, marks, &mut writer, &part, first..shown, &mut page);
    }
    page.push_str(if listed { "</div></div>" } else { "</div>" });
    page
}

/// One part and the findings beside it.
fn row(
    report: &Report,
    draft: &Draft,
    marks: &Marks,
    writer: &mut Writer,
    part: &Part,
    findings: Range<usize>,
    page: &mut String,
) {
    let text = draft.file.text();
    let words = &text[part.range.clone()];
    let first_word = part.range.start + (words.len() - words.trim_start().len());
    let line = draft.file.place(first_word as u32).line;
    let role = if matches!(part.shape, Shape::Item(_)) { " role=\"listitem\"" } else { "" };
    page.push_str(&format!("<div class=\"row\"{role} data-line=\"{line}\">"));
    let quoted = if part.quoted { " quoted" } else { "" };
    let (open, close) = match part.shape {
        Shape::Paragraph if part.quoted => ("<blockquote dir=\"auto\">".to_owned(), "</blockquote>"),
        Shape::Paragraph => ("<p dir=\"auto\">".to_owned(), "</p>"),
        // The page's own headings go down to the third level.
        Shape::Heading(level) => (
            format!(
                "<div class=\"heading level-{level}{quoted}\" role=\"heading\" aria-level=\"{}\" dir=\"auto\">",
                level + 2
            ),
            "</div>",
        ),
        Shape::Item(depth) => (format!("<p class=\"item depth-{depth}{quoted}\" dir=\"auto\">"), "</p>"),
        Shape::Note => (format!("<p class=\"footnote{quoted}\" dir=\"auto\">"), "</p>"),
        Shape::Table => {
            (format!("<div class=\"table{quoted}\" role=\"table\" tabindex=\"0\" dir=\"auto\">"), "</div>")
        }
        Shape::Unread => ("<div class=\"unread\">".to_owned(), "</div>"),
    };
    page.push_str(&open);
    match part.shape {
        Shape::Table => table::rows(text, part.range.clone(), writer, page),
        Shape::Unread => writer.write(page, part.range.start..part.range.start + words.trim_end().len()),
        _ => writer.write(page, part.range.clone()),
    }
    page.push_str(close);
    if part.shape == Shape::Unread {
        writer.write(page, part.range.start + words.trim_end().len()..part.range.end);
    }
    if !findings.is_empty() {
        let cards = &draft.findings[findings.clone()];
        page.push_str(&margin::margin(&report.files, marks.draft, cards, findings.start).into_string());
    }
    page.push_str("</div>");
}
