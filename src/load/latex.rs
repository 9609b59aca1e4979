//! LaTeX: drafts and sources in `.tex`.
//!
//! Takes the text of a file and hands on its words in blocks, each knowing its bytes. What a command or an environment is stands
//! in `rules/lexicon/latex.toml`; one that is not known is dropped and what stands in its braces is read, since words that are
//! lost cost more than some that are too many. Nothing is typeset: a macro is put in the place of its name where it is defined
//! plainly, and other files are not looked at. Citations are written as Pandoc writes them, which is what `claim` reads.

mod character;
mod citation;
mod command;
mod definition;
mod environment;
mod quotation;
mod source;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use self::definition::Macro;
use self::environment::Environment;
use self::source::Source;
use super::build::{Build, Extracted};
use super::decode::Fault;
use crate::file::extract::Kind;
use crate::file::origin::{Notation, Raw};

/// Takes the words out of LaTeX. Linear in its length, but for macros, which have a budget.
pub(super) fn read(raw: String) -> Result<Extracted, Fault> {
    let raw = Arc::new(Raw::new(raw));
    let mut reader = Reader::of(&raw.text);
    let body = reader.preamble();
    reader.work.push(Work::Read(Stretch::of(body..raw.text.len())));
    reader.run();
    reader.end_environments();
    reader.notes();
    Ok(reader.build.finish_mapped(Arc::clone(&raw), Notation::Latex))
}

/// A stretch of the file that is being read.
#[derive(Clone, Debug)]
struct Stretch {
    at: usize,
    end: usize,
    /// What its words stand for, if it is the body of a macro: the macro's name where it was used.
    origin: Option<Range<usize>>,
    /// What `#1` and so on stand for in it.
    arguments: Option<Rc<Vec<Stretch>>>,
    /// How many macros it lies in.
    depth: u8,
}

impl Stretch {
    fn of(range: Range<usize>) -> Stretch {
        Stretch { at: range.start, end: range.end, origin: None, arguments: None, depth: 0 }
    }

    /// A part of it.
    fn within(&self, range: Range<usize>) -> Stretch {
        Stretch { at: range.start, end: range.end, ..self.clone() }
    }

    /// The bytes that words of it stand for.
    fn from(&self, range: Range<usize>) -> Range<usize> {
        self.origin.clone().unwrap_or(range)
    }
}

