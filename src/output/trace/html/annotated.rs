//! A draft's text with its marks set in it.
//!
//! Takes the text, its mask and its marks, and appends stretch after stretch to the page. Marks overlap as they like: the
//! text is parted wherever one begins or ends, and every piece says all that it lies in, so that no tags ever cross.
//! What is shown beside the text, the numbers of findings and the carets of gaps, is drawn by the style sheet.

use std::fmt::Write;
use std::ops::Range;

use super::literal;
use super::mark::{Marks, finding_anchor, flag_class};
use crate::finding::Severity;

/// Writes a text's stretches, in order.
#[derive(Debug)]
pub struct Writer<'a> {
    text: &'a str,
    marks: &'a Marks<'a>,
    pieces: Vec<Piece>,
    /// The piece that comes next.
    next: usize,
    points: Vec<Point>,
    /// The point that comes next.
    next_point: usize,
    /// Which marks are the shortest somewhere, so that they have a link of their own.
    own: Vec<bool>,
    /// Which marks have had their link, or what they are led back to.
    linked: Vec<bool>,
    /// The marks of the link that is open.
    open: Option<Vec<u32>>,
}

/// A stretch of text that lies in the same marks from end to end.
#[derive(Debug)]
struct Piece {
    range: Range<usize>,
    /// The marks that it lies in, as indices, the shortest first.
    marks: Vec<u32>,
    edited: bool,
    untied: bool,
    flag: Option<Severity>,
    markup: bool,
}

/// A place between two characters at which something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    at: usize,
    shows: Shows,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shows {
    /// Words of the source are missing.
    Gap,
    /// A finding's number.
    Finding(u32),
}

/// What begins or ends somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Mark(u32),
    Edit,
    Untied,
    Flag(Severity),
    Markup,
    /// Nothing but a place to part the text at.
    Point,
}

/// Of the marks that a piece lies in no more than this many are named.
const DEEPEST: usize = 6;

