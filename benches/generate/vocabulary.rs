//! The words of a made-up corpus: English function words at the top, words of syllables below, names and set phrases.
//! Takes the size of the corpus, hands on words by rank.

use super::numbers::Numbers;

/// The commonest words, so that the texts pass for English and share the runs that all English texts share.
const COMMON: [&str; 64] = [
    "the", "of", "and", "to", "in", "a", "that", "is", "was", "for", "it", "on", "with", "as", "be", "by",
    "at", "from", "are", "were", "this", "had", "have", "an", "not", "which", "but", "or", "has", "his",
    "their", "they", "he", "she", "its", "been", "who", "will", "would", "her", "more", "when", "there",
    "about", "up", "out", "if", "than", "into", "could", "other", "so", "then", "some", "these", "two",
    "may", "only", "over", "such", "our", "after", "also", "most",
];
const SYLLABLES: [&str; 16] =
    ["ba", "cor", "de", "fin", "gro", "hal", "il", "jun", "ka", "lor", "mi", "ne", "pos", "ra", "ste", "tu"];
const ENDINGS: [&str; 5] = ["son", "by", "holm", "well", "ster"];
/// Words that set phrases are made of: the commoner ones.
const OF_PHRASES: usize = 4000;

/// The words of a corpus.
pub struct Vocabulary {
    words: Vec<Box<str>>,
}

impl Vocabulary {
    /// As many words as texts of so many bytes have by Heaps' law, `17.4 × n^0.6` for `n` words: a million at 500 MB.
    pub fn of_size(bytes: usize) -> Vocabulary {
        let words = (bytes as f64 / 6.0).powf(0.6) * 17.4;
        let size = (words as usize).max(5000);
        let rare = (0..size - COMMON.len()).map(|rank| syllables(rank).into_boxed_str());
        Vocabulary { words: COMMON.iter().map(|&word| word.into()).chain(rare).collect() }
    }

    /// A word, as likely as its rank has it.
    pub fn word(&self, numbers: &mut Numbers) -> &str {
        &self.words[numbers.rank(self.words.len())]
    }

    /// The name of a person: a few are in the news, most are named once.
    pub fn name(&self, numbers: &mut Numbers) -> String {
        let number = numbers.flat_rank(self.words.len() / 20, 20);
        let family = capitalised(&syllables(number)) + ENDINGS[number % ENDINGS.len()];
        format!("{} {family}", capitalised(&syllables(16 + number * 7 % 240)))
    }

    /// Three to five words that stand together wherever they stand, as in any prose: the commonest once in some hundreds of
    /// sentences.
    pub fn phrase(&self, numbers: &mut Numbers) -> impl Iterator<Item = &str> {
        let mut own = Numbers::new(numbers.flat_rank(self.words.len() / 10, 200) as u64);
        let length = 3 + own.below(3);
        (0..length).map(move |_| &*self.words[own.rank(OF_PHRASES)])
    }
}

/// A word with a capital.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number as a word: the smaller, the shorter.
fn syllables(number: usize) -> String {
    let mut word = String::new();
    let mut rest = number;
    loop {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
        if rest == 0 {
            return word;
        }
        rest -= 1;
    }
}
