//! Benches of the pipeline's stages: words, claims, search with judging, the index, statements, the whole check of the README's
//! draft and of drafts about a thousand sources, the check after a change, and rendering.
//!
//! `cargo bench` runs them all, `cargo bench -- words` those with that name. Whole processes are compared by
//! `benches/processes.py`, since start-up counts there.

#[allow(dead_code, reason = "what a command writes into folders, no bench needs")]
mod generate;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use generate::Corpus;
use generate::draft::draft;
use ibid::block::blocks;
use ibid::check::{self, Report};
use ibid::claim::claims;
use ibid::config::Config;
use ibid::corpus;
use ibid::corpus::alike::{Asked, Statement};
use ibid::corpus::index::Index;
use ibid::file::{File, FileId, Files, Format};
use ibid::fold::{folded, words};
use ibid::gazetteer;
use ibid::load::{self, ConfigChoice, Request, Source};
use ibid::matching::{Draft, matches};
use ibid::output::{Style, concise, json, text};
use tempfile::TempDir;

const MEGABYTE: usize = 1 << 20;

fn tokenise(c: &mut Criterion) {
    let marked = Corpus::new(1, MEGABYTE, false, 3).document(0);
    let ascii: String = marked.chars().map(|c| if c.is_ascii() { c } else { '"' }).collect();
    // Curly marks, accents and Chinese in about the share that the seed documents have.
    let mixed: String = ascii
        .split_inclusive(". ")
        .enumerate()
        .map(|(i, sentence)| match i % 6 {
            0 => format!("“{}” ", sentence.trim().replace("ne", "né")),
            3 => format!("{sentence}（亚洲安全模式）"),
            _ => sentence.to_owned(),
        })
        .collect();
    let mut group = c.benchmark_group("words");
    for (name, text) in [("ascii", &ascii), ("mixed", &mixed)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("streamed", name), text, |b, text| {
            b.iter(|| words(black_box(text)).fold(0, |hashes, word| hashes ^ word.hash))
        });
        group.bench_with_input(BenchmarkId::new("folded", name), text, |b, text| {
            b.iter(|| words(black_box(text)).map(|word| folded(&text[word.range()]).len()).sum::<usize>())
        });
    }
    group.finish();
}

fn read(c: &mut Criterion) {
    let draft = draft(&Corpus::new(50, 20_000, false, 7), 11, 2000);
    let mut group = c.benchmark_group("claims");
    group.throughput(Throughput::Bytes(draft.len() as u64));
    for (name, format) in [("markdown", Format::Markdown), ("plain", Format::Plain)] {
        let file = File::new(FileId(0), "draft".into(), "UTF-8", format, draft.clone());
        group.bench_function(name, |b| {
            b.iter(|| {
                let blocks = blocks(black_box(&file));
                claims(&file, &blocks).said.quotes.len()
            })
        });
    }
    group.finish();
}

/// Single look-ups: one name that many places have, one that few have, and one that none has.
fn places(c: &mut Criterion) {
    let mut group = c.benchmark_group("gazetteer");
    for name in ["San Antonio", "Dushanbe", "Harbour Master"] {
        group.bench_function(BenchmarkId::new("city", name), |b| b.iter(|| gazetteer::city(black_box(name))));
        let count = |name| gazetteer::places(name).count();
        group.bench_function(BenchmarkId::new("places", name), |b| b.iter(|| count(black_box(name))));
        let named = |name| gazetteer::named(name).count();
        group.bench_function(BenchmarkId::new("named", name), |b| b.iter(|| named(black_box(name))));
    }
    group.finish();
}

/// Drafts of 300 quotations and of one against corpora of growing size, by reading every source and in their index: the
/// growth is what counts. And the building of the index.
fn search(c: &mut Criterion) {
    let mut group = c.benchmark_group("search");
    group.sample_size(20).measurement_time(Duration::from_secs(8));
    for megabytes in [1, 4, 16] {
        let made = Corpus::new(megabytes * 100, MEGABYTE / 100, false, 7);
        let texts = made.texts();
        let bytes = texts.iter().map(String::len).sum::<usize>() as u64;
        let mut files = Files::default();
        let sources = sources(&mut files, texts);
        let index = || {
            let files: Vec<&File> = sources.iter().map(|source| &*source.file).collect();
            Index::new(&files, &vec![None; files.len()], Vec::new())
        };
        let corpus = |index| {
            corpus::Corpus::known(
                load::Sources::from(sources.clone()),
                Vec::new(),
                Vec::new(),
                corpus::Known { index, ..Default::default() },
            )
        };
        let ways = [("read", corpus(None)), ("index", corpus(index()))];
        let options = Config::default().options;
        let size = format!("{megabytes} MB");
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(BenchmarkId::new("build the index", &size), |b| b.iter(|| index().is_some()));
        for (name, quotations) in [("300 quotations", 300), ("one quotation", 1)] {
            let text = draft(&made, 11, quotations);
            let file = files.add(|id| File::new(id, "draft.md".into(), "UTF-8", Format::Markdown, text));
            let blocks = blocks(&file);
            let claims = claims(&file, &blocks);
            let draft = Draft { text: blocks.text(&file), claims: &claims, options: &options };
            for (way, corpus) in &ways {
                group.bench_function(BenchmarkId::new(format!("{name}, {way}"), &size), |b| {
                    b.iter(|| matches(black_box(&[draft]), corpus, None).len())
                });
            }
        }
    }
    group.finish();
}

