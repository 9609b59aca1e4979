//! SARIF 2.1.0, for code scanning and the viewers of editors: one log with one run.
//!
//! Takes a `Report` and returns the log's text. Columns count characters, without a byte-order mark, as `columnKind` says; of a file
//! without lines a place is its path and its paragraph. What comments in the drafts allow is counted and is no result, since code
//! scanning opens alerts for suppressed results, too.

mod log;
mod rules;

use std::collections::BTreeMap;

use self::log::{
    Artifact, ArtifactChange, ArtifactLocation, Driver, Fix, Invocation, Level, Location, Log,
    LogicalLocation, Message, Notification, PhysicalLocation, Region, Replacement, Result, Run, SCHEMA,
    Snippet, Tool, VERSION,
};
use super::display::{clean, untied};
use super::entry::{Entry, entries};
use super::link::encoded;
use super::mend::{Mend, mends};
use super::region::{self, context, region};
use super::{Style, concise};
use crate::check::Report;
use crate::file::{File, Files, Span};
use crate::finding::{Label, Severity};
use crate::load::STANDARD_INPUT;

/// The base that relative paths start from. Where it lies is for the reader to know.
const ROOT: &str = "%SRCROOT%";
/// How a fingerprint is made, so that another way does not pass for this one.
const FINGERPRINT: &str = "ibid/v1";
/// Columns of a passage that is told in a message.
const PASSAGE: usize = 160;
/// How many related places a message leads to.
const RELATED: usize = 8;

/// The log of a run.
pub fn render(report: &Report) -> String {
    let entries = entries(report);
    let mut rules: Vec<&str> = entries.iter().map(|entry| entry.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let mut artifacts = Artifacts::default();
    for draft in &report.drafts {
        artifacts.add(&draft.file, true);
    }
    let results = entries.iter().map(|entry| result(&report.files, entry, &rules, &mut artifacts)).collect();
    let failed = report.summary.failed.then(|| Notification {
        level: Level::Error,
        message: Message::new(super::json::INVALID.to_owned()),
    });
    let closing = untied(concise::closing(&report.summary, Style::PLAIN).trim_end());
    let closing = Notification { level: Level::Note, message: Message::new(closing) };
    let invocation = Invocation {
        execution_successful: failed.is_none(),
        tool_execution_notifications: failed.into_iter().chain([closing]).collect(),
    };
    log(rules.iter().map(|rule| rules::descriptor(rule)).collect(), artifacts.list, results, invocation)
}

/// The log of a run that failed before it had a report, with what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let help = help.iter().map(|help| format!("help: {}", clean(help)));
    let lines: Vec<String> = std::iter::once(clean(error)).chain(help).collect();
    let message = Message::new(lines.join("\n"));
    let notification = Notification { level: Level::Error, message };
    let invocation =
        Invocation { execution_successful: false, tool_execution_notifications: vec![notification] };
    log(Vec::new(), Vec::new(), Vec::new(), invocation)
}

fn log(
    rules: Vec<log::Rule>,
    artifacts: Vec<Artifact>,
    results: Vec<Result>,
    invocation: Invocation,
) -> String {
    let root = ArtifactLocation {
        description: Some(Message::new("The folder that ibid was run in".to_owned())),
        ..ArtifactLocation::default()
    };
    let version = env!("CARGO_PKG_VERSION");
    let driver = Driver { name: "ibid", version, semantic_version: version, rules };
    let run = Run {
        tool: Tool { driver },
        invocations: vec![invocation],
        original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
        column_kind: "unicodeCodePoints",
        artifacts,
        results,
    };
    super::json::print(&Log { schema: SCHEMA, version: VERSION, runs: vec![run] })
}

/// The files that the log speaks of, each once.
#[derive(Default)]
struct Artifacts {
    list: Vec<Artifact>,
    numbers: BTreeMap<String, usize>,
}

impl Artifacts {
    /// The number of a file, which is put in if it is new.
    fn add(&mut self, file: &File, draft: bool) -> usize {
        if let Some(&number) = self.numbers.get(&file.path) {
            return number;
        }
        let lines = region(file, Span { file: file.id, start: 0, end: 0 }).is_some();
        self.list.push(Artifact {
            location: place_of(&file.path),
            encoding: (lines && file.encoding != "unknown").then_some(file.encoding),
            roles: if draft { vec!["analysisTarget"] } else { Vec::new() },
        });
        self.numbers.insert(file.path.clone(), self.list.len() - 1);
        self.list.len() - 1
    }

    fn location(&mut self, file: &File) -> ArtifactLocation {
        ArtifactLocation { index: Some(self.add(file, false)), ..place_of(&file.path) }
    }
}

