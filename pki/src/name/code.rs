//! The two codes of a State: two letters in distinguished names, the letters of the MRZ in alternative names.

use std::fmt;

use super::InvalidName;

/// A country code of two upper-case letters, as in `countryName`.
///
/// Source: 9303-12:7.1.1.1, 9303-3:5
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode {
    /// INVARIANT: ASCII upper-case letters.
    letters: [u8; 2],
}

impl CountryCode {
    /// Reads a code such as `KR`.
    ///
    /// # Errors
    /// [`InvalidName::Country`].
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        match <[u8; 2]>::try_from(text.as_bytes()) {
            Ok(letters) if letters.iter().all(u8::is_ascii_uppercase) => Ok(Self { letters }),
            _ => Err(InvalidName::Country {
                text: text.to_owned(),
            }),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters).unwrap_or_default()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CountryCode({self})")
    }
}

/// The code of an issuing State or organization as in the MRZ, without fillers: `KOR`, `D`.
///
/// Source: 9303-3:5, 9303-12:7.1.1.2
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateCode(String);

impl StateCode {
    /// Reads a code of one to three upper-case letters.
    ///
    /// # Errors
    /// [`InvalidName::State`].
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        let is_valid =
            (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_valid {
            return Ok(Self(text.to_owned()));
        }
        Err(InvalidName::State {
            text: text.to_owned(),
        })
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for StateCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "StateCode({self})")
    }
}
