//! Running heads, running feet and page numbers: what stands at the edges of pages and is no part of the text.
//!
//! Takes the lines of all pages and drops what is repeated in one place over several of them, and lines whose numbers run with
//! the pages. Hands on the numbers that the pages are printed with. What stands once is never dropped.

use rustc_hash::{FxHashMap, FxHashSet};

use super::line::Line;

/// So many levels from the top and from the bottom may be heads and feet.
const LEVELS: usize = 3;
/// Heads that differ by so many points in height stand in one place.
const SAME: f64 = 3.0;
/// Pages so far apart may show the same head, as left and right pages of a chapter do.
const FAR: usize = 24;

/// Lines of a page that stand on one level.
struct Level {
    page: usize,
    lines: Vec<usize>,
    /// From the top, or from the bottom.
    place: f64,
    text: String,
    /// The letters of that, in small ones.
    key: String,
    /// The numbers at its ends.
    numbers: Vec<Number>,
    dropped: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Number {
    value: i64,
    roman: bool,
    /// Whether nothing stands before it, or nothing behind it.
    outer: bool,
}

/// Drops heads, feet and numbers, and returns for each page the decimal number that is printed on it.
pub fn drop(pages: &mut [Vec<Line>], heights: &[f64]) -> Vec<Option<u32>> {
    let mut printed: Vec<Option<Number>> = vec![None; pages.len()];
    let mut dropped: Vec<FxHashSet<usize>> = vec![FxHashSet::default(); pages.len()];
    let known: FxHashMap<String, usize> =
        pages.iter().flatten().fold(FxHashMap::default(), |mut known, line| {
            *known.entry(key(&line.text)).or_default() += 1;
            known
        });
    for top in [true, false] {
        let mut edges: Vec<Vec<Level>> = Vec::with_capacity(pages.len());
        for (page, lines) in pages.iter().enumerate() {
            edges.push(levels(page, lines, heights[page], top));
        }
        for depth in 0..LEVELS {
            let found: Vec<Option<Option<Number>>> =
                (0..pages.len()).map(|page| judged(&edges, page, depth, &known)).collect();
            for (page, found) in found.into_iter().enumerate() {
                let Some(number) = found else { continue };
                let level = &mut edges[page][depth];
                level.dropped = true;
                dropped[page].extend(&level.lines);
                printed[page] = printed[page].or(number);
            }
        }
    }
    for (lines, dropped) in pages.iter_mut().zip(dropped) {
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }
    numbers(&printed)
}

/// Whether a level is no text: then the number of its page, if it has one.
fn judged(
    edges: &[Vec<Level>],
    page: usize,
    depth: usize,
    known: &FxHashMap<String, usize>,
) -> Option<Option<Number>> {
    let level = edges[page].get(depth)?;
    if depth > 0 && !edges[page][depth - 1].dropped {
        return None;
    }
    let near = page.saturating_sub(FAR)..(page + FAR + 1).min(edges.len());
    let others = || {
        edges[near.clone()]
            .iter()
            .flatten()
            .filter(|other| other.page != page && (other.place - level.place).abs() <= SAME)
    };
    let runs = |number: &Number| {
        let with = |other: &&Level| {
            let expected = number.value + other.page as i64 - page as i64;
            other.numbers.iter().any(|other| other.value == expected && other.roman == number.roman)
        };
        others().filter(|other| other.page.abs_diff(page) <= 4).filter(with).count()
    };
    let letters = level.key.chars().filter(|c| c.is_alphabetic()).count();
    let few = edges.len() <= 3;
    let number = level.numbers.iter().map(|number| (runs(number), *number)).max_by_key(|(runs, _)| *runs);
    let worded = others().filter(|other| other.key == level.key).count() >= 2;
    let number = number.filter(|(runs, number)| {
        // A number beside words needs more to be one: prose has numbers too.
        let alone = letters == 0 || number.roman && letters <= 6;
        let counts = few && number.value == page as i64 + 1;
        let enough = if edges.len() < 8 { 2 } else { 3 };
        *runs > 0 && (alone || worded || number.outer && (counts || *runs >= enough))
    });
    let repeated = others().filter(|other| other.text == level.text).count();
    if number.is_some() || letters >= 2 && repeated >= if few { 1 } else { 2 } {
        return Some(number.map(|(_, number)| number));
    }
    // A head that names what its page is about: in the place of other heads, and said elsewhere too.
    let place = others().filter(|other| other.dropped && (other.place - level.place).abs() < 1.0).count();
    let elsewhere = known.get(&level.key).is_some_and(|&count| count > 1);
    (letters >= 2 && place >= 3 && elsewhere).then_some(None)
}

/// The levels of a page at its top or at its bottom, the outermost first.
fn levels(page: usize, lines: &[Line], height: f64, top: bool) -> Vec<Level> {
    let mut order: Vec<usize> = (0..lines.len()).filter(|&line| lines[line].angle == 0).collect();
    order.sort_by(|&a, &b| {
        let by_height = lines[b].y.total_cmp(&lines[a].y);
        if top { by_height } else { by_height.reverse() }
    });
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for line in order {
        let same =
            |level: &&mut Vec<usize>| (lines[level[0]].y - lines[line].y).abs() < 0.35 * lines[line].size;
        let count = levels.len();
        match levels.last_mut().filter(|level| same(level)) {
            Some(level) => level.push(line),
            None if count == LEVELS => break,
            None => levels.push(vec![line]),
        }
    }
    let level = |mut of: Vec<usize>| {
        of.sort_by(|&a, &b| lines[a].x0.total_cmp(&lines[b].x0));
        let text = of.iter().map(|&line| lines[line].text.as_str()).collect::<Vec<_>>().join(" ");
        let y = lines[of[0]].y;
        let place = if top { height - y } else { y };
        Level { page, place, key: key(&text), numbers: ends(&text), text, lines: of, dropped: false }
    };
    levels.into_iter().map(level).collect()
}

/// A text in small letters, with nothing but letters.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The numbers at the ends of a line: `12`, `– 12 –`, `Page 12 of 30`, `12/30`, `xii`.
fn ends(text: &str) -> Vec<Number> {
    /// A longer line is no head.
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut numbers: Vec<Number> = Vec::new();
    let tokens: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '/' | '|' | '-' | '–' | '—' | '[' | ']' | '·' | '•' | '第' | '页' | '頁')
        })
        .filter(|token| !token.is_empty())
        .collect();
    let last = tokens.len().saturating_sub(1);
    for (at, token) in tokens.iter().enumerate().filter(|(at, _)| *at < 2 || at + 3 > last) {
        let decimal =
            token.parse::<i64>().ok().filter(|value| (0..20_000).contains(value) && token.len() <= 5);
        let number = decimal.map(|value| (value, false)).or_else(|| roman(token).map(|value| (value, true)));
        let outer = at == 0 || at == last;
        numbers.extend(number.map(|(value, roman)| Number { value, roman, outer }));
    }
    numbers
}

