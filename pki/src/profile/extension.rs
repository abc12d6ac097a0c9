//! The extensions of Doc 9303 as bytes.

use der::Tag;
use der::asn1::{ObjectIdentifier, OctetStringRef};

use super::Period;
use crate::asn1::time::generalized;
use crate::asn1::tlv;
use crate::asn1::{
    Concatenation, EncodeError, Raw, Wrapped, encode, explicit, implicit, sequence, wrapped,
};

/// Whether a receiver that does not know an extension must refuse.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extension {
    Critical,
    NotCritical,
}

/// ```text
/// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
/// ```
#[derive(der::EncodeValue)]
struct ExtensionFields<'a> {
    extn_id: ObjectIdentifier,
    critical: Raw<'a>,
    extn_value: &'a OctetStringRef,
}

#[derive(der::EncodeValue)]
struct BasicConstraints {
    ca: bool,
    path_len_constraint: u8,
}

sequence!(ExtensionFields<'a>, BasicConstraints);

/// One extension. The default `critical FALSE` is not written.
pub(crate) fn extension(
    extn_id: ObjectIdentifier,
    criticality: Extension,
    value: &[u8],
) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "an extension";
    let fields = ExtensionFields {
        extn_id,
        critical: Raw(match criticality {
            Extension::Critical => b"\x01\x01\xff",
            Extension::NotCritical => b"",
        }),
        extn_value: OctetStringRef::new(value).map_err(|_| EncodeError { what: WHAT })?,
    };
    encode(WHAT, &fields)
}

/// `Extensions` in the explicit context tag of their place.
pub(crate) const fn extension_list(
    number: u32,
    extensions: &[Vec<u8>],
) -> Wrapped<Wrapped<Concatenation<'_>>> {
    explicit(number, wrapped(Tag::Sequence, Concatenation(extensions)))
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] IMPLICIT OCTET STRING }`
pub(crate) fn authority_key_identifier(key_identifier: &[u8]) -> Result<Vec<u8>, EncodeError> {
    encode(
        "an authorityKeyIdentifier",
        &wrapped(Tag::Sequence, implicit(0, key_identifier)),
    )
}

pub(super) fn subject_key_identifier(key_identifier: &[u8]) -> Result<Vec<u8>, EncodeError> {
    encode(
        "a subjectKeyIdentifier",
        &wrapped(Tag::OctetString, Raw(key_identifier)),
    )
}

/// `cA TRUE, pathLenConstraint 0`: also in link certificates, which are no members of a path.
///
/// Source: 9303-12:7.1.1
pub(super) fn basic_constraints_csca() -> Result<Vec<u8>, EncodeError> {
    let constraints = BasicConstraints {
        ca: true,
        path_len_constraint: 0,
    };
    encode("basicConstraints", &constraints)
}

/// `PrivateKeyUsagePeriod ::= SEQUENCE { notBefore [0] GeneralizedTime, notAfter [1] GeneralizedTime }`, implicit tags.
///
/// Source: rfc3280:4.2.1.4
pub(super) fn private_key_usage_period(period: &Period) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "a privateKeyUsagePeriod";
    let mut parts = Vec::new();
    for (number, at) in [(0, period.from), (1, period.until)] {
        let time = generalized(at)?;
        let content = tlv::single(&time, tlv::tag::GENERALIZED_TIME)
            .ok_or(EncodeError { what: WHAT })?
            .value;
        parts.push(encode(WHAT, &implicit(number, content))?);
    }
    encode(WHAT, &wrapped(Tag::Sequence, Concatenation(&parts)))
}

/// One distribution point for each URI: `DistributionPoint { [0] { fullName [0] { uri [6] } } }`.
pub(super) fn crl_distribution_points(uris: &[String]) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "cRLDistributionPoints";
    let mut points = Vec::new();
    for uri in uris {
        let full_name = explicit(0, explicit(0, implicit(6, uri.as_bytes())));
        points.push(encode(WHAT, &wrapped(Tag::Sequence, full_name))?);
    }
    encode(WHAT, &wrapped(Tag::Sequence, Concatenation(&points)))
}

pub(super) fn extended_key_usage(purpose: ObjectIdentifier) -> Result<Vec<u8>, EncodeError> {
    encode("extKeyUsage", &wrapped(Tag::Sequence, purpose))
}
