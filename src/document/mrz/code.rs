use std::fmt;

use super::Format;
use crate::domain::PassportKind;

/// The document code, the first two characters of a machine readable zone.
///
/// Source: 9303-4:4.4, 9303-5:4.2.2, 9303-6:4.2.2, 9303-7:4.2
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentCode([u8; 2]);

/// A text that is no document code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{given}` is no document code: one or two capital letters, the first P, V, A, C or I (as in `PP`)"
)]
pub struct DocumentCodeError {
    /// What was given, its first eight characters.
    pub given: String,
}

impl DocumentCode {
    /// Ordinary passport.
    pub const PP: Self = Self(*b"PP");
    /// Emergency passport (a book).
    pub const PE: Self = Self(*b"PE");
    /// Diplomatic passport.
    pub const PD: Self = Self(*b"PD");
    /// Official or service passport.
    pub const PO: Self = Self(*b"PO");
    /// Single-sheet emergency travel document.
    pub const PU: Self = Self(*b"PU");

    /// A code from one or two characters; a missing or blank second one is a filler.
    ///
    /// # Errors
    /// When the characters are no capital letters (the second may be a digit or a filler), or the first is not
    /// one that documents have.
    pub fn parse(code: &str) -> Result<Self, DocumentCodeError> {
        let bytes = match *code.as_bytes() {
            [first] => [first, b'<'],
            [first, second] => [first, second],
            _ => [0, 0],
        };
        let is_second = matches!(bytes[1], b'A'..=b'Z' | b'0'..=b'9' | b'<');
        if matches!(bytes[0], b'P' | b'V' | b'A' | b'C' | b'I') && is_second {
            Ok(Self(bytes))
        } else {
            let given = code.chars().take(8).collect();
            Err(DocumentCodeError { given })
        }
    }

    /// The code of a document of the State's own; a book without a chip is an emergency passport.
    ///
    /// Source: 9303-4:4.4, 9303-8
    #[must_use]
    pub const fn of_kind(kind: PassportKind, has_chip: bool) -> Self {
        match (kind, has_chip) {
            (PassportKind::TravelCertificate, _) => Self::PU,
            (_, false) => Self::PE,
            (PassportKind::Ordinary | PassportKind::Residence, true) => Self::PP,
            (PassportKind::Official, true) => Self::PO,
            (PassportKind::Diplomatic, true) => Self::PD,
        }
    }

    /// The two characters as they stand in the zone.
    #[must_use]
    pub fn field(self) -> String {
        self.0.iter().map(|byte| char::from(*byte)).collect()
    }

    /// The first character.
    #[must_use]
    pub fn first(self) -> char {
        char::from(self.0[0])
    }

    /// The kind of passport book or emergency document, by the table that holds since 2026.
    ///
    /// `None` for other documents and for old codes such as `P<`.
    #[must_use]
    pub const fn meaning(self) -> Option<&'static str> {
        Some(match &self.0 {
            b"PP" => "ordinary passport",
            b"PE" => "emergency passport",
            b"PD" => "diplomatic passport",
            b"PO" => "official or service passport",
            b"PR" => "refugee travel document",
            b"PT" => "alien's passport",
            b"PS" => "stateless person's travel document",
            b"PL" => "laissez-passer",
            b"PM" => "military passport",
            b"PU" => "single-sheet emergency travel document",
            _ => return None,
        })
    }

    /// Whether a document of this format may be issued with this code.
    #[must_use]
    pub(super) const fn fits(self, format: Format) -> bool {
        match format {
            Format::Td3 => self.0[0] == b'P' && self.meaning().is_some(),
            Format::MrvA | Format::MrvB => self.0[0] == b'V',
            // An emergency travel document of one sheet is of TD2 size with the code of a passport.
            Format::Td2 if self.0[0] == b'P' => self.0[1] == b'U',
            Format::Td1 | Format::Td2 => {
                let is_card = matches!(self.0[0], b'A' | b'C' | b'I');
                is_card && self.0[1] != b'V' && !matches!(&self.0, b"AI")
            }
        }
    }

    /// Whether a document of this format is read with this code: any second letter of a passport, because old
    /// ones have others.
    #[must_use]
    pub(super) const fn is_read_in(self, format: Format) -> bool {
        match format {
            Format::Td3 => self.0[0] == b'P',
            Format::Td2 if self.0[0] == b'P' => true,
            Format::Td1 | Format::Td2 | Format::MrvA | Format::MrvB => self.fits(format),
        }
    }
}

impl fmt::Display for DocumentCode {
    /// Without filler: `PP`, `P`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field().trim_end_matches('<'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_one_or_two_characters() {
        for (given, shown) in [
            ("PP", "PP"),
            ("P", "P"),
            ("P<", "P"),
            ("I<", "I"),
            ("C1", "C1"),
        ] {
            assert_eq!(DocumentCode::parse(given).unwrap().to_string(), shown);
        }
        for given in ["", "pp", "XP", "P ", "PPP", "<P", "é", "P-"] {
            assert!(DocumentCode::parse(given).is_err(), "{given}");
        }
    }

    #[test]
    fn each_format_has_its_codes() {
        use Format::{MrvA, Td1, Td2, Td3};
        for (code, format, fits, is_read) in [
            ("PP", Td3, true, true),
            ("P<", Td3, false, true),
            ("PX", Td3, false, true),
            ("I<", Td3, false, false),
            ("PU", Td2, true, true),
            ("PP", Td2, false, true),
            ("I<", Td2, true, true),
            ("IV", Td2, false, false),
            ("AC", Td1, true, true),
            ("AI", Td1, false, false),
            ("PP", Td1, false, false),
            ("V<", MrvA, true, true),
            ("P<", MrvA, false, false),
        ] {
            let parsed = DocumentCode::parse(code).unwrap();
            assert_eq!(parsed.fits(format), fits, "{code} {format}");
            assert_eq!(parsed.is_read_in(format), is_read, "{code} {format}");
        }
    }

    #[test]
    fn every_kind_of_passport_has_its_code() {
        use PassportKind::{Diplomatic, Official, Ordinary, Residence, TravelCertificate};
        for (kind, has_chip, code) in [
            (Ordinary, true, "PP"),
            (Residence, true, "PP"),
            (Ordinary, false, "PE"),
            (Official, true, "PO"),
            (Diplomatic, true, "PD"),
            (TravelCertificate, true, "PU"),
            (TravelCertificate, false, "PU"),
        ] {
            let found = DocumentCode::of_kind(kind, has_chip);
            assert_eq!(found.to_string(), code);
            assert!(found.meaning().is_some());
        }
    }
}
