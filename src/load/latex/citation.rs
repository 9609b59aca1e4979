//! Citations of LaTeX, natbib and biblatex, written as Pandoc writes them.
//!
//! Takes a command's arguments and hands on `[see @key, p. 12; @other]` or `@key [p. 12]`, each key standing for its own bytes.
//! What the file lists itself by `\bibitem` is cited by its number there, as the printed text has it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::{Note, Reader, Stretch, Work};
use crate::file::extract::Kind;

/// One citation has no more keys.
const MOST: usize = 64;

/// A key with what stands before and behind it.
struct Cited {
    before: Option<Range<usize>>,
    behind: Option<Range<usize>>,
    keys: Range<usize>,
}

/// The keys of a file's own list of references, with their numbers.
pub(super) fn listed(text: &str) -> FxHashMap<&str, usize> {
    const NAME: &str = "\\bibitem";
    let mut listed = FxHashMap::default();
    for at in memmem::find_iter(text.as_bytes(), NAME) {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let rest = text[at + NAME.len()..].trim_start();
        // A label in brackets may have braces of its own.
        let key = match rest.starts_with('[') {
            true => rest.find("]{").map(|end| &rest[end + "]".len()..]),
            false => Some(rest),
        };
        let key = key.and_then(|key| key.strip_prefix('{')?.split_once('}')).map(|(key, _)| key.trim());
        if let Some(key) = key.filter(|_| !text[line..at].contains('%')) {
            let number = listed.len() + 1;
            listed.entry(key).or_insert(number);
        }
    }
    listed
}

impl<'a> Reader<'a> {
    /// A citation: `how` says in which form, `what` whether it has one stretch of keys or several.
    pub(super) fn cite(&mut self, here: &mut Stretch, start: usize, what: &str, how: &str) {
        self.star(here);
        let mut all: Vec<Cited> = Vec::new();
        if what == "several" {
            // What stands before and behind all of them.
            while let Some((_, behind)) = self.source.enclosed(here.at, here.end, b"()") {
                here.at = behind;
            }
        }
        loop {
            let before = here.at;
            let mut options = Vec::new();
            while let Some((inside, behind)) =
                self.source.option(here.at, here.end).filter(|_| options.len() < 2)
            {
                options.push(inside);
                here.at = behind;
            }
            if what == "volume" {
                let Some((volume, behind)) = self.source.group(here.at, here.end) else { return };
                here.at = behind;
                let before = options.first().cloned().unwrap_or(volume.start..volume.start);
                let page = self.source.enclosed(here.at, here.end, b"[]");
                let (page, behind) = page.unwrap_or((volume.end..volume.end, behind));
                options = vec![before, page];
                here.at = behind;
            }
            let Some((keys, behind)) = self.source.group(here.at, here.end) else {
                here.at = before;
                break;
            };
            here.at = behind;
            let mut options = options.into_iter();
            let (first, second) = (options.next(), options.next());
            let (before, behind) = if second.is_some() { (first, second) } else { (None, first) };
            all.push(Cited { before, behind, keys });
            // Behind a space stands no further key.
            let goes_on = self.source.text[here.at..here.end].starts_with(['[', '{']);
            if what != "several" || all.len() >= MOST || !goes_on {
                break;
            }
        }
        let command = start..here.at;
        let work = match how {
            "none" => return,
            "text" => self.textual(here, &command, &all),
            _ => self.brackets(here, &command, &all),
        };
        if work.is_empty() {
            return;
        }
        match how {
            "note" => self.note(here, command, None, work),
            "notetext" => self.text_of_note(here, command, self.counted.to_string(), work),
            _ => self.next.extend(work),
        }
    }

    /// A citation in brackets, of csquotes.
    pub(super) fn bracketed(
        &mut self,
        here: &Stretch,
        command: &Range<usize>,
        before: Option<Range<usize>>,
        behind: Option<Range<usize>>,
        keys: Range<usize>,
    ) -> Vec<Work> {
        self.brackets(here, command, &[Cited { before, behind, keys }])
    }

