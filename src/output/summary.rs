//! The closing lines of a run: what was checked and what was not, and how many findings of each severity.
//!
//! Takes a report's `Summary` and hands on plain sentences, in which no count is parted from what it counts. The text
//! forms wrap and colour them, and the concise one runs them together.

use super::Style;
use super::display::{self, clean, count, hung, paint, tied};
use crate::check::coverage::Short;
use crate::check::{Quotes, Summary};
use crate::config::coverage::Unit;
use crate::finding::Severity;

/// Columns that a closing line is hung by.
const MARGIN: usize = 4;

/// Types of files that hold prose and that no reader takes, so that a writer may expect them to be read.
const PROSE: &[&str] = &[
    "adoc", "asciidoc", "azw3", "djvu", "doc", "docm", "docx", "eml", "epub", "fb2", "fodt", "htm", "html",
    "latex", "mhtml", "mobi", "odp", "odt", "org", "pages", "pdf", "ppt", "pptx", "ps", "rst", "rtf", "srt",
    "tei", "tex", "textile", "typ", "vtt", "wpd", "xhtml",
];

/// The lines after the last finding: one alone where nothing is wrong.
pub fn closing(totals: &Summary, style: Style) -> String {
    let unchecked = unchecked(totals);
    let skipped = skipped(totals).map(|skipped| format!("skipped: {skipped}"));
    let checked = checked(totals);
    let allowed = allowed(totals).map(|allowed| format!("; {allowed}")).unwrap_or_default();
    let Some(findings) = findings(totals) else {
        let unchecked = unchecked.map(|unchecked| format!("; not checked: {unchecked}")).unwrap_or_default();
        let ok = if sound(totals) { "ok: " } else { "" };
        let mut text = line(&format!("{ok}{checked}{allowed}{unchecked}"), style);
        if let Some(rest) = text.strip_prefix("ok") {
            text = paint(style, display::GOOD, "ok") + rest;
        }
        let rest = skipped.into_iter().chain(coverage(totals));
        return text + &rest.map(|text| line(&text, style)).collect::<String>() + &short(totals, style);
    };
    let unchecked = unchecked.map(|unchecked| format!("not checked: {unchecked}"));
    let lines = std::iter::once(checked).chain(unchecked).chain(skipped).chain(coverage(totals));
    let text: String = lines.map(|text| line(&text, style)).collect();
    let worst = if totals.errors > 0 {
        Severity::Error
    } else if totals.warnings > 0 {
        Severity::Warning
    } else {
        Severity::Note
    };
    text + &short(totals, style)
        + &paint(style, display::severity(worst), &display::untied(&findings))
        + &display::untied(&allowed)
        + "\n"
}

/// One closing line, hung where it is too long, with its line end.
pub fn line(text: &str, style: Style) -> String {
    hung(text, style.width, MARGIN).join("\n") + "\n"
}

/// A count with its noun, which no line break parts.
fn of(number: u32, noun: &str) -> String {
    tied(&count(number, noun))
}

/// The quotations that were checked, by verdict: `9 quotations checked in 1 draft against 5 sources: 6 verbatim, …`.
pub fn checked(summary: &Summary) -> String {
    let Quotes { found, unchecked, .. } = summary.quotes;
    let drafts = of(summary.drafts, "draft");
    if summary.failed {
        return "nothing was checked: the configuration is invalid".to_owned();
    }
    if summary.unconcerned {
        return "nothing to check: what has changed concerns no draft".to_owned();
    }
    if summary.drafts == 0 {
        return "nothing to check: no drafts among the files that were named".to_owned();
    }
    if found == 0 {
        return format!("no quotations in {drafts}");
    }
    if summary.sources == 0 {
        let remedy = match &summary.nearby {
            Some(path) => {
                let sources = tied(&format!("--sources {}", clean(path)));
                format!("did you mean {sources}? {} sets that up", tied("`ibid init`"))
            }
            None => {
                format!("{} names them, {} sets a project up", tied("--sources DIR"), tied("`ibid init`"))
            }
        };
        return format!("{} in {drafts} and no source to check against ({remedy})", of(found, "quotation"));
    }
    let sources = of(summary.sources, "source");
    let checked = of(found.saturating_sub(unchecked), "quotation");
    let verdicts = verdicts(&summary.quotes);
    let colon = if verdicts.is_empty() { "" } else { ": " };
    format!("{checked} checked in {drafts} against {sources}{colon}{verdicts}")
}

