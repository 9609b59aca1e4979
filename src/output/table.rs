//! The rules as a table and each rule's page as a text: for a terminal, and as Markdown for the README.
//!
//! Takes rules' pages and returns what `ibid rules` and `ibid explain` print.

use super::Style;
use super::display::{self, BOLD, indent, paint, wrap};
use crate::page::{Example, Page};

/// One line or more a rule: its id, severity and summary.
pub fn text(pages: &[&Page], style: Style) -> String {
    let ids = pages.iter().map(|page| page.id.len()).max().unwrap_or(0);
    let (severities, gap) = ("warning".len(), 2);
    let start = ids + gap + severities + gap;
    let mut text = String::new();
    for page in pages {
        let summary = format!("{}{}", page.summary, if page.preview { " (preview)" } else { "" });
        let lines = wrap(&summary, style.width.saturating_sub(start).max(20));
        let severity = paint(style, display::severity(page.severity), page.severity.name());
        let pad = severities - page.severity.name().len();
        text += &format!("{}{:2$}", paint(style, BOLD, page.id), "", ids - page.id.len() + gap);
        text += &format!("{severity}{:1$}{2}\n", "", pad + gap, indent(&lines, start));
    }
    let legend = "`ibid explain RULE` says why, and what to do. Notes are reported with --pedantic, or where a \
                  rule is selected by its own id; likewise preview rules with --preview.";
    text + "\n" + &indent(&wrap(legend, style.width), 0) + "\n"
}

/// The table in Markdown, as it stands in the README between its markers.
pub fn markdown(pages: &[&Page]) -> String {
    let row = |page: &&Page| {
        let preview = if page.preview { ", preview" } else { "" };
        format!(
            "| `{}` | {}{preview} | {} |\n",
            page.id,
            page.severity.name(),
            page.summary.replace('|', "\\|")
        )
    };
    let rows: String = pages.iter().map(row).collect();
    format!("| rule | severity | says |\n|---|---|---|\n{rows}")
}

/// A rule's page.
pub fn page(page: &Page, style: Style) -> String {
    let severity = paint(style, display::severity(page.severity), page.severity.name());
    let preview = if page.preview { ", preview: it runs with --preview alone" } else { "" };
    let mut text = format!("{} ({severity}{preview})\n", paint(style, BOLD, page.id));
    text += &(prose(page.summary, 0, style) + "\n");
    section(&mut text, "Why", &prose(page.why, 2, style), style);
    section(&mut text, "What to do", &prose(page.remedy, 2, style), style);
    let options = page.options.iter().map(|option| {
        let line = format!("  {} = {}\n", paint(style, BOLD, option.name), option.default);
        line + &prose(option.meaning, 6, style)
    });
    section(&mut text, "What it goes by", &options.collect::<String>(), style);
    let examples = |flagged: bool| {
        let chosen = page.examples.iter().filter(|example| example.flags.is_some() == flagged);
        chosen.map(|one| example(one, style)).collect::<Vec<_>>().join("\n")
    };
    section(&mut text, "Reported", &examples(true), style);
    section(&mut text, "Passed", &examples(false), style);
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn section(text: &mut String, title: &str, body: &str, style: Style) {
    if !body.is_empty() {
        *text += &format!("{}\n{body}\n", paint(style, BOLD, title));
    }
}

fn example(example: &Example, style: Style) -> String {
    let field = |name: &str, value: &str, colour| {
        let room = style.width.saturating_sub(10).max(20);
        let lines: Vec<_> = value.trim().lines().flat_map(|line| wrap(line, room)).collect();
        let lines: Vec<_> = lines.iter().map(|line| paint(style, colour, line)).collect();
        format!("  {name:<8}{}\n", indent(&lines, 10))
    };
    let plain = annotate_snippets::renderer::Style::new();
    let flags =
        example.flags.map(|flags| field("flags", flags, display::severity(crate::finding::Severity::Error)));
    field("draft", example.draft, plain)
        + &field("source", example.source, plain)
        + &flags.unwrap_or_default()
}

/// Markdown as it reads on a terminal: paragraphs and list items wrapped and indented, code blocks as they are.
fn prose(markdown: &str, margin: usize, style: Style) -> String {
    let mut text = String::new();
    let pad = " ".repeat(margin);
    for block in markdown.trim().split("\n\n") {
        if !text.is_empty() {
            text.push('\n');
        }
        if block.starts_with("```") || block.lines().all(|line| line.starts_with("    ")) {
            for line in block.lines().filter(|line| !line.starts_with("```")) {
                text += format!("{pad}{line}").trim_end();
                text.push('\n');
            }
            continue;
        }
        for item in items(block) {
            let hang = margin + if item.starts_with("- ") { 2 } else { 0 };
            let lines = wrap(&item, style.width.saturating_sub(hang).max(20));
            text += &format!("{pad}{}\n", indent(&lines, hang));
        }
    }
    text
}

/// The items of a list, each on one line, or the one line of a paragraph.
fn items(block: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in block.lines().map(str::trim) {
        match items.last_mut() {
            Some(item) if !line.starts_with("- ") => {
                item.push(' ');
                item.push_str(line);
            }
            _ => items.push(line.to_owned()),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::page::OptionPage;

    static PAGE: Page = Page {
        id: "quote-altered",
        severity: Severity::Error,
        preview: true,
        summary: "The words of a quotation differ from the source's",
        why: "A reader takes what stands between the marks for the very words.\n\nPermitted are:\n\n- a change \
              of case, of\n  marks and of spaces\n- an ellipsis",
        remedy: "Use the source's words.",
        options: &[OptionPage {
            name: "shortest",
            default: "3",
            meaning: "In words; a shorter one is not judged.",
        }],
        examples: &[
            Example { draft: "He said “one\ntwo”.", source: "“One two,” he said.", flags: None },
            Example {
                draft: "He said “one three”.", source: "“One two,” he said.", flags: Some("three")
            },
        ],
    };

    #[test]
    fn a_page_reads_well_on_a_terminal() {
        let expected = "\
quote-altered (error, preview: it runs with --preview alone)
The words of a quotation differ from the
source's

Why
  A reader takes what stands between the
  marks for the very words.

  Permitted are:

  - a change of case, of marks and of
    spaces
  - an ellipsis

What to do
  Use the source's words.

What it goes by
  shortest = 3
      In words; a shorter one is not
      judged.

Reported
  draft   He said “one three”.
  source  “One two,” he said.
  flags   three

Passed
  draft   He said “one
          two”.
  source  “One two,” he said.
";
        assert_eq!(page(&PAGE, Style { width: 40, colour: false, links: None }), expected);
    }

    #[test]
    fn a_table_lines_up() {
        let plain = text(&[&PAGE], Style { width: 60, colour: false, links: None });
        assert!(plain.starts_with(
            "quote-altered  error    The words of a quotation differ from\n                        the source's (preview)\n"
        ));
        let row = "| `quote-altered` | error, preview | The words of a quotation differ from the source's |";
        assert_eq!(markdown(&[&PAGE]).lines().nth(2), Some(row));
    }
}
