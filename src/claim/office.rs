//! Offices beside a name: "China's Foreign Minister Wang Yi", "Ann Ward, head of the Harbour Board".
//!
//! Takes a text and the place of a name in it and hands on what the words before and behind it say: which office, with which
//! portfolio, whose, and whether now. `matching` holds the offices of two texts against each other.

use std::ops::Range;

use super::noun::{is_clause, is_determiner};
use super::token::{Form, Token, tokens};
use crate::file::Span;
use crate::lexicon::{Table, get, has, offices, speaking, states, voices};

/// An office that a text gives to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Its words, with whose it is.
    pub span: Span,
    /// Which it is, as the lexicon names it.
    pub kind: &'static str,
    /// A minister's.
    pub portfolio: Option<&'static str>,
    /// Whose it is.
    pub owner: Owner,
    /// Whether it is held at another time: "former", "then".
    pub other_time: bool,
    /// Whether it is below the office: "deputy".
    pub below: bool,
}

/// Whose an office is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// Nothing tells.
    #[default]
    Unsaid,
    /// A state's, by the name that the lexicon has for it.
    State(&'static str),
    /// A body's or another's, by its folded words.
    Body(Vec<String>),
}

/// How far an office reaches before a name and behind it, in bytes.
const NEAR: usize = 240;
/// How many words an office has at most.
const LONGEST: usize = 24;
/// How many words a title, a portfolio or a state has at most.
const PHRASE: usize = 5;

/// The offices beside a name: before it, and behind its comma.
pub fn offices(text: &str, name: Span) -> Vec<Office> {
    let start = text.ceil_char_boundary((name.start as usize).saturating_sub(NEAR));
    let end = text.floor_char_boundary((name.end as usize + NEAR).min(text.len()));
    // What stands in another paragraph or in quotation marks belongs to another sentence, and a word is never cut.
    let apart = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»');
    let before = &text[start..name.start as usize];
    let line = before.rfind("\n\n").max(before.rfind(apart)).max(line_end(before));
    let cut = line.or((start > 0).then_some(0));
    let cut =
        cut.map_or(0, |cut| before[cut..].find(char::is_whitespace).map_or(before.len(), |at| cut + at));
    let before = tokens(text, start + cut..name.start as usize, &[]);
    let behind = &text[name.end as usize..end];
    let line = behind.find("\n\n").into_iter().chain(behind.find(apart)).min().unwrap_or(behind.len());
    let behind = tokens(text, name.end as usize..name.end as usize + line, &[]);
    let phrases = [(&before, nearest(&before, title(&before))), (&behind, apposition(&behind))];
    phrases.into_iter().flat_map(|(tokens, phrase)| halves(tokens, phrase, name)).collect()
}

/// The offices that a phrase by itself is: "foreign minister of China". They stand at `place`.
pub fn stated(phrase: &str, place: Span) -> Vec<Office> {
    let tokens = tokens(phrase, 0..phrase.len(), &[]);
    let words = tokens.iter().take_while(|token| token.is_word()).count();
    // What an office has behind it is no part of one: "mayor of Skarv, retired".
    let whole = if words == tokens.len() { 0..words } else { 0..0 };
    halves(&tokens, whole, place).into_iter().map(|office| Office { span: place, ..office }).collect()
}

/// The offices in a phrase: "president and chief executive" are two.
fn halves(tokens: &[Token], phrase: Range<usize>, name: Span) -> Vec<Office> {
    let and = phrase.clone().find(|&at| tokens[at].is("and"));
    let halves = and.map_or([phrase.clone(), 0..0], |and| [phrase.start..and, and + 1..phrase.end]);
    halves.into_iter().filter_map(|half| read(tokens, half, name)).collect()
}

/// The last line break of a text behind a mark, where a heading or a sentence ends and no title goes on.
fn line_end(text: &str) -> Option<usize> {
    let ends =
        |at: usize| !text[..at].trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'));
    text.match_indices('\n').map(|(at, _)| at).rfind(|&at| ends(at))
}

