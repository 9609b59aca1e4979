//! `quote-altered`: the words between the marks are not those of the passage that they come from.
//!
//! Takes matches with the verdict `Altered`; the finding points at the worst edit, with the others as related labels.

use super::report::{draft_words, further_edits, in_draft, label, source_label, source_words};
use super::{Cx, wording_fix};
use crate::finding::Finding;
use crate::matching::{Edit, EditKind, Heard, Verdict};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::Altered) {
        let (Some(found), Some(worst)) = (&matched.at, matched.worst()) else { continue };
        let document = cx.corpus.document(found.document);
        let own = draft_words(cx, in_draft(cx, quote, &worst.own));
        let said = told(worst, &own, &source_words(document, worst.source));
        let primary = label(in_draft(cx, quote, &worst.shown), said.in_draft);
        let mut finding = page::QUOTE_ALTERED.finding(said.message, primary);
        finding.related.extend(further_edits(cx, quote, &matched.edits, worst, document));
        finding.related.push(source_label(cx, found, worst.source_shown, said.in_source));
        if let Heard::Reported { .. } = matched.heard {
            finding.notes.push("the source reports this in its own words and quotes nobody".into());
        }
        finding.help.extend(said.help.map(str::to_owned));
        finding.fixes.extend(wording_fix::source_wording(cx, quote, &matched.edits, document));
        finding.fixes.extend(wording_fix::brackets(cx, quote, &matched.edits));
        findings.push(finding);
    }
}

/// What is told of an edit, and beside the words on either side.
struct Told {
    message: String,
    in_draft: String,
    in_source: &'static str,
    help: Option<&'static str>,
}

/// What is told of an edit from the source's words to the draft's own.
fn told(edit: &Edit, own: &str, source: &str) -> Told {
    let tell = |message: String, in_draft: &str, in_source| Told {
        message,
        in_draft: in_draft.to_owned(),
        in_source,
        help: None,
    };
    let has = format!("the source has “{source}”");
    let turned = if edit.kind == EditKind::Negation { ", which turns it round" } else { "" };
    match edit.kind {
        EditKind::Overrun => {
            let message = format!("“{own}” is the source's narration, not part of what it quotes");
            tell(message, "beyond the quotation", "outside the source's quotation marks")
        }
        EditKind::Brackets => {
            let message = format!("the source has [{source}] in brackets: the words are its editor's");
            tell(message, "no brackets here", "bracketed")
        }
        EditKind::Asked => Told {
            help: Some("end the sentence as the source does, or put the mark outside the quotation"),
            ..tell(
                "the source makes a statement here".into(),
                "the source has neither `?` nor `!`",
                "a statement",
            )
        },
        EditKind::Reordered => tell(
            format!("the source has these words in another order: “{source}”"),
            "another order",
            "the source",
        ),
        _ if edit.own.is_empty() => {
            tell(format!("“{source}” is left out{turned}, and other words differ"), &has, "left out")
        }
        _ if source.is_empty() => tell(
            format!("“{own}” is not in the source{turned}"),
            "not in the source",
            "nothing stands between these",
        ),
        _ => tell(format!("{has}, not “{own}”{turned}"), &has, "the source"),
    }
}
