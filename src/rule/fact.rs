//! What the rules on numbers and dates have in common: the finding on a fact that the source has otherwise.
//!
//! Takes the facts that `matching` found to be contradicted and hands on findings that point at both texts' words.

use super::report::{draft_words, label, source_label, source_words};
use super::{Cx, known};
use crate::claim::fact::Value;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::{Contradicted, Draft, contradicted};
use crate::page::Page;

/// The findings of one rule: on those facts whose value it looks after.
pub fn findings(cx: &Cx, page: &Page, own: fn(&Value) -> bool, findings: &mut Vec<Finding>) {
    let draft = Draft { text: cx.text, claims: cx.claims, options: &cx.config.options };
    // What the project states goes before the sources.
    let known = known::findings(cx, page, own, findings);
    let open = |one: &Contradicted| own(&one.stated) && !known.iter().any(|span| span.overlaps(one.own));
    let all = contradicted(&draft, cx.follows, cx.corpus);
    for one in all.into_iter().filter(open) {
        let right = source_words(cx.corpus.document(one.right.document), one.right.span);
        let message = format!("the source has “{right}”, not “{}”", draft_words(cx, one.own));
        let mut finding = page.finding(message, label(one.own, "not in the source"));
        finding.related.push(source_label(cx, &one.right, one.right.span, "the source"));
        match fitted(&draft_words(cx, one.own), &right) {
            Some(replacement) => finding.fixes.push(Fix {
                title: format!("write “{replacement}”"),
                safety: Safety::Unsafe,
                edits: vec![Edit { span: one.own, replacement }],
            }),
            None => finding.help.push(format!("write what the source has: “{right}”")),
        }
        findings.push(finding);
    }
}

/// The source's words as they fit in the place of the draft's; none where the two are built otherwise: "25-year-old" and "25 years
/// old", "12 March" and "the twelfth of March".
fn fitted(own: &str, right: &str) -> Option<String> {
    let spelt = |words: &str| words.starts_with(char::is_alphabetic);
    let shape = |words: &str| (words.matches('-').count(), words.split(' ').count() > 3);
    let hyphen = |words: &str| words.contains('-') && words.contains(|c: char| c.is_ascii_digit());
    let of = |words: &str| words.contains(" of ");
    if of(own) != of(right) || (hyphen(own) || hyphen(right)) && shape(own) != shape(right) {
        return None;
    }
    let (head, rest) = right.split_at(right.chars().next().map_or(0, char::len_utf8));
    let opens = own.starts_with(char::is_uppercase);
    let word = right.split([' ', '-']).next().unwrap_or_default();
    let number = crate::lexicon::get(crate::lexicon::numbers::CARDINALS, &word.to_lowercase()).is_some();
    Some(match (opens, spelt(right)) {
        (true, true) => head.to_uppercase() + rest,
        (false, true) if number => head.to_lowercase() + rest,
        _ => right.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_s_words_are_put_where_they_fit() {
        let table = [
            ("twenty", "37", Some("37")),
            ("Twenty", "thirty-seven", Some("Thirty-seven")),
            ("20", "Thirty-seven", Some("thirty-seven")),
            ("April 12", "April 21", Some("April 21")),
            ("12 April", "21 April 2019", Some("21 April 2019")),
            ("25-year-old", "26 years old", None),
            ("12 March", "twelfth of March", None),
            ("25-year-old", "26-year-old", Some("26-year-old")),
        ];
        for (own, right, expected) in table {
            assert_eq!(fitted(own, right).as_deref(), expected, "{own} / {right}");
        }
    }
}
