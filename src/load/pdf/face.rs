//! The fonts of a PDF: which characters a code stands for, and how far it moves.
//!
//! Takes font dictionaries and hands on faces, each read once. A code whose character nothing tells is U+FFFD. Characters of
//! presentation (ligatures, shapes of Arabic letters, radicals that stand for their ideograph) become the letters that they show.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Stands for a glyph that has no character.
pub const UNMAPPED: char = '\u{fffd}';

/// The fonts that were read so far.
pub struct Faces<'a> {
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
    known: FxHashMap<(Option<ObjectIdentifier>, usize), Rc<Face<'a>>>,
}

/// A font.
pub struct Face<'a> {
    font: Option<Font<'a>>,
    collection: Option<Collection>,
    tex: Option<Tex>,
    codes: RefCell<FxHashMap<u32, Rc<Code>>>,
    /// Whether its name says that it is bold.
    pub bold: bool,
}

/// One code of a font.
pub struct Code {
    /// Its characters.
    pub text: String,
    /// How far it moves, in thousandths of the font's size.
    pub advance: (f64, f64),
    /// Where it stands from the point that it is shown at, likewise.
    pub shift: (f64, f64),
}

/// How the codes of a font for Chinese, Japanese or Korean stand for characters, where the font itself does not say.
struct Collection {
    /// From codes to the numbers of characters.
    numbers: CMap,
    /// From those to characters.
    characters: CMap,
}

impl<'a> Faces<'a> {
    pub fn new() -> Faces<'a> {
        let fonts: FontResolverFn = Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
        });
        let cmaps: CMapResolverFn = Arc::new(hayro_cmap::load_embedded);
        Faces { cache: FontCache::new(), fonts, cmaps, known: FxHashMap::default() }
    }

    /// The font that a dictionary describes.
    pub fn face(&mut self, dict: &Dict<'a>) -> Rc<Face<'a>> {
        let key = (dict.obj_id(), if dict.obj_id().is_some() { 0 } else { dict.data().as_ptr() as usize });
        if let Some(face) = self.known.get(&key) {
            return Rc::clone(face);
        }
        let font = self.cache.font(dict, &self.fonts, &self.cmaps);
        let name = dict.get::<Name>("BaseFont").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let face = Rc::new(Face {
            font,
            collection: collection(dict),
            tex: tex(dict),
            codes: RefCell::default(),
            bold: ["Bold", "bold", "Black", "Heavy", "Demi", "CMBX", "cmbx", "SFBX", "-B"]
                .iter()
                .any(|sign| name.contains(sign)),
        });
        self.known.insert(key, Rc::clone(&face));
        face
    }
}

impl Face<'_> {
    /// The code that a string goes on with, and its length in bytes.
    pub fn next(&self, string: &[u8], at: usize) -> (u32, usize) {
        match &self.font {
            Some(font) => {
                let (code, length) = font.read_code(string, at);
                (code, length.max(1))
            }
            None => (u32::from(string[at]), 1),
        }
    }

    /// What a code stands for.
    pub fn code(&self, code: u32, length: usize) -> Rc<Code> {
        if let Some(known) = self.codes.borrow().get(&code) {
            return Rc::clone(known);
        }
        let read = Rc::new(self.read(code, length));
        self.codes.borrow_mut().insert(code, Rc::clone(&read));
        read
    }

    /// Whether its lines run from left to right, and not downwards.
    pub fn is_horizontal(&self) -> bool {
        self.font.as_ref().is_none_or(Font::is_horizontal)
    }

    fn read(&self, code: u32, length: usize) -> Code {
        let Some(font) = &self.font else {
            return Code { text: UNMAPPED.into(), advance: (500.0, 0.0), shift: (0.0, 0.0) };
        };
        let characters = match font.glyph(font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text = characters.map(plain).filter(|text| !text.contains('\0'));
        let text = text.or_else(|| self.collection.as_ref()?.text(code, length));
        let text = text.or_else(|| self.tex?.text(code));
        let text = text.or_else(|| (code == 32 && length == 1).then(|| " ".to_owned()));
        let (advance, shift) = (font.code_advance(code), font.origin_displacement(code));
        Code {
            text: text.map_or_else(|| UNMAPPED.to_string(), |text| letters(&text)),
            advance: (finite(advance.x), finite(advance.y)),
            shift: (finite(shift.x), finite(shift.y)),
        }
    }
}

impl Collection {
    fn text(&self, code: u32, length: usize) -> Option<String> {
        let number = self.numbers.lookup_cid_code(code, length as u8)?;
        let character = self.characters.lookup_bf_string(number).map(plain);
        character.or_else(|| {
            let code = self.characters.lookup_cid_code(number, 2)?;
            char::from_u32(code).map(String::from)
        })
    }
}

/// The collection of characters that a composite font draws from, if it is a known one.
fn collection(font: &Dict) -> Option<Collection> {
    let part = font.get::<Array>("DescendantFonts")?.iter::<Dict>().next()?;
    let embedded = |name: CMapName| CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded);
    let numbers = font.get::<Name>("Encoding").and_then(|name| embedded(CMapName::from_bytes(&name)));
    let own = || {
        let system = part.get::<Dict>("CIDSystemInfo")?;
        let registry = system.get::<PdfString>("Registry")?;
        Some(CidFamily::from_registry_ordering(&registry, &system.get::<PdfString>("Ordering")?))
    };
    let numbers = numbers.unwrap_or_else(CMap::identity_h);
    let family = numbers.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
    let family = family.filter(|family| family.ucs2_cmap().is_some()).or_else(own)?;
    Some(Collection { characters: embedded(family.ucs2_cmap()?)?, numbers })
}

