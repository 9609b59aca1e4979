//! Borrowed text as HTML: escaped, so that nothing in it is markup, and harmless, so that nothing in it turns the page.
//!
//! Takes text of drafts and sources and appends it to a page. The page's own text is then exactly this text, character by
//! character, but for NUL, which HTML cannot hold. A control character and one that turns the direction of writing
//! stand in an element of their own, beyond which they have no effect, and which the style sheet makes visible.

use std::fmt::Write;

/// Appends a text.
pub fn push(page: &mut String, text: &str) {
    let mut plain = 0;
    for (at, c) in text.char_indices().filter(|&(_, c)| is_special(c)) {
        page.push_str(&text[plain..at]);
        plain = at + c.len_utf8();
        special(page, c);
    }
    page.push_str(&text[plain..]);
}

fn is_special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && c != '\n' && c != '\t')
}

fn special(page: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = match c {
        '&' => page.write_str("&amp;"),
        '<' => page.write_str("&lt;"),
        '>' => page.write_str("&gt;"),
        '"' => page.write_str("&quot;"),
        '\'' => page.write_str("&#39;"),
        // The parser would make a line feed of it; white space has no need to be shown.
        '\r' | '\u{c}' => write!(page, "&#{};", c as u32),
        '\0' => write!(page, "<bdi class=\"control\" data-code=\"0000\">\u{fffd}</bdi>"),
        '\u{1}'..='\u{1f}' | '\u{7f}' => {
            let code = c as u32;
            write!(page, "<bdi class=\"control\" data-code=\"{code:04X}\">&#{code};</bdi>")
        }
        // A reference to one of U+0080 to U+009F would be read as a character of Windows-1252.
        _ => write!(page, "<bdi class=\"control\" data-code=\"{:04X}\">{c}</bdi>", c as u32),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(text: &str) -> String {
        let mut page = String::new();
        push(&mut page, text);
        page
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(pushed("a <b> & \"c\" 'd' é\n"), "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; é\n");
        assert_eq!(pushed("a\r\nb"), "a&#13;\nb");
    }

    #[test]
    fn what_turns_the_page_stands_alone() {
        let alone = |code, inner| format!("<bdi class=\"control\" data-code=\"{code}\">{inner}</bdi>");
        assert_eq!(pushed("\u{202e}b"), alone("202E", "\u{202e}") + "b");
        assert_eq!(pushed("\u{1b}"), alone("001B", "&#27;"));
        assert_eq!(pushed("\u{9b}"), alone("009B", "\u{9b}"));
        assert_eq!(pushed("\0"), alone("0000", "\u{fffd}"));
    }
}
