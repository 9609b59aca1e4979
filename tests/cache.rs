//! What is kept between runs changes no finding: with a cache that is new, warm, out of date, damaged, foreign, written by several
//! runs at once or by one that was killed, the program says what it says without.

mod common;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use common::program::{Run, command, folder, run, write};
use ibid::load::cache::{Cache, Kept};
use ibid::load::{LoadError, Loaded, Request, load};
use tempfile::TempDir;

const DRAFT: &str = "The harbour master said that “the ferry will not sail before the thaw” [@harbour]. The log has it that \
    “the pilot boat was laid up for the whole winter” [@log]. “The lamp on the pier is lit at dusk” [@cues]. The ledger says \
    that “eleven barrels of tar were bought” [@ledger].\n";

const HARBOUR: &str = "“The ferry will not sail before the ice has gone,” the harbour master said.\n";
const LOG: &str = "<html><head><title>Log</title></head><body><h1>Log</h1><p>The pilot boat was laid up for the whole \
    &amp; long winter.</p></body></html>\n";
const CUES: &str = "1\n00:00:01,000 --> 00:00:04,000\nThe lamp on the pier is lit at dawn.\n";
const LEDGER: &str = "That year eleven barrels of tar were bought, and nine of pitch.\n";

/// A desk with a draft, sources of several formats, one of which has no words, and a bibliography.
fn desk() -> TempDir {
    folder([
        ("memo.md", DRAFT),
        ("sources/harbour.txt", HARBOUR),
        ("sources/log.html", LOG),
        ("sources/cues.srt", CUES),
        ("sources/papers/ledger.txt", LEDGER),
        ("sources/blank.html", "<p> </p>"),
        ("sources/table.xls", "no text"),
        ("sources/refs.bib", "@misc{ledger, title = {Ledger}, file = {papers/ledger.txt}}\n"),
    ])
}

const CHECK: [&str; 4] = ["check", "--sources", "sources", "memo.md"];

fn check(desk: &Path, more: &[&str]) -> Run {
    run(desk, &[&CHECK, more].concat(), &[])
}

fn said(run: &Run) -> (i32, &str, &str) {
    (run.status, &run.out, &run.err)
}

/// Holds a run with the cache against one without.
#[track_caller]
fn same(desk: &Path, cache: &Path, what: &str) {
    let cached = check(desk, &["--cache-dir", cache.to_str().unwrap()]);
    let plain = check(desk, &["--no-cache"]);
    assert_eq!(said(&cached), said(&plain), "{what}");
    assert!(plain.out.contains("1 draft"), "{}", plain.out);
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in common::entries(&folder) {
            if entry.is_dir() { waiting.push(entry) } else { files.push(entry) }
        }
    }
    files.sort();
    files
}

