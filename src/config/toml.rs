//! Reads an `ibid.toml`.
//!
//! Takes a `File` and hands on its `Settings` and a finding (`config-invalid`) for everything in it that is not understood,
//! each with its place and, for a mistyped name, the nearest that there is.

mod coverage;
mod facts;
mod options;

pub use facts::read as read_facts;

use std::ops::Range;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key};
use super::settings::{Choice, Named, Override, Settings};
use crate::file::File;
use crate::finding::{Edit, Finding, Fix, Label, Safety, Severity};
use crate::nearest::nearest;
use crate::page;

/// What a file says, and what is wrong with it. A file with a finding is not to be used.
pub fn read(file: &File) -> (Settings, Vec<Finding>) {
    let mut settings = Settings::default();
    let findings = parsed(file, |reader, table| reader.top(table, &mut settings));
    (settings, findings)
}

/// Has a file's table read if the file is TOML, and hands on what is wrong with it.
fn parsed(file: &File, read: impl FnOnce(&mut Reader, &DeTable)) -> Vec<Finding> {
    let (table, errors) = DeTable::parse_recoverable(file.text());
    let mut reader = Reader { file, findings: Vec::new() };
    // What stands behind the first fault is read as something else than was meant.
    match errors.first() {
        Some(error) => {
            let place = error.span().unwrap_or(0..0);
            reader.refuse(place, format!("this is no TOML: {}", error.message()), "here", None);
        }
        None => read(&mut reader, table.get_ref()),
    }
    reader.findings
}

/// A finding about an `ibid.toml` or a path that it names.
pub fn finding(file: &File, place: Range<usize>, message: String, label: &str) -> Finding {
    let primary = Label { span: file.span(place), message: label.into(), source: None };
    page::CONFIG_INVALID.finding(message, primary)
}

struct Reader<'a> {
    file: &'a File,
    findings: Vec<Finding>,
}

type Value<'v> = Spanned<DeValue<'v>>;

