//! References in brackets, as running text has them: "(Xinhua, May 12)", "(Smith 2020)", "(see Plate 3)".
//!
//! Takes what a bracket holds and answers whether it refers to something. In a source it is matter that nobody said, in
//! a draft a citation.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::fold::{folded, words};
use crate::lexicon::{has, references};

/// Whether what a bracket holds is a reference.
pub fn is_reference(text: &str) -> bool {
    REFERENCE.is_match(text) || is_communication(text)
}

/// Whether a bracket names an interview, a letter or the like.
fn is_communication(text: &str) -> bool {
    let head = &text[..text.find([',', ';']).unwrap_or(text.len())];
    let words: Vec<String> = words(head).map(|word| folded(&head[word.range()])).collect();
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

/// How a bracket with a reference in it begins: a page, a dated or numbered place, a case in a law report, a time.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?";
    let year = r"(1[5-9]|20)[0-9][0-9][a-z]?";
    let forms = [
        r"([Ss]ee|[Cc]f|[Ii]bid|[Ii]d|[Ss]upra|[Ii]nfra|pp?|[Cc]h|[Vv]ol|[Ss]ec|[Ff]ig|[Tt]able|[Pp]ara)\b"
            .to_owned(),
        format!(r"[A-Z].*\b({month} [0-9]+|[0-9]+ {month}|{year})\b"),
        r"[A-Z].* v\.? [A-Z]".to_owned(),
        r"[0-9]+ [A-Z][A-Za-z.]* [0-9]+".to_owned(),
        r"[0-9]+:[0-9][0-9]".to_owned(),
    ];
    // Without Unicode tables `\b` is ASCII's, which is all that the forms need.
    let forms = forms.map(|form| form.replace(r"\b", r"(?-u:\b)")).join("|");
    Regex::new(&format!("^({forms})")).expect("the pattern is a constant, and a test compiles it")
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
            "interview, 3 March 2025",
            "personal communication",
            "E-mail to the board, May 2024",
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
        ] {
            assert!(!is_reference(text), "{text}");
        }
    }
}
