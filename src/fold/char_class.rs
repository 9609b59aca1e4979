//! What a character is to a word, and what it folds to.
//!
//! Takes single characters; `fold` builds words from the answers. ASCII is answered from a table.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space. In ASCII only; to a word every other space is a `Separator`.
    Space,
    /// Ends a word and is part of none.
    Separator,
    /// Part of a word.
    Letter,
    /// A combining mark: goes on a word, begins none.
    Mark,
    /// Part of a word or a number.
    Digit,
    /// A word of its own, in scripts that set no spaces.
    Solo,
    /// Part of a word between two letters.
    Apostrophe,
    /// Part of a number between two digits.
    Point,
    /// Part of a number before it.
    Sign,
    /// Part of a number beside it, otherwise a word of its own.
    Currency,
    /// Part of a number before it, otherwise a word of its own.
    Percent,
    /// A word of its own between spaces.
    Ampersand,
    /// No part of a word, and ends none: masked markup, soft hyphens, invisible marks, superscript note marks.
    Transparent,
}

/// The classes of ASCII; other bytes are `Transparent` here, which sends a word to the long way.
pub(super) static ASCII: [Class; 256] = {
    let mut table = [Class::Transparent; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = ascii(byte as u8);
        byte += 1;
    }
    table
};

const fn ascii(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Class::Space,
        b'\'' | b'`' => Class::Apostrophe,
        b'.' | b',' => Class::Point,
        b'+' | b'-' => Class::Sign,
        b'$' => Class::Currency,
        b'%' => Class::Percent,
        b'&' => Class::Ampersand,
        0..=0x1f | 0x7f => Class::Transparent,
        _ => Class::Separator,
    }
}

pub(super) fn class(char: char) -> Class {
    match char {
        '\0'..='\u{7f}' => match ascii(char as u8) {
            Class::Space => Class::Separator,
            other => other,
        },
        '’' | '‘' | 'ʼ' | '‛' | '＇' => Class::Apostrophe,
        // What most texts have most often is told without the tables.
        '\u{2010}'..='\u{201f}' | '\u{2022}'..='\u{2027}' => Class::Separator,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'α'..='ώ' | 'Ѐ'..='ҁ' => Class::Letter,
        '−' | '＋' | '－' => Class::Sign,
        '￥' | '£' | '¥' | '¢' | '\u{20a0}'..='\u{20cf}' => Class::Currency,
        '％' | '‰' | '٪' => Class::Percent,
        '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '†' | '‡' => Class::Transparent,
        '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' => {
            Class::Transparent
        }
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => Class::Transparent,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' => Class::Transparent,
        '々' | '〆' | '〇' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
            Class::Solo
        }
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Class::Solo,
        '\u{20000}'..='\u{3ffff}' => Class::Solo,
        // Thai, Lao, Burmese and Khmer.
        '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{edf}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17dd}' => {
            Class::Solo
        }
        _ if is_combining_mark(char) => Class::Mark,
        _ if char.is_alphabetic() => Class::Letter,
        _ if char.is_numeric() => Class::Digit,
        _ => Class::Separator,
    }
}

/// The first character of `LATIN`.
const LATIN_START: usize = 'À' as usize;

/// What the letters of western Europe fold to, where it is one letter.
static LATIN: &[u8; 64] = b"aaaaaa-ceeeeiiiidnooooo-ouuuuy--aaaaaa-ceeeeiiiidnooooo-ouuuuy-y";

/// What is a capital of ASCII in [`FOLDING`].
pub(super) const CAPITAL: u8 = 1;

/// How a byte folds: 0 where it stands for a character that folds to itself, [`CAPITAL`] where that is one that folds to its small
/// letter, and something else where only [`fold_char`] tells.
pub(super) static FOLDING: [u8; 256] = {
    let mut table = [2; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        table[byte as usize] = match byte {
            b'A'..=b'Z' => CAPITAL,
            b'`' => 2,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Hands on what a character of a word folds to: nothing for a diacritic and for what is transparent, several
/// characters for a ligature.
pub(super) fn fold_char(char: char, mut emit: impl FnMut(char)) {
    if char.is_ascii() {
        if !char.is_ascii_control() {
            emit(if char == '`' { '\'' } else { char.to_ascii_lowercase() });
        }
        return;
    }
    if let Some(&letter @ b'a'..) = (char as usize).checked_sub(LATIN_START).and_then(|at| LATIN.get(at)) {
        emit(char::from(letter));
        return;
    }
    match class(char) {
        Class::Transparent => {}
        Class::Apostrophe => emit('\''),
        _ => fold_by_table(char, emit),
    }
}

/// The same for any letter.
fn fold_by_table(char: char, mut emit: impl FnMut(char)) {
    decompose_compatible(char, |part| match part {
        '\u{300}'..='\u{36f}' => {}
        'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(&mut emit),
        'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(&mut emit),
        'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(&mut emit),
        'ø' | 'Ø' => emit('o'),
        'ł' | 'Ł' => emit('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => emit('d'),
        'þ' | 'Þ' => ['t', 'h'].into_iter().for_each(&mut emit),
        'ı' => emit('i'),
        '−' => emit('-'),
        _ => part.to_lowercase().filter(|lower| !matches!(lower, '\u{300}'..='\u{36f}')).for_each(&mut emit),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_without_the_tables_is_what_they_tell() {
        let short = ('\u{c0}'..='\u{24f}').chain('α'..='ώ').chain('Ѐ'..='ҁ').chain('\u{2010}'..='\u{2027}');
        for char in short {
            let by_table = match char {
                '‘' | '’' | '‛' => Class::Apostrophe,
                '†' | '‡' => Class::Transparent,
                _ if is_combining_mark(char) => Class::Mark,
                _ if char.is_alphabetic() => Class::Letter,
                _ if char.is_numeric() => Class::Digit,
                _ => Class::Separator,
            };
            assert_eq!(class(char), by_table, "{char}");
            if by_table == Class::Letter {
                let (mut short, mut long) = (String::new(), String::new());
                fold_char(char, |folded| short.push(folded));
                fold_by_table(char, |folded| long.push(folded));
                assert_eq!(short, long, "{char}");
            }
        }
    }
}
