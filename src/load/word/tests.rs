//! What the reader of Word's documents makes of each construct, and that nothing breaks it.

use std::io::{Cursor, Write};

use super::*;
use crate::file::extract::Kind;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// An archive of parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document with a body, and its other parts by their kinds.
fn document(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let wrapped = |element: &str, inner: &str| {
        format!(
            "<?xml version=\"1.0\"?><w:{element} xmlns:w=\"{WORD}\" xmlns:r=\"r\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:m=\"a/math\">{inner}</w:{element}>"
        )
    };
    let document = wrapped("document", &format!("<w:body>{body}</w:body>"));
    let mut relations = String::from(
        "<Relationships><Relationship Id=\"l1\" Type=\"x/hyperlink\" Target=\"https://a.b/c\" TargetMode=\"External\"/>",
    );
    let mut all = vec![("word/document.xml".to_owned(), document)];
    for (kind, inner) in parts {
        if kind.contains('/') {
            all.push(((*kind).to_owned(), (*inner).to_owned()));
        } else {
            relations
                .push_str(&format!("<Relationship Id=\"{kind}\" Type=\"x/{kind}\" Target=\"{kind}.xml\"/>"));
            all.push((format!("word/{kind}.xml"), wrapped(kind, inner)));
        }
    }
    all.push(("word/_rels/document.xml.rels".into(), relations + "</Relationships>"));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    archive(&all)
}

/// The blocks of a document, parted by `¶`.
#[track_caller]
fn shown(bytes: Vec<u8>) -> String {
    let Extracted { text, extract, .. } = read(bytes).unwrap();
    let block = |block: &crate::file::extract::Stretch| {
        let kind = match block.kind {
            Kind::Paragraph => String::new(),
            Kind::Heading => format!("#{} ", block.level),
            Kind::Item => "- ".into(),
            Kind::Cell => "| ".into(),
            Kind::Note => {
                let label = extract.note_labels[block.note.unwrap() as usize].clone();
                format!("[{}] ", &text[label])
            }
        };
        let quoted = if block.quoted.is_some() { "> " } else { "" };
        format!("{quoted}{kind}{}", &text[block.range.clone()])
    };
    extract.blocks.iter().map(block).collect::<Vec<_>>().join(" ¶ ")
}

/// A paragraph with one run.
fn p(words: &str) -> String {
    format!("<w:p>{}</w:p>", r(words))
}

fn r(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r(words))
}

#[test]
fn words_are_what_is_shown() {
    let props = |props: &str, words: &str| format!("<w:r><w:rPr>{props}</w:rPr><w:t>{words}</w:t></w:r>");
    let table = [
        (p("The ferry &amp; &#8220;quay&#x201D;"), "The ferry & “quay”"),
        (
            format!("<w:p>{}<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:br w:type=\"page\"/><w:t>c</w:t></w:r></w:p>", r("x")),
            "x a\nb c",
        ),
        (
            "<w:p><w:r><w:t>ha</w:t><w:softHyphen/><w:t>rb</w:t><w:noBreakHyphen/><w:t>our</w:t><w:sym w:font=\"a\" w:char=\"F0B7\"/><w:t>x</w:t><w:sym w:char=\"2019\"/></w:r></w:p>".into(),
            "harb\u{2011}our x’",
        ),
        (
            format!("<w:p>{}<w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>", r("a "), r("from"), r("to")),
            "a new to",
        ),
        (
            format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}{}", r("The ferry "), p("goes on."), p("Next.")),
            "The ferry goes on. ¶ Next.",
        ),
        (
            format!("<w:p>{}{}{}{}{}</w:p>", r("word"), props("<w:vertAlign w:val=\"superscript\"/>", "12"), r(" 5"), props("<w:vertAlign w:val=\"superscript\"/>", "th"), props("<w:vanish/>", "hidden")),
            "word¹² 5th",
        ),
        (format!("<w:p>{}</w:p>", props("<w:vanish w:val=\"0\"/>", "shown")), "shown"),
        (
            format!("<w:p>{}<m:oMath><m:r><m:t>n</m:t></m:r></m:oMath>{}<m:oMath><m:r><m:t>a=∑</m:t></m:r></m:oMath>{}</w:p>", r("of "), r(" boats"), r("b")),
            "of n boats b",
        ),
    ];
    for (body, expected) in table {
        assert_eq!(shown(document(&body, &[])), expected, "{body}");
    }
}

