//! Where a text puts a place in another: "Tashkent (Uzbekistan)", "in Tashkent, Uzbekistan,", "the Uzbek capital, Tashkent".
//!
//! Takes a text's blocks and hands on candidates, each a city's name and what it is said to lie in, with the form that says
//! so. Whether it does lie there, `matching` decides.

mod stretch;
mod table;

use std::borrow::Cow;
use std::ops::Range;

use self::stretch::{Before, Mention, Stretch};
use crate::block::{Blocks, Kind};
use crate::file::{File, Span};
use crate::gazetteer::{Naming, Region};
use crate::lexicon::{has, places};

/// A place that a text puts in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The place's name.
    pub place: Span,
    /// What it is said to lie in, without its article.
    pub within: Span,
    /// What that may be: one region, or several of one name.
    pub regions: Vec<Region>,
    /// Whether the region is named by an adjective.
    pub by_adjective: bool,
    /// How it is said.
    pub form: Form,
    /// Whether a word of place stands before the name, so that it cannot be a person's.
    pub located: bool,
    /// Whether the sentence tells of a time long past.
    pub dated: bool,
}

/// How a text puts a place in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "C (Country)".
    Bracket,
    /// "C, Country,".
    Comma,
    /// "in C in Country".
    In,
    /// "the Country port of C".
    Kind,
    /// "C, the capital of Country".
    Capital,
    /// Side by side in a row of the table with this number, under headings that say so or not.
    Row {
        /// Which table of the text.
        table: u32,
        /// Whether the table's headings name a place and what it lies in.
        headed: bool,
    },
}

/// Where a text puts places, in order. Linear in its length.
pub fn places(file: &File, blocks: &Blocks) -> Vec<Placed> {
    let text = blocks.text(file);
    let mut found = Vec::new();
    for block in &blocks.blocks {
        if block.kind == Kind::Cell {
            continue;
        }
        let stretch = Stretch::new(text, block.span.range());
        for mention in stretch.mentions() {
            let read = read(&stretch, &mention, block.kind).filter(|(place, form, _)| {
                // What is set in italics is a title.
                let before = file.text().get(..stretch.bytes(place.clone()).start).unwrap_or_default();
                let italic =
                    before.ends_with(['*', '_']) && !before.ends_with("**") && !before.ends_with("__");
                *form != Form::Bracket || !italic
            });
            found.extend(
                read.map(|(place, form, before)| placed(file, &stretch, &mention, place, form, before)),
            );
        }
    }
    found.extend(table::rows(file, blocks, text));
    found.sort_by_key(|placed| (placed.within.start, placed.place.start));
    found.dedup_by_key(|placed| placed.within.start);
    found
}

/// What a reading of a form hands on: the words of the place, the form, and what stands before the place.
type Reading = (Range<usize>, Form, Before);

fn placed(
    file: &File,
    stretch: &Stretch,
    mention: &Mention,
    place: Range<usize>,
    form: Form,
    before: Before,
) -> Placed {
    Placed {
        place: file.span(stretch.bytes(place)),
        within: file.span(mention.bytes.clone()),
        regions: mention.named.iter().map(|named| named.region).collect(),
        by_adjective: mention.is(Naming::Adjective),
        form,
        located: matches!(before, Before::Locative) || form == Form::Capital,
        dated: stretch.is_dated(&mention.words),
    }
}

/// The one form in which a region's mention has a place, if any.
fn read(stretch: &Stretch, mention: &Mention, kind: Kind) -> Option<Reading> {
    if stretch.is_past(mention.words.start)
        || stretch.is(mention.words.end, "sic")
        || stretch.is_headless(mention)
    {
        return None;
    }
    if mention.is(Naming::Abbreviation) {
        return comma(stretch, mention, kind);
    }
    if mention.is(Naming::Adjective) {
        return of_kind(stretch, mention);
    }
    if mention.owner {
        return owned_capital(stretch, mention).or_else(|| of_kind(stretch, mention));
    }
    bracket(stretch, mention)
        .or_else(|| capital_of(stretch, mention))
        .or_else(|| comma(stretch, mention, kind))
        .or_else(|| within(stretch, mention))
        .or_else(|| of_kind(stretch, mention))
}

/// "C (Country)", "C (in Country)", "C (northern Country)", "C (Region, Country)".
fn bracket(stretch: &Stretch, mention: &Mention) -> Option<Reading> {
    let mut start = stretch.without_article(mention.words.start);
    if !stretch.gap(start).ends_with('(') && stretch.gap(start) == " " && start > 0 {
        let word = stretch.folded(start - 1);
        let part =
            word == "in" || word.ends_with("ern") && has(places::MODIFIERS, &word) || word == "central";
        start -= usize::from(part);
    }
    let end = stretch.past_country(mention);
    if stretch.gap(start).trim_start() != "(" || !stretch.gap(end).starts_with(')') {
        return None;
    }
    let (place, before) = stretch.city_before(start)?;
    Some((place, Form::Bracket, before))
}

