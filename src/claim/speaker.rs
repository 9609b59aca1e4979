//! Who is said to have said a quotation: the words that say so, who is meant by them, and what the clause asserts.
//!
//! Takes the blocks and the quotations of one text and gives each quotation its speaker; `clause` finds the words,
//! `people` knows who they mean.

use std::ops::Range;

use super::antecedent::{Focus, Referent, beside, is_stranger, named, pronoun, referent, unnamed};
use super::clause::{Wanted, clause};
use super::name::names;
use super::noun::voice;
use super::people::{People, bytes, clean};
use super::quote::{Kind, Quote};
use super::reported::{Report, Reported, count_words, reported};
use super::subject::{REACH, reports};
use super::token::{Form, Token, is_mark, tokens};
use super::topic::topics;
use super::voice::{Clause, Speaker, Stance, Voice};
use crate::block::Blocks;
use crate::file::{File, Span};
use crate::fold::owner;
use crate::lexicon::speaking;

/// Gives every quotation of a text its speaker, and hands on who occurs in it and what it reports in its own words, in order.
/// Linear in the text's length.
pub fn speakers(file: &File, blocks: &Blocks, quotes: &mut [Quote]) -> (People, Vec<Reported>) {
    let text = blocks.text(file);
    let parts = quoted(text, quotes);
    let mut from = 0;
    let read: Vec<Vec<Token>> = blocks
        .blocks
        .iter()
        .map(|block| {
            let range = block.span.range();
            from += parts[from..].partition_point(|(part, _)| part.end <= range.start);
            let length = parts[from..].partition_point(|(part, _)| part.start < range.end);
            tokens(text, range, &parts[from..from + length])
        })
        .collect();
    let mut people = People::of(file, text, &read);
    let dialogue = is_dialogue(text, &read);
    let is_heading = |at: usize| blocks.blocks[at].kind == crate::block::Kind::Heading;
    let mut walk = Walk {
        file,
        text,
        blocks: &read,
        dialogue,
        focus: Focus::default(),
        last: None,
        told: Vec::new(),
        reported: Vec::new(),
    };
    for at in 0..read.len() {
        walk.block(at, quotes, &mut people, is_heading(at));
    }
    (people, walk.reported)
}

/// A quotation's clause that says fewer words besides says nothing of its own.
const LONG: usize = 5;

/// The parts of the quotations with their marks, in order.
fn quoted(text: &str, quotes: &[Quote]) -> Vec<(Range<usize>, u32)> {
    let mut parts: Vec<(Range<usize>, u32)> = Vec::new();
    for (index, quote) in quotes.iter().enumerate() {
        let whole = quote.span.range();
        // Marks alone may stand between many parts, and are passed over once.
        let (mut before, mut behind) = (whole.start..whole.start, whole.start..whole.start);
        for part in &quote.parts {
            let mark = |c: char| c.is_whitespace() || is_mark(c);
            let low = before.end.min(part.start as usize);
            let start = low + text[low..part.start as usize].trim_end_matches(mark).len();
            let start = if start == low { before.start.min(low) } else { start };
            before = start..part.start as usize;
            if part.end as usize > behind.end || (part.end as usize) < behind.start {
                let rest = &text[part.end as usize..whole.end];
                behind = part.end as usize..whole.end - rest.trim_start_matches(mark).len();
            }
            let end = behind.end;
            parts.push((start..end, index as u32));
        }
    }
    parts.sort_by_key(|(range, _)| (range.start, range.end));
    // A quotation inside another one is read as its words.
    let mut end = 0;
    parts.retain(|(range, _)| {
        let free = range.start >= end && range.end > range.start;
        end = if free { range.end } else { end };
        free
    });
    parts
}

/// Whether a text's speakers take turns: paragraphs that are a quotation alone ask, or are short.
fn is_dialogue(text: &str, blocks: &[Vec<Token>]) -> bool {
    const SHORT: usize = 40;
    let alone = |tokens: &&Vec<Token>| tokens.len() == 1 && matches!(tokens[0].form, Form::Quote(_));
    let turns: Vec<&str> = blocks.iter().filter(alone).map(|tokens| &text[tokens[0].range.clone()]).collect();
    let asks = turns.iter().filter(|turn| turn.trim_end_matches(is_mark).ends_with('?')).count();
    let length: usize = turns.iter().map(|turn| turn.len()).sum();
    asks > 0 && asks * 8 > turns.len() || length < SHORT * turns.len()
}

/// Reads the blocks of a text in order.
struct Walk<'a> {
    file: &'a File,
    text: &'a str,
    blocks: &'a [Vec<Token<'a>>],
    /// Whether speakers take turns in paragraphs of their own, so that one without a clause is not the last one's.
    dialogue: bool,
    focus: Focus,
    /// The last quotation with a speaker, and its block.
    last: Option<(u32, usize)>,
    /// The words that report the quotations of the sentence that is read.
    told: Vec<Span>,
    reported: Vec<Reported>,
}

