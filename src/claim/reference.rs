//! References as running text has them: in brackets, "(Xinhua, May 12)", "(Smith 2020)", "(minutes.pdf)", "[log-07]", or
//! without, as lawyers refer to statutes and reports, "12 U.S.C. § 44".
//!
//! Takes what a bracket holds and answers whether it refers to something. In a source it is matter that nobody said, in
//! a draft a citation.

mod pattern;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use self::pattern::refers;
use super::listed::is_year;
use crate::fold::{MASK, Word, folded, words, words_in};
use crate::lexicon::{common_words, function_words, has, references, voices};

/// Whether what a bracket holds is a reference.
pub fn is_reference(text: &str) -> bool {
    refers(text) || is_communication(text) || text.split([' ', ',']).any(is_file_name)
}

/// Whether a word is the name of a file that holds a text: "minutes/march.docx".
fn is_file_name(word: &str) -> bool {
    let (name, extension) = word.rsplit_once('.').unwrap_or_default();
    name.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')')
        && has(references::EXTENSIONS, &extension.to_ascii_lowercase())
}

/// Whether a bracket names an interview, a letter or the like.
fn is_communication(text: &str) -> bool {
    let head = &text[..text.find([',', ';']).unwrap_or(text.len())];
    let words: Vec<Cow<str>> = words(head).map(|word| folded(&head[word.range()])).collect();
    let partner = words.iter().position(|word| has(references::PARTNERS, word));
    has(references::COMMUNICATIONS, &words[..partner.unwrap_or(words.len())].join(" "))
}

/// The references in round brackets of a block, each up to its first closing bracket.
pub fn references(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    const LONGEST: usize = 160;
    let opens = text[block.clone()].match_indices('(').map(move |(at, _)| block.start + at);
    opens.filter_map(move |open| {
        let rest = &text[open..text.floor_char_boundary((open + LONGEST).min(text.len()))];
        let close = rest.find(')').filter(|close| open + close < block.end)?;
        is_reference(&rest["(".len()..close]).then(|| open..open + close + ")".len())
    })
}

/// The years in round brackets in a block that stand behind the name of an author, "Ferrer and Marsh (2021, p. 33)": where the name
/// begins, and the bracket.
pub fn by_year(text: &str, block: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
    const LONGEST: usize = 60;
    let opens = text[block.clone()].match_indices('(').map(move |(at, _)| block.start + at);
    opens.filter_map(move |open| {
        let rest = &text[open + "(".len()..text.floor_char_boundary((open + LONGEST).min(block.end))];
        let inside = &rest[..rest.find(')')?];
        let year = &inside[..inside.find(|c: char| !c.is_alphanumeric()).unwrap_or(inside.len())];
        let behind = inside[year.len()..].trim_start();
        let goes_on = behind.is_empty() || behind.starts_with([',', ':', ';', '/', '[']);
        let name = (is_year(year) && goes_on).then(|| name_before(text, block.start..open)).flatten()?;
        Some((name, open..open + inside.len() + "()".len()))
    })
}

/// Where the name that a stretch ends with begins: "Ferrer", "von der Leyen and Marsh", "Ferrer et al.", "A. Ferrer’s".
fn name_before(text: &str, within: Range<usize>) -> Option<usize> {
    /// A name with more words is none.
    const MOST: usize = 8;
    let from = text.ceil_char_boundary(within.start.max(within.end.saturating_sub(120)));
    let words: Vec<Range<usize>> = words_in(text, from..within.end).map(|word| word.range()).collect();
    let mut begins: Option<usize> = None;
    let mut behind = within.end;
    for word in words.iter().rev().take(MOST) {
        let written = &text[word.clone()];
        let gap = text[word.end..behind].trim_matches([' ', MASK, '\n']);
        let initial = written.chars().count() < 3 || written == "al";
        let joined = matches!(gap, "" | "," | "&" | ", &" | "'" | "’" | "-") || (gap == "." && initial);
        let capital = written.starts_with(char::is_uppercase);
        let particle = has(voices::PARTICLES, written);
        let joins = (particle || has(references::NAME_JOINTS, written)) && behind < within.end;
        // A sentence may begin with a word that is no name.
        let letters = folded(written);
        let opens = capital
            && (has(function_words::WORDS, &letters)
                || has(common_words::WORDS, &letters) && begins.is_some());
        if !joined || opens || !(capital || joins || written == "al") {
            break;
        }
        if capital || particle && begins.is_some() {
            begins = Some(word.start);
        }
        behind = word.start;
    }
    begins
}

