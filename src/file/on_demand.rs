//! A list whose items are made when somebody first asks for them.
//!
//! Takes how many items there are, and a way to make one where one is asked for; hands on references to them. Of a hundred thousand
//! items of which a few are looked at, the others take neither time nor room.

use std::fmt::{self, Debug, Formatter};
use std::sync::OnceLock;

/// So many items lie together: asking for one makes room for these.
const PAGE: usize = 64;

type Page<T> = OnceLock<Box<[OnceLock<T>]>>;

/// Items that are made once, however many threads ask for them.
pub struct OnDemand<T> {
    length: usize,
    pages: Box<[Page<T>]>,
}

impl<T> OnDemand<T> {
    /// A list of so many items, none of which has been made.
    pub fn new(length: usize) -> OnDemand<T> {
        OnDemand { length, pages: (0..length.div_ceil(PAGE)).map(|_| OnceLock::new()).collect() }
    }

    /// How many items there are, made or not.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The item in a place, made if it has not been. There has to be such a place.
    pub fn get(&self, at: usize, make: impl FnOnce() -> T) -> &T {
        assert!(at < self.length, "item {at} of {}", self.length);
        let page = self.pages[at / PAGE].get_or_init(|| {
            let behind = self.length.min((at / PAGE + 1) * PAGE);
            (at / PAGE * PAGE..behind).map(|_| OnceLock::new()).collect()
        });
        page[at % PAGE].get_or_init(make)
    }

    /// Those that have been made, with their places, in order.
    pub fn made(&self) -> impl Iterator<Item = (usize, &T)> {
        let pages = (0..).step_by(PAGE).zip(&self.pages);
        let slots = pages.filter_map(|(first, page)| Some((first..).zip(page.get()?)));
        slots.flatten().filter_map(|(at, slot)| Some((at, slot.get()?)))
    }
}

impl<T> Default for OnDemand<T> {
    fn default() -> OnDemand<T> {
        OnDemand::new(0)
    }
}

impl<T: Debug> Debug for OnDemand<T> {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.debug_map().entries(self.made()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_made_once_and_no_other_with_it() {
        let list = OnDemand::new(3 * PAGE + 1);
        assert_eq!((list.len(), list.made().count()), (3 * PAGE + 1, 0));
        assert_eq!(*list.get(3 * PAGE, || 'b'), 'b');
        assert_eq!(*list.get(PAGE - 1, || 'a'), 'a');
        assert_eq!(*list.get(3 * PAGE, || unreachable!("it has been made")), 'b');
        assert_eq!(list.made().collect::<Vec<_>>(), [(PAGE - 1, &'a'), (3 * PAGE, &'b')]);
    }

    #[test]
    #[should_panic(expected = "item 1 of 1")]
    fn there_is_none_behind_the_last() {
        OnDemand::new(1).get(1, || ());
    }
}
