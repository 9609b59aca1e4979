//! What can be done about a finding: its fixes, and a comment that allows it.
//!
//! Takes the findings at a range and hands on edits of the document's own text. What a fix replaces and by what, the rules have
//! decided.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, Command, DocumentChange, Edit as DocumentEdit,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri,
    WorkspaceEdit,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answer::{ASK, Ask};
use super::diagnostics::diagnostic;
use super::place::meet;
use crate::check::Draft;
use crate::check::write_allow::with_allows;
use crate::file::File;
use crate::finding::{Finding, Fix, Safety};

/// What stands in an allow for the reason, until the writer gives it.
const REASON: &str = "say here why it stands";

/// What can be done at a range.
pub fn actions(ask: &Ask, uri: &str, range: Range, kinds: &[CodeActionKind]) -> Vec<CodeAction> {
    let wanted = |kind: &CodeActionKind| {
        let (kind, named) = (kind.to_string(), |wanted: &CodeActionKind| wanted.to_string());
        kinds.is_empty()
            || kinds.iter().any(|wanted| kind == named(wanted) || kind.starts_with(&(named(wanted) + ".")))
    };
    let mut actions = Vec::new();
    for draft in ask.drafts(uri) {
        if wanted(&CodeActionKind::QuickFix) {
            for finding in &draft.findings {
                if meet(ask.places.range(finding.primary.span), range)
                    && finding.primary.span.file == draft.file.id
                {
                    actions.extend(of_finding(ask, draft, finding));
                }
            }
        }
        if wanted(&fix_all()) {
            actions.extend(all_safe(ask, draft));
        }
    }
    actions
}

/// The kind of the action that takes every safe fix, as editors run it on saving.
pub fn fix_all() -> CodeActionKind {
    CodeActionKind::from("source.fixAll.ibid".to_owned())
}

fn of_finding(ask: &Ask, draft: &Draft, finding: &Finding) -> Vec<CodeAction> {
    let shown = vec![diagnostic(finding, ask.places, ask.client)];
    let action = |title: String, edit: Option<WorkspaceEdit>, command: Option<Command>| CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(shown.clone()),
        edit,
        command,
        ..CodeAction::default()
    };
    let fixes = finding.fixes.iter().filter_map(|fix| {
        let edits = edits(ask, &draft.file, fix)?;
        let title = capital(&fix.title);
        let preferred = (fix.safety == Safety::Safe).then_some(true);
        Some(CodeAction { is_preferred: preferred, ..action(title, Some(of(ask, draft, edits)), None) })
    });
    let mut actions: Vec<CodeAction> = fixes.collect();
    let title = format!("Allow `{}` here, with a reason", finding.rule);
    if ask.client.asks_for_reasons {
        let asked = Asked {
            uri: ask.places.uri(draft.file.id),
            rule: finding.rule.to_owned(),
            range: ask.places.range(finding.primary.span),
            reason: None,
        };
        let arguments = Some(vec![json!(asked)]);
        let command = Command { title: title.clone(), tooltip: None, command: ASK.to_owned(), arguments };
        actions.push(action(title, None, Some(command)));
    } else if let Some(edit) = allow(ask, draft, finding, REASON) {
        actions.push(action(title, Some(edit), None));
    }
    actions
}

/// The first safe fix of every finding that touches none before it.
fn all_safe(ask: &Ask, draft: &Draft) -> Option<CodeAction> {
    let mut taken: Vec<TextEdit> = Vec::new();
    for finding in &draft.findings {
        let safe = finding.fixes.iter().find(|fix| fix.safety == Safety::Safe);
        let Some(edits) = safe.and_then(|fix| edits(ask, &draft.file, fix)) else { continue };
        let free = |edit: &TextEdit| !taken.iter().any(|taken| meet(taken.range, edit.range));
        if edits.iter().all(free) {
            taken.extend(edits);
        }
    }
    (!taken.is_empty()).then(|| CodeAction {
        title: "Take every safe fix of ibid".into(),
        kind: Some(fix_all()),
        edit: Some(of(ask, draft, taken)),
        ..CodeAction::default()
    })
}

