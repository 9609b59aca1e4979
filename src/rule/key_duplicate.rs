//! `key-duplicate`: one name for several sources.
//!
//! Two entries with one key are found where the bibliographies are read. This finds a draft that cites by a name that
//! files of several folders share; the finding points at the citation and at the files.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::Cx;
use super::citing::names;
use super::report::label;
use crate::claim::citation::Form;
use crate::corpus::Document;
use crate::finding::{Finding, Label};
use crate::matching::By;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let mut reported: FxHashSet<&str> = FxHashSet::default();
    // A footnote's text is a citation of its own.
    for citation in cx.claims.citations.iter().filter(|citation| citation.form != Form::Note) {
        for named in names(cx, citation).iter().filter(|named| named.by == By::Key) {
            let name = &cx.file.text()[named.place.clone()];
            let documents: Vec<&Document> =
                named.documents.unwrap_or_default().iter().map(|&id| cx.corpus.document(id)).collect();
            let folder = |document: &Document| Path::new(&document.file.path).parent().map(Path::to_owned);
            let namesakes = documents.len() > 1
                && documents.iter().all(|document| document.entry.is_none())
                && documents.iter().any(|document| folder(document) != folder(documents[0]));
            if !namesakes || !reported.insert(name) {
                continue;
            }
            let message = format!("{} sources are called `{name}`", documents.len());
            let span = cx.file.span(named.place.clone());
            let mut finding = page::KEY_DUPLICATE.finding(message, label(span, "which of them?"));
            finding.related.extend(documents.iter().map(|document| Label {
                span: document.file.span(document.file.line(1)),
                message: "one of them".into(),
                source: Some(document.key.clone()),
            }));
            finding.help.push("rename one of the files, or give them keys in a bibliography".into());
            findings.push(finding);
        }
    }
}
