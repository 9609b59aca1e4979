//! Claims held against the corpus: a verdict for every quotation, with its passage and its edits.
//!
//! Takes the claims of all drafts and the corpus, which it reads once for all of them, and hands on one `Match` a
//! quotation. The verdict is decided here and nowhere else; the rules only read it.

mod align;
mod beside;
mod cited;
mod context;
mod copied;
mod edit;
mod fact;
mod following;
mod given;
mod head;
mod judge;
mod judged;
mod known;
mod leaning;
mod located;
mod memory;
mod misnamed;
mod misspelled;
mod name;
mod naming;
mod office;
mod passage;
mod place;
mod pointed;
mod preferred;
mod reading;
mod replaced;
mod running;
mod script;
mod search;
mod shingle;
mod spelling;
mod splice;
mod told;
mod variant;
mod voice;

pub use copied::{Copied, copied};
pub use edit::EditKind;
pub use fact::{Contradicted, contradicted};
pub use following::{Following, Follows, follows};
pub use given::{Given, given};
pub use known::{Known, Misvalued, known, readings};
pub use located::{Located, Relocated, located, regions};
pub use memory::Memory;
pub use misnamed::{Meant, Misnamed, misnamed};
pub use misspelled::{Misspelled, misspelled};
pub use naming::{By, Named, named};
pub use office::{Misplaced, Witness, misplaced};
pub use place::{Elsewhere, Fault, elsewhere};
pub use pointed::{Mispointed, mispointed};
pub use preferred::{Respelled, Spelled, preferred};
pub use replaced::{Replaced, replaced};
pub use running::{Running, running};
pub use told::Told;
pub use voice::Heard;

use std::ops::Range;

use crate::claim::{Claims, Kind, Licence, Quote, Wording};
use crate::config::Options;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::fold::words_in;
use crate::parallel;
use cited::Cited;
use judge::judge;
use memory::recall;
use reading::Case;
use search::{Sought, Window};

/// What a quotation comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The verdict.
    pub verdict: Verdict,
    /// Where the source has it, or has what is nearest to it.
    pub at: Option<Found>,
    /// For a splice of two places, the second.
    pub also: Option<Found>,
    /// What differs, in the order of the quotation.
    pub edits: Vec<Edit>,
    /// The share of the quotation's words that the passage has, from 0 to 1.
    pub likeness: f64,
    /// Whether its sentence cites documents of the corpus, and the passage is in none that the draft cites for it.
    pub astray: bool,
    /// Other places where its words stand as well, for a quotation whose speaker the sources are asked about.
    pub elsewhere: Vec<Found>,
    /// Whom the sources give the words to.
    pub heard: Heard,
}

impl Match {
    /// A verdict without a place.
    fn of(verdict: Verdict) -> Match {
        Match {
            verdict,
            at: None,
            also: None,
            edits: Vec::new(),
            likeness: 0.0,
            astray: false,
            elsewhere: Vec::new(),
            heard: Heard::Open,
        }
    }

    fn unchecked(reason: Reason) -> Match {
        Match::of(Verdict::Unchecked(reason))
    }

    fn not_found() -> Match {
        Match::of(Verdict::NotFound)
    }

    /// The place in a source that has the quotation, word for word or not.
    pub fn tied(&self) -> Option<Found> {
        self.at.filter(|_| !matches!(self.verdict, Verdict::NotFound | Verdict::Unchecked(_)))
    }

    /// The place in a source that is worth showing: where it has the quotation, or something like it.
    pub fn near(&self) -> Option<Found> {
        self.tied().or(self.at.filter(|_| self.likeness >= NEAR))
    }

    /// The edit that matters most; the first of equals.
    pub fn worst(&self) -> Option<&Edit> {
        self.edits.iter().min_by_key(|edit| edit.kind)
    }
}

/// A place in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The document.
    pub document: DocumentId,
    /// Its words there.
    pub span: Span,
}

