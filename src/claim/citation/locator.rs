//! Where in a source a citation points: "pp. 33–35", "§ 12(b)", "ch. iv", or a bare number behind the source's name.
//!
//! Takes a stretch of a citation and hands on the locators in it, each with its unit and its ends as they are written. What they
//! mean for a source, and whether it has such a page, is for `corpus` and `matching` to say.

use std::ops::Range;

use crate::file::{File, Span};
use crate::fold::MASK;
use crate::lexicon::{get, references};

/// A place within a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// With its unit: "pp. 33–35".
    pub span: Span,
    /// What is counted.
    pub unit: Unit,
    /// The first that is meant, in lower case: "33", "iv", "3.2".
    pub first: String,
    /// The last; the same as the first, where only one is meant. What a range leaves out is filled in: "33–5" ends with "35".
    pub last: String,
}

/// What a locator counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Pages.
    Page,
    /// Sections, as a text numbers them: "§ 12", "section 3.2".
    Section,
    /// Chapters.
    Chapter,
    /// Articles of a law.
    Article,
    /// Numbered paragraphs.
    Paragraph,
    /// Parts.
    Part,
    /// The time of a recording, from its beginning: "00:03:41".
    Time,
}

impl Unit {
    /// The unit that a word or a sign stands for, in small letters.
    pub fn of(word: &str) -> Option<Unit> {
        Some(match get(references::UNITS, word)? {
            "page" => Unit::Page,
            "section" => Unit::Section,
            "chapter" => Unit::Chapter,
            "article" => Unit::Article,
            "paragraph" => Unit::Paragraph,
            "part" => Unit::Part,
            _ => return None,
        })
    }

    /// Whether a text begins with a unit and a number: "p. 33".
    pub fn begins(text: &str) -> bool {
        let text = text.trim_start();
        let end = text.find(|c: char| !is_unit(c)).unwrap_or(text.len());
        let number = text[end..].trim_start_matches(['.', ' ', '\u{a0}', MASK]);
        Unit::of(&text[..end].to_lowercase()).is_some() && number.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The unit's name, for one of them.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Page => "page",
            Unit::Section => "section",
            Unit::Chapter => "chapter",
            Unit::Article => "article",
            Unit::Paragraph => "paragraph",
            Unit::Part => "part",
            Unit::Time => "time",
        }
    }
}

/// The locators in a stretch of text, in order: those with a unit before them; if there is none, a page that the stretch
/// ends with, behind a comma or a colon.
pub(super) fn locators(file: &File, text: &str, within: Range<usize>) -> Vec<Locator> {
    let mut found = with_units(file, text, within.clone());
    if found.is_empty() {
        found.extend(bare(file, text, within.clone()));
    }
    // What looks like a time may be a volume with its page: which of the two it is, the source says.
    found.extend(times(file, text, within));
    found
}

/// The times in a stretch of text: "3:41", "00:03:41–00:04:10".
fn times(file: &File, text: &str, within: Range<usize>) -> Vec<Locator> {
    let mut found: Vec<Locator> = Vec::new();
    let mut at = within.start;
    while let Some(colon) = text[at..within.end].find(':').map(|colon| at + colon) {
        let digits = text[at..colon].bytes().rev().take_while(u8::is_ascii_digit).count();
        let start = colon - digits;
        let end = within.end
            - text[colon..within.end].trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').len();
        at = end.max(colon + 1);
        let written = text[start..end].trim_end_matches(':');
        if seconds(written).is_none() {
            continue;
        }
        let between = found.last().map(|last| &text[last.span.end as usize..start]);
        let goes_on = between.is_some_and(|between| matches!(between.trim(), "-" | "–" | "—" | "--"));
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.span = file.span(last.span.start as usize..start + written.len());
                last.last = written.to_owned();
            }
            None => found.push(Locator {
                span: file.span(start..start + written.len()),
                unit: Unit::Time,
                first: written.to_owned(),
                last: written.to_owned(),
            }),
        }
    }
    found
}

/// The seconds that a time stands for: "3:41" is 221.
pub fn seconds(time: &str) -> Option<u32> {
    let parts: Vec<&str> = time.split(':').collect();
    let (first, rest) = parts.split_first()?;
    let sixtieths = |part: &&str| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number < 60);
    if first.is_empty() || first.len() > 3 || !(1..=2).contains(&rest.len()) || !rest.iter().all(sixtieths) {
        return None;
    }
    parts.iter().try_fold(0, |sum: u32, part| Some(sum * 60 + part.parse::<u32>().ok()?))
}

