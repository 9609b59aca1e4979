//! What an editor, a typesetter or a keyboard may do to a quotation without changing it.
//!
//! Takes a passage as tokens and dresses it in one permitted way after another; hands on the draft's text. A dressing
//! that does not fit where it is asked for leaves the passage as it is.

use super::common::quoting::{OUTER, Outer, is_han, tokens, turns};

/// One dressing: what kind, where, and in which form; numbers that each dressing takes as they fit.
pub type Dressing = (Kind, u8, u8);

/// The kinds of dressing, in the order in which they are put on: each leaves what those behind it need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Comma,
    Case,
    Apostrophes,
    Dashes,
    InnerMarks,
    Final,
    Ellipsis,
    Insertion,
    Sic,
    Letter,
    Emphasis,
    NoteMark,
    Escapes,
    Paragraphs,
    Spaces,
    Wrap,
}

pub const KINDS: &[Kind] = &[
    Kind::Comma,
    Kind::Case,
    Kind::Apostrophes,
    Kind::Dashes,
    Kind::InnerMarks,
    Kind::Final,
    Kind::Ellipsis,
    Kind::Insertion,
    Kind::Sic,
    Kind::Letter,
    Kind::Emphasis,
    Kind::NoteMark,
    Kind::Escapes,
    Kind::Paragraphs,
    Kind::Spaces,
    Kind::Wrap,
];

/// A token and what stands before it.
#[derive(Clone, Debug)]
struct Token {
    gap: String,
    text: String,
    /// Not to be left out, bracketed or cut: the changed word.
    fixed: bool,
}

/// A passage being dressed.
pub struct Dress {
    tokens: Vec<Token>,
    markdown: bool,
    outer: Outer,
    /// Between the paragraphs of the passage.
    paragraph: String,
    behind: String,
    notes: String,
    width: Option<(usize, bool)>,
}

const LEAD: &str = "The author said: ";

impl Dress {
    /// A passage as it stands; `fixed`: the token that no dressing may touch.
    pub fn new(passage: &str, fixed: Option<usize>, outer: Outer, markdown: bool) -> Dress {
        let mut end = 0;
        let mut list = Vec::new();
        for (number, token) in tokens(passage).into_iter().enumerate() {
            let gap = passage[end..token.start].to_owned();
            end = token.end;
            list.push(Token { gap, text: passage[token].to_owned(), fixed: fixed == Some(number) });
        }
        Dress {
            tokens: list,
            markdown,
            outer,
            paragraph: " ".into(),
            behind: String::new(),
            notes: String::new(),
            width: None,
        }
    }

    /// Puts the dressings on and writes the draft.
    pub fn draft(mut self, mut dressings: Vec<Dressing>) -> String {
        dressings.sort_by_key(|dressing| dressing.0);
        dressings.dedup_by_key(|dressing| dressing.0);
        for (kind, at, form) in dressings {
            self.put_on(kind, at as usize, form as usize);
        }
        self.write()
    }

    fn put_on(&mut self, kind: Kind, at: usize, form: usize) {
        match kind {
            Kind::Comma => self.comma(at),
            Kind::Case => self.case(form),
            Kind::Apostrophes => self.apostrophes(form),
            Kind::Dashes => self.dashes(form),
            Kind::InnerMarks => self.inner_marks(form),
            Kind::Final => self.finish(form),
            Kind::Ellipsis => self.ellipsis(at, form),
            Kind::Insertion => self.insert(at, pick(&["[the board]", "[then in office]", "[Mr Voss]"], form)),
            Kind::Sic => self.insert(at, pick(&["[sic]", "[*sic*]", "(sic)"], form)),
            Kind::Letter => self.letter(),
            Kind::Emphasis => self.emphasis(at, form),
            Kind::NoteMark => self.note_mark(at, form),
            Kind::Escapes => self.escapes(form),
            Kind::Paragraphs if self.outer.is_single() => {}
            Kind::Paragraphs => self.paragraph = format!("\n\n{}", self.outer.open),
            Kind::Spaces => self.spaces(form),
            Kind::Wrap => self.width = Some((40 + form % 50, at.is_multiple_of(2))),
        }
    }