impl<'a> Writer<'a> {
    /// A writer of a text. `masked` is the text under its mask, if it has one, and `prose` says where its blocks lie.
    pub fn new(
        text: &'a str,
        masked: Option<&str>,
        prose: impl Iterator<Item = Range<usize>>,
        marks: &'a Marks<'a>,
    ) -> Writer<'a> {
        let mut points: Vec<Point> = marks.gaps.iter().map(|&at| Point { at, shows: Shows::Gap }).collect();
        let findings = marks.findings.iter().zip(0..);
        points.extend(findings.clone().map(|(finding, number)| Point {
            at: finding.primary.span.end as usize,
            shows: Shows::Finding(number),
        }));
        points.sort_unstable();
        let mut events: Vec<(usize, bool, Layer)> = Vec::new();
        let mut layer = |range: Range<usize>, layer: Layer| {
            if !range.is_empty() {
                events.extend([(range.start, true, layer), (range.end, false, layer)]);
            }
        };
        marks.marks.iter().zip(0..).for_each(|(mark, number)| layer(mark.range.clone(), Layer::Mark(number)));
        marks.edits.iter().for_each(|edit| layer(edit.clone(), Layer::Edit));
        marks.untied.iter().for_each(|sentence| layer(sentence.clone(), Layer::Untied));
        findings.for_each(|(finding, _)| layer(finding.primary.span.range(), Layer::Flag(finding.severity)));
        markup(text, masked, prose).into_iter().for_each(|range| layer(range, Layer::Markup));
        events.extend(points.iter().map(|point| (point.at, false, Layer::Point)));
        events.sort_unstable();
        let pieces = pieces(text.len(), &events, marks);
        let linked = vec![false; marks.marks.len()];
        let mut own = linked.clone();
        pieces.iter().filter_map(|piece| piece.marks.first()).for_each(|&mark| own[mark as usize] = true);
        Writer { text, marks, pieces, next: 0, points, next_point: 0, own, linked, open: None }
    }

    /// Appends the next stretch, which begins where the one before it ended.
    pub fn write(&mut self, page: &mut String, range: Range<usize>) {
        while let Some(piece) = self.pieces.get(self.next).filter(|piece| piece.range.start < range.end) {
            let shown = piece.range.start.max(range.start)..piece.range.end.min(range.end);
            let is_done = piece.range.end <= range.end;
            if !shown.is_empty() {
                self.points(page, shown.start);
                self.piece(page, shown);
            }
            if !is_done {
                break;
            }
            self.next += 1;
        }
        self.points(page, range.end);
        self.close(page);
    }

    /// Appends what is shown at the places up to an offset.
    fn points(&mut self, page: &mut String, to: usize) {
        while let Some(point) = self.points.get(self.next_point).filter(|point| point.at <= to) {
            self.next_point += 1;
            match point.shows {
                Shows::Gap => page.push_str("<span class=\"gap\"></span>"),
                Shows::Finding(number) => {
                    let number = number as usize;
                    self.close(page);
                    let finding = &self.marks.findings[number];
                    let anchor = finding_anchor(self.marks.draft, number);
                    // Writing to a string cannot fail.
                    let _ = write!(
                        page,
                        "<a class=\"number {severity}\" id=\"{anchor}-words\" href=\"#{anchor}\" \
                         aria-label=\"{severity} {shown}: {rule}\" data-number=\"{shown}\"></a>",
                        severity = finding.severity.name(),
                        rule = finding.rule,
                        shown = number + 1,
                    );
                }
            }
        }
    }

    fn piece(&mut self, page: &mut String, shown: Range<usize>) {
        let piece = &self.pieces[self.next];
        if self.open.as_ref() != Some(&piece.marks) {
            let marks = piece.marks.clone();
            self.close(page);
            self.link(page, marks);
        }
        let piece = &self.pieces[self.next];
        let mut classes: Vec<&str> = Vec::new();
        classes.extend(piece.markup.then_some("markup"));
        classes.extend(piece.flag.map(flag_class));
        classes.extend(piece.untied.then_some("untied"));
        classes.extend(piece.markup.then(|| sign(self.text, &shown)).flatten());
        let text = &self.text[shown];
        let element = match (piece.edited, classes.is_empty()) {
            (true, _) => "mark",
            (false, false) => "span",
            (false, true) => return literal::push(page, text),
        };
        let class =
            if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        let _ = write!(page, "<{element}{class}>");
        literal::push(page, text);
        let _ = write!(page, "</{element}>");
    }

    /// Opens a link to the passage of the shortest of some marks.
    fn link(&mut self, page: &mut String, marks: Vec<u32>) {
        let Some((&first, others)) = marks.split_first() else { return };
        let anchor = |mark: u32| self.marks.marks[mark as usize].anchor(self.marks.draft);
        // A mark that lies wholly in shorter ones has no link of its own, and is led back to here.
        for &mark in others.iter().filter(|&&mark| !self.own[mark as usize]) {
            if !std::mem::replace(&mut self.linked[mark as usize], true) {
                let _ = write!(page, "<span id=\"{}-words\"></span>", anchor(mark));
            }
        }
        let own = anchor(first);
        let class = self.marks.marks[first as usize].class();
        let _ = write!(page, "<a class=\"{class}\" href=\"#{own}\"");
        let has_link = std::mem::replace(&mut self.linked[first as usize], true);
        let _ = match has_link {
            false => write!(page, " id=\"{own}-words\" aria-describedby=\"{own}-says\""),
            true => write!(page, " tabindex=\"-1\""),
        };
        if !others.is_empty() {
            let all: Vec<String> = others.iter().map(|&mark| anchor(mark)).collect();
            let _ = write!(page, " data-also=\"{}\"", all.join(" "));
        }
        page.push('>');
        self.open = Some(marks);
    }

    fn close(&mut self, page: &mut String) {
        if self.open.take().is_some() {
            page.push_str("</a>");
        }
    }
}

