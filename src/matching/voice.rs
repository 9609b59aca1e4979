//! Whom the sources give a quotation's words to, held against whom the draft names.
//!
//! Takes a quotation that a source has, the places where its words stand, and what is said there of who speaks; hands on what
//! the rules on speakers read. Where anything leaves it open whether the draft is right, it is open: another place with the same
//! words, a name that nothing resolves, a body, a document that the draft names as its own speaker.

use super::beside::{agrees_behind, asserts, is_acknowledged, is_byline, is_tied, passes_on};
use super::name::{Likeness, compare, is_full, is_part, parts};
use super::{Draft, Found, Match, Verdict};
use crate::claim::people::{Entity, Meant};
use crate::claim::speech::sentence_ends;
use crate::claim::voice::{Stance, Voice};
use crate::claim::{Quote, Reported, Speaker, Turn};
use crate::corpus::alike::Alike;
use crate::corpus::{Author, Corpus, Document};
use crate::file::Span;
use crate::fold::{folded, hash_of, words, words_in};

/// What the sources say of who said a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Heard {
    /// Nothing tells, or the draft names nobody.
    #[default]
    Open,
    /// The one whom the draft names, or one who may be.
    Same,
    /// Somebody else.
    Other {
        /// Who, as the source names them most fully.
        name: String,
        /// The words of the source that say so.
        at: Span,
        /// Whether they name the speaker; a pronoun is resolved.
        by_name: bool,
    },
    /// The one whom the draft names; but the document gives these words in its own voice, as what was said and not how.
    Reported {
        /// The words of the source that say so: the whole statement.
        at: Span,
    },
    /// Nobody in the document: the words are its author's.
    Author {
        /// The author.
        name: String,
    },
    /// The one whom the draft names occurs in no document that has the words.
    Absent,
}

/// Holds the speaker whom a draft names against the places where the words of a quotation of so many words stand.
pub fn heard(draft: &Draft, quote: &Quote, length: usize, matched: &Match, corpus: &Corpus) -> Heard {
    let Some(speaker) = asked(quote, draft.text) else { return Heard::Open };
    if !is_sound(matched) || length < draft.options.cited {
        return Heard::Open;
    }
    let names = chain(speaker, draft.text);
    let places = matched.at.iter().chain(&matched.elsewhere);
    let sure = speaker.kind == Voice::Person;
    let all: Vec<Heard> = places.map(|place| heard_at(&names, sure, place, corpus)).collect();
    let acquits = |heard: &&Heard| matches!(heard, Heard::Same | Heard::Open);
    let reported = |heard: &&Heard| matches!(heard, Heard::Reported { .. });
    let heard = all.iter().find(acquits).or_else(|| all.iter().find(reported)).or(all.first());
    let heard = heard.cloned().unwrap_or_default();
    // A few words of narration stand there by chance, where marks round them would show that somebody said them.
    let narrated = matches!(heard, Heard::Author { .. } | Heard::Absent);
    if narrated && length < draft.options.bare { Heard::Open } else { heard }
}

/// Holds the speaker of a reported statement against the passage of a source that it follows. Only who is said there to have
/// said it counts: what a narration tells, anybody may have said as well.
pub fn heard_of(draft: &Draft, reported: &Reported, passage: &Alike, corpus: &Corpus) -> Heard {
    let Some(speaker) = asked_of(&reported.speaker, draft.text) else { return Heard::Open };
    let names = chain(speaker, draft.text);
    let document = corpus.document(passage.document);
    // Behind “her claim that “…”, he said” the words of two run together.
    let quotes = &draft.claims.said.quotes;
    let first = quotes.partition_point(|quote| quote.span.start < reported.span.start);
    let last = quotes.partition_point(|quote| quote.span.start < reported.span.end);
    let another = |quote: &Quote| {
        quote.span.end <= reported.span.end
            && quote.speaker.as_ref().is_some_and(|own| own.entity != speaker.entity)
    };
    if quotes[first..last.max(first)].iter().any(another) {
        return Heard::Open;
    }
    // Whom the passage names besides may have said it too.
    if names.first().is_none_or(|name| occurs(&parts(name), document, passage.span)) {
        return Heard::Open;
    }
    let place = Found { document: passage.document, span: passage.stretch };
    match heard_at(&names, speaker.kind == Voice::Person, &place, corpus) {
        Heard::Other { name, .. } if !is_own(draft, reported, &name, &names, passage, document) => {
            Heard::Open
        }
        heard @ (Heard::Same | Heard::Other { .. }) => heard,
        Heard::Reported { .. } => Heard::Same,
        Heard::Open | Heard::Author { .. } | Heard::Absent => Heard::Open,
    }
}

