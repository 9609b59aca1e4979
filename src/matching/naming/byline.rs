//! Sources that a citation names by who wrote or published them, and when, or by their law report.
//!
//! Takes the parts of a citation and hands on what they name: "Ferrer 2021", "Xinhua, May 12", "12 Port Rep. 33".

use std::ops::Range;

use super::{By, Named};
use crate::claim::citation::Form;
use crate::claim::citation::law::report;
use crate::claim::fact::{Date, Value, facts_in};
use crate::claim::reference::{reports, without_leads};
use crate::corpus::Corpus;
use crate::fold::{Word, words_in};

/// A part is read no further than so many words.
const LONGEST: usize = 40;

/// Adds what the parts of a citation name. A part that begins with a date is of the publication before it.
pub(super) fn in_parts<'a>(
    text: &str,
    parts: &[Range<usize>],
    form: Form,
    corpus: &'a Corpus,
    all: &mut Vec<Named<'a>>,
) {
    let mut publication: Vec<Word> = Vec::new();
    for part in parts {
        let words: Vec<Word> = words_in(text, part.clone()).take(LONGEST).collect();
        let own = without_leads(text, &words);
        let place = |words: &[Word]| words[0].start as usize..words[words.len() - 1].end as usize;
        if let Some(by_author) = corpus.by_author(text, own).filter(|found| !found.works.is_empty()) {
            let place = place(&own[..by_author.length]);
            let works = by_author.works.into_iter();
            all.extend(works.map(|work| Named::of(place.clone(), By::Byline, Some(work), part.clone())));
            continue;
        }
        // "(Ferrer 33)" has a page in the place of the year.
        if form == Form::Square
            && let [name @ .., page] = own
            && text[page.range()].bytes().all(|byte| byte.is_ascii_digit())
            && !name.is_empty()
        {
            let works = corpus.all_by(text, name).into_iter();
            all.extend(works.map(|work| Named::of(place(name), By::Byline, Some(work), part.clone())));
            continue;
        }
        let named = corpus.publication(own);
        if let Some(length) = named {
            publication = own[..length].to_vec();
        }
        let dates = dates(text, part.clone());
        let begins = |date: &Range<usize>| own.first().is_some_and(|word| word.start as usize >= date.start);
        let inherits = dates.first().is_some_and(|(date, _)| begins(date));
        if !publication.is_empty() && (named.is_some() || inherits) {
            let from = own.first().map_or(part.start, |word| word.start as usize);
            let end = dates.last().map_or(part.end, |(date, _)| date.end);
            let dates: Vec<Date> = dates.into_iter().map(|(_, date)| date).collect();
            let works = corpus.published(&publication, &dates);
            if inherits && works.is_empty() {
                all.push(Named::of(from..end, By::Words, None, part.clone()));
            }
            let works = works.into_iter();
            all.extend(works.map(|work| Named::of(from..end, By::Byline, Some(work), part.clone())));
        }
        for place in reports(text, part.clone()) {
            let works = report(text, place.clone()).map(|report| corpus.reported(&report));
            let works = works.into_iter().flatten();
            all.extend(works.map(|work| Named::of(place.clone(), By::Byline, Some(work), part.clone())));
        }
    }
}

/// The dates in a stretch, each with its place.
fn dates(text: &str, within: Range<usize>) -> Vec<(Range<usize>, Date)> {
    let dates = facts_in(text, within).into_iter().filter_map(|fact| match fact.value {
        Value::Date(date) => Some((fact.range, date)),
        Value::Number(_) => None,
    });
    dates.collect()
}
