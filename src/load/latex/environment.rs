//! Environments of LaTeX: block quotes, lists, tables, and those in which nothing is words.
//!
//! Takes `\begin` and `\end` with the stretch behind them and lets blocks begin and end. One that is not closed ends with the
//! text, and an end without its beginning is nothing.

use super::{Reader, Stretch, Work};
use crate::file::extract::Kind;
use crate::lexicon::{get, latex};

/// An end closes what was begun within so many environments.
const NEAR: usize = 16;

/// An environment that has begun.
#[derive(Debug)]
pub(super) struct Environment {
    name: String,
    /// What a paragraph in it is.
    kind: Kind,
    is_quote: bool,
    is_table: bool,
    /// What is done at its end: the citation behind a quotation.
    tail: Vec<Work>,
}

impl Reader<'_> {
    /// What the next paragraph is.
    pub(super) fn kind(&self) -> Kind {
        self.environments.last().map_or(Kind::Paragraph, |environment| environment.kind)
    }

    pub(super) fn in_table(&self) -> bool {
        self.kind() == Kind::Cell
    }

    pub(super) fn begin_environment(&mut self, here: &mut Stretch, start: usize) {
        let Some((name, behind)) = self.source.environment(here.at, here.end) else { return };
        here.at = behind;
        let known =
            get(latex::ENVIRONMENTS, name).or_else(|| get(latex::ENVIRONMENTS, name.trim_end_matches('*')));
        let (what, how) = known.map_or(("", ""), |known| known.split_once(' ').unwrap_or((known, "")));
        let mut environment = Environment {
            name: name.to_owned(),
            kind: self.kind(),
            is_quote: false,
            is_table: false,
            tail: Vec::new(),
        };
        match what {
            "drop" | "verbatim" => {
                let end = self.source.environment_end(name, here.at).filter(|inside| inside.end <= here.end);
                if let Some(inside) = end {
                    here.at = inside.end;
                    self.build.put(" ", here.from(start..inside.end));
                    return;
                }
            }
            "quote" => {
                let arguments = self.arguments(here, how);
                environment.tail = self.cited(here, &arguments, start..here.at);
                environment.kind = Kind::Paragraph;
                environment.is_quote = true;
                self.build.open_quote();
                self.parted = true;
            }
            "list" => {
                self.options(here);
                environment.kind = Kind::Item;
                self.parted = true;
            }
            "bibliography" => {
                self.groups(here, 1);
                environment.kind = Kind::Item;
                self.build.open(Kind::Heading, 2);
                self.build.put("References", here.from(start..here.at));
                self.build.close();
                self.parted = true;
            }
            "table" => {
                self.options(here);
                self.groups(here, how.parse().unwrap_or(1));
                environment.kind = Kind::Cell;
                environment.is_table = true;
                self.build.row();
                self.build.open(Kind::Cell, 0);
                self.parted = false;
            }
            "text" => {
                self.options(here);
                self.groups(here, how.parse().unwrap_or(0));
                self.part_at_line(start);
            }
            _ => {
                // Where a float may stand is no words.
                let option = self.source.enclosed(here.at, here.end, b"[]");
                let is_place = |place: &str| place.chars().all(|c| "htbpHc!".contains(c));
                if let Some((_, behind)) =
                    option.filter(|(inside, _)| is_place(&self.source.text[inside.clone()]))
                {
                    here.at = behind;
                }
                self.part_at_line(start);
            }
        }
        if name != "document" {
            self.environments.push(environment);
        }
    }

    pub(super) fn end_environment(&mut self, here: &mut Stretch, start: usize) {
        let Some((name, behind)) = self.source.environment(here.at, here.end) else { return };
        here.at = behind;
        if name == "document" {
            self.stopped = here.origin.is_none();
            return;
        }
        let near = self.environments.iter().rev().take(NEAR).position(|environment| environment.name == name);
        let Some(depth) = near else { return };
        for _ in 0..=depth {
            let tail = self.ended();
            self.next.extend(tail);
        }
        if self.next.is_empty() {
            self.part_at_line(start);
        }
    }

    /// Ends all that has begun.
    pub(super) fn end_environments(&mut self) {
        while !self.environments.is_empty() {
            let tail = self.ended();
            self.work.extend(tail.into_iter().rev());
            self.run();
        }
        self.build.close();
    }

    /// Takes the last environment off, and hands on what is to be done at its end.
    fn ended(&mut self) -> Vec<Work> {
        let Some(environment) = self.environments.pop() else { return Vec::new() };
        let mut work = environment.tail;
        if !work.is_empty() {
            // What stands behind a quotation belongs to its last paragraph.
            self.parted = false;
        }
        if environment.is_quote {
            work.push(Work::CloseQuote);
        } else if environment.is_table {
            self.build.close();
            self.parted = true;
        } else if environment.kind == Kind::Item {
            self.parted = true;
        }
        work
    }

    /// Lets a paragraph end at a command that stands first on its line.
    fn part_at_line(&mut self, start: usize) {
        let line = self.source.text[..start].trim_end_matches([' ', '\t']);
        if line.is_empty() || line.ends_with('\n') {
            self.paragraph();
        }
    }

    /// An item of a list, with its label.
    pub(super) fn item(&mut self, here: &mut Stretch) {
        let label = self.source.option(here.at, here.end);
        self.build.open(Kind::Item, 0);
        self.parted = false;
        if let Some((label, behind)) = label {
            self.next.push(Work::Read(here.within(label)));
            self.next.push(Work::write(" ", here.from(behind..behind)));
            here.at = behind;
        }
    }

    /// An entry of a list of references: its number as citations have it, and its key, by which a source may be known.
    pub(super) fn entry(&mut self, here: &mut Stretch, start: usize) {
        if let Some((_, behind)) = self.source.option(here.at, here.end) {
            here.at = behind;
        }
        let Some((key, behind)) = self.source.group(here.at, here.end) else { return };
        let key = self.resolved(here, key);
        here.at = behind;
        self.build.open(Kind::Item, 0);
        self.parted = false;
        let number = self.listed.get(&self.source.text[key.at..key.end]).copied();
        if let Some(number) = number {
            self.build.put(&format!("[{number}]"), here.from(start..key.at));
            self.build.put(" ", here.from(key.at..key.at));
        }
        self.build.put(&self.source.text[key.at..key.end], here.from(key.at..key.end));
        self.build.put(":", here.from(key.end..behind));
        self.build.put(" ", here.from(behind..behind));
    }
}
