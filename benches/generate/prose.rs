//! Real prose in the place of made-up documents. Takes a folder of texts, hands on documents cut from it.
//!
//! All paragraphs of the folder's `.txt` and `.md` files, in the order of their paths, are dealt out to the documents in
//! turn. Where they do not suffice, the round begins again with other words: each but the thousand commonest is
//! exchanged for one of nearly its own rank, another in each round. So no passage is repeated word for word, and
//! words stay as frequent as they were; their number does not grow beyond what the prose has.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Words of a lower rank stay what they are; of the others so many exchange their places among themselves.
const KEPT: usize = 1024;

/// The paragraphs of a folder.
pub struct Prose {
    paragraphs: Vec<String>,
    /// Where each paragraph begins, in bytes, in the order in which they are dealt out.
    starts: Vec<usize>,
    ranks: HashMap<String, usize>,
    words: Vec<String>,
}

impl Prose {
    /// Reads a folder. What is wrong with it is told, since a run on other texts would be taken for one on these.
    pub fn of(folder: &Path) -> Prose {
        let mut files = Vec::new();
        gather(folder, &mut files);
        files.sort();
        let mut paragraphs: Vec<String> = Vec::new();
        for file in files {
            let text = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let text = String::from_utf8_lossy(&text).replace('\r', "");
            let whole = text.split("\n\n").map(str::trim).filter(|text| text.split_whitespace().count() >= 5);
            paragraphs.extend(whole.map(String::from));
        }
        assert!(!paragraphs.is_empty(), "{}: no .txt or .md file with a paragraph in it", folder.display());
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for paragraph in &paragraphs {
            runs(paragraph).filter(|run| is_plain(run)).for_each(|run| *counts.entry(run).or_default() += 1);
        }
        let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let words: Vec<String> = words.into_iter().map(|(word, _)| word.to_owned()).collect();
        let ranks = words.iter().enumerate().map(|(rank, word)| (word.clone(), rank)).collect();
        let mut at = 0;
        let starts = paragraphs.iter().map(|paragraph| {
            let start = at;
            at += paragraph.len() + 2;
            start
        });
        let starts = starts.collect();
        Prose { starts, ranks, words, paragraphs }
    }

    /// A document of about so many bytes, where each before it has as many. One that a long paragraph leaves nothing to
    /// says so.
    pub fn text(&self, number: usize, bytes: usize) -> String {
        let size = self.starts[self.starts.len() - 1] + self.paragraphs[self.paragraphs.len() - 1].len() + 2;
        let (from, to) = (number * bytes, (number + 1) * bytes);
        let mut text = String::with_capacity(bytes + 1000);
        let mut round = from / size;
        let mut index = self.starts.partition_point(|&start| start < from % size);
        loop {
            if index == self.starts.len() {
                (round, index) = (round + 1, 0);
            }
            if round * size + self.starts[index] >= to {
                break;
            }
            let paragraph = &self.paragraphs[index];
            match round {
                0 => text.push_str(paragraph),
                _ => runs(paragraph).for_each(|run| text.push_str(self.instead(run, round))),
            }
            text.push_str("\n\n");
            index += 1;
        }
        if text.is_empty() {
            text.push_str("This page is left blank.\n");
        }
        text
    }

    /// The word that stands for another in a round. The low bits of its rank are changed, so that two words never
    /// become one.
    fn instead<'a>(&'a self, run: &'a str, round: usize) -> &'a str {
        let Some(&rank) = self.ranks.get(run) else { return run };
        if rank < KEPT {
            return run;
        }
        self.words.get(rank ^ (round % KEPT)).map_or(run, String::as_str)
    }
}

/// A text as runs of letters and of what stands between them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c: char| c.is_alphanumeric() != first.is_alphanumeric()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// Whether a run is a word of small letters: names and numbers stay.
fn is_plain(run: &str) -> bool {
    run.chars().all(char::is_lowercase)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "txt" || extension == "md") {
            files.push(path);
        }
    }
}
