//! PDF with a layer of text: papers, reports, opinions, scans whose words were recognised.
//!
//! Takes the bytes of a file and hands on its text as it is read: columns one after the other, words and paragraphs that lines
//! and pages part put together, running heads and page numbers left out, with the number of each page. A file without words
//! that can be read, or one that would unpack to more than it should, is a `Fault` that says so.

mod about;
mod bound;
mod column;
mod content;
mod edge;
mod face;
mod initial;
mod label;
mod line;
mod margin;
mod paragraph;
mod string;
#[cfg(test)]
mod tests;
mod word;
mod write;

use hayro_syntax::object::{Array, Dict, ObjectIdentifier};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use rustc_hash::FxHashSet;

use super::build::{Build, Extracted};
use super::decode::Fault;
use content::Budget;
use face::{Faces, UNMAPPED};
use line::Line;

/// A file with more pages is not read.
const PAGES: usize = 50_000;
/// So many bytes of content are run, and so many glyphs read: those of the longest books ten times over.
const CONTENT: usize = 2 << 30;
const GLYPHS: usize = 100_000_000;

/// Takes the text out of a PDF.
pub(super) fn read(bytes: Vec<u8>) -> Result<Extracted, Fault> {
    if !bytes[..bytes.len().min(1024)].windows(5).any(|head| head == b"%PDF-") {
        return Err(Fault::unread(
            "is no PDF: it does not begin as one",
            "see what it is, or give its text beside it as .txt",
        ));
    }
    bound::check(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(refused)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(refused(LoadPdfError::Invalid));
    }
    if pages.len() > PAGES {
        return Err(Fault::unread(
            format!("has {} pages, and at most {PAGES} are read", pages.len()),
            "split it: `qpdf --split-pages=1000 '{path}' part.pdf`",
        ));
    }
    let root: Dict = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
    let hidden = hidden(&root);
    let mut faces = Faces::new();
    let mut budget = Budget { bytes: CONTENT, glyphs: GLYPHS };
    let mut count = Count::default();
    let mut counted = margin::Count::default();
    let (mut text, mut heights): (Vec<Vec<Line>>, Vec<f64>) = (Vec::new(), Vec::new());
    for (number, page) in pages.iter().enumerate() {
        let shown = content::shown(page, &mut faces, &hidden, &mut budget);
        count.add(&shown);
        heights.push(shown.height);
        text.push(lines(&shown.glyphs, number as u32, &mut counted));
    }
    if budget.bytes == 0 || budget.glyphs == 0 {
        return Err(Fault::unread(
            "has more on its pages than can be read",
            "split it: `qpdf --split-pages=100 '{path}' part.pdf`",
        ));
    }
    let seen = edge::drop(&mut text, &heights);
    let pictures = text
        .iter()
        .zip(&count.pictured)
        .filter(|(lines, pictured)| **pictured && letters(lines) < FEW)
        .count();
    count.judge(pictures, text.len())?;
    let printed = label::printed(&root, text.len(), seen);
    let blocks = paragraph::blocks(text.into_iter().flatten().collect());
    let mut build = Build::unmapped();
    *build.about() = about::about(&pdf, &root);
    write::write(&mut build, &blocks, heights.len(), &printed);
    Ok(build.finish())
}

/// A page with fewer letters has no text.
const FEW: usize = 20;

/// What a document's glyphs are.
#[derive(Default)]
struct Count {
    glyphs: usize,
    unmapped: usize,
    /// For each page whether a picture covers most of it.
    pictured: Vec<bool>,
}

impl Count {
    fn add(&mut self, shown: &content::Shown) {
        let glyphs = shown.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
        self.unmapped += glyphs.clone().filter(|glyph| glyph.text.contains(UNMAPPED)).count();
        self.glyphs += glyphs.count();
        self.pictured.push(shown.pictured > 0.5);
    }

    /// Whether there is text; `pictures` pages are none but pictures.
    fn judge(&self, pictures: usize, pages: usize) -> Result<(), Fault> {
        let recognise =
            "recognise its text: `ocrmypdf --force-ocr '{path}' '{path}'`, or give it beside it as .txt";
        if pictures * 5 >= pages * 4 && pictures > 0 {
            let reason = match pages - pictures {
                0 => "has no text layer: its pages are pictures".to_owned(),
                _ => format!("has no text layer on {pictures} of its {pages} pages: they are pictures"),
            };
            return Err(Fault::unread(
                reason,
                "recognise its text: `ocrmypdf --skip-text '{path}' '{path}'`, or give it beside it as .txt",
            ));
        }
        if self.glyphs == 0 {
            return Err(Fault::unread("has no text layer: nothing on its pages is text", recognise));
        }
        if self.unmapped * 2 > self.glyphs {
            return Err(Fault::unread(
                "has no text layer that can be read: its fonts do not say which characters they show",
                recognise,
            ));
        }
        Ok(())
    }
}

fn letters(lines: &[Line]) -> usize {
    lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphanumeric()).count()
}

/// The lines of a page, in the order in which they are read.
fn lines(glyphs: &[content::Glyph], page: u32, counted: &mut margin::Count) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut region = 0;
    for (angle, mut words) in word::words(glyphs) {
        if angle == 0 {
            margin::drop(&mut words, counted);
            initial::set(&mut words);
        }
        for words in column::regions(words) {
            lines.extend(line::lines(words, page, region, angle));
            region += 1;
        }
    }
    lines
}

/// The layers that are not shown when the file is opened.
fn hidden(root: &Dict) -> FxHashSet<ObjectIdentifier> {
    let off = || root.get::<Dict>("OCProperties")?.get::<Dict>("D")?.get::<Array>("OFF");
    let layers = off().into_iter().flat_map(|off| off.raw_iter().take(10_000).collect::<Vec<_>>());
    layers.filter_map(|layer| layer.as_obj_ref()).map(Into::into).collect()
}

fn refused(error: LoadPdfError) -> Fault {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::unread(
            "is locked with a password",
            "take it off: `qpdf --password=PASSWORD --decrypt '{path}' open.pdf`, or give its text beside it as .txt",
        ),
        LoadPdfError::Decryption(_) => Fault::unread(
            "is encrypted in a way that is not read",
            "open it where it can be, and print it to a new file, or give its text beside it as .txt",
        ),
        LoadPdfError::Invalid => Fault::unread(
            "is a damaged PDF: its pages are not found",
            "repair it: `qpdf '{path}' repaired.pdf`, or fetch it anew",
        ),
    }
}
