//! Tables of texts with the turns that they hold, of texts that have none, and of texts that are hostile.

use std::time::Instant;

use crate::block::blocks;
use crate::claim::{Claims, claims};
use crate::file::{File, FileId, Format};

fn read(text: &str, format: Format) -> (File, Claims) {
    let file = File::new(FileId(0), "a".into(), "UTF-8", format, text.into());
    let claims = claims(&file, &blocks(&file));
    (file, claims)
}

/// Of each turn whom it belongs to and its words, with a bar between.
fn turns_of(text: &str, format: Format) -> Vec<String> {
    let (file, claims) = read(text, format);
    let one = |turn: &super::Turn| {
        let words = file.slice(turn.span).split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}|{words}", turn.speaker.name.as_deref().unwrap_or("?"))
    };
    claims.said.turns.iter().map(one).collect()
}

fn plain(text: &str) -> Vec<String> {
    turns_of(text, Format::Plain)
}

#[test]
fn a_label_gives_what_follows_to_its_speaker() {
    let table: &[(&str, &[&str])] = &[
        (
            "Ann Ward: The ice holds.\n\nPeter Marsh: For how long?\n\nAnn Ward: Until noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|For how long?", "Ann Ward|Until noon."],
        ),
        (
            "**Ann Ward:** The ice holds.\n\n**Peter Marsh**: For how long?\n\n**Ann Ward:** Until noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|For how long?", "Ann Ward|Until noon."],
        ),
        // A surname is whoever has it, and what stands without a label goes on.
        (
            "Ann Ward met Peter Marsh.\n\nWARD: The ice holds.\n\nIt is thick.\n\nMARSH: Until when?\n\nWARD: Noon.",
            &["Ann Ward|The ice holds. It is thick.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
        (
            "Ms. WARD. The ice holds.\n\nMr. MARSH. Until when?\n\nMs. WARD. Noon.",
            &["Ward|The ice holds.", "Marsh|Until when?", "Ward|Noon."],
        ),
        (
            "[00:01] ANN WARD: The ice holds.\n[00:04] PETER MARSH: Until when?\n[00:06] ANN WARD: Noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
        (
            "00:00:01 Ann Ward: The ice holds.\n00:00:04 Peter Marsh: Until when?\n00:00:06 Ann Ward: Noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
        // A bracket says more of a name, and names whoever has an office.
        (
            "The Minister (Ms Ann Ward): The ice holds.\n\nMr. Peter Marsh (Hull) (Lab): Until when?\n\nMs Ward: Noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
        (
            "Ann Ward met Peter Marsh.\n\nWARD. The ice holds.\n\nMARSH (softly). Until when?\n\nWARD. Noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
        // An office is a voice without a name.
        (
            "Moderator: Good morning.\n\nAnn Ward: The ice holds.\n\nMr. Speaker: Order.\n\nAnn Ward: Until noon.",
            &["?|Good morning.", "Ann Ward|The ice holds.", "?|Order.", "Ann Ward|Until noon."],
        ),
        // Initials are those of a person of the text.
        (
            "Ann Ward, the pilot, was here.\n\nLedger: Does it hold?\n\nAW: It does.\n\nLedger: Until when?\n\nAW: Noon.",
            &["Ledger|Does it hold?", "Ann Ward|It does.", "Ledger|Until when?", "Ann Ward|Noon."],
        ),
        (
            "Deposition of Ann Ward\n\nQ. Does the ice hold?\n\nA. It does.\n\nQ. Until when?\n\nA. Noon.",
            &["?|Does the ice hold?", "Ann Ward|It does.", "?|Until when?", "Ann Ward|Noon."],
        ),
        (
            "Q: Does the ice hold?\n\nA: Ann Ward says so.\n\nQ: Until when?\n\nA: Noon.",
            &["?|Does the ice hold?", "?|Ann Ward says so.", "?|Until when?", "?|Noon."],
        ),
        (
            "JUSTICE WARD delivered the opinion of the Court.\n\nThe ice held.\n\nII\n\nWe affirm.\n\n\
             JUSTICE MARSH, with whom JUSTICE HOLT joins, dissenting.\n\nIt did not.",
            &["Ward|The ice held. II We affirm.", "Marsh|It did not."],
        ),
        // What follows the last turn is as long as another turn, or nobody's.
        (
            "Ann Ward: The ice holds.\n\nPeter Marsh: Until when?\n\nAnn Ward: Noon.\n\nThe meeting closed.",
            &["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
        // A word that is nobody ends a turn.
        (
            "Ann Ward: The ice holds.\n\nPeter Marsh: Until when?\n\nNote: The tape was cut.\n\nAnn Ward: Noon.",
            &["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."],
        ),
    ];
    for (text, expected) in table {
        let format = if text.contains("**") { Format::Markdown } else { Format::Plain };
        assert_eq!(turns_of(text, format), *expected, "{text}");
    }
    let headings =
        "# Talk\n\n### Ann Ward\n\nThe ice holds.\n\n### Peter Marsh\n\nUntil when?\n\n### Ann Ward\n\nNoon.";
    let expected = ["Ann Ward|The ice holds.", "Peter Marsh|Until when?", "Ann Ward|Noon."];
    assert_eq!(turns_of(headings, Format::Markdown), expected);
}

#[test]
fn other_words_before_a_colon_are_no_labels() {
    for text in [
        // Too few of them.
        "Ann Ward: The ice holds.\n\nPeter Marsh: Until when?",
        // A list of who does what.
        "Ann Ward: Harbour master.\n\nPeter Marsh: Pilot.\n\nLena Holt: Keeper of the light.",
        // Records.
        "Name: Ann Ward\nPost: pilot\n\nName: Peter Marsh\nPost: keeper\n\nName: Lena Holt\nPost: clerk",
        "Harbour Dues: 30\nPilot Fees: 20\n\nHarbour Dues: 40\nPilot Fees: 25",
        "Summary: The ice held.\n\nNote: It was thick.\n\nSummary: It broke.\n\nNote: It was thin.",
        // What is said of bodies.
        "Harbour Board: It owns the pier.\n\nRailway Company: It owns the track.\n\nHarbour Board: It is poor.",
        // Times, places and addresses.
        "Hull: 10:15\n\nGoole: 11:30\n\nHull: 12:00\n\nhttp://a.example\n\n12:30 Lunch.",
        "I. The ice held.\n\nII. It broke.\n\nIII. It went.\n\nII. It came.",
        // Questions without answers, and a list by letters.
        "Q. Does it hold?\n\nQ. Until when?\n\nQ. And then?",
        "A. The ice.\n\nB. The ferry.\n\nC. The pier.",
        // Prose about people.
        "Ann Ward said: the ice holds.\n\nPeter Marsh asked: until when?\n\nAnn Ward said: noon.",
    ] {
        assert_eq!(plain(text), Vec::<String>::new(), "{text}");
    }
    // Labels that stand far apart are chance.
    let far =
        format!("Ann Ward: Yes.\n\n{0}Peter Marsh: No.\n\n{0}Ann Ward: Yes.", "The ice held.\n\n".repeat(40));
    assert_eq!(plain(&far), Vec::<String>::new());
}

#[test]
fn whoever_has_a_turn_is_the_one_who_says_i_in_it() {
    let text = "Ann Ward: I said that the ice would hold.\n\nPeter Marsh: I told them that it would break.\n\nAnn Ward: It held.";
    let (_, claims) = read(text, Format::Plain);
    let names: Vec<_> =
        claims.said.reported.iter().map(|reported| reported.speaker.name.as_deref()).collect();
    assert_eq!(names, [Some("Ann Ward"), Some("Peter Marsh")]);
}

#[test]
fn hostile_texts_take_linear_time() {
    let play: String = (0..8000)
        .map(|at| {
            format!("{}. The ice holds, my lord, and the ferry waits.\n\n", ["DUKE", "MARSH", "HOLT"][at % 3])
        })
        .collect();
    let names: String = (0..20_000).map(|at| format!("Ann W{}: Yes.\n", "x".repeat(at % 40))).collect();
    let letters: String = "Q. Why?\n\nA. So.\n\n".repeat(10_000);
    let open: String = "Ann (".repeat(50_000);
    let time: String = "[00:01] ".repeat(50_000);
    for (text, fewest) in [(&play, 7000), (&names, 0), (&letters, 20_000), (&open, 0), (&time, 0)] {
        let start = Instant::now();
        let (file, claims) = read(text, Format::Plain);
        assert!(claims.said.turns.len() >= fewest, "{} turns", claims.said.turns.len());
        assert!(claims.said.turns.is_sorted_by_key(|turn| turn.span.start));
        assert!(claims.said.turns.iter().all(|turn| (turn.span.end as usize) <= file.length()));
        assert!(start.elapsed().as_secs() < 20, "{} bytes took {:?}", text.len(), start.elapsed());
    }
    for text in [
        "",
        ":",
        "Q.",
        "A:",
        "Ann (\u{1}",
        "[",
        "Ann：是",
        "\u{a0}Ann Ward:\u{a0}",
        "王毅：是。\n王毅：不。\n安：是。",
    ] {
        plain(text);
    }
}