/// A name and a page in round brackets, "(Ferrer 33)", which may be a citation or not.
pub fn by_page(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    const LONGEST: usize = 80;
    let opens = text[block.clone()].match_indices('(').map(move |(at, _)| block.start + at);
    opens.filter_map(move |open| {
        let rest = &text[open + "(".len()..text.floor_char_boundary((open + LONGEST).min(block.end))];
        let inside = &rest[..rest.find(')')?];
        let digits = inside.trim_end_matches(|c: char| c.is_ascii_digit() || "-–".contains(c));
        let page = &inside[digits.len()..];
        let name = digits.trim_end_matches([' ', ',']);
        let is_page = page.starts_with(|c: char| c.is_ascii_digit()) && page.len() < 10 && !is_year(page);
        let start = open + "(".len();
        let named = is_page
            && name.len() < digits.len()
            && name_before(text, start..start + name.len()) == Some(start);
        (named && !is_reference(inside)).then(|| open..open + inside.len() + "()".len())
    })
}

/// The words of a stretch without those that lead in to a reference: "see also", "cf.".
pub fn without_leads<'w>(text: &str, words: &'w [Word]) -> &'w [Word] {
    let leads = |word: &&Word| has(references::LEADS, &folded(&text[word.range()]));
    &words[words.iter().take_while(leads).count()..]
}

/// What square brackets in a block hold that may name a source: a word with a joint or a digit in it, "[log-07]", numbers,
/// "[2, 3]", or anything within two of them, "[[harbour log]]". Each with its brackets.
pub fn square(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    const LONGEST: usize = 100;
    let opens = text[block.clone()].match_indices('[').map(move |(at, _)| block.start + at);
    opens.filter_map(move |open| {
        let rest = &text[open + "[".len()..text.floor_char_boundary((open + LONGEST).min(block.end))];
        if let Some(name) = rest.strip_prefix('[') {
            let name = &name[..name.find("]]")?];
            let is_name = name.contains(char::is_alphabetic) && !name.contains(['[', '\n', '@']);
            return is_name.then(|| open..open + name.len() + "[[]]".len());
        }
        let inside = &rest[..rest.find(']')?];
        let behind = &rest[inside.len() + "]".len()..];
        let number =
            |part: &str| !part.is_empty() && part.len() < 4 && part.bytes().all(|b| b.is_ascii_digit());
        // "[2, p. 33]"
        let (head, pages) = inside.split_once(", p").map_or((inside, ""), |(head, pages)| (head, pages));
        let pages = pages.trim_start_matches(['p', '.', ' ']);
        let numbers = head.split([',', ';', '-', '–']).all(|part| number(part.trim()))
            && pages.chars().all(|c| c.is_ascii_digit() || "-–, ".contains(c));
        let letters = inside.contains(|c: char| c.is_alphabetic());
        let name = letters
            && inside.contains(|c: char| c.is_ascii_digit() || "-_/.".contains(c))
            && inside.chars().all(|c| c.is_alphanumeric() || "-_/.:".contains(c));
        // "[1][3]" are two numbers, side by side.
        let (before, behind) = match numbers {
            true => (without_numbers_behind(&text[..open]), without_numbers(behind)),
            false => (&text[..open], behind),
        };
        let apart = !before.ends_with(|c: char| c.is_alphanumeric() || "[]".contains(c))
            && !behind.starts_with(|c: char| c.is_alphanumeric() || "([:".contains(c));
        ((numbers || name) && apart).then(|| open..open + inside.len() + "[]".len())
    })
}

/// No more numbers stand side by side.
const MOST_SIDE_BY_SIDE: usize = 16;

/// A text without the numbers in brackets that it begins with: "[3][4]".
fn without_numbers(mut text: &str) -> &str {
    for _ in 0..MOST_SIDE_BY_SIDE {
        let Some(inside) = text.strip_prefix('[') else { break };
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
        let Some(rest) = inside[digits..].strip_prefix(']').filter(|_| (1..4).contains(&digits)) else {
            break;
        };
        text = rest;
    }
    text
}

/// A text without the numbers in brackets that it ends with.
fn without_numbers_behind(mut text: &str) -> &str {
    for _ in 0..MOST_SIDE_BY_SIDE {
        let Some(inside) = text.strip_suffix(']') else { break };
        let rest = inside.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = inside.len() - rest.len();
        let Some(rest) = rest.strip_suffix('[').filter(|_| (1..4).contains(&digits)) else { break };
        text = rest;
    }
    text
}

/// The places in a block where a law report, a statute or the work cited last is referred to without brackets: "12 U.S.C.
/// § 44", "12 Port Rep. at 40", "*Id.* at 5".
pub fn reports(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let inside = &text[block.clone()];
    // Most blocks have no full stop before a number and no section mark, and need no pattern.
    let may = inside.contains('§')
        || memchr::memchr_iter(b'.', inside.as_bytes()).any(|at| {
            let behind = inside[at + ".".len()..].trim_start_matches([' ', MASK]);
            behind.starts_with(|c: char| c.is_ascii_digit()) || behind.starts_with("at ")
        });
    let may = may
        && (inside.contains('§') || inside.contains("d.") && inside.contains(" at ") || has_series(inside));
    let found = may.then(|| REPORT.find_iter(inside)).into_iter().flatten();
    found
        .filter(|found| !DATE.is_match(found.as_str()))
        .map(move |found| block.start + found.start()..block.start + found.end())
}

