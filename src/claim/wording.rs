//! The words of a quotation, or of a passage, with what an editor or an author set between them.
//!
//! Takes ranges of masked text and hands on a `Wording`: one token a word, brackets as groups, ellipses and
//! interruptions as gaps. `matching` aligns the wording of a quotation with that of a passage.

use std::ops::Range;
use std::sync::OnceLock;

use super::form::{Forms, forms};
use crate::block::MASK;
use crate::fold::{Word, hash_of, push_folded, words_in};

/// Words ready to be compared.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// The words, in order.
    pub tokens: Vec<Token>,
    /// Brackets, square and round, that hold whole words.
    pub groups: Vec<Group>,
    letters: String,
    /// Made when the words are first held against others that are not the same.
    forms: OnceLock<Vec<Forms>>,
}

/// One word, or one word with a bracket inside it (`[t]he`).
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The hash of its folded letters.
    pub hash: u64,
    /// Its first byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What lies between it and the word before.
    pub gap: Gap,
    /// The bracket that it stands in, as an index into [`Wording::groups`].
    pub group: Option<u32>,
    /// For a word with a bracket inside: how many bytes of its folded letters stand before the bracket and after it.
    pub fixed: Option<(u32, u32)>,
    /// Whether a question or an exclamation mark follows it.
    pub asks: bool,
    /// Whether it has an apostrophe inside.
    pub apostrophe: bool,
    /// Whether a quotation mark stands between it and the word before.
    pub mark_before: bool,
    /// Whether it is written in capitals: two or more letters, none of them small.
    pub capitals: bool,
    /// Whether it begins with a capital where no sentence begins: a name, as far as that tells.
    pub named: bool,
    letters: (u32, u32),
}

impl Token {
    /// Its bytes in the text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What lies between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Spaces and punctuation.
    Plain,
    /// An ellipsis in any usual form.
    Ellipsis,
    /// The quotation is interrupted by its reporting clause here, or goes on in the next paragraph.
    Seam,
}

/// A bracket and the words in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Whether it is square.
    pub square: bool,
    /// Whether both ends lie within the wording.
    pub whole: bool,
    /// The words in it.
    pub tokens: Range<u32>,
}

/// How many words of a source may stand where a quotation is interrupted.
const SEAM: usize = 60;

impl Gap {
    /// How many words of a source it may stand for, where an ellipsis may stand for so many.
    pub fn reach(self, ellipsis: usize) -> usize {
        match self {
            Gap::Plain => 0,
            Gap::Ellipsis => ellipsis,
            Gap::Seam => SEAM,
        }
    }
}

impl Wording {
    /// The wording of ranges of a text, which are in order; between two of them lies a [`Gap::Seam`].
    pub fn of(text: &str, parts: &[Range<usize>]) -> Wording {
        /// A word takes so many bytes with the space behind it, or somewhat more.
        const WORD: usize = 5;
        let bytes: usize = parts.iter().map(ExactSizeIterator::len).sum();
        let mut wording = Wording {
            tokens: Vec::with_capacity(bytes / WORD),
            groups: Vec::new(),
            letters: String::with_capacity(bytes),
            forms: OnceLock::new(),
        };
        let mut brackets = Brackets::default();
        let mut letters = String::new();
        for (i, part) in parts.iter().enumerate() {
            let mut at = part.start;
            for (k, word) in words_in(text, part.clone()).enumerate() {
                letters.clear();
                push_folded(&text[word.range()], &mut letters);
                let between = &text[at..word.start as usize];
                at = word.end as usize;
                // Between most words there is a space and nothing else.
                let bare = between == " ";
                let joins = k > 0 && !bare && (brackets.inside_word(between) || masks_letters(between));
                if joins && wording.merge(&letters, word, between) {
                    continue;
                }
                if !bare {
                    brackets.cross(between, &mut wording);
                }
                let before = if k > 0 {
                    Before::Text(between)
                } else if i > 0 {
                    Before::Part
                } else {
                    Before::Start(between)
                };
                wording.push(&letters, word, &text[word.range()], before);
            }
            brackets.cross(&text[at..part.end], &mut wording);
            wording.punctuate(&text[at..part.end]);
        }
        brackets.finish(&mut wording);
        wording
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The folded letters of a token.
    pub fn letters(&self, i: usize) -> &str {
        let (start, end) = self.tokens[i].letters;
        &self.letters[start as usize..end as usize]
    }

    /// What each token has in common with its other spellings.
    pub fn forms(&self) -> &[Forms] {
        let forms = |i: usize| forms(self.tokens[i].hash, self.letters(i));
        self.forms.get_or_init(|| (0..self.len()).map(forms).collect())
    }

    /// The bytes from the start of one token to the end of another.
    pub fn range(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start).map_or_else(
                || self.tokens.last().map_or(0, |token| token.end as usize),
                |token| token.start as usize,
            );
            return at..at;
        }
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    /// Whether a token stands in square brackets.
    pub fn is_bracketed(&self, i: usize) -> bool {
        self.tokens[i].group.is_some_and(|group| self.groups[group as usize].square)
    }