/// Where an office stands in the sentences round a name, beside whatever name.
pub fn named(text: &str, name: Span, kind: &str, portfolio: Option<&str>) -> Vec<Span> {
    let start = text.ceil_char_boundary((name.start as usize).saturating_sub(NEAR));
    let end = text.floor_char_boundary((name.end as usize + NEAR).min(text.len()));
    let tokens = tokens(text, start..end, &[]);
    let at = tokens.partition_point(|token| token.range.start < name.start as usize);
    let stop = |token: &Token| token.form == Form::Stop;
    let low = tokens[..at].iter().rposition(stop).map_or(0, |stop| stop + 1);
    let high = tokens[at..].iter().position(stop).map_or(tokens.len(), |stop| at + stop);
    let mut places = Vec::new();
    for from in low..high {
        let Some((length, title)) = longest(&tokens, from..high, offices::TITLES) else { continue };
        let (known, own) = title.split_once('/').map_or((title, None), |(kind, own)| (kind, Some(own)));
        let field = |near: Range<usize>| {
            near.filter(|&at| at < high)
                .any(|at| longest(&tokens, at..high, offices::PORTFOLIOS).map(|(_, of)| of) == portfolio)
        };
        let near = own == portfolio
            || field(from.saturating_sub(3).max(low)..from)
            || field(from + length..from + length + 4);
        if known == kind && near {
            places.push(Span {
                start: tokens[from].range.start as u32,
                end: tokens[from + length - 1].range.end as u32,
                ..name
            });
        }
    }
    places
}

/// The words before a name that may be its title, at the end of some tokens.
fn title(tokens: &[Token]) -> Range<usize> {
    let comma = tokens.last().is_some_and(|token| token.form == Form::Comma);
    let end = tokens.len() - usize::from(comma);
    let mut start = end;
    while start > 0 && end - start < LONGEST && may_belong(&tokens[start - 1]) {
        start -= 1;
        // An article opens the title, unless it is within it: "head of the Tide Office".
        let inner = start > 0 && tokens[start - 1].is_any(&["at", "for", "of"]);
        if tokens[start].is_any(&["a", "an", "the"]) && !inner {
            break;
        }
    }
    // "The minister, Ann Ward": without an article the name is another's.
    let definite = tokens[start..end].iter().any(|token| token.is("the") || token.owner);
    // In "the president of the Harbour Board" the board is no president.
    let open = tokens[..end].last().is_some_and(|last| {
        !last.capital && last.among(speaking::LINKS) || last.is_any(&["a", "an", "of", "the"])
    });
    if (comma && !definite) || open { end..end } else { start..end }
}

/// A title without what stands before another title in it that leads up to somebody: in "spokesman for President Ann Ward"
/// she is no spokesman.
fn nearest(tokens: &[Token], title: Range<usize>) -> Range<usize> {
    let ends = |at: &usize| {
        longest(tokens, *at..title.end, offices::TITLES).is_some_and(|(length, _)| at + length == title.end)
    };
    let Some(head) = title.clone().find(ends) else { return title };
    let led = (title.start..head).rev().find(|&at| tokens[at].is_any(&["for", "of"]));
    let other = |led: usize| (title.start..led).any(|at| longest(tokens, at..led, offices::TITLES).is_some());
    led.filter(|&led| other(led)).map_or(title.clone(), |led| led + 1..title.end)
}

/// The words behind a name's comma that may be its office.
fn apposition(tokens: &[Token]) -> Range<usize> {
    if tokens.first().is_none_or(|token| token.form != Form::Comma) {
        return 0..0;
    }
    let end = tokens.iter().skip(1).take(LONGEST).position(|token| !token.is_word());
    1..end.map_or(tokens.len().min(1 + LONGEST), |end| end + 1)
}

/// Whether a word may belong to a title before a name.
fn may_belong(token: &Token) -> bool {
    let small = token.is_any(&["a", "an", "and", "for", "of", "the"]);
    let opener = token.capital
        && [speaking::OPENERS, speaking::LINKS, speaking::TIMES].iter().any(|list| token.among(list))
        && !token.owner;
    token.is_word()
        && !opener
        && (token.capital
            || small
            || token.owner
            || [offices::TIMES, offices::RANKS, offices::PLAIN, voices::BODIES, voices::OFFICES]
                .iter()
                .any(|list| token.among(list))
            || get(states::ADJECTIVES, &token.letters).is_some()
            || [offices::TITLES, offices::PORTFOLIOS].iter().any(|table| {
                table.iter().any(|(phrase, _)| phrase.split(' ').any(|word| word == token.letters))
            }))
}

