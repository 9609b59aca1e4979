//! The index: what is found by it has to be what a reading of every source finds, whatever segments the sources lie in.

mod common;
#[path = "../benches/generate/mod.rs"]
#[allow(dead_code, reason = "the benches use the rest of it")]
mod generate;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{entries, folders, json, name};
use ibid::check::{self, Report};
use ibid::config::Choice;
use ibid::corpus::index::{CAPITAL, DEPTH, Index};
use ibid::corpus::{Document, DocumentId};
use ibid::file::bytes::Bytes;
use ibid::file::{File, FileId, Format};
use ibid::fold::{token, words};
use ibid::load::cache::Kept;
use ibid::load::{self, Indexing, Request};

fn checked(drafts: &[PathBuf], sources: Option<PathBuf>, indexing: Indexing) -> Option<Report> {
    let choice = Choice { preview: Some(true), pedantic: Some(true), ..Choice::default() };
    let (drafts, sources) = (drafts.to_vec(), sources.into_iter().collect());
    let request = Request { drafts, sources, choice, indexing, ..Request::default() };
    load::load(&request, &|_, _| ()).ok().map(check::check)
}

/// Holds a run by the index against one that reads everything.
fn same(drafts: &[PathBuf], sources: Option<PathBuf>) -> bool {
    let Some(read) = checked(drafts, sources.clone(), Indexing::Never) else { return false };
    let indexed = checked(drafts, sources, Indexing::Always).expect("it was read before");
    assert_eq!(json(&indexed), json(&read), "{drafts:?}");
    for (one, other) in indexed.drafts.iter().zip(&read.drafts) {
        assert_eq!(one.matches, other.matches, "{drafts:?}");
        assert_eq!(one.follows, other.follows, "{drafts:?}");
        assert_eq!(one.copied, other.copied, "{drafts:?}");
    }
    true
}

#[test]
fn every_fixture_is_found_the_same_by_the_index() {
    let mut held = 0;
    for case in folders(Path::new("fixtures")).iter().flat_map(|rule| folders(rule)) {
        let drafts: Vec<PathBuf> =
            entries(&case).into_iter().filter(|path| name(path).starts_with("draft.")).collect();
        let sources = Some(case.join("sources")).filter(|_| !case.join("ibid.toml").exists());
        held += usize::from(!drafts.is_empty() && same(&drafts, sources));
    }
    assert!(held >= 100, "only {held} cases were held");
    assert!(same(&["fixtures/demo/brief.md".into()], Some("seeds".into())));
}

/// A corpus of made-up documents in a folder, with drafts that quote, alter and restate parts of them.
fn made(folder: &Path, seed: u64) -> Vec<PathBuf> {
    let corpus = generate::Corpus::new(150, 2500, true, seed);
    let sources = folder.join("sources");
    std::fs::create_dir_all(&sources).expect("it can be made");
    for number in 0..corpus.documents {
        let text = match number {
            // One that is longer than what is looked at at a time, and one that repeats itself.
            0 => (100..150).map(|other| corpus.document(other)).collect(),
            1 => corpus.document(1).repeat(40),
            _ => corpus.document(number),
        };
        std::fs::write(sources.join(format!("source{number:03}.md")), text).expect("it can be written");
    }
    let draft = |seed: u64| {
        let path = folder.join(format!("draft{seed}.md"));
        std::fs::write(&path, generate::draft::draft(&corpus, seed, 40)).expect("it can be written");
        path
    };
    vec![draft(1), draft(2)]
}

#[test]
fn made_up_corpora_are_found_the_same_by_the_index() {
    for seed in 1..4 {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let drafts = made(folder.path(), seed);
        assert!(same(&drafts, Some(folder.path().join("sources"))));
        let report =
            checked(&drafts, Some(folder.path().join("sources")), Indexing::Always).expect("it is there");
        assert!(report.summary.quotes.verbatim > 20, "{:?}", report.summary.quotes);
    }
}

/// Files of texts.
fn files(texts: &[String]) -> Vec<File> {
    let file = |(id, text): (u32, &String)| {
        File::new(FileId(id), format!("{id}.md"), "UTF-8", Format::Markdown, text.clone())
    };
    (0..).zip(texts).map(file).collect()
}

