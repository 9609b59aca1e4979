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

/// A space at which no line breaks.
pub const TIE: char = '\u{a0}';

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
        // Most there is.
        ' '..='~' => (c, 1),
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
    if c.is_ascii_graphic() { 1 } else { c.width().unwrap_or(1) }
}

/// A text on one line with every character as [`cell`] shows it.
pub fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (c, times) in text.chars().map(cell) {
        shown.extend(std::iter::repeat_n(c, times));
    }
    shown
}

/// A text with every character that drives a terminal or turns its direction replaced, and all others as they are: what names a
/// file goes on naming it.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if cell(c).0 == REPLACEMENT { REPLACEMENT } else { c }).collect()
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
/// At least one line. A [`TIE`] becomes a space.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    broken(text, most, most)
}

/// A clean text wrapped to so many columns, all lines but the first behind an indent.
pub fn hung(text: &str, most: usize, by: usize) -> Vec<String> {
    let mut lines = broken(text, most, most.saturating_sub(by));
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, &" ".repeat(by));
    }
    lines
}

/// A text in lines of which the first and the rest may have so many columns.
fn broken(text: &str, first: usize, rest: usize) -> Vec<String> {
    let (first, rest) = (first.clamp(1, MEASURE), rest.clamp(1, MEASURE));
    let mut lines = vec![String::new()];
    let mut used = 0;
    let words = text.split(|c: char| c.is_whitespace() && c != TIE).flat_map(|tied| {
        // What is tied and fits on no line has to break all the same.
        let fits = width(tied) <= first.min(rest);
        tied.split(move |c| c == TIE && !fits)
    });
    for (word, joined) in words.filter(|word| !word.is_empty()).flat_map(pieces) {
        let most = |lines: &[String]| if lines.len() == 1 { first } else { rest };
        let gap = usize::from(used > 0 && !joined);
        let mut word = word;
        if used > 0 && used + gap + width(word) > most(&lines) {
            lines.push(String::new());
            used = 0;
        } else if gap > 0 {
            push(&mut lines, " ");
            used += 1;
        }
        while width(word) > most(&lines) {
            let (head, tail) = split_at_column(word, most(&lines));
            if tail.is_empty() {
                break;
            }
            push(&mut lines, head);
            lines.push(String::new());
            word = tail;
        }
        push(&mut lines, &untied(word));
        used += width(word);
    }
    lines
}

/// A text, or one of its parts, with nothing in it tied any more.
pub fn untied(text: &str) -> String {
    text.replace(TIE, " ")
}

/// A text in which no line breaks between words.
pub fn tied(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Lines joined again, all but the first behind an indent of so many columns.
pub fn indent(lines: &[String], columns: usize) -> String {
    lines.join(&format!("\n{}", " ".repeat(columns)))
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
        assert!(!harmless(&every).chars().any(|c| c.is_control() && !c.is_whitespace()));
        assert_eq!(harmless("a\u{1b}[31mb\tc\r\nd\u{200d}e\u{202e}"), "a�[31mb\tc\r\nd\u{200d}e�");
    }

    #[test]
    fn lines_break_between_words_and_keep_to_the_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("新时代的中国，国家安全", 8), ["新时代的", "中国，国", "家安全"]);
        assert_eq!(wrap("日", 1), ["日"], "a character wider than the line still stands");
        assert_eq!(hung("one two three four", 9, 2), ["one two", "  three", "  four"]);
    }

    #[test]
    fn tied_words_stay_together_where_they_fit() {
        assert_eq!(wrap(&format!("one {}, three", tied("1 two")), 8), ["one", "1 two,", "three"]);
        assert_eq!(hung(&format!("one {}", tied("2 threes")), 8, 2), ["one 2", "  threes"]);
        assert_eq!(wrap("« a\u{a0}»", 12), ["« a »"]);
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