impl Reader<'_> {
    fn top(&mut self, table: &DeTable, settings: &mut Settings) {
        for (key, value) in self.known(table, keys::FILE, "the file") {
            match key.name {
                "drafts" => settings.drafts = self.paths(key, value),
                "sources" => self.sources(key, value, settings),
                "baseline" => settings.baseline = self.path(key, value),
                "facts" => self.all_facts(key, value, settings),
                "overrides" => self.overrides(key, value, settings),
                _ => self.choice(key, value, &mut settings.choice),
            }
        }
    }

    fn sources(&mut self, key: &Key, value: &Value, settings: &mut Settings) {
        let Some(table) = self.table(key, value) else { return };
        for (key, value) in self.known(table, keys::SOURCES, "`[sources]`") {
            match key.name {
                "paths" => settings.sources = self.paths(key, value),
                _ => settings.choice.complete = self.flag(key, value),
            }
        }
    }

    fn overrides(&mut self, key: &Key, value: &Value, settings: &mut Settings) {
        let DeValue::Array(tables) = value.get_ref() else { return self.misshapen(key, value) };
        for one in tables {
            let DeValue::Table(table) = one.get_ref() else {
                self.misshapen(key, one);
                continue;
            };
            let mut paths = None;
            let mut choice = Choice::default();
            for (key, value) in self.known(table, keys::OVERRIDE, "`[[overrides]]`") {
                match key.name {
                    "paths" => paths = self.patterns(key, value),
                    _ => self.choice(key, value, &mut choice),
                }
            }
            match paths {
                Some(paths) => settings.overrides.push(Override { paths, choice }),
                None if table.iter().any(|(name, _)| name.get_ref() == "paths") => {}
                None => {
                    let message = "an override names no drafts".to_owned();
                    self.refuse(one.span(), message, "no `paths` in it", Some("add `paths = [\"…\"]`"));
                }
            }
        }
    }

    /// The keys that the file and its overrides share.
    fn choice(&mut self, key: &Key, value: &Value, choice: &mut Choice) {
        match key.name {
            "select" => choice.select = Some(self.rules(key, value)),
            "ignore" => choice.ignore = self.rules(key, value),
            "preview" => choice.preview = self.flag(key, value),
            "pedantic" => choice.pedantic = self.flag(key, value),
            "severity" => self.severities(key, value, choice),
            "min-coverage" => choice.least = self.least(key, value),
            _ => self.options(key, value, choice),
        }
    }

    fn severities(&mut self, key: &Key, value: &Value, choice: &mut Choice) {
        let Some(table) = self.table(key, value) else { return };
        for (name, value) in table {
            let known = self.rule(name.get_ref(), name.span());
            let severities = [Severity::Error, Severity::Warning, Severity::Note];
            let severity = value
                .get_ref()
                .as_str()
                .and_then(|wanted| severities.into_iter().find(|severity| severity.name() == wanted));
            match severity {
                Some(severity) if known => drop(choice.severity.insert(name.get_ref().to_string(), severity)),
                Some(_) => {}
                None => {
                    let message = format!("this is no severity for `{}`", name.get_ref());
                    let help = "a severity is \"error\", \"warning\" or \"note\"; `ignore` turns a rule off";
                    self.refuse(value.span(), message, "no severity", Some(help));
                }
            }
        }
    }

    /// The entries of a table whose keys are known; the others are reported.
    fn known<'t, 'v>(
        &mut self,
        table: &'t DeTable<'v>,
        keys: &'static [Key],
        whose: &str,
    ) -> Vec<(&'static Key, &'t Value<'v>)> {
        let mut entries = Vec::new();
        for (name, value) in table {
            match keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => entries.push((key, value)),
                None => {
                    let message = format!("{whose} has no key `{}`", name.get_ref());
                    self.unknown(name.span(), name.get_ref(), message, keys.iter().map(|key| key.name));
                }
            }
        }
        entries
    }

    fn table<'t, 'v>(&mut self, key: &Key, value: &'t Value<'v>) -> Option<&'t DeTable<'v>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        self.misshapen(key, value);
        None
    }

    fn flag(&mut self, key: &Key, value: &Value) -> Option<bool> {
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.misshapen(key, value);
        None
    }

    /// The strings of a list, each with its place; what is no string is reported.
    fn strings<'t>(&mut self, key: &Key, value: &'t Value) -> Vec<(&'t str, Range<usize>)> {
        let DeValue::Array(list) = value.get_ref() else {
            self.misshapen(key, value);
            return Vec::new();
        };
        let mut strings = Vec::new();
        for item in list {
            match item.get_ref().as_str() {
                Some(text) => strings.push((text, item.span())),
                None => self.misshapen(key, item),
            }
        }
        strings
    }

    fn path(&mut self, key: &Key, value: &Value) -> Option<Named> {
        match value.get_ref().as_str().filter(|path| !path.trim().is_empty()) {
            Some(path) => Some(Named { path: path.to_owned(), span: self.file.span(value.span()) }),
            None => {
                self.misshapen(key, value);
                None
            }
        }
    }

    fn paths(&mut self, key: &Key, value: &Value) -> Vec<Named> {
        let mut named = Vec::new();
        for (text, place) in self.strings(key, value) {
            if text.trim_start_matches('!').trim().is_empty() {
                let message = format!("a path of `{}` is empty", key.name);
                self.refuse(place, message, "no path", Some("`.` is this file's folder"));
            } else if is_pattern(text.trim_start_matches('!'))
                && self.glob(text.trim_start_matches('!'), place.clone()).is_none()
            {
                // It is reported.
            } else {
                named.push(Named { path: text.to_owned(), span: self.file.span(place) });
            }
        }
        named
    }

    fn patterns(&mut self, key: &Key, value: &Value) -> Option<GlobSet> {
        let mut set = GlobSetBuilder::new();
        let mut empty = true;
        for (text, place) in self.strings(key, value) {
            for glob in self.glob(text, place).into_iter().flatten() {
                set.add(glob);
                empty = false;
            }
        }
        set.build().ok().filter(|_| !empty)
    }

    fn glob(&mut self, pattern: &str, place: Range<usize>) -> Option<[globset::Glob; 2]> {
        match globs(pattern) {
            Ok(globs) => Some(globs),
            Err(error) => {
                let message = format!("`{pattern}` is no pattern: {}", error.kind());
                let help =
                    "`*` is any name, `**` any folders; what is meant as it stands is put in brackets: `[*]`";
                self.refuse(place, message, "no pattern", Some(help));
                None
            }
        }
    }

    fn rules(&mut self, key: &Key, value: &Value) -> Vec<String> {
        let names = self.strings(key, value);
        names
            .into_iter()
            .filter(|(name, place)| self.rule(name, place.clone()))
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    /// Whether a name is that of a rule or a family; one that is not is reported.
    fn rule(&mut self, name: &str, place: Range<usize>) -> bool {
        let known = page::names().any(|known| known == name);
        if !known {
            let message = format!("there is no rule and no family of rules `{name}`");
            self.unknown(place, name, message, page::names());
        }
        known
    }

    fn misshapen(&mut self, key: &Key, value: &Value) {
        let message = format!("`{}` is {}, and this is none", key.name, key.shape.wanted());
        let help = format!("for example: `{}`", key.shape.example(key.name));
        self.refuse(value.span(), message, value.get_ref().type_str(), Some(&help));
    }

    fn unknown<'n>(
        &mut self,
        place: Range<usize>,
        name: &str,
        message: String,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let help = match nearest(name, known.clone()) {
            Some(near) => {
                let mut finding = finding(self.file, place.clone(), message, "unknown");
                let whole = &self.file.text()[place.clone()];
                let replacement =
                    if whole.starts_with(['"', '\'']) { format!("\"{near}\"") } else { near.to_owned() };
                finding.fixes.push(Fix {
                    title: "did you mean this".into(),
                    safety: Safety::Unsafe,
                    edits: vec![Edit { span: self.file.span(place), replacement }],
                });
                self.findings.push(finding);
                return;
            }
            None => {
                let mut known: Vec<&str> = known.collect();
                known.dedup();
                match known.len() {
                    0 => "it has no options".to_owned(),
                    1 => format!("there is only `{}`", known[0]),
                    2..=12 => format!("there are {}", known.join(", ")),
                    _ => "`ibid rules` lists the rules".to_owned(),
                }
            }
        };
        self.refuse(place, message, "unknown", Some(&help));
    }

    fn refuse(&mut self, place: Range<usize>, message: String, label: &str, help: Option<&str>) {
        let mut finding = finding(self.file, place, message, label);
        finding.help.extend(help.map(str::to_owned));
        self.findings.push(finding);
    }
}

/// Whether a path is a pattern.
pub fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// A pattern of paths as globs: what it names, and what lies below that. `*` stays within a folder, `**` does not.
pub fn globs(pattern: &str) -> Result<[globset::Glob; 2], globset::Error> {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let glob = |pattern: &str| GlobBuilder::new(pattern).literal_separator(true).build();
    match pattern {
        "." | "" => Ok([glob("**")?, glob("**/*")?]),
        pattern => Ok([glob(pattern)?, glob(&format!("{pattern}/**"))?]),
    }
}
