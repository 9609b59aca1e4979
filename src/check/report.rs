//! What a run found: every draft with its claims, its matches and its findings.
//!
//! Filled in by `check`; every output renders it, and nothing computes again. Its parts are shared, so that the report of a draft
//! that was checked again costs little more than that draft.

use std::path::PathBuf;
use std::sync::Arc;

use super::coverage::Coverage;
use super::summary::Summary;
use crate::block::Blocks;
use crate::claim::Claims;
use crate::config::Config;
use crate::corpus::Corpus;
use crate::corpus::index::Index;
use crate::file::{File, Files};
use crate::finding::Finding;
use crate::load::cache::Gained;
use crate::matching::{Copied, Follows, Match, Memory};

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every file that a span of the report can lie in.
    pub files: Files,
    /// The corpus of each project.
    pub corpora: Vec<Arc<Corpus>>,
    /// The drafts, by path.
    pub drafts: Vec<Arc<Draft>>,
    /// Findings about the input itself (a file that could not be read, a broken entry), by path and offset.
    pub input: Vec<Finding>,
    /// What was checked and what was not.
    pub summary: Summary,
    /// The baselines that the drafts' configurations name; none is applied.
    pub baselines: Vec<PathBuf>,
    /// What a draft is checked again by.
    pub basis: Arc<Basis>,
}

impl Report {
    /// Every finding in the order in which it is shown: the input's, then draft by draft.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.input.iter().chain(self.drafts.iter().flat_map(|draft| &draft.findings))
    }

    /// What there is to keep of the corpus of each project.
    pub fn gained(&self) -> impl Iterator<Item = Gained<'_>> {
        self.corpora.iter().map(|corpus| Gained {
            indexed: corpus.index.as_ref().map(Index::kept),
            readings: Box::new(|may_be_kept| corpus.readings(may_be_kept)),
        })
    }

    /// What one of its drafts was held against.
    pub fn corpus(&self, draft: &Draft) -> &Corpus {
        &self.corpora[draft.project]
    }
}

/// One draft, what it claims, and what came of it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The draft.
    pub file: Arc<File>,
    /// Its project, as an index into [`Report::corpora`].
    pub project: usize,
    /// What it is checked by.
    pub config: Config,
    /// Its blocks, with the masked text that the claims were read from.
    pub blocks: Blocks,
    /// What it claims.
    pub claims: Claims,
    /// One for each quotation of `claims`, in the same order.
    pub matches: Vec<Match>,
    /// What its own words follow in the sources.
    pub follows: Follows,
    /// What it copies from the sources without marks.
    pub copied: Vec<Copied>,
    /// What of it is tied to a source.
    pub coverage: Coverage,
    /// In order of their place in the draft, then of their rule's id.
    pub findings: Vec<Finding>,
    /// Findings that a comment in the draft allows, in the same order.
    pub allowed: Vec<Finding>,
    /// What the rules on whole projects find in it, before it is weighed.
    pub(super) shared: Vec<Finding>,
}

/// What the checking of one draft again takes from the run before.
#[derive(Debug, Default)]
pub struct Basis {
    /// The findings about the input that no rule made, weighed.
    pub(super) input: Vec<Finding>,
    /// Of each project its own configuration, and whether it has drafts that are not looked at.
    pub(super) projects: Vec<(Config, bool)>,
    /// What was found in the corpus of each, so far.
    pub(super) memories: Vec<Memory>,
}
