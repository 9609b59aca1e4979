//! Macros that a LaTeX file defines for itself, and what stands before its text.
//!
//! Takes `\newcommand` and its kin, remembers bodies by name, and puts a body in the place of its name. A macro whose arguments
//! are set off by anything but braces is not known. Bodies in bodies, and what all of them come to, are bounded.

use std::ops::Range;
use std::rc::Rc;

use super::{Reader, Stretch, Work};
use crate::lexicon::{get, latex};

/// Macros stand within each other no deeper.
const DEEPEST: u8 = 16;
/// A macro has no more arguments.
const MOST_ARGUMENTS: usize = 9;
/// What a name in the place of another costs of the budget at least.
const LEAST: usize = 16;

/// A macro.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    arguments: Vec<Argument>,
    body: Range<usize>,
}

/// An argument of a macro.
#[derive(Clone, Debug)]
enum Argument {
    Braced,
    /// In brackets, and what it is without them.
    Optional(Range<usize>),
}

impl<'a> Reader<'a> {
    /// Reads what stands before the text: macros, and what the file says of itself. Hands on where the text begins.
    pub(super) fn preamble(&mut self) -> usize {
        let text = self.source.text;
        let mut here = Stretch::of(0..text.len());
        let begin = "\\begin{document}";
        if self.source.find(begin, 0).is_none() {
            return 0;
        }
        while let Some(found) = memchr::memchr2(b'\\', b'%', &text.as_bytes()[here.at..]) {
            here.at += found;
            if text[here.at..].starts_with('%') {
                self.comment(&mut here);
                continue;
            }
            if text[here.at..].starts_with(begin) {
                self.parted = false;
                return here.at;
            }
            let start = here.at;
            let (name, behind) = self.source.name(here.at);
            here.at = behind;
            let known = get(latex::COMMANDS, name).unwrap_or_default();
            let (what, how) = known.split_once(' ').unwrap_or((known, ""));
            match what {
                "define" | "plaindefine" | "newdefine" | "title" | "author" | "date" | "package" | "drop" => {
                    self.act(&mut here, start, what, how);
                }
                "begin" => {
                    let name = self.source.environment(here.at, here.end).map_or("", |(name, _)| name);
                    if get(latex::ENVIRONMENTS, name.trim_end_matches('*')) == Some("verbatim") {
                        here.at =
                            self.source.environment_end(name, here.at).map_or(here.at, |inside| inside.end);
                    }
                }
                _ => {}
            }
            self.next.clear();
        }
        // It stands in a comment alone.
        0
    }

    /// `\newcommand{\name}[2][default]{body}`.
    pub(super) fn define(&mut self, here: &mut Stretch) {
        let mut at = here.at + usize::from(self.source.text[here.at..here.end].starts_with('*'));
        let Some(name) = self.defined(&mut at, here.end) else { return };
        let mut options = Vec::new();
        while let Some((inside, behind)) = self.source.option(at, here.end).filter(|_| options.len() < 2) {
            options.push(inside);
            at = behind;
        }
        let Some((body, behind)) = self.source.group(at, here.end) else { return };
        here.at = behind;
        let count = options.first().and_then(|count| self.source.text[count.clone()].trim().parse().ok());
        let mut arguments = vec![Argument::Braced; count.unwrap_or(0usize).min(MOST_ARGUMENTS)];
        if let (Some(first), Some(default)) = (arguments.first_mut(), options.get(1)) {
            *first = Argument::Optional(default.clone());
        }
        self.macros.insert(name, Macro { arguments, body });
    }

    /// `\def\name#1#2{body}`.
    pub(super) fn define_plainly(&mut self, here: &mut Stretch) {
        let mut at = here.at;
        let Some(name) = self.defined(&mut at, here.end) else { return };
        let text = &self.source.text[at..here.end];
        // What sets its arguments off stands before its body, on one line.
        let Some(open) = text.find(['{', '\n']).filter(|&open| text[open..].starts_with('{')) else { return };
        let Some((body, behind)) = self.source.group(at + open, here.end) else { return };
        here.at = behind;
        let count = open / "#1".len();
        let plain =
            (1..=count).map(|number| format!("#{number}")).collect::<String>() == text[..open].trim_end();
        if plain && count <= MOST_ARGUMENTS {
            self.macros.insert(name, Macro { arguments: vec![Argument::Braced; count], body });
        } else {
            self.macros.remove(name);
        }
    }

    /// `\NewDocumentCommand{\name}{m o O{default}}{body}`.
    pub(super) fn define_newly(&mut self, here: &mut Stretch) {
        let mut at = here.at;
        let Some(name) = self.defined(&mut at, here.end) else { return };
        let Some((spec, behind)) = self.source.group(at, here.end) else { return };
        let Some((body, end)) = self.source.group(behind, here.end) else { return };
        here.at = end;
        let mut arguments = Vec::new();
        let mut at = spec.start;
        while at < spec.end && arguments.len() < MOST_ARGUMENTS {
            let kind = self.source.text.as_bytes()[at];
            at += 1;
            match kind {
                b'm' => arguments.push(Argument::Braced),
                b'o' => arguments.push(Argument::Optional(at..at)),
                b'O' => {
                    let Some((default, behind)) = self.source.group(at, spec.end) else { return };
                    arguments.push(Argument::Optional(default));
                    at = behind;
                }
                b' ' | b'+' => {}
                _ => return,
            }
        }
        self.macros.insert(name, Macro { arguments, body });
    }

    /// The name that is being defined, in braces or not.
    fn defined(&self, at: &mut usize, end: usize) -> Option<&'a str> {
        let start = self.source.skip_space(*at, end);
        let (inside, behind) = match self.source.group(start, end) {
            Some((inside, behind)) => (self.source.skip_space(inside.start, inside.end), behind),
            None => (start, start),
        };
        if !self.source.text[inside..end].starts_with('\\') {
            return None;
        }
        let (name, name_end) = self.source.name(inside);
        *at = behind.max(name_end);
        Some(name)
    }

    /// Puts a macro's body in the place of its name; false where there is no such macro.
    pub(super) fn expand(&mut self, here: &mut Stretch, name: &str, start: usize) -> bool {
        let Some(Macro { arguments, body }) = self.macros.get(name).cloned() else { return false };
        let cost = body.len().max(LEAST);
        let name_end = here.at;
        let mut values = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Optional(default) => match self.source.option(here.at, here.end) {
                    Some((inside, behind)) => {
                        values.push(here.within(inside));
                        here.at = behind;
                    }
                    None => values.push(Stretch::of(default)),
                },
                Argument::Braced => match self.source.group(here.at, here.end) {
                    Some((inside, behind)) => {
                        values.push(here.within(inside));
                        here.at = behind;
                    }
                    None => break,
                },
            }
        }
        if here.depth >= DEEPEST || cost > self.budget {
            return true;
        }
        self.budget -= cost;
        // Behind a name without arguments the space is passed over, as behind any other.
        if values.is_empty() {
            here.at = self.source.skip_space(here.at, here.end);
        }
        let origin = here.from(start..name_end);
        self.next.push(Work::Read(Stretch {
            at: body.start,
            end: body.end,
            origin: Some(origin),
            arguments: Some(Rc::new(values)),
            depth: here.depth + 1,
        }));
        true
    }
}
