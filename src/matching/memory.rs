//! What was found in a corpus, for drafts that are held against it again and again while they are written.
//!
//! Takes questions by what decides their answers, and hands on answers; only those that are new are asked of the corpus. An
//! answer depends on its own question and on the corpus alone, never on what else is asked, so that it can be kept.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::Match;
use super::search::Window;
use crate::corpus::DocumentId;
use crate::corpus::alike::{Answer, Forms};

/// Answers of one corpus.
#[derive(Debug, Default)]
pub struct Memory {
    /// Where wordings may stand.
    pub(super) windows: Kept<WordingKey, Vec<Window>>,
    /// What says much the same as statements.
    pub(super) answers: Kept<Vec<u64>, Answer>,
    /// The verdicts on the words of quotations, and how many words were judged.
    pub(super) judged: Kept<u128, Option<(Match, usize)>>,
    /// The forms of the words of statements.
    pub(super) forms: Mutex<Forms>,
}

/// What decides where a wording may stand: its words, what is cited for it, and how far an ellipsis reaches.
pub(super) type WordingKey = (Vec<u64>, Vec<DocumentId>, usize);

/// Answers by their questions.
#[derive(Debug)]
pub(super) struct Kept<K, V>(Mutex<FxHashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Kept<K, V> {
        Kept(Mutex::default())
    }
}

/// More answers than this are forgotten, all at once: a draft has fewer, and nothing else bounds a long day's typing.
const MOST: usize = 200_000;

/// The answers to so many questions, in order: those that are kept, and what `ask` says to the rest, whose numbers it is given. It is
/// not called where all are kept; where nothing is kept at all, it is asked everything.
pub(super) fn recall<K: Clone + Eq + Hash, V: Clone>(
    kept: Option<&Kept<K, V>>,
    count: usize,
    key: impl Fn(usize) -> K,
    ask: impl FnOnce(&[usize]) -> Vec<V>,
) -> Vec<V> {
    let Some(Kept(kept)) = kept else { return ask(&(0..count).collect::<Vec<usize>>()) };
    let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
    let keys: Vec<K> = (0..count).map(key).collect();
    let mut answers: Vec<Option<V>> = {
        let known = lock();
        keys.iter().map(|key| known.get(key).cloned()).collect()
    };
    let new: Vec<usize> = (0..count).filter(|&number| answers[number].is_none()).collect();
    if !new.is_empty() {
        // Whoever asks meanwhile must not wait, and what is called off leaves nothing half done.
        let asked = ask(&new);
        let mut known = lock();
        if known.len() + asked.len() > MOST {
            known.clear();
        }
        for (number, answer) in new.into_iter().zip(asked) {
            known.insert(keys[number].clone(), answer.clone());
            answers[number] = Some(answer);
        }
    }
    answers.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_new_is_asked() {
        let kept: Kept<u32, u32> = Kept::default();
        let double = |keys: &[u32], asked: &mut Vec<u32>| {
            recall(
                Some(&kept),
                keys.len(),
                |number| keys[number],
                |new| {
                    asked.extend(new.iter().map(|&number| keys[number]));
                    new.iter().map(|&number| keys[number] * 2).collect()
                },
            )
        };
        let mut asked = Vec::new();
        assert_eq!(double(&[1, 2], &mut asked), [2, 4]);
        assert_eq!(double(&[2, 3, 1], &mut asked), [4, 6, 2]);
        assert_eq!(asked, [1, 2, 3]);
    }
}
