//! A length of time as the law speaks of it: years, months, weeks and days, never seconds.

use std::fmt;

use super::calendar::{Date, add_days, add_months};

/// A duration in calendar units: whole months (twelve to the year) and whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    months: u32,
    days: u32,
}

/// No stay, mission or term lasts longer than this many years; it also keeps every sum inside the calendar.
const LONGEST_YEARS: u32 = 100;

impl Period {
    /// A period of whole months.
    #[must_use]
    pub const fn of_months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    /// A period of whole days.
    #[must_use]
    pub const fn of_days(days: u32) -> Self {
        Self { months: 0, days }
    }

    /// Reads an ISO 8601 duration of dates, such as `P3Y`, `P1Y6M` or `P90D`; not one of hours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut months, mut days, mut digits, mut last_unit) = (0u32, 0u32, String::new(), 0u8);
        let body = text.strip_prefix('P').filter(|body| !body.is_empty())?;
        for letter in body.chars() {
            if letter.is_ascii_digit() && digits.len() < 5 {
                digits.push(letter);
                continue;
            }
            let number: u32 = digits.parse().ok()?;
            digits.clear();
            let (rank, to_months, to_days) = match letter {
                'Y' => (1, 12, 0),
                'M' => (2, 1, 0),
                'W' => (3, 0, 7),
                'D' => (4, 0, 1),
                _ => return None,
            };
            if rank <= last_unit {
                return None;
            }
            last_unit = rank;
            months = months.checked_add(number.checked_mul(to_months)?)?;
            days = days.checked_add(number.checked_mul(to_days)?)?;
        }
        let bounded = months <= LONGEST_YEARS * 12 && days <= LONGEST_YEARS * 366;
        (digits.is_empty() && last_unit > 0 && bounded).then_some(Self { months, days })
    }

    /// Its whole months, twelve to the year.
    #[must_use]
    pub const fn months(self) -> u32 {
        self.months
    }

    /// Its days beside the months.
    #[must_use]
    pub const fn days(self) -> u32 {
        self.days
    }

    /// The day this long after `from`.
    #[must_use]
    pub fn after(self, from: Date) -> Date {
        add_days(add_months(from, self.months), self.days)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.months / 12, self.months % 12);
        out.write_str("P")?;
        for (number, unit) in [(years, 'Y'), (months, 'M'), (self.days, 'D')] {
            if number > 0 {
                write!(out, "{number}{unit}")?;
            }
        }
        if self.months == 0 && self.days == 0 {
            out.write_str("0D")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_of_dates_are_read_and_nothing_else() {
        for (text, shown) in [
            ("P3Y", "P3Y"),
            ("P18M", "P1Y6M"),
            ("P1Y6M", "P1Y6M"),
            ("P2W", "P14D"),
            ("P0D", "P0D"),
            ("P4Y9M", "P4Y9M"),
        ] {
            assert_eq!(
                Period::parse(text).map(|period| period.to_string()),
                Some(shown.to_owned()),
                "{text}"
            );
        }
        for bad in [
            "",
            "P",
            "3Y",
            "P3",
            "PT1H",
            "P1M1Y",
            "P1Y1Y",
            "P-1Y",
            "P1.5Y",
            "P101Y",
            "P99999D",
            "P1234567Y",
            "p3Y",
        ] {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn printing_and_reading_are_inverse(months in 0u32..1200, days in 0u32..30_000) {
            let period = Period { months, days };
            prop_assert_eq!(Period::parse(&period.to_string()), Some(period));
        }
    }
}
