//! The terms of all statements, and which of them a word is a form of.
//!
//! Takes statements and numbers their terms, alike ones once; a source's words are looked up by their tokens.

use rustc_hash::FxHashMap;

use super::Mask;
use super::statement::Statement;
use crate::corpus::by_hash::ByHash;
use crate::fold::token;

/// The terms of all statements, alike ones once.
#[derive(Debug)]
pub struct Terms {
    /// For each statement the numbers of its terms.
    pub of: Vec<Vec<u32>>,
    /// The forms of each term, as tokens, sorted.
    pub forms: Vec<Vec<u32>>,
    /// The terms by their forms.
    by_form: ByHash<u32>,
}

impl Terms {
    /// Numbers the terms of statements. Forms that stand nowhere are passed over.
    pub fn new<'a>(
        statements: impl Iterator<Item = &'a Statement>,
        may_stand: impl Fn(u32) -> bool,
    ) -> Terms {
        let mut known: FxHashMap<&[u64], u32> = FxHashMap::default();
        let mut forms: Vec<Vec<u32>> = Vec::new();
        let mut number = |term: &'a [u64]| {
            *known.entry(term).or_insert_with(|| {
                let mut own: Vec<u32> =
                    term.iter().map(|&form| token(form)).filter(|&form| may_stand(form)).collect();
                own.sort_unstable();
                own.dedup();
                forms.push(own);
                forms.len() as u32 - 1
            })
        };
        let of: Vec<Vec<u32>> = statements
            .map(|statement| statement.terms.iter().map(|term| number(&term.forms)).collect())
            .collect();
        let numbered = (0..).zip(&forms);
        // Both in one number, which is sorted faster than a pair.
        let mut by_form: Vec<u64> = numbered
            .flat_map(|(term, own): (u32, &Vec<u32>)| {
                own.iter().map(move |&form| u64::from(form) << 32 | u64::from(term))
            })
            .collect();
        // Those of each term are in order, and this sort makes use of it.
        by_form.sort();
        let by_form = by_form.into_iter().map(|both| (both >> 32, both as u32)).collect();
        Terms { of, forms, by_form: ByHash::new(by_form) }
    }

    /// The terms that a word is a form of.
    #[inline]
    pub fn of_token(&self, token: u32) -> &[u32] {
        self.by_form.of(u64::from(token))
    }

    /// Those of a statement that a word is a form of. Its terms are given by their numbers, sorted, each with its index there.
    #[inline]
    pub fn mask(&self, token: u32, own: &[(u32, usize)]) -> Mask {
        let mut mask = 0;
        for &number in self.of_token(token) {
            let first = own.partition_point(|&(term, _)| term < number);
            let same = own[first..].iter().take_while(|&&(term, _)| term == number);
            mask = same.fold(mask, |mask, (_, i)| mask | 1 << i);
        }
        mask
    }
}