fn named(cache: &Path, end: &str) -> Vec<PathBuf> {
    files(cache).into_iter().filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

/// Writes a file anew and gives it the time that it had.
fn replace(path: &Path, text: &str) {
    let time = path.metadata().unwrap().modified().unwrap();
    fs::write(path, text).unwrap();
    File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn findings_are_the_same_whatever_becomes_of_the_sources() {
    // What was written long before a run is told by its stamp alone, and what was written just before by its bytes.
    for wait in [0, 2100] {
        let (desk, home) = (desk(), tempfile::tempdir().unwrap());
        let (desk, cache) = (desk.path(), home.path().join("cache"));
        std::thread::sleep(Duration::from_millis(wait));
        let same = |what: &str| same(desk, &cache, &format!("{what}, {wait} ms old"));
        same("cold");
        same("warm");
        assert_eq!((named(&cache, "manifest").len(), named(&cache, ".bodies").len()), (1, 1));
        let at = |name: &str| desk.join("sources").join(name);
        replace(&at("harbour.txt"), &HARBOUR.replace("ice", "fog"));
        same("other words of the same length at the same time");
        replace(&at("log.html"), &LOG.replace("winter", "summer"));
        same("a page with other words of the same length at the same time");
        File::options().append(true).open(at("cues.srt")).unwrap().set_modified(SystemTime::now()).unwrap();
        same("touched");
        fs::rename(at("papers/ledger.txt"), at("papers/ledger-1921.txt")).unwrap();
        same("renamed");
        fs::rename(at("log.html"), at("diary.html")).unwrap();
        same("a page renamed");
        fs::copy(at("diary.html"), at("log.html")).unwrap();
        same("copied");
        fs::rename(at("harbour.txt"), at("harbour.srt")).unwrap();
        same("of another format");
        fs::rename(at("harbour.srt"), at("harbour.txt")).unwrap();
        fs::remove_file(at("cues.srt")).unwrap();
        same("removed");
        fs::write(at("blank.html"), LOG).unwrap();
        same("words where there were none");
        fs::write(at("log.html"), "<p></p>").unwrap();
        same("no words where there were some");
        fs::remove_dir_all(at("papers")).unwrap();
        fs::write(at(".gitignore"), "diary.*\n").unwrap();
        same("a folder removed, and a source ignored");
        write(desk, "memo.md", "No quotation.\n");
        same("a draft without quotations");
    }
}

#[test]
fn nothing_is_kept_of_a_few_texts() {
    let desk = folder([("memo.md", DRAFT), ("sources/harbour.txt", HARBOUR)]);
    let home = tempfile::tempdir().unwrap();
    let cache = home.path().join("cache");
    same(desk.path(), &cache, "a few texts");
    assert!(!cache.exists());
    // There is nothing to be trusted, and nothing to be gained.
    let frozen = check(desk.path(), &["--frozen", "--cache-dir", cache.to_str().unwrap()]);
    assert_eq!(said(&frozen), said(&check(desk.path(), &["--no-cache"])));
    write(desk.path(), "sources/long.txt", "The pilot went out and came back again.\n".repeat(30_000));
    same(desk.path(), &cache, "a long text");
    same(desk.path(), &cache, "a long text, warm");
    assert_eq!(named(&cache, "manifest").len(), 1);
}

#[test]
fn a_run_that_learns_nothing_writes_nothing() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    std::thread::sleep(Duration::from_millis(2100));
    let times = || -> Vec<_> {
        let time = |path: PathBuf| (path.metadata().unwrap().modified().unwrap(), path);
        files(home.path()).into_iter().map(time).collect()
    };
    same(desk.path(), home.path(), "cold");
    let before = times();
    same(desk.path(), home.path(), "warm");
    assert_eq!(times(), before);
    // Another draft among the sources is none of them, and yet no reason to forget it.
    let both = |draft: &str| {
        let cache = home.path().to_str().unwrap();
        let arguments = ["check", "--sources", ".", "--cache-dir", cache, draft];
        let plain = ["check", "--sources", ".", "--no-cache", draft];
        assert_eq!(said(&run(desk.path(), &arguments, &[])), said(&run(desk.path(), &plain, &[])), "{draft}");
    };
    both("memo.md");
    let before = times();
    both("sources/harbour.txt");
    both("memo.md");
    assert_eq!(times().len(), before.len());
}

#[test]
fn a_damaged_cache_is_not_there() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    std::thread::sleep(Duration::from_millis(2100));
    let (whole, cache) = (home.path().join("whole"), home.path().join("cache"));
    same(desk.path(), &whole, "cold");
    keep_dummy(desk.path(), &whole);
    let texts = |loaded: Loaded| -> Vec<(String, String)> {
        let sources = &loaded.projects[0].sources;
        let texts = sources.iter().map(|source| (source.name.clone(), source.file.text().to_owned()));
        let texts = texts
            .chain(loaded.projects[0].findings.iter().map(|found| (String::new(), found.message.clone())));
        let texts = texts.collect();
        assert!(!loaded.stale.is_set());
        texts
    };
    let plain = texts(loaded(desk.path(), &home.path().join("none"), &[]));
    let (kept, fresh) = (files(&whole), check(desk.path(), &["--no-cache"]));
    assert_eq!(kept.len(), 5, "{kept:?}");
    let damaged = |below: &Path, bytes: &[u8], what: &str, runs: bool| {
        let _ = fs::remove_dir_all(&cache);
        common::copy_folder(&whole, &cache);
        fs::write(cache.join(below), bytes).unwrap();
        for frozen in [true, false] {
            match load(&request(desk.path(), &cache, frozen, &[]), &|_, _| ()) {
                Ok(loaded) => assert_eq!(texts(loaded), plain, "{what}"),
                Err(LoadError::NotKept) => assert!(frozen && below.ends_with("manifest"), "{what}"),
                Err(error) => panic!("{what}: {error}"),
            }
        }
        if runs {
            let run = check(desk.path(), &["--cache-dir", cache.to_str().unwrap()]);
            assert_eq!(said(&run), said(&fresh), "{what}");
            let run = check(desk.path(), &["--frozen", "--cache-dir", cache.to_str().unwrap()]);
            assert_eq!(said(&run), said(&fresh), "{what}, mended");
        }
    };
    for path in &kept {
        let (below, bytes) = (path.strip_prefix(&whole).unwrap(), fs::read(path).unwrap());
        // What says that a folder is ours is not part of what is kept.
        if below.components().count() < 3 {
            continue;
        }
        for part in 0..50 {
            let at = bytes.len() * part / 50;
            damaged(below, &bytes[..at], &format!("{below:?} cut at {at}"), part % 10 == 0);
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x15;
            damaged(below, &bytes, &format!("{below:?} altered at {at}"), part % 10 == 5);
        }
        damaged(below, &[&bytes[..], b"x"].concat(), &format!("{below:?} longer"), true);
        for other in kept.iter().filter(|other| *other != path) {
            damaged(below, &fs::read(other).unwrap(), &format!("{below:?} is {other:?}"), true);
        }
    }
}

