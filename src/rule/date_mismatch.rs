//! `date-mismatch`: a sentence that follows one of a source has another date.
//!
//! Takes the dates that `matching` found to be contradicted.

use super::{Cx, fact};
use crate::claim::fact::Value;
use crate::finding::Finding;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    fact::findings(cx, &page::DATE_MISMATCH, |value| matches!(value, Value::Date(_)), findings);
}
