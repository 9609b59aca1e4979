//! The closing lines of a run: what was checked and what was not, and how many findings of each severity.
//!
//! Takes a report's `Summary` and hands on plain sentences, which the text format wraps and colours and the concise one
//! runs together.

use super::display::count;
use crate::check::{Quotes, Summary};

/// The quotations that were checked, by verdict: `9 quotations checked in 1 draft against 5 sources: 6 verbatim, …`.
pub fn checked(summary: &Summary) -> String {
    let Quotes { found, unchecked, .. } = summary.quotes;
    let drafts = count(summary.drafts, "draft");
    if summary.failed {
        return "nothing was checked: the configuration is invalid".to_owned();
    }
    if summary.drafts == 0 {
        return "nothing to check: no drafts among the files that were named".to_owned();
    }
    if found == 0 {
        return format!("no quotations in {drafts}");
    }
    if summary.sources == 0 {
        let quotations = count(found, "quotation");
        return format!("{quotations} in {drafts} and no source to check against (--sources DIR names them)");
    }
    let sources = count(summary.sources, "source");
    let checked = count(found.saturating_sub(unchecked), "quotation");
    let verdicts = verdicts(&summary.quotes);
    let colon = if verdicts.is_empty() { "" } else { ": " };
    format!("{checked} checked in {drafts} against {sources}{colon}{verdicts}")
}

/// Whether something was checked and nothing found, which alone deserves to be called `ok`.
pub fn sound(summary: &Summary) -> bool {
    let Quotes { found, verbatim, permitted, unchecked, .. } = summary.quotes;
    // With rules left out, what is wrong with a quotation is only counted.
    let all_sound = verbatim + permitted + unchecked == found;
    summary.sources > 0 && found > unchecked && all_sound && findings(summary).is_none()
}

/// The quotations that were not checked, by reason, most frequent first: `3 (2 too short, 1 no reporting clause)`.
pub fn unchecked(summary: &Summary) -> Option<String> {
    let mut reasons: Vec<_> = summary.unchecked.iter().filter(|&(_, &number)| number > 0).collect();
    reasons.sort_by_key(|&(_, &number)| std::cmp::Reverse(number));
    let reasons: Vec<_> =
        reasons.iter().map(|(reason, number)| format!("{number} {}", reason.replace('-', " "))).collect();
    match (summary.quotes.unchecked, reasons.join(", ")) {
        (0, _) => None,
        (number, reasons) if reasons.is_empty() => Some(number.to_string()),
        (number, reasons) => Some(format!("{number} ({reasons})")),
    }
}

/// The files that were passed over, by type, with what to do about them.
pub fn skipped(summary: &Summary) -> Option<String> {
    let kinds: Vec<_> = summary.skipped.iter().filter(|&(_, &number)| number > 0).collect();
    let total: u32 = kinds.iter().map(|&(_, &number)| number).sum();
    let named = kinds.iter().map(|&(kind, &number)| match kind.as_str() {
        "" => format!("{} without an extension", count(number, "file")),
        kind => count(number, &format!(".{kind} file")),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let them = if total == 1 { "it" } else { "them" };
    (total > 0).then(|| format!("{named} (convert {them} to .txt or .md to have {them} read)"))
}

/// The findings by severity, `2 errors, 1 warning`; none for no findings.
pub fn findings(summary: &Summary) -> Option<String> {
    let kinds = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let kinds: Vec<_> =
        kinds.iter().filter(|(number, _)| *number > 0).map(|&(number, noun)| count(number, noun)).collect();
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

fn verdicts(quotes: &Quotes) -> String {
    let verdicts = [
        (quotes.verbatim, "verbatim"),
        (quotes.permitted, "permitted"),
        (quotes.altered, "altered"),
        (quotes.elided, "elided"),
        (quotes.spliced, "spliced"),
        (quotes.out_of_context, "out of context"),
        (quotes.not_found, "not found"),
    ];
    let named = verdicts.iter().filter(|(number, _)| *number > 0);
    named.map(|(number, verdict)| format!("{number} {verdict}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_checked_is_said_in_plain_words() {
        let quotes =
            Quotes { found: 12, verbatim: 6, permitted: 1, altered: 2, unchecked: 3, ..Quotes::default() };
        let mut summary =
            Summary { drafts: 1, sources: 5, errors: 2, warnings: 1, quotes, ..Summary::default() };
        summary.unchecked.extend([("no-reporting-clause", 1), ("too-short", 2)]);
        summary.skipped.extend([("docx".into(), 1), ("pdf".into(), 4), (String::new(), 2)]);
        assert_eq!(
            checked(&summary),
            "9 quotations checked in 1 draft against 5 sources: 6 verbatim, 1 permitted, 2 altered"
        );
        assert_eq!(unchecked(&summary).unwrap(), "3 (2 too short, 1 no reporting clause)");
        assert_eq!(
            skipped(&summary).unwrap(),
            "2 files without an extension, 1 .docx file, 4 .pdf files (convert them to .txt or .md to have them read)"
        );
        assert_eq!(findings(&summary).unwrap(), "2 errors, 1 warning");
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let summary = Summary { drafts: 2, sources: 1, ..Summary::default() };
        assert_eq!(checked(&summary), "no quotations in 2 drafts");
        assert_eq!((unchecked(&summary), skipped(&summary), findings(&summary)), (None, None, None));
        assert!(!sound(&summary));
        assert!(checked(&Summary::default()).starts_with("nothing to check: "));
    }
}
