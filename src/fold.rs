//! Words made comparable, every one knowing where it came from.
//!
//! Takes any text (as a rule a masked one, see `block`) and hands on its words: `words` streams them with a hash, and `folded`
//! gives the letters of one. `Folded` has both by the definition alone, and a property holds that all give the same words.
//!
//! **A word** is a run of letters, marks, digits and inner apostrophes; to a number belong its sign, its decimal and
//! thousands marks, `%` and a currency sign beside it. A hyphen separates. In scripts without spaces (Han, Kana, Thai
//! and their kin) every character is a word. Folding removes case, diacritics, ligatures and the shape of apostrophes.

mod char_class;
mod hash;
mod lanes;
mod raised;

pub use hash::Stem;
pub use raised::{lowered, raised};

use std::borrow::Cow;
use std::ops::Range;

use char_class::{ASCII, CAPITAL, Class, FOLDING, class, fold_char};
use hash::{BLOCK, Letters};
use memchr::memchr_iter;

/// Stands for a byte of markup in a masked text. It is no part of a word and ends none: `n**e**w` is one word.
pub const MASK: char = '\u{1}';

/// One word: 16 bytes, so that a corpus can be streamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The hash of its folded letters, the same in every run.
    pub hash: u64,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

impl Word {
    /// Its bytes in the text that it was read from.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What stands for a word where many are kept: 31 bits of its hash, and never 0. Different words of one corpus share one now and
/// then, so that it only finds.
pub fn token(hash: u64) -> u32 {
    (hash as u32 & (u32::MAX >> 1)).max(1)
}

/// The words of a text, in order. Linear, and without allocation.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The words of a text from a byte on at which one begins, as [`words`] has them.
pub fn words_from(text: &str, at: usize) -> Words<'_> {
    Words { text, at: text.floor_char_boundary(at) }
}

/// The words that lie in a range of a text, with offsets into the whole of it. The range's ends count as spaces.
pub fn words_in(text: &str, range: Range<usize>) -> impl Iterator<Item = Word> + Clone {
    let base = range.start as u32;
    words(&text[range]).map(move |word| Word { start: word.start + base, end: word.end + base, ..word })
}

/// The folded letters of one word, for comparing with a list. `hash_of(&folded("It’s")) == words("It’s").next()…hash`.
/// A word in small letters of ASCII, as most words of most texts are, folds to itself and is not copied.
pub fn folded(word: &str) -> Cow<'_, str> {
    match word.bytes().fold(0, |all, byte| all | FOLDING[byte as usize]) {
        0 => return Cow::Borrowed(word),
        CAPITAL => return Cow::Owned(word.to_ascii_lowercase()),
        _ => {}
    }
    let mut folded = String::with_capacity(word.len());
    push_folded(word, &mut folded);
    Cow::Owned(folded)
}

/// Puts the folded letters of one word behind others.
pub fn push_folded(word: &str, letters: &mut String) {
    if word.bytes().fold(0, |all, byte| all | FOLDING[byte as usize]) <= CAPITAL {
        let start = letters.len();
        letters.push_str(word);
        letters[start..].make_ascii_lowercase();
    } else {
        word.chars().for_each(|char| fold_char(char, |folded| letters.push(folded)));
    }
}