/// Whether a draft has somebody make a statement, who comes first in `names`, that a source's passage has another one make: each
/// as his own, and neither beside the other.
fn is_own(
    draft: &Draft,
    reported: &Reported,
    other: &str,
    names: &[&str],
    passage: &Alike,
    document: &Document,
) -> bool {
    let quoted = document.quote_at(passage.stretch).is_some();
    let told = document.reported_at(passage.stretch);
    let source_asserts =
        quoted || told.first().is_some_and(|told| asserts(document.text(), told.speaker.cue));
    source_asserts
        && asserts(draft.text, reported.speaker.cue)
        && !is_acknowledged(other, reported, draft.text)
        && !names.first().is_some_and(|name| agrees_behind(name, passage, document))
}

/// Whether a source has the quotation's words, so that whom it gives them to says something.
fn is_sound(matched: &Match) -> bool {
    match matched.verdict {
        Verdict::Verbatim | Verdict::Permitted | Verdict::OutOfContext => true,
        Verdict::Altered | Verdict::Elided => matched.likeness >= CLEAR,
        Verdict::Spliced | Verdict::NotFound | Verdict::Unchecked(_) => false,
    }
}

/// Below this likeness an altered quotation may be of another passage, and so of another speaker.
const CLEAR: f64 = 0.85;

/// The speaker whom a draft names and the sources are asked about: a person, by a name, who is said to have said it. A
/// pronoun is resolved, but not beyond doubt.
pub fn asked<'a>(quote: &'a Quote, text: &str) -> Option<&'a Speaker> {
    let said = !quote.denied && !quote.supposed;
    quote.speaker.as_ref().filter(|_| said).and_then(|speaker| asked_of(speaker, text))
}

/// The same of a speaker alone.
fn asked_of<'a>(speaker: &'a Speaker, text: &str) -> Option<&'a Speaker> {
    let name = *chain(speaker, text).first()?;
    // In a short draft nothing may tell a person's name from another's; the source is asked, then.
    let person = speaker.kind == Voice::Person || (speaker.kind == Voice::Unknown && is_full(name));
    let asserted = speaker.stance == Stance::Asserted && !passes_on(text, speaker.cue);
    (person && asserted && is_by_name(&text[speaker.span.range()], name)).then_some(speaker)
}

/// A speaker's name and those who pass the words on; nobody where the speaker has no name.
fn chain<'a>(speaker: &'a Speaker, text: &'a str) -> Vec<&'a str> {
    let written = &text[speaker.span.range()];
    let name = speaker.name.as_deref().or_else(|| is_name(written).then_some(written));
    let relays = speaker.relays.iter().map(|relay| &text[relay.range()]);
    name.map(|name| std::iter::once(name).chain(relays).collect()).unwrap_or_default()
}

/// Whether words that say who speaks do so by a part of their name.
fn is_by_name(written: &str, name: &str) -> bool {
    let name = parts(name);
    words(written).any(|word| is_part(&written[word.range()], &name))
}

/// Whether words that nothing resolves are written as a full name is: a pronoun that opens a sentence is none.
fn is_name(written: &str) -> bool {
    is_full(written) && words(written).all(|word| written[word.range()].starts_with(char::is_uppercase))
}

