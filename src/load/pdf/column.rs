//! The order in which the parts of a page are read: columns one after the other, and what stands over both before them.
//!
//! Takes the words of a page and hands on regions, in each of which lines follow each other from top to bottom.

use super::word::Word;

/// Words of one line whose gaps are narrower than this many ems belong together.
const NARROW: f64 = 0.7;
/// Lines so many ems apart in height stand side by side: those of two columns need not stand on the same levels.
const BESIDE: f64 = 0.9;
/// Lines so near each other in height stand on one level.
const LEVEL: f64 = 0.6;
/// Fewer lines side by side are no columns.
const FEWEST: usize = 4;
/// In a column of a page that has columns, fewer are enough.
const FEWEST_WITHIN: usize = 3;
/// Columns lie in columns no deeper.
const DEEPEST: usize = 4;

/// The regions of a page, in the order in which they are read.
pub fn regions(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut regions = Vec::new();
    split(words, 0, &mut regions);
    regions
}

/// Words of a line that stand near each other.
struct Run {
    words: Vec<Word>,
    x0: f64,
    x1: f64,
    y: f64,
    size: f64,
}

/// A stretch of white between two columns.
#[derive(Clone, Copy)]
struct Gutter {
    x0: f64,
    x1: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Over,
}

fn split(words: Vec<Word>, depth: usize, regions: &mut Vec<Vec<Word>>) {
    let runs = runs(words);
    let pairs = pairs(&runs.iter().collect::<Vec<_>>());
    let fewest = if depth == 0 { FEWEST } else { FEWEST_WITHIN };
    let Some(gutter) = gutter(&pairs, fewest).filter(|_| depth < DEEPEST) else {
        return push(runs.into_iter().flat_map(|run| run.words).collect(), regions);
    };
    let mut runs: Vec<Run> = runs.into_iter().flat_map(|run| parted(run, gutter)).collect();
    runs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut bands: Vec<(bool, Vec<Run>)> = Vec::new();
    for run in runs {
        let over = side(&run, gutter) == Side::Over;
        match bands.last_mut().filter(|(known, _)| *known == over) {
            Some((_, band)) => band.push(run),
            None => bands.push((over, vec![run])),
        }
    }
    let mut plain: Vec<Word> = Vec::new();
    for (over, band) in bands {
        if over || !is_columns(&band, gutter) {
            plain.extend(band.into_iter().flat_map(|run| run.words));
            continue;
        }
        push(std::mem::take(&mut plain), regions);
        let (left, right): (Vec<Run>, Vec<Run>) =
            band.into_iter().partition(|run| side(run, gutter) == Side::Left);
        for side in [left, right] {
            split(side.into_iter().flat_map(|run| run.words).collect(), depth + 1, regions);
        }
    }
    push(plain, regions);
}

/// Whether a band of a page, in which nothing stands over the gutter, is read a column after a column.
fn is_columns(band: &[Run], gutter: Gutter) -> bool {
    let (left, right): (Vec<&Run>, Vec<&Run>) = band.iter().partition(|run| side(run, gutter) == Side::Left);
    let (lines, others) = (rows(&left).len(), rows(&right).len());
    let many = lines.min(others) >= 3 || lines.min(others) >= 1 && lines.max(others) >= 6;
    many && is_prose(&left, 1) && (is_prose(&right, 1) || is_margin(&left, &right))
}

fn push(region: Vec<Word>, regions: &mut Vec<Vec<Word>>) {
    if !region.is_empty() {
        regions.push(region);
    }
}

/// Words that follow each other on a line without a wide gap.
fn runs(words: Vec<Word>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for word in words {
        let last = runs.last_mut().filter(|run| {
            let rise = word.y - run.y;
            let gap = word.x0 - run.x1;
            rise.abs() < 0.6 * run.size.max(word.size) && (-0.2 * run.size..NARROW * run.size).contains(&gap)
        });
        match last {
            Some(run) => {
                run.x1 = run.x1.max(word.x1);
                if word.size > run.size * 1.1 {
                    (run.y, run.size) = (word.y, word.size);
                }
                run.words.push(word);
            }
            None => {
                runs.push(Run { x0: word.x0, x1: word.x1, y: word.y, size: word.size, words: vec![word] })
            }
        }
    }
    runs
}

