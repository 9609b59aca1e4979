//! How many findings there are of each rule, instead of the findings.
//!
//! Takes a `Report` and a `Style` and returns a table, the most frequent rule first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Style;
use super::display::{self, BOLD, paint};
use crate::check::Report;

/// A line a rule and severity: count, severity, rule. Empty for no findings.
pub fn render(report: &Report, style: Style) -> String {
    let mut counts = BTreeMap::new();
    for finding in report.findings() {
        *counts.entry((finding.rule, finding.severity)).or_insert(0_u32) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&((rule, severity), count)| (Reverse(count), Reverse(severity), rule));
    let digits = counts.first().map_or(0, |(_, count)| count.to_string().len());
    let names = counts.iter().map(|((_, severity), _)| severity.name().len()).max().unwrap_or(0);
    let lines = counts.iter().map(|((rule, severity), count)| {
        let name = paint(style, display::severity(*severity), severity.name());
        let gap = names - severity.name().len();
        format!("{count:digits$}  {name}{:gap$}  {}\n", "", paint(style, BOLD, rule))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Span};
    use crate::finding::{Finding, Label, Severity};

    #[test]
    fn the_most_frequent_rule_stands_first() {
        let finding = |rule, severity| Finding {
            rule,
            severity,
            message: String::new(),
            primary: Label {
                span: Span { file: FileId(0), start: 0, end: 0 },
                message: String::new(),
                source: None,
            },
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        };
        let mut input = vec![finding("quote-short", Severity::Note); 12];
        input.extend(vec![finding("quote-elided", Severity::Error); 3]);
        input.extend(vec![finding("quote-altered", Severity::Error); 3]);
        input.push(finding("quote-elided", Severity::Warning));
        let report = Report { input, ..Report::default() };
        let style = Style { width: 80, colour: false, links: None };
        assert_eq!(
            render(&report, style),
            "12  note     quote-short\n \
             3  error    quote-altered\n \
             3  error    quote-elided\n \
             1  warning  quote-elided\n"
        );
        assert_eq!(render(&Report::default(), style), "");
    }
}
