//! A change of files as a unified diff, which `patch -p0` and `git apply -p0` take.
//!
//! Takes a file's path with its old and its new text and hands on the diff. For a terminal it is coloured and its control
//! characters are shown; else every line is the file's own.

use annotate_snippets::renderer::{AnsiColor, Style as Paint};
use similar::{ChangeTag, TextDiff};

use super::Style;
use super::display::{BOLD, clean, paint};

const REMOVED: Paint = AnsiColor::Red.on_default();
const ADDED: Paint = AnsiColor::Green.on_default();
const HUNK: Paint = AnsiColor::Cyan.on_default();

/// Lines of context round a change.
const CONTEXT: usize = 3;

/// The diff of one file; nothing where the texts agree.
pub fn unified(path: &str, old: &str, new: &str, style: Style) -> String {
    if old == new {
        return String::new();
    }
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (old, new) = (lines(old), lines(new));
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    let path = named(path);
    let mut text = paint(style, BOLD, &format!("--- {path}")) + "\n";
    text += &paint(style, BOLD, &format!("+++ {path}"));
    text.push('\n');
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        text += &paint(style, HUNK, &hunk.header().to_string());
        text.push('\n');
        for change in hunk.iter_changes() {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', Some(REMOVED)),
                ChangeTag::Insert => ('+', Some(ADDED)),
                ChangeTag::Equal => (' ', None),
            };
            let line = change.value();
            let body = line.strip_suffix('\n').unwrap_or(line);
            match style.colour {
                true => {
                    // A line that ends in CR and LF does so on both sides.
                    let body = format!("{sign}{}", clean(body.strip_suffix('\r').unwrap_or(body)));
                    text += &colour.map_or(body.clone(), |colour| paint(style, colour, &body));
                }
                false => text.extend([sign.to_string().as_str(), body]),
            }
            text.push('\n');
            if !line.ends_with('\n') {
                text += "\\ No newline at end of file\n";
            }
        }
    }
    text
}

/// A path as `git` and `patch` read it back: one with a space ends with a tab, one with other strange signs stands in marks.
fn named(path: &str) -> String {
    if !path.contains(|c: char| c.is_control() || c == '"' || c == '\\') {
        return if path.contains(' ') { format!("{path}\t") } else { path.to_owned() };
    }
    let mut quoted = String::from("\"");
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => {
                let bytes = c
                    .encode_utf8(&mut [0; 4])
                    .bytes()
                    .map(|byte| format!("\\{byte:03o}"))
                    .collect::<String>();
                quoted += &bytes;
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style { width: 80, colour: false, links: None };

    #[test]
    fn a_change_stands_between_its_neighbours() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n";
        let new = "1\n2\n3\n4\nfive\n6\n7\n8\n9\nten";
        let expected = "--- a.md\n+++ a.md\n@@ -2,9 +2,9 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n-ten\n+ten\n\\ No newline at end of file\n";
        assert_eq!(unified("a.md", old, new, PLAIN), expected);
        assert_eq!(unified("a.md", old, old, PLAIN), "");
    }

    #[test]
    fn carriage_returns_and_control_characters_stay_in_a_patch_and_leave_a_terminal() {
        let (old, new) = ("a\u{1b}[2J\r\n\rb\r\n", "a\u{1b}[2J\r\n\rc\r\n");
        assert_eq!(
            unified("a.md", old, new, PLAIN),
            "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n a\u{1b}[2J\r\n-\rb\r\n+\rc\r\n"
        );
        let shown = unified("a.md", old, new, Style { colour: true, ..PLAIN });
        assert!(!shown.contains("\u{1b}[2J") && !shown.contains('\r'), "{shown:?}");
    }

    #[test]
    fn a_path_is_read_back() {
        assert_eq!(named("a b.md"), "a b.md\t");
        assert_eq!(named("a\n\"b\".md"), "\"a\\n\\\"b\\\".md\"");
        assert_eq!(named("é.md"), "é.md");
    }
}