#[test]
fn blocks_are_told_by_their_styles() {
    let styles = "<w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
        <w:style w:styleId=\"Mine\"><w:name w:val=\"Mine\"/><w:basedOn w:val=\"berschrift1\"/><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr></w:style>\
        <w:style w:styleId=\"Zitat\"><w:name w:val=\"Quote\"/></w:style>\
        <w:style w:styleId=\"Aufz\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style>";
    let set_in =
        "<w:p><w:pPr><w:ind w:left=\"720\" w:right=\"720\"/></w:pPr><w:r><w:t>Set in.</w:t></w:r></w:p>";
    let body = [
        styled("berschrift1", "One"),
        styled("Mine", "Three"),
        styled("Zitat", "Quoted."),
        "<w:p/>".into(),
        styled("Zitat", "Quoted on."),
        p("Said."),
        set_in.into(),
        styled("Aufz", "Item."),
        "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>Numbered.</w:t></w:r></w:p>".into(),
        "<w:p><w:pPr><w:pStyle w:val=\"Aufz\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>Not.</w:t></w:r></w:p>".into(),
        styled("a", "Round."),
    ]
    .concat();
    let expected = "#1 One ¶ #3 Three ¶ > Quoted. ¶ > Quoted on. ¶ Said. ¶ > Set in. ¶ - Item. ¶ - Numbered. ¶ Not. ¶ Round.";
    assert_eq!(shown(document(&body, &[("styles", styles)])), expected);
    let read = read(document(&body, &[("styles", styles)])).unwrap();
    assert_eq!(read.extract.quotes.len(), 2);
}

#[test]
fn tables_boxes_and_second_forms_are_read_once() {
    let cell = |words: &str| format!("<w:tc><w:tcPr><w:tcW/></w:tcPr>{}</w:tc>", p(words));
    let body = format!(
        "<w:tbl><w:tblPr/><w:tr>{}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("a"),
        cell("b"),
        cell("gone"),
        cell("c")
    );
    assert_eq!(shown(document(&body, &[])), "| a ¶ | b ¶ | c");
    let in_box = |words: &str| format!("<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>", p(words));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>{}</w:p>{}",
        r("The ferry "),
        in_box("In a box."),
        in_box("In a box again."),
        r("runs."),
        p("Then.")
    );
    assert_eq!(shown(document(&body, &[])), "The ferry runs. ¶ In a box. ¶ Then.");
}

#[test]
fn notes_stand_behind_the_text() {
    let mark = |kind: &str, id: u32| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}{}<w:del>{}</w:del></w:p>",
        r("Ice"),
        mark("footnote", 7),
        r(" and quay"),
        mark("endnote", 2),
        r("."),
        mark("footnote", 8)
    );
    let note = |kind: &str, id: u32, words: &str| format!("<w:{kind} w:id=\"{id}\">{}</w:{kind}>", p(words));
    let foot = format!(
        "<w:footnote w:type=\"separator\" w:id=\"-1\">{}</w:footnote>{}{}",
        p("---"),
        note("footnote", 8, "Deleted."),
        note("footnote", 7, "Of ice.")
    );
    let end = note("endnote", 2, "Of quays.");
    let parts = [("footnotes", foot.as_str()), ("endnotes", end.as_str())];
    assert_eq!(shown(document(&body, &parts)), "Ice[^1] and quay[^e1]. ¶ [1] Of ice. ¶ [e1] Of quays.");
    assert_eq!(shown(document(&body, &parts[1..])), "Ice and quay[^1]. ¶ [1] Of quays.");
}

#[test]
fn fields_show_their_words_and_lead_somewhere() {
    let field = |code: &str, words: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            r(words)
        )
    };
    let zotero = "ADDIN ZOTERO_ITEM CSL_CITATION {&quot;citationItems&quot;:[{&quot;itemData&quot;:{&quot;citation-key&quot;:&quot;ward2021&quot;}},{&quot;itemData&quot;:{&quot;DOI&quot;:&quot;10.1234/x&quot;}}]}";
    let body = format!(
        "<w:p>{}{}{}<w:hyperlink r:id=\"l1\">{}</w:hyperlink>{}<w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple>{}</w:p>",
        r("So "),
        field(zotero, "(Ward 2021, 12; Hill 1911)"),
        field(" HYPERLINK \"https://d.e/f\" ", " here"),
        r(" there"),
        field("CITATION Pell20 \\l 1033", " (Pell)"),
        r(" 7"),
        r(".")
    );
    let Extracted { text, extract, .. } = read(document(&body, &[])).unwrap();
    assert_eq!(text.trim(), "So (Ward 2021, 12; Hill 1911) here there (Pell) 7.");
    let links: Vec<(&str, &str)> =
        extract.links.iter().map(|(range, address)| (&text[range.clone()], address.as_str())).collect();
    let expected = [
        ("(Ward 2021, 12", "ward2021"),
        ("Hill 1911)", "doi.org/10.1234/x"),
        ("here", "https://d.e/f"),
        ("there", "https://a.b/c"),
        ("(Pell)", "Pell20"),
    ];
    assert_eq!(links, expected);
    let lost = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{}</w:p>{}",
        r("code"),
        p("The text goes on.")
    );
    assert_eq!(shown(document(&lost, &[])), "The text goes on.");
}

