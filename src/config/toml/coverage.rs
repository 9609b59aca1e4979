//! Reads how much of a draft has to be tied to a source: a share of its sentences, or a table of shares.

use toml::de::DeValue;

use super::options::number;
use super::{Reader, Value};
use crate::config::coverage::{Least, Unit};
use crate::config::keys::Key;

impl Reader<'_> {
    /// `min-coverage = 80` or `min-coverage = { quotes = 100, sentences = 80 }`.
    pub(super) fn least(&mut self, key: &Key, value: &Value) -> Least {
        let mut least = Least::default();
        let DeValue::Table(table) = value.get_ref() else {
            least.sentences = self.per_cent(key, value);
            return least;
        };
        for (name, value) in table {
            match Unit::named(name.get_ref()) {
                Some(unit) => {
                    if let Some(share) = self.per_cent(key, value) {
                        least.ask(unit, share);
                    }
                }
                None => {
                    let message = format!("`{}` has no key `{}`", key.name, name.get_ref());
                    self.unknown(name.span(), name.get_ref(), message, Unit::ALL.map(Unit::name).into_iter());
                }
            }
        }
        least
    }

    fn per_cent(&mut self, key: &Key, value: &Value) -> Option<u32> {
        let share =
            number(value.get_ref()).and_then(|share| u32::try_from(share).ok()).filter(|share| *share <= 100);
        if share.is_none() {
            let message = format!("`{}` cannot be this", key.name);
            let help = format!(
                "it is a whole number of per cent, from 0 to 100; for example: `{}`",
                key.shape.example(key.name)
            );
            self.refuse(value.span(), message, "no share", Some(&help));
        }
        share
    }
}