    /// A comma or semicolon inside is left out, or one is set.
    fn comma(&mut self, at: usize) {
        let last = self.tokens.len().saturating_sub(1);
        let Some(token) = self.tokens[..last].get_mut(at % last.max(1)) else { return };
        if token.text.ends_with([',', ';']) {
            token.text.pop();
        } else if token.text.ends_with(|c: char| c.is_alphabetic() && !is_han(c)) {
            token.text.push(',');
        }
    }

    /// Another case throughout, but for words that are others in capitals: US and us.
    fn case(&mut self, form: usize) {
        const CASED: &[&str] = &["us", "it", "who", "un", "aids"];
        for token in &mut self.tokens {
            let pieces = token.text.split(|c: char| !c.is_alphabetic());
            if pieces.map(str::to_lowercase).any(|piece| CASED.contains(&piece.as_str())) {
                continue;
            }
            token.text = match form % 3 {
                0 => token.text.to_uppercase(),
                1 => token.text.to_lowercase(),
                _ => {
                    let first = token.text.chars().next().unwrap_or('x');
                    first.to_uppercase().collect::<String>() + &token.text[first.len_utf8()..]
                }
            };
        }
    }

    fn apostrophes(&mut self, form: usize) {
        let shape = pick(&['\'', '’', 'ʼ'], form);
        self.each_char(|before, char, after| {
            let inside = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
            (inside && matches!(char, '\'' | '’')).then(|| shape.to_string())
        });
    }

    fn dashes(&mut self, form: usize) {
        let dash = pick(&[" — ", "–", " – ", "--", " -- ", "---", " - "], form);
        let hyphen = pick(&['‐', '‑', '-', '–'], form);
        self.each_char(|before, char, after| {
            let letters = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
            match char {
                '—' if letters => Some(dash.to_owned()),
                '-' if letters => Some(hyphen.to_string()),
                _ => None,
            }
        });
    }

    /// Inner double marks become straight or curly ones, or single ones within double ones.
    fn inner_marks(&mut self, form: usize) {
        let double = |c: char| matches!(c, '“' | '”' | '"');
        let marks =
            self.tokens.iter().map(|token| token.text.chars().filter(|&c| double(c)).count()).sum::<usize>();
        let single = self.tokens.iter().any(|token| token.text.contains(['‘', '\'', '’']));
        if marks == 0 || self.tokens.iter().any(|token| token.gap.contains('\n')) {
            return;
        }
        let (open, close) = if single || form.is_multiple_of(3) {
            ('"', '"')
        } else if form % 3 == 1 {
            ('“', '”')
        } else {
            // The usual way: the outer marks are double ones, the inner ones become single.
            self.outer = OUTER[0];
            ('‘', '’')
        };
        let mut opens = true;
        self.each_char(|_, char, _| {
            let turned = if opens { open } else { close };
            double(char).then(|| {
                opens = !opens;
                turned.to_string()
            })
        });
    }

    /// Other punctuation at the end; a question stays one.
    fn finish(&mut self, form: usize) {
        let Some(last) = self.tokens.last_mut() else { return };
        if last.text.ends_with(['?', '!', '"', '”', '’', '\'', '»', '」', ')', ']', '…'])
            || last.text.ends_with("..")
        {
            return;
        }
        let abbreviated = last.text.trim_end_matches(['.', ',', ';', ':']).contains('.');
        if !abbreviated {
            last.text.truncate(last.text.trim_end_matches(['.', ',', ';', ':']).len());
        }
        match pick(&["", ",", ".", "…", " ...", ";", "before"], form) {
            "before" => self.tokens[0].text.insert_str(0, "… "),
            end => last.text.push_str(end),
        }
    }

