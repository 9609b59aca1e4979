//! Answers that are worked out when somebody first asks, and lent from then on.
//!
//! Takes a question and a way to answer it; hands on a reference to the answer, which lasts as long as the list. Nothing is ever
//! taken out, so that an answer that was lent stays where it is.

use std::hash::{BuildHasher, Hash};
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

/// So many questions are asked before two of them are likely to be looked for in one place.
const PLACES: usize = 256;

/// Answers by their questions.
#[derive(Debug)]
pub(super) struct Remembered<Q, A> {
    /// Made with the first question: of many corpora nobody asks anything.
    places: OnceLock<Box<[Place<Q, A>]>>,
}

type Place<Q, A> = OnceLock<Box<Known<Q, A>>>;

#[derive(Debug)]
struct Known<Q, A> {
    question: Q,
    answer: A,
    /// Another question of the same place.
    next: Place<Q, A>,
}

impl<Q: Eq + Hash, A> Remembered<Q, A> {
    /// The answer to a question; nothing is remembered of one that has none.
    pub fn get<'a, B>(&'a self, question: &B, answer: impl FnOnce() -> Option<A>) -> Option<&'a A>
    where
        B: ?Sized + Hash + Eq + ToOwned<Owned = Q>,
        Q: std::borrow::Borrow<B>,
    {
        let places = self.places.get_or_init(|| (0..PLACES).map(|_| OnceLock::new()).collect());
        let mut place = &places[FxBuildHasher.hash_one(question) as usize % PLACES];
        while let Some(known) = place.get() {
            if known.question.borrow() == question {
                return Some(&known.answer);
            }
            place = &known.next;
        }
        let mut new = Some((question.to_owned(), answer()?));
        loop {
            // Another thread may have put another question there, or this one.
            let known = place.get_or_init(|| {
                let (question, answer) = new.take().expect("it is put in one place");
                Box::new(Known { question, answer, next: OnceLock::new() })
            });
            if new.is_none() || known.question.borrow() == question {
                return Some(&known.answer);
            }
            place = &known.next;
        }
    }
}

impl<Q, A> Default for Remembered<Q, A> {
    fn default() -> Remembered<Q, A> {
        Remembered { places: OnceLock::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_once_and_one_without_an_answer_each_time() {
        let remembered: Remembered<String, usize> = Remembered::default();
        let questions: Vec<String> = (0..4 * PLACES).map(|number| number.to_string()).collect();
        let lent: Vec<&usize> = questions
            .iter()
            .enumerate()
            .map(|(number, question)| remembered.get(question.as_str(), || Some(number)).unwrap())
            .collect();
        for (number, question) in questions.iter().enumerate() {
            let again = remembered.get(question.as_str(), || unreachable!("it is known")).unwrap();
            assert!(std::ptr::eq(lent[number], again) && *again == number);
        }
        assert_eq!(remembered.get("none", || None), None);
        assert_eq!(remembered.get("none", || Some(7)), Some(&7));
    }

    #[test]
    fn threads_that_ask_the_same_are_lent_the_same() {
        let remembered: Remembered<String, usize> = Remembered::default();
        let ask = || (0..1000).map(|n: usize| remembered.get(n.to_string().as_str(), || Some(n))).collect();
        let [one, other]: [Vec<_>; 2] = std::thread::scope(|scope| {
            [scope.spawn(ask), scope.spawn(ask)].map(|thread| thread.join().unwrap())
        });
        assert!(one.iter().zip(&other).all(|(a, b)| std::ptr::eq(a.unwrap(), b.unwrap())));
    }
}
