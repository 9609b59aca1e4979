//! Inputs that once broke something, each as small as it could be made, are run through what they broke.
//!
//! `broken/` holds them: the name says what was wrong, the extension which target of `hard` it is for.

mod common;
mod hard;
#[path = "soak/random.rs"]
mod random;

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use common::{entries, name};
use random::Random;

/// None of them takes as long, on the slowest machine and without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn what_once_broke_something_breaks_nothing() {
    let inputs = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken"));
    let mut failures = Vec::new();
    for path in &inputs {
        let extension = path.extension().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(&(_, target)) = hard::TARGETS.iter().find(|(name, _)| *name == extension) else {
            failures.push(format!("{}: no target is called `{extension}`", name(path)));
            continue;
        };
        let bytes = std::fs::read(path).expect("it can be read");
        let (send, receive) = mpsc::channel();
        thread::spawn(move || {
            target(&bytes);
            // Whoever waited may have given it up.
            let _ = send.send(());
        });
        match receive.recv_timeout(PATIENCE) {
            Ok(()) => {}
            Err(mpsc::RecvTimeoutError::Timeout) => failures.push(format!("{}: it hangs", name(path))),
            Err(mpsc::RecvTimeoutError::Disconnected) => failures.push(format!("{}: it panics", name(path))),
        }
    }
    assert!(!inputs.is_empty(), "no input was found below tests/broken");
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

/// What once took time that grew with the square of its length: how it begins, and what then comes again and again.
const LONG: &[(&str, &str, &[&str])] = &[
    ("markdown", "", &["%pp. 1-2, </w:p><sup>"]),
    ("tex", "\\begin{document}\na ", &["? https://a.b/c _\\def\\a{\\a\\a}"]),
];

#[test]
fn what_once_took_ever_longer_takes_no_time() {
    for (target, start, pieces) in LONG {
        let body: String =
            pieces.iter().map(|piece| piece.repeat(100_000 / pieces.len() / piece.len())).collect();
        let (send, receive) = mpsc::channel();
        let input = format!("{start}{body}\n");
        thread::spawn(move || {
            hard::run(target, input.as_bytes());
            // Whoever waited may have given it up.
            let _ = send.send(());
        });
        assert!(receive.recv_timeout(PATIENCE).is_ok(), "{target} is too slow on {pieces:?}");
    }
}

/// How many changed inputs each target gets, where `IBID_HARD` says nothing else.
const CHANGED: usize = 30;

/// What `cargo fuzz` does with more insight. It needs no other compiler, and is a first look after a change.
#[test]
fn seeds_that_are_changed_at_random_break_nothing() {
    let count =
        std::env::var("IBID_HARD").map_or(CHANGED, |said| said.parse().expect("IBID_HARD is a number"));
    let one = std::env::var("IBID_HARD_TARGET").ok();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut failures = Vec::new();
    for (target, run) in hard::TARGETS.iter().filter(|(name, _)| one.as_ref().is_none_or(|one| one == name)) {
        let read = |path: &std::path::PathBuf| std::fs::read(path).expect("it can be read");
        let seeds: Vec<Vec<u8>> = entries(&folder.join(target)).iter().map(read).collect();
        let mut random = Random::new(7);
        for _ in 0..count {
            let mut input = seeds[random.below(seeds.len())].clone();
            (0..1 + random.below(8)).for_each(|_| change(&mut random, &mut input, &seeds));
            if std::panic::catch_unwind(|| run(&input)).is_err() {
                let kept = std::env::temp_dir().join(format!("broken.{target}"));
                std::fs::write(&kept, &input).expect("it can be kept");
                failures.push(format!("{target} panics on {}", kept.display()));
                break;
            }
        }
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

/// Changes bytes: takes some out, doubles some, puts in those of a seed, or one that is anything.
fn change(random: &mut Random, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let start = random.below(input.len() + 1);
    let end = (start + [0, 1, 1, 3, 20, 200][random.below(6)]).min(input.len());
    let new = match random.below(6) {
        0 | 1 => Vec::new(),
        2 => input[start..end].repeat(2 + random.below(3)),
        3 => {
            let seed = &seeds[random.below(seeds.len())];
            let from = random.below(seed.len());
            seed[from..(from + random.below(60)).min(seed.len())].to_vec()
        }
        4 => random::PIECES[random.below(random::PIECES.len())].as_bytes().to_vec(),
        _ => vec![random.below(256) as u8],
    };
    input.splice(start..end, new);
}

#[test]
fn every_target_has_a_seed_and_bears_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for (target, run) in hard::TARGETS {
        let seeds = entries(&folder.join(target));
        assert!(!seeds.is_empty(), "{target} has no seed");
        seeds.iter().for_each(|seed| run(&std::fs::read(seed).expect("it can be read")));
    }
    assert!(hard::TARGETS.is_sorted_by_key(|(name, _)| name), "the targets are not in order");
}
