//! What a rule reports: a `Finding` with its labels, notes and fixes.
//!
//! Rules make findings; `check` orders them; `output` renders them. A finding always has the draft's words as its
//! primary label, and the source's words, where there are any, as a related one.

use crate::file::Span;

/// How much a finding weighs. Ordered: a note is less than a warning, a warning less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Shown with `--pedantic` alone; never fails a run.
    Note,
    /// Fails a run.
    Warning,
    /// Fails a run.
    Error,
}

impl Severity {
    /// The severity as it is printed and as it stands in a rule's page.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place and what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The words that it points at; may be empty, for a place between words.
    pub span: Span,
    /// A few words beside the mark, without a full stop.
    pub message: String,
    /// The key of the source that the span lies in; none in a draft.
    pub source: Option<String>,
}

/// Whether a fix can be taken without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// No word of the text changes: typography, spacing, comments to this program, a citation's key in the one spelling that it can
    /// be meant for.
    Safe,
    /// It changes what the draft says, or what is reported of it.
    Unsafe,
}

/// Text to put in a span's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub replacement: String,
}

/// One way to mend a finding. The fixes of one finding are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it can be taken unread.
    pub safety: Safety,
    /// Edits that do not overlap, in order.
    pub edits: Vec<Edit>,
}

/// One fault in a draft, or in the input itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// The rule's severity, unless the rule or the configuration says otherwise.
    pub severity: Severity,
    /// One sentence without its full stop, that can be read alone.
    pub message: String,
    /// The words at fault.
    pub primary: Label,
    /// Further places: the source's words first.
    pub related: Vec<Label>,
    /// Facts that help to judge it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
}
