//! The rules: each a page and a function from what is known of a draft to its findings.
//!
//! Takes what `matching` decided and hands on findings. A rule reads verdicts and makes none; it has no state, does no
//! I/O and cannot fail.

mod citation_missing;
mod citation_unknown;
mod citation_unused;
mod citation_wrong_source;
mod citing;
mod claim_misattributed;
mod date_mismatch;
mod draft_in_sources;
mod fact;
mod key_duplicate;
mod known;
mod locator_wrong;
mod name_mismatch;
mod name_misspelled;
mod note_undefined;
mod note_unused;
mod number_mismatch;
mod place_mismatch;
mod quote_altered;
mod quote_elided;
mod quote_not_found;
mod quote_out_of_context;
mod quote_paraphrase;
mod quote_short;
mod quote_spliced;
mod quote_unclosed;
mod report;
mod role_mismatch;
mod speaker_mismatch;
mod speaker_missing;
mod speaker_not_in_source;
mod value_fix;
mod verbatim_unquoted;
mod wording_fix;

use std::sync::OnceLock;

use crate::claim::{Claims, Placed, Quote, Reported};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::file::{File, Files};
use crate::finding::Finding;
use crate::matching::{
    Contradicted, Copied, Draft, Follows, Known, Match, Spelled, Told, contradicted, known, preferred,
};
use crate::page::{self, Page};

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its page.
    pub page: &'static Page,
    /// What it does.
    pub check: Check,
}

/// What a rule does.
#[derive(Debug)]
pub enum Check {
    /// Looks at one draft.
    Draft(fn(&Cx, &mut Vec<Finding>)),
    /// Looks at all drafts of a project together.
    Project(fn(&Project, &mut Vec<Finding>)),
    /// Nothing here: its findings come from loading, or from the comments that allow others.
    Reported,
}

/// What a rule on a whole project may know.
#[derive(Debug)]
pub struct Project<'a> {
    /// The drafts that are looked at.
    pub drafts: Vec<(&'a File, Draft<'a>)>,
    /// Whether the project has others.
    pub partial: bool,
    /// The sources.
    pub corpus: &'a Corpus,
    /// The files, its bibliographies among them.
    pub files: &'a Files,
}

/// What a rule on one draft may know.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The draft.
    pub file: &'a File,
    /// Its text with markup masked.
    pub text: &'a str,
    /// What it claims.
    pub claims: &'a Claims,
    /// Where it puts places, in order.
    pub places: &'a [Placed],
    /// One for each quotation of `claims`.
    pub matches: &'a [Match],
    /// What its own words follow in the sources.
    pub follows: &'a Follows,
    /// What it copies without marks.
    pub copied: &'a [Copied],
    /// The sources.
    pub corpus: &'a Corpus,
    /// The options.
    pub config: &'a Config,
    made: Made<'a>,
}

/// What is made when the first rule asks, for all of them.
#[derive(Debug, Default)]
struct Made<'a> {
    contradicted: OnceLock<Vec<Contradicted>>,
    known: OnceLock<Known<'a>>,
    preferred: OnceLock<Spelled<'a>>,
}

impl<'a> Cx<'a> {
    /// What is known of one draft: `held` is what holding it against its sources says.
    pub fn new(
        file: &'a File,
        (text, claims, places): (&'a str, &'a Claims, &'a [Placed]),
        (matches, follows, copied): (&'a [Match], &'a Follows, &'a [Copied]),
        corpus: &'a Corpus,
        config: &'a Config,
    ) -> Cx<'a> {
        let made = Made::default();
        Cx { file, text, claims, places, matches, follows, copied, corpus, config, made }
    }

    /// The draft as `matching` takes it.
    pub fn draft(&self) -> Draft<'a> {
        Draft { text: self.text, claims: self.claims, options: &self.config.options }
    }

    /// The numbers and dates that the sources have otherwise.
    pub fn contradicted(&self) -> &[Contradicted] {
        self.made.contradicted.get_or_init(|| contradicted(&self.draft(), self.follows, self.corpus))
    }