/// A phrase as an office, if it is one that the lexicon has.
fn read(tokens: &[Token], phrase: Range<usize>, name: Span) -> Option<Office> {
    let (head, title) = head(tokens, &phrase)?;
    // "Mr. Marsh entered the cabinet as minister" gives the office to another.
    let stray = |token: &Token| {
        let clause = [speaking::LINKS, speaking::VERBS, voices::SUBJECTS];
        let linked = clause.iter().any(|list| token.among(list)) && !token.is_any(&["for", "of"]);
        (linked && !token.capital) || token.is_any(&["as", "dr", "miss", "mr", "mrs", "ms", "than"])
    };
    if tokens[phrase.start..head.start].iter().any(stray) || is_loose(&tokens[phrase.start..head.start]) {
        return None;
    }
    let (kind, portfolio) = title.split_once('/').map_or((title, None), |(kind, of)| (kind, Some(of)));
    let mut office =
        Office { span: name, kind, portfolio, owner: Owner::Unsaid, other_time: false, below: false };
    let mut body = Vec::new();
    let start = before(tokens, phrase.start..head.start, &mut office, &mut body);
    let end = behind(tokens, head.end..phrase.end, &mut office, &mut body);
    office.span =
        Span { start: tokens[start].range.start as u32, end: tokens[end - 1].range.end as u32, ..name };
    settled(office, body)
}

/// Whether the words before a title are more than whose it is and of what: "together with the minister", "a pilot meeting the
/// minister". An office may open with any word behind an article, and without one with a word of offices alone.
fn is_loose(words: &[Token]) -> bool {
    let named = |token: &Token| token.capital || may_belong(token);
    let inner = |pair: &[Token]| {
        pair[1].is_any(&["a", "an", "the"]) && !pair[0].is_any(&["and", "for", "of"]) && !pair[0].capital
    };
    let opens = words.first().is_none_or(|first| is_determiner(first) || first.owner || named(first));
    !opens || is_clause(words) || words.windows(2).any(inner)
}

/// The title in a phrase, and what the lexicon has for it.
fn head(tokens: &[Token], phrase: &Range<usize>) -> Option<(Range<usize>, &'static str)> {
    phrase.clone().find_map(|at| {
        let (length, title) = longest(tokens, at..phrase.end, offices::TITLES)?;
        // "Minister for Works" and "Governor General Ann Ward", but no "minister level".
        let next = tokens.get(at + length).filter(|_| at + length < phrase.end);
        let ends = !tokens[at + length - 1].owner
            && next.is_none_or(|next| {
                next.is_any(&["at", "for", "from", "in", "of", "to", "with", "elect", "designate", "who"])
                    || (next.among(voices::OFFICES) && !next.joined)
            });
        ends.then_some((at..at + length, title))
    })
}

/// Reads the words before a title: "the then Norwegian foreign". Says where those begin that belong to it.
fn before(tokens: &[Token], range: Range<usize>, office: &mut Office, body: &mut Vec<String>) -> usize {
    let mut start = range.end;
    let mut at = range.start;
    while at < range.end {
        let token = &tokens[at];
        let state = longest(tokens, at..range.end, states::NAMES)
            .or_else(|| longest(tokens, at..range.end, states::ADJECTIVES))
            .or_else(|| longest(tokens, at..range.end, states::SEATS))
            .filter(|_| token.capital);
        let field = longest(tokens, at..range.end, offices::PORTFOLIOS)
            .filter(|_| matches!(office.kind, "minister" | "spokesperson"));
        let mark = token.among(offices::TIMES) || token.among(offices::RANKS);
        let of_ministry = office.kind == "spokesperson"
            && token.is_any(&["department", "government", "ministry", "office"]);
        let small = token.is_any(&["a", "an", "and", "for", "of"]);
        if (token.capital || mark || field.is_some() || start < range.end) && !small {
            start = start.min(at);
        }
        let mut length = 1;
        if let Some((words, state)) = state {
            office.owner = Owner::State(state);
            length = words;
        } else if let Some((words, field)) = field {
            office.portfolio = office.portfolio.or(Some(field));
            length = words;
        } else if mark {
            office.other_time |= token.among(offices::TIMES);
            office.below |= token.among(offices::RANKS);
        } else if token.capital && !of_ministry && !token.among(offices::PLAIN) {
            body.push(token.letters.to_string());
        }
        at += length;
    }
    start
}

