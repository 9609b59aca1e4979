//! The rows of a table as they are written.
//!
//! Takes a table's text and has it written row by row and cell by cell. A row's bars stand in the cells behind them; the
//! line below the heads is kept, and not shown.

use std::ops::Range;

use super::annotated::Writer;

/// Appends a table's rows.
pub fn rows(text: &str, range: Range<usize>, writer: &mut Writer, page: &mut String) {
    let mut at = range.start;
    for (number, line) in text[range].split_inclusive('\n').enumerate() {
        let row = at..at + line.len();
        at = row.end;
        if line.trim().is_empty() || is_rule(line) {
            page.push_str("<div hidden>");
            writer.write(page, row);
            page.push_str("</div>");
            continue;
        }
        let role = if number == 0 { "columnheader" } else { "cell" };
        page.push_str("<div role=\"row\">");
        for cell in cells(line) {
            page.push_str(&format!("<div role=\"{role}\">"));
            writer.write(page, row.start + cell.start..row.start + cell.end);
            page.push_str("</div>");
        }
        page.push_str("</div>");
    }
}

/// Whether a line parts the heads from the rest: `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '-' | ':' | '>'))
}

/// The cells of a row, each with the bar before it; the last has the bar behind it, too.
fn cells(line: &str) -> Vec<Range<usize>> {
    let is_bar = |&(at, _): &(usize, &str)| !line[..at].ends_with('\\');
    let mut bars: Vec<usize> = line.match_indices('|').filter(is_bar).map(|(at, _)| at).collect();
    if bars.last().is_some_and(|&bar| line[bar + 1..].trim().is_empty()) {
        bars.pop();
    }
    if bars.first().is_some_and(|&bar| line[..bar].trim_start_matches([' ', '\t', '>']).is_empty()) {
        bars.remove(0);
    }
    let starts = std::iter::once(0).chain(bars.iter().copied());
    let ends = bars.iter().copied().chain(std::iter::once(line.len()));
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_parted_before_its_bars() {
        let parted =
            |line: &str| cells(line).into_iter().map(|cell| line[cell].to_owned()).collect::<Vec<_>>();
        assert_eq!(parted("| a |  | c |\n"), ["| a ", "|  ", "| c |\n"]);
        assert_eq!(parted("a | b \\| c\n"), ["a ", "| b \\| c\n"]);
        assert_eq!(parted("> | a |\n"), ["> | a |\n"]);
        assert_eq!(parted("|"), ["|"]);
        assert!(is_rule("|:--|---|\n") && is_rule("> |--|") && !is_rule("| a |\n"));
    }
}