/// A text parted wherever something begins or ends, from its first byte to its last.
fn pieces(length: usize, events: &[(usize, bool, Layer)], marks: &Marks) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut inside: Vec<u32> = Vec::new();
    let (mut edits, mut untied, mut markup, mut flags) = (0_usize, 0_usize, 0_usize, [0_usize; 3]);
    let mut at = 0;
    let mut events = events.iter().peekable();
    while at < length {
        while let Some(&&(_, begins, layer)) = events.peek().filter(|(place, ..)| *place <= at) {
            events.next();
            let change = |count: &mut usize| *count = if begins { *count + 1 } else { *count - 1 };
            match layer {
                Layer::Mark(number) if begins => {
                    let key = |number: u32| {
                        let range = &marks.marks[number as usize].range;
                        (range.len(), number)
                    };
                    let place = inside.partition_point(|&other| key(other) < key(number));
                    inside.insert(place, number);
                }
                Layer::Mark(number) => inside.retain(|&other| other != number),
                Layer::Edit => change(&mut edits),
                Layer::Untied => change(&mut untied),
                Layer::Flag(severity) => change(&mut flags[severity as usize]),
                Layer::Markup => change(&mut markup),
                Layer::Point => {}
            }
        }
        let end = events.peek().map_or(length, |(place, ..)| *place).min(length);
        let weights = [Severity::Error, Severity::Warning, Severity::Note];
        pieces.push(Piece {
            range: at..end,
            marks: inside.iter().copied().take(DEEPEST).collect(),
            edited: edits > 0,
            untied: untied > 0,
            flag: weights.into_iter().find(|&severity| flags[severity as usize] > 0),
            markup: markup > 0,
        });
        at = end;
    }
    pieces
}

/// What a stretch of markup is, if the layout shows it: the signs of a block quote at a line's beginning, or the lines of
/// a table and below a heading.
fn sign(text: &str, range: &Range<usize>) -> Option<&'static str> {
    if is_bar(text, range) {
        Some("bar")
    } else {
        is_all(&text[range.clone()], &['=', '-', '|', ':']).then_some("line")
    }
}

/// Whether a stretch is nothing but signs of a block quote at a line's beginning.
fn is_bar(text: &str, range: &Range<usize>) -> bool {
    // What is cheap is asked first: white space before a stretch may be long.
    is_all(&text[range.clone()], &['>']) && {
        let before = text[..range.start].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '>'])
    }
}

fn is_all(text: &str, signs: &[char]) -> bool {
    text.chars().all(|c| signs.contains(&c) || c.is_ascii_whitespace())
}

/// Where a text is markup: beside its blocks, and within them where its mask hides it. White space counts only between two such places.
fn markup(text: &str, masked: Option<&str>, prose: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut add = |range: Range<usize>| {
        let raw = &text[range.clone()];
        let start = range.start + (raw.len() - raw.trim_start().len());
        let end = start + raw.trim().len();
        match found.last_mut() {
            _ if start >= end => {}
            Some(last)
                if text[last.end..start].trim_start_matches([' ', '\t']).is_empty()
                    && !is_bar(text, last)
                    && !is_all(&text[last.clone()], &['|']) =>
            {
                last.end = end;
            }
            _ => found.push(start..end),
        }
    };
    let mut at = 0;
    for block in prose {
        // Blocks follow each other; one that did not would only be shown as prose.
        let start = block.start.max(at);
        let lead = &text[at..start];
        let bars = lead.len() - lead.trim_start_matches(|c: char| c == '>' || c.is_ascii_whitespace()).len();
        add(at..at + bars);
        add(at + bars..start);
        if let Some(masked) = masked {
            let hidden = |&(at, c): &(usize, char)| {
                let at = block.start + at;
                text.as_bytes()[at..at + c.len_utf8()] != masked.as_bytes()[at..at + c.len_utf8()]
            };
            for (at, c) in text[block.clone()].char_indices().filter(hidden) {
                add(block.start + at..block.start + at + c.len_utf8());
            }
        }
        at = block.end.max(at);
    }
    add(at..text.len());
    found
}

