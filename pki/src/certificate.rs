//! A certificate of this authority, read once and kept with everything that issuing needs of it.
//!
//! For our own certificates only: it is strict where the inspecting side is tolerant.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use crate::asn1::time::read_generalized;
use crate::asn1::tlv::{self, tag};
use crate::oid;
use crate::profile::Period;
use crate::public_key::{PublicKey, PublicKeyError};

/// A certificate could not be read as one of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The bytes are no X.509 certificate in DER.
    #[error("the bytes are not an X.509 certificate in DER")]
    Malformed,
    /// Its key is of no kind that this authority issues.
    #[error("the key of the certificate is unusable: {0}")]
    Key(#[from] PublicKeyError),
    /// An extension cannot be read.
    #[error("the extension {oid} of the certificate cannot be read")]
    Extension {
        /// The extension.
        oid: ObjectIdentifier,
    },
}

/// A parsed certificate. Cloning shares the parsed content.
#[derive(Clone)]
pub struct Certificate {
    inner: Arc<Inner>,
}

struct Inner {
    der: Vec<u8>,
    serial_number: Vec<u8>,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    public_key: PublicKey,
    validity: Period,
    subject_key_identifier: Option<Vec<u8>>,
    authority_key_identifier: Option<Vec<u8>>,
    private_key_usage: Option<Period>,
    subject_alternative_name: Option<Vec<u8>>,
    document_types: Option<Vec<String>>,
    extended_key_usage: Vec<ObjectIdentifier>,
    is_authority: bool,
}

impl Certificate {
    /// Reads a certificate; nothing may follow it.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let parsed = match X509Certificate::from_der(der) {
            Ok(([], parsed)) => parsed,
            _ => return Err(CertificateError::Malformed),
        };
        let fields = &parsed.tbs_certificate;
        let (public_key, _) = PublicKey::from_subject_public_key_info(fields.subject_pki.raw)?;
        let instant =
            |seconds| DateTime::from_timestamp(seconds, 0).ok_or(CertificateError::Malformed);
        let validity = Period {
            from: instant(fields.validity.not_before.timestamp())?,
            until: instant(fields.validity.not_after.timestamp())?,
        };
        let read = Extensions { parsed: &parsed };
        let inner = Inner {
            serial_number: fields.raw_serial().to_vec(),
            issuer: fields.issuer.as_raw().to_vec(),
            subject: fields.subject.as_raw().to_vec(),
            public_key,
            validity,
            subject_key_identifier: read.with(oid::SUBJECT_KEY_IDENTIFIER, |value| {
                Some(tlv::single(value, tag::OCTET_STRING)?.value.to_vec())
            })?,
            authority_key_identifier: read
                .with(oid::AUTHORITY_KEY_IDENTIFIER, read_authority_key_identifier)?
                .flatten(),
            private_key_usage: read.with(oid::PRIVATE_KEY_USAGE_PERIOD, read_usage_period)?,
            subject_alternative_name: read
                .with(oid::SUBJECT_ALT_NAME, |value| Some(value.to_vec()))?,
            document_types: read.with(oid::DOCUMENT_TYPE_LIST, read_document_types)?,
            extended_key_usage: read
                .with(oid::EXTENDED_KEY_USAGE, read_purposes)?
                .unwrap_or_default(),
            is_authority: read
                .with(oid::BASIC_CONSTRAINTS, |value| {
                    let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
                    Some(
                        fields
                            .optional(tag::BOOLEAN)
                            .is_some_and(|ca| ca.value == [0xff]),
                    )
                })?
                .unwrap_or(false),
            der: der.to_vec(),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The certificate as it was read, byte for byte.
    pub fn as_der(&self) -> &[u8] {
        &self.inner.der
    }

    /// The content octets of the serial number.
    pub fn serial_number(&self) -> &[u8] {
        &self.inner.serial_number
    }

    /// The encoded name of the issuer.
    pub fn issuer(&self) -> &[u8] {
        &self.inner.issuer
    }

    /// The encoded name of the subject.
    pub fn subject(&self) -> &[u8] {
        &self.inner.subject
    }

    /// The key of the subject.
    pub fn public_key(&self) -> &PublicKey {
        &self.inner.public_key
    }

    /// The validity.
    pub fn validity(&self) -> Period {
        self.inner.validity
    }

    /// The subject's key identifier, if the certificate has one.
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.inner.subject_key_identifier.as_deref()
    }

    /// The issuer's key identifier, if the certificate has one.
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.inner.authority_key_identifier.as_deref()
    }

    /// When the private key may be used, if the certificate says so. A missing end counts as that of the validity.
    pub fn private_key_usage(&self) -> Option<Period> {
        self.inner.private_key_usage.map(|usage| Period {
            from: usage.from.max(self.inner.validity.from),
            until: usage.until.min(self.inner.validity.until),
        })
    }

    /// The document codes it may sign; `None` when it has no documentTypeList.
    pub fn document_types(&self) -> Option<&[String]> {
        self.inner.document_types.as_deref()
    }

    /// Whether basicConstraints make it a certification authority.
    pub fn is_authority(&self) -> bool {
        self.inner.is_authority
    }

    /// Whether subject and issuer have the same name.
    pub fn is_self_issued(&self) -> bool {
        self.inner.issuer == self.inner.subject
    }

    /// The key purposes; empty when there is no extKeyUsage.
    pub fn extended_key_usage(&self) -> &[ObjectIdentifier] {
        &self.inner.extended_key_usage
    }

    /// The country of the subject as it is written.
    pub fn country(&self) -> Option<&str> {
        country(&self.inner.subject)
    }

    /// The value of subjectAltName, complete.
    pub(crate) fn subject_alternative_name(&self) -> Option<&[u8]> {
        self.inner.subject_alternative_name.as_deref()
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Certificate(serial ")?;
        self.inner
            .serial_number
            .iter()
            .try_for_each(|octet| write!(formatter, "{octet:02X}"))?;
        formatter.write_str(")")
    }
}

