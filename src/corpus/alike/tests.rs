//! Two invented reports of a harbour, and sentences that restate parts of them or do not.

use super::*;
use crate::file::{File, Files, Format};
use crate::load::Source;

const HARBOUR: &str = "The ferry to Skarvoy lost its rudder on Friday night. Ruth Ward, the harbour master, told the \
                       council that repairs would cost 1.9 million crowns. She also opposed the sale of the north \
                       pier. Nobody was hurt.";
const COUNCIL: &str = "The council met on Tuesday. It voted to sell the north pier to a fish merchant. The ferry was \
                       not discussed.";

fn corpus(texts: &[&str]) -> Corpus {
    let mut files = Files::default();
    let sources = texts.iter().enumerate().map(|(i, text)| {
        let file = files.add(|id| File::new(id, format!("{i}.txt"), "UTF-8", Format::Plain, (*text).into()));
        Source::new(file, i.to_string())
    });
    let sources = sources.collect();
    Corpus::new(sources, Vec::new(), Vec::new())
}

fn asked(text: &str, cited: &[u32]) -> Asked {
    let cited = cited.iter().map(|&id| DocumentId(id)).collect();
    Asked { statement: Statement::of(text, &[0..text.len()]), cited }
}

/// The words of the passage that a sentence follows, if any.
fn follows(corpus: &Corpus, text: &str, cited: &[u32]) -> Option<String> {
    let found = passages_like(&[&asked(text, cited)], corpus);
    found[0].followed().map(|passage| corpus.document(passage.document).file.slice(passage.span).to_owned())
}

#[test]
fn a_sentence_follows_what_it_restates() {
    let corpus = corpus(&[HARBOUR, COUNCIL]);
    let table = [
        ("On Friday night the Skarvoy ferry lost its rudder.", Some("The ferry to Skarvoy")),
        // The number in another form, the name shortened, the verb changed.
        ("Ward told the council that the repair would cost 1.9m crowns.", Some("Ruth Ward, the harbour")),
        // What the number is does not matter: it is for a rule to say.
        (
            "Ruth Ward told the council that repairs would cost 2.9 million crowns.",
            Some("Ruth Ward, the harbour"),
        ),
        // Two sentences in one.
        (
            "The harbour master, Ruth Ward, who told the council that repairs would cost 1.9 million crowns, is \\
             opposed to a sale of the north pier.",
            Some("Ruth Ward, the harbour"),
        ),
        ("The council voted on Tuesday to sell the north pier to a fish merchant.", Some("The council met")),
        // The same persons and things, and another matter.
        ("Ruth Ward announced on Friday that she would retire in May after thirty years at sea.", None),
        ("The ferry to Skarvoy is painted white.", None),
        // Too little to be told.
        ("Nobody was hurt.", None),
        ("", None),
    ];
    for (text, expected) in table {
        let found = follows(&corpus, text, &[]);
        let right = match (&found, expected) {
            (Some(found), Some(expected)) => found.starts_with(expected),
            (found, expected) => found.is_none() && expected.is_none(),
        };
        assert!(right, "{text}\n  {found:?}");
    }
}

#[test]
fn what_is_told_twice_is_followed_nowhere() {
    let again = HARBOUR.replace("lost its rudder on Friday night", "lost on Friday night its whole rudder");
    let text = "On Friday night the Skarvoy ferry lost its rudder.";
    assert_eq!(follows(&corpus(&[HARBOUR, &again]), text, &[]), None);
    // The same words are the same passage, wherever they are printed.
    assert!(follows(&corpus(&[HARBOUR, HARBOUR]), text, &[]).is_some());
    // The citation chooses.
    assert!(follows(&corpus(&[HARBOUR, &again]), text, &[1]).is_some_and(|found| found.contains("whole")));
}

#[test]
fn a_citation_of_another_document_hides_nothing() {
    let corpus = corpus(&[HARBOUR, COUNCIL]);
    let text = "On Friday night the Skarvoy ferry lost its rudder.";
    assert!(follows(&corpus, text, &[1]).is_some_and(|found| found.starts_with("The ferry to Skarvoy")));
}

#[test]
fn a_sentence_of_a_list_is_no_other_one() {
    let storms = "In Skarvoy the storm sank two of the herring boats and tore the roof off the church. In Lund it felled \
                  trees. The harbour of Vik lost its crane.";
    let corpus = corpus(&[storms, HARBOUR]);
    let text = |place: &str| {
        format!("In {place} the storm sank three of the boats and tore the roof off the church.")
    };
    // A name that no source has may be a wrong one; one that has its own sentence there leads to that.
    assert!(follows(&corpus, &text("Skarvoy"), &[]).is_some());
    assert!(follows(&corpus, &text("Holm"), &[]).is_some());
    assert_eq!(follows(&corpus, &text("Vik"), &[]), None);
}

#[test]
fn a_passage_says_what_it_lacks() {
    let corpus = corpus(&[HARBOUR, COUNCIL]);
    let text = "Ruth Ward told the council that repairs would cost 2.9 million crowns.";
    let asked = asked(text, &[]);
    let found = passages_like(&[&asked], &corpus);
    let lacks: Vec<&str> =
        found[0].passages[0].missing.iter().map(|&i| &text[asked.statement.terms[i].range.clone()]).collect();
    assert_eq!(lacks, ["2.9"]);
    let stretch = corpus.document(found[0].passages[0].document).file.slice(found[0].passages[0].stretch);
    assert_eq!(
        stretch,
        "Ruth Ward, the harbour master, told the council that repairs would cost 1.9 million crowns"
    );
}

#[test]
fn the_threads_find_what_one_does() {
    let filler = "The boats lay at the quay, and the rain fell on the nets. ".repeat(400);
    let mut texts: Vec<String> = (0..60).map(|i| format!("{filler} Boat {i} sailed. ")).collect();
    texts[37].push_str(HARBOUR);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let corpus = corpus(&texts);
    let found = passages_like(&[&asked("On Friday night the Skarvoy ferry lost its rudder.", &[])], &corpus);
    assert_eq!(found[0].followed().map(|passage| passage.document), Some(DocumentId(37)));
}

#[test]
fn a_summary_draws_on_the_document_that_has_most_of_it() {
    let corpus = corpus(&[HARBOUR, COUNCIL]);
    let answer = |text: &str| passages_like(&[&asked(text, &[])], &corpus).remove(0);
    // No single sentence says so much.
    let summary =
        answer("Nobody was hurt on the Skarvoy ferry on Friday, and Ward opposed a sale of the pier.");
    assert_eq!((summary.followed(), summary.document), (None, Some(DocumentId(0))));
    // Words that both have, and words that neither has.
    assert_eq!(answer("The ferry and the north pier were before the council.").document, None);
    assert_eq!(
        answer("A lighthouse keeper in Vik counted forty whales off the northern cape.").document,
        None
    );
}

#[test]
fn a_book_has_most_words_somewhere() {
    let words: Vec<&str> = HARBOUR.split_whitespace().collect();
    let page = "The boats lay at the quay, and the rain fell on the nets. ".repeat(80);
    let scattered: String = words.iter().map(|word| format!("He wrote {word} there. {page}")).collect();
    let corpus = corpus(&[&scattered]);
    let text = "Nobody was hurt on the Skarvoy ferry on Friday, and Ward opposed a sale of the pier.";
    assert_eq!(passages_like(&[&asked(text, &[])], &corpus)[0].document, None);
}
