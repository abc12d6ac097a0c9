//! Calendar conventions C1 to C11: the Decree has none of its own, so these follow the Civil Act's general law on periods.
//!
//! Here: arithmetic on civil dates in Seoul (C1: whoever asks converts first). Not here: any rule that says which period
//! applies. Every date that reaches this file lies within [`EARLIEST`] and [`LATEST`], so no sum leaves the calendar.
//! Source: Civil Act, art. 157-160 (as the general law on periods); the Decree is silent.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::switches::{LeapBirthday, TermEnd};

/// A civil date in Asia/Seoul.
pub type Date = NaiveDate;

/// The first year a question may speak of.
pub const EARLIEST: i32 = 1850;
/// The last year a question may speak of.
pub const LATEST: i32 = 2350;

/// Reads `YYYY-MM-DD`, nothing else, within the years the engine answers for.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = shape.then(|| text.parse::<Date>().ok()).flatten()?;
    (EARLIEST..=LATEST).contains(&date.year()).then_some(date)
}

/// The same day of the month `months` later; the last day of that month where it has no such day.
#[must_use]
pub fn add_months(day: Date, months: u32) -> Date {
    day.checked_add_months(Months::new(months))
        .unwrap_or(Date::MAX)
}

/// The same day of the month `months` earlier, clamped like [`add_months`].
#[must_use]
pub fn subtract_months(day: Date, months: u32) -> Date {
    day.checked_sub_months(Months::new(months))
        .unwrap_or(Date::MIN)
}

/// `add_months` in years.
#[must_use]
pub fn add_years(day: Date, years: u32) -> Date {
    add_months(day, years.saturating_mul(12))
}

/// `subtract_months` in years.
#[must_use]
pub fn subtract_years(day: Date, years: u32) -> Date {
    subtract_months(day, years.saturating_mul(12))
}

/// `days` later.
#[must_use]
pub fn add_days(day: Date, days: u32) -> Date {
    day.checked_add_days(Days::new(days.into()))
        .unwrap_or(Date::MAX)
}

/// `days` earlier.
#[must_use]
pub fn subtract_days(day: Date, days: u32) -> Date {
    day.checked_sub_days(Days::new(days.into()))
        .unwrap_or(Date::MIN)
}

/// C2: the day on which somebody born on `birth` reaches `age` full years, birthday included.
///
/// Source: Civil Act, art. 158, 160(2)-(3)
#[must_use]
pub fn reach_age(birth: Date, age: u32, leap: LeapBirthday) -> Date {
    let birthday = add_years(birth, age);
    let slipped = birth.day() == 29 && birth.month() == 2 && birthday.day() == 28;
    match leap {
        LeapBirthday::FirstOfMarch if slipped => add_days(birthday, 1),
        LeapBirthday::FirstOfMarch | LeapBirthday::LastOfFebruary => birthday,
    }
}

/// C2: has somebody born on `birth` reached `age` on the day `on`?
#[must_use]
pub fn has_reached(birth: Date, age: u32, on: Date, leap: LeapBirthday) -> bool {
    reach_age(birth, age, leap) <= on
}

/// C3: the last day of a term of `months` that begins on the day `from`, which itself is already valid.
///
/// Source: Civil Act, art. 157, 159, 160
#[must_use]
pub fn term_end(from: Date, months: u32, convention: TermEnd) -> Date {
    let anniversary = add_months(from, months);
    match convention {
        TermEnd::Anniversary => anniversary,
        TermEnd::DayBefore => subtract_days(anniversary, 1),
    }
}

/// C4: the last day of the year in which somebody born on `birth` becomes `age`.
#[must_use]
pub fn end_of_year_of_age(birth: Date, age: u32) -> Date {
    let year = birth.year().saturating_add_unsigned(age);
    Date::from_ymd_opt(year, 12, 31).unwrap_or(Date::MAX)
}

/// C5: the day before somebody born on `birth` becomes `age`.
#[must_use]
pub fn day_before_age(birth: Date, age: u32, leap: LeapBirthday) -> Date {
    subtract_days(reach_age(birth, age, leap), 1)
}

/// C7: does `day` lie within the `months` up to `reference`, the day exactly that far back included?
#[must_use]
pub fn within_months_before(day: Date, reference: Date, months: u32) -> bool {
    subtract_months(reference, months) <= day && day <= reference
}

/// C9: the last day of a period of `months` that counts its first day, such as a travel permit.
///
/// Where the month in which it ends has no corresponding day, the period ends with that month.
/// Source: Civil Act, art. 157 proviso, 160(2)-(3)
#[must_use]
pub fn period_last_day(first: Date, months: u32) -> Date {
    let corresponding = add_months(first, months);
    if corresponding.day() == first.day() {
        subtract_days(corresponding, 1)
    } else {
        corresponding
    }
}

/// C10: how many days before `end` the day `day` lies; the end itself is day 0, a later day is negative.
#[must_use]
pub fn days_before(day: Date, end: Date) -> i64 {
    end.signed_duration_since(day).num_days()
}

#[cfg(test)]
mod tests;
