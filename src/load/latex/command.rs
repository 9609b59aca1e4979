//! Commands of LaTeX: takes one with the stretch behind it, looks up what it is, and does that.
//!
//! A command that is not known goes, with the brackets between it and its braces; what stands in the braces is read.

use std::ops::Range;

use super::{Reader, Stretch, Work};
use crate::file::extract::Kind;
use crate::lexicon::{get, latex};

/// A file says no more authors of itself.
const MOST_AUTHORS: usize = 64;

impl Reader<'_> {
    /// A command at a backslash.
    pub(super) fn command(&mut self, here: &mut Stretch) {
        let start = here.at;
        let (name, behind) = self.source.name(here.at);
        if behind > here.end {
            here.at = here.end;
            return;
        }
        here.at = behind;
        let lower = || {
            let first = name.chars().next()?.to_ascii_lowercase();
            let known = get(latex::COMMANDS, &format!("{first}{}", &name[first.len_utf8()..]))?;
            // A citation that begins a sentence has a capital.
            ["cite ", "several ", "volume "].iter().any(|what| known.starts_with(what)).then_some(known)
        };
        let known = get(latex::COMMANDS, name).or_else(lower);
        match known.map(|known| known.split_once(' ').unwrap_or((known, ""))) {
            Some((what, how)) => {
                self.act(here, start, what, how);
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) && takes_nothing(what) {
                    here.at = self.source.skip_space(here.at, here.end);
                }
            }
            None if self.expand(here, name, start) => {}
            None => self.unknown(here, start),
        }
    }

    /// Does what a command is for. `start` is its backslash; the stretch goes on behind its name.
    pub(super) fn act(&mut self, here: &mut Stretch, start: usize, what: &str, how: &'static str) {
        let name = start..here.at;
        let from = here.from(name.clone());
        match what {
            "drop" | "text" => {
                self.star(here);
                self.options(here);
                self.groups(here, how.parse().unwrap_or(0));
            }
            "space" => {
                self.build.put(" ", from);
                self.star(here);
                self.groups(here, how.parse().unwrap_or(0));
            }
            "write" => self.next.push(Work::write(how, from)),
            "accent" => self.accent(here, start, how),
            "raised" => self.raised(here),
            "size" => self.size(here),
            "heading" => self.block(here, Kind::Heading, how.parse().unwrap_or(1)),
            "caption" => self.block(here, Kind::Paragraph, 0),
            "note" => {
                let label = self.note_number(here);
                if let Some((inside, behind)) = self.source.group(here.at, here.end) {
                    here.at = behind;
                    let body = vec![Work::Read(here.within(inside))];
                    self.note(here, name, label, body);
                }
            }
            "notemark" => self.note_mark(here, start),
            "notetext" => self.note_text(here, start),
            "begin" => self.begin_environment(here, start),
            "end" => self.end_environment(here, start),
            "item" => self.item(here),
            "entry" => self.entry(here, start),
            "paragraph" => self.paragraph(),
            "break" => self.line_break(here, from),
            "cell" if self.in_table() => {
                self.build.row();
                self.build.open(Kind::Cell, 0);
            }
            "stop" => self.stopped = here.origin.is_none(),
            "false" => {
                let end = self.source.find("\\fi", here.at).filter(|&end| end < here.end);
                here.at = end.map_or(here.at, |end| end + "\\fi".len());
            }
            "math" => {
                let close = if self.source.text[start..].starts_with("\\(") { "\\)" } else { "\\]" };
                self.math_between(here, start, close);
            }
            "apart" => self.read_apart(here, from),
            "link" => self.link(here),
            "address" => self.address(here),
            "verb" => self.verb(here),
            "cite" | "several" | "volume" => self.cite(here, start, what, how),
            "quoted" => self.quoted(here, start, how),
            "inserted" | "elided" | "deleted" => self.edited(here, start, what),
            "define" => self.define(here),
            "plaindefine" => self.define_plainly(here),
            "newdefine" => self.define_newly(here),
            "let" => self.skip_names(here),
            "package" => self.package(here),
            "title" | "author" | "date" => self.about(here, what),
            _ => {}
        }
    }

    /// Two arguments with a space between them: a number and its unit.
    fn read_apart(&mut self, here: &mut Stretch, from: Range<usize>) {
        self.options(here);
        let Some((number, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        self.next.push(Work::Read(here.within(number)));
        let Some((unit, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        self.next.push(Work::write(" ", from));
        self.next.push(Work::Read(here.within(unit)));
    }

    /// A command of another file's. Amid words and without braces it may stand for some: they are left out here, and said to
    /// be.
    fn unknown(&mut self, here: &mut Stretch, start: usize) {
        let before = self.source.text[..start].trim_end_matches([' ', '\t']);
        let behind = self.source.text[here.at..here.end].trim_start_matches([' ', '\\', '{', '}', '~']);
        let amid = !before.ends_with(['\n', '%', '}', ']', '{']) && !before.is_empty();
        let goes_on = behind.starts_with(|c: char| c.is_alphabetic() || ",.;:!?'’”)-".contains(c));
        let braced = self.source.text[here.at..here.end].starts_with(['{', '['])
            && !self.source.text[here.at..here.end].starts_with("{}");
        if amid && goes_on && !braced && here.origin.is_none() {
            self.begin();
            self.build.put("[…]", start..here.at);
            // A space behind a name is the name's end; "\ " and "{}" keep it.
            here.at = self.source.skip_space(here.at, here.end);
            return;
        }
        let option = self.source.enclosed(here.at, here.end, b"[]").map(|(_, behind)| behind);
        if let Some(behind) = option.filter(|&behind| self.source.text[behind..here.end].starts_with('{')) {
            here.at = behind;
            return;
        }
        let at = self.source.skip_space(here.at, here.end);
        match self.source.text[at..here.end].starts_with('=') {
            true => self.size(here),
            false => here.at = at,
        }
    }

    /// Passes over a star.
    pub(super) fn star(&self, here: &mut Stretch) -> bool {
        let starred = self.source.text[here.at..here.end].starts_with('*');
        here.at += usize::from(starred);
        starred
    }

    /// Passes over brackets, and round ones that stand close by.
    pub(super) fn options(&self, here: &mut Stretch) {
        loop {
            let round = self.source.enclosed(here.at, here.end, b"()").filter(|(inside, _)| inside.len() < 4);
            let Some((_, behind)) = self.source.option(here.at, here.end).or(round) else { return };
            here.at = behind;
        }
    }

    /// Passes over so many arguments, with the brackets between them.
    pub(super) fn groups(&self, here: &mut Stretch, count: usize) {
        for _ in 0..count {
            let Some((_, behind)) = self.source.group(here.at, here.end) else { return };
            here.at = behind;
            if let Some((_, behind)) = self.source.enclosed(here.at, here.end, b"[]") {
                here.at = behind;
            }
        }
    }

    /// Passes over a length: `=-2pt plus 1fil`.
    fn size(&self, here: &mut Stretch) {
        let start = self.source.skip_space(here.at, here.end);
        let text = &self.source.text[start..here.end];
        let mut rest = text.trim_start_matches([' ', '=', '-', '+']);
        loop {
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".,`".contains(c));
            let unit = number.trim_start_matches("true").trim_start();
            let units = ["pt", "em", "ex", "cm", "mm", "in", "bp", "pc", "sp", "dd", "fill", "fil", "fi"];
            let behind = units.iter().find_map(|own| unit.strip_prefix(own));
            let behind =
                behind.filter(|behind| number.len() < rest.len() && !behind.starts_with(char::is_alphabetic));
            rest = behind.unwrap_or(number);
            let more = rest.trim_start().strip_prefix("plus").or(rest.trim_start().strip_prefix("minus"));
            match more.filter(|more| more.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '.'))
            {
                Some(more) => rest = more.trim_start(),
                None => break,
            }
        }
        here.at = here.end - rest.len();
    }

    /// Passes over up to two names, `\let\a=\b`.
    fn skip_names(&self, here: &mut Stretch) {
        for _ in 0..2 {
            let at = self.source.skip_space(here.at, here.end);
            let at = at + usize::from(self.source.text[at..here.end].starts_with('='));
            if !self.source.text[at..here.end].starts_with('\\') {
                return;
            }
            here.at = self.source.name(at).1.min(here.end);
        }
    }

    fn line_break(&mut self, here: &mut Stretch, from: Range<usize>) {
        self.star(here);
        if let Some((inside, behind)) = self.source.enclosed(here.at, here.end, b"[]") {
            // What stands in brackets is a length, or the text's own.
            if self.source.text[inside].contains(|c: char| c.is_ascii_digit() || c == '\\') {
                here.at = behind;
            }
        }
        if self.in_table() {
            self.build.row();
            self.build.open(Kind::Cell, 0);
        } else {
            self.build.line_break(from);
        }
    }

    fn link(&mut self, here: &mut Stretch) {
        self.options(here);
        let Some((address, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        let address = self.resolved(here, address);
        let unescaped = self.source.text[address.at..address.end].replace('\\', "");
        let Some((words, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        self.build.open_link(&unescaped);
        self.next.push(Work::Read(here.within(words)));
        self.next.push(Work::CloseLink);
    }

    /// An address that is written out.
    fn address(&mut self, here: &mut Stretch) {
        let Some((inside, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        let address = self.resolved(here, inside);
        let text = &self.source.text[address.at..address.end];
        self.begin();
        let base = self.source.text.as_ptr() as usize;
        // A backslash keeps TeX from the sign behind it.
        for part in text.split('\\') {
            let from = part.as_ptr() as usize - base;
            self.build.put(part, address.from(from..from + part.len()));
        }
    }

    fn verb(&mut self, here: &mut Stretch) {
        self.options(here);
        let Some((inside, behind)) = self.source.verb(here.at, here.end) else { return };
        here.at = behind;
        let code = &self.source.text[inside.clone()];
        // The words of code count; its marks quote nobody.
        for part in code.split(['"', '\'', '`', '“', '”']).filter(|part| !part.is_empty()) {
            let start = inside.start + (part.as_ptr() as usize - code.as_ptr() as usize);
            self.say(here, start..start + part.len());
        }
    }

    /// A package, or the class: with German among its options `"` is a command.
    fn package(&mut self, here: &mut Stretch) {
        if let Some((options, behind)) = self.source.option(here.at, here.end) {
            here.at = behind;
            let german = ["german", "ngerman", "austrian", "naustrian", "swissgerman", "nswissgerman"];
            let names = self.source.text[options].split([',', '=']).map(str::trim);
            self.german |= names.into_iter().any(|name| german.contains(&name));
        }
        self.groups(here, 1);
    }

    /// What the file says of itself.
    fn about(&mut self, here: &mut Stretch, what: &str) {
        self.options(here);
        let Some((inside, behind)) = self.source.group(here.at, here.end) else { return };
        here.at = behind;
        if self.apart {
            return;
        }
        if what == "author" {
            for part in self.source.text[inside.clone()].split("\\and").take(MOST_AUTHORS) {
                let start = part.as_ptr() as usize - self.source.text.as_ptr() as usize;
                let said = self.apart(start..start + part.len());
                // Behind the name stands where somebody works.
                let name = said.lines().next().unwrap_or_default().trim();
                if !name.is_empty() {
                    self.build.about().authors.push(name.to_owned());
                }
            }
            return;
        }
        let said = self.apart(inside).replace('\n', " ");
        let about = self.build.about();
        match what {
            "title" => about.title = said,
            _ => about.date = said,
        }
    }
}

/// Whether what a command is for leaves the space behind its name to be passed over.
fn takes_nothing(what: &str) -> bool {
    matches!(what, "bare" | "write" | "size" | "paragraph" | "let" | "stop" | "cell")
}
