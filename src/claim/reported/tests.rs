//! Tables of sentences with what they report, of sentences that report nothing, and of what a clause asserts.

use crate::block::blocks;
use crate::claim::claims;
use crate::claim::voice::Stance;
use crate::file::{File, FileId, Format};

/// Of each statement that a text reports who says it, and what, with bars between.
fn reported(text: &str) -> Vec<String> {
    let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
    let claims = claims(&file, &blocks(&file));
    let one = |reported: &crate::claim::Reported| {
        let content: Vec<&str> = reported.content.iter().map(|&part| file.slice(part)).collect();
        format!("{}|{}", file.slice(reported.speaker.span), content.join("|"))
    };
    claims.said.reported.iter().map(one).collect()
}

#[test]
fn a_clause_reports_what_stands_behind_it_or_before_it() {
    let table: &[(&str, &[&str])] = &[
        ("Ann Ward said that the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("Ann Ward said the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("On Monday, Ann Ward told the Ledger that the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("Ann Ward told reporters the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("Ann Ward wrote in a note to the board on Tuesday that ice had come.", &["Ann Ward|ice had come"]),
        ("The ferry was late, Ann Ward said on Monday.", &["Ann Ward|The ferry was late"]),
        ("The ferry was late, said Ann Ward.", &["Ann Ward|The ferry was late"]),
        ("The ferry, Ann Ward said, was late again.", &["Ann Ward|The ferry|was late again"]),
        ("On Monday, Ann Ward said, the ferry was late.", &["Ann Ward|the ferry was late"]),
        (
            "The ferry was late, Ann Ward said, and the ice held.",
            &["Ann Ward|The ferry was late|and the ice held"],
        ),
        ("According to Ann Ward, the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("The ferry was late, according to Ann Ward.", &["Ann Ward|The ferry was late"]),
        ("In Ann Ward’s view, the ferry was late.", &["Ann Ward|the ferry was late"]),
        (
            "Ann Ward’s warning that the ferry was late was read out.",
            &["Ann Ward|the ferry was late was read out"],
        ),
        ("The board was plain in its belief that the ferry was late.", &["The board|the ferry was late"]),
        ("As Ann Ward said, the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("Ann Ward called for a second ferry.", &["Ann Ward|for a second ferry"]),
        ("Ann Ward condemned the sale of the ferry.", &["Ann Ward|the sale of the ferry"]),
        ("Ann Ward has always opposed the sale of the ferry.", &["Ann Ward|the sale of the ferry"]),
        ("A certain country suggested the sale of the ferry.", &["A certain country|the sale of the ferry"]),
        ("Ann Ward, who keeps the light, said the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("Ann Ward said: the ferry was late.", &["Ann Ward|the ferry was late"]),
        ("- Ann Ward said the ferry was late.", &["Ann Ward|the ferry was late"]),
        // One subject says several things.
        (
            "Ann Ward said that the ferry was late and added that ice had come.",
            &["Ann Ward|the ferry was late", "Ann Ward|ice had come"],
        ),
        (
            "Ann Ward blamed the ice on the pilot, warning that the ferry was late.",
            &["Ann Ward|the ice on the pilot", "Ann Ward|the ferry was late"],
        ),
        ("Ann Ward said that ice had come and spoke of a hard year.", &["Ann Ward|ice had come"]),
        (
            "Northern countries have expressed deep concern over the ferry.",
            &["Northern countries|deep concern over the ferry"],
        ),
        (
            "Ann Ward said the ferry was late; Peter Marsh said (in a note; it is lost) that ice had come.",
            &["Ann Ward|the ferry was late", "Peter Marsh|ice had come"],
        ),
        // A reference is no part of it.
        ("Ann Ward said that the ferry was late (Ledger, 12 May).", &["Ann Ward|the ferry was late"]),
        (
            "Ann Ward said that the ferry (the new one) was late.",
            &["Ann Ward|the ferry (the new one) was late"],
        ),
        ("Ann Ward said that “the ferry was late” (Ledger, 12 May 2024, p. 3) and spoke of ice.", &[]),
        // A clause of its own ends where the main one begins.
        ("Although Ann Ward said the ferry was late, it came at noon.", &["Ann Ward|the ferry was late"]),
    ];
    for (text, expected) in table {
        assert_eq!(reported(text), *expected, "{text}");
    }
}

#[test]
fn what_nobody_says_is_not_reported() {
    for text in [
        // What somebody does, and what another says.
        "Ann Ward asked the bank for a loan of four years.",
        "Ann Ward asked not to be named in the minutes.",
        "Judge Ann Ward denied the motion of the ferry company.",
        "Ann Ward called the meeting to order at nine that day.",
        "Ann Ward repeated the remark to the pilot at noon.",
        "Ann Ward mocked the idea that the ferry was late.",
        "Ann Ward rejected the charge by Tom Hill that the ferry was late.",
        "The ferry was late.",
        "The sign says nothing.",
        "Ann Ward wants to say that the ferry was late.",
        "It is said that the ferry was late.",
        "A boat called Grey Gull came in at noon.",
        "Any paper relating to the ferry is kept at Hull.",
        "In a note to the board on Tuesday, Ann Ward said: “The ferry is late.”",
        "“The ferry is late again,” Ann Ward said.",
        "“The ferry is late again,” Ann Ward, the pilot of the new boat, told the Ledger.",
        "Ann Ward said “the ferry is late again” on Monday.",
        "Both sides have claims to the pier.",
        "Ann Ward spoke after the pilot.",
        "Ann Ward was opposed to the sale of the ferry.",
        "Ann Ward went home, as pilots do.",
        "# Ann Ward says the ferry is late",
        "```\nAnn Ward said that the ferry was late.\n```",
    ] {
        assert_eq!(reported(text), [""; 0], "{text}");
    }
}

#[test]
fn a_clause_asserts_or_it_does_not() {
    let table = [
        ("Ann Ward said that the ferry was late.", Stance::Asserted),
        ("Ann Ward did not say that the ferry was late.", Stance::Denied),
        ("Ann Ward denied that the ferry was late.", Stance::Denied),
        ("Ann Ward would say that the ferry was late.", Stance::Supposed),
        ("If Ann Ward said that the ferry was late, it was.", Stance::Supposed),
        ("Ann Ward will say that the ferry was late.", Stance::Future),
        ("Did Ann Ward say that the ferry was late?", Stance::Asked),
    ];
    for (text, expected) in table {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let claims = claims(&file, &blocks(&file));
        let stances: Vec<Stance> = claims.said.reported.iter().map(|one| one.speaker.stance).collect();
        assert_eq!(stances, [expected], "{text}");
    }
}
