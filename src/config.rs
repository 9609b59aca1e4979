//! What a run is asked for: which rules, and the numbers that they and `matching` go by.
//!
//! Takes the command line's choices; hands one plain `Config` to everything above it. The defaults of `Options`
//! are the ones on the rules' pages, which a test holds.

use crate::page::Page;

/// Which rules run, and with what numbers.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Ids or families of rules to run; empty for all.
    pub select: Vec<String>,
    /// Ids or families of rules not to run; wins over `select`.
    pub ignore: Vec<String>,
    /// Whether preview rules run.
    pub preview: bool,
    /// Whether notes are reported.
    pub pedantic: bool,
    /// The rules' options.
    pub options: Options,
}

impl Config {
    /// Whether a rule's findings are wanted. A note that is selected by its own id needs no `pedantic`, a preview
    /// rule likewise no `preview`.
    pub fn wants(&self, page: &Page) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name == page.id || name == page.family());
        let by_id = self.select.iter().any(|name| name == page.id);
        !names(&self.ignore)
            && (self.select.is_empty() || names(&self.select))
            && (by_id || self.preview || !page.preview)
    }
}

/// Numbers that decide what counts as a quotation and as the same words. Lengths are in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// A quotation shorter than this is not judged at all.
    pub shortest: usize,
    /// A quotation of at least this length is judged if a reporting clause or a citation goes with it; a shorter
    /// one only with a clause.
    pub cited: usize,
    /// A quotation of at least this length is always judged.
    pub bare: usize,
    /// The share of a long quotation's words that a passage must have for `quote-altered`; below it is
    /// `quote-not-found`.
    pub likeness: f64,
    /// How many words of the source one ellipsis may stand for.
    pub reach: usize,
    /// How many words may be left out in one place without an ellipsis before the quotation counts as spliced.
    pub gap: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { shortest: 3, cited: 5, bare: 8, likeness: 0.6, reach: 200, gap: 12 }
    }
}
