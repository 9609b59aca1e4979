//! The progress bar for reading that takes long.
//!
//! Takes how many files of how many have been read, and draws a bar on standard error once a second has passed. Nothing is drawn
//! where standard error is no terminal.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long a run goes without one.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that is not drawn yet.
#[derive(Debug)]
pub struct Progress {
    start: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress { start: Instant::now(), bar: OnceLock::new() }
    }
}

impl Progress {
    /// Shows how far reading is, once it has taken long enough.
    pub fn show(&self, done: usize, all: usize) {
        if self.start.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("reading {wide_bar} {pos} of {len} files");
            let bar = ProgressBar::new(all as u64);
            match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
