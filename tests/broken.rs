//! Inputs that once broke something, each as small as it could be made, are run through what they broke.
//!
//! `broken/` holds them: the name says what was wrong, the extension which target of `hard` it is for.

mod common;
mod hard;

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use common::{entries, name};

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
