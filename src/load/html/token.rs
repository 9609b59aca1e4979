//! The tags, texts and comments of a page, each with the bytes of the file that it stands in.
//!
//! Takes the text of a page, which html5gum tokenises as browsers do, and hands on one token at a time. Of attributes it keeps
//! those that say something of prose, and of those no more than a line or two.

use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, StringReader, Tokenizer, naive_next_state};

/// One token.
#[derive(Debug)]
pub(super) enum Token {
    Start { name: &'static str, attributes: Vec<Attribute>, closed: bool, range: Range<usize> },
    End { name: &'static str, range: Range<usize> },
    Text(Range<usize>),
    Comment(Range<usize>),
}

/// An attribute by its name, with its value decoded.
pub(super) type Attribute = (&'static str, Box<str>);

/// A value is read no further, in bytes.
const LONGEST_VALUE: usize = 2_000;

/// The elements that mean something here, in order. All others are one.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "address", "annotation", "applet", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big", "blockquote",
    "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "datalist", "dd", "del",
    "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form",
    "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img",
    "input", "ins", "kbd", "label", "legend", "li", "link", "listing", "main", "mark", "marquee", "math", "menu", "meta", "meter", "nav",
    "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "plaintext",
    "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "search", "section", "select", "small", "source", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot",
    "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
];

/// The attributes that are kept, in order.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "aria-hidden", "aria-label", "cite", "class", "content", "datetime", "epub:type", "hidden", "href", "id", "itemprop", "lang", "name", "property",
    "rel", "role", "start", "style", "title", "type", "value", "xml:lang",
];

/// The tokens of a page. In XML an empty tag closes itself whatever it is called.
pub(super) fn tokens(raw: &str, xml: bool) -> impl Iterator<Item = Token> {
    let emitter: CallbackEmitter<Reading, Token, usize> = CallbackEmitter::new(Reading::default());
    let mut tokenizer: Tokenizer<StringReader, _> = Tokenizer::new_with_emitter(raw, emitter);
    std::iter::from_fn(move || {
        let Some(Ok(token)) = tokenizer.next() else { return None };
        if let Token::Start { name, closed, .. } = &token
            && !(xml && *closed)
            && let Some(state) = state(name)
        {
            tokenizer.set_state(state);
        }
        Some(token)
    })
}

/// How what stands in an element is read. Where scripts do not run, what is written for that case is a page's own.
fn state(name: &str) -> Option<State> {
    match name {
        "noscript" => None,
        "noframes" => Some(State::RawText),
        _ => naive_next_state(name.as_bytes()),
    }
}

/// A tag that is being read.
#[derive(Debug, Default)]
struct Reading {
    name: &'static str,
    start: usize,
    attributes: Vec<Attribute>,
    /// Whether the attribute that was named last is kept.
    keeps: bool,
    /// Where the last token ended. Of some texts html5gum does not tell where they begin.
    end: usize,
}

impl Callback<Token, usize> for Reading {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Token> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = known(ELEMENTS, name);
                self.start = span.start;
                self.attributes.clear();
                self.keeps = false;
            }
            CallbackEvent::AttributeName { name } => {
                let name = known(ATTRIBUTES, name);
                // The first of a name counts.
                self.keeps = !name.is_empty() && self.attributes.iter().all(|(other, _)| *other != name);
                if self.keeps {
                    self.attributes.push((name, Box::default()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if self.keeps
                    && let Some((_, kept)) = self.attributes.last_mut()
                {
                    let value = String::from_utf8_lossy(&value[..value.len().min(LONGEST_VALUE)]);
                    *kept = value.trim_end_matches(char::REPLACEMENT_CHARACTER).into();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let attributes = std::mem::take(&mut self.attributes);
                let range = self.start..span.end;
                self.end = span.end;
                return Some(Token::Start { name: self.name, attributes, closed: self_closing, range });
            }
            CallbackEvent::EndTag { name } => {
                self.attributes.clear();
                self.keeps = false;
                self.end = span.end;
                return Some(Token::End { name: known(ELEMENTS, name), range: span.start..span.end });
            }
            CallbackEvent::String { .. } => return Some(Token::Text(span.start.max(self.end)..span.end)),
            CallbackEvent::Comment { .. } => {
                self.end = span.end;
                return Some(Token::Comment(span.start..span.end));
            }
            CallbackEvent::Doctype { .. } => self.end = span.end,
            CallbackEvent::Error(_) => {}
        }
        None
    }
}

fn known(names: &'static [&'static str], name: &[u8]) -> &'static str {
    names.binary_search_by(|known| known.as_bytes().cmp(name)).map_or("", |at| names[at])
}

/// The words of a text, piece by piece: copies of the file, and what character references stand for, with their bytes.
pub(super) fn pieces(raw: &str, range: Range<usize>, mut take: impl FnMut(&str, Range<usize>)) {
    /// No name of a character is longer.
    const LONGEST: usize = 40;
    let mut at = range.start;
    while at < range.end {
        let rest = &raw.as_bytes()[at..range.end];
        if rest.starts_with(b"</>") {
            // A tag without a name is nothing.
            at += "</>".len();
            continue;
        }
        let begins = |at: &usize| rest[*at] == b'&' || rest[*at..].starts_with(b"</>");
        let copy = memchr::memchr2_iter(b'&', b'<', rest).find(begins).unwrap_or(rest.len());
        if copy > 0 {
            take(&raw[at..at + copy], at..at + copy);
            at += copy;
            continue;
        }
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
        let length = 1 + rest[1..].iter().take(LONGEST).take_while(|byte| name(byte)).count();
        let length = length + usize::from(length > 1 && rest.get(length) == Some(&b';'));
        match length {
            1 => take("&", at..at + 1),
            _ => take(&reference(&raw[at..at + length]), at..at + length),
        }
        at += length;
    }
}