/// The first letters of a folded word, so many bytes of them.
pub fn shortened(letters: Cow<'_, str>, length: usize) -> Cow<'_, str> {
    match letters {
        Cow::Borrowed(letters) => Cow::Borrowed(&letters[..length]),
        Cow::Owned(mut letters) => {
            letters.truncate(length);
            Cow::Owned(letters)
        }
    }
}

/// A word as it is written, or folded, without the ending of a possessive: "Ward" of "Ward’s". None of a word that has none.
pub fn owner(word: &str) -> Option<&str> {
    // Most words end otherwise.
    if !word.ends_with(['s', 'S']) {
        return None;
    }
    ["'s", "’s", "‘s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending))
}

/// The folded words of a range of a text with a space before and behind each, to look for phrases in.
pub fn phrase(text: &str, range: Range<usize>) -> String {
    let mut phrase = String::with_capacity(range.len() + " ".len());
    phrase.push(' ');
    for word in words_in(text, range) {
        push_folded(&text[word.range()], &mut phrase);
        phrase.push(' ');
    }
    phrase
}

/// Whether a text that [`phrase`] made holds these words in a row.
pub fn has_phrase(text: &str, words: &str) -> bool {
    memchr_iter(b' ', text.as_bytes()).any(|space| {
        let rest = &text.as_bytes()[space + 1..];
        rest.get(words.len()) == Some(&b' ') && rest.starts_with(words.as_bytes())
    })
}

/// The hash that `words` gives to a word with these folded letters.
pub fn hash_of(folded: &str) -> u64 {
    hash::of(folded)
}

/// A text's words with their folded letters, by the definition and none of its short cuts: what [`words`] and [`folded`] are held to.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The words.
    pub words: Vec<Word>,
    letters: String,
    /// Where each word's letters end in `letters`.
    ends: Vec<u32>,
}

impl Folded {
    /// Folds the words of the given ranges of a text, which are in order.
    pub fn of(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Folded {
        let mut all = Folded::default();
        for range in ranges {
            let mut scan = Scan { text: &text[range.clone()], at: 0 };
            while let Some(found) = scan.next_word() {
                let before = all.letters.len();
                let word = &scan.text[found.clone()];
                word.chars().for_each(|char| fold_char(char, |folded| all.letters.push(folded)));
                all.ends.push(all.letters.len() as u32);
                all.words.push(Word {
                    hash: hash_of(&all.letters[before..]),
                    start: (range.start + found.start) as u32,
                    end: (range.start + found.end) as u32,
                });
            }
        }
        all
    }

    /// The folded letters of the `i`th word.
    pub fn letters(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.letters[start as usize..self.ends[i] as usize]
    }
}

/// See [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    /// Words of ASCII letters, nearly all there are in most texts, take the short way; everything else goes through `Scan`.
    fn next(&mut self) -> Option<Word> {
        loop {
            let &byte = self.text.as_bytes().get(self.at)?;
            let word = match ASCII[byte as usize] {
                Class::Space | Class::Separator | Class::Point | Class::Apostrophe => {
                    self.at += 1;
                    continue;
                }
                Class::Letter => self.plain().or_else(|| self.scanned()),
                _ => self.scanned(),
            };
            if word.is_some() {
                return word;
            }
        }
    }
}

/// What stands behind a run of ASCII letters.
enum Behind {
    /// Nothing that goes on with their word.
    End,
    /// An apostrophe within their word, which goes on with the letter at this offset.
    Letter(usize),
    /// What only `Scan` can tell.
    Other,
}

impl Words<'_> {
    /// The word that begins with this letter, if it is no longer than a block of its hash and of nothing but ASCII letters
    /// and apostrophes.
    #[inline]
    fn plain(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let run = lanes::run(bytes, start);
        let (mut letters, mut length) = (u128::from(run.lower), run.length);
        if length == 8 {
            let run = lanes::run(bytes, start + 8);
            letters |= u128::from(run.lower) << 64;
            length += run.length;
            if length == BLOCK {
                return None;
            }
        }
        let mut end = start + length;
        loop {
            match self.behind(end) {
                Behind::End => {
                    let hash = hash::short(letters as u64, (letters >> 64) as u64);
                    self.at = end;
                    return Some(Word { hash, start: start as u32, end: end as u32 });
                }
                Behind::Letter(next) => {
                    let run = lanes::run(bytes, next);
                    let joined = length + 1 + run.length;
                    if joined > BLOCK || run.length == 8 {
                        return None;
                    }
                    letters |= u128::from(run.lower) << 8 << (8 * length) | u128::from(b'\'') << (8 * length);
                    (length, end) = (joined, next + run.length);
                }
                Behind::Other => return None,
            }
        }
    }

    #[inline]
    fn behind(&self, at: usize) -> Behind {
        let bytes = self.text.as_bytes();
        let Some(&byte) = bytes.get(at) else { return Behind::End };
        let apostrophe = match ASCII[byte as usize] {
            Class::Apostrophe => 1,
            Class::Letter | Class::Digit => return Behind::Other,
            Class::Transparent => {
                match self.text[at..].chars().next().map(|char| (class(char), char.len_utf8())) {
                    Some((Class::Apostrophe, length)) => length,
                    Some((Class::Letter | Class::Digit | Class::Mark | Class::Transparent, _)) => {
                        return Behind::Other;
                    }
                    _ => return Behind::End,
                }
            }
            _ => return Behind::End,
        };
        match bytes.get(at + apostrophe).map(|&byte| ASCII[byte as usize]) {
            Some(Class::Letter) => Behind::Letter(at + apostrophe),
            Some(Class::Digit | Class::Transparent) => Behind::Other,
            _ => Behind::End,
        }
    }

    /// The word that begins with this character. With none, the scan goes on behind it.
    fn scanned(&mut self) -> Option<Word> {
        let mut scan = Scan { text: self.text, at: self.at };
        let range = scan.word();
        self.at = scan.at;
        let range = range?;
        let mut letters = Letters::new();
        for char in self.text[range.clone()].chars() {
            fold_char(char, |folded| letters.push_char(folded));
        }
        Some(Word { hash: letters.hash(), start: range.start as u32, end: range.end as u32 })
    }
}

