//! What may be meant by what is being typed: a citation's key, or the words of a source behind an opening quotation mark.
//!
//! Takes the text before the cursor and the corpus, and hands on proposals. It looks at the text alone, not at what was
//! checked, since that is a text without the last letters.

use std::ops::Range;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Documentation, MarkupContent,
    MarkupKind, TextEdit,
};

use super::position::{Encoding, Lines};
use crate::corpus::{Called, Corpus};
use crate::file::{File, Format};
use crate::output::display::{clean, shorten};

/// Proposals for one place.
const MOST: usize = 100;
/// Passages that are proposed.
const PASSAGES: usize = 12;
/// How far before the cursor an opening mark is looked for, in bytes.
const BACK: usize = 1500;
/// The columns of a passage that are shown in the list.
const SHOWN: usize = 72;

/// The characters that open a list of proposals.
pub const TRIGGERS: [&str; 10] = ["@", "{", ",", "“", "\"", "«", "„", "‹", "「", " "];

/// What is being typed, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Typing {
    /// A key.
    Key(Range<usize>),
    /// A quotation, without its mark.
    Quotation(Range<usize>),
}

/// What may be meant at a byte of a text.
pub fn completion(
    text: &str,
    at: usize,
    (format, file): (Format, Option<&File>),
    corpus: &Corpus,
    encoding: Encoding,
) -> CompletionList {
    let lines = Lines::sent(text);
    let edit = |range: &Range<usize>, new_text: String| {
        Some(CompletionItemTextEdit::TextEdit(TextEdit {
            range: lines.range(text, range.clone(), encoding),
            new_text,
        }))
    };
    match typing(text, at, format) {
        Some(Typing::Key(range)) => {
            let typed = text[range.clone()].to_lowercase();
            let mut keys: Vec<(&str, Called)> = keys(corpus);
            keys.retain(|(key, _)| key.to_lowercase().contains(&typed));
            let is_incomplete = keys.len() > MOST;
            keys.sort_by_key(|(key, _)| (!key.to_lowercase().starts_with(&typed), *key));
            let items = keys.into_iter().take(MOST).map(|(key, called)| CompletionItem {
                label: clean(key),
                kind: Some(CompletionItemKind::Reference),
                detail: called.title.map(clean),
                documentation: Some(described(&called)).filter(|text| !text.is_empty()).map(plain),
                text_edit: edit(&range, key.to_owned()),
                ..CompletionItem::default()
            });
            CompletionList { is_incomplete, items: items.collect(), ..CompletionList::default() }
        }
        Some(Typing::Quotation(range)) => {
            let typed = &text[range.clone()];
            let found = corpus.beginnings(typed, PASSAGES);
            let items = found.into_iter().enumerate().filter_map(|(number, found)| {
                let document = corpus.document(found.document);
                let words = document.file.slice(found.span).split_whitespace().collect::<Vec<_>>().join(" ");
                let locus =
                    document.locus(found.span.start as usize, "page").map(|locus| format!(", {locus}"));
                // What the notation of the draft has no way to say is not proposed.
                let inserted = match format {
                    Format::Markdown => escaped(&words),
                    Format::Plain => words.clone(),
                    _ => file?.written(&words)?,
                };
                Some(CompletionItem {
                    label: shorten(&clean(&words), SHOWN),
                    kind: Some(CompletionItemKind::Text),
                    detail: Some(clean(&document.key) + &locus.unwrap_or_default()),
                    documentation: Some(plain(clean(&words))),
                    sort_text: Some(format!("{number:02}")),
                    // What is typed leads here whatever its case and its marks are.
                    filter_text: Some(typed.to_owned()),
                    text_edit: edit(&range, inserted),
                    ..CompletionItem::default()
                })
            });
            CompletionList { is_incomplete: true, items: items.collect(), ..CompletionList::default() }
        }
        None => CompletionList::default(),
    }
}

/// Words in Markdown of which nothing counts as markup.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        if "\\*_`[]<>".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// Every key that can be cited, with what the source is called.
fn keys(corpus: &Corpus) -> Vec<(&str, Called<'_>)> {
    let documents = corpus.documents().map(|(_, document)| (document.key.as_str(), corpus.called(document)));
    let entries = corpus.bibliography.iter().map(|entry| (entry.key.as_str(), Called::of(Some(entry), None)));
    let mut keys: Vec<_> = documents.chain(entries).collect();
    keys.sort_by_key(|(key, _)| *key);
    keys.dedup_by_key(|(key, _)| *key);
    keys
}

fn described(called: &Called) -> String {
    let authors: Vec<&str> = called.authors.iter().map(|author| author.name.as_str()).collect();
    let parts = [
        Some(authors.join(", ")).filter(|authors| !authors.is_empty()).as_deref(),
        called.title,
        called.publication,
        called.date,
    ]
    .into_iter()
    .flatten()
    .map(clean)
    .collect::<Vec<_>>();
    parts.join(". ")
}

