//! One source: its key, its file, and its text taken apart when a match first points there.
//!
//! Takes a file that was loaded; hands on the masked text, the blocks and the source's own quotation marks, which are
//! made once and only for the sources that a run turns to.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::learned::Glance;
use super::page::Pages;
use super::readings::Readings;
use super::sample::{self, Sample};
use super::section::Sections;
use super::{report, title};
use crate::bibliography::FrontMatter;
use crate::block::{Blocks, blocks};
use crate::claim::citation::law::Report;
use crate::claim::fact::{Fact, facts_in};
use crate::claim::marks::{Pair, pairs};
use crate::claim::{Kind, Quote, Reported, Said, Speaker, Turn, said};
use crate::file::extract::{Kind as BlockKind, Mark, clock};
use crate::file::{File, Span};

/// Which document of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// A member of the corpus.
#[derive(Debug)]
pub struct Document {
    /// What it is cited by: its key in a bibliography, or its path under the sources folder less the extension.
    pub key: String,
    /// Its file.
    pub file: Arc<File>,
    /// Its entry, as an index into the corpus's bibliography.
    pub entry: Option<usize>,
    /// What its own text says of it.
    pub matter: Option<Box<FrontMatter>>,
    /// What its text shows at a glance, if that is known from another run.
    glance: Option<Glance>,
    /// What other runs have read of texts.
    readings: Option<Arc<Readings>>,
    // Of many documents a run looks into few.
    made: OnceLock<Box<Made>>,
    said: OnceLock<Box<Said>>,
    facts: OnceLock<Vec<Fact>>,
    pages: OnceLock<Box<Pages>>,
    sections: OnceLock<Box<Sections>>,
}

#[derive(Debug)]
struct Made {
    blocks: Blocks,
    /// The outermost pairs of quotation marks of each block, once somebody looks there.
    pairs: Vec<OnceLock<Vec<Pair>>>,
}

impl Document {
    /// A document that nothing has been read from but its front matter.
    pub fn new(
        key: String,
        file: Arc<File>,
        entry: Option<usize>,
        matter: Option<Box<FrontMatter>>,
    ) -> Document {
        Document {
            key,
            file,
            entry,
            matter,
            glance: None,
            readings: None,
            made: OnceLock::new(),
            said: OnceLock::new(),
            facts: OnceLock::new(),
            pages: OnceLock::new(),
            sections: OnceLock::new(),
        }
    }

    /// The document with what another run has seen of it, and with what others have read of such texts.
    pub fn seen(self, glance: Option<Glance>, readings: Option<Arc<Readings>>) -> Document {
        Document { glance, readings, ..self }
    }

    /// The title that its text opens with.
    pub fn own_title(&self) -> Option<&str> {
        match &self.glance {
            Some(glance) => glance.title.as_deref(),
            None => title::own(&self.file),
        }
    }

