//! Serial numbers of certificates and lists.

use std::fmt;

/// A positive integer of at most 20 octets in its only DER form.
///
/// A CSCA never gives a number twice, also not after a change of its name: who hands numbers out keeps the register.
///
/// Source: 9303-12:7.1.1, rfc5280:4.1.2.2
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SerialNumber {
    /// INVARIANT: 1 to 20 octets, first bit clear, minimal two's complement, not zero.
    octets: Vec<u8>,
}

/// Why octets are no serial number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SerialNumberError {
    /// The number is zero or there are no octets.
    #[error("a serial number must be positive")]
    NotPositive,
    /// More than 20 octets.
    #[error("a serial number of {octets} octets is too long: at most 20 are allowed")]
    TooLong {
        /// The octets the number needs.
        octets: usize,
    },
}

impl SerialNumber {
    /// The number whose magnitude is `magnitude`, big-endian; leading zeros are dropped.
    ///
    /// # Errors
    /// [`SerialNumberError`] when it is zero or too long.
    pub fn from_magnitude(magnitude: &[u8]) -> Result<Self, SerialNumberError> {
        let first = magnitude
            .iter()
            .position(|octet| *octet != 0)
            .ok_or(SerialNumberError::NotPositive)?;
        let (_, significant) = magnitude
            .split_at_checked(first)
            .ok_or(SerialNumberError::NotPositive)?;
        let needs_sign_octet = significant.first().is_some_and(|octet| *octet >= 0x80);
        let length = significant.len() + usize::from(needs_sign_octet);
        if length > 20 {
            return Err(SerialNumberError::TooLong { octets: length });
        }
        let mut octets = Vec::with_capacity(length);
        if needs_sign_octet {
            octets.push(0);
        }
        octets.extend_from_slice(significant);
        Ok(Self { octets })
    }

    /// The number itself.
    ///
    /// # Errors
    /// [`SerialNumberError::NotPositive`] for zero.
    pub fn from_number(number: u64) -> Result<Self, SerialNumberError> {
        Self::from_magnitude(&number.to_be_bytes())
    }

    /// A number of 20 octets from 20 octets of randomness, of which 158 bits are kept: the first bit must be clear, and the second
    /// is set so that every number has the same length.
    pub fn from_entropy(mut entropy: [u8; 20]) -> Self {
        let [first, ..] = &mut entropy;
        *first = (*first & 0x3f) | 0x40;
        Self {
            octets: entropy.to_vec(),
        }
    }

    /// The content octets of the INTEGER.
    pub fn as_octets(&self) -> &[u8] {
        &self.octets
    }
}

impl fmt::Display for SerialNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.octets
            .iter()
            .try_for_each(|octet| write!(formatter, "{octet:02X}"))
    }
}

impl fmt::Debug for SerialNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SerialNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_positive_minimal_and_short() {
        let table: [(&str, &[u8], Result<&str, SerialNumberError>); 7] = [
            ("one", &[1], Ok("01")),
            ("leading zeros", &[0, 0, 1], Ok("01")),
            ("sign octet", &[0x80], Ok("0080")),
            ("nothing", &[], Err(SerialNumberError::NotPositive)),
            ("zero", &[0, 0], Err(SerialNumberError::NotPositive)),
            (
                "21 octets",
                &[1; 21],
                Err(SerialNumberError::TooLong { octets: 21 }),
            ),
            (
                "20 octets with the first bit set",
                &[0xff; 20],
                Err(SerialNumberError::TooLong { octets: 21 }),
            ),
        ];
        for (name, magnitude, expected) in table {
            let found = SerialNumber::from_magnitude(magnitude).map(|serial| serial.to_string());
            assert_eq!(found, expected.map(str::to_owned), "{name}");
        }
    }

    #[test]
    fn random_numbers_are_positive_whatever_the_entropy() {
        for byte in [0x00, 0x7f, 0x80, 0xff] {
            let serial = SerialNumber::from_entropy([byte; 20]);
            assert_eq!(
                SerialNumber::from_magnitude(serial.as_octets()),
                Ok(serial.clone()),
                "{byte:02x}"
            );
            assert_eq!(serial.as_octets().len(), 20);
        }
    }
}
