//! The text of a Word document, tag by tag.
//!
//! Takes the XML of a part and puts its words together in blocks. What is deleted, hidden, the code of a field or the second form
//! of the same thing is passed over; a text box is read behind the paragraph that it hangs on, so that it parts no sentence.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::field::{Field, control, field};
use super::style::{Look, Styles};
use super::xml::{Piece, Tag, Vocabulary, Xml};
use crate::file::extract::Kind;
use crate::fold::raised;
use crate::load::build::Build;
use crate::load::decode::Fault;

/// Text boxes stand in each other no deeper.
const DEEPEST: u32 = 8;
/// A document says no more of itself in paragraphs.
const MOST_STATED: usize = 32;
/// A paragraph that is set in so far from both sides, in twentieths of a point, is a block quote.
const SET_IN: u32 = 280;

/// The notes of a document, and which of them its text refers to.
#[derive(Debug)]
pub(super) struct Notes {
    /// Those that have a text, at the foot of a page and at the end.
    foot: HashSet<String>,
    end: HashSet<String>,
    marked: Vec<Note>,
    counted: [usize; 2],
    labels: HashMap<(bool, String), String>,
}

/// A note that the text refers to.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub at_foot: bool,
    pub id: String,
    pub label: String,
}

impl Notes {
    pub fn of(foot: &HashMap<String, Range<usize>>, end: &HashMap<String, Range<usize>>) -> Notes {
        let ids = |notes: &HashMap<String, Range<usize>>| notes.keys().cloned().collect();
        Notes { foot: ids(foot), end: ids(end), marked: Vec::new(), counted: [0; 2], labels: HashMap::new() }
    }

    /// The label of a note, if it has a text; footnotes and endnotes are counted apart.
    fn label(&mut self, at_foot: bool, id: &str) -> Option<String> {
        let known = if at_foot { &self.foot } else { &self.end };
        if !known.contains(id) {
            return None;
        }
        if let Some(label) = self.labels.get(&(at_foot, id.to_owned())) {
            return Some(label.clone());
        }
        let count = &mut self.counted[usize::from(at_foot)];
        *count += 1;
        let label = if at_foot || self.foot.is_empty() { count.to_string() } else { format!("e{count}") };
        self.labels.insert((at_foot, id.to_owned()), label.clone());
        self.marked.push(Note { at_foot, id: id.to_owned(), label: label.clone() });
        Some(label)
    }
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    look: Look,
    numbered: Option<bool>,
    outline: Option<u8>,
    set_in: (u32, u32),
    /// Whether it has its block.
    begun: bool,
    /// Where its words begin.
    start: usize,
    /// Whether its end is deleted, so that the next one goes on with it.
    joins: bool,
    boxes: Vec<Range<usize>>,
}

/// A field that has begun.
#[derive(Debug)]
struct Open {
    code: String,
    /// What it is for, once its code has ended, and where its words begin.
    shows: Option<(Field, usize)>,
    /// Whether it is an element of its own.
    simple: bool,
}

/// What is read within a part: where tags mean something else than by themselves.
#[derive(Debug, Default)]
struct Within {
    /// How many elements lie open that are passed over.
    skipped: u32,
    text_box: Option<usize>,
    deleted: u32,
    /// For each choice of forms whether one was read.
    chosen: Vec<bool>,
    of_paragraph: bool,
    of_row: bool,
    of_run: bool,
    /// For each row of a table whether it is deleted.
    rows: Vec<bool>,
    cells: u32,
    words: Option<String>,
    code: bool,
    math: Option<String>,
    in_math: bool,
    /// What the control that is being read cites, and where its words begin.
    controls: Vec<(Option<Vec<Vec<String>>>, usize)>,
    hidden: bool,
    raised: bool,
}

pub(super) struct Reader<'a> {
    pub build: Build,
    /// The addresses of the links of the part that is being read.
    pub links: HashMap<String, String>,
    /// What paragraphs say of the document: its title, its author.
    pub stated: Vec<(&'static str, String)>,
    styles: &'a Styles,
    comments: &'a HashMap<String, String>,
    told: HashSet<String>,
    notes: Notes,
    paragraph: Paragraph,
    fields: Vec<Open>,
    quoted: bool,
}

