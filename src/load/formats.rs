//! The formats by the names of files: which are read, as what, and which of them may be drafts.

use std::path::Path;

use super::walk::Role;
use crate::file::Format;

/// The extensions that are read, in small letters, by format. A format whose reader is not built in is not among them.
const FORMATS: &[(&[&str], Format)] = &[
    (&["md", "markdown", "qmd"], Format::Markdown),
    (&["txt"], Format::Plain),
    #[cfg(feature = "html")]
    (&["html", "htm", "xhtml"], Format::Html),
    (&["tex", "ltx"], Format::Latex),
    #[cfg(feature = "office")]
    (&["docx"], Format::Word),
    #[cfg(feature = "pdf")]
    (&["pdf"], Format::Pdf),
    #[cfg(feature = "office")]
    (&["epub"], Format::Epub),
    (&["srt", "vtt"], Format::Subtitles),
    (&["jsonl", "ndjson"], Format::Answers),
    (&["bib", "json", "yml", "yaml"], Format::Bibliography),
];

/// The extensions of the files whose text is running text: those of a source that other files beside it merely convert.
pub(super) const TEXTS: &[&str] = &["txt", "md", "markdown", "qmd"];

/// How a file of a known extension is taken apart, if it is named; a bibliography is no draft, which the walks see to.
pub(super) fn format(path: &Path) -> Option<Format> {
    let extension = path.extension()?;
    let is = |name: &&str| extension.eq_ignore_ascii_case(name);
    let found = FORMATS.iter().find(|(names, _)| names.iter().any(is)).map(|&(_, format)| format);
    // Word's own mark that a document is open has its extension and holds none.
    let is_lock = || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    found.filter(|format| *format != Format::Word || !is_lock())
}

/// Whether a file of this name is read.
pub fn is_readable(path: &Path) -> bool {
    format(path).is_some()
}

/// Every extension that is read, in small letters.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|(names, _)| names.iter().copied())
}

/// Whether an extension, in small letters, is that of a text: of any file that a source can be.
pub fn is_text_extension(extension: &str) -> bool {
    let of = |(names, format): &(&[&str], Format)| {
        !matches!(format, Format::Bibliography | Format::Answers) && names.contains(&extension)
    };
    FORMATS.iter().any(of) || extension == "pdf"
}

/// Whether a format's text is running text that people write by hand, beside which a file of another format is a copy of it.
pub(super) fn is_running(format: Format) -> bool {
    matches!(format, Format::Markdown | Format::Plain)
}

impl Role {
    /// A format, if files in it can be that.
    pub fn takes(self, format: Option<Format>) -> Option<Format> {
        format.filter(|format| match self {
            Role::Draft => {
                !matches!(format, Format::Bibliography | Format::Pdf | Format::Epub | Format::Subtitles)
            }
            Role::Source => *format != Format::Answers,
        })
    }

    /// The extensions that are read, as a sentence.
    pub fn kinds(self) -> String {
        let of = |wanted: fn(&Format) -> bool| {
            let formats =
                FORMATS.iter().filter(|(_, format)| self.takes(Some(*format)).is_some() && wanted(format));
            let names: Vec<String> =
                formats.flat_map(|(names, _)| *names).map(|name| format!(".{name}")).collect();
            match names.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                _ => names.concat(),
            }
        };
        let texts = of(|format| *format != Format::Bibliography);
        match self {
            Role::Draft => format!("{texts} are read as drafts"),
            Role::Source => {
                format!(
                    "{texts} are read, and bibliographies in {}",
                    of(|format| *format == Format::Bibliography)
                )
            }
        }
    }
}
