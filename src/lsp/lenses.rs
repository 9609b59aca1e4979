//! A line above each quotation that says what came of it: "verbatim · ward1921, page 2".
//!
//! Takes a draft and hands on lenses; a click leads to the source's passage.

use gen_lsp_types::{CodeLens, Command};
use serde_json::json;

use super::answer::{Ask, SHOW};
use super::hover::short;
use super::subject;
use crate::matching::Verdict;

/// Quotations that get a lens of their own in one line of the text; a paragraph in one line may have dozens.
const MOST: u32 = 8;

/// The lenses of a draft.
pub fn lenses(ask: &Ask, uri: &str) -> Vec<CodeLens> {
    let mut lenses: Vec<CodeLens> = Vec::new();
    let (mut line, mut count) = (u32::MAX, 0);
    for draft in ask.drafts(uri) {
        let corpus = ask.places.report.corpus(draft);
        for (quote, matched) in draft.claims.said.quotes.iter().zip(&draft.matches) {
            let is_short = matches!(matched.verdict, Verdict::Unchecked(_)) && matched.near().is_none();
            if is_short || corpus.is_empty() {
                continue;
            }
            let range = ask.places.range(quote.span);
            count = if range.start.line == line { count + 1 } else { 1 };
            line = range.start.line;
            if count > MOST {
                continue;
            }
            let verdict = matched.verdict.name().replace('_', " ");
            let found = subject::passages(matched).next();
            let title = match found {
                // What is near is not where the words are from.
                Some(found) if matched.verdict == Verdict::NotFound => {
                    format!("{verdict} · nearest in {}", short(corpus, found))
                }
                Some(found) => format!("{verdict} · {}", short(corpus, found)),
                None => verdict,
            };
            let command = match found.filter(|_| ask.client.shows_documents) {
                Some(found) => Command {
                    title,
                    tooltip: None,
                    command: SHOW.to_owned(),
                    arguments: Some(vec![json!(ask.places.location(found.span))]),
                },
                None => Command { title, tooltip: None, command: String::new(), arguments: None },
            };
            lenses.push(CodeLens { range, command: Some(command), data: None });
        }
    }
    lenses
}
