//! Instants as DER.
//!
//! The `Z` form without fractions is the only one there is; which of the two types applies is a matter of the year.

use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use der::Encode;
use der::asn1::{GeneralizedTime, UtcTime};

use super::EncodeError;

/// The `Time` of a validity or a signing time: `UTCTime` through 2049, `GeneralizedTime` from 2050. Fractions of a second are
/// cut off.
///
/// Source: rfc5280:4.1.2.5, 9303-12:7.1.1, rfc5652:11.3
///
/// # Errors
/// [`EncodeError`] for a year before 1970 or after 9999.
pub(crate) fn time(at: DateTime<Utc>) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "a time";
    if at.year() > 2049 {
        return generalized(at);
    }
    UtcTime::from_unix_duration(unix(at, WHAT)?)
        .and_then(|time| time.to_der())
        .map_err(|_| EncodeError { what: WHAT })
}

/// A `GeneralizedTime`, whatever the year.
///
/// # Errors
/// [`EncodeError`] for a year before 1970 or after 9999.
pub(crate) fn generalized(at: DateTime<Utc>) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "a GeneralizedTime";
    GeneralizedTime::from_unix_duration(unix(at, WHAT)?)
        .and_then(|time| time.to_der())
        .map_err(|_| EncodeError { what: WHAT })
}

/// The instant of `YYYYMMDDHHMMSSZ`, and of nothing else. For reading back, so it shares nothing with the writers above.
pub(crate) fn read_generalized(value: &[u8]) -> Option<DateTime<Utc>> {
    let digits: &[u8; 14] = value.strip_suffix(b"Z")?.try_into().ok()?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |part: &[u8]| {
        part.iter()
            .fold(0, |sum: u32, digit| sum * 10 + u32::from(digit - b'0'))
    };
    let (date, clock) = digits.split_at(8);
    let (year, day) = date.split_at(4);
    let (month, day) = day.split_at(2);
    let (hour, rest) = clock.split_at(2);
    let (minute, second) = rest.split_at(2);
    NaiveDate::from_ymd_opt(
        i32::try_from(number(year)).ok()?,
        number(month),
        number(day),
    )?
    .and_hms_opt(number(hour), number(minute), number(second))
    .map(|time| time.and_utc())
}

fn unix(at: DateTime<Utc>, what: &'static str) -> Result<Duration, EncodeError> {
    u64::try_from(at.timestamp())
        .map(Duration::from_secs)
        .map_err(|_| EncodeError { what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_changes_at_the_turn_of_2050() {
        let table = [
            ("2026-03-01T00:00:00Z", "\x17\x0d260301000000Z"),
            ("2049-12-31T23:59:59.999Z", "\x17\x0d491231235959Z"),
            ("2050-01-01T00:00:00Z", "\x18\x0f20500101000000Z"),
        ];
        for (at, expected) in table {
            let at: DateTime<Utc> = at.parse().unwrap();
            assert_eq!(time(at).unwrap(), expected.as_bytes(), "{at}");
        }
        for (text, expected) in [
            ("20260301090000Z", Some("2026-03-01T09:00:00Z")),
            ("20240229235959Z", Some("2024-02-29T23:59:59Z")),
            ("20250229000000Z", None),
            ("20261301000000Z", None),
            ("20260301240000Z", None),
            ("20260301090060Z", None),
            ("2026030109000Z", None),
            ("202603010900000Z", None),
            ("20260301090000", None),
            ("20260301 90000Z", None),
            ("", None),
        ] {
            let expected = expected.map(|at| at.parse().unwrap());
            assert_eq!(read_generalized(text.as_bytes()), expected, "{text}");
        }
        assert!(time("1969-12-31T23:59:59Z".parse().unwrap()).is_err());
    }
}
