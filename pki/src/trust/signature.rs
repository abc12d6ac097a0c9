//! The parts of a CMS signature check, each with its reason.
//!
//! Source: rfc5652:5.4, rfc5652:5.6

use crate::read::algorithm::{Digest, Scheme};
use crate::read::certificate::Certificate;
use crate::read::cms::{SignedAttributes, SignedData, SignerIdentifier, SignerInfo};
use crate::read::name::DistinguishedName;
use crate::read::public_key::PublicKey;
use crate::read::tlv::tag;
use crate::read::{curve, oid};
use crate::report::Reason;

/// How a signer identifier fits a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    Exact,
    /// The issuer's name is the same but for its spelling.
    Spelling,
    None,
}

/// Whether a signer identifier means a certificate.
pub(crate) fn fit(identifier: &SignerIdentifier<'_>, certificate: &Certificate) -> Fit {
    match *identifier {
        SignerIdentifier::KeyIdentifier(key) if certificate.key_identifier() == key => Fit::Exact,
        SignerIdentifier::KeyIdentifier(_) => Fit::None,
        SignerIdentifier::IssuerAndSerial { issuer, serial } => {
            if curve::trimmed(serial) != certificate.serial() {
                return Fit::None;
            }
            if issuer == certificate.issuer().as_bytes() {
                return Fit::Exact;
            }
            match DistinguishedName::from_bytes(issuer) {
                Ok(name) if name.matches(certificate.issuer()) => Fit::Spelling,
                _ => Fit::None,
            }
        }
    }
}

/// The content type attribute has to repeat the type of the content, once.
pub(crate) fn content_type(
    signed: &SignedData<'_>,
    attributes: &SignedAttributes<'_>,
) -> Result<(), Reason> {
    match attributes.single(oid::CONTENT_TYPE) {
        None => Err(Reason::SignedAttributesAmbiguous),
        Some(value) if value.tag == tag::OID && value.content == signed.content_type => Ok(()),
        Some(_) => Err(Reason::ContentTypeAttributeWrong),
    }
}

/// The message digest attribute has to be the digest of the content octets, once.
pub(crate) fn message_digest(
    signed: &SignedData<'_>,
    attributes: &SignedAttributes<'_>,
    digest: Digest,
) -> Result<(), Reason> {
    match attributes.single(oid::MESSAGE_DIGEST) {
        None => Err(Reason::SignedAttributesAmbiguous),
        Some(value)
            if value.tag == tag::OCTET_STRING && value.content == digest.of(&signed.content) =>
        {
            Ok(())
        }
        Some(_) => Err(Reason::MessageDigestMismatch),
    }
}

/// The signature has to be made with the key over the attributes.
pub(crate) fn value(
    signer: &SignerInfo<'_>,
    attributes: &SignedAttributes<'_>,
    scheme: &Scheme,
    digest: Digest,
    key: &PublicKey,
) -> Result<(), Reason> {
    let right = key.verifies(
        scheme,
        Some(digest),
        &attributes.signed_bytes,
        &signer.signature,
    );
    if right {
        Ok(())
    } else {
        Err(Reason::SignatureWrong)
    }
}

/// All of the above at once, for objects whose parts are not reported one by one.
pub(crate) fn whole(
    signed: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    key: &PublicKey,
) -> Result<(), Reason> {
    let attributes = signer
        .attributes
        .as_ref()
        .ok_or(Reason::SignedAttributesMissing)?;
    let digest = signer
        .digest_algorithm
        .digest()
        .map_err(|_| Reason::DigestAlgorithmUnsupported)?;
    let scheme = signer
        .signature_algorithm
        .scheme()
        .map_err(|_| Reason::SignatureAlgorithmUnsupported)?;
    content_type(signed, attributes)?;
    message_digest(signed, attributes, digest)?;
    value(signer, attributes, &scheme, digest, key)
}
