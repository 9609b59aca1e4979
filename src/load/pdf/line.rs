//! Lines: the words that stand on one level of a region, put together with their spaces.
//!
//! Takes the words of a region and hands on lines from top to bottom. What stands raised behind a word is written in raised
//! characters, as a note's mark is. Lines that run from right to left are turned into the order in which they are read.

use super::column::is_han;
use super::face::UNMAPPED;
use super::word::Word;
use crate::fold::raised;

/// A line of text on a page.
#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    /// The level that its letters stand on, from the bottom of the page.
    pub y: f64,
    pub size: f64,
    /// Whether most of it is bold.
    pub bold: bool,
    /// The width of its first word, which the line before had no room for.
    pub first: f64,
    /// The page, from 0, and the region of it.
    pub page: u32,
    pub region: u32,
    /// In degrees; 0 runs from left to right.
    pub angle: i32,
}

/// The lines of a region, from top to bottom.
pub fn lines(mut words: Vec<Word>, page: u32, region: u32, angle: i32) -> Vec<Line> {
    words.retain(|word| word.text.chars().any(|c| c != UNMAPPED));
    words.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        match rows.last_mut().filter(|row| (row.y - word.y).abs() <= 0.2 * row.size.max(word.size)) {
            Some(row) => row.add(word),
            None => rows.push(Row::of(word)),
        }
    }
    attach(&mut rows);
    rows.into_iter().map(|row| row.line(page, region, angle)).collect()
}

struct Row {
    words: Vec<Word>,
    y: f64,
    size: f64,
    /// How many characters have that size.
    weight: usize,
}

impl Row {
    fn of(word: Word) -> Row {
        Row { y: word.y, size: word.size, weight: word.text.chars().count(), words: vec![word] }
    }

    fn add(&mut self, word: Word) {
        let weight = word.text.chars().count();
        if word.size > 1.1 * self.size && weight * 2 >= self.weight {
            (self.size, self.weight, self.y) = (word.size, weight, word.y);
        } else if (word.size - self.size).abs() <= 0.1 * self.size {
            self.weight += weight;
        }
        self.words.push(word);
    }

    fn x0(&self) -> f64 {
        self.words.iter().map(|word| word.x0).fold(f64::MAX, f64::min)
    }

    fn x1(&self) -> f64 {
        self.words.iter().map(|word| word.x1).fold(f64::MIN, f64::max)
    }

    /// Whether a smaller row stands raised or lowered on this one.
    fn carries(&self, small: &Row) -> bool {
        let rise = small.y - self.y;
        let near = |word: &Word| {
            // A note's mark stands a little before its note.
            let (before, behind) = (2.0 * self.size, 0.8 * self.size);
            self.words.iter().any(|own| own.x0 - before <= word.x1 && word.x0 <= own.x1 + behind)
        };
        let within = match small.size <= 0.86 * self.size {
            true => (-0.4 * self.size..0.7 * self.size).contains(&rise),
            // Signs of the same size are lowered in logograms, and no line is so near another.
            false => rise.abs() <= 0.45 * small.size.min(self.size) && small.weight <= self.weight,
        };
        within && small.words.iter().all(near)
    }

    fn line(mut self, page: u32, region: u32, angle: i32) -> Line {
        self.words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let (x0, x1) = (self.x0(), self.x1());
        let mut text = String::new();
        let mut before: Option<&Word> = None;
        for word in &self.words {
            if before.is_some_and(|before| is_apart(before, word)) {
                text.push(' ');
            }
            let raised = word.size <= 0.86 * self.size && word.y - self.y > 0.12 * self.size;
            match raised.then(|| raised_form(&word.text)).flatten() {
                Some(raised) => text.push_str(&raised),
                None => text.push_str(&word.text),
            }
            before = Some(word);
        }
        let bold: usize = self.words.iter().filter(|word| word.bold).map(|word| word.text.len()).sum();
        let all: usize = self.words.iter().map(|word| word.text.len()).sum();
        if is_leftward(&text) {
            text = turned(&text);
        }
        let first = self.words.first().map_or(0.0, |word| word.x1 - word.x0);
        Line { text, x0, x1, y: self.y, size: self.size, bold: bold * 2 > all, first, page, region, angle }
    }
}

/// Puts rows of raised and lowered signs into the rows that they belong to.
fn attach(rows: &mut Vec<Row>) {
    let mut at = 0;
    while at < rows.len() {
        let above = at.checked_sub(1).filter(|&above| rows[above].carries(&rows[at]));
        let below = Some(at + 1).filter(|&below| below < rows.len() && rows[below].carries(&rows[at]));
        match below.or(above) {
            Some(to) => {
                let words = std::mem::take(&mut rows[at].words);
                rows[to].words.extend(words);
                rows.remove(at);
            }
            None => at += 1,
        }
    }
}

