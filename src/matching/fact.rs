//! The numbers and dates of a draft's sentences, held against the passages that the sentences follow.
//!
//! Takes a draft with what it follows and hands on the facts that the source has otherwise. Two sentences about one thing have many
//! numbers, so that a number of the draft is only held against one that counts the same noun in the same unit among the same words; and
//! it is right where the source has its value too, near by or of the same noun anywhere, or where it follows from two others.

mod about;
mod derived;
mod drawn;
mod worked_out;

use std::ops::Range;

use self::about::About;
use self::derived::is_derived;
use self::worked_out::{is_reckoned, is_rest, is_worked_out, names_the_day};
use super::following::Follows;
use super::{Draft, Found};
use crate::claim::fact::{Date, Fact, Grain, Kind, Number, Value, facts_in};
use crate::corpus::alike::Forms;
use crate::corpus::{Corpus, Document};
use crate::file::Span;

/// A fact that the source has otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradicted {
    /// The draft's words for it.
    pub own: Span,
    /// What they say.
    pub stated: Value,
    /// The source's words.
    pub right: Found,
}

/// How much of the words round two facts they share, at the least.
const SHARED: f64 = 0.5;
/// The same where the facts have no noun of their own that tells what is counted.
const SHARED_ALONE: f64 = 0.6;
/// The same where both sentences have one fact of the kind left, so that no other can be meant.
const SHARED_ONLY: f64 = 0.34;
/// What has more facts that one of the draft's may mean is a table, of which no words tell the cells apart.
const CANDIDATES: usize = 200;

/// The facts of a draft that the passages it follows have otherwise, in order.
pub fn contradicted(draft: &Draft, follows: &Follows, corpus: &Corpus) -> Vec<Contradicted> {
    let mut all: Vec<Contradicted> = Vec::new();
    let mut forms = Forms::default();
    for (sentence, following) in draft.claims.sentences.iter().zip(&follows.sentences) {
        let place = following.passage.as_ref();
        let place = place.map(|passage| Found { document: passage.document, span: passage.span });
        let own = || own_facts(draft, sentence.span);
        match (place, following.document) {
            (Some(place), _) => {
                let from = all.len();
                hold(draft, sentence.span, &own(), place, corpus, (&mut forms, &mut all));
                // Of two sources that differ the draft may follow either.
                let elsewhere =
                    |one: &Contradicted| following.others.iter().any(|other| says(one, *other, corpus));
                let kept: Vec<Contradicted> = all.drain(from..).filter(|one| !elsewhere(one)).collect();
                all.extend(kept);
            }
            (None, Some(document)) => {
                drawn::hold(draft, sentence.span, &own(), document, corpus, (&mut forms, &mut all))
            }
            (None, None) => {}
        }
    }
    for (reported, told) in draft.claims.said.reported.iter().zip(&follows.told) {
        let Some(place) = told.at else { continue };
        for part in &reported.content {
            hold(draft, *part, &own_facts(draft, *part), place, corpus, (&mut forms, &mut all));
        }
    }
    all.sort_by_key(|one| (one.own.start, one.right.document));
    all.dedup_by_key(|one| one.own.start);
    all
}

/// The facts that a stretch states in the draft's own words.
fn own_facts(draft: &Draft, stretch: Span) -> Vec<Fact> {
    let mut own = facts_in(draft.text, stretch.range());
    own.retain(|fact| draft.claims.own_in(fact.range.clone()).next().as_ref() == Some(&fact.range));
    own
}

/// Holds the facts of one stretch against the passage that it follows.
fn hold(
    draft: &Draft,
    stretch: Span,
    own: &[Fact],
    passage: Found,
    corpus: &Corpus,
    (forms, all): (&mut Forms, &mut Vec<Contradicted>),
) {
    if own.is_empty() {
        return;
    }
    let document = corpus.document(passage.document);
    let text = document.text();
    let source = facts_in(text, passage.span.range());
    let mut left: Vec<&Fact> = own.iter().collect();
    let mut open: Vec<&Fact> = source.iter().collect();
    take_shared(&mut left, &mut open);
    if left.is_empty() || open.is_empty() {
        return;
    }
    let candidates = open.iter().filter(|other| left.iter().any(|fact| could_stand_for(fact, other)));
    let candidates: Vec<(&Fact, About)> = candidates
        .take(CANDIDATES + 1)
        .map(|other| (*other, About::of(forms, text, passage.span.range(), &other.range, about::NEAR)))
        .collect();
    if candidates.len() > CANDIDATES {
        return;
    }
    let around = Surroundings::of(document, passage.span);
    for fact in &left {
        let about = About::of(forms, draft.text, stretch.range(), &fact.range, about::NEAR);
        let rivals = |kind: &Fact, among: &[&Fact]| among.iter().filter(|other| is_like(kind, other)).count();
        let only = rivals(fact, &left) == 1;
        let mut best: Option<(f64, &Fact)> = None;
        let mut second = 0.0;
        for (other, said) in candidates.iter().filter(|(other, _)| could_stand_for(fact, other)) {
            let shared = about.shared(said);
            match best {
                Some((most, _)) if shared <= most => second = f64::max(second, shared),
                _ => {
                    second = best.map_or(second, |(most, _)| most);
                    best = Some((shared, other));
                }
            }
        }
        let Some((shared, other)) = best else { continue };
        let only = only && rivals(other, &open) == 1;
        let least = match (only, is_slight(fact)) {
            (true, false) => SHARED_ONLY,
            (true, true) => SHARED,
            (false, _) if has_noun(fact) => SHARED,
            (false, _) => SHARED_ALONE,
        };
        if shared < least || second >= shared || !differs(fact, other) || around.acquits(fact) {
            continue;
        }
        if may_follow(draft, stretch, fact, document, passage.span, other, &source) {
            continue;
        }
        all.push(Contradicted {
            own: Span { start: fact.range.start as u32, end: fact.range.end as u32, ..stretch },
            stated: fact.value.clone(),
            right: Found { document: passage.document, span: document.file.span(other.range.clone()) },
        });
    }
}

