//! The rules of a SARIF log: their pages, in plain text and in Markdown.
//!
//! Takes the name that a result goes by, which is a rule's id, or that of a draft that falls short.

use super::level;
use super::log::{Configuration, Level, Message, Rule, RuleProperties};
use crate::finding::Severity;
use crate::output::entry::MIN_COVERAGE;
use crate::page::{PAGES, Page};

/// The description of what a result goes by.
pub fn descriptor(name: &str) -> Rule {
    match PAGES.iter().find(|page| page.id == name) {
        Some(page) => of_page(page),
        None => of_coverage(name),
    }
}

fn of_page(page: &Page) -> Rule {
    let first = page.why.trim().split("\n\n").next().unwrap_or_default();
    let help = format!(
        "{}\n\nWhat to do: {}\n\n`ibid explain {}` shows examples.",
        page.why.trim(),
        page.remedy.trim(),
        page.id
    );
    Rule {
        id: page.id.to_owned(),
        short_description: Message::new(page.summary.to_owned()),
        full_description: Message::new(plain(first)),
        help: Message {
            text: help.split("\n\n").map(plain).collect::<Vec<_>>().join("\n\n"),
            markdown: Some(help),
        },
        default_configuration: Configuration {
            enabled: !page.preview && page.severity > Severity::Note,
            level: level(page.severity),
        },
        properties: RuleProperties {
            tags: vec![page.family().to_owned()],
            severity: match page.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    }
}

fn of_coverage(name: &str) -> Rule {
    let text = "Less of a draft is tied to a source than is asked for. `ibid trace` shows what is tied to what, and \
                `ibid trace --untied` the sentences that are tied to none.";
    Rule {
        id: name.to_owned(),
        short_description: Message::new("Too little of a draft is tied to a source".to_owned()),
        full_description: Message::new(plain(text)),
        help: Message { text: plain(text), markdown: Some(text.to_owned()) },
        default_configuration: Configuration { enabled: name != MIN_COVERAGE, level: Level::Error },
        properties: RuleProperties { tags: vec!["coverage".to_owned()], severity: "error" },
    }
}

/// A paragraph of Markdown on one line, without the marks of code.
fn plain(paragraph: &str) -> String {
    paragraph.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ")
}
