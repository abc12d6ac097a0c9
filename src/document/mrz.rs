//! The machine readable zone (Doc 9303-3 to -7).
//!
//! [`Mrz::build`] makes the lines from checked values, [`Mrz::parse`] reads them back and refuses anything wrong,
//! and [`inspect`] reads whatever has the right shape and says what is wrong with it. The check digit arithmetic
//! is the one thing that both sides share. Names come in through [`Name::new`], in any script of Doc 9303-3.

mod check_digit;
mod code;
mod date;
mod finding;
mod format;
mod inspect;
mod layout;
mod name;
mod transliteration;
mod truncation;
mod value;
mod zone;

pub use code::{DocumentCode, DocumentCodeError};
pub use date::{MrzDate, MrzDateError};
pub use finding::{CheckDigit, MrzField, MrzFinding, MrzParseError, MrzShapeError};
pub use format::Format;
pub use inspect::{Inspection, RawFields, inspect};
pub use name::{Name, NameError, NameFieldError};
pub use transliteration::{
    CyrillicLanguage, LatinChoices, Transliteration, UDiaeresis, Untransliterable,
    UntransliterableKind, Vowels,
};
pub use truncation::Truncation;
pub use value::{DocumentNumber, FieldValueError, OptionalData};
pub use zone::{EmptyOptionalDigit, Mrz, MrzBuildError, MrzFields};

#[cfg(test)]
mod tests;
