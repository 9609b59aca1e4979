//! What a reader took out of a file, as bytes: a book or a PDF takes long to read, and this does not.
//!
//! Takes the `Body` of a file and hands on bytes, and takes such bytes and hands on the body, or nothing where they are not what
//! was written.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::manifest::At;
use crate::file::extract::{About, Anchor, Extract, Kind, Mark, Stretch};
use crate::file::origin::Origin;
use crate::file::placed::{Placed, Run};
use crate::file::{Body, File, Place};

/// A body as it is written.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    quotes: Vec<Range<usize>>,
    note_labels: Vec<Range<usize>>,
    note_marks: Vec<(Range<usize>, Range<usize>)>,
    #[serde(borrow)]
    links: Vec<(Range<usize>, &'a str)>,
    comments: Vec<Range<usize>>,
    anchors: Vec<(usize, Marked)>,
    title: &'a str,
    authors: Vec<&'a str>,
    date: &'a str,
    publication: &'a str,
    url: &'a str,
    doi: &'a str,
    key: &'a str,
    origin: Way,
}

#[derive(Serialize, Deserialize)]
struct Block {
    #[serde(with = "KindOf")]
    kind: Kind,
    level: u8,
    range: Range<usize>,
    quoted: Option<u32>,
    note: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Kind")]
enum KindOf {
    Paragraph,
    Heading,
    Item,
    Cell,
    Note,
}

#[derive(Serialize, Deserialize)]
enum Marked {
    Page(u32, Option<u32>),
    Time(u32, u32),
}

/// How a place in the text is told.
#[derive(Serialize, Deserialize)]
enum Way {
    Own,
    Places(Vec<Placing>),
    Paragraphs,
}

#[derive(Serialize, Deserialize)]
struct Placing {
    at: u32,
    offset: u32,
    line: u32,
    column: u32,
    bytes: u32,
    copied: bool,
}

/// The bytes of what a reader took out of a source. None where no reader did, or where it holds the file's own text too, as no
/// source does.
pub(super) fn encode(file: &File) -> Option<Vec<u8>> {
    let extract = file.extract()?;
    let origin = match file.origin() {
        Origin::Own => Way::Own,
        Origin::Text(_) => return None,
        Origin::Paragraphs => Way::Paragraphs,
        Origin::Places(placed) => Way::Places(placed.runs.iter().map(placing).collect()),
    };
    let Extract { blocks, quotes, note_labels, note_marks, links, comments, anchors, about } = extract;
    let About { title, authors, date, publication, url, doi, key } = about;
    let blocks = blocks.iter().map(|block| {
        let Stretch { kind, level, ref range, quoted, note } = *block;
        Block { kind, level, range: range.clone(), quoted, note }
    });
    let anchors = anchors.iter().map(|Anchor { at, mark }| match *mark {
        Mark::Page(number, printed) => (*at, Marked::Page(number, printed)),
        Mark::Time(start, end) => (*at, Marked::Time(start, end)),
    });
    let written = Written {
        text: file.text(),
        blocks: blocks.collect(),
        quotes: quotes.clone(),
        note_labels: note_labels.clone(),
        note_marks: note_marks.clone(),
        links: links.iter().map(|(range, address)| (range.clone(), address.as_str())).collect(),
        comments: comments.clone(),
        anchors: anchors.collect(),
        title,
        authors: authors.iter().map(String::as_str).collect(),
        date,
        publication,
        url,
        doi,
        key,
        origin,
    };
    postcard::to_allocvec(&written).ok()
}

/// The bytes of a body in the file that it lies in, if they are what was written there.
pub(super) fn bytes(piece: &[u8], at: At) -> Option<&[u8]> {
    let (start, length) = (usize::try_from(at.start).ok()?, usize::try_from(at.length).ok()?);
    let bytes = piece.get(start..start.checked_add(length)?)?;
    (xxh3_64(bytes) == at.checksum).then_some(bytes)
}

/// The body that some bytes were made of.
pub(super) fn decode(bytes: &[u8]) -> Option<Body> {
    let (written, rest) = postcard::take_from_bytes::<Written>(bytes).ok()?;
    if !rest.is_empty() || !holds(&written) {
        return None;
    }
    let blocks = written.blocks.into_iter().map(|block| {
        let Block { kind, level, range, quoted, note } = block;
        Stretch { kind, level, range, quoted, note }
    });
    let anchors = written.anchors.into_iter().map(|(at, marked)| {
        let mark = match marked {
            Marked::Page(number, printed) => Mark::Page(number, printed),
            Marked::Time(start, end) => Mark::Time(start, end),
        };
        Anchor { at, mark }
    });
    let about = About {
        title: written.title.into(),
        authors: written.authors.into_iter().map(str::to_owned).collect(),
        date: written.date.into(),
        publication: written.publication.into(),
        url: written.url.into(),
        doi: written.doi.into(),
        key: written.key.into(),
    };
    let extract = Extract {
        blocks: blocks.collect(),
        quotes: written.quotes,
        note_labels: written.note_labels,
        note_marks: written.note_marks,
        links: written.links.into_iter().map(|(range, address)| (range, address.to_owned())).collect(),
        comments: written.comments,
        anchors: anchors.collect(),
        about,
    };
    let origin = match written.origin {
        Way::Own => Origin::Own,
        Way::Paragraphs => Origin::Paragraphs,
        Way::Places(runs) => Origin::Places(Placed { runs: runs.into_iter().map(run).collect() }),
    };
    Some(Body { text: written.text.to_owned(), extract: Some(Box::new(extract)), origin })
}

/// Whether all that is said of a text lies in it.
fn holds(written: &Written) -> bool {
    let text = written.text;
    let lies = |range: &Range<usize>| text.get(range.clone()).is_some();
    let is_one_of = |number: Option<u32>, count: usize| number.is_none_or(|number| (number as usize) < count);
    let blocks = written.blocks.iter().all(|block| {
        lies(&block.range)
            && is_one_of(block.quoted, written.quotes.len())
            && is_one_of(block.note, written.note_labels.len())
    });
    let ranges = [&written.quotes, &written.note_labels, &written.comments];
    let marks = written.note_marks.iter().all(|(mark, label)| lies(mark) && lies(label));
    let links = written.links.iter().all(|(range, _)| lies(range));
    let anchors = written.anchors.iter().all(|(at, _)| *at <= text.len());
    let origin = match &written.origin {
        Way::Own | Way::Paragraphs => true,
        Way::Places(runs) => {
            runs.is_sorted_by_key(|run| run.at)
                && runs.iter().all(|run| {
                    let fits = |start: u32| start.checked_add(run.bytes).is_some();
                    run.at as usize <= text.len() && fits(run.offset) && fits(run.column)
                })
        }
    };
    blocks && ranges.into_iter().flatten().all(lies) && marks && links && anchors && origin
}

fn placing(run: &Run) -> Placing {
    let Run { at, place: Place { offset, line, column }, bytes, copied } = *run;
    Placing { at, offset, line, column, bytes, copied }
}

fn run(placing: Placing) -> Run {
    let Placing { at, offset, line, column, bytes, copied } = placing;
    Run { at, place: Place { offset, line, column }, bytes, copied }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};
    use crate::load::cache::of_source;
    use crate::load::reader;

