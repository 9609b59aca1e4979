//! Writes a corpus of the benches into a folder: `sources/`, `drafts/` and `quotations.tsv`. Takes its shape on the command
//! line and says what it wrote, as `name number` lines.

#[allow(dead_code, reason = "benches take all texts at once")]
#[path = "../../generate/mod.rs"]
mod generate;

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use generate::Corpus;
use generate::draft::{Kind, draft, quotation};
use generate::numbers::Numbers;

const USAGE: &str = "usage: corpora FOLDER [--documents N] [--bytes B] [--markdown] [--seed S]
               [--drafts N] [--quotations N] [--listed N]

  --documents   sources (100), each of about
  --bytes       so many bytes (5000), in
  --markdown    Markdown instead of plain text
  --drafts      drafts about them (1), each with
  --quotations  so many quotations (12)
  --listed      quotations in quotations.tsv (0), half of them exact and half with a word or two changed:
                the source's path, the first byte, the end, the kind, the text
  --seed        another seed makes another corpus (1)

IBID_PROSE names a folder of real prose, .txt and .md, which is cut up in the place of what is made up.";

fn main() {
    if let Err(error) = run() {
        eprintln!("corpora: {error}\n\n{USAGE}");
        std::process::exit(2);
    }
}

/// What is asked for.
struct Wanted {
    folder: PathBuf,
    documents: usize,
    bytes: usize,
    markdown: bool,
    seed: u64,
    drafts: usize,
    quotations: usize,
    listed: usize,
}

fn run() -> Result<(), Box<dyn Error>> {
    let wanted = wanted(std::env::args().skip(1))?;
    let corpus = Corpus::new(wanted.documents, wanted.bytes, wanted.markdown, wanted.seed);
    let (sources, drafts) = (wanted.folder.join("sources"), wanted.folder.join("drafts"));
    for folder in [&sources, &drafts] {
        // What an earlier corpus left would be measured with this one.
        if folder.exists() {
            return Err(format!("{} is there already", folder.display()).into());
        }
        fs::create_dir_all(folder)?;
    }
    let bytes = write_sources(&corpus, &sources)?;
    for number in 0..wanted.drafts {
        let text = draft(&corpus, wanted.seed + number as u64, wanted.quotations);
        fs::write(drafts.join(format!("draft{number:03}.md")), text)?;
    }
    if wanted.listed > 0 {
        fs::write(wanted.folder.join("quotations.tsv"), listed(&corpus, wanted.listed))?;
    }
    println!("documents {}\nbytes {bytes}", corpus.documents);
    Ok(())
}

fn wanted(mut arguments: impl Iterator<Item = String>) -> Result<Wanted, Box<dyn Error>> {
    let folder = arguments.next().ok_or("a folder is wanted")?.into();
    let mut wanted = Wanted {
        folder,
        documents: 100,
        bytes: 5000,
        markdown: false,
        seed: 1,
        drafts: 1,
        quotations: 12,
        listed: 0,
    };
    while let Some(flag) = arguments.next() {
        let mut number = || -> Result<usize, Box<dyn Error>> {
            let value = arguments.next().ok_or_else(|| format!("{flag} wants a number"))?;
            value.parse().map_err(|_| format!("{flag} wants a number, not `{value}`").into())
        };
        match flag.as_str() {
            "--documents" => wanted.documents = number()?,
            "--bytes" => wanted.bytes = number()?,
            "--drafts" => wanted.drafts = number()?,
            "--quotations" => wanted.quotations = number()?,
            "--listed" => wanted.listed = number()?,
            "--seed" => wanted.seed = number()? as u64,
            "--markdown" => wanted.markdown = true,
            _ => return Err(format!("`{flag}` is not known").into()),
        }
    }
    Ok(wanted)
}

/// Writes every document, on as many threads as there are cores, and returns how many bytes they have together.
fn write_sources(corpus: &Corpus, folder: &Path) -> Result<usize, Box<dyn Error>> {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let part = |turn: usize| -> Result<usize, std::io::Error> {
        let mut bytes = 0;
        for number in (turn..corpus.documents).step_by(threads) {
            let path = folder.join(corpus.name(number)).with_extension(corpus.extension());
            let text = corpus.document(number);
            bytes += text.len();
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, text)?;
        }
        Ok(bytes)
    };
    let written = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|turn| scope.spawn(move || part(turn))).collect();
        workers.into_iter().map(|worker| worker.join()).collect::<Vec<_>>()
    });
    let mut all = 0;
    for bytes in written {
        all += bytes.map_err(|_| "a thread broke off")??;
    }
    Ok(all)
}

/// A line for each quotation.
fn listed(corpus: &Corpus, count: usize) -> String {
    let mut numbers = Numbers::new(29);
    let mut list = String::new();
    for number in 0..count {
        let kind = if number % 2 == 0 { Kind::Exact } else { Kind::Altered };
        let Some(found) = quotation(corpus, &mut numbers, kind) else { continue };
        let (path, kind) = (corpus.name(found.document), found.kind.name());
        let (start, end) = (found.bytes.start, found.bytes.end);
        // Writing into a string cannot fail.
        let _ = writeln!(list, "{path}.{}\t{start}\t{end}\t{kind}\t{}", corpus.extension(), found.text);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_the_same_whatever_was_made_before() {
        let corpus = Corpus::new(20, 3000, true, 5);
        let texts = corpus.texts();
        assert_eq!(corpus.document(13), texts[13]);
        assert_ne!(texts[12], texts[13]);
        assert_ne!(Corpus::new(20, 3000, true, 6).document(13), texts[13]);
        assert!(texts.iter().all(|text| (3000..8000).contains(&text.len())));
    }

    #[test]
    fn a_quotation_stands_where_it_says() {
        let corpus = Corpus::new(30, 4000, true, 2);
        let mut numbers = Numbers::new(3);
        for _ in 0..50 {
            let exact =
                quotation(&corpus, &mut numbers, Kind::Exact).expect("such texts have runs of 30 words");
            let place = &corpus.document(exact.document)[exact.bytes];
            assert_eq!(exact.text, place);
            let altered = quotation(&corpus, &mut numbers, Kind::Altered).expect("the same");
            let place = &corpus.document(altered.document)[altered.bytes];
            assert_ne!(altered.text, place);
            let words = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
            let (own, whole) = (words(&altered.text), words(place));
            let kept = own.iter().filter(|word| whole.contains(word)).count();
            assert!(kept + 2 >= whole.len().min(own.len()), "{own:?} {whole:?}");
        }
    }

    #[test]
    fn real_prose_is_dealt_out_once_and_then_with_other_words() {
        let folder = std::env::temp_dir().join(format!("corpora-prose-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let words = Corpus::new(1, 200_000, false, 9).document(0);
        fs::write(folder.join("a.txt"), &words).expect("a file can be written there");
        let prose = generate::prose::Prose::of(&folder);
        fs::remove_dir_all(&folder).expect("what was made can be taken away");
        let texts: Vec<String> = (0..120).map(|number| prose.text(number, 4000)).collect();
        let first: String = texts[..50].concat();
        let paragraphs: Vec<&str> = words.split("\n\n").filter(|text| text.len() > 100).collect();
        assert!(paragraphs.iter().all(|paragraph| first.matches(paragraph).count() == 1), "each stands once");
        let later: String = texts[52..].concat();
        let long: Vec<&&str> = paragraphs.iter().filter(|paragraph| paragraph.len() > 400).collect();
        let again = long.iter().filter(|paragraph| later.contains(***paragraph)).count();
        assert!(long.len() > 50 && again == 0, "{again} of {} stand again", long.len());
    }
}
