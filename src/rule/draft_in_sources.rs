//! `draft-in-sources`: a draft whose text is also a source.
//!
//! Takes the draft and the sources of its length; the finding points at the first line of both. Every quotation of such a draft
//! stands in its own copy, so that nothing in it can be found wrong.

use memchr::memmem;

use super::Cx;
use super::report::label;
use crate::file::{File, Span};
use crate::finding::{Finding, Label};
use crate::fold::{Word, folded, words};
use crate::page;

/// Two texts with fewer words may agree by chance.
const SHORTEST: usize = 12;

/// A copy's first words come within so many bytes of its file's, front matter and all.
const OPENING: usize = 2000;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let opening: Vec<Word> = words(cx.text).take(SHORTEST).collect();
    let Some(&rarest) = opening.iter().max_by_key(|word| word.end - word.start) else { return };
    if opening.len() < SHORTEST {
        return;
    }
    let finder = |word: &Word| memmem::Finder::new(&cx.text[word.range()]);
    let (longest, finders) = (finder(&rarest), opening.iter().map(finder).collect::<Vec<_>>());
    let length = cx.file.length();
    // A look at the start keeps the other sources from being taken apart.
    let may_be = |other: &File| other.length() >= length / 2 && other.length() / 2 <= length;
    let alike = |other: &File| {
        let start = &other.text().as_bytes()[..other.length().min(OPENING)];
        let after = |from: usize, word: &memmem::Finder| {
            Some(from + word.find(&start[from..])? + word.needle().len())
        };
        longest.find(start).is_some() && finders.iter().try_fold(0, after).is_some()
    };
    let mut holding = cx.corpus.holding(&[folded(&cx.text[rarest.range()]).into_owned()]);
    // No two words begin within less than two bytes.
    holding.retain(|&id| {
        may_be(&cx.corpus.document(id).file) && cx.corpus.opens_with(id, &opening, OPENING / 2)
    });
    let holding = holding.into_iter().map(|id| cx.corpus.document(id));
    for document in holding.filter(|document| alike(&document.file)) {
        if !words(cx.text).map(|word| word.hash).eq(words(document.text()).map(|word| word.hash)) {
            continue;
        }
        let message = format!("this draft is also the source `{}`", document.key);
        let own = label(first_line(cx.file, cx.text), "held against itself");
        let mut finding = page::DRAFT_IN_SOURCES.finding(message, own);
        finding.related.push(Label {
            span: first_line(&document.file, document.text()),
            message: "the same text".into(),
            source: Some(document.key.clone()),
        });
        finding
            .notes
            .push("whatever the draft quotes stands in its copy, too, and so counts as found".into());
        finding.help.push("take the copy out of the sources".into());
        findings.push(finding);
    }
}

/// The first line that holds something. `text` is the file's, masked: a comment to this program is no line of the draft.
fn first_line(file: &File, text: &str) -> Span {
    let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    let line = file.text()[start..].lines().next().unwrap_or_default().trim_end();
    file.span(start..start + line.len())
}
