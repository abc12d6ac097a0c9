//! Instants as DER.
//!
//! The `Z` form without fractions is the only one there is; which of the two types applies is a matter of the year.

use std::time::Duration;

use chrono::{DateTime, Datelike, Utc};
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
        assert!(time("1969-12-31T23:59:59Z".parse().unwrap()).is_err());
    }
}
