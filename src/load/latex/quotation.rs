//! Quotations as csquotes has them: marks by how deep they stand, an editor's brackets, and the citation behind the words.
//!
//! Takes a command with the letters of its arguments and hands on what is to be read in which order.

use std::ops::Range;

use super::{Reader, Stretch, Work};

/// The arguments of a command of csquotes that were given, each with the letter that says what it is.
pub(super) type Arguments = Vec<(u8, Range<usize>)>;

impl Reader<'_> {
    /// Takes the arguments that a command has, by their letters; those that may be left out stand in brackets.
    pub(super) fn arguments(&mut self, here: &mut Stretch, letters: &str) -> Arguments {
        let mut given = Arguments::new();
        let mut left: Vec<u8> = Vec::new();
        for letter in letters.bytes() {
            if matches!(letter, b't' | b'k' | b'l') {
                self.optional(here, std::mem::take(&mut left), &mut given);
                let Some((inside, behind)) = self.source.group(here.at, here.end) else { return given };
                given.push((letter, inside));
                here.at = behind;
            } else {
                left.push(letter);
            }
        }
        self.optional(here, left, &mut given);
        given
    }

    fn optional(&mut self, here: &mut Stretch, letters: Vec<u8>, given: &mut Arguments) {
        let first = given.len();
        for &letter in &letters {
            // What stands behind an argument without a space between is its option, and may else be the text's own bracket.
            let Some((inside, behind)) = self.source.enclosed(here.at, here.end, b"[]") else { break };
            given.push((letter, inside));
            here.at = behind;
        }
        // What stands alone before a key stands behind it.
        if letters.starts_with(b"ba") && given.len() == first + 1 {
            given[first].0 = b'a';
        }
    }

    /// A command that sets its text in quotation marks.
    pub(super) fn quoted(&mut self, here: &mut Stretch, start: usize, letters: &str) {
        let inner = self.star(here);
        let name = start..here.at;
        let arguments = self.arguments(here, letters);
        let argument =
            |letter: u8| arguments.iter().find(|(own, _)| *own == letter).map(|(_, inside)| inside.clone());
        let Some(words) = argument(b't') else { return };
        let end = words.end..words.end + 1;
        let citation = self.cited(here, &arguments, name.clone());
        self.next.push(Work::OpenMark(here.from(name.start..words.start), inner));
        self.next.push(Work::Read(here.within(words)));
        self.next.extend(argument(b'p').map(|inside| Work::Read(here.within(inside))));
        self.next.push(Work::CloseMark(here.from(end), inner));
        self.next.extend(citation);
        self.next.extend(argument(b'q').map(|inside| Work::Read(here.within(inside))));
    }

    /// The citation that stands behind a quotation, with the space before it.
    pub(super) fn cited(
        &mut self,
        here: &Stretch,
        arguments: &Arguments,
        command: Range<usize>,
    ) -> Vec<Work> {
        let argument =
            |letter: u8| arguments.iter().find(|(own, _)| *own == letter).map(|(_, inside)| inside.clone());
        let mut work = Vec::new();
        let space = || Work::write(" ", here.from(command.end..command.end));
        if let Some(inside) = argument(b'c').filter(|inside| !inside.is_empty()) {
            let at = here.from(inside.end..inside.end);
            let is_command = self.source.text[inside.clone()].contains('\\');
            work.push(space());
            work.extend((!is_command).then(|| Work::write("(", at.clone())));
            work.push(Work::Read(here.within(inside)));
            work.extend((!is_command).then(|| Work::write(")", at)));
        }
        if let Some(key) = argument(b'k') {
            let cite = self.bracketed(here, &command, argument(b'b'), argument(b'a'), key);
            if !cite.is_empty() {
                work.push(space());
                work.extend(cite);
            }
        }
        work
    }

    pub(super) fn open_mark(&mut self, from: Range<usize>, inner: bool) {
        self.begin();
        self.marks += 1;
        let outer = self.marks % 2 == 1 && !(inner && self.marks == 1);
        self.build.put(if outer { "“" } else { "‘" }, from);
    }

    pub(super) fn close_mark(&mut self, from: Range<usize>, inner: bool) {
        let outer = self.marks % 2 == 1 && !(inner && self.marks == 1);
        self.marks = self.marks.saturating_sub(1);
        // An empty line before the end is none.
        self.parted = false;
        self.build.put(if outer { "”" } else { "’" }, from);
    }

    /// Words that an editor put in, or left out, or both.
    pub(super) fn edited(&mut self, here: &mut Stretch, start: usize, how: &str) {
        let starred = self.star(here);
        let Some((inside, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        let is_empty = self.source.text[inside.clone()].trim().is_empty();
        let opens = here.from(start..inside.start);
        let closes = here.from(inside.end..behind);
        let added = |work: &mut Vec<Work>| {
            work.push(Work::write("[", opens.clone()));
            work.push(Work::Read(here.within(inside.clone())));
            work.push(Work::write("]", closes.clone()));
        };
        match how {
            "inserted" => added(&mut self.next),
            "deleted" => self.next.push(Work::write("[…]", here.from(start..behind))),
            _ if is_empty => self.next.push(Work::write("[…]", here.from(start..behind))),
            _ if starred => {
                added(&mut self.next);
                self.next.push(Work::write(" ", closes.clone()));
                self.next.push(Work::write("[…]", closes));
            }
            _ => {
                self.next.push(Work::write("[…]", opens.clone()));
                self.next.push(Work::write(" ", opens.clone()));
                added(&mut self.next);
            }
        }
    }
}