    fn push(&mut self, letters: &str, word: Word, written: &str, before: Before) {
        let (gap, between) = match before {
            Before::Start(between) => (gap(between), ""),
            Before::Part => (Gap::Seam, ""),
            Before::Text(between) => (gap(between), between),
        };
        self.punctuate(between);
        let bare = between == " ";
        let goes_on = matches!(before, Before::Text(_)) && (bare || !between.contains(SENTENCE_STARTS));
        let start = self.letters.len() as u32;
        self.letters.push_str(letters);
        self.tokens.push(Token {
            hash: word.hash,
            start: word.start,
            end: word.end,
            gap,
            group: None,
            fixed: None,
            asks: false,
            apostrophe: letters.contains('\''),
            mark_before: !bare && between.contains(MARKS),
            capitals: written.len() > 1 && !written.contains(char::is_lowercase),
            named: goes_on && written.starts_with(char::is_uppercase) && written != "I",
            letters: (start, self.letters.len() as u32),
        });
    }

    /// Notes what follows the last word.
    fn punctuate(&mut self, after: &str) {
        if let Some(last) = self.tokens.last_mut() {
            last.asks |= after.contains(['?', '!', '？', '！']);
        }
    }

    /// Makes one word of two between which a bracket opens (`work[ed]`) or closes (`[t]he`), or asterisks stand for letters.
    fn merge(&mut self, letters: &str, word: Word, between: &str) -> bool {
        let Some(last) = self.tokens.last_mut() else { return false };
        let opens = between.contains('[');
        let old = last.letters.1 - last.letters.0;
        let starred = between.contains('*');
        let (before, _) = last.fixed.unwrap_or(if opens || starred { (old, 0) } else { (0, 0) });
        let after = if opens { 0 } else { letters.len() as u32 };
        self.letters.push_str(letters);
        last.letters.1 = self.letters.len() as u32;
        last.end = word.end;
        last.fixed = Some((before, after));
        let letters = &self.letters[last.letters.0 as usize..];
        last.hash = hash_of(letters);
        true
    }
}