#[test]
fn a_folder_in_the_place_of_a_file_of_the_cache_is_told() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    same(desk.path(), home.path(), "cold");
    let plain = check(desk.path(), &["--no-cache"]);
    let manifest = named(home.path(), "manifest").remove(0);
    fs::remove_file(&manifest).unwrap();
    fs::create_dir(&manifest).unwrap();
    let run = check(desk.path(), &["--cache-dir", home.path().to_str().unwrap()]);
    assert_eq!((run.status, &run.out), (plain.status, &plain.out));
    assert!(run.err.contains("warning: the cache cannot be written to"), "{}", run.err);
    assert!(!files(home.path()).iter().any(|path| path.to_string_lossy().contains("aside")));
}

/// Keeps a segment that is none, as a corpus would.
fn keep_dummy(desk: &Path, cache: &Path) {
    let loaded = loaded(desk, cache, &[]);
    let project = &loaded.projects[0];
    let places: Vec<_> =
        (0..project.sources.len() as u32).map(|document| Some(Kept { segment: 0, document })).collect();
    project.store.as_ref().unwrap().save(Some(b"a segment"), &places).unwrap();
}

fn loaded(desk: &Path, cache: &Path, texts: &[(&str, &str)]) -> Loaded {
    load(&request(desk, cache, false, texts), &|_, _| ()).unwrap()
}

fn request(desk: &Path, cache: &Path, frozen: bool, texts: &[(&str, &str)]) -> Request {
    let texts =
        texts.iter().map(|(name, text)| (desk.canonicalize().unwrap().join(name), (*text).to_owned()));
    Request {
        drafts: vec![desk.join("memo.md")],
        sources: vec![desk.join("sources")],
        cache: Some(Cache { folder: cache.to_path_buf(), frozen }),
        texts: Arc::new(texts.collect()),
        ..Request::default()
    }
}

