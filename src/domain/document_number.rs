use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PassportKind, PassportUse};

/// The number of a Korean travel document: nine characters, the first telling the kind.
///
/// Two forms are in circulation: a letter and eight digits, and from 21 December 2021 a letter, three digits, a
/// letter and four digits. The kind letter lives here and nowhere else on the document.
///
/// Source: facts on numbers in force (ordinance practice); 9303-4:4.2.2 (at most nine characters)
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentNumber(String);

/// Why a text is no document number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{given}` is not a document number: expected a letter of M, S, R, G, D, T followed by eight digits, or by three digits, a letter and four digits"
)]
pub struct ParseDocumentNumberError {
    given: String,
}

/// Which of the two number forms is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberForm {
    /// A letter and eight digits, until 20 December 2021.
    EightDigits,
    /// A letter, three digits, a letter, four digits, from 21 December 2021.
    LetterInside,
}

impl NumberForm {
    /// The form of numbers given out on a day.
    pub fn on(date: NaiveDate) -> Self {
        match NaiveDate::from_ymd_opt(2021, 12, 21) {
            Some(change) if date < change => Self::EightDigits,
            _ => Self::LetterInside,
        }
    }
}

impl DocumentNumber {
    /// Reads a number in either form.
    ///
    /// # Errors
    /// [`ParseDocumentNumberError`] with the given text.
    pub fn parse(text: &str) -> Result<Self, ParseDocumentNumberError> {
        let bytes = text.as_bytes();
        let kind = bytes.first().is_some_and(|b| b"MSRGDT".contains(b));
        let digits = |range: std::ops::Range<usize>| {
            bytes
                .get(range)
                .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
        };
        let eight = digits(1..9);
        let inside =
            digits(1..4) && bytes.get(4).is_some_and(u8::is_ascii_uppercase) && digits(5..9);
        if bytes.len() == 9 && kind && (eight || inside) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseDocumentNumberError {
                given: text.chars().take(20).collect(),
            })
        }
    }

    /// Makes a number from random bytes; the order of numbers tells nothing about the order of issue.
    ///
    /// `random` is eight uniformly random bytes; the bias of reducing 64 bits to the number's range is below 2⁻³³.
    pub fn from_random(
        kind: PassportKind,
        usage: PassportUse,
        form: NumberForm,
        random: [u8; 8],
    ) -> Self {
        let value = u64::from_be_bytes(random);
        let letter = kind_letter(kind, usage);
        let text = match form {
            NumberForm::EightDigits => format!("{letter}{:08}", value % 100_000_000),
            NumberForm::LetterInside => {
                let low = value % 10_000;
                let inner =
                    char::from(b'A'.saturating_add(u8::try_from(value / 10_000 % 26).unwrap_or(0)));
                let high = value / 260_000 % 1_000;
                format!("{letter}{high:03}{inner}{low:04}")
            }
        };
        Self(text)
    }

    /// The nine characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the first letter is the one of this kind and use.
    pub fn fits(&self, kind: PassportKind, usage: PassportUse) -> bool {
        self.0.starts_with(kind_letter(kind, usage))
    }
}

/// The kind letter of a number: M multiple, S single, R residence, G official, D diplomatic, T travel certificate.
const fn kind_letter(kind: PassportKind, usage: PassportUse) -> char {
    match (kind, usage) {
        (PassportKind::Official, _) => 'G',
        (PassportKind::Diplomatic, _) => 'D',
        (PassportKind::TravelCertificate, _) => 'T',
        (PassportKind::Residence, _) => 'R',
        (PassportKind::Ordinary, PassportUse::Single) => 'S',
        (PassportKind::Ordinary, PassportUse::Multiple) => 'M',
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for DocumentNumber {
    type Error = ParseDocumentNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_forms_are_read_and_nothing_else() {
        for good in ["M12345678", "S123A4567", "T00000000", "D999Z9999"] {
            assert_eq!(DocumentNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "M1234567",
            "M123456789",
            "A12345678",
            "m12345678",
            "M12A34567",
            "M123a4567",
            "M１2345678",
        ] {
            assert!(DocumentNumber::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_letter_says_the_kind() {
        use PassportKind::*;
        use PassportUse::*;
        for (kind, usage, letter) in [
            (Ordinary, Multiple, 'M'),
            (Ordinary, Single, 'S'),
            (Residence, Multiple, 'R'),
            (Official, Multiple, 'G'),
            (Diplomatic, Multiple, 'D'),
            (TravelCertificate, Single, 'T'),
        ] {
            let number = DocumentNumber::from_random(kind, usage, NumberForm::LetterInside, [7; 8]);
            assert!(number.as_str().starts_with(letter));
            assert!(number.fits(kind, usage));
        }
        let single = DocumentNumber::parse("S12345678").unwrap();
        assert!(!single.fits(Ordinary, Multiple));
    }

    #[test]
    fn the_form_changes_on_21_december_2021() {
        let day = |d| NaiveDate::from_ymd_opt(2021, 12, d).unwrap();
        assert_eq!(NumberForm::on(day(20)), NumberForm::EightDigits);
        assert_eq!(NumberForm::on(day(21)), NumberForm::LetterInside);
    }

    proptest! {
        #[test]
        fn every_random_number_can_be_read_back(random: [u8; 8], old: bool) {
            let form = if old { NumberForm::EightDigits } else { NumberForm::LetterInside };
            let number = DocumentNumber::from_random(PassportKind::Ordinary, PassportUse::Multiple, form, random);
            prop_assert_eq!(DocumentNumber::parse(number.as_str()).unwrap(), number);
        }
    }
}
