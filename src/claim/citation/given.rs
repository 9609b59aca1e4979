//! How an answer cites the sources that it was given by their numbers: 【2】, 【2†source】, [[2]], (Source 2), "according to Document 2".
//!
//! Takes a block of a draft in a row of answers, where a number is a source's beyond doubt, and hands on citations whose key is the
//! number. A number in square brackets, `[2]`, is read as it is in every text.

use std::ops::Range;

use super::{Citation, Form, Name, numbers};
use crate::file::File;
use crate::fold::{folded, words_in};
use crate::lexicon::{has, references};

/// A number of more digits is none of a source.
const DIGITS: usize = 3;

/// The citations of sources by their numbers in a block, in order.
pub(super) fn read(file: &File, text: &str, block: Range<usize>, citations: &mut Vec<Citation>) {
    let cite = |whole: Range<usize>, number: Range<usize>| {
        let key = Name { text: text[number.clone()].to_owned(), span: file.span(number) };
        Citation { keys: vec![key], ..Citation::new(file.span(whole), Form::Number) }
    };
    let mut found: Vec<Citation> = Vec::new();
    for (opens, closes) in [("【", "】"), ("[[", "]]")] {
        for (at, _) in text[block.clone()].match_indices(opens) {
            let start = block.start + at;
            let inside = start + opens.len();
            let Some(number) = number(text, inside..block.end) else { continue };
            let rest = &text[number.end..block.end];
            // Behind a dagger stands what the source is called, or its lines.
            let end = rest
                .find(closes)
                .filter(|&end| end == 0 || rest.starts_with(['†', ':', ',', ' ']) && end < 60);
            found.extend(end.map(|end| cite(start..number.end + end + closes.len(), number)));
        }
    }
    let words: Vec<Range<usize>> = words_in(text, block.clone()).map(|word| word.range()).collect();
    for pair in words.windows(2) {
        let (noun, next) = (&text[pair[0].clone()], pair[1].clone());
        let between = text[pair[0].end..next.start].trim();
        let is_number = text[next.clone()].bytes().all(|byte| byte.is_ascii_digit()) && next.len() <= DIGITS;
        if !is_number || !matches!(between, "" | "#" | "№" | ":") || !has(references::GIVEN, &folded(noun))
        {
            continue;
        }
        let before = text[block.start..pair[0].start].trim_end();
        let bracketed = before.ends_with(['(', '[', ',', ';', '&', '（'])
            || before.ends_with("see")
            || before.ends_with("See");
        // In running text a small letter may be any source's: "article 5 of the treaty".
        if bracketed || noun.starts_with(char::is_uppercase) {
            found.push(cite(pair[0].start..next.end, next));
        }
    }
    if found.is_empty() {
        return;
    }
    // What reads as a citation of a work is one of a number here: "(Source 2)".
    let is_given = |citation: &Citation| {
        citation.form != Form::Note
            && citation.form != Form::NoteText
            && found
                .iter()
                .any(|given| citation.span.start <= given.span.start && given.span.end <= citation.span.end)
    };
    citations.retain(|citation| !is_given(citation));
    citations.append(&mut found);
}

/// A citation by raised numbers with the numbers as its keys: markup hides them in the text.
pub(super) fn by_key(file: &File, citation: Citation) -> Citation {
    let all = citation.prose.iter().flat_map(|prose| numbers(file.text(), prose.range()));
    let keys = all.map(|(place, number)| Name { text: number.to_string(), span: file.span(place) });
    Citation { keys: keys.collect(), prose: Vec::new(), ..citation }
}

/// The number that a stretch begins with.
fn number(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let digits = text[within.clone()].bytes().take_while(u8::is_ascii_digit).count();
    (1..=DIGITS).contains(&digits).then_some(within.start..within.start + digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    #[test]
    fn a_number_is_a_source_in_many_forms() {
        let table: &[(&str, &[&str])] = &[
            ("So it is【2】. So【12†source】 and 【3†L1-L4】.", &["2", "12", "3"]),
            ("So it is [[2]](https://a.b) and [[log]].", &["2"]),
            (
                "According to Source 2 it is. Document #1 states it (source 3; passage 4).",
                &["2", "1", "3", "4"],
            ),
            ("In article 5 of the treaty, on page 2, the source of 40 boats.", &[]),
            ("【】 [[ ]] [[2] 【1921†a", &[]),
        ];
        for (text, expected) in table {
            let file = File::new(FileId(0), "a".into(), "UTF-8", Format::Markdown, (*text).into());
            let mut found = Vec::new();
            read(&file, text, 0..text.len(), &mut found);
            found.sort_by_key(|citation| citation.span.start);
            let keys: Vec<&str> = found.iter().map(|citation| citation.keys[0].text.as_str()).collect();
            assert_eq!(keys, *expected, "{text}");
        }
    }
}
