//! Digits that stand above the line: how they are written as characters of their own, and read back.

/// The raised form of a digit; none for what is no digit.
pub fn raised(digit: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digit.to_digit(10).map(|value| RAISED[value as usize])
}

/// The digit that a raised one stands for; none for every other character.
pub fn lowered(c: char) -> Option<char> {
    let value = match c {
        '⁰' => 0,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁴'..='⁹' => c as u32 - '⁴' as u32 + 4,
        _ => return None,
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_raised_and_read_back() {
        for digit in '0'..='9' {
            assert_eq!(raised(digit).and_then(lowered), Some(digit));
        }
        assert_eq!((raised('a'), lowered('1')), (None, None));
    }
}
