//! What tells, without reading it, that a file is what it was.
//!
//! Takes what the system knows of a file and hands on its `Stamp`.

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// What the system knows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::load) struct Stamp {
    size: u64,
    /// When it was written last, in nanoseconds.
    modified: i64,
    /// When it was written, renamed or linked last, which nobody can set; 0 where the system does not say.
    changed: i64,
    /// Which file of the disk it is; 0 where the system does not say.
    node: u64,
}

/// Two writes may bear the same time, where it is counted coarsely.
const TICK: i64 = 2_000_000_000;

impl Stamp {
    pub fn of(metadata: &Metadata) -> Stamp {
        // What has no time may have been written at any.
        let modified = metadata.modified().map_or(i64::MAX, nanoseconds);
        #[cfg(unix)]
        let (changed, node) = {
            use std::os::unix::fs::MetadataExt;
            let seconds = metadata.ctime().saturating_mul(1_000_000_000);
            (seconds.saturating_add(metadata.ctime_nsec()), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, node) = (0, 0);
        Stamp { size: metadata.len(), modified, changed, node }
    }

    /// It as numbers.
    pub fn numbers(self) -> [u64; 4] {
        [self.size, self.modified.cast_unsigned(), self.changed.cast_unsigned(), self.node]
    }

    /// The stamp of such numbers.
    pub fn of_numbers([size, modified, changed, node]: [u64; 4]) -> Stamp {
        Stamp { size, modified: modified.cast_signed(), changed: changed.cast_signed(), node }
    }

    /// Whether a file that was read at some time may have been written since without a change of its stamp.
    pub fn is_racy(&self, read_at: i64) -> bool {
        self.modified.max(self.changed) >= read_at.saturating_sub(TICK)
    }
}

/// The time that it is.
pub(in crate::load) fn now() -> i64 {
    nanoseconds(SystemTime::now())
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |before| -before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_about_when_it_was_read_is_not_told_by_its_time() {
        let stamp = |modified, changed| Stamp { size: 1, modified, changed, node: 0 };
        let read_at = 1_000 * TICK;
        for (stamp, racy) in [
            (stamp(read_at - TICK - 1, 0), false),
            (stamp(read_at - TICK, 0), true),
            (stamp(read_at + TICK, 0), true),
            (stamp(0, read_at), true),
            (stamp(i64::MAX, 0), true),
        ] {
            assert_eq!(stamp.is_racy(read_at), racy, "{stamp:?}");
        }
    }
}
