//! Where findings and fixes lie in a text, and where they lie after edits, for drafts with thousands of both.
//!
//! Takes ranges of bytes and hands on answers that cost no walk over all of them.

use std::collections::BTreeSet;
use std::ops::Range;

/// Ranges that may overlap.
#[derive(Debug, Default)]
pub struct Places {
    /// In the order of their starts.
    ranges: Vec<(usize, usize)>,
    /// For each range, how far it and those before it reach.
    reach: Vec<usize>,
}

impl Places {
    /// Puts ranges in order.
    pub fn of(ranges: impl IntoIterator<Item = Range<usize>>) -> Places {
        let mut ranges: Vec<(usize, usize)> =
            ranges.into_iter().map(|range| (range.start, range.end)).collect();
        ranges.sort_unstable();
        let mut furthest = 0;
        let reach = ranges.iter().map(|&(_, end)| {
            furthest = end.max(furthest);
            furthest
        });
        let reach = reach.collect();
        Places { ranges, reach }
    }

    /// How far those reach that start before an offset; none where none does.
    fn reach(&self, before: usize) -> Option<usize> {
        let count = self.ranges.partition_point(|&(start, _)| start < before);
        count.checked_sub(1).map(|last| self.reach[last])
    }

    /// Whether one shares a byte with a range. One without bytes is shared by what has it inside, and by its like.
    pub fn meet(&self, at: &Range<usize>) -> bool {
        match at.is_empty() {
            true => {
                self.ranges.binary_search(&(at.start, at.end)).is_ok()
                    || self.reach(at.start).is_some_and(|reach| reach > at.end)
            }
            false => self.reach(at.end).is_some_and(|reach| reach > at.start),
        }
    }

    /// Whether one shares a byte with a range or stands beside it.
    pub fn touch(&self, at: &Range<usize>) -> bool {
        self.reach(at.end + 1).is_some_and(|reach| reach >= at.start)
    }
}

/// Ranges of a text that are to be replaced, no two of one place.
#[derive(Debug, Default)]
pub struct Taken(BTreeSet<(usize, usize)>);

impl Taken {
    /// Whether a range is of a place that is taken: it shares a byte with one, or one of the two has no bytes and stands beside
    /// or within the other.
    pub fn has(&self, range: &Range<usize>) -> bool {
        // No two of them overlap, so that those that come near are the last ones.
        let near = self.0.range(..=(range.end, usize::MAX)).rev();
        near.take_while(|(_, end)| *end >= range.start)
            .any(|&(start, end)| range.is_empty() || start == end || start < range.end && range.start < end)
    }

    /// Takes a place.
    pub fn take(&mut self, range: &Range<usize>) {
        self.0.insert((range.start, range.end));
    }
}

/// The way from the offsets of a text to those that it has after edits.
#[derive(Debug)]
pub struct Moves<'a> {
    /// In the order of the text, no two of one place.
    edits: &'a [&'a (Range<usize>, String)],
    /// By how much all before an edit have moved the text.
    before: Vec<isize>,
}

impl<'a> Moves<'a> {
    /// The way that edits make.
    pub fn of(edits: &'a [&'a (Range<usize>, String)]) -> Moves<'a> {
        let mut total = 0;
        let mut before = vec![0];
        before.extend(edits.iter().map(|(range, new)| {
            total += new.len() as isize - range.len() as isize;
            total
        }));
        Moves { edits, before }
    }

    /// Where a range is after the edits.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        self.offset(range.start, true)..self.offset(range.end, false)
    }

    /// Where an offset is after the edits; one within what is replaced, at its start or its end.
    fn offset(&self, offset: usize, is_start: bool) -> usize {
        let behind = |range: &Range<usize>| {
            range.end < offset || (range.end == offset && (is_start || !range.is_empty()))
        };
        let count = self.edits.partition_point(|(range, _)| behind(range));
        let mut moved = offset as isize + self.before[count];
        if let Some((range, new)) = self.edits.get(count)
            && range.start < offset
        {
            let into = (offset - range.start) as isize;
            moved += if is_start { -into } else { new.len() as isize - into };
        }
        moved.max(0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every range of a short text.
    fn all() -> Vec<Range<usize>> {
        (0..9).flat_map(|start| (start..9).map(move |end| start..end)).collect()
    }

    /// Many choices of a few of them.
    fn choices() -> Vec<Vec<Range<usize>>> {
        let all = all();
        let mut state = 7_usize;
        let mut next = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % end
        };
        (0..300).map(|_| (0..next(5)).map(|_| all[next(all.len())].clone()).collect()).collect()
    }

    #[test]
    fn places_meet_as_each_of_them_does() {
        for ranges in choices() {
            let places = Places::of(ranges.clone());
            for at in all() {
                let meet = |found: &Range<usize>| match at.is_empty() {
                    true => *found == at || (found.start < at.start && at.end < found.end),
                    false => found.start < at.end && at.start < found.end,
                };
                assert_eq!(places.meet(&at), ranges.iter().any(meet), "{ranges:?} {at:?}");
                let touch = |found: &Range<usize>| found.start <= at.end && at.start <= found.end;
                assert_eq!(places.touch(&at), ranges.iter().any(touch), "{ranges:?} {at:?}");
            }
        }
    }

    #[test]
    fn a_place_is_taken_once() {
        for ranges in choices() {
            let (mut taken, mut kept) = (Taken::default(), Vec::<Range<usize>>::new());
            for range in ranges {
                let meet = |other: &Range<usize>| match range.is_empty() || other.is_empty() {
                    true => range.start <= other.end && other.start <= range.end,
                    false => range.start < other.end && other.start < range.end,
                };
                let free = !kept.iter().any(meet);
                assert_eq!(!taken.has(&range), free, "{kept:?} {range:?}");
                if free {
                    taken.take(&range);
                    kept.push(range);
                }
            }
        }
    }

    #[test]
    fn what_stands_beside_edits_keeps_its_letters() {
        let text = "abcdefgh";
        for ranges in choices() {
            let mut taken = Taken::default();
            let mut edits: Vec<(Range<usize>, String)> = Vec::new();
            for range in ranges {
                if !taken.has(&range) {
                    taken.take(&range);
                    edits.push((range, "-".repeat(edits.len())));
                }
            }
            edits.sort_by_key(|(range, _)| (range.start, range.end));
            let new = edits.iter().rev().fold(text.to_owned(), |mut new, (range, by)| {
                new.replace_range(range.clone(), by);
                new
            });
            let edits: Vec<&(Range<usize>, String)> = edits.iter().collect();
            let moves = Moves::of(&edits);
            for at in all().into_iter().filter(|at| at.end <= text.len() && !at.is_empty()) {
                let edited = edits.iter().any(|(range, _)| {
                    range.start < at.end && at.start < range.end
                        || range.is_empty() && at.contains(&range.start)
                });
                if !edited {
                    assert_eq!(new[moves.range(at.clone())], text[at.clone()], "{edits:?} {at:?}");
                }
            }
        }
    }
}
