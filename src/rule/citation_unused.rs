//! `citation-unused`: a listed source that nothing cites.
//!
//! Takes all drafts of a project with their citations. An entry of a bibliography is reported at its key, where no draft cites it
//! or names it otherwise; an entry of a draft's own list at its label, where no number or label in the draft refers to it.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Project;
use super::report::label;
use crate::claim::Claims;
use crate::claim::listed::Listed;
use crate::corpus::address::canonical;
use crate::corpus::{DocumentId, Entry, main_title};
use crate::file::{File, FileId, Format, Span};
use crate::finding::Finding;
use crate::fold::{has_phrase, phrase, words};
use crate::matching::{By, named};
use crate::page;

/// Of more entries of one bibliography a single finding is made.
const MOST: usize = 8;
/// So many of them it names.
const NAMED: usize = 5;

pub fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, draft) in &project.drafts {
        findings.extend(unreferred(draft.text, draft.claims));
    }
    // What the drafts that are not looked at cite is not known.
    if project.partial || project.corpus.bibliography.is_empty() {
        return;
    }
    let Some(used) = Used::of(project) else { return };
    let mut unused: BTreeMap<FileId, Vec<&Entry>> = BTreeMap::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for entry in &project.corpus.bibliography {
        // An entry that is listed twice is one.
        if seen.insert(&entry.key) && !used.has(project, entry) {
            unused.entry(entry.span.file).or_default().push(entry);
        }
    }
    for (file, entries) in unused {
        if entries.len() <= MOST {
            findings.extend(entries.iter().map(|entry| {
                let message = format!("nothing cites `{}`", entry.key);
                let mut finding = page::CITATION_UNUSED.finding(message, label(entry.span, "cited nowhere"));
                finding.help.push("cite it, or take it out".into());
                finding
            }));
            continue;
        }
        let all = project.corpus.bibliography.iter().filter(|entry| entry.span.file == file).count();
        let message = format!("{} of {all} entries are cited nowhere", entries.len());
        let mut finding = page::CITATION_UNUSED.finding(message, label(entries[0].span, "the first of them"));
        let named: Vec<String> = entries[1..NAMED].iter().map(|entry| format!("`{}`", entry.key)).collect();
        finding.notes.push(format!("the others are {} and {} more", named.join(", "), entries.len() - NAMED));
        finding.help.push(
            "list what the drafts cite; a library that serves other texts too wants `ignore = [\"citation-unused\"]`".into(),
        );
        findings.push(finding);
    }
}

/// The labelled entries of a draft's own list that nothing in it refers to, if something refers to one.
fn unreferred(text: &str, claims: &Claims) -> Vec<Finding> {
    let referred = claims.citations.iter().flat_map(|citation| &citation.refers);
    let referred: FxHashSet<Span> = referred.flat_map(|referred| referred.prose.iter().copied()).collect();
    let labelled = claims.listed.iter().filter(|listed| listed.label.is_some());
    if !labelled.clone().any(|listed| referred.contains(&listed.said)) {
        return Vec::new();
    }
    let unreferred = labelled.filter(|listed| !referred.contains(&listed.said) && !listed.points_back(text));
    let finding = |listed: &Listed| {
        let name = listed.label.as_deref().unwrap_or_default();
        let message = format!("nothing cites entry {name} of the list");
        let mut finding = page::CITATION_UNUSED.finding(message, label(listed.said, "cited nowhere"));
        finding.help.push("cite it, or take it out".into());
        finding
    };
    unreferred.map(finding).collect()
}

/// What the drafts of a project cite or name.
struct Used {
    documents: FxHashSet<DocumentId>,
    keys: FxHashSet<String>,
    addresses: FxHashSet<String>,
    /// The words of all drafts, folded, in order and each once.
    words: String,
    vocabulary: FxHashSet<u64>,
    /// What front matters list without citing it, `nocite: '@a, @b'`.
    listed: String,
}

