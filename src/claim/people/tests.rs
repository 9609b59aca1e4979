//! Tables of names with whom they mean in a text, and of texts with what they tell of a person or a body.

use super::*;
use crate::block::blocks;
use crate::file::{FileId, Format};

/// The people of a text that ends with a quotation.
fn people(text: &str) -> (File, People) {
    let text = format!("{text}\n\n“We wait.”");
    let file = File::new(FileId(0), "a.txt".into(), "UTF-8", Format::Plain, text);
    let people = crate::claim::said(&file, &blocks(&file)).people;
    (file, people)
}

#[test]
fn a_name_means_one_several_or_nobody() {
    let text = "Tom Ward came with Ann Ward, and then came Foreign Minister Wang Yi of the Hull Harbour Board. Mr. Pike, \
                the pilot, was late, and so was J. R. Hill Jr. of the North Sea Survey (NSS).";
    let table: &[(&str, &[&str])] = &[
        ("Ann Ward", &["Ann Ward"]),
        ("Mrs. Ann Ward", &["Ann Ward"]),
        ("Ann", &["Ann Ward"]),
        ("Ward", &["Tom Ward", "Ann Ward"]),
        ("Wang", &["Wang Yi"]),
        ("Foreign Minister Wang Yi", &["Wang Yi"]),
        ("Wang Yi’s", &["Wang Yi"]),
        ("Pike", &["Pike"]),
        ("Hill", &["J. R. Hill"]),
        ("HHB", &["Hull Harbour Board"]),
        ("the Hull Harbour Board", &["Hull Harbour Board"]),
        ("Board", &["Hull Harbour Board"]),
        ("Hull", &[]),
        ("Walker", &[]),
        ("", &[]),
    ];
    let (_, people) = people(text);
    for (name, expected) in table {
        let ids = match people.meant(name) {
            Meant::Nobody => vec![],
            Meant::One(one) => vec![one],
            Meant::Several(several) => several,
        };
        let found: Vec<&str> = ids.iter().map(|&id| people.entities[id as usize].name.as_str()).collect();
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn a_person_has_a_kind_a_gender_and_offices() {
    let table = [
        ("Ann Ward, the harbour master, came.", Voice::Person, Some(Gender::Female), "the harbour master"),
        ("Harbour Master Ann Ward came.", Voice::Person, Some(Gender::Female), ""),
        ("The town’s spokesman Lee Ward came.", Voice::Person, Some(Gender::Male), "The town’s spokesman"),
        ("China’s Foreign Minister Wang Yi came.", Voice::Person, None, "China’s Foreign Minister"),
        (
            "Wang Wenbin, China’s foreign ministry spokesperson, came.",
            Voice::Person,
            None,
            "China’s foreign ministry spokesperson",
        ),
        ("The Harbour Board met.", Voice::Body, None, ""),
        ("The Ministry of Foreign Affairs met; “Foreign Affairs” is another thing.", Voice::Body, None, ""),
        ("The Center for Tides and Winds met.", Voice::Body, None, ""),
        ("The Five Principles of Peaceful Anchorage, first proposed there, came.", Voice::Body, None, ""),
        ("The Kremlin said so.", Voice::Body, None, ""),
        ("North Hull Bank said so.", Voice::Body, None, ""),
        ("Lee Ward, a lecturer, came.", Voice::Person, None, "a lecturer"),
        ("He came to New Hull in May.", Voice::Body, None, ""),
        ("Lee Moor came in May.", Voice::Unknown, None, ""),
    ];
    for (text, kind, gender, office) in table {
        let (file, people) = people(text);
        let entity = &people.entities[0];
        let offices: Vec<&str> = entity.offices.iter().map(|&office| file.slice(office)).collect();
        assert_eq!((entity.kind, entity.gender), (kind, gender), "{text}: {entity:?}");
        assert!(office.is_empty() || offices.contains(&office), "{text}: {offices:?}");
    }
}

#[test]
fn whom_a_clause_names_behind_a_comma_is_no_office() {
    for (text, offices) in [
        ("Ann Ward, meeting the pilot, came.", 0),
        ("Ann Ward, flanked by pilots, came.", 0),
        ("Ann Ward, acting as mayor, came.", 0),
        ("Ann Ward, retired pilot, came.", 1),
        ("Ann Ward, the acting mayor, came.", 1),
    ] {
        assert_eq!(people(text).1.entities[0].offices.len(), offices, "{text}");
    }
}

#[test]
fn the_fullest_name_stands_for_all_forms() {
    let (file, people) =
        people("Ann Ward came. Ann Mary Ward is a pilot. “Ward,” they call her, and Ward she is.");
    assert_eq!(people.entities[0].name, "Ann Mary Ward");
    assert_eq!(people.entities[0].variants, ["Ann Ward", "Ward"]);
    let mentions: Vec<&str> =
        people.entities[0].mentions.iter().map(|&mention| file.slice(mention)).collect();
    assert_eq!(mentions, ["Ann Ward", "Ann Mary Ward", "Ward"]);
}

#[test]
fn a_body_and_its_acronym_are_one_either_way_round() {
    let (_, people) = people(
        "The Tidal Forecast Alliance (TIFA) met. NSS (the North Sea Survey) did not. Ann Ward (MP) came late, and \
         so did Tom Hill (BBC).",
    );
    let table: &[(&str, Option<&str>)] = &[
        ("TIFA", Some("Tidal Forecast Alliance")),
        ("NSS", Some("North Sea Survey")),
        ("MP", None),
        ("BBC", None),
        ("Ward", Some("Ann Ward")),
    ];
    for (name, expected) in table {
        let found = match people.meant(name) {
            Meant::One(one) => {
                Some(people.entities[one as usize].name.as_str()).filter(|found| found != name)
            }
            _ => None,
        };
        assert_eq!(found, *expected, "{name}");
    }
}
