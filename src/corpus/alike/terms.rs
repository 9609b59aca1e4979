//! The terms of all statements, and which of them a word is a form of.
//!
//! Takes statements and numbers their terms, alike ones once; a source's words are looked up by their tokens: first a bit in a
//! filter, and a table only for the few that pass.

use rustc_hash::FxHashMap;

use super::statement::Statement;
use crate::fold::token;

/// The terms of all statements, alike ones once.
#[derive(Debug)]
pub struct Terms {
    /// For each statement the numbers of its terms.
    pub of: Vec<Vec<u32>>,
    /// How many there are.
    pub count: usize,
    /// Which terms have this form, as a range of `entries`.
    table: FxHashMap<u32, (u32, u32)>,
    entries: Vec<u32>,
    /// A bit for each value of a hash's low bits.
    filter: Vec<u64>,
    mask: u64,
}

impl Terms {
    /// Numbers the terms of statements.
    pub fn new<'a>(statements: impl Iterator<Item = &'a Statement>) -> Terms {
        let mut known: FxHashMap<&[u64], u32> = FxHashMap::default();
        let mut forms: Vec<(u32, u32)> = Vec::new();
        let mut number = |term: &'a [u64]| {
            let next = known.len() as u32;
            *known.entry(term).or_insert_with(|| {
                forms.extend(term.iter().map(|&form| (token(form), next)));
                next
            })
        };
        let of: Vec<Vec<u32>> = statements
            .map(|statement| statement.terms.iter().map(|term| number(&term.forms)).collect())
            .collect();
        let count = known.len();
        forms.sort_unstable();
        forms.dedup();
        let bits = (16 * forms.len()).next_power_of_two().clamp(1 << 12, 1 << 24) as u64;
        let mut terms = Terms {
            of,
            count,
            table: FxHashMap::default(),
            entries: forms.iter().map(|&(_, term)| term).collect(),
            filter: vec![0; bits as usize / 64],
            mask: bits - 1,
        };
        let mut at = 0;
        for run in forms.chunk_by(|a, b| a.0 == b.0) {
            let bit = u64::from(run[0].0) & terms.mask;
            terms.filter[bit as usize / 64] |= 1 << (bit % 64);
            terms.table.insert(run[0].0, (at, at + run.len() as u32));
            at += run.len() as u32;
        }
        terms
    }

    /// The terms that a word is a form of.
    #[inline]
    pub fn of_token(&self, token: u32) -> &[u32] {
        let bit = u64::from(token) & self.mask;
        if self.filter[bit as usize / 64] >> (bit % 64) & 1 == 0 {
            return &[];
        }
        self.table.get(&token).map_or(&[], |&(from, to)| &self.entries[from as usize..to as usize])
    }

    /// The forms of each term, as tokens.
    pub fn forms(&self) -> Vec<Vec<u32>> {
        let mut forms = vec![Vec::new(); self.count];
        let mut all: Vec<_> = self.table.iter().collect();
        all.sort_unstable();
        for (&form, &(from, to)) in all {
            self.entries[from as usize..to as usize].iter().for_each(|&term| forms[term as usize].push(form));
        }
        forms
    }
}
