//! Links from the places that are printed to their files, for terminals that show them.
//!
//! Takes a path as it is shown and its text, and hands on the text inside the escapes of a link (OSC 8). What the reader
//! sees is the text alone.

use super::Style;
use crate::load::STANDARD_INPUT;

/// Where the paths of a run lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The machine, so that a terminal which shows another machine's output opens no file of its own.
    pub host: String,
    /// The current folder, from which paths start.
    pub folder: String,
}

/// A text that leads to a file, if the style has links.
pub fn link(style: Style, path: &str, text: &str) -> String {
    match style.links {
        Some(links) if path != STANDARD_INPUT && !text.is_empty() => {
            format!("\u{1b}]8;;{}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\", address(links, path))
        }
        _ => text.to_owned(),
    }
}

/// The address of a file.
fn address(links: &Links, path: &str) -> String {
    let has_drive = cfg!(windows) && path.as_bytes().get(1) == Some(&b':');
    let whole = match path.starts_with('/') || has_drive {
        true => path.to_owned(),
        false => format!("{}/{path}", links.folder.trim_end_matches(['/', '\\'])),
    };
    let whole = if cfg!(windows) { whole.replace('\\', "/") } else { whole };
    let root = if whole.starts_with('/') { "" } else { "/" };
    format!("file://{}{root}{}", encoded(&links.host), encoded(&whole))
}

/// A text in which every byte that an address may not hold stands as `%` and two digits.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b':' => {
                encoded.push(byte as char);
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_path_leads_to_its_file() {
        let links = Links { host: "quay".into(), folder: "/home/a b".into() };
        for (path, expected) in [
            ("drafts/brief.md", "file://quay/home/a%20b/drafts/brief.md"),
            ("../x#1?.md", "file://quay/home/a%20b/../x%231%3F.md"),
            ("/tmp/é\u{1b}\\;.md", "file://quay/tmp/%C3%A9%1B%5C%3B.md"),
        ] {
            assert_eq!(address(&links, path), expected);
        }
        assert_eq!(address(&Links { host: String::new(), folder: "/".into() }, "a.md"), "file:///a.md");
    }

    #[test]
    fn without_links_a_text_is_itself() {
        let links = Links { host: "quay".into(), folder: "/a".into() };
        let style = Style { width: 80, colour: false, links: Some(&links) };
        assert_eq!(
            link(style, "b.md", "b.md:1"),
            "\u{1b}]8;;file://quay/a/b.md\u{1b}\\b.md:1\u{1b}]8;;\u{1b}\\"
        );
        assert_eq!(link(style, STANDARD_INPUT, "<stdin>:1"), "<stdin>:1");
        assert_eq!(link(Style { links: None, ..style }, "b.md", "b.md:1"), "b.md:1");
    }
}