/// Whether something was checked and nothing found, which alone deserves to be called `ok`.
pub fn sound(summary: &Summary) -> bool {
    let Quotes { found, verbatim, permitted, unchecked, .. } = summary.quotes;
    // With rules left out, what is wrong with a quotation is only counted.
    let all_sound = verbatim + permitted + unchecked == found;
    let covered = summary.short.as_ref().is_none_or(Vec::is_empty);
    summary.sources > 0 && found > unchecked && all_sound && covered && findings(summary).is_none()
}

/// What share of the drafts is tied to a source, where a least share is asked for.
pub fn coverage(summary: &Summary) -> Option<String> {
    summary.short.as_ref()?;
    let counts = summary.coverage;
    let of = |unit: Unit| {
        let share = share(counts.tied.of(unit), counts.found.of(unit))?;
        Some(format!("{share} of {}", of(counts.found.of(unit), unit.noun())))
    };
    let shares: Vec<String> = Unit::ALL.into_iter().filter_map(of).collect();
    (!shares.is_empty()).then(|| format!("tied to a source: {}", shares.join(", ")))
}

/// The drafts of which less is tied to a source than is asked for, a line each, as it stands on a terminal.
pub fn short(summary: &Summary, style: Style) -> String {
    let falls = tied(FALLS);
    let lines = falling_short(summary).into_iter().map(|text| {
        let line = line(&text.replacen(FALLS, &falls, 1), style);
        line.replacen(FALLS, &paint(style, display::severity(Severity::Error), FALLS), 1)
    });
    lines.collect()
}

/// How a line says that a draft falls short.
const FALLS: &str = "falls short";

/// The same, each in one sentence.
pub fn falling_short(summary: &Summary) -> Vec<String> {
    let sentence = |Short { path, unit, found, tied: own, least }: &Short| {
        let others = match unit {
            Unit::Quotes => "`ibid trace --verdict not-found,unchecked` lists the others",
            Unit::Claims => "`ibid trace` lists them",
            Unit::Sentences => "`ibid trace --untied` lists the others",
        };
        let share = share(*own, *found).unwrap_or_default();
        let counts = tied(&format!("{own} of {}", count(*found, unit.noun())));
        let are = if *own == 1 { "is" } else { "are" };
        let least = tied(&format!("{least} %"));
        format!(
            "{} {FALLS}: {counts} ({share}) {are} tied to a source, {least} are asked for; {others}",
            clean(path)
        )
    };
    summary.short.iter().flatten().map(sentence).collect()
}

/// A share in per cent, rounded down, so that it never says that enough is tied where it is not; none of none.
pub fn share(part: u32, whole: u32) -> Option<String> {
    (whole > 0).then(|| format!("{}{}%", u64::from(part) * 100 / u64::from(whole), display::TIE))
}

/// The quotations that were not checked, by reason, most frequent first: `3 (2 too short, 1 no reporting clause)`.
pub fn unchecked(summary: &Summary) -> Option<String> {
    if summary.sources == 0 {
        // That there is nothing to check against is said before.
        return None;
    }
    let mut reasons: Vec<_> = summary.unchecked.iter().filter(|&(_, &number)| number > 0).collect();
    reasons.sort_by_key(|&(_, &number)| std::cmp::Reverse(number));
    let reasons: Vec<_> = reasons
        .iter()
        .map(|(reason, number)| tied(&format!("{number} {}", reason.replace('-', " "))))
        .collect();
    match (summary.quotes.unchecked, reasons.join(", ")) {
        (0, _) => None,
        (number, reasons) if reasons.is_empty() => Some(number.to_string()),
        (number, reasons) => Some(format!("{number} ({reasons})")),
    }
}

