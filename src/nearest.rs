//! The nearest of known names to one that is mistyped, for `did you mean …?`.
//!
//! Takes a name and those that there are; hands on one, or none where nothing is near enough to be meant. A list may hold
//! every key of a library, so most names are told apart by their letters alone.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How much of two names must agree, from 0 to 1.
const ALIKE: f32 = 0.7;
/// In characters; nobody types a name that is longer.
const LONGEST: usize = 200;

/// The known name that is most like one, in any case of letters; of equals the first.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = Letters::of(name)?;
    let mut best: Option<(f32, &str)> = None;
    for known in known {
        let bar = best.map_or(ALIKE, |(likeness, _)| likeness);
        let likeness = Letters::of(known).and_then(|letters| name.likeness(&letters, bar));
        // Of equals the first stays.
        if let Some(likeness) = likeness.filter(|likeness| best.is_none_or(|(best, _)| *likeness > best)) {
            best = Some((likeness, known));
        }
    }
    best.map(|(_, known)| known)
}

/// Whether two names differ in one place, by one or two letters, and have more in common.
pub fn is_slip(key: &str, known: &str) -> bool {
    let head: usize =
        key.chars().zip(known.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (key, known) = (&key[head..], &known[head..]);
    let alike = key.chars().rev().zip(known.chars().rev()).take_while(|(a, b)| a == b);
    let tail: usize = alike.map(|(a, _)| a.len_utf8()).sum();
    let rest = |key: &str| key[..key.len() - tail].chars().take(3).count();
    (1..=2).contains(&rest(key).max(rest(known))) && head + tail > 3
}

/// A name in small letters.
struct Letters {
    chars: Vec<char>,
    /// How many there are of each, several letters to a count.
    counts: [u8; 64],
}

impl Letters {
    /// None for what is too long to be a name.
    fn of(name: &str) -> Option<Letters> {
        let chars: Vec<char> = name.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
        let mut counts = [0; 64];
        chars.iter().for_each(|&c| counts[c as usize % 64] += 1);
        (chars.len() <= LONGEST).then_some(Letters { chars, counts })
    }

    /// How much of two names agrees, if that is not below a bar.
    fn likeness(&self, other: &Letters, bar: f32) -> Option<f32> {
        let all = (self.chars.len() + other.chars.len()).max(1) as f32;
        let reaches = |shared: usize| Some(2.0 * shared as f32 / all).filter(|likeness| *likeness >= bar);
        // No more can agree than letters that both have.
        reaches(self.counts.iter().zip(&other.counts).map(|(a, b)| usize::from(*a.min(b))).sum())?;
        let steps = capture_diff_slices(Algorithm::Myers, &self.chars, &other.chars);
        let equal = steps.iter().map(|step| if let DiffOp::Equal { len, .. } = step { *len } else { 0 });
        reaches(equal.sum())
    }
}

#[cfg(test)]
mod tests {
    use super::{is_slip, nearest};

    #[test]
    fn a_slip_is_understood_and_a_stranger_is_not() {
        let known = ["select", "severity", "sources"];
        assert_eq!(nearest("selct", known), Some("select"));
        assert_eq!(nearest("Severety", known), Some("severity"));
        assert_eq!(nearest("source", known), Some("sources"));
        assert_eq!(nearest("extends", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest("", ["", "a"]), None);
        assert_eq!(nearest("miller2021", ["ferrer2021", "mueller2021", "muller2021"]), Some("muller2021"));
    }

    #[test]
    fn of_equals_the_first_is_nearest_and_what_is_too_long_is_near_to_none() {
        assert_eq!(nearest("ferrx", ["ferry", "ferrz"]), Some("ferry"));
        let long = "ä".repeat(300);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(nearest("ÄÖÜß", [long.as_str(), "äöüß"]), Some("äöüß"));
    }

    #[test]
    fn a_slip_is_a_letter_or_two_in_one_place() {
        for (key, known, expected) in [
            ("smith2002", "smith2020", true),
            ("ferer2021", "ferrer2021", true),
            ("smith2020b", "smith2020", true),
            ("smith2020", "smith2020", false),
            ("harbourmaster", "harbour", false),
            ("jack", "jill", false),
            ("ab", "a", false),
        ] {
            assert_eq!(is_slip(key, known), expected, "{key} {known}");
        }
    }
}
