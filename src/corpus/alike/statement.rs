//! What a sentence or a clause says, as it is looked for: its content words, names and numbers with all their forms.
//!
//! Takes a stretch of a text (as a rule a masked draft) and hands on a `Statement`. Only the lists of English words tell
//! content from the rest, so a sentence in another language, or in a script without spaces, is an empty statement.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::inflect::{bases, is_number, name_forms, number_forms, word_forms};
use super::sentence::end_between;
use crate::fold::{folded, hash_of, shortened, words_in};
use crate::lexicon::{common_words, function_words, has};

/// What a sentence or a clause says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Its content words, each once, in order; at most [`MOST`].
    pub terms: Vec<Term>,
    /// How many words it has in all.
    pub words: usize,
}

/// One content word of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its bytes in the text, where it stands first.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Whether it opens a sentence with a capital, so that it may be a name.
    pub opens: bool,
    /// Whether it and the next term are parts of one name.
    pub joined: bool,
    /// The hashes of its forms, sorted.
    pub forms: Arc<[u64]>,
}

/// The forms of words, each made once: the sentences of a draft have most words in common, and so have its versions.
#[derive(Debug, Default)]
pub struct Forms {
    known: FxHashMap<String, [Option<Arc<[u64]>>; 4]>,
}

/// More words are forgotten, all at once, so that a long day's typing ends somewhere.
const MOST_KNOWN: usize = 200_000;

impl Forms {
    /// The forms of a word as what it is; `opens` tells whether it opens a sentence with a capital and may be a name.
    fn of(&mut self, letters: &str, kind: Kind, opens: bool, bases: Vec<String>) -> Arc<[u64]> {
        let slot = match kind {
            Kind::Number => 0,
            Kind::Name => 1,
            _ if opens => 2,
            _ => 3,
        };
        if let Some(known) = self.known.get(letters).and_then(|known| known[slot].clone()) {
            return known;
        }
        let forms = match slot {
            0 => number_forms(letters).unwrap_or_default(),
            1 => name_forms(letters),
            2 => {
                let mut forms = word_forms(bases);
                forms.extend(name_forms(letters));
                forms.sort_unstable();
                forms.dedup();
                forms
            }
            _ => word_forms(bases),
        };
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        let forms: Arc<[u64]> = forms.into();
        self.known.entry(letters.to_owned()).or_default()[slot] = Some(forms.clone());
        forms
    }
}

/// What a content word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A word that many texts have: "new", "said".
    Common,
    /// Any other word.
    Word,
    /// A word with a capital that does not open its sentence, or stands in a row of such.
    Name,
    /// A number, in figures or in words.
    Number,
}

/// Terms of one statement; what a longer stretch says beyond them is not looked for.
pub const MOST: usize = 64;

/// A stretch of fewer words is not asked for its language.
const FEW: usize = 8;

impl Statement {
    /// What the given ranges of a text say; they are in order.
    pub fn of(text: &str, ranges: &[Range<usize>]) -> Statement {
        Statement::with(&mut Forms::default(), text, ranges)
    }

    /// The same with the forms that were made before, for many statements.
    pub fn with(forms: &mut Forms, text: &str, ranges: &[Range<usize>]) -> Statement {
        let words: Vec<Word> = ranges.iter().flat_map(|range| read(text, range.clone())).collect();
        let function = words.iter().filter(|word| has(function_words::WORDS, &word.letters)).count();
        if words.len() >= FEW && function * 8 < words.len() {
            return Statement::default();
        }
        // Where all words have capitals, as in a title, they tell nothing.
        let capitals = words.iter().filter(|word| word.capital).count();
        let titled = capitals * 3 > words.len() * 2;
        let mut statement = Statement { terms: Vec::new(), words: words.len() };
        let mut name_before: Option<usize> = None;
        for (i, word) in words.iter().enumerate() {
            let own = hash_of(&word.letters);
            if statement.terms.iter().any(|known| known.forms.binary_search(&own).is_ok()) {
                name_before = None;
                continue;
            }
            let next = words.get(i + 1).filter(|next| next.adjacent);
            let named = word.capital
                && !titled
                && (!word.opens || next.is_some_and(|next| next.capital && !is_function(&next.letters)));
            let Some((kind, bases)) = kind(&word.letters, named) else {
                name_before = None;
                continue;
            };
            let forms = forms.of(&word.letters, kind, word.capital, bases);
            if statement.terms.len() == MOST {
                break;
            }
            if let Some(before) = name_before.filter(|_| kind == Kind::Name && word.adjacent) {
                statement.terms[before].joined = true;
            }
            name_before = (kind == Kind::Name).then_some(statement.terms.len());
            statement.terms.push(Term {
                range: word.range.clone(),
                kind,
                opens: word.capital && word.opens,
                joined: false,
                forms,
            });
        }
        statement
    }
}

