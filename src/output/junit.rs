//! The XML of JUnit, which every CI shows as tests: a suite a file, a case a finding, and one that passes for a clean draft.
//!
//! Takes a `Report` and returns the document. A note passes, with its text as output; what is wrong with the input itself is an
//! error, all else a failure.

use std::collections::BTreeMap;

use super::display::{clean, harmless, shorten, untied};
use super::entry::{Entry, RUN_FAILED, entries};
use super::xml::{HEAD, attribute, escaped};
use super::{Style, concise};
use crate::check::Report;
use crate::file::Files;
use crate::finding::Severity;
use crate::page::{CONFIG_INVALID, SOURCE_UNREADABLE};

/// Columns of the words at fault in the name of a case.
const WORDS: usize = 60;

/// A suite: its name, its cases and how many of them are what.
#[derive(Default)]
struct Suite {
    name: String,
    cases: String,
    names: BTreeMap<String, usize>,
    tests: usize,
    failures: usize,
    errors: usize,
}

/// The suites, in the order in which they were first named.
#[derive(Default)]
struct Suites {
    list: Vec<Suite>,
    numbers: BTreeMap<String, usize>,
}

/// How a case ended.
enum Ending {
    Passed,
    Failed,
    Broken,
}

/// The document of a run.
pub fn render(report: &Report) -> String {
    let mut suites = Suites::default();
    for entry in entries(report) {
        let title = entry.file.map_or(entry.path.into(), |(file, _)| file.title());
        let ending = match entry.severity {
            _ if [CONFIG_INVALID.id, SOURCE_UNREADABLE.id].contains(&entry.rule) => Ending::Broken,
            Severity::Error | Severity::Warning => Ending::Failed,
            Severity::Note => Ending::Passed,
        };
        let suite = suites.of(&title);
        let name = suite.unique(name(&report.files, &entry));
        suite.add(&case(&report.files, &entry, &name, &title, &ending), ending);
    }
    for draft in &report.drafts {
        let title = draft.file.title();
        let suite = suites.of(&title);
        if suite.tests == 0 {
            suite.add(&empty_case("no findings", &title), Ending::Passed);
        }
    }
    let closing = untied(concise::closing(&report.summary, Style::PLAIN).trim_end());
    document(&suites.list, &closing)
}

/// The document of a run that failed before it had a report, with what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let help = help.iter().map(|help| format!("help: {}", clean(help)));
    let lines: Vec<String> = std::iter::once(clean(error)).chain(help).collect();
    let ended = ended("error", &lines, "error");
    let mut suite = Suite { name: "ibid".to_owned(), ..Suite::default() };
    suite.add(&full_case(RUN_FAILED, "ibid", &ended), Ending::Broken);
    document(&[suite], "")
}

impl Suites {
    /// The suite of a name, which is put behind the others if it is new.
    fn of(&mut self, name: &str) -> &mut Suite {
        let number = *self.numbers.entry(name.to_owned()).or_insert(self.list.len());
        if number == self.list.len() {
            self.list.push(Suite { name: name.to_owned(), ..Suite::default() });
        }
        &mut self.list[number]
    }
}

impl Suite {
    /// A name, and behind it the number of those before that were alike.
    fn unique(&mut self, name: String) -> String {
        let count = self.names.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name} #{count}") }
    }

    fn add(&mut self, case: &str, ending: Ending) {
        self.cases += case;
        self.tests += 1;
        match ending {
            Ending::Passed => {}
            Ending::Failed => self.failures += 1,
            Ending::Broken => self.errors += 1,
        }
    }
}

fn document(suites: &[Suite], closing: &str) -> String {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let all = counts(sum(|suite| suite.tests), sum(|suite| suite.failures), sum(|suite| suite.errors));
    let last = suites.len().saturating_sub(1);
    let suites = suites.iter().enumerate().map(|(number, suite)| {
        let counts = counts(suite.tests, suite.failures, suite.errors);
        let name = attribute("name", &harmless(&suite.name));
        // A document has no place for what is said of the whole run but behind the cases of a suite.
        let closing = match number == last && !closing.is_empty() {
            true => format!("    <system-out>{}</system-out>\n", escaped(closing)),
            false => String::new(),
        };
        format!("  <testsuite{name}{counts}>\n{}{closing}  </testsuite>\n", suite.cases)
    });
    let suites: String = suites.collect();
    format!("{HEAD}<testsuites name=\"ibid\"{all}>\n{suites}</testsuites>\n")
}

fn counts(tests: usize, failures: usize, errors: usize) -> String {
    format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
}

/// What a case is called: its rule and the words at fault. A place would make another test of it whenever lines move.
fn name(files: &Files, entry: &Entry) -> String {
    let words = entry.finding.map(|finding| files.slice(finding.primary.span)).unwrap_or_default();
    let words = clean(words).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        entry.rule.to_owned()
    } else {
        format!("{}: {}", entry.rule, shorten(&words, WORDS))
    }
}

fn case(files: &Files, entry: &Entry, name: &str, title: &str, ending: &Ending) -> String {
    let place = entry.called();
    let mut lines = vec![entry.message.clone(), format!("at {place}")];
    lines.extend(entry.details(files));
    let element = match ending {
        Ending::Broken => "error",
        Ending::Failed => "failure",
        Ending::Passed => {
            let output = format!("      <system-out>{}</system-out>\n", escaped(&lines.join("\n")));
            return full_case(name, title, &output);
        }
    };
    full_case(name, title, &ended(element, &lines, entry.severity.name()))
}

/// How a case ended that did not pass, with what there is to say of it, the first line of which is the message.
fn ended(element: &str, lines: &[String], kind: &str) -> String {
    let message = lines.first().map(String::as_str).unwrap_or_default();
    let (message, kind) = (attribute("message", message), attribute("type", kind));
    format!("      <{element}{message}{kind}>{}</{element}>\n", escaped(&lines.join("\n")))
}

fn full_case(name: &str, class: &str, inner: &str) -> String {
    let (name, class) = (attribute("name", name), attribute("classname", &harmless(class)));
    format!("    <testcase{name}{class}>\n{inner}    </testcase>\n")
}

fn empty_case(name: &str, class: &str) -> String {
    let (name, class) = (attribute("name", name), attribute("classname", &harmless(class)));
    format!("    <testcase{name}{class}/>\n")
}
