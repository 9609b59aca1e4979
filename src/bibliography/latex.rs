//! The text of a field's LaTeX: accents composed, commands for looks dropped, names split.
//!
//! Takes a value as `scan` read it and hands on text. `biblatex` does the work; what it does not know or refuses
//! is taken out before, and a value that it cannot read is given as it stands without its braces.

use super::author::Author;
use super::item::one_line;
use biblatex::{Bibliography, Chunks, ChunksExt, Pair, Person, RawBibliography, RawChunk, RawEntry, Spanned};

/// A field with more than this in it is no title and no list of names: `biblatex` takes the square of the time for it,
/// and its stack for every level.
const LONGEST: usize = 256 << 10;
const MOST_BRACES: usize = 10_000;
const DEEPEST: usize = 64;

/// Commands that change how their argument looks and nothing else.
const LOOKS: &[&str] = &[
    "MakeUppercase",
    "bf",
    "bfseries",
    "boldmath",
    "em",
    "emph",
    "ensuremath",
    "hbox",
    "href",
    "it",
    "itshape",
    "mathrm",
    "mbox",
    "mkbibbold",
    "mkbibemph",
    "mkbibitalic",
    "mkbibparens",
    "normalfont",
    "protect",
    "relax",
    "rm",
    "rmfamily",
    "sc",
    "scshape",
    "sf",
    "sffamily",
    "sl",
    "slshape",
    "small",
    "text",
    "textbf",
    "textit",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "textsubscript",
    "textsuperscript",
    "texttt",
    "textup",
    "tt",
    "ttfamily",
    "underline",
    "uppercase",
    "url",
    "upshape",
];

/// Commands that put their argument in quotation marks.
const QUOTES: &[&str] = &["enquote", "enquote*", "mkbibquote", "textquote"];

/// A value as text, on one line.
pub(super) fn text(value: &str) -> String {
    match chunks(value) {
        Some(chunks) => one_line(&chunks.format_verbatim()),
        None => stripped(value),
    }
}

/// The names in a value; a body in braces is kept whole.
pub(super) fn names(value: &str) -> Vec<Author> {
    let people = chunks(value).and_then(|chunks| chunks.parse::<Vec<Person>>().ok());
    let names: Vec<Author> = match people {
        Some(people) => people
            .iter()
            .map(|person| Author::of(&person.given_name, &person.prefix, &person.name, &person.suffix))
            .collect(),
        None => stripped(value).split(" and ").map(Author::listed).collect(),
    };
    names.into_iter().filter(|author| !author.name.is_empty() && author.name != "others").collect()
}

/// An address: no command means anything in it but the escapes of single characters.
pub(super) fn address(value: &str) -> String {
    let inner = value.split_once("\\url{").map_or(value, |(_, rest)| rest.split('}').next().unwrap_or(rest));
    let mut address = String::with_capacity(inner.len());
    let mut chars = inner.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => address.extend(chars.next_if(|&next| !next.is_alphanumeric()).or(Some('\\'))),
            '{' | '}' => {}
            _ => address.push(c),
        }
    }
    address
}

fn chunks(value: &str) -> Option<Chunks> {
    if !value.contains(['\\', '{', '}', '$', '`', '\'', '~', '-']) && !value.contains(" and ") {
        return Some(vec![Spanned::zero(biblatex::Chunk::Normal(one_line(value)))]);
    }
    if value.len() > LONGEST || !within_bounds(value) {
        return None;
    }
    let plain = plain_commands(value);
    let entry = RawEntry {
        key: Spanned::zero(""),
        kind: Spanned::zero("misc"),
        fields: vec![Pair::new(
            Spanned::zero("title"),
            Spanned::zero(vec![Spanned::zero(RawChunk::Normal(&plain))]),
        )],
    };
    let raw = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::zero(entry)],
        abbreviations: Vec::new(),
    };
    let entry = Bibliography::from_raw(raw).ok()?.into_vec().pop()?;
    entry.fields.into_values().next()
}