/// The encodings of TeX's own fonts. Where they are drawn as dots, their characters go by numbers and not by names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tex {
    /// Knuth's, of 128 characters.
    Old,
    /// That of 256 characters, of Cork.
    Cork,
}

impl Tex {
    fn text(self, code: u32) -> Option<String> {
        let character = char::from_u32(code)?;
        let text = match (self, code) {
            (
                _,
                0x61..=0x7a
                | 0x41..=0x5a
                | 0x30..=0x3b
                | 0x28..=0x2f
                | 0x21
                | 0x23..=0x26
                | 0x3d
                | 0x3f
                | 0x40
                | 0x5b
                | 0x5d,
            ) => {
                return Some(character.into());
            }
            (_, 0x27) => "’",
            (_, 0x60) => "‘",
            (Tex::Old, 0x0b) | (Tex::Cork, 0x1b) => "ff",
            (Tex::Old, 0x0c) | (Tex::Cork, 0x1c) => "fi",
            (Tex::Old, 0x0d) | (Tex::Cork, 0x1d) => "fl",
            (Tex::Old, 0x0e) | (Tex::Cork, 0x1e) => "ffi",
            (Tex::Old, 0x0f) | (Tex::Cork, 0x1f) => "ffl",
            (Tex::Old, 0x22) | (Tex::Cork, 0x11) => "”",
            (Tex::Old, 0x5c) | (Tex::Cork, 0x10) => "“",
            (Tex::Old, 0x7b) | (Tex::Cork, 0x15) => "–",
            (Tex::Old, 0x7c) | (Tex::Cork, 0x16) => "—",
            (Tex::Old, 0x10) | (Tex::Cork, 0x19) => "ı",
            (Tex::Old, 0x12) => "`",
            (Tex::Old, 0x13) => "´",
            (Tex::Old, 0x14) => "ˇ",
            (Tex::Old, 0x18) => "¸",
            (Tex::Old, 0x19) => "ß",
            (Tex::Old, 0x1a) => "æ",
            (Tex::Old, 0x1c) => "ø",
            (Tex::Old, 0x5e) => "ˆ",
            (Tex::Old, 0x7e) => "˜",
            (Tex::Old, 0x7f) => "¨",
            (Tex::Cork, 0x13) => "«",
            (Tex::Cork, 0x14) => "»",
            (Tex::Cork, 0x12) => "„",
            (Tex::Cork, 0xff) => "ß",
            (Tex::Cork, 0xc0..=0xd6 | 0xd8..=0xde | 0xe0..=0xf6 | 0xf8..=0xfe) => {
                return Some(character.into());
            }
            _ => return None,
        };
        Some(text.into())
    }
}

/// The encoding of a font of TeX that is drawn as dots: each of its characters is named by its number, as `a65`.
fn tex(font: &Dict) -> Option<Tex> {
    if font.get::<Name>("Subtype")?.as_str() != "Type3" {
        return None;
    }
    let (mut next, mut highest, mut letters) = (0, 0, 0);
    let mut cork = false;
    for item in font.get::<Dict>("Encoding")?.get::<Array>("Differences")?.iter::<Object>() {
        match item {
            Object::Number(number) => next = number.as_i64(),
            Object::Name(name) => {
                let digits = name.as_str().trim_start_matches(|c: char| c.is_ascii_alphabetic());
                let named = digits.parse() == Ok(next) && name.as_str().len() - digits.len() <= 1;
                if !named && name.as_str() != ".notdef" {
                    return None;
                }
                letters += usize::from((0x61..=0x7a).contains(&next) && named);
                cork |= (0x1d..=0x1f).contains(&next) && named;
                highest = highest.max(if named { next } else { 0 });
                next += 1;
            }
            _ => {}
        }
    }
    (letters > 0).then_some(if cork || highest > 0x7f { Tex::Cork } else { Tex::Old })
}

fn plain(characters: BfString) -> String {
    match characters {
        BfString::Char(c) => c.into(),
        BfString::String(text) => text,
    }
}

/// The letters that a glyph shows.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Ligatures, radicals, ideographs of compatibility, shapes of Arabic letters, letters as symbols.
            '\u{fb00}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{2f800}'..='\u{2fa1f}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{132}'
            | '\u{133}' => {
                letters.extend(std::iter::once(c).nfkc());
            }
            '\u{f0b7}' => letters.push('•'),
            '\u{f0a7}' => letters.push('▪'),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => letters.push(UNMAPPED),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' | '\n' | '\r' => letters.push(' '),
            _ if c.is_control() => {}
            _ => letters.push(c),
        }
    }
    letters
}

fn finite(number: f64) -> f64 {
    if number.is_finite() { number.clamp(-20_000.0, 20_000.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn a_glyph_is_the_letters_that_it_shows() {
        let table = [
            ("ﬁ", "fi"),
            ("ﬄ", "ffl"),
            ("⼈", "人"),
            ("ﻻ", "لا"),
            ("x²", "x²"),
            ("\u{a0}", " "),
            ("\u{f123}", "\u{fffd}"),
            ("，", "，"),
        ];
        for (glyph, shown) in table {
            assert_eq!(letters(glyph), shown);
        }
    }
}
