//! The pages of a document: what parts them in its text, and the numbers that they go by.
//!
//! Takes a document's masked text and hands on its pages in order. Form feeds part them, as converters of PDFs write; else lines
//! that say "Page 3" or "[p. 3]"; else the star pages of law reports, "*495".

use std::ops::Range;

use crate::claim::citation::locator::roman;
use crate::file::extract::{Anchor, Extract, Mark};

/// The pages of a text.
#[derive(Debug, Default)]
pub struct Pages {
    /// In order; the first begins with the text.
    pages: Vec<Page>,
    /// Whether the pages' own numbers are known, so that a number which none of them has is wrong.
    pub numbered: bool,
}

#[derive(Debug)]
struct Page {
    start: u32,
    /// Counted from 1, where form feeds part the pages.
    count: Option<u32>,
    /// As it is printed on the page, or written between the pages.
    printed: Option<u32>,
    /// The number of the last page before the next mark, where an excerpt skips some.
    last: Option<u32>,
}

impl Pages {
    /// The pages of a text; none where nothing parts them.
    pub fn of(text: &str) -> Pages {
        let feeds: Vec<usize> = memchr::memchr_iter(b'\x0c', text.as_bytes()).collect();
        if !feeds.is_empty() {
            return by_feeds(text, &feeds);
        }
        let lines = marks(lines(text));
        if lines.is_empty() { marks(stars(text)) } else { lines }
    }

    /// The pages that a reader found in a file; none if it found none.
    pub fn of_extract(extract: &Extract) -> Pages {
        let page = |anchor: &Anchor| match anchor.mark {
            Mark::Page(count, printed) => {
                Some(Page { start: anchor.at as u32, count: Some(count), printed, last: printed })
            }
            Mark::Time(..) => None,
        };
        let pages: Vec<Page> = extract.anchors.iter().filter_map(page).collect();
        let numbered = !pages.is_empty() && pages.iter().all(|page| page.printed.is_some());
        Pages { pages, numbered }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        // A note that stands behind what goes over a page's end brings its page again.
        let counted = self.pages.iter().filter_map(|page| page.count).max();
        counted.map_or(self.pages.len(), |count| count as usize)
    }

    /// The number to show of the page that a byte lies on: the one that is printed on it, else the count.
    pub fn at(&self, offset: usize) -> Option<u32> {
        let page = self.touched(offset..offset + 1).first()?;
        page.printed.or(page.count)
    }

    /// Whether a stretch stands on a page of these numbers, however the pages are counted.
    pub fn stands(&self, stretch: Range<usize>, first: u32, last: u32) -> bool {
        let meant = |from: Option<u32>, to: Option<u32>| {
            from.zip(to).is_some_and(|(from, to)| from <= last && first <= to)
        };
        self.touched(stretch)
            .iter()
            .any(|page| meant(page.printed, page.last) || meant(page.count, page.count))
    }

    /// Whether there is a page of these numbers.
    pub fn has(&self, first: u32, last: u32) -> bool {
        let end = self.pages.last().map_or(0, |page| page.start as usize + 1);
        self.stands(0..end, first, last)
    }

    fn touched(&self, stretch: Range<usize>) -> &[Page] {
        let first = self.pages.partition_point(|page| page.start as usize <= stretch.start).saturating_sub(1);
        let last = self.pages.partition_point(|page| (page.start as usize) < stretch.end);
        &self.pages[first.min(last)..last]
    }
}

/// Pages between form feeds, with the numbers that stand at their heads or their feet.
fn by_feeds(text: &str, feeds: &[usize]) -> Pages {
    let starts = std::iter::once(0).chain(feeds.iter().map(|feed| feed + 1));
    let ends = feeds.iter().copied().chain([text.len()]);
    let mut pages: Vec<Page> = Vec::new();
    let mut edges: Vec<Vec<u32>> = Vec::new();
    for (count, (start, end)) in (1..).zip(starts.zip(ends)) {
        pages.push(Page { start: start as u32, count: Some(count), printed: None, last: None });
        edges.push(at_edges(&text[start..end]));
    }
    // The numbers on the pages run as the pages do, from wherever they begin.
    let mut offsets: Vec<i64> = Vec::new();
    for (count, numbers) in (1_i64..).zip(&edges) {
        offsets.extend(numbers.iter().map(|&number| i64::from(number) - count));
    }
    offsets.sort_unstable();
    let runs = offsets.chunk_by(|a, b| a == b);
    let common = runs.max_by_key(|run| run.len()).filter(|run| run.len() > 1 && run.len() * 2 >= pages.len());
    let offset = common.map(|run| run[0]);
    for (page, count) in pages.iter_mut().zip(1_i64..) {
        page.printed = offset.and_then(|offset| u32::try_from(count + offset).ok());
        page.last = page.printed;
    }
    Pages { pages, numbered: offset.is_some() }
}

