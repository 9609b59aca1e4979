//! Eight bytes at a time, as the lanes of one number: how many of them begin a run of ASCII letters, and those letters
//! in lower case.
//!
//! Takes a text's bytes and hands on numbers whose lowest byte is the first. Where a text ends, zeros follow.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
/// The bit of small letters in each lane.
const SMALL: u64 = 0x20 * ONES;

/// The letters that eight bytes begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// How many there are.
    pub length: usize,
    /// They in lower case, and zeros behind them.
    pub lower: u64,
}

/// The letters that a text goes on with from an offset, eight at the most.
#[inline]
pub(super) fn run(bytes: &[u8], at: usize) -> Run {
    let eight = load(bytes, at);
    // With the highest bit taken off a byte, no sum of these carries into the next lane.
    let low = (eight & !HIGH) | SMALL;
    let from_a = low + (0x80 - u64::from(b'a')) * ONES;
    let past_z = low + (0x7f - u64::from(b'z')) * ONES;
    let others = (!from_a | past_z | eight) & HIGH;
    // The bytes below the lowest of the others; all of them where there is none.
    let below = ((others & others.wrapping_neg()) >> 7).wrapping_sub(1);
    Run { length: (others.trailing_zeros() / 8) as usize, lower: (eight | SMALL) & below }
}

#[inline]
fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last(bytes.get(at..).unwrap_or_default()),
    }
}

#[cold]
fn last(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, letter by letter.
    fn twin(bytes: &[u8], at: usize) -> Run {
        let letters = bytes.iter().skip(at).take(8).take_while(|byte| byte.is_ascii_alphabetic());
        let letters: Vec<u8> = letters.map(u8::to_ascii_lowercase).collect();
        Run { length: letters.len(), lower: last(&letters) }
    }

    #[test]
    fn a_run_is_that_of_its_letters_one_by_one() {
        // Every byte at every place among letters of both cases, and every length of what is left of a text.
        for place in 0..12 {
            for byte in 0..=u8::MAX {
                let mut bytes = *b"qAzZaMoRtXyB";
                bytes[place] = byte;
                for at in 0..=13 {
                    assert_eq!(run(&bytes, at), twin(&bytes, at), "{byte:#x} at {place}, read from {at}");
                }
            }
        }
        assert_eq!(run(b"", 0), Run { length: 0, lower: 0 });
    }
}
