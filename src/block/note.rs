//! Footnotes in Markdown: which marks of a text no note defines.
//!
//! A parser leaves a mark without a note as plain text. Takes what looks like one and the labels of the notes that there
//! are, and answers whether it is a mark or a thing of another kind that only looks alike, `[^a-z]`.

/// The label of what looks like a note's mark at the start of a text: letters, digits, `_` and `-`.
pub(super) fn label(text: &str) -> Option<&str> {
    let body = text.strip_prefix("[^")?;
    let end = body.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))?;
    let behind = body[end..].strip_prefix(']')?;
    // These follow a class of characters, in a regular expression.
    (end > 0 && !behind.starts_with(['+', '{'])).then(|| &body[..end])
}

/// Whether a label is one that a note may have. `defines`: whether the text defines any note.
pub(super) fn is_likely(label: &str, defines: bool) -> bool {
    let word = || label.chars().count() > 1 && label.split('-').all(|part| part.chars().count() > 1);
    label.bytes().all(|byte| byte.is_ascii_digit()) || (defines && word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_notes_are_told_from_classes_of_characters() {
        let table = [
            ("[^1]", Some("1"), true),
            ("[^12] b", Some("12"), true),
            ("[^smith-note].", Some("smith-note"), false),
            ("[^a-z]", Some("a-z"), false),
            ("[^\"]", None, false),
            ("[^1]+", None, false),
            ("[^]", None, false),
            ("[^a b]", None, false),
            ("[^1", None, false),
        ];
        for (text, expected, likely) in table {
            assert_eq!(label(text), expected, "{text}");
            assert_eq!(expected.is_some_and(|label| is_likely(label, false)), likely, "{text}");
        }
        assert!(is_likely("smith-note", true) && !is_likely("a-z", true) && !is_likely("x", true));
    }
}
