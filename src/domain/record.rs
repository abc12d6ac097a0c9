use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{CanonicalError, Holder, PassportKind, PassportUse, to_canonical_json};

/// The number under which one application is known from receipt to hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApplicationNumber(String);

/// Why a text is no application number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an application number has 6 to 40 characters of A-Z, 0-9 and `-`")]
pub struct ParseApplicationNumberError;

impl ApplicationNumber {
    /// Reads an application number.
    ///
    /// # Errors
    /// [`ParseApplicationNumberError`] when it is too short, too long or holds other characters.
    pub fn parse(text: &str) -> Result<Self, ParseApplicationNumberError> {
        let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        if (6..=40).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseApplicationNumberError)
        }
    }

    /// A number from the day of receipt and five random bytes.
    pub fn from_random(date: NaiveDate, random: [u8; 5]) -> Self {
        let suffix: String = random.iter().map(|byte| format!("{byte:02X}")).collect();
        Self(format!("{}-{suffix}", date.format("%Y%m%d")))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApplicationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ApplicationNumber {
    type Error = ParseApplicationNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ApplicationNumber> for String {
    fn from(number: ApplicationNumber) -> Self {
        number.0
    }
}

/// What two officers sign: who gets what, by which rules, with which photo.
///
/// The canonical bytes of this value are the only thing an approval speaks of, and the signing process derives
/// every data group from them. It holds no date of issue: that is the production date, and the law is asked again
/// on that day. If the law then rests on other rules than [`ApprovedRecord::rules`], the approval no longer counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovedRecord {
    /// The version of this shape; see [`ApprovedRecord::SCHEMA`].
    pub schema: String,
    /// The application that was decided.
    pub application_number: ApplicationNumber,
    /// The application date.
    pub application_date: NaiveDate,
    /// What is granted.
    pub kind: PassportKind,
    /// The use that is granted.
    #[serde(rename = "use")]
    pub usage: PassportUse,
    /// The edition of the law that was asked, by name.
    pub edition: String,
    /// The facts the law was asked with.
    pub facts: Map<String, Value>,
    /// The rules on which the grant and its term rest, sorted.
    pub rules: Vec<String>,
    /// Whether the grant rests on an officer's discretion, which the approval then exercises.
    pub discretion: bool,
    /// The person.
    pub holder: Holder,
    /// SHA-256 of the portrait exactly as it goes on the chip, in lower-case hexadecimal.
    pub photo_sha256: String,
    /// The post that took the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
}

impl ApprovedRecord {
    /// The only shape of record there is.
    pub const SCHEMA: &str = "yeogwon-record/1";

    /// The bytes that officers sign over.
    ///
    /// # Errors
    /// [`CanonicalError`] when a fact has no canonical form.
    pub fn to_canonical(&self) -> Result<Vec<u8>, CanonicalError> {
        to_canonical_json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn application_numbers_are_short_plain_texts() {
        for good in ["20261122-00FFA1B2C3", "ABC-01"] {
            assert_eq!(ApplicationNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "ABC-1",
            "abc-001",
            "ABC 001",
            &"A".repeat(41),
            "ABC-00é",
        ] {
            assert!(ApplicationNumber::parse(bad).is_err(), "{bad}");
        }
        let date = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let number = ApplicationNumber::from_random(date, [0, 0xff, 0xa1, 0xb2, 0xc3]);
        assert_eq!(number.as_str(), "20261122-00FFA1B2C3");
        assert_eq!(ApplicationNumber::parse(number.as_str()), Ok(number));
    }
}
