//! How a draft cites: in which forms, and on which side of a full stop.
//!
//! Takes the draft's citations and hands on its habits, by which a citation that is put in looks like the others.

use std::cell::OnceCell;
use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::super::Cx;
use super::names;
use crate::claim::Kind;
use crate::claim::citation::{Citation, Form};
use crate::claim::fact::{Fact, Grain, Value, facts_in};
use crate::claim::listed::is_year;
use crate::claim::reach::is_in_sentence;
use crate::corpus::DocumentId;
use crate::file::Span;
use crate::fold::{MASK, raised, words_in};
use crate::matching::By;

/// A form of citation that can be put into a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// `[@ferrer2021]`
    Key,
    /// A footnote.
    Note,
    /// `^[…]`
    InlineNote,
    /// `(Ferrer 2021)`
    AuthorYear,
    /// `[2]`, with an entry in the draft's own list of sources.
    Number,
    /// A link to a source's address.
    Link,
    /// `(Wellbury Courier, 4 May 2025)`
    Dated,
    /// `[log-07]`
    Name,
}

impl Manner {
    const ALL: [Manner; 8] = [
        Manner::Key,
        Manner::Note,
        Manner::InlineNote,
        Manner::AuthorYear,
        Manner::Number,
        Manner::Link,
        Manner::Dated,
        Manner::Name,
    ];
}

/// How the numbers stand that refer to a list of sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// `[2]`
    #[default]
    Bracketed,
    /// `^2^`
    Carets,
    /// `²`
    Raised,
}

impl Numbers {
    /// How the number of a citation stands, as it is written.
    pub fn of(written: &str) -> Numbers {
        match written.chars().next() {
            Some('[') => Numbers::Bracketed,
            Some('^') => Numbers::Carets,
            _ => Numbers::Raised,
        }
    }

    /// A number as it stands in the running text.
    pub fn written(self, number: u32) -> String {
        match self {
            Numbers::Bracketed => format!("[{number}]"),
            Numbers::Carets => format!("^{number}^"),
            Numbers::Raised => number.to_string().chars().filter_map(raised).collect(),
        }
    }
}

/// How a draft cites.
#[derive(Debug, Default)]
pub struct Habits {
    /// The forms that it uses, the most frequent first.
    pub manners: Vec<Manner>,
    /// How its numbers stand.
    pub numbers: Numbers,
    /// Whether a citation stands behind the full stop rather than before it.
    pub after_stop: bool,
    /// Whether the mark of a note stands before the full stop rather than behind it.
    pub mark_before_stop: bool,
    /// Whether a citation stands right behind a quotation whose sentence goes on, rather than at the sentence's end.
    pub at_quotation: bool,
    /// Whether a comma stands before the year, `(Ferrer, 2021)`.
    pub comma: bool,
    /// Whether two authors are joined by `&`.
    pub ampersand: bool,
    /// Whether the month stands before the day, `May 4, 2025`.
    pub month_first: bool,
    /// What ends its lines.
    pub line_break: &'static str,
    /// The highest number that is the label of a note.
    pub last_note: u32,
    /// Which entries of its own list are whose, made when one is asked for.
    pub entries: OnceCell<FxHashMap<DocumentId, u32>>,
}

impl Habits {
    /// Text that is put into the draft, with the line breaks that the draft has.
    pub fn with_breaks(&self, text: &str) -> String {
        text.replace('\n', self.line_break)
    }
}

/// Reads how a draft cites.
pub fn habits(cx: &Cx) -> Habits {
    let mut habits = Habits::default();
    let mut counts = [0_u32; Manner::ALL.len()];
    let (mut behind, mut marks_behind) = (0, 0);
    let notes = notes(cx);
    for citation in &cx.claims.citations {
        // What a note holds is the note's.
        let near = notes.partition_point(|note| note.end <= citation.span.start);
        let is_noted = notes.get(near).is_some_and(|note| note.overlaps(citation.span));
        let Some(manner) = manner(cx, citation).filter(|_| !is_noted) else { continue };
        counts[manner as usize] += 1;
        let written = cx.file.slice(citation.span);
        match manner {
            Manner::Note | Manner::InlineNote => marks_behind += side(cx, citation),
            Manner::Number if !written.starts_with('[') => marks_behind += side(cx, citation),
            // A link is most often amid what it is about.
            Manner::Link => {}
            _ => behind += side(cx, citation),
        }
        if manner == Manner::Number {
            // What a number of another shape is written as is a bracket's.
            let plain = citation.keys.is_empty() || written.starts_with(['^', '<']);
            habits.numbers = if plain { Numbers::of(written) } else { Numbers::Bracketed };
        } else if manner == Manner::AuthorYear {
            let before = year(written).map_or("", |year| &written[..year.start]);
            habits.comma |= before.ends_with(", ");
            habits.ampersand |= before.contains(" & ");
        } else if let Some(date) = day(cx, citation).filter(|_| manner == Manner::Dated) {
            habits.month_first |= cx.text[date.range].starts_with(char::is_alphabetic);
        }
    }
    let used = Manner::ALL.into_iter().filter(|manner| counts[*manner as usize] > 0);
    habits.manners = used.collect();
    // An answer that cites nothing was still given its sources by their numbers.
    if habits.manners.is_empty() && !cx.corpus.numbered.is_empty() {
        habits.manners.push(Manner::Number);
    }
    habits.manners.sort_by_key(|manner| Reverse(counts[*manner as usize]));
    habits.after_stop = behind > 0;
    habits.mark_before_stop = marks_behind < 0;
    habits.at_quotation = at_quotation(cx);
    habits.line_break = if cx.file.text().contains("\r\n") { "\r\n" } else { "\n" };
    let labels = cx.claims.notes.labels.iter().copied();
    let labels = labels.chain(cx.claims.notes.undefined.iter().map(|mark| mark.label));
    habits.last_note = labels.filter_map(|label| cx.file.slice(label).parse().ok()).max().unwrap_or(0);
    habits
}

