//! A summary in Markdown, for a comment on a pull request or the page of a job: counts, then the findings file by file, each with
//! the draft's words beside the source's.
//!
//! Takes a `Report` and returns the text, no longer than a comment may be. Borrowed words stand in spans of code, or with every
//! character escaped that means something to Markdown, so that they are shown and do nothing: no link, no tag, no mention.

use std::collections::BTreeMap;

use super::display::{clean, untied};
use super::entry::{Entry, entries};
use super::region::{self, called};
use super::window::window;
use super::{mend, summary};
use crate::check::{Report, Summary};
use crate::file::{File, Files, Span};
use crate::finding::Finding;

/// How long the text may get, in bytes. GitHub takes comments of 65,536 characters.
const MOST: usize = 60_000;
/// How long one finding may get, in bytes.
const MOST_OF_ONE: usize = 6_000;
/// Columns of a passage.
const PASSAGE: usize = 160;
/// How many related places one finding shows.
const RELATED: usize = 8;

/// The counts, then every finding.
pub fn render(report: &Report) -> String {
    let head = head(&report.summary);
    let body = body(report, MOST - head.len().min(MOST));
    if body.is_empty() { head } else { format!("{head}\n{body}") }
}

/// Every finding, and every draft of which too little is tied to a source.
pub fn findings(report: &Report) -> String {
    body(report, MOST)
}

/// What made a run fail before it had a report, and what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let help: String = help.iter().map(|help| format!("- {}\n", prose(help))).collect();
    let between = if help.is_empty() { "" } else { "\n" };
    format!("## ibid could not run\n\n{}\n{between}{help}", prose(error))
}

fn head(totals: &Summary) -> String {
    let title = match summary::findings(totals) {
        _ if totals.failed => super::json::INVALID.to_owned(),
        Some(findings) => findings,
        None if summary::falling_short(totals).is_empty() => "nothing found".to_owned(),
        None => "too little is tied to a source".to_owned(),
    };
    let lines = [
        Some(summary::checked(totals)),
        summary::allowed(totals),
        summary::unchecked(totals).map(|unchecked| format!("not checked: {unchecked}")),
        summary::skipped(totals).map(|skipped| format!("skipped: {skipped}")),
        summary::coverage(totals),
    ];
    let lines: String =
        lines.into_iter().flatten().map(|line| format!("- {}\n", prose(&untied(&line)))).collect();
    format!("## ibid: {}\n\n{lines}", untied(&title))
}

/// The findings under the names of their files, as many as there is room for, and how many others there are.
fn body(report: &Report, room: usize) -> String {
    let entries = entries(report);
    let mut files: Vec<(String, Vec<&Entry>)> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &entries {
        let title = entry.file.map_or(entry.path.into(), |(file, _)| file.title()).into_owned();
        let number = *numbers.entry(title.clone()).or_insert(files.len());
        match files.get_mut(number) {
            Some((_, own)) => own.push(entry),
            None => files.push((title, vec![entry])),
        }
    }
    let (mut text, mut shown) = (String::new(), 0);
    // The line that says how many are left out has room, too.
    let room = room.saturating_sub(200);
    'files: for (title, own) in &files {
        let mut heading =
            format!("{}### {}\n\n", if text.is_empty() { "" } else { "\n" }, code(&clean(title)));
        for entry in own {
            let item = item(&report.files, entry);
            if text.len() + heading.len() + item.len() > room {
                break 'files;
            }
            text += &std::mem::take(&mut heading);
            text += &item;
            shown += 1;
        }
    }
    match entries.len() - shown {
        0 => text,
        left => {
            let others = if left == 1 { "1 finding is".to_owned() } else { format!("{left} findings are") };
            let between = if text.is_empty() { "" } else { "\n" };
            format!("{text}{between}{others} left out here; `ibid check` shows all.\n")
        }
    }
}

/// A finding as an item of a list, and below it the places, the notes and what to do.
fn item(files: &Files, entry: &Entry) -> String {
    let spot = |(file, span): (&File, Option<Span>)| region::spot(file, span?);
    let place = match (entry.region(), entry.file.and_then(spot)) {
        (Some(region), _) => format!(" {}:{}", region.start.line, region.start.column),
        (None, Some(spot)) => format!(" {spot}"),
        (None, None) => String::new(),
    };
    let (severity, rule) = (entry.severity.name(), entry.rule);
    let mut text = format!("- **{severity}** `{rule}`{place}: {}\n", prose(&entry.message));
    let (Some((file, Some(span))), Some(finding)) = (entry.file, entry.finding) else { return text };
    for line in below(files, file, span, finding) {
        // A passage is cut to its width, but a message may be of any length.
        if text.len() + line.len() < MOST_OF_ONE {
            text += &format!("  - {line}\n");
        }
    }
    text
}