    /// The values that facts of the project's own have, or have otherwise.
    pub fn known(&self) -> &Known<'a> {
        self.made.known.get_or_init(|| known(&self.draft(), &self.config.facts))
    }

    /// The words that the project spells in its own way.
    pub fn preferred(&self) -> &Spelled<'a> {
        self.made.preferred.get_or_init(|| preferred(&self.draft(), &self.config.facts))
    }

    /// The draft's quotations with their matches.
    pub fn quotes(&self) -> impl Iterator<Item = (&'a Quote, &'a Match)> {
        self.claims.said.quotes.iter().zip(self.matches)
    }

    /// What the draft reports in its own words, with what the sources say of it.
    pub fn reported(&self) -> impl Iterator<Item = (&'a Reported, &'a Told)> {
        self.claims.said.reported.iter().zip(&self.follows.told)
    }
}

/// Every rule, by id.
pub static RULES: &[Rule] = &[
    Rule { page: &page::ALLOW_UNUSED, check: Check::Reported },
    Rule { page: &page::CITATION_MISSING, check: Check::Draft(citation_missing::check) },
    Rule { page: &page::CITATION_UNKNOWN, check: Check::Draft(citation_unknown::check) },
    Rule { page: &page::CITATION_UNUSED, check: Check::Project(citation_unused::check) },
    Rule { page: &page::CITATION_WRONG_SOURCE, check: Check::Draft(citation_wrong_source::check) },
    Rule { page: &page::CLAIM_MISATTRIBUTED, check: Check::Draft(claim_misattributed::check) },
    Rule { page: &page::CONFIG_INVALID, check: Check::Reported },
    Rule { page: &page::DATE_MISMATCH, check: Check::Draft(date_mismatch::check) },
    Rule { page: &page::DRAFT_IN_SOURCES, check: Check::Draft(draft_in_sources::check) },
    Rule { page: &page::KEY_DUPLICATE, check: Check::Draft(key_duplicate::check) },
    Rule { page: &page::LOCATOR_WRONG, check: Check::Draft(locator_wrong::check) },
    Rule { page: &page::NAME_MISMATCH, check: Check::Draft(name_mismatch::check) },
    Rule { page: &page::NAME_MISSPELLED, check: Check::Draft(name_misspelled::check) },
    Rule { page: &page::NOTE_UNDEFINED, check: Check::Draft(note_undefined::check) },
    Rule { page: &page::NOTE_UNUSED, check: Check::Draft(note_unused::check) },
    Rule { page: &page::NUMBER_MISMATCH, check: Check::Draft(number_mismatch::check) },
    Rule { page: &page::PLACE_MISMATCH, check: Check::Draft(place_mismatch::check) },
    Rule { page: &page::QUOTE_ALTERED, check: Check::Draft(quote_altered::check) },
    Rule { page: &page::QUOTE_ELIDED, check: Check::Draft(quote_elided::check) },
    Rule { page: &page::QUOTE_NOT_FOUND, check: Check::Draft(quote_not_found::check) },
    Rule { page: &page::QUOTE_OUT_OF_CONTEXT, check: Check::Draft(quote_out_of_context::check) },
    Rule { page: &page::QUOTE_PARAPHRASE, check: Check::Draft(quote_paraphrase::check) },
    Rule { page: &page::QUOTE_SHORT, check: Check::Draft(quote_short::check) },
    Rule { page: &page::QUOTE_SPLICED, check: Check::Draft(quote_spliced::check) },
    Rule { page: &page::QUOTE_UNCLOSED, check: Check::Draft(quote_unclosed::check) },
    Rule { page: &page::ROLE_MISMATCH, check: Check::Draft(role_mismatch::check) },
    Rule { page: &page::SOURCE_UNREADABLE, check: Check::Reported },
    Rule { page: &page::SPEAKER_MISMATCH, check: Check::Draft(speaker_mismatch::check) },
    Rule { page: &page::SPEAKER_MISSING, check: Check::Draft(speaker_missing::check) },
    Rule { page: &page::SPEAKER_NOT_IN_SOURCE, check: Check::Draft(speaker_not_in_source::check) },
    Rule { page: &page::VERBATIM_UNQUOTED, check: Check::Draft(verbatim_unquoted::check) },
];
