//! What leads to the documents of a corpus that has no index.
//!
//! Takes the documents and hands on those that a lead leads to. Each look at them all is taken when somebody first asks for what it
//! tells.

use std::sync::OnceLock;

use super::by_hash::ByHash;
use super::lead::{self, Group, Lead};
use super::{Corpus, DocumentId};
use crate::parallel;

/// Fewer documents are looked at by one thread.
const FEW: usize = 64;

/// Documents, or numbers of words, by the numbers of leads.
#[derive(Debug, Default)]
pub(super) struct Leads([OnceLock<ByHash<u32>>; Group::COUNT]);

impl Leads {
    /// Where a lead leads, in order.
    pub fn of(&self, lead: Lead, corpus: &Corpus) -> Vec<u32> {
        let number = lead.number();
        let groups = lead.groups().iter().map(|&group| {
            let known = self.0[group as usize].get_or_init(|| leads(group, corpus));
            known.of(number)
        });
        groups.flatten().copied().collect()
    }
}

fn leads(group: Group, corpus: &Corpus) -> ByHash<u32> {
    let ids: Vec<DocumentId> = corpus.ids().collect();
    let of_one = |&id: &DocumentId| {
        parallel::checkpoint();
        let (document, mut all) = (corpus.document(id), Vec::new());
        let take = &mut |number, words: Option<u32>| all.push((number, words.unwrap_or(id.0)));
        match group {
            Group::Matter => lead::of_matter(document.matter.as_deref(), take),
            Group::Title => lead::of_title(document.own_title(), take),
            Group::Report => lead::of_reports(&document.reports(), take),
        }
        all
    };
    let all: Vec<Vec<(u64, u32)>> = match ids.len() {
        ..FEW => ids.iter().map(of_one).collect(),
        _ => parallel::map(&ids, of_one),
    };
    let mut all: Vec<(u64, u32)> = all.into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup();
    ByHash::new(all)
}
