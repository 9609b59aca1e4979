//! The cache folder: damaged, foreign, not to be written, in the way of a project, cleared and tidied. Nothing of it changes a
//! finding, and nothing that others put there is touched.

mod common;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use common::kept::{CHECK, HARBOUR, check, desk, files, keep_dummy, loaded, named, request, said, same};
use common::program::{folder, run, write};
use ibid::load::{LoadError, Loaded, load};

#[test]
fn a_damaged_cache_is_not_there() {
    let (desk, home) = (desk(), tempfile::tempdir().unwrap());
    std::thread::sleep(Duration::from_millis(2100));
    let (whole, cache) = (home.path().join("whole"), home.path().join("cache"));
    same(desk.path(), &whole, "cold");
    keep_dummy(desk.path(), &whole);
    let texts = |loaded: Loaded| -> Option<Vec<(String, String)>> {
        let sources = &loaded.projects[0].sources;
        let texts = sources.iter().map(|source| (source.name.clone(), source.file.text().to_owned()));
        let texts = texts
            .chain(loaded.projects[0].findings.iter().map(|found| (String::new(), found.message.clone())));
        let texts = texts.collect();
        // A run of which this is so is done again without the cache.
        (!loaded.stale.is_set()).then_some(texts)
    };
    let plain = texts(loaded(desk.path(), &home.path().join("none"), &[])).unwrap();
    let (kept, fresh) = (files(&whole), check(desk.path(), &["--no-cache"]));
    assert_eq!(kept.len(), 5, "{kept:?}");
    let damaged = |below: &Path, bytes: &[u8], what: &str, runs: bool| {
        let _ = fs::remove_dir_all(&cache);
        common::copy_folder(&whole, &cache);
        fs::write(cache.join(below), bytes).unwrap();
        for frozen in [true, false] {
            match load(&request(desk.path(), &cache, frozen, &[]), &|_, _| ()) {
                Ok(loaded) => match texts(loaded) {
                    Some(texts) => assert_eq!(texts, plain, "{what}"),
                    // A list is looked into where it is used.
                    None => assert!(frozen && below.ends_with("manifest"), "{what}"),
                },
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
    assert_eq!(gone.iter().filter(|path| path.exists()).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
    assert_eq!(stays.iter().filter(|path| !path.exists()).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
    assert!(!home.path().join("v0-0.0.1").exists());
    // That a project is in use is noted once a day.
    let manifest = project.join("manifest");
    File::options().append(true).open(&manifest).unwrap().set_modified(days(3)).unwrap();
    same(desk.path(), home.path(), "used");
    assert!(manifest.metadata().unwrap().modified().unwrap() > days(1));
}