/// Everything that an index says of some texts.
fn said(index: &Index, texts: &[String]) -> Vec<String> {
    let mut said = vec![format!("{}", index.sentences())];
    for (id, text) in (0..).map(DocumentId).zip(texts) {
        let tokens: Vec<u32> = index.tokens(id, 0..usize::MAX).collect();
        assert_eq!(
            tokens.iter().map(|word| word & !CAPITAL).collect::<Vec<_>>(),
            words(text).map(|word| token(word.hash)).collect::<Vec<_>>()
        );
        let sentences = (0..index.sentences_of(id) as u32).map(|number| index.sentence(id, number));
        said.push(format!("{:?} {:?}", sentences.collect::<Vec<_>>(), index.learned(id)));
        let own: Vec<u32> = tokens.iter().map(|word| word & !CAPITAL).collect();
        for length in 1..=DEPTH {
            for run in own.windows(length).step_by(37) {
                let found = index.find(run);
                let mut places: Vec<_> = index.places_of(&found).collect();
                places.sort_unstable();
                said.push(format!("{places:?}"));
                if length == 1 {
                    assert_eq!(index.occurrences(run[0]).1, places.len());
                }
            }
        }
    }
    said
}

#[test]
fn an_index_of_segments_says_what_one_of_one_segment_says() {
    let corpus = generate::Corpus::new(60, 1500, true, 7);
    let mut texts = corpus.texts();
    let mut numbers = generate::numbers::Numbers::new(5);
    let mut segments: Vec<Bytes> = Vec::new();
    let mut kept: Vec<Option<Kept>> = vec![None; texts.len()];
    for turn in 0..12 {
        // Some are changed, some are taken away, some come.
        for _ in 0..turn % 4 {
            let number = numbers.below(texts.len());
            texts[number] = corpus.document(numbers.below(60)) + " It is another one now.";
            kept[number] = None;
        }
        if turn % 3 == 1 {
            let number = numbers.below(texts.len());
            texts.remove(number);
            kept.remove(number);
            texts.push(format!("The {turn}th ferry is late. It came at last."));
            kept.push(None);
        }
        let files = files(&texts);
        let own: Vec<&File> = files.iter().collect();
        let index = Index::new(&own, &kept, segments.clone()).expect("they are few");
        let scratch = Index::new(&own, &vec![None; own.len()], Vec::new()).expect("they are few");
        assert_eq!(said(&index, &texts), said(&scratch, &texts), "turn {turn}");

        kept = index.kept().places;
        segments.extend(index.kept().fresh.map(|bytes| Bytes::new(bytes.to_vec())));
        let used: std::collections::BTreeSet<u32> = kept.iter().flatten().map(|kept| kept.segment).collect();
        assert!(used.len() <= 6, "{} segments are used", used.len());
    }
}

#[test]
fn a_segment_that_is_damaged_leads_nowhere() {
    let corpus = generate::Corpus::new(12, 600, true, 3);
    let texts = corpus.texts();
    let files = files(&texts);
    let own: Vec<&File> = files.iter().collect();
    let index = Index::new(&own, &vec![None; own.len()], Vec::new()).expect("they are few");
    let whole = index.kept().fresh.expect("it is new").to_vec();
    let kept: Vec<Option<Kept>> =
        (0..own.len() as u32).map(|document| Some(Kept { segment: 0, document })).collect();
    let mut numbers = generate::numbers::Numbers::new(11);
    for turn in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..1 + turn % 5 {
            let at = numbers.below(bytes.len());
            bytes[at] = numbers.below(256) as u8;
        }
        if turn % 7 == 0 {
            bytes.truncate(numbers.below(bytes.len()));
        }
        let Some(index) = Index::new(&own, &kept, vec![Bytes::new(bytes)]) else { continue };
        let documents: Vec<Document> =
            files_of(&texts).into_iter().map(|file| Document::new("a".into(), file, None, None)).collect();
        for (id, document) in (0..).map(DocumentId).zip(&documents) {
            let tokens: Vec<u32> = index.tokens(id, 0..50).map(|word| word & !CAPITAL).collect();
            for run in tokens.windows(3) {
                let found = index.find(run);
                for (other, word) in index.places_of(&found).take(50) {
                    let _ = index.sentence_at(other, word);
                    let range =
                        index.bytes(&documents[other.0 as usize], other, word as usize..word as usize + 3);
                    assert!(documents[other.0 as usize].file.text().get(range).is_some());
                }
            }
            let _ = (index.learned(id), index.sentences_of(id), index.sentence(id, 3));
            let _ = index.words_at(document, id, 40).count();
        }
    }
}

fn files_of(texts: &[String]) -> Vec<Arc<File>> {
    files(texts).into_iter().map(Arc::new).collect()
}

#[test]
fn a_segment_of_texts_without_words_is_kept() {
    let texts = ["***".to_owned(), "—".to_owned()];
    let files = files(&texts);
    let own: Vec<&File> = files.iter().collect();
    let first = Index::new(&own, &[None, None], Vec::new()).expect("they are few");
    let kept = first.kept();
    let given = vec![Bytes::new(kept.fresh.expect("it is new").to_vec())];
    let second = Index::new(&own, &kept.places, given).expect("they are few");
    assert_eq!((second.kept().fresh, second.kept().places), (None, kept.places));
}
