//! Citations that point back to an earlier one: "ibid.", "id. at 5", "Ferrer, op. cit., p. 33", "supra note 3", and a work's
//! short form in a later note, "Ferrer, *Ferry in Winter*, 33".
//!
//! Takes the citations of a text in order and gives each part that points back what the earlier citation holds. Whether that
//! names a source is for `matching` to say.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::locator::Unit;
use super::{Citation, Form, Referred, parts};
use crate::file::{File, Span};
use crate::fold::{folded, words_in};
use crate::lexicon::{has, references};

/// An earlier note is looked for among so many.
const MOST: usize = 400;
/// A short form has no more words.
const LONGEST: usize = 12;
/// Of a citation no more parts point back.
const MOST_PARTS: usize = 16;

/// What came before a citation, in the order in which a reader comes to it.
#[derive(Default)]
struct Earlier {
    /// The citations in the running text, and those in notes, as indices.
    text: Vec<usize>,
    notes: Vec<usize>,
    /// The first words of the parts of each citation, folded.
    words: FxHashMap<usize, Vec<Vec<String>>>,
    /// The labels of the notes, with their indices.
    labels: FxHashMap<String, usize>,
}

/// Resolves what points back. `text` is masked.
pub(super) fn resolve(file: &File, text: &str, citations: &mut [Citation]) {
    let mut earlier = Earlier::default();
    // The text of a note is told by where it stands, for marks that refer to it again and for what it quotes itself.
    let mut by_note: FxHashMap<Span, Vec<Referred>> = FxHashMap::default();
    for at in 0..citations.len() {
        let one = &citations[at];
        let in_note = matches!(one.form, Form::Note | Form::InlineNote);
        if one.form == Form::NoteText || one.form == Form::Link {
            continue;
        }
        let known = one.prose.first().and_then(|first| by_note.get(first)).filter(|_| in_note);
        let repeated = known.is_some();
        let found = match known {
            Some(known) => known.clone(),
            None => {
                let back = one.prose.iter().flat_map(|prose| parts(text, prose.range()));
                let back = back.filter_map(|part| {
                    let (target, only) = target(text, citations, one, part.clone(), &earlier)?;
                    Some(refer(file, text, &citations[target], only, file.span(part)))
                });
                back.take(MOST_PARTS).collect::<Vec<Referred>>()
            }
        };
        if let Some(&first) = citations[at].prose.first().filter(|_| in_note) {
            by_note.insert(first, found.clone());
        }
        citations[at].refers.extend(found);
        if citations[at].form == Form::Note {
            let mark = file.slice(citations[at].span).trim_matches(['[', '^', ']']).to_lowercase();
            earlier.labels.entry(mark).or_insert(at);
        }
        // Another mark of the same note says nothing new.
        if !repeated {
            earlier.words.insert(at, first_words(text, &citations[at]));
        }
        if in_note { &mut earlier.notes } else { &mut earlier.text }.push(at);
    }
    for note in citations.iter_mut().filter(|one| one.form == Form::NoteText) {
        let known = note.prose.first().and_then(|first| by_note.get(first));
        note.refers.extend(known.cloned().unwrap_or_default());
    }
}

/// An earlier citation, and the number of the one part of it that is meant, if not the whole.
type Target = (usize, Option<usize>);

/// What a citation or one of its parts holds, as something that a part of a later one refers to: what it says itself, and what it
/// refers to in turn.
fn refer(file: &File, text: &str, to: &Citation, only: Option<usize>, from: Span) -> Referred {
    let parts = to.prose.iter().flat_map(|prose| parts(text, prose.range())).map(|part| file.span(part));
    let meant: Vec<Span> = parts
        .enumerate()
        .filter(|(at, _)| only.is_none_or(|only| only == *at))
        .map(|(_, part)| part)
        .collect();
    let within = |span: Span| only.is_none() || meant.iter().any(|part| part.overlaps(span));
    let mut referred = Referred {
        from,
        keys: to.keys.iter().filter(|key| within(key.span)).cloned().collect(),
        addresses: to.addresses.iter().filter(|address| within(address.span)).cloned().collect(),
        listed: to.refers.iter().any(|further| further.listed),
        prose: meant
            .iter()
            .copied()
            .filter(|part| to.refers.iter().all(|further| further.from != *part))
            .collect(),
    };
    for further in to.refers.iter().filter(|further| within(further.from)) {
        add(&mut referred.keys, &further.keys);
        add(&mut referred.addresses, &further.addresses);
        add(&mut referred.prose, &further.prose);
    }
    referred
}

/// Adds what is not there yet. A chain of "ibid." that names more and more ends somewhere.
fn add<T: Clone + PartialEq>(list: &mut Vec<T>, further: &[T]) {
    const MOST: usize = 32;
    for one in further {
        if list.len() < MOST && !list.contains(one) {
            list.push(one.clone());
        }
    }
}

