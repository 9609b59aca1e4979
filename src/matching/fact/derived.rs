//! Numbers that follow from two others: sums, differences, shares of a whole and changes in per cent.
//!
//! Takes a number and those of a source and answers whether a writer may have worked it out from them.

use crate::claim::fact::{Kind, Number};

/// Numbers of the source that are tried with each other.
const TRIED: usize = 40;

/// Whether a number follows from two others, or from one that leaves the rest of a whole.
pub fn is_derived(own: &Number, others: &[&Number]) -> bool {
    let others = &others[..others.len().min(TRIED)];
    let within = |value: f64| own.low <= value && value <= own.high;
    if own.kind == Kind::Share {
        let rest = |other: &&Number| other.kind == Kind::Share && within(100.0 - other.value);
        if others.iter().any(rest) {
            return true;
        }
    }
    let pairs = others.iter().enumerate().flat_map(|(i, a)| others[i + 1..].iter().map(move |b| (a, b)));
    let alike = |a: &Number, b: &Number| {
        // "12 tonnes of gravel and 15 tonnes": an amount need not say again of what.
        let open = a.kind != Kind::Count && (a.head.is_none() || b.head.is_none());
        a.kind == b.kind && a.unit == b.unit && (a.head == b.head || open)
    };
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
            let others: Vec<&Number> = others.iter().collect();
            assert_eq!(is_derived(&own_read[0], &others), expected, "{own} / {source}");
        }
    }
}
