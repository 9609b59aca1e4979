//! `ibid` holds a draft against its sources and reports where the two part.

pub mod block;
pub mod check;
pub mod claim;
pub mod config;
pub mod file;
pub mod finding;
pub mod lexicon;
pub mod load;
pub mod matching;
pub mod page;
pub mod rule;
