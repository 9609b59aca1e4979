//! Fixes as they can be written into a file: which of its bytes go, and what comes in their place.
//!
//! Takes a finding and the file that it is in. A fix that the file's notation has no way to say is left out.

use std::borrow::Cow;

use super::display::clean;
use super::region::{Region, of_bytes};
use crate::file::File;
use crate::finding::{Finding, Fix, Safety};

/// One fix as it can be written into its file.
#[derive(Clone, Debug)]
pub struct Mend<'a> {
    /// What it does, as an imperative.
    pub title: &'a str,
    /// Whether it can be taken unread.
    pub safety: Safety,
    /// What goes and what comes, in order.
    pub edits: Vec<Change<'a>>,
}

/// One edit as it is in the file.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What goes; nothing for an insertion.
    pub region: Region<'a>,
    /// What comes, as the file's notation has it.
    pub text: Cow<'a, str>,
}

/// The fixes of a finding that can be written into the file that the finding is in.
pub fn mends<'a>(file: &'a File, finding: &'a Finding) -> Vec<Mend<'a>> {
    finding.fixes.iter().filter_map(|fix| mend(file, fix)).collect()
}

fn mend<'a>(file: &'a File, fix: &'a Fix) -> Option<Mend<'a>> {
    let edits = fix.edits.iter().map(|edit| {
        let own = edit.span.file == file.id;
        let (range, text) = if own { file.edit(edit.span, &edit.replacement) } else { None }?;
        Some(Change { region: of_bytes(file, range, edit.span)?, text: text.into() })
    });
    let edits: Vec<Change> = edits.collect::<Option<_>>()?;
    (!edits.is_empty()).then_some(Mend { title: &fix.title, safety: fix.safety, edits })
}

impl<'a> Mend<'a> {
    /// It as one edit, from its first to its last, with what stays between them.
    pub fn whole(&self) -> Option<Change<'a>> {
        let (first, last) = (self.edits.first()?, self.edits.last()?);
        let region = first.region.to(&last.region);
        let all = region.whole()?;
        let mut text = String::new();
        let mut at = first.region.start.offset as usize;
        for edit in &self.edits {
            text += all.get(at..edit.region.start.offset as usize)?;
            text += &edit.text;
            at = edit.region.end.offset as usize;
        }
        Some(Change { region, text: text.into() })
    }
}

/// A fix in words, clean: what it does, and the words that come.
pub fn told(fix: &Fix) -> String {
    let words: Vec<String> = fix.edits.iter().map(|edit| clean(edit.replacement.trim())).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    let title = clean(&fix.title);
    if words.is_empty() { title } else { format!("{title}: `{}`", words.join(" … ")) }
}
