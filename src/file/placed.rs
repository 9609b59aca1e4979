//! Where the words of a source stand in the text that they were taken from, when that text is not kept.
//!
//! A source is only ever pointed at, so that of the page or the LaTeX that it was read from the lines and columns are enough. Takes
//! a way back to a text and hands on one that knows places alone; a thousand saved pages are mostly scripts.

use super::Place;
use super::origin::Mapped;

/// The way back to a text that is not kept.
#[derive(Debug, Default)]
pub struct Placed {
    /// In order of the words.
    pub runs: Vec<Run>,
}

/// A run of words, up to the next one.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Its first byte in the words.
    pub at: u32,
    /// Where it begins in the file.
    pub place: Place,
    /// How many bytes of the file it stands for.
    pub bytes: u32,
    /// Whether it is a copy of them, without a line's end.
    pub copied: bool,
}

impl Placed {
    /// The places of the runs of a way back. Linear in the text.
    pub fn of(mapped: &Mapped) -> Placed {
        let mut runs = Vec::with_capacity(mapped.runs.len());
        for run in &mapped.runs {
            let (mut at, mut from) = (run.at, run.from as usize);
            let end = from + run.bytes as usize;
            let copied = run.copied;
            let whole = Run { at, place: mapped.place(from), bytes: run.bytes, copied };
            if !copied {
                runs.push(whole);
                continue;
            }
            // A line's end that became a space ends a run.
            while from < end {
                let rest = mapped.raw.text.get(from..end).unwrap_or_default();
                let line = rest.find('\n').map_or(end - from, |end| end + 1);
                runs.push(Run { at, place: mapped.place(from), bytes: line as u32, copied });
                (at, from) = (at + line as u32, from + line);
            }
            if run.bytes == 0 {
                runs.push(whole);
            }
        }
        Placed { runs }
    }

    /// Where a byte of the words stands.
    pub fn start(&self, text: &str, offset: usize) -> Place {
        let Some(run) = self.run(offset) else { return Place { offset: 0, line: 1, column: 1 } };
        let inner = offset - run.at as usize;
        match run.copied {
            true => run.forward(text, inner),
            false => run.place,
        }
    }

    /// Where the words before a byte end.
    pub fn end(&self, text: &str, offset: usize) -> Place {
        let Some(run) = self.run(offset.saturating_sub(1)) else { return self.start(text, offset) };
        let inner = offset - run.at as usize;
        match run.copied {
            true => run.forward(text, inner),
            // What stands for other words is an entity or a command, of one line and without accents.
            false => Place {
                offset: run.place.offset + run.bytes,
                column: run.place.column + run.bytes,
                ..run.place
            },
        }
    }

    fn run(&self, offset: usize) -> Option<&Run> {
        let behind = self.runs.partition_point(|run| run.at as usize <= offset);
        self.runs[..behind].last()
    }
}

impl Run {
    fn forward(&self, text: &str, bytes: usize) -> Place {
        let bytes = bytes.min(self.bytes as usize);
        let words = text.get(self.at as usize..self.at as usize + bytes).unwrap_or_default();
        let columns = words.chars().count() as u32;
        Place { offset: self.place.offset + bytes as u32, column: self.place.column + columns, ..self.place }
    }
}
