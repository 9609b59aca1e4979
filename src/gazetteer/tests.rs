//! Tests of the gazetteer: the tables hold what the data beside the script says, every name is found where it lies, and a
//! name that is none is found nowhere but for the stated error.

use std::collections::BTreeMap;

use proptest::prelude::*;
use toml::de::{DeTable, DeValue};

use super::*;

/// The tables of a TOML file, each a key's strings: one, or a list.
type Data = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn data(text: &str) -> Data {
    let table = DeTable::parse(text).unwrap();
    let mut data = Data::new();
    for (name, value) in table.get_ref() {
        let inner = match value.get_ref() {
            DeValue::Table(inner) => inner
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), strings(value.get_ref())))
                .collect(),
            value => BTreeMap::from([(String::new(), strings(value))]),
        };
        data.insert(name.get_ref().to_string(), inner);
    }
    data
}

fn strings(value: &DeValue) -> Vec<String> {
    match value {
        DeValue::Array(values) => values.iter().flat_map(|value| strings(value.get_ref())).collect(),
        DeValue::String(text) => vec![text.to_string()],
        other => panic!("{other:?} is no string"),
    }
}

/// The strings of a table's lists, each with the key of its list.
fn lists(data: &Data, table: &str) -> Vec<(String, String)> {
    let entries = data[table].iter();
    entries.flat_map(|(key, list)| list.iter().map(move |name| (key.clone(), name.clone()))).collect()
}

/// The one region that a name names in one of some ways.
fn one(name: &str, namings: &[Naming]) -> Option<Region> {
    let mut regions = named(name).filter(|named| namings.contains(&named.naming)).map(|named| named.region);
    let first = regions.next()?;
    regions.all(|other| other == first).then_some(first)
}

fn region(name: &str) -> Region {
    one(name, &[Naming::Country, Naming::Region]).expect(name)
}

#[test]
fn what_the_hand_made_tables_name_is_in_the_file() {
    let (countries, regions) = (
        data(include_str!("../../gazetteer/countries.toml")),
        data(include_str!("../../gazetteer/regions.toml")),
    );
    let tables = [
        (&countries, "names", Naming::Country),
        (&countries, "adjectives", Naming::Adjective),
        (&regions, "names", Naming::Region),
        (&regions, "abbreviations", Naming::Abbreviation),
    ];
    let mut total = 0;
    for (table, key, naming) in tables {
        for (code, name) in lists(table, key) {
            let found = named(&name).any(|named| named.naming == naming);
            assert!(found, "{code}: `gazetteer/reduce` has not been run since {key} has {name:?}");
            total += 1;
        }
    }
    assert!(total > 500, "only {total} names");
    for (_, name) in lists(&countries, "capitals") {
        assert!((0..table::REGIONS.count as u16).any(|country| is_capital(&name, Region(country))), "{name}");
    }
    for name in data(include_str!("../../gazetteer/exonyms.toml"))["names"].keys() {
        assert!(city(name).is_some_and(|city| lies_in(name, city.region)), "{name}");
    }
    let states = data(include_str!("../../rules/lexicon/states.toml"));
    // What is no country's name by itself, and states that are no more.
    let left = |name: &str, state: &str| {
        states["gone"][""].iter().any(|gone| gone == state) || ["macedonia", "saudi"].contains(&name)
    };
    for (key, naming) in [("names", Naming::Country), ("adjectives", Naming::Adjective)] {
        for (name, state) in lists(&states, key) {
            assert!(named(&name).any(|named| named.naming == naming) || left(&name, &state), "{name}");
        }
    }
}

#[test]
fn every_city_is_found_under_its_name_and_where_it_lies() {
    for entry in 0..table::CITIES.count {
        let (name, place, _) = table::city(entry);
        assert!(cities(name).any(|city| city.region == Region(place)), "{name}");
        let sizes = table::CITIES.equal(hash(&key(name))).map(|entry| table::city(entry).2);
        assert!(sizes.is_sorted_by(|a, b| a >= b), "{name}");
        assert!(lies_in(name, Region(place)) && lies_in(name, country_of(Region(place))), "{name}");
    }
}