impl<'a> Reader<'a> {
    pub fn of(styles: &'a Styles, comments: &'a HashMap<String, String>, notes: Notes) -> Reader<'a> {
        Reader {
            build: Build::unmapped(),
            links: HashMap::new(),
            stated: Vec::new(),
            styles,
            comments,
            told: HashSet::new(),
            notes,
            paragraph: Paragraph::default(),
            fields: Vec::new(),
            quoted: false,
        }
    }

    /// The notes that the text refers to, in order.
    pub fn marked(&self) -> Vec<Note> {
        self.notes.marked.clone()
    }

    /// Ends what is open.
    pub fn end(&mut self) {
        self.fields.clear();
        self.build.close_link();
        self.build.close();
        if std::mem::take(&mut self.quoted) {
            self.build.close_quote();
        }
        self.paragraph = Paragraph::default();
    }

    /// Reads a part, or a stretch of one.
    pub fn part(&mut self, mut xml: Xml, depth: u32) -> Result<(), Fault> {
        let mut within = Within::default();
        loop {
            let before = xml.at();
            match xml.next()? {
                None => return Ok(()),
                Some(Piece::Open(..)) if within.skipped > 0 => within.skipped += 1,
                Some(Piece::Close(..)) if within.skipped > 0 => {
                    within.skipped -= 1;
                    if within.skipped == 0
                        && let Some(start) = within.text_box.take()
                    {
                        self.paragraph.boxes.push(start..before);
                    }
                }
                Some(Piece::Open(Vocabulary::Word, "txbxContent", _)) => {
                    within.skipped = 1;
                    within.text_box = Some(xml.at()).filter(|_| within.deleted == 0 && depth < DEEPEST);
                }
                Some(Piece::Open(vocabulary, name, tag)) => self.open(&mut within, vocabulary, name, &tag),
                Some(Piece::Close(Vocabulary::Word, "p")) => self.end_paragraph(&xml, depth)?,
                Some(Piece::Close(vocabulary, name)) => self.close(&mut within, vocabulary, name),
                Some(Piece::Words(words)) => {
                    if let (true, Some(math)) = (within.in_math, &mut within.math) {
                        math.push_str(&words);
                    } else if let Some(open) = &mut within.words {
                        open.push_str(&words);
                    } else if let (true, Some(field)) = (within.code, self.fields.last_mut()) {
                        field.code.push_str(&words);
                    }
                }
            }
        }
    }

    fn open(&mut self, within: &mut Within, vocabulary: Vocabulary, name: &str, tag: &Tag) {
        match (vocabulary, name) {
            (Vocabulary::Compatibility, "AlternateContent") => within.chosen.push(false),
            (Vocabulary::Compatibility, "Choice" | "Fallback") => {
                if let Some(chosen) = within.chosen.last_mut() {
                    within.skipped = u32::from(*chosen);
                    *chosen = true;
                }
            }
            (Vocabulary::Math, "oMath") => within.math = Some(String::new()),
            (Vocabulary::Math, "t") => within.in_math = true,
            (
                Vocabulary::Word,
                "pPrChange" | "rPrChange" | "sectPr" | "tblPr" | "tblGrid" | "tcPr" | "rt",
            ) => {
                within.skipped = 1;
            }
            (Vocabulary::Word, "del" | "moveFrom") => {
                within.deleted += 1;
                if within.of_paragraph {
                    self.paragraph.joins = true;
                } else if let (true, Some(row)) = (within.of_row, within.rows.last_mut()) {
                    *row = true;
                }
            }
            (Vocabulary::Word, "p") => self.begin_paragraph(),
            (Vocabulary::Word, "pPr") => within.of_paragraph = true,
            (Vocabulary::Word, "trPr") => within.of_row = true,
            (Vocabulary::Word, "rPr") => within.of_run = !within.of_paragraph,
            (Vocabulary::Word, "r") => (within.hidden, within.raised) = (false, false),
            (Vocabulary::Word, "tr") => {
                within.rows.push(false);
                self.build.row();
            }
            (Vocabulary::Word, "tc") => within.cells += 1,
            (Vocabulary::Word, "sdt") => within.controls.push((None, 0)),
            (Vocabulary::Word, "sdtContent") => {
                if let Some((_, start)) = within.controls.last_mut() {
                    *start = self.build.len();
                }
            }
            (Vocabulary::Word, "tag") => {
                if let Some((cites, _)) = within.controls.last_mut() {
                    *cites = control(&tag.value("val"));
                }
            }
            (Vocabulary::Word, "t") => within.words = Some(String::new()),
            (Vocabulary::Word, "instrText") => within.code = within.deleted == 0,
            (Vocabulary::Word, "fldChar" | "fldSimple") if within.deleted == 0 => self.field(name, tag),
            (Vocabulary::Word, "commentRangeStart" | "commentReference") => self.comment(&tag.value("id")),
            (Vocabulary::Word, name) if within.of_paragraph => self.property(name, tag),
            (Vocabulary::Word, "vanish") if within.of_run => within.hidden = tag.is_on(),
            (Vocabulary::Word, "vertAlign") if within.of_run => {
                within.raised = tag.value("val") == "superscript"
            }
            (Vocabulary::Word, "position") if within.of_run => {
                within.raised |= tag.value("val").parse().is_ok_and(|height: i32| height > 0);
            }
            (Vocabulary::Word, "rStyle") if within.of_run => {
                within.hidden |= self.styles.look(&tag.value("val")).hidden
            }
            (Vocabulary::Word, name) if self.shows(within) => self.sign(within, name, tag),
            _ => {}
        }
    }

    fn close(&mut self, within: &mut Within, vocabulary: Vocabulary, name: &str) {
        match (vocabulary, name) {
            (Vocabulary::Compatibility, "AlternateContent") => drop(within.chosen.pop()),
            (Vocabulary::Math, "oMath") => {
                let math = within.math.take().unwrap_or_default();
                let plain = |c: char| c.is_ascii_alphanumeric() || ".,:+-%".contains(c);
                if !self.shows(within) {
                } else if !math.is_empty() && math.chars().all(plain) {
                    self.words(within, &math);
                } else {
                    self.build.put(" ", 0..0);
                }
            }
            (Vocabulary::Math, "t") => within.in_math = false,
            (Vocabulary::Word, "del" | "moveFrom") => within.deleted = within.deleted.saturating_sub(1),
            (Vocabulary::Word, "pPr") => within.of_paragraph = false,
            (Vocabulary::Word, "trPr") => within.of_row = false,
            (Vocabulary::Word, "rPr") => within.of_run = false,
            (Vocabulary::Word, "tr") => drop(within.rows.pop()),
            (Vocabulary::Word, "tc") => {
                within.cells = within.cells.saturating_sub(1);
                self.build.close();
            }
            (Vocabulary::Word, "t") => {
                let words = within.words.take().unwrap_or_default();
                if self.shows(within) {
                    self.words(within, &words);
                }
            }
            (Vocabulary::Word, "instrText") => within.code = false,
            (Vocabulary::Word, "fldSimple") if self.fields.last().is_some_and(|field| field.simple) => {
                self.end_field();
            }
            (Vocabulary::Word, "hyperlink") => self.build.close_link(),
            (Vocabulary::Word, "sdt") => {
                if let Some((Some(cites), start)) = within.controls.pop() {
                    self.cite(start, &cites);
                }
            }
            _ => {}
        }
    }

    /// Whether what stands here is shown.
    fn shows(&self, within: &Within) -> bool {
        let in_code = self.fields.iter().any(|field| field.shows.is_none());
        within.deleted == 0 && !within.hidden && !in_code && !within.rows.contains(&true)
    }

    /// A property of a paragraph.
    fn property(&mut self, name: &str, tag: &Tag) {
        let paragraph = &mut self.paragraph;
        match name {
            "pStyle" => paragraph.look = self.styles.look(&tag.value("val")),
            "numId" => paragraph.numbered = Some(tag.value("val") != "0"),
            "outlineLvl" => paragraph.outline = tag.value("val").parse().ok(),
            "ind" => {
                let side = |names: [&str; 2]| {
                    names.iter().find_map(|name| tag.get(name)?.parse::<u32>().ok()).unwrap_or_default()
                };
                paragraph.set_in = (side(["left", "start"]), side(["right", "end"]));
            }
            _ => {}
        }
    }

    /// What stands for a sign, or leads elsewhere.
    fn sign(&mut self, within: &Within, name: &str, tag: &Tag) {
        match name {
            "tab" | "ptab" => self.build.put(" ", 0..0),
            "br" if matches!(&*tag.value("type"), "page" | "column") => self.build.put(" ", 0..0),
            "br" | "cr" => self.build.line_break(0..0),
            "noBreakHyphen" => self.words(within, "\u{2011}"),
            "sym" => {
                let code = u32::from_str_radix(&tag.value("char"), 16).ok().and_then(char::from_u32);
                // In the private range a number means another sign in every typeface.
                match code.filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c)) {
                    Some(c) => self.words(within, c.encode_utf8(&mut [0; 4])),
                    None => self.build.put(" ", 0..0),
                }
            }
            "footnoteReference" | "endnoteReference" => {
                if let Some(label) = self.notes.label(name == "footnoteReference", &tag.value("id")) {
                    self.begin(within);
                    self.build.note_mark(&label, 0..0);
                }
            }
            "hyperlink" => {
                if let Some(address) = tag.get("id").and_then(|id| self.links.get(&*id).cloned()) {
                    self.build.open_link(&address);
                }
            }
            _ => {}
        }
    }

    /// Words of the text.
    fn words(&mut self, within: &Within, words: &str) {
        if words.trim().is_empty() {
            return self.build.copy(words, 0);
        }
        self.begin(within);
        let is_number = words.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '–'));
        if !(within.raised && is_number) {
            return self.build.copy(words, 0);
        }
        // A number above the line is no part of the word before it.
        let raised: String = words.chars().map(|c| raised(c).unwrap_or(c)).collect();
        self.build.copy(&raised, 0);
    }

    fn begin_paragraph(&mut self) {
        if std::mem::take(&mut self.paragraph.joins) && self.paragraph.begun {
            return;
        }
        self.build.close();
        self.paragraph = Paragraph { start: self.build.len(), ..Paragraph::default() };
    }

    /// Lets the block of the paragraph begin with its first word.
    fn begin(&mut self, within: &Within) {
        if std::mem::replace(&mut self.paragraph.begun, true) {
            return;
        }
        let Paragraph { look, numbered, outline, set_in, .. } = &self.paragraph;
        let level = outline.filter(|&level| level < 9).map_or(look.level, |level| level + 1);
        let (kind, level) = match look.part {
            _ if within.cells > 0 => (Kind::Cell, 0),
            "title" => (Kind::Heading, 1),
            _ if level > 0 => (Kind::Heading, level),
            _ if numbered.unwrap_or(look.item) => (Kind::Item, 0),
            _ => (Kind::Paragraph, 0),
        };
        let is_set_in = set_in.0 >= SET_IN && set_in.1 >= SET_IN && kind == Kind::Paragraph;
        let quoted = kind != Kind::Heading && kind != Kind::Cell && (look.part == "quote" || is_set_in);
        if quoted != self.quoted {
            self.quoted = quoted;
            if quoted { self.build.open_quote() } else { self.build.close_quote() }
        }
        self.build.open(kind, level);
        self.paragraph.start = self.build.len();
    }

    fn end_paragraph(&mut self, xml: &Xml, depth: u32) -> Result<(), Fault> {
        // Code that goes on past a paragraph has lost its end.
        self.fields.retain(|field| field.shows.is_some());
        let stated = matches!(self.paragraph.look.part, "title" | "author" | "date");
        if stated && self.paragraph.begun && self.stated.len() < MOST_STATED {
            let words = self.build.since(self.paragraph.start).trim().replace('\n', " ");
            self.stated.push((self.paragraph.look.part, words));
        }
        let boxes = std::mem::take(&mut self.paragraph.boxes);
        if !boxes.is_empty() {
            self.build.close();
            self.paragraph.joins = false;
            let fields = std::mem::take(&mut self.fields);
            for stretch in boxes {
                self.part(xml.within(stretch), depth + 1)?;
            }
            self.fields = fields;
            self.build.close();
            self.paragraph = Paragraph::default();
        }
        Ok(())
    }

    /// A field begins, or its code ends, or it ends as a whole.
    fn field(&mut self, name: &str, tag: &Tag) {
        if name == "fldSimple" {
            let shows = Some((field(&tag.value("instr")), self.build.len()));
            self.fields.push(Open { code: String::new(), shows, simple: true });
            return self.begin_link();
        }
        match &*tag.value("fldCharType") {
            "begin" => self.fields.push(Open { code: String::new(), shows: None, simple: false }),
            "separate" => {
                let at = self.build.len();
                if let Some(open) = self.fields.last_mut().filter(|open| open.shows.is_none()) {
                    open.shows = Some((field(&open.code), at));
                    self.begin_link();
                }
            }
            "end" if self.fields.last().is_some_and(|open| !open.simple) => self.end_field(),
            _ => {}
        }
    }

    fn begin_link(&mut self) {
        if let Some((Field::Link(address), _)) = self.fields.last().and_then(|open| open.shows.as_ref()) {
            self.build.open_link(address);
        }
    }

    fn end_field(&mut self) {
        match self.fields.pop().and_then(|open| open.shows) {
            Some((Field::Link(_), _)) => self.build.close_link(),
            Some((Field::Cites(sources), start)) => self.cite(start, &sources),
            _ => {}
        }
    }

    /// Says of words that cite sources where they lead: each part between semicolons to its own, if there are as many.
    fn cite(&mut self, start: usize, sources: &[Vec<String>]) {
        let words = self.build.since(start).to_owned();
        let parts: Vec<&str> = words.split(';').collect();
        let mut at = start;
        for (number, names) in sources.iter().enumerate() {
            let whole = parts.len() != sources.len();
            let range = match parts.get(number).filter(|_| !whole) {
                Some(part) => at..at + part.len(),
                None => start..start + words.len(),
            };
            for name in names {
                self.build.link_over(range.clone(), name);
            }
            at = range.end + ";".len();
        }
    }

    /// A comment to this program, before the paragraph that it is about or in it.
    fn comment(&mut self, id: &str) {
        let Some(said) = self.comments.get(id) else { return };
        if self.told.insert(id.to_owned()) {
            self.build.comment(&format!("<!-- {said} -->"), 0);
        }
    }
}
