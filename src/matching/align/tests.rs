//! Tests of alignments: a table of quotations, each with the steps that align it with one source.

use super::*;
use crate::matching::passage::whole;

/// The steps that align two texts, a sign for each: `=` same, `~` variant, `s` substituted, `+` inserted, and with
/// counts of words `-` omitted, `…` elided, `/` skipped, `[` bracketed and `:` regrouped.
fn steps(quote: &str, source: &str) -> String {
    let document = whole::document(source);
    let passage = whole::passage(&document);
    let wording = Wording::of(quote, &[0..quote.len()]);
    let Some(found) = align(&wording, &passage, 60) else { return "none".into() };
    let (mut row, mut column) = (0, None);
    let mut signs = String::new();
    for step in found.steps {
        let (own, words, sign) = match step {
            Step::Same(i, j) => (i..i + 1, j..j + 1, "=".into()),
            Step::Variant(i, j) => (i..i + 1, j..j + 1, "~".into()),
            Step::Substituted(i, j) => (i..i + 1, j..j + 1, "s".into()),
            Step::Inserted(i) => (i..i + 1, column.unwrap_or(0)..column.unwrap_or(0), "+".into()),
            Step::Omitted(i, words) => (i..i, words.clone(), format!("-{}", words.len())),
            Step::Elided(i, words) => (i..i, words.clone(), format!("…{}", words.len())),
            Step::Skipped(i, words) => (i..i, words.clone(), format!("/{}", words.len())),
            Step::Bracketed(own, words) => (own.clone(), words.clone(), format!("[{}", words.len())),
            Step::Regrouped(own, words) => (own, words.clone(), format!(":{}", words.len())),
        };
        assert_eq!(own.start, row, "a gap in the quotation: {quote}");
        assert!(column.is_none_or(|at| at == words.start) || sign == "+", "a gap in the passage: {quote}");
        row = own.end;
        column = if sign == "+" { column } else { Some(words.end) };
        signs.push_str(&sign);
    }
    assert_eq!(row, wording.len(), "{quote}");
    signs
}

#[test]
fn each_difference_is_its_own_step() {
    let source = "We do not need the two harbours (GSI) that they provide for the old fleet.";
    let table = [
        ("we do not need the two harbours", "======="),
        ("we do not need the 2 harbors", "=====~~"),
        ("we do not want the two harbours", "===s==="),
        ("we do need the two harbours", "==-1===="),
        ("we do not ever need the two harbours", "===+===="),
        ("the two harbours that they", "===/1=="),
        ("pro vide", ":1"),
        ("we do not need … they provide", "====…5=="),
        ("we do not need the [old] two harbours", "=====[0=="),
        ("we do not need the two [ports] that they provide", "======[2==="),
        ("we don’t need the two harbours", "=s-1===="),
        ("need not the two harbours they", "ss===/1-1="),
        ("[w]e do not need[ed] the", "===~="),
        ("", ""),
    ];
    for (quote, expected) in table {
        assert_eq!(steps(quote, source), expected, "{quote}");
    }
}