/// The numbers that stand alone, or at an end, in the first and the last line of a page.
fn at_edges(page: &str) -> Vec<u32> {
    let mut lines = page.lines().map(str::trim).filter(|line| !line.is_empty());
    let edges = [lines.next(), lines.next_back()];
    let mut numbers = Vec::new();
    for line in edges.into_iter().flatten().filter(|line| line.len() < 120) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let ends = [words.first(), words.last()];
        let plain = |word: &&&str| word.trim_matches(['-', '–', '—', '|', '[', ']', '.']).parse::<u32>().ok();
        numbers.extend(ends.iter().flatten().filter_map(plain).filter(|number| *number < 10_000));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Pages that marks begin, each with its number, if the numbers run: what stands before the first is the page before it.
fn marks(marks: Vec<(usize, u32)>) -> Pages {
    /// An excerpt skips pages, but not many at a time.
    const FAR: u32 = 12;
    let runs = |pair: &[(usize, u32)]| (1..=FAR).contains(&pair[1].1.saturating_sub(pair[0].1));
    if marks.len() < 2 || !marks.windows(2).all(runs) {
        return Pages::default();
    }
    let first = marks[0].1.checked_sub(1);
    let before = (marks[0].0 > 0).then_some(Page { start: 0, count: None, printed: first, last: first });
    let ends = marks[1..].iter().map(|mark| mark.1 - 1).chain(marks.last().map(|mark| mark.1));
    let pages = marks.iter().zip(ends).map(|(&(start, number), last)| Page {
        start: start as u32,
        count: None,
        printed: Some(number),
        last: Some(last),
    });
    Pages { pages: before.into_iter().chain(pages).collect(), numbered: true }
}

/// Lines that hold nothing but a page's number with the word: "--- Page 3 ---", "[p. 3]".
fn lines(text: &str) -> Vec<(usize, u32)> {
    const LONGEST: usize = 40;
    let mut marks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.len() > LONGEST {
            continue;
        }
        let inside = line.trim_matches(|c: char| !c.is_alphanumeric());
        let word = inside.find(|c: char| !c.is_alphabetic()).unwrap_or(inside.len());
        if !matches!(inside[..word].to_lowercase().as_str(), "page" | "p" | "pg") {
            continue;
        }
        let number = inside[word..].trim_start_matches(['.', ' ', ':']);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let rest = number[digits..].trim_start();
        let total = rest.strip_prefix("of").or_else(|| rest.strip_prefix('/')).map_or(rest, str::trim_start);
        if total.bytes().all(|byte| byte.is_ascii_digit()) {
            marks.extend(number[..digits].parse().ok().map(|number| (start, number)));
        }
    }
    marks
}

/// The star pages of a law report: "*495" between two words.
fn stars(text: &str) -> Vec<(usize, u32)> {
    let mut marks = Vec::new();
    for at in memchr::memchr_iter(b'*', text.as_bytes()) {
        let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 1 + digits;
        let apart = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '*');
        let ends = text[end..].starts_with(|c: char| c.is_whitespace() || c == ']');
        if (1..6).contains(&digits) && apart && ends {
            marks.extend(text[at + 1..end].parse().ok().map(|number| (at, number)));
        }
    }
    marks
}

/// The value of a page's label, "33" or "iv", with whether it is written in Roman letters.
pub fn number(label: &str) -> Option<(u32, bool)> {
    label.parse().ok().map(|number| (number, false)).or_else(|| roman(label).map(|number| (number, true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, words: &str) -> Option<u32> {
        Pages::of(text).at(text.find(words).unwrap())
    }

    #[test]
    fn form_feeds_part_pages_and_numbers_on_them_count() {
        assert_eq!(at("a\n\x0cb\n\x0cc", "c"), Some(3));
        let printed = "12 The Port\n\na\n\x0cThe Port 13\n\nb\n\x0cc\n14\n";
        assert_eq!((at(printed, "b"), Pages::of(printed).numbered), (Some(13), true));
        let pages = Pages::of(printed);
        let b = printed.find("b\n").unwrap();
        assert!(
            pages.stands(b..b + 1, 13, 13) && pages.stands(b..b + 1, 2, 2) && !pages.stands(b..b + 1, 3, 9)
        );
        assert!(pages.has(14, 14) && !pages.has(33, 40));
        let unlike = "1911\n\x0cIn 40 boats\n\x0cc 7\n";
        assert!(!Pages::of(unlike).numbered);
    }

    #[test]
    fn lines_and_stars_part_pages_where_their_numbers_run() {
        let lines = "a\n--- Page 2 ---\nb\n--- Page 3 of 9 ---\nc\n[p. 4]\nd";
        assert_eq!((at(lines, "a"), at(lines, "b"), at(lines, "d")), (Some(1), Some(2), Some(4)));
        let skips = Pages::of("a *44 b *50 c *51 d");
        assert!(skips.stands(6..7, 47, 47) && !skips.stands(6..7, 50, 50) && !skips.has(60, 60));
        let stars = "a *34 b c *35 d **36** e";
        assert_eq!((at(stars, "a"), at(stars, "c"), at(stars, "d")), (Some(33), Some(34), Some(35)));
        for text in [
            "",
            "a",
            "Page 3",
            "a *5 b *3 c",
            "Page 9\na\nPage 2\n",
            "2 *3 4",
            "Page 4294967295\nPage 1\n",
            "a *5 b *90 c",
        ] {
            assert!(Pages::of(text).is_empty(), "{text}");
        }
    }
}
