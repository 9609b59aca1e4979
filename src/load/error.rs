//! Why a run cannot begin: paths that are not there, or that hold nothing to read.
//!
//! Each error says what was looked for and what to do; the lines behind its first are help.

use std::path::PathBuf;

use super::root::Root;
use super::walk::{Role, ignored};
use crate::finding::Finding;

/// Why a run cannot begin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A path that was asked for is not there.
    #[error("`{path}` does not exist{}{}", .part.as_ref().map(|part| format!(": there is no folder `{part}`")).unwrap_or_default(), .near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Missing {
        /// The path as it was given.
        path: String,
        /// Its first folder that does not exist.
        part: Option<String>,
        /// What lies there under a name like it.
        near: Option<String>,
    },
    /// A path that was asked for is there and cannot be looked at.
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable {
        /// The path as it was given.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A file that was asked for by its name is of no kind that is read.
    #[error("`{path}` is of no kind that is read: {kinds}{hint}")]
    Unsupported {
        /// The path as it is shown.
        path: String,
        /// The kinds that are.
        kinds: &'static str,
        /// What to do with it, opened by a semicolon.
        hint: &'static str,
    },
    /// The paths of drafts hold none.
    #[error("no draft under {paths}: {why}")]
    NoDrafts {
        /// The paths, each in backticks.
        paths: String,
        /// The reason.
        why: String,
    },
    /// The paths of sources hold no text.
    #[error("no source with text under {paths}: {why}")]
    NoSources {
        /// The paths, each in backticks.
        paths: String,
        /// The reason.
        why: String,
    },
}

impl LoadError {
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
            "a bibliography has no text of its own\nname the folder of its files, too: --sources DIR"
                .to_owned()
        } else {
            nothing_found(roots, Role::Source, findings)
        };
        LoadError::NoSources { paths: listed(roots), why }
    }
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