/// What is to be done next.
#[derive(Clone, Debug)]
enum Work {
    Read(Stretch),
    /// Words that some bytes stand for.
    Write(Cow<'static, str>, Range<usize>),
    /// Words as they stand in the file, in which no command means anything.
    Copy(Range<usize>),
    /// The end of a heading or a caption.
    Close,
    CloseLink,
    CloseQuote,
    /// A quotation mark, of the inner kind or by how deep it stands.
    OpenMark(Range<usize>, bool),
    CloseMark(Range<usize>, bool),
}

impl Work {
    fn write(words: &'static str, from: Range<usize>) -> Work {
        Work::Write(Cow::Borrowed(words), from)
    }
}

/// A note whose text is put behind all else.
#[derive(Debug)]
struct Note {
    label: String,
    from: Range<usize>,
    body: Vec<Work>,
}

struct Reader<'a> {
    source: Source<'a>,
    build: Build,
    /// What is to be done, the next last.
    work: Vec<Work>,
    /// What the command that is being read asks for, in order.
    next: Vec<Work>,
    environments: Vec<Environment>,
    macros: FxHashMap<&'a str, Macro>,
    /// The keys of the file's own list of references, with their numbers there.
    listed: FxHashMap<&'a str, usize>,
    notes: Vec<Note>,
    /// The labels of marks whose notes stand elsewhere.
    marked: Vec<String>,
    /// How many notes there are so far.
    counted: usize,
    /// How many quotation marks of csquotes are open.
    marks: u32,
    /// Whether the next word begins a paragraph.
    parted: bool,
    /// Whether `"` is a command of babel's.
    german: bool,
    /// Whether what is read is no part of the text.
    apart: bool,
    /// How many bytes of macros may yet be read.
    budget: usize,
    stopped: bool,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str) -> Reader<'a> {
        Reader {
            source: Source::of(text),
            build: Build::mapped(),
            work: Vec::new(),
            next: Vec::new(),
            environments: Vec::new(),
            macros: FxHashMap::default(),
            listed: citation::listed(text),
            notes: Vec::new(),
            marked: Vec::new(),
            counted: 0,
            marks: 0,
            parted: false,
            german: false,
            apart: false,
            budget: text.len() * 4 + (1 << 20),
            stopped: false,
        }
    }

    /// Does what is to be done.
    fn run(&mut self) {
        while let Some(work) = self.work.pop() {
            match work {
                Work::Read(stretch) => self.read(stretch),
                Work::Write(words, from) => {
                    self.begin();
                    self.build.put(&words, from);
                }
                Work::Copy(range) => {
                    self.begin();
                    self.build.copy(&self.source.text[range.clone()], range.start);
                }
                Work::Close => {
                    self.build.close();
                    self.parted = true;
                }
                Work::CloseLink => self.build.close_link(),
                Work::CloseQuote => {
                    self.build.close_quote();
                    self.parted = true;
                }
                Work::OpenMark(from, inner) => self.open_mark(from, inner),
                Work::CloseMark(from, inner) => self.close_mark(from, inner),
            }
            if self.stopped {
                self.work.clear();
                self.stopped = false;
            }
        }
    }

    /// Reads a stretch up to its end, or to a command that asks for something else before it goes on.
    fn read(&mut self, mut here: Stretch) {
        while here.at < here.end {
            self.step(&mut here);
            if self.stopped {
                return;
            }
            if !self.next.is_empty() {
                self.work.push(Work::Read(here));
                self.work.extend(self.next.drain(..).rev());
                return;
            }
        }
    }

    fn step(&mut self, here: &mut Stretch) {
        let text = &self.source.text[here.at..here.end];
        match text.as_bytes()[0] {
            b'\\' => self.command(here),
            b'%' => self.comment(here),
            b'{' | b'}' => here.at += 1,
            b' ' | b'\t' | b'\r' | b'\n' => self.space(here),
            b'$' => self.dollar(here),
            b'&' if self.in_table() => {
                self.build.open(Kind::Cell, 0);
                here.at += 1;
            }
            b'#' if here.arguments.is_some() => self.argument(here),
            b'~' => self.stands_for(here, "~".len(), "\u{a0}"),
            b'`' | b'\'' | b'-' | b'"' | b'?' | b'!' | b'<' | b'>' | b',' => self.sign(here),
            _ => {
                let special = |c: char| "\\%{}$&#~`'-\"?!<>, \t\r\n".contains(c);
                // Spaces between words go with them.
                let mut length = text.find(special).unwrap_or(text.len());
                while text[length..].starts_with(' ') {
                    let rest = &text[length + 1..];
                    length += 1 + rest.find(special).unwrap_or(rest.len());
                }
                self.say(here, here.at..here.at + length.max(1));
                here.at += length.max(1);
            }
        }
    }

    /// Words as they stand in a stretch.
    fn say(&mut self, here: &Stretch, range: Range<usize>) {
        let words = &self.source.text[range.clone()];
        self.begin();
        match &here.origin {
            None => self.build.copy(words, range.start),
            Some(origin) => {
                for word in words.split_inclusive(' ') {
                    self.build.put(word.trim_end_matches(' '), origin.clone());
                    if word.ends_with(' ') {
                        self.build.put(" ", origin.clone());
                    }
                }
            }
        }
    }

    /// Words that so many bytes at a place stand for.
    fn stands_for(&mut self, here: &mut Stretch, length: usize, words: &str) {
        if words.trim_matches([' ', '\t', '\n']).is_empty() {
            self.build.put(words, here.from(here.at..here.at + length));
        } else {
            self.begin();
            self.build.put(words, here.from(here.at..here.at + length));
        }
        here.at += length;
    }

    /// Lets a paragraph begin, if the last one ended.
    fn begin(&mut self) {
        if !std::mem::take(&mut self.parted) {
            return;
        }
        self.build.open(self.kind(), 0);
        if self.marks > 0 {
            // A quotation over several paragraphs opens each.
            let mark = if self.marks % 2 == 1 { "“" } else { "‘" };
            let at = self.build.last();
            self.build.put(mark, at..at);
        }
    }

    /// White space, which parts paragraphs where it has an empty line.
    fn space(&mut self, here: &mut Stretch) {
        let text = &self.source.text[here.at..here.end];
        let length = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len();
        if text[..length].matches('\n').count() > 1 {
            self.paragraph();
        } else {
            self.build.put(" ", here.from(here.at..here.at + length));
        }
        here.at += length;
    }

    fn paragraph(&mut self) {
        self.parted |= !self.in_table();
    }

    /// A comment: with the end of its line and what the next one begins with it is nothing, unless it is for this program.
    fn comment(&mut self, here: &mut Stretch) {
        let end = self.source.line_end(here.at).min(here.end);
        let comment = self.source.text[here.at..end].trim_end();
        if here.origin.is_none() && !self.apart && is_for_us(comment) {
            if self.parted {
                self.build.close();
            }
            self.build.comment(comment, here.at);
        }
        here.at = end;
        if let Some(rest) = self.source.text[end..here.end].strip_prefix('\n') {
            let body = rest.trim_start_matches([' ', '\t']);
            here.at = here.end - body.len();
            if body.starts_with('\n') || body.starts_with("\r\n") {
                self.paragraph();
            }
        }
    }

    /// What a macro's argument stands for.
    fn argument(&mut self, here: &mut Stretch) {
        let number = self.source.text.as_bytes().get(here.at + 1).filter(|byte| byte.is_ascii_digit());
        let arguments = here.arguments.as_deref();
        let argument =
            number.and_then(|number| arguments?.get(usize::from(*number).checked_sub(usize::from(b'1'))?));
        here.at = (here.at + 1 + usize::from(number.is_some())).min(here.end);
        if let Some(argument) = argument.filter(|argument| argument.end - argument.at <= self.budget) {
            self.budget -= argument.end - argument.at;
            self.next.push(Work::Read(argument.clone()));
        }
    }

    /// A part of a stretch, or what it stands for if it is no more than `#1`.
    fn resolved(&self, here: &Stretch, range: Range<usize>) -> Stretch {
        let body = self.source.text[range.clone()].trim();
        let start = body.as_ptr() as usize - self.source.text.as_ptr() as usize;
        let number = body.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        match number.zip(here.arguments.as_deref()).and_then(|(number, arguments)| arguments.get(number)) {
            Some(argument) => self.resolved_once(argument),
            None => here.within(start..start + body.len()),
        }
    }

    fn resolved_once(&self, argument: &Stretch) -> Stretch {
        let body = self.source.text[argument.at..argument.end].trim();
        let start = body.as_ptr() as usize - self.source.text.as_ptr() as usize;
        argument.within(start..start + body.len())
    }

    /// Puts the texts of the notes behind all else.
    fn notes(&mut self) {
        let mut at = 0;
        while at < self.notes.len() {
            let (label, from) = (self.notes[at].label.clone(), self.notes[at].from.clone());
            let body = std::mem::take(&mut self.notes[at].body);
            self.build.open_note(&label, from);
            self.work.extend(body.into_iter().rev());
            self.parted = false;
            self.marks = 0;
            self.run();
            self.end_environments();
            self.build.close_note();
            at += 1;
        }
        // A mark whose note was not understood is still no loose end.
        let known: FxHashSet<String> = self.notes.drain(..).map(|note| note.label).collect();
        for label in std::mem::take(&mut self.marked).into_iter().filter(|label| !known.contains(label)) {
            let at = self.build.last();
            self.build.open_note(&label, at..at);
            self.build.close_note();
        }
    }

    /// The words of a stretch that is no part of the text, on one line.
    fn apart(&mut self, range: Range<usize>) -> String {
        if self.apart {
            return String::new();
        }
        let build = std::mem::replace(&mut self.build, Build::unmapped());
        let work = std::mem::take(&mut self.work);
        let next = std::mem::take(&mut self.next);
        let environments = std::mem::take(&mut self.environments);
        let parted = self.parted;
        self.apart = true;
        self.work.push(Work::Read(Stretch::of(range)));
        self.run();
        self.end_environments();
        let read = std::mem::replace(&mut self.build, build).finish();
        (self.work, self.next, self.environments) = (work, next, environments);
        (self.parted, self.apart) = (parted, false);
        let first = read.extract.blocks.first().map_or(0..0, |block| block.range.clone());
        read.text[first].to_owned()
    }
}

/// Whether a comment is one to this program.
fn is_for_us(comment: &str) -> bool {
    comment.trim_start_matches('%').trim_start().starts_with("ibid:")
}
