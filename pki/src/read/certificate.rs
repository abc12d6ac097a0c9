use std::ops::Range;

use chrono::{DateTime, Utc};
use openssl::sha::sha256;
use x509_parser::prelude::*;

use super::algorithm::AlgorithmIdentifier;
use super::extension::Extensions;
use super::name::DistinguishedName;
use super::public_key::{bit_string_octets, subject_public_key};
use super::tlv::{Reader, only, tag};
use super::{ReadError, curve};

/// Larger than any published certificate (an RSA 6144 CSCA has 2.3 kB).
const MAX_SIZE: usize = 64 * 1024;

/// A foreign certificate: its bytes as received and what they say.
///
/// Nothing here has been verified.
///
/// Source: rfc5280:4.1, 9303-12:7.1
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Range<usize>,
    signature: Vec<u8>,
    inner_algorithm: Vec<u8>,
    outer_algorithm: Vec<u8>,
    serial: Vec<u8>,
    issuer: DistinguishedName,
    subject: DistinguishedName,
    not_before: DateTime<Utc>,
    not_after: DateTime<Utc>,
    spki: Vec<u8>,
    pub(crate) extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate that fills the bytes.
    ///
    /// # Errors
    /// When the bytes are not a certificate, are followed by others, or are too many.
    pub fn from_der(der: &[u8]) -> Result<Self, ReadError> {
        let what = "the certificate";
        if der.len() > MAX_SIZE {
            let (size, limit) = (der.len(), MAX_SIZE);
            return Err(ReadError::TooLarge { what, size, limit });
        }
        let whole = only(der, tag::SEQUENCE, what)?;
        let mut parts = whole.reader();
        let signed = parts.expect(tag::SEQUENCE, "the part that is signed")?;
        let outer = parts.expect(tag::SEQUENCE, "the signature algorithm")?;
        let signature = parts.expect(tag::BIT_STRING, "the signature")?;
        parts.finish(what)?;
        let inner = inner_algorithm(&mut signed.reader())?;

        let (_, parsed) =
            X509Certificate::from_der(der).map_err(|cause| ReadError::value(what, cause))?;
        let start = whole.raw.len() - whole.content.len() - end_of_contents(&whole);
        Ok(Self {
            signed: start..start + signed.raw.len(),
            signature: bit_string_octets(signature.content, "the signature")?.to_vec(),
            inner_algorithm: inner.to_vec(),
            outer_algorithm: outer.raw.to_vec(),
            serial: parsed.raw_serial().to_vec(),
            issuer: DistinguishedName::of(parsed.issuer()),
            subject: DistinguishedName::of(parsed.subject()),
            not_before: instant(parsed.validity().not_before, what)?,
            not_after: instant(parsed.validity().not_after, what)?,
            spki: parsed.public_key().raw.to_vec(),
            extensions: Extensions::of(parsed.extensions()),
            der: der.to_vec(),
        })
    }

    /// The certificate as received.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.der
    }

    /// Who issued it.
    #[must_use]
    pub const fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// Whose key it certifies.
    #[must_use]
    pub const fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// The serial number, big-endian without leading zeros.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        curve::trimmed(&self.serial)
    }

    /// The serial number in upper-case hexadecimal.
    #[must_use]
    pub fn serial_text(&self) -> String {
        hex(self.serial())
    }

    /// The first moment of validity.
    #[must_use]
    pub const fn not_before(&self) -> DateTime<Utc> {
        self.not_before
    }

    /// The last moment of validity.
    #[must_use]
    pub const fn not_after(&self) -> DateTime<Utc> {
        self.not_after
    }

    /// SHA-256 over the whole certificate, lower-case hexadecimal: the name it is published under.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex(&sha256(&self.der)).to_lowercase()
    }

    /// The two-letter country of the subject, in upper case.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        self.subject.country()
    }

    /// The State's code as in the MRZ, from the subject's alternative name (`KOR`, `D`), in upper case.
    ///
    /// Source: 9303-12:7.1.1.2
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.extensions.state.as_deref()
    }

    /// The code that tells a part of the State apart, if the certificate has one (`HKG`).
    #[must_use]
    pub fn territory(&self) -> Option<&str> {
        self.extensions.territory.as_deref()
    }

    /// The document types that the signer may sign: `P`, or two letters each.
    ///
    /// Source: 9303-12:7.1.1.6
    #[must_use]
    pub fn document_types(&self) -> Option<&[String]> {
        self.extensions.document_types.as_deref()
    }

    /// Whether issuer and subject are the same.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer.matches(&self.subject)
    }

    /// The key identifier that others would refer to: stated, or SHA-1 over the key as RFC 5280 proposes.
    pub(crate) fn key_identifier(&self) -> Vec<u8> {
        match &self.extensions.subject_key_identifier {
            Some(stated) => stated.clone(),
            None => subject_public_key(&self.spki)
                .map(|key| openssl::sha::sha1(key).to_vec())
                .unwrap_or_default(),
        }
    }

    pub(crate) fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The bytes that the signature covers, as received.
    pub(crate) fn signed(&self) -> &[u8] {
        self.der.get(self.signed.clone()).unwrap_or_default()
    }

    pub(crate) fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The signature algorithm that the signature itself covers.
    pub(crate) fn algorithm(&self) -> Result<AlgorithmIdentifier<'_>, ReadError> {
        AlgorithmIdentifier::from_bytes(&self.inner_algorithm)
    }

    /// Whether the uncovered copy of the signature algorithm is identical to the covered one.
    ///
    /// Source: rfc5280:4.1.1.2
    pub(crate) fn has_one_algorithm(&self) -> bool {
        self.inner_algorithm == self.outer_algorithm
    }

    /// Whether `at` lies within the validity, both ends included.
    pub(crate) fn is_valid_at(&self, at: DateTime<Utc>) -> bool {
        self.not_before <= at && at <= self.not_after
    }
}

/// The raw `signature` field of a TBSCertificate.
fn inner_algorithm<'a>(signed: &mut Reader<'a>) -> Result<&'a [u8], ReadError> {
    signed.optional(tag::context(0))?;
    signed.expect(tag::INTEGER, "the serial number")?;
    Ok(signed.expect(tag::SEQUENCE, "the signature algorithm")?.raw)
}

/// How many octets close an element of indefinite length.
fn end_of_contents(element: &super::tlv::Element<'_>) -> usize {
    if element.length == super::tlv::LengthForm::Indefinite {
        2
    } else {
        0
    }
}

pub(crate) fn instant(time: ASN1Time, what: &'static str) -> Result<DateTime<Utc>, ReadError> {
    DateTime::from_timestamp(time.timestamp(), 0)
        .ok_or_else(|| ReadError::value(what, "a time out of range"))
}

/// Upper-case hexadecimal.
pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}
