//! Footnotes that do not come to anything: marks that no note defines, and notes that no mark refers to.
//!
//! Takes a text's blocks and hands on the places of both.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::block::Blocks;
use crate::file::{File, Span};

/// The loose ends of a text's footnotes.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The labels that are defined, each once, in order.
    pub labels: Vec<Span>,
    /// Marks that no note defines.
    pub undefined: Vec<Mark>,
    /// Notes that no mark refers to.
    pub unused: Vec<Unused>,
}

/// A mark in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The whole of it, `[^1]`.
    pub span: Span,
    /// Its label alone.
    pub label: Span,
}

/// A note that no mark refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Its label, where it is defined.
    pub label: Span,
    /// The note before it with the same label, which is the one that marks refer to.
    pub first: Option<Span>,
}

/// Reads the loose ends of a text's footnotes. Labels have no case.
pub fn notes(file: &File, blocks: &Blocks) -> Notes {
    let fold = |label: Span| file.slice(label).to_lowercase();
    let used: FxHashSet<String> = blocks.note_marks.iter().map(|mark| fold(mark.label)).collect();
    let mut notes = Notes::default();
    let mut known: FxHashMap<String, Span> = FxHashMap::default();
    for &label in &blocks.note_labels {
        let folded = fold(label);
        let first = known.get(&folded).copied();
        if first.is_some() || !used.contains(&folded) {
            notes.unused.push(Unused { label, first });
        }
        if first.is_none() {
            notes.labels.push(label);
            known.insert(folded, label);
        }
    }
    notes
        .undefined
        .extend(blocks.undefined_marks.iter().map(|mark| Mark { span: mark.span, label: mark.label }));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{FileId, Format};

    #[test]
    fn loose_ends_are_found() {
        let text = "A[^a] b[^2] c[^1].\n\n[^A]: one\n\n[^1]: two\n\n[^1]: three\n\n[^b]: four\n";
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let found = notes(&file, &blocks(&file));
        let shown = |spans: Vec<Span>| spans.into_iter().map(|span| file.slice(span)).collect::<Vec<_>>();
        assert_eq!(shown(found.undefined.iter().map(|mark| mark.span).collect()), ["[^2]"]);
        assert_eq!(shown(found.unused.iter().map(|note| note.label).collect()), ["1", "b"]);
        assert_eq!(found.unused.iter().filter(|note| note.first.is_some()).count(), 1);
        assert_eq!(shown(found.labels), ["A", "1", "b"]);
    }
}
