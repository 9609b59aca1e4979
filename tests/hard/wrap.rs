//! The containers of formats that are no text, written round a part of them, so that a changed part is read and not only a broken
//! container.

use std::io::{Cursor, Write};

/// A document of Word with this body; what is an archive already is one.
pub fn docx(body: &[u8]) -> Vec<u8> {
    if body.starts_with(b"PK") {
        return body.to_vec();
    }
    let parts: Vec<&[u8]> = split(body);
    let names = ["word/document.xml", "word/footnotes.xml", "word/styles.xml", "word/comments.xml"];
    let kinds = ["footnotes", "styles", "comments"];
    let relations: String = kinds
        .iter()
        .map(|kind| format!("<Relationship Id=\"{kind}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{kind}.xml\"/>"))
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let mut files: Vec<(&str, &[u8])> = names.into_iter().zip(parts).collect();
    files.push(("word/_rels/document.xml.rels", relations.as_bytes()));
    archive(&files)
}

/// A book in EPUB of these chapters; what is an archive already is one.
pub fn epub(body: &[u8]) -> Vec<u8> {
    if body.starts_with(b"PK") {
        return body.to_vec();
    }
    let container = b"<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>";
    let package = b"<package><metadata><title>Ice</title></metadata><manifest><item id=\"a\" href=\"a.xhtml\" \
        media-type=\"application/xhtml+xml\"/><item id=\"b\" href=\"b.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
        <spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>";
    let parts = split(body);
    let second = parts.get(1).copied().unwrap_or(b"<p>The end.</p>");
    // A third part stands for the book's own list of its documents.
    let package = parts.get(2).copied().unwrap_or(package);
    archive(&[
        ("META-INF/container.xml", container),
        ("book.opf", package),
        ("a.xhtml", parts[0]),
        ("b.xhtml", second),
    ])
}

/// A PDF of one page with this content; what is a PDF already is one.
pub fn pdf(content: &[u8]) -> Vec<u8> {
    if content.starts_with(b"%PDF") {
        return content.to_vec();
    }
    let mut file = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
        2 0 obj\n<</Type/Pages/Kids[4 0 R]/Count 1>>\nendobj\n\
        3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n\
        4 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>\nendobj\n"
        .to_vec();
    file.extend(format!("5 0 obj\n<</Length {}>>stream\n", content.len()).bytes());
    file.extend_from_slice(content);
    file.extend_from_slice(b"\nendstream\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF\n");
    file
}

/// What part the parts of an input from each other.
pub const BETWEEN: &[u8] = b"\n=====\n";

/// The parts of an input; there is one at least.
pub fn split(input: &[u8]) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), input);
    while let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    parts.push(rest);
    parts
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, options).expect("a name that an archive can have");
        zip.write_all(bytes).expect("memory can be written to");
    }
    zip.finish().expect("memory can be written to").into_inner()
}