/// The value of a small or large Roman number, as prefaces have them.
fn roman(token: &str) -> Option<i64> {
    let value = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Vec<i64> = token.chars().map(value).collect::<Option<_>>()?;
    let signed = digits.iter().enumerate().map(|(at, &digit)| {
        let lower = digits.get(at + 1).is_some_and(|&next| next > digit);
        if lower { -digit } else { digit }
    });
    let value: i64 = signed.sum();
    (value > 0 && token.len() <= 8).then_some(value)
}

/// The decimal numbers of the pages, with those filled in that stand between others.
fn numbers(printed: &[Option<Number>]) -> Vec<Option<u32>> {
    let offset =
        |page: usize| printed[page].filter(|number| !number.roman).map(|number| number.value - page as i64);
    let known: Vec<usize> = (0..printed.len()).filter(|&page| offset(page).is_some()).collect();
    let filled = |page: usize| {
        if printed[page].is_some() {
            return offset(page);
        }
        let after = known.partition_point(|&other| other < page);
        let before = after.checked_sub(1).map(|before| known[before]).and_then(offset);
        let after = known.get(after).copied().and_then(offset);
        match (before, after) {
            (Some(before), Some(after)) if before == after => Some(before),
            // The first page of a chapter or of a paper goes without its number.
            (None, Some(after)) => Some(after),
            (Some(before), None) => Some(before),
            (Some(_), Some(after)) => Some(after),
            _ => None,
        }
    };
    let number = |page: usize| filled(page).map(|offset| offset + page as i64).filter(|&number| number > 0);
    (0..printed.len()).map(|page| number(page).and_then(|number| u32::try_from(number).ok())).collect()
}
