//! Words as data, from `rules/lexicon/*.toml`: sorted lists that `build.rs` turns into statics.

/// Whether a sorted list has a word.
pub fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
