//! A stretch of prose as words and the gaps between them, and what the forms of `place` ask of it: where regions are named,
//! which city's name stands before or behind a word, and whether a list or a longer name goes on there.

use std::borrow::Cow;
use std::ops::Range;

use crate::fold::{MASK, Word, folded, owner, words_in};
use crate::gazetteer::{self, Named, Naming, Region, region_at};
use crate::lexicon::{abbreviations, function_words, has, places, speaking, voices};

/// The words of a block.
pub(super) struct Stretch<'a> {
    text: &'a str,
    range: Range<usize>,
    words: Vec<Word>,
}

/// A region that is named.
pub(super) struct Mention {
    /// Its words.
    pub words: Range<usize>,
    /// Its bytes in the text, without the ending of a possessive.
    pub bytes: Range<usize>,
    /// What the name may mean.
    pub named: Vec<Named>,
    /// Whether it is a possessive.
    pub owner: bool,
}

impl Mention {
    /// Whether the name is of one kind alone.
    pub fn is(&self, naming: Naming) -> bool {
        self.named.iter().all(|named| named.naming == naming)
    }
}

/// What stands before a place's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// The beginning of a sentence, a bracket or another mark; or a comma, in a list.
    Nothing {
        /// Whether it is a comma.
        listed: bool,
    },
    /// A word of place: "in C".
    Locative,
    /// Another word.
    Word {
        /// Whether the word shows a list or a comparison.
        listed: bool,
    },
}

/// The words of the longest name of a city that is looked for.
const LONGEST: usize = 8;
/// How far to either side of a place a time is looked for, in words.
const SENTENCE: usize = 30;

impl<'a> Stretch<'a> {
    pub fn new(text: &'a str, range: Range<usize>) -> Stretch<'a> {
        let words = words_in(text, range.clone()).collect();
        Stretch { text, range, words }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The regions that are named, in order.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let Some((count, named)) = region_at(self.text, &self.words[at..]) else {
                at += 1;
                continue;
            };
            let words = at..at + count;
            let bytes = self.bytes(words.clone());
            let written = &self.text[bytes.clone()];
            let own = owner(written);
            let behind = &self.text[bytes.end..self.range.end];
            let owns = own.is_some() || written.ends_with('s') && behind.starts_with(['\'', '’']);
            let mut bytes = bytes.start..bytes.start + own.unwrap_or(written).len();
            let short = named.iter().any(|named| named.naming == Naming::Abbreviation);
            bytes.end += usize::from(own.is_none() && short && behind.starts_with('.'));
            at = words.end;
            mentions.push(Mention { words, bytes, named, owner: owns });
        }
        mentions
    }

    /// The bytes of some words, from the first to the last.
    pub fn bytes(&self, words: Range<usize>) -> Range<usize> {
        self.words[words.start].range().start..self.words[words.end - 1].range().end
    }

    /// What stands before a word, back to the word before it: without markup, each run of white space as one space.
    pub fn gap(&self, at: usize) -> String {
        let start = at
            .checked_sub(1)
            .and_then(|last| self.words.get(last))
            .map_or(self.range.start, |w| w.end as usize);
        let end = self.words.get(at).map_or(self.range.end, |word| word.start as usize);
        let mut gap = String::new();
        for c in self.text[start.min(end)..end].chars().filter(|&c| c != MASK) {
            let c = if c.is_whitespace() { ' ' } else { c };
            if !(c == ' ' && gap.ends_with(' ')) {
                gap.push(c);
            }
        }
        gap
    }

