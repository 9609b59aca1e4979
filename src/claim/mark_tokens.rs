//! The quotation marks in a text, each with what its neighbours and its glyph let it be.
//!
//! Takes a range of masked text and hands on its marks for `marks` to pair.

use std::ops::Range;

use crate::block::MASK;

/// Which marks can close which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// “ ” „ " and two apostrophes or graves.
    Double,
    /// ‘ ’ ‚ and '.
    Single,
    /// « ».
    Guillemet,
    /// ‹ ›.
    SingleGuillemet,
    /// 「 」.
    Corner,
    /// 『 』.
    WhiteCorner,
}

impl Family {
    /// How many families there are.
    pub const COUNT: usize = 6;

    /// Whether what it encloses may end with a bare word where its reporting clause follows: « Oui » dit-il.
    pub fn may_end_bare(self) -> bool {
        !matches!(self, Family::Double | Family::Single)
    }
}

/// One mark, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What it pairs with.
    pub family: Family,
    /// Whether it can open here.
    pub opens: bool,
    /// Whether it can close here.
    pub closes: bool,
    /// Whether its glyph has a side.
    pub directed: bool,
    /// Whether it is `"`.
    pub straight: bool,
}

impl Mark {
    /// Its bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Either,
}

/// The marks in a range of a masked text, in order; what can neither open nor close is left out.
pub fn marks(text: &str, range: Range<usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = range.start;
    while let Some(found) = text.as_bytes()[at..range.end].iter().position(|&byte| BEGINS[byte as usize]) {
        let start = at + found;
        let char = text[start..range.end].chars().next().unwrap_or(MASK);
        at = start + char.len_utf8();
        if let Some((family, side, length)) = glyph(char, &text[start..range.end]) {
            at = start + length;
            let before = text[range.start..start].chars().rev().find(|&c| c != MASK);
            let after = text[at..range.end].chars().find(|&c| c != MASK);
            let mark = Mark { start, end: at, ..sides(family, side, before, after, char) };
            if mark.opens || mark.closes {
                marks.push(mark);
            }
        }
    }
    marks
}

/// Whether a mark's first byte may be this one.
static BEGINS: [bool; 256] = {
    let mut table = [false; 256];
    let firsts = [b'"', b'\'', b'`', 0xc2, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < firsts.len() {
        table[firsts[i] as usize] = true;
        i += 1;
    }
    table
};

fn glyph(char: char, rest: &str) -> Option<(Family, Side, usize)> {
    let doubled = |side| Some((Family::Double, side, 2 * char.len_utf8()));
    let twice = |c: char| rest.chars().take(2).filter(|&next| next == c).count() == 2;
    let (family, side) = match char {
        '"' | '＂' => (Family::Double, Side::Either),
        '\'' if twice('\'') => return doubled(Side::Either),
        '`' if twice('`') => return doubled(Side::Left),
        '’' if twice('’') => return doubled(Side::Right),
        '‘' if twice('‘') => return doubled(Side::Left),
        '“' | '‟' => (Family::Double, Side::Left),
        '„' => (Family::Double, Side::Left),
        '”' => (Family::Double, Side::Right),
        '\'' | '＇' => (Family::Single, Side::Either),
        '‘' | '‚' | '‛' => (Family::Single, Side::Left),
        '’' => (Family::Single, Side::Right),
        '«' => (Family::Guillemet, Side::Left),
        '»' => (Family::Guillemet, Side::Right),
        '‹' => (Family::SingleGuillemet, Side::Left),
        '›' => (Family::SingleGuillemet, Side::Right),
        '「' => (Family::Corner, Side::Left),
        '」' => (Family::Corner, Side::Right),
        '『' => (Family::WhiteCorner, Side::Left),
        '』' => (Family::WhiteCorner, Side::Right),
        _ => return None,
    };
    Some((family, side, char.len_utf8()))
}

/// What a mark can be between its neighbours; none where the text ends.
fn sides(family: Family, side: Side, before: Option<char>, after: Option<char>, glyph: char) -> Mark {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let free_left = before.is_none_or(|c| is_opening(c) || is_east_asian(c));
    let free_right = after.is_none_or(|c| c.is_whitespace() || is_closing(c) || is_east_asian(c));
    let wordy_after = after.is_some_and(is_wordy);
    let (opens, closes) = match family {
        // These have their side from their glyph alone, whatever stands beside them.
        Family::Corner | Family::WhiteCorner => (side == Side::Left, side == Side::Right),
        // French sets spaces inside its guillemets, German turns them round.
        Family::Guillemet | Family::SingleGuillemet => {
            let reversed_open = side == Side::Right && free_left && wordy_after;
            let reversed_close = side == Side::Left && !space(before) && free_right && !wordy_after;
            (
                side == Side::Left && !reversed_close || reversed_open,
                side == Side::Right && !reversed_open || reversed_close,
            )
        }
        Family::Single => {
            let begins = wordy_after || after.is_some_and(|c| "[(…$£€\"“„«‹「『.•—–".contains(c));
            let opens = side != Side::Right && free_left && begins;
            let letters = before.is_some_and(is_wordy) && wordy_after;
            (opens, side != Side::Left && !space(before) && free_right && !letters)
        }
        Family::Double => match side {
            Side::Left => {
                // „German“ and “typewriter“ marks close with the glyph that opens elsewhere; and behind the last
                // character there is nothing to quote.
                let ends = after.is_none_or(|c| c.is_whitespace() || is_closing(c));
                let closes = (glyph != '„' && !space(before) && ends) || after.is_none();
                (!closes || (free_left && wordy_after), closes)
            }
            Side::Right => {
                let opens = free_left && wordy_after;
                (opens, true)
            }
            Side::Either => {
                let opens = !space(after) && free_left;
                let closes = !space(before) && free_right;
                // Between two letters, or between two spaces, only what is open can tell.
                if opens || closes {
                    (opens, closes)
                } else {
                    (before.is_none_or(|c| !c.is_ascii_digit()), true)
                }
            }
        },
    };
    Mark { start: 0, end: 0, family, opens, closes, directed: side != Side::Either, straight: glyph == '"' }
}

/// Letters and digits, but not the raised ones of note marks.
fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() && !is_note_mark(c)
}

fn is_note_mark(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡')
}

/// What a mark may open behind.
fn is_opening(c: char) -> bool {
    c.is_whitespace() || "([{-–—/=>*|“‘„‚«‹「『\"'`".contains(c)
}

/// What a mark may close before.
fn is_closing(c: char) -> bool {
    is_note_mark(c) || ".,;:!?…)]}-–—/<*|[(”’»›」』\"'“".contains(c)
}

/// Scripts and their punctuation that set no space beside a mark.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}