    /// The law reports at its head.
    pub fn reports(&self) -> Cow<'_, [Report]> {
        match &self.glance {
            Some(glance) => Cow::Borrowed(&glance.reports),
            None => Cow::Owned(report::of_head(self.file.text())),
        }
    }

    /// What its beginning shows.
    pub fn sample(&self) -> Sample {
        self.glance.as_ref().map_or_else(|| sample::of(self.file.text()), |glance| glance.sample)
    }

    /// Its text with markup masked; offsets are the file's.
    pub fn text(&self) -> &str {
        self.made().blocks.text(&self.file)
    }

    /// Its blocks.
    pub fn blocks(&self) -> &Blocks {
        &self.made().blocks
    }

    /// Its outermost pairs of quotation marks that touch a range of bytes, in order.
    pub fn pairs(&self, range: Range<usize>) -> impl Iterator<Item = &Pair> {
        let Made { blocks, pairs: of_blocks } = self.made();
        let (text, blocks) = (blocks.text(&self.file), &blocks.blocks);
        let first = blocks.partition_point(|block| block.span.end as usize <= range.start);
        let touched = blocks[first..].iter().zip(&of_blocks[first..]);
        let touched = touched.take_while(move |(block, _)| (block.span.start as usize) < range.end);
        touched.flat_map(move |(block, own)| {
            let own = own.get_or_init(|| pairs(text, block.span.range()).outermost);
            let from = own.partition_point(|pair| pair.close.end <= range.start);
            let to = own.partition_point(|pair| pair.open.start < range.end);
            &own[from..to.max(from)]
        })
    }

    /// Who says what in it, read when somebody first asks.
    pub fn said(&self) -> &Said {
        self.said.get_or_init(|| {
            let known = self.readings.as_ref().and_then(|readings| readings.said(&self.file));
            Box::new(known.unwrap_or_else(|| said(&self.file, self.blocks())))
        })
    }

    /// The numbers and dates that it states, in order, read when somebody first asks for them.
    pub fn facts(&self) -> &[Fact] {
        self.facts.get_or_init(|| {
            let known = self.readings.as_ref().and_then(|readings| readings.facts(&self.file));
            known.unwrap_or_else(|| {
                let text = self.text();
                facts_in(text, 0..text.len())
            })
        })
    }

    /// What has been read of it up to now: who says what in it, and its facts.
    pub fn read_so_far(&self) -> (Option<&Said>, Option<&[Fact]>) {
        (self.said.get().map(Box::as_ref), self.facts.get().map(Vec::as_slice))
    }

    /// Its own quotation that a stretch lies in, if most of the stretch does.
    pub fn quote_at(&self, span: Span) -> Option<&Quote> {
        let quotes = &self.said().quotes;
        // Quotations are in order and do not overlap, but for block quotes, which are few.
        let last = quotes.partition_point(|quote| quote.span.start < span.end);
        let shared = |quote: &Quote| {
            quote.span.end.min(span.end).saturating_sub(quote.span.start.max(span.start)) as usize
        };
        let near = quotes[..last].iter().rev().take(8);
        near.filter(|quote| shared(quote) * 2 > span.range().len()).max_by_key(|quote| shared(quote))
    }

    /// What it reports in its own words where a stretch stands, the innermost first: "Ward said that Hill had warned that". Each
    /// says most of the stretch.
    pub fn reported_at(&self, span: Span) -> Vec<&Reported> {
        let shared = |reported: &Reported| -> usize {
            let overlap =
                |part: &Span| part.end.min(span.end).saturating_sub(part.start.max(span.start)) as usize;
            reported.content.iter().map(overlap).sum()
        };
        let all = &self.said().reported;
        // Statements are in the order of their sentences, of which a stretch touches a few.
        let last = all.partition_point(|reported| reported.span.start < span.end);
        let near = all[..last].iter().rev().take(8);
        let mut near: Vec<&Reported> =
            near.filter(|reported| shared(reported) * 2 > span.range().len()).collect();
        near.sort_by_key(|reported| reported.span.range().len());
        near
    }

    /// Its labelled turn that a stretch lies in, if most of the stretch does.
    pub fn turn_at(&self, span: Span) -> Option<&Turn> {
        let turns = &self.said().turns;
        let last = turns.partition_point(|turn| turn.span.start < span.end);
        let shared = |turn: &&Turn| {
            turn.span.end.min(span.end).saturating_sub(turn.span.start.max(span.start)) as usize * 2
        };
        let first = turns.partition_point(|turn| turn.span.end <= span.start);
        turns[first..last.max(first)].iter().find(|turn| shared(turn) > span.range().len())
    }

    /// Whether it says of anybody by name that they speak, between marks, in its own words, or under a label.
    pub fn names_speakers(&self) -> bool {
        let said = self.said();
        let quoted = said.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        let reported = said.reported.iter().map(|reported| &reported.speaker);
        let turns = said.turns.iter().map(|turn| &turn.speaker);
        let named = |speaker: &Speaker| speaker.name.is_some();
        quoted.chain(reported).chain(turns).any(named)
    }

    /// Whether a mark opens in the paragraph of a stretch that nothing closes, so that what is quoted there is in doubt.
    pub fn is_unclosed_at(&self, span: Span) -> bool {
        let paragraph = self.paragraph(span);
        let within = |mark: Span| paragraph.start <= mark.start && mark.end <= paragraph.end;
        self.said().unclosed.iter().any(|unclosed| within(unclosed.mark))
    }

    /// Whether it puts what people say between marks.
    pub fn quotes_speakers(&self) -> bool {
        // A label before a quotation may be a record's: "Present: “Ann Ward”".
        let by_verb = |speaker: &Speaker| self.text()[speaker.cue.range()].starts_with(char::is_alphabetic);
        let mut quotes = self.said().quotes.iter().filter(|quote| quote.kind != Kind::Block);
        quotes.any(|quote| quote.speaker.as_ref().is_some_and(by_verb))
    }

    /// The paragraph that a stretch stands in, from the first block that it touches to the last.
    pub fn paragraph(&self, span: Span) -> Span {
        let blocks = &self.blocks().blocks;
        let first = blocks.partition_point(|block| block.span.end <= span.start);
        let touched = blocks[first..].iter().take_while(|block| block.span.start < span.end);
        touched.fold(span, |all, block| Span {
            start: all.start.min(block.span.start),
            end: all.end.max(block.span.end),
            ..all
        })
    }

    /// The paragraphs in which somebody may be named whom a pronoun means: that of a place, and those before it.
    pub fn lead_up(&self, span: Span) -> Span {
        const PARAGRAPHS: usize = 4;
        let blocks = &self.blocks().blocks;
        let own = blocks.partition_point(|block| block.span.start <= span.start);
        let first = blocks[own.saturating_sub(PARAGRAPHS + 1)..own].first();
        let first = first.map_or(span.start, |block| block.span.start);
        let last = blocks[..own].last().map_or(span.end, |block| block.span.end.max(span.end));
        Span { start: first.min(span.start), end: last, ..span }
    }

    /// Whether a place lies in its first line, where it has more of them: in its title.
    pub fn is_title(&self, place: Span) -> bool {
        /// A longer first line, in bytes, is a paragraph.
        const LONGEST: usize = 240;
        let text = self.file.text();
        if let Some(block) = self.file.extract().and_then(|extract| extract.blocks.first()) {
            let ends = text[block.range.clone()].ends_with(['.', '!', '?', '。']);
            let heading = block.kind == BlockKind::Heading || (!ends && block.range.len() <= LONGEST);
            return heading && place.end as usize <= block.range.end && self.blocks().blocks.len() > 1;
        }
        let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']).len();
        let (line, rest) = text[start..].split_once('\n').unwrap_or((&text[start..], ""));
        line.len() <= LONGEST && place.end as usize <= start + line.len() && !rest.trim().is_empty()
    }

    /// Its pages.
    pub fn pages(&self) -> &Pages {
        self.pages.get_or_init(|| {
            Box::new(match self.file.extract() {
                Some(extract) => Pages::of_extract(extract),
                None => Pages::of(self.text()),
            })
        })
    }

    /// Its numbered sections.
    pub fn sections(&self) -> &Sections {
        self.sections.get_or_init(|| Box::new(Sections::of(self.text(), self.blocks())))
    }

    /// The number of the page that a byte lies on; none in a text without pages.
    pub fn page(&self, offset: usize) -> Option<u32> {
        self.pages().at(offset)
    }

    /// Where a byte is found in it by whoever looks it up: "page 12", with this word for a page, or "00:03:41". None in a text
    /// without pages or times.
    pub fn locus(&self, offset: usize, page_is: &str) -> Option<String> {
        let time = self.time(offset).map(clock);
        time.or_else(|| self.page(offset).map(|page| format!("{page_is} {page}")))
    }

    /// The time at which a byte is said, in seconds from the beginning; none in a text without times.
    pub fn time(&self, offset: usize) -> Option<u32> {
        match self.file.extract()?.anchor(offset)? {
            Mark::Time(from, _) => Some(*from),
            Mark::Page(..) => None,
        }
    }

    /// From when to when a stretch is said, in seconds from the beginning; none in a text without times.
    pub fn times(&self, stretch: Range<usize>) -> Option<(u32, u32)> {
        let extract = self.file.extract()?;
        match (extract.anchor(stretch.start)?, extract.anchor(stretch.end.max(stretch.start + 1) - 1)?) {
            (&Mark::Time(from, _), &Mark::Time(_, to)) => Some((from, to)),
            _ => None,
        }
    }

    fn made(&self) -> &Made {
        self.made.get_or_init(|| {
            let blocks = blocks(&self.file);
            let pairs = blocks.blocks.iter().map(|_| OnceLock::new()).collect();
            Box::new(Made { blocks, pairs })
        })
    }
}