/// Reads the words behind a title: "of Fisheries", "at the North Sea Survey". Says where those end that belong to it.
fn behind(tokens: &[Token], range: Range<usize>, office: &mut Office, body: &mut Vec<String>) -> usize {
    let mut end = range.start;
    while end < range.end && tokens[end].is_any(&["designate", "elect"]) {
        office.other_time = true;
        end += 1;
    }
    while end + 1 < range.end && tokens[end].is_any(&["at", "for", "of", "with"]) {
        let from = end + 1 + usize::from(tokens[end + 1].is("the"));
        let field = longest(tokens, from..range.end, offices::PORTFOLIOS);
        // "France's National Front" is no state.
        let state = longest(tokens, from..range.end, states::NAMES)
            .filter(|(words, _)| !tokens[from + words - 1].owner);
        if let Some((words, state)) = state {
            office.owner = Owner::State(state);
            end = from + words;
        } else if let Some((words, field)) = field.filter(|_| office.kind == "minister") {
            office.portfolio = Some(field);
            end = from + words;
        } else {
            let small = |token: &Token| token.is_any(&["and", "for", "of", "the"]);
            let run = (from..range.end).take_while(|&at| tokens[at].capital || small(&tokens[at]));
            let named: Vec<usize> = run.filter(|&at| tokens[at].capital).collect();
            let Some(last) = named.last() else { break };
            body.extend(named.iter().map(|&at| tokens[at].letters.to_string()));
            end = last + 1;
        }
    }
    end
}

/// An office with whose it is, unless that leaves it vague.
fn settled(mut office: Office, body: Vec<String>) -> Option<Office> {
    let of_body = !body.is_empty();
    if of_body && has(offices::BODIES, office.kind) {
        office.owner = Owner::Body(body);
    } else if has(offices::LOCAL, office.kind) {
        office.owner = Owner::Unsaid;
    }
    let is_state = matches!(office.owner, Owner::State(_));
    match (office.kind, office.portfolio) {
        // Only in one state is the secretary of state the foreign minister; elsewhere there are several.
        ("minister", Some("state")) => {
            office.portfolio = (office.owner == Owner::State("united states")).then_some("foreign");
        }
        // A secretary without a portfolio writes letters.
        ("minister", None) => return None,
        // A leader of nobody said, or of more than a state, may lead anything.
        ("leader", _) if of_body || !is_state => return None,
        _ => {}
    }
    Some(office)
}

