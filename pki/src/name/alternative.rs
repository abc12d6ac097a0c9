//! Alternative names: how to reach the authority, and the code of its State as in the MRZ.

use der::Tag;

use super::{InvalidName, StateCode, attribute};
use crate::asn1::{EncodeError, Wrapped, encode, explicit, implicit};
use crate::oid;

/// The content of subjectAltName and issuerAltName.
///
/// Source: 9303-12:7.1.1.2
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeName {
    locality: StateCode,
    state_or_province: Option<StateCode>,
    email: Option<String>,
    uri: Option<String>,
}

impl AlternativeName {
    /// The mandatory part: a directory name with the code of the State as locality.
    pub const fn new(locality: StateCode) -> Self {
        Self {
            locality,
            state_or_province: None,
            email: None,
            uri: None,
        }
    }

    /// Adds the three-letter code of an issuer whose locality is not unique (`CHN` with `HKG`).
    #[must_use]
    pub fn with_state_or_province(mut self, code: StateCode) -> Self {
        self.state_or_province = Some(code);
        self
    }

    /// Adds an address for contact.
    ///
    /// # Errors
    /// [`InvalidName::Email`].
    pub fn with_email(mut self, email: &str) -> Result<Self, InvalidName> {
        let is_valid = email.bytes().all(|byte| byte.is_ascii_graphic())
            && matches!(email.split_once('@'), Some((local, domain))
                if !local.is_empty() && !domain.is_empty() && !domain.contains('@'));
        if !is_valid {
            return Err(InvalidName::Email {
                text: email.to_owned(),
            });
        }
        self.email = Some(email.to_owned());
        Ok(self)
    }

    /// Adds a web address for contact.
    ///
    /// # Errors
    /// [`InvalidName::Uri`].
    pub fn with_uri(mut self, uri: &str) -> Result<Self, InvalidName> {
        self.uri = Some(checked_uri(uri)?);
        Ok(self)
    }

    /// The `GeneralNames`: contact first, the directory name last.
    ///
    /// # Errors
    /// [`EncodeError`], never in practice.
    pub fn to_der(&self) -> Result<Vec<u8>, EncodeError> {
        let mut names = Vec::new();
        if let Some(email) = &self.email {
            names.push(encode("an e-mail address", &implicit(1, email.as_bytes()))?);
        }
        if let Some(uri) = &self.uri {
            names.push(encode("a URI", &implicit(6, uri.as_bytes()))?);
        }
        let locality = self.locality.as_str().as_bytes();
        let mut directory_name = vec![attribute(oid::LOCALITY_NAME, Tag::Utf8String, locality)];
        if let Some(code) = &self.state_or_province {
            let code = code.as_str().as_bytes();
            directory_name.push(attribute(
                oid::STATE_OR_PROVINCE_NAME,
                Tag::Utf8String,
                code,
            ));
        }
        names.push(encode("a directory name", &explicit(4, directory_name))?);
        encode("an alternative name", &sequence_of(&names))
    }
}

fn sequence_of(encodings: &[Vec<u8>]) -> Wrapped<crate::asn1::Concatenation<'_>> {
    crate::asn1::wrapped(Tag::Sequence, crate::asn1::Concatenation(encodings))
}

/// A URI from which a list can be fetched.
pub(crate) fn checked_uri(uri: &str) -> Result<String, InvalidName> {
    let rest = ["http://", "https://", "ldap://"]
        .iter()
        .find_map(|scheme| uri.strip_prefix(scheme));
    match rest {
        Some(rest) if !rest.is_empty() && uri.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Ok(uri.to_owned())
        }
        _ => Err(InvalidName::Uri {
            text: uri.to_owned(),
        }),
    }
}
