//! What a document's text says of it at a glance: its front matter, its title, the law report that it stands in.
//!
//! Takes a file; hands on a `Learned`, which a cache keeps as bytes, so that the text need not be read for it again.

use super::report;
use super::title;
use crate::bibliography::{Author, FrontMatter, front_matter};
use crate::claim::citation::law::Report;
use crate::file::File;

/// What was learned of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    /// Its front matter.
    pub matter: Option<FrontMatter>,
    /// The title that its text opens with.
    pub title: Option<String>,
    /// The law reports at its head.
    pub reports: Vec<Report>,
}

impl Learned {
    /// What a file's text says.
    pub fn of(file: &File) -> Learned {
        Learned {
            matter: front_matter(file),
            title: title::own(file).map(str::to_owned),
            reports: report::of_head(file.text()),
        }
    }
}

/// A front matter as it is kept: its key, title, short title, date, publication, address and DOI, and its authors with their
/// families.
type Matter = ([Option<String>; 7], Vec<(String, String)>);
/// A report as it is kept: its volume, series and page.
type Kept = (Option<Matter>, Option<String>, Vec<(String, String, Option<String>)>);

/// The bytes that it is kept as.
pub fn encode(learned: &Learned) -> Vec<u8> {
    if *learned == Learned::default() {
        return Vec::new();
    }
    let matter = learned.matter.clone().map(|matter| {
        let FrontMatter { key, title, short_title, authors, date, publication, url, doi } = matter;
        let authors = authors.into_iter().map(|Author { name, family }| (name, family)).collect();
        ([key, title, short_title, date, publication, url, doi], authors)
    });
    let reports = learned.reports.iter().cloned();
    let reports = reports.map(|Report { volume, series, page }| (volume, series, page)).collect();
    let kept: Kept = (matter, learned.title.clone(), reports);
    postcard::to_stdvec(&kept).unwrap_or_default()
}

/// What some bytes say; nothing of what is not understood.
pub fn decode(bytes: &[u8]) -> Option<Learned> {
    if bytes.is_empty() {
        return Some(Learned::default());
    }
    let (matter, title, reports): Kept = postcard::from_bytes(bytes).ok()?;
    let matter = matter.map(|([key, title, short_title, date, publication, url, doi], authors)| {
        let authors = authors.into_iter().map(|(name, family)| Author { name, family }).collect();
        FrontMatter { key, title, short_title, authors, date, publication, url, doi }
    });
    let reports = reports.into_iter().map(|(volume, series, page)| Report { volume, series, page }).collect();
    Some(Learned { matter, title, reports })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    #[test]
    fn what_is_kept_is_what_was_learned() {
        let texts = [
            "---\ntitle: The Quay\nauthor: Ann van Low\ndate: 2021\nciteKey: low21\nurl: https://h.example/q\n---\n# Quay\n",
            "Ward v. Hill\n\n12 Port Rep. 33\n\nThe ferry sank.\n",
            "No more than a line.",
            "",
        ];
        for text in texts {
            let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
            let learned = Learned::of(&file);
            assert_eq!(decode(&encode(&learned)), Some(learned), "{text}");
        }
        assert_eq!(decode(&[255; 7]), None);
    }
}
