//! The ten best passages that tantivy has for each quotation of a corpus, and how long each look-up takes.
//!
//! Takes a folder that `corpora` wrote and what a passage is, a paragraph or a whole document; prints a line for the
//! index and one for each quotation: its number, the nanoseconds, and the places as `path:start:end`. An aligner has to
//! decide among them; `compare/quotation.py` does that with rapidfuzz.

use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TEXT};
use tantivy::tokenizer::{TextAnalyzer, TokenStream};
use tantivy::{Index, Searcher, Term, doc};

/// Passages that are handed to the aligner.
const BEST: usize = 10;
/// Memory of the indexing threads together, in bytes.
const BUDGET: usize = 200_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match &arguments[..] {
        [folder, unit] if unit == "paragraph" || unit == "document" => {
            run(Path::new(folder), unit == "paragraph")
        }
        _ => Err("usage: engine FOLDER paragraph|document".into()),
    };
    if let Err(error) = done {
        eprintln!("engine: {error}");
        std::process::exit(2);
    }
}

/// A passage in a source, by the source's path below its folder.
struct Place {
    path: String,
    bytes: Range<usize>,
}

fn run(folder: &Path, paragraphs: bool) -> Result<(), Box<dyn Error>> {
    let mut schema = Schema::builder();
    let body = schema.add_text_field("body", TEXT);
    let number = schema.add_u64_field("number", FAST);
    let kept = folder.join(if paragraphs { "tantivy-paragraphs" } else { "tantivy-documents" });
    fs::create_dir_all(&kept)?;
    let index = Index::create_in_dir(&kept, schema.build())?;

    let start = Instant::now();
    let places = add(&index, (body, number), &folder.join("sources"), paragraphs)?;
    println!("built\t{}\t{}", start.elapsed().as_nanos(), places.len());

    let reader = index.reader()?;
    let searcher = reader.searcher();
    let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64("number"));
    let columns: Vec<Column<u64>> = columns.collect::<Result<_, _>>()?;
    let mut analyzer = index.tokenizer_for_field(body)?;
    let list = fs::read_to_string(folder.join("quotations.tsv"))?;
    for (quotation, line) in list.lines().enumerate() {
        let text = line.split('\t').nth(4).ok_or("a quotation has five fields")?;
        let start = Instant::now();
        let best = best(&searcher, &mut analyzer, body, &columns, text)?;
        let taken = start.elapsed().as_nanos();
        let shown = best.iter().map(|&number| {
            let Place { path, bytes } = &places[number as usize];
            format!("\t{path}:{}:{}", bytes.start, bytes.end)
        });
        println!("{quotation}\t{taken}{}", shown.collect::<String>());
    }
    Ok(())
}

/// The numbers of the passages that have most of a text's words, as BM25 has it.
fn best(
    searcher: &Searcher,
    analyzer: &mut TextAnalyzer,
    body: Field,
    columns: &[Column<u64>],
    text: &str,
) -> tantivy::Result<Vec<u64>> {
    let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    analyzer.token_stream(text).process(&mut |token| {
        let term = Term::from_field_text(body, &token.text);
        terms.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
    });
    let found = searcher.search(&BooleanQuery::new(terms), &TopDocs::with_limit(BEST).order_by_score())?;
    let number = |address: tantivy::DocAddress| columns[address.segment_ord as usize].first(address.doc_id);
    Ok(found.into_iter().filter_map(|(_, address)| number(address)).collect())
}

/// Indexes every source, in the order of their paths.
fn add(
    index: &Index,
    (body, number): (Field, Field),
    folder: &Path,
    paragraphs: bool,
) -> Result<Vec<Place>, Box<dyn Error>> {
    let mut files = Vec::new();
    gather(folder, &mut files)?;
    files.sort();
    let mut writer = index.writer(BUDGET)?;
    let mut places = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let path = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        let mut at = 0;
        let parts: Vec<&str> = if paragraphs { text.split("\n\n").collect() } else { vec![&text] };
        for part in parts {
            let bytes = at..at + part.len();
            at = bytes.end + 2;
            if !part.trim().is_empty() {
                writer.add_document(doc!(body => part, number => places.len() as u64))?;
                places.push(Place { path: path.clone(), bytes });
            }
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(places)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