impl Walk<'_> {
    fn block(&mut self, at: usize, quotes: &mut [Quote], people: &mut People, heading: bool) {
        let tokens = &self.blocks[at];
        let mut low = 0;
        for place in 0..tokens.len() {
            match tokens[place].form {
                Form::Quote(index) => {
                    if place > low && self.ends(tokens, place - 1, place) {
                        low = place;
                    }
                    if quotes[index as usize].speaker.is_none() {
                        let found = self.speaker(at, low, place, &quotes[index as usize], quotes, people);
                        if let Some(found) = &found {
                            self.last = Some((index, at));
                            self.told.push(found.cue);
                        }
                        quotes[index as usize].speaker = found;
                    }
                }
                Form::Stop => {
                    self.sentence(at, low..place, people, heading);
                    low = place + 1;
                }
                Form::Word if place > low && self.ends(tokens, place - 1, place) => {
                    self.sentence(at, low..place, people, heading);
                    low = place;
                }
                _ => {}
            }
        }
        self.sentence(at, low..tokens.len(), people, heading);
    }

    /// Reads a sentence to its end, when its quotations have their speakers. A heading states nothing.
    fn sentence(&mut self, at: usize, range: Range<usize>, people: &mut People, heading: bool) {
        if !heading {
            self.report(at, range.clone(), people);
        }
        self.told.clear();
        self.spoken_of(at, range.start, range.end, people);
    }

    /// Keeps what a sentence says in its own words that somebody said.
    fn report(&mut self, at: usize, range: Range<usize>, people: &mut People) {
        let tokens = &self.blocks[at];
        let asks = tokens.get(range.end).is_some_and(|stop| &self.text[stop.range.clone()] == "?");
        for Report { mut clause, content, whole } in reported(tokens, range.start, range.end) {
            let cue = bytes(tokens, if clause.cue.is_empty() { &clause.who } else { &clause.cue });
            // What a quotation's clause says besides may be a few words that lead in to it.
            let quoted = self.told.iter().any(|told| told.range() == cue);
            if quoted && count_words(tokens, &content) < LONG {
                continue;
            }
            if asks && clause.stance == Stance::Asserted {
                clause.stance = Stance::Asked;
            }
            // However long a sentence is, its clause is near.
            let low = range.start.max(clause.cue.start.saturating_sub(REACH));
            let speaker = self.voiced(at, low, clause.cue.start, &clause, false, people);
            self.reported.push(Reported {
                span: self.file.span(bytes(tokens, &whole)),
                content: content.iter().map(|part| self.file.span(bytes(tokens, part))).collect(),
                speaker,
                citations: Vec::new(),
            });
        }
    }

    /// Whether a quotation at `before` ends its sentence, so that `next` begins another.
    fn ends(&self, tokens: &[Token], before: usize, next: usize) -> bool {
        matches!(tokens[before].form, Form::Quote(_))
            && self.ending(&tokens[before]) == Some('.')
            && (tokens[next].capital || matches!(tokens[next].form, Form::Quote(_)))
    }

    /// The last mark inside a quotation: a comma, a full stop, or whatever other sign.
    fn ending(&self, quote: &Token) -> Option<char> {
        self.text[quote.range.clone()]
            .trim_end_matches(|c: char| c.is_whitespace() || is_mark(c))
            .chars()
            .next_back()
    }

    /// Keeps in mind who a sentence is about.
    fn spoken_of(&mut self, at: usize, low: usize, high: usize, people: &mut People) {
        let tokens = &self.blocks[at];
        for noun in unnamed(tokens, low, high.max(low)) {
            self.focus.push_unnamed(noun, at);
        }
        for name in names(&tokens[low..high.max(low)]) {
            let name = name.moved(low);
            if let Referent::Entity(entity) = named(tokens, &name, people, &self.focus, at) {
                self.focus.see(entity, at);
            }
        }
        for who in topics(tokens, low, high) {
            match referent(tokens, &who, low, people, &self.focus, at) {
                Referent::Entity(entity) => self.focus.push(entity, at),
                Referent::Name if is_stranger(tokens, &who) => self.focus.push_stranger(at),
                _ => {}
            }
        }
    }

    /// The speaker of the quotation at a place: by its own clause, or by what goes before it.
    fn speaker(
        &mut self,
        at: usize,
        low: usize,
        place: usize,
        quote: &Quote,
        quotes: &[Quote],
        people: &mut People,
    ) -> Option<Speaker> {
        // However long a sentence is, its clause is near.
        let low = low.max(place.saturating_sub(REACH));
        let tokens = &self.blocks[at];
        if quote.kind == Kind::Block
            && let Some(found) = self.signed(quote, at, people)
        {
            return Some(found);
        }
        let ending = self.ending(&tokens[place]);
        let comma = ending == Some(',') || tokens.get(place + 1).is_some_and(|next| next.form == Form::Comma);
        let sentence = place == low
            && matches!(ending, Some('.' | '!' | '?' | '…'))
            && self.text[tokens[place].range.clone()]
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase);
        let wanted = Wanted {
            comma,
            closed: ending == Some('.'),
            direct: quote.kind != Kind::Partial || sentence,
            mention: quote.mention,
            starts: place == low,
        };
        let titled = quote.kind != Kind::Block && super::mention::is_titled(self.text, quote);
        if titled && place > low && !self.introduces(tokens, place) {
            return None;
        }
        if quote.kind != Kind::Block
            && let Some(found) = clause(tokens, low, place, wanted)
        {
            return Some(self.voiced(at, low, place, &found, quote.supposed, people));
        }
        if quote.kind == Kind::Block && place > 0 {
            return None;
        }
        // She said “A.” Adding, “B.”
        if let Some((index, block)) = self.last
            && block == at
            && place > low
            && tokens[low].capital
            && tokens[low].letters.ends_with("ing")
            && super::subject::is_strong(&tokens[low])
            && self.adjoins(tokens, index, low)
        {
            return quotes[index as usize].speaker.clone();
        }
        // “A” and “B”
        let beside = self.last.filter(|&(index, block)| {
            block == at
                && quotes[index as usize].kind != Kind::Block
                && (low..place).any(|i| tokens[i].form == Form::Quote(index))
        });
        if let (Some((index, _)), true) = (beside, place > low) {
            return quotes[index as usize].speaker.clone();
        }
        if quote.kind == Kind::Partial && !sentence {
            return None;
        }
        // “A,” she said. “B,” Ward in the doorway: whoever is named there, the words are hardly the last one's.
        let next =
            place + 1 + usize::from(tokens.get(place + 1).is_some_and(|next| next.form == Form::Comma));
        if comma && tokens.get(next).is_some_and(|next| next.is_word() && next.capital) {
            return None;
        }
        // “A,” she said. “B.” “A,” she said. But “B.”
        let joined = place == low + 1
            && (tokens[low].among(speaking::ADVERBS)
                || tokens[low].is_any(&["and", "but", "or", "so", "yet"]));
        if let Some((index, block)) = self.last
            && block == at
            && (place == low || joined)
            && quote.kind != Kind::Block
            && self.adjoins(tokens, index, place)
        {
            return quotes[index as usize].speaker.clone();
        }
        let before = at.checked_sub(1).map(|before| &self.blocks[before])?;
        if place == 0 && before.last()?.form == Form::Colon {
            let end = before.len();
            let low = (0..end).rev().find(|&i| before[i].form == Form::Stop).map_or(0, |stop| stop + 1);
            let found = clause(
                before,
                low,
                end,
                Wanted { comma: false, closed: true, direct: true, mention: false, starts: false },
            )?;
            return Some(self.voiced(at - 1, low, end, &found, quote.supposed, people));
        }
        // “A,” she said, and a paragraph that is nothing but “B.”
        if quote.kind == Kind::Block {
            return None;
        }
        let (index, block) = self.last?;
        let follows = place == 0 && block + 1 == at && tokens.len() == 1 && !self.dialogue;
        (follows && self.adjoins(before, index, before.len()))
            .then(|| quotes[index as usize].speaker.clone())?
    }

    /// The speaker whom a block quote's last line names: "— Ann Ward, harbour master".
    fn signed(&self, quote: &Quote, at: usize, people: &People) -> Option<Speaker> {
        let line = quote.cue.filter(|cue| cue.start >= quote.span.end)?;
        let tokens = tokens(self.text, line.range(), &[]);
        let start = tokens.iter().position(Token::is_word)?;
        let close = (start..tokens.len()).find(|&i| !tokens[i].is_word()).unwrap_or(tokens.len());
        let who = start..close;
        let (name, entity) = match referent(&tokens, &who, 0, people, &self.focus, at) {
            Referent::Entity(id) => (
                Some(&people.entities[id as usize])
                    .filter(|known| known.is_named())
                    .map(|known| known.name.clone()),
                Some(id),
            ),
            Referent::Name => (Some(clean(&self.text[bytes(&tokens, &who)])), None),
            Referent::Open => (None, None),
        };
        let kind = entity.map_or(Voice::Unknown, |id| people.entities[id as usize].kind);
        let kind = if kind == Voice::Unknown { voice(&tokens, &who, true).unwrap_or_default() } else { kind };
        let cue = line.start as usize..tokens[start].range.start;
        Some(Speaker {
            span: self.file.span(bytes(&tokens, &who)),
            name,
            entity,
            kind,
            cue: self.file.span(if cue.is_empty() { line.range() } else { cue }),
            relays: Vec::new(),
            stance: Stance::Asserted,
        })
    }

    /// Whether nothing but the clause of the quotation with this index stands before `place`.
    fn adjoins(&self, tokens: &[Token], index: u32, place: usize) -> bool {
        let last = (0..place).rev().find(|&i| tokens[i].form == Form::Quote(index));
        last.is_some_and(|last| (last + 1..place).filter(|&i| tokens[i].form == Form::Stop).count() <= 1)
    }

    /// Whether a verb or a colon stands right before a place, so that even a title there is somebody's words.
    fn introduces(&self, tokens: &[Token], place: usize) -> bool {
        let before = &tokens[place - 1];
        before.form == Form::Colon
            || (before.form == Form::Comma && place > 1 && reports(&tokens[place - 2]))
            || (reports(before) && !before.is_any(&["called", "named"]))
    }

    /// A clause as a speaker.
    fn voiced(
        &mut self,
        at: usize,
        low: usize,
        place: usize,
        clause: &Clause,
        supposed: bool,
        people: &mut People,
    ) -> Speaker {
        let tokens = &self.blocks[at];
        let who = clause.antecedent.as_ref().unwrap_or(&clause.who);
        let mut referent = referent(tokens, who, low, people, &self.focus, at);
        let definite = tokens[who.start].is("the") && !tokens[who.end - 1].capital && who.len() > 1;
        let plain = tokens[who.clone()].iter().all(|token| !token.capital || token.is("the"));
        if referent == Referent::Open
            && definite
            && plain
            && clause.voice == Voice::Person
            && !self.focus.knows(people, at)
        {
            referent = Referent::Entity(people.describe(self.file, self.text, tokens, who));
        }
        let mut kind = clause.voice;
        let mut name = None;
        let mut entity = None;
        match referent {
            Referent::Entity(id) if clause.voice != Voice::Collective => {
                let known = &mut people.entities[id as usize];
                if let (1, Some(gender)) = (who.len(), pronoun(&tokens[who.start])) {
                    known.gender = known.gender.or(Some(gender));
                }
                if known.kind == Voice::Unknown && kind == Voice::Person {
                    known.kind = Voice::Person;
                }
                kind = if known.kind == Voice::Unknown { kind } else { known.kind };
                name = known.is_named().then(|| known.name.clone());
                entity = Some(id);
                self.focus.push(id, at);
            }
            Referent::Name if clause.voice != Voice::Collective => {
                let written = &self.text[bytes(tokens, who)];
                name = Some(clean(written));
            }
            _ => {}
        }
        // "The report that says so" is the report.
        let relative = tokens[clause.who.start].is_any(&["that", "which"]);
        let shown = clause.antecedent.as_ref().filter(|_| relative).unwrap_or(&clause.who);
        // "The keeper, Ann Ward, said": the name says who.
        let apposed = beside(tokens, shown.end).filter(|_| name.is_some() && !tokens[shown.end - 1].capital);
        let apposed = apposed.map(|name| name.title.start.min(name.tokens.start)..name.tokens.end);
        let shown = apposed.as_ref().unwrap_or(shown);
        let stance = if supposed { Stance::Supposed } else { clause.stance };
        Speaker {
            span: self.file.span(unowned(self.text, bytes(tokens, shown))),
            name,
            entity,
            kind,
            cue: self.file.span(if clause.cue.is_empty() {
                bytes(tokens, &clause.who)
            } else {
                bytes(tokens, &clause.cue)
            }),
            relays: self.relays(tokens, low, place, clause),
            stance,
        }
    }

    /// Those to whom a sentence ascribes what it says besides: "according to the Ledger".
    fn relays(&self, tokens: &[Token], low: usize, place: usize, clause: &Clause) -> Vec<Span> {
        let high = (place..tokens.len().min(place + REACH))
            .find(|&i| tokens[i].form == Form::Stop)
            .unwrap_or(tokens.len().min(place + REACH));
        let cues = (low..high).filter(|&i| tokens[i].is("according") && !clause.cue.contains(&i));
        let whos = cues.filter_map(|cue| super::clause::according(tokens, cue, high)).map(|found| found.who);
        whos.filter(|who| *who != clause.who).map(|who| self.file.span(bytes(tokens, &who))).collect()
    }
}

/// A range of bytes without a possessive's ending.
fn unowned(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    range.start..range.start + owner(words).unwrap_or(words).len()
}

#[cfg(test)]
mod tests;
