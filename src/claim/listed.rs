//! The list of sources that a text gives itself: "[2] minutes/march.txt", and what stands below "References".
//!
//! Takes the blocks of a text and hands on the entries of its list, with the labels that citations name them by. Lines that open
//! with a label in brackets are entries anywhere; other lines and items are below a heading that says so.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::block::{Block, Blocks, Kind};
use crate::file::{File, Span};
use crate::fold::{folded, phrase, words_in};
use crate::lexicon::{has, references};

/// An entry is read no further than this, in bytes.
const LONGEST: usize = 600;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// From its label to its end.
    pub span: Span,
    /// What it says, behind its label.
    pub said: Span,
    /// What citations name it by: "2", "Fer21". None in a list whose entries go by author and year.
    pub label: Option<String>,
}

impl Listed {
    /// Whether it stands for the entry before it: "Ibid., p. 3".
    pub fn points_back(&self, text: &str) -> bool {
        let first = words_in(text, self.said.range()).next();
        first.is_some_and(|word| has(references::IBIDS, &folded(&text[word.range()])))
    }
}

/// What a heading says that the blocks below it are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Entries of a list of sources.
    Sources,
    /// Endnotes, or notes of the writer's own.
    Notes,
}

/// For each block the list that it stands in, if any. A heading below the list's own divides the list. Where no more than a
/// line of its own says what follows, as in plain text, the list goes on as long as the blocks look like entries.
pub(super) fn lists(file: &File, blocks: &Blocks) -> Vec<Option<List>> {
    let text = blocks.text(file);
    let mut list: Option<(List, u8)> = None;
    let mut loose = false;
    let mut lists = Vec::with_capacity(blocks.blocks.len());
    for (at, block) in blocks.blocks.iter().enumerate() {
        let heads = match block.kind {
            Kind::Heading => list.is_none_or(|(_, level)| loose || block.level <= level),
            Kind::Paragraph => {
                block.span.range().len() < 40 && list.is_none() && headed(text, block) == Some(List::Sources)
            }
            _ => false,
        };
        if heads {
            loose = block.kind == Kind::Paragraph;
            let below = &blocks.blocks[at + 1..];
            let listed = headed(text, block)
                .filter(|list| loose || *list == List::Notes || holds_entries(text, below, block));
            list = listed.map(|list| (list, block.level));
        } else if loose && !looks_like_entry(&text[block.span.range()], block.kind) {
            list = None;
        }
        // A line that heads a loose list is no entry of it.
        lists.push(list.filter(|_| !(heads && loose)).map(|(list, _)| list));
    }
    lists
}

/// Whether most of what stands below a heading are entries: a section on the sources is prose as any other.
fn holds_entries(text: &str, below: &[Block], heading: &Block) -> bool {
    /// So many blocks tell what the rest is.
    const MOST: usize = 40;
    let own = below.iter().take_while(|block| block.kind != Kind::Heading || block.level > heading.level);
    let own =
        own.filter(|block| matches!(block.kind, Kind::Paragraph | Kind::Item) && block.quoted.is_none());
    let may_be_subject = has(references::SUBJECTS, phrase(text, heading.span.range()).trim());
    let (mut entries, mut others) = (0, 0);
    for block in own.take(MOST) {
        let said = &text[block.span.range()];
        let cites = said.contains("[@");
        let is_other = block.kind != Kind::Item && (cites || may_be_subject && says_more(said));
        *(if is_other { &mut others } else { &mut entries }) += 1;
    }
    entries >= others
}

/// Whether a paragraph says more than an entry does: a sentence or two, without a year or an address.
fn says_more(text: &str) -> bool {
    /// With fewer words a paragraph may name a work without its year.
    const FEWEST: usize = 12;
    let is_long = words_in(text, 0..text.len()).take(FEWEST).count() == FEWEST;
    is_long && years(text, 0..text.len()).next().is_none() && !text.contains("://")
}