/// What one place says of the one whom the draft names, who comes first in `names`, before those who pass the words on.
/// `sure`: whether the draft itself tells that it is a person.
fn heard_at(names: &[&str], sure: bool, place: &Found, corpus: &Corpus) -> Heard {
    let document = corpus.document(place.document);
    let Some(name) = names.first() else { return Heard::Open };
    // Whoever wrote the document, or is it, may be said to have said what stands in it.
    let signs = |name: &&str| is_document(name, document, corpus) || is_byline(name, document);
    if names.iter().any(signs) {
        return Heard::Same;
    }
    let people = &document.said().people;
    let meant = people.meant(name);
    let known = || match meant {
        Meant::One(one) => people.entities[one as usize].kind == Voice::Person,
        Meant::Nobody | Meant::Several(_) => is_author(name, corpus),
    };
    if !sure && !known() {
        return Heard::Open;
    }
    // Whoever tells what another one said may be named for it.
    let told_here = document.reported_at(place.span).into_iter();
    let reported: Vec<(&Reported, Heard)> =
        told_here.map(|one| (one, against(names, &meant, &one.speaker, document))).collect();
    let teller = reported.iter().find(|(_, heard)| *heard == Heard::Same);
    let turn = document.turn_at(place.span);
    let labelled = turn.map(|turn| under(names, &meant, turn, document));
    if labelled == Some(Heard::Same) {
        return Heard::Same;
    }
    match document.quote_at(place.span) {
        Some(Quote { speaker: Some(_), .. }) if teller.is_some() => Heard::Same,
        Some(Quote { speaker: Some(speaker), .. }) => match against(names, &meant, speaker, document) {
            Heard::Other { .. } if answers(name, speaker, place, document) => Heard::Open,
            heard => heard,
        },
        Some(_) => Heard::Open,
        None => {
            let heard = teller.or(reported.first()).map_or(Heard::Open, |(reported, heard)| {
                match (reported.speaker.stance, heard) {
                    // Minutes and the like put no marks round anything.
                    (Stance::Asserted, Heard::Same)
                        if document.quotes_speakers() && !document.is_unclosed_at(place.span) =>
                    {
                        Heard::Reported { at: reported.span }
                    }
                    (Stance::Asserted, heard) => heard.clone(),
                    _ => Heard::Open,
                }
            });
            let innermost = reported.first().map(|(reported, _)| &reported.speaker);
            // Whoever has a turn is the "I" of it; whom else it says to have said something may be the one.
            let told = innermost.is_some_and(|speaker| !is_other_than(name, speaker, document))
                || turn.is_some_and(|turn| is_retold(name, place.span, turn, document));
            let somebody = innermost.is_some_and(|speaker| is_somebody(speaker, document));
            match labelled {
                _ if heard != Heard::Open || somebody => heard,
                Some(_) if told => Heard::Open,
                Some(labelled) => labelled,
                None => narrated(name, place, document, corpus),
            }
        }
    }
}

/// Whether a speaker is the narrator, or has another name than this.
fn is_other_than(name: &str, speaker: &Speaker, document: &Document) -> bool {
    let written = folded(&document.text()[speaker.span.range()]);
    let other = |own: &String| compare(name, own) == Likeness::Different;
    matches!(&*written, "i" | "my" | "our" | "we") || speaker.name.as_ref().is_some_and(other)
}

/// Whether a name may be that of whoever answers a speaker: a paragraph that is nothing but a quotation goes on with the last
/// one's words in a report, and is another one's in a dialogue.
fn answers(name: &str, speaker: &Speaker, place: &Found, document: &Document) -> bool {
    /// How far behind the words the other one may be named, in bytes.
    const NEAR: u32 = 600;
    let paragraph = document.paragraph(place.span);
    let own = paragraph.start <= speaker.span.start && speaker.span.end <= paragraph.end;
    let start = document.lead_up(place.span).start;
    let end =
        document.text().ceil_char_boundary(((paragraph.end + NEAR) as usize).min(document.text().len()));
    !own && occurs(&parts(name), document, Span { start, end: end as u32, ..place.span })
}