/// For each run the white between it and the nearest one to its right: on its level, or else beside it.
fn pairs(runs: &[&Run]) -> Vec<Gutter> {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|&a, &b| runs[b].y.total_cmp(&runs[a].y));
    let mut pairs = Vec::new();
    for (rank, &left) in order.iter().enumerate() {
        let run = &runs[left];
        let within = |far: f64| {
            let level = move |other: &&usize| (runs[**other].y - run.y).abs() < far * run.size;
            let above = order[..rank].iter().rev().take_while(level);
            let below = order[rank + 1..].iter().take_while(level);
            let right = above.chain(below).filter(|&&other| runs[other].x0 >= run.x1);
            right.min_by(|&&a, &&b| runs[a].x0.total_cmp(&runs[b].x0))
        };
        if let Some(&right) = within(LEVEL).or_else(|| within(BESIDE)) {
            let white = Gutter { x0: run.x1, x1: runs[right].x0 };
            // Narrower white is a space.
            if white.x1 - white.x0 >= NARROW * run.size.min(runs[right].size) {
                pairs.push(white);
            }
        }
    }
    pairs
}

/// The stretch of white that most lines have in one place.
fn gutter(pairs: &[Gutter], fewest: usize) -> Option<Gutter> {
    let mut edges: Vec<(f64, i32)> = pairs.iter().flat_map(|white| [(white.x0, 1), (white.x1, -1)]).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut best: Option<(i32, Gutter)> = None;
    let mut count = 0;
    for pair in edges.windows(2) {
        count += pair[0].1;
        let white = Gutter { x0: pair[0].0, x1: pair[1].0 };
        let wider = |known: &(i32, Gutter)| {
            count > known.0 || count == known.0 && white.x1 - white.x0 > known.1.x1 - known.1.x0
        };
        if best.as_ref().is_none_or(wider) {
            best = Some((count, white));
        }
    }
    best.filter(|(count, _)| *count as usize >= fewest).map(|(_, gutter)| gutter)
}

fn side(run: &Run, gutter: Gutter) -> Side {
    let middle = (gutter.x0 + gutter.x1) / 2.0;
    let reach = 0.2 * run.size;
    if run.x1 <= middle + reach {
        Side::Left
    } else if run.x0 >= middle - reach {
        Side::Right
    } else if run.x1 <= gutter.x1 {
        // A cell may stand out of its column into the white.
        Side::Left
    } else if run.x0 >= gutter.x0 {
        Side::Right
    } else {
        Side::Over
    }
}

/// A run over the gutter as two, where it has a gap there that is wide for a space.
fn parted(run: Run, gutter: Gutter) -> Vec<Run> {
    /// A gap so wide, in ems, is no space of a line that runs on.
    const WIDE: f64 = 0.5;
    let middle = (gutter.x0 + gutter.x1) / 2.0;
    let at = run.words.windows(2).position(|pair| {
        pair[0].x1 <= middle + 0.2 * run.size
            && pair[1].x0 >= middle - 0.2 * run.size
            && pair[1].x0 - pair[0].x1 >= WIDE * run.size
    });
    let Some(at) = at else { return vec![run] };
    let mut left = run.words;
    let right = left.split_off(at + 1);
    let of = |words: Vec<Word>| Run {
        x0: words[0].x0,
        x1: words.iter().map(|word| word.x1).fold(f64::MIN, f64::max),
        y: run.y,
        size: run.size,
        words,
    };
    vec![of(left), of(right)]
}

/// The lines of a side: for each its width in ems, its words and its ideographs.
fn rows(side: &[&Run]) -> Vec<(f64, usize)> {
    struct Row {
        y: f64,
        x0: f64,
        x1: f64,
        size: f64,
        words: usize,
    }
    let mut rows: Vec<Row> = Vec::new();
    for run in side {
        let ideographs = run.words.iter().flat_map(|word| word.text.chars()).filter(|&c| is_han(c)).count();
        let words = run.words.len() + ideographs / 2;
        let on = |row: &&mut Row| (row.y - run.y).abs() < 0.5 * run.size.max(row.size);
        match rows.last_mut().filter(on) {
            Some(row) => {
                (row.x0, row.x1) = (row.x0.min(run.x0), row.x1.max(run.x1));
                (row.size, row.words) = (row.size.max(run.size), row.words + words);
            }
            None => rows.push(Row { y: run.y, x0: run.x0, x1: run.x1, size: run.size, words }),
        }
    }
    rows.iter().map(|row| ((row.x1 - row.x0) / row.size, row.words)).collect()
}