/// Whether a space stands between two words of a line.
fn is_apart(a: &Word, b: &Word) -> bool {
    let size = a.size.min(b.size);
    let gap = b.x0 - a.x1;
    let (last, first) = (a.text.chars().next_back().unwrap_or(' '), b.text.chars().next().unwrap_or(' '));
    if is_han(last) && is_han(first) {
        // Ideographs are set apart to fill a line; a whole empty one is meant.
        return gap > 0.9 * size;
    }
    gap > 0.14 * size || a.spaced && gap > -0.3 * size
}

/// Digits and signs of notes in their raised characters.
fn raised_form(text: &str) -> Option<String> {
    let is_sign =
        |c: &char| matches!(c, ',' | '*' | '†' | '‡' | '§' | '¶' | '∗' | '(' | ')' | '[' | ']' | '–' | '-');
    text.chars().map(|c| raised(c).or_else(|| Some(c).filter(is_sign))).collect()
}

/// Whether most letters of a text run from right to left.
fn is_leftward(text: &str) -> bool {
    let leftward = text.chars().filter(|&c| runs_left(c)).count();
    leftward > 0 && leftward * 2 > text.chars().filter(|c| c.is_alphabetic()).count()
}

fn runs_left(c: char) -> bool {
    // Numbers run from left to right in every script.
    !c.is_numeric() && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// A line that stands as it is seen, in the order in which it is read: turned, but for its numbers and foreign words.
fn turned(text: &str) -> String {
    let mut clusters: Vec<String> = Vec::new();
    for c in text.chars() {
        match clusters.last_mut().filter(|_| unicode_normalization::char::is_combining_mark(c)) {
            Some(cluster) => cluster.push(c),
            None => clusters.push(c.to_string()),
        }
    }
    clusters.reverse();
    let foreign =
        |cluster: &String| cluster.chars().next().is_some_and(|c| c.is_alphanumeric() && !runs_left(c));
    let mut read: Vec<String> = Vec::with_capacity(clusters.len());
    let mut at = 0;
    while at < clusters.len() {
        if !foreign(&clusters[at]) {
            read.push(mirrored(&clusters[at]));
            at += 1;
            continue;
        }
        let last = (at..clusters.len())
            .take_while(|&i| foreign(&clusters[i]) || !clusters[i].chars().any(runs_left));
        let last = last.filter(|&i| foreign(&clusters[i])).last().unwrap_or(at);
        read.extend(clusters[at..=last].iter().rev().cloned());
        at = last + 1;
    }
    read.concat()
}

fn mirrored(cluster: &str) -> String {
    match cluster {
        "(" => ")".into(),
        ")" => "(".into(),
        "[" => "]".into(),
        "]" => "[".into(),
        "«" => "»".into(),
        "»" => "«".into(),
        _ => cluster.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f64, y: f64, size: f64) -> Word {
        let x1 = x0 + 0.5 * size * text.chars().count() as f64;
        Word { text: text.into(), x0, x1, y, size, bold: false, spaced: false }
    }

    fn texts(words: Vec<Word>) -> Vec<String> {
        lines(words, 0, 0, 0).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn what_is_raised_is_a_mark_and_what_is_not_a_digit_a_letter() {
        let words = vec![
            word("ferry.", 0.0, 100.0, 10.0),
            word("12", 30.0, 104.0, 6.0),
            word("The", 42.0, 100.0, 10.0),
            word("3", 60.0, 100.0, 10.0),
            word("rd", 65.0, 104.0, 6.0),
        ];
        assert_eq!(texts(words), ["ferry.¹² The 3rd"]);
    }

    #[test]
    fn a_line_below_is_another_line() {
        let words = vec![word("one", 0.0, 100.0, 10.0), word("two", 0.0, 90.5, 8.0)];
        assert_eq!(texts(words), ["one", "two"]);
    }

    #[test]
    fn lines_from_right_to_left_are_read_so() {
        let seen: String = "המעבורת יצאה ב 1921 מן (הנמל)".chars().rev().collect();
        let seen = seen.replace("1291", "1921").replace(")למנה(", "(למנה)");
        assert_eq!(turned(&seen), "המעבורת יצאה ב 1921 מן (הנמל)");
        let arabic: String = "سنة ٢٠٢٢".chars().rev().collect();
        assert_eq!(turned(&arabic.replace("٢٢٠٢", "٢٠٢٢")), "سنة ٢٠٢٢");
    }
}