/// The locators in a stretch of text that have a unit before them.
pub(super) fn with_units(file: &File, text: &str, within: Range<usize>) -> Vec<Locator> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let rest = &text[at..within.end];
        let skipped = rest.len() - rest.trim_start_matches(|c: char| !is_unit(c)).len();
        let start = at + skipped;
        let rest = &text[start..within.end];
        let sign = rest.starts_with(['§', '¶']);
        let length = match sign {
            true => rest.len() - rest.trim_start_matches(['§', '¶']).len(),
            false => rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()),
        };
        if length == 0 {
            break;
        }
        let begins = !text[within.start..start].ends_with(|c: char| c.is_alphanumeric());
        let unit = begins.then(|| Unit::of(&rest[..length].to_lowercase())).flatten();
        at = start + length;
        if let Some(unit) = unit {
            let behind = &text[at..within.end];
            let digits = behind.trim_start_matches(['.', ' ', '\u{a0}', '\u{202f}', '\n', MASK]);
            let from = at + (behind.len() - digits.len());
            // "p33" and "§12" are written without a space, "para" is no word that goes on in figures.
            if from > at || sign || length == 1 {
                at = numbers(file, text, start, from..within.end, unit, &mut found);
            }
        }
    }
    found
}

fn is_unit(c: char) -> bool {
    c.is_alphabetic() || c == '§' || c == '¶'
}

/// The numbers behind a unit, "3–5, 7 and 9", up to where they end.
fn numbers(
    file: &File,
    text: &str,
    unit_at: usize,
    within: Range<usize>,
    unit: Unit,
    found: &mut Vec<Locator>,
) -> usize {
    let mut start = unit_at;
    let mut at = within.start;
    loop {
        let Some((first, end)) = label(text, at..within.end) else { return at };
        let dash = text[end..within.end].trim_start_matches(' ');
        let dash = dash.strip_prefix("--").or_else(|| dash.strip_prefix(['-', '–', '—']));
        let behind = dash.map(|rest| within.end - rest.trim_start_matches(' ').len());
        let range = behind.and_then(|from| label(text, from..within.end));
        let (last, end) = match range {
            Some((last, end)) => (filled(&first, &last), end),
            None => (first.clone(), end),
        };
        found.push(Locator { span: file.span(start..end), unit, first, last });
        let rest = &text[end..within.end];
        let joined = [", and ", " and ", " & ", ", ", ","].iter().find_map(|joint| rest.strip_prefix(joint));
        let Some(next) = joined.filter(|next| next.starts_with(|c: char| c.is_ascii_digit())) else {
            return end;
        };
        start = within.end - next.len();
        at = start;
        // A year behind pages is the work's.
        if label(text, at..within.end).is_none_or(|(label, _)| label.len() > 3) {
            return end;
        }
    }
}

/// A number as it is written at the start of a stretch, "33", "3.2", "12(b)" without its bracket, "iv"; with its end.
fn label(text: &str, within: Range<usize>) -> Option<(String, usize)> {
    let rest = &text[within.clone()];
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let mut end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        // A full stop belongs to it where another digit follows.
        while let Some(behind) = rest[end..].strip_prefix('.') {
            let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
            if digits == 0 {
                break;
            }
            end += ".".len() + digits;
        }
        let letter = rest[end..].chars().next().filter(char::is_ascii_lowercase);
        let alone = |c: char| !rest[end + c.len_utf8()..].starts_with(|next: char| next.is_alphanumeric());
        end += letter.filter(|&c| alone(c)).map_or(0, char::len_utf8);
        return (end <= 12).then(|| (rest[..end].to_lowercase(), within.start + end));
    }
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let word = rest[..end].to_lowercase();
    roman(&word).map(|_| (word, within.start + end))
}

/// The value of a number in Roman letters, in lower case, below 100.
pub fn roman(word: &str) -> Option<u32> {
    let tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    (1..100).find(|value: &u32| {
        word.strip_prefix(tens[*value as usize / 10]).is_some_and(|rest| rest == ones[*value as usize % 10])
    })
}

/// The last number of a range with the digits that it leaves out.
fn filled(first: &str, last: &str) -> String {
    let digits = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    match last.len() < first.len() && digits(first) && digits(last) {
        true => format!("{}{last}", &first[..first.len() - last.len()]),
        false => last.to_owned(),
    }
}

