//! Reads the rules' options: a table of tables, each named as its rule.

use toml::de::DeValue;

use super::{Reader, Value, finding};
use crate::config::keys::Key;
use crate::config::options::{self, KNOWN, Kind, Known};
use crate::config::settings::Choice;
use crate::page::PAGES;

impl Reader<'_> {
    pub(super) fn options(&mut self, key: &Key, value: &Value, choice: &mut Choice) {
        let Some(table) = self.table(key, value) else { return };
        for (rule, value) in table {
            let id = rule.get_ref().as_ref();
            let with_options = || KNOWN.iter().map(|known| known.rule);
            let Some(page) = PAGES.iter().find(|page| page.id == id) else {
                self.unknown(rule.span(), id, format!("there is no rule `{id}`"), with_options());
                continue;
            };
            let Some(table) = self.table(key, value) else { continue };
            for (name, value) in table {
                match options::known(page.id, name.get_ref()) {
                    Some(known) => {
                        choice.options.extend(self.option(known, value).map(|value| (known, value)))
                    }
                    None => {
                        let message = format!("`{}` has no option `{}`", page.id, name.get_ref());
                        let own = page.options.iter().map(|option| option.name);
                        self.unknown(name.span(), name.get_ref(), message, own);
                    }
                }
            }
        }
    }

    /// The value of an option; what it cannot be is reported.
    fn option(&mut self, known: &Known, value: &Value) -> Option<options::Value> {
        let read = match &known.kind {
            Kind::Words(range, _) => number(value.get_ref())
                .and_then(|number| u32::try_from(number).ok())
                .filter(|words| range.contains(words))
                .map(options::Value::Words),
            Kind::Share(_) => share(value.get_ref()).map(options::Value::Share),
            Kind::Choice(words, _) => {
                let word = value.get_ref().as_str();
                word.and_then(|word| words.iter().position(|known| *known == word))
                    .map(options::Value::Choice)
            }
        };
        if read.is_none() {
            self.refuse_option(known, value);
        }
        read
    }

    fn refuse_option(&mut self, known: &Known, value: &Value) {
        let message = format!("`{}` cannot be this", known.name);
        match &known.kind {
            Kind::Share(_) => {
                self.refuse(value.span(), message, "out of range", Some("it is a share, from 0.0 to 1.0"));
            }
            Kind::Words(range, _) => {
                let help =
                    format!("it is a whole number of words, from {} to {}", range.start(), range.end());
                self.refuse(value.span(), message, "out of range", Some(&help));
            }
            Kind::Choice(words, _) => {
                let all: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let help = format!("it is one of {}", all.join(", "));
                let before = self.findings.len();
                if let DeValue::String(word) = value.get_ref() {
                    self.unknown(value.span(), word, message.clone(), words.iter().copied());
                } else {
                    self.findings.push(finding(self.file, value.span(), message, "none of them"));
                }
                for finding in &mut self.findings[before..] {
                    finding.help = vec![help.clone()];
                }
            }
        }
    }
}

/// A whole number.
pub(super) fn number(value: &DeValue) -> Option<i64> {
    match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    }
}

fn share(value: &DeValue) -> Option<f64> {
    let share = match value {
        DeValue::Float(float) => float.as_str().parse().ok()?,
        value => number(value)? as f64,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}