/// A word of a statement's text.
struct Word<'a> {
    range: Range<usize>,
    letters: Cow<'a, str>,
    capital: bool,
    /// Whether it opens a sentence.
    opens: bool,
    /// Whether only a space or a hyphen parts it from the word before it.
    adjacent: bool,
}

fn read(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    for word in words_in(text, range) {
        let range = word.range();
        let mut letters = folded(&text[range.clone()]);
        if let Some((base, ending)) = letters.split_once('\'')
            && matches!(ending, "s" | "re" | "ve" | "ll" | "d" | "m")
        {
            let length = base.len();
            letters = shortened(letters, length);
        }
        let gap = words.last().map(|last| last.range.end..range.start);
        let opens = gap.clone().is_none_or(|gap| end_between(text, gap).is_some());
        let adjacent = gap.is_some_and(|gap| matches!(&text[gap], " " | "-" | "‑" | "\n" | ". "));
        let capital = text[range.clone()].starts_with(char::is_uppercase);
        words.push(Word { range, letters, capital, opens, adjacent: adjacent && !opens });
    }
    words
}

/// What a word is, and the words that it may be a form of; none if it says nothing by itself. Those of a name and of a number in
/// figures are not asked for.
fn kind(letters: &str, named: bool) -> Option<(Kind, Vec<String>)> {
    let mut chars = letters.chars();
    let (first, second) = (chars.next()?, chars.next());
    if second.is_none() && !first.is_ascii_digit() || letters.ends_with("n't") || is_function(letters) {
        return None;
    }
    if is_number(letters) {
        let spelt = !letters.contains(|c: char| c.is_ascii_digit());
        return Some(match spelt && has(common_words::WORDS, letters) {
            true => (Kind::Common, bases(letters)),
            false => (Kind::Number, Vec::new()),
        });
    }
    if named {
        return Some((Kind::Name, Vec::new()));
    }
    let bases = bases(letters);
    let common = bases.iter().any(|base| has(common_words::WORDS, base));
    Some((if common { Kind::Common } else { Kind::Word }, bases))
}

fn is_function(letters: &str) -> bool {
    has(function_words::WORDS, letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The terms of a text: names in capitals, numbers with `#`, common words with `~`, `+` behind a name that goes on.
    fn shown(text: &str) -> String {
        let statement = Statement::of(text, &[0..text.len()]);
        let shown = statement.terms.iter().map(|term| {
            let word = folded(&text[term.range.clone()]);
            let word = match term.kind {
                Kind::Common => format!("~{word}"),
                Kind::Word => word.into_owned(),
                Kind::Name => word.to_uppercase(),
                Kind::Number => format!("#{word}"),
            };
            if term.joined { word + "+" } else { word }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_statement_is_its_content_words() {
        let table = [
            ("The ferry will not sail before the ice has gone.", "ferry sail ice ~gone"),
            ("Ferries and a ferry’s crew", "ferries crew"),
            ("On Monday the master, Ruth Ward, closed Pier 7.", "MONDAY master RUTH+ WARD ~closed PIER #7"),
            ("Ward's ferry isn't late. Boats wait.", "ward's ferry ~late boats wait"),
            ("Ruth Ward waits", "RUTH+ WARD waits"),
            ("It carried 12,500 people in two years", "~carried #12,500 ~people ~two ~years"),
            ("THE FERRY IS LATE", "ferry ~late"),
            ("Le bac ne partira pas avant la fonte des glaces.", ""),
            ("渡船今天不开。", ""),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_stretch_is_cut() {
        let text: String = (0..500).map(|i| format!("the boat{i} of ")).collect();
        assert_eq!(Statement::of(&text, &[0..text.len()]).terms.len(), MOST);
    }
}
