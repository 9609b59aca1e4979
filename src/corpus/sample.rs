//! The beginning of a source: the script that it is written in, and whether it is English.
//!
//! Takes a text and hands on a `Sample`, which is one number where it is kept.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::fold::{hash_of, words};
use crate::lexicon::function_words;

/// The scripts that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Arabic.
    Arabic,
    /// Chinese, Japanese, Korean.
    EastAsian,
    /// Any other, or none.
    Other,
}

impl Script {
    const ALL: [Script; 5] =
        [Script::Latin, Script::Cyrillic, Script::Arabic, Script::EastAsian, Script::Other];
}

/// What the beginning of a text shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sample {
    /// The script of most of its letters.
    pub script: Script,
    /// Whether it has the words that every English text has.
    pub english: bool,
}

/// How much of a text is looked at, in bytes.
const LENGTH: usize = 1024;

/// The sample of a text.
pub fn of(text: &str) -> Sample {
    let text = &text[..text.floor_char_boundary(LENGTH)];
    let (mut all, mut common) = (0, 0);
    for word in words(text) {
        all += 1;
        common += usize::from(is_common(word.hash));
    }
    Sample { script: script(text), english: common * 5 > all }
}

impl Sample {
    /// Every sample that there can be.
    pub fn all() -> impl Iterator<Item = Sample> {
        let english = [false, true].into_iter();
        english.flat_map(|english| Script::ALL.into_iter().map(move |script| Sample { script, english }))
    }

    /// It as a number.
    pub fn number(self) -> u32 {
        self.script as u32 | u32::from(self.english) << 8
    }

    /// The sample of a number.
    pub fn from_number(number: u32) -> Sample {
        let script = Script::ALL.get((number & 0xff) as usize).copied().unwrap_or(Script::Other);
        Sample { script, english: number >> 8 & 1 == 1 }
    }
}

/// Whether a word, by its hash, is one of those that every English text has, and no single letter.
pub fn is_common(hash: u64) -> bool {
    static COMMON: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
        let long = function_words::WORDS.iter().filter(|word| word.len() > 1);
        long.map(hash_of).collect()
    });
    COMMON.contains(&hash)
}

/// The script of most letters of a text.
pub fn script(text: &str) -> Script {
    let mut counts = [0; Script::ALL.len()];
    for char in text.chars().filter(|char| char.is_alphabetic()) {
        let script = match char {
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Script::Arabic,
            '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => Script::EastAsian,
            _ => Script::Other,
        };
        // One sign of Chinese says as much as several letters.
        counts[script as usize] += if script == Script::EastAsian { 3 } else { 1 };
    }
    let most = Script::ALL.into_iter().max_by_key(|&script| counts[script as usize]);
    most.filter(|&script| counts[script as usize] > 0).unwrap_or(Script::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_shows_its_script_and_its_language() {
        let table = [
            ("The ferry was late, and it was cold on the quay.", Script::Latin, true),
            ("Die Fähre kam spät, und es war kalt am Kai.", Script::Latin, false),
            ("Паром опоздал.", Script::Cyrillic, false),
            ("渡轮迟到了 (ferry)", Script::EastAsian, false),
            ("1, 2, 3", Script::Other, false),
        ];
        for (text, script, english) in table {
            let sample = of(text);
            assert_eq!(sample, Sample { script, english }, "{text}");
            assert_eq!(Sample::from_number(sample.number()), sample, "{text}");
        }
    }
}