/// The edits of a fix in the document's own text, if all can be made there.
fn edits(ask: &Ask, file: &File, fix: &Fix) -> Option<Vec<TextEdit>> {
    let own = |edit: &crate::finding::Edit| {
        let (bytes, new_text) = file.edit(edit.span, &edit.replacement)?;
        Some(TextEdit { range: ask.places.raw(file, bytes), new_text })
    };
    let here = fix.edits.iter().all(|edit| edit.span.file == file.id);
    fix.edits.iter().filter(|_| here).map(own).collect::<Option<Vec<_>>>().filter(|edits| !edits.is_empty())
}

/// Edits of a draft as one change, for the version that was checked where the client can tell.
fn of(ask: &Ask, draft: &Draft, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let uri = ask.places.uri(draft.file.id);
    if !ask.client.versioned {
        return WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() };
    }
    let version = ask.places.documents.get(&uri.0).map(|document| document.version);
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version,
        text_document_identifier: TextDocumentIdentifier { uri },
    };
    let edits = edits.into_iter().map(DocumentEdit::TextEdit).collect();
    let change = DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits });
    WorkspaceEdit { document_changes: Some(vec![change]), ..WorkspaceEdit::default() }
}

/// What the client sends back to have a finding allowed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The document.
    pub uri: Uri,
    /// The finding's rule.
    pub rule: String,
    /// Where the finding is.
    pub range: Range,
    /// Why it stands.
    pub reason: Option<String>,
}

/// The edit that allows the finding that a client asks about; none where it is gone, or where there is no place for a comment.
pub fn allowing(ask: &Ask, asked: &Asked) -> Option<WorkspaceEdit> {
    let is_meant = |finding: &&Finding| {
        finding.rule == asked.rule && ask.places.range(finding.primary.span) == asked.range
    };
    let reason = asked.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let mut drafts = ask.drafts(&asked.uri.0);
    drafts.find_map(|draft| {
        let finding = draft.findings.iter().find(is_meant)?;
        allow(ask, draft, finding, reason.unwrap_or(REASON))
    })
}

fn allow(ask: &Ask, draft: &Draft, finding: &Finding, reason: &str) -> Option<WorkspaceEdit> {
    if !draft.file.takes_comments() || reason.contains("-->") || reason.contains(char::is_control) {
        return None;
    }
    let written = with_allows(&draft.file, &[finding], reason);
    if !written.left.is_empty() {
        return None;
    }
    let old = draft.file.mapped().map_or(draft.file.text(), |mapped| &mapped.raw.text);
    let (bytes, new_text) = difference(old, &written.text)?;
    let edit = TextEdit { range: ask.places.raw(&draft.file, bytes), new_text };
    Some(of(ask, draft, vec![edit]))
}

/// The one stretch in which two texts differ, and what stands there in the new one.
fn difference(old: &str, new: &str) -> Option<(std::ops::Range<usize>, String)> {
    let same = |a: &u8, b: &u8| a == b;
    let start = old.bytes().zip(new.bytes()).take_while(|(a, b)| same(a, b)).count();
    let start = old.floor_char_boundary(start).min(new.floor_char_boundary(start));
    let room = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(room).take_while(|(a, b)| same(a, b)).count();
    let (mut from, mut to) = (old.len() - end, new.len() - end);
    while !old.is_char_boundary(from) || !new.is_char_boundary(to) {
        from += 1;
        to += 1;
    }
    (old != new).then(|| (start..from, new[start..to].to_owned()))
}

fn capital(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_differ_in_whole_characters() {
        let apply = |old: &str, new: &str| {
            let (range, text) = difference(old, new)?;
            let mut made = old.to_owned();
            made.replace_range(range, &text);
            Some(made)
        };
        for (old, new) in [("aé", "aè"), ("", "x"), ("ab ab", "ab ab ab"), ("日本", "日"), ("é", "é é")]
        {
            assert_eq!(apply(old, new).as_deref(), Some(new), "{old:?}");
        }
        assert_eq!(difference("a", "a"), None);
    }
}
