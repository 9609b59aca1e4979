//! Puts the blocks of a PDF into an extract: line after line, with the pages where they begin.
//!
//! A word that a line's end parts is put together. Its hyphen stays where the document writes the word with it elsewhere, or
//! where what follows begins with a capital or a digit.

use rustc_hash::FxHashSet;

use super::column::is_han;
use super::paragraph::{Block, is_bullet};
use crate::file::extract::{Kind, Mark};
use crate::fold::lowered;
use crate::load::build::Build;

/// The words that a document has within its lines, in small letters.
pub struct Vocabulary(FxHashSet<String>);

impl Vocabulary {
    pub fn of(blocks: &[Block]) -> Vocabulary {
        let mut words = FxHashSet::default();
        for line in blocks.iter().flat_map(|block| &block.lines) {
            let inner = line.text.split_whitespace().rev().skip(usize::from(line.text.ends_with('-')));
            for word in inner {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if word.len() > 3 && word.len() < 40 {
                    words.insert(word.to_lowercase());
                }
            }
        }
        Vocabulary(words)
    }

    /// Whether the hyphen between the halves of a word is the word's own.
    fn keeps(&self, before: &str, behind: &str) -> bool {
        if !behind.starts_with(char::is_lowercase) {
            return true;
        }
        let half = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let (before, behind) = (half(before), half(behind));
        !self.0.contains(&(before.clone() + &behind)) && self.0.contains(&(before + "-" + &behind))
    }
}

/// Writes the blocks; `printed` has the number of each page.
pub fn write(build: &mut Build, blocks: &[Block], pages: usize, printed: &[Option<u32>]) {
    let vocabulary = Vocabulary::of(blocks);
    let mut writer = Writer { build, printed, page: None, vocabulary };
    for block in blocks {
        writer.block(block);
    }
    writer.turn_to(pages.saturating_sub(1) as u32);
}

struct Writer<'a> {
    build: &'a mut Build,
    printed: &'a [Option<u32>],
    /// The page that was begun last.
    page: Option<u32>,
    vocabulary: Vocabulary,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) {
        let Some(first) = block.lines.first() else { return };
        self.build.close();
        self.turn_to(first.page);
        let mut skipped = 0;
        match &block.note {
            Some(label) => {
                skipped = label.len();
                self.build.open_note(&plain(label), 0..0);
                self.build.open(Kind::Note, 0);
            }
            None if block.level > 0 => self.build.open(Kind::Heading, block.level),
            None if is_bullet(&first.text) => self.build.open(Kind::Item, 0),
            None => self.build.open(Kind::Paragraph, 0),
        }
        let mut before = String::new();
        for line in &block.lines {
            let text = line.text.get(std::mem::take(&mut skipped)..).unwrap_or_default().trim();
            self.turn_to(line.page);
            self.line(&before, text);
            text.clone_into(&mut before);
        }
        // The last hyphen was held back for what follows it.
        if before.ends_with(is_hyphen) && !before.ends_with('\u{ad}') {
            self.build.put("-", 0..0);
        }
        self.build.close();
        if block.note.is_some() {
            self.build.close_note();
        }
    }

    /// A line behind another one of its block, whose hyphen is not yet written.
    fn line(&mut self, before: &str, text: &str) {
        let last = before.split_whitespace().next_back().unwrap_or_default();
        let first = text.split_whitespace().next().unwrap_or_default();
        if before.ends_with(is_hyphen) {
            let parted = last.trim_end_matches(is_hyphen);
            let soft = last.ends_with('\u{ad}');
            let joined =
                soft || first.starts_with(char::is_alphanumeric) && parted.ends_with(char::is_alphanumeric);
            if !soft && (!joined || self.vocabulary.keeps(parted, first)) {
                self.build.put("-", 0..0);
            }
            if !joined {
                self.build.put(" ", 0..0);
            }
        } else {
            let pair = (before.chars().next_back(), text.chars().next());
            let runs_on = matches!(pair, (Some(a), Some(b)) if is_han(a) && is_han(b));
            if !runs_on {
                self.build.put(" ", 0..0);
            }
        }
        let shown: String =
            text.strip_suffix(is_hyphen).unwrap_or(text).chars().filter(|&c| c != '\u{ad}').collect();
        self.build.copy(&shown, 0);
    }

    /// Marks the pages up to one that was not yet begun, and a page again that the text comes back to.
    fn turn_to(&mut self, page: u32) {
        let next = self.page.map_or(0, |page| page + 1);
        let skipped = if self.page.is_some_and(|own| page <= own) { page } else { next };
        if self.page == Some(page) {
            return;
        }
        for page in skipped..=page {
            let printed = self.printed.get(page as usize).copied().flatten();
            self.build.anchor(Mark::Page(page + 1, printed));
        }
        self.page = Some(page);
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}')
}

/// A note's mark in plain characters.
fn plain(label: &str) -> String {
    label.chars().map(|c| lowered(c).unwrap_or(c)).collect()
}