fn plain(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::PlainText, value })
}

/// What stands before a byte, if it is being typed.
fn typing(text: &str, at: usize, format: Format) -> Option<Typing> {
    let from = text.floor_char_boundary(at.saturating_sub(BACK));
    let before = &text[from..at];
    let paragraph = before.rfind("\n\n").or(before.rfind("\n\r\n")).map_or(0, |at| at + 2);
    let before = &before[paragraph..];
    key(before, format).map(|length| Typing::Key(at - length..at)).or_else(|| {
        let length = quotation(before)?;
        Some(Typing::Quotation(at - length..at))
    })
}

/// The length of the key that a text ends with, in bytes.
fn key(before: &str, format: Format) -> Option<usize> {
    if format == Format::Latex {
        let open = before.rfind('{').filter(|&open| !before[open..].contains(['}', '\n']))?;
        let command = before[..open].trim_end_matches(|c| c != '\\' && c != '}');
        let name = &before[command.len()..open];
        let name = name.split(['[', '*', '(']).next().unwrap_or_default();
        let keys = &before[open + 1..];
        let key = keys.rsplit(',').next().unwrap_or_default().trim_start();
        return (command.ends_with('\\') && name.to_ascii_lowercase().contains("cite")).then_some(key.len());
    }
    let start = before.trim_end_matches(|c: char| c.is_alphanumeric() || "_:.#$%&-+?<>~/".contains(c)).len();
    let lead = before[..start].strip_suffix('@')?;
    let is_word = lead.ends_with(|c: char| c.is_alphanumeric() || c == '.');
    (!is_word).then_some(before.len() - start)
}

/// The length of the quotation that a text ends with and that no mark closes yet, in bytes.
fn quotation(before: &str) -> Option<usize> {
    let pairs = [('“', '”'), ('„', '“'), ('«', '»'), ('‹', '›'), ('「', '」'), ('『', '』')];
    let open = pairs.iter().filter_map(|&(open, close)| {
        let at = before.rfind(open)?;
        // A mark that closes another kind opens none.
        let behind = at + open.len_utf8();
        let closes =
            pairs.iter().any(|&(other, same)| same == open && before[..at].contains(other) && open != other);
        (!before[behind..].contains(close) && !closes).then_some(behind)
    });
    let straight =
        (before.matches('"').count() % 2 == 1).then(|| before.rfind('"').map(|at| at + 1)).flatten();
    let doubled = before.rfind("``").filter(|&at| !before[at..].contains("''")).map(|at| at + 2);
    let from = open.chain(straight).chain(doubled).max()?;
    Some(before.len() - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, format: Format) -> Option<(bool, &str)> {
        typing(text, text.len(), format).map(|typing| match typing {
            Typing::Key(range) => (true, &text[range]),
            Typing::Quotation(range) => (false, &text[range]),
        })
    }

    #[test]
    fn a_key_is_told_from_an_address_and_from_prose() {
        let markdown = |text: &'static str| typed(text, Format::Markdown);
        assert_eq!(markdown("It sank [@war"), Some((true, "war")));
        assert_eq!(markdown("It sank [see @ward21, p. 3; @"), Some((true, "")));
        assert_eq!(markdown("As -@ward_1921"), Some((true, "ward_1921")));
        assert_eq!(markdown("write to ann@harbour"), None);
        assert_eq!(markdown("It sank."), None);
        let latex = |text: &'static str| typed(text, Format::Latex);
        assert_eq!(latex("It sank \\cite[4]{ward21, lo"), Some((true, "lo")));
        assert_eq!(latex("It sank \\textcite*{"), Some((true, "")));
        assert_eq!(latex("\\emph{war"), None);
        assert_eq!(latex("\\cite{ward} and then"), None);
    }

    #[test]
    fn borrowed_words_are_no_markup() {
        assert_eq!(escaped("a *b* <i> [c](d) \\"), "a \\*b\\* \\<i\\> \\[c\\](d) \\\\");
    }

    #[test]
    fn a_quotation_is_what_no_mark_closes_yet() {
        let markdown = |text: &'static str| typed(text, Format::Markdown);
        assert_eq!(markdown("She said “the ferry"), Some((false, "the ferry")));
        assert_eq!(markdown("She said “no” and then “the ferry"), Some((false, "the ferry")));
        assert_eq!(markdown("She said “no” and then the ferry"), None);
        assert_eq!(markdown("Sie sagte „die Fähre"), Some((false, "die Fähre")));
        assert_eq!(markdown("Sie sagte „die Fähre“ und"), None);
        assert_eq!(markdown("She said \"the ferry"), Some((false, "the ferry")));
        assert_eq!(markdown("She said \"the ferry\" and"), None);
        assert_eq!(markdown("An open “one\n\nThe ferry"), None);
    }
}
