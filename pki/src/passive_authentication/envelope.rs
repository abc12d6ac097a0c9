//! What no signature covers in EF.SOD, compared with what one does.
//!
//! A changed byte out here changes no verdict, but each of these fields has one expected value, so that no change
//! passes without a word.

use super::sod::Sod;
use crate::read::algorithm::{AlgorithmIdentifier, Digest};
use crate::read::cms::{SignerIdentifier, SignerInfo};
use crate::report::{Warning, WarningKind};

pub(super) fn note(sod: &Sod<'_>, warnings: &mut Vec<Warning>) {
    let signed = &sod.signed;
    // Source: 9303-10:4.6.2.2
    if signed.version != [3] {
        warnings.push(Warning::new(WarningKind::SignedDataVersion));
    }
    if signed.has_revocation_lists {
        warnings.push(Warning::new(WarningKind::EmbeddedRevocationLists));
    }
    if signed.signers.len() > 1 {
        let detail = format!("{} signers", signed.signers.len());
        warnings.push(Warning::with(WarningKind::SeveralSigners, detail));
    }
    for algorithm in &signed.digest_algorithms {
        note_parameters(algorithm, "the announced digest algorithms", warnings);
    }
    if let Some(signer) = sod.signer() {
        if !matches!(signed.digest_algorithms.as_slice(), [one] if one.oid == signer.digest_algorithm.oid)
        {
            warnings.push(Warning::new(WarningKind::DigestAlgorithmsInconsistent));
        }
        note_signer(signer, warnings);
    }
    if let Ok(algorithm) = sod.object.hash_algorithm() {
        note_parameters(&algorithm, "the LDS security object", warnings);
        note_digest(algorithm.digest().ok(), "the data-group hashes", warnings);
    }
    for number in [1, 2] {
        if !sod.object.hashes.iter().any(|hash| hash.number == number) {
            let detail = format!("data group {number}");
            warnings.push(Warning::with(
                WarningKind::EssentialDataGroupNotListed,
                detail,
            ));
        }
    }
}

fn note_signer(signer: &SignerInfo<'_>, warnings: &mut Vec<Warning>) {
    // Source: rfc5652:5.3
    let version: &[u8] = match signer.identifier {
        SignerIdentifier::IssuerAndSerial { .. } => &[1],
        SignerIdentifier::KeyIdentifier(_) => &[3],
    };
    if signer.version != version {
        warnings.push(Warning::new(WarningKind::SignerInfoVersion));
    }
    if signer.has_unsigned_attributes {
        warnings.push(Warning::new(WarningKind::UnsignedAttributes));
    }
    if signer
        .attributes
        .as_ref()
        .is_some_and(|attributes| !attributes.is_sorted)
    {
        warnings.push(Warning::new(WarningKind::AttributesNotSorted));
    }
    note_parameters(&signer.digest_algorithm, "the signer information", warnings);
    let digest = signer.digest_algorithm.digest().ok();
    note_digest(digest, "the signature", warnings);
    let Ok(scheme) = signer.signature_algorithm.scheme() else {
        return;
    };
    if !signer
        .signature_algorithm
        .has_expected_signature_parameters(&scheme)
    {
        warnings.push(Warning::with(
            WarningKind::SignatureParametersUnexpected,
            scheme.name(),
        ));
    }
    match scheme.digest() {
        None => warnings.push(Warning::with(
            WarningKind::SignatureAlgorithmGeneric,
            scheme.name(),
        )),
        named if named != digest => {
            warnings.push(Warning::with(
                WarningKind::DigestAlgorithmDiffers,
                scheme.name(),
            ));
        }
        Some(_) => {}
    }
}

fn note_parameters(algorithm: &AlgorithmIdentifier<'_>, place: &str, warnings: &mut Vec<Warning>) {
    if !algorithm.has_no_parameters() {
        warnings.push(Warning::with(
            WarningKind::DigestParametersUnexpected,
            place,
        ));
    }
}

pub(super) fn note_digest(digest: Option<Digest>, place: &str, warnings: &mut Vec<Warning>) {
    if digest == Some(Digest::Sha1) {
        warnings.push(Warning::with(WarningKind::WeakDigest, place));
    }
}
