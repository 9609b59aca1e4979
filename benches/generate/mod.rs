//! A corpus made up for the benches, the same in every run.
//!
//! Hands on documents whose words follow Zipf's law (a few words make up most of the text, most words are rare), as the
//! index and the search see in real corpora, and drafts that quote them.

use std::fmt::Write;

/// How many different words there are.
const VOCABULARY: usize = 30_000;
const SYLLABLES: [&str; 16] =
    ["ba", "cor", "de", "fin", "gro", "hal", "il", "jun", "ka", "lor", "mi", "ne", "pos", "ra", "ste", "tu"];

/// A generator of numbers: xorshift64* (Vigna, 2016).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, each as likely as another.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// The rank of a word: the `n`th is as likely as `1/n`.
    fn rank(&mut self) -> usize {
        let even = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((VOCABULARY as f64).powf(even) as usize).min(VOCABULARY - 1)
    }
}

/// The word of a rank: the commoner, the shorter.
fn word(rank: usize) -> String {
    let mut word = String::new();
    let mut rest = rank;
    loop {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
        if rest == 0 {
            return word;
        }
    }
}

/// A document of about so many bytes: sentences in paragraphs.
pub fn document(numbers: &mut Numbers, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    while text.len() < bytes {
        for _ in 0..2 + numbers.below(5) {
            let length = 6 + numbers.below(20);
            for i in 0..length {
                let word = word(numbers.rank());
                let comma = if i % 7 == 6 && i + 1 < length { "," } else { "" };
                // Writing into a string cannot fail.
                let _ = write!(text, "{word}{comma}{}", if i + 1 < length { " " } else { ". " });
            }
        }
        text.push_str("\n\n");
    }
    text
}

/// Documents of about `bytes` each.
pub fn documents(count: usize, bytes: usize) -> Vec<String> {
    let mut numbers = Numbers::new(7);
    (0..count).map(|_| document(&mut numbers, bytes)).collect()
}

/// A draft in Markdown that quotes the documents so many times, 6 to 30 words each; one in three has a word changed.
pub fn draft(documents: &[String], quotations: usize) -> String {
    let mut numbers = Numbers::new(11);
    let mut draft = String::new();
    for number in 0..quotations {
        let source = &documents[numbers.below(documents.len())];
        let paragraphs: Vec<&str> = source.split("\n\n").filter(|text| text.len() > 200).collect();
        let Some(paragraph) = paragraphs.get(numbers.below(paragraphs.len())) else { continue };
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        let length = 6 + numbers.below(25).min(words.len().saturating_sub(7));
        let start = numbers.below(words.len() - length.min(words.len()) + 1);
        let mut quoted = words[start..(start + length).min(words.len())].to_vec();
        if number % 3 == 0 {
            let at = numbers.below(quoted.len());
            quoted[at] = "zorblax";
        }
        let _ = write!(draft, "The {} said that “{}”.\n\n", word(numbers.rank()), quoted.join(" "));
    }
    draft
}
