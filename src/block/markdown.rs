//! The blocks of Markdown.
//!
//! Takes a file and hands on its blocks. A CommonMark parser says where prose stands; every byte that it does not call
//! text is masked, so code, addresses, math, front matter and the values of markup are never read.

mod attributes;
mod comments;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::comment;
use super::mask::Mask;
use super::note;
use super::{Block, BlockQuote, Blocks, Kind, Link, NoteMark};
use crate::file::{File, Span};
use crate::lexicon;

pub(super) fn blocks(file: &File) -> Blocks {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    // The parser would take a byte-order mark for the text's first letter, and miss the front matter behind it.
    let skip = if file.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader::new(file);
    for (event, range) in Parser::new_ext(&file.text()[skip..], options).into_offset_iter() {
        reader.take(event, range.start + skip..range.end + skip);
    }
    reader.finish()
}

struct Reader<'a> {
    file: &'a File,
    mask: Mask<'a>,
    blocks: Blocks,
    /// The containers that are open, innermost last.
    inside: Vec<Container>,
    /// The block being read, as far as it goes.
    open: Option<Block>,
    /// Where the last text ended.
    read_to: usize,
    /// Whether words go on across what lies between the last text and the next.
    joined: bool,
    /// Where a comment in the midst of text ends: nothing before it is text.
    comment_to: usize,
    /// Comments, as indices, whose block has not begun.
    waiting: Vec<usize>,
    /// Those about the open block.
    about_open: Vec<usize>,
    /// Those within the open block, about its next line.
    within: Vec<usize>,
}

#[derive(Clone, Copy)]
enum Container {
    /// Of this level.
    Heading(u8),
    Item,
    Cell,
    Note(Span),
    Quote,
    /// Code, front matter, an image's description, a bare address: text that is not prose.
    Mute,
    Html,
    /// `<sup>`, whose text may be a note mark.
    Raised,
    Other,
}

