//! A source as a draft would name it: in a note, by its author and year, by its publication and date.
//!
//! Takes a document and hands on text, by what it is called. What is not known of it is left out, and nothing is handed on where too little
//! is left, or where the text would be read as markup.

use super::super::Cx;
use super::manner::Habits;
use crate::corpus::{Called, DocumentId};

/// As a note has it, without a full stop: `Ana Ferrer, “The Ferry in Winter”, Wellbury Courier, 4 March 2021`.
pub fn in_note(cx: &Cx, id: DocumentId) -> Option<String> {
    let title = set_off(cx.corpus.title(id)?)?;
    let called = called(cx, id);
    let authors = joined(called.authors.iter().map(|author| author.name.as_str()), false);
    let publication = called.publication.unwrap_or_default().to_owned();
    let date = called.date.and_then(|date| dated(date, false)).unwrap_or_default();
    let parts = [authors, title, publication, date].into_iter().filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.collect();
    let all = parts.join(", ");
    // Behind the title nothing was checked for markup yet.
    (!parts.iter().any(|part| part.contains(['[', ']', '@', '<', '\n', ';']))).then_some(all)
}

/// By author and year, without brackets: `Ferrer and Marsh 2021`.
pub fn author_year(cx: &Cx, habits: &Habits, id: DocumentId) -> Option<String> {
    let called = called(cx, id);
    let families = called.authors.iter().map(|author| author.family.as_str());
    let authors = Some(joined(families, habits.ampersand)).filter(|authors| !authors.is_empty())?;
    let comma = if habits.comma { "," } else { "" };
    Some(format!("{authors}{comma} {}", called.year()?))
}

/// By publication and date, without brackets: `Wellbury Courier, 4 May 2025`.
pub fn by_date(cx: &Cx, habits: &Habits, id: DocumentId) -> Option<String> {
    let called = called(cx, id);
    let date = dated(called.date?, habits.month_first)?;
    Some(format!("{}, {date}", called.publication?))
}

/// Its title as the words of a link, and its address.
pub fn link(cx: &Cx, id: DocumentId) -> Option<String> {
    let address = called(cx, id).url?;
    let title = cx.corpus.title(id).unwrap_or(&cx.corpus.document(id).key);
    let is_plain = !title.contains(['[', ']', '<', '\\', '\n', '`', '*', '_']);
    let leads = address.contains("://") && !address.contains(['(', ')', ' ', '<', '>']);
    (is_plain && leads).then(|| format!("[{title}]({address})"))
}

fn called<'a>(cx: &Cx<'a>, id: DocumentId) -> Called<'a> {
    cx.corpus.called(cx.corpus.document(id))
}

/// A title between quotation marks, or in italics where it has such marks itself.
fn set_off(title: &str) -> Option<String> {
    let title = title.trim();
    let has_markup = title.contains(['*', '_', '`', '\\', '^', '$', '#']);
    match () {
        () if has_markup => None,
        () if title.contains(['“', '”', '"', '„', '«', '»']) => Some(format!("*{title}*")),
        () => Some(format!("“{title}”")),
    }
}

/// The names of authors: all of two, the first of more.
fn joined<'n>(names: impl Iterator<Item = &'n str>, ampersand: bool) -> String {
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [one, two] => format!("{one} {} {two}", if ampersand { "&" } else { "and" }),
        [one, _, ..] => format!("{one} et al."),
        rest => rest.concat(),
    }
}

/// A date as prose has it, from `2025-05-04`, `2025-05` or `2025`.
fn dated(date: &str, month_first: bool) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = date.split('-').map(str::trim);
    let year =
        parts.next().filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let month = match parts.next() {
        Some(month) => *MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?,
        None => return Some(year.to_owned()),
    };
    let day: Option<u32> = match parts.next() {
        Some(day) => Some(day.parse().ok().filter(|day| (1..32).contains(day))?),
        None => None,
    };
    Some(match day {
        Some(day) if month_first => format!("{month} {day}, {year}"),
        Some(day) => format!("{day} {month} {year}"),
        None => format!("{month} {year}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_prose_has_it() {
        for (date, day_first, month_first) in [
            ("2025-05-04", Some("4 May 2025"), Some("May 4, 2025")),
            ("2025-12", Some("December 2025"), Some("December 2025")),
            ("2025", Some("2025"), Some("2025")),
            ("2025-13-01", None, None),
            ("2025-05-40", None, None),
            ("in spring", None, None),
            ("2024-05-01/2024-06-01", None, None),
        ] {
            assert_eq!(dated(date, false).as_deref(), day_first, "{date}");
            assert_eq!(dated(date, true).as_deref(), month_first, "{date}");
        }
    }

    #[test]
    fn authors_are_named_as_a_reference_does() {
        assert_eq!(joined(["Ferrer"].into_iter(), false), "Ferrer");
        assert_eq!(joined(["Ferrer", "Marsh"].into_iter(), false), "Ferrer and Marsh");
        assert_eq!(joined(["Ferrer", "Marsh"].into_iter(), true), "Ferrer & Marsh");
        assert_eq!(joined(["Ferrer", "Marsh", "Pell"].into_iter(), true), "Ferrer et al.");
        assert_eq!(joined([].into_iter(), true), "");
    }

    #[test]
    fn a_title_is_set_off_without_breaking_markup() {
        assert_eq!(set_off("The Ferry in Winter").as_deref(), Some("“The Ferry in Winter”"));
        assert_eq!(set_off("On “Ice”").as_deref(), Some("*On “Ice”*"));
        assert_eq!(set_off("A * B"), None);
    }
}
