//! What a page shows: its glyphs with their places, in the order in which they are drawn.
//!
//! Takes a page and runs the operators of its content that have to do with text, in forms too; paths and colours are passed
//! over. Text that is drawn invisibly is text: so is a scan's. Hands on glyphs, and whether pictures cover the page.

use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use rustc_hash::FxHashSet;

use super::face::{Code, Face, Faces};
use super::string;

/// A glyph on a page.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// Its characters.
    pub text: String,
    /// Where its origin is, from the left and the bottom of the page, in points.
    pub x: f64,
    pub y: f64,
    /// From its origin to where the next one is expected.
    pub dx: f64,
    pub dy: f64,
    /// The font's size on the page.
    pub size: f64,
    pub bold: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub struct Shown {
    pub glyphs: Vec<Glyph>,
    /// The share of the page that pictures cover, each counted by itself.
    pub pictured: f64,
    /// The page's height in points.
    pub height: f64,
}

/// How much may still be run and shown, over all pages.
pub struct Budget {
    /// Bytes of content.
    pub bytes: usize,
    /// Glyphs.
    pub glyphs: usize,
}

/// Forms lie in forms no deeper.
const DEEPEST: usize = 12;
/// The states of graphics that are kept at a time.
const STATES: usize = 512;
/// A stretch of content that stands for other characters than its own has no more glyphs.
const LONGEST_SPAN: usize = 24;

/// What a page shows. Stops where the budget is used up.
pub fn shown<'a>(
    page: &Page<'a>,
    faces: &mut Faces<'a>,
    hidden: &FxHashSet<ObjectIdentifier>,
    budget: &mut Budget,
) -> Shown {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut run = Run {
        faces,
        hidden,
        budget,
        shown: Shown { height, ..Shown::default() },
        area: (width * height).max(1.0),
        spans: Vec::new(),
    };
    let content = content(page.raw(), run.budget);
    let resources = page.resources();
    let resources = Resources {
        fonts: resources.fonts.clone(),
        forms: resources.x_objects.clone(),
        properties: resources.properties.clone(),
    };
    run.content(&content, &resources, State::new(page.initial_transform(false).as_coeffs()), 0);
    let mut shown = run.shown;
    // What lies beside the page is not read by anybody.
    let (right, top) = (width + EDGE, height + EDGE);
    shown.glyphs.retain(|glyph| (-EDGE..right).contains(&glyph.x) && (-EDGE..top).contains(&glyph.y));
    shown
}

/// So far a glyph may lie outside of its page, in points.
const EDGE: f64 = 2.0;

/// The content of a page, which may be parted into several streams.
fn content(page: &Dict, budget: &mut Budget) -> Vec<u8> {
    let mut all = Vec::new();
    let mut take = |stream: &Stream| {
        if let Ok(data) = stream.decoded_data() {
            let data = &data[..data.len().min(budget.bytes)];
            budget.bytes -= data.len();
            all.extend_from_slice(data);
            all.push(b' ');
        }
    };
    if let Some(stream) = page.get::<Stream>("Contents") {
        take(&stream);
    } else if let Some(streams) = page.get::<Array>("Contents") {
        streams.iter::<Stream>().for_each(|stream| take(&stream));
    }
    all
}

type Matrix = [f64; 6];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn moved(x: f64, y: f64, matrix: Matrix) -> Matrix {
    then([1.0, 0.0, 0.0, 1.0, x, y], matrix)
}

struct Resources<'a> {
    fonts: Dict<'a>,
    forms: Dict<'a>,
    properties: Dict<'a>,
}

