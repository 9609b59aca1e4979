//! The text form, which is rustc's: message, the draft's words, the source's words, notes and help, a closing summary.
//!
//! Takes a `Report` and a `Style` and returns the whole text. `annotate-snippets` draws it; what it is passed is a
//! window of each text and lines already wrapped, since it trims and wraps nothing.

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Padding, Snippet};

use super::display::{self, clean, indent, paint, wrap};
use super::link::link;
use super::window::{self, Window, window};
use super::{Style, summary};
use crate::check::Report;
use crate::file::Files;
use crate::finding::{Finding, Fix, Label, Severity};

/// Every finding, then what was checked and what was not.
pub fn render(report: &Report, style: Style) -> String {
    let findings = findings(report, style);
    let between = if findings.is_empty() { "" } else { "\n" };
    findings + between + &summary::closing(&report.summary, style)
}

/// Every finding, an empty line between two of them.
pub fn findings(report: &Report, style: Style) -> String {
    let findings = report.findings().map(|found| finding(&report.files, found, style) + "\n");
    findings.collect::<Vec<_>>().join("\n")
}

/// Parts an origin: the number of its label, its place, what follows that, and what the renderer goes on to write, which
/// is a position of its own. No text that is shown can hold it.
const STOP: char = '\u{1}';
/// How many related places one finding shows.
const RELATED: usize = 8;
/// The least width in columns that a message is wrapped to and a window is made for, however narrow the terminal.
const NARROW: usize = 24;

/// One finding, without a line end.
pub fn finding(files: &Files, finding: &Finding, style: Style) -> String {
    let shown: Vec<_> =
        std::iter::once(&finding.primary).chain(finding.related.iter().take(RELATED)).collect();
    let last_line = shown.iter().map(|label| window::lines(files.get(label.span.file), label.span).1).max();
    let gutter = last_line.unwrap_or(1).to_string().len() + 3;
    let room = style.width.saturating_sub(gutter).max(NARROW);

    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let used = finding.severity.name().len() + finding.rule.len() + "[]: ".len();
    let message = lines(&clean(&finding.message), style.width.saturating_sub(used));
    let mut group = Group::with_title(level.primary_title(message).id(finding.rule));
    for (i, label) in shown.iter().enumerate() {
        group = place(group, files, label, i, room, style);
    }

    let hidden = finding.related.len().saturating_sub(RELATED) as u32;
    let hidden = (hidden > 0).then(|| match hidden {
        1 => "1 further place is not shown".to_owned(),
        _ => format!("{hidden} further places are not shown"),
    });
    let notes = finding.notes.iter().map(|note| clean(note)).chain(hidden);
    for note in notes {
        group = group.element(Level::NOTE.message(lines(&note, room.saturating_sub("note: ".len()))));
    }
    let help = finding.help.iter().map(|help| lines(&clean(help), room.saturating_sub("help: ".len())));
    for help in help.chain(finding.fixes.first().and_then(|fix| mend(files, fix, room, style))) {
        group = group.element(Level::HELP.message(help));
    }

    // Windows are no wider than the terminal, so the renderer's own trimming, which knows no words, is out of reach.
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() }.term_width(100_000);
    let place = |number: usize, place: &str| match shown.get(number) {
        Some(label) => link(style, &files.get(label.span.file).path, place),
        None => place.to_owned(),
    };
    let text = tidy(&renderer.render(&[group]), place);
    // Without a line number the gutter would be a column narrower than anywhere else.
    let numbered = shown.iter().any(|label| !files.get(label.span.file).text().is_empty());
    if numbered { text } else { text.replace('\n', "\n ") }
}

/// A place in a file with the words there: its origin, its window and its label.
fn place<'a>(
    group: Group<'a>,
    files: &Files,
    label: &Label,
    number: usize,
    room: usize,
    style: Style,
) -> Group<'a> {
    let file = files.get(label.span.file);
    let start = file.place(label.span.start);
    let message = clean(&label.message);
    if file.text().is_empty() {
        let origin = origin(number, &clean(&file.path), "");
        let group = group.element(Origin::path(origin)).element(Padding);
        let note = lines(&message, room.saturating_sub("note: ".len()));
        return if message.is_empty() { group } else { group.element(Level::NOTE.message(note)) };
    }
    let beside = label.source.as_ref().or(file.row.as_ref());
    let key = beside.map(|key| format!(" ({})", clean(key))).unwrap_or_default();
    let origin = origin(number, &format!("{}:{}:{}", clean(&file.path), start.line, start.column), &key);

    let wide = display::width(&message);
    // A label that does not fit behind its mark hangs below its first character.
    let inline = |marked: usize| marked + 1 + wide <= room;
    let hung = wide.min(room * 2 / 3);
    let shown = window(file, label.span, room, |marked| {
        room - if inline(marked) { marked + 1 + wide } else { hung.min(room) }
    });
    let kind = if number == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
    let snippet = Snippet::source(shown.text.clone()).path(origin).line_start(shown.line as usize);
    let inline = shown.before + shown.marked + 1 + wide <= room;
    group.element(mark(snippet, &shown, kind, &message, inline, room, style))
}

type Marked<'a> = Snippet<'a, annotate_snippets::Annotation<'a>>;

