//! Whether a master list may add anchors, and which.
//!
//! Source: 9303-12:9

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::revocation::{Examined, Revocation, revocation};
use super::signature::{self, Fit};
use super::{Anchor, MasterListError, Signer};
use crate::read::cms::{SignedData, SignerInfo};
use crate::read::tlv::{only, tag};
use crate::read::{ReadError, master_list, oid};

/// Larger than any published list (the largest have 1.3 MB).
const MAX_SIZE: usize = 32 * 1024 * 1024;

/// The certificates of a master list that a trusted CSCA's master list signer signed.
pub(crate) fn certificates(
    file: &[u8],
    anchors: &[Arc<Anchor>],
    lists: &[Examined],
    at: DateTime<Utc>,
) -> Result<Vec<Vec<u8>>, MasterListError> {
    let what = "the master list";
    if file.len() > MAX_SIZE {
        let (size, limit) = (file.len(), MAX_SIZE);
        return Err(ReadError::TooLarge { what, size, limit }.into());
    }
    let signed = SignedData::of(&only(file, tag::SEQUENCE, what)?)?;
    if signed.content_type != oid::CSCA_MASTER_LIST {
        let found = oid::dotted(signed.content_type);
        return Err(MasterListError::AnotherContent { found });
    }
    let [info] = signed.signers.as_slice() else {
        let found = signed.signers.len();
        return Err(MasterListError::Signers { found });
    };
    let signer = signer(&signed, info, anchors)?;
    authorised(&signer, lists, at)?;
    valid(&signer, info, at)?;
    let key = signer.key.as_ref().map_err(Clone::clone)?;
    signature::whole(&signed, info, key).map_err(|reason| MasterListError::Signature { reason })?;
    let found = master_list::certificates(&signed.content)?;
    Ok(found.into_iter().map(<[u8]>::to_vec).collect())
}

/// The certificate in the list that the signer identifier means.
fn signer(
    signed: &SignedData<'_>,
    info: &SignerInfo<'_>,
    anchors: &[Arc<Anchor>],
) -> Result<Signer, MasterListError> {
    let readable = signed
        .certificates
        .iter()
        .filter_map(|der| Signer::of(der, anchors).ok());
    readable
        .into_iter()
        .find(|signer| signature::fit(&info.identifier, &signer.certificate) != Fit::None)
        .ok_or(MasterListError::SignerMissing)
}

/// The signer is certified by an anchor for just this purpose, and not revoked.
fn authorised(
    signer: &Signer,
    lists: &[Examined],
    at: DateTime<Utc>,
) -> Result<(), MasterListError> {
    let certificate = &signer.certificate;
    let name = || certificate.subject().to_string();
    let anchor = signer.anchor();
    let anchor = anchor.ok_or_else(|| MasterListError::SignerNotAnchored { signer: name() })?;
    let extensions = &certificate.extensions;
    let purposes = extensions.extended_key_usage.as_deref();
    let may_sign = extensions
        .key_usage
        .is_none_or(|usage| usage.digital_signature)
        && purposes.is_some_and(|found| found.iter().any(|oid| oid == oid::MASTER_LIST_SIGNER))
        && extensions.unknown_critical.is_empty()
        && extensions.is_ca != Some(true);
    if !may_sign {
        return Err(MasterListError::SignerPurpose { signer: name() });
    }
    match revocation(lists, certificate, anchor, at) {
        Revocation::Revoked { .. } => Err(MasterListError::SignerRevoked { signer: name() }),
        _ => Ok(()),
    }
}

/// The signer's certificate is valid now and was so when the list was signed.
fn valid(signer: &Signer, info: &SignerInfo<'_>, at: DateTime<Utc>) -> Result<(), MasterListError> {
    let attributes = info.attributes.as_ref();
    let signed_at = attributes.and_then(|attributes| attributes.signing_time());
    let signed_at = signed_at.ok_or(MasterListError::NoSigningTime)?;
    let (not_before, not_after) = (
        signer.certificate.not_before(),
        signer.certificate.not_after(),
    );
    for at in [signed_at, at] {
        if !signer.certificate.is_valid_at(at) {
            return Err(MasterListError::SignerNotValid {
                at,
                not_before,
                not_after,
            });
        }
    }
    Ok(())
}
