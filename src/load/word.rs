//! Documents of Word: drafts and sources in `.docx`.
//!
//! Takes the bytes of an archive and hands on the words of its text in blocks: tracked changes as if all were accepted, hidden text
//! left out, notes behind the text, and beside the words what its citations lead to. A place in it is told by paragraph and
//! character. Its pages are not known, since Word breaks them anew on every machine.

mod field;
mod style;
#[cfg(test)]
mod tests;
mod text;
mod xml;

use std::collections::HashMap;
use std::ops::Range;

use self::style::Styles;
use self::text::{Notes, Reader};
use self::xml::{Piece, Vocabulary, Xml};
use super::archive::Archive;
use super::build::Extracted;
use super::decode::{self, Fault};

/// What Word's older documents begin with, and the container in which its newer ones are encrypted.
const CONTAINER: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Takes the words out of a document.
pub(super) fn read(bytes: Vec<u8>) -> Result<Extracted, Fault> {
    if bytes.starts_with(CONTAINER) {
        return Err(of_container(&bytes));
    }
    let mut archive = Archive::open(bytes, "Word document")?;
    let main = relations(&mut archive, "_rels/.rels")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(
            || "word/document.xml".to_owned(),
            |relation| relation.target.trim_start_matches('/').to_owned(),
        );
    let Some(document) = part(&mut archive, &main)? else {
        return Err(Fault::unread(
            format!("is no Word document: the archive has no part `{main}`"),
            "save it as .docx, or give its text beside it as .txt: `{path}` is not read then",
        ));
    };
    let relations = relations(&mut archive, &relations_of(&main))?;
    let mut other = |kind: &str| -> Result<(String, Vec<Relation>), Fault> {
        let Some(relation) = relations.iter().find(|relation| relation.kind == kind) else {
            return Ok(Default::default());
        };
        let path = beside(&main, &relation.target);
        let own = self::relations(&mut archive, &relations_of(&path))?;
        Ok((part(&mut archive, &path)?.unwrap_or_default(), own))
    };
    let styles = Styles::of(&other("styles")?.0)?;
    let (footnotes, foot_links) = other("footnotes")?;
    let (endnotes, end_links) = other("endnotes")?;
    let comments = comments(&other("comments")?.0)?;
    let core = part(&mut archive, "docProps/core.xml")?.unwrap_or_default();
    let foot = stretches(&footnotes, "footnote")?;
    let end = stretches(&endnotes, "endnote")?;

    let mut reader = Reader::of(&styles, &comments, Notes::of(&foot, &end));
    reader.links = links(relations);
    reader.part(Xml::of(&document), 0)?;
    reader.end();
    let (foot_links, end_links) = (links(foot_links), links(end_links));
    let (foot_xml, end_xml) = (Xml::of(&footnotes), Xml::of(&endnotes));
    for note in reader.marked() {
        let (xml, stretches, links) = match note.at_foot {
            true => (&foot_xml, &foot, &foot_links),
            false => (&end_xml, &end, &end_links),
        };
        if let Some(stretch) = stretches.get(&note.id) {
            reader.links = links.clone();
            reader.build.open_note(&note.label, 0..0);
            reader.part(xml.within(stretch.clone()), 0)?;
            reader.end();
            reader.build.close_note();
        }
    }
    about(&mut reader, &core)?;
    Ok(reader.build.finish())
}

/// Why a container of older kind is not read.
fn of_container(bytes: &[u8]) -> Fault {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        return Fault::unread(
            "is encrypted",
            "save it without a password, or give its text beside it as .txt: `{path}` is not read then",
        );
    }
    Fault::unread(
        "is a document of Word's older kind under the name of a newer one",
        "open it in Word or LibreOffice and save it as .docx, or give its text beside it as .txt",
    )
}

/// A part that another one points to.
struct Relation {
    id: String,
    /// The last part of its kind's name: "footnotes".
    kind: String,
    target: String,
    external: bool,
}

fn relations(archive: &mut Archive, path: &str) -> Result<Vec<Relation>, Fault> {
    let Some(text) = part(archive, path)? else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    let mut xml = Xml::of(&text);
    while let Some(piece) = xml.next()? {
        if let Piece::Open(_, "Relationship", tag) = piece {
            let kind = tag.value("Type");
            relations.push(Relation {
                id: tag.value("Id").into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: tag.value("Target").into_owned(),
                external: tag.value("TargetMode") == "External",
            });
        }
    }
    Ok(relations)
}

