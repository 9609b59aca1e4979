//! Text as it may stand in XML 1.0: escaped, and without the characters that no document may hold.
//!
//! Takes text that was borrowed from drafts and sources and hands on what any parser reads back as it was, but for the
//! characters that it could not take.

/// The opening of a document.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A text for an element.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // A parser makes a line feed of it.
            '\r' => escaped.push_str("&#13;"),
            '\n' | '\t' => escaped.push(c),
            // Of the others, these alone are no characters of XML 1.0.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// An attribute with its value, behind a blank. Of other white space than a blank a parser makes blanks there, unless it is a reference.
pub fn attribute(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", escaped(value).replace('\n', "&#10;").replace('\t', "&#9;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_parser_refuses_or_changes_is_left() {
        let every: String = ('\0'..=char::MAX).collect();
        let written = escaped(&every);
        assert!(!written.contains(|c: char| (c < ' ' && c != '\n' && c != '\t') || "<>\"\u{fffe}\u{ffff}".contains(c)));
        assert!(!attribute("a", &every).contains(|c: char| c < ' '));
        assert_eq!(
            attribute("a", "<b> & \"c\"\n\t\u{1b}["),
            " a=\"&lt;b&gt; &amp; &quot;c&quot;&#10;&#9;\u{fffd}[\""
        );
    }
}
