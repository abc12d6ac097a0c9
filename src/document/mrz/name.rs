use super::check_digit::is_mrz_text;
use super::transliteration::transliterate;
use super::truncation::truncate;
use super::{Transliteration, Truncation, Untransliterable};

/// The holder's name as a machine readable zone writes it: components of the letters `A` to `Z`.
///
/// # Invariants
/// The primary identifier has at least one component; no component is empty.
///
/// Source: 9303-3:4.6
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    primary: Vec<String>,
    secondary: Vec<String>,
}

/// Why a name cannot be written in a machine readable zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// No primary identifier: who has one name only has it as primary identifier.
    #[error("the primary identifier is empty: a single name goes there")]
    NoPrimaryIdentifier,
    /// A character that cannot be written.
    #[error("{0}")]
    Character(#[from] Untransliterable),
    /// A name of so many single letters that it cannot end in a letter.
    #[error(
        "the name cannot be shortened to {width} characters so that it ends in a letter: give it with fewer components"
    )]
    CannotTruncate {
        /// The width of the name field in characters.
        width: usize,
    },
    /// A name field that does not follow the rules.
    #[error("the name field {0}")]
    Field(NameFieldError),
}

/// What is wrong with a name field that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFieldError {
    /// Nothing but fillers.
    #[error("is empty")]
    Empty,
    /// A first character that is a filler.
    #[error("begins with a filler")]
    LeadingFiller,
    /// A digit.
    #[error("holds a digit or another character that is no letter")]
    NotALetter,
    /// `<<` twice, or three fillers inside.
    #[error("has more than one double filler before its end")]
    SecondDoubleFiller,
}

impl Name {
    /// A name from its parts as written on the application, in any script of Doc 9303-3.
    ///
    /// Spaces, hyphens and commas part components; apostrophes and other punctuation are dropped. The secondary
    /// identifier may be empty. Titles belong here only if the State holds them to be part of the name.
    ///
    /// # Errors
    /// [`NameError::Character`] names the first character that cannot be written;
    /// [`NameError::NoPrimaryIdentifier`] when nothing is left of the primary identifier.
    pub fn new(
        primary: &str,
        secondary: &str,
        tables: &Transliteration,
    ) -> Result<Self, NameError> {
        let primary = components(primary, tables)?;
        let secondary = components(secondary, tables)?;
        if primary.is_empty() {
            return Err(NameError::NoPrimaryIdentifier);
        }
        Ok(Self { primary, secondary })
    }

    /// A name from a name field, fillers included.
    ///
    /// # Errors
    /// [`NameError::Field`] when the field does not follow the rules for names.
    pub fn from_field(field: &str) -> Result<Self, NameError> {
        let written = field.trim_end_matches('<');
        let problem = if written.is_empty() {
            Some(NameFieldError::Empty)
        } else if written.starts_with('<') {
            Some(NameFieldError::LeadingFiller)
        } else if !is_mrz_text(written) || written.bytes().any(|byte| byte.is_ascii_digit()) {
            Some(NameFieldError::NotALetter)
        } else if written.contains("<<<") || written.matches("<<").count() > 1 {
            Some(NameFieldError::SecondDoubleFiller)
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(NameError::Field(problem));
        }
        let (primary, secondary) = written.split_once("<<").unwrap_or((written, ""));
        Ok(Self::of_parts(split(primary), split(secondary)))
    }

    /// A name of components that are known to be letters.
    pub(super) const fn of_parts(primary: Vec<String>, secondary: Vec<String>) -> Self {
        Self { primary, secondary }
    }

    /// The components of the primary identifier (the surname), at least one.
    #[must_use]
    pub fn primary(&self) -> &[String] {
        &self.primary
    }

    /// The components of the secondary identifier (the given names), maybe none.
    #[must_use]
    pub fn secondary(&self) -> &[String] {
        &self.secondary
    }

    /// The name with its separators and without filling.
    #[must_use]
    pub fn written(&self) -> String {
        let mut written = self.primary.join("<");
        if !self.secondary.is_empty() {
            written.push_str("<<");
            written.push_str(&self.secondary.join("<"));
        }
        written
    }

    /// The name shortened to a field of `width` characters if it is longer, otherwise as it is.
    ///
    /// A shortened name fills the field to its last position, which is a letter.
    ///
    /// # Errors
    /// [`NameError::CannotTruncate`] when no such shortening exists.
    ///
    /// Source: 9303-4:4.2.3, 9303-5:4.2.3, 9303-6:4.2.3
    pub fn fitted(&self, width: usize, style: Truncation) -> Result<Self, NameError> {
        if self.written().len() <= width {
            return Ok(self.clone());
        }
        truncate(self, width, style).ok_or(NameError::CannotTruncate { width })
    }

    /// The name in a field of `width` characters, filled up.
    ///
    /// The name must have been [fitted](Self::fitted); a longer one runs over.
    #[must_use]
    pub(super) fn field(&self, width: usize) -> String {
        format!("{:<<width$}", self.written())
    }
}