    fn brackets(&mut self, here: &Stretch, command: &Range<usize>, all: &[Cited]) -> Vec<Work> {
        let numbered = self.is_listed(here, all);
        let mut work = Vec::new();
        for cited in all {
            let keys = self.keys(here, &cited.keys);
            let Some(first) = keys.first() else { continue };
            if !work.is_empty() {
                work.push(Work::write("; ", first.from(first.at..first.at)));
            }
            if let Some(before) = cited.before.as_ref().filter(|before| !before.is_empty() && !numbered) {
                work.push(Work::Read(here.within(before.clone())));
                work.push(Work::write(" ", here.from(before.end..before.end)));
            }
            for (at, key) in keys.iter().enumerate() {
                if at > 0 {
                    work.push(Work::write(if numbered { ", " } else { "; " }, key.from(key.at..key.at)));
                }
                self.key(key, numbered, &mut work);
            }
            if let Some(behind) = &cited.behind {
                self.locator(here, behind, ", ", &mut work);
            }
        }
        if !work.is_empty() {
            work.insert(0, Work::write("[", here.from(command.start..command.start)));
            work.push(Work::write("]", here.from(command.end..command.end)));
        }
        work
    }

    /// A citation that is part of its sentence.
    fn textual(&mut self, here: &Stretch, command: &Range<usize>, all: &[Cited]) -> Vec<Work> {
        if self.is_listed(here, all) {
            return self.brackets(here, command, all);
        }
        let mut work = Vec::new();
        for cited in all {
            let keys = self.keys(here, &cited.keys);
            for (at, key) in keys.iter().enumerate() {
                if at > 0 || !work.is_empty() {
                    work.push(Work::write("; ", key.from(key.at..key.at)));
                } else if let Some(before) = cited.before.as_ref().filter(|before| !before.is_empty()) {
                    work.push(Work::Read(here.within(before.clone())));
                    work.push(Work::write(" ", here.from(before.end..before.end)));
                }
                self.key(key, false, &mut work);
            }
            let behind = cited.behind.as_ref().filter(|behind| !behind.is_empty() && !keys.is_empty());
            if let Some(behind) = behind {
                self.locator(here, behind, " [", &mut work);
                work.push(Work::write("]", here.from(behind.end..behind.end)));
            }
        }
        work
    }

    /// Whether every key that is cited is one of the file's own list.
    fn is_listed(&self, here: &Stretch, all: &[Cited]) -> bool {
        let known = |key: &Stretch| self.listed.contains_key(&self.source.text[key.at..key.end]);
        !self.listed.is_empty() && all.iter().all(|cited| self.keys(here, &cited.keys).iter().all(known))
    }

    /// The keys in a command's braces.
    fn keys(&self, here: &Stretch, inside: &Range<usize>) -> Vec<Stretch> {
        let whole = self.resolved(here, inside.clone());
        let text = &self.source.text[whole.at..whole.end];
        let base = self.source.text.as_ptr() as usize;
        let trimmed = |part: &str| {
            // A line of keys may end with a comment.
            let part = part.rsplit('\n').next().unwrap_or(part).trim().trim_start_matches('%').trim();
            whole.within(part.as_ptr() as usize - base..part.as_ptr() as usize - base + part.len())
        };
        let parts = text.split(',').map(trimmed);
        parts
            .map(|part| self.resolved(&part, part.at..part.end))
            .filter(|key| self.is_key(key))
            .take(MOST)
            .collect()
    }

    fn is_key(&self, key: &Stretch) -> bool {
        let text = &self.source.text[key.at..key.end];
        let odd = |c: char| c.is_control() || "\\{}*#[]".contains(c);
        !text.is_empty() && text.len() <= 200 && !text.contains(odd)
    }

    fn key(&self, key: &Stretch, numbered: bool, work: &mut Vec<Work>) {
        let from = key.from(key.at..key.end);
        let text = &self.source.text[key.at..key.end];
        if let Some(number) = self.listed.get(text).filter(|_| numbered) {
            return work.push(Work::Write(Cow::Owned(number.to_string()), from));
        }
        let plain = is_plain(text);
        work.push(Work::write(if plain { "@" } else { "@{" }, from.start..from.start));
        match key.origin {
            None => work.push(Work::Copy(from.clone())),
            Some(_) => work.push(Work::Write(Cow::Owned(text.to_owned()), from.clone())),
        }
        if !plain {
            work.push(Work::write("}", from.end..from.end));
        }
    }

