//! One fuzz target, named as the program that is built from this file: `cargo fuzz run tex`.
//!
//! Takes any bytes. What is done with them stands in `tests/hard`, whose targets `cargo test` runs, too.

#![no_main]

#[path = "../tests/hard/mod.rs"]
mod hard;

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { spare_readers(); }, |bytes: &[u8]| hard::run(env!("CARGO_BIN_NAME"), bytes));

/// A library that a reader is built on may panic on a damaged file: the program makes a finding of that. Its own code may not.
fn spare_readers() {
    let end = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let reads = std::thread::current().name() == Some(ibid::load::READER_THREAD);
        let foreign = panic.location().is_some_and(|place| place.file().contains("/registry/"));
        if !(reads && foreign) {
            end(panic);
        }
    }));
}
