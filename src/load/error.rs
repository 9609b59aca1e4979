//! Why a run cannot begin: paths that are not there, or that hold nothing to read.
//!
//! Each error says what was looked for and what to do; the lines behind its first are help.

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
        kinds: String,
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
    /// The cache is to be trusted, and has nothing of the sources.
    #[error("the cache has nothing of these sources that could be used\nrun once without `--frozen`")]
    NotKept,
}
