//! Single quotations looked up in a corpus that `corpora` wrote: how long each takes, and where it is said to stand.
//!
//! Takes the corpus from the folder that `IBID_CORPUS` names, with its `quotations.tsv`; prints what `compare/places.py`
//! reads: a line for the building of the index (nanoseconds, its bytes), one for each quotation by itself (its number, the
//! nanoseconds), one for all at once with the index and one without, by reading every source, and the place of each
//! quotation as `path:start:end`. Without a folder there is nothing to look up.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ibid::block::{Blocks, blocks};
use ibid::claim::{Claims, claims};
use ibid::config::{Config, Options};
use ibid::corpus::index::Index;
use ibid::corpus::{Corpus, Known};
use ibid::file::{File, FileId, Files, Format};
use ibid::load::{self, ConfigChoice, Project, Request};
use ibid::matching::{Draft, Match, matches};

/// What single look-ups may take together. If each read the whole corpus, a few would tell enough.
const BUDGET: Duration = Duration::from_secs(30);

fn main() {
    let Some(folder) = std::env::var_os("IBID_CORPUS") else {
        println!("lookup: IBID_CORPUS names no corpus; see benches/README.md");
        return;
    };
    let folder = PathBuf::from(folder);
    let (files, project) = sources(&folder);
    let texts: Vec<&File> = project.sources.iter().map(|source| &*source.file).collect();
    let bytes: usize = texts.iter().map(|file| file.text().len()).sum();
    let start = Instant::now();
    let index = Index::new(&texts, &vec![None; texts.len()], Vec::new());
    let taken = start.elapsed().as_nanos();
    let kept = index.as_ref().and_then(|index| index.kept().fresh).map_or(0, <[u8]>::len);
    println!("built\t{taken}\t{kept}\t{bytes}");
    let corpus = |index| {
        Corpus::known(
            project.sources.clone(),
            Vec::new(),
            project.textless.clone(),
            Known { index, ..Known::default() },
        )
    };
    let (bare, corpus) = (corpus(None), corpus(index));

    let quotations = quotations(&folder);
    let options = Config::default().options;
    // The first look-up pays for what is made once.
    if let Some(first) = quotations.first() {
        matches(&[first.draft(&options)], &corpus, None);
    }
    let begun = Instant::now();
    for (number, quotation) in quotations.iter().enumerate() {
        if begun.elapsed() > BUDGET {
            break;
        }
        let start = Instant::now();
        let found = matches(&[quotation.draft(&options)], &corpus, None);
        let taken = start.elapsed().as_nanos();
        println!("{number}\t{taken}\t{}", found.len());
    }
    let drafts: Vec<Draft> = quotations.iter().map(|quotation| quotation.draft(&options)).collect();
    let start = Instant::now();
    let read = matches(&drafts, &bare, None);
    println!("read\t{}\t{}", start.elapsed().as_nanos(), read.len());
    let start = Instant::now();
    let found = matches(&drafts, &corpus, None);
    println!("together\t{}\t{}", start.elapsed().as_nanos(), found.len());
    for (number, found) in found.iter().enumerate() {
        println!("all\t{number}\t{}", place(&files, Some(found)));
    }
}

/// The sources of a folder.
fn sources(folder: &Path) -> (Files, Project) {
    let request = Request {
        drafts: vec![folder.join("drafts")],
        sources: vec![folder.join("sources")],
        config: ConfigChoice::Isolated,
        ..Request::default()
    };
    let loaded = load::load(&request, &|_, _| ()).expect("`corpora` wrote drafts and sources there");
    let project = loaded.projects.into_iter().next().expect("drafts belong to a project");
    (loaded.files, project)
}

/// A draft that is one quotation, understood beforehand.
struct Quotation {
    file: File,
    blocks: Blocks,
    claims: Claims,
}

impl Quotation {
    fn draft<'a>(&'a self, options: &'a Options) -> Draft<'a> {
        Draft { text: self.blocks.text(&self.file), claims: &self.claims, options }
    }
}

fn quotations(folder: &Path) -> Vec<Quotation> {
    let path = folder.join("quotations.tsv");
    let list = std::fs::read_to_string(&path).expect("`corpora --listed N` writes it");
    let quotation = |line: &str| {
        let words = line.split('\t').nth(4).expect("a line has five fields");
        let text = format!("The harbour master said that “{words}”.\n");
        let file = File::new(FileId(u32::MAX), "draft.md".into(), "UTF-8", Format::Markdown, text);
        let blocks = blocks(&file);
        let claims = claims(&file, &blocks);
        Quotation { file, blocks, claims }
    };
    list.lines().map(quotation).collect()
}

/// Where the first quotation of a draft is said to stand, or what is nearest to it, as `path:start:end`; nothing where no
/// place is shown. A search engine does not say either when what it found is too far off to be meant.
fn place(files: &Files, found: Option<&Vec<Match>>) -> String {
    let place = found.and_then(|found| found.first()).and_then(Match::near);
    place.map_or_else(String::new, |place| {
        let span = place.span;
        format!("{}:{}:{}", files.get(span.file).path, span.start, span.end)
    })
}