/// A page, or a range of pages, that a stretch ends with behind a comma or a colon.
fn bare(file: &File, text: &str, within: Range<usize>) -> Option<Locator> {
    let ends = |c: char| c.is_whitespace() || ".)]”\"".contains(c) || c == MASK;
    let body = text[within.clone()].trim_end_matches(ends);
    let digits = body.trim_end_matches(|c: char| c.is_ascii_digit() || "-–—".contains(c));
    let start = within.start + digits.len();
    let end = within.start + body.len();
    // A title's marks close behind its comma: “The Ferry in Winter,” 33.
    let before = digits.trim_end_matches(|c: char| c == ' ' || c == MASK || "”\"’»".contains(c));
    let by_colon = before.ends_with(':');
    if !(by_colon || before.ends_with(',')) || before.len() + 6 < digits.len() {
        return None;
    }
    pages(file, text, start..end, by_colon)
}

/// A page, or a range of pages, that a stretch is but for the space and the brackets round it.
pub(super) fn page(file: &File, text: &str, within: Range<usize>) -> Option<Locator> {
    let body = text[within.clone()].trim_matches(['(', ')', ' ']);
    let start = within.start + text[within].find(body)?;
    pages(file, text, start..start + body.len(), false)
}

fn pages(file: &File, text: &str, within: Range<usize>, by_colon: bool) -> Option<Locator> {
    let (start, end) = (within.start, within.end);
    let (first, behind) = label(text, start..end)?;
    let rest = text[behind..end].trim_start_matches(['-', '–', '—']);
    let last = match rest {
        "" => first.clone(),
        rest => label(text, end - rest.len()..end).filter(|(_, to)| *to == end).map(|(last, _)| last)?,
    };
    let whole = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit()) && label.len() < 5;
    // A year ends a reference oftener than a page of four digits does.
    let is_year = !by_colon && first.len() == 4;
    let last = filled(&first, &last);
    let is_page = whole(&first) && whole(&last) && !is_year && !first.starts_with('0');
    is_page.then(|| Locator { span: file.span(start..end), unit: Unit::Page, first, last })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    #[track_caller]
    fn finds(text: &str, expected: &[(Unit, &str, &str, &str)]) {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let found = locators(&file, text, 0..text.len());
        let shown: Vec<_> = found
            .iter()
            .map(|one| (one.unit, file.slice(one.span), one.first.as_str(), one.last.as_str()))
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn locators_with_a_unit() {
        use Unit::*;
        finds("see Ferrer, pp. 33-35", &[(Page, "pp. 33-35", "33", "35")]);
        finds("Ferrer, pp. 133–5, 141", &[(Page, "pp. 133–5", "133", "135"), (Page, "141", "141", "141")]);
        finds("p.4; p33", &[(Page, "p.4", "4", "4"), (Page, "p33", "33", "33")]);
        finds("12 U.S.C. § 44(b)", &[(Section, "§ 44", "44", "44")]);
        finds("§§ 3–4", &[(Section, "§§ 3–4", "3", "4")]);
        finds("sec. 3.2, ch. IV", &[(Section, "sec. 3.2", "3.2", "3.2"), (Chapter, "ch. IV", "iv", "iv")]);
        finds("art. 5 and 7", &[(Article, "art. 5", "5", "5"), (Article, "7", "7", "7")]);
        finds("¶ 12; para. 3a", &[(Paragraph, "¶ 12", "12", "12"), (Paragraph, "para. 3a", "3a", "3a")]);
        finds("pp. iv, vi–xi", &[(Page, "pp. iv", "iv", "iv")]);
        finds("p. 3, 2021", &[(Page, "p. 3", "3", "3")]);
    }

    #[test]
    fn a_bare_page_stands_at_the_end() {
        use Unit::*;
        finds("Ferrer 2021, 33.", &[(Page, "33", "33", "33")]);
        finds("Ferrer 2021: 33–5", &[(Page, "33–5", "33", "35")]);
        finds("“The Ferry,” 33.", &[(Page, "33", "33", "33")]);
        finds("*Ferry*, 33.", &[(Page, "33", "33", "33")]);
        finds("Courier, 1921", &[]);
        finds("Xinhua, May 12", &[]);
        finds("Ferrer 2021", &[]);
        finds("a page, the part, pop 3, § and ¶", &[]);
        finds("", &[]);
    }

    #[test]
    fn roman_numbers_have_one_form() {
        let table = [
            ("iv", Some(4)),
            ("xl", Some(40)),
            ("xcix", Some(99)),
            ("iiii", None),
            ("", None),
            ("mix", None),
        ];
        for (word, value) in table {
            assert_eq!(roman(word), value, "{word}");
        }
    }
}