/// The earlier citation that a part of one points to.
fn target(
    text: &str,
    citations: &[Citation],
    one: &Citation,
    part: Range<usize>,
    earlier: &Earlier,
) -> Option<Target> {
    let in_note = matches!(one.form, Form::Note | Form::InlineNote);
    let last = if in_note { &earlier.notes } else { &earlier.text }.last().map(|&last| (last, None));
    // "(p. 33)" is of the work that the sentence has named: Ferrer (2021) writes that “…” (p. 33).
    let bracketed = text[one.span.range()].starts_with('(');
    if one.form == Form::Reference && bracketed && Unit::begins(&text[part.clone()]) {
        return last.filter(|&(last, _)| is_near(text, &citations[last], one));
    }
    let words: Vec<Range<usize>> =
        words_in(text, part.clone()).take(LONGEST + 1).map(|word| word.range()).collect();
    let is = |word: &Range<usize>, list| has(list, &folded(&text[word.clone()]));
    let begins = words.iter().find(|word| !is(word, references::LEADS))?;
    // In running text what was quoted between may have been cited in a form that is not known here.
    let quoted = |(last, _): &Target| {
        let from = citations[*last].span.end as usize;
        let between = &text[from..(one.start() as usize).max(from)];
        !in_note && between.matches(['”', '»']).count().max(between.matches('"').count() / 2) > 1
    };
    if is(begins, references::IBIDS) && is_abbreviated(text, begins) {
        return last.filter(|last| !quoted(last));
    }
    // "Id. at 5" stands behind the words that lead in to it.
    let own = one.span.range();
    if one.form == Form::Reference
        && words_in(text, own).next().is_some_and(|word| is(&word.range(), references::IBIDS))
    {
        return last.filter(|last| !quoted(last));
    }
    let names: Vec<Range<usize>> =
        words.iter().filter(|word| is_name(text, word) && !is(word, references::LEADS)).cloned().collect();
    let back = words.iter().position(|word| is(word, references::OPCITS));
    if let Some(back) = back {
        let number = words[back + 1..].windows(2).find(|pair| is(&pair[0], references::NOTED));
        if let Some(note) = number.and_then(|pair| earlier.labels.get(&text[pair[1].clone()])) {
            return Some((*note, None));
        }
        let name = names.first().filter(|name| name.start < words[back].start);
        return match name {
            Some(name) => by_name(text, std::slice::from_ref(name), earlier),
            None => last,
        };
    }
    let is_short = in_note && words.len() <= LONGEST && begins.start == names.first()?.start;
    is_short.then(|| by_name(text, &names, earlier)).flatten()
}

/// Whether two citations stand in one paragraph, not far from each other.
fn is_near(text: &str, before: &Citation, behind: &Citation) -> bool {
    const FAR: usize = 1000;
    let (from, to) = (before.span.end as usize, behind.span.start as usize);
    from <= to && to - from < FAR && !text[from..to].contains("\n\n")
}

/// Whether a word is one of a name or a title: it has a capital and some length.
fn is_name(text: &str, word: &Range<usize>) -> bool {
    text[word.clone()].starts_with(char::is_uppercase) && word.len() > 2
}

/// "Id." has its full stop, or stands alone; else it may be a word of its own.
fn is_abbreviated(text: &str, word: &Range<usize>) -> bool {
    word.len() > 3 || text[word.end..].starts_with('.')
}

/// The latest earlier note, or citation in the text, that has all of these words, the first of them near its beginning, and is
/// longer than they are.
fn by_name(text: &str, names: &[Range<usize>], earlier: &Earlier) -> Option<Target> {
    /// Among so many words at its head a note has the author's name.
    const HEAD: usize = 4;
    let sought: Vec<String> = names.iter().map(|name| folded(&text[name.clone()]).into_owned()).collect();
    let has_all = |words: &Vec<String>| {
        words.len() > sought.len() + 1
            && words.iter().take(HEAD).any(|word| *word == sought[0])
            && sought.iter().all(|name| words.contains(name))
    };
    let notes = earlier.notes.iter().rev().take(MOST);
    let all = notes.chain(earlier.text.iter().rev().take(MOST));
    let part = |at: &usize| earlier.words.get(at).and_then(|parts| parts.iter().position(has_all));
    all.into_iter().find_map(|at| Some((*at, Some(part(at)?))))
}

/// The first words of each part of a citation, folded.
fn first_words(text: &str, citation: &Citation) -> Vec<Vec<String>> {
    const MOST: usize = 60;
    let parts = citation.prose.iter().flat_map(|prose| parts(text, prose.range()));
    let words = parts.map(|part| {
        words_in(text, part)
            .take(MOST)
            .map(|word| folded(&text[word.range()]).into_owned())
            .collect::<Vec<String>>()
    });
    words.collect()
}