/// Whether lines are those of a column of prose: wide, with words in them, and most as wide as the widest.
fn is_prose(side: &[&Run], depth: usize) -> bool {
    is_column(side) || depth < DEEPEST && are_columns(side, depth + 1)
}

/// Whether a side is itself made of columns of prose, with little that stands over two of them.
fn are_columns(side: &[&Run], depth: usize) -> bool {
    let Some(gutter) = gutter(&pairs(side), FEWEST_WITHIN) else { return false };
    let of = |wanted: Side| -> Vec<&Run> {
        side.iter().copied().filter(|run| self::side(run, gutter) == wanted).collect()
    };
    let (left, right) = (of(Side::Left), of(Side::Right));
    let over = side.len() - left.len() - right.len();
    over * 5 < side.len() && is_prose(&left, depth) && is_prose(&right, depth)
}

/// Whether lines are those of one column of prose.
fn is_column(side: &[&Run]) -> bool {
    /// In ems.
    const NARROWEST: f64 = 9.0;
    let rows = rows(side);
    let widest = rows.iter().map(|row| row.0).fold(0.0, f64::max);
    let full = rows.iter().filter(|row| row.0 >= 0.6 * widest).count();
    let words: usize = rows.iter().map(|row| row.1).sum();
    widest >= NARROWEST && full * 5 >= rows.len() * 2 && words as f64 >= 3.0 * rows.len() as f64
}

/// Whether lines beside a column stand in its margin: few, narrow, and of words.
fn is_margin(column: &[&Run], margin: &[&Run]) -> bool {
    let (column, rows) = (rows(column), rows(margin));
    let letters =
        |run: &&Run| run.words.iter().any(|word| word.text.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let wide = column.iter().map(|row| row.0).fold(0.0, f64::max);
    rows.len() * 2 <= column.len()
        && wide >= 20.0
        && margin.iter().filter(|run| letters(run)).count() * 2 > margin.len()
}

/// Whether a character is written without spaces round it.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{31c0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of words at a place.
    fn line(text: &str, x: f64, y: f64) -> Vec<Word> {
        let mut x0 = x;
        let word = |text: &str| {
            let x1 = x0 + 5.0 * text.len() as f64;
            let word = Word { text: text.into(), x0, x1, y, size: 10.0, bold: false, spaced: true };
            x0 = x1 + 3.0;
            word
        };
        text.split(' ').map(word).collect()
    }

    fn texts(words: Vec<Word>) -> Vec<String> {
        let text =
            |region: Vec<Word>| region.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        regions(words).into_iter().map(text).collect()
    }

    const LEFT: &str = "left of the ferry at the quay";
    const MIDDLE: &str = "middle of the river at dawn";
    const RIGHT: &str = "right of the mill and its wall";

    fn times(text: &str, count: usize) -> String {
        vec![text; count].join(" ")
    }

    #[test]
    fn columns_whose_lines_stand_on_other_levels_are_read_one_after_the_other() {
        for offset in [0.0, 6.0, 7.0, 8.0] {
            let mut words = Vec::new();
            for at in 0..9 {
                words.extend(line(LEFT, 50.0, 700.0 - 14.0 * f64::from(at)));
            }
            words.extend(line("A heading", 250.0, 700.0));
            for at in 0..7 {
                words.extend(line(MIDDLE, 250.0, 700.0 - 14.0 * f64::from(at + 2) + offset));
            }
            // The last column has few lines.
            for at in 0..4 {
                words.extend(line(RIGHT, 450.0, 700.0 - 14.0 * f64::from(at)));
            }
            let middle = format!("A heading {}", times(MIDDLE, 7));
            assert_eq!(texts(words), [times(LEFT, 9), middle, times(RIGHT, 4)], "{offset}");
        }
    }

    #[test]
    fn a_cell_that_stands_out_into_the_white_parts_no_columns() {
        let mut words = Vec::new();
        for at in 0..12 {
            let y = 700.0 - 14.0 * f64::from(at);
            words.extend(line(LEFT, 50.0, y));
            match at {
                0..3 => words.extend(line("Sluice", 250.0, y).into_iter().chain(line(
                    "was shut the morning",
                    321.0,
                    y,
                ))),
                _ => words.extend(line(RIGHT, 250.0, y)),
            }
            words.extend(line(MIDDLE, 435.0, y));
        }
        let read = texts(words);
        assert_eq!(read[0], times(LEFT, 12), "{read:?}");
        assert_eq!(read[read.len() - 1], times(MIDDLE, 12), "{read:?}");
    }
}
