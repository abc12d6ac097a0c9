use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::domain::PartialDate;

/// A date of six characters: two digits each for year, month and day, fillers for a part that is unknown.
///
/// Source: 9303-3:4.8
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MrzDate {
    year: Option<u8>,
    month: Option<u8>,
    day: Option<u8>,
}

/// Six characters that are no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a date in the MRZ is six digits YYMMDD of a day that exists, `<<` for an unknown part")]
pub struct MrzDateError;

impl MrzDate {
    /// A date from its six characters.
    ///
    /// # Errors
    /// When they are neither digits nor pairs of fillers, or no century has such a day.
    pub fn parse(field: &str) -> Result<Self, MrzDateError> {
        let [y1, y2, m1, m2, d1, d2] = *field.as_bytes() else {
            return Err(MrzDateError);
        };
        let (year, month, day) = (pair(y1, y2)?, pair(m1, m2)?, pair(d1, d2)?);
        // 2000 was a leap year as every fourth year since 1904 was; 1900 was none and is out of reach.
        let probe = year.map(|year| 2000 + u16::from(year));
        PartialDate::new(probe, month, day).map_err(|_| MrzDateError)?;
        Ok(Self { year, month, day })
    }

    /// Whether no part is unknown.
    #[must_use]
    pub const fn is_full(self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// The date of birth meant: the latest century in which it does not lie after `on`.
    ///
    /// The standard gives no rule for the century; DG11 has the full year. `None` when that year has no such day.
    #[must_use]
    pub fn as_birth(self, on: NaiveDate) -> Option<PartialDate> {
        let this_century = on.year() - on.year().rem_euclid(100);
        let year = self.year.map(|year| {
            let candidate = this_century + i32::from(year);
            let today = (on.year(), on.month(), on.day());
            // An unknown month or day does not put a birth into the future.
            let earliest = (
                candidate,
                u32::from(self.month.unwrap_or(1)),
                u32::from(self.day.unwrap_or(1)),
            );
            if earliest > today {
                candidate - 100
            } else {
                candidate
            }
        });
        self.in_year(year)
    }

    /// The date of expiry meant, in the years 2000 to 2099; `None` when a part is unknown.
    #[must_use]
    pub fn as_expiry(self) -> Option<NaiveDate> {
        let year = self.year.map(|year| 2000 + i32::from(year));
        self.in_year(year)?.full()
    }

    /// `None` when the year has no such day: 29 February of 2100.
    fn in_year(self, year: Option<i32>) -> Option<PartialDate> {
        let year = year.and_then(|year| u16::try_from(year).ok());
        PartialDate::new(year, self.month, self.day).ok()
    }
}

/// Two digits, or two fillers for what is unknown.
fn pair(tens: u8, units: u8) -> Result<Option<u8>, MrzDateError> {
    match (tens, units) {
        (b'<', b'<') => Ok(None),
        (b'0'..=b'9', b'0'..=b'9') => Ok(Some((tens - b'0') * 10 + (units - b'0'))),
        _ => Err(MrzDateError),
    }
}

impl From<PartialDate> for MrzDate {
    fn from(date: PartialDate) -> Self {
        let year = date.year().and_then(|year| u8::try_from(year % 100).ok());
        Self {
            year,
            month: date.month(),
            day: date.day(),
        }
    }
}

impl fmt::Display for MrzDate {
    /// The six characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [self.year, self.month, self.day] {
            match part {
                Some(part) => write!(f, "{part:02}")?,
                None => write!(f, "<<")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn six_characters_are_read_and_written_back() {
        for field in [
            "740812", "<<<<<<", "74<<<<", "7408<<", "000229", "040229", "<<0229",
        ] {
            assert_eq!(MrzDate::parse(field).unwrap().to_string(), field);
        }
        for field in [
            "", "74081", "7408122", "741301", "740230", "030229", "7<0812", "74 812", "ABCDEF",
        ] {
            assert_eq!(MrzDate::parse(field), Err(MrzDateError), "{field}");
        }
    }

    #[test]
    fn a_birth_is_in_the_latest_century_that_is_past() {
        let on = day("2026-11-22");
        for (field, meant) in [
            ("740812", "1974-08-12"),
            ("261122", "2026-11-22"),
            ("261123", "1926-11-23"),
            ("26<<<<", "2026-XX-XX"),
            ("27<<<<", "1927-XX-XX"),
            ("2612<<", "1926-12-XX"),
            ("<<<<<<", "XXXX-XX-XX"),
            ("000229", "2000-02-29"),
        ] {
            let birth = MrzDate::parse(field).unwrap().as_birth(on).unwrap();
            assert_eq!(birth.to_string(), meant);
        }
        // Read in 1999, the year 00 is 1900, which had no 29 February.
        let leap = MrzDate::parse("000229").unwrap();
        assert_eq!(leap.as_birth(day("1999-12-31")), None);
    }

    #[test]
    fn an_expiry_is_in_this_century() {
        let expiry = |field| MrzDate::parse(field).unwrap().as_expiry();
        assert_eq!(expiry("361121"), Some(day("2036-11-21")));
        assert_eq!(expiry("990101"), Some(day("2099-01-01")));
        assert_eq!(expiry("36<<<<"), None);
    }

    #[test]
    fn the_year_loses_its_century() {
        let date: PartialDate = "1974-XX-12".parse().unwrap();
        assert_eq!(MrzDate::from(date).to_string(), "74<<12");
        assert!(!MrzDate::from(date).is_full());
    }
}
