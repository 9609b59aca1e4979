//! What holds for every fact: a number or a date that is written in any of its forms is read as its value, agrees with every other
//! form of it and with no form of another value, and no text makes the reader panic, hang or point outside of it.

use ibid::claim::fact::{Date, Days, Fact, Number, Value, facts_in};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2),
        cases,
        ..ProptestConfig::default()
    }
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A whole number in words.
fn words(number: u64) -> String {
    let with =
        |head: String, rest: u64, link: &str| if rest == 0 { head } else { head + link + &words(rest) };
    match number {
        0..20 => SMALL[number as usize].to_owned(),
        20..100 => with(TENS[number as usize / 10].to_owned(), number % 10, "-"),
        100..1000 => with(format!("{} hundred", words(number / 100)), number % 100, " and "),
        1000..1_000_000 => {
            let link = if number % 1000 < 100 { " and " } else { " " };
            with(format!("{} thousand", words(number / 1000)), number % 1000, link)
        }
        _ => {
            let link = if number % 1_000_000 < 100 { " and " } else { " " };
            with(format!("{} million", words(number / 1_000_000)), number % 1_000_000, link)
        }
    }
}

/// A whole number with a mark before each three digits.
fn grouped(number: u64, mark: &str) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let mut groups: Vec<&str> = (head..digits.len()).step_by(3).map(|at| &digits[at..at + 3]).collect();
    if head > 0 {
        groups.insert(0, &digits[..head]);
    }
    groups.join(mark)
}

fn numbers(text: &str) -> Vec<Number> {
    let number = |fact: Fact| match fact.value {
        Value::Number(number) => Some(number),
        Value::Date(_) => None,
    };
    facts_in(text, 0..text.len()).into_iter().filter_map(number).collect()
}

fn dates(text: &str) -> Vec<Date> {
    let date = |fact: Fact| match fact.value {
        Value::Date(date) => Some(date),
        Value::Number(_) => None,
    };
    facts_in(text, 0..text.len()).into_iter().filter_map(date).collect()
}

proptest! {
    #![proptest_config(config(2048))]

    #[test]
    fn a_number_is_its_value_in_every_form(number in prop_oneof![2u64..100, 2u64..20_000, 2u64..900_000_000]) {
        let forms = [number.to_string(), grouped(number, ","), grouped(number, "\u{202f}"), words(number)];
        for form in &forms {
            let text = format!("The harbour counted {form} grey boats there.");
            let found = numbers(&text);
            prop_assert_eq!(found.len(), 1, "{}: {:?}", text, found);
            prop_assert_eq!(found[0].value, number as f64, "{}", text);
            prop_assert_eq!(found[0].head.as_deref(), Some("boat"), "{}", text);
            let near = if number < 99 { number + 1 } else { number * 2 };
            let other = numbers(&format!("It had {near} boats."));
            prop_assert!(!found[0].agrees(&other[0]), "{} and {:?}", text, other);
        }
    }

    #[test]
    fn a_rounded_number_agrees_with_what_it_rounds(number in 1_000_000u64..1_000_000_000, decimals in 0usize..3) {
        let millions = number as f64 / 1e6;
        let exact = numbers(&format!("{number} boats"));
        for form in [format!("{millions:.decimals$} million boats"), format!("{millions:.decimals$}m boats")] {
            let rounded = numbers(&form);
            prop_assert!(rounded[0].agrees(&exact[0]), "{} and {}", form, number);
            prop_assert!(exact[0].agrees(&rounded[0]), "{} and {}", form, number);
        }
    }

    #[test]
    fn a_date_is_its_day_in_every_form(year in 1800i32..2100, month in 1u32..13, day in 1u32..29) {
        let name = MONTHS[month as usize - 1];
        let ending = match day { 1 | 21 => "st", 2 | 22 => "nd", 3 | 23 => "rd", _ => "th" };
        let forms = [
            format!("{day} {name} {year}"),
            format!("{day}{ending} of {name}, {year}"),
            format!("{name} {day}, {year}"),
            format!("{} {day}{ending}, {year}", &name[..3]),
            format!("{}. {day}, {year}", &name[..3]),
            format!("{year}-{month:02}-{day:02}"),
            format!("{day}.{month}.{year}"),
            format!("{day:02}/{month:02}/{year}"),
            format!("{month}/{day}/{year}"),
        ];
        let all: Vec<Date> = forms
            .iter()
            .map(|form| {
                let text = format!("The ferry sailed on {form}, as planned.");
                let mut found = dates(&text);
                assert_eq!(found.len(), 1, "{text}: {found:?}");
                found.remove(0)
            })
            .collect();
        for (date, form) in all.iter().zip(&forms) {
            let one_day = date.readings.iter().all(|days| matches!(days, Days::Between(from, to) if from == to));
            prop_assert!(one_day, "{}: {:?}", form, date);
            prop_assert!(all.iter().all(|other| date.agrees(other)), "{}", form);
            let month_alone = dates(&format!("It was in {name} {year}."));
            let year_alone = dates(&format!("It was in {year}."));
            prop_assert!(date.agrees(&month_alone[0]) && date.agrees(&year_alone[0]), "{}", form);
            let next = dates(&format!("It was in {}.", year + 1));
            prop_assert!(!date.agrees(&next[0]), "{}", form);
        }
    }
}

/// Text with much of what facts are made of.
fn any_facts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&["one", "twenty", "hundred", "million", "a", "half", "and", "third", "quarter", "dozens", "of",
            "from", "to", "between", "in", "per", "cent", "about", "more", "than", "tens", "thousands", "century", "old", "year"][..])
            .prop_map(str::to_owned),
        3 => prop::sample::select(&["May", "April", "Monday", "Sept", "the", "last", "mid", "Q3", "1990s", "'90s", "2019", "21st", "31",
            "29", "February", "99", "0", "007", "1,234", "1.2.3", "9%", "$3bn", "½", "2⅔"][..]).prop_map(str::to_owned),
        4 => prop::sample::select(&[" ", " ", " ", "-", "–", "/", ".", ", ", ". ", "\u{1}", "°", "+", "~", "(", ")", "'", "\n"][..])
            .prop_map(str::to_owned),
        1 => (0u64..u64::MAX).prop_map(|number| number.to_string()),
        1 => "\\PC{1,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config(4096))]

    #[test]
    fn no_text_is_too_much_for_the_reader(text in any_facts()) {
        let mut end = 0;
        for fact in facts_in(&text, 0..text.len()) {
            prop_assert!(text.get(fact.range.clone()).is_some_and(|words| !words.is_empty()), "{:?}", fact);
            prop_assert!(end <= fact.range.start, "{:?}", fact);
            end = fact.range.start + 1;
            if let Value::Number(number) = fact.value {
                prop_assert!(number.low <= number.high && number.agrees(&number), "{:?}", number);
            }
        }
    }
}

#[test]
fn a_long_row_of_anything_is_read_in_time() {
    for piece in [
        "one ",
        "a ",
        "half ",
        "first of ",
        "May ",
        "2019-",
        "1 ",
        "two hundred and ",
        "from 1 to ",
        "°",
        "more than ",
    ] {
        let text = piece.repeat(20_000);
        assert!(facts_in(&text, 0..text.len()).len() <= 40_000, "{piece}");
    }
}