/// "C, Country," and "C, Region, Country", where the sentence lists no places.
fn comma(stretch: &Stretch, mention: &Mention, kind: Kind) -> Option<Reading> {
    let start = stretch.without_article(mention.words.start);
    if stretch.gap(start) != ", " || kind == Kind::Heading {
        return None;
    }
    let (place, before) = stretch.city_before(start)?;
    let end = stretch.past_country(mention);
    let after = stretch.gap(end);
    let next = stretch.folded(end);
    match before {
        Before::Nothing { listed: true } | Before::Word { listed: true } => return None,
        Before::Word { .. } if stretch.is_capital(&place) => return None,
        _ => {}
    }
    let opening = stretch.is_opening(place.start);
    // A city that a state is called as ends many a list of cities.
    let state = mention.named.iter().any(|named| stretch.is_city_of(&mention.bytes, named.region));
    if state && !after.starts_with(',') {
        return None;
    }
    let goes_on = match after.chars().next() {
        // A line without a full stop is a headline, in which a comma may stand for "and".
        None => kind == Kind::Item,
        Some(',') => {
            let listed =
                matches!(&*next, "and" | "or" | "nor" | "as" | "which" | "who" | "whose" | "too" | "but")
                    || stretch.is_place(end);
            let subject = has(places::SUBJECTS, &next);
            let apposed = match before {
                // "In C, Country, the ministers met", but "In C, Country, for its part, said".
                _ if opening => subject && !stretch.is_capital(&place),
                // "C, Country, hosted the talks".
                Before::Nothing { .. } => !subject && stretch.is_lower(end) && !has(places::PARTING, &next),
                _ => true,
            };
            !listed && apposed
        }
        Some('.' | ';' | ')' | '?' | '!' | '—' | '–' | '”' | '"' | '’') => true,
        Some(' ') if after.trim_start().starts_with(['—', '–', '(']) => true,
        Some(' ') => {
            let time =
                matches!(&*next, "on" | "last" | "this" | "next" | "during" | "where" | "after" | "before");
            time && !opening && matches!(before, Before::Locative)
        }
        Some(_) => false,
    };
    goes_on.then_some((place, Form::Comma, before))
}

/// "in C in Country". A capital stands for its government there: "Tehran in Lebanon".
fn within(stretch: &Stretch, mention: &Mention) -> Option<Reading> {
    let start = stretch.without_article(mention.words.start);
    let joined = start > 1 && stretch.gap(start) == " " && stretch.gap(start - 1) == " ";
    if !joined
        || !stretch.is(start - 1, "in")
        || stretch.continues(mention.words.end)
        || stretch.is_attributive(mention)
    {
        return None;
    }
    let (place, before) = stretch.city_before(start - 1)?;
    let at = place.start.checked_sub(1).map(|at| stretch.folded(at)).unwrap_or_default();
    let settled = matches!(&*at, "in" | "at" | "near" | "outside" | "inside");
    (settled && !stretch.is_capital(&place)).then_some((place, Form::In, before))
}

/// "the Country port of C", "the Adjective capital, C,", "C, the Adjective capital,".
fn of_kind(stretch: &Stretch, mention: &Mention) -> Option<Reading> {
    let left = stretch.gap(mention.words.start);
    if left.ends_with(['-', '–', '/', '‑']) || stretch.gap(mention.words.end) != " " {
        return None;
    }
    let modified = (mention.words.end..stretch.len())
        .take(3)
        .take_while(|&at| {
            has(places::MODIFIERS, &stretch.folded(at)) && [" ", "-"].contains(&stretch.gap(at + 1).as_str())
        })
        .count();
    // "capital" and "port" are words of both lists.
    let (noun, modifiers) = (mention.words.end..=mention.words.end + modified).rev().find_map(|at| {
        let noun = has(places::NOUNS, &stretch.folded(at)) && stretch.is_lower(at);
        noun.then_some((at, mention.words.end..at))
    })?;
    let before_noun: Vec<Cow<str>> = modifiers.clone().map(|at| stretch.folded(at)).collect();
    let is_capital = stretch.is(noun, "capital") && before_noun.is_empty()
        || stretch.is(noun, "city") && before_noun == ["capital"];
    let other_capital = stretch.is(noun, "capital") && !is_capital;
    let form = if is_capital { Form::Capital } else { Form::Kind };
    let after = stretch.gap(noun + 1);
    if let Some(place) = stretch.city_after(noun + 1).filter(|_| after == " " && !mention.owner) {
        return stretch.is_complete(&place).then_some((place, form, Before::Locative));
    }
    if stretch.is(noun + 1, "of") && after == " " && stretch.gap(noun + 2) == " " {
        let place = stretch.city_after(noun + 2).filter(|place| stretch.is_complete(place))?;
        return (!other_capital).then_some((place, form, Before::Locative));
    }
    let singled = is_capital
        || before_noun
            .iter()
            .any(|word| matches!(&**word, "largest" | "biggest" | "busiest" | "main" | "second"));
    if !singled || other_capital {
        return None;
    }
    if [", ", " ("].contains(&after.as_str())
        && let Some(place) = stretch.city_after(noun + 1)
    {
        return stretch.is_closed(&place, after == " (").then_some((place, form, Before::Locative));
    }
    // "C, the Adjective capital,".
    let start = stretch.without_article(mention.words.start);
    let lead = stretch.gap(start);
    if !mention.is(Naming::Adjective) || !(lead == ", " || lead == " (") || !is_capital {
        return None;
    }
    let (place, before) = stretch.city_before(start)?;
    let noun = noun..noun + 1;
    let listed = matches!(before, Before::Nothing { listed: true } | Before::Word { listed: true });
    (!listed && stretch.is_closed(&noun, lead == " (")).then_some((place, form, before))
}

