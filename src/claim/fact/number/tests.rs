//! The forms of numbers, each with what is read from it.

use super::super::{Value, facts_in};
use super::{Kind, Number};

fn numbers(text: &str) -> Vec<(Number, String)> {
    let facts = facts_in(text, 0..text.len()).into_iter();
    facts
        .filter_map(|fact| match fact.value {
            Value::Number(number) => Some((number, text[fact.range].to_owned())),
            Value::Date(_) => None,
        })
        .collect()
}

/// A number in short: its kind, its interval, its unit, its noun.
fn shown(number: &Number) -> String {
    let bound = |value: f64| {
        if value.is_finite() {
            format!("{:.6}", value).trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            "..".into()
        }
    };
    let interval = if (number.low - (number.value - 0.5)).abs() < 1e-9
        && (number.high - (number.value + 0.5)).abs() < 1e-9
    {
        bound(number.value)
    } else {
        format!("{}-{}", bound(number.low), bound(number.high))
    };
    let kind = match number.kind {
        Kind::Count => "count",
        Kind::Amount => "amount",
        Kind::Share => "share",
        Kind::Age => "age",
        Kind::Rank => "rank",
    };
    let mut shown = format!("{kind} {interval}");
    let parts = [("", &number.unit), ("per ", &number.rate), ("of ", &number.head), ("in ", &number.of)];
    for (sign, part) in parts {
        if let Some(part) = part {
            shown += &format!(" {sign}{part}");
        }
    }
    shown
}

