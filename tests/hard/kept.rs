//! What is kept between runs, damaged: a segment of the index leads nowhere that is not there, and a cache changes nothing of what is
//! read.
//!
//! An input is a list of damages to what this version of the program has written, so that none is out of date: eight bytes each, a
//! place and a number that is written there.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use ibid::corpus::index::{CAPITAL, DEPTH, Index};
use ibid::corpus::{Corpus, Document, DocumentId, Known};
use ibid::file::bytes::Bytes;
use ibid::file::{File, FileId, Format};
use ibid::fold::{Word, words};
use ibid::load::cache::{Cache, Keeping, Kept};
use ibid::load::{self, ConfigChoice, Indexing, LoadError, Loaded, Request, Source};
use ibid::{check, output};

/// The texts that are indexed and kept.
const TEXTS: &[(&str, &str)] = &[
    (
        "harbour.txt",
        "“The ferry will not sail before the ice has gone,” the harbour master, Ann Ward, said. It was 3 March 1921.\n",
    ),
    (
        "log.html",
        "<html><head><title>Log</title></head><body><p>The boat was laid up &amp; tarred. The ice has gone.</p></body></html>\n",
    ),
    ("talk.srt", "1\n00:00:01,000 --> 00:00:04,000\nThe lamp on the pier is lit at dawn.\n"),
    (
        "pier.md",
        "# Pier\n\nThe pier was closed for the whole of the winter. The ferry will not sail. The ice has gone.\n",
    ),
];

/// Damages bytes as an input says. An odd byte behind the last number cuts them there.
fn damaged(whole: &[u8], input: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let (damages, rest) = input.as_chunks::<8>();
    for &[a, b, c, d, number @ ..] in damages {
        let at = u32::from_le_bytes([a, b, c, d]) as usize % (bytes.len() + 1);
        let end = (at + number.len()).min(bytes.len());
        bytes[at..end].copy_from_slice(&number[..end - at]);
    }
    if let [.., cut] = rest {
        bytes.truncate(bytes.len() * usize::from(*cut) / 256);
    }
    bytes
}

fn files() -> Vec<File> {
    let file = |(id, &(path, text)): (u32, &(&str, &str))| {
        File::new(FileId(id), path.to_owned(), "UTF-8", Format::Plain, text.to_owned())
    };
    (0..).zip(TEXTS).map(file).collect()
}

/// A segment of the index.
pub fn segment(input: &[u8]) {
    static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let files = files();
        let own: Vec<&File> = files.iter().collect();
        let index = Index::new(&own, &vec![None; own.len()], Vec::new()).expect("they are few");
        index.kept().fresh.expect("it is new").to_vec()
    });
    let bytes = damaged(&WHOLE, input);
    let files = files();
    let own: Vec<&File> = files.iter().collect();
    let kept: Vec<Option<Kept>> =
        (0..own.len() as u32).map(|document| Some(Kept { segment: 0, document })).collect();
    led_by(&own, &kept, Bytes::new(bytes.clone()));
    let Some(index) = Index::new(&own, &kept, vec![Bytes::new(bytes)]) else { return };
    let documents: Vec<Document> =
        files.into_iter().map(|file| Document::new("a".into(), Arc::new(file), None, None)).collect();
    for (id, document) in (0..).map(DocumentId).zip(&documents) {
        let tokens: Vec<u32> = index.tokens(id, 0..100).map(|word| word & !CAPITAL).collect();
        for length in 1..=DEPTH {
            for run in tokens.windows(length) {
                let found = index.find(run);
                for (other, word) in index.places_of(&found).take(20) {
                    let _ = index.sentence_at(other, word);
                    let of = &documents[other.0 as usize];
                    let range = index.bytes(of, other, word as usize..(word as usize).saturating_add(3));
                    assert!(of.file.text().get(range).is_some());
                }
                let _ = index.documents_with(run);
            }
        }
        let sentences = index.sentences_of(id).min(100) as u32;
        for number in 0..sentences {
            let _ = index.sentence(id, number);
        }
        let _ = (index.learned(id), index.length(id), index.words_at(document, id, 40).take(100).count());
    }
}