/// Whether another passage states what the draft states.
fn says(one: &Contradicted, place: Found, corpus: &Corpus) -> bool {
    let facts = facts_in(corpus.document(place.document).text(), place.span.range());
    let own = Fact { range: one.own.range(), value: one.stated.clone() };
    facts.iter().any(|fact| could_stand_for(&own, fact) && states_the_same(&own, fact))
}

/// Whether a reader may have the draft's fact from the passage all the same.
fn may_follow(
    draft: &Draft,
    stretch: Span,
    own: &Fact,
    document: &Document,
    passage: Span,
    other: &Fact,
    source: &[Fact],
) -> bool {
    let (text, range) = (document.text(), passage.range());
    match (&own.value, &other.value) {
        (Value::Number(number), _) => {
            let texts = [&draft.text[stretch.range()], &text[range]];
            is_worked_out(number, source, texts) || is_rest(other, text, source)
        }
        (Value::Date(date), Value::Date(there)) => {
            is_reckoned(date, there, text, range.clone(), source)
                || (date.grain() == Grain::Weekday && names_the_day(draft.text, own, text, range))
        }
        _ => false,
    }
}

/// Takes out what both state: it explains itself. What is alike in noun and unit goes first, and what has the very value before what
/// a hedge may mean, so that no "three" of another thing stands in for it.
fn take_shared<'a>(left: &mut Vec<&'a Fact>, open: &mut Vec<&'a Fact>) {
    for (closely, exactly) in [(true, true), (true, false), (false, true), (false, false)] {
        left.retain(|fact| {
            let same = |other: &&Fact| {
                states_the_same(fact, other)
                    && (!closely || could_stand_for(fact, other))
                    && (!exactly || is_near(fact, other))
            };
            let Some(found) = open.iter().position(same) else { return true };
            open.remove(found);
            false
        });
    }
}

/// Whether two facts have one value, whatever hedges them.
fn is_near(own: &Fact, other: &Fact) -> bool {
    match (&own.value, &other.value) {
        (Value::Number(own), Value::Number(other)) => own.is_near(other),
        _ => true,
    }
}

/// Whether two facts are of one kind: shares, counts of one noun, days.
fn is_like(own: &Fact, other: &Fact) -> bool {
    match (&own.value, &other.value) {
        (Value::Number(own), Value::Number(other)) => own.is_like(other) && own.head == other.head,
        (Value::Date(own), Value::Date(other)) => own.grain() == other.grain(),
        _ => false,
    }
}

/// Whether one fact says of the same sort of thing what the other says, right or wrong.
fn could_stand_for(own: &Fact, other: &Fact) -> bool {
    match (&own.value, &other.value) {
        (Value::Number(own), Value::Number(other)) => numbers_compare(own, other),
        (Value::Date(own), Value::Date(other)) => dates_compare(own, other),
        _ => false,
    }
}

fn numbers_compare(own: &Number, other: &Number) -> bool {
    if !own.is_like(other) {
        return false;
    }
    let heads = match (&own.head, &other.head) {
        (Some(own), Some(other)) => own == other,
        // What has neither a noun nor a unit may count anything.
        (None, None) => own.kind != Kind::Count,
        _ => matches!(own.kind, Kind::Share | Kind::Age | Kind::Amount),
    };
    let parts = match (&own.of, &other.of) {
        (Some(own), Some(other)) => own == other,
        _ => true,
    };
    // "Three grey boats" and "five red boats" are other boats; "three boats" may be either.
    let lacks = |a: &Number, b: &Number| a.modifiers.iter().any(|word| !b.modifiers.contains(word));
    heads && parts && !(lacks(own, other) && lacks(other, own))
}