/// Whether a figure stands before a few words in capitals, and another behind them, as round the name of a series of reports.
fn has_series(text: &str) -> bool {
    const MOST: usize = 6;
    memchr::memchr_iter(b' ', text.as_bytes()).any(|space| {
        let words = || text[space + " ".len()..].split(' ');
        let begins =
            |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase() || matches!(c, '2'..='9'));
        let is_page = |word: &str| word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '*' | '§'));
        text[..space].ends_with(|c: char| c.is_ascii_digit())
            && words().next().is_some_and(begins)
            && words()
                .skip(1)
                .take(MOST)
                .take_while(|word| begins(word) || is_page(word) || *word == "at")
                .any(is_page)
    })
}

/// A volume, a series of reports that ends with a full stop, and a page; a section; the work cited last.
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    // A full stop behind a longer word ends a sentence.
    let short = r"(?:[A-Z][A-Za-z'’]{0,4}|[A-Z](?:\.[A-Za-z0-9]+)+)\.";
    // "F.3d" and "Cal. App. 4th" end with the number of a series of series, a database has a star before its pages.
    let short = format!(r"(?:{short}|(?:[A-Z][A-Za-z'’.]*)?[2-9](?:d|th)|WL)");
    let series =
        format!(r"[0-9]{{1,4}} (?:[A-Z][A-Za-z0-9'’&.]* ){{0,4}}{short},? (?:at )?(?:\*|§+ ?)?[0-9]+");
    let section = r"§+ ?[0-9]+";
    let last = r"(?-u:\b)[Ii]d\.\x01* at [0-9]+";
    Regex::new(&format!(r"(?-u:\b)(?:{series})|{section}|{last}"))
        .expect("the pattern is a constant, and a test compiles it")
});

/// A day of a month that is cut short, which looks like a report: "4 Mar. 2020".
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)";
    Regex::new(&format!(r"^[0-9]{{1,2}} {month}\. [0-9]+$"))
        .expect("the pattern is a constant, and a test compiles it")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_brackets_are_known() {
        for text in [
            "Xinhua, May 12",
            "see Plate 3",
            "p. 14",
            "Marsh v. Pell, 41 R. 212",
            "Smith 2020",
            "NBR, 16 May",
            "00:03:41",
            "410 U.S. 113",
            "qtd. in van den Hale 12",
            "Hale, n.d.",
            "Hale, *Boats*, p. 33",
            "interview, 3 March 2025",
            "personal communication",
            "E-mail to the board, May 2024",
            "minutes.pdf",
            "see minutes/march.docx, p. 3",
        ] {
            assert!(is_reference(text), "{text}");
        }
        for text in [
            "credibly or not",
            "the harbour master",
            "Uzbekistan",
            "seven of them",
            "Maybe 12 of them",
            "a letter",
            "interview room",
            "the .pdf",
            "node.js",
        ] {
            assert!(!is_reference(text), "{text}");
        }
    }

    #[test]
    fn square_brackets_with_numbers_or_names_are_known() {
        let table: &[(&str, &[&str])] = &[
            ("a [1] b [2, 3], [4–6]. [7]", &["[1]", "[2, 3]", "[4–6]", "[7]"]),
            ("a [log-07] b [minutes.txt] c [docs/x:1]", &["[log-07]", "[minutes.txt]", "[docs/x:1]"]),
            ("[was] [so-called man] [...] [] [NYT] [sic]", &[]),
            ("[1](a.b) [4]: x[5] [6]th [1911] a[1][2] [7][8](a.b)", &[]),
            ("So it is.[1][3] And [2][3].", &["[1]", "[3]", "[2]", "[3]"]),
            ("[", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = square(text, 0..text.len()).map(|range| &text[range]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn reports_and_statutes_are_known() {
        let table: &[(&str, &[&str])] = &[
            ("“A.” 12 U.S.C. § 44(b). B", &["12 U.S.C. § 44"]),
            ("Lind v. Pell, 12 Port Rep. 33, 40 (1964)", &["12 Port Rep. 33"]),
            (
                "12 Port Rep. at 40; 7 F. Supp. 2d 9; 410 U.S. 113",
                &["12 Port Rep. at 40", "7 F. Supp. 2d 9", "410 U.S. 113"],
            ),
            (
                "Lind, 88 F.3d 210; 700 N.E.2d at 1; 12 Cal. App. 4th 9; 2019 WL 12345, at *2",
                &["88 F.3d 210", "700 N.E.2d at 1", "12 Cal. App. 4th 9", "2019 WL 12345"],
            ),
            ("of Carriage § 12, and §§ 3–4", &["§ 12", "§§ 3"]),
            ("\u{1}Id.\u{1} at 41. Id. at 5", &["Id.\u{1} at 41", "Id. at 5"]),
            ("On 4 Mar. 2020 she paid 12 Crowns. 40 were left. Of 3 St. Mary's 2", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = reports(text, 0..text.len()).map(|range| &text[range]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
