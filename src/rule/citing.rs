//! What the rules on citations have in common: keys as they are written, and which of several is near.
//!
//! Takes a citation or a key and hands on what to show, to compare and to put into a draft.

mod described;
pub mod fix;
mod listing;
pub mod manner;
mod noting;
pub mod place;

use super::Cx;
use crate::claim::citation::{Citation, Form};
use crate::matching::{By, Named, named};

/// What a citation of the draft names.
pub fn names<'a>(cx: &Cx<'a>, citation: &Citation) -> Vec<Named<'a>> {
    named(cx.text, citation, cx.corpus)
}

/// Whether the draft has keys of Pandoc's kind that name sources of this project.
pub fn uses_keys(cx: &Cx) -> bool {
    let keyed = |citation: &&Citation| matches!(citation.form, Form::Bracket | Form::Bare | Form::InlineNote);
    let known = |named: Named| named.by == By::Key && named.documents.is_some();
    let mut keyed = cx.claims.citations.iter().filter(keyed).filter(|citation| !citation.keys.is_empty());
    keyed.any(|citation| names(cx, citation).into_iter().any(known))
}

/// A key as it stands behind an `@`: in braces, where it would otherwise end too early.
pub fn written(key: &str) -> String {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let joints = |pair: [char; 2]| part(pair[0]) || part(pair[1]);
    let letters: Vec<char> = key.chars().collect();
    let plain = key.starts_with(part)
        && key.ends_with(part)
        && key.chars().all(|c| part(c) || ":.#$%&-+?<>~/".contains(c))
        && letters.windows(2).all(|pair| joints([pair[0], pair[1]]));
    if plain { key.to_owned() } else { format!("{{{key}}}") }
}

/// Whether an empty line stands before what follows a stretch of text.
pub fn is_parted(before: &str) -> bool {
    before.ends_with("\n\n") || before.ends_with("\n\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_so_that_it_is_read_back() {
        for (key, expected) in [
            ("smith2020", "smith2020"),
            ("a/b-c", "a/b-c"),
            ("harbour letters", "{harbour letters}"),
            ("a--b", "{a--b}"),
            ("a.", "{a.}"),
        ] {
            assert_eq!(written(key), expected, "{key}");
        }
    }
}