impl<'a> Reader<'a> {
    fn new(file: &'a File) -> Reader<'a> {
        let mask = Mask::new(file.text());
        Reader {
            file,
            mask,
            blocks: Blocks::default(),
            inside: Vec::new(),
            open: None,
            read_to: 0,
            joined: false,
            comment_to: 0,
            waiting: Vec::new(),
            about_open: Vec::new(),
            within: Vec::new(),
        }
    }

    fn finish(mut self) -> Blocks {
        self.close();
        self.gap(self.file.length());
        let defines = !self.blocks.note_labels.is_empty();
        self.blocks.undefined_marks.retain(|mark| note::is_likely(self.file.slice(mark.label), defines));
        for mark in &self.blocks.undefined_marks {
            self.mask.hide(mark.span.range());
        }
        for block in &self.blocks.blocks {
            let (start, raw) = (block.span.start as usize, self.file.slice(block.span));
            for place in attributes::attributes(raw) {
                let range = start + place.start..start + place.end;
                if attributes::joins(raw, &place) { self.mask.hide(range) } else { self.mask.blank(range) }
            }
        }
        self.blocks.masked = self.mask.finish();
        self.blocks.comments.sort_by_key(|comment| comment.span.start);
        self.blocks
    }

    fn take(&mut self, event: Event, range: Range<usize>) {
        let in_comment = range.start < self.comment_to;
        match event {
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::Code(_) if in_comment => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if !self.mute() => self.prose(range, Some(&text)),
            Event::Code(_) if !self.mute() => {
                self.mask.hide_marks(range.clone());
                let ticks = self.file.text()[range.clone()].bytes().take_while(|&byte| byte == b'`').count();
                self.prose(range.start + ticks..range.end - ticks, None);
            }
            Event::InlineMath(math) if is_money(&math, &self.file.text()[range.end..]) => {
                self.prose(range, None)
            }
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::SoftBreak | Event::HardBreak => {
                self.joined = false
            }
            Event::Rule => self.close(),
            Event::Html(_) => self.html(range),
            Event::InlineHtml(html) if !html.starts_with("<!--") => self.inline_html(&html),
            Event::InlineHtml(_) if !self.mute() => {
                let place = comment::at(self.file.text(), range.start);
                if let Some(place) = place.filter(|place| place.whole.end <= range.end) {
                    self.comment(&place);
                }
            }
            Event::FootnoteReference(_) => {
                let label = range.start + "[^".len()..range.end - "]".len();
                let mark = NoteMark { span: self.file.span(range), label: self.file.span(label) };
                self.blocks.note_marks.push(mark);
            }
            Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        if let Tag::Link { dest_url, .. } = &tag
            && leads_out(dest_url)
            && range.start >= self.comment_to
        {
            self.blocks
                .links
                .push(Link { span: self.file.span(range.clone()), address: dest_url.to_string() });
        }
        let begins_block = matches!(
            tag,
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::Item
                | Tag::FootnoteDefinition(_)
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
                | Tag::Table(_)
        );
        let container = match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => return,
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } | Tag::Image { .. } => {
                self.joined = false;
                return self.inside.push(Container::Mute);
            }
            Tag::Link { .. } => return,
            Tag::Heading { level, .. } => Container::Heading(level as u8),
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => Container::Item,
            Tag::TableCell => Container::Cell,
            Tag::CodeBlock(_)
            | Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                Container::Mute
            }
            Tag::HtmlBlock => Container::Html,
            Tag::BlockQuote(kind) => {
                let outermost = !self.inside.iter().any(|container| matches!(container, Container::Quote));
                if outermost {
                    let body = self.file.text()[range.clone()].trim_end().len();
                    let span = self.file.span(range.start..range.start + body);
                    let callout = kind.is_some() || is_callout(self.file.slice(span));
                    self.blocks.quotes.push(BlockQuote { span, callout });
                }
                Container::Quote
            }
            Tag::FootnoteDefinition(label) => {
                let start = range.start + "[^".len();
                let label = self.file.span(start..start + label.len());
                self.blocks.note_labels.push(label);
                Container::Note(label)
            }
            _ => Container::Other,
        };
        self.close();
        // A paragraph that opens with a comment is about what that one is about.
        if begins_block && comment::at(self.file.text(), range.start).is_none() {
            let body = self.file.text()[range.clone()].trim_end().len();
            self.found_block(range.start..range.start + body);
        }
        self.inside.push(container);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            TagEnd::Link | TagEnd::Image => {
                if matches!(self.inside.last(), Some(Container::Mute))
                    && tag_is_muting(&self.file.text()[range], tag)
                {
                    self.inside.pop();
                    self.joined = false;
                }
            }
            _ => {
                self.close();
                while matches!(self.inside.last(), Some(Container::Raised)) {
                    self.inside.pop();
                }
                self.inside.pop();
            }
        }
    }

    /// Text, which lies between markup. `decoded` is what it stands for, where that may differ.
    fn prose(&mut self, range: Range<usize>, decoded: Option<&str>) {
        if range.is_empty() || range.start < self.comment_to {
            return;
        }
        let raw = &self.file.text()[range.clone()];
        let in_line = decoded.and_then(|_| raw.find(['%', '<']));
        if let Some(at) = in_line
            && let Some(place) = comment::at(self.file.text(), range.start + at)
            && self.is_meant(&place)
        {
            self.prose(range.start..range.start + at, decoded.map(|_| &raw[..at]));
            self.comment_to = place.whole.end;
            return self.comment(&place);
        }
        self.gap(range.start);
        self.found_line(range.start);
        if decoded.is_some() {
            self.undefined_marks(range.clone());
        }
        match decoded {
            Some(decoded) if decoded != raw => self.mask.put(range.clone(), decoded),
            _ => self.mask.blank_addresses(range.clone()),
        }
        if matches!(self.inside.last(), Some(Container::Raised))
            && raw.chars().all(|c| c.is_numeric() || "*†‡".contains(c))
        {
            self.mask.hide(range.clone());
        }
        self.open_block(range.clone());
        self.read_to = range.end;
        self.joined = true;
    }

    /// Keeps what looks like the mark of a note that nothing defines. It may begin in one stretch of text and end in the
    /// next.
    fn undefined_marks(&mut self, range: Range<usize>) {
        let text = self.file.text();
        for at in memchr::memchr_iter(b'[', text[range.clone()].as_bytes()).map(|at| range.start + at) {
            if let Some(label) = note::label(&text[at..])
                && !text[..at].ends_with('\\')
            {
                let label = at + "[^".len()..at + "[^".len() + label.len();
                // A definition where none can stand defines nothing, and marks nothing either.
                let before = text[..at].trim_end_matches([' ', '\t']);
                if text[label.end..].starts_with("]:") && (before.is_empty() || before.ends_with('\n')) {
                    continue;
                }
                let span = self.file.span(at..label.end + "]".len());
                self.blocks.undefined_marks.push(NoteMark { span, label: self.file.span(label) });
            }
        }
    }

    /// Begins a block with a stretch of text, or goes on with the one that is open.
    fn open_block(&mut self, range: Range<usize>) {
        let span = self.file.span(range);
        let quoted = self.inside.iter().any(|container| matches!(container, Container::Quote));
        let quoted = quoted.then(|| self.blocks.quotes.len() as u32 - 1);
        let note = self.inside.iter().find_map(|container| match container {
            Container::Note(label) => Some(*label),
            _ => None,
        });
        let kind = self.kind();
        let level = self.inside.iter().find_map(|container| match container {
            Container::Heading(level) => Some(*level),
            _ => None,
        });
        let level = level.unwrap_or(0);
        if self.open.is_none() && !matches!(self.inside.last(), Some(Container::Html)) {
            self.about_open.append(&mut self.waiting);
        }
        self.open.get_or_insert(Block { kind, level, span, quoted, note }).span.end = span.end;
    }

    /// Masks what lies between the last text and the next.
    fn gap(&mut self, next: usize) {
        let gap = self.read_to..next.max(self.read_to);
        if !gap.is_empty() {
            if self.joined && !self.file.text()[gap.clone()].contains('\n') {
                self.mask.hide(gap);
            } else {
                self.mask.blank(gap);
            }
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let text = &self.file.text()[range.clone()];
        if !matches!(self.inside.last(), Some(Container::Html)) || text.trim().is_empty() {
            return;
        }
        // A block of HTML comes line by line, and a comment or a script runs over several: it is read whole, at its end.
        self.open_block(range);
    }

    fn inline_html(&mut self, html: &str) {
        let html = html.to_ascii_lowercase();
        if html.starts_with("<br") {
            self.joined = false;
        } else if html.starts_with("<sup") && !matches!(self.inside.last(), Some(Container::Raised)) {
            self.inside.push(Container::Raised);
        } else if html.starts_with("</sup") && matches!(self.inside.last(), Some(Container::Raised)) {
            self.inside.pop();
        }
    }

    /// Ends the block being read.
    fn close(&mut self) {
        if let Some(block) = self.open.take() {
            let blank = matches!(self.inside.last(), Some(Container::Html)) && self.close_html(block.span);
            for comment in std::mem::take(&mut self.about_open) {
                self.blocks.comments[comment].reach = block.span;
            }
            if !blank {
                self.blocks.blocks.push(block);
            }
        }
        self.waiting.append(&mut self.within);
        self.joined = false;
    }

    fn kind(&self) -> Kind {
        let known = self.inside.iter().rev().find_map(|container| match container {
            Container::Heading(_) => Some(Kind::Heading),
            Container::Item => Some(Kind::Item),
            Container::Cell => Some(Kind::Cell),
            Container::Note(_) => Some(Kind::Note),
            _ => None,
        });
        known.unwrap_or(Kind::Paragraph)
    }

    fn mute(&self) -> bool {
        self.inside.iter().any(|container| matches!(container, Container::Mute))
    }
}

