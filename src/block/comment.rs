//! Comments to this program: `<!-- ibid: … -->`, and lines `% ibid: …`.
//!
//! Takes a text and says where such comments stand in it, what they say, and whether their lines hold anything else.
//! The readers of Markdown and plain text add what each is about.

use std::ops::Range;

use memchr::memmem;

use crate::file::File;

/// What a comment opens with, past the sign of its kind.
const NAME: &str = "ibid:";
const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// Where one comment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// With its signs.
    pub whole: Range<usize>,
    /// What it says, without white space around it.
    pub body: Range<usize>,
    /// Whether it has its end.
    pub closed: bool,
}

/// The comment that starts at a byte, if one does. One of HTML that has no end ends with its line.
pub(super) fn at(text: &str, start: usize) -> Option<Place> {
    let rest = &text[start..];
    if rest.starts_with('%') {
        // A line may have a hundred thousand of them, and its end is looked for once.
        let is_space = |c: char| c.is_whitespace() && c != '\n' && c != '\r';
        let said = rest.trim_start_matches('%').trim_start_matches(is_space).strip_prefix(NAME)?;
        let line = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let said = text[within(text, said).start..line].trim();
        return Some(Place { whole: start..line, body: within(text, said), closed: true });
    }
    let inner = rest.strip_prefix(OPEN)?.trim_start().strip_prefix(NAME)?;
    // The end of another comment is not the end of this one.
    let inner = &inner[..memmem::find(inner.as_bytes(), OPEN.as_bytes()).unwrap_or(inner.len())];
    match inner.split_once(CLOSE) {
        Some((said, _)) => {
            let said = within(text, said);
            let whole = start..said.end + CLOSE.len();
            Some(Place { whole, body: within(text, text[said].trim()), closed: true })
        }
        None => {
            let said = inner.split(['\n', '\r']).next().unwrap_or_default().trim_end();
            let body = within(text, said);
            if text[start..body.start].contains(['\n', '\r']) {
                return None;
            }
            Some(Place { whole: start..body.end, body: within(text, said.trim()), closed: false })
        }
    }
}

