use std::fmt;

use super::Format;

/// A document number as a machine readable zone holds it: `A` to `Z`, `0` to `9`, fillers only inside.
///
/// Numbers of up to nine characters fit everywhere; longer ones only on cards, where they run on into the optional
/// data.
///
/// Source: 9303-4:4.2.2, 9303-5:4.2.2
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber(String);

/// Optional data or a personal number: `A` to `Z`, `0` to `9`, fillers inside; may be empty.
///
/// Source: 9303-4:4.2.2
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct OptionalData(String);

/// A text that cannot stand in a field of the machine readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldValueError {
    /// A letter that is not `A` to `Z`.
    #[error("`{0}` cannot stand in this field of the MRZ: use A to Z and 0 to 9")]
    Character(char),
    /// Nothing but fillers.
    #[error("the document number is empty")]
    Empty,
    /// A number that begins with a filler.
    #[error("the document number begins with a filler or sign")]
    LeadingFiller,
}

/// The greatest length of a document number that fits its own field.
pub(super) const NUMBER_WIDTH: usize = 9;

impl DocumentNumber {
    /// A document number as printed; spaces and signs become fillers.
    ///
    /// # Errors
    /// When it holds another letter than `A` to `Z`, is empty, or begins with a sign.
    pub fn new(printed: &str) -> Result<Self, FieldValueError> {
        let field = field_text(printed)?;
        if field.is_empty() {
            return Err(FieldValueError::Empty);
        }
        if field.starts_with('<') {
            return Err(FieldValueError::LeadingFiller);
        }
        Ok(Self(field))
    }

    /// The number without filling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the number runs on into the optional data.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.0.len() > NUMBER_WIDTH
    }

    /// The greatest number of characters in this format: nine, or on a card what the optional data has room for,
    /// less the check digit and the filler behind it.
    pub(super) const fn longest(format: Format) -> usize {
        if format.has_long_numbers() {
            NUMBER_WIDTH + format.optional_widths().0 - 2
        } else {
            NUMBER_WIDTH
        }
    }
}

impl OptionalData {
    /// Optional data as printed; spaces and signs become fillers.
    ///
    /// # Errors
    /// When it holds another letter than `A` to `Z`.
    pub fn new(printed: &str) -> Result<Self, FieldValueError> {
        field_text(printed).map(Self)
    }

    /// The data without filling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OptionalData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Upper case, signs as fillers, no fillers at the end.
fn field_text(printed: &str) -> Result<String, FieldValueError> {
    let mut field = String::new();
    for character in printed.trim().chars() {
        match character {
            'A'..='Z' | '0'..='9' => field.push(character),
            'a'..='z' => field.push(character.to_ascii_uppercase()),
            // A letter or digit of another script would be lost as a filler.
            _ if character.is_alphanumeric() || character.is_control() => {
                return Err(FieldValueError::Character(character));
            }
            _ => field.push('<'),
        }
    }
    field.truncate(field.trim_end_matches('<').len());
    Ok(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_fillers_and_trailing_ones_go() {
        for (printed, field) in [
            ("M12345678", "M12345678"),
            ("m123 4567", "M123<4567"),
            ("AB-12.3", "AB<12<3"),
            ("HA672242<", "HA672242"),
            (" L898902C ", "L898902C"),
        ] {
            assert_eq!(DocumentNumber::new(printed).unwrap().as_str(), field);
            assert_eq!(OptionalData::new(printed).unwrap().as_str(), field);
        }
    }

    #[test]
    fn what_cannot_be_held_is_refused() {
        use FieldValueError::{Character, Empty, LeadingFiller};
        for (printed, error) in [
            ("", Empty),
            ("<<", Empty),
            ("--", Empty),
            ("-1", LeadingFiller),
            ("Ä1", Character('Ä')),
            ("1가", Character('가')),
            ("１", Character('１')),
            ("1\u{0}2", Character('\u{0}')),
        ] {
            assert_eq!(DocumentNumber::new(printed), Err(error), "{printed:?}");
        }
        assert_eq!(OptionalData::new("--"), Ok(OptionalData::default()));
    }

    #[test]
    fn only_cards_have_room_for_long_numbers() {
        use Format::{MrvA, Td1, Td2, Td3};
        let longest = [Td1, Td2, Td3, MrvA].map(DocumentNumber::longest);
        assert_eq!(longest, [22, 14, 9, 9]);
    }
}