/// Whether a link's address leads to another text: on the web or in a file, not within this one and not to a mailbox.
fn leads_out(address: &str) -> bool {
    address.contains("://") || !(address.is_empty() || address.starts_with('#') || address.contains(':'))
}

/// Whether the end tag belongs to a container that was pushed: an image or a bare address, not a link with text.
fn tag_is_muting(raw: &str, tag: TagEnd) -> bool {
    tag == TagEnd::Image || raw.starts_with('<')
}

/// Whether what the parser takes for math is prose between two sums of money: "$5 million to $6".
fn is_money(math: &str, after: &str) -> bool {
    let words = || {
        math.split_whitespace().filter(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    after.starts_with(|c: char| c.is_ascii_digit())
        || (math.starts_with(|c: char| c.is_ascii_digit()) && words().count() > 0)
}

/// Whether a block quote opens with a bold label that announces the draft's own words.
fn is_callout(raw: &str) -> bool {
    let text = raw.trim_start_matches(['>', ' ', '\t']);
    let Some(label) = text.strip_prefix("**").or_else(|| text.strip_prefix("__")) else { return false };
    let label = label.split(['*', '_', ':', '\n']).next().unwrap_or("").trim().to_lowercase();
    lexicon::has(lexicon::callouts::LABELS, label.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    fn file(text: &str) -> File {
        File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into())
    }

    /// The blocks of a Markdown text as masked, with the mask's own character shown as `·`.
    fn read(text: &str) -> Vec<(Kind, String)> {
        let file = file(text);
        let found = blocks(&file);
        assert_eq!(found.text(&file).len(), text.len(), "{text}");
        let shown = |block: &Block| found.text(&file)[block.span.range()].replace('\u{1}', "·");
        found.blocks.iter().map(|block| (block.kind, shown(block))).collect()
    }

    #[test]
    fn markup_is_masked_within_a_paragraph() {
        let table = [
            ("un*believ*able", "un·believ·able"),
            ("**“One”** two", "“One”·· two"),
            ("a [b c](http://d.e \"f\") g", "a ·b c················· g"),
            ("see <http://a.b> now", "see              now"),
            ("see http://a.b now", "see            now"),
            ("a `b \"c\"` d", "a ·b ·c·· d"),
            ("a ![b “c”](d.png) e", "a                     e"),
            ("a $x + y$ b", "a         b"),
            ("from $5 million to $6 million", "from $5 million to $6 million"),
            ("a[^1] b\n\n[^1]: c", "a···· b"),
            ("a[^1] b `[^2]` \\[^3] [^x]", "a···· b ·[^2]· ·[^3] [^x]"),
            ("a &ldquo;b&rdquo; \\\"c", "a “····b”···· ·\"c"),
            ("a<br>b", "a    b"),
            ("a <b c=\"d “e”\">f</b> g", "a ·················f···· g"),
            ("a<sup>1</sup> b", "a············ b"),
            ("a~~b~~c", "a··b··c"),
            ("[a](b.c){.d e=\"f g\"} “h”", "a·················· “h”"),
        ];
        for (text, expected) in table {
            let first = read(text).into_iter().next();
            assert_eq!(first, Some((Kind::Paragraph, expected.to_string())), "{text}");
        }
    }

    #[test]
    fn blocks_have_their_kinds() {
        use Kind::{Cell, Heading, Item, Note, Paragraph};
        let table: &[(&str, &[(Kind, &str)])] = &[
            ("# One\n\ntwo\n", &[(Heading, "One"), (Paragraph, "two")]),
            ("- one\n- two\n", &[(Item, "one"), (Item, "two")]),
            ("| a | b |\n|---|---|\n| c | d |\n", &[(Cell, "a"), (Cell, "b"), (Cell, "c"), (Cell, "d")]),
            ("a[^x]\n\n[^x]: b\n", &[(Paragraph, "a"), (Note, "b")]),
            ("a\n\n```\nb\n```\n\n    c\n\nd\n", &[(Paragraph, "a"), (Paragraph, "d")]),
            ("---\na: “b\n---\n\nc\n", &[(Paragraph, "c")]),
            ("\u{feff}---\na: “b\n---\n\nc\n", &[(Paragraph, "c")]),
            ("+++\na = 1\n+++\n\nb\n", &[(Paragraph, "b")]),
            ("<!-- “a -->\n\nb\n", &[(Paragraph, "b")]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found = read(text).into_iter().map(|(kind, text)| (kind, text.trim_end().to_string()));
            let expected = expected.iter().map(|(kind, text)| (*kind, text.trim_end().to_string()));
            assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn marks_without_a_note_and_notes_are_kept() {
        let file = file("a[^1] b[^two] `[^3]` $[^4]$ [^a-z]\n\n    [^5]\n\n[^x]: [^7]\n\n[^y]:\n");
        let found = blocks(&file);
        let undefined: Vec<_> = found.undefined_marks.iter().map(|mark| file.slice(mark.span)).collect();
        let defined: Vec<_> = found.note_labels.iter().map(|&label| file.slice(label)).collect();
        assert_eq!((undefined, defined), (vec!["[^1]", "[^two]", "[^7]"], vec!["x", "y"]));
    }

    #[test]
    fn notes_links_and_block_quotes_are_kept() {
        let file =
            file("\u{feff}a[^x] [b](http://c.d)\n\n> [!NOTE]\n> e\n\n> > f\n\n> **Tip:** g\n\n[^x]: h\n");
        let found = blocks(&file);
        let marks: Vec<_> = found.note_marks.iter().map(|mark| file.slice(mark.label)).collect();
        let notes: Vec<_> = found.blocks.iter().filter_map(|block| block.note).collect();
        let links: Vec<_> = found.links.iter().map(|link| link.address.as_str()).collect();
        let callouts: Vec<_> = found.quotes.iter().map(|quote| quote.callout).collect();
        assert_eq!((marks, links), (vec!["x"], vec!["http://c.d"]));
        assert_eq!(notes.into_iter().map(|note| file.slice(note)).collect::<Vec<_>>(), ["x"]);
        assert_eq!(callouts, [true, false, true]);
    }
}