#[derive(Clone)]
struct State<'a> {
    matrix: Matrix,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    letter: f64,
    word: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    fn new(matrix: Matrix) -> Self {
        State { matrix, face: None, size: 0.0, letter: 0.0, word: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

/// A stretch of marked content.
struct Span {
    /// Whether it is not shown.
    hidden: bool,
    /// What it stands for, and the first of its glyphs.
    stands: Option<(String, usize)>,
}

struct Run<'a, 'r> {
    faces: &'r mut Faces<'a>,
    hidden: &'r FxHashSet<ObjectIdentifier>,
    budget: &'r mut Budget,
    shown: Shown,
    area: f64,
    spans: Vec<Span>,
}

impl<'a> Run<'a, '_> {
    fn content(&mut self, content: &[u8], resources: &Resources<'a>, state: State<'a>, depth: usize) {
        let mut state = state;
        let mut kept: Vec<State<'a>> = Vec::new();
        let (mut text, mut line) = (IDENTITY, IDENTITY);
        let spans = self.spans.len();
        let mut operators = UntypedIter::new(content);
        while let Some(instruction) = operators.next() {
            if self.budget.glyphs == 0 {
                break;
            }
            let operator: &[u8] = instruction.operator;
            if !is_of_text(operator) {
                continue;
            }
            let operands: Vec<&Object> = instruction.operands().collect();
            let number = |at: usize| match operands.get(at) {
                Some(Object::Number(number)) if number.as_f64().is_finite() => number.as_f64(),
                _ => 0.0,
            };
            let six = || std::array::from_fn(number);
            match operator {
                b"q" if kept.len() < STATES => kept.push(state.clone()),
                b"Q" => state = kept.pop().unwrap_or(state),
                b"cm" => state.matrix = then(six(), state.matrix),
                b"BT" => (text, line) = (IDENTITY, IDENTITY),
                b"Tc" => state.letter = number(0),
                b"Tw" => state.word = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Ts" => state.rise = number(0),
                b"Tf" => {
                    let dict = match operands.first() {
                        Some(Object::Name(name)) => resources.fonts.get::<Dict>(name.as_ref() as &[u8]),
                        _ => None,
                    };
                    state.face = dict.map(|dict| self.faces.face(&dict));
                    state.size = number(1);
                }
                b"Td" | b"TD" | b"T*" | b"'" | b"\"" => {
                    let (x, y) = match operator {
                        b"Td" | b"TD" => (number(0), number(1)),
                        _ => (0.0, -state.leading),
                    };
                    if operator == b"TD" {
                        state.leading = -number(1);
                    }
                    line = moved(x, y, line);
                    text = line;
                    if operator == b"\"" {
                        (state.word, state.letter) = (number(0), number(1));
                    }
                    if let Some(Object::String(string)) = operands.last() {
                        self.show(string.as_bytes(), &state, &mut text);
                    }
                }
                b"Tm" => (text, line) = (six(), six()),
                b"Tj" => {
                    if let Some(Object::String(string)) = operands.first() {
                        self.show(string.as_bytes(), &state, &mut text);
                    }
                }
                b"TJ" => {
                    let Some(Object::Array(parts)) = operands.first() else { continue };
                    for part in parts.iter::<Object>() {
                        match part {
                            Object::String(string) => self.show(string.as_bytes(), &state, &mut text),
                            Object::Number(number) => {
                                let by = -number.as_f64() / 1000.0 * state.size;
                                let horizontal = state.face.as_ref().is_none_or(|face| face.is_horizontal());
                                text = if horizontal {
                                    moved(by * state.scale, 0.0, text)
                                } else {
                                    moved(0.0, by, text)
                                };
                            }
                            _ => {}
                        }
                    }
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = operands.first()
                        && let Some(drawn) = resources.forms.get::<Stream>(name.as_ref() as &[u8])
                    {
                        self.draw(&drawn, resources, &state, depth);
                    }
                }
                b"BI" => self.picture(&state),
                b"BMC" => self.spans.push(Span { hidden: false, stands: None }),
                b"BDC" => {
                    let span = self.span(&operands, resources);
                    self.spans.push(span);
                }
                b"EMC" if self.spans.len() > spans => self.end_span(),
                _ => {}
            }
        }
        while self.spans.len() > spans {
            self.end_span();
        }
    }

    /// A form, or a picture.
    fn draw(&mut self, drawn: &Stream<'a>, resources: &Resources<'a>, state: &State<'a>, depth: usize) {
        let dict = drawn.dict();
        if dict.get::<Name>("Subtype").is_none_or(|kind| kind.as_str() != "Form") {
            return self.picture(state);
        }
        let off = dict.get_ref("OC").is_some_and(|group| self.hidden.contains(&group.into()));
        if depth >= DEEPEST || off || self.budget.bytes == 0 {
            return;
        }
        let Ok(data) = drawn.decoded_data() else { return };
        let content = &data[..data.len().min(self.budget.bytes)];
        self.budget.bytes -= content.len();
        let own = dict.get::<Dict>("Resources").map(|own| Resources {
            fonts: own.get("Font").unwrap_or_default(),
            forms: own.get("XObject").unwrap_or_default(),
            properties: own.get("Properties").unwrap_or_default(),
        });
        let matrix = dict.get::<[f64; 6]>("Matrix").unwrap_or(IDENTITY);
        let inner = State { matrix: then(matrix, state.matrix), ..state.clone() };
        self.content(content, own.as_ref().unwrap_or(resources), inner, depth + 1);
    }

    fn picture(&mut self, state: &State) {
        let [a, b, c, d, ..] = state.matrix;
        self.shown.pictured += (a * d - b * c).abs() / self.area;
    }

    /// A stretch of marked content with properties.
    fn span(&self, operands: &[&Object], resources: &Resources<'a>) -> Span {
        let (named, properties) = match operands.get(1) {
            Some(Object::Dict(dict)) => (None, Some(dict.clone())),
            Some(Object::Name(name)) => {
                let name: &[u8] = name.as_ref();
                (resources.properties.get_ref(name), resources.properties.get::<Dict>(name))
            }
            _ => (None, None),
        };
        let stands = properties.and_then(|dict| {
            let stands = dict.get::<hayro_syntax::object::String>("ActualText")?;
            Some((string::text(stands.as_bytes()), self.shown.glyphs.len()))
        });
        Span { hidden: named.is_some_and(|group| self.hidden.contains(&group.into())), stands }
    }

    /// Puts what a stretch stands for in the place of its glyphs, if they are few and in one line.
    fn end_span(&mut self) {
        let Some(Span { stands: Some((stands, first)), .. }) = self.spans.pop() else { return };
        let Some((head, rest)) = self.shown.glyphs.get_mut(first..).and_then(<[Glyph]>::split_first_mut)
        else {
            return;
        };
        let far = |glyph: &Glyph| {
            (glyph.y - head.y).abs() + (glyph.x - head.x).abs() > LONGEST_SPAN as f64 * head.size
        };
        if rest.len() >= LONGEST_SPAN || rest.iter().any(far) {
            return;
        }
        // A hyphen that a line's end brought stands for nothing, or for a soft one.
        let hyphen = stands.is_empty() && rest.is_empty() && matches!(head.text.as_str(), "-" | "\u{2010}");
        head.text =
            if hyphen { "\u{ad}".into() } else { stands.chars().filter(|c| !c.is_control()).collect() };
        if let Some(last) = rest.last() {
            (head.dx, head.dy) = (last.x + last.dx - head.x, last.y + last.dy - head.y);
        }
        self.shown.glyphs.truncate(first + 1);
    }

    /// Shows a string.
    fn show(&mut self, string: &[u8], state: &State<'a>, text: &mut Matrix) {
        let Some(face) = &state.face else { return };
        let hidden = self.spans.iter().any(|span| span.hidden);
        let horizontal = face.is_horizontal();
        let mut at = 0;
        while at < string.len() && self.budget.glyphs > 0 {
            let (code, length) = face.next(string, at);
            at += length;
            let read = face.code(code, length);
            let to = |thousandths: f64| thousandths / 1000.0 * state.size;
            let word = if code == 32 && length == 1 { state.word } else { 0.0 };
            let (wide, high) = match horizontal {
                true => ((to(read.advance.0) + state.letter) * state.scale, 0.0),
                false => (0.0, to(read.advance.1) - state.letter),
            };
            if !hidden {
                self.budget.glyphs -= 1;
                self.glyph(&read, (wide, high), state, *text, face.bold);
            }
            *text = if horizontal {
                moved(wide + word * state.scale, 0.0, *text)
            } else {
                moved(0.0, high - word, *text)
            };
        }
    }

    fn glyph(&mut self, code: &Code, (wide, high): (f64, f64), state: &State, text: Matrix, bold: bool) {
        let place = then(text, state.matrix);
        let shift = (
            code.shift.0 / 1000.0 * state.size * state.scale,
            code.shift.1 / 1000.0 * state.size + state.rise,
        );
        let origin = moved(shift.0, shift.1, place);
        let size = state.size.abs() * place[2].hypot(place[3]);
        let (dx, dy) = (wide * place[0] + high * place[2], wide * place[1] + high * place[3]);
        let glyph = Glyph { text: code.text.clone(), x: origin[4], y: origin[5], dx, dy, size, bold };
        if [glyph.x, glyph.y, dx, dy, size].iter().all(|number| number.is_finite()) && size > 0.01 {
            self.shown.glyphs.push(glyph);
        }
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn is_of_text(operator: &[u8]) -> bool {
    matches!(
        operator,
        [b'T' | b'q' | b'Q' | b'\'' | b'"', ..] | b"cm" | b"BT" | b"Do" | b"BI" | b"BMC" | b"BDC" | b"EMC"
    )
}
