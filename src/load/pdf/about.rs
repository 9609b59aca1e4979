//! What a PDF says of itself: title, authors, date.
//!
//! Takes the file's information and its XMP and hands on `About`. What a program filled in (a file's name, "untitled") is no
//! title.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};

use super::string;
use crate::file::extract::About;

/// More bytes of XMP are not looked through.
const LONGEST: usize = 1 << 20;

/// What a file says of itself.
pub fn about(pdf: &Pdf, root: &Dict) -> About {
    let metadata = pdf.metadata();
    let own = |field: &Option<Box<[u8]>>| {
        field.as_deref().map(|bytes| squash(&string::text(bytes))).unwrap_or_default()
    };
    let xmp = root.get::<Stream>("Metadata").and_then(|stream| {
        let data = stream.decoded_data().ok()?;
        Some(String::from_utf8_lossy(&data[..data.len().min(LONGEST)]).into_owned())
    });
    let xmp = xmp.unwrap_or_default();
    let mut title = own(&metadata.title);
    if !is_title(&title) {
        title = items(&xmp, "dc:title").into_iter().find(|title| is_title(title)).unwrap_or_default();
    }
    let mut authors: Vec<String> = own(&metadata.author).split([';', '\n']).map(squash).collect();
    if authors.iter().all(|author| !is_author(author)) {
        authors = items(&xmp, "dc:creator");
    }
    authors.retain(|author| is_author(author));
    authors.truncate(200);
    let date = items(&xmp, "dc:date").into_iter().next().unwrap_or_default();
    let doi = items(&xmp, "prism:doi").into_iter().next().unwrap_or_default();
    About {
        title,
        authors,
        date,
        doi,
        publication: items(&xmp, "prism:publicationName").into_iter().next().unwrap_or_default(),
        ..About::default()
    }
}

/// Whether a title was given by somebody.
fn is_title(title: &str) -> bool {
    let small = title.to_lowercase();
    let by_program = [
        "microsoft word",
        "microsoft powerpoint",
        "powerpoint presentation",
        "untitled",
        "unknown",
        "slide 1",
        "document1",
        "no title",
    ];
    let of_file = [
        ".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".qxd", ".rtf", ".odt", ".ps", ".txt", ".html",
        ".xls", ".fm", ".pmd", ".wpd",
    ];
    let words =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    words.count() > 0
        && title.len() < 500
        && !by_program.iter().any(|name| small.starts_with(name))
        && !of_file.iter().any(|ending| small.ends_with(ending))
        // A name without spaces but with signs or digits is a file's.
        && (title.contains(' ') || !title.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '\\')))
}

fn is_author(author: &str) -> bool {
    let small = author.to_lowercase();
    author.chars().any(char::is_alphabetic)
        && author.len() < 200
        && !["unknown", "user", "admin", "administrator", "owner", "author", "anonymous"]
            .contains(&small.as_str())
}

/// The items of an element of XMP, or its text.
fn items(xmp: &str, element: &str) -> Vec<String> {
    let Some((_, behind)) = xmp.split_once(&format!("<{element}")) else { return Vec::new() };
    let Some((inner, _)) = behind.split_once(&format!("</{element}")) else { return Vec::new() };
    let Some((_, inner)) = inner.split_once('>') else { return Vec::new() };
    let mut items: Vec<String> = Vec::new();
    let mut rest = inner;
    while let Some((_, item)) = rest.split_once("<rdf:li") {
        let Some((_, text)) = item.split_once('>') else { break };
        let (text, behind) = text.split_once('<').unwrap_or((text, ""));
        items.push(squash(&unescaped(text)));
        rest = behind;
    }
    if items.is_empty() && !inner.contains('<') {
        items.push(squash(&unescaped(inner)));
    }
    items.retain(|item| !item.is_empty());
    items
}

fn unescaped(text: &str) -> String {
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#xA;", " "), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (name, stands)| text.replace(name, stands))
}

fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{is_title, items};

    #[test]
    fn a_files_name_is_no_title() {
        for title in ["Microsoft Word - ferry.doc", "ferry.dvi", "untitled", "rep_2021-3", "", "12"] {
            assert!(!is_title(title), "{title}");
        }
        assert!(is_title("The Ferry in Winter"));
        assert!(is_title("Harbours"));
    }

    #[test]
    fn xmp_lists_are_read() {
        let xmp = "<dc:creator><rdf:Seq><rdf:li>Ann Ward</rdf:li> <rdf:li>Lund &amp; Hill</rdf:li></rdf:Seq></dc:creator><dc:date>2021</dc:date>";
        assert_eq!(items(xmp, "dc:creator"), ["Ann Ward", "Lund & Hill"]);
        assert_eq!(items(xmp, "dc:date"), ["2021"]);
        assert!(items(xmp, "dc:title").is_empty());
    }
}