fn looks_like_entry(text: &str, kind: Kind) -> bool {
    let labelled = || bracketed(text, true).is_some() || numbered(text).is_some();
    text.len() < LONGEST && (kind == Kind::Item || labelled() || is_work(text))
}

fn headed(text: &str, block: &Block) -> Option<List> {
    let title = phrase(text, block.span.range());
    match title.trim() {
        title if has(references::LISTS, title) => Some(List::Sources),
        title if has(references::NOTES, title) => Some(List::Notes),
        _ => None,
    }
}

/// The entries of a text's list, in order.
pub(super) fn listed(file: &File, blocks: &Blocks) -> Vec<Listed> {
    let text = blocks.text(file);
    let lists = lists(file, blocks);
    let links = links(blocks);
    let mut entries: Vec<Listed> = Vec::new();
    let mut counted: Option<(usize, u32)> = None;
    for (at, block) in blocks.blocks.iter().enumerate() {
        if !matches!(block.kind, Kind::Paragraph | Kind::Item) || block.quoted.is_some() {
            continue;
        }
        let range = block.span.range();
        let inside = lists[at].is_some();
        if bracketed(&text[range.clone()], inside).is_some() {
            lines(file, text, range, |line| bracketed(line, inside), &mut entries);
        } else if let Some((_, count)) =
            counted.filter(|&(before, _)| before + 1 == at && goes_on(file, block))
        {
            // A further paragraph of an item is none of its own.
            counted = Some((at, count));
            if let Some(last) = entries.last_mut() {
                *last = entry(
                    file,
                    last.span.start as usize..range.end,
                    last.said.start as usize,
                    last.label.take(),
                );
            }
        } else if let Some(number) = item_number(file, block).filter(|_| inside || links[at]) {
            // Markdown counts for the writer, who may put "1." before every item.
            let number = match counted {
                Some((before, count)) if before + 1 == at => count + 1,
                _ => number,
            };
            counted = Some((at, number));
            entries.push(entry(file, range.clone(), range.start, Some(number.to_string())));
        } else if inside && numbered(&text[range.clone()]).is_some() {
            lines(file, text, range, numbered, &mut entries);
        } else if lists[at] == Some(List::Sources) {
            let whole: Vec<&str> = text[range.clone()].split_inclusive('\n').collect();
            if whole.len() > 1 && whole.iter().all(|line| is_work(line)) {
                lines(file, text, range, |_| Some((String::new(), 0)), &mut entries);
            } else {
                entries.push(entry(file, range.clone(), range.start, None));
            }
        }
    }
    entries
}

/// For each block whether it is an item that is little more than a link, in a run of such items: a list of sources without a
/// heading.
fn links(blocks: &Blocks) -> Vec<bool> {
    let mut linked = blocks.links.iter().peekable();
    let mut is_link: Vec<bool> = Vec::with_capacity(blocks.blocks.len());
    for block in &blocks.blocks {
        while linked.next_if(|link| link.span.end <= block.span.start).is_some() {}
        let own = linked.peek().filter(|link| link.span.start < block.span.end);
        let most = own.is_some_and(|link| link.span.range().len() * 2 > block.span.range().len());
        is_link.push(block.kind == Kind::Item && most);
    }
    let beside = |at: usize| is_link.get(at).is_some_and(|is_link| *is_link);
    (0..is_link.len()).map(|at| is_link[at] && (beside(at + 1) || at > 0 && beside(at - 1))).collect()
}

/// Whether a block is a further paragraph of the item before it: an item without a marker of its own.
fn goes_on(file: &File, block: &Block) -> bool {
    let start = block.span.start as usize;
    let line = file.text()[..start].rfind('\n').map_or(0, |end| end + 1);
    block.kind == Kind::Item && file.text()[line..start].trim().is_empty() && start > line
}

