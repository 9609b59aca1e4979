//! Books as they are read: the order of their documents, their notes and pages, and what is refused.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::file::extract::Mark;

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>";

/// A book of some documents, in the order of its list, each with what its list says of it.
fn book(documents: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let mut manifest = String::new();
    let mut spine = String::new();
    for (index, (name, listed, _)) in documents.iter().enumerate() {
        let properties = if *listed == "nav" { "properties='nav'" } else { "" };
        manifest +=
            &format!("<item id='d{index}' href='{name}' media-type='application/xhtml+xml' {properties}/>");
        match *listed {
            "" | "nav" => spine += &format!("<itemref idref='d{index}'/>"),
            "no" => spine += &format!("<itemref idref='d{index}' linear='no'/>"),
            _ => {}
        }
    }
    let package = format!(
        "<?xml version='1.0'?><package xmlns:dc='x'><metadata><dc:title>The Ice &amp; the Ferry</dc:title><dc:creator>Ann Ward</dc:creator>\
         <dc:creator>Jo Hill</dc:creator><dc:date>1921-05-12</dc:date><dc:publisher>Port Press</dc:publisher>\
         <dc:identifier>urn:isbn:9780000000002</dc:identifier><dc:identifier>doi:10.1234/ice.1</dc:identifier></metadata>\
         <manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add("mimetype", "application/epub+zip");
    add("META-INF/container.xml", CONTAINER);
    add("OPS/book.opf", &package);
    for (name, _, text) in documents {
        add(&format!("OPS/{name}"), text);
    }
    for (name, text) in more {
        add(name, text);
    }
    zip.finish().unwrap().into_inner()
}

fn reason(bytes: Vec<u8>) -> String {
    match read(bytes) {
        Err(Fault::Unread { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_book_is_read_in_its_order() {
    let documents = [
        (
            "nav.xhtml",
            "nav",
            "<html><body><nav epub:type='toc'><ol><li><a href='text/b.xhtml'>One</a></li></ol></nav></body></html>",
        ),
        (
            "text/b.xhtml",
            "",
            "<?xml version='1.0'?><html><head><title/><script src='x'/></head><body><h1>One</h1><p>The ferry waits.<a epub:type='noteref' href='../notes.xhtml#n1'>1</a></p></body></html>",
        ),
        (
            "text/a%20b.xhtml",
            "",
            "<html><body><section><h1>Two</h1><p>The <span epub:type='pagebreak' id='p12' title='12'/>ice goes.</p><div role='doc-pagebreak' aria-label='Page 13'>13</div><p>So it does.</p></section></body></html>",
        ),
        (
            "notes.xhtml",
            "no",
            "<html><body><h1>Notes</h1><aside epub:type='footnote' id='n1' hidden=''><p>The log, 3. <a href='text/b.xhtml'>Back</a></p></aside><p>Nobody reads this.</p></body></html>",
        ),
        ("unlisted.xhtml", "none", "<html><body><p>Nor this.</p></body></html>"),
    ];
    let documents: Vec<_> =
        documents
            .iter()
            .map(|(name, listed, text)| {
                if name.contains('%') { ("text/a b.xhtml", *listed, *text) } else { (*name, *listed, *text) }
            })
            .collect();
    let Extracted { text, extract, .. } = read(book(&documents, &[])).unwrap();
    let blocks: Vec<&str> = extract.blocks.iter().map(|block| &text[block.range.clone()]).collect();
    assert_eq!(
        blocks,
        ["One", "The ferry waits.[^1]", "Two", "The ice goes.", "So it does.", "The log, 3. Back"]
    );
    assert_eq!(extract.blocks[5].note, Some(0));
    let page = |words: &str| extract.anchor(text.find(words).unwrap());
    assert_eq!(page("ferry"), None);
    assert_eq!(page("ice goes"), Some(&Mark::Page(1, Some(12))));
    assert_eq!(page("So it"), Some(&Mark::Page(2, Some(13))));
    let about = extract.about;
    assert_eq!((about.title.as_str(), about.date.as_str()), ("The Ice & the Ferry", "1921-05-12"));
    assert_eq!((about.publication.as_str(), about.doi.as_str()), ("Port Press", "10.1234/ice.1"));
    assert_eq!(about.authors, ["Ann Ward", "Jo Hill"]);
}

#[test]
fn what_is_no_open_book_is_told() {
    let one = [("a.xhtml", "", "<p>The ferry waits.</p>")];
    let encrypted = |algorithm: &str| {
        format!(
            "<encryption><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/></EncryptedData></encryption>"
        )
    };
    let path = "META-INF/encryption.xml";
    assert!(read(book(&one, &[(path, &encrypted(FONTS[0]))])).is_ok());
    assert_eq!(
        reason(book(&one, &[(path, &encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))])),
        "is encrypted"
    );
    assert!(reason(b"PK no archive".to_vec()).contains("no book in EPUB"));
    assert!(reason(book(&[], &[])).contains("no document that can be read"));
    let whole = book(&one, &[]);
    for end in (0..whole.len()).step_by(7) {
        let _ = read(whole[..end].to_vec());
    }
}

#[test]
fn a_book_that_unpacks_to_too_much_is_given_up() {
    let large = format!("<p>{}</p>", "ferry ".repeat(8 << 20));
    let told = reason(book(&[("a.xhtml", "", &large)], &[]));
    assert!(told.contains("far larger unpacked"), "{told}");
    let bomb = "<!DOCTYPE p [<!ENTITY a 'ferry '><!ENTITY b '&a;&a;&a;&a;'>]><package><metadata><title>&b;&b;</title></metadata></package>";
    let package = Package::of(bomb).unwrap();
    assert_eq!(package.about.title, "");
}
