//! One made-up document: front matter, headings, and paragraphs of sentences in which people are quoted. Takes a
//! vocabulary and numbers, hands on Markdown or plain text.

use std::fmt::Write;

use super::numbers::Numbers;
use super::vocabulary::{Vocabulary, capitalised};

/// A document of about so many bytes.
pub fn text(words: &Vocabulary, numbers: &mut Numbers, bytes: usize, markdown: bool) -> String {
    let mut text = String::with_capacity(bytes + 4000);
    let title = heading(words, numbers);
    if markdown && numbers.once_in(3) {
        let (author, day) = (words.name(numbers), 1 + numbers.below(28));
        // Writing into a string cannot fail.
        let _ = write!(text, "---\ntitle: {title}\nauthor: {author}\ndate: 2021-05-{day:02}\n---\n\n");
    }
    let _ = write!(text, "{}{title}\n\n", if markdown { "# " } else { "" });
    for number in 1.. {
        if number % 7 == 0 {
            let _ = write!(text, "{}{}\n\n", if markdown { "## " } else { "" }, heading(words, numbers));
        }
        if markdown && numbers.once_in(20) {
            (0..3).for_each(|_| {
                text.push_str("- ");
                sentence(words, numbers, &mut text);
                text.push('\n');
            });
            text.push('\n');
        }
        paragraph(words, numbers, &mut text, markdown);
        if text.len() >= bytes {
            break;
        }
    }
    text
}

/// A few words without an end.
pub fn heading(words: &Vocabulary, numbers: &mut Numbers) -> String {
    let length = 3 + numbers.below(5);
    let all: Vec<&str> = (0..length).map(|_| words.word(numbers)).collect();
    capitalised(&all.join(" "))
}

fn paragraph(words: &Vocabulary, numbers: &mut Numbers, text: &mut String, markdown: bool) {
    let sentences = 2 + numbers.below(6);
    for number in 0..sentences {
        if number > 0 {
            text.push(' ');
        }
        if numbers.once_in(8) {
            quoted(words, numbers, text);
        } else {
            let start = text.len();
            sentence(words, numbers, text);
            if markdown && numbers.once_in(15) {
                emphasise(text, start);
            }
        }
    }
    text.push_str("\n\n");
}

/// A sentence of somebody, with the clause that says whose it is on one side or the other.
fn quoted(words: &Vocabulary, numbers: &mut Numbers, text: &mut String) {
    let name = words.name(numbers);
    let mut said = String::new();
    sentence(words, numbers, &mut said);
    if numbers.once_in(2) {
        said.truncate(said.len() - 1);
        let _ = write!(text, "“{said},” {name} said.");
    } else {
        let _ = write!(text, "{name} said: “{said}”");
    }
}

/// A sentence, about twenty words long.
pub fn sentence(words: &Vocabulary, numbers: &mut Numbers, text: &mut String) {
    let length = 4 + numbers.below(12) + numbers.below(12) + numbers.below(12);
    let start = text.len();
    let mut count = 0;
    while count < length {
        match numbers.below(60) {
            0..4 => words.phrase(numbers).for_each(|word| {
                text.push_str(word);
                text.push(' ');
                count += 1;
            }),
            4..6 => {
                text.push_str(&words.name(numbers));
                text.push(' ');
            }
            6 => {
                let _ = write!(text, "{} ", 2 + numbers.rank(3000));
            }
            7..12 if count > 2 && text.ends_with(' ') => {
                text.truncate(text.len() - 1);
                text.push_str(if text.ends_with(',') { " " } else { ", " });
            }
            _ => {
                text.push_str(words.word(numbers));
                text.push(' ');
            }
        }
        count += 1;
    }
    text.truncate(text.trim_end_matches([' ', ',']).len());
    text.push('.');
    // The words before were put together with a small letter.
    let first = text[start..].chars().next().map_or(0, char::len_utf8);
    let capital = text[start..start + first].to_uppercase();
    text.replace_range(start..start + first, &capital);
}

/// Puts the second word from `start` on between stars.
fn emphasise(text: &mut String, start: usize) {
    let mut spaces = text[start..].match_indices(' ').map(|(at, _)| start + at);
    if let (Some(from), Some(to)) = (spaces.next(), spaces.next())
        && text[from + 1..to].bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        text.insert(to, '*');
        text.insert(from + 1, '*');
    }
}
