//! Turns: the stretches of a transcript, an interview, a debate or a play that a label gives to a speaker, without marks round them.
//!
//! Takes a text's blocks and who occurs in it, and hands on who speaks where. Labels count only where a text sets them as a
//! system: a few words and a colon open many a line that nobody says.

mod label;
mod who;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::people::People;
use super::voice::{Speaker, Stance, Voice};
use crate::block::{Block, Blocks, Kind};
use crate::file::{File, Span};
use crate::fold::{MASK, folded};
use label::{Form, Label};
use who::{Standing, Who, entity, initials, who};

/// What somebody says under a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// From the first word behind the label to the last before the next one.
    pub span: Span,
    /// Who speaks: the label's words, and whom they mean. An office without a name speaks as [`Voice::Collective`].
    pub speaker: Speaker,
}

impl Turn {
    /// Every place that it names.
    pub(super) fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        let Turn { span, speaker } = self;
        each(span);
        speaker.each_span(each);
    }
}

/// A label where it stands.
struct Place {
    /// Its block.
    block: usize,
    label: Label,
    who: Who,
    /// By what others of the same speaker are known.
    key: String,
    /// Whether what follows it is said as a sentence is, and not a record's value.
    sentence: bool,
    /// Those who join in an opinion.
    joined: Vec<Range<usize>>,
}

/// A text's labels stand this near to each other at least, on average in blocks.
const NEAR: usize = 8;

/// The turns of a text, in order. Whoever has one is a person, unless the text says otherwise. Linear in the text's length.
pub fn turns(file: &File, blocks: &Blocks, people: &mut People) -> Vec<Turn> {
    let text = blocks.text(file);
    let mut places = places(text, blocks, people);
    let known = repeated(&places);
    for place in &mut places {
        // A name that stands once may be a heading; whoever it is, those before it have said their say.
        if place.who.standing == Standing::Likely && !known.contains(&place.key) {
            place.who = Who { kind: Voice::Collective, standing: Standing::Likely, ..Who::default() };
        } else if place.who.standing == Standing::Likely {
            place.who.standing = Standing::Named;
        }
    }
    let (places, opinions) =
        if is_system(&places, &known) { (places, false) } else { (opinions(text, blocks, people), true) };
    for Who { entity, kind, standing, .. } in places.iter().map(|place| &place.who) {
        if let (Some(id), Voice::Person, Standing::Named) = (entity, kind, standing) {
            people.entities[*id as usize].kind = Voice::Person;
        }
    }
    spans(file, text, blocks, &places, opinions)
}

/// The labels of a text, in order.
fn places(text: &str, blocks: &Blocks, people: &People) -> Vec<Place> {
    let initials = initials(people);
    let mut known: FxHashMap<String, Who> = FxHashMap::default();
    let mut places: Vec<Place> = Vec::new();
    let mut letters: Vec<(Place, usize, bool)> = Vec::new();
    for (at, block) in blocks.blocks.iter().enumerate().filter(|(_, block)| is_said(block)) {
        let heading = block.kind == Kind::Heading;
        for line in lines(text, block.span.range()) {
            if let Some((label, answer)) = label::letter(text, line.clone()) {
                letters.push((place(text, at, &line, label, Who::default()), places.len(), answer));
            }
            if let Some(label) = label::label(text, line.clone(), heading) {
                let written = text[label.who.start..label.cue.start.max(label.who.end)].to_owned();
                let who =
                    known.entry(written).or_insert_with(|| who(text, &label, people, &initials)).clone();
                places.push(place(text, at, &line, label, who));
            }
        }
    }
    let answers = letters.iter().filter(|(.., answer)| *answer).count();
    if letters.len() < 3 || answers == 0 || answers == letters.len() {
        return places;
    }
    // Whoever answers is the one whom the text names before the first question.
    let head = letters[0].0.label.who.start as u32;
    let mut named = people.entities.iter().enumerate().filter(|(_, known)| {
        known.kind != Voice::Body && known.is_named() && known.mentions.iter().any(|place| place.end <= head)
    });
    let answering = match (named.next(), named.next()) {
        (Some((id, known)), None) if known.kind == Voice::Person => {
            entity(people, id as u32, Standing::Named)
        }
        _ => Who { kind: Voice::Collective, standing: Standing::Named, ..Who::default() },
    };
    let asking = Who { kind: Voice::Collective, standing: Standing::Named, ..Who::default() };
    for (mut letter, _, answer) in letters {
        letter.who = if answer { answering.clone() } else { asking.clone() };
        letter.key = if answer { "A".into() } else { "Q".into() };
        places.push(letter);
    }
    places.sort_by_key(|place| (place.label.who.start, place.label.form != Form::Letter));
    // "A. Ward: …" among answers is one of them.
    places.dedup_by(|next, first| {
        first.label.form == Form::Letter && next.label.who.start == first.label.who.start
    });
    places
}

fn place(text: &str, block: usize, line: &Range<usize>, label: Label, who: Who) -> Place {
    let said = text[label.words..line.end].trim_end_matches(|c: char| c == MASK || c.is_whitespace());
    let said = said.trim_end_matches([']', ')', '"', '”', '’', '»', '*', '_', MASK]);
    let sentence = said.ends_with(['.', '?', '!', '…', '—', '。', '？', '！']) || label.form == Form::Heading;
    let key = who.entity.map_or_else(|| folded(&text[label.who.clone()]).into_owned(), |id| id.to_string());
    Place { block, label, who, key, sentence, joined: Vec::new() }
}

/// Whether a block may hold what somebody says under a label.
fn is_said(block: &Block) -> bool {
    block.quoted.is_none() && matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Heading)
}

/// The lines of a stretch.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text[range].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end().len()
    })
}