    /// An ellipsis for a middle stretch that holds no negation, no limit, no mark, no bracket and no end of a paragraph,
    /// with three tokens or more left on either side.
    fn ellipsis(&mut self, at: usize, form: usize) {
        let room = self.tokens.len().saturating_sub(6);
        if room == 0 {
            return;
        }
        let start = 3 + at % room;
        let end = (start + 1 + form / 16).min(self.tokens.len() - 3);
        let plain = |token: &Token| {
            !token.fixed
                && !turns(&token.text)
                && !token.gap.contains('\n')
                && !token.text.contains([
                    '“', '”', '"', '‘', '’', '\'', '«', '»', '「', '」', '[', ']', '(', ')', '…', '*',
                ])
                && !token.text.contains("..")
        };
        if start >= end || !self.tokens[start..=end].iter().all(plain) {
            return;
        }
        let forms =
            ["…", "...", ". . .", ". . . .", "[…]", "[...]", "(...)", "(…)", "……", "* * *", "[. . .]"];
        let text = pick(&forms, form).to_owned();
        if self.tokens[end].gap.is_empty() {
            self.tokens[end].gap.push(' ');
        }
        self.tokens.splice(start..end, [Token { gap: " ".into(), text, fixed: false }]);
    }

    /// A bracket behind a token.
    fn insert(&mut self, at: usize, bracket: &str) {
        if self.tokens.len() < 2 || (bracket.contains('*') && !self.markdown) {
            return;
        }
        let at = 1 + at % (self.tokens.len() - 1);
        // Within the source's own bracket an editor's would be a bracket in a bracket.
        let before = self.tokens[..at].iter().flat_map(|token| token.text.chars());
        let depth = before.fold(0u32, |depth, char| match char {
            '[' | '(' => depth + 1,
            ']' | ')' => depth.saturating_sub(1),
            _ => depth,
        });
        if depth > 0 {
            return;
        }
        let gap = if self.tokens[at].gap.contains('\n') { " ".into() } else { self.tokens[at].gap.clone() };
        let gap = if gap.is_empty() { " ".into() } else { gap };
        if self.tokens[at].gap.is_empty() {
            self.tokens[at].gap.push(' ');
        }
        self.tokens.insert(at, Token { gap, text: bracket.to_owned(), fixed: false });
    }