impl Used {
    /// None, if the drafts cite nothing that is known, or list everything.
    fn of(project: &Project) -> Option<Used> {
        let mut used = Used {
            documents: FxHashSet::default(),
            keys: inherited(project),
            addresses: FxHashSet::default(),
            words: String::new(),
            vocabulary: FxHashSet::default(),
            listed: String::new(),
        };
        let mut cites = false;
        for (file, draft) in &project.drafts {
            for citation in &draft.claims.citations {
                for named in named(draft.text, citation, project.corpus) {
                    cites |= named.documents.is_some();
                    used.documents.extend(named.documents.unwrap_or_default());
                    if named.by == By::Key {
                        used.keys.insert(file.text()[named.place].to_owned());
                    }
                }
                used.keys.extend(citation.keys.iter().map(|key| key.text.clone()));
                used.addresses.extend(citation.addresses.iter().map(|address| canonical(&address.text)));
            }
            used.vocabulary.extend(words(draft.text).map(|word| word.hash));
            used.words += &phrase(draft.text, 0..draft.text.len());
            used.listed += not_cited(file);
        }
        (cites && !used.listed.contains("@*")).then_some(used)
    }

    fn has(&self, project: &Project, entry: &Entry) -> bool {
        let documents = project.corpus.named(&entry.key).unwrap_or_default();
        self.keys.contains(&entry.key)
            || documents.iter().any(|document| self.documents.contains(document))
            || entry.url.iter().chain(&entry.doi).any(|address| self.addresses.contains(&canonical(address)))
            || self.listed.contains(&format!("@{}", entry.key))
            || self.names(entry)
    }

    /// Whether the drafts name a work by its title, or by its author and year.
    fn names(&self, entry: &Entry) -> bool {
        let title = entry.title.as_deref();
        let titles =
            [title, title.and_then(main_title), entry.short_title.as_deref(), entry.shorthand.as_deref()];
        let is_named = |title: &str| {
            self.may_have(title) && {
                let title = phrase(title, 0..title.len());
                !title.trim().is_empty() && has_phrase(&self.words, title.trim())
            }
        };
        titles.into_iter().flatten().any(is_named) || self.names_author(entry)
    }

    /// Whether all of some words occur in the drafts, in whatever order. Of a library few do.
    fn may_have(&self, text: &str) -> bool {
        words(text).all(|word| self.vocabulary.contains(&word.hash))
    }

    /// Whether an author's name stands near the year of the work.
    fn names_author(&self, entry: &Entry) -> bool {
        /// Bytes behind a name in which its year may stand.
        const NEAR: usize = 120;
        let Some((author, year)) = entry.authors.first().zip(entry.year()) else { return false };
        let family = author.bare_family();
        if family.is_empty() || !self.may_have(family) {
            return false;
        }
        let family = phrase(family, 0..family.len());
        self.words.match_indices(&family).any(|(at, _)| {
            let end = self.words.floor_char_boundary((at + family.len() + NEAR).min(self.words.len()));
            self.words[at..end].split(' ').any(|word| word.starts_with(year))
        })
    }
}

/// What a front matter says under `nocite`, with what follows it there.
fn not_cited(file: &File) -> &str {
    if file.format != Format::Markdown || !file.text().starts_with("---") {
        return "";
    }
    let end = file.text()["---".len()..].find("\n---").map_or(0, |end| end + "---".len());
    let matter = &file.text()[..end];
    matter.find("nocite:").map_or("", |at| &matter[at..])
}

/// The keys that other entries refer to as what they belong to, or that stand for an entry too.
fn inherited(project: &Project) -> FxHashSet<String> {
    const FIELDS: [&str; 6] = ["crossref", "entryset", "ids", "related", "xdata", "xref"];
    /// A field is read no further, in bytes.
    const LONGEST: usize = 4000;
    let mut keys = FxHashSet::default();
    let files: FxHashSet<FileId> = project.corpus.bibliography.iter().map(|entry| entry.span.file).collect();
    for file in files {
        let text = project.files.get(file).text();
        for (at, _) in text.match_indices('=') {
            let name = text[..at].trim_end();
            let start = name.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |end| end + 1);
            let is_field =
                |field: &&str| name.get(start..).is_some_and(|name| name.eq_ignore_ascii_case(field));
            if !FIELDS.iter().any(is_field) {
                continue;
            }
            let rest: Range<usize> = at + 1..text.floor_char_boundary((at + LONGEST).min(text.len()));
            let value = text[rest].trim_start().trim_start_matches(['{', '"']);
            let value = &value[..value.find(['}', '"', '\n']).unwrap_or(value.len())];
            keys.extend(value.split(',').map(|key| key.trim().to_owned()));
        }
    }
    keys
}
