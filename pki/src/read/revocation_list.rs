use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Utc};
use x509_parser::prelude::*;

use super::algorithm::AlgorithmIdentifier;
use super::certificate::instant;
use super::name::DistinguishedName;
use super::public_key::bit_string_octets;
use super::tlv::{only, tag};
use super::{ReadError, curve, oid};

/// Larger than any published list of a State (they have a few hundred entries).
const MAX_SIZE: usize = 16 * 1024 * 1024;

/// A foreign certificate revocation list. Nothing here has been verified.
///
/// Source: rfc5280:5.1, 9303-12:7.1.4
#[derive(Debug, Clone)]
pub struct RevocationList {
    der: Vec<u8>,
    signed: Range<usize>,
    signature: Vec<u8>,
    inner_algorithm: Vec<u8>,
    outer_algorithm: Vec<u8>,
    issuer: DistinguishedName,
    this_update: DateTime<Utc>,
    next_update: Option<DateTime<Utc>>,
    number: Option<Vec<u8>>,
    authority_key_identifier: Option<Vec<u8>>,
    revoked: BTreeMap<Vec<u8>, DateTime<Utc>>,
    /// Critical extensions that are not understood, dotted; such a list is not complete.
    pub(crate) unknown_critical: Vec<String>,
}

impl RevocationList {
    /// Reads one list that fills the bytes.
    ///
    /// # Errors
    /// When the bytes are not a revocation list, are followed by others, or are too many.
    pub fn from_der(der: &[u8]) -> Result<Self, ReadError> {
        let what = "the revocation list";
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
        let mut inside = signed.reader();
        inside.optional(tag::INTEGER)?;
        let inner = inside.expect(tag::SEQUENCE, "the signature algorithm")?;

        let (rest, parsed) = CertificateRevocationList::from_der(der)
            .map_err(|cause| ReadError::value(what, cause))?;
        if !rest.is_empty() {
            return Err(ReadError::Surplus { what });
        }
        let mut revoked = BTreeMap::new();
        let mut unknown_critical = Vec::new();
        for entry in parsed.iter_revoked_certificates() {
            let date = instant(entry.revocation_date, what)?;
            revoked.insert(curve::trimmed(entry.raw_serial()).to_vec(), date);
            unknown_critical.extend(critical(entry.extensions(), &[]));
        }
        let known = [
            oid::AUTHORITY_KEY_IDENTIFIER,
            oid::CRL_NUMBER,
            oid::ISSUER_ALTERNATIVE_NAME,
        ];
        unknown_critical.extend(critical(parsed.extensions(), &known));
        unknown_critical.dedup();
        let start = whole.raw.len() - whole.content.len();
        Ok(Self {
            signed: start..start + signed.raw.len(),
            signature: bit_string_octets(signature.content, "the signature")?.to_vec(),
            inner_algorithm: inner.raw.to_vec(),
            outer_algorithm: outer.raw.to_vec(),
            issuer: DistinguishedName::of(parsed.issuer()),
            this_update: instant(parsed.last_update(), what)?,
            next_update: parsed
                .next_update()
                .map(|time| instant(time, what))
                .transpose()?,
            number: parsed
                .extensions()
                .iter()
                .find(|extension| extension.oid.as_bytes() == oid::CRL_NUMBER)
                .and_then(|extension| only(extension.value, tag::INTEGER, "the number").ok())
                .map(|element| curve::trimmed(element.content).to_vec()),
            authority_key_identifier: authority_key_identifier(parsed.extensions()),
            revoked,
            unknown_critical,
            der: der.to_vec(),
        })
    }

    /// The list as received.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.der
    }

    /// Who issued it.
    #[must_use]
    pub const fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// When it was made.
    #[must_use]
    pub const fn this_update(&self) -> DateTime<Utc> {
        self.this_update
    }

    /// When the next one is due; every list of a State has to say so.
    #[must_use]
    pub const fn next_update(&self) -> Option<DateTime<Utc>> {
        self.next_update
    }

    /// How many certificates it revokes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revoked.len()
    }

    /// Whether it revokes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revoked.is_empty()
    }

    /// Since when a serial number (big-endian, no leading zeros) is revoked.
    pub(crate) fn revoked_since(&self, serial: &[u8]) -> Option<DateTime<Utc>> {
        self.revoked.get(serial).copied()
    }

    /// Orders lists of one State: by number, which only grows, then by time.
    ///
    /// Source: 9303-12:7.1.4, rfc5280:5.2.3
    pub(crate) fn age_key(&self) -> (usize, Vec<u8>, DateTime<Utc>) {
        let number = self.number.clone().unwrap_or_default();
        (number.len(), number, self.this_update)
    }

    pub(crate) fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.authority_key_identifier.as_deref()
    }

    pub(crate) fn signed(&self) -> &[u8] {
        self.der.get(self.signed.clone()).unwrap_or_default()
    }

    pub(crate) fn signature(&self) -> &[u8] {
        &self.signature
    }

    pub(crate) fn algorithm(&self) -> Result<AlgorithmIdentifier<'_>, ReadError> {
        AlgorithmIdentifier::from_bytes(&self.inner_algorithm)
    }

    pub(crate) fn has_one_algorithm(&self) -> bool {
        self.inner_algorithm == self.outer_algorithm
    }
}

fn critical(extensions: &[X509Extension<'_>], known: &[&[u8]]) -> Vec<String> {
    let unknown = extensions
        .iter()
        .filter(|extension| extension.critical && !known.contains(&extension.oid.as_bytes()));
    unknown
        .map(|extension| oid::dotted(extension.oid.as_bytes()))
        .collect()
}

fn authority_key_identifier(extensions: &[X509Extension<'_>]) -> Option<Vec<u8>> {
    extensions
        .iter()
        .find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::AuthorityKeyIdentifier(identifier) => {
                identifier.key_identifier.as_ref().map(|key| key.0.to_vec())
            }
            _ => None,
        })
}
