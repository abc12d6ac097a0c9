use thiserror::Error;

use crate::read::public_key::PublicKey;
use crate::read::{Certificate, ReadError};

/// A CSCA key that is trusted, with the certificate it came in.
#[derive(Debug)]
pub struct Anchor {
    certificate: Certificate,
    key: PublicKey,
    key_identifier: Vec<u8>,
}

/// Why a certificate cannot be an anchor.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AnchorRefusal {
    /// It is a certificate for signing documents, lists or messages, not certificates.
    #[error("it is not the certificate of a certification authority")]
    NotAnAuthority,
    /// Its key cannot be worked with.
    #[error("its public key cannot be used: {0}")]
    PublicKey(ReadError),
    /// It claims to be signed with its own key, and is not.
    #[error("its signature with its own key is wrong")]
    SelfSignature,
}

impl Anchor {
    /// Takes a certificate as an anchor.
    ///
    /// Tolerant of old certificates without basic constraints or with broken ones, if the key usage says that the key
    /// signs certificates (9303-12, appendix C).
    ///
    /// # Errors
    /// When it is not an authority's certificate, its key is not known, or its own signature is wrong.
    pub(crate) fn of(certificate: Certificate) -> Result<Self, AnchorRefusal> {
        if !is_authority(&certificate) {
            return Err(AnchorRefusal::NotAnAuthority);
        }
        let key = PublicKey::from_spki(certificate.spki()).map_err(AnchorRefusal::PublicKey)?;
        let anchor = Self {
            key_identifier: certificate.key_identifier(),
            certificate,
            key,
        };
        if anchor.claims_own_signature() && !anchor.signed(&anchor.certificate) {
            return Err(AnchorRefusal::SelfSignature);
        }
        Ok(anchor)
    }

    /// The certificate that the key came in.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Algorithm and size or curve of the key.
    #[must_use]
    pub fn key_name(&self) -> &str {
        &self.key.name
    }

    /// The identifier by which other certificates refer to the key.
    #[must_use]
    pub fn key_identifier(&self) -> &[u8] {
        &self.key_identifier
    }

    pub(crate) const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Whether this key signed a certificate.
    pub(crate) fn signed(&self, certificate: &Certificate) -> bool {
        let scheme = certificate.algorithm().and_then(|found| found.scheme());
        scheme.is_ok_and(|scheme| {
            self.key
                .verifies(&scheme, None, certificate.signed(), certificate.signature())
        })
    }

    /// Same country, where both state one.
    pub(crate) fn is_of(&self, country: Option<&str>) -> bool {
        match (self.certificate.country(), country) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        }
    }

    /// Roots say with equal key identifiers that they signed themselves; without identifiers it may be a link.
    fn claims_own_signature(&self) -> bool {
        let stated = &self.certificate.extensions.authority_key_identifier;
        self.certificate.is_self_issued() && stated.as_ref() == Some(&self.key_identifier)
    }
}

fn is_authority(certificate: &Certificate) -> bool {
    let extensions = &certificate.extensions;
    match (extensions.is_ca, extensions.key_usage) {
        (_, Some(usage)) => usage.key_cert_sign,
        (Some(is_ca), None) => is_ca,
        (None, None) => false,
    }
}
