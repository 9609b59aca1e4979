//! A stretch of a source made ready to be aligned.
//!
//! Takes a window that `search` found and hands on its words, with what only a source has: its own quotation marks, the
//! narration between them, and matter that nobody said, which a quotation may leave out unmarked.

use std::ops::Range;

use super::search::Window;
use crate::claim::citation::locator::Unit;
use crate::claim::marks::Pair;
use crate::claim::wording::{Group, Wording};
use crate::claim::{reference, speech};
use crate::corpus::{Document, DocumentId};
use crate::lexicon::{Lists, asides, has, references};

/// The words of a stretch of a source.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The document that it is of.
    pub document: DocumentId,
    /// The document's masked text.
    pub text: &'a str,
    /// Its words.
    pub wording: Wording,
    /// For each word, the pair of the source's marks that it stands in, as a number that means nothing else.
    pub quoted: Vec<Option<usize>>,
    /// Stretches of words that a quotation may leave out unmarked, by their first word.
    pub skips: Vec<Skip>,
    /// Ends of the source's quotations that narration follows, as the number of the first word behind the mark.
    pub ends: Vec<usize>,
}

/// Words that may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The words.
    pub tokens: Range<usize>,
    /// Whether they are the source's own reporting clause between two parts of what somebody said.
    pub narration: bool,
}

/// Words on either side of a window that are looked at beyond what the quotation should need.
const MARGIN: usize = 15;
/// Bytes that a word takes with its space, on the generous side.
const WORD: usize = 9;
/// A clause between two parts of a quotation is no longer than this, in words.
const CLAUSE: usize = 40;