/// The segments of a run, and where each source lies by its name.
fn places(loaded: &Loaded) -> (Vec<Vec<u8>>, Vec<(&str, Option<(u32, u32)>)>) {
    let project = &loaded.projects[0];
    let place = |kept: Kept| (kept.segment, kept.document);
    let sources = project.sources.iter().map(|source| (source.name.as_str(), source.kept.map(place)));
    (project.segments.iter().map(|bytes| bytes.to_vec()).collect(), sources.collect())
}

#[test]
fn a_source_keeps_its_place_as_long_as_it_holds_what_it_did() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    let (desk, cache) = (desk.path(), home.path());
    let first = loaded(desk, cache, &[]);
    let names = ["cues", "harbour", "log", "papers/ledger"];
    assert_eq!(places(&first), (Vec::new(), names.map(|name| (name, None)).to_vec()));
    keep_dummy(desk, cache);
    let one = vec![b"a segment".to_vec()];
    let all = |places: [Option<(u32, u32)>; 4]| names.into_iter().zip(places).collect::<Vec<_>>();
    let every = [Some((0, 0)), Some((0, 1)), Some((0, 2)), Some((0, 3))];
    assert_eq!(places(&loaded(desk, cache, &[])), (one.clone(), all(every)));
    // A text that is not saved is another one, and what its file holds is not forgotten.
    let unsaved = loaded(desk, cache, &[("sources/harbour.txt", "Another text.\n")]);
    assert_eq!(places(&unsaved), (one.clone(), all([every[0], None, every[2], every[3]])));
    let kept: Vec<_> = unsaved.projects[0].sources.iter().map(|source| source.kept).collect();
    unsaved.projects[0].store.as_ref().unwrap().save(None, &kept).unwrap();
    assert_eq!(places(&loaded(desk, cache, &[])), (one.clone(), all(every)));
    // One that has changed goes into a new segment, and the others stay where they are.
    fs::write(desk.join("sources/harbour.txt"), "Another text.\n").unwrap();
    let changed = loaded(desk, cache, &[]);
    let mut kept: Vec<_> = changed.projects[0].sources.iter().map(|source| source.kept).collect();
    assert_eq!(kept[1], None);
    kept[1] = Some(Kept { segment: 1, document: 0 });
    changed.projects[0].store.as_ref().unwrap().save(Some(b"another"), &kept).unwrap();
    let two = vec![b"a segment".to_vec(), b"another".to_vec()];
    assert_eq!(
        places(&loaded(desk, cache, &[])),
        (two.clone(), all([every[0], Some((1, 0)), every[2], every[3]]))
    );
    // Under another name it is the same text, and a copy of it is no second place.
    fs::rename(desk.join("sources/harbour.txt"), desk.join("sources/pier.txt")).unwrap();
    fs::copy(desk.join("sources/log.html"), desk.join("sources/a.html")).unwrap();
    let moved = loaded(desk, cache, &[]);
    let expected = [
        ("a", None),
        ("cues", every[0]),
        ("log", every[2]),
        ("papers/ledger", every[3]),
        ("pier", Some((1, 0))),
    ];
    assert_eq!(places(&moved), (two, expected.to_vec()));
    assert_eq!(moved.projects[0].sources[0].file.text(), moved.projects[0].sources[2].file.text());
    // A segment that holds nothing any more is not named.
    let kept: Vec<_> = moved.projects[0].sources.iter().map(|_| None).collect();
    moved.projects[0].store.as_ref().unwrap().save(None, &kept).unwrap();
    assert!(places(&loaded(desk, cache, &[])).0.is_empty());
    assert!(!moved.stale.is_set());
}