#[test]
fn a_comment_stands_at_its_paragraph() {
    let comments = format!(
        "<w:comment w:id=\"1\">{}</w:comment><w:comment w:id=\"2\">{}</w:comment>",
        p("ibid: allow(quote-altered) agreed with the editor"),
        p("Is this so?")
    );
    for place in [
        "<w:commentRangeStart w:id=\"1\"/>{}{}",
        "{}<w:commentRangeStart w:id=\"1\"/>{}",
        "{}{}<w:r><w:commentReference w:id=\"1\"/></w:r>",
    ] {
        let inside = place.replacen("{}", &r("The ferry "), 1).replacen("{}", &r("runs."), 1);
        let body = format!(
            "{}<w:p>{inside}<w:r><w:commentReference w:id=\"1\"/><w:commentReference w:id=\"2\"/></w:r></w:p>{}",
            p("Before."),
            p("Behind.")
        );
        let Extracted { text, extract, .. } =
            read(document(&body, &[("comments", comments.as_str())])).unwrap();
        let [comment] = extract.comments.as_slice() else { panic!("{:?}", extract.comments) };
        assert_eq!(&text[comment.clone()], "<!-- ibid: allow(quote-altered) agreed with the editor -->");
        let (before, behind) = (text.find("Before.").unwrap(), text.find("Behind.").unwrap());
        assert!(before < comment.start && comment.start < behind);
    }
}

#[test]
fn what_it_says_of_itself_needs_a_title() {
    let core = |title: &str| {
        format!(
            "<cp:coreProperties xmlns:dc=\"d\"><dc:title>{title}</dc:title><dc:creator>Ann Ward; Tom Hill</dc:creator></cp:coreProperties>"
        )
    };
    let styles = "<w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style><w:style w:styleId=\"D\"><w:name w:val=\"Date\"/></w:style>";
    let body = [styled("T", "The Quay"), styled("D", "May 2025"), p("Ice.")].concat();
    let about = |title: &str| {
        let core = core(title);
        read(document(&body, &[("styles", styles), ("docProps/core.xml", &core)])).unwrap().extract.about
    };
    let whole = about("The Ferry");
    assert_eq!(
        (whole.title.as_str(), whole.authors.len(), whole.date.as_str()),
        ("The Ferry", 2, "May 2025")
    );
    let untitled = about("");
    assert_eq!((untitled.title.as_str(), untitled.authors.len()), ("The Quay", 0));
    assert_eq!(shown(document(&body, &[("styles", styles)])), "#1 The Quay ¶ May 2025 ¶ Ice.");
}

#[test]
fn other_prefixes_are_read_too() {
    let main = format!(
        "<x:document xmlns:x=\"{WORD}\"><x:body><x:p><x:r><x:t>The ferry</x:t></x:r></x:p></x:body></x:document>"
    );
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>";
    assert_eq!(shown(archive(&[("_rels/.rels", relations), ("word\\document2.xml", &main)])), "The ferry");
    let main = format!("<document xmlns=\"{WORD}\"><body><p><r><t>The quay</t></r></p></body></document>");
    assert_eq!(shown(archive(&[("word/document.xml", &main)])), "The quay");
}

#[test]
fn what_cannot_be_read_is_named() {
    let reason = |bytes: Vec<u8>| match read(bytes) {
        Err(Fault::Unread { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    let old = [CONTAINER, &[0; 600]].concat();
    assert!(reason(old.clone()).contains("older kind"));
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(reason([old, name].concat()), "is encrypted");
    assert!(reason(b"The ferry".to_vec()).contains("is no Word document"));
    assert!(reason(archive(&[("a.txt", "x")])).contains("no part `word/document.xml`"));
    let cut = document(&p("The ferry"), &[]);
    assert!(reason(cut[..cut.len() / 2].to_vec()).contains("damaged"));
    assert!(reason(archive(&[("word/document.xml", "<w:document><w:p a=\"")])).contains("damaged"));
}

#[test]
fn a_bomb_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..64 {
        zip.write_all(&block).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    assert!(matches!(read(bytes), Err(Fault::Unread { reason, .. }) if reason.contains("far larger")));
}

#[test]
fn nothing_hangs_or_overflows() {
    let parts = [
        "<w:p>",
        "<w:txbxContent>",
        "<w:tbl><w:tr><w:tc>",
        "<mc:AlternateContent><mc:Choice>",
        "<w:del>",
        "</w:p>",
        "<w:sdt>",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
        "<w:r><w:footnoteReference w:id=\"1\"/></w:r>",
        "&amp;",
        "&x;",
        "<w:pPr>",
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
    ];
    for part in parts {
        let body = part.repeat(200_000 / part.len());
        let _ = read(document(&body, &[]));
        let _ = read(document(
            &format!("{}{body}", p("a")),
            &[("styles", &body), ("comments", &body), ("footnotes", &body)],
        ));
    }
}