    /// A word's folded letters; none past the end.
    pub fn folded(&self, at: usize) -> Cow<'_, str> {
        self.words.get(at).map(|word| folded(&self.text[word.range()])).unwrap_or_default()
    }

    /// Whether a word has these folded letters.
    pub fn is(&self, at: usize, letters: &str) -> bool {
        self.words.get(at).is_some_and(|word| word.range().len() < 16) && self.folded(at) == letters
    }

    fn written(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| &self.text[word.range()])
    }

    /// Whether a word begins with a small letter.
    pub fn is_lower(&self, at: usize) -> bool {
        self.written(at).starts_with(char::is_lowercase)
    }

    fn is_upper(&self, at: usize) -> bool {
        self.written(at).starts_with(char::is_uppercase)
    }

    /// The beginning of a noun with the article before it.
    pub fn without_article(&self, at: usize) -> usize {
        let article = at > 0 && self.gap(at) == " " && self.is(at - 1, "the");
        at - usize::from(article)
    }

    /// The end of a region with the country that follows it behind a comma: "Kentucky, United States".
    pub fn past_country(&self, mention: &Mention) -> usize {
        let end = mention.words.end;
        let next = if self.is(end, "the") { end + 1 } else { end };
        if self.gap(end) != ", " || next >= self.words.len() {
            return end;
        }
        let whole = region_at(self.text, &self.words[next..]).filter(|(_, countries)| {
            countries.iter().any(|country| {
                let part = |named: &Named| {
                    named.region != country.region && gazetteer::country_of(named.region) == country.region
                };
                mention.named.iter().any(part)
            })
        });
        whole.map_or(end, |(count, _)| next + count)
    }

    /// The city whose name ends before a word, and what stands before it. Nothing where the name is part of a longer one.
    pub fn city_before(&self, end: usize) -> Option<(Range<usize>, Before)> {
        let least = end.saturating_sub(LONGEST);
        // Within a name words stand close.
        let close = (least + 1..end).rev().take_while(|&at| self.is_inner(at)).count();
        let start = end.checked_sub(1)? - close;
        let found = (start..end).find(|&start| self.is_city(start..end))?;
        Some((found..end, self.before(found)?))
    }

    /// The city whose name begins with a word.
    pub fn city_after(&self, start: usize) -> Option<Range<usize>> {
        let reach =
            (start + 1..self.words.len()).take(LONGEST - 1).take_while(|&at| self.is_inner(at)).count();
        (start + 1..=start + 1 + reach).rev().find(|&end| self.is_city(start..end)).map(|end| start..end)
    }

    /// Whether what stands before a word may stand within a name.
    fn is_inner(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let short = self.written(at - 1).len() <= 3;
        matches!(gap.as_str(), " " | "-" | "‑" | "’" | "'" | " - " | "/" | "." | ", D")
            || gap == ". " && short
    }

    /// Whether some words are a city's name, with capitals as names have them.
    fn is_city(&self, words: Range<usize>) -> bool {
        if words.end > self.words.len() || !words.clone().take(2).any(|at| self.is_upper(at)) {
            return false;
        }
        let name = &self.text[self.bytes(words)];
        owner(name).is_none() && gazetteer::city(name).is_some()
    }

    /// Whether some words are the name of a capital.
    pub fn is_capital(&self, words: &Range<usize>) -> bool {
        gazetteer::city(&self.text[self.bytes(words.clone())]).is_some_and(|city| city.capital)
    }

    /// Whether a city in a region is called as the region is: "Singapore".
    pub fn is_city_of(&self, bytes: &Range<usize>, region: Region) -> bool {
        gazetteer::city(&self.text[bytes.clone()])
            .is_some_and(|city| city.region == region || gazetteer::country_of(city.region) == region)
    }

    /// Whether a word begins the name of a place or of a region.
    pub fn is_place(&self, at: usize) -> bool {
        let at = if self.is(at, "the") { at + 1 } else { at };
        self.words.get(at..).is_some_and(|words| region_at(self.text, words).is_some())
            || self.city_after(at).is_some()
    }

    /// What stands before a name; nothing where it is part of a longer one, or a person's.
    fn before(&self, start: usize) -> Option<Before> {
        let gap = self.gap(start);
        let opening = gap.trim_end();
        if start == 0
            || !gap.ends_with(' ')
                && !opening.is_empty()
                && !opening.ends_with(['-', '–', '/', '‑', '.', '&', '@'])
        {
            return Some(Before::Nothing { listed: false });
        }
        let short = start > 0 && gap == ". " && self.is_upper(start - 1);
        if short && (self.written(start - 1).len() < 2 || has(abbreviations::WORDS, &self.folded(start - 1)))
        {
            return None;
        }
        if gap != " " {
            let joined = !gap.ends_with(' ') || opening.ends_with(['-', '&', '/']) && opening == gap.trim();
            return (!joined || opening.ends_with('('))
                .then(|| Before::Nothing { listed: opening.ends_with([',', '&', '/']) });
        }
        let last = start - 1;
        let word = self.folded(last);
        let first =
            last == 0 || self.gap(last).trim().ends_with(['.', '!', '?', ':', '"', '”', '—', '(', '•']);
        let known =
            has(places::LOCATIVES, &word) || has(function_words::WORDS, &word) || has(places::PARTING, &word);
        let apart = self.is_lower(last) || first && known;
        if !apart || word.chars().all(|c| c.is_numeric()) {
            return None;
        }
        // "University of Vienna", "Ludwig van Beethoven".
        let particle = word == "of" || has(voices::PARTICLES, &word);
        let follows = last > 0 && self.gap(last) == " ";
        if particle && follows && (self.is_upper(last - 1) || word != "of" && !known) {
            return None;
        }
        // A ship or a film has an article, a city has none.
        let article = has(speaking::DETERMINERS, &word);
        if article || has(voices::PERSONS, &word) || has(voices::OFFICES, &word) {
            return None;
        }
        Some(match () {
            () if has(places::LOCATIVES, &word) => Before::Locative,
            () if word == "of" => Before::Locative,
            () if has(places::PARTING, &word) => Before::Word { listed: true },
            () => Before::Word { listed: false },
        })
    }

    /// Whether the clause round a word begins without a subject, so that a country behind its comma may be the subject: "After talks
    /// in C, Country".
    pub fn is_opening(&self, at: usize) -> bool {
        let starts = |at: &usize| {
            let gap = self.gap(*at);
            *at == 0
                || gap.contains([',', ';', ':', '!', '?', '(', '"', '“', '—'])
                || gap.contains(". ")
                || gap.contains(" – ")
        };
        let start = (at.saturating_sub(SENTENCE)..=at).rev().find(starts);
        start.filter(|&start| start < at).is_some_and(|start| {
            let word = self.folded(start);
            has(places::OPENERS, &word) || word.len() > 5 && word.ends_with("ing")
        })
    }

    /// Whether a longer name, or a part of a country, goes on at a word: "Uzbekistan Airways", "Punjab province", "until".
    pub fn continues(&self, at: usize) -> bool {
        let gap = self.gap(at);
        if gap != " " {
            return gap.starts_with(['-', '–', '/', '‑']);
        }
        let word = self.folded(at);
        let past = matches!(
            &*word,
            "until"
                | "till"
                | "from"
                | "before"
                | "during"
                | "under"
                | "between"
                | "since"
                | "when"
                | "at"
                | "then"
                | "for"
        );
        let year = self.folded(at + 1).starts_with(|c: char| c.is_ascii_digit());
        self.is_upper(at) || has(places::PARTS, &word) || past || word == "in" && year
    }

    /// Whether the name of a capital's country ends a phrase, and is no part of one: "the capital of US country music".
    pub fn ends_phrase(&self, mention: &Mention) -> bool {
        const AFTER: [&str; 14] = [
            "and", "but", "has", "is", "last", "on", "remains", "to", "today", "was", "where", "while",
            "will", "with",
        ];
        let end = mention.words.end;
        let follows = !self.is_attributive(mention) && AFTER.contains(&&*self.folded(end));
        !self.continues(end) && (self.gap(end) != " " || follows)
    }

    /// Whether an abbreviated name stands before a noun: "US oil".
    pub fn is_attributive(&self, mention: &Mention) -> bool {
        let upper = !self.text[mention.bytes.clone()].contains(char::is_lowercase);
        upper && self.gap(mention.words.end) == " "
    }

    /// Whether a name has more of it before it: "Northern Irish", "Belgian Congo".
    pub fn is_headless(&self, mention: &Mention) -> bool {
        let at = mention.words.start;
        if at == 0 || self.gap(at) != " " || !self.is_upper(at - 1) || self.is(at - 1, "the") {
            return false;
        }
        let word = self.folded(at - 1);
        let first = at == 1 || self.gap(at - 1).trim_end().ends_with(['.', '!', '?', ':', '“', '"']);
        let side = matches!(&*word, "north" | "south" | "east" | "west") || word.ends_with("ern");
        !first || side
    }

    /// Whether a name ends where it does, and is none of a state, an airport or the like.
    pub fn is_complete(&self, place: &Range<usize>) -> bool {
        let gap = self.gap(place.end);
        if gap != " " {
            return !gap.starts_with(['\'', '’', '-', '‑', '/']);
        }
        let next = self.folded(place.end);
        let particle = has(voices::PARTICLES, &next) && self.is_upper(place.end + 1);
        !(self.is_upper(place.end) || particle || has(places::PARTS, &next))
    }

    /// Whether an apposition ends behind some words, and is no member of a list.
    pub fn is_closed(&self, words: &Range<usize>, bracket: bool) -> bool {
        let gap = self.gap(words.end);
        if bracket {
            return gap.starts_with(')');
        }
        let next = self.folded(words.end);
        let conjunction = matches!(&*next, "and" | "or" | "nor");
        let listed =
            self.is_place(words.end + usize::from(conjunction)) && (conjunction || gap.starts_with(','));
        let stops = gap.starts_with([',', '.', ';', ':', ')', '—', '!', '”', '"'])
            || gap.trim_start().starts_with(['—', '–']);
        words.end == self.words.len() || stops && !listed
    }

    /// Whether a word before a name says that it is meant as it was.
    pub fn is_past(&self, at: usize) -> bool {
        let start = self.without_article(at);
        let past = |at: usize| has(places::PAST, &self.folded(at));
        let before = |at: usize| at > 0 && past(at - 1) && self.gap(at).trim() == "";
        before(at) || before(start)
    }

    /// Whether the sentence round some words tells of a time long past: a year before 1992, "medieval".
    pub fn is_dated(&self, words: &Range<usize>) -> bool {
        let past = |at: usize| {
            let written = self.written(at);
            let year =
                written.len() == 4 && written.parse::<u32>().is_ok_and(|year| (1000..1992).contains(&year));
            year || written.len() < 12 && has(places::TIMES, &self.folded(at))
        };
        let whole = |at: &usize| !self.gap(*at).starts_with(['.', '!', '?']);
        let behind = (words.end..self.words.len()).take(SENTENCE).take_while(whole);
        let ahead = (words.start.saturating_sub(SENTENCE)..words.start).rev();
        let ahead = ahead.take_while(|&at| at + 1 == words.start || whole(&(at + 1)));
        behind.chain(ahead).any(past)
    }
}
