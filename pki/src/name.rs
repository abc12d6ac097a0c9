//! Names in certificates: distinguished names of authorities and signers, and the alternative names that tell which State it is.

mod alternative;
mod code;

pub use alternative::AlternativeName;
pub(crate) use alternative::checked_uri;
pub use code::{CountryCode, StateCode};

use std::fmt;

use der::asn1::ObjectIdentifier;
use der::{EncodeValue, Tag};

use crate::asn1::{EncodeError, Raw, Wrapped, encode, sequence, wrapped};
use crate::oid;

/// Text that does not fit a part of a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidName {
    /// Not two upper-case letters.
    #[error("`{text}` is not a country code: two upper-case letters are needed (9303-12:7.1.1.1)")]
    Country {
        /// The text given.
        text: String,
    },
    /// Not one to three upper-case letters.
    #[error(
        "`{text}` is not the code of an issuing State as in the MRZ: one to three upper-case letters (9303-3:5)"
    )]
    State {
        /// The text given.
        text: String,
    },
    /// Empty, longer than 64 characters, or with control characters.
    #[error(
        "the {attribute} `{text}` must have 1 to 64 characters and no control characters (rfc5280:A.1)"
    )]
    Text {
        /// The attribute of the name.
        attribute: &'static str,
        /// The text given.
        text: String,
    },
    /// No e-mail address in ASCII.
    #[error("`{text}` is not an e-mail address in ASCII (rfc5280:4.2.1.6)")]
    Email {
        /// The text given.
        text: String,
    },
    /// No URI of an accepted scheme.
    #[error("`{text}` is not an http, https or ldap URI in ASCII (9303-12:7.1.1.4)")]
    Uri {
        /// The text given.
        text: String,
    },
}

/// The name of an authority or a signer: country, organization, organizational unit and common name, in this order.
///
/// Source: 9303-12:7.1.1.1
#[derive(Clone, PartialEq, Eq)]
pub struct DistinguishedName {
    country: CountryCode,
    organization: Option<String>,
    organizational_unit: Option<String>,
    common_name: String,
}

impl DistinguishedName {
    /// The shortest name: country and common name.
    ///
    /// # Errors
    /// [`InvalidName::Text`].
    pub fn new(country: CountryCode, common_name: &str) -> Result<Self, InvalidName> {
        Ok(Self {
            country,
            organization: None,
            organizational_unit: None,
            common_name: checked("common name", common_name)?,
        })
    }

    /// Adds the organization.
    ///
    /// # Errors
    /// [`InvalidName::Text`].
    pub fn with_organization(mut self, organization: &str) -> Result<Self, InvalidName> {
        self.organization = Some(checked("organization", organization)?);
        Ok(self)
    }

    /// Adds the organizational unit.
    ///
    /// # Errors
    /// [`InvalidName::Text`].
    pub fn with_organizational_unit(mut self, unit: &str) -> Result<Self, InvalidName> {
        self.organizational_unit = Some(checked("organizational unit", unit)?);
        Ok(self)
    }

    /// The country of the name.
    pub const fn country(&self) -> CountryCode {
        self.country
    }

    /// The common name.
    pub fn common_name(&self) -> &str {
        &self.common_name
    }

    /// The `Name`: countryName as PrintableString, everything else as UTF8String, one attribute to a set.
    ///
    /// Source: 9303-12:7.1.1.1, rfc5280:4.1.2.4
    ///
    /// # Errors
    /// [`EncodeError`], never in practice.
    pub fn to_der(&self) -> Result<Vec<u8>, EncodeError> {
        let country = self.country.as_str().as_bytes();
        let mut attributes = vec![attribute(oid::COUNTRY_NAME, Tag::PrintableString, country)];
        let texts = [
            (oid::ORGANIZATION_NAME, self.organization.as_deref()),
            (
                oid::ORGANIZATIONAL_UNIT_NAME,
                self.organizational_unit.as_deref(),
            ),
            (oid::COMMON_NAME, Some(self.common_name.as_str())),
        ];
        for (identifier, text) in texts {
            if let Some(text) = text {
                attributes.push(attribute(identifier, Tag::Utf8String, text.as_bytes()));
            }
        }
        encode("a distinguished name", &attributes)
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "C={}", self.country)?;
        if let Some(organization) = &self.organization {
            write!(formatter, ", O={organization}")?;
        }
        if let Some(unit) = &self.organizational_unit {
            write!(formatter, ", OU={unit}")?;
        }
        write!(formatter, ", CN={}", self.common_name)
    }
}

impl fmt::Debug for DistinguishedName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DistinguishedName({self})")
    }
}

/// `AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }`
#[derive(EncodeValue)]
struct AttributeTypeAndValue<'a> {
    attribute_type: ObjectIdentifier,
    value: Wrapped<Raw<'a>>,
}

sequence!(AttributeTypeAndValue<'a>);

/// A relative distinguished name of one attribute.
fn attribute(
    attribute_type: ObjectIdentifier,
    tag: Tag,
    value: &[u8],
) -> Wrapped<AttributeTypeAndValue<'_>> {
    wrapped(
        Tag::Set,
        AttributeTypeAndValue {
            attribute_type,
            value: wrapped(tag, Raw(value)),
        },
    )
}

fn checked(attribute: &'static str, text: &str) -> Result<String, InvalidName> {
    let length = text.chars().count();
    if (1..=64).contains(&length) && !text.chars().any(char::is_control) {
        return Ok(text.to_owned());
    }
    Err(InvalidName::Text {
        attribute,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests;