fn read(text: &str) -> String {
    numbers(text).iter().map(|(number, _)| shown(number)).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_form_of_a_number_is_read_with_what_it_counts() {
    let table = [
        ("27 injured people", "count 27 of person"),
        ("it hurt 27 people", "count 27 of person"),
        ("it left 27 injured", "count 27 of injured"),
        ("five new policy guidelines", "count 5 of guideline"),
        ("a six-point initiative", "count 6 of point in initiative"),
        ("the six points of it", "count 6 of point"),
        ("a three-day visit", "amount 3 day in visit"),
        ("for three days", "amount 3 day"),
        ("twenty-one boats", "count 21 of boat"),
        ("five of the twelve boats sank", "count 5 of boat; count 12 of boat"),
        ("nine hundred and four boats", "count 904 of boat"),
        ("12 tonnes of grey gravel", "amount 12 tonne of gravel"),
        ("1,234.5 tonnes", "amount 1234.45-1234.55 tonne"),
        ("1.234,5 tonnes", "amount 1234.45-1234.55 tonne"),
        ("12 km off", "amount 12 kilometre"),
        ("it is 900 m.", "amount 855-945 metre"),
        ("a 900-m pier", "amount 855-945 metre in pier"),
        ("900m boats", "count 855000000-945000000 of boat"),
        ("€40 m and Rs 5 m", "amount 39500000-40500000 euro; amount 4500000-5500000 rupee"),
        ("€1.9 bn, or 2 m euros", "amount 1850000000-1950000000 euro; amount 1500000-2500000 euro"),
        ("a 12-kilometre road", "amount 12 kilometre in road"),
        ("12 square kilometres", "amount 12 square kilometre"),
        ("20 °C and 20°C", "amount 20 degree celsius; amount 20 degree celsius"),
        ("40 miles an hour", "amount 40 mile per hour"),
        ("five boats a day", "count 5 per day of boat"),
        ("$3.2 trillion", "amount 3150000000000-3250000000000 dollar"),
        ("US$3.2 trillion", "amount 3150000000000-3250000000000 dollar"),
        ("3.2 trillion dollars", "amount 3150000000000-3250000000000 dollar"),
        ("€2m", "amount 1500000-2500000 euro"),
        ("a £5 fare", "amount 5 pound"),
        ("nine per cent of voters", "share 9 of voter"),
        ("9% of the voters", "share 9 of voter"),
        ("9 percentage points", "amount 9 percentage point"),
        ("two-thirds of the boats", "share 63.333333-70 of boat"),
        ("one in five boats", "share 19-21 of boat"),
        ("a quarter of the boats", "share 23.75-26.25 of boat"),
        ("a dozen boats", "count 10.8-13.2 of boat"),
        ("half a million boats", "count 450000-550000 of boat"),
        ("a hundred boats", "count 95-105 of boat"),
        ("the third boat", "rank 3 of boat"),
        ("his 21st voyage", "rank 21 of voyage"),
        ("an unprecedented third voyage", "rank 3 of voyage"),
        ("a population of about 1.9 billion,", "count 1615000000-2185000000 of population"),
        ("a population of more than 1.9 billion,", "count 1850000000-.. of population"),
        ("a crew of no fewer than 27", "count 26.5-.. of crew"),
        ("a crew of 27", "count 27 of crew"),
        ("a total of 27", "count 27"),
        ("the second-largest port", "rank 2 of largest"),
        ("a 25-year-old pilot", "age 25 of pilot"),
        ("she is 25 years old", "age 25"),
        ("a pilot aged 25", "age 25"),
        ("died at the age of 90", "age 90"),
        ("Ann Ward, 25, sailed", "age 25"),
        ("In December, 18 salmon were seen", "count 18 of salmon"),
        ("it had 30 grey sheep.", "count 30 of sheep"),
        ("10 to 12 boats", "count 9.5-12.5 of boat"),
        ("10–12 boats", "count 9.5-12.5 of boat"),
        ("between 5 and 7 boats", "count 4.5-7.5 of boat"),
        ("from 5 to 7 boats", "count 5 of boat; count 7 of boat"),
        ("10 to 12 million boats", "count 9500000-12500000 of boat"),
        ("from 9% to 12%", "share 9; share 12"),
        ("about 30 boats", "count 25.5-34.5 of boat"),
        ("nearly 30 boats", "count 25.5-30.5 of boat"),
        ("more than 20 boats", "count 19.5-.. of boat"),
        ("at least twenty boats", "count 19.5-.. of boat"),
        ("up to 20 boats", "count ..-20.5 of boat"),
        ("20 or so boats", "count 17-23"),
        ("some 30 boats", "count 25.5-34.5 of boat"),
        ("dozens of boats", "count 20-.. of boat"),
        ("hundreds of thousands of people", "count 150000-.. of person"),
        ("30+ boats", "count 29.5-.."),
        ("one boat sank", "count 1 of sank"),
        ("27 Labour MPs", "count 27 of mp"),
    ];
    let failures: Vec<String> = table
        .iter()
        .filter(|(text, expected)| read(text) != *expected)
        .map(|(text, expected)| format!("{text}: {} where {expected} was expected", read(text)))
        .collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn what_counts_nothing_is_no_number() {
    let table = [
        "section 4",
        "Fig. 3 shows",
        "pp. 12-14",
        "No. 5",
        "chapter three",
        "Pier 7",
        "the G20",
        "COVID-19",
        "an F-16",
        "(10+1)",
        "[3]",
        "(4)",
        "at 10:30",
        "at 5 p.m.",
        "9pm",
        "24/7",
        "version 1.2.3",
        "020 7946",
        "one of them",
        "no one",
        "one another",
        "that one",
        "1. Ferries sail",
        "World War Two",
        "the Expo 2020 wins",
        "the Third World",
        "first, it sank",
        "they came first",
        "one day it sank",
        "won 3-1",
        "the 20th Century Fox",
        "of 10 Ropewalk Street and",
        "at 27 Old Harbour Road",
        "#4",
    ];
    for text in table {
        let found: Vec<String> = numbers(text)
            .iter()
            .filter(|(number, _)| number.head.is_some() || number.kind != Kind::Count)
            .map(|(number, words)| format!("{words}: {}", shown(number)))
            .collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_number_spans_itself_and_its_unit() {
    let table = [
        ("more than US$3.2 trillion was", "US$3.2 trillion"),
        ("some nine per cent of", "nine per cent"),
        ("a 25-year-old pilot", "25-year-old"),
        ("twenty-one boats", "twenty-one"),
        ("between 5 and 7 boats", "5 and 7"),
        ("12 km off", "12 km"),
    ];
    for (text, expected) in table {
        assert_eq!(numbers(text).first().map(|(_, words)| words.as_str()), Some(expected), "{text}");
    }
}

#[test]
fn values_agree_that_one_rounds_from_the_other() {
    let table = [
        ("1.9 billion people", "1,894,000,000 people", true),
        ("1.6 billion people", "1.9 billion people", false),
        ("nearly 30 km", "28.7 km", true),
        ("more than 20 boats", "23 boats", true),
        ("more than 20 boats", "17 boats", false),
        ("two-thirds of voters", "67 per cent of voters", true),
        ("a third of voters", "67 per cent of voters", false),
        ("a dozen boats", "12 boats", true),
        ("20 boats", "23 boats", false),
        ("20 boats", "21 boats", false),
        ("2 million people", "1.9 million people", true),
        ("dozens of boats", "27 boats", true),
        ("hundreds of boats", "27 boats", false),
        ("one in five boats", "20% of boats", true),
        ("half of the boats", "49% of the boats", true),
    ];
    for (a, b, expected) in table {
        let (a_read, b_read) = (numbers(a), numbers(b));
        let (own, other) = (&a_read[0].0, &b_read[0].0);
        assert!(own.is_like(other), "{a} / {b}");
        assert_eq!(own.agrees(other), expected, "{a} / {b}");
        assert_eq!(other.agrees(own), expected, "{b} / {a}");
    }
}

#[test]
fn a_draft_rounds_and_makes_nothing_more_exact() {
    let table = [
        ("600 boats", "612 boats", true),
        ("612 boats", "600 boats", false),
        ("612 boats", "about 600 boats", true),
        ("more than 600 boats", "612 boats", true),
        ("more than 600 boats", "more than 612 boats", true),
        ("more than 612 boats", "more than 600 boats", false),
        ("more than 30 boats", "more than 20 boats", false),
        ("twelve boats", "a dozen boats", true),
        ("thirteen boats", "a dozen boats", true),
        ("1,894,000,000 boats", "1.9 billion boats", true),
        ("1.9 billion boats", "1,894,000,000 boats", true),
        ("2,100 boats", "2,000 boats", true),
    ];
    for (draft, source, expected) in table {
        let (own, other) = (&numbers(draft)[0].0, &numbers(source)[0].0);
        assert_eq!(own.restates(other), expected, "{draft} / {source}");
    }
}
