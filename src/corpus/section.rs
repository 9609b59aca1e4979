//! The numbered sections, chapters, articles, parts and paragraphs of a document.
//!
//! Takes a document's blocks and hands on where each begins and ends. A number counts at the head of a heading, or of a line that
//! says what it numbers: "## 3.2 Results", "§ 44.", "Article 5".

use std::ops::Range;

use crate::block::{Blocks, Kind};
use crate::claim::citation::locator::{Unit, roman};
use crate::fold::MASK;
use rustc_hash::FxHashMap;

/// The numbered divisions of a text, in order.
#[derive(Debug, Default)]
pub struct Sections {
    all: Vec<Section>,
}

#[derive(Debug)]
struct Section {
    /// Where it ends: where the next of its unit begins that is no part of it.
    end: usize,
    /// What it is called; none for a heading with a number alone.
    unit: Option<Unit>,
    /// Its number, level by level: 3.2.
    number: Vec<u32>,
    start: usize,
}

/// Where the words of a citation are, by the numbers of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the division that is cited, or nothing tells.
    Right,
    /// In another one, of this number, if it has any.
    Elsewhere(Option<String>),
    /// The text has no such division; the words stand in this one, if in any.
    Absent(Option<String>),
}

impl Sections {
    /// The divisions of a text.
    pub fn of(text: &str, blocks: &Blocks) -> Sections {
        let mut all: Vec<Section> = Vec::new();
        for block in &blocks.blocks {
            let range = block.span.range();
            let heading = block.kind == Kind::Heading;
            if heading || matches!(block.kind, Kind::Paragraph | Kind::Item) && block.quoted.is_none() {
                let found = section(&text[range.clone()], range.start, heading);
                all.extend(found.map(|section| Section { end: text.len(), ..section }));
            }
        }
        let mut open: FxHashMap<Option<Unit>, Vec<usize>> = FxHashMap::default();
        for at in 0..all.len() {
            let open = open.entry(all[at].unit).or_default();
            while let Some(last) = open.pop_if(|last| !all[at].number.starts_with(&all[*last].number)) {
                all[last].end = all[at].start;
            }
            open.push(at);
        }
        Sections { all }
    }

    /// Where a stretch stands by what a citation says of it. A text that numbers fewer than two divisions of the unit tells nothing.
    pub fn standing(&self, unit: Unit, first: &str, last: &str, stretch: Range<usize>) -> Standing {
        let (Some(first), Some(last)) = (number(first), number(last)) else { return Standing::Right };
        let own: Vec<&Section> = self.all.iter().filter(|one| one.is(unit)).collect();
        if own.len() < 2 {
            return Standing::Right;
        }
        let meant = |one: &&&Section| {
            let level = &one.number[..one.number.len().min(first.len())];
            let level_of_last = &one.number[..one.number.len().min(last.len())];
            one.number.len() >= first.len().min(last.len())
                && level >= &first[..]
                && level_of_last <= &last[..]
        };
        let regions: Vec<Range<usize>> = own.iter().filter(meant).map(|one| one.start..one.end).collect();
        if regions.is_empty() {
            // A division may have parts that it does not number.
            let within = |one: &&&Section| first.starts_with(&one.number);
            let known = own.iter().any(|one| within(&one));
            return if known { Standing::Right } else { Standing::Absent(self.holds(&own, &stretch)) };
        }
        if regions.iter().any(|region| region.start < stretch.end && stretch.start < region.end) {
            return Standing::Right;
        }
        Standing::Elsewhere(self.holds(&own, &stretch))
    }

    /// The number of the innermost of some divisions that a stretch begins in.
    fn holds(&self, own: &[&Section], stretch: &Range<usize>) -> Option<String> {
        let holds = |one: &&&Section| one.start <= stretch.start && stretch.start < one.end;
        own.iter().rev().find(holds).map(|one| one.label())
    }
}

impl Section {
    /// Whether it may be cited as this unit. A heading with a number alone is a section or a chapter.
    fn is(&self, unit: Unit) -> bool {
        match self.unit {
            Some(own) => own == unit,
            None => matches!(unit, Unit::Section | Unit::Chapter),
        }
    }

    fn label(&self) -> String {
        self.number.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
    }
}