/// What stands before a word.
enum Before<'a> {
    /// The start of the first part and what is written there.
    Start(&'a str),
    /// The start of a further part.
    Part,
    /// Another word of the same part, with this between.
    Text(&'a str),
}

/// What a sentence may begin behind.
const SENTENCE_STARTS: [char; 9] = ['.', '!', '?', ':', '\n', '"', '“', '‘', '«'];
/// Quotation marks of every kind.
const MARKS: [char; 13] = ['"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '‘', '’', '\''];

/// Follows brackets while a wording is built. Only the outermost of either shape counts.
#[derive(Default)]
struct Brackets {
    square: Option<usize>,
    round: Option<usize>,
    /// How many brackets of either shape are open inside the outermost one.
    depth: (u32, u32),
    /// Whether a bracket has opened inside a word.
    inner: bool,
}

impl Brackets {
    /// Whether a bracket stands between two letters, as in `[t]he` and `work[ed]`: then it makes no group.
    fn inside_word(&mut self, between: &str) -> bool {
        let mut marks = between.chars().filter(|&c| c != MASK);
        match (marks.next(), marks.next()) {
            (Some('['), None) => self.inner = true,
            (Some(']'), None) if self.inner => self.inner = false,
            (Some(']'), None) if self.square.is_some() => self.square = None,
            _ => return false,
        }
        true
    }

    fn cross(&mut self, between: &str, wording: &mut Wording) {
        for char in between.chars() {
            let at = wording.tokens.len();
            match char {
                '[' if self.square.is_some() => self.depth.0 += 1,
                '[' => self.square = Some(at),
                '(' | '（' if self.round.is_some() => self.depth.1 += 1,
                '(' | '（' => self.round = Some(at),
                ']' if self.inner => self.inner = false,
                ']' if self.depth.0 > 0 => self.depth.0 -= 1,
                ']' => close(self.square.take(), at, true, wording),
                ')' | '）' if self.depth.1 > 0 => self.depth.1 -= 1,
                ')' | '）' => close(self.round.take(), at, false, wording),
                _ => {}
            }
        }
    }

    fn finish(self, wording: &mut Wording) {
        let end = wording.tokens.len();
        for (open, square) in [(self.square, true), (self.round, false)] {
            if let Some(open) = open.filter(|&open| open < end) {
                add(open..end, square, false, wording);
            }
        }
    }
}

/// Ends a bracket. One that was never opened began before the wording.
fn close(open: Option<usize>, at: usize, square: bool, wording: &mut Wording) {
    match open {
        Some(open) if open < at => add(open..at, square, true, wording),
        None if at > 0 && wording.groups.is_empty() => add(0..at, square, false, wording),
        _ => {}
    }
}

fn add(tokens: Range<usize>, square: bool, whole: bool, wording: &mut Wording) {
    let index = wording.groups.len() as u32;
    for token in &mut wording.tokens[tokens.clone()] {
        token.group = Some(token.group.unwrap_or(index));
    }
    wording.groups.push(Group { square, whole, tokens: tokens.start as u32..tokens.end as u32 });
}

/// Whether asterisks alone stand between two letters: d**n.
fn masks_letters(between: &str) -> bool {
    let mut marks = between.chars().filter(|&c| c != MASK).peekable();
    marks.peek().is_some() && marks.all(|c| c == '*')
}

/// Whether a stretch of text holds an ellipsis in any usual form.
pub fn is_ellipsis(text: &str) -> bool {
    gap(text) == Gap::Ellipsis
}

/// What lies between two words, by what is written there.
fn gap(between: &str) -> Gap {
    if between.len() < 3 || !between.contains(['.', '…', '*', '⋯']) {
        return Gap::Plain;
    }
    let mut dots = 0;
    let mut stars = 0;
    for char in between.chars() {
        match char {
            '…' | '⋯' => return Gap::Ellipsis,
            '.' => dots += 1,
            '*' => stars += 1,
            c if c.is_whitespace() || c == MASK => {}
            _ => (dots, stars) = (0, 0),
        }
        if dots == 3 || stars == 3 {
            return Gap::Ellipsis;
        }
    }
    Gap::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(text: &str) -> Wording {
        Wording::of(text, &[0..text.len()])
    }

    fn words(wording: &Wording) -> Vec<&str> {
        (0..wording.len()).map(|i| wording.letters(i)).collect()
    }

    #[test]
    fn a_bracket_inside_a_word_makes_one_word() {
        let found = wording("[T]he man work[ed] here");
        assert_eq!(words(&found), ["the", "man", "worked", "here"]);
        assert_eq!(found.tokens[0].fixed, Some((0, 2)));
        assert_eq!(found.tokens[2].fixed, Some((4, 0)));
        assert!(found.groups.is_empty());
    }

    #[test]
    fn a_bracket_round_words_is_a_group() {
        let found = wording("We [do not] need (any) of [sic] it");
        let groups: Vec<_> = found.groups.iter().map(|group| (group.square, group.tokens.clone())).collect();
        assert_eq!(groups, [(true, 1..3), (false, 4..5), (true, 6..7)]);
    }

    #[test]
    fn a_bracket_cut_off_by_the_quotation_is_not_whole() {
        let found = wording("creation] of [the");
        let groups: Vec<_> = found.groups.iter().map(|group| (group.whole, group.tokens.clone())).collect();
        assert_eq!(groups, [(false, 0..1), (false, 2..3)]);
    }

    #[test]
    fn an_ellipsis_is_known_in_every_usual_form() {
        for form in ["…", "...", ". . .", ". . . .", "[…]", "(...)", "……", "* * *", ". …", "[. . .]"]
        {
            let found = wording(&format!("one {form} two"));
            assert_eq!(found.tokens[1].gap, Gap::Ellipsis, "{form}");
        }
        for form in [".", "..", "—", ". “", "*"] {
            assert_eq!(wording(&format!("one {form} two")).tokens[1].gap, Gap::Plain, "{form}");
        }
    }
}
