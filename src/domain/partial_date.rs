use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// A date of which year, month or day may be unknown, as births are sometimes recorded.
///
/// Written `1990-05-12`; an unknown part is `XXXX` or `XX`, as in the visual zone.
///
/// # Invariants
/// The year is 1 to 9999, the known parts are together a day of some year: no 30 February, no month 13.
///
/// Source: 9303-3:3.8 (`XX` for an unknown part), 9303-3:4.8
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a text or three numbers are no [`PartialDate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartialDateError {
    /// The text is not of the form year-month-day.
    #[error(
        "a date is written year-month-day as in `1990-05-12`, an unknown part as `XXXX` or `XX`"
    )]
    Form,
    /// The parts are no day of the calendar.
    #[error("no such day in the calendar")]
    NoSuchDay,
}

impl PartialDate {
    /// A date from its known parts.
    ///
    /// # Errors
    /// [`PartialDateError::NoSuchDay`] when the known parts belong to no day.
    pub fn new(
        year: Option<u16>,
        month: Option<u8>,
        day: Option<u8>,
    ) -> Result<Self, PartialDateError> {
        // A leap year and a long month stand in for what is not known.
        let probe = NaiveDate::from_ymd_opt(
            i32::from(year.unwrap_or(2000)),
            u32::from(month.unwrap_or(1)),
            u32::from(day.unwrap_or(1)),
        );
        let is_year = year.is_none_or(|year| (1..=9999).contains(&year));
        if probe.is_none() || !is_year {
            return Err(PartialDateError::NoSuchDay);
        }
        Ok(Self { year, month, day })
    }

    /// The year, 1 to 9999, if known.
    #[must_use]
    pub const fn year(self) -> Option<u16> {
        self.year
    }

    /// The month, 1 to 12, if known.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1 to 31, if known.
    #[must_use]
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// The day, if all of it is known.
    #[must_use]
    pub fn full(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(
            i32::from(self.year?),
            u32::from(self.month?),
            u32::from(self.day?),
        )
    }
}

impl TryFrom<NaiveDate> for PartialDate {
    type Error = PartialDateError;

    fn try_from(date: NaiveDate) -> Result<Self, PartialDateError> {
        let narrow = |part: u32| u8::try_from(part).ok();
        let year = u16::try_from(date.year()).map_err(|_| PartialDateError::NoSuchDay)?;
        Self::new(Some(year), narrow(date.month()), narrow(date.day()))
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, PartialDateError> {
        let mut parts = text.split('-');
        let year = part(parts.next(), 4)?;
        let month = part(parts.next(), 2)?;
        let day = part(parts.next(), 2)?;
        if parts.next().is_some() {
            return Err(PartialDateError::Form);
        }
        let narrow = |part: Option<u16>| part.and_then(|part| u8::try_from(part).ok());
        Self::new(year, narrow(month), narrow(day))
    }
}

/// A part of a written date: digits, or nothing but `X`.
fn part(text: Option<&str>, width: usize) -> Result<Option<u16>, PartialDateError> {
    let text = text
        .filter(|text| text.len() == width)
        .ok_or(PartialDateError::Form)?;
    if text.bytes().all(|byte| byte == b'X') {
        return Ok(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PartialDateError::Form);
    }
    text.parse().map(Some).map_err(|_| PartialDateError::Form)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}")?,
            None => write!(f, "XXXX")?,
        }
        for part in [self.month, self.day] {
            match part {
                Some(part) => write!(f, "-{part:02}")?,
                None => write!(f, "-XX")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        for text in [
            "1990-05-12",
            "1990-05-XX",
            "1990-XX-XX",
            "XXXX-XX-XX",
            "XXXX-02-29",
            "1990-XX-31",
            "2000-02-29",
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(date.full().is_some(), !text.contains('X'), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        use PartialDateError::{Form, NoSuchDay};
        for (text, error) in [
            ("1990-02-29", NoSuchDay),
            ("1990-02-30", NoSuchDay),
            ("XXXX-02-30", NoSuchDay),
            ("1990-13-01", NoSuchDay),
            ("1990-00-XX", NoSuchDay),
            ("0000-01-01", NoSuchDay),
            ("1990-05", Form),
            ("1990-05-12-01", Form),
            ("90-05-12", Form),
            ("1990-5-12", Form),
            ("1990-0X-12", Form),
            ("+990-05-12", Form),
            ("", Form),
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_calendar_day_is_fully_known() {
        let day = NaiveDate::from_ymd_opt(1990, 5, 12).unwrap();
        assert_eq!(PartialDate::try_from(day).unwrap().full(), Some(day));
        let before_year_one = NaiveDate::from_ymd_opt(-4, 1, 1).unwrap();
        assert!(PartialDate::try_from(before_year_one).is_err());
    }
}
