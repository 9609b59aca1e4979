//! What a document's text says of it at a glance: its front matter, its title, the law report that it stands in, its script.
//!
//! Takes a file; hands on a `Learned`, which a cache keeps as bytes, so that the text need not be read for it again.

use super::sample::{self, Sample};
use super::{report, title};
use crate::bibliography::{Author, FrontMatter, front_matter};
use crate::claim::citation::law::Report;
use crate::file::File;

/// What was learned of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// Its front matter.
    pub matter: Option<FrontMatter>,
    /// The rest.
    pub glance: Glance,
}

/// What a document's text shows at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// The title that it opens with.
    pub title: Option<String>,
    /// The law reports at its head.
    pub reports: Vec<Report>,
    /// Its beginning.
    pub sample: Sample,
}

impl Learned {
    /// What a file's text says.
    pub fn of(file: &File) -> Learned {
        let title = title::own(file).map(str::to_owned);
        let glance = Glance { title, reports: report::of_head(file.text()), sample: sample::of(file.text()) };
        Learned { matter: front_matter(file), glance }
    }
}

/// A front matter as it is kept: its key, title, short title, date, publication, address and DOI, and its authors with their
/// families.
type Matter = ([Option<String>; 7], Vec<(String, String)>);
/// What is kept: the front matter, the title, the reports by volume, series and page, and the sample.
type Kept = (Option<Matter>, Option<String>, Vec<(String, String, Option<String>)>, u32);

/// The bytes that it is kept as.
pub fn encode(learned: Learned) -> Vec<u8> {
    let Learned { matter, glance: Glance { title, reports, sample } } = learned;
    let matter = matter.map(|matter| {
        let FrontMatter { key, title, short_title, authors, date, publication, url, doi } = matter;
        let authors = authors.into_iter().map(|Author { name, family }| (name, family)).collect();
        ([key, title, short_title, date, publication, url, doi], authors)
    });
    let reports = reports.into_iter().map(|Report { volume, series, page }| (volume, series, page)).collect();
    let kept: Kept = (matter, title, reports, sample.number());
    postcard::to_stdvec(&kept).unwrap_or_default()
}

/// What some bytes say; nothing of what is not understood.
pub fn decode(bytes: &[u8]) -> Option<Learned> {
    let (matter, title, reports, sample): Kept = postcard::from_bytes(bytes).ok()?;
    let matter = matter.map(|([key, title, short_title, date, publication, url, doi], authors)| {
        let authors = authors.into_iter().map(|(name, family)| Author { name, family }).collect();
        FrontMatter { key, title, short_title, authors, date, publication, url, doi }
    });
    let reports = reports.into_iter().map(|(volume, series, page)| Report { volume, series, page }).collect();
    let glance = Glance { title, reports, sample: Sample::from_number(sample) };
    Some(Learned { matter, glance })
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
            assert_eq!(decode(&encode(learned.clone())), Some(learned), "{text}");
        }
        assert_eq!(decode(&[255; 7]), None);
    }
}
