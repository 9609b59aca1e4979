//! Where words stand in the file that they were taken from.
//!
//! A reader of a text format (HTML, LaTeX, subtitles) notes for each run of words which bytes of the file it stands for. Takes
//! bytes of the extract and hands on bytes of the file, to show a place by its line and to write a fix back.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Place;
use super::lines::Lines;
use super::placed::Placed;

/// How a place in a file's words is told to whoever opens the file.
#[derive(Debug, Default)]
pub enum Origin {
    /// By lines and columns: the words are the file.
    #[default]
    Own,
    /// By the lines and columns of the text that the words were taken from.
    Text(Mapped),
    /// By the lines and columns of a text that is not kept.
    Places(Placed),
    /// By the number of the paragraph and by the character there: the file is no text.
    Paragraphs,
}

/// A text that an extract was taken from, with the way back to it.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The file's own text, as UTF-8. A list of answers shares it between its rows.
    pub raw: Arc<Raw>,
    /// In order of the extract.
    pub runs: Vec<Run>,
    /// What words must be written as in it.
    pub notation: Notation,
}

/// The text of a file that extracts were taken from.
#[derive(Debug)]
pub struct Raw {
    /// As UTF-8, with its byte-order mark.
    pub text: String,
    lines: OnceLock<Lines>,
}

/// A run of an extract, up to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its first byte in the extract.
    pub at: u32,
    /// The first byte of the file that it stands for.
    pub from: u32,
    /// How many bytes of the file it stands for.
    pub bytes: u32,
    /// Whether it is a copy of them, byte for byte, but for a line's end that became a space.
    pub copied: bool,
}

/// What a text is written in, which says how words are put into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// As they are.
    Plain,
    /// With entities.
    Html,
    /// With escapes and commands.
    Latex,
    /// As a string of JSON.
    Json,
}

impl Raw {
    /// A text.
    pub fn new(text: String) -> Raw {
        Raw { text, lines: OnceLock::new() }
    }

    pub(super) fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// The bytes of the lines that a range touches, with their line ends; the line that its end stands in is one of them.
    pub fn whole_lines(&self, range: Range<usize>) -> Range<usize> {
        let lines = self.lines();
        lines.starting(lines.row(range.start))
            ..lines.ending(&self.text, lines.row(range.end.max(range.start)))
    }
}

/// The runs of an extract in the order of the file, to look up many of its places.
#[derive(Debug)]
pub struct Back<'a> {
    runs: Vec<&'a Run>,
    /// How far the runs up to each reach in the file.
    reach: Vec<u32>,
}

impl Back<'_> {
    /// Where the extract goes on behind a byte of the file.
    pub fn extract_at(&self, raw: usize) -> Option<usize> {
        let run = self.runs.get(self.reach.partition_point(|&reach| reach as usize <= raw))?;
        let inner = raw.saturating_sub(run.from as usize);
        Some(run.at as usize + if run.copied { inner } else { 0 })
    }
}

impl Mapped {
    /// The way from the file to the extract.
    pub fn back(&self) -> Back<'_> {
        let mut runs: Vec<&Run> = self.runs.iter().collect();
        runs.sort_by_key(|run| run.from);
        let reach = runs.iter().scan(0, |reach, run| {
            *reach = run.from.saturating_add(run.bytes).max(*reach);
            Some(*reach)
        });
        Back { reach: reach.collect(), runs }
    }

    /// Where a byte of the file is, for a reader.
    pub fn place(&self, raw: usize) -> Place {
        self.raw.lines().place(&self.raw.text, raw)
    }

    /// The bytes of the file that a range of the extract stands for.
    pub fn raw_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.raw_start(range.start);
        if range.is_empty() {
            return start..start;
        }
        let (run, _) = self.run(range.end - 1);
        let inner = range.end - run.at as usize;
        let end = if run.copied { run.from as usize + inner } else { (run.from + run.bytes) as usize };
        start..self.raw.text.ceil_char_boundary(end.clamp(start, self.raw.text.len()))
    }

    /// The byte of the file that a byte of the extract stands for, or that the run begins with that it lies in.
    fn raw_start(&self, offset: usize) -> usize {
        let (run, length) = self.run(offset);
        let inner = offset.saturating_sub(run.at as usize);
        // Behind the last word is the end of what that stands for.
        let within = match run.copied {
            true => inner.min(length),
            false if inner >= length => run.bytes as usize,
            false => 0,
        };
        self.raw.text.floor_char_boundary((run.from as usize + within).min(self.raw.text.len()))
    }

    /// The bytes of the file that an edit of a range may replace: what stands for it and nothing else. None where markup
    /// stands between its words, which the edit would tear.
    pub fn editable(&self, range: Range<usize>) -> Option<Range<usize>> {
        let raw = self.raw_range(range.clone());
        let first = self.index(range.start);
        let last = self.index(range.end.max(range.start + 1) - 1);
        let copied = |index: usize| self.runs[index].copied;
        let begins = |index: usize| self.runs.get(index).is_some_and(|run| run.at as usize == range.start);
        let ends = |index: usize| self.runs.get(index + 1).is_some_and(|next| next.at as usize == range.end);
        // Several words may stand for one name of a macro, which none of them can replace alone.
        let shared = |index: usize, other: Option<usize>| {
            let (run, other) = (self.runs.get(index), other.and_then(|other| self.runs.get(other)));
            run.zip(other)
                .is_some_and(|(run, other)| run.bytes > 0 && other.bytes > 0 && run.from == other.from)
        };
        if self.runs.is_empty()
            || shared(first, first.checked_sub(1))
            || shared(last, Some(last + 1))
            || !(copied(first) || begins(first))
            || !(copied(last) || ends(last) || range.is_empty())
        {
            return None;
        }
        let adjoin = |pair: &[Run]| {
            let between = (pair[0].from + pair[0].bytes) as usize..pair[1].from as usize;
            between.start <= between.end
                && self.raw.text.get(between).is_some_and(|gap| gap.trim().is_empty())
        };
        self.runs.get(first..=last)?.windows(2).all(adjoin).then_some(raw)
    }

    /// How far the extract goes on, from a byte of it, with what stands within some bytes of the file. The texts of notes stand
    /// behind all else there.
    pub fn extract_until(&self, start: usize, raw: Range<usize>) -> usize {
        let first = self.index(start);
        for (number, run) in self.runs.iter().enumerate().skip(first) {
            let (from, end) = (run.from as usize, (run.from + run.bytes) as usize);
            // The white space before the first word may be the end of the line before.
            let gap = self.raw.text.get(from..raw.start).unwrap_or_default();
            if number > first && (from >= raw.end || !gap.trim().is_empty()) {
                return run.at as usize;
            }
            if end > raw.end && run.copied {
                return run.at as usize + raw.end.saturating_sub(from);
            }
        }
        self.runs.last().map_or(0, |run| run.at as usize)
    }

    /// The run that a byte of the extract lies in, and its length in bytes there.
    fn run(&self, offset: usize) -> (Run, usize) {
        let index = self.index(offset);
        match self.runs.get(index) {
            Some(&run) => (run, self.length(index)),
            None => (Run { at: 0, from: 0, bytes: 0, copied: false }, 0),
        }
    }

    fn index(&self, offset: usize) -> usize {
        self.runs.partition_point(|run| run.at as usize <= offset).saturating_sub(1)
    }

    pub(super) fn length(&self, index: usize) -> usize {
        let run = self.runs[index];
        self.runs.get(index + 1).map_or(run.bytes as usize, |next| (next.at - run.at) as usize)
    }
}
