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

/// No `id` in an object.
pub(super) fn no_id(at: Range<usize>) -> Fault {
    let remedy = "give it an `id`: without one nothing can cite it";
    Fault { at, what: "it has no key".into(), remedy }
}

/// Something else than an object in the list of items.
pub(super) fn no_object(at: usize) -> Fault {
    let remedy = "an item is an object, `{\"id\": …}`, with a comma before the next";
    Fault { at: at..at + 1, what: "something else than an item stands here".into(), remedy }
}

/// A list of items that the file does not end.
pub(super) fn unclosed_list(at: usize) -> Fault {
    let remedy = "see whether the file is whole, and end its list with `]`";
    Fault { at: at..at, what: "the file ends behind it, before the `]` of its list".into(), remedy }
}

/// Something else than `"name":` in an object.
pub(super) fn no_member(text: &str, at: usize) -> Fault {
    let found = text[at..].chars().next().unwrap_or(' ');
    let remedy = "write each field as `\"name\": value`, with a comma before the next";
    Fault {
        at: at..at + found.len_utf8(),
        what: format!("`{found}` stands where a field's name should, in quotation marks"),
        remedy,
    }
}

/// A name with no colon behind it.
pub(super) fn no_colon(at: Range<usize>, name: &str) -> Fault {
    let what = format!("no `:` follows `{name}`");
    Fault { at, what, remedy: "write a name, a colon and then its value" }
}

/// A value that its notation does not allow.
pub(super) fn no_value(at: Range<usize>, name: &str, why: &str) -> Fault {
    let what = format!("its field `{name}` cannot be read: {why}");
    Fault {
        at,
        what,
        remedy: "mend the field; text with a `:`, a `#` or a bracket in it wants quotation marks",
    }
}

/// A field that a name has been given to already.
pub(super) fn field_twice(at: Range<usize>, name: &str) -> Fault {
    let what = format!("it has the field `{name}` twice");
    Fault { at, what, remedy: "remove one of them; the first is used" }
}

/// A field that wants text and has none.
pub(super) fn no_text(at: Range<usize>, name: &str) -> Fault {
    let what = format!("its field `{name}` is no text");
    Fault {
        at,
        what,
        remedy: "write its text alone, in quotation marks where it has marks of the format in it",
    }
}

/// A field that wants names and has something else.
pub(super) fn no_names(at: Range<usize>, name: &str) -> Fault {
    let what = format!("its field `{name}` is no list of names");
    Fault { at, what, remedy: "write a list, each name with the family's and the given name apart" }
}

/// A field that wants a date and has none.
pub(super) fn no_date(at: Range<usize>, name: &str) -> Fault {
    let what = format!("its field `{name}` is no date");
    Fault { at, what, remedy: "write a date, as `2021-03-14`, or its parts" }
}

/// A key with text behind it and no fields.
pub(super) fn no_fields(at: Range<usize>, key: &str) -> Fault {
    let remedy = "write its fields below its key, each indented by the same number of spaces";
    Fault { at, what: format!("text follows `{key}`, and no fields"), remedy }
}

/// A field that stands where the keys do.
pub(super) fn not_indented(at: Range<usize>, name: &str) -> Fault {
    let what = format!("its field `{name}` is not indented");
    Fault { at, what, remedy: "indent it as the other fields are" }
}

/// An entry that stands among the fields of another.
pub(super) fn indented_key(at: Range<usize>, key: &str) -> Fault {
    let what = format!("the entry `{key}` stands among its fields");
    Fault { at, what, remedy: "begin the key in the same column as the other keys" }
}

/// What the parser of YAML cannot go on with.
pub(super) fn no_yaml(at: usize, why: &str) -> Fault {
    let what = format!("it is no YAML: {why}");
    let remedy = "mend its lines; text with a `:`, a `#` or a bracket in it wants quotation marks";
    Fault { at: at..at, what, remedy }
}
