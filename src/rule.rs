//! The rules: pages with a function each.

use crate::page::{self, Page};

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its page.
    pub page: &'static Page,
}

/// Every rule, by id.
pub static RULES: &[Rule] = &[Rule { page: &page::QUOTE_ALTERED }, Rule { page: &page::SOURCE_UNREADABLE }];