/// Whether a speaker is one person who may be anybody: not the narrator, nor several.
fn is_somebody(speaker: &Speaker, document: &Document) -> bool {
    let written = folded(&document.text()[speaker.span.range()]);
    speaker.kind == Voice::Person && !matches!(&*written, "i" | "my")
}

/// The one whom the draft names, who comes first in `names` and means this in the document, against a speaker of the document.
fn against(names: &[&str], meant: &Meant, speaker: &Speaker, document: &Document) -> Heard {
    let [name, relays @ ..] = names else { return Heard::Open };
    let people = &document.said().people;
    let said = &document.text()[speaker.span.range()];
    let chain = chain(speaker, document.text());
    let sure = speaker.kind == Voice::Person && !passes_on(document.text(), speaker.cue);
    let Some(&own) = chain.first().filter(|_| sure) else {
        return Heard::Open;
    };
    if is_linked(&chain, names) {
        return Heard::Same;
    }
    // Two whom one text tells apart are two, however alike their names. Whom a pronoun means is only sure where the other
    // is not about. Otherwise the names alone must tell.
    let by_name = is_by_name(said, own);
    let apart = match (meant, speaker.entity) {
        (Meant::One(one), Some(entity)) => {
            let full = is_full(&people.entities[*one as usize].name) && is_full(own);
            *one != entity
                && full
                && (by_name
                    || !occurs(
                        &apart_from(name, own),
                        document,
                        since_named(&people.entities[entity as usize], speaker, document),
                    ))
        }
        (Meant::Nobody, _) => {
            let full = is_full(name) && is_full(own);
            relays.is_empty() && full && compare(name, own) == Likeness::Different
        }
        _ => false,
    };
    let apart = apart && !names.iter().any(|name| is_tied(name, speaker, document));
    if apart { Heard::Other { name: own.to_owned(), at: speaker.span, by_name } } else { Heard::Open }
}

/// Whether one of some names is that of a speaker, or of one who passes the words on.
fn is_linked(chain: &[&str], names: &[&str]) -> bool {
    chain.iter().any(|link| names.iter().any(|name| compare(name, link) == Likeness::Same))
}

/// From where a document last names somebody whom a pronoun means to the pronoun: who is named between may be meant as well.
fn since_named(entity: &Entity, speaker: &Speaker, document: &Document) -> Span {
    let lead_up = document.lead_up(speaker.span);
    let before = entity.mentions.iter().rev().find(|mention| mention.end <= speaker.span.start);
    let named = before.filter(|mention| lead_up.start <= mention.start);
    Span {
        start: named.map_or(lead_up.start, |mention| mention.end),
        end: speaker.span.start.max(lead_up.start),
        ..lead_up
    }
}

/// The one whom the draft names against whoever has the turn. Two whom one text gives turns are two.
fn under(names: &[&str], meant: &Meant, turn: &Turn, document: &Document) -> Heard {
    let [name, relays @ ..] = names else { return Heard::Open };
    let speaker = &turn.speaker;
    let said = document.said();
    let chain = chain(speaker, document.text());
    let Some(&own) = chain.first().filter(|_| speaker.name.is_some()) else { return Heard::Open };
    if is_linked(&chain, names) {
        return Heard::Same;
    }
    let differ = |name: &str| compare(name, own) == Likeness::Different;
    let apart = match (meant, speaker.entity) {
        (Meant::One(one), Some(entity)) if *one == entity => return Heard::Same,
        (Meant::One(one), _) => {
            let known = &said.people.entities[*one as usize].name;
            let has_turn = || said.turns.iter().any(|turn| turn.speaker.entity == Some(*one));
            // "Justice Marsh" goes by a surname, where "MARSH" alone may be anybody's byname.
            let whole = is_full(own) || is_full(&document.text()[speaker.span.range()]);
            let sure = speaker.entity.is_some() && (is_full(known) && whole || has_turn());
            sure && differ(name) && differ(known)
        }
        (Meant::Nobody, _) => relays.is_empty() && is_full(name) && is_full(own) && differ(name),
        (Meant::Several(_), _) => false,
    };
    let person = speaker.kind == Voice::Person;
    if apart && person {
        Heard::Other { name: own.to_owned(), at: speaker.span, by_name: true }
    } else {
        Heard::Open
    }
}

