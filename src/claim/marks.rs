//! Quotation marks, paired within a block.
//!
//! Takes a stretch of masked text and hands on the outermost pairs of marks in it, with what stays open. A mark's side
//! is decided by its neighbours first and by its glyph second, since typewriters, keyboards and other languages use one
//! glyph for both sides. Linear in the text.

use std::ops::Range;

use super::mark_tokens::{Family, Mark, marks};

/// Two marks that belong together, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The opening mark.
    pub open: Range<usize>,
    /// The closing mark.
    pub close: Range<usize>,
    /// Other places where a single mark may close, best first; apostrophes and closing marks look alike.
    pub other_closings: Vec<Range<usize>>,
    /// Whether the marks leave no doubt; single ones with apostrophes about do.
    pub certain: bool,
    /// What kind of marks they are.
    pub family: Family,
}

/// The marks of one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Pairs that lie in no other, in order.
    pub outermost: Vec<Pair>,
    /// Opening marks that nothing closes, in order.
    pub unclosed: Vec<Mark>,
    /// The first mark that is not single, if no letter or digit stands before it.
    pub first: Option<Mark>,
}

/// How many apostrophes are taken for possible closing marks of one quotation.
const READINGS: usize = 8;

/// Pairs the marks in a range of a masked text.
pub fn pairs(text: &str, range: Range<usize>) -> Pairs {
    let all = marks(text, range.clone());
    let mut found = doubles(text, &all);
    let singles = singles(text, &all, &found.outermost, range.end);
    if !singles.is_empty() {
        // A single pair may hold double ones; what it holds is no longer outermost.
        let inside = |pair: &Pair| {
            let before = singles.partition_point(|single| single.open.start < pair.open.start);
            before > 0 && pair.close.end <= singles[before - 1].close.start
        };
        found.outermost.retain(|pair| !inside(pair));
        found.outermost.extend(singles);
        found.outermost.sort_by_key(|pair| pair.open.start);
    }
    let opens_block = |mark: &&Mark| !text[range.start..mark.start].contains(|c: char| c.is_alphanumeric());
    found.first = all.iter().find(|mark| mark.family != Family::Single).filter(opens_block).copied();
    found
}

/// Pairs every family but the single marks, with a stack: a mark closes the nearest open one of its family if its
/// neighbours let it, otherwise it opens.
fn doubles(text: &str, all: &[Mark]) -> Pairs {
    let mut stack: Vec<Mark> = Vec::new();
    // Where in the stack each family's open marks are, so that a mark finds its own without a search.
    let mut open_at: [Vec<usize>; Family::COUNT] = Default::default();
    let mut pairs: Vec<Pair> = Vec::new();
    let all: Vec<&Mark> = all.iter().filter(|mark| mark.family != Family::Single).collect();
    for (i, &&mark) in all.iter().enumerate() {
        let open = open_at[mark.family as usize].last().copied();
        let closes = open.is_some() && mark.closes;
        if closes && is_inch(text, mark) && all.get(i + 1).is_some_and(|next| next.closes && !next.opens) {
            continue;
        }
        match open {
            Some(open) if closes => {
                let opening = stack[open];
                for inner in stack.drain(open..) {
                    open_at[inner.family as usize].pop();
                }
                while pairs.last().is_some_and(|inner| inner.open.start > opening.start) {
                    pairs.pop();
                }
                pairs.push(Pair {
                    open: opening.range(),
                    close: mark.range(),
                    other_closings: Vec::new(),
                    certain: true,
                    family: mark.family,
                });
            }
            _ if mark.opens && !is_inch(text, mark) => {
                open_at[mark.family as usize].push(stack.len());
                stack.push(mark);
            }
            _ => {}
        }
    }
    Pairs { outermost: pairs, unclosed: stack, first: None }
}

/// Whether a straight mark can be a sign for inches: a digit stands before it.
fn is_inch(text: &str, mark: Mark) -> bool {
    mark.straight && text[..mark.start].ends_with(|c: char| c.is_ascii_digit())
}

/// Pairs the single marks outside the double pairs. What is an apostrophe as likely as a closing mark is only an
/// alternative, and an opening mark without any closing one was none.
fn singles(text: &str, all: &[Mark], doubles: &[Pair], end: usize) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    let mut double = 0;
    let outside: Vec<&Mark> = all
        .iter()
        .filter(|mark| {
            while doubles.get(double).is_some_and(|pair| pair.close.end <= mark.start) {
                double += 1;
            }
            mark.family == Family::Single
                && doubles.get(double).is_none_or(|pair| mark.start < pair.open.start)
        })
        .collect();
    let mut at = 0;
    while at < outside.len() {
        let open = outside[at];
        at += 1;
        if !open.opens {
            continue;
        }
        let elision = is_elision(&text[open.end..end]);
        let mut weak = Vec::new();
        let mut strong = None;
        let mut next = at;
        while let Some(mark) = outside.get(next) {
            next += 1;
            if mark.opens && !mark.closes {
                next -= 1;
                break;
            }
            if mark.closes && is_strong(text, mark, end) {
                strong = Some(mark.range());
                break;
            }
            if mark.closes && weak.len() < READINGS {
                weak.push(mark.range());
            }
        }
        let certain = strong.is_some() && weak.is_empty() && open.directed && !elision;
        if elision {
            // What may be 'tis or '90s opens a quotation only where something surely closes one.
            weak.clear();
        }
        if let Some(close) = strong.or_else(|| (!weak.is_empty()).then(|| weak.remove(0))) {
            at = next;
            found.push(Pair {
                open: open.range(),
                close,
                other_closings: weak,
                certain,
                family: Family::Single,
            });
        }
    }
    found
}

