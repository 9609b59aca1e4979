//! Lists of items by hashes, for texts that are read word by word: most words are in none, and learn so from one bit.
//!
//! Takes items with the hashes that they are looked up by, and hands on the items of a hash.

use std::ops::Range;

/// Items by their hashes.
#[derive(Debug)]
pub struct ByHash<T> {
    /// All of them, in the order of their hashes.
    pub items: Vec<T>,
    /// Each hash with the first of its items, in order.
    firsts: Vec<(u64, u32)>,
    /// The numbers of those from 1 on, at the low bits of the hash or behind; at least half of them are free, for 0.
    slots: Vec<u32>,
    /// A bit for each value of a hash's low bits.
    filter: Vec<u64>,
    mask: u64,
}

impl<T> ByHash<T> {
    /// ByHash of items, given in the order of their hashes.
    pub fn new(sorted: Vec<(u64, T)>) -> ByHash<T> {
        let bits = (16 * sorted.len()).next_power_of_two().clamp(1 << 10, 1 << 24) as u64;
        let mut firsts: Vec<(u64, u32)> = Vec::with_capacity(sorted.len());
        let mut filter = vec![0; bits as usize / 64];
        let mut at = 0;
        for alike in sorted.chunk_by(|a, b| a.0 == b.0) {
            let (hash, bit) = (alike[0].0, alike[0].0 % bits);
            filter[bit as usize / 64] |= 1 << (bit % 64);
            firsts.push((hash, at));
            at += alike.len() as u32;
        }
        let mut slots = vec![0; (2 * firsts.len() + 1).next_power_of_two()];
        for (number, (hash, _)) in (1..).zip(&firsts) {
            let mut slot = *hash as usize % slots.len();
            while slots[slot] != 0 {
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = number;
        }
        let items = sorted.into_iter().map(|(_, item)| item).collect();
        ByHash { items, firsts, slots, filter, mask: bits - 1 }
    }

    /// Which items have a hash; none for one that no item has.
    #[inline]
    pub fn range(&self, hash: u64) -> Option<Range<u32>> {
        let bit = hash & self.mask;
        if self.filter[bit as usize / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let mut slot = hash as usize & (self.slots.len() - 1);
        while let Some(number) = (self.slots[slot] as usize).checked_sub(1) {
            let (own, from) = self.firsts[number];
            if own == hash {
                let next = self.firsts.get(number + 1);
                return Some(from..next.map_or(self.items.len() as u32, |next| next.1));
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The items that have a hash.
    #[inline]
    pub fn of(&self, hash: u64) -> &[T] {
        self.range(hash).map_or(&[], |range| &self.items[range.start as usize..range.end as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_its_own_items_and_no_others() {
        // Hashes of one low bit pass the filter together.
        let lists = ByHash::new(vec![(7, 'a'), (7, 'b'), (7 + (1 << 30), 'c'), (u64::MAX, 'd')]);
        let found = |hash| lists.of(hash).iter().collect::<String>();
        assert_eq!([7, 7 + (1 << 30), u64::MAX].map(found), ["ab", "c", "d"]);
        assert_eq!([0, 8, 7 + (1 << 31)].map(|hash| lists.range(hash)), [const { None }; 3]);
        assert!(ByHash::<u8>::new(Vec::new()).range(0).is_none());
    }
}