/// Where a part of a text lies in it.
fn within(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Every comment of a text that no parser has read, in order.
pub(super) fn find(text: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for name in memmem::find_iter(text.as_bytes(), NAME) {
        let before = text[..name].trim_end();
        let start = match before.strip_suffix(OPEN) {
            Some(before) => before.len(),
            None => before.trim_end_matches('%').len(),
        };
        let margin = text[..start].trim_end_matches(|c| c != '\n' && is_margin(c));
        let opens_line = margin.is_empty() || margin.ends_with('\n');
        // One in backticks is shown, not meant.
        let meant = if before.ends_with(OPEN) { !text[..start].ends_with('`') } else { opens_line };
        if meant && places.last().is_none_or(|last| start >= last.whole.end) {
            places.extend(at(text, start));
        }
    }
    places
}

/// A text with its comments made spaces; line ends stay.
pub(super) fn blanked(text: &str, places: &[Place]) -> String {
    let mut blanked = String::with_capacity(text.len());
    for place in places {
        blanked.push_str(&text[blanked.len()..place.whole.start]);
        let comment = text[place.whole.clone()].bytes();
        blanked.extend(comment.map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' }));
    }
    blanked.push_str(&text[blanked.len()..]);
    blanked
}

/// The lines that a range touches, without the last one's end.
pub(super) fn lines(file: &File, range: &Range<usize>) -> Range<usize> {
    let line = |offset: usize| file.line(file.row(offset as u32));
    line(range.start).start..line(range.end).end
}

/// Whether a comment's lines hold nothing but comments and the signs of a block quote or a list.
pub(super) fn is_alone(file: &File, whole: &Range<usize>) -> bool {
    /// No margin is as wide, in bytes.
    const WIDEST: usize = 4000;
    let lines = lines(file, whole);
    let before = &file.text()[lines.start..whole.start];
    if before.len() > WIDEST {
        return false;
    }
    let before = before.trim_start_matches(is_margin).trim_start_matches(|c: char| c.is_ascii_digit());
    let before = before.trim_start_matches(['-', '*', '+', '.', ')']);
    only_comments(before) && only_comments(&file.text()[whole.end..lines.end])
}

/// Whether a part of a line is empty or a few comments. A long row of them is nothing that anybody writes.
fn only_comments(mut text: &str) -> bool {
    const MOST: usize = 8;
    for _ in 0..MOST {
        text = text.trim();
        if text.is_empty() {
            return true;
        }
        let Some(rest) = text.strip_prefix(OPEN) else { return false };
        // A search for an end that goes no further than the next comment keeps a text of nothing but beginnings cheap.
        let own = memmem::find(rest.as_bytes(), OPEN.as_bytes()).unwrap_or(rest.len());
        match rest[..own].find(CLOSE) {
            Some(close) => text = &rest[close + CLOSE.len()..],
            None => return false,
        }
    }
    false
}

/// What may stand before the first word of a line.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::block::{Comment, MASK, blocks};
    use crate::file::{FileId, Format};

    /// What each comment of a text says, one without its end behind `!`.
    fn said(text: &str) -> Vec<String> {
        let said =
            |place: &Place| format!("{}{}", if place.closed { "" } else { "!" }, &text[place.body.clone()]);
        find(text).iter().map(said).collect()
    }

    #[test]
    fn comments_are_found_in_their_forms() {
        let table: &[(&str, &[&str])] = &[
            ("<!-- ibid: allow(a) b -->", &["allow(a) b"]),
            ("a <!--ibid:b--> c <!--\n ibid:\n d\n --> e", &["b", "d"]),
            ("% ibid: allow(a) b\n  %%ibid:c  \r\n> % ibid: d", &["allow(a) b", "c", "d"]),
            ("a % ibid: b", &[]),
            ("%\nibid: a", &[]),
            ("ibid: a, Ibid. and <!-- ibid --> <!-- see ibid: -->", &[]),
            ("`<!-- ibid: allow(a) -->`", &[]),
            ("<!-- ibid: a <!-- b --> c", &["!a"]),
            ("<!-- ibid: a\n\nb", &["!a"]),
            ("<!-- ibid:", &["!"]),
            ("% ibid:", &[""]),
            ("<!-- ibid: ibid: a -->", &["ibid: a"]),
        ];
        for (text, expected) in table {
            assert_eq!(said(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn a_blanked_text_keeps_its_length_and_lines() {
        let text = "é <!-- ibid: “a”\r\nb --> c\n% ibid: d\ne";
        let blanked = blanked(text, &find(text));
        assert_eq!(blanked.len(), text.len());
        assert_eq!(blanked.split_whitespace().collect::<Vec<_>>(), ["é", "c", "e"]);
        assert_eq!(blanked.matches("\r\n").count(), 1);
    }

    /// What each comment of a text in a format is about, with the line ends as `/`.
    fn reaches(format: Format, text: &str) -> Vec<String> {
        let file = File::new(FileId(0), "a".into(), "UTF-8", format, text.into());
        let found = blocks(&file);
        for block in &found.blocks {
            let shown = &found.text(&file)[block.span.range()];
            assert!(!shown.contains("why"), "{text:?}: a comment is read as prose: {shown}");
        }
        let shown = |comment: &Comment| file.slice(comment.reach).replace('\n', "/");
        found.comments.iter().map(shown).collect()
    }

    #[test]
    fn a_comment_is_about_the_block_behind_it_or_its_own_line() {
        const C: &str = "<!-- ibid: allow(x) why “so -->";
        const L: &str = "% ibid: allow(x) why “so";
        let table: &[(&str, &[&str])] = &[
            ("C\na\nb\n\nc", &["a/b"]),
            ("C\n\na\nb\n", &["a/b"]),
            ("C\nL\na\n", &["a", "a"]),
            ("L\nC\na\n", &["a", "a"]),
            ("\u{feff}L\na\nb\n", &["a/b"]),
            ("L\n\na\nb\n", &["a/b"]),
            ("a\nL\nb\nc\n", &["b"]),
            ("a\nL\n\nb\nc\n", &["b/c"]),
            ("a C\nb\n", &["a C"]),
            ("a\nb C c\nd", &["b C c"]),
            ("a % ibid: allow(x)\n", &[]),
            ("a\n\nC\n", &[""]),
            ("> C\n> a\n> b\n", &["a/> b"]),
        ];
        for (text, expected) in table {
            let text = text.replace('C', C).replace('L', L);
            let expected: Vec<_> = expected.iter().map(|line| line.replace('C', C)).collect();
            assert_eq!(reaches(Format::Markdown, &text), expected, "Markdown: {text:?}");
            assert_eq!(reaches(Format::Plain, &text), expected, "plain: {text:?}");
        }
    }

    #[test]
    fn the_blocks_of_markdown_and_plain_text_differ() {
        const C: &str = "<!-- ibid: allow(x) why -->";
        let (markdown, plain) = (Format::Markdown, Format::Plain);
        let table: &[(Format, &str, &[&str])] = &[
            (markdown, "C\n# a\n\nb\n", &["# a"]),
            (markdown, "C\n\n- a\n\n  b\n- c\n", &["- a//  b"]),
            (markdown, "- a\n  C\n- b\n", &["- b"]),
            (markdown, "- a\n  C\n  b\n- c\n", &["b"]),
            (markdown, "C\n> a\n>\n> b\n\nc\n", &["> a/>/> b"]),
            (markdown, "C\n\n| a | b |\n|---|---|\n| c | d |\n", &["| a | b |/|---|---|/| c | d |"]),
            (markdown, "| a | b |\n|---|---|\n| c | d C |\n", &["| c | d C |"]),
            (markdown, "# a C\n\nb\n", &["# a C"]),
            (markdown, "C a\nb\n", &["C a"]),
            (markdown, "*C C\n", &[" C", ""]),
            (markdown, "a\nC\nb\nc\n", &["b/c"]),
            (markdown, "<div>\nC\na\n</div>\nb\n", &["/a/</div>/b/"]),
            (markdown, "<div>\nC\n</div>\n\na\n", &["a"]),
            (markdown, "C\n<p>a</p>\n\nb\n", &["<p>a</p>/"]),
            (markdown, "C C\na\n", &["a", "a"]),
            (markdown, "[^1]: a\n    C\n    b\n\n`c`[^1]\n", &["b"]),
            (markdown, "`C`\n\n```\nC\n```\n\n    C\n", &[]),
            (markdown, "`% ibid: allow(x)`\n\n    % ibid: allow(x)\n", &[]),
            (markdown, "---\na: C\n---\n\na\n", &[]),
            (markdown, "a <!-- ibid: allow(x) why\nb\n", &["a <!-- ibid: allow(x) why"]),
            (markdown, "\\C a\n", &[]),
            (plain, "a\nC\nb\nc\n", &["b"]),
            (plain, "- a\nC\n- b\n  c\n", &["- b/  c"]),
            (plain, "C\n> a\n> b\n\nc\n", &["> a/> b"]),
            (plain, "a `C` b\n", &[]),
            (plain, "a <!-- ibid: allow(x) why\nb\n", &["a <!-- ibid: allow(x) why"]),
        ];
        for (format, text, expected) in table {
            // What is shown as an example is text.
            let shown = text.contains(['`', '\\']) && expected.is_empty();
            let text = text.replace('C', if shown { "<!-- ibid: allow(x) -->" } else { C });
            let expected: Vec<_> = expected.iter().map(|line| line.replace('C', C)).collect();
            assert_eq!(reaches(*format, &text), expected, "{format:?}: {text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_keeps_its_length_and_its_comments_in_order(
            parts in prop::collection::vec(prop::sample::select(PARTS), 0..24)
        ) {
            let text = parts.concat();
            for format in [Format::Markdown, Format::Plain] {
                let file = File::new(FileId(0), "a".into(), "UTF-8", format, text.clone());
                let found = blocks(&file);
                prop_assert_eq!(found.text(&file).len(), text.len());
                for pair in found.comments.windows(2) {
                    prop_assert!(pair[0].span.end <= pair[1].span.start);
                }
                for comment in &found.comments {
                    prop_assert!(file.slice(comment.span).contains("ibid:"));
                    prop_assert!(found.text(&file)[comment.span.range()].trim_matches([' ', '\n', '\r', MASK]).is_empty());
                    prop_assert!(!comment.alone || comment.reach.start >= comment.span.end);
                }
            }
        }
    }

    const PARTS: &[&str] = &[
        "<!-- ibid: allow(a) b -->",
        "<!--",
        "-->",
        "ibid:",
        "% ibid: allow(a)",
        "%",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "a “b",
        "`",
        "- ",
        "> ",
        "| ",
        "# ",
        "    ",
        "<p>",
        "</p>",
        "[^1]: ",
        "é",
        "\u{feff}",
        "```\n",
        "|---|\n",
        "*",
        "\\",
    ];
}
