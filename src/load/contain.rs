//! Runs a reader by itself, so that a file which it cannot cope with costs that file and nothing else.
//!
//! Takes the bytes or the text of a file and its reader, and hands on what it read, or the `Fault` where it panicked or took too long.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::build::Extracted;
use super::decode::Fault;

/// The name of the threads that readers run in. Whoever prints panics may pass over theirs: each becomes a finding.
pub const THREAD: &str = "ibid-reader";

/// No file takes longer to read than this; the longest books take a few seconds.
const LONGEST: Duration = Duration::from_secs(120);

/// What nested markup may need, in bytes.
const STACK: usize = 64 << 20;

/// Runs a reader. One that goes past its time is left to itself: it holds the bytes of its file until it ends.
pub(super) fn contained<T: Send + 'static>(
    file: T,
    read: fn(T) -> Result<Extracted, Fault>,
) -> Result<Extracted, Fault> {
    let (send, receive) = mpsc::channel();
    let run = move || {
        // Nobody listens any more to one that took too long.
        let _ = send.send(read(file));
    };
    let thread = thread::Builder::new().name(THREAD.into()).stack_size(STACK).spawn(run);
    if let Err(error) = thread {
        return Err(Fault::Io(super::decode::plain(&error)));
    }
    match receive.recv_timeout(LONGEST) {
        Ok(read) => read,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Fault::Slow(LONGEST.as_secs())),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Fault::unread(
            "is damaged in a way that its reader does not understand",
            "open and save it anew, or give its text beside it as .txt: `{path}` is not read then",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_costs_its_file_alone() {
        let read = contained((), |()| panic!("on purpose"));
        assert!(matches!(read, Err(Fault::Unread { reason, .. }) if reason.contains("damaged")));
    }

    #[test]
    fn a_deep_file_has_room() {
        fn deep(levels: usize) -> usize {
            let block = [levels as u8; 1000];
            if levels == 0 {
                0
            } else {
                1 + deep(levels - 1) + usize::from(std::hint::black_box(block)[999] > 255 - 1)
            }
        }
        let read = contained((), |()| if deep(10_000) > 0 { Err(Fault::Empty) } else { Err(Fault::Utf32) });
        assert!(matches!(read, Err(Fault::Empty)));
    }
}
