//! A small exact decimal, for measurements; law knows no floating point.

use std::fmt;

/// A decimal number with at most four places, kept as ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i64);

/// Ten-thousandths in one.
const SCALE: i64 = 10_000;

impl Decimal {
    /// A number given in tenths: `35` is 3.5.
    #[must_use]
    pub const fn tenths(number: i64) -> Self {
        Self(number * (SCALE / 10))
    }

    /// Reads digits with an optional fraction of at most four digits, no sign and no exponent, below one million.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str, most: usize| {
            !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, 6) || !digits(fraction, 4) {
            return None;
        }
        let padded = format!("{fraction:0<4}");
        Some(Self(
            whole.parse::<i64>().ok()? * SCALE + padded.parse::<i64>().ok()?,
        ))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / SCALE, self.0 % SCALE);
        if fraction == 0 {
            return write!(out, "{whole}");
        }
        let digits = format!("{fraction:04}");
        write!(out, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_exactly() {
        assert_eq!(Decimal::parse("3.5"), Some(Decimal::tenths(35)));
        assert_eq!(Decimal::parse("3.50"), Decimal::parse("3.5"));
        assert!(Decimal::parse("2.49") < Decimal::parse("2.5"));
        assert_eq!(
            Decimal::parse("3.5001").map(|n| n.to_string()),
            Some("3.5001".to_owned())
        );
        assert_eq!(
            Decimal::parse("4").map(|n| n.to_string()),
            Some("4".to_owned())
        );
        for bad in [
            "", ".5", "3.", "-1", "1e3", "3,5", "1234567", "0.12345", "+1",
        ] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }
}
