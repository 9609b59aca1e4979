//! The part of a text around a span that a terminal can show, with the span's place in it.
//!
//! Takes a file and a span and hands on a `Window`: a few lines, none wider than asked, cut with `…` between words
//! where there is one near. Its cost goes by the width of the window, never by the length of the line or the span.

use std::ops::Range;

use super::display::{cell, columns};
use crate::file::{File, Span};

/// What is shown of a span.
#[derive(Debug, PartialEq, Eq)]
pub struct Window {
    /// The number of the first line.
    pub line: u32,
    /// The lines. Those in the middle of a span of many lines are empty.
    pub text: String,
    /// Where the span lies, as bytes of `text`: one range a line that shows some of it, and at least one.
    pub marks: Vec<Range<usize>>,
    /// Columns to the left of the last mark.
    pub before: usize,
    /// Columns of the last mark, at least one.
    pub marked: usize,
}

/// How many lines of a span are shown whole; of a longer one, the first and the last.
const WHOLE: u32 = 4;
/// Of a span with more lines than this only the first is shown, since every line between costs time.
const MANY: u32 = 200;
/// How many columns a cut may move to fall between words.
const SLACK: usize = 16;
/// Marks that combine with one character, at most; a further one is not shown.
const COMBINING: usize = 4;

/// The window on a span, every line at most `width` columns wide, and the last mark with at most `before(marked)`
/// columns to its left, where `marked` is its own width.
pub fn window(file: &File, span: Span, width: usize, before: impl Fn(usize) -> usize) -> Window {
    let bytes = trimmed(file, span);
    let first = file.row(bytes.start as u32);
    let mut last = file.row(bytes.end.saturating_sub(1).max(bytes.start) as u32);
    if last - first > MANY {
        last = first;
    }
    let line = file.place(bytes.start as u32).line;
    let mut window = Window { line, text: String::new(), marks: Vec::new(), before: 0, marked: 1 };
    for line in first..=last {
        if line > first {
            window.text.push('\n');
        }
        if last - first >= WHOLE && line != first && line != last {
            continue;
        }
        let body = file.line(line);
        let mut core = bytes.start.clamp(body.start, body.end)..bytes.end.clamp(body.start, body.end);
        if line > first {
            // The marker of a block quote belongs to the page and not to the words.
            core.start = core.end - file.text()[core.clone()].trim_start_matches(['>', ' ', '\t']).len();
        }
        if line < last {
            core.end = core.start + file.text()[core.clone()].trim_end().len();
        }
        if core.is_empty() && first != last {
            continue;
        }
        let most_before: &dyn Fn(usize) -> usize = if line == last { &before } else { &|_| width };
        let shown = stretch(file.text(), body, core, width, most_before);
        let offset = window.text.len();
        window.marks.push(offset + shown.mark.start..offset + shown.mark.end);
        window.text.push_str(&shown.text);
        (window.before, window.marked) = (shown.before, shown.marked);
    }
    window
}

/// The numbers of the first and the last line of a span.
pub fn lines(file: &File, span: Span) -> (u32, u32) {
    let bytes = trimmed(file, span);
    let row = |offset: usize| file.row(offset as u32);
    let first = file.place(bytes.start as u32).line;
    (first, first + row(bytes.end.saturating_sub(1).max(bytes.start)) - row(bytes.start))
}

/// The span's bytes, inside the text, without white space at its ends unless it is nothing else.
fn trimmed(file: &File, span: Span) -> Range<usize> {
    let range = file.span(span.range()).range();
    let text = &file.text()[range.clone()];
    let body = text.trim_ascii();
    if body.is_empty() {
        return range;
    }
    let start = range.start + (text.len() - text.trim_ascii_start().len());
    start..start + body.len()
}

/// One line of a window.
struct Stretch {
    text: String,
    mark: Range<usize>,
    before: usize,
    marked: usize,
}

fn stretch(
    text: &str,
    body: Range<usize>,
    core: Range<usize>,
    width: usize,
    most_before: &dyn Fn(usize) -> usize,
) -> Stretch {
    let mut shown = middle(&text[core.clone()], width - (width / 3).min(24));
    let marked = shown.columns.max(1);
    let room = width.saturating_sub(marked);
    let right = head(&text[core.end..body.end], room);
    let spare = room - right.columns.min(room);
    let left = tail(&text[body.start..core.start], spare.max(room / 2).min(most_before(marked)));
    let right = if left.columns + right.columns > room {
        head(&text[core.end..body.end], room - left.columns)
    } else {
        right
    };
    // The indent of a line says nothing here, and a wide one would make the renderer cut the line once more.
    let left = if left.cut { left.text } else { left.text.trim_start().to_owned() };
    let before = super::display::width(&left);
    let mark = left.len()..left.len() + shown.text.len();
    shown.text.insert_str(0, &left);
    shown.text.push_str(&right.text);
    Stretch { text: shown.text, mark, before, marked }
}

/// Text as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// Clean, and on one line.
    pub text: String,
    /// The columns that it takes.
    pub columns: usize,
    /// Whether some was left out, for which a `…` then stands in the text.
    pub cut: bool,
}

