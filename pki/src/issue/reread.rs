//! Reading our own output back with implementations that had no part in writing it: x509-parser and rasn.

use rasn_cms::{ContentInfo, SignedData, SignerInfo};
use x509_parser::prelude::FromDer;

use super::certificate::Body as CertificateBody;
use super::cms::SignedContent;
use super::crl::Body as CrlBody;
use super::error::RereadError;
use super::road::Plan;
use crate::asn1::tlv::{self, tag};

/// The signature bytes of a certificate whose signed bytes and issuer are the planned ones.
pub(super) fn certificate(
    der: &[u8],
    plan: &Plan,
    body: &CertificateBody,
) -> Result<Vec<u8>, RereadError> {
    let (rest, parsed) = x509_parser::certificate::X509Certificate::from_der(der)
        .map_err(|_| RereadError::Unreadable)?;
    let fields = &parsed.tbs_certificate;
    if !rest.is_empty() {
        return Err(RereadError::Unreadable);
    }
    if fields.as_ref() != plan.to_be_signed {
        return Err(RereadError::ToBeSignedDiffers);
    }
    let authority = fields.extensions().iter().find_map(|extension| {
        use x509_parser::extensions::ParsedExtension::AuthorityKeyIdentifier;
        match extension.parsed_extension() {
            AuthorityKeyIdentifier(identifier) => identifier.key_identifier.as_ref(),
            _ => None,
        }
    });
    let names_issuer = fields.issuer.as_raw() == body.issuer_name
        && authority.is_some_and(|identifier| identifier.0 == body.issuer_key_identifier);
    if !names_issuer {
        return Err(RereadError::IssuerDiffers);
    }
    Ok(parsed.signature_value.data.to_vec())
}

/// The signature bytes of a revocation list whose signed bytes and issuer are the planned ones.
pub(super) fn crl(der: &[u8], plan: &Plan, body: &CrlBody) -> Result<Vec<u8>, RereadError> {
    let (rest, parsed) = x509_parser::revocation_list::CertificateRevocationList::from_der(der)
        .map_err(|_| RereadError::Unreadable)?;
    if !rest.is_empty() {
        return Err(RereadError::Unreadable);
    }
    if parsed.tbs_cert_list.as_ref() != plan.to_be_signed {
        return Err(RereadError::ToBeSignedDiffers);
    }
    if parsed.tbs_cert_list.issuer.as_raw() != body.issuer_name {
        return Err(RereadError::IssuerDiffers);
    }
    Ok(parsed.signature_value.data.to_vec())
}

/// The signature bytes of signed data whose content, signed attributes and signer certificate are the planned ones.
pub(super) fn signed_data(
    der: &[u8],
    plan: &Plan,
    content: &SignedContent,
) -> Result<Vec<u8>, RereadError> {
    let content_info = if content.is_wrapped() {
        tlv::single(der, 0x77).ok_or(RereadError::Unreadable)?.value
    } else {
        der
    };
    let data = decode(content_info).ok_or(RereadError::Unreadable)?;
    let carried = data.encap_content_info.content.as_deref();
    let planned = (!content.is_detached()).then_some(content.content());
    if carried != planned {
        return Err(RereadError::ContentDiffers);
    }
    let signer = only_signer(&data).ok_or(RereadError::Unreadable)?;
    if !signs_digest(signer, content) {
        return Err(RereadError::ContentDiffers);
    }
    // an independent encoder gives the same signed bytes, so they are DER
    let attributes = signer
        .signed_attrs
        .as_ref()
        .ok_or(RereadError::Unreadable)?;
    let encoded = rasn::der::encode(attributes).map_err(|_| RereadError::Unreadable)?;
    if encoded != plan.to_be_signed {
        return Err(RereadError::ToBeSignedDiffers);
    }
    if !carries_signer_certificate(content_info, content) {
        return Err(RereadError::IssuerDiffers);
    }
    Ok(signer.signature.to_vec())
}

fn decode(content_info: &[u8]) -> Option<SignedData> {
    let info: ContentInfo = rasn::der::decode(content_info).ok()?;
    rasn::der::decode(info.content.as_bytes()).ok()
}

fn only_signer(data: &SignedData) -> Option<&SignerInfo> {
    let mut signers = data.signer_infos.to_vec().into_iter();
    let first = signers.next()?;
    signers.next().is_none().then_some(first)
}

/// The message-digest attribute is the digest of the content that is carried.
fn signs_digest(signer: &SignerInfo, content: &SignedContent) -> bool {
    let Some(attributes) = &signer.signed_attrs else {
        return false;
    };
    attributes.to_vec().into_iter().any(|attribute| {
        let is_digest = attribute.r#type.as_ref() == rasn_cms::MESSAGE_DIGEST.as_ref();
        is_digest
            && attribute.values.to_vec().into_iter().any(|value| {
                tlv::single(value.as_bytes(), tag::OCTET_STRING)
                    .is_some_and(|digest| digest.value == content.digest())
            })
    })
}

/// The signer's certificate is carried byte for byte: looked for in the bytes themselves, since a decoded certificate no longer has
/// them.
fn carries_signer_certificate(content_info: &[u8], content: &SignedContent) -> bool {
    let certificates = || {
        let mut info = tlv::single(content_info, tag::SEQUENCE)?.reader();
        info.expect(tag::OID)?;
        let mut data = info.expect(0xa0)?.reader().expect(tag::SEQUENCE)?.reader();
        data.expect(tag::INTEGER)?;
        data.expect(tag::SET)?;
        data.expect(tag::SEQUENCE)?;
        data.expect(0xa0)?.reader().all()
    };
    certificates().is_some_and(|carried| {
        let signer = content.certificate().as_der();
        carried.iter().any(|certificate| certificate.raw == signer)
    })
}