fn within_bounds(value: &str) -> bool {
    let (mut depth, mut deepest, mut count) = (0usize, 0, 0);
    for byte in value.bytes() {
        match byte {
            b'{' => {
                depth += 1;
                count += 1;
                deepest = deepest.max(depth);
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest <= DEEPEST && count <= MOST_BRACES
}

/// Rewrites what `biblatex` leaves as it stands or fails on: commands for looks and quotation marks, ties, TeX's
/// quotation marks, and a `$` that opens nothing.
fn plain_commands(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    // Whether each open brace ends in a closing quotation mark.
    let mut open = Vec::new();
    let mut rest = value;
    let odd_dollars = value.replace("\\$", "").matches('$').count() % 2 == 1;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '\\' => {
                let name = rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1);
                let star = usize::from(name > 0 && rest[1 + name..].starts_with('*'));
                let command = &rest[1..1 + name + star];
                let after = rest[1 + name + star..].trim_start();
                if QUOTES.contains(&command) && after.starts_with('{') {
                    plain.push_str("{“");
                    open.push(true);
                    taken = rest.len() - after.len() + 1;
                } else if LOOKS.contains(&command) {
                    taken = rest.len() - after.len();
                } else if name == 0 {
                    // An escape is handed on whole.
                    taken += rest[1..].chars().next().map_or(0, char::len_utf8);
                    plain.push_str(&rest[..taken]);
                } else {
                    taken = 1 + name;
                    plain.push_str(&rest[..taken]);
                }
            }
            '{' => {
                plain.push(c);
                open.push(false);
            }
            '}' => {
                if open.pop() == Some(true) {
                    plain.push('”');
                }
                plain.push(c);
            }
            '~' => plain.push(' '),
            '$' if odd_dollars => plain.push_str("\\$"),
            '`' if rest.starts_with("``") => {
                plain.push('“');
                taken = 2;
            }
            '\'' if rest.starts_with("''") => {
                plain.push('”');
                taken = 2;
            }
            _ => plain.push(c),
        }
        rest = &rest[taken..];
    }
    plain
}

fn stripped(value: &str) -> String {
    one_line(&value.replace(['{', '}'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_looks_become_text() {
        assert_eq!(text(r#"{G{\"o}del}'s \emph{proof} of {\'{E}}tat"#), "Gödel's proof of État");
        assert_eq!(text(r"{\em Asian} {NATO} \& more --- {\bf here}"), "Asian NATO & more — here");
        assert_eq!(text(r"The \enquote{Asian {NATO}} and ``its'' foes"), "The “Asian NATO” and “its” foes");
        assert_eq!(text("one\r\n   two"), "one two");
    }

    #[test]
    fn what_is_no_latex_is_kept() {
        assert_eq!(text("It costs $5"), "It costs $5");
        assert_eq!(text(r"100\% of $5"), "100% of $5");
        assert_eq!(text(r"a \{ b"), "a { b");
        assert_eq!(text("习近平的{亚洲}"), "习近平的亚洲");
    }

    #[test]
    fn names_are_turned_and_bodies_kept() {
        let said = |value| names(value).into_iter().map(|author| author.name).collect::<Vec<_>>();
        assert_eq!(said("Zheng Zaixing"), ["Zheng Zaixing"]);
        assert_eq!(said("von der Leyen, Ursula and Xi, Jinping"), ["Ursula von der Leyen", "Jinping Xi"]);
        assert_eq!(
            said("{World Health Organization and Partners} and Ward, Jr., A. B."),
            ["World Health Organization and Partners", "A. B. Ward Jr."]
        );
        assert_eq!(said("Wang, Yi and others"), ["Yi Wang"]);
        assert_eq!(
            said("{European Commission, Directorate-General}"),
            ["European Commission, Directorate-General"]
        );
        assert_eq!(said(r"{\L}uk{\'a}{\v s}, J.~R."), ["J. R. Łukáš"]);
        assert_eq!(said("习近平"), ["习近平"]);
    }

    #[test]
    fn an_address_is_unescaped() {
        assert_eq!(address(r"https://x.org/a\_b?c=1\&d=\%20"), "https://x.org/a_b?c=1&d=%20");
        assert_eq!(address(r"\url{https://x.org/a}, seen in 2020"), "https://x.org/a");
    }

    #[test]
    fn nothing_hangs_or_overflows() {
        for part in [r"\a{", "{", "{}", r"\'{\'{", "$", r"\{", "{a}b", "a=", ", and ", r"\enquote{"] {
            for length in [100, 10_000, 60_000] {
                let value = part.repeat(length / part.len());
                text(&value);
                names(&value);
            }
        }
    }
}