/// A text in at most so many columns, without its middle if it does not fit.
pub fn middle(text: &str, most: usize) -> Shown {
    let whole = head(text, most);
    if !whole.cut {
        return whole;
    }
    let mut start = head(text, most.div_ceil(2));
    let end = tail(text, most / 2);
    // Both halves bring a `…`, and one is enough.
    match end.text.strip_prefix('…') {
        Some(rest) => start.text.push_str(rest),
        None => return start,
    }
    Shown { text: start.text, columns: start.columns + end.columns - 1, cut: true }
}

/// The beginning of a text in at most so many columns.
pub fn head(text: &str, most: usize) -> Shown {
    let (cells, cut) = fit(text.chars(), most);
    let mut shown =
        Shown { text: cells.iter().collect(), columns: cells.iter().map(|&c| columns(c)).sum(), cut };
    if cut && most > 0 {
        shown.text.push('…');
        shown.columns += 1;
    }
    shown
}

/// The end of a text in at most so many columns.
pub fn tail(text: &str, most: usize) -> Shown {
    let (cells, cut) = fit(text.chars().rev(), most);
    let mut shown = Shown { text: String::new(), columns: cells.iter().map(|&c| columns(c)).sum(), cut };
    if cut && most > 0 {
        shown.text.push('…');
        shown.columns += 1;
    }
    // A mark whose letter was cut off would sit on the `…`.
    shown.text.extend(cells.iter().rev().skip_while(|&&c| cut && columns(c) == 0));
    shown
}

/// As many characters as fit into so many columns, and whether there are more; if so, one column is left for the
/// `…`, and the last character is, if one is near, a space or one of a script without spaces.
fn fit(chars: impl Iterator<Item = char>, most: usize) -> (Vec<char>, bool) {
    let mut cells = Vec::new();
    let (mut used, mut combining, mut over) = (0, 0, false);
    // Characters that are not shown cost a step all the same, so that a text of nothing else ends, too.
    for (step, (c, times)) in chars.map(cell).enumerate() {
        let wide = columns(c);
        if times > 0 {
            combining = if wide == 0 { combining + 1 } else { 0 };
        }
        if used + wide * times > most || step > most * 16 + 256 {
            over = true;
            break;
        }
        if combining <= COMBINING {
            used += wide * times;
            cells.extend(std::iter::repeat_n(c, times));
        }
    }
    if !over {
        return (cells, false);
    }
    while used + 1 > most
        && let Some(c) = cells.pop()
    {
        used -= columns(c);
    }
    let breaks = |c: &char| *c == ' ' || columns(*c) == 2;
    let near = cells.len().saturating_sub(SLACK);
    if let Some(end) = cells[near..].iter().rposition(breaks) {
        cells.truncate(near + end + 1);
    }
    (cells, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{File, FileId, Format};
    use crate::output::display::{clean, width};

    fn file(text: &str) -> File {
        File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into())
    }

    /// The window on the words between `[` and `]`, with the brackets put back around its marks.
    fn shown(marked: &str, columns: usize) -> String {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        let file = file(&marked.replace(['[', ']'], ""));
        let window = window(&file, file.span(start..end), columns, |marked| columns - marked);
        let mut text = window.text;
        for mark in window.marks.iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        text
    }

    #[test]
    fn a_line_is_cut_between_words_around_the_span() {
        let cases = [
            ("a [short] line", 40, "a [short] line"),
            ("one two three four [five] six seven eight nine", 24, "… four [five] six seven …"),
            ("[five] six seven eight nine ten eleven", 24, "[five] six seven eight …"),
            ("one two three four five six seven [eight]", 24, "… five six seven [eight]"),
            ("我们不需要[亚洲]版本的北约集团组织", 16, "…需要[亚洲]版本的…"),
            ("[one two three four five six seven eight nine]", 24, "[one … nine]"),
            ("a\tb [c\u{1b}] \u{202e}d", 40, "a    b [c\u{fffd}] \u{fffd}d"),
            ("e\u{301} [e\u{301}] 👩\u{200d}🚀", 40, "e\u{301} [e\u{301}] 👩🚀"),
        ];
        for (marked, columns, expected) in cases {
            assert_eq!(shown(marked, columns), expected);
        }
    }

    #[test]
    fn a_span_of_several_lines_is_shown_by_its_ends() {
        assert_eq!(shown("a [b\n> c\nd] e", 24), "a [b]\n> [c]\n[d] e");
        assert_eq!(shown("a [b\n\nd] e", 24), "a [b]\n\n[d] e");
        assert_eq!(shown("a [b\n2\n3\n4\nd] e", 24), "a [b]\n\n\n\n[d] e");
        let many = format!("a [b{}d] e", "\n".repeat(500));
        assert_eq!(shown(&many, 24), "a [b]");
    }

    #[test]
    fn any_place_in_a_text_has_a_window_that_fits() {
        let text = "“日本 and\tthe e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} 👩🏽\u{200d}🚀,\r\n\u{202e}rest” of it\u{7}";
        let file = file(text);
        for start in 0..=text.len() {
            for end in start..=text.len() {
                for columns in [1, 2, 5, 10, 30, 80] {
                    let window = window(&file, file.span(start..end), columns, |_| columns);
                    assert!(!window.marks.is_empty());
                    for line in window.text.lines() {
                        assert!(width(line) <= columns, "{columns}: {line}");
                    }
                    assert_eq!(clean(&window.text.replace('\n', "")), window.text.replace('\n', ""));
                }
            }
        }
    }
}
