//! Allows written into a draft, one for every finding that its writer stands by.
//!
//! Takes a draft's text, findings in it and a reason; hands on the text with comments put in, each where it is about its
//! findings and changes nothing of what is read as prose. Whether that holds is looked up in the new text, not supposed.

mod mapped;

use std::collections::{BTreeMap, BTreeSet};

use crate::block::{Block, Blocks, Kind, blocks};
use crate::file::{File, FileId, Format, Span};
use crate::finding::Finding;
use crate::fold::MASK;

/// A draft with allows put in.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// The whole new text.
    pub text: String,
    /// How many comments were put in.
    pub allows: usize,
    /// Findings for which no place was found, as indices.
    pub left: Vec<usize>,
}

/// Rounds of looking for places; after that what has none yet gets an allow for the whole file.
const ROUNDS: usize = 12;

/// Where a comment may go, by its offset in the old text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A line of its own that begins here.
    Line(usize),
    /// Within a line.
    Within(usize),
    /// Within a row of a table, where `|` would end the cell.
    Row(usize),
    /// For the whole file, at the end of the text.
    File(usize),
}

/// Puts allows for findings into a text, those of one place in one comment. The reason holds no line break and no `-->`.
pub fn with_allows(file: &File, findings: &[&Finding], reason: &str) -> Written {
    if let Some(mapped) = file.mapped() {
        return mapped::with_allows(file, mapped, findings, reason);
    }
    let read = blocks(file);
    let prose = prose(file, &read);
    let places: Vec<Vec<Place>> = findings.iter().map(|finding| places(file, &read, finding)).collect();
    let mut choices: Vec<Option<usize>> = findings.iter().map(|_| Some(0)).collect();
    let mut round = 0;
    loop {
        let mut wanted: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (finding, choice) in choices.iter().enumerate() {
            let place = choice.and_then(|choice| places[finding].get(choice));
            place.into_iter().for_each(|&place| wanted.entry(place).or_default().push(finding));
        }
        let new = put_in(file, findings, &wanted, reason);
        let failed = failed(file, &new, findings, &wanted, &prose);
        if failed.is_empty() {
            let left = (0..findings.len()).filter(|&finding| choices[finding].is_none()).collect();
            return Written { text: new.text, allows: wanted.len(), left };
        }
        for finding in failed {
            let last = places[finding].len() - 1;
            choices[finding] =
                choices[finding].map(|choice| if round < ROUNDS { choice + 1 } else { last.max(choice + 1) });
            choices[finding] = choices[finding].filter(|&choice| choice <= last);
        }
        // Each round takes a place from a finding that has one, so that there is a last.
        round += 1;
    }
}

