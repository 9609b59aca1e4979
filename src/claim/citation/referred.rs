//! What a citation refers to in its text's own list of sources: by a number, by a label, or by an author and a year.
//!
//! Takes the citations and the entries of the list, and gives each part of a citation the entry that it stands for.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::link::written;
use super::{Citation, Form, Referred, names, parts};
use crate::claim::listed::{Dated, Listed, years};
use crate::file::{File, Span};
use crate::fold::{folded, lowered, owner, words_in};
use crate::lexicon::{has, references};

/// How many entries one citation may refer to.
const MOST: u32 = 20;

/// Gives the citations the entries that their parts stand for. `text` is masked.
pub(super) fn resolve(file: &File, text: &str, listed: &[Listed], citations: &mut [Citation]) {
    if listed.is_empty() {
        return;
    }
    let list = List::of(text, listed);
    let dated = Dated::of(text, listed);
    for citation in citations {
        let whole = citation.prose.first().copied();
        let referred: Vec<Referred> = match (citation.form, whole) {
            (Form::Number, Some(inside)) => numbers(file.text(), inside.range())
                .into_iter()
                .filter_map(|(from, number)| {
                    Some(refer(file, file.span(from), list.labelled(&number.to_string())?))
                })
                .collect(),
            (Form::Square, Some(inside)) => {
                let label = list.labelled(file.slice(inside));
                label.into_iter().map(|entry| refer(file, inside, entry)).collect()
            }
            (Form::Reference | Form::Year | Form::Note | Form::NoteText | Form::InlineNote, _) => {
                let parts = citation.prose.iter().flat_map(|prose| parts(text, prose.range()));
                let by_author = parts.flat_map(|part| works(text, part, &dated));
                by_author.map(|(part, entry)| refer(file, file.span(part), entry)).collect()
            }
            _ => Vec::new(),
        };
        citation.refers.extend(referred);
    }
}

/// The entries by their labels.
struct List<'a>(FxHashMap<&'a str, &'a Listed>);

impl<'a> List<'a> {
    fn of(text: &str, listed: &'a [Listed]) -> List<'a> {
        let mut list = List(FxHashMap::default());
        let mut last: Option<&Listed> = None;
        for entry in listed {
            // "Ibid." in a list of endnotes is the entry before.
            let meant = last.filter(|_| entry.points_back(text)).unwrap_or(entry);
            if let Some(label) = &entry.label {
                // Of two with one label the later counts: a list stands at the end.
                list.0.insert(label, meant);
            }
            last = Some(meant);
        }
        list
    }

    fn labelled(&self, label: &str) -> Option<&'a Listed> {
        self.0.get(label.trim()).copied()
    }
}

fn refer(file: &File, from: Span, entry: &Listed) -> Referred {
    let addresses = names(file, written(file.text(), entry.said.range()));
    Referred { from, keys: Vec::new(), addresses, prose: vec![entry.said], listed: true }
}

/// The numbers in a stretch of text, "2, 5–7", each with where it stands.
pub fn numbers(text: &str, inside: Range<usize>) -> Vec<(Range<usize>, u32)> {
    let mut numbers = Vec::new();
    let base = text.as_ptr() as usize;
    for part in text[inside].split([',', ';']) {
        let body = part.trim();
        let start = body.as_ptr() as usize - base;
        let place = start..start + body.len();
        let mut ends = part.split(['-', '–']).map(|end| number(end.trim()));
        match (ends.next().flatten(), ends.next()) {
            (Some(first), Some(Some(last))) => {
                numbers.extend((first..=last).take(MOST as usize).map(|number| (place.clone(), number)));
            }
            (Some(only), None) => numbers.push((place, only)),
            _ => {}
        }
    }
    numbers.truncate(MOST as usize);
    numbers
}

/// A number in plain digits or in raised ones.
fn number(text: &str) -> Option<u32> {
    let plain: String = text.chars().map(|c| lowered(c).unwrap_or(c)).collect();
    plain.parse().ok()
}

/// The numbers that entries of a list go by.
pub(super) fn labels(listed: &[Listed]) -> FxHashSet<u32> {
    listed.iter().filter_map(|entry| entry.label.as_ref()?.parse().ok()).collect()
}

/// Raised numbers behind a word or a mark, "flood.³", "flood^3^" and "flood<sup>3</sup>", which a list of sources has an entry for.
pub(super) fn raised(file: &File, block: Range<usize>, labels: &FxHashSet<u32>) -> Vec<Citation> {
    const FORMS: &[(&str, &str)] = &[("^", "^"), ("<sup>", "</sup>"), ("", "")];
    let mut found = Vec::new();
    if labels.is_empty() {
        return found;
    }
    let text = &file.text()[..block.end];
    let mut read_to = block.start;
    for (at, _) in text[block.clone()].match_indices(|c| matches!(c, '^' | '<') || lowered(c).is_some()) {
        let start = block.start + at;
        if start < read_to {
            continue;
        }
        let form = FORMS.iter().find(|(opens, _)| text[start..].starts_with(opens));
        let Some((opens, closes)) = form else { continue };
        let inside = start + opens.len();
        let is_digit = |c: char| if opens.is_empty() { lowered(c).is_some() } else { c.is_ascii_digit() };
        let rest = &text[inside..];
        let end = inside + rest.find(|c| !(is_digit(c) || ",-–".contains(c))).unwrap_or(rest.len());
        read_to = end.max(start + 1);
        // A power stands behind a short unit: "40 km²".
        let before = text[..start].trim_end_matches(|c: char| ".,;:!?)\"”’'»*_".contains(c));
        let word = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
        let numbers = numbers(text, inside..end);
        let listed = !numbers.is_empty() && numbers.iter().all(|(_, number)| labels.contains(number));
        // What closes it may stand behind the last word of the block.
        if file.text()[end..].starts_with(closes) && listed && (word > 3 || before.len() < start) {
            let whole = file.span(start..end + closes.len());
            found
                .push(Citation { prose: vec![file.span(inside..end)], ..Citation::new(whole, Form::Number) });
        }
    }
    found
}

/// The entries that a part of a citation names by an author and a year, "Ferrer and Marsh 2021, 2023a", each with its place.
fn works<'a>(text: &'a str, part: Range<usize>, listed: &Dated<'a>) -> Vec<(Range<usize>, &'a Listed)> {
    let is_name = |word: &&Range<usize>| {
        let written = &text[(*word).clone()];
        written.starts_with(char::is_uppercase)
            && written.chars().count() > 1
            && !has(references::LEADS, &folded(written))
    };
    let Some(year) = years(text, part.clone()).next() else { return Vec::new() };
    let before: Vec<Range<usize>> = words_in(text, part.start..year.start).map(|word| word.range()).collect();
    let Some(name) = before.iter().find(is_name) else { return Vec::new() };
    let name = &text[name.clone()];
    let name = owner(name).unwrap_or(name);
    let entries = years(text, part.clone()).filter_map(|year| {
        let entry = listed.by(name, &text[year])?;
        Some((part.clone(), entry))
    });
    entries.collect()
}