/// The texts of the draft's notes, in order.
fn notes(cx: &Cx) -> Vec<Span> {
    let marks = cx.claims.citations.iter().filter(|citation| citation.form == Form::Note);
    let mut notes: Vec<Span> = marks.flat_map(|mark| mark.prose.iter().copied()).collect();
    notes.sort_unstable_by_key(|note| note.start);
    notes.dedup();
    notes
}

/// The form of a citation, if it is one and of a form that can be put in.
pub fn manner(cx: &Cx, citation: &Citation) -> Option<Manner> {
    let is_known = || names(cx, citation).iter().any(|named| named.documents.is_some());
    match citation.form {
        Form::Bracket => (!names(cx, citation).is_empty()).then_some(Manner::Key),
        Form::Bare => is_known().then_some(Manner::Key),
        Form::Note => Some(Manner::Note),
        Form::InlineNote => Some(Manner::InlineNote),
        Form::Year => Some(Manner::AuthorYear),
        Form::Number => {
            (!citation.refers.is_empty() || !cx.corpus.numbered.is_empty()).then_some(Manner::Number)
        }
        Form::Link => is_known().then_some(Manner::Link),
        Form::Square => {
            let names = names(cx, citation);
            let by_key = names.iter().any(|named| named.by == By::Key && named.documents.is_some());
            let is_plain = cx.file.slice(citation.span).starts_with('[')
                && !cx.file.slice(citation.span).starts_with("[[");
            (by_key && is_plain).then_some(Manner::Name)
        }
        Form::Reference if !cx.text[citation.span.range()].starts_with('(') => None,
        Form::Reference if day(cx, citation).is_some() => Some(Manner::Dated),
        Form::Reference => year(cx.file.slice(citation.span)).is_some().then_some(Manner::AuthorYear),
        Form::NoteText => None,
    }
}

/// The year of a bracket that says no more than who and when: behind it stands a page at most.
fn year(bracket: &str) -> Option<std::ops::Range<usize>> {
    /// More words than these are no authors' names.
    const MOST: usize = 8;
    let mut words = words_in(bracket, 0..bracket.len()).take(MOST);
    words.position(|word| is_year(&bracket[word.range()])).filter(|at| *at > 0)?;
    let year = words_in(bracket, 0..bracket.len()).find(|word| is_year(&bracket[word.range()]))?;
    Some(year.range())
}

/// The first date in a citation that names a day or a month.
fn day(cx: &Cx, citation: &Citation) -> Option<Fact> {
    let dates = facts_in(cx.text, citation.span.range()).into_iter();
    dates.into_iter().find(|fact| match &fact.value {
        Value::Date(date) => matches!(date.grain(), Grain::Day | Grain::Month),
        Value::Number(_) => false,
    })
}

/// On which side of a full stop a citation stands: 1 behind it, -1 before it, 0 at none.
fn side(cx: &Cx, citation: &Citation) -> i32 {
    let (before, behind) =
        (&cx.file.text()[..citation.span.start as usize], &cx.file.text()[citation.span.end as usize..]);
    let before = before.trim_end_matches(' ').trim_end_matches(CLOSERS);
    match () {
        () if behind.starts_with(STOPS) => -1,
        () if before.ends_with(STOPS) => 1,
        () => 0,
    }
}

/// What ends a sentence.
pub const STOPS: [char; 3] = ['.', '!', '?'];
/// What may stand behind a full stop and belong to it.
pub const CLOSERS: [char; 7] = ['”', '"', '’', '\'', '»', ')', '“'];

/// Whether most of the quotations whose sentence goes on behind them are cited right there.
fn at_quotation(cx: &Cx) -> bool {
    let mut balance = 0;
    for quote in cx.claims.said.quotes.iter().filter(|quote| quote.kind != Kind::Block) {
        let citations = quote.citations.iter().map(|&index| &cx.claims.citations[index as usize]);
        let mut behind = citations.filter(|citation| citation.span.start >= quote.span.end);
        let Some(citation) = behind.find(|citation| is_in_sentence(cx.text, quote, citation)) else {
            continue;
        };
        let says = |text: &str| text.contains(char::is_alphanumeric);
        if says(&cx.text[quote.span.end as usize..citation.span.start as usize]) {
            balance -= 1;
        } else {
            let rest = &cx.text[citation.span.end as usize..];
            let ends = rest.trim_start_matches([' ', MASK]).is_empty()
                || rest.starts_with(STOPS)
                || rest.starts_with('\n');
            balance += i32::from(!ends);
        }
    }
    balance > 0
}
