//! The documents that the client holds open: their texts, kept as the client changes them.
//!
//! Takes the notifications of opening, changing and closing, and hands on texts with their versions. What is open here counts, and
//! not what the disk has.

use std::path::PathBuf;

use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::address;
use super::position::{Encoding, Lines};
use crate::load::real;

/// One open document.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the client writes it.
    pub uri: Uri,
    /// Its canonical path, or where it will be once it is saved; of a document that is no file, a path of its own.
    pub path: PathBuf,
    /// The client's number of the text.
    pub version: i32,
    /// The text.
    pub text: String,
}

impl Document {
    /// A document that the client opens. `folder` is where one that is no file is taken to lie.
    pub fn new(item: TextDocumentItem, folder: &std::path::Path) -> Document {
        let TextDocumentItem { uri, version, text, language_id } = item;
        let path = match address::path(&uri) {
            Some(path) => real(&path),
            None => folder.join(unsaved(&uri, &language_id.to_string())),
        };
        Document { uri, path, version, text }
    }

    /// Makes changes in their order; each holds in the text that those before it made.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: Encoding) {
        self.version = version;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    let lines = Lines::sent(&self.text);
                    let start = lines.byte(&self.text, change.range.start, encoding);
                    let end = lines.byte(&self.text, change.range.end, encoding).max(start);
                    self.text.replace_range(start..end, &change.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
                    self.text = change.text;
                }
            }
        }
    }
}

/// A name for what has none yet, of the kind that its language says.
fn unsaved(uri: &Uri, language: &str) -> String {
    let name: String = uri.0.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let extension = match language {
        "latex" | "tex" => "tex",
        "html" => "html",
        "plaintext" => "txt",
        _ => "md",
    };
    format!("{name}.{extension}")
}
