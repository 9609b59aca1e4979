//! The encoding that a page says it is written in.
//!
//! Takes the bytes of a page and hands on the encoding that its meta element or its XML declaration names. What is UTF-8 is
//! read as that, whatever the page says; the name counts before a guess.

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// The name stands near the beginning.
const HEAD: usize = 4096;

/// The encoding that a page names, if it is one of those before Unicode.
pub(in crate::load) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let label = meta(&head).or_else(|| xml(&head))?;
    let encoding = Encoding::for_label(label)?;
    let older = ![UTF_8, UTF_16LE, UTF_16BE, REPLACEMENT].contains(&encoding);
    older.then_some(encoding)
}

/// The `charset` of a meta element, whether it stands by itself or in `content`.
fn meta(head: &[u8]) -> Option<&[u8]> {
    memchr::memmem::find_iter(head, "<meta").find_map(|at| {
        let tag = &head[at..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        memchr::memmem::find_iter(tag, "charset").find_map(|at| value(&tag[at + "charset".len()..]))
    })
}

fn xml(head: &[u8]) -> Option<&[u8]> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memchr(b'>', declaration)?];
    let at = memchr::memmem::find(declaration, b"encoding")?;
    value(&declaration[at + "encoding".len()..])
}

/// What stands behind a name and `=`.
fn value(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let text = text.strip_prefix(b"\"").or_else(|| text.strip_prefix(b"'")).unwrap_or(text);
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"';/?>".contains(byte);
    let label = &text[..text.iter().position(ends).unwrap_or(text.len())];
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::decode::decode_declared;

    #[test]
    fn the_name_counts_where_a_page_is_no_utf8() {
        let text = "<meta http-equiv=Content-Type content='text/html; charset=KOI8-R'><p>Паром ждёт";
        let (bytes, ..) = encoding_rs::KOI8_R.encode(text);
        assert_eq!(decode_declared(bytes.to_vec(), declared(&bytes)).unwrap(), (text.to_owned(), "KOI8-R"));
        let text = "<?xml version='1.0' encoding=\"windows-1250\"?><p>Prom czeka, aż lód zniknie";
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(text);
        assert_eq!(
            decode_declared(bytes.to_vec(), declared(&bytes)).unwrap(),
            (text.to_owned(), "windows-1250")
        );
        // What is UTF-8 stays so, and a name that is none says nothing.
        let text = "<META CHARSET=iso-8859-1><p>Fähre";
        assert_eq!(
            decode_declared(text.into(), declared(text.as_bytes())).unwrap(),
            (text.to_owned(), "UTF-8")
        );
        for head in
            ["<meta charset=utf-8>", "<meta charset=nonsense>", "<meta charset>", "<meta charset=", "<p>", ""]
        {
            assert_eq!(declared(head.as_bytes()), None, "{head}");
        }
    }
}
