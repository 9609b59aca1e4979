//! `ibid` holds a draft against its sources and reports where the two part.
//!
//! ```text
//! files ─ load ─▶ File ─ block ─▶ blocks ─ claim ─▶ Claims                     the same for drafts and sources
//!                                                      │
//! sources ─ corpus ─▶ Corpus ──────────────────────────┴─ matching ─▶ Matches ─ rule ─▶ Findings
//!                                                                       ─ check ─▶ Report ─ output ─▶ text, json, sarif, …
//! ```
//!
//! An embedder calls [`load::load`] for what to read, [`check::check`] for the [`check::Report`], and renders that, or
//! hands it to a function of [`output`]. Modules import those before them in this list, and none behind: `file`, `fold`,
//! `nearest`, `finding`, `page`, `lexicon`, `gazetteer`, `config`, `bibliography`, `parallel`, `load`, `block`, `claim`, `corpus`, `matching`, `rule`, `check`, `output`, `lsp`, `cli`.

pub mod bibliography;
pub mod block;
pub mod check;
pub mod claim;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod file;
pub mod finding;
pub mod fold;
pub mod gazetteer;
pub mod lexicon;
pub mod load;
pub mod lsp;
pub mod matching;
pub mod nearest;
pub mod output;
pub mod page;
pub mod parallel;
pub mod rule;