impl<'a> Passage<'a> {
    /// The words of a window and of as much round it as the quotation may reach.
    pub fn of(document: &'a Document, window: &Window) -> Passage<'a> {
        let text = document.text();
        let back = (window.missing.0 + MARGIN) * WORD;
        let ahead = (window.missing.1 + MARGIN) * WORD;
        let start = word_start(text, window.bytes.start.saturating_sub(back));
        let end = word_end(text, (window.bytes.end + ahead).min(text.len()));
        let wording = Wording::of(text, &[start..end]);
        let mut passage = Passage {
            document: window.document,
            text,
            quoted: vec![None; wording.len()],
            wording,
            skips: Vec::new(),
            ends: Vec::new(),
        };
        passage.read_marks(document, start..end);
        passage.read_asides();
        passage.read_stumbles();
        passage.read_furniture(document, start..end);
        passage.skips.sort_by_key(|skip| (skip.tokens.start, skip.tokens.end));
        passage
    }

    /// The words that start in a range of bytes.
    fn tokens(&self, bytes: Range<usize>) -> Range<usize> {
        let tokens = &self.wording.tokens;
        let at = |byte: usize| tokens.partition_point(|token| (token.start as usize) < byte);
        at(bytes.start)..at(bytes.end).max(at(bytes.start))
    }

    fn read_marks(&mut self, document: &Document, range: Range<usize>) {
        let pairs: Vec<&Pair> = document.pairs(range).collect();
        for (number, pair) in pairs.iter().enumerate() {
            let inside = self.tokens(pair.open.end..pair.close.start);
            self.quoted[inside.clone()].fill(Some(number));
            if inside.end > inside.start && inside.end < self.wording.len() {
                let next = pairs.get(number + 1).map_or(usize::MAX, |next| self.tokens(0..next.open.end).end);
                if next > inside.end && self.narrates(pair.close.clone(), inside.end) {
                    self.ends.push(inside.end);
                }
            }
            let Some(next) = pairs.get(number + 1) else { continue };
            let between = self.tokens(pair.close.end..next.open.start);
            if (1..=CLAUSE).contains(&between.len()) && self.interrupts(document, pair, next) {
                self.skips.push(Skip { tokens: between, narration: true });
            }
        }
    }

    /// Whether the words behind a closing mark are narration: the mark follows a comma or the like, or a reporting verb
    /// follows it closely. What merely goes on behind a term in marks is the same text.
    fn narrates(&self, close: Range<usize>, first: usize) -> bool {
        let goes_on = self.text[..close.start].ends_with([',', '!', '?', '—', '-']);
        let next = self.wording.range(first..(first + 6).min(self.wording.len()));
        let end =
            self.text[next.clone()].find(['.', '!', '?', '\n']).map_or(next.end, |end| next.start + end);
        goes_on || speech::reports(self.text, next.start..end)
    }

    /// Whether what stands between two pairs of marks is the reporting clause of one speech: in one paragraph, or at the
    /// end of one and the start of the next with a reporting verb in it.
    fn interrupts(&self, document: &Document, pair: &Pair, next: &Pair) -> bool {
        let blocks = &document.blocks().blocks;
        let first = block_of(document, pair.close.start);
        let reaches =
            |index: usize| blocks.get(index).is_some_and(|block| next.open.start < block.span.end as usize);
        reaches(first) || (reaches(first + 1) && speech::reports(self.text, pair.close.end..next.open.start))
    }

    /// Brackets of the source that hold a note mark, a gloss, a citation or a stage direction.
    fn read_asides(&mut self) {
        for group in &self.wording.groups {
            let tokens = group.tokens.start as usize..group.tokens.end as usize;
            let range = self.wording.range(tokens.clone());
            let aside = || {
                is_aside(&self.text[range.clone()], group, &self.wording)
                    || group.square && is_citation(self.text, range.clone(), &self.wording, tokens.clone())
            };
            if group.whole && aside() {
                self.skips.push(Skip { tokens, narration: false });
            }
        }
    }

    /// What a transcript keeps of a speaker's stumbling: words said over again behind a dash or an ellipsis ("for – for"), and
    /// sounds ("uh,").
    fn read_stumbles(&mut self) {
        const MOST: usize = 3;
        let tokens = &self.wording.tokens;
        let between = |at: usize| &self.text[tokens[at - 1].end as usize..tokens[at].start as usize];
        let same = |a: Range<usize>, b: Range<usize>| a.zip(b).all(|(a, b)| tokens[a].hash == tokens[b].hash);
        for at in (1..tokens.len()).filter(|&at| between(at) != " ") {
            let again = |&count: &usize| same(at - count..at, at..at + count);
            let most = if breaks_off(between(at)) { MOST.min(at).min(tokens.len() - at) } else { 0 };
            if let Some(count) = (1..=most).rev().find(again) {
                self.skips.push(Skip { tokens: at - count..at, narration: false });
            }
            if !Lists::by_hash(tokens[at].hash).has(asides::FILLERS) {
                continue;
            }
            let before = between(at).contains([',', '.', '…', '?', '!', ':', '—', '–', '"', '“', '\n']);
            let after = at + 1 < tokens.len()
                && (between(at + 1).contains([',', '…']) || breaks_off(between(at + 1)));
            if before && after {
                self.skips.push(Skip { tokens: at..at + 1, narration: false });
            }
        }
    }

    /// Blocks between paragraphs that are no part of the text: "- Advertisement -".
    fn read_furniture(&mut self, document: &Document, range: Range<usize>) {
        let blocks = &document.blocks().blocks;
        let first = blocks.partition_point(|block| (block.span.end as usize) < range.start);
        for block in blocks[first..].iter().take_while(|block| (block.span.start as usize) < range.end) {
            let tokens = self.tokens(block.span.range());
            if (1..=4).contains(&tokens.len()) {
                let words: Vec<&str> = tokens.clone().map(|i| self.wording.letters(i)).collect();
                if has(asides::FURNITURE, words.join(" ").as_str()) {
                    self.skips.push(Skip { tokens, narration: false });
                }
            }
        }
    }
}

/// Whether a dash or an ellipsis stands between two words, which is more than a hyphen.
fn breaks_off(between: &str) -> bool {
    between.contains(['—', '–', '…']) || [" -", "- ", "--", "..."].iter().any(|mark| between.contains(mark))
}

fn block_of(document: &Document, byte: usize) -> usize {
    document.blocks().blocks.partition_point(|block| (block.span.end as usize) <= byte)
}

/// Whether square brackets hold a citation: of keys, `[see @ward2021, p. 4]`, or of numbers with their pages, `[1, p. 4]`.
fn is_citation(text: &str, inside: Range<usize>, wording: &Wording, mut tokens: Range<usize>) -> bool {
    let keyed = text[..inside.start].ends_with(['@', '{']) || text[inside].contains('@');
    let plain = |token: usize| {
        let word = wording.letters(token);
        word.bytes().all(|byte| byte.is_ascii_digit())
            || Unit::of(word).is_some()
            || has(references::LEADS, word)
    };
    keyed || tokens.all(plain)
}

/// What a bracket holds that no speaker said: a number, an acronym, a gloss in another script, a stage direction, a
/// place in a book or a dated reference.
fn is_aside(text: &str, group: &Group, wording: &Wording) -> bool {
    let count = group.tokens.len();
    let first = wording.letters(group.tokens.start as usize);
    let foreign = text.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_ascii());
    let acronym =
        text.len() <= 24 && text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase);
    let number = count == 1 && first.bytes().all(|byte| byte.is_ascii_digit());
    if foreign || number && group.square || acronym && !group.square || has_gloss(text) {
        return true;
    }
    if has(asides::DIRECTIONS, first) && count <= 4 {
        return true;
    }
    reference::is_reference(text)
}

/// Whether a bracket gives an acronym or a term in another script: "GSI; 全球安全倡议".
fn has_gloss(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (foreign, own): (Vec<char>, Vec<char>) = letters.partition(|c| !c.is_ascii() && c.len_utf8() > 2);
    foreign.len() > own.len()
}

fn word_start(text: &str, byte: usize) -> usize {
    let at = text.floor_char_boundary(byte);
    if at == 0 {
        return 0;
    }
    let rest = &text[at..];
    at + rest.find(char::is_whitespace).filter(|&space| space < 60).unwrap_or(0)
}

fn word_end(text: &str, byte: usize) -> usize {
    let at = text.ceil_char_boundary(byte);
    at + text[at..].find(char::is_whitespace).filter(|&space| space < 60).unwrap_or(0)
}

/// A text as a document, and the whole of a document as a passage, for the tests of what is done with passages.
#[cfg(test)]
pub mod whole {
    use std::sync::Arc;

    use super::super::search::Window;
    use super::Passage;
    use crate::corpus::{Document, DocumentId};
    use crate::file::{File, FileId, Format};

    pub fn document(text: &str) -> Document {
        let file = File::new(FileId(0), "a.txt".into(), "UTF-8", Format::Plain, text.into());
        Document::new("a".into(), Arc::new(file), None, None)
    }

    pub fn passage(document: &Document) -> Passage<'_> {
        let bytes = 0..document.file.length();
        Passage::of(document, &Window { document: DocumentId(0), bytes, missing: (0, 0), score: 0 })
    }
}