/// Where a path leads: from the root if it is relative.
fn place_of(path: &str) -> ArtifactLocation {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let (uri, base) = match path {
        STANDARD_INPUT => (encoded(path), None),
        _ if path.starts_with('/') => (format!("file://{}", encoded(path)), None),
        _ if cfg!(windows) && drive => (format!("file:///{}", encoded(path)), None),
        // What stands before a colon would be a scheme.
        _ => (encoded(path).replace(':', "%3A"), Some(ROOT)),
    };
    ArtifactLocation { uri: Some(uri), uri_base_id: base, ..ArtifactLocation::default() }
}

fn result(files: &Files, entry: &Entry, rules: &[&str], artifacts: &mut Artifacts) -> Result {
    let related = entry.finding.map(|finding| finding.related.as_slice()).unwrap_or_default();
    let location = match entry.file {
        Some((file, Some(span))) => location(artifacts, file, span),
        Some((file, None)) => Location::of(artifacts.location(file)),
        None => Location::of(place_of(entry.path)),
    };
    let fixes = entry.file.zip(entry.finding).map(|((file, _), finding)| {
        let mends = mends(file, finding);
        mends.iter().map(|mend| fix(artifacts.location(file), mend)).collect()
    });
    Result {
        rule_id: entry.rule.to_owned(),
        rule_index: rules.binary_search(&entry.rule).ok(),
        level: level(entry.severity),
        message: Message::new(message(files, entry, related)),
        locations: vec![location],
        related_locations: related
            .iter()
            .enumerate()
            .map(|(number, label)| Location {
                id: Some(number + 1),
                message: (!label.message.is_empty()).then(|| Message::new(plain(&label.message))),
                ..self::location(artifacts, files.get(label.span.file), label.span)
            })
            .collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, entry.fingerprint.clone())]),
        fixes: fixes.unwrap_or_default(),
    }
}

/// The message, and behind it a line for each related place, which it leads to, for each note and for what to do.
fn message(files: &Files, entry: &Entry, related: &[Label]) -> String {
    let mut lines = vec![plain(&entry.sentence())];
    for (number, label) in related.iter().take(RELATED).enumerate() {
        let file = files.get(label.span.file);
        let name =
            if label.message.is_empty() { region::called(file, label.span) } else { clean(&label.message) };
        let name = name.replace('[', "(").replace(']', ")");
        let words = context(file, label.span, PASSAGE);
        let words = if words.is_empty() { String::new() } else { format!(": {}", plain(&words)) };
        let source = label.source.as_ref().map(|key| format!(" ({})", plain(key))).unwrap_or_default();
        lines.push(format!("[{name}]({}){words}{source}", number + 1));
    }
    let others = entry.details(files).into_iter().skip(related.len().min(RELATED));
    lines.extend(others.map(|line| plain(&line)));
    lines.join("\n")
}

/// Text in which nothing is taken for a link.
fn plain(text: &str) -> String {
    clean(text).replace("](", "] (")
}

fn location(artifacts: &mut Artifacts, file: &File, span: Span) -> Location {
    let row = file.row.as_ref().map(|row| LogicalLocation { fully_qualified_name: row.clone() });
    let spot = region::spot(file, span).map(|spot| LogicalLocation { fully_qualified_name: spot });
    let physical_location = PhysicalLocation {
        artifact_location: artifacts.location(file),
        region: region(file, span).as_ref().map(|region| lines(region, true)),
    };
    Location {
        physical_location,
        logical_locations: row.into_iter().chain(spot).collect(),
        id: None,
        message: None,
    }
}

fn lines(region: &region::Region, with_words: bool) -> Region {
    let words = if with_words { region.words().filter(|words| !words.is_empty()) } else { None };
    Region {
        start_line: region.start.line,
        start_column: region.start.column,
        end_line: region.end.line,
        end_column: region.end.column,
        snippet: words.map(|words| Snippet { text: words.to_owned() }),
    }
}

fn fix(location: ArtifactLocation, mend: &Mend) -> Fix {
    let replacement = |edit: &super::mend::Change| Replacement {
        deleted_region: lines(&edit.region, false),
        inserted_content: Snippet { text: edit.text.to_string() },
    };
    let replacements = mend.edits.iter().map(replacement).collect();
    Fix {
        description: Message::new(plain(mend.title)),
        artifact_changes: vec![ArtifactChange { artifact_location: location, replacements }],
    }
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_address() {
        let address = |path: &str| (place_of(path).uri.unwrap(), place_of(path).uri_base_id);
        assert_eq!(address("a b/é#1?.md"), ("a%20b/%C3%A9%231%3F.md".into(), Some(ROOT)));
        assert_eq!(address("a:b\n.md"), ("a%3Ab%0A.md".into(), Some(ROOT)));
        assert_eq!(address("/tmp/a:b.md"), ("file:///tmp/a:b.md".into(), None));
        assert_eq!(address(STANDARD_INPUT), ("%3Cstdin%3E".into(), None));
    }

    #[test]
    fn nothing_in_a_text_is_a_link() {
        assert_eq!(plain("[a](https://port.example) [b]"), "[a] (https://port.example) [b]");
    }
}