/// Whether whoever has a turn may say there what another one said: its sentence names them, or has spoken to somebody before
/// it comes to these words.
fn is_retold(name: &str, place: Span, turn: &Turn, document: &Document) -> bool {
    let text = document.text();
    let around = document.paragraph(place);
    let low = around.start.max(turn.span.start).min(place.start);
    let high = around.end.min(turn.span.end).max(place.end);
    let ends: Vec<u32> = sentence_ends(text, low as usize..high as usize).map(|end| end as u32).collect();
    let start = ends.iter().copied().rfind(|&end| end <= place.start).unwrap_or(low);
    let end = ends.iter().copied().find(|&end| end >= place.end).unwrap_or(high);
    let before = Span { start, end: place.start, ..place };
    let behind = Span { start: place.end, end, ..place };
    let addressed = words_in(text, before.range()).any(|word| {
        let letters = folded(&text[word.range()]);
        letters.split('\'').next().is_some_and(|word| matches!(word, "you" | "your" | "yours"))
    });
    let parts = parts(name);
    addressed || occurs(&parts, document, before) || occurs(&parts, document, behind)
}

/// What the narration of a document says of somebody whom it does not quote with these words.
fn narrated(name: &str, place: &Found, document: &Document, corpus: &Corpus) -> Heard {
    let authors = authors(document, corpus);
    let around = document.paragraph(place.span);
    // The narration may report them.
    if occurs(&parts(name), document, around) {
        return Heard::Open;
    }
    let conflict = |author: &Author| is_full(&author.name) && is_other(name, &author.name, corpus);
    if is_full(name) && !authors.is_empty() && authors.iter().all(conflict) {
        let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
        return Heard::Author { name: names.join(" and ") };
    }
    let whole = document.file.span(0..document.file.length());
    // A text that names no speaker leaves unsaid whose words it has.
    let absent = authors.is_empty() && document.names_speakers() && !occurs(&parts(name), document, whole);
    if absent { Heard::Absent } else { Heard::Open }
}

/// Whether two full names are of two persons: nothing in them agrees, or both are known as authors.
fn is_other(name: &str, author: &str, corpus: &Corpus) -> bool {
    match compare(name, author) {
        Likeness::Same => false,
        Likeness::Different => true,
        Likeness::Open => is_author(name, corpus) && is_author(author, corpus),
    }
}

/// Whether a name is known as that of an author. One of single letters is nobody's.
fn is_author(name: &str, corpus: &Corpus) -> bool {
    let parts = parts(name);
    // As it is, or as an owner's.
    let last = parts.last().into_iter().flat_map(|last| [hash_of(last), hash_of(&format!("{last}'s"))]);
    let mut known = last.flat_map(|word| corpus.authors_with(word));
    known.any(|known| self::parts(&known.name) == parts)
}

fn authors<'a>(document: &'a Document, corpus: &'a Corpus) -> &'a [Author] {
    corpus.called(document).authors
}

/// Whether a name is that of the document: its author, its publication, its title or its key.
fn is_document(name: &str, document: &Document, corpus: &Corpus) -> bool {
    let called = corpus.called(document);
    let authors = called.authors.iter().map(|author| author.name.as_str());
    let mut names = authors.chain(called.publication).chain(called.title).chain([document.key.as_str()]);
    let own = parts(name);
    let holds = |other: &str| {
        let other = parts(other);
        !own.is_empty() && own.iter().all(|part| other.contains(part))
    };
    names.any(holds)
}

/// The parts of a name that another has not.
fn apart_from(name: &str, other: &str) -> Vec<String> {
    let other = parts(other);
    parts(name).into_iter().filter(|part| !other.contains(part)).collect()
}

/// Whether one of these parts of a name stands in a stretch of a document.
fn occurs(parts: &[String], document: &Document, stretch: Span) -> bool {
    let text = document.text();
    words_in(text, stretch.range()).any(|word| is_part(&text[word.range()], parts))
}
