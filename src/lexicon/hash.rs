//! The hash of a word in the lexicon, for the build, which lays its table out, and for the program, which looks it up.

/// FNV-1a over a word's bytes (Fowler, Noll and Vo 1991).
pub fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