fn split(identifier: &str) -> Vec<String> {
    let parts = identifier.split('<').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn components(identifier: &str, tables: &Transliteration) -> Result<Vec<String>, Untransliterable> {
    let mut components = Vec::new();
    for part in identifier.split(is_separator) {
        let letters: String = part.chars().filter(|it| !is_dropped(*it)).collect();
        let written = transliterate(&letters, tables)?;
        if !written.is_empty() {
            components.push(written);
        }
    }
    Ok(components)
}

/// Spaces, hyphens and commas (9303-3:4.6), and the filler of who types a name as the MRZ has it.
const fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\u{00A0}'
            | '\u{2000}'..='\u{200A}'
            | '\u{202F}'
            | '\u{3000}'
            | '-'
            | '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | ','
            | '\u{060C}'
            | '<'
    )
}

/// Apostrophes and other punctuation (9303-3:4.6): left out, and the parts joined.
const fn is_dropped(character: char) -> bool {
    matches!(
        character,
        '!'..='/'
            | ':'..=';'
            | '='..='@'
            | '['..='`'
            | '{'..='~'
            | '\u{00A1}'
            | '\u{00AB}'
            | '\u{00B4}'
            | '\u{00B7}'
            | '\u{00BB}'
            | '\u{00BF}'
            | '\u{02B9}'..='\u{02BF}'
            | '\u{02C8}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2016}'..='\u{2027}'
            | '\u{2032}'..='\u{203A}'
            | '\u{061B}'
            | '\u{061F}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(primary: &str, secondary: &str) -> Result<String, NameError> {
        let name = Name::new(primary, secondary, &Transliteration::default())?;
        Ok(name.written())
    }

    #[test]
    fn punctuation_follows_its_rules() {
        for (primary, secondary, written) in [
            ("D'Artagnan", "", "DARTAGNAN"),
            ("O’Connor", "Enya Siobhan", "OCONNOR<<ENYA<SIOBHAN"),
            ("Smith-Jones", "Susie", "SMITH<JONES<<SUSIE"),
            ("Smith–Jones", "Susie", "SMITH<JONES<<SUSIE"),
            ("Perez, Gomez", "J. R.", "PEREZ<GOMEZ<<J<R"),
            ("  van  der  Muellen ", "Martin", "VAN<DER<MUELLEN<<MARTIN"),
            ("Gal·la", "", "GALLA"),
            ("AL<BASRI", "HUDA", "AL<BASRI<<HUDA"),
            ("St. John", "(Mary)", "ST<JOHN<<MARY"),
        ] {
            assert_eq!(name(primary, secondary).as_deref(), Ok(written));
        }
    }

    #[test]
    fn what_is_only_punctuation_is_no_name() {
        for primary in ["", " ", "-", "'", "- ' ."] {
            assert_eq!(
                name(primary, "ANNA"),
                Err(NameError::NoPrimaryIdentifier),
                "{primary:?}"
            );
        }
    }

    #[test]
    fn a_character_that_cannot_be_written_is_named() {
        for (primary, secondary, character) in [
            ("홍", "Gildong", '홍'),
            ("HONG", "길동", '길'),
            ("LOUIS", "3", '3'),
        ] {
            let Err(NameError::Character(error)) = name(primary, secondary) else {
                panic!("{primary} {secondary} must be refused");
            };
            assert_eq!(error.character, character);
        }
    }

    #[test]
    fn a_field_is_read_back() {
        let read = |field: &str| Name::from_field(field).map(|name| name.written());
        for (field, written) in [
            ("ERIKSSON<<ANNA<MARIA<<<<<", "ERIKSSON<<ANNA<MARIA"),
            ("ARKFREITH<<<<", "ARKFREITH"),
            ("VAN<DER<STEEN<<MARIANNE", "VAN<DER<STEEN<<MARIANNE"),
        ] {
            assert_eq!(read(field).as_deref(), Ok(written));
        }
        for (field, problem) in [
            ("<<<<", NameFieldError::Empty),
            ("", NameFieldError::Empty),
            ("<A<<B", NameFieldError::LeadingFiller),
            ("A<<B<<C", NameFieldError::SecondDoubleFiller),
            ("A<<<B", NameFieldError::SecondDoubleFiller),
            ("A<<B2", NameFieldError::NotALetter),
            ("a<<b", NameFieldError::NotALetter),
        ] {
            assert_eq!(read(field), Err(NameError::Field(problem)), "{field}");
        }
    }

    proptest! {
        #[test]
        fn a_name_that_fits_is_read_as_it_was_written(
            primary in prop::collection::vec("[A-Z]{1,6}", 1..3),
            secondary in prop::collection::vec("[A-Z]{1,6}", 0..3),
        ) {
            let name = Name::of_parts(primary, secondary);
            let fitted = name.fitted(39, Truncation::default());
            prop_assert_eq!(fitted.as_ref(), Ok(&name));
            prop_assert_eq!(Name::from_field(&name.field(39)), Ok(name));
        }

        #[test]
        fn any_text_is_a_name_or_an_error(primary in ".{0,40}", secondary in ".{0,40}") {
            if let Ok(name) = Name::new(&primary, &secondary, &Transliteration::default()) {
                prop_assert_eq!(Name::from_field(&name.written()), Ok(name));
            }
        }
    }
}