/// The division that a block begins.
fn section(block: &str, start: usize, heading: bool) -> Option<Section> {
    let text = block.trim_start_matches(['*', '_', MASK, ' ']);
    let word = text.find(|c: char| !(c.is_alphabetic() || c == '§')).unwrap_or(text.len());
    let unit = Unit::of(&text[..word].to_lowercase());
    let unit = unit.filter(|unit| !matches!(unit, Unit::Page | Unit::Paragraph));
    let label = match unit {
        Some(_) => text[word..].trim_start_matches(['.', ' ', '\u{a0}', MASK]),
        None if heading => text,
        // "[12] The court finds" and "12. The court finds" are numbered paragraphs.
        None => return paragraph(text, start),
    };
    let end = label.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(label.len());
    let (label, behind) = (&label[..end], label[end..].trim_start_matches([MASK, ' ']));
    let number = number(&label.trim_end_matches('.').to_lowercase())?;
    // A sentence may begin with "Section 3 of the Act says"; a line of its own, or one with a stop, is a head.
    let heads = heading
        || label.ends_with('.')
        || behind.is_empty()
        || behind.starts_with([':', '\n', '–', '—', '-', ')']);
    // "2019" heads what happened in that year.
    let digits = label.starts_with(|c: char| c.is_ascii_digit()) && number[0] < 200;
    (heads && (unit.is_some() || digits)).then_some(Section { unit, number, start, end: start })
}

fn paragraph(text: &str, start: usize) -> Option<Section> {
    let bracketed = text.strip_prefix(['[', '(']);
    let inside = bracketed.unwrap_or(text);
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    let closes = if bracketed.is_some() { [']', ')'] } else { ['.', '.'] };
    let rest = inside[digits..].strip_prefix(closes)?;
    let is_number = (1..4).contains(&digits) && rest.starts_with([' ', '\t']);
    let number = inside[..digits].parse().ok().filter(|_| is_number)?;
    Some(Section { unit: Some(Unit::Paragraph), number: vec![number], start, end: start })
}

/// A number as it is compared: "3.2", "iv". A letter behind it counts for nothing.
fn number(label: &str) -> Option<Vec<u32>> {
    if let Some(value) = roman(label) {
        return Some(vec![value]);
    }
    let label = label.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let parts: Option<Vec<u32>> = label.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| parts.len() < 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{File, FileId, Format};

    #[track_caller]
    fn stands(text: &str, unit: Unit, cited: &str, words: &str, expected: Standing) {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let blocks = blocks(&file);
        let sections = Sections::of(blocks.text(&file), &blocks);
        let at = text.find(words).unwrap();
        let (first, last) = cited.split_once('-').unwrap_or((cited, cited));
        assert_eq!(sections.standing(unit, first, last, at..at + words.len()), expected, "{cited}: {words}");
    }

    #[test]
    fn words_stand_in_a_numbered_section() {
        let text = "# 1 Boats\n\nOars.\n\n## 1.1 Small boats\n\nSkiffs.\n\n# 2 Nets\n\nTwine.\n\n# 3. Sails\n\nCloth.\n";
        stands(text, Unit::Section, "2", "Twine", Standing::Right);
        stands(text, Unit::Section, "1", "Skiffs", Standing::Right);
        stands(text, Unit::Section, "1-2", "Twine", Standing::Right);
        stands(text, Unit::Section, "2.4", "Twine", Standing::Right);
        stands(text, Unit::Chapter, "iii", "Cloth", Standing::Right);
        stands(text, Unit::Section, "3", "Twine", Standing::Elsewhere(Some("2".into())));
        stands(text, Unit::Section, "1.1", "Oars", Standing::Elsewhere(Some("1".into())));
        stands(text, Unit::Section, "7", "Twine", Standing::Absent(Some("2".into())));
        stands(text, Unit::Article, "7", "Twine", Standing::Right);
    }

    #[test]
    fn words_stand_in_an_article_or_a_numbered_paragraph() {
        let law =
            "Article 4\n\nLamps.\n\nArticle 5\n\nOil. Article 9 of the old law is void.\n\n§ 12. Fees.\n";
        stands(law, Unit::Article, "5", "Oil", Standing::Right);
        stands(law, Unit::Article, "4", "Oil", Standing::Elsewhere(Some("5".into())));
        stands(law, Unit::Article, "9", "Oil", Standing::Absent(Some("5".into())));
        stands(law, Unit::Section, "44", "Fees", Standing::Right);
        let ruling = "[1] The boat sank.\n\n[2] It was late.\n\n[3] Nobody saw it.\n";
        stands(ruling, Unit::Paragraph, "2", "late", Standing::Right);
        stands(ruling, Unit::Paragraph, "3", "late", Standing::Elsewhere(Some("2".into())));
    }
}