/// The entries of a block, of which each line that `label` has an answer for begins one: the label, and its length in bytes.
fn lines(
    file: &File,
    text: &str,
    block: Range<usize>,
    label: impl Fn(&str) -> Option<(String, usize)>,
    entries: &mut Vec<Listed>,
) {
    let mut open: Option<(usize, usize, String)> = None;
    let mut at = block.start;
    for line in text[block.clone()].split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start_matches([' ', '\t', '>']).len());
        if let Some((label, length)) = label(&text[start..at + line.len()]) {
            entries.extend(open.take().map(|(from, said, label)| labelled(file, from..start, said, label)));
            open = Some((start, start + length, label));
        }
        at += line.len();
    }
    entries.extend(open.map(|(from, said, label)| labelled(file, from..block.end, said, label)));
}

fn labelled(file: &File, range: Range<usize>, said: usize, label: String) -> Listed {
    entry(file, range, said, Some(label).filter(|label| !label.is_empty()))
}

fn entry(file: &File, range: Range<usize>, said: usize, label: Option<String>) -> Listed {
    let body = file.text()[range.clone()].trim_end().len();
    let end = file.text().floor_char_boundary((range.start + body).min(said + LONGEST)).max(said);
    Listed { span: file.span(range.start..end), said: file.span(said..end), label }
}

/// The label in brackets that a line begins with, and how long it is with its brackets and its colon; words must follow. A
/// label with letters in it counts only within a list.
fn bracketed(line: &str, in_list: bool) -> Option<(String, usize)> {
    let inside = line.strip_prefix('[')?;
    let label = &inside[..inside.find(']').filter(|end| (1..=16).contains(end))?];
    let number = label.len() < 4 && label.bytes().all(|byte| byte.is_ascii_digit());
    let letters = in_list
        && label.starts_with(char::is_alphabetic)
        && label.chars().all(|c| c.is_alphanumeric() || "+-_:".contains(c));
    let behind = &inside[label.len() + "]".len()..];
    let rest = behind.strip_prefix([':', '.']).unwrap_or(behind);
    let spaced = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    (spaced && (number || letters)).then(|| (plain(label), line.len() - rest.len()))
}

/// A number as it is compared: "07" is 7.
fn plain(label: &str) -> String {
    label.parse::<u32>().map_or_else(|_| label.to_owned(), |number| number.to_string())
}

/// The number that a line of a list begins with, "2." or "2)", and how long it is.
fn numbered(line: &str) -> Option<(String, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    let is_label = (1..4).contains(&digits) && rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    is_label.then(|| (plain(&line[..digits]), line.len() - rest.len()))
}

/// The number before an item's block, where Markdown numbers it.
fn item_number(file: &File, block: &Block) -> Option<u32> {
    if block.kind != Kind::Item {
        return None;
    }
    let start = block.span.start as usize;
    let line = file.text()[..start].rfind('\n').map_or(0, |end| end + 1);
    let marker = file.text()[line..start].trim_start_matches([' ', '\t', '>']);
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let is_marker = marker[digits..].starts_with(['.', ')']) && (1..4).contains(&digits);
    is_marker.then(|| marker[..digits].parse().ok()).flatten()
}

/// Whether a line reads as a whole entry: it opens with a capital and has a year.
fn is_work(line: &str) -> bool {
    line.trim_start().starts_with(char::is_uppercase) && years(line, 0..line.len()).next().is_some()
}

/// The years in a stretch of text, with the letter that may tell several works of one year apart: "2021a".
pub(super) fn years(text: &str, within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    words_in(text, within).map(|word| word.range()).filter(|range| is_year(&text[range.clone()]))
}

/// Whether a word is a year, with or without a letter behind it.
pub fn is_year(word: &str) -> bool {
    let digits = word.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(word);
    digits.len() == 4 && digits.parse().is_ok_and(|year: u32| (1450..2100).contains(&year))
}

/// The entries of a list by their authors and years.
pub(super) struct Dated<'a>(FxHashMap<(Cow<'a, str>, &'a str), &'a Listed>);

