//! Signs and characters as TeX writes them: quotation marks, dashes, accents, what babel adds for German, and math.
//!
//! Takes the stretch at such a sign and hands on the character that it stands for. Math is no words, but for a number or a single
//! word between its signs.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Reader, Stretch, Work};
use crate::fold::raised;
use crate::lexicon::{get, latex};

/// Signs that stand for one character together; the longer ones first.
const SIGNS: &[(&str, &str)] = &[
    ("---", "—"),
    ("--", "–"),
    ("``", "“"),
    ("''", "”"),
    ("?`", "¿"),
    ("!`", "¡"),
    ("<<", "«"),
    (">>", "»"),
    (",,", "„"),
    ("`", "‘"),
];
/// What `"` does before another character, as babel has it for German.
const GERMAN: &[(&str, &str)] = &[
    ("\"`", "„"),
    ("\"'", "“"),
    ("\"<", "«"),
    ("\">", "»"),
    ("\"a", "ä"),
    ("\"o", "ö"),
    ("\"u", "ü"),
    ("\"A", "Ä"),
    ("\"O", "Ö"),
    ("\"U", "Ü"),
    ("\"s", "ß"),
    ("\"z", "ß"),
    ("\"-", ""),
    ("\"\"", ""),
    ("\"|", ""),
    ("\"~", "-"),
    ("\"=", "-"),
    ("\"/", "/"),
];

/// Math is no longer than this, in bytes, between two signs on one line.
const LONGEST: usize = 4000;

impl Reader<'_> {
    /// A sign that may stand for another one, by itself or with those behind it.
    pub(super) fn sign(&mut self, here: &mut Stretch) {
        let text = &self.source.text[here.at..here.end];
        let known = |table: &'static [(&str, &'static str)]| {
            table.iter().find(|(signs, _)| text.starts_with(signs)).copied()
        };
        let german = if self.german { known(GERMAN) } else { None };
        if let Some((signs, stands)) = german.or_else(|| known(SIGNS)) {
            if stands.is_empty() {
                here.at += signs.len();
            } else {
                self.stands_for(here, signs.len(), stands);
            }
            return;
        }
        let before = self.source.text[..here.at].chars().next_back();
        let opens = before.is_none_or(|c| c.is_whitespace() || "([{~`".contains(c));
        let inside =
            before.is_some_and(char::is_alphanumeric) && text[1..].starts_with(char::is_alphanumeric);
        // Within a word it is an apostrophe in any case, and before one whatever its writer meant.
        if text.starts_with('\'') && !opens && !inside {
            return self.stands_for(here, 1, "’");
        }
        self.say(here, here.at..here.at + 1);
        here.at += 1;
    }

    /// An accent on the letter behind it.
    pub(super) fn accent(&mut self, here: &mut Stretch, start: usize, accent: &str) {
        let at = self.source.skip_space(here.at, here.end);
        let (inside, behind) = match self.source.group(at, here.end) {
            Some((inside, behind)) => (inside, Some(behind)),
            None => (at..here.end, None),
        };
        let text = &self.source.text[inside.clone()];
        let (letter, length) = match text.strip_prefix('\\') {
            Some(_) => {
                let (name, end) = self.source.name(inside.start);
                let known = get(latex::COMMANDS, name).and_then(|known| known.strip_prefix("write "));
                let dotted = match known {
                    Some("ı") => Some("i"),
                    Some("ȷ") => Some("j"),
                    known => known,
                };
                let end = if behind.is_some() { self.source.skip_space(end, inside.end) } else { end };
                (dotted.and_then(|letter| letter.chars().next()), end - inside.start)
            }
            None => (text.chars().next(), text.chars().next().map_or(0, char::len_utf8)),
        };
        let Some(letter) = letter.filter(|letter| letter.is_alphabetic()) else { return };
        let rest = inside.start + length;
        let composed: String = std::iter::once(letter).chain(accent.chars()).nfc().collect();
        self.begin();
        self.build.put(&composed, here.from(start..rest));
        here.at = rest;
        if let Some(behind) = behind {
            here.at = behind;
            self.next.push(Work::Read(here.within(rest..inside.end)));
        }
    }

    /// What is set above the line: a number there is the mark of a note, and no part of the word before it.
    pub(super) fn raised(&mut self, here: &mut Stretch) {
        let Some((inside, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        let text = &self.source.text[inside.clone()];
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') {
            return self.next.push(Work::Read(here.within(inside)));
        }
        self.begin();
        for (at, c) in text.char_indices() {
            let from = here.from(inside.start + at..inside.start + at + 1);
            self.build.put(raised(c).unwrap_or(c).encode_utf8(&mut [0; 4]), from);
        }
    }

    /// A dollar sign: math, if there is another one in its paragraph.
    pub(super) fn dollar(&mut self, here: &mut Stretch) {
        let text = &self.source.text[here.at..here.end];
        let signs = if text.starts_with("$$") { "$$" } else { "$" };
        let inside = here.at + signs.len();
        let close = if signs == "$$" {
            self.source.find(signs, inside).filter(|&close| close + signs.len() <= here.end)
        } else {
            self.closing_dollar(inside, here.end)
        };
        match close {
            Some(close) if signs == "$$" || !is_money(&self.source.text[inside..close]) => {
                self.math(here, inside..close, signs);
            }
            _ => {
                self.say(here, here.at..here.at + 1);
                here.at += 1;
            }
        }
    }

    /// Math between the signs that are commands, `\(…\)`.
    pub(super) fn math_between(&mut self, here: &mut Stretch, start: usize, close: &str) {
        let inside = here.at;
        if let Some(end) = self.source.find(close, inside).filter(|&end| end + close.len() <= here.end) {
            here.at = start;
            self.math(here, inside..end, close);
        }
    }

    fn math(&mut self, here: &mut Stretch, inside: Range<usize>, closes: &str) {
        let text = self.source.text[inside.clone()].trim();
        let behind = inside.end + closes.len();
        let displayed = matches!(closes, "$$" | "\\]");
        let plain = |c: char| c.is_ascii_alphanumeric() || ".,:+-%".contains(c);
        let start = text.as_ptr() as usize - self.source.text.as_ptr() as usize;
        if !displayed && !text.is_empty() && text.chars().all(plain) {
            self.say(here, start..start + text.len());
        } else {
            self.build.put(" ", here.from(here.at..behind));
        }
        here.at = behind;
    }

    /// The dollar sign that ends math, in the same paragraph.
    fn closing_dollar(&self, from: usize, end: usize) -> Option<usize> {
        let bytes = self.source.text.as_bytes();
        let end = end.min(from + LONGEST);
        let mut at = from;
        while at < end {
            match bytes[at] {
                b'$' => return Some(at),
                b'\\' => at += 1,
                b'\n' => {
                    let line = self.source.line_end(at + 1).min(end);
                    if bytes[at + 1..line].trim_ascii().is_empty() {
                        return None;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        None
    }
}

/// Whether what stands between two dollar signs is a sum and running text, and no math.
fn is_money(text: &str) -> bool {
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    text.starts_with(|c: char| c.is_ascii_digit())
        && !text.contains(['\\', '^', '_', '=', '{'])
        && text.split_whitespace().filter(is_word).count() > 1
}
