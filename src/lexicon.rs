//! Words as data, from `rules/lexicon/*.toml`: sorted lists that `build.rs` turns into statics.

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
