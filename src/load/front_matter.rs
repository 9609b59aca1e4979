//! The front matter of a draft: the sources and bibliographies that it names for itself.
//!
//! Takes a Markdown text and hands on the paths under `sources:` and `bibliography:` in the YAML at its start, as written and with
//! their places. Only the parser's events are read, so an alias costs what it is written with.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

use crate::bibliography::fenced;

/// What a front matter names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Under `sources:`.
    pub sources: Vec<(String, Range<usize>)>,
    /// Under `bibliography:`.
    pub bibliographies: Vec<(String, Range<usize>)>,
    /// Why what follows is no YAML, and where, if names may stand in it.
    pub broken: Option<(String, usize)>,
}

/// Reads what the front matter of a text names, in bytes of the text.
pub(super) fn names(text: &str) -> Names {
    let Some(yaml) = fenced(text) else { return Names::default() };
    let block = &text[yaml.clone()];
    // Most front matters name neither, and need no parser.
    if !block.contains("sources") && !block.contains("bibliography") {
        return Names::default();
    }
    let mut names = Names::default();
    // The parser counts characters.
    let bytes: Vec<usize> = block.char_indices().map(|(at, _)| yaml.start + at).chain([yaml.end]).collect();
    let mut depth = 0;
    let mut key: Option<String> = None;
    for event in Parser::new_from_str(block) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = bytes.get(error.marker().index()).copied().unwrap_or(yaml.end);
                // A line that is read as a part of another one is where it breaks.
                let line = text[..at].trim_end().rfind('\n').map_or(yaml.start, |end| end + 1);
                let named =
                    |key: &str| text[line.min(at)..yaml.end].lines().any(|line| line.starts_with(key));
                if named("sources:") || named("bibliography:") {
                    names.broken = Some((error.info().to_owned(), at));
                }
                break;
            }
        };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth -= 1;
                if depth == 1 {
                    key = None;
                }
            }
            Event::Scalar(name, ..) if depth == 1 && key.is_none() => key = Some(name.into_owned()),
            Event::Scalar(value, ..) if depth <= 2 => {
                let list = match key.as_deref() {
                    Some("sources") => Some(&mut names.sources),
                    Some("bibliography") => Some(&mut names.bibliographies),
                    _ => None,
                };
                let place = |index: usize| bytes.get(index).copied().unwrap_or(yaml.end);
                if let Some(list) = list {
                    list.push((value.into_owned(), place(span.start.index())..place(span.end.index())));
                }
                if depth == 1 {
                    key = None;
                }
            }
            Event::Alias(_) if depth == 1 => key = None,
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, sources: &[&str], bibliographies: &[&str]) {
        let names = names(text);
        let list =
            |list: &[(String, Range<usize>)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(
            (list(&names.sources), list(&names.bibliographies)),
            (
                sources.iter().map(|&name| name.to_owned()).collect(),
                bibliographies.iter().map(|&name| name.to_owned()).collect()
            ),
            "{text}"
        );
        for (name, place) in names.sources.iter().chain(&names.bibliographies) {
            assert!(text[place.clone()].contains(name.as_str()), "{name}: {:?}", &text[place.clone()]);
        }
    }

    #[test]
    fn a_path_or_a_list_of_paths_is_read() {
        reads("---\ntitle: Ä\nsources: texts\nbibliography: refs.bib\n---\nBody.", &["texts"], &["refs.bib"]);
        reads("\u{feff}---\r\nsources: [\"é a\", b]\r\n...\r\nx", &["é a", "b"], &[]);
        reads(
            "---\nbibliography:\n  - one.bib\n  - two.bib\nsources:\n- c\n---\n",
            &["c"],
            &["one.bib", "two.bib"],
        );
    }

    #[test]
    fn what_names_no_path_is_passed_over() {
        reads("---\nother: {sources: a}\nlist:\n- sources: b\n---\n", &[], &[]);
        reads("---\nsources:\n- title: A talk\n  url: https://x.org\n- c\n---\n", &["c"], &[]);
        reads("sources: a\n", &[], &[]);
        reads("---\nsources: a\n", &[], &[]);
        reads("---\nsources: [a\n---\n", &["a"], &[]);
        reads("---\na: &x [1]\nb: *x\nsources: *x\nbibliography: r.bib\n---\n", &[], &["r.bib"]);
        reads("---\n: : {\n]]\nsources: a\n---\n", &[], &[]);
    }

    #[test]
    fn nothing_hangs_on_a_hostile_front_matter() {
        for part in ["[", "{", "- ", "&a [*a,", "? ", "\t", "!!x ", "sources:\n ", "\"", "|\n"] {
            names(&format!("---\nsources: a\n{}\n---\n", part.repeat(20_000 / part.len())));
        }
    }
}
