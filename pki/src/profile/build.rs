//! From a request to the to-be-signed bytes of a certificate.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;

use super::extension::{
    self, Extension, authority_key_identifier, extension as encode_extension, extension_list,
};
use super::{CertificateKind, CertificateRequest};
use crate::algorithm::SignatureSuite;
use crate::asn1::time::time;
use crate::asn1::{Concatenation, EncodeError, Raw, Wrapped, encode, explicit, sequence};
use crate::oid;

/// What a certificate takes from its issuer.
pub(crate) struct IssuerFacts<'a> {
    /// The encoded name of the issuer.
    pub name: &'a [u8],
    /// The key identifier of the issuing key.
    pub key_identifier: &'a [u8],
    /// The alternative name of the issuer: the value of its own subjectAltName.
    pub alternative_name: &'a [u8],
}

/// ```text
/// TBSCertificate ::= SEQUENCE { version [0] EXPLICIT INTEGER { v3(2) }, serialNumber INTEGER, signature AlgorithmIdentifier,
///     issuer Name, validity Validity, subject Name, subjectPublicKeyInfo SubjectPublicKeyInfo, extensions [3] EXPLICIT Extensions }
/// ```
/// Source: rfc5280:4.1, 9303-12:7.1.1
#[derive(der::EncodeValue)]
struct TbsCertificate<'a> {
    version: Wrapped<u8>,
    serial_number: Raw<'a>,
    signature: Raw<'a>,
    issuer: Raw<'a>,
    validity: Validity<'a>,
    subject: Raw<'a>,
    subject_public_key_info: Raw<'a>,
    extensions: Wrapped<Wrapped<Concatenation<'a>>>,
}

#[derive(der::EncodeValue)]
struct Validity<'a> {
    not_before: Raw<'a>,
    not_after: Raw<'a>,
}

sequence!(TbsCertificate<'a>, Validity<'a>);

/// The bytes to be signed with `suite`. Deterministic: the same request and issuer give the same bytes.
pub(crate) fn to_be_signed(
    request: &CertificateRequest,
    issuer: &IssuerFacts<'_>,
    suite: SignatureSuite,
) -> Result<Vec<u8>, EncodeError> {
    let serial_number = integer(request.serial_number.as_octets())?;
    let signature = suite.algorithm_identifier()?;
    let (not_before, not_after) = times(request.validity.from, request.validity.until)?;
    let subject = request.subject.to_der()?;
    let key = request
        .subject_key
        .to_subject_public_key_info(request.ec_encoding)?;
    let extensions = extensions(request, issuer, &subject)?;
    encode(
        "a certificate",
        &TbsCertificate {
            version: explicit(0, 2),
            serial_number: Raw(&serial_number),
            signature: Raw(&signature),
            issuer: Raw(issuer.name),
            validity: Validity {
                not_before: Raw(&not_before),
                not_after: Raw(&not_after),
            },
            subject: Raw(&subject),
            subject_public_key_info: Raw(&key),
            extensions: extension_list(3, &extensions),
        },
    )
}

/// The extensions of table 6 in a fixed order.
///
/// Source: 9303-12:7.1.1 table 6
fn extensions(
    request: &CertificateRequest,
    issuer: &IssuerFacts<'_>,
    subject: &[u8],
) -> Result<Vec<Vec<u8>>, EncodeError> {
    let mut list = List::default();
    let own_name = request.alternative_name.to_der()?;
    list.add(
        oid::AUTHORITY_KEY_IDENTIFIER,
        &authority_key_identifier(issuer.key_identifier)?,
    )?;
    list.add(
        oid::SUBJECT_KEY_IDENTIFIER,
        &extension::subject_key_identifier(&request.subject_key.key_identifier())?,
    )?;
    list.add_critical(oid::KEY_USAGE, key_usage(&request.kind))?;
    if let Some(period) = &request.private_key_usage {
        let value = extension::private_key_usage_period(period)?;
        list.add(oid::PRIVATE_KEY_USAGE_PERIOD, &value)?;
    }
    list.add(oid::SUBJECT_ALT_NAME, &own_name)?;
    list.add(oid::ISSUER_ALT_NAME, issuer.alternative_name)?;
    match &request.kind {
        CertificateKind::CscaRoot | CertificateKind::CscaLink => {
            list.add_critical(
                oid::BASIC_CONSTRAINTS,
                &extension::basic_constraints_csca()?,
            )?;
        }
        CertificateKind::MasterListSigner => list.add_purpose(oid::MASTER_LIST_SIGNING_KEY)?,
        CertificateKind::DeviationListSigner => {
            list.add_purpose(oid::DEVIATION_LIST_SIGNING_KEY)?
        }
        CertificateKind::Communication(purpose) => {
            list.add_purpose(purpose.extended_key_usage())?
        }
        CertificateKind::DocumentSigner { .. } => {}
    }
    if !request.crl_distribution_points.is_empty() {
        let value = extension::crl_distribution_points(&request.crl_distribution_points)?;
        list.add(oid::CRL_DISTRIBUTION_POINTS, &value)?;
    }
    if request.kind == CertificateKind::CscaLink && issuer.name != subject {
        list.add(oid::NAME_CHANGE, b"\x05\x00")?;
    }
    if let CertificateKind::DocumentSigner { documents, .. } = &request.kind {
        list.add(oid::DOCUMENT_TYPE_LIST, &documents.to_der()?)?;
    }
    Ok(list.extensions)
}

/// The complete BIT STRING of the key usage: keyCertSign and cRLSign for a CSCA, otherwise digitalSignature.
fn key_usage(kind: &CertificateKind) -> &'static [u8] {
    match kind {
        CertificateKind::CscaRoot | CertificateKind::CscaLink => b"\x03\x02\x01\x06",
        CertificateKind::DocumentSigner { .. }
        | CertificateKind::MasterListSigner
        | CertificateKind::DeviationListSigner
        | CertificateKind::Communication(_) => b"\x03\x02\x07\x80",
    }
}

#[derive(Default)]
struct List {
    extensions: Vec<Vec<u8>>,
}

impl List {
    fn add(&mut self, identifier: ObjectIdentifier, value: &[u8]) -> Result<(), EncodeError> {
        self.extensions
            .push(encode_extension(identifier, Extension::NotCritical, value)?);
        Ok(())
    }

    fn add_critical(
        &mut self,
        identifier: ObjectIdentifier,
        value: &[u8],
    ) -> Result<(), EncodeError> {
        self.extensions
            .push(encode_extension(identifier, Extension::Critical, value)?);
        Ok(())
    }

    fn add_purpose(&mut self, purpose: ObjectIdentifier) -> Result<(), EncodeError> {
        self.add_critical(
            oid::EXTENDED_KEY_USAGE,
            &extension::extended_key_usage(purpose)?,
        )
    }
}

/// An INTEGER with these content octets.
pub(crate) fn integer(octets: &[u8]) -> Result<Vec<u8>, EncodeError> {
    encode(
        "an integer",
        &crate::asn1::wrapped(der::Tag::Integer, Raw(octets)),
    )
}

fn times(from: DateTime<Utc>, until: DateTime<Utc>) -> Result<(Vec<u8>, Vec<u8>), EncodeError> {
    Ok((time(from)?, time(until)?))
}