/// 300 statements against a corpus, to be held against the 300 quotations of `search`.
fn alike(c: &mut Criterion) {
    const MEGABYTES: usize = 4;
    let texts = Corpus::new(MEGABYTES * 100, MEGABYTE / 100, false, 7).texts();
    let bytes = texts.iter().map(String::len).sum::<usize>() as u64;
    // Every second word of a sentence, with words between them that tell that it is English.
    let restated = texts.iter().take(300).filter_map(|text| {
        let words: Vec<&str> = text.split(". ").nth(40)?.split_whitespace().step_by(2).collect();
        Some(words.join(" of the "))
    });
    let restated: Vec<String> = restated.collect();
    let corpus = corpus::Corpus::new(sources(&mut Files::default(), texts), Vec::new(), Vec::new());
    let mut group = c.benchmark_group("alike");
    group.sample_size(20).measurement_time(Duration::from_secs(8)).throughput(Throughput::Bytes(bytes));
    group.bench_function(BenchmarkId::new("300 statements", format!("{MEGABYTES} MB")), |b| {
        b.iter(|| {
            let asked = black_box(&restated)
                .iter()
                .map(|text| Asked { statement: Statement::of(text, &[0..text.len()]), cited: Vec::new() });
            corpus.passages_like(&asked.collect::<Vec<_>>()).len()
        })
    });
    group.finish();
}

fn sources(files: &mut Files, texts: Vec<String>) -> Vec<Source> {
    let texts = texts.into_iter().enumerate();
    let source = |(number, text)| {
        let name = format!("source{number}");
        let file: Arc<File> =
            files.add(|id| File::new(id, format!("{name}.txt"), "UTF-8", Format::Plain, text));
        Source::new(file, name)
    };
    texts.map(source).collect()
}

fn whole(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    group.bench_function("demo brief", |b| b.iter(|| demo().summary.errors));
    let folder = folder();
    group.sample_size(20).measurement_time(Duration::from_secs(8));
    group.bench_function("5 drafts, 1,000 sources", |b| b.iter(|| checked(folder.path()).summary.errors));
    // As an editor has it: each time another word is put in, so that nothing is remembered of the text before.
    let mut report = checked(folder.path());
    let original = report.drafts[0].file.text().to_owned();
    let mut changes = 0;
    group.bench_function("5 drafts, 1,000 sources, after a change", |b| {
        b.iter(|| {
            let file = &report.drafts[0].file;
            let mut text = original.clone();
            changes += 1;
            let at = text.match_indices(' ').nth(changes * 37 % 300).map_or(0, |(at, _)| at);
            text.insert_str(at, &format!(" moored{changes}"));
            let file = Arc::new(File::new(file.id, file.path.clone(), "UTF-8", Format::Markdown, text));
            report = check::recheck(&report, 0, file);
            report.summary.errors
        })
    });
    group.finish();
}

/// Five drafts about 1,000 sources of 5,000 bytes, in a folder that goes with what is returned.
fn folder() -> TempDir {
    let made = Corpus::new(1000, 5000, true, 7);
    let folder = TempDir::new().expect("a temporary folder can be made");
    let write = |name: String, text: String| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path)).expect("a folder can be made there");
        fs::write(path, text).expect("a file can be written there");
    };
    (0..1000).for_each(|number| write(format!("sources/{}.md", made.name(number)), made.document(number)));
    (0..5).for_each(|number| write(format!("drafts/{number}.md"), draft(&made, number, 12)));
    folder
}

/// What a folder's drafts come to, with the reading of files.
fn checked(folder: &Path) -> Report {
    let request = Request {
        drafts: vec![folder.join("drafts")],
        sources: vec![folder.join("sources")],
        config: ConfigChoice::Isolated,
        ..Request::default()
    };
    check::check(load::load(&request, &|_, _| ()).expect("there are drafts and sources"))
}

fn render(c: &mut Criterion) {
    let report = demo();
    let mut group = c.benchmark_group("render");
    let style = Style { width: 80, colour: true, links: None };
    group.bench_function("text", |b| b.iter(|| text::render(black_box(&report), style).len()));
    group.bench_function("concise", |b| b.iter(|| concise::render(black_box(&report), style).len()));
    group.bench_function("json", |b| b.iter(|| json::render(black_box(&report)).len()));
    group.finish();
}

/// The README's first command, with its reading of files.
fn demo() -> Report {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let request = Request {
        drafts: vec![root.join("fixtures/demo/brief.md")],
        sources: vec![root.join("seeds")],
        ..Request::default()
    };
    let loaded = load::load(&request, &|_, _| ()).expect("the demo's files are in the repository");
    check::check(loaded)
}

criterion_group!(benches, tokenise, places, read, search, alike, whole, render);
criterion_main!(benches);