/// The files that were passed over and may hold prose, by type, with what to do about them.
pub fn skipped(summary: &Summary) -> Option<String> {
    let kinds =
        summary.skipped.iter().filter(|&(kind, &number)| number > 0 && PROSE.contains(&kind.as_str()));
    let kinds: Vec<(&String, u32)> = kinds.map(|(kind, &number)| (kind, number)).collect();
    let total: u32 = kinds.iter().map(|(_, number)| number).sum();
    let named: Vec<_> = kinds.iter().map(|(kind, number)| of(*number, &format!(".{kind} file"))).collect();
    let them = if total == 1 { "it" } else { "them" };
    let named = named.join(", ");
    let others = (total > 0).then(|| format!("{named} (convert {them} to .txt or .md to have {them} read)"));
    let copies = (summary.copies > 0).then(|| {
        format!(
            "{} beside a .md or .txt of the same name (name it to have it read)",
            of(summary.copies, "file")
        )
    });
    let all: Vec<String> = others.into_iter().chain(copies).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The findings by severity, `2 errors, 1 warning`; none for no findings.
pub fn findings(summary: &Summary) -> Option<String> {
    let kinds = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let kinds: Vec<_> =
        kinds.iter().filter(|(number, _)| *number > 0).map(|&(number, noun)| of(number, noun)).collect();
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

/// The findings that comments in the drafts allow and those that the baseline holds, `2 allowed, 3 in the baseline`; none for none.
pub fn allowed(summary: &Summary) -> Option<String> {
    let allowed = (summary.allowed > 0).then(|| tied(&format!("{} allowed", summary.allowed)));
    let held = summary.baselined.filter(|held| *held > 0);
    let held = held.map(|held| tied(&format!("{held} in the baseline")));
    let counts: Vec<String> = allowed.into_iter().chain(held).collect();
    (!counts.is_empty()).then(|| counts.join(", "))
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
    named.map(|(number, verdict)| tied(&format!("{number} {verdict}"))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::display::untied;

    #[test]
    fn what_was_checked_is_said_in_plain_words() {
        let quotes =
            Quotes { found: 12, verbatim: 6, permitted: 1, altered: 2, unchecked: 3, ..Quotes::default() };
        let mut summary =
            Summary { drafts: 1, sources: 5, errors: 2, warnings: 1, quotes, ..Summary::default() };
        summary.unchecked.extend([("with-no-reporting-clause", 1), ("too-short", 2)]);
        assert_eq!(
            untied(&checked(&summary)),
            "9 quotations checked in 1 draft against 5 sources: 6 verbatim, 1 permitted, 2 altered"
        );
        assert_eq!(untied(&unchecked(&summary).unwrap()), "3 (2 too short, 1 with no reporting clause)");
        assert_eq!(untied(&findings(&summary).unwrap()), "2 errors, 1 warning");
        assert_eq!(allowed(&summary), None);
        summary.allowed = 3;
        assert_eq!(untied(&allowed(&summary).unwrap()), "3 allowed");
        summary.baselined = Some(12);
        assert_eq!(untied(&allowed(&summary).unwrap()), "3 allowed, 12 in the baseline");
    }

    #[test]
    fn a_count_stays_on_the_line_of_what_it_counts() {
        let quotes = Quotes { found: 4, verbatim: 2, spliced: 1, out_of_context: 1, ..Quotes::default() };
        let summary = Summary { drafts: 1, sources: 1, quotes, ..Summary::default() };
        for width in 20..90 {
            let text = closing(&summary, Style { width, colour: false, links: None });
            for whole in
                ["4 quotations", "1 draft", "1 source", "2 verbatim", "1 spliced", "1 out of context"]
            {
                assert!(text.contains(whole), "{whole} is parted at {width}:\n{text}");
            }
            assert!(!text.contains(display::TIE), "{text:?}");
        }
    }

    #[test]
    fn only_what_may_hold_prose_is_missed() {
        let mut summary = Summary::default();
        let kinds = [("png", 3), ("py", 1), ("", 2), ("docx", 1), ("pdf", 4)];
        summary.skipped.extend(kinds.map(|(kind, number)| (kind.to_owned(), number)));
        assert_eq!(
            untied(&skipped(&summary).unwrap()),
            "1 .docx file, 4 .pdf files (convert them to .txt or .md to have them read)"
        );
        summary.skipped.retain(|kind, _| kind == "png");
        assert_eq!(skipped(&summary), None);
        assert!(PROSE.is_sorted());
    }

    #[test]
    fn without_sources_the_remedy_is_named() {
        let quotes = Quotes { found: 1, unchecked: 1, ..Quotes::default() };
        let mut summary = Summary { drafts: 1, quotes, ..Summary::default() };
        let begin = "1 quotation in 1 draft and no source to check against";
        assert_eq!(
            untied(&checked(&summary)),
            format!("{begin} (--sources DIR names them, `ibid init` sets a project up)")
        );
        summary.nearby = Some("texts".into());
        assert_eq!(
            untied(&checked(&summary)),
            format!("{begin} (did you mean --sources texts? `ibid init` sets that up)")
        );
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let summary = Summary { drafts: 2, sources: 1, ..Summary::default() };
        assert_eq!(untied(&checked(&summary)), "no quotations in 2 drafts");
        assert_eq!((unchecked(&summary), skipped(&summary), findings(&summary)), (None, None, None));
        assert!(!sound(&summary));
        assert!(checked(&Summary::default()).starts_with("nothing to check: "));
    }
}
