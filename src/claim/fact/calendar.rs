//! Days as numbers, so that a span of time is an interval.
//!
//! Takes years, months and days of the Gregorian calendar and hands on the number of the day, from 1 January 1970.

/// The number of a day (Hinnant 2013, "chrono-compatible low-level date algorithms"). The month and the day are valid.
pub fn day_number(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = (month as i32 + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day as i32 - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The year, the month and the day of a number: the inverse of [`day_number`].
pub fn civil(number: i32) -> (i32, u32, u32) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as u32;
    let month = if month < 10 { month + 3 } else { month - 9 } as u32;
    (year + era * 400 + i32::from(month <= 2), month, day)
}

/// How many days a month has; without a year, February has 29.
pub fn days_in(year: Option<i32>, month: u32) -> u32 {
    let leap = year.is_none_or(|year| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of the week of a number, from Monday.
pub fn weekday(number: i32) -> u32 {
    (number + 3).rem_euclid(7) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_on_a_calendar() {
        let table = [(1970, 1, 1, 0), (2000, 2, 29, 11_016), (1969, 12, 31, -1), (2025, 4, 21, 20_199)];
        for (year, month, day, number) in table {
            assert_eq!(day_number(year, month, day), number, "{year}-{month}-{day}");
        }
        assert_eq!(weekday(day_number(2025, 4, 21)), 0);
    }

    #[test]
    fn a_number_is_one_day() {
        for number in (-800_000..800_000).step_by(97) {
            let (year, month, day) = civil(number);
            assert_eq!(day_number(year, month, day), number);
            assert!((1..=12).contains(&month) && (1..=days_in(Some(year), month)).contains(&day));
        }
    }
}
