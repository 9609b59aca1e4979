//! Tables whose rows put a place beside what it lies in. Takes a text's blocks, and lines of prose that are ruled like a
//! table's, and hands on the pairs of each row.

use std::borrow::Cow;
use std::ops::Range;

use super::stretch::Stretch;
use super::{Form, Placed};
use crate::block::{Blocks, Kind};
use crate::file::File;
use crate::fold::{folded, words_in};
use crate::gazetteer::{self, Naming, region_at};
use crate::lexicon::{has, places};

/// The cells of one row.
type Row = Vec<Range<usize>>;

/// The pairs of every table.
pub(super) fn rows(file: &File, blocks: &Blocks, text: &str) -> Vec<Placed> {
    let mut tables = of_cells(blocks, text);
    let ruled = blocks.blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph | Kind::Item));
    tables.extend(ruled.flat_map(|block| of_lines(text, block.span.range())));
    let mut placed = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let heads = table.first().and_then(|row| headings(text, row));
        for row in table {
            placed.extend(pair(file, text, row, heads, number as u32));
        }
    }
    placed
}

/// The tables that the markup makes, as rows of cells.
fn of_cells(blocks: &Blocks, text: &str) -> Vec<Vec<Row>> {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    let mut last = 0;
    for cell in blocks.blocks.iter().filter(|block| block.kind == Kind::Cell) {
        let cell = cell.span.range();
        let lines = text[last..cell.start.max(last)].matches('\n').count();
        // Between the headings and the first row one line rules them off.
        match tables.last_mut() {
            Some(table) if lines <= 2 => match table.last_mut() {
                Some(row) if lines == 0 => row.push(cell.clone()),
                _ => table.push(vec![cell.clone()]),
            },
            _ => tables.push(vec![vec![cell.clone()]]),
        }
        last = cell.end;
    }
    tables
}

/// The lines of a block that are ruled by bars, those that follow each other as one table.
fn of_lines(text: &str, block: Range<usize>) -> Vec<Vec<Row>> {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    let mut open = false;
    let mut start = block.start;
    for line in text[block].split_inclusive('\n') {
        let bars = line.matches('|').count();
        if bars >= 2 {
            let cells = line.split('|').scan(start, |at, cell| {
                let range = *at..*at + cell.len();
                *at = range.end + 1;
                Some(range)
            });
            let cells = cells.filter(|cell| !text[cell.clone()].trim().is_empty()).collect();
            match tables.last_mut().filter(|_| open) {
                Some(table) => table.push(cells),
                None => tables.push(vec![cells]),
            }
        }
        open = bars >= 2;
        start += line.len();
    }
    tables
}

/// The columns of places and of what they lie in, as the headings name them, and whether the places are capitals.
fn headings(text: &str, row: &Row) -> Option<(usize, usize, bool)> {
    let head = |cell: &Range<usize>| {
        let mut words = words_in(text, cell.clone());
        let word = words.next().map(|word| folded(&text[word.range()])).unwrap_or_default();
        if words.next().is_some() { Cow::Borrowed("") } else { word }
    };
    let heads: Vec<Cow<str>> = row.iter().map(head).collect();
    let place = heads.iter().position(|head| has(places::HEADS, head))?;
    let whole = heads.iter().position(|head| has(places::WHOLES, head))?;
    Some((place, whole, heads[place] == "capital"))
}

/// The place and the region of one row: in the columns that the headings name, or beside each other.
fn pair(
    file: &File,
    text: &str,
    row: &Row,
    heads: Option<(usize, usize, bool)>,
    table: u32,
) -> Option<Placed> {
    let columns = match heads {
        Some((place, whole, _)) => vec![(place, whole)],
        None => (1..row.len()).map(|whole| (whole - 1, whole)).collect(),
    };
    columns.into_iter().find_map(|(place, whole)| {
        let (place, whole) = (row.get(place)?.clone(), row.get(whole)?.clone());
        let stretch = Stretch::new(text, whole);
        let words: Vec<_> = words_in(text, place.clone()).collect();
        let (first, last) = (words.first()?, words.last()?);
        let place = first.start as usize..last.end as usize;
        let short = words.len() < 9 && region_at(text, &words).is_none();
        gazetteer::city(text.get(place.clone()).filter(|_| short)?)?;
        let mention = stretch.mentions().into_iter().next()?;
        let start = stretch.without_article(mention.words.start);
        let alone = start == 0 && mention.words.end == stretch.len() && !mention.owner;
        if !alone || mention.is(Naming::Adjective) || mention.is(Naming::Abbreviation) {
            return None;
        }
        let form = match heads {
            Some((_, _, true)) => Form::Capital,
            heads => Form::Row { table, headed: heads.is_some() },
        };
        Some(Placed {
            place: file.span(place),
            within: file.span(mention.bytes.clone()),
            regions: mention.named.iter().map(|named| named.region).collect(),
            by_adjective: false,
            form,
            located: heads.is_some(),
            dated: false,
        })
    })
}
