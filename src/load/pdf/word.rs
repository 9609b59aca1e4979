//! Words: glyphs that stand beside each other.
//!
//! Takes the glyphs of a page in the order in which they are drawn and hands on words with their places, apart by the direction
//! in which they run, each direction turned so that it runs from left to right.

use rustc_hash::FxHashMap;
use unicode_normalization::char::compose;

use super::content::Glyph;

/// A word, or a part of one that stands higher or is smaller than the rest.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    /// From its first to behind its last glyph.
    pub x0: f64,
    pub x1: f64,
    /// The line that its letters stand on.
    pub y: f64,
    pub size: f64,
    pub bold: bool,
    /// Whether a space was drawn behind it.
    pub spaced: bool,
}

/// A gap of this many ems parts words. The narrowest spaces of a tight line have two tenths, the widest kerning one.
const GAP: f64 = 0.14;

/// The words of a page by the direction in which they run, in degrees; the direction of most of them first.
pub fn words(glyphs: &[Glyph]) -> Vec<(i32, Vec<Word>)> {
    let mut directions: Vec<(i32, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        let angle = direction(glyph);
        let turned = turned(glyph, angle);
        match directions.iter_mut().find(|(known, _)| *known == angle) {
            Some((_, glyphs)) => glyphs.push(turned),
            None => directions.push((angle, vec![turned])),
        }
    }
    directions.sort_by_key(|(angle, glyphs)| (std::cmp::Reverse(glyphs.len()), *angle));
    directions.into_iter().map(|(angle, glyphs)| (angle, of_direction(&glyphs))).collect()
}

/// The direction in which a glyph is followed by the next, in whole right angles if it nearly is one.
fn direction(glyph: &Glyph) -> i32 {
    if glyph.dx.abs() + glyph.dy.abs() < 1e-9 {
        return 0;
    }
    let degrees = glyph.dy.atan2(glyph.dx).to_degrees();
    let right = (degrees / 90.0).round() * 90.0;
    let degrees = if (degrees - right).abs() <= 8.0 { right } else { (degrees / 5.0).round() * 5.0 };
    // Letters that run from right to left are not upside down.
    (degrees as i32).rem_euclid(360)
}

/// A glyph on a page that is turned so that a direction runs from left to right.
fn turned(glyph: &Glyph, angle: i32) -> Glyph {
    let (x, y, dx) = (glyph.x, glyph.y, glyph.dx.hypot(glyph.dy));
    let (x, y) = match angle {
        0 => (x, y),
        90 => (y, -x),
        180 => (-x, -y),
        270 => (-y, x),
        _ => {
            let (sin, cos) = f64::from(angle).to_radians().sin_cos();
            (x * cos + y * sin, y * cos - x * sin)
        }
    };
    Glyph { x, y, dx, dy: 0.0, ..glyph.clone() }
}

/// The words of glyphs that run from left to right.
fn of_direction(glyphs: &[Glyph]) -> Vec<Word> {
    let mut drawn = Drawn::default();
    let mut words: Vec<Word> = Vec::new();
    // The last glyph of the last word, while that may go on: where it begins.
    let mut open: Option<f64> = None;
    for glyph in glyphs {
        if glyph.text.chars().all(char::is_whitespace) {
            if let Some(word) = words.last_mut().filter(|_| !glyph.text.is_empty() && open.is_some()) {
                word.spaced |= (glyph.y - word.y).abs() < 0.3 * word.size && glyph.x >= word.x0;
            }
            if !glyph.text.is_empty() {
                open = None;
            }
            continue;
        }
        if drawn.before(glyph) {
            continue;
        }
        let end = glyph.x + glyph.dx;
        if let (Some(from), Some(word)) = (open, words.last_mut()) {
            if accented(word, from, glyph) {
                word.x1 = word.x1.max(end);
                continue;
            }
            let level = (glyph.y - word.y).abs() < 0.1 * word.size;
            let alike = (0.87..1.15).contains(&(glyph.size / word.size));
            let gap = glyph.x - word.x1;
            let near = gap < GAP * word.size && gap > -0.4 * word.size && glyph.x >= from - 0.1 * word.size;
            if level && alike && near {
                word.text.push_str(&glyph.text);
                word.x1 = word.x1.max(end);
                open = Some(glyph.x);
                continue;
            }
        }
        let text = glyph.text.trim().to_owned();
        words.push(Word {
            text,
            x0: glyph.x,
            x1: end,
            y: glyph.y,
            size: glyph.size,
            bold: glyph.bold,
            spaced: false,
        });
        open = Some(glyph.x);
        if glyph.text.ends_with(char::is_whitespace) {
            words.last_mut().expect("one was pushed").spaced = true;
            open = None;
        }
    }
    spread(words)
}

