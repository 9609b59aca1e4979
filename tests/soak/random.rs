//! Random edits by a seeded generator, so that a failure can be repeated.

#![allow(dead_code, reason = "some tests edit texts, and others bytes")]

use std::ops::Range;

/// The generator: xorshift (Marsaglia, 2003).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(0x2545_f491_4f6c_dd1d ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end.max(1) as u64) as usize
    }
}

/// Some bytes of a text, and what takes their place.
#[derive(Clone, Debug)]
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

impl Edit {
    /// Makes the edit, and hands on the one that undoes it.
    pub fn apply(&self, text: &mut String) -> Edit {
        let was = text[self.range.clone()].to_owned();
        text.replace_range(self.range.clone(), &self.text);
        Edit { range: self.range.start..self.range.start + self.text.len(), text: was }
    }

    /// The edit in a text that others have changed meanwhile.
    pub fn fitted(self, text: &str) -> Edit {
        let start = place(text, self.range.start);
        let end = place(text, self.range.end).max(start);
        Edit { range: start..end, ..self }
    }
}

/// What is typed, and what an editor puts in by itself.
pub const PIECES: &[&str] = &[
    "",
    "",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "a",
    "e",
    "é",
    "🦀",
    "日",
    "e\u{301}",
    "\u{a0}",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "``",
    "''",
    "«",
    "»",
    "[@log]",
    "[@none]",
    "[^1]",
    "[^1]: ",
    "[",
    "]",
    "(",
    ")",
    "…",
    "[…]",
    "never ",
    "not ",
    " said",
    ", Ward said, ",
    "> ",
    "- ",
    "# ",
    "*",
    "_",
    "`",
    "```\n",
    "|",
    "---\n",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<q>",
    "&ldquo;",
    "&amp;",
    "<!-- ",
    "-->",
    "<!-- ibid: allow(quote-altered) so -->",
    "% ibid: allow(quote) so\n",
    "%",
    "{",
    "}",
    "\\",
    "\\emph{",
    "\\cite{log}",
    "$",
    "\\begin{quote}",
    "\\end{quote}",
    "\\footnote{",
    "840 metres",
    "in 1921",
    "Ruth Ward",
    "=",
    "\"",
    ",",
    "@misc{x, title = {X}}\n",
];

/// One edit: a piece put in or in the place of others, a stretch taken out, or words of the source pasted, with their marks and often
/// with one that is wrong.
pub fn edit(random: &mut Random, text: &str, source: &str) -> Edit {
    let start = place(text, random.below(text.len() + 1));
    let length = [0, 0, 0, 1, 2, 8, 40][random.below(7)];
    let end = place(text, (start + length).min(text.len())).max(start);
    let new = match random.below(8) {
        0 => {
            let words: Vec<&str> = source.split_whitespace().collect();
            let from = random.below(words.len() - 6);
            let mut taken = words[from..(from + 6 + random.below(12)).min(words.len())].to_vec();
            if random.below(2) == 0 {
                let at = random.below(taken.len());
                taken[at] = ["lamp", "never", "1922", "the"][random.below(4)];
            }
            let (open, close) = [("“", "”"), ("\"", "\""), ("``", "''"), ("", "")][random.below(4)];
            format!(" Ward said {open}{}{close} ", taken.join(" "))
        }
        1 => String::new(),
        _ => PIECES[random.below(PIECES.len())].to_owned(),
    };
    Edit { range: start..end, text: new }
}

/// The nearest place before a byte that a position can name.
fn place(text: &str, byte: usize) -> usize {
    let at = text.floor_char_boundary(byte);
    match text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        true => at - 1,
        false => at,
    }
}
