//! Numbers that follow from two others: sums, differences, shares of a whole and changes in per cent.
//!
//! Takes a number and those of a source, the nearest first, and answers whether a writer may have worked it out from them.

use crate::claim::fact::{Kind, Number};

/// Numbers of the source that are tried with each other: the nearest that the number may be worked out from.
const TRIED: usize = 40;

/// Whether a number follows from two others, or from one that leaves the rest of a whole.
pub fn is_derived<'a>(own: &Number, others: impl Iterator<Item = &'a Number>) -> bool {
    let alike = |a: &Number, b: &Number| {
        // "12 tonnes of gravel and 15 tonnes": an amount need not say again of what.
        let open = a.kind != Kind::Count && (a.head.is_none() || b.head.is_none());
        a.kind == b.kind && a.unit == b.unit && (a.head == b.head || open)
    };
    // A share may be one of anything.
    let serves = |other: &&Number| match own.kind {
        Kind::Share => true,
        Kind::Count => alike(own, other),
        kind => kind == other.kind && own.unit == other.unit,
    };
    let others: Vec<&Number> = others.filter(serves).take(TRIED).collect();
    let within = |value: f64| own.low <= value && value <= own.high;
    if own.kind == Kind::Share {
        let rest = |other: &&Number| other.kind == Kind::Share && within(100.0 - other.value);
        if others.iter().any(rest) {
            return true;
        }
    }
    let pairs = others.iter().enumerate().flat_map(|(i, a)| others[i + 1..].iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| alike(a, b)).any(|(a, b)| {
        let (less, more) = (a.value.min(b.value), a.value.max(b.value));
        match own.kind {
            Kind::Rank => false,
            Kind::Share if a.kind != Kind::Share => {
                less > 0.0
                    && (within(100.0 * less / more)
                        || within(100.0 * (more - less) / less)
                        || within(100.0 * (more - less) / more))
            }
            _ => alike(own, a) && (within(a.value + b.value) || within(more - less)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::fact::{Value, facts_in};

    fn numbers(text: &str) -> Vec<Number> {
        let facts = facts_in(text, 0..text.len()).into_iter();
        facts
            .filter_map(|fact| match fact.value {
                Value::Number(number) => Some(number),
                Value::Date(_) => None,
            })
            .collect()
    }

    #[test]
    fn what_follows_from_two_numbers_is_known() {
        let table = [
            ("700 tonnes", "430 tonnes and 270 tonnes", true),
            ("12 women", "43 women and 31 women", true),
            ("25% of boats", "5 boats and 20 boats", true),
            ("50% of boats", "20 boats and 30 boats", true),
            ("91% of boats", "9% of boats", true),
            ("13 women", "43 women and 31 women", false),
            ("12 boats", "43 women and 31 women", false),
            ("700 tonnes", "430 tonnes and 270 boats", false),
            ("the third boat", "the first boat and the second boat", false),
        ];
        for (own, source, expected) in table {
            let (own_read, others) = (numbers(own), numbers(source));
            assert_eq!(is_derived(&own_read[0], others.iter()), expected, "{own} / {source}");
        }
    }

    #[test]
    fn the_nearest_numbers_of_the_kind_are_tried() {
        let own = &numbers("700 tonnes")[0];
        let boats: String = (1000..1100).map(|count| format!("{count} boats and ")).collect();
        let tonnes: String = (1000..1100).map(|count| format!("{} tonnes and ", count * count)).collect();
        let pair = "430 tonnes and 270 tonnes and ";
        for (source, expected) in
            [(boats + pair, true), (pair.to_owned() + &tonnes, true), (tonnes.clone() + pair, false)]
        {
            assert_eq!(is_derived(own, numbers(&source).iter()), expected, "{source:.40}");
        }
    }
}