/// Glyphs that were drawn, to pass over those that are drawn again in their place to look bold.
#[derive(Default)]
struct Drawn(FxHashMap<(char, i64, i64), (f64, f64)>);

impl Drawn {
    fn before(&mut self, glyph: &Glyph) -> bool {
        let Some(c) = glyph.text.chars().next() else { return true };
        let far = 0.08 * glyph.size;
        let (x, y) = ((glyph.x / far) as i64, (glyph.y / far) as i64);
        let near = |at: &(f64, f64)| (at.0 - glyph.x).abs() < far && (at.1 - glyph.y).abs() < far;
        let known = (-1..=1).any(|i| (-1..=1).any(|j| self.0.get(&(c, x + i, y + j)).is_some_and(near)));
        if !known {
            self.0.insert((c, x, y), (glyph.x, glyph.y));
        }
        known
    }
}

/// The mark that goes over or under a letter where this sign is drawn on it.
fn mark(sign: char) -> Option<char> {
    Some(match sign {
        '`' | 'ˋ' => '\u{300}',
        '´' | 'ˊ' => '\u{301}',
        'ˆ' | '^' => '\u{302}',
        '˜' | '~' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}

/// Whether a glyph and the last one of a word are a letter and the mark that is drawn on it; they are made one then.
fn accented(word: &mut Word, from: f64, glyph: &Glyph) -> bool {
    let (Some(last), Some(next)) = (word.text.chars().next_back(), glyph.text.chars().next()) else {
        return false;
    };
    let (letter, mark) = match (mark(last), mark(next)) {
        (Some(mark), None) if next.is_alphabetic() => (next, mark),
        (None, Some(mark)) if last.is_alphabetic() => (last, mark),
        _ => return false,
    };
    // One lies within the other, or nearly.
    let (start, end) = (from.max(glyph.x), word.x1.min(glyph.x + glyph.dx));
    let narrower = (word.x1 - from).min(glyph.dx);
    if (glyph.y - word.y).abs() > 0.6 * glyph.size || end - start < 0.6 * narrower {
        return false;
    }
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        letter => letter,
    };
    let Some(whole) = compose(letter, mark) else { return false };
    word.text.pop();
    word.text.push(whole);
    word.text.extend(glyph.text.chars().skip(1));
    if mark_first(last) {
        (word.y, word.size) = (glyph.y, glyph.size);
    }
    true
}

fn mark_first(last: char) -> bool {
    mark(last).is_some()
}

/// Makes words of letters that are set apart: `T H E  F E R R Y`.
fn spread(words: Vec<Word>) -> Vec<Word> {
    /// Fewer single letters are letters.
    const FEWEST: usize = 4;
    let single = |word: &Word| word.text.chars().count() == 1 && word.text.chars().all(char::is_alphanumeric);
    let follows = |a: &Word, b: &Word| {
        (a.y - b.y).abs() < 0.1 * a.size
            && (0.0..1.5 * a.size).contains(&(b.x0 - a.x1))
            && (a.size - b.size).abs() < 0.1 * a.size
    };
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let Some(first) = rest.first() {
        let run = rest
            .windows(2)
            .take_while(|pair| single(&pair[0]) && single(&pair[1]) && follows(&pair[0], &pair[1]));
        let run = run.count() + 1;
        if run < FEWEST {
            joined.push(first.clone());
            rest = &rest[1..];
            continue;
        }
        let gaps = rest[..run].windows(2).map(|pair| pair[1].x0 - pair[0].x1);
        let narrow = gaps.fold(f64::MAX, f64::min);
        for (at, word) in rest[..run].iter().enumerate() {
            let apart = at == 0 || word.x0 - rest[at - 1].x1 > narrow + 0.25 * word.size;
            match joined.last_mut().filter(|_| !apart) {
                Some(last) => {
                    last.text.push_str(&word.text);
                    (last.x1, last.spaced) = (word.x1, word.spaced);
                }
                None => joined.push(word.clone()),
            }
        }
        rest = &rest[run..];
    }
    joined
}
