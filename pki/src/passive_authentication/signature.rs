//! The signature over EF.SOD, part by part.
//!
//! Source: rfc5652:5.4, 9303-10:4.6.2.2

use std::sync::Arc;

use super::sod::Sod;
use crate::read::ReadError;
use crate::read::cms::SignerInfo;
use crate::report::{Check, Reason, Warning, WarningKind};
use crate::trust::signature::{self, Fit};
use crate::trust::{Signer, TrustStore};

const ID: &str = "signature";
const CLAUSE: &str = "9303-10:4.6.2.2";

/// More certificates than an EF.SOD carries; the rest is not tried.
const MAX_CERTIFICATES: usize = 8;

/// The signer of EF.SOD, as far as it was found.
pub(super) struct Found {
    pub(super) signer: Option<Arc<Signer>>,
    /// How the signer identifier fits, or why there is no signer.
    identifier: Result<Fit, (Reason, Option<ReadError>)>,
}

/// Finds the certificate that the signer identifier means, in EF.SOD or among those at hand.
pub(super) fn find_signer(sod: &Sod<'_>, trust: &TrustStore, warnings: &mut Vec<Warning>) -> Found {
    let Some(info) = sod.signer() else {
        return Found {
            signer: None,
            identifier: Err((Reason::SodMalformed, None)),
        };
    };
    let mut unreadable = None;
    let mut readable = Vec::new();
    for der in sod.signed.certificates.iter().take(MAX_CERTIFICATES) {
        match trust.signer(der) {
            Ok(signer) => readable.push(signer),
            Err(cause) => unreadable = Some(cause),
        }
    }
    let total = sod.signed.certificates.len() + sod.signed.other_certificates;
    if total > 1 {
        let detail = format!("{} besides the signer's", total - 1);
        warnings.push(Warning::with(WarningKind::UnusedCertificates, detail));
    }
    let fit = |signer: &Arc<Signer>| signature::fit(&info.identifier, &signer.certificate);
    if let Some(signer) = readable.iter().find(|signer| fit(signer) != Fit::None) {
        let identifier = Ok(fit(signer));
        return Found {
            signer: Some(Arc::clone(signer)),
            identifier,
        };
    }
    // The only certificate there is will be the one, though the identifier denies it: the checks shall show what else holds.
    if let [signer] = readable.as_slice() {
        return Found {
            signer: Some(Arc::clone(signer)),
            identifier: Ok(Fit::None),
        };
    }
    if unreadable.is_some() {
        return Found {
            signer: None,
            identifier: Err((Reason::SignerCertificateMalformed, unreadable)),
        };
    }
    look_up(info, trust)
}

/// LDS 1.7 documents may leave the certificate out.
fn look_up(info: &SignerInfo<'_>, trust: &TrustStore) -> Found {
    let wanted =
        trust.look_up(|certificate| signature::fit(&info.identifier, certificate) != Fit::None);
    let signer = wanted.and_then(|certificate| trust.signer(certificate.as_bytes()).ok());
    let identifier = match &signer {
        Some(signer) => Ok(signature::fit(&info.identifier, &signer.certificate)),
        None => Err((Reason::SignerCertificateMissing, None)),
    };
    Found { signer, identifier }
}

pub(super) fn check(sod: &Sod<'_>, found: &Found, warnings: &mut Vec<Warning>) -> Check {
    let Some(info) = sod.signer() else {
        return Check::aborted(ID);
    };
    let identifier = identifier_check(found, warnings);
    let checks = match &info.attributes {
        None => vec![
            Check::failed("signed_attributes", Reason::SignedAttributesMissing)
                .clause("rfc5652:5.3"),
            identifier,
        ],
        Some(attributes) => {
            let content_type = signature::content_type(&sod.signed, attributes);
            let digest = info.digest_algorithm.digest();
            let message_digest = match &digest {
                Ok(digest) => signature::message_digest(&sod.signed, attributes, *digest),
                Err(_) => Err(Reason::DigestAlgorithmUnsupported),
            };
            vec![
                outcome("content_type", content_type).clause("rfc5652:11.1"),
                outcome("message_digest", message_digest).clause("rfc5652:11.2"),
                identifier,
                value_check(info, found),
            ]
        }
    };
    Check::of(ID, checks).clause(CLAUSE)
}

fn identifier_check(found: &Found, warnings: &mut Vec<Warning>) -> Check {
    let id = "signer_identifier";
    let check = match &found.identifier {
        Ok(Fit::Exact) => Check::successful(id),
        Ok(Fit::Spelling) => {
            warnings.push(Warning::new(WarningKind::SignerNameDiffers));
            Check::successful(id)
        }
        Ok(Fit::None) => Check::failed(id, Reason::SignerIdentifierMismatch),
        Err((reason @ Reason::SignerCertificateMissing, _)) => Check::undetermined(id, *reason),
        Err((reason, Some(cause))) => Check::failed(id, *reason).detail(cause.to_string()),
        Err((reason, None)) => Check::failed(id, *reason),
    };
    check.clause("rfc5652:5.3")
}

fn value_check(info: &SignerInfo<'_>, found: &Found) -> Check {
    let id = "signature_value";
    let clause = "rfc5652:5.6";
    let (Some(signer), Some(attributes)) = (&found.signer, &info.attributes) else {
        return Check::aborted(id).clause(clause);
    };
    let key = match &signer.key {
        Ok(key) => key,
        Err(cause) => {
            let check = Check::undetermined(id, Reason::PublicKeyUnsupported);
            return check.clause(clause).detail(cause.to_string());
        }
    };
    let scheme = match info.signature_algorithm.scheme() {
        Ok(scheme) => scheme,
        Err(cause) => {
            let check = Check::failed(id, Reason::SignatureAlgorithmUnsupported);
            return check.clause(clause).detail(cause.to_string());
        }
    };
    let Ok(digest) = info.digest_algorithm.digest() else {
        return Check::failed(id, Reason::DigestAlgorithmUnsupported).clause(clause);
    };
    let result = signature::value(info, attributes, &scheme, digest, key);
    outcome(id, result)
        .clause(clause)
        .detail([&scheme.name(), ", ", &key.name].concat())
}

fn outcome(id: &'static str, result: Result<(), Reason>) -> Check {
    match result {
        Ok(()) => Check::successful(id),
        Err(reason) => Check::failed(id, reason),
    }
}