/// The longest phrase of a table that some tokens begin with: how many of them, and what the table has for it.
fn longest(tokens: &[Token], range: Range<usize>, table: &Table) -> Option<(usize, &'static str)> {
    let words = tokens[range.clone()].iter().take(PHRASE).take_while(|token| token.is_word()).count();
    (1..=words).rev().find_map(|length| {
        let slice = &tokens[range.start..range.start + length];
        let phrase = slice.iter().map(|token| &*token.letters).collect::<Vec<_>>().join(" ");
        get(table, &phrase).map(|found| (length, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{File, FileId, Format};

    /// The offices of "Ann Ward" in a text, as the lexicon has them.
    fn read_of(text: &str) -> String {
        let file = File::new(FileId(0), "a.txt".into(), "UTF-8", Format::Plain, text.into());
        let at = text.find("Ann Ward").unwrap();
        let show = |office: Office| {
            let owner = match office.owner {
                Owner::Unsaid => String::new(),
                Owner::State(state) => format!(" of {state}"),
                Owner::Body(words) => format!(" in {}", words.join(" ")),
            };
            let marks = ["", " then"][usize::from(office.other_time)].to_owned()
                + ["", " below"][usize::from(office.below)];
            let portfolio = office.portfolio.map(|of| format!("/{of}")).unwrap_or_default();
            format!("{}{portfolio}{owner}{marks} [{}]", office.kind, &text[office.span.range()])
        };
        offices(text, file.span(at..at + 8)).into_iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_phrase_by_itself_is_an_office_or_none() {
        let span =
            File::new(FileId(0), "a.toml".into(), "UTF-8", Format::Config, "an office".into()).span(0..9);
        for (phrase, expected) in [
            ("foreign minister of China", 1),
            ("China’s foreign minister", 1),
            ("the harbour master", 1),
            ("president and foreign minister of Norway", 2),
            ("wizard of Norway", 0),
            ("minister", 0),
            ("mayor of Skarv, retired", 0),
            ("", 0),
        ] {
            let read = stated(phrase, span);
            assert_eq!(read.len(), expected, "{phrase}");
            assert!(read.iter().all(|office| office.span == span), "{phrase}");
        }
    }

    #[test]
    fn an_office_is_read_before_a_name_and_behind_it() {
        for (text, expected) in [
            (
                "said Norway’s Foreign Minister Ann Ward",
                "minister/foreign of norway [Norway’s Foreign Minister]",
            ),
            (
                "Norwegian External Affairs Minister Ann Ward",
                "minister/foreign of norway [Norwegian External Affairs Minister]",
            ),
            (
                "In May the then Norwegian president Ann Ward",
                "president of norway then [then Norwegian president]",
            ),
            ("Secretary of State Ann Ward", "minister [Secretary of State]"),
            ("US Secretary of State Ann Ward", "minister/foreign of united states [US Secretary of State]"),
            (
                "Ann Ward, the Norwegian minister for fisheries, came",
                "minister/agriculture of norway [Norwegian minister for fisheries]",
            ),
            (
                "Ann Ward, Norway’s foreign ministry spokesperson, came",
                "spokesperson/foreign of norway [Norway’s foreign ministry spokesperson]",
            ),
            ("deputy Defense Minister Ann Ward", "minister/defence below [deputy Defense Minister]"),
            (
                "Ferry Union Secretary-General Ann Ward",
                "secretary general in ferry union [Ferry Union Secretary-General]",
            ),
            (
                "Ann Ward, head of the Tide Office of the North Sea Survey, came",
                "head in tide office north sea survey [head of the Tide Office of the North Sea Survey]",
            ),
            ("Ann Ward, president of Norway, came", "president of norway [president of Norway]"),
            ("President-elect Ann Ward", "president then [President-elect]"),
            ("the harbour master, Ann Ward, came", "harbour master [harbour master]"),
            (
                "Ann Ward, the embattled Norwegian president, came",
                "president of norway [Norwegian president]",
            ),
            (
                "Ann Ward, acting president of Norway, came",
                "president of norway then [acting president of Norway]",
            ),
            ("Ann Ward, his highly respected foreign minister, came", "minister/foreign [foreign minister]"),
            ("Norwegian foreign and defence minister Ann Ward", "minister/defence [defence minister]"),
            // No offices, or none that says enough.
            ("Ann Ward met President Peter Marsh", ""),
            ("the minister met Ann Ward", ""),
            ("Minister Ann Ward", ""),
            ("opposition leader Ann Ward", ""),
            ("Ann Ward, acting as Norway’s foreign minister, came", ""),
            ("Ann Ward, acting on the advice of the foreign minister, came", ""),
            ("Ann Ward, acting on Norwegian foreign minister Peter Marsh’s advice, came", ""),
            ("Ann Ward, meeting the Norwegian foreign minister, came", ""),
            ("Ann Ward, flanked by Norway’s foreign minister, came", ""),
            ("Ann Ward, a pilot meeting the Norwegian foreign minister, came", ""),
            ("Ann Ward, together with the Norwegian president, came", ""),
            ("Ann Ward, who met the minister for fisheries, came", ""),
            ("Ann Ward, where Mr. Marsh sat as foreign minister, came", ""),
            ("the president of the Ann Ward", ""),
            ("a spokesman for President Ann Ward", "president [President]"),
            (
                "the Ministry of Defence spokesman Ann Ward",
                "spokesperson/defence [Ministry of Defence spokesman]",
            ),
            ("Ann Ward, the president’s daughter, came", ""),
            ("Ann Ward, leader of Norway’s Ferry Front, came", ""),
            ("New Mexico Gov. Ann Ward", "governor [New Mexico Gov]"),
            ("“the president” Ann Ward", ""),
            ("presidential candidate Ann Ward", ""),
            ("Ann Ward", ""),
        ] {
            assert_eq!(read_of(text), expected, "{text}");
        }
    }
}