fn dates_compare(own: &Date, other: &Date) -> bool {
    let grains = own.grain() == other.grain() && !matches!(own.grain(), Grain::Longer);
    grains && own.anchor == other.anchor && own.names == other.names && !own.is_open() && !other.is_open()
}

/// Whether two facts have one value.
fn states_the_same(own: &Fact, other: &Fact) -> bool {
    match (&own.value, &other.value) {
        (Value::Number(own), Value::Number(other)) => {
            own.kind == other.kind && own.unit == other.unit && own.restates(other)
        }
        (Value::Date(own), Value::Date(other)) => own.grain() == other.grain() && own.agrees(other),
        _ => false,
    }
}

/// Whether two facts that could stand for each other do not.
fn differs(own: &Fact, other: &Fact) -> bool {
    match (&own.value, &other.value) {
        (Value::Number(own), Value::Number(other)) => !own.restates(other),
        (Value::Date(own), Value::Date(other)) => !own.agrees(other),
        _ => false,
    }
}

/// Whether a noun tells what a number counts.
fn has_noun(fact: &Fact) -> bool {
    matches!(&fact.value, Value::Number(number) if number.head.is_some())
}

/// Whether many things in one story may have a fact of this kind: ages, lengths of time, days of the week.
fn is_slight(fact: &Fact) -> bool {
    match &fact.value {
        Value::Number(number) => number.kind == Kind::Age || number.is_duration(),
        Value::Date(date) => date.grain() == Grain::Weekday,
    }
}

/// A document round a passage. Its facts are read when somebody first asks: most of what a draft states explains itself before.
struct Surroundings<'a> {
    document: &'a Document,
    /// The passage.
    passage: Range<usize>,
    /// The stretch that counts as near.
    near: Range<usize>,
}

/// How far from a passage a value counts as near by, in bytes: some sentences.
const NEAR: usize = 700;
/// From this value on a number is seldom met by chance, and stands for itself wherever it stands.
const TELLING: f64 = 100.0;

impl<'a> Surroundings<'a> {
    fn of(document: &'a Document, passage: Span) -> Surroundings<'a> {
        let text = document.text();
        let passage = passage.range();
        let near = text.floor_char_boundary(passage.start.saturating_sub(NEAR))
            ..text.ceil_char_boundary((passage.end + NEAR).min(text.len()));
        Surroundings { document, passage, near }
    }

    /// All facts of the document.
    fn facts(&self) -> &'a [Fact] {
        self.document.facts()
    }

    /// Whether the document has a fact's value anywhere, of whatever it may be.
    fn has_value(&self, own: &Fact) -> bool {
        let has = |fact: &Fact| match (&own.value, &fact.value) {
            (Value::Number(own), Value::Number(other)) => own.agrees(other),
            (Value::Date(own), Value::Date(other)) => own.agrees(other),
            _ => false,
        };
        self.facts().iter().any(has) || self.states(own)
    }

    /// Whether the document has a fact of the draft, too, or what it follows from.
    fn acquits(&self, own: &Fact) -> bool {
        self.states(own) || self.derives(own, &self.passage)
    }

    /// Whether a fact of the document stands near the passage.
    fn is_near(&self, fact: &Fact) -> bool {
        self.near.start <= fact.range.start && fact.range.end <= self.near.end
    }

    /// Whether the document has a fact of the draft, too.
    fn states(&self, own: &Fact) -> bool {
        let has = |fact: &Fact| match (&own.value, &fact.value) {
            (Value::Number(own), Value::Number(other)) => {
                // "At least ten" somewhere else is no eighteen.
                let open = other.low.is_infinite() || other.high.is_infinite();
                let same = own.is_near(other) || (!open && own.restates(other));
                let like = own.kind == other.kind && own.unit == other.unit;
                let bare = other.kind == Kind::Count && other.head.is_none();
                let loose = like || bare || own.kind == Kind::Age;
                let telling = own.value >= TELLING || own.value.fract() != 0.0 || own.kind == Kind::Age;
                same && ((like && own.head == other.head) || (loose && (telling || self.is_near(fact))))
            }
            (Value::Date(own), Value::Date(other)) => {
                // A month without its year, far off, is another year's.
                let one = !other.is_yearly() || own.is_yearly() || self.is_near(fact);
                own.grain() == other.grain() && own.agrees(other) && one
            }
            _ => false,
        };
        self.facts().iter().any(has)
    }

    /// Whether a number of the draft follows from two near the passage, of which those nearest to a place are tried first.
    fn derives(&self, own: &Fact, place: &Range<usize>) -> bool {
        let Value::Number(own) = &own.value else { return false };
        let near = self.facts().iter().filter(|fact| self.is_near(fact));
        let mut near: Vec<(usize, &Number)> = near
            .filter_map(|fact| match &fact.value {
                Value::Number(number) => Some((distance(&fact.range, place), number)),
                Value::Date(_) => None,
            })
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        is_derived(own, near.into_iter().map(|(_, number)| number))
    }
}

/// The bytes between two ranges; none where they touch.
fn distance(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}