/// Whether a single mark closes beyond doubt: punctuation stands before or after it, as after no possessive.
fn is_strong(text: &str, mark: &Mark, end: usize) -> bool {
    let before = text[..mark.start].chars().next_back();
    let after = text[mark.end..end].chars().find(|&c| c != crate::block::MASK);
    let ends_clause = |c: char| ".,;:!?…)—–".contains(c);
    before.is_some_and(ends_clause)
        || after.is_none_or(ends_clause)
        || !ends_with_apostrophe(&text[..mark.start])
}

/// Whether a text ends in a word that may have an apostrophe for its last letter: a possessive, goin', o', th'.
fn ends_with_apostrophe(text: &str) -> bool {
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).take(8).count();
    let word = text[text.len() - letters..].to_ascii_lowercase();
    word.ends_with('s')
        || word.ends_with("in")
        || crate::lexicon::has(crate::lexicon::elisions::ENDS, word.as_str())
}

/// Whether what follows a single mark is a word that begins with an apostrophe: 'tis, '90s.
fn is_elision(after: &str) -> bool {
    let word: String = after.chars().take_while(|c| c.is_alphanumeric()).take(8).collect();
    word.starts_with(|c: char| c.is_ascii_digit())
        || crate::lexicon::has(crate::lexicon::elisions::WORDS, word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands inside the outermost pairs, and how many marks stay open.
    fn inside(text: &str) -> (Vec<&str>, usize) {
        let found = pairs(text, 0..text.len());
        let inner = found.outermost.iter().map(|pair| &text[pair.open.end..pair.close.start]);
        (inner.collect(), found.unclosed.len())
    }

    #[test]
    fn marks_of_every_kind_pair() {
        let table: &[(&str, &[&str], usize)] = &[
            ("„Wir warten“, sagte sie.", &["Wir warten"], 0),
            ("»Wir warten«, sagte sie.", &["Wir warten"], 0),
            ("« Nous attendons », dit-elle.", &[" Nous attendons "], 0),
            ("She said “we wait“ twice.", &["we wait"], 0),
            ("She said ”we wait” twice.", &["we wait"], 0),
            ("She said ''we wait'' and ``so do you''.", &["we wait", "so do you"], 0),
            ("彼女は「待つ『今』」と", &["待つ『今』"], 0),
            ("“one ‘two’ three” four", &["one ‘two’ three"], 0),
            ("‘one “two” three,’ she said", &["one “two” three,"], 0),
            ("“one “two” three” four", &["one “two” three"], 0),
            ("“one” and “two", &["one"], 1),
            ("“one and “two” three", &["two"], 1),
            ("no marks", &[], 0),
            ("\"", &[], 1),
        ];
        for (text, inner, unclosed) in table {
            assert_eq!(inside(text), (inner.to_vec(), *unclosed), "{text}");
        }
    }

    #[test]
    fn inches_are_no_marks() {
        let table: &[(&str, &[&str])] = &[
            ("a 6\" pipe", &[]),
            ("a 6\" pipe and a 12\" one", &[]),
            ("She said \"a 12\" pipe\" today.", &["a 12\" pipe"]),
            ("It ended in \"2020\" there.", &["2020"]),
        ];
        for (text, inner) in table {
            assert_eq!(inside(text), (inner.to_vec(), 0), "{text}");
        }
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        // What the pair holds, how many other places it may close in, and whether there is no doubt.
        let table = [
            ("‘we wait,’ she said", Some(("we wait,", 0, true))),
            ("'we wait,' she said", Some(("we wait,", 0, false))),
            ("‘the dogs’ bowls are empty,’ she said", Some(("the dogs’ bowls are empty,", 1, false))),
            ("‘the dogs’ bowls are empty", Some(("the dogs", 0, false))),
            ("'tis late, the dogs' bowls", None),
            ("the '90s and the dogs' bowls", None),
            ("'tis late,' she said", Some(("tis late,", 0, false))),
            ("the dogs' bowls and the cats' milk", None),
            ("it doesn't matter, ‘really", None),
        ];
        for (text, expected) in table {
            let found = pairs(text, 0..text.len()).outermost;
            let found = found.first().map(|pair| {
                (&text[pair.open.end..pair.close.start], pair.other_closings.len(), pair.certain)
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_blocks_first_mark_has_no_word_before_it() {
        let first = |text: &str| pairs(text, 0..text.len()).first.map(|mark| mark.start);
        assert_eq!(first(" (“one” two"), Some(2));
        assert_eq!(first("one “two”"), None);
    }
}
