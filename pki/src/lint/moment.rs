//! Times as bytes.

use chrono::{DateTime, Datelike, Utc};

use crate::asn1::time::read_generalized;
use crate::asn1::tlv::{Tlv, tag};

/// The instant of a `Time`: UTCTime with seconds and Z through 2049, GeneralizedTime without fractions from 2050.
///
/// Source: 9303-12:7.1.1 table 5, rfc5280:4.1.2.5
pub(super) fn time(tlv: &Tlv<'_>) -> Result<DateTime<Utc>, String> {
    match tlv.tag {
        tag::UTC_TIME => {
            let (year, rest) = tlv
                .value
                .split_at_checked(2)
                .ok_or("the UTCTime is too short")?;
            let century: &[u8] = if year < b"50".as_slice() {
                b"20"
            } else {
                b"19"
            };
            read_generalized(&[century, year, rest].concat())
                .ok_or_else(|| "the UTCTime is not of the form YYMMDDHHMMSSZ".to_owned())
        }
        tag::GENERALIZED_TIME => {
            let at = generalized(tlv.value)?;
            if at.year() < 2050 {
                return Err("a time before 2050 must be a UTCTime".to_owned());
            }
            Ok(at)
        }
        other => Err(format!("tag {other:02X} is not that of a time")),
    }
}

/// The instant of the content of a GeneralizedTime, whatever its year.
pub(super) fn generalized(value: &[u8]) -> Result<DateTime<Utc>, String> {
    read_generalized(value)
        .ok_or_else(|| "the GeneralizedTime is not of the form YYYYMMDDHHMMSSZ".to_owned())
}