fn mark<'a>(
    mut snippet: Marked<'a>,
    shown: &Window,
    kind: AnnotationKind,
    message: &str,
    inline: bool,
    room: usize,
    style: Style,
) -> Marked<'a> {
    let Some((last, earlier)) = shown.marks.split_last() else { return snippet };
    let annotation = |range: &std::ops::Range<usize>| kind.span(range.clone()).highlight_source(style.colour);
    if !message.is_empty() && !inline {
        // Labels at one place stand below each other in the order in which they are given, so that a label of many
        // lines is as many labels; the marks themselves come last and have none.
        let first = shown.text[last.clone()].chars().next().map_or(0, char::len_utf8);
        for line in wrap(message, room - shown.before.min(room - 1)) {
            snippet = snippet.annotation(kind.span(last.start..last.start + first).label(line));
        }
    }
    let label = (inline && !message.is_empty()).then(|| message.to_owned());
    snippet = snippet.annotation(annotation(last).label(label));
    snippet.annotations(earlier.iter().map(annotation))
}

/// What a fix makes of the draft, behind its title: the new words with their neighbours. None where the edits are
/// out of order.
fn mend(files: &Files, fix: &Fix, room: usize, style: Style) -> Option<String> {
    let (first, last) = (fix.edits.first()?, fix.edits.last()?);
    let file = files.get(first.span.file);
    let body = file.line(file.row(first.span.start));
    let end = file.line(file.row(last.span.end)).end;
    let (from, to) = (first.span.start as usize, last.span.end as usize);
    let mut parts = vec![(window::tail(&file.text()[body.start.min(from)..from], NEAR).text, false)];
    let mut at = from;
    for edit in &fix.edits {
        let kept = file.text().get(at..edit.span.start as usize)?;
        parts.push((window::middle(kept, room).text, false));
        // Words are shown as they would be written into the file.
        let written = file.edit(edit.span, &edit.replacement).map(|(_, written)| written);
        parts.push((window::middle(written.as_ref().unwrap_or(&edit.replacement), room).text, true));
        at = edit.span.end as usize;
    }
    parts.push((window::head(&file.text()[to..end.max(to)], NEAR).text, false));

    let title = clean(&fix.title);
    let plain: String = parts.iter().map(|(part, _)| part.as_str()).collect();
    let lines_go = from == body.start
        && file.text()[..to].ends_with('\n')
        && plain.len() == parts[parts.len() - 1].0.len();
    if lines_go || plain.trim().is_empty() {
        // There is nothing to show of lines that go.
        return Some(indent(&wrap(&title, room.saturating_sub("help: ".len())), 0));
    }
    let text = format!("{title}: `{}`", plain.trim());
    let wrapped = wrap(&text, room.saturating_sub("help: ".len()));
    Some(indent(&painted(wrapped, &title, &parts, style), 0))
}

/// Columns of the draft that are shown on either side of a fix.
const NEAR: usize = 18;

/// The wrapped lines of a fix with its new words in green. Wrapping drops and adds nothing but white space, so the
/// characters between are counted off against the parts.
fn painted(wrapped: Vec<String>, title: &str, parts: &[(String, bool)], style: Style) -> Vec<String> {
    if !style.colour {
        return wrapped;
    }
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let mut new = vec![false; dense(title) + ":`".len()];
    for (part, is_new) in parts {
        new.resize(new.len() + dense(part), *is_new);
    }
    let mut seen = 0;
    let lines = wrapped.iter().map(|line| {
        let (mut painted, mut run, mut run_is_new) = (String::new(), String::new(), false);
        for c in line.chars() {
            let is_new = if c.is_whitespace() { run_is_new } else { new.get(seen).copied().unwrap_or(false) };
            seen += usize::from(!c.is_whitespace());
            if is_new != run_is_new {
                painted.push_str(&if run_is_new { paint(style, display::GOOD, &run) } else { run.clone() });
                run.clear();
                run_is_new = is_new;
            }
            run.push(c);
        }
        painted.push_str(&if run_is_new { paint(style, display::GOOD, &run) } else { run });
        painted
    });
    lines.collect()
}

fn lines(text: &str, width: usize) -> String {
    indent(&wrap(text, width.max(NARROW)), 0)
}

fn origin(number: usize, place: &str, key: &str) -> String {
    format!("{STOP}{number}{STOP}{place}{STOP}{key}{STOP}")
}

/// The renderer's text with each place as `linked` makes it from its label's number, without the positions that the
/// renderer made from windows, and without white space at line ends.
fn tidy(rendered: &str, linked: impl Fn(usize, &str) -> String) -> String {
    let mut text = String::with_capacity(rendered.len());
    for line in rendered.lines() {
        if !text.is_empty() {
            text.push('\n');
        }
        let mut parts = line.splitn(5, STOP);
        match [(); 5].map(|()| parts.next()) {
            [Some(before), Some(number), Some(place), Some(key), Some(rest)] => {
                text.push_str(before);
                text.push_str(&number.parse().map_or(place.to_owned(), |number| linked(number, place)));
                text.push_str(key);
                text.push_str(rest.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
            }
            _ => text.push_str(line.trim_end()),
        }
    }
    text
}