/// One difference. Places in the draft are bytes from the start of the quotation, so that they hold when text before it
/// changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What it is.
    pub kind: EditKind,
    /// The draft's words; empty where words are left out.
    pub own: Range<u32>,
    /// What to point at: the draft's words, or the two beside the gap.
    pub shown: Range<u32>,
    /// The source's words; empty where words are put in.
    pub source: Span,
    /// What to point at in the source: its words, or the two between which words are put in.
    pub source_shown: Span,
}

/// What holding a quotation against the corpus says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Word for word.
    Verbatim,
    /// With changes that are permitted in a quotation.
    Permitted,
    /// Words differ.
    Altered,
    /// Words are left out unmarked.
    Elided,
    /// Passages that do not follow each other are run together.
    Spliced,
    /// The words are right, but a negation on them is left out.
    OutOfContext,
    /// Nothing in the corpus is like it.
    NotFound,
    /// Nothing can be said.
    Unchecked(Reason),
}

impl Verdict {
    /// Whether it says where the words are, in one place.
    pub fn is_placed(self) -> bool {
        !matches!(self, Verdict::NotFound | Verdict::Unchecked(_) | Verdict::Spliced)
    }

    /// The names of all verdicts, in their order.
    pub const NAMES: [&str; 8] =
        ["verbatim", "permitted", "altered", "elided", "spliced", "out_of_context", "not_found", "unchecked"];

    /// The verdict as it stands in JSON.
    pub fn name(self) -> &'static str {
        let [verbatim, permitted, altered, elided, spliced, out_of_context, not_found, unchecked] =
            Verdict::NAMES;
        match self {
            Verdict::Verbatim => verbatim,
            Verdict::Permitted => permitted,
            Verdict::Altered => altered,
            Verdict::Elided => elided,
            Verdict::Spliced => spliced,
            Verdict::OutOfContext => out_of_context,
            Verdict::NotFound => not_found,
            Verdict::Unchecked(_) => unchecked,
        }
    }
}

/// Why nothing can be said of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No sources were given.
    NoSources,
    /// It has too few words.
    TooShort,
    /// It is short, and nobody is said to have said it.
    NoReportingClause,
    /// It is a title, a term or a name.
    Mention,
    /// It cites a source whose text is not here.
    NoText,
    /// It cites something that is no source of this project.
    OutsideCorpus,
    /// It is translated.
    Translation,
    /// Nobody is said to have said it.
    Supposed,
    /// Its closing mark may be an apostrophe.
    UnclearMarks,
    /// A block quote that nothing ascribes to anybody and that no source has.
    Unascribed,
    /// It is too long to be compared.
    OverBudget,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: [Reason; 11] = [
        Reason::NoSources,
        Reason::TooShort,
        Reason::NoReportingClause,
        Reason::Mention,
        Reason::NoText,
        Reason::OutsideCorpus,
        Reason::Translation,
        Reason::Supposed,
        Reason::UnclearMarks,
        Reason::Unascribed,
        Reason::OverBudget,
    ];

    /// The reason as it is counted in the summary and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Reason::NoSources => "no-sources",
            Reason::TooShort => "too-short",
            Reason::NoReportingClause => "with-no-reporting-clause",
            Reason::Mention => "title-or-term",
            Reason::NoText => "whose-source-has-no-text",
            Reason::OutsideCorpus => "cited-outside-the-sources",
            Reason::Translation => "translated",
            Reason::Supposed => "that-nobody-said",
            Reason::UnclearMarks => "with-unclear-marks",
            Reason::Unascribed => "block-quote-of-nobody",
            Reason::OverBudget => "over-budget",
        }
    }
}

/// A passage with a smaller share of the quotation's words is not worth showing.
const NEAR: f64 = 0.4;

/// A quotation whose bounds are in doubt is judged only if this share of its words is found.
const CLEAR: f64 = 0.8;

/// A longer quotation, in bytes, is not looked for.
const LONGEST: usize = 1 << 20;

/// One draft's claims with the masked text that they were read from.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The masked text.
    pub text: &'a str,
    /// The claims.
    pub claims: &'a Claims,
    /// The numbers that its quotations are judged by.
    pub options: &'a Options,
}