/// The countryName of an encoded name.
pub(crate) fn country(name: &[u8]) -> Option<&str> {
    let mut sets = tlv::single(name, tag::SEQUENCE)?.reader();
    while let Some(set) = sets.next() {
        let mut attribute = set.reader().expect(tag::SEQUENCE)?.reader();
        let identifier = attribute.expect(tag::OID)?;
        if identifier.value == oid::COUNTRY_NAME.as_bytes() {
            return std::str::from_utf8(attribute.next()?.value).ok();
        }
    }
    None
}

struct Extensions<'a, 'b> {
    parsed: &'a X509Certificate<'b>,
}

impl<'b> Extensions<'_, 'b> {
    /// Reads the value of an extension, if it is there.
    fn with<T>(
        &self,
        wanted: ObjectIdentifier,
        read: impl FnOnce(&'b [u8]) -> Option<T>,
    ) -> Result<Option<T>, CertificateError> {
        let mut found = self
            .parsed
            .tbs_certificate
            .extensions()
            .iter()
            .filter(|extension| extension.oid.as_bytes() == wanted.as_bytes());
        let Some(extension) = found.next() else {
            return Ok(None);
        };
        if found.next().is_some() {
            return Err(CertificateError::Extension { oid: wanted });
        }
        read(extension.value)
            .map(Some)
            .ok_or(CertificateError::Extension { oid: wanted })
    }
}

fn read_authority_key_identifier(value: &[u8]) -> Option<Option<Vec<u8>>> {
    let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
    Some(
        fields
            .optional(0x80)
            .map(|identifier| identifier.value.to_vec()),
    )
}

fn read_usage_period(value: &[u8]) -> Option<Period> {
    let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
    let from = fields
        .optional(0x80)
        .map(|time| read_generalized(time.value));
    let until = fields
        .optional(0x81)
        .map(|time| read_generalized(time.value));
    fields.end()?;
    Some(Period {
        from: from.unwrap_or(Some(DateTime::<Utc>::MIN_UTC))?,
        until: until.unwrap_or(Some(DateTime::<Utc>::MAX_UTC))?,
    })
}

fn read_document_types(value: &[u8]) -> Option<Vec<String>> {
    let mut fields = tlv::single(value, tag::SEQUENCE)?.reader();
    fields.expect(tag::INTEGER)?;
    let set = fields.expect(tag::SET)?;
    fields.end()?;
    set.reader()
        .all()?
        .iter()
        .map(|code| Some(std::str::from_utf8(code.value).ok()?.to_owned()))
        .collect()
}

fn read_purposes(value: &[u8]) -> Option<Vec<ObjectIdentifier>> {
    tlv::single(value, tag::SEQUENCE)?
        .reader()
        .all()?
        .iter()
        .map(|purpose| ObjectIdentifier::from_bytes(purpose.value).ok())
        .collect()
}
