//! Small PDFs, written here operator by operator, for what no typesetter makes on demand: hidden layers, loops, damage.

use super::*;
use crate::file::extract::{Kind, Mark};

/// A PDF of pages with these contents, a font `/F`, and more objects from number 10 on.
fn pdf(contents: &[&str], catalog: &str, resources: &str, more: &[&str]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut object =
        |number: usize, body: &str| file.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    object(1, &format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"));
    let kids: String = (0..contents.len()).map(|page| format!("{} 0 R ", 100 + 2 * page)).collect();
    object(2, &format!("<</Type/Pages/Kids[{kids}]/Count {}>>", contents.len()));
    object(3, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    for (number, body) in more.iter().enumerate() {
        object(10 + number, body);
    }
    for (page, content) in contents.iter().enumerate() {
        let number = 100 + 2 * page;
        object(
            number,
            &format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R/G 10 0 R>>{resources}>>/Contents {} 0 R>>",
                number + 1
            ),
        );
        object(number + 1, &stream(content, ""));
    }
    file.extend(b"trailer <</Root 1 0 R>>\n%%EOF\n");
    file
}

fn stream(content: &str, dict: &str) -> String {
    format!("<</Length {}{dict}>>stream\n{content}\nendstream", content.len())
}

/// Lines of text, each at its height.
fn lines(lines: &[(u32, &str)]) -> String {
    lines.iter().map(|(y, text)| format!("BT /F 10 Tf 50 {y} Td ({text}) Tj ET\n")).collect()
}

/// The blocks of a PDF, each with its kind and the printed number of the page that it begins on.
fn blocks(file: Vec<u8>) -> Vec<(Kind, String)> {
    let Extracted { text, extract, .. } = read(file).unwrap();
    extract.blocks.iter().map(|block| (block.kind, text[block.range.clone()].to_owned())).collect()
}

fn texts(file: Vec<u8>) -> Vec<String> {
    blocks(file).into_iter().map(|(_, text)| text).collect()
}

fn reason(file: Vec<u8>) -> String {
    match read(file) {
        Err(Fault::Unread { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn invisible_text_is_read_and_a_layer_that_is_off_is_not() {
    let content = "/OC /off BDC BT /F 10 Tf 50 700 Td (Draft of the board.) Tj ET EMC \
                   BT /F 10 Tf 3 Tr 50 600 Td (The ferry was late.) Tj ET";
    let catalog = "/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>";
    let file = pdf(&[content], catalog, "/Properties<</off 10 0 R>>", &["<</Type/OCG/Name(draft)>>"]);
    assert_eq!(texts(file), ["The ferry was late."]);
}

#[test]
fn a_hyphen_that_stands_for_nothing_joins() {
    let content = "BT /F 10 Tf 12 TL 50 700 Td (The ferry left the har) Tj /Span <</ActualText<FEFF00AD>>> BDC (-) Tj EMC T* (bour at six.) Tj ET";
    assert_eq!(texts(pdf(&[content], "", "", &[])), ["The ferry left the harbour at six."]);
}

#[test]
fn an_accent_belongs_to_the_letter_under_it() {
    let content = "BT /F 10 Tf 50 700 Td [(caf) (\\264) 333 (e noir)] TJ ET";
    assert_eq!(texts(pdf(&[content], "", "", &[])), ["café noir"]);
}

#[test]
fn text_that_is_drawn_twice_is_read_once() {
    let content = "BT /F 10 Tf 50 700 Td (The ferry) Tj ET BT /F 10 Tf 50.2 700 Td (The ferry) Tj ET";
    assert_eq!(texts(pdf(&[content], "", "", &[])), ["The ferry"]);
}

#[test]
fn heads_and_numbers_are_dropped_and_what_stands_once_is_not() {
    let page = |number: u32, text: &str| {
        lines(&[(770, "The Winter of the Ferry"), (700, text), (30, &number.to_string())])
    };
    let pages = [
        page(41, "The ice came early."),
        page(42, "It lay for long."),
        page(43, "Then it went, and 43 boats came."),
    ];
    let contents: Vec<&str> = pages.iter().map(String::as_str).collect();
    let Extracted { text, extract, .. } = read(pdf(&contents, "", "", &[])).unwrap();
    assert_eq!(
        text.trim_end(),
        "The ice came early.\n\nIt lay for long.\n\nThen it went, and 43 boats came."
    );
    let marks: Vec<Mark> = extract.anchors.iter().map(|anchor| anchor.mark.clone()).collect();
    assert_eq!(marks, [Mark::Page(1, Some(41)), Mark::Page(2, Some(42)), Mark::Page(3, Some(43))]);
}

#[test]
fn notes_that_are_alike_are_no_running_feet() {
    let page =
        |number: u32, text: &str| lines(&[(700, text), (30, &format!("See the ledger, page {number}."))]);
    let pages = [page(7, "The ice came early."), page(19, "It lay for long."), page(4, "Then it went.")];
    let contents: Vec<&str> = pages.iter().map(String::as_str).collect();
    assert_eq!(texts(pdf(&contents, "", "", &[])).len(), 6);
}

#[test]
fn numbers_in_prose_are_no_page_numbers() {
    let page = |number: u32| {
        lines(&[
            (700, &format!("The boat took {number} sacks of mail across the sound.")),
            (600, "It lay for long."),
        ])
    };
    let pages: Vec<String> = (1..6).map(page).collect();
    let contents: Vec<&str> = pages.iter().map(String::as_str).collect();
    let texts = texts(pdf(&contents, "", "", &[]));
    assert!(texts[0].starts_with("The boat took 1 sacks of mail"), "{texts:?}");
}

#[test]
fn a_file_numbers_its_pages() {
    let contents = ["One.", "Two.", "Three."].map(|text| lines(&[(700, text)]));
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let catalog = "/PageLabels<</Nums[0<</S/r>>1<</S/D/St 120>>]>>";
    let extract = read(pdf(&contents, catalog, "", &[])).unwrap().extract;
    let marks: Vec<Mark> = extract.anchors.iter().map(|anchor| anchor.mark.clone()).collect();
    assert_eq!(marks, [Mark::Page(1, None), Mark::Page(2, Some(120)), Mark::Page(3, Some(121))]);
}

#[test]
fn a_paragraph_goes_on_behind_the_notes_of_its_page() {
    let first = lines(&[
        (700, "The ferry left the quay in the morning and came back with four sacks of flour, and the"),
        (688, "baker, who had waited for it since the day before, carried them up the hill to the"),
    ]) + "BT /F 7 Tf 50 60 Td (1 Ledger, first page.) Tj ET";
    let second = lines(&[(700, "storehouse, where they were weighed.")]);
    let blocks = texts(pdf(&[&first, &second], "", "", &[]));
    assert_eq!(blocks.len(), 2);
    assert!(blocks[0].ends_with("up the hill to the storehouse, where they were weighed."), "{blocks:?}");
    assert_eq!(blocks[1], "1 Ledger, first page.");
}

#[test]
fn a_year_at_the_top_of_a_page_is_no_item() {
    let first = lines(&[
        (
            700,
            "The ferry was built on the slip behind the church, launched with a bottle of plum brandy, and",
        ),
        (688, "sold by the harbour master, who needed the money for another one, in the wet autumn of the"),
        (
            676,
            "year in which the quay was lengthened and the light was put on the far mole at last, that is, in",
        ),
    ]);
    let second = lines(&[(700, "1952. It sank in the same year.")]);
    let blocks = texts(pdf(&[&first, &second], "", "", &[]));
    assert_eq!(blocks.len(), 1, "{blocks:?}");
    assert!(blocks[0].ends_with("at last, that is, in 1952. It sank in the same year."), "{blocks:?}");
    let items = [(700, "13. The ferry is late."), (600, "14. The quay is long.")];
    let blocks = texts(pdf(&[&first, &lines(&items)], "", "", &[]));
    assert_eq!(blocks.len(), 3, "{blocks:?}");
}

#[test]
fn a_file_without_words_says_why() {
    let picture = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q";
    assert_eq!(reason(pdf(&[picture; 3], "", "", &[])), "has no text layer: its pages are pictures");
    let stamped = format!("{picture} {}", lines(&[(20, "Scan 7")]));
    assert_eq!(reason(pdf(&[&stamped], "", "", &[])), "has no text layer: its pages are pictures");
    let words = lines(&[(700, "The first page of this file has words, and many.")]);
    let mixed = [words.as_str(), picture, picture, picture, picture];
    assert!(reason(pdf(&mixed, "", "", &[])).contains("4 of its 5 pages"));
    assert!(read(pdf(&[&words, &words, picture], "", "", &[])).is_ok());
    assert_eq!(
        reason(pdf(&["0 0 m 9 9 l S"], "", "", &[])),
        "has no text layer: nothing on its pages is text"
    );
    let dots = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 66/Widths[5 5]/CharProcs<<>>/Encoding<</Differences[65/x1y/x2y]>>>>";
    let shown = "BT /G 10 Tf 50 700 Td (ABABAB) Tj ET";
    assert!(reason(pdf(&[shown], "", "", &[dots])).contains("do not say which characters"));
}

#[test]
fn what_turns_in_circles_ends() {
    let loops = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>";
    assert!(reason(format!("%PDF-1.4\n{loops}").into_bytes()).contains("damaged"));
    let form = stream(&"/X Do ".repeat(20), "/Subtype/Form/Resources<</XObject<</X 10 0 R>>>>");
    let content = format!("/X Do {}", lines(&[(700, "The ferry was late.")]));
    assert_eq!(texts(pdf(&[&content], "", "/XObject<</X 10 0 R>>", &[&form])), ["The ferry was late."]);
}

#[test]
fn damage_is_no_panic() {
    assert!(reason(b"<html>".to_vec()).contains("is no PDF"));
    let whole = pdf(&[&lines(&[(700, "The ferry was late.")])], "", "", &[]);
    for end in (0..whole.len()).step_by(7) {
        let _ = read(whole[..end].to_vec());
        let mut torn = whole.clone();
        torn[end] ^= 0x15;
        let _ = read(torn);
    }
    let many = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{}]>>endobj trailer<</Root 1 0 R>>",
        "<<>>".repeat(PAGES + 1)
    );
    assert!(reason(many.into_bytes()).contains("pages, and at most"));
}

#[test]
fn a_password_that_is_empty_opens_and_another_does_not() {
    let locked = std::fs::read("tests/formats/locked.pdf").unwrap();
    assert_eq!(reason(locked), "is locked with a password");
    let open = std::fs::read("tests/formats/open.pdf").unwrap();
    assert_eq!(texts(open), texts(std::fs::read("tests/formats/office.pdf").unwrap()));
}