/// A quotation that is looked for, with what it cites.
struct Pending<'a> {
    draft: usize,
    number: usize,
    quote: &'a Quote,
    /// One for each reading of its marks.
    wordings: Vec<Wording>,
    cited: Cited,
}

/// Matches the quotations of all drafts at once: for each draft, one match a quotation, in order. A memory is of this corpus.
pub fn matches(drafts: &[Draft], corpus: &Corpus, memory: Option<&Memory>) -> Vec<Vec<Match>> {
    let mut pending: Vec<Pending> = Vec::new();
    let mut found: Vec<Vec<Match>> = Vec::new();
    for (number_of_draft, draft) in drafts.iter().enumerate() {
        let mut list = Vec::new();
        for (number, quote) in draft.claims.said.quotes.iter().enumerate() {
            let bytes: usize = quote.parts.iter().map(|part| part.range().len()).sum();
            if bytes > LONGEST {
                list.push(Match::unchecked(Reason::OverBudget));
                continue;
            }
            let wordings = wordings(draft.text, quote);
            let unjudged = gate(quote, &wordings[0], corpus, draft.options);
            list.push(unjudged.map_or_else(Match::not_found, Match::unchecked));
            if unjudged.is_none() {
                let cited = Cited::by(draft, quote, corpus);
                pending.push(Pending { draft: number_of_draft, number, quote, wordings, cited });
            }
        }
        found.push(list);
    }
    let sought = pending.iter().flat_map(|one| {
        let reach = drafts[one.draft].options.reach;
        one.wordings.iter().map(move |wording| Sought { wording, cited: one.cited.all(), reach })
    });
    let mut windows = search::search(&sought.collect::<Vec<_>>(), corpus, memory).into_iter();
    let candidates: Vec<(&Pending, Vec<_>)> =
        pending.iter().map(|one| (one, windows.by_ref().take(one.wordings.len()).collect())).collect();
    let weigh = |number: usize| {
        let (one, windows) = &candidates[number];
        best(&drafts[one.draft], one, windows, corpus)
    };
    let key = |number: usize| {
        let (one, windows): &(&Pending, Vec<_>) = &candidates[number];
        judged::key(&drafts[one.draft], one, windows)
    };
    let kept = memory.map(|memory| &memory.judged);
    let best = recall(kept, candidates.len(), key, |new| match corpus.index {
        Some(_) => parallel::map_heavy(new, |&number| weigh(number)),
        // Where sources are few, what the draft says in its own words is looked up meanwhile.
        None => parallel::map_beside(new, |&number| weigh(number)),
    });
    let weighed: Vec<(&Pending, Option<(Match, usize)>)> = pending.iter().zip(best).collect();
    let judged = parallel::map_heavy(&weighed, |(one, best)| {
        let (judged, length) = best.clone()?;
        Some(settle(&drafts[one.draft], one.quote, length, judged, &one.cited, corpus))
    });
    for (one, judged) in pending.iter().zip(judged) {
        if let Some(judged) = judged {
            found[one.draft][one.number] = judged;
        }
    }
    found
}

/// The verdict on a quotation's words by the best reading of its marks, and how many words that has: of several readings the one is
/// right of whose words a source has most, of equals the first.
fn best(draft: &Draft, one: &Pending, windows: &[Vec<Window>], corpus: &Corpus) -> Option<(Match, usize)> {
    let (quote, cited) = (one.quote, &one.cited);
    let weighed = one.wordings.iter().zip(windows).map(|(wording, windows)| {
        let (text, options) = (draft.text, draft.options);
        let judged = judge(Case { quote, text, wording, windows, cited, corpus, options });
        (worth(&judged, wording.len()), judged, wording.len())
    });
    let best = weighed.reduce(|a, b| if b.0 > a.0 { b } else { a });
    best.map(|(_, judged, length)| (judged, length))
}

/// How many words a reading of the marks has right, less several for each that it has wrong.
fn worth(judged: &Match, length: usize) -> f64 {
    let right = judged.likeness * length as f64;
    right - 3.0 * (length as f64 - right)
}

