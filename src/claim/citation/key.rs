//! Pandoc's citation keys: `[@key]`, `[see @a, pp. 3-5; -@b]`, `@key`, `@{https://…}`.
//!
//! Takes a stretch of text and hands on the keys in it, each where it stands, without `@`.

use std::ops::Range;

/// What Quarto's cross-references begin with.
const CROSS_REFERENCES: &[&str] = &[
    "algo-", "apx-", "cnj-", "cor-", "def-", "eq-", "exm-", "exr-", "fig-", "lem-", "lst-", "prp-", "rem-",
    "sec-", "sol-", "tbl-", "thm-", "tip-", "nte-", "wrn-", "imp-", "cau-",
];
/// More keys than this in one citation are no citation.
const MOST: usize = 64;

/// Whether a key has the form of a cross-reference within the text, which it is unless a source goes by it.
pub fn is_cross_reference(key: &str) -> bool {
    // A sentence may begin with one: `@Fig-map`.
    let key = key.to_lowercase();
    CROSS_REFERENCES.iter().any(|prefix| key.starts_with(prefix))
}

/// The square bracket round an `@`, if it opens before it without another closing between.
pub(super) fn bracket(text: &str, at: usize, within: Range<usize>) -> Option<Range<usize>> {
    let from = text.floor_char_boundary(within.start.max(at.saturating_sub(200)));
    let open = text[from..at]
        .rfind(['[', ']'])
        .map(|open| from + open)
        .filter(|&open| text.as_bytes()[open] == b'[')?;
    let to = text.floor_char_boundary(within.end.min(at + 1000)).max(at);
    let close = text[at..to].find(']').map(|close| at + close + 1)?;
    Some(open..close)
}

/// Every key in a stretch of text.
pub(super) fn keys(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let marks = text[within.clone()].match_indices('@').map(|(at, _)| within.start + at);
    let found = marks.filter_map(|at| key(text, at)).map(|(key, _)| key);
    found.filter(|key| key.end <= within.end).take(MOST).collect()
}

/// The key behind an `@`, by Pandoc's rule: it begins with a letter, a digit or `_` and goes on with these and with single
/// punctuation from `:.#$%&-+?<>~/` between them; or it is anything in braces. Also where it ends with its brace. An `@`
/// inside a word belongs to an address.
pub(super) fn key(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '_' || c == '@') {
        return None;
    }
    let start = at + "@".len();
    let rest = &text[start..];
    if let Some(braced) = rest.strip_prefix('{') {
        let near = &braced[..braced.floor_char_boundary(300)];
        let start = start + "{".len();
        let end = start + near.find(['}', '\n'])?;
        return (text[end..].starts_with('}') && end > start).then_some((start..end, end + "}".len()));
    }
    let part = |c: char| c.is_alphanumeric() || c == '_';
    if !rest.starts_with(part) {
        return None;
    }
    let mut end = 0;
    loop {
        end += rest[end..].find(|c: char| !part(c)).unwrap_or(rest.len() - end);
        let mut behind = rest[end..].chars();
        let joins =
            behind.next().is_some_and(|c| ":.#$%&-+?<>~/".contains(c)) && behind.next().is_some_and(part);
        if !joins {
            break;
        }
        end += 1;
    }
    // What another `@` follows is the name in an address.
    let key = start..start + end;
    (!rest[end..].starts_with('@')).then_some((key.clone(), key.end))
}

/// How long the bracket with a locator behind a key in running text is, with the space before it: `@a [p. 4]`. 0 for none.
pub(super) fn locator_behind(rest: &str) -> usize {
    const LONGEST: usize = 60;
    let Some(inside) = rest.strip_prefix(" [") else { return 0 };
    let Some(close) = inside.find(']').filter(|&close| close <= LONGEST) else { return 0 };
    let (locator, behind) = (&inside[..close], &inside[close + "]".len()..]);
    // A link's text is followed by its address.
    let is_link = behind.starts_with(['(', '[', ':']);
    let points = locator.contains(|c: char| c.is_ascii_digit()) && !locator.contains(['@', '[', '^']);
    if points && !is_link { rest.len() - behind.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_pandoc_reads_them() {
        let table: &[(&str, &[&str])] = &[
            ("@smith2020", &["smith2020"]),
            ("@jones-1999. Said", &["jones-1999"]),
            ("@a/b, pp. 3-5; -@c:d", &["a/b", "c:d"]),
            ("@smith--jones", &["smith"]),
            ("@smith::x", &["smith"]),
            ("@{https://a.b/c}, @{}", &["https://a.b/c"]),
            ("@{a\nb}", &[]),
            ("@_x, @2020a", &["_x", "2020a"]),
            ("@-x @ @. @@x", &[]),
            ("me@example.org, first.@x, x_@y", &[]),
            ("@name@host.example", &[]),
            ("@łódź2020's", &["łódź2020"]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = keys(text, 0..text.len()).into_iter().map(|key| &text[key]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
