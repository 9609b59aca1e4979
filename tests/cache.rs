//! What is kept between runs changes no finding: with a cache that is new, warm or out of date, or that several runs write at once, or
//! one that is killed, the program says what it says without.

mod common;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use common::kept::{
    CHECK, DRAFT, HARBOUR, LEDGER, LOG, check, desk, files, keep_dummy, loaded, named, said, same,
};
use common::program::{command, folder, run, write};
use ibid::load::Loaded;
use ibid::load::cache::Kept;

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
    assert_eq!((named(&cache, "manifest").len(), named(&cache, ".segment").len()), (1, 1));
    write(desk.path(), "sources/ledger.txt", LEDGER);
    fs::remove_file(desk.path().join("sources/harbour.txt")).unwrap();
    same(desk.path(), &cache, "one more, and one less");
    same(desk.path(), &cache, "the same, warm");
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
fn what_was_read_of_a_source_is_read_once() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    let (desk, cache) = (desk.path(), home.path());
    write(desk, "memo.md", "“The ferry will not sail before the ice has gone,” Ann Ward said [@harbour].\n");
    std::thread::sleep(Duration::from_millis(2100));
    same(desk, cache, "cold");
    let readings = || fs::read(&named(cache, "readings")[0]).unwrap();
    let first = readings();
    same(desk, cache, "warm");
    assert_eq!(readings(), first);
    // Damaged, it is as if it were not there; and it is made whole.
    for damage in [&first[..first.len() / 2], b"", b"no such thing"] {
        fs::write(&named(cache, "readings")[0], damage).unwrap();
        same(desk, cache, "damaged");
        assert_eq!(readings(), first);
    }
    // Of another source something else is read, and what is gone may come back.
    let harbour = desk.join("sources/harbour.txt");
    fs::write(&harbour, "“The ferry will sail before the thaw,” said the pilot.\n").unwrap();
    same(desk, cache, "changed");
    assert!(readings().len() > first.len());
    fs::write(&harbour, HARBOUR).unwrap();
    let both = readings();
    same(desk, cache, "changed back");
    assert_eq!(readings(), both);
}

/// A source by its name, with its segment and its document there.
type Placed<'a> = (&'a str, Option<(u32, u32)>);

/// The segments of a run, and where each source lies by its name.
fn places(loaded: &Loaded) -> (Vec<Vec<u8>>, Vec<Placed<'_>>) {
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
    unsaved.projects[0].store.as_ref().unwrap().save(None, &kept, &|_| None).unwrap();
    assert_eq!(places(&loaded(desk, cache, &[])), (one.clone(), all(every)));
    // One that has changed goes into a new segment, and the others stay where they are.
    fs::write(desk.join("sources/harbour.txt"), "Another text.\n").unwrap();
    let changed = loaded(desk, cache, &[]);
    let mut kept: Vec<_> = changed.projects[0].sources.iter().map(|source| source.kept).collect();
    assert_eq!(kept[1], None);
    kept[1] = Some(Kept { segment: 1, document: 0 });
    changed.projects[0].store.as_ref().unwrap().save(Some(b"another"), &kept, &|_| None).unwrap();
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
    moved.projects[0].store.as_ref().unwrap().save(None, &kept, &|_| None).unwrap();
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
    project
        .store
        .as_ref()
        .unwrap()
        .save(Some(b"wrong"), &vec![None; project.sources.len()], &|_| None)
        .unwrap();
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
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
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
    let start = Instant::now();
    same(desk.path(), &cache, "to measure");
    let length = start.elapsed() / 2;
    for part in 0..30 {
        if part % 3 == 0 {
            let _ = fs::remove_dir_all(&cache);
        }
        let text = format!("{HARBOUR}\n{part}\n");
        fs::write(desk.path().join("sources/harbour.txt"), text).unwrap();
        let mut child = command(desk.path(), &arguments, &[]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(length * (part + 10) / 40);
        let _ = child.kill();
        child.wait().unwrap();
        same(desk.path(), &cache, &format!("killed after {part} parts"));
    }
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
