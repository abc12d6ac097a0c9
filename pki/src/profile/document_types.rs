//! The document codes that a document signer may sign.

use std::collections::BTreeSet;

use der::Tag;

use crate::asn1::{
    Concatenation, EncodeError, Raw, Wrapped, encode, sequence, sort_set_of, wrapped,
};

/// A set of document codes as in the first two places of the MRZ; one letter stands for all codes that begin with it.
///
/// Source: 9303-12:7.1.1.6
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentTypes {
    /// INVARIANT: not empty; each of one or two upper-case letters.
    codes: BTreeSet<String>,
}

/// A list of document codes that cannot be certified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDocumentType {
    /// A code is not one or two upper-case letters; fillers are left out.
    #[error(
        "`{code}` is not a document code: write one or two upper-case letters, `P` instead of `P<` (9303-12:7.1.1.6)"
    )]
    Code {
        /// The code given.
        code: String,
    },
    /// There is no code at all.
    #[error("a document signer needs at least one document code (9303-12:7.1.1.6)")]
    Empty,
}

impl DocumentTypes {
    /// Reads codes such as `PP` or `P`.
    ///
    /// # Errors
    /// [`InvalidDocumentType`].
    pub fn parse<'a>(
        codes: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, InvalidDocumentType> {
        let codes = codes
            .into_iter()
            .map(Self::code)
            .collect::<Result<BTreeSet<_>, _>>()?;
        if codes.is_empty() {
            return Err(InvalidDocumentType::Empty);
        }
        Ok(Self { codes })
    }

    fn code(code: &str) -> Result<String, InvalidDocumentType> {
        let is_valid =
            (1..=2).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_valid {
            return Ok(code.to_owned());
        }
        Err(InvalidDocumentType::Code {
            code: code.to_owned(),
        })
    }

    /// The codes in alphabetical order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(String::as_str)
    }

    /// Whether documents with this code (fillers left out or not) may be signed.
    pub fn covers(&self, code: &str) -> bool {
        let code = code.trim_end_matches('<');
        self.codes
            .iter()
            .any(|known| known == code || (known.len() == 1 && code.starts_with(known.as_str())))
    }

    /// The value of the documentTypeList extension.
    ///
    /// ```text
    /// DocumentTypeList ::= SEQUENCE { version INTEGER { v0(0) }, docTypeList SET OF DocumentType }
    /// DocumentType ::= PrintableString (SIZE(1..2))
    /// ```
    ///
    /// # Errors
    /// [`EncodeError`], never in practice.
    pub fn to_der(&self) -> Result<Vec<u8>, EncodeError> {
        const WHAT: &str = "a documentTypeList";
        let mut types = Vec::new();
        for code in &self.codes {
            types.push(encode(
                WHAT,
                &wrapped(Tag::PrintableString, Raw(code.as_bytes())),
            )?);
        }
        sort_set_of(&mut types);
        let list = DocumentTypeList {
            version: 0,
            doc_type_list: wrapped(Tag::Set, Concatenation(&types)),
        };
        encode(WHAT, &list)
    }
}

#[derive(der::EncodeValue)]
struct DocumentTypeList<'a> {
    version: u8,
    doc_type_list: Wrapped<Concatenation<'a>>,
}

sequence!(DocumentTypeList<'a>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_the_bytes_of_the_standard() {
        let types = DocumentTypes::parse(["P"]).unwrap();
        assert_eq!(
            types.to_der().unwrap(),
            b"\x30\x08\x02\x01\x00\x31\x03\x13\x01P"
        );
    }

    #[test]
    fn the_set_is_in_der_order() {
        // shorter encodings come first, then the alphabet
        let types = DocumentTypes::parse(["PP", "PD", "I"]).unwrap();
        assert_eq!(
            types.to_der().unwrap(),
            b"\x30\x10\x02\x01\x00\x31\x0b\x13\x01I\x13\x02PD\x13\x02PP"
        );
    }

    #[test]
    fn fillers_and_lower_case_are_refused() {
        for code in ["", "P<", "p", "PPP", "P1"] {
            assert!(DocumentTypes::parse([code]).is_err(), "{code}");
        }
        assert_eq!(DocumentTypes::parse([]), Err(InvalidDocumentType::Empty));
    }

    #[test]
    fn one_letter_covers_every_code_that_begins_with_it() {
        let passports = DocumentTypes::parse(["P"]).unwrap();
        let ordinary = DocumentTypes::parse(["PP"]).unwrap();
        for (code, by_letter, by_code) in [
            ("PP", true, true),
            ("PD", true, false),
            ("P<", true, false),
            ("I", false, false),
        ] {
            assert_eq!(passports.covers(code), by_letter, "{code}");
            assert_eq!(ordinary.covers(code), by_code, "{code}");
        }
    }
}
