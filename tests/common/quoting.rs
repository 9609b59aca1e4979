//! Quoting as a journalist does: outer marks unlike the inner ones, and passages whose own marks are whole.
//!
//! Takes a source's text and hands on its tokens, the pairs of its marks, and the outer marks that a stretch of it can
//! stand in. What is decided here is decided apart from the program, by the plainest means that hold for the sources.

use std::ops::Range;

use ibid::check::Report;
use ibid::fold::words;

/// A pair of outer marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outer {
    pub open: &'static str,
    pub close: &'static str,
    kin: Kin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kin {
    Double,
    Single,
    /// Two apostrophes: a double mark, of single ones.
    Doubled,
    Other,
}

/// Outer marks of every usual kind, the commonest first.
pub const OUTER: &[Outer] = &[
    Outer { open: "“", close: "”", kin: Kin::Double },
    Outer { open: "\"", close: "\"", kin: Kin::Double },
    Outer { open: "‘", close: "’", kin: Kin::Single },
    Outer { open: "«", close: "»", kin: Kin::Other },
    Outer { open: "'", close: "'", kin: Kin::Single },
    Outer { open: "„", close: "“", kin: Kin::Double },
    Outer { open: "「", close: "」", kin: Kin::Other },
    Outer { open: "``", close: "''", kin: Kin::Doubled },
    Outer { open: "''", close: "''", kin: Kin::Doubled },
    Outer { open: "‹", close: "›", kin: Kin::Other },
    Outer { open: "『", close: "』", kin: Kin::Other },
    Outer { open: "“", close: "“", kin: Kin::Double },
    Outer { open: "« ", close: " »", kin: Kin::Other },
];

impl Outer {
    /// Whether they are single marks, which a quotation over several paragraphs does not stand in.
    pub fn is_single(self) -> bool {
        self.kin == Kin::Single
    }
}

/// The outer marks that a text can stand in: those of whose family it has none. An apostrophe between two letters is
/// no mark; one at a word's end may be, so a text that has one does not stand in single marks.
pub fn outer_for(text: &str) -> Vec<Outer> {
    let double = text.contains(['“', '”', '„', '‟', '"', '＂']);
    let single = singles(text).next().is_some();
    let fits = |outer: &Outer| match outer.kin {
        Kin::Double => !double,
        // Single marks are too like apostrophes for one that nothing closes to be taken up in the next paragraph.
        Kin::Single => !single && !text.contains('\n'),
        Kin::Doubled => !double && !single,
        Kin::Other => !text.contains(outer.open.trim()) && !text.contains(outer.close.trim()),
    };
    OUTER.iter().copied().filter(fits).collect()
}

/// The pairs of quotation marks in a text, by their first bytes, outer and inner ones. Marks pair within a line.
pub fn mark_pairs(text: &str) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut open: Vec<(char, usize)> = Vec::new();
        let singles: Vec<usize> = singles(line).collect();
        for (at, char) in line.char_indices() {
            let closing = match char {
                '“' | '„' => Some('”'),
                '«' => Some('»'),
                '‹' => Some('›'),
                '「' => Some('」'),
                '『' => Some('』'),
                '"' if open.iter().any(|&(known, _)| known == '"') => None,
                '"' => Some('"'),
                '\'' | '‘' | '’' if !singles.contains(&at) => continue,
                '\'' | '‘' if opens(line, at) => Some('’'),
                _ => None,
            };
            if let Some(closing) = closing {
                open.push((closing, at));
                continue;
            }
            let closing = if char == '\'' { '’' } else { char };
            if let Some(index) = open.iter().rposition(|&(known, _)| known == closing) {
                pairs.push((start + open[index].1, start + at));
                open.truncate(index);
            }
        }
        start += line.len();
    }
    pairs.sort_unstable();
    pairs
}

/// Whether a stretch has both marks or none of every pair.
pub fn is_whole(pairs: &[(usize, usize)], stretch: &Range<usize>) -> bool {
    pairs.iter().all(|(open, close)| stretch.contains(open) == stretch.contains(close))
}

/// Where single marks stand that are no apostrophes between two letters or digits.
fn singles(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter(|(_, char)| matches!(char, '\'' | '‘' | '’' | '‚' | '‛')).filter_map(
        |(at, char)| {
            let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let after = text[at + char.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
            (!before || !after).then_some(at)
        },
    )
}

/// Whether a single mark has a word behind it and none before it.
fn opens(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().nth(1);
    !before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

/// The tokens of a text: what stands between spaces, and in scripts without spaces single characters with the
/// punctuation behind them.
pub fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut last = ' ';
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        let joins =
            !last.is_whitespace() && !(is_han(char) && (is_han(last) || "，。、；：”」』》".contains(last)));
        match tokens.last_mut() {
            _ if char.is_whitespace() => {}
            Some(token) if joins => token.end = end,
            _ => tokens.push(at..end),
        }
        last = char;
    }
    tokens
}

/// Whether a character is a Chinese one.
pub fn is_han(char: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&char)
}

/// How many words a text has.
pub fn count(text: &str) -> usize {
    words(text).count()
}

/// Words that turn a statement round or limit it: a cut behind one, or an ellipsis over one, is no faithful one.
pub fn turns(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "barely", "but", "cannot", "except", "hardly", "if", "neither", "never", "no", "nobody", "none",
        "nor", "not", "nothing", "nowhere", "only", "scarcely", "unless", "until", "without",
    ];
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WORDS.contains(&letters.as_str()) || (letters.ends_with("nt") && word.contains(['\'', '’']))
}

/// A token with its letters replaced by an invented word, in the same case and with the same punctuation; none where it
/// is not one word of letters alone.
pub fn invented(token: &str, number: usize) -> Option<(String, &'static str)> {
    const LATIN: &[&str] = &["zorblax", "plimfrond", "vexquil", "quompish", "drazzwick", "huvvelby"];
    const HAN: &[&str] = &["鱻", "龘", "爨", "麤"];
    let edge = |c: char| !c.is_alphanumeric();
    let core = token.trim_matches(edge);
    let lead = token.len() - token.trim_start_matches(edge).len();
    if core.is_empty() || count(token) != 1 || !core.chars().all(char::is_alphabetic) {
        return None;
    }
    let word = if core.chars().all(is_han) { HAN[number % HAN.len()] } else { LATIN[number % LATIN.len()] };
    let cased = if core.len() > 1 && core.chars().all(char::is_uppercase) {
        word.to_uppercase()
    } else if core.starts_with(char::is_uppercase) {
        word[..1].to_uppercase() + &word[1..]
    } else {
        word.to_owned()
    };
    Some((format!("{}{cased}{}", &token[..lead], &token[lead + core.len()..]), word))
}

/// The findings of the quote family on a report: each its rule, the bytes of its primary span, and the letters there
/// in lower case without spaces, markup and punctuation.
pub fn quote_findings(report: &Report) -> Vec<(&'static str, Range<usize>, String)> {
    let family = report.findings().filter(|finding| finding.rule.starts_with("quote-"));
    let found = family.map(|finding| {
        let flagged = report.files.slice(finding.primary.span);
        let letters = flagged.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        (finding.rule, finding.primary.span.range(), letters)
    });
    found.collect()
}
