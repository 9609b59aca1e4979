//! A block as tokens: its words with their folded letters, the marks between them, and each quotation as one token.
//!
//! Takes the masked text of a block and the quotations that lie in it; `clause` reads who speaks off the tokens.

use std::borrow::Cow;
use std::ops::Range;

use super::speech::{note_mark, sentence_ends};
use crate::fold::{MASK, folded, shortened, words_in};
use crate::lexicon::{List, Lists, voices};

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub form: Form,
    /// A word's folded letters, without the ending of a possessive; of a quotation the mark that its words end with;
    /// empty for all else.
    pub letters: Cow<'a, str>,
    /// The lists of the lexicon that have a word.
    lists: Lists,
    /// Whether a word begins with a capital.
    pub capital: bool,
    /// Whether a word is written in capitals alone.
    pub upper: bool,
    /// Whether a word is a possessive: "Ward's", "the dogs'".
    pub owner: bool,
    /// Whether a hyphen joins it to the token before it.
    pub joined: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A word or a number.
    Word,
    /// A comma.
    Comma,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// A dash between spaces, or a long one.
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// The end of a sentence.
    Stop,
    /// A part of the quotation with this index.
    Quote(u32),
}

impl Token<'_> {
    /// Whether it is a word with these folded letters.
    pub fn is(&self, word: &str) -> bool {
        self.form == Form::Word && !self.owner && self.letters == word
    }

    /// Whether it is a word that a list has.
    pub fn among(&self, list: &List) -> bool {
        self.lists.has(list)
    }

    /// Whether it is one of a few words.
    pub fn is_any(&self, words: &[&str]) -> bool {
        let letters = self.letters.as_bytes();
        // The first letter tells most words apart.
        let is =
            |word: &[u8]| word.len() == letters.len() && word.first() == letters.first() && word == letters;
        self.form == Form::Word && words.iter().any(|word| is(word.as_bytes()))
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.form == Form::Word
    }
}

/// The semicolons among some tokens that stand outside brackets, so that they part clauses.
pub fn semicolons(tokens: &[Token], range: Range<usize>) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    range.filter(move |&at| {
        match tokens[at].form {
            Form::Open => depth += 1,
            Form::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && tokens[at].form == Form::Semicolon
    })
}

/// The tokens of a stretch of text. `quoted` are the parts of quotations in it with their marks, in order.
pub fn tokens<'a>(text: &'a str, block: Range<usize>, quoted: &[(Range<usize>, u32)]) -> Vec<Token<'a>> {
    /// A word takes so many bytes with the space behind it, or somewhat more.
    const WORD: usize = 5;
    let mut tokens = Vec::with_capacity(block.len() / WORD);
    let mut from = block.start;
    for (range, index) in quoted {
        plain(text, from..range.start.max(from), &mut tokens);
        if range.end > from {
            let mut quote = Token::mark(range.start.max(from)..range.end, Form::Quote(*index));
            let words = text[quote.range.clone()].trim_end_matches(|c: char| c.is_whitespace() || is_mark(c));
            let last = words.char_indices().next_back().filter(|(_, c)| !c.is_alphanumeric());
            quote.letters = last.map_or(Cow::Borrowed(""), |(at, _)| Cow::Borrowed(&words[at..]));
            tokens.push(quote);
            from = range.end;
        }
    }
    plain(text, from..block.end.max(from), &mut tokens);
    tokens
}

/// Whether a character is a quotation mark of some kind.
pub fn is_mark(c: char) -> bool {
    "\"'“”„‟‘’‚‛«»‹›「」『』`".contains(c)
}

impl<'a> Token<'a> {
    fn mark(range: Range<usize>, form: Form) -> Token<'a> {
        Token {
            range,
            form,
            letters: Cow::Borrowed(""),
            lists: Lists::NONE,
            capital: false,
            upper: false,
            owner: false,
            joined: false,
        }
    }
}

/// The tokens of a stretch without quotations. The mark of a note behind a full stop belongs to neither sentence.
fn plain<'a>(text: &'a str, range: Range<usize>, tokens: &mut Vec<Token<'a>>) {
    let mut from = range.start;
    for end in sentence_ends(text, range.clone()) {
        let mark = note_mark(&text[end..range.end]);
        if mark > 0 && end >= from {
            unmarked(text, from..end, tokens);
            from = end + mark;
        }
    }
    unmarked(text, from..range.end, tokens);
}

/// The tokens of a stretch without the marks of notes.
fn unmarked<'a>(text: &'a str, range: Range<usize>, tokens: &mut Vec<Token<'a>>) {
    let mut ends = sentence_ends(text, range.clone()).peekable();
    let mut from = range.start;
    for found in words_in(text, range.clone()) {
        let word = found.range();
        let joined = between(text, from..word.start, &mut ends, tokens);
        let mut letters = folded(&text[word.clone()]);
        let apostrophe = text[word.end..range.end].starts_with(['\'', '’']) && letters.ends_with('s');
        let mut owner = apostrophe;
        let mut lists = Lists::by_hash(found.hash);
        if letters.ends_with("'s") {
            let length = letters.len() - 2;
            letters = shortened(letters, length);
            lists = Lists::of(&letters);
            // "He's" and its kin are contractions.
            owner = !(lists.has(voices::SUBJECTS)
                || matches!(&*letters, "here" | "let" | "that" | "there" | "what"));
        }
        let capital = text[word.clone()].starts_with(char::is_uppercase);
        let upper = capital && !text[word.clone()].contains(char::is_lowercase);
        from = word.end;
        tokens.push(Token { range: word, form: Form::Word, letters, lists, capital, upper, owner, joined });
    }
    between(text, from..range.end, &mut ends, tokens);
}

/// The marks between two words; whether it is a hyphen alone.
fn between(
    text: &str,
    range: Range<usize>,
    ends: &mut std::iter::Peekable<impl Iterator<Item = usize>>,
    tokens: &mut Vec<Token>,
) -> bool {
    let gap = &text[range.clone()];
    if gap == " " {
        return false;
    }
    for (at, char) in gap.char_indices() {
        let place = range.start + at..range.start + at + char.len_utf8();
        while ends.next_if(|&end| end < place.end).is_some() {}
        let form = match char {
            ',' | '，' | '、' => Form::Comma,
            ':' | '：' => Form::Colon,
            ';' | '；' => Form::Semicolon,
            '—' | '―' => Form::Dash,
            '–' if gap.len() > '–'.len_utf8() => Form::Dash,
            '-' if gap[at + 1..].starts_with('-')
                || (gap[..at].ends_with(' ') && gap[at + 1..].starts_with(' ')) =>
            {
                Form::Dash
            }
            '(' | '[' | '（' => Form::Open,
            ')' | ']' | '）' => Form::Close,
            _ if ends.peek() == Some(&place.end) => Form::Stop,
            _ => continue,
        };
        tokens.push(Token::mark(place, form));
    }
    matches!(gap.trim_matches(MASK), "-" | "‐" | "‑" | "/")
}