    /// What stands behind a key: a page, if it is no more than a number.
    fn locator(&self, here: &Stretch, inside: &Range<usize>, lead: &'static str, work: &mut Vec<Work>) {
        let whole = self.resolved(here, inside.clone());
        let text = &self.source.text[whole.at..whole.end];
        if text.is_empty() {
            return;
        }
        let at = whole.from(whole.at..whole.at);
        work.push(Work::write(lead, at.clone()));
        if is_page(text) {
            let many = text.contains(['-', '–', ',']) || text.ends_with("ff") || text.ends_with("ff.");
            work.push(Work::write(if many { "pp. " } else { "p. " }, at));
        }
        work.push(Work::Read(whole));
    }

    /// A note: its mark here, and its text behind all else.
    pub(super) fn note(
        &mut self,
        here: &Stretch,
        from: Range<usize>,
        label: Option<String>,
        body: Vec<Work>,
    ) {
        if self.apart {
            return;
        }
        self.counted += usize::from(label.is_none());
        let label = label.unwrap_or_else(|| self.counted.to_string());
        self.begin();
        self.build.note_mark(&label, here.from(from.clone()));
        self.text_of_note(here, from, label, body);
    }

    fn text_of_note(&mut self, here: &Stretch, from: Range<usize>, label: String, body: Vec<Work>) {
        if !self.apart {
            self.notes.push(Note { label, from: here.from(from), body });
        }
    }

    /// The mark of a note whose text stands elsewhere.
    pub(super) fn note_mark(&mut self, here: &mut Stretch, start: usize) {
        let label = self.note_number(here);
        let has_texts =
            || ["\\footnotetext", "\\footcitetext"].iter().any(|text| self.source.find(text, 0).is_some());
        if self.apart || !has_texts() {
            return;
        }
        self.counted += usize::from(label.is_none());
        let label = label.unwrap_or_else(|| self.counted.to_string());
        self.begin();
        self.build.note_mark(&label, here.from(start..here.at));
        self.marked.push(label);
    }

    /// The text of a note whose mark stands elsewhere.
    pub(super) fn note_text(&mut self, here: &mut Stretch, start: usize) {
        let name = start..here.at;
        let label = self.note_number(here).unwrap_or_else(|| self.counted.to_string());
        let Some((inside, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        let body = vec![Work::Read(here.within(inside))];
        self.text_of_note(here, name, label, body);
    }

    /// The number of a note that is given with its command.
    pub(super) fn note_number(&mut self, here: &mut Stretch) -> Option<String> {
        let (inside, behind) = self.source.enclosed(here.at, here.end, b"[]")?;
        let number = self.source.text[inside].trim();
        let is_number =
            !number.is_empty() && number.len() < 6 && number.bytes().all(|byte| byte.is_ascii_digit());
        here.at = behind;
        is_number.then(|| number.to_owned())
    }

    /// A heading or a caption, as a block of its own.
    pub(super) fn block(&mut self, here: &mut Stretch, kind: Kind, level: u8) {
        self.star(here);
        self.options(here);
        let Some((inside, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        self.build.open(kind, level);
        self.parted = false;
        self.next.push(Work::Read(here.within(inside)));
        self.next.push(Work::Close);
    }
}

/// Whether a key may stand behind Pandoc's `@` without braces.
fn is_plain(key: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut joined = true;
    for c in key.chars() {
        if !part(c) && (joined || !":.#$%&-+?<>~/".contains(c)) {
            return false;
        }
        joined = !part(c);
    }
    !joined
}

/// Whether what stands behind a key is a page or several: "12", "12--15", "iv", "12f.". Four digits may be a year.
fn is_page(text: &str) -> bool {
    let body = text.trim_end_matches('.').trim_end_matches(['f', 'q', 's']);
    let body = body.trim_end_matches([' ', '~', '\\', ',']);
    let is_roman = || body.len() < 8 && body.bytes().all(|byte| b"ivxl".contains(&byte));
    let numbers = body.split(|c: char| "-–, ".contains(c)).filter(|part| !part.is_empty());
    let is_number = |part: &str| part.len() < 5 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = body.len() == 4 && body.parse().is_ok_and(|year: u16| (1450..2100).contains(&year));
    !body.is_empty()
        && !is_year
        && (is_roman() || numbers.clone().count() > 0 && numbers.clone().all(is_number))
}
