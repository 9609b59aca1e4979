//! Corpora made up for the benches, the same in every run: documents, quotations from them, and drafts.
//!
//! A corpus is a shape and a seed; each document is made when it is asked for, whatever was asked for before. Words
//! follow Zipf's law (a few make up most of the text, most are rare) and their number grows as Heaps' law has it, as an index
//! sees them in real corpora. Where `IBID_PROSE` names a folder, its prose is dealt out instead; see [`prose`].

pub mod draft;
pub mod numbers;
pub mod prose;
pub mod text;
pub mod vocabulary;

use std::path::Path;

use numbers::Numbers;
use prose::Prose;
use vocabulary::Vocabulary;

/// How many documents stand in one folder.
const OF_FOLDER: usize = 1000;

/// A corpus.
pub struct Corpus {
    /// How many documents it has.
    pub documents: usize,
    /// About how many bytes each of them has.
    pub bytes: usize,
    /// Whether they are Markdown, or else plain text.
    pub markdown: bool,
    seed: u64,
    words: Words,
}

enum Words {
    Made(Vocabulary),
    Real(Prose),
}

impl Corpus {
    /// A corpus of this shape, of real prose if `IBID_PROSE` names any.
    pub fn new(documents: usize, bytes: usize, markdown: bool, seed: u64) -> Corpus {
        let words = match std::env::var_os("IBID_PROSE") {
            Some(folder) => Words::Real(Prose::of(Path::new(&folder))),
            None => Words::Made(Vocabulary::of_size(documents * bytes)),
        };
        Corpus { documents, bytes, markdown, seed, words }
    }

    /// The text of a document.
    pub fn document(&self, number: usize) -> String {
        match &self.words {
            Words::Made(vocabulary) => {
                let mut numbers =
                    Numbers::new(self.seed.wrapping_mul(0x1_0000_0001).wrapping_add(number as u64));
                text::text(vocabulary, &mut numbers, self.bytes, self.markdown)
            }
            Words::Real(prose) => prose.text(number, self.bytes),
        }
    }

    /// The path of a document below its folder, less the extension, which is its key too.
    pub fn name(&self, number: usize) -> String {
        format!("part{:03}/source{number:06}", number / OF_FOLDER)
    }

    /// The extension of its documents.
    pub fn extension(&self) -> &'static str {
        if self.markdown { "md" } else { "txt" }
    }

    /// The texts of all documents.
    pub fn texts(&self) -> Vec<String> {
        (0..self.documents).map(|number| self.document(number)).collect()
    }
}
