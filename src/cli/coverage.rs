//! The least coverage that the command line asks for: `80`, `80%`, `quotes=100`.
//!
//! Takes one argument's text and hands on what it asks for; and refuses a run whose coverage nothing can be said of.

use crate::check::Report;
use crate::config::coverage::{Least, Unit};
use crate::nearest::nearest;
use crate::output::display::clean;

/// A share in per cent, of the sentences unless it says of what.
pub fn share(text: &str) -> Result<(Unit, u32), String> {
    let (unit, share) = match text.split_once('=') {
        Some((name, share)) => (unit(name.trim())?, share),
        None => (Unit::Sentences, text),
    };
    let number = share.trim().trim_end_matches('%').trim_end();
    let share = number.parse().ok().filter(|share| *share <= 100);
    // A sign is none of a share's.
    let share = share.filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()));
    share
        .map(|share| (unit, share))
        .ok_or_else(|| "a share is a whole number from 0 to 100, in per cent".into())
}

fn unit(name: &str) -> Result<Unit, String> {
    let names = || Unit::ALL.into_iter().map(Unit::name);
    Unit::named(name).ok_or_else(|| match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("a share is of {}", names().collect::<Vec<_>>().join(", ")),
    })
}

/// What several arguments ask for; of two about one unit the later counts.
pub fn least(shares: &[(Unit, u32)]) -> Least {
    let mut least = Least::default();
    shares.iter().for_each(|&(unit, share)| least.ask(unit, share));
    least
}

/// Fails where a draft is to be covered by sources and has none to be held against.
pub fn need_sources(report: &Report) -> anyhow::Result<()> {
    let wants = |least: Least| Unit::ALL.into_iter().any(|unit| least.of(unit) > Some(0));
    let mut bare = report.drafts.iter().filter(|draft| report.corpus(draft).is_empty());
    match bare.find(|draft| wants(draft.config.least)) {
        None => Ok(()),
        Some(draft) => anyhow::bail!(
            "a least coverage is asked for, and `{}` has no source to be held against\n\
             `--sources DIR` names them, `ibid init` sets a project up",
            clean(&draft.file.title())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_the_sentences_unless_it_says_of_what() {
        for (text, expected) in [
            ("80", (Unit::Sentences, 80)),
            ("80%", (Unit::Sentences, 80)),
            ("quotes=100", (Unit::Quotes, 100)),
            ("claims = 0 %", (Unit::Claims, 0)),
        ] {
            assert_eq!(share(text), Ok(expected), "{text}");
        }
        for text in
            ["", "101", "-1", "+5", "0.8", "eighty", "quotes=", "quotes", "quotes=1=2", "=80", "99999999999"]
        {
            assert!(share(text).is_err(), "{text}");
        }
        assert_eq!(share("quote=90"), Err("did you mean `quotes`?".into()));
    }
}
