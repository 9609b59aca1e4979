//! Paragraphs and headings: lines that belong together.
//!
//! Takes the lines of all pages in the order in which they are read and hands on blocks. A paragraph that goes on in another
//! column or on another page is one block; notes and figures that stand between its parts follow it.

use rustc_hash::FxHashMap;

use super::column::is_han;
use super::line::Line;
use crate::fold::{lowered, raised};

/// Lines that belong together.
#[derive(Clone, Debug)]
pub struct Block {
    pub lines: Vec<Line>,
    /// The level of a heading, from 1; 0 for everything else.
    pub level: u8,
    /// The mark that it is the note of.
    pub note: Option<String>,
}

/// How a document sets its text.
struct Setting {
    /// The size of most of it.
    size: f64,
    /// The sizes of headings, the largest first.
    headings: Vec<i64>,
    /// Whether so much is bold that it marks no heading.
    bold: bool,
    /// From a line to the next one, by size in quarters of a point.
    leading: FxHashMap<i64, f64>,
}

/// The edges of a region.
#[derive(Clone, Copy)]
struct Edges {
    left: f64,
    right: f64,
}

/// The blocks of a document.
pub fn blocks(lines: Vec<Line>) -> Vec<Block> {
    let setting = setting(&lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut edges = FxHashMap::default();
    for region in lines.chunk_by(|a, b| (a.page, a.region) == (b.page, b.region)) {
        let place = edges_of(region);
        edges.insert((region[0].page, region[0].region), place);
        for (at, line) in region.iter().enumerate() {
            let goes_on = at > 0
                && blocks
                    .last()
                    .is_some_and(|block| !parts(block, line, region.get(at + 1), place, &setting));
            match blocks.last_mut().filter(|_| goes_on) {
                Some(block) => block.lines.push(line.clone()),
                None => blocks.push(Block { lines: vec![line.clone()], level: 0, note: None }),
            }
        }
    }
    let marks = raised_marks(&blocks);
    for block in &mut blocks {
        block.level = level(block, &setting);
        block.note = note(block, &setting, &marks);
    }
    rejoined(blocks, &edges)
}

fn quarters(size: f64) -> i64 {
    (size * 4.0).round() as i64
}

fn setting(lines: &[Line]) -> Setting {
    let mut sizes: FxHashMap<i64, usize> = FxHashMap::default();
    let mut steps: FxHashMap<(i64, i64), usize> = FxHashMap::default();
    for line in lines {
        *sizes.entry(quarters(line.size)).or_default() += line.text.len();
    }
    for pair in lines.windows(2) {
        let step = pair[0].y - pair[1].y;
        let same = (pair[0].page, pair[0].region) == (pair[1].page, pair[1].region)
            && quarters(pair[0].size) == quarters(pair[1].size);
        if same && step > 0.7 * pair[0].size && step < 3.5 * pair[0].size {
            *steps.entry((quarters(pair[0].size), (step * 2.0).round() as i64)).or_default() += 1;
        }
    }
    let body = sizes.iter().max_by_key(|&(size, count)| (*count, *size)).map_or(40, |(size, _)| *size);
    let mut leading: FxHashMap<i64, (usize, f64)> = FxHashMap::default();
    let mut ordered: Vec<_> = steps.into_iter().collect();
    ordered.sort_unstable();
    for ((size, step), count) in ordered {
        let known = leading.entry(size).or_insert((0, 0.0));
        if count > known.0 {
            *known = (count, step as f64 / 2.0);
        }
    }
    let mut headings: Vec<i64> =
        sizes.keys().copied().filter(|&size| size as f64 >= 1.15 * body as f64).collect();
    headings.sort_unstable_by(|a, b| b.cmp(a));
    let bold: usize = lines.iter().filter(|line| line.bold).map(|line| line.text.len()).sum();
    let all: usize = lines.iter().map(|line| line.text.len()).sum();
    Setting {
        size: body as f64 / 4.0,
        headings,
        bold: bold * 3 > all,
        leading: leading.into_iter().map(|(size, (_, step))| (size, step)).collect(),
    }
}

/// Where most lines of a region begin, and how far they reach.
fn edges_of(region: &[Line]) -> Edges {
    let mut starts: Vec<f64> = region.iter().map(|line| line.x0).collect();
    starts.sort_by(f64::total_cmp);
    let runs = starts.chunk_by(|a, b| b - a < 1.0);
    let most = runs.clone().map(<[f64]>::len).max().unwrap_or(0);
    // The outermost of the places where many lines begin.
    let left = runs.into_iter().find(|run| run.len() * 3 >= most).map_or(0.0, |run| run[0]);
    let mut ends: Vec<f64> = region.iter().map(|line| line.x1).collect();
    ends.sort_by(f64::total_cmp);
    let right = ends[(ends.len() * 19 / 20).min(ends.len() - 1)];
    Edges { left, right }
}

/// Whether a line begins another block than the one before it in its region.
fn parts(block: &Block, line: &Line, next: Option<&Line>, edges: Edges, setting: &Setting) -> bool {
    let above = &block.lines[block.lines.len() - 1];
    let size = above.size;
    let step = above.y - line.y;
    if above.angle != line.angle || step < -0.3 * size || !(0.89..1.12).contains(&(line.size / size)) {
        return true;
    }
    let ended = is_ended(&above.text);
    let small = starts_small(&line.text);
    let leading = setting.leading.get(&quarters(size)).copied().unwrap_or(1.25 * size);
    let goes_on = small && !ended;
    if step > leading * if goes_on { 1.9 } else { 1.3 } + 0.5 {
        return true;
    }
    let room = edges.right - above.x1;
    let fits = room > line.first + 0.4 * size;
    let width = (edges.right - edges.left).max(1.0);
    if is_bullet(&line.text) || is_raised(&line.text) && size < 0.95 * setting.size {
        return true;
    }
    if above.bold != line.bold && (fits || ended) && !goes_on {
        return true;
    }
    if is_numbered(&line.text) && (ended || fits) {
        return true;
    }
    let middle = |line: &Line| (line.x0 + line.x1) / 2.0;
    let centred =
        (middle(above) - middle(line)).abs() < 0.5 * size && (above.x0 - line.x0).abs() > 0.5 * size && fits;
    let inward = line.x0 - above.x0;
    if !centred && !goes_on && inward > 0.7 * size && inward < 8.0 * size {
        // The second line of an entry whose first one hangs is followed by others on its level.
        let hangs = block.lines.len() == 1
            && !fits
            && next.is_none_or(|next| {
                (next.x0 - line.x0).abs() < 0.5 * size || next.x0 < above.x0 + 0.5 * size && !ended
            });
        if !hangs {
            return true;
        }
    }
    if !centred && !goes_on && -inward > 0.7 * size && block.lines.len() > 1 {
        return true;
    }
    if centred {
        return ended && !small;
    }
    fits && (ended || room > 0.35 * width && !small)
}

/// Whether a text ends as a sentence does.
fn is_ended(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '」' | '』' | '*' | '†' | '‡')
            || is_raised_digit(c)
    });
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '：', '‥', '؟', '۔'])
}