/// What a character reference stands for; what is none stands for itself.
fn reference(written: &str) -> String {
    match written {
        "&amp;" => "&".into(),
        "&nbsp;" | "&#160;" => "\u{a0}".into(),
        _ => {
            let read = Tokenizer::new(written).filter_map(|token| match token {
                Ok(html5gum::Token::String(text)) => Some(String::from_utf8_lossy(&text.value).into_owned()),
                _ => None,
            });
            read.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tokens of a page, written short.
    fn shown(raw: &str) -> String {
        let shown = tokens(raw, false).map(|token| match token {
            Token::Start { name, attributes, range, .. } => {
                let attributes: Vec<String> =
                    attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("[{name} {}|{}]", attributes.join(","), &raw[range])
            }
            Token::End { range, .. } | Token::Text(range) | Token::Comment(range) => {
                format!("[{}]", &raw[range])
            }
        });
        shown.collect()
    }

    #[test]
    fn a_token_knows_its_bytes() {
        assert_eq!(
            shown("é<P Class='a&amp;b' class=c x=y>1 < 2 &amp; 3</p ><br/><!-- c --><!doctype html>ü"),
            "[é][p class=a&b|<P Class='a&amp;b' class=c x=y>][1 < 2 &amp; 3][</p >][br |<br/>][<!-- c -->][ü]"
        );
        assert_eq!(
            shown("<script>if (a < b) '</p>'</script><title>a<b>&lt;</title>x<y"),
            "[script |<script>][if (a < b) '</p>'][</script>][title |<title>][a<b>&lt;][</title>][x]"
        );
    }

    #[test]
    fn references_stand_for_characters() {
        let read = |raw: &str| {
            let mut read = Vec::new();
            pieces(raw, 0..raw.len(), |words, range| read.push(format!("{words}={}", &raw[range])));
            read.join("|")
        };
        assert_eq!(
            read("a&eacute;b&#8220;&#x41;&notit;"),
            "a=a|é=&eacute;|b=b|“=&#8220;|A=&#x41;|¬it;=&notit;"
        );
        assert_eq!(
            read("A&B & &zz; &;&#;&amp"),
            "A=A|&B=&B| = |&=&| = |&zz;=&zz;| = |&=&|;=;|&#;=&#;|&=&amp"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_text_is_what_its_bytes_say(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "a", " b ", "é", "日", "&", "&amp;", "&lt", "&#", "&#8217;", "&notin;", "<", ">", "</", "<p", "<b>", "</b>", "\"", "'",
                    "=", "<!--", "-->", "--!>", "<!", "?", "/", "<script>", "</script>", "<i>", "\n", "\r\n", ";", "x",
                    "<svg>", "<a href='", "]]>", "<![CDATA[", "<br/>",
                ]),
                0..40,
            )
        ) {
            let raw = parts.concat();
            let spans: Vec<Range<usize>> = tokens(&raw, false).map(|token| match token {
                Token::Start { range, .. } | Token::End { range, .. } | Token::Text(range) | Token::Comment(range) => range,
            }).collect();
            for pair in spans.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{raw:?}: {spans:?}");
            }
            let mut at = 0;
            let mut names = Vec::new();
            for token in tokens(&raw, false) {
                match token {
                    Token::Start { name, range, .. } => {
                        prop_assert!(raw[range.clone()].starts_with('<') && raw[range.clone()].ends_with('>'), "{raw:?}: {:?}", &raw[range]);
                        at = range.end;
                        names.push(name);
                    }
                    Token::End { range, .. } => {
                        prop_assert!(raw[range.clone()].starts_with("</") && raw[range.clone()].ends_with('>'), "{raw:?}: {:?}", &raw[range]);
                        at = range.end;
                    }
                    Token::Text(range) => {
                        prop_assert!(at <= range.start && raw.is_char_boundary(range.start) && raw.is_char_boundary(range.end), "{raw:?}");
                        at = range.end;
                    }
                    Token::Comment(range) => prop_assert!(raw[range.clone()].starts_with('<'), "{raw:?}: {:?}", &raw[range]),
                }
            }
            // The whole of the texts is what html5gum itself reads.
            let emitter = html5gum::DefaultEmitter::<usize>::new_with_span();
            let mut tokenizer = Tokenizer::new_with_emitter(raw.as_str(), emitter);
            let mut whole = String::new();
            while let Some(Ok(token)) = tokenizer.next() {
                match token {
                    html5gum::Token::StartTag(tag) => {
                        if let Some(state) = state(known(ELEMENTS, &tag.name)) {
                            tokenizer.set_state(state);
                        }
                    }
                    html5gum::Token::String(text) => whole.push_str(&String::from_utf8_lossy(&text.value)),
                    _ => {}
                }
            }
            let mut own = String::new();
            let mut last = "";
            for token in tokens(&raw, false) {
                match token {
                    Token::Start { name, .. } => last = name,
                    Token::End { .. } => last = "",
                    Token::Text(range) if last == "script" => own.push_str(&raw[range]),
                    Token::Text(range) => pieces(&raw, range, |words, _| own.push_str(words)),
                    Token::Comment(_) => {}
                }
            }
            prop_assert_eq!(own.replace("\r\n", "\n").replace('\r', "\n"), whole, "{:?}", raw);
        }
    }
}