#[test]
fn a_source_that_changes_after_it_was_looked_at_is_told() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    std::thread::sleep(Duration::from_millis(2100));
    keep_dummy(desk.path(), home.path());
    let loaded = loaded(desk.path(), home.path(), &[]);
    fs::write(desk.path().join("sources/harbour.txt"), HARBOUR.replace("ice", "fog")).unwrap();
    let project = &loaded.projects[0];
    assert_eq!(project.sources[3].file.text(), LEDGER);
    assert!(!loaded.stale.is_set());
    assert_eq!(project.sources[1].file.text().trim(), "");
    assert!(loaded.stale.is_set());
    // What was learned of such a run is not kept.
    let before = fs::read(&named(home.path(), "manifest")[0]).unwrap();
    project.store.as_ref().unwrap().save(Some(b"wrong"), &vec![None; project.sources.len()]).unwrap();
    assert_eq!(fs::read(&named(home.path(), "manifest")[0]).unwrap(), before);
}

#[test]
fn several_runs_at_once_all_find_the_same() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    let plain = check(desk.path(), &["--no-cache"]);
    let cache = home.path().join("cache");
    let arguments = [&CHECK[..], &["--cache-dir", cache.to_str().unwrap()]].concat();
    for _ in 0..3 {
        let start = |_| {
            let mut command = command(desk.path(), &arguments, &[]);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let started: Vec<_> = (0..10).map(start).collect();
        for child in started {
            let done = child.wait_with_output().unwrap();
            assert_eq!(String::from_utf8(done.stdout).unwrap(), plain.out);
            assert_eq!(String::from_utf8(done.stderr).unwrap(), "");
        }
        same(desk.path(), &cache, "after ten at once");
        let harbour = desk.path().join("sources/harbour.txt");
        fs::write(&harbour, fs::read(&harbour).unwrap()).unwrap();
    }
    assert!(
        named(&cache, "manifest").len() == 1
            && !files(&cache).iter().any(|path| path.to_string_lossy().contains("aside"))
    );
}

