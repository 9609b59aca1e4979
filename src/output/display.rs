//! Text made fit for a terminal: harmless, measured in columns, wrapped, coloured.
//!
//! Takes text that was borrowed from drafts and sources, which nobody vouches for, and hands on text that can neither
//! drive the terminal nor shift the marks below it. Only the display is changed: spans and JSON keep the true text.

use annotate_snippets::renderer::{AnsiColor, Effects, Style as Paint};
use unicode_width::UnicodeWidthChar;

use super::Style;
use crate::finding::Severity;

/// What stands in the place of a character that must not be shown.
const REPLACEMENT: char = '\u{fffd}';
/// How many columns a tab takes.
const TAB: usize = 4;
/// Lines of prose longer than this, in columns, are hard to read, however wide the terminal is.
const MEASURE: usize = 100;

/// Bold.
pub const BOLD: Paint = Paint::new().effects(Effects::BOLD);
/// For what was put right or found right.
pub const GOOD: Paint = AnsiColor::Green.on_default().effects(Effects::BOLD);

/// The colour of a severity, the same as `annotate-snippets` gives it.
pub fn severity(severity: Severity) -> Paint {
    match severity {
        Severity::Error => annotate_snippets::renderer::DEFAULT_ERROR_STYLE,
        Severity::Warning => annotate_snippets::renderer::DEFAULT_WARNING_STYLE,
        Severity::Note => annotate_snippets::renderer::DEFAULT_NOTE_STYLE,
    }
}

/// A text in a colour, if the style has colours.
pub fn paint(style: Style, paint: Paint, text: &str) -> String {
    if style.colour && !text.is_empty() { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
}

/// What a character is shown as, and how often; never a control character, and none whose width terminals disagree
/// on. Joiners, variation selectors and skin tones are left out, which costs an emoji its refinement but keeps the
/// marks below a line in place.
pub fn cell(c: char) -> (char, usize) {
    match c {
        '\t' => (' ', TAB),
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => (' ', 1),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' => (REPLACEMENT, 1),
        '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200d}'..='\u{200f}' => (c, 0),
        '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => (c, 0),
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' => (c, 0),
        _ if c.is_control() => (REPLACEMENT, 1),
        _ => (c, 1),
    }
}

/// The columns that a character takes, of those that [`cell`] returns.
pub fn columns(c: char) -> usize {
    c.width().unwrap_or(1)
}

/// A text on one line with every character as [`cell`] shows it.
pub fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (c, times) in text.chars().map(cell) {
        shown.extend(std::iter::repeat_n(c, times));
    }
    shown
}

/// The columns that a clean text takes, character by character, as `annotate-snippets` counts them too.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// A text cut at its end, with `…`, to at most so many columns.
pub fn shorten(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|&c| {
        used += columns(c);
        used <= most
    });
    let mut short: String = kept.collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A clean text broken into lines of at most so many columns, between words, or inside a word that is itself longer.
/// At least one line.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let most = most.clamp(1, MEASURE);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace().flat_map(pieces) {
        let (word, joined) = word;
        let gap = usize::from(used > 0 && !joined);
        let mut rest = word;
        if used > 0 && used + gap + width(rest) > most {
            lines.push(String::new());
            used = 0;
        } else if gap > 0 {
            push(&mut lines, " ");
            used += 1;
        }
        while width(rest) > most {
            let (head, tail) = split_at_column(rest, most);
            if tail.is_empty() {
                break;
            }
            push(&mut lines, head);
            lines.push(String::new());
            rest = tail;
        }
        push(&mut lines, rest);
        used += width(rest);
    }
    lines
}

/// Lines joined again, all but the first behind an indent of so many columns.
pub fn indent(lines: &[String], columns: usize) -> String {
    lines.join(&format!("\n{}", " ".repeat(columns)))
}

/// A clean text wrapped to so many columns, all lines but the first behind an indent of four, with a line end.
pub fn hang(text: &str, most: usize) -> String {
    let mut lines = wrap(text, most);
    let rest = lines.split_off(1).join(" ");
    if !rest.is_empty() {
        lines.extend(wrap(&rest, most.saturating_sub(4)));
    }
    indent(&lines, 4) + "\n"
}

/// A count with its noun, `1 draft` or `2 drafts`.
pub fn count(number: u32, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The parts of a word between which a line may break, and whether each stands close behind the one before it.
/// A script that is written without spaces, whose characters are two columns wide, breaks anywhere but before its
/// closing punctuation.
fn pieces(word: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, c) in word.char_indices().skip(1) {
        let before = word[..i].chars().next_back().unwrap_or(c);
        let wide = columns(c) == 2 || columns(before) == 2;
        if wide && columns(c) > 0 && c.is_alphanumeric() && !"（「『《“‘(".contains(before) {
            pieces.push((&word[start..i], start > 0));
            start = i;
        }
    }
    pieces.push((&word[start..], start > 0));
    pieces
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// Splits behind at most so many columns, and at least one character.
fn split_at_column(text: &str, most: usize) -> (&str, &str) {
    let mut used = 0;
    let fits = text.char_indices().find(|&(i, c)| {
        used += columns(c);
        i > 0 && used > most
    });
    text.split_at(fits.map_or(text.len(), |(i, _)| i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_passes() {
        let every = ('\0'..=char::MAX).map(String::from).collect::<String>();
        let shown = clean(&every);
        assert!(!shown.chars().any(|c| c.is_control()));
        assert!(!shown.contains(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')));
        assert_eq!(clean("a\u{1b}[31mb\tc\r\nd\u{200d}e"), "a�[31mb    c  de");
    }

    #[test]
    fn lines_break_between_words_and_keep_to_the_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("新时代的中国，国家安全", 8), ["新时代的", "中国，国", "家安全"]);
        assert_eq!(wrap("日", 1), ["日"], "a character wider than the line still stands");
    }

    #[test]
    fn a_text_is_shortened_to_its_columns() {
        assert_eq!(shorten("one two", 7), "one two");
        assert_eq!(shorten("one two three", 8), "one two…");
        assert_eq!(shorten("日本語", 5), "日本…");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!((count(1, "draft"), count(0, "draft")), ("1 draft".into(), "0 drafts".into()));
    }
}