/// Where the relations of a part stand.
fn relations_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/_rels/{name}.rels")
}

/// The path of a part that another one names.
fn beside(path: &str, target: &str) -> String {
    match (target.strip_prefix('/'), path.rsplit_once('/')) {
        (Some(whole), _) => whole.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{target}"),
        (None, None) => target.to_owned(),
    }
}

/// The text of a part.
fn part(archive: &mut Archive, path: &str) -> Result<Option<String>, Fault> {
    let Some(bytes) = archive.part(path)? else { return Ok(None) };
    match decode::decode(bytes) {
        Ok((text, _)) => Ok(Some(text)),
        Err(Fault::Empty) => Ok(Some(String::new())),
        Err(_) => Err(xml::damaged()),
    }
}

/// The addresses of links, by their names in a part.
fn links(relations: Vec<Relation>) -> HashMap<String, String> {
    relations
        .into_iter()
        .filter(|relation| relation.external)
        .map(|relation| (relation.id, relation.target))
        .collect()
}

/// Where the notes of a part stand in it, by their names; those that are rules between text and notes are none.
fn stretches(text: &str, name: &str) -> Result<HashMap<String, Range<usize>>, Fault> {
    let mut stretches = HashMap::new();
    let mut xml = Xml::of(text);
    let mut open: Option<(String, usize)> = None;
    loop {
        let before = xml.at();
        match xml.next()? {
            Some(Piece::Open(Vocabulary::Word, own, tag)) if own == name => {
                let is_note = matches!(&*tag.value("type"), "" | "normal");
                open = is_note.then(|| (tag.value("id").into_owned(), xml.at()));
            }
            Some(Piece::Close(Vocabulary::Word, own)) if own == name => {
                stretches.extend(open.take().map(|(id, start)| (id, start..before)));
            }
            Some(_) => {}
            None => return Ok(stretches),
        }
    }
}

/// The comments to this program, by their names.
fn comments(text: &str) -> Result<HashMap<String, String>, Fault> {
    let mut comments = HashMap::new();
    let mut xml = Xml::of(text);
    let (mut open, mut in_words) = (None, false);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(Vocabulary::Word, "comment", tag) => {
                open = Some((tag.value("id").into_owned(), String::new()))
            }
            Piece::Close(Vocabulary::Word, "comment") => {
                let ours = |(_, said): &(String, String)| said.trim_start().starts_with("ibid:");
                comments.extend(
                    open.take().filter(ours).map(|(id, said)| (id, said.replace("--", "").trim().to_owned())),
                );
            }
            Piece::Open(Vocabulary::Word, "t", _) => in_words = true,
            Piece::Close(Vocabulary::Word, "t") => in_words = false,
            Piece::Close(Vocabulary::Word, "p") => {
                if let Some((_, said)) = &mut open {
                    said.push(' ');
                }
            }
            Piece::Words(words) if in_words => {
                if let Some((_, said)) = &mut open {
                    said.push_str(&words);
                }
            }
            _ => {}
        }
    }
    Ok(comments)
}

/// What the document says of itself: by its properties, or else by paragraphs in the styles of a title and its author. The day on
/// which it was made is that of the file, and no date of what it holds. Without a title the creator is whoever owns the machine.
fn about(reader: &mut Reader, core: &str) -> Result<(), Fault> {
    let mut xml = Xml::of(core);
    let (mut title, mut creator, mut open) = (String::new(), String::new(), "");
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(_, name, _) => open = name,
            Piece::Close(..) => open = "",
            Piece::Words(words) if open == "title" => title.push_str(&words),
            Piece::Words(words) if open == "creator" => creator.push_str(&words),
            Piece::Words(_) => {}
        }
    }
    let stated = std::mem::take(&mut reader.stated);
    let about = reader.build.about();
    let title = title.trim();
    if !title.is_empty() && !title.starts_with("Microsoft Word") {
        about.title = title.to_owned();
        about.authors =
            creator.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    let all = |part: &'static str| -> Vec<String> {
        stated.iter().filter(|(own, _)| *own == part).map(|(_, words)| words.clone()).collect()
    };
    if about.title.is_empty() {
        about.title = all("title").into_iter().next().unwrap_or_default();
    }
    let authors = all("author");
    if !authors.is_empty() {
        about.authors = authors;
    }
    about.date = all("date").into_iter().next().unwrap_or_default();
    Ok(())
}
