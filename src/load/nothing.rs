//! Why paths resolve to nothing: what is wrong with what is there, or else what would be read.
//!
//! Takes the roots that were walked and hands on the error for drafts or sources that are not there.

use std::path::PathBuf;

use super::error::LoadError;
use super::root::Root;
use super::walk::{Role, ignored};
use crate::finding::Finding;

/// The error for drafts that are not there, with the reason.
pub(super) fn no_drafts(starts: &[Root], sources: &[PathBuf]) -> LoadError {
    let touches = |start: &Root| {
        sources
            .iter()
            .any(|source| start.canonical.starts_with(source) || source.starts_with(&start.canonical))
    };
    let why = if starts.iter().any(touches) {
        "a file under a path of sources is a source, never a draft".into()
    } else {
        nothing_found(starts, Role::Draft, &[])
    };
    LoadError::NoDrafts { paths: listed(starts), why }
}

/// The error for sources without text, with the reason.
pub(super) fn no_sources(roots: &[Root], with_bibliography: bool, findings: &[Finding]) -> LoadError {
    let why = if with_bibliography {
        // It names texts; where they are has to be said.
        "a bibliography has no text of its own\nname the folder of its files, too: --sources DIR".to_owned()
    } else {
        nothing_found(roots, Role::Source, findings)
    };
    LoadError::NoSources { paths: listed(roots), why }
}

fn listed(roots: &[Root]) -> String {
    roots.iter().map(|root| format!("`{}`", root.shown())).collect::<Vec<_>>().join(", ")
}

/// Why paths resolve to nothing: what is wrong with what is there, or else what would be read.
fn nothing_found(roots: &[Root], role: Role, findings: &[Finding]) -> String {
    if let Some(first) = findings.first() {
        return match findings.len() - 1 {
            0 => first.message.clone(),
            more => format!("{}, and so for {more} more", first.message),
        };
    }
    match roots.iter().map(|root| ignored(root, role)).sum::<usize>() {
        0 => role.kinds().to_string(),
        ignored => format!("{}, and a .gitignore hides {ignored} of them", role.kinds()),
    }
}
