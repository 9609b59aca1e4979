//! Prose made up for the properties: paragraphs with marks of one kind, brackets, dashes, ellipses, accents and Chinese.
//!
//! Hands proptest a strategy for such a text. The words are a small vocabulary, so that runs of words recur by chance as
//! they do in real corpora.

use proptest::prelude::*;
use proptest::sample::select;

const WORDS: &[&str] = &[
    "harbour",
    "ferry",
    "council",
    "budget",
    "winter",
    "repairs",
    "the",
    "the",
    "the",
    "of",
    "of",
    "and",
    "and",
    "to",
    "in",
    "a",
    "was",
    "will",
    "be",
    "that",
    "with",
    "for",
    "engineers",
    "warned",
    "café",
    "naïve",
    "façade",
    "Łódź",
    "Müller’s",
    "don't",
    "well-being",
    "two-thirds",
    "1,250",
    "3.5",
    "25%",
    "€40",
    "2019",
    "re-opened",
    "minister",
    "pilots",
    "tide",
    "under",
    "before",
    "bridge",
    "collapsed",
    "slowly",
    "nobody",
    "not",
    "only",
    "unless",
    "report",
    "Ms",
    "Dr.",
    "U.S.",
    "Marsh",
    "Pell",
    "island",
    "islanders’",
    "crossing",
    "timetable",
    "signal",
    "fog",
    "lantern",
    "paid",
    "unpaid",
    "wages",
    "captain",
    "crew",
    "sailed",
    "stayed",
    "quay",
    "granite",
    "older",
    "cheaper",
    "night",
];
const HAN: &str = "渡轮在雾中停航委员会决定修复码头冬季预算不足工程师警告说船员等待信号灯亮起";
/// Each kind of marks that a writer may use throughout one text.
const MARKS: &[(&str, &str)] = &[("“", "”"), ("\"", "\""), ("‘", "’"), ("«", "»"), ("「", "」")];

/// Part of a sentence.
#[derive(Clone, Debug)]
enum Part {
    Plain(Vec<&'static str>),
    Quoted(Vec<&'static str>),
    /// A quotation that ends with a comma, with the clause that reports it.
    Spoken(Vec<&'static str>, &'static str),
    Round(Vec<&'static str>),
    Square(Vec<&'static str>),
    Dashed(Vec<&'static str>),
    Trailing(Vec<&'static str>, &'static str),
    Chinese(usize, usize),
}

/// A text of one to four paragraphs.
pub fn prose() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(sentence(), 1..5);
    (prop::collection::vec(paragraph, 1..5), select(MARKS), any::<bool>()).prop_map(
        |(paragraphs, marks, loose)| {
            let paragraphs: Vec<String> = paragraphs
                .iter()
                .map(|sentences| {
                    sentences.iter().map(|parts| written(parts, marks)).collect::<Vec<_>>().join(" ")
                })
                .collect();
            paragraphs.join(if loose { "\n\n" } else { "\n" }) + "\n"
        },
    )
}

fn sentence() -> impl Strategy<Value = Vec<Part>> {
    prop::collection::vec(part(), 1..5)
}

fn part() -> impl Strategy<Value = Part> {
    let words = |most| prop::collection::vec(select(WORDS), 2..most);
    prop_oneof![
        6 => words(14).prop_map(Part::Plain),
        2 => words(6).prop_map(Part::Quoted),
        2 => (words(9), select(&["said the captain", "Marsh told the council", "she wrote"][..]))
            .prop_map(|(words, clause)| Part::Spoken(words, clause)),
        1 => words(5).prop_map(Part::Round),
        1 => words(4).prop_map(Part::Square),
        1 => words(6).prop_map(Part::Dashed),
        1 => (words(6), select(&["…", " ...", " […]", " . . ."][..])).prop_map(|(words, dots)| Part::Trailing(words, dots)),
        1 => (0usize..20, 3usize..12).prop_map(|(from, length)| Part::Chinese(from, length)),
    ]
}

fn written(parts: &[Part], (open, close): (&str, &str)) -> String {
    // An apostrophe at a word's end before a closing single mark would be two marks in a row, which read as a double one.
    let plain = |words: &[&str]| words.join(" ").replace("s’", if open == "‘" { "s" } else { "s’" });
    let mut text = String::new();
    for (number, part) in parts.iter().enumerate() {
        let part = match part {
            Part::Plain(words) => words.join(" "),
            Part::Quoted(words) => format!("{open}{}{close}", plain(words)),
            Part::Spoken(words, clause) => format!("{open}{},{close} {clause}", plain(words)),
            Part::Round(words) => format!("({})", words.join(" ")),
            Part::Square(words) => format!("[{}]", words.join(" ")),
            Part::Dashed(words) => format!("the—{}—and", words.join(" ")),
            Part::Trailing(words, dots) => format!("{}{dots}", words.join(" ")),
            Part::Chinese(from, length) => HAN.chars().skip(*from).take(*length).collect::<String>() + "。",
        };
        if number > 0 {
            text.push_str(if number % 2 == 0 { ", " } else { " " });
        }
        text.push_str(&part);
    }
    let first = text.chars().next().unwrap_or('x');
    first.to_uppercase().collect::<String>() + &text[first.len_utf8()..] + "."
}