impl<'a> Dated<'a> {
    pub fn of(text: &'a str, all: &'a [Listed]) -> Dated<'a> {
        /// Among so many words at its head an entry has its first author.
        const HEAD: usize = 4;
        let mut dated = Dated(FxHashMap::default());
        for entry in all {
            let head = words_in(text, entry.said.range()).take(HEAD);
            let head: Vec<Cow<str>> = head.map(|word| folded(&text[word.range()])).collect();
            for year in years(text, entry.said.range()) {
                for name in &head {
                    dated.0.entry((name.clone(), &text[year.clone()])).or_insert(entry);
                }
            }
        }
        dated
    }

    /// The first entry that is by an author, whose name is among its first words, and of a year.
    pub fn by(&self, name: &str, year: &'a str) -> Option<&'a Listed> {
        self.0.get(&(folded(name), year)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{FileId, Format};

    #[track_caller]
    fn lists(format: Format, text: &str, expected: &[(&str, &str)]) {
        let file = File::new(FileId(0), "a".into(), "UTF-8", format, text.into());
        let found = listed(&file, &blocks(&file));
        let shown: Vec<(&str, &str)> = found
            .iter()
            .map(|entry| (entry.label.as_deref().unwrap_or_default(), file.slice(entry.said).trim()))
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn entries_with_a_label_in_brackets_stand_anywhere() {
        let list = "A [1].\n\nWhere from:\n\n[1] a.txt\n[02]. B, 1911,\nHale\n[3]  c\n";
        lists(Format::Markdown, list, &[("1", "a.txt"), ("2", "B, 1911,\nHale"), ("3", "c")]);
        lists(Format::Markdown, "- [1] a.txt\n- [2] b.txt\n", &[("1", "a.txt"), ("2", "b.txt")]);
        lists(Format::Markdown, "The lamp was lit\n[2] and the boy saw it.\n", &[]);
        lists(Format::Markdown, "[2]\n\n[3](a.b) c\n\n[1911] d\n\n[4]th e\n\n[Fer21] f\n", &[]);
    }

    #[test]
    fn what_stands_below_a_heading_is_an_entry() {
        let text = "A.\n\n## References\n\n1. Ferrer (2021).\n1. Hale, *Log*.\n\n## After\n\nB.";
        lists(Format::Markdown, text, &[("1", "Ferrer (2021)."), ("2", "Hale, *Log*.")]);
        let text = "A.\n\n## Works cited\n\nFerrer, A. (2021).\nHale, R. (1911).\n\nPell, T. Log,\n1920.\n";
        let works = [("", "Ferrer, A. (2021)."), ("", "Hale, R. (1911)."), ("", "Pell, T. Log,\n1920.")];
        lists(Format::Markdown, text, &works);
        lists(Format::Markdown, "# Sources\n\n[Fer21] Ferrer, A.\n", &[("Fer21", "Ferrer, A.")]);
        lists(
            Format::Plain,
            "A.\n\nReferences:\n\n1. Ferrer.\n2) Hale.\n",
            &[("1", "Ferrer."), ("2", "Hale.")],
        );
        lists(Format::Markdown, "# Notes\n\nIn 2019 it rose.\n", &[]);
    }

    #[test]
    fn an_entry_is_found_by_its_author_and_its_year() {
        let text = "Ferrer, A. (2021a). Boats.\n\nMarsh, I. & Ferrer, A. (2020). Nets.\n\nde la Cruz, M. 2020. Sails.";
        let mut from = 0;
        let entries: Vec<Listed> = text
            .split("\n\n")
            .map(|said| {
                let start = from + text[from..].find(said).unwrap();
                from = start + said.len();
                let file = File::new(FileId(0), "a".into(), "UTF-8", Format::Plain, text.into());
                entry(&file, start..from, start, None)
            })
            .collect();
        let dated = Dated::of(text, &entries);
        let found = |name, year| dated.by(name, year).map(|entry| entry.span.start);
        assert_eq!(found("ferrer", "2021a"), Some(0));
        assert_eq!(found("Ferrer", "2020"), Some(28));
        assert_eq!(found("Ferrer", "2021"), None);
        assert_eq!(found("Cruz", "2020"), Some(66));
    }
}
