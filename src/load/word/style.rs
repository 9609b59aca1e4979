//! What the styles of a Word document make of a paragraph: a heading, a block quote, an item.
//!
//! Takes the part that lists the styles and hands on, by a style's name in the file, what it is by itself and by the styles that
//! it builds on.

use std::collections::HashMap;

use super::xml::{Piece, Vocabulary, Xml};
use crate::lexicon::{get, word};
use crate::load::decode::Fault;

/// Styles build on each other no further.
const DEEPEST: usize = 24;

/// The styles of a document, by their names in the file.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// One style, as it is written.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: String,
    outline: Option<u8>,
    numbered: Option<bool>,
    hidden: Option<bool>,
}

/// What a style makes of what it is on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The level of a heading, from 1; 0 for none.
    pub level: u8,
    /// What it is by its name, as the lexicon has it: "quote", "title".
    pub part: &'static str,
    /// Whether it is an item of a list.
    pub item: bool,
    /// Whether it is not shown.
    pub hidden: bool,
}

impl Styles {
    /// The styles of a part.
    pub fn of(text: &str) -> Result<Styles, Fault> {
        let mut styles = Styles::default();
        let mut xml = Xml::of(text);
        let mut open: Option<(String, Style)> = None;
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(Vocabulary::Word, "style", tag) => {
                    open = Some((tag.value("styleId").into_owned(), Style::default()));
                }
                Piece::Close(Vocabulary::Word, "style") => styles.0.extend(open.take()),
                Piece::Open(Vocabulary::Word, name, tag) => {
                    let Some((_, style)) = &mut open else { continue };
                    match name {
                        "name" => style.name = tag.value("val").to_lowercase(),
                        "basedOn" => style.based_on = tag.value("val").into_owned(),
                        "outlineLvl" => style.outline = tag.value("val").parse().ok(),
                        "numId" => style.numbered = Some(tag.value("val") != "0"),
                        "vanish" => style.hidden = Some(tag.is_on()),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// What a style makes of a paragraph or a run.
    pub fn look(&self, id: &str) -> Look {
        let mut look = Look::default();
        let (mut outline, mut numbered, mut hidden) = (None, None, None);
        let mut next = id;
        for _ in 0..DEEPEST {
            let Some(style) = self.0.get(next) else { break };
            outline = outline.or(style.outline).or_else(|| level(&style.name));
            numbered = numbered.or(style.numbered);
            hidden = hidden.or(style.hidden);
            if look.part.is_empty() {
                look.part = get(word::STYLES, &style.name).unwrap_or_default();
            }
            next = &style.based_on;
        }
        if self.0.is_empty() {
            outline = level(&id.to_lowercase());
        }
        // The ninth level stands for running text.
        look.level = outline.filter(|&level| level < 9).map_or(0, |level| level + 1);
        look.item = numbered == Some(true);
        look.hidden = hidden == Some(true);
        look
    }
}

/// The level of a heading by its name, from 0: "heading 2".
fn level(name: &str) -> Option<u8> {
    let level: u8 = name.strip_prefix("heading")?.trim().parse().ok()?;
    level.checked_sub(1)
}
