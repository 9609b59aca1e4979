//! What is shown of a quotation, a citation or a sentence under the pointer.
//!
//! Takes a position and hands on Markdown: the verdict, the source's passage in its context, who says it there and here, and what is
//! cited. Borrowed words are shown as they are: nothing in them counts as markup.

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use super::answer::Ask;
use super::subject::{self, Subject};
use crate::check::Draft;
use crate::corpus::{Corpus, Document};
use crate::matching::{Found, Heard};
use crate::output::display::clean;
use crate::output::trace::{Said, said};

/// How much of a source is shown before and behind a passage, in characters.
const CONTEXT: usize = 240;
/// The longest passage that is shown whole, in characters.
const LONGEST: usize = 1200;

/// What stands at a position.
pub fn hover(ask: &Ask, uri: &str, position: Position) -> Option<Hover> {
    let (draft, subject, range) = ask.subject(uri, position)?;
    let corpus = ask.places.report.corpus(draft);
    let plain = !ask.client.markdown;
    let parts = match subject {
        Subject::Quote(quote, matched) => {
            let Said { verdict, speaker, found, cites } = said(ask.places.report, draft, quote, matched);
            let mut parts = vec![format!("{} · {}", strong(&verdict, plain), escaped(&found, plain))];
            parts.extend(subject::passages(matched).map(|found| passage(corpus, found, plain)));
            let by = match speaker.as_str() {
                "" => "nobody is named here as saying it".to_owned(),
                _ => format!("said by {}", escaped(&speaker, plain)),
            };
            let there = match &matched.heard {
                Heard::Other { name, .. } => format!("; in the source, by {}", escaped(name, plain)),
                Heard::Author { name } => {
                    format!("; in the source, its author, {}, writes it", escaped(name, plain))
                }
                _ => String::new(),
            };
            let cites =
                if cites.is_empty() { String::new() } else { format!("; cites {}", escaped(&cites, plain)) };
            parts.push(by + &there + &cites);
            parts
        }
        Subject::Citation(index, citation) => {
            let documents = subject::names(draft, citation, corpus);
            let mut parts: Vec<String> = Vec::new();
            for named in &documents {
                match named.documents {
                    Some([]) => parts.push(format!(
                        "`{}` is listed, and its text is not here",
                        clean(&draft.file.text()[named.place.clone()])
                    )),
                    Some(all) => {
                        parts.extend(all.iter().map(|&id| about(corpus, corpus.document(id), plain)))
                    }
                    None => parts.push("no source of this name is known here".to_owned()),
                }
            }
            parts.extend(quoted(draft, index, corpus, plain));
            if parts.is_empty() {
                return None;
            }
            parts
        }
        Subject::Words(_, found) => {
            let head = format!("{} {}", strong("follows", plain), escaped(&located(corpus, found), plain));
            vec![head, passage(corpus, found, plain)]
        }
    };
    let kind = if plain { MarkupKind::PlainText } else { MarkupKind::Markdown };
    let contents = Contents::MarkupContent(MarkupContent { kind, value: parts.join("\n\n") });
    Some(Hover { contents, range: Some(range) })
}

/// The passages of the quotations that a citation is for.
fn quoted(draft: &Draft, citation: usize, corpus: &Corpus, plain: bool) -> Vec<String> {
    let found = subject::quoted(draft, citation).flat_map(subject::passages);
    found.take(2).map(|found| passage(corpus, found, plain)).collect()
}

/// A source as a bibliography has it.
fn about(corpus: &Corpus, document: &Document, plain: bool) -> String {
    let called = corpus.called(document);
    let authors: Vec<String> = called.authors.iter().map(|author| author.name.clone()).collect();
    let parts = [authors.join(", "), called.title.unwrap_or_default().to_owned()];
    let rest = [called.publication, called.date].into_iter().flatten().map(str::to_owned);
    let parts: Vec<String> = parts.into_iter().chain(rest).filter(|part| !part.is_empty()).collect();
    let key = strong(&document.key, plain);
    match parts.is_empty() {
        true => format!("{key}: {}", escaped(&document.file.path, plain)),
        false => format!("{key}: {}", escaped(&parts.join(". "), plain)),
    }
}

/// Where a passage is, by key and page.
fn located(corpus: &Corpus, found: Found) -> String {
    let document = corpus.document(found.document);
    let locus = document.locus(found.span.start as usize, "page").map(|locus| format!(", {locus}"));
    document.key.clone() + &locus.unwrap_or_default()
}

/// A passage in its context, itself in bold.
fn passage(corpus: &Corpus, found: Found, plain: bool) -> String {
    let document = corpus.document(found.document);
    let (text, span) = (document.file.text(), found.span);
    let paragraph = document.paragraph(span);
    let before = from_word(&text[paragraph.start.min(span.start) as usize..span.start as usize]);
    let own = shortened(document.file.slice(span));
    let behind = to_word(&text[span.end as usize..paragraph.end.max(span.end) as usize]);
    let own = match plain {
        true => own,
        false => strong(&own, false),
    };
    let shown = format!("{}{own}{}", edge(before, plain), edge(behind, plain));
    let mark = if plain { "" } else { "> " };
    format!("{mark}{}", shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn edge((cut_before, text, cut_behind): (bool, &str, bool), plain: bool) -> String {
    let (before, behind) = (if cut_before { "…" } else { "" }, if cut_behind { "…" } else { "" });
    format!("{before}{}{behind}", escaped(text, plain))
}

/// The end of a text, from a word on.
fn from_word(text: &str) -> (bool, &str, bool) {
    let start = text.char_indices().rev().nth(CONTEXT).map_or(0, |(at, _)| at);
    let word = if start == 0 { 0 } else { text[start..].find(' ').map_or(start, |space| start + space + 1) };
    (word > 0, &text[word..], false)
}

/// The beginning of a text, up to a word.
fn to_word(text: &str) -> (bool, &str, bool) {
    let end = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    let word = if end == text.len() { end } else { text[..end].rfind(' ').unwrap_or(end) };
    (false, &text[..word], word < text.len())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn strong(text: &str, plain: bool) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain || text.is_empty() { escaped(&text, plain) } else { format!("**{}**", escaped(&text, false)) }
}

/// Words of which nothing counts as markup.
fn escaped(text: &str, plain: bool) -> String {
    let text = clean(&text.replace(['\n', '\r', '\t'], " "));
    if plain {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !",.;:'\"()?/%-".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Where a passage lies, for a lens: the key and the page.
pub fn short(corpus: &Corpus, found: Found) -> String {
    clean(&located(corpus, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_borrowed_words_counts_as_markup() {
        assert_eq!(escaped("a *b* [c](d) <e> `f` 1. g", false), "a \\*b\\* \\[c\\](d) \\<e\\> \\`f\\` 1. g");
        assert_eq!(escaped("a *b*", true), "a *b*");
    }

    #[test]
    fn context_is_cut_between_words() {
        let text = "word ".repeat(100);
        let (before, end, _) = from_word(&text);
        assert!(before && end.starts_with("word") && end.len() <= CONTEXT);
        let (_, start, behind) = to_word(&text);
        assert!(behind && start.ends_with("word") && start.len() <= CONTEXT);
        assert_eq!(to_word("short"), (false, "short", false));
    }
}
