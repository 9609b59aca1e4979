//! The paths in a `file` field, as reference managers write them.
//!
//! Takes the field's value and hands on paths with `/`. Plain paths, JabRef's and Mendeley's `description:path:TYPE`
//! and Zotero's `title:path:application/pdf` are told apart by their colons, each of them also in lists with `;`.

/// The paths of a value, in order, without the links that are no files.
pub(super) fn paths(value: &str) -> Vec<String> {
    // Mendeley writes a backslash as mathematics, and an underscore within braces of its own.
    let value = value.replace("$\\backslash$", "\\");
    let items = split(&value, ';');
    items.into_iter().filter_map(path).map(|path| clean(&path)).filter(|path| !path.is_empty()).collect()
}

/// A path that is one and nothing else, with `/`.
pub(super) fn plain(path: &str) -> String {
    let path = path.trim();
    let local =
        path.strip_prefix("file://").map_or(path, |local| local.strip_prefix("localhost").unwrap_or(local));
    if local.contains("://") {
        return String::new();
    }
    let slashed = local.replace('\\', "/");
    slashed.strip_prefix("./").unwrap_or(&slashed).to_owned()
}

/// The path of one item, still escaped.
fn path(item: &str) -> Option<String> {
    let item = item.trim();
    if let Some(local) = item.strip_prefix("file://") {
        let local = local.strip_prefix("localhost").unwrap_or(local);
        // What stands before a drive's letter is no folder.
        let drive = local.strip_prefix('/').filter(|rest| is_drive(rest.split(':').next().unwrap_or("")));
        return Some(drive.unwrap_or(local).to_string());
    }
    let parts = with_drives(split(item, ':'));
    let path = match parts.as_slice() {
        [path] => path.clone(),
        [path, kind] if is_kind(kind) => path.clone(),
        // A colon before a space belongs to a file's name.
        [_, path] if path.starts_with(' ') => item.to_string(),
        [_, path] => path.clone(),
        [first, middle @ .., _] if first.trim().is_empty() => middle.join(":"),
        [.., path, _] => path.clone(),
        [] => return None,
    };
    (!path.starts_with("//") && !path.contains("://") && !path.contains("\\://")).then_some(path)
}

/// Cuts at a character that has no backslash before it.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut escaped) = (Vec::new(), 0, false);
    for (i, c) in text.char_indices() {
        if c == at && !escaped {
            parts.push(&text[start..i]);
            start = i + at.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(&text[start..]);
    parts
}

/// Puts a drive's letter together with its path again.
fn with_drives(parts: Vec<&str>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        match parts.next_if(|next| is_drive(part.trim()) && next.starts_with(['/', '\\'])) {
            Some(rest) => joined.push(format!("{}:{rest}", part.trim())),
            None => joined.push(part.to_string()),
        }
    }
    joined
}

fn is_drive(text: &str) -> bool {
    text.len() == 1 && text.as_bytes()[0].is_ascii_alphabetic()
}

/// Whether it names a type of file (`PDF`, `application/pdf`, `Text file`) rather than a file.
fn is_kind(text: &str) -> bool {
    let text = text.trim();
    let media = ["application/", "text/", "image/", "audio/", "video/", "message/"];
    text.is_empty()
        || media.iter().any(|media| text.starts_with(media))
        || text.len() <= 24 && !text.contains(['/', '\\', '.'])
}

/// Takes the escapes out, and turns Windows' separators into `/`.
fn clean(path: &str) -> String {
    let mut cleaned = String::with_capacity(path.len());
    let mut chars = path.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next_if(|next| r"\:;_&%#$~^{} ".contains(*next)) {
                Some('\\') | None => cleaned.push('/'),
                Some(next) => cleaned.push(next),
            },
            '{' | '}' => {}
            _ => cleaned.push(c),
        }
    }
    let cleaned = cleaned.trim();
    cleaned.strip_prefix("./").unwrap_or(cleaned).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(value: &str, expected: &[&str]) {
        assert_eq!(paths(value), expected, "{value}");
    }

    #[test]
    fn plain_paths() {
        reads("000_d29.txt", &["000_d29.txt"]);
        reads("./a/b c.md; d.txt;", &["a/b c.md", "d.txt"]);
        reads("/home/u/Zotero/storage/X/Smith - 2020.txt", &["/home/u/Zotero/storage/X/Smith - 2020.txt"]);
        reads("Iran: a history.txt", &["Iran: a history.txt"]);
        reads("", &[]);
    }

    #[test]
    fn windows_paths_plain_and_escaped() {
        reads(r"C:\Users\me\a.txt", &["C:/Users/me/a.txt"]);
        reads(r"C\:\\Users\\me\\a.txt", &["C:/Users/me/a.txt"]);
        reads(r"texts\a.txt", &["texts/a.txt"]);
        reads(r"C:\a.txt;D:\b.txt", &["C:/a.txt", "D:/b.txt"]);
        reads("file:///C:/Users/a.txt", &["C:/Users/a.txt"]);
        reads("file://localhost/home/a.txt", &["/home/a.txt"]);
    }

    #[test]
    fn jabref() {
        reads(":texts/a.pdf:PDF", &["texts/a.pdf"]);
        reads("scan:a.pdf:PDF;:b.txt:Text", &["a.pdf", "b.txt"]);
        reads(r":C\:\\Users\\me\\a b.pdf:PDF", &["C:/Users/me/a b.pdf"]);
        reads(r":a\;b.txt:Text", &["a;b.txt"]);
        reads(r"page:https\://example.org/x:URL;:a.txt:Text", &["a.txt"]);
        reads(":Iran: a history.txt:Text", &["Iran: a history.txt"]);
        reads("a.pdf:PDF", &["a.pdf"]);
    }

    #[test]
    fn zotero_and_mendeley() {
        reads(
            r"Full Text PDF:files/12/Smith - 2020.pdf:application/pdf;Snapshot:files/13/x.html:text/html",
            &["files/12/Smith - 2020.pdf", "files/13/x.html"],
        );
        reads(r"Iran\: a history:/home/u/storage/A/x.pdf:application/pdf", &["/home/u/storage/A/x.pdf"]);
        reads(r"Text:C\:\\Users\\me\\x.txt:text/plain", &["C:/Users/me/x.txt"]);
        reads(r":C$\backslash$:/Users/me/a{\_}b.pdf:pdf", &["C:/Users/me/a_b.pdf"]);
        reads(":home/me/a.pdf:pdf", &["home/me/a.pdf"]);
    }
}
