//! Numbers of lines in the margin of a page, as manuscripts, transcripts and bills have them.
//!
//! Takes the words of a page after those of the page before it and drops a column of whole numbers at the edge of the text that
//! rise evenly with its lines. Numbers of items and of a table's rows stay: they do not count lines of running text.

use super::word::Word;

/// Numbers whose ends lie so near each other, in points, stand in one column.
const ALIGNED: f64 = 1.5;
/// Fewer numbers that stand at every line count nothing; where they stand at every fifth, few are enough.
const FEWEST: usize = 8;
const FEWEST_APART: usize = 4;
/// Numbers stand at every tenth line at most.
const WIDEST: usize = 10;
/// A page shows no more lines.
const ROWS: usize = 2000;

/// How the lines of the page before were counted.
#[derive(Default)]
pub struct Count(Option<Known>);

#[derive(Clone, Copy)]
struct Known {
    step: usize,
    last: usize,
}

/// A number at the edge of a row.
struct Number {
    /// Its place among the words.
    word: usize,
    row: usize,
    value: usize,
}

/// Words on one level, from left to right, as places.
type Row = Vec<usize>;

/// Drops the numbers of lines from the words of a page.
pub fn drop(words: &mut Vec<Word>, count: &mut Count) {
    let rows = rows(words);
    if rows.len() > ROWS {
        return;
    }
    let mut dropped: Vec<usize> = Vec::new();
    let mut known = None;
    for left in [true, false] {
        if let Some((numbers, step)) = counting(words, &rows, left, count.0) {
            known = known.max(numbers.last().map(|number| (number.value, step)));
            dropped.extend(numbers.iter().map(|number| number.word));
        }
    }
    count.0 = known.map(|(last, step)| Known { step, last }).or(count.0);
    dropped.sort_unstable();
    let mut at = 0;
    words.retain(|_| {
        at += 1;
        dropped.binary_search(&(at - 1)).is_err()
    });
}

/// The rows of a page, from top to bottom.
fn rows(words: &[Word]) -> Vec<Row> {
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|&a, &b| words[b].y.total_cmp(&words[a].y));
    let mut rows: Vec<(f64, f64, Row)> = Vec::new();
    for at in order {
        let word = &words[at];
        match rows.last_mut().filter(|(y, size, _)| *y - word.y < 0.5 * size.max(word.size)) {
            Some((_, size, row)) => {
                *size = size.max(word.size);
                row.push(at);
            }
            None => rows.push((word.y, word.size, vec![at])),
        }
    }
    let sorted = |mut row: Row| {
        row.sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
        row
    };
    rows.into_iter().map(|(_, _, row)| sorted(row)).collect()
}

/// The numbers at the left or right that count the lines of a page, and the step in which they do.
fn counting(words: &[Word], rows: &[Row], left: bool, before: Option<Known>) -> Option<(Vec<Number>, usize)> {
    let numbers = aligned(words, at_edge(words, rows, left));
    let (first, last) = (numbers.first()?.row, numbers.last()?.row);
    // Every number that counts stands so many rows behind the last one as it is higher.
    let steps = |pair: &[Number]| {
        let step = pair[1].value.checked_sub(pair[0].value)?;
        (step == pair[1].row - pair[0].row && (1..=WIDEST).contains(&step)).then_some(step)
    };
    let step = match numbers.windows(2).find_map(steps) {
        Some(step) => step,
        None => before?.step,
    };
    let good = numbers.windows(2).filter(|pair| steps(pair) == Some(step)).count();
    let rises = numbers.windows(2).all(|pair| pair[0].value < pair[1].value);
    if !rises || good * 10 < (numbers.len() - 1) * 8 {
        return None;
    }
    // What stands beside the numbers begins behind them.
    let edge = numbers.iter().map(|number| if left { words[number.word].x1 } else { -words[number.word].x0 });
    let edge = edge.fold(f64::MIN, f64::max);
    let inner: Vec<&[usize]> = rows[first..=last]
        .iter()
        .map(|row| {
            let number = |at: &usize| numbers.iter().any(|number| number.word == *at);
            match left {
                true => &row[row.first().is_some_and(number) as usize..],
                false => &row[..row.len() - row.last().is_some_and(number) as usize],
            }
        })
        .filter(|row| !row.is_empty())
        .collect();
    let clear = |row: &&&[usize]| match left {
        true => words[row[0]].x0 > edge,
        false => -words[row[row.len() - 1]].x1 > edge,
    };
    if inner.iter().filter(clear).count() < inner.len() {
        return None;
    }
    let goes_on = before.is_some_and(|known| {
        known.step == step && (numbers[0].value == known.last + step || numbers[0].value == step)
    });
    let counts = goes_on
        || match step {
            1 => numbers.len() >= FEWEST && runs_on(words, &inner),
            _ => numbers.len() >= FEWEST_APART && numbers[0].value.is_multiple_of(step),
        };
    counts.then_some((numbers, step))
}