    const PAGE: &str = "<html><head><title>Log</title><meta name=author content='A. Ward'></head><body><h1>Log</h1>\
        <p>The ferry sails &amp; <a href='https://a.example/b'>waits</a>.</p><blockquote><p>No ice.</p></blockquote></body>";
    const CUES: &str =
        "1\n00:00:01,000 --> 00:00:02,500\nThe ferry sails.\n\n2\n00:00:03,000 --> 00:00:04,000\nAt noon.\n";
    const PAPER: &str =
        "\\section{Log}\nThe ferry\\footnote{of \\emph{1921}} sails, \\cite{ward}.\n\nAt noon.\n";

    fn file(raw: &str, format: Format) -> File {
        let contents = reader::contents(raw.into(), format).unwrap();
        let (extract, origin) = contents.extract.unwrap();
        File::new(FileId(0), "a".into(), "UTF-8", format, contents.text).extracted(extract, of_source(origin))
    }

    #[test]
    fn a_body_is_read_as_it_was_written() {
        for (raw, format) in [(PAGE, Format::Html), (CUES, Format::Subtitles), (PAPER, Format::Latex)] {
            let file = file(raw, format);
            let body = decode(&encode(&file).unwrap()).unwrap();
            assert_eq!(body.text, file.text());
            assert_eq!(format!("{:?}", body.extract.as_deref()), format!("{:?}", file.extract()));
            assert_eq!(format!("{:?}", body.origin), format!("{:?}", file.origin()));
        }
    }

    #[test]
    fn damage_ends_in_no_body_or_in_one_that_can_be_asked_for_every_place() {
        let bytes = encode(&file(PAGE, Format::Html)).unwrap();
        let mut whole = 0;
        for at in 0..bytes.len() {
            assert!(decode(&bytes[..at]).is_none(), "cut at {at}");
            for bit in [1, 0x80] {
                let mut bytes = bytes.clone();
                bytes[at] ^= bit;
                let Some(Body { text, extract, origin }) = decode(&bytes) else { continue };
                whole += 1;
                let extract = *extract.unwrap();
                let ranges: Vec<Range<usize>> =
                    extract.blocks.iter().map(|block| block.range.clone()).collect();
                let file =
                    File::new(FileId(0), "a".into(), "UTF-8", Format::Html, text).extracted(extract, origin);
                for range in ranges {
                    let span = file.span(range);
                    let _ = (file.places(span), file.slice(span));
                }
            }
        }
        assert!(whole > 0, "no byte of the text itself was hit");
    }
}
