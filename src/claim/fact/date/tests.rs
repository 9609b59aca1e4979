//! The forms of dates, each with the days that are read from it.

use super::super::calendar::civil;
use super::super::{Value, facts_in};
use super::{Date, Days};

fn dates(text: &str) -> Vec<(Date, String)> {
    let facts = facts_in(text, 0..text.len()).into_iter();
    facts
        .filter_map(|fact| match fact.value {
            Value::Date(date) => Some((date, text[fact.range].to_owned())),
            Value::Number(_) => None,
        })
        .collect()
}

fn shown(date: &Date) -> String {
    let day = |number| {
        let (year, month, day) = civil(number);
        format!("{year}-{month:02}-{day:02}")
    };
    let readings = date.readings.iter().map(|days| match *days {
        Days::Between(from, to) if from == to => day(from),
        Days::Between(from, to) => format!("{}..{}", day(from), day(to)),
        Days::Yearly(from, to) if from == to => format!("{:02}-{:02}", from.0, from.1),
        Days::Yearly(from, to) => format!("{:02}-{:02}..{:02}-{:02}", from.0, from.1, to.0, to.1),
        Days::Weekday(number) => format!("weekday {number}"),
        Days::Open => "open".into(),
    });
    readings.collect::<Vec<_>>().join(" or ")
}

fn read(text: &str) -> String {
    dates(text).iter().map(|(date, _)| shown(date)).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_form_of_a_date_is_its_days() {
    let table = [
        ("on 21 April 2025", "2025-04-21"),
        ("on April 21, 2025, it", "2025-04-21"),
        ("21/04/2025", "2025-04-21"),
        ("04/05/2025", "2025-05-04 or 2025-04-05"),
        ("2025-04-21", "2025-04-21"),
        ("21.4.2025", "2025-04-21"),
        ("Monday, 21 April 2025", "2025-04-21"),
        ("on Monday, April 21", "04-21"),
        ("Sept 2023", "2023-09-01..2023-09-30"),
        ("Sept. 12, 2023", "2023-09-12"),
        ("the twelfth of September", "09-12"),
        ("the 21st of April, 2025", "2025-04-21"),
        ("April the twelfth", "04-12"),
        ("April 21", "04-21"),
        ("12–14 May", "05-12..05-14"),
        ("May 12-14, 2019", "2019-05-12..2019-05-14"),
        ("in 2019", "2019-01-01..2019-12-31"),
        ("the 1990s", "1990-01-01..1999-12-31"),
        ("the nineties", "1990-01-01..1999-12-31"),
        ("mid-2019", "2019-04-02..2019-10-01"),
        ("early May", "05-01..05-14"),
        ("at the end of May 2019", "2019-05-15..2019-05-31"),
        ("in June", "06-01..06-30"),
        ("the first quarter of 2020", "2020-01-01..2020-03-31"),
        ("Q3 2020", "2020-07-01..2020-09-30"),
        ("the 19th century", "1800-01-01..1900-12-31"),
        ("from 2001 to 2005", "2001-01-01..2005-12-31"),
        ("2001–2005", "2001-01-01..2005-12-31"),
        ("the 2019-20 season", "2019-01-01..2020-12-31"),
        ("on Monday", "weekday 0"),
        ("last June", "open"),
        ("yesterday", "open"),
        ("next week", "open"),
        ("spring 2019", "2019-01-01..2020-12-31"),
        ("from April to June 2019", "2019-04-01..2019-06-30"),
        ("from December to February 2019", "12-01..02-28"),
        ("in 2019 sales rose", "2019-01-01..2019-12-31"),
    ];
    let failures: Vec<String> = table
        .iter()
        .filter(|(text, expected)| read(text) != *expected)
        .map(|(text, expected)| format!("{text}: {} where {expected} was expected", read(text)))
        .collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn what_is_no_date_is_none() {
    let table = [
        "the 0th of April",
        "the -3rd of April",
        "April 0th",
        "it may wait",
        "they march on",
        "of 2000 boats",
        "2000 boats",
        "31 boats",
        "Expo 2020",
        "(Ward, 2019)",
        "May said so",
        "April Jones",
        "24/7",
        "9/11",
        "32 May",
        "30 February",
        "the sun",
        "two 2-1",
        "in her 20s",
        "by May",
        "31/31/2019",
    ];
    for text in table {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn only_dates_without_a_common_day_conflict() {
    let table = [
        ("21 April 2025", "April 21", true),
        ("12 April", "April 21", false),
        ("April 2025", "21 April 2025", true),
        ("05/04/2025", "4 May 2025", true),
        ("in 2019", "the 2010s", true),
        ("in 2019", "the 1990s", false),
        ("on Monday", "21 April 2025", true),
        ("on Tuesday", "21 April 2025", false),
        ("on Monday", "on Tuesday", false),
        ("last June", "in May 2019", true),
        ("the first quarter of 2020", "in March 2020", true),
        ("the first quarter of 2020", "in June 2020", false),
        ("early May", "12 May", true),
        ("early May", "late May", false),
        ("in June", "mid-2019", true),
        ("from December to February 2019", "in January", true),
        ("from December to February 2019", "in July", false),
        ("30 June 2019", "mid-2019", true),
    ];
    for (a, b, expected) in table {
        let (a_read, b_read) = (dates(a), dates(b));
        let (own, other) = (&a_read[0].0, &b_read[0].0);
        assert_eq!(own.agrees(other), expected, "{a} / {b}");
        assert_eq!(other.agrees(own), expected, "{b} / {a}");
    }
}

#[test]
fn a_date_spans_all_of_it() {
    let table = [
        ("on Monday, 21 April 2025, it", "Monday, 21 April 2025"),
        ("in Sept. 2023 it", "Sept. 2023"),
        ("in 2019", "2019"),
    ];
    for (text, expected) in table {
        assert_eq!(dates(text).first().map(|(_, words)| words.as_str()), Some(expected), "{text}");
    }
}
