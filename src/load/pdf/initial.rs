//! Initials: the tall letter that a chapter begins with, beside its first lines.
//!
//! Takes the words of a page and sets such a letter on the first of the lines beside it, in their size, so that it is read as
//! the beginning of that line and the other lines stay lines.

use super::word::Word;

/// A letter so much larger than the words beside it is tall.
const TALL: f64 = 1.6;
/// A page has no more tall letters.
const MOST: usize = 64;
/// Letters that are words of their own; behind any other the word goes on, however wide the gap.
const WORDS: &str = "AIOEYÀÈÉÓАВИКОСУЯ";

/// Sets the initials of a page on their lines.
pub fn set(words: &mut [Word]) {
    let candidates: Vec<usize> = (0..words.len()).filter(|&at| letter(&words[at]).is_some()).collect();
    let mut sizes: Vec<f64> = words.iter().map(|word| word.size).collect();
    let Some(middle) = sizes.len().checked_sub(1).map(|last| last / 2) else { return };
    let (_, &mut middle, _) = sizes.select_nth_unstable_by(middle, f64::total_cmp);
    for at in
        candidates.into_iter().filter(|&at| words[at].size >= TALL * middle).take(MOST).collect::<Vec<_>>()
    {
        let Some(next) = first_beside(&words[at], words) else { continue };
        let (x0, y, size) = (words[next].x0, words[next].y, words[next].size);
        let goes_on = words[next].text.starts_with(char::is_alphabetic)
            && letter(&words[at]).is_some_and(|letter| !WORDS.contains(letter));
        let initial = &mut words[at];
        (initial.y, initial.size) = (y, size);
        if goes_on {
            (initial.x1, initial.spaced) = (x0, false);
        }
    }
}

/// The one letter that a word is made of, if need be behind a quotation mark.
fn letter(word: &Word) -> Option<char> {
    let mut chars = word.text.chars().skip_while(|c| matches!(c, '“' | '‘' | '"' | '«' | '„' | '\''));
    let letter = chars.next().filter(|c| c.is_uppercase())?;
    chars.next().is_none().then_some(letter)
}

/// The first word of the first line beside a tall letter, where it stands beside two lines or more.
fn first_beside(initial: &Word, words: &[Word]) -> Option<usize> {
    let beside = |word: &Word| {
        let rise = word.y - initial.y;
        let gap = word.x0 - initial.x1;
        initial.size >= TALL * word.size
            && (-0.2 * initial.size..0.6 * initial.size).contains(&gap)
            && (-0.4 * word.size..0.8 * initial.size).contains(&rise)
    };
    let mut near: Vec<usize> = (0..words.len()).filter(|&at| beside(&words[at])).collect();
    near.sort_by(|&a, &b| words[b].y.total_cmp(&words[a].y).then(words[a].x0.total_cmp(&words[b].x0)));
    let (top, bottom) = (&words[*near.first()?], &words[*near.last()?]);
    if top.y - bottom.y < 0.8 * top.size {
        return None;
    }
    let level = near.into_iter().take_while(|&at| top.y - words[at].y < 0.3 * top.size);
    level.min_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0))
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    fn word(text: &str, x0: f64, y: f64, size: f64) -> Word {
        let x1 = x0 + 0.5 * size * text.chars().count() as f64;
        Word { text: text.into(), x0, x1, y, size, bold: false, spaced: false }
    }

    fn texts(mut words: Vec<Word>) -> Vec<String> {
        set(&mut words);
        line::lines(words, 0, 0, 0).into_iter().map(|line| line.text).collect()
    }

    /// Two lines beside an initial and one below it, of words of five letters.
    fn page(initial: &str, gap: f64, first: &str) -> Vec<Word> {
        let tall = word(initial, 50.0, 688.0, 30.0);
        let x = tall.x1;
        vec![
            tall,
            word(first, x + gap, 700.0, 10.0),
            word("ferry", x + 40.0, 700.0, 10.0),
            word("boats", x + 5.0, 688.0, 10.0),
            word("piers", x + 40.0, 688.0, 10.0),
            word("quays", 50.0, 676.0, 10.0),
        ]
    }

    #[test]
    fn an_initial_begins_the_first_of_the_lines_beside_it() {
        assert_eq!(texts(page("T", 0.0, "he")), ["The ferry", "boats piers", "quays"]);
        assert_eq!(texts(page("T", 4.0, "he")), ["The ferry", "boats piers", "quays"]);
        assert_eq!(texts(page("A", 4.0, "mole")), ["A mole ferry", "boats piers", "quays"]);
        assert_eq!(texts(page("“W", 0.5, "e")), ["“We ferry", "boats piers", "quays"]);
    }

    #[test]
    fn a_large_letter_beside_one_line_is_none() {
        let mut words = vec![word("T", 50.0, 700.0, 30.0), word("ferry", 90.0, 700.0, 10.0)];
        words.extend((0..4).map(|at| word("quays", 50.0, 676.0 - 12.0 * f64::from(at), 10.0)));
        set(&mut words);
        assert_eq!(words[0].size, 30.0);
    }
}
