//! The addresses of files: `file:` URIs and paths, both ways.
//!
//! Takes what the client sends and hands on paths, and the other way round. Other schemes (`untitled:`) are no files.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use crate::load::plain;
use crate::output::link::encoded;

/// The path that an address is of, if it is a file's.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = decoded(path.split(['?', '#']).next().unwrap_or(path))?;
    let drive = |path: &str| {
        let bytes = path.as_bytes();
        bytes.len() > 2 && bytes[0] == b'/' && bytes[1].is_ascii_alphabetic() && bytes[2] == b':'
    };
    Some(match cfg!(windows) {
        true if drive(&path) => PathBuf::from(path[1..].replace('/', "\\")),
        true if !host.is_empty() => PathBuf::from(format!("\\\\{host}{}", path.replace('/', "\\"))),
        _ => PathBuf::from(path),
    })
}

/// The address of a file, given by an absolute path.
pub fn uri(path: &Path) -> Uri {
    let path = plain(path);
    let path = path.to_string_lossy();
    // Windows marks long paths by a prefix that no address has.
    let short = path.strip_prefix(r"\\?\").filter(|path| !path.starts_with("UNC"));
    let path = short.unwrap_or(&path);
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    match path.strip_prefix("//") {
        Some(share) if cfg!(windows) => Uri(format!("file://{}", written(share))),
        _ if path.starts_with('/') => Uri(format!("file://{}", written(&path))),
        _ => Uri(format!("file:///{}", written(&path))),
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
                bytes.push((digit(rest.next())? * 16 + digit(rest.next())?) as u8);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// An address's part as most clients write it: with the colon of a drive encoded, too.
fn written(path: &str) -> String {
    encoded(path).replace(':', "%3A")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_path_and_back() {
        for written in ["/a/b c/é#1?.md", "/a/100%.md", "/a/🦀.md"] {
            assert_eq!(path(&uri(Path::new(written))), Some(PathBuf::from(written)), "{written}");
        }
        assert_eq!(uri(Path::new("/a/./b/../c d.md")).0, "file:///a/c%20d.md");
        assert_eq!(path(&Uri("file:///a/b%20c.md".into())), Some(PathBuf::from("/a/b c.md")));
        assert_eq!(path(&Uri("file://localhost/a/b.md".into())), Some(PathBuf::from("/a/b.md")));
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for other in ["untitled:Untitled-1", "https://h.example/a.md", "file://", "file:///%FF", "file:///%2"]
        {
            assert_eq!(path(&Uri(other.into())), None, "{other}");
        }
    }
}