/// "C, the capital of Country", "the capital of Country, C,", "C is the capital of Country".
fn capital_of(stretch: &Stretch, mention: &Mention) -> Option<Reading> {
    let region = stretch.without_article(mention.words.start);
    let spaced = |at: usize| stretch.gap(at) == " ";
    if region < 2 || !spaced(region) || !stretch.is(region - 1, "of") || !spaced(region - 1) {
        return None;
    }
    let noun = if stretch.is(region - 2, "city") && region > 2 && spaced(region - 2) {
        region - 3
    } else {
        region - 2
    };
    if !stretch.is(noun, "capital") || !stretch.ends_phrase(mention) {
        return None;
    }
    let lead = stretch.without_article(noun);
    let before = stretch.gap(lead);
    if before == ", " || before.trim_end().ends_with(['(', '—', '–']) {
        let (place, before) = stretch.city_before(lead)?;
        return Some((place, Form::Capital, before));
    }
    if lead > 0
        && before == " "
        && (stretch.is(lead - 1, "is") || stretch.is(lead - 1, "remains"))
        && spaced(lead - 1)
    {
        let (place, before) = stretch.city_before(lead - 1)?;
        return (!stretch.gap(mention.words.end).starts_with('?')).then_some((place, Form::Capital, before));
    }
    let end = mention.words.end;
    named_behind(stretch, end).map(|place| (place, Form::Capital, Before::Locative))
}

/// "Country's capital, C,", "Country's capital is C", "C, Country's capital".
fn owned_capital(stretch: &Stretch, mention: &Mention) -> Option<Reading> {
    let noun = mention.words.end;
    if !stretch.is(noun, "capital") || stretch.gap(noun) != " " {
        return None;
    }
    let end = if stretch.is(noun + 1, "city") && stretch.gap(noun + 1) == " " { noun + 2 } else { noun + 1 };
    if let Some(place) = named_behind(stretch, end) {
        return Some((place, Form::Capital, Before::Locative));
    }
    if let Some(place) = stretch.city_after(end).filter(|_| stretch.gap(end) == " ") {
        return stretch.is_complete(&place).then_some((place, Form::Capital, Before::Locative));
    }
    let start = stretch.without_article(mention.words.start);
    let lead = stretch.gap(start);
    if lead != ", " && !lead.trim_end().ends_with(['(', '—', '–']) {
        return None;
    }
    let (place, before) = stretch.city_before(start)?;
    let listed = matches!(before, Before::Nothing { listed: true } | Before::Word { listed: true });
    let closed = stretch.is_closed(&(end - 1..end), lead != ", ");
    (!listed && closed && !stretch.continues(end)).then_some((place, Form::Capital, before))
}

/// The city that follows "the capital of Country" or "Country's capital": in commas, in brackets, or behind "is".
fn named_behind(stretch: &Stretch, end: usize) -> Option<Range<usize>> {
    let gap = stretch.gap(end);
    if gap == " " && (stretch.is(end, "is") || stretch.is(end, "remains")) && stretch.gap(end + 1) == " " {
        let place = stretch.city_after(end + 1)?;
        return (stretch.is_complete(&place) && !stretch.gap(place.end).starts_with('?')).then_some(place);
    }
    let bracket = gap == " (";
    if gap != ", " && !bracket {
        return None;
    }
    let place = stretch.city_after(end)?;
    stretch.is_closed(&place, bracket).then_some(place)
}

#[cfg(test)]
mod tests;
