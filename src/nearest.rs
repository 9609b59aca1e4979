//! The nearest of known names to one that is mistyped, for `did you mean …?`.
//!
//! Takes a name and those that there are; hands on one, or none where nothing is near enough to be meant.

/// How much of two names must agree, from 0 to 1.
const ALIKE: f64 = 0.6;

/// The known name that is most like one; of equals the first.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let alike = known
        .into_iter()
        .map(|known| (similar::TextDiff::from_chars(name.as_str(), known.to_lowercase()).ratio(), known))
        .filter(|(likeness, _)| f64::from(*likeness) >= ALIKE);
    alike.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_understood_and_a_stranger_is_not() {
        let known = ["select", "severity", "sources"];
        assert_eq!(nearest("selct", known), Some("select"));
        assert_eq!(nearest("Severety", known), Some("severity"));
        assert_eq!(nearest("source", known), Some("sources"));
        assert_eq!(nearest("extends", known), None);
        assert_eq!(nearest("", known), None);
    }
}