/// Where an allow for a finding may go, the best place first.
fn places(file: &File, read: &Blocks, finding: &Finding) -> Vec<Place> {
    let span = finding.primary.span;
    let next = read.blocks.partition_point(|block| block.span.end <= span.start);
    let block = read.blocks.get(next).filter(|block| block.span.start <= span.end);
    let mut places = Vec::new();
    if let Some(block) = block {
        let first = file.row(block.span.start);
        let start = file.line(first).start;
        let blank = |line: u32| file.text()[file.line(line)].trim_matches(['\u{feff}', ' ', '\t']).is_empty();
        let own_line = match file.format {
            Format::Plain => true,
            _ => block.kind == Kind::Paragraph && block.quoted.is_none() && (first == 1 || blank(first - 1)),
        };
        if own_line {
            let mark =
                if start == 0 && file.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            places.push(Place::Line(start + mark));
        }
    }
    let kind = block.map_or(Kind::Paragraph, |block| block.kind);
    let lines = file.row(span.start)..=file.row(span.end.saturating_sub(1).max(span.start));
    for line in [*lines.start(), *lines.end()] {
        let place = end_of_line(file, line, kind);
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    places.push(Place::File(file.length()));
    places
}

/// The place behind the words of a line, before what has to stand at its end.
fn end_of_line(file: &File, line: u32, kind: Kind) -> Place {
    let range = file.line(line);
    let text = &file.text()[range.clone()];
    let mut body = text.trim_end();
    if kind == Kind::Cell {
        if let Some(row) = body.strip_suffix('|').filter(|row| !row.ends_with('\\')) {
            body = row.trim_end();
        }
        return Place::Row(range.start + body.len());
    }
    if kind == Kind::Heading && body.trim_start_matches([' ', '>']).starts_with('#') {
        if body.ends_with('}') {
            body = body.rsplit_once('{').map_or(body, |(words, _)| words).trim_end();
        }
        let words = body.trim_end_matches('#');
        body = if words.ends_with([' ', '\t']) { words.trim_end() } else { body };
    }
    // A backslash at the end is a line break.
    Place::Within(range.start + body.strip_suffix('\\').unwrap_or(body).len())
}

/// A text with comments put in, and where each begins.
struct New {
    text: String,
    /// By the order of the places.
    starts: Vec<usize>,
    /// The offset of each insertion in the old text, and how much was put in up to there.
    inserted: Vec<(usize, usize)>,
}

fn put_in(file: &File, findings: &[&Finding], wanted: &BTreeMap<Place, Vec<usize>>, reason: &str) -> New {
    let line_end = if file.text().contains("\r\n") { "\r\n" } else { "\n" };
    let mut places: Vec<(usize, Place)> = wanted.keys().map(|&place| (place.offset(), place)).collect();
    places.sort_unstable();
    let order: Vec<Place> = wanted.keys().copied().collect();
    let mut new = New { text: String::new(), starts: vec![0; order.len()], inserted: Vec::new() };
    let mut at = 0;
    for (offset, place) in places {
        new.text.push_str(&file.text()[at..offset]);
        at = offset;
        let rules = rules_of(findings, &wanted[&place]);
        let name = if matches!(place, Place::File(_)) { "allow-file" } else { "allow" };
        let reason =
            if matches!(place, Place::Row(_)) { reason.replace('|', "\\|") } else { reason.to_owned() };
        let comment = format!("<!-- ibid: {name}({rules}) {reason} -->");
        let before = match place {
            Place::Line(_) => String::new(),
            Place::File(_) if file.text().ends_with('\n') => line_end.to_owned(),
            Place::File(_) => line_end.repeat(2),
            _ if new.text.ends_with([' ', '\t']) => String::new(),
            _ => " ".to_owned(),
        };
        let after = match place {
            Place::Line(_) | Place::File(_) => line_end,
            Place::Row(_) if file.text()[offset..].starts_with('|') => " ",
            _ => "",
        };
        let start = new.text.len();
        new.text.extend([before.as_str(), &comment, after]);
        new.inserted.push((offset, new.text.len() - offset));
        if let Ok(number) = order.binary_search(&place) {
            new.starts[number] = start + before.len();
        }
    }
    new.text.push_str(&file.text()[at..]);
    new
}

/// The rules of some findings, each once, as an allow names them.
fn rules_of(findings: &[&Finding], about: &[usize]) -> String {
    let rules: BTreeSet<&str> = about.iter().map(|&finding| findings[finding].rule).collect();
    rules.into_iter().collect::<Vec<_>>().join(", ")
}

impl Place {
    fn offset(self) -> usize {
        match self {
            Place::Line(at) | Place::Within(at) | Place::Row(at) | Place::File(at) => at,
        }
    }
}

/// The findings whose comment is not about them in the new text, or stands where it changes the prose.
fn failed(
    file: &File,
    new: &New,
    findings: &[&Finding],
    wanted: &BTreeMap<Place, Vec<usize>>,
    prose: &[Prose],
) -> Vec<usize> {
    let copy = File::new(FileId(0), String::new(), file.encoding, file.format, new.text.clone());
    let read = blocks(&copy);
    let mut failed = Vec::new();
    for ((place, about), &start) in wanted.iter().zip(&new.starts) {
        let comment = read.comments.binary_search_by_key(&start, |comment| comment.span.start as usize);
        let comment = comment.ok().map(|number| read.comments[number]).filter(|comment| comment.closed);
        let reaches = |span: Span| {
            let moved =
                copy.span(moved(new, span.start as usize, true)..moved(new, span.end as usize, false));
            let whole_file = matches!(place, Place::File(_));
            comment.is_some_and(|comment| whole_file || super::allow::reaches(comment.reach, moved))
        };
        failed.extend(about.iter().copied().filter(|&finding| !reaches(findings[finding].primary.span)));
    }
    if failed.is_empty() {
        let found = self::prose(&copy, &read);
        if let Some(block) = (0..prose.len().max(found.len())).find(|&i| prose.get(i) != found.get(i)) {
            // The comment that changed it is the last one before what differs, or one within.
            let end = prose.get(block).map_or(usize::MAX, |block| block.end);
            let culprit = wanted
                .iter()
                .filter(|(place, _)| place.offset() <= end)
                .max_by_key(|(place, _)| place.offset());
            failed.extend(culprit.or(wanted.iter().next()).into_iter().flat_map(|(_, about)| about));
        }
    }
    failed
}

/// Where an offset of the old text is in the new one. What is put in at a start goes before it, at an end behind it.
fn moved(new: &New, offset: usize, is_start: bool) -> usize {
    let before = new.inserted.partition_point(|&(at, _)| at < offset || (is_start && at == offset));
    offset + before.checked_sub(1).map_or(0, |last| new.inserted[last].1)
}

/// What is read of a block.
#[derive(Debug)]
struct Prose {
    kind: Kind,
    quoted: bool,
    /// Its letters and marks without spaces.
    text: String,
    end: usize,
}

impl PartialEq for Prose {
    fn eq(&self, other: &Prose) -> bool {
        (self.kind, self.quoted, &self.text) == (other.kind, other.quoted, &other.text)
    }
}

fn prose(file: &File, read: &Blocks) -> Vec<Prose> {
    let text = read.text(file);
    let dense =
        |span: Span| text[span.range()].chars().filter(|&c| c != MASK && !c.is_whitespace()).collect();
    let prose = |block: &Block| Prose {
        kind: block.kind,
        quoted: block.quoted.is_some(),
        text: dense(block.span),
        end: block.span.end as usize,
    };
    read.blocks.iter().map(prose).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::{Label, Severity};

    const PARTS: &[&str] = &[
        "<!-- ibid: allow(a) b -->",
        "<!--",
        "-->",
        "% ibid: allow(a)",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "a “b c",
        "`",
        "- ",
        "> ",
        "| ",
        "# ",
        "    ",
        "<p>",
        "</p>",
        "[^1]: ",
        "é",
        "\u{feff}",
        "```\n",
        "\n|---|---|\n",
        "*",
        "\\",
        "$",
        "[a](",
    ];

    fn finding(span: Span) -> Finding {
        Finding {
            rule: "quote-altered",
            severity: Severity::Error,
            message: String::new(),
            primary: Label { span, message: String::new(), source: None },
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_changes_no_prose_and_is_about_its_findings(
            parts in prop::collection::vec(prop::sample::select(PARTS), 0..20),
            spots in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..6), 0..5),
        ) {
            let text = parts.concat();
            for format in [Format::Markdown, Format::Plain] {
                let file = File::new(FileId(0), "a".into(), "UTF-8", format, text.clone());
                let span = |(at, length): &(prop::sample::Index, usize)| {
                    let start = at.index(text.len() + 1);
                    file.span(start..(start + length).min(text.len()))
                };
                let findings: Vec<Finding> = spots.iter().map(span).map(finding).collect();
                let wanted: Vec<&Finding> = findings.iter().collect();
                let new = with_allows(&file, &wanted, "why `so | “it");
                let copy = File::new(FileId(0), "a".into(), "UTF-8", format, new.text.clone());
                prop_assert_eq!(prose(&file, &blocks(&file)), prose(&copy, &blocks(&copy)));
                prop_assert_eq!(new.allows == 0, new.left.len() == findings.len());
                prop_assert!(blocks(&copy).comments.len() >= blocks(&file).comments.len() + new.allows);
            }
        }
    }
}