fn below(files: &Files, file: &File, span: Span, finding: &Finding) -> Vec<String> {
    let own = (!file.text().is_empty()).then(|| format!("the draft: {}", passage(file, span)));
    let related = finding.related.iter().take(RELATED).map(|label| {
        let file = files.get(label.span.file);
        let message = if label.message.is_empty() { "also".to_owned() } else { prose(&label.message) };
        let key = label.source.as_ref().map(|key| format!(", {}", prose(key))).unwrap_or_default();
        format!("{message}: {} ({}{key})", passage(file, label.span), code(&called(file, label.span)))
    });
    let notes = finding.notes.iter().map(|note| format!("note: {}", prose(note)));
    let help = finding.help.iter().map(|help| format!("help: {}", prose(help)));
    let fixes = finding.fixes.iter().map(|fix| format!("help: {}", prose(&mend::told(fix))));
    own.into_iter().chain(related).chain(notes).chain(help).chain(fixes).collect()
}

/// The words of a span in bold with those round them, all as code.
fn passage(file: &File, span: Span) -> String {
    let shown = window(file, span, PASSAGE, |marked| PASSAGE.saturating_sub(marked) / 2);
    let text = shown.text.replace('\n', " ");
    let mut passage = String::new();
    let mut at = 0;
    for mark in &shown.marks {
        passage += &code(&text[at..mark.start]);
        let marked = code(&text[mark.clone()]);
        let (blank, words) = (marked.starts_with(' '), marked.trim());
        passage += if blank { " " } else { "" };
        // A place between words has no words of its own.
        passage += &if words.is_empty() { "**‸**".to_owned() } else { format!("**{words}**") };
        passage += if marked.ends_with(' ') && !words.is_empty() { " " } else { "" };
        at = mark.end;
    }
    passage + &code(&text[at..])
}

/// A text as a span of code, with the white space at its ends outside it.
fn code(text: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return if text.is_empty() { String::new() } else { " ".to_owned() };
    }
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    let before = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let after = if text.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{before}{fence}{pad}{words}{pad}{fence}{after}")
}

/// A text in which nothing means anything to Markdown, but what stands between backticks is code.
fn prose(text: &str) -> String {
    let text = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return inert(&text);
    }
    let parts = parts.iter().enumerate();
    parts.map(|(number, part)| if number % 2 == 0 { inert(part) } else { code(part) }).collect()
}

/// A text in which no character means anything to Markdown. A mark that takes no room parts a mention and the number of an issue,
/// which are looked for in what is shown.
fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, after) = (text[..at].chars().next_back(), &text[at + c.len_utf8()..]);
        let within = before.is_some_and(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        let active = match c {
            '\\' | '*' | '`' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '@' | '#' => true,
            '_' => !within,
            // At the beginning of a line any may open a list, a rule or the like.
            _ if at == 0 && c.is_ascii_punctuation() => true,
            // Addresses are links even without brackets.
            ':' => after.starts_with("//"),
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        inert.extend(active.then_some('\\'));
        inert.push(c);
        inert.extend(matches!(c, '@' | '#').then_some('\u{2060}'));
    }
    inert
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_borrowed_is_shown_and_does_nothing() {
        assert_eq!(prose("<b>[a](http://x.y) *c* d_e _f_"), r"\<b\>\[a\](http\://x.y) \*c\* d_e \_f\_");
        assert_eq!(
            prose("@ward #12 a|b\n# www.x: c."),
            "\\@\u{2060}ward \\#\u{2060}12 a\\|b \\#\u{2060} www\\.x: c."
        );
        assert_eq!(
            prose("see `ibid <x>` and `a` but ` alone"),
            "see \\`ibid \\<x\\>\\` and \\`a\\` but \\` alone"
        );
        assert_eq!(prose("see `ibid <x>` and `a`"), "see `ibid <x>` and `a`");
        assert_eq!(code("a `b` ``c`` d"), "```a `b` ``c`` d```");
        assert_eq!(code(" `a"), " `` `a ``");
        assert_eq!((code(""), code("  ")), (String::new(), " ".to_owned()));
    }
}