    /// The first letter in the other case, in brackets.
    fn letter(&mut self) {
        let first = &mut self.tokens[0];
        let letter = first.text.chars().next().unwrap_or('1');
        let whole = first.text.len() > 1 && first.text.chars().all(|c| c.is_ascii_lowercase() || c == letter);
        if first.fixed || !letter.is_ascii_alphabetic() || !whole {
            return;
        }
        let other =
            if letter.is_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() };
        first.text.replace_range(..1, &format!("[{other}]"));
    }

    fn emphasis(&mut self, at: usize, form: usize) {
        let start = at % self.tokens.len();
        let end = (start + form / 8 % 4).min(self.tokens.len() - 1);
        let word = |token: &Token| token.text.chars().all(char::is_alphanumeric);
        let same_line = |token: &Token| !token.gap.contains('\n');
        if !self.tokens[start..=end].iter().all(word) || !self.tokens[start + 1..=end].iter().all(same_line) {
            return;
        }
        // Emphasis marks between Chinese characters are none by CommonMark's rule for flanking punctuation.
        let glyph = pick(if self.markdown { &["*", "**", "_", "***"][..] } else { &["*", "_"][..] }, form);
        if self.tokens[start].gap.is_empty() && glyph == "_" {
            return;
        }
        self.tokens[start].text.insert_str(0, glyph);
        self.tokens[end].text.push_str(glyph);
        self.behind = pick(&[" (emphasis added)", " [emphasis added]", " (my emphasis)"], form).into();
    }

    fn note_mark(&mut self, at: usize, form: usize) {
        // A footnote of plain prose may name a source that is not here, so a changed quotation does not carry one.
        let changed = self.tokens.iter().any(|token| token.fixed);
        let forms = match (self.markdown, changed) {
            (true, false) => &["[^1]", "¹", "[1]", "<sup>1</sup>"][..],
            (true, true) => &["¹", "[1]", "<sup>1</sup>"],
            _ => &["¹", "[1]"],
        };
        let mark = pick(forms, form);
        if mark == "[^1]" {
            self.notes = "\n\n[^1]: It was heard by several people.\n".into();
        }
        let end = self.tokens.len();
        match self.tokens.get_mut(at % (end + 1)) {
            Some(token)
                if !token.fixed && token.text.ends_with(|c: char| c.is_ascii_lowercase() || c == ',') =>
            {
                token.text.push_str(mark)
            }
            Some(_) => {}
            None => self.behind.insert_str(0, mark),
        }
    }

    /// Entities, and in Markdown backslashes.
    fn escapes(&mut self, form: usize) {
        let markdown = self.markdown;
        self.each_char(|before, char, after| {
            let apostrophe =
                before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
            let written = match (char, form % 3) {
                ('\'', 0) if apostrophe => "&#39;",
                ('\'', 1) if apostrophe => "&apos;",
                ('’', 0) => "&rsquo;",
                ('’', 1) => "&#8217;",
                ('—', 0) => "&mdash;",
                ('—', 1) => "&#x2014;",
                ('é', 0 | 1) => "&eacute;",
                ('ï', 0 | 1) => "&#239;",
                ('“', 0) => "&ldquo;",
                ('”', 0) => "&rdquo;",
                ('…', 1) => "&hellip;",
                ('.' | ',' | '-' | '(' | ')' | '%' | '"' | ';', 2) if markdown => {
                    return Some(format!("\\{char}"));
                }
                _ => return None,
            };
            Some(written.to_owned())
        });
    }

    fn spaces(&mut self, form: usize) {
        let space = pick(&["\u{a0}", "\u{2009}", "\u{202f}", "  ", "&nbsp;", "\u{2003}", "\t"], form);
        for token in self.tokens.iter_mut().filter(|token| token.gap == " ") {
            token.gap = space.to_owned();
        }
    }

    /// Puts other text in the place of characters, by their neighbours in the token.
    fn each_char(&mut self, mut change: impl FnMut(Option<char>, char, Option<char>) -> Option<String>) {
        for token in &mut self.tokens {
            let chars: Vec<char> = token.text.chars().collect();
            let mut text = String::new();
            for (i, &char) in chars.iter().enumerate() {
                let before = i.checked_sub(1).map(|before| chars[before]);
                match change(before, char, chars.get(i + 1).copied()) {
                    Some(other) => text.push_str(&other),
                    None => text.push(char),
                }
            }
            token.text = text;
        }
    }

    fn write(&self) -> String {
        let mut draft = format!("{LEAD}{}", self.outer.open);
        let mut column = draft.chars().count();
        for token in &self.tokens {
            let gap = if token.gap.contains('\n') { &self.paragraph } else { &token.gap };
            let width = token.text.chars().count();
            match self.width {
                Some((most, hyphens)) if column + width > most && gap == " " => {
                    let cut = token.text.len() / 2;
                    if hyphens
                        && !token.fixed
                        && cut > 2
                        && token.text.bytes().all(|b| b.is_ascii_lowercase())
                    {
                        draft.push_str(&format!(" {}-\n{}", &token.text[..cut], &token.text[cut..]));
                        column = width - cut;
                        continue;
                    }
                    let breaks = !may_open_a_block(&token.text);
                    draft.push(if breaks { '\n' } else { ' ' });
                    column = if breaks { 0 } else { column };
                }
                _ => draft.push_str(gap),
            }
            draft.push_str(&token.text);
            column += width + 1;
        }
        format!("{draft}{}{}\n{}", self.outer.close, self.behind, self.notes)
    }
}

/// Whether a token at the start of a line could begin a list, a heading, a rule or a block quote.
fn may_open_a_block(token: &str) -> bool {
    let number = token.trim_start_matches(|c: char| c.is_ascii_digit());
    token.starts_with(['-', '*', '+', '•', '–', '—', '>', '#', '=', '|', '~', '`', '.', '_'])
        || (number.len() < token.len() && number.starts_with(['.', ')', '\\']))
}

fn pick<T: Copy>(of: &[T], number: usize) -> T {
    of[number % of.len()]
}