#[test]
fn a_run_that_is_killed_leaves_nothing_half_written() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    let cache = home.path().join("cache");
    let arguments = [&CHECK[..], &["--cache-dir", cache.to_str().unwrap()]].concat();
    let start = std::time::Instant::now();
    same(desk.path(), &cache, "to measure");
    let length = start.elapsed() / 2;
    for part in 0..30 {
        if part % 3 == 0 {
            let _ = fs::remove_dir_all(&cache);
        }
        let text = format!("{HARBOUR}\n{part}\n");
        fs::write(desk.path().join("sources/harbour.txt"), text).unwrap();
        let mut child =
            command(desk.path(), &arguments, &[]).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(length * (part + 10) / 40);
        let _ = child.kill();
        child.wait().unwrap();
        same(desk.path(), &cache, &format!("killed after {part} parts"));
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_no_fault_of_the_run() {
    let (desk, home) = (desk(), folder([("file", "a file")]));
    let (plain, file) = (check(desk.path(), &["--no-cache"]), home.path().join("file"));
    let inside = file.join("cache");
    let run_in = |arguments: &[&str], environment: &[(&str, &str)]| {
        let run = run(desk.path(), &[&CHECK, arguments].concat(), environment);
        assert_eq!((run.status, &run.out), (plain.status, &plain.out));
        run.err
    };
    let inside = inside.to_str().unwrap();
    let warned = format!(
        "warning: the cache cannot be written to `{inside}`: not a directory; --no-cache does without\n"
    );
    assert_eq!(run_in(&["--cache-dir", inside], &[]), warned);
    assert_eq!(run_in(&[], &[("IBID_CACHE_DIR", inside)]), warned);
    assert_eq!(run_in(&["--no-cache"], &[("IBID_CACHE_DIR", inside)]), "");
    // The user's own cache folder was nobody's wish.
    assert_eq!(run_in(&[], &[("XDG_CACHE_HOME", inside), ("HOME", inside), ("LOCALAPPDATA", inside)]), "");
    // What is there already belongs to somebody else.
    let foreign = home.path().to_str().unwrap();
    let says = "the folder holds something that ibid did not put there";
    assert!(run_in(&["--cache-dir", foreign], &[]).contains(says));
    assert_eq!(common::entries(home.path()).len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn the_cache_is_where_the_platform_has_it() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    let at = home.path().to_str().unwrap();
    let dir = |environment: &[(&str, &str)], arguments: &[&str]| {
        let run = run(desk.path(), &[&["cache", "dir"], arguments].concat(), environment);
        (run.status, run.out + &run.err)
    };
    let named = |path: &str| (0, format!("{path}\n"));
    assert_eq!(dir(&[("HOME", at)], &[]), named(&format!("{at}/.cache/ibid")));
    assert_eq!(dir(&[("HOME", at), ("XDG_CACHE_HOME", "/x")], &[]), named("/x/ibid"));
    // A path that is not absolute says nothing.
    assert_eq!(dir(&[("HOME", at), ("XDG_CACHE_HOME", "x")], &[]), named(&format!("{at}/.cache/ibid")));
    assert_eq!(dir(&[("HOME", at), ("IBID_CACHE_DIR", "/y")], &[]), named("/y"));
    assert_eq!(dir(&[("IBID_CACHE_DIR", "/y")], &["--cache-dir", "z"]), named("z"));
    let none = "error: there is no home to have a cache in\nhelp: name it with `--cache-dir DIR`\n";
    assert_eq!(dir(&[], &[]), (2, none.to_owned()));
    let plain = check(desk.path(), &["--no-cache"]);
    assert_eq!(said(&check(desk.path(), &[])), said(&plain));
    let kept = run(desk.path(), &CHECK, &[("HOME", at)]);
    assert_eq!(said(&kept), said(&plain));
    assert_eq!(self::named(home.path(), "/manifest").len(), 1);
    let frozen = check(desk.path(), &["--frozen"]);
    assert_eq!((frozen.status, frozen.err.lines().count()), (2, 2), "{}", frozen.err);
}

#[test]
fn a_frozen_run_looks_at_nothing_that_is_kept() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    let frozen = |more: &[&str]| {
        check(desk.path(), &[&["--frozen", "--cache-dir", home.path().to_str().unwrap()], more].concat())
    };
    let unkept = frozen(&[]);
    let says = "error: the cache has nothing of these sources that could be used\nhelp: run once without `--frozen`\n";
    assert_eq!((unkept.status, unkept.err.as_str()), (2, says));
    same(desk.path(), home.path(), "cold");
    let plain = check(desk.path(), &["--no-cache"]);
    assert_eq!(said(&frozen(&[])), said(&plain));
    // From another folder the paths are others, and the same sources are meant.
    let cache = home.path().to_str().unwrap();
    let papers = desk.path().join("sources/papers");
    let from =
        |more: &[&str]| run(&papers, &[&["check", "--sources", "..", "../../memo.md"], more].concat(), &[]);
    assert_eq!(said(&from(&["--frozen", "--cache-dir", cache])), said(&from(&["--no-cache"])));
    // What is new is not seen, what a reader took out of a file is not read again, and a text that has changed is.
    write(desk.path(), "sources/new.txt", "The ferry will not sail before the thaw.\n");
    assert_eq!(said(&frozen(&[])), said(&plain));
    fs::remove_file(desk.path().join("sources/new.txt")).unwrap();
    write(desk.path(), "sources/log.html", LOG.replace("laid up", "hauled out"));
    assert_eq!(said(&frozen(&[])), said(&plain));
    let now = check(desk.path(), &["--no-cache"]);
    assert_ne!(now.out, plain.out);
    write(desk.path(), "sources/harbour.txt", HARBOUR.replace("ice", "fog"));
    assert_eq!(said(&frozen(&[])), said(&check(desk.path(), &["--no-cache"])));
    // A new draft is no source.
    write(desk.path(), "sources/log.html", LOG);
    write(desk.path(), "sources/harbour.txt", HARBOUR);
    write(desk.path(), "memo.md", DRAFT.replace("thaw", "ice has gone"));
    assert_eq!(said(&frozen(&[])), said(&check(desk.path(), &["--no-cache"])));
}

#[test]
fn the_cache_of_a_project_is_none_of_its_texts() {
    let desk = desk();
    let at = desk.path().join("sources/kept");
    let cache = at.to_str().unwrap();
    same(desk.path(), &at, "cold");
    // Not even where `.gitignore` does not hide it.
    fs::remove_file(at.join(".gitignore")).unwrap();
    write(&at, "left.txt", HARBOUR);
    same(desk.path(), &at, "warm");
    let listed = check(desk.path(), &["--cache-dir", cache, "--format", "json"]);
    assert!(listed.out.contains("\"sources\": 4") || listed.out.contains("\"sources\":4"), "{}", listed.out);
}

#[test]
fn clearing_removes_what_ibid_has_made_and_nothing_else() {
    let (desk, home) = (desk(), folder([("own/letter.txt", "a letter")]));
    let cache = home.path().join("cache");
    let clear =
        |folder: &Path| run(desk.path(), &["cache", "clear", "--cache-dir", folder.to_str().unwrap()], &[]);
    assert_eq!(clear(&cache).out, format!("nothing is kept in {}\n", cache.display()));
    same(desk.path(), &cache, "cold");
    keep_dummy(desk.path(), &cache);
    let cleared = clear(&cache);
    assert_eq!((cleared.status, cleared.out), (0, format!("removed what was kept in {}\n", cache.display())));
    assert!(!cache.exists());
    let foreign = clear(&home.path().join("own"));
    assert!(
        foreign.status == 2 && foreign.err.contains("was not cleared: it has no CACHEDIR.TAG"),
        "{}",
        foreign.err
    );
    assert!(home.path().join("own/letter.txt").exists());
    same(desk.path(), &cache, "again");
    let project = named(&cache, "manifest")[0].parent().unwrap().to_path_buf();
    write(&project, "letter.txt", "a letter");
    assert_eq!(clear(&cache).status, 2);
    assert_eq!(files(&project), [project.join("letter.txt")]);
    fs::remove_file(project.join("letter.txt")).unwrap();
    assert_eq!(clear(&cache).status, 0);
    assert!(!cache.exists());
}

#[test]
fn what_nobody_needs_is_removed_in_time() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    same(desk.path(), home.path(), "cold");
    let project = named(home.path(), "manifest")[0].parent().unwrap().to_path_buf();
    let version = project.parent().unwrap();
    let days = |days: u64| SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
    let aged = |path: PathBuf, age: SystemTime| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "x").unwrap();
        File::options().append(true).open(&path).unwrap().set_modified(age).unwrap();
        path
    };
    let (old, other) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    let gone = [
        aged(project.join(format!("{old}.segment")), days(1)),
        aged(project.join(format!("{old}.bodies")), days(1)),
        aged(project.join(".aside-x1"), days(1)),
        aged(version.join(old).join("manifest"), days(61)),
        aged(home.path().join("v0-0.0.1").join(old).join("manifest"), days(61)),
    ];
    let stays = [
        aged(project.join(format!("{other}.segment")), SystemTime::now()),
        aged(project.join("letter.txt"), days(100)),
        aged(version.join(other).join("manifest"), days(59)),
        aged(home.path().join("letter").join(old).join("manifest"), days(61)),
    ];
    write(desk.path(), "sources/harbour.txt", HARBOUR.replace("ice", "fog"));
    same(desk.path(), home.path(), "tidied");
    assert_eq!(gone.iter().filter(|path| path.exists()).collect::<Vec<_>>(), [const { &PathBuf::new() }; 0]);
    assert_eq!(
        stays.iter().filter(|path| !path.exists()).collect::<Vec<_>>(),
        [const { &PathBuf::new() }; 0]
    );
    assert!(!home.path().join("v0-0.0.1").exists());
    // That a project is in use is noted once a day.
    let manifest = project.join("manifest");
    File::options().append(true).open(&manifest).unwrap().set_modified(days(3)).unwrap();
    same(desk.path(), home.path(), "used");
    assert!(manifest.metadata().unwrap().modified().unwrap() > days(1));
}