/// The definition of a word, as a scanner over characters.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn next_word(&mut self) -> Option<Range<usize>> {
        while self.at < self.text.len() {
            if let Some(word) = self.word() {
                return Some(word);
            }
        }
        None
    }

    /// The word that begins with the character here; it, or with no word the character, is then behind.
    fn word(&mut self) -> Option<Range<usize>> {
        let char = self.char_at(self.at)?;
        let start = self.at;
        self.at += char.len_utf8();
        match class(char) {
            Class::Solo => Some(start..self.at),
            Class::Letter => Some(start..self.run(false)),
            Class::Digit => Some(start..self.run(true)),
            Class::Currency | Class::Sign if self.starts_number(start, char) => {
                if class(char) == Class::Sign
                    && let Some(next) = self.char_at(self.at)
                    && class(next) == Class::Currency
                {
                    self.at += next.len_utf8();
                }
                let digit = self.char_at(self.at).map_or(0, char::len_utf8);
                self.at += digit;
                Some(start..self.run(true))
            }
            Class::Currency | Class::Percent => Some(start..self.at),
            Class::Ampersand if self.stands_alone(start) => Some(start..self.at),
            _ => None,
        }
    }

    /// Goes on to the end of a word whose first character has been taken, and returns where it ends. `numeric`: it has
    /// digits alone so far.
    fn run(&mut self, mut numeric: bool) -> usize {
        let mut end = self.at;
        let mut after_digit = numeric;
        while let Some(char) = self.char_at(self.at) {
            let next = self.at + char.len_utf8();
            let class = class(char);
            match class {
                Class::Letter | Class::Digit => {
                    numeric &= class == Class::Digit;
                    after_digit = class == Class::Digit;
                    end = next;
                }
                Class::Mark => end = next,
                Class::Transparent => {}
                Class::Apostrophe if matches!(self.class_at(next), Some(Class::Letter | Class::Digit)) => {}
                Class::Point if numeric && after_digit && self.class_at(next) == Some(Class::Digit) => {
                    after_digit = false;
                }
                Class::Percent | Class::Currency if numeric && after_digit => {
                    self.at = next;
                    return next;
                }
                _ => break,
            }
            self.at = next;
        }
        self.at = self.at.max(end);
        end
    }

    /// Whether a sign or a currency mark at `start` belongs to the number after it.
    fn starts_number(&self, start: usize, char: char) -> bool {
        let digit_at = |at| self.class_at(at) == Some(Class::Digit);
        if class(char) == Class::Currency {
            return digit_at(self.at);
        }
        let free = self.text[..start]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || "([{".contains(before));
        let currency = self.char_at(self.at).filter(|&next| class(next) == Class::Currency);
        free && (digit_at(self.at) || currency.is_some_and(|mark| digit_at(self.at + mark.len_utf8())))
    }

    /// Whether the one-byte character at `start` has a space on either side; masked bytes do not count.
    fn stands_alone(&self, start: usize) -> bool {
        let space = |char: Option<char>| char.is_none_or(char::is_whitespace);
        let seen = |char: &char| class(*char) != Class::Transparent;
        space(self.text[..start].chars().rev().find(seen)) && space(self.text[start + 1..].chars().find(seen))
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The class of the character at `at`, looking through transparent ones.
    fn class_at(&self, at: usize) -> Option<Class> {
        self.text[at..].chars().map(class).find(|&class| class != Class::Transparent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folded words of a text, joined by bars; the streaming iterator must agree.
    fn fold(text: &str) -> String {
        let all = Folded::of(text, [0..text.len()]);
        assert_eq!(words(text).collect::<Vec<_>>(), all.words, "{text:?}");
        (0..all.words.len()).map(|i| all.letters(i)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn no_word_is_kept_as_zero() {
        assert_eq!([0, 1 << 31, 5, 7 << 32].map(token), [1, 1, 5, 1]);
    }

    #[test]
    fn words_are_cut_as_defined() {
        let table = [
            ("Don’t, ‘stop’ — O'Neill's peoples' well-being", "don't|stop|o'neill's|peoples|well|being"),
            ("$1,000.50 is -5 % of €3.5bn, 25% (+7)", "$1,000.50|is|-5|%|of|€3.5bn|25%|+7"),
            ("1945-46 and COVID-19, 3rd G20; 10:30", "1945|46|and|covid|19|3rd|g20|10|30"),
            ("In 2020. Then, 5, 6.", "in|2020|then|5|6"),
            ("naïve Straße ﬁrst Ǆ Łódź café Café", "naive|strasse|first|dz|lodz|cafe|cafe"),
            ("soft\u{ad}hyphen n\u{1}\u{1}ew zero\u{200b}width word² ", "softhyphen|new|zerowidth|word"),
            ("亚洲 security カナ ไทย", "亚|洲|security|カ|ナ|ไ|ท|ย"),
            ("R & D, AT&T, Q&A", "r|&|d|at|t|q|a"),
            ("_Times_ 'tis rock 'n' roll", "times|tis|rock|n|roll"),
            ("ＦＵＬＬ width", "full|width"),
            ("", ""),
            ("'' \u{1}’ - + $", "$"),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_words_hash_is_that_of_its_letters() {
        assert_eq!(words("It’s").next().map(|word| word.hash), Some(hash_of(&folded("IT'S"))));
    }

    #[test]
    fn a_phrase_is_whole_words_in_a_row() {
        let text = "“The pilot, he said, knew.”";
        let text = phrase(text, 0..text.len());
        assert_eq!(text, " the pilot he said knew ");
        for words in ["the", "knew", "pilot he said", "the pilot he said knew"] {
            assert!(has_phrase(&text, words), "{words}");
        }
        for words in ["", "pilot said", "he sai", "ilot", "knew it", "the pilot he said knew it"] {
            assert!(!has_phrase(&text, words), "{words}");
        }
        assert!(!has_phrase("", "the"));
    }

    #[test]
    fn words_of_a_range_keep_their_offsets() {
        let found: Vec<_> = words_in("one two three", 4..13).map(|word| (word.start, word.end)).collect();
        assert_eq!(found, [(4, 7), (8, 13)]);
    }
}
