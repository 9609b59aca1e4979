//! What can be wrong with an entry, in plain words.
//!
//! Takes places from `scan` and hands on a `Fault`, which `bibliography` makes a finding of.

use std::ops::Range;

/// What is wrong with an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where it shows.
    pub at: Range<usize>,
    /// A clause that goes on after "the entry is broken: ".
    pub what: String,
    /// What to do.
    pub remedy: &'static str,
}

/// No key before the first field.
pub(super) fn no_key(at: Range<usize>) -> Fault {
    let remedy = "write a key and a comma before its first field: without one nothing can cite it";
    Fault { at, what: "it has no key".into(), remedy }
}

/// A field goes on where the next begins.
pub(super) fn missing_comma(at: usize, after: &str) -> Fault {
    Fault { at: at..at, what: format!("no comma follows {after}"), remedy: "write the comma" }
}

/// Something else than `name =`.
pub(super) fn no_field(text: &str, at: usize, name: &str) -> Fault {
    let what = if name.is_empty() {
        let found = text[at..].chars().next().unwrap_or(' ');
        format!("`{found}` stands where a field's name should")
    } else {
        format!("`{name}` stands where a field should, and no `=` follows it")
    };
    let remedy = "write each field as `name = {value}`, with a comma after it";
    Fault { at: at..at + name.len().max(1), what, remedy }
}

/// A value that takes in what follows it.
pub(super) fn unclosed_field(at: usize, name: &str) -> Fault {
    let what = format!("its field `{name}` is opened and not closed");
    Fault { at: at..at + 1, what, remedy: "close the field with as many braces or marks as it opens" }
}

/// An entry that ends with the file or where the next begins.
pub(super) fn unclosed_entry(text: &str, at: usize, close: u8) -> Fault {
    let what = match at < text.len() {
        true => format!("the next entry begins before its `{}`", close as char),
        false => format!("the file ends before its `{}`", close as char),
    };
    Fault { at: at..at, what, remedy: "close the entry with the brace that it lacks" }
}

/// An entry after whose end a field follows.
pub(super) fn closed_early(at: usize, close: u8) -> Fault {
    let what = format!("it closes before its last field: a `{}` too many", close as char);
    Fault { at: at..at + 1, what, remedy: "remove the brace that closes it too early" }
}