/// Asks for documents by what leads to them, where a segment is taken as it is.
fn led_by(files: &[&File], kept: &[Option<Kept>], segment: Bytes) {
    let Some(index) = Index::kept_at(kept.iter().copied().flatten().collect(), vec![segment]) else { return };
    let source = |file: &File| {
        let copy = File::new(file.id, file.path.clone(), "UTF-8", file.format, file.text().to_owned());
        Source::new(Arc::new(copy), file.path.clone())
    };
    let sources: Vec<Source> = files.iter().map(|file| source(file)).collect();
    let corpus =
        Corpus::known(sources, Vec::new(), Vec::new(), Known { index: Some(index), ..Known::default() });
    for text in ["Log", "Pier", "harbour.txt", "Ward 1921", "The Ferry"] {
        let words: Vec<Word> = words(text).collect();
        let _ = (
            corpus.named(text),
            corpus.titled(&words),
            corpus.by_author(text, &words),
            corpus.publication(&words),
        );
        let _ = words.iter().map(|word| corpus.authors_with(word.hash).count()).sum::<usize>();
    }
    let _ = (corpus.any_begins(|sample| sample.english), corpus.keys().len());
}

/// A folder with sources and the cache of them.
struct Desk {
    _folder: tempfile::TempDir,
    sources: PathBuf,
    cache: PathBuf,
    /// What is kept, file by file.
    kept: Vec<(PathBuf, Vec<u8>)>,
    /// What is read.
    texts: Vec<(String, String)>,
    /// What is found.
    found: String,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let (sources, cache) = (folder.path().join("sources"), folder.path().join("cache"));
        std::fs::create_dir(&sources).expect("it can be made");
        let draft = "The harbour master said “the ferry will never sail before the ice has gone” [@harbour], and the boat was laid up. \
            *The Pier* says that it “was closed for the whole winter”.\n";
        std::fs::write(folder.path().join("memo.md"), draft).expect("it can be written");
        let before = SystemTime::now() - Duration::from_secs(3600);
        for (name, text) in TEXTS {
            std::fs::write(sources.join(name), text).expect("it can be written");
            let file = std::fs::File::options().append(true).open(sources.join(name)).expect("it is there");
            // What was written a moment ago may be written again without another time, and is not kept.
            file.set_modified(before).expect("it is ours");
        }
        let folder_of = std::fs::File::open(&sources).expect("it is there");
        folder_of.set_modified(before).expect("it is ours");
        let loaded = loaded(&sources, &cache, false).expect("it can be read");
        let (keeping, texts) = (Keeping::of(&loaded), texts(&loaded));
        let report = check::check(loaded);
        keeping.keep(report.gained()).expect("it can be kept");
        let found = output::json::render(&report);
        let mut kept = Vec::new();
        collect(&cache, &mut kept);
        kept.retain(|(path, _)| {
            path.extension().is_none_or(|end| end != "TAG") && !path.ends_with(".gitignore")
        });
        kept.sort();
        assert!(kept.len() > 1, "nothing is kept: {kept:?}");
        Desk { _folder: folder, sources, cache, kept, texts, found }
    }
}

fn collect(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in folder.read_dir().expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            collect(&path, into);
        } else {
            let bytes = std::fs::read(&path).expect("it can be read");
            into.push((path, bytes));
        }
    }
}

fn loaded(sources: &Path, cache: &Path, frozen: bool) -> Result<Loaded, LoadError> {
    let request = Request {
        drafts: vec![sources.with_file_name("memo.md")],
        sources: vec![sources.to_path_buf()],
        cache: Some(Cache { folder: cache.to_path_buf(), frozen }),
        config: ConfigChoice::Isolated,
        indexing: Indexing::Always,
        ..Request::default()
    };
    load::load(&request, &|_, _| ())
}

fn texts(loaded: &Loaded) -> Vec<(String, String)> {
    let sources = loaded.projects.iter().flat_map(|project| project.sources.iter());
    sources.map(|source| (source.name.clone(), source.file.text().to_owned())).collect()
}

/// A file of a cache; the first byte says which.
pub fn cache(input: &[u8]) {
    static DESK: LazyLock<Mutex<Desk>> = LazyLock::new(|| Mutex::new(Desk::new()));
    let desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((which, damages)) = input.split_first() else { return };
    let (path, whole) = &desk.kept[usize::from(*which) % desk.kept.len()];
    std::fs::write(path, damaged(whole, damages)).expect("it can be written");
    for frozen in [true, false] {
        match loaded(&desk.sources, &desk.cache, frozen) {
            Ok(loaded) => {
                let (read, stale) = (texts(&loaded), loaded.stale.clone());
                let found = output::json::render(&check::check(loaded));
                // Where the cache was wrong about a source, the run is made again without it.
                if !stale.is_set() {
                    assert_eq!(read, desk.texts);
                    // A segment is not read through where the cache is trusted, and may have other words then.
                    if !frozen || path.extension().is_none_or(|end| end != "segment") {
                        assert_eq!(found, desk.found);
                    }
                }
            }
            Err(LoadError::NotKept) => assert!(frozen),
            Err(error) => panic!("{error}"),
        }
    }
    std::fs::write(path, whole).expect("it can be written");
}