fn starts_small(text: &str) -> bool {
    let first = text.chars().find(|c| !matches!(c, '(' | '“' | '‘' | '"' | '\'' | '«' | '['));
    first.is_some_and(char::is_lowercase)
}

fn is_raised_digit(c: char) -> bool {
    lowered(c).is_some()
}

fn is_raised(text: &str) -> bool {
    text.starts_with(|c| is_raised_digit(c) || matches!(c, '*' | '†' | '‡' | '∗'))
}

/// Whether a text begins with the sign of an item.
pub fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let sign = matches!(
        chars.next(),
        Some('•' | '▪' | '◦' | '‣' | '■' | '●' | '○' | '–' | '—' | '∙' | '⁃' | '▸' | '➢')
    );
    sign && chars.next() == Some(' ')
}

/// Whether a text begins with the number of an item: `1.`, `(a)`, `[12]`, `2.3`.
fn is_numbered(text: &str) -> bool {
    let Some((label, _)) = text.split_once(' ') else { return false };
    let inner = label.trim_matches(['(', ')', '[', ']', '.']);
    let counted = inner.chars().all(|c| c.is_ascii_digit() || c == '.') || inner.chars().count() == 1;
    !inner.is_empty() && inner.len() <= 6 && inner != label && counted
}

fn level(block: &Block, setting: &Setting) -> u8 {
    /// Longer texts are no headings.
    const LONGEST: usize = 240;
    let length: usize = block.lines.iter().map(|line| line.text.len()).sum();
    let letters = block.lines.iter().any(|line| line.text.chars().any(char::is_alphabetic));
    if length > LONGEST || !letters {
        return 0;
    }
    let size = block.lines.iter().map(|line| quarters(line.size)).max().unwrap_or(0);
    if let Some(rank) = setting.headings.iter().position(|&known| known == size) {
        return (rank as u8 + 1).min(6);
    }
    let last = block.lines.last().map_or("", |line| line.text.as_str());
    let bold = !setting.bold && block.lines.len() <= 2 && block.lines.iter().all(|line| line.bold);
    let stands = bold && length <= 120 && !last.ends_with(['.', ',', ';', ':', '。', '，', '；', '：']);
    if stands { (setting.headings.len() as u8 + 1).min(6) } else { 0 }
}

/// The raised marks that each page has in its text.
fn raised_marks(blocks: &[Block]) -> FxHashMap<u32, Vec<String>> {
    let mut marks: FxHashMap<u32, Vec<String>> = FxHashMap::default();
    for line in blocks.iter().flat_map(|block| &block.lines) {
        let mut run = String::new();
        for c in line.text.chars().chain([' ']) {
            if is_raised_digit(c) {
                run.push(c);
            } else if !run.is_empty() {
                marks.entry(line.page).or_default().push(std::mem::take(&mut run));
            }
        }
    }
    marks
}