/// The whole numbers at the edges of rows, well apart from what stands beside them.
fn at_edge(words: &[Word], rows: &[Row], left: bool) -> Vec<Number> {
    /// In ems.
    const APART: f64 = 0.4;
    let number = |(row, of): (usize, &Row)| {
        let (word, beside) = match left {
            true => (*of.first()?, of.get(1)),
            false => (*of.last()?, of.len().checked_sub(2).map(|at| &of[at])),
        };
        let apart = beside.is_none_or(|&beside| {
            let (a, b) = if left { (word, beside) } else { (beside, word) };
            words[b].x0 - words[a].x1 >= APART * words[beside].size
        });
        let text = &words[word].text;
        let decimal = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let value = text.parse().ok().filter(|_| decimal && apart)?;
        Some(Number { word, row, value })
    };
    rows.iter().enumerate().filter_map(number).collect()
}

/// Those of the numbers that begin in one place, or that end in one, whichever are more.
fn aligned(words: &[Word], numbers: Vec<Number>) -> Vec<Number> {
    let place = |number: &Number, end: bool| {
        let word = &words[number.word];
        if end { word.x1 } else { word.x0 }
    };
    let mut best = (0, 0.0, true);
    for end in [true, false] {
        let mut places: Vec<f64> = numbers.iter().map(|number| place(number, end)).collect();
        places.sort_by(f64::total_cmp);
        for (at, from) in places.iter().enumerate() {
            let count = places.partition_point(|place| *place <= from + ALIGNED) - at;
            if count > best.0 {
                best = (count, *from, end);
            }
        }
    }
    let (_, from, end) = best;
    let near = |number: &Number| (from..=from + ALIGNED).contains(&place(number, end));
    numbers.into_iter().filter(near).collect()
}

/// Whether rows are lines of running text: long ones, many of which begin within a sentence.
fn runs_on(words: &[Word], rows: &[&[usize]]) -> bool {
    /// In ems.
    const LONG: f64 = 18.0;
    let first = |row: &[usize]| words[row[0]].text.chars().find(|c| c.is_alphabetic());
    let small = rows.iter().filter(|row| first(row).is_some_and(|c| !c.is_uppercase())).count();
    let long = rows.iter().filter(|row| {
        let (from, to) = (&words[row[0]], &words[row[row.len() - 1]]);
        to.x1 - from.x0 >= LONG * from.size
    });
    small * 5 >= rows.len() && long.count() * 2 >= rows.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f64, y: f64) -> Word {
        let x1 = x0 + 5.0 * text.chars().count() as f64;
        Word { text: text.into(), x0, x1, y, size: 10.0, bold: false, spaced: true }
    }

    /// A page of lines with the numbers that stand before some of them.
    fn page(lines: &[(&str, &str)]) -> Vec<Word> {
        let mut words = Vec::new();
        for (at, (number, text)) in lines.iter().enumerate() {
            let y = 700.0 - 14.0 * at as f64;
            if !number.is_empty() {
                words.push(word(number, 60.0 - 5.0 * number.len() as f64, y));
            }
            let mut x = 80.0;
            for text in text.split_whitespace() {
                words.push(word(text, x, y));
                x = words[words.len() - 1].x1 + 3.0;
            }
        }
        words
    }

    fn left(words: &[Word]) -> Vec<&str> {
        let number = |word: &&Word| word.text.bytes().all(|byte| byte.is_ascii_digit());
        words.iter().filter(number).map(|word| word.text.as_str()).collect()
    }

    const LINE: &str = "of the ferry that went to the far quay with four sacks of flour";

    #[test]
    fn the_numbers_of_lines_are_dropped() {
        let numbers: Vec<String> = (1..=12).map(|number| number.to_string()).collect();
        let lines: Vec<(&str, &str)> = numbers.iter().map(|number| (number.as_str(), LINE)).collect();
        let mut count = Count::default();
        let mut words = page(&lines);
        drop(&mut words, &mut count);
        assert_eq!(left(&words), Vec::<&str>::new());
        let mut last = page(&[("13", LINE), ("14", "It sank.")]);
        drop(&mut last, &mut count);
        assert_eq!(left(&last), Vec::<&str>::new());
    }

    #[test]
    fn the_numbers_of_every_fifth_line_are_dropped() {
        let numbers: Vec<String> =
            (1..=22).map(|line| if line % 5 == 0 { line.to_string() } else { String::new() }).collect();
        let lines: Vec<(&str, &str)> =
            numbers.iter().map(|number| (number.as_str(), "The verse of the quay")).collect();
        let mut words = page(&lines);
        drop(&mut words, &mut Count::default());
        assert_eq!(left(&words), Vec::<&str>::new());
    }

    #[test]
    fn the_numbers_of_items_stay() {
        let numbers: Vec<String> = (1..=12).map(|number| number.to_string()).collect();
        let lines: Vec<(&str, &str)> =
            numbers.iter().map(|number| (number.as_str(), "Boats of the harbour master")).collect();
        let mut words = page(&lines);
        drop(&mut words, &mut Count::default());
        assert_eq!(left(&words).len(), 12);
        let lines: Vec<(&str, &str)> =
            numbers.iter().flat_map(|number| [(number.as_str(), LINE), ("", LINE)]).collect();
        let mut words = page(&lines);
        drop(&mut words, &mut Count::default());
        assert_eq!(left(&words).len(), 12);
    }

    #[test]
    fn a_number_that_a_line_begins_with_stays() {
        let mut lines = vec![("", LINE); 12];
        lines[4].1 = "12 sacks of flour and then went to the far quay";
        lines[5].1 = "13 sacks of flour and then went to the far quay";
        let mut words = page(&lines);
        drop(&mut words, &mut Count::default());
        assert_eq!(left(&words), ["12", "13"]);
    }
}