/// The wording of a quotation, and those of the other readings of its marks.
fn wordings(text: &str, quote: &Quote) -> Vec<Wording> {
    let mut parts: Vec<Range<usize>> = quote.parts.iter().map(|part| part.range()).collect();
    let mut wordings = vec![Wording::of(text, &parts)];
    for end in quote.other_ends.iter().map(|&end| end as usize) {
        parts = quote.parts.iter().map(|part| part.range()).filter(|part| part.start < end).collect();
        if let Some(last) = parts.last_mut() {
            last.end = end;
            wordings.push(Wording::of(text, &parts));
        }
    }
    wordings
}

/// Why a quotation is not looked for at all, if so.
fn gate(quote: &Quote, wording: &Wording, corpus: &Corpus, options: &Options) -> Option<Reason> {
    if corpus.is_empty() {
        Some(Reason::NoSources)
    } else if wording.len() < options.shortest {
        Some(Reason::TooShort)
    } else if quote.licence == Licence::Translation {
        Some(Reason::Translation)
    } else {
        None
    }
}

/// Why a quotation that no source has word for word is not held against any, if so: nobody need have said it.
fn doubt(quote: &Quote, length: usize, options: &Options) -> Option<Reason> {
    let reported = quote.cue.is_some();
    let short = length < options.cited || (length < options.bare && quote.citations.is_empty());
    if quote.supposed {
        Some(Reason::Supposed)
    } else if quote.mention && !reported {
        Some(Reason::Mention)
    } else if quote.kind != Kind::Block && !reported && short {
        Some(Reason::NoReportingClause)
    } else {
        None
    }
}

/// Whether what stands between marks is the title of a source, which its text need not have.
fn is_title(draft: &Draft, quote: &Quote, corpus: &Corpus) -> bool {
    let words: Vec<_> = quote.parts.iter().flat_map(|part| words_in(draft.text, part.range())).collect();
    corpus.titled(&words).is_some_and(|title| title.length == words.len())
}

/// What a verdict on the words comes to, by what the quotation is and what it cites.
fn settle(
    draft: &Draft,
    quote: &Quote,
    length: usize,
    judged: Match,
    cited: &Cited,
    corpus: &Corpus,
) -> Match {
    let options = draft.options;
    // A title between marks names a source of its own, whatever is cited behind it.
    let misses =
        |found: Found| cited.misses(draft, found.document, corpus) && !is_title(draft, quote, corpus);
    let astray = judged.at.is_some_and(misses);
    let judged = Match { astray, ..judged };
    let judged = Match { heard: voice::heard(draft, quote, length, &judged, corpus), ..judged };
    if matches!(judged.verdict, Verdict::Verbatim | Verdict::Permitted | Verdict::Unchecked(_)) {
        return judged;
    }
    let missing = judged.verdict == Verdict::NotFound;
    let unlike = missing || judged.likeness < CLEAR;
    let reason = doubt(quote, length, options).or_else(|| match cited.beyond {
        // What is in none of the cited sources may be in the one that is not here.
        Some(reason) if missing => Some(reason),
        Some(reason) if cited.documents.is_empty() && (unlike || reason == Reason::NoText) => Some(reason),
        _ if missing && quote.firsthand => Some(Reason::OutsideCorpus),
        _ if missing && !options.complete && cited.documents.is_empty() => Some(Reason::OutsideCorpus),
        _ if missing && script::is_foreign(draft.text, quote, corpus) => Some(Reason::Translation),
        _ if !quote.certain && unlike && quote.kind == Kind::Block => Some(Reason::Unascribed),
        _ if !quote.certain && unlike => Some(Reason::UnclearMarks),
        _ if missing && length < options.cited => Some(Reason::TooShort),
        _ if missing && (quote.mention || is_title(draft, quote, corpus)) => Some(Reason::Mention),
        _ => None,
    });
    match reason {
        Some(reason) => Match { verdict: Verdict::Unchecked(reason), edits: Vec::new(), ..judged },
        None => judged,
    }
}