#[cfg(test)]
mod tests {
    use super::super::super::Cites;
    use super::super::mark::{Known, Mark, Of};
    use super::*;

    fn marked(text: &str, ranges: &[Range<usize>], edits: Vec<Range<usize>>, gaps: Vec<usize>) -> String {
        let mark = |(range, number): (&Range<usize>, usize)| Mark {
            range: range.clone(),
            number,
            of: Of::Citation(Cites::default(), Known::Source),
        };
        let marks = ranges.iter().zip(1..).map(mark).collect();
        let marks = Marks { draft: 1, marks, edits, gaps, ..Marks::default() };
        let mut page = String::new();
        let mut writer = Writer::new(text, None, std::iter::once(0..text.len()), &marks);
        // In two stretches, as parts of a draft are written.
        let middle = text.len() / 2;
        writer.write(&mut page, 0..middle);
        writer.write(&mut page, middle..text.len());
        page
    }

    /// Links as brackets: `[c1 …]` is the first that leads to the first mark, `[c1'+c2 …]` a later one that also lies in the second.
    fn brief(page: &str) -> String {
        let link = |part: &str| {
            let (tag, rest) = part.split_once('>').unwrap();
            let (text, rest) = rest.split_once("</a>").unwrap();
            let value = |name: &str| tag.split_once(name).map(|(_, value)| value.split('"').next().unwrap());
            let again = if tag.contains("tabindex") { "'" } else { "" };
            let also = value("data-also=\"d1-").map(|also| format!("+{also}")).unwrap_or_default();
            format!("[{}{again}{also} {text}]{rest}", value("href=\"#d1-").unwrap())
        };
        let mut parts = page.split("<a ");
        parts.next().unwrap().to_owned() + &parts.map(link).collect::<String>()
    }

    #[test]
    fn marks_that_overlap_are_parted_and_never_cross() {
        let page = marked("one two three four", &[0..7, 4..13], Vec::new(), Vec::new());
        assert_eq!(brief(&page), "[c1 one ][c1'+c2 two][c2  t][c2' hree] four");
        let page = marked("one two three four", &[0..18, 4..7], Vec::new(), Vec::new());
        assert_eq!(brief(&page), "[c1 one ][c2+c1 two][c1'  t][c1' hree four]");
    }

    #[test]
    fn a_mark_that_lies_wholly_in_shorter_ones_is_led_back_to_the_first() {
        let page = marked("one two three four", &[0..7, 0..3, 3..7], Vec::new(), Vec::new());
        assert!(page.starts_with("<span id=\"d1-c1-words\"></span><a"), "{page}");
        assert_eq!(page.matches("id=\"d1-c1-words\"").count(), 1);
    }

    #[test]
    fn what_differs_is_marked_and_a_gap_stands_between_its_neighbours() {
        let page = marked("one two three four", &[], vec![4..7], vec![8]);
        assert_eq!(page, "one <mark>two</mark> <span class=\"gap\"></span>three four");
    }

    #[test]
    fn the_signs_of_markup_are_told_from_prose() {
        let text = "> **one**\n> two";
        let masked = text.replace("**", "\u{1}\u{1}").replace("\n> ", "\n\u{1} ");
        let marks = Marks { draft: 1, ..Marks::default() };
        let mut page = String::new();
        Writer::new(text, Some(&masked), std::iter::once(2..text.len()), &marks)
            .write(&mut page, 0..text.len());
        assert_eq!(
            page,
            "<span class=\"markup bar\">&gt;</span> <span class=\"markup\">**</span>one<span class=\"markup\">**</span>\n\
             <span class=\"markup bar\">&gt;</span> two"
        );
    }
}