#[test]
fn names_are_known_in_their_usual_forms() {
    let countries = [
        ("the Netherlands", Some("the Netherlands")),
        ("Netherlands", Some("the Netherlands")),
        ("Türkiye", Some("Turkey")),
        ("Burma", Some("Myanmar")),
        ("Czechia", Some("the Czech Republic")),
        ("U.S.", Some("the United States")),
        ("Côte d’Ivoire", Some("Ivory Coast")),
        ("Georgia", Some("Georgia")),
        ("Congo", None),
        ("Atlantis", None),
    ];
    for (name, expected) in countries {
        assert_eq!(one(name, &[Naming::Country]).map(written), expected, "{name}");
    }
    let adjectives = [
        ("Tajik", Some("Tajikistan")),
        ("Uzbek", Some("Uzbekistan")),
        ("Dutch", None),
        ("Filipino", Some("Philippines")),
        ("Thai", Some("Thailand")),
        ("Congolese", None),
        ("French", Some("France")),
        ("Bavarian", None),
    ];
    for (name, expected) in adjectives {
        let found = one(name, &[Naming::Adjective]);
        let found = found.map(|region| written(region).trim_start_matches("the "));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_longest_name_of_a_region_is_read() {
    let table = [
        ("Bosnia and Herzegovina's capital", Some((3, "Bosnia and Herzegovina"))),
        ("Guinea-Bissau is", Some((2, "Guinea-Bissau"))),
        ("Guinea, Bissau", Some((1, "Guinea"))),
        ("Kazakhstan’s president", Some((1, "Kazakhstan"))),
        ("US policy", Some((1, "the United States"))),
        ("Us and them", None),
        ("poland", None),
        ("North Rhine-Westphalia", Some((3, "North Rhine-Westphalia"))),
    ];
    for (text, expected) in table {
        let found = region_at(text, &words(text).collect::<Vec<_>>());
        assert_eq!(found.map(|(count, named)| (count, written(named[0].region))), expected, "{text}");
    }
}

#[test]
fn small_namesakes_disputes_and_capitals_are_known() {
    assert!(lies_in("Paris", region("Kentucky")) && lies_in("Paris", region("France")));
    assert!(!lies_in("Dushanbe", region("Uzbekistan")) && lies_in("Dushanbe", region("Tajikistan")));
    for (name, other) in [
        ("Sevastopol", "Russia"),
        ("Taipei", "China"),
        ("Pristina", "Serbia"),
        ("Nuuk", "Denmark"),
        ("San Juan", "United States"),
        ("East Jerusalem", "Israel"),
        ("Lviv", "Poland"),
        ("Srinagar", "Pakistan"),
        ("Gdansk", "Germany"),
    ] {
        assert!(contested(name, region(other)), "{name}, {other}");
    }
    assert!(!contested("Dushanbe", region("Uzbekistan")) && !contested("Lyon", region("Spain")));
    for (name, of) in [
        ("La Paz", "Bolivia"),
        ("Sucre", "Bolivia"),
        ("The Hague", "Netherlands"),
        ("Naypyidaw", "Myanmar"),
        ("Washington, D.C.", "United States"),
        ("Bogotá", "Colombia"),
        ("Bogota", "Colombia"),
        ("Kiev", "Ukraine"),
    ] {
        assert!(is_capital(name, region(of)), "{name}, {of}");
    }
    assert!(!is_capital("Sydney", region("Australia")) && !is_capital("Toulouse", region("France")));
    assert_eq!(
        city("seville").map(|city| (city.name, written(country_of(city.region)))),
        Some(("Seville", "Spain"))
    );
    assert_eq!(city("St Petersburg").map(|city| written(country_of(city.region))), Some("Russia"));
    assert_eq!(city("al-Basrah").map(|city| city.name), city("El Basrah").map(|city| city.name));
    assert!(city("bogota").is_some_and(|city| city.capital && city.name == "Bogotá"));
}

#[test]
fn every_capital_is_its_countrys() {
    let own = |name: &str| capital_of(region(name));
    let table = [
        ("Australia", "Canberra"),
        ("Bolivia", "Sucre"),
        ("Colombia", "Bogotá"),
        ("Kazakhstan", "Astana"),
        ("Turkey", "Ankara"),
    ];
    for (country, capital) in table {
        assert_eq!(own(country), Some(capital), "{country}");
    }
    assert_eq!(capital_of(region("Queensland")), None);
    for (&country, name) in CAPITALS.iter() {
        assert!(country_of(country) == country && is_capital(name, country), "{name}");
    }
    assert!(CAPITALS.len() > 190, "only {} capitals", CAPITALS.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_asked_for(text in "\\PC{0,40}") {
        let found: Vec<Word> = words(&text).collect();
        for at in 0..found.len() {
            if let Some((count, named)) = region_at(&text, &found[at..]) {
                prop_assert!(count <= found.len() - at && !named.is_empty());
            }
        }
        let country = Region(0);
        let _ = (named(&text).count(), cities(&text).count(), places(&text).count());
        let _ = (contested(&text, country), is_capital(&text, country));
    }
}

#[test]
fn a_name_that_is_none_is_found_no_oftener_than_the_stated_error() {
    let asked = 40_000;
    let found =
        (0..asked).filter(|number| places(&format!("Xq{number}zj Wvk{number}")).next().is_some()).count();
    let expected = f64::from(asked) * table::ERROR;
    assert!((found as f64) < expected * 2.0 + 5.0, "{found} of {asked}, and {expected} are expected");
}