/// The speakers of whom several labels open sentences, as a rule.
fn repeated(places: &[Place]) -> FxHashSet<String> {
    let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for place in places.iter().filter(|place| place.who.standing > Standing::Nobody) {
        let count = counts.entry(&place.key).or_default();
        count.0 += 1;
        count.1 += usize::from(place.sentence);
    }
    let often = counts.into_iter().filter(|(_, (all, sentences))| *all > 1 && sentences * 2 >= *all);
    often.map(|(key, _)| key.to_owned()).collect()
}

/// Whether labels are set as a system: some speaker has several, there are others, and they stand near each other.
fn is_system(places: &[Place], known: &FxHashSet<String>) -> bool {
    let speaking: Vec<&Place> =
        places.iter().filter(|place| place.who.standing >= Standing::Office).collect();
    let [first, .., last] = speaking.as_slice() else { return false };
    // Bodies whose names open a line are spoken of, as a rule.
    let human = |place: &&Place| place.who.standing == Standing::Named && place.who.kind != Voice::Body;
    let named = speaking.iter().any(human);
    let keys: FxHashSet<&str> = speaking.iter().map(|place| place.key.as_str()).collect();
    let again = keys.iter().any(|key| known.contains(*key));
    let sentences = speaking.iter().filter(|place| place.sentence).count();
    named
        && again
        && speaking.len() > 2
        && keys.len() > 1
        && sentences * 2 >= speaking.len()
        && speaking.len() * NEAR > last.block - first.block
}

/// The headings of a court's opinions, each with the judge who wrote it.
fn opinions(text: &str, blocks: &Blocks, people: &People) -> Vec<Place> {
    let mut places = Vec::new();
    for (at, block) in blocks.blocks.iter().enumerate().filter(|(_, block)| is_said(block)) {
        let line = block.span.range();
        let found = label::opinion(text, line.clone(), block.kind == Kind::Heading);
        let Some((judge, joined)) = found.as_deref().and_then(<[_]>::split_first) else { continue };
        let label = Label {
            who: judge.clone(),
            bracket: None,
            cue: judge.clone(),
            words: line.end,
            form: Form::Heading,
        };
        let mut who = who(text, &label, people, &FxHashMap::default());
        who.standing = Standing::Named;
        let joined = joined.to_vec();
        places.push(Place { joined, ..place(text, at, &line, label, who) });
    }
    places
}

/// What is said under each label. A heading ends a turn, but not an opinion; the last turn goes on for as many blocks as the
/// longest before it, since what follows it may be anybody's.
fn spans(file: &File, text: &str, blocks: &Blocks, places: &[Place], opinions: bool) -> Vec<Turn> {
    let speaks = |place: &Place| place.who.standing > Standing::Nobody;
    let (Some(first), Some(last)) = (places.iter().position(speaks), places.iter().rposition(speaks)) else {
        return Vec::new();
    };
    let mut turns = Vec::new();
    let mut longest = 0;
    for (at, place) in places.iter().enumerate().take(last + 1).skip(first) {
        let next = places.get(at + 1);
        let until = next.map_or(blocks.blocks.len(), |next| next.block);
        let heading = |block: &Block| block.kind == Kind::Heading;
        let mut behind = place.block + 1..until.max(place.block + 1);
        if !opinions {
            let end = blocks.blocks[behind.clone()].iter().position(heading);
            behind.end = end.map_or(behind.end, |end| behind.start + end);
            if at == last {
                behind.end = behind.end.min(behind.start + longest);
            }
        }
        longest = longest.max(behind.len());
        let own = blocks.blocks[place.block].span.end as usize;
        let block_end = blocks.blocks[..behind.end].last().map_or(own, |block| block.span.end as usize);
        let end = next
            .filter(|next| next.block == place.block)
            .map_or(block_end.max(own), |next| next.label.who.start);
        // The next label's time, list mark and markup are nobody's.
        let end = if next.is_some_and(|next| next.block == place.block) {
            text[..end].rfind('\n').filter(|&line| line >= place.label.words).unwrap_or(end)
        } else {
            end
        };
        let start = match place.label.form {
            Form::Heading => blocks.blocks[behind].first().map_or(end, |block| block.span.start as usize),
            Form::Name | Form::Letter => place.label.words,
        };
        let words = text[start.min(end)..end].trim_end_matches(|c: char| c == MASK || c.is_whitespace());
        if words.is_empty() || !speaks(place) {
            continue;
        }
        let Who { name, entity, kind, .. } = place.who.clone();
        turns.push(Turn {
            span: file.span(start..start + words.len()),
            speaker: Speaker {
                span: file.span(place.label.who.clone()),
                name,
                entity,
                kind,
                cue: file.span(place.label.cue.clone()),
                relays: place.joined.iter().map(|range| file.span(range.clone())).collect(),
                stance: Stance::Asserted,
            },
        });
    }
    turns
}

/// Gives what somebody says of themselves in a turn to whoever has it: "I said that the ice holds".
pub fn resolve<'a>(file: &File, turns: &[Turn], speakers: impl Iterator<Item = &'a mut Speaker>) {
    for speaker in speakers {
        let written = folded(file.slice(speaker.span));
        if speaker.name.is_some() || !matches!(&*written, "i" | "my") {
            continue;
        }
        let last = turns.partition_point(|turn| turn.span.start <= speaker.span.start);
        let turn = last.checked_sub(1).map(|last| &turns[last]);
        if let Some(turn) =
            turn.filter(|turn| speaker.span.end <= turn.span.end && turn.speaker.name.is_some())
        {
            speaker.name.clone_from(&turn.speaker.name);
            speaker.entity = turn.speaker.entity;
            speaker.kind = turn.speaker.kind;
        }
    }
}

#[cfg(test)]
mod tests;