/// The mark of the note that a block is: in smaller type, with a mark before it that is raised, or that is raised in the text.
fn note(block: &Block, setting: &Setting, marks: &FxHashMap<u32, Vec<String>>) -> Option<String> {
    let first = block.lines.first()?;
    if first.size > 0.95 * setting.size || block.level > 0 {
        return None;
    }
    let mark: String = first
        .text
        .chars()
        .take_while(|&c| is_raised_digit(c) || matches!(c, '*' | '†' | '‡' | '∗'))
        .collect();
    if !mark.is_empty() {
        return Some(mark);
    }
    let digits: String = first.text.chars().take_while(char::is_ascii_digit).collect();
    let spaced = first.text[digits.len()..].starts_with(' ');
    let as_raised: String = digits.chars().filter_map(raised).collect();
    let known = marks.get(&first.page).is_some_and(|marks| marks.contains(&as_raised));
    (!digits.is_empty() && spaced && known).then_some(digits)
}

/// Puts blocks together that are one paragraph in two columns or on two pages.
fn rejoined(blocks: Vec<Block>, edges: &FxHashMap<(u32, u32), Edges>) -> Vec<Block> {
    let items = items(&blocks);
    let mut blocks: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    for at in 0..blocks.len() {
        let Some(mut block) = blocks[at].take() else { continue };
        let mut from = at;
        while let Some(next) = rest(&block, from, &blocks, &items, edges) {
            let Some(more) = blocks[next].take() else { break };
            block.lines.extend(more.lines);
            from = next;
        }
        whole.push(block);
    }
    whole
}

/// Which blocks are items. The number of one follows another, or is followed: what is left of a sentence can begin with a year.
fn items(blocks: &[Block]) -> Vec<bool> {
    /// So many blocks may stand between two items.
    const FAR: usize = 24;
    let first = |block: &Block| block.lines.first().map_or(String::new(), |line| line.text.clone());
    let labels: Vec<String> = blocks.iter().map(first).collect();
    let numbers: Vec<Option<u32>> = labels.iter().map(|text| number(text)).collect();
    let is_item = |at: usize| {
        let Some(number) = numbers[at] else { return is_bullet(&labels[at]) || is_numbered(&labels[at]) };
        let (before, behind) = (at.saturating_sub(FAR)..at, at + 1..(at + 1 + FAR).min(blocks.len()));
        numbers[before].iter().flatten().any(|&other| other + 1 == number)
            || numbers[behind].iter().flatten().any(|&other| other == number + 1)
    };
    (0..blocks.len()).map(is_item).collect()
}

/// The number of an item: that of `12.`, `(12)` and `[12]`.
fn number(text: &str) -> Option<u32> {
    let label = text.split(' ').next().filter(|_| is_numbered(text))?;
    label.trim_matches(['(', ')', '[', ']', '.']).parse().ok()
}

/// The block that an unfinished one goes on in.
fn rest(
    block: &Block,
    at: usize,
    blocks: &[Option<Block>],
    items: &[bool],
    edges: &FxHashMap<(u32, u32), Edges>,
) -> Option<usize> {
    /// So many blocks may stand between the parts of a paragraph.
    const FAR: usize = 40;
    let last = block.lines.last()?;
    if block.level > 0 || is_ended(&last.text) || last.angle != 0 {
        return None;
    }
    let own = (last.page, last.region);
    let full = edges.get(&own).is_some_and(|edges| edges.right - last.x1 < 0.15 * (edges.right - edges.left));
    let alike = |other: &Block| {
        let first = &other.lines[0];
        (first.size - last.size).abs() <= 0.06 * last.size
            && other.level == 0
            && other.note.is_none()
            && first.angle == 0
    };
    let mut other_region = None;
    let mut fallback = None;
    for (next, other) in blocks.iter().enumerate().skip(at + 1).take(FAR) {
        let Some(other) = other else { continue };
        let first = &other.lines[0];
        let place = (first.page, first.region);
        if first.page > last.page + 2 {
            break;
        }
        if place == own {
            // More text of this size means that the block ends where it stands.
            if alike(other) {
                return None;
            }
            continue;
        }
        if !alike(other) {
            continue;
        }
        if starts_small(&first.text) {
            return Some(next);
        }
        let han = first.text.chars().next().is_some_and(is_han)
            && last.text.chars().next_back().is_some_and(is_han);
        let indented = edges.get(&place).is_some_and(|edges| first.x0 - edges.left > 0.7 * first.size);
        let begins = *other_region.get_or_insert(place) == place && fallback.is_none();
        if begins && full && !indented && !items[next] {
            fallback = Some(next);
            if han || other.lines.len() > 6 {
                break;
            }
            continue;
        }
        if other.lines.len() > 6 {
            break;
        }
    }
    fallback
}
