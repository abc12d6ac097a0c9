//! Whether the document signer is a trusted State's, and was entitled to sign this.
//!
//! Source: 9303-12:D, 9303-11:5.1.1

use chrono::{DateTime, Utc};

use super::envelope::note_digest;
use super::period::{IssueDate, Span};
use crate::read::Certificate;
use crate::read::certificate::hex;
use crate::report::{Check, Reason, Warning, WarningKind};
use crate::trust::{Anchor, Chain, Revocation, Signer, TrustStore};

pub(super) const ID: &str = "document_signer";

/// The times that matter to a signer.
pub(super) struct Times {
    pub(super) at: DateTime<Utc>,
    pub(super) signing_time: Option<DateTime<Utc>>,
    pub(super) issue_date: Option<IssueDate>,
}

pub(super) fn check(
    signer: &Signer,
    trust: &TrustStore,
    times: &Times,
    warnings: &mut Vec<Warning>,
) -> Check {
    note_certificate(signer, warnings);
    let certificate = &signer.certificate;
    let checks = vec![
        csca(signer),
        validity(signer, times.at),
        signing_time(certificate, times, warnings),
        usage_period(signer, times, warnings),
        key_usage(certificate, warnings),
        extensions(certificate),
        revocation(signer, trust, times.at, warnings),
    ];
    Check::of(ID, checks).clause("9303-12:6.1")
}

/// What is odd about the certificate without deciding.
fn note_certificate(signer: &Signer, warnings: &mut Vec<Warning>) {
    warnings.extend(signer.warnings.iter().cloned());
    if signer.key.as_ref().is_ok_and(|key| key.cofactor_missing) {
        warnings.push(Warning::with(
            WarningKind::CofactorMissing,
            "the document signer's key",
        ));
    }
    let certificate = &signer.certificate;
    let scheme = certificate.algorithm().and_then(|found| found.scheme());
    let digest = scheme.ok().and_then(|scheme| scheme.digest());
    note_digest(digest, "the document signer's certificate", warnings);
    let departed = |what: &str, which: &[String]| {
        let detail = format!("document signer: {what} {}", which.join(", "));
        Warning::with(WarningKind::CertificateOutOfProfile, detail)
    };
    for (what, which) in [
        ("unreadable extension", &certificate.extensions.unreadable),
        ("repeated extension", &certificate.extensions.repeated),
    ] {
        if !which.is_empty() {
            warnings.push(departed(what, which));
        }
    }
}

/// Signed by a trusted CSCA of its own State.
fn csca(signer: &Signer) -> Check {
    let id = "csca";
    let certificate = &signer.certificate;
    let (issuer, subject) = (certificate.issuer(), certificate.subject());
    let check = match &signer.chain {
        _ if !certificate.has_one_algorithm() => {
            Check::failed(id, Reason::CertificateAlgorithmMismatch)
        }
        Chain::NoAnchor => {
            Check::undetermined(id, Reason::NoTrustAnchor).detail(issuer.to_string())
        }
        Chain::SignatureWrong(anchor) => Check::failed(id, Reason::CertificateSignatureWrong)
            .detail(anchor.certificate().subject().to_string()),
        Chain::Anchored(anchor) if !issuer.matches(anchor.certificate().subject()) => {
            let detail = format!("issuer {issuer}, CSCA {}", anchor.certificate().subject());
            Check::failed(id, Reason::IssuerNameMismatch).detail(detail)
        }
        Chain::Anchored(anchor) if !one_country(certificate, anchor) => {
            let detail = format!("{subject} under {issuer}");
            Check::failed(id, Reason::CountryMismatch).detail(detail)
        }
        Chain::Anchored(anchor) => {
            Check::successful(id).detail(anchor.certificate().subject().to_string())
        }
    };
    check.clause("9303-12:6.1.2")
}

/// A CSCA may not make document signers for another State.
fn one_country(certificate: &Certificate, anchor: &Anchor) -> bool {
    let (issuer, subject) = (certificate.issuer().country(), certificate.country());
    anchor.is_of(subject) && (issuer.is_none() || subject.is_none() || issuer == subject)
}

/// Within its validity at the time of inspection.
fn validity(signer: &Signer, at: DateTime<Utc>) -> Check {
    let id = "validity";
    let certificate = &signer.certificate;
    let (start, end) = (certificate.not_before(), certificate.not_after());
    let check = if at < start {
        Check::failed(id, Reason::DocumentSignerNotYetValid).detail(format!("valid from {start}"))
    } else if at > end {
        Check::failed(id, Reason::DocumentSignerExpired).detail(format!("valid until {end}"))
    } else {
        Check::successful(id).detail(signer.validity.as_str())
    };
    check.clause("rfc5280:6.1.3")
}

/// Within its validity when the document was signed, by the signing time or else the date of issue.
fn signing_time(certificate: &Certificate, times: &Times, warnings: &mut Vec<Warning>) -> Check {
    let id = "signing_time";
    let clause = "9303-12:6.1.2";
    if times.signing_time.is_some_and(|signed| signed > times.at) {
        warnings.push(Warning::new(WarningKind::SigningTimeInFuture));
    }
    let by_date = || times.issue_date.map(|date| date.span());
    let Some(signed) = times.signing_time.map(Span::at).or_else(by_date) else {
        let check = Check::undetermined(id, Reason::SigningTimeUnknown);
        return check.advisory().clause(clause);
    };
    let (start, end) = (certificate.not_before(), certificate.not_after());
    let check = if signed.end < start {
        let detail = format!("signed at {}, valid from {start}", signed.end);
        Check::failed(id, Reason::DocumentSignerNotYetValidAtSigning).detail(detail)
    } else if signed.start > end {
        let detail = format!("signed at {}, valid until {end}", signed.start);
        Check::failed(id, Reason::DocumentSignerExpiredAtSigning).detail(detail)
    } else {
        Check::successful(id)
    };
    check.clause(clause)
}

/// Date of issue and signing time within the period in which the private key may be used.
fn usage_period(signer: &Signer, times: &Times, warnings: &mut Vec<Warning>) -> Check {
    let id = "usage_period";
    let clause = "9303-11:5.1.1";
    let period = signer.certificate.extensions.usage_period;
    let (Some(period), Some(detail)) = (period, &signer.usage_period) else {
        return Check::not_supported(id, Reason::UsagePeriodAbsent).clause(clause);
    };
    let ended = |check: Check| check.clause(clause).detail(detail.as_str());
    if times
        .issue_date
        .is_some_and(|date| !date.span().meets(&period))
    {
        return ended(Check::failed(id, Reason::IssueDateOutsideUsagePeriod));
    }
    // Published periods are up to half a day off, because local time was written as UTC.
    let signed = times.signing_time.map(Span::around);
    if signed.is_some_and(|signed| !signed.meets(&period)) {
        return ended(Check::failed(id, Reason::SigningTimeOutsideUsagePeriod));
    }
    match (times.issue_date, times.signing_time) {
        (None, None) => {
            warnings.push(Warning::new(WarningKind::IssueDateUnknown));
            ended(Check::undetermined(id, Reason::IssueDateUnknown).advisory())
        }
        (date, signed) => {
            let at_edge =
                date.is_some_and(|date| date.offset.is_none() && !date.day().meets(&period));
            if at_edge || signed.is_some_and(|signed| !Span::at(signed).meets(&period)) {
                warnings.push(Warning::new(WarningKind::IssueDateAtEdge));
            }
            ended(Check::successful(id))
        }
    }
}

/// Made for signing documents: digitalSignature, no other purpose, no authority.
fn key_usage(certificate: &Certificate, warnings: &mut Vec<Warning>) -> Check {
    let id = "key_usage";
    let extensions = &certificate.extensions;
    let clause = "9303-12:7.1.1";
    let mut odd = |what: &str| {
        let detail = format!("document signer: {what}");
        warnings.push(Warning::with(WarningKind::CertificateOutOfProfile, detail));
    };
    match extensions.key_usage {
        None => odd("no key usage"),
        Some(usage) if !usage.digital_signature => {
            return Check::failed(id, Reason::KeyUsageWrong).clause(clause);
        }
        Some(usage) if usage.key_cert_sign => odd("the key may sign certificates"),
        Some(_) => {}
    }
    match extensions.is_ca {
        Some(true) => return Check::failed(id, Reason::KeyUsageWrong).clause(clause),
        Some(false) => odd("basic constraints"),
        None => {}
    }
    if extensions.extended_key_usage.is_some() {
        let is_for_documents = extensions.document_types.is_some();
        if extensions.is_extended_key_usage_critical || !is_for_documents {
            return Check::failed(id, Reason::ExtendedKeyUsageWrong).clause(clause);
        }
        odd("extended key usage");
    }
    Check::successful(id).clause(clause)
}

/// No critical extension that is not understood.
fn extensions(certificate: &Certificate) -> Check {
    let id = "critical_extensions";
    let unknown = &certificate.extensions.unknown_critical;
    let check = if unknown.is_empty() {
        Check::successful(id)
    } else {
        Check::failed(id, Reason::UnknownCriticalExtension).detail(unknown.join(", "))
    };
    check.clause("rfc5280:4.2")
}

/// Not on the State's newest revocation list. Without one the check stays open, and the verdict does not wait for it.
fn revocation(
    signer: &Signer,
    trust: &TrustStore,
    at: DateTime<Utc>,
    warnings: &mut Vec<Warning>,
) -> Check {
    let id = "revocation";
    let clause = "9303-12:6.1.2";
    let Some(anchor) = signer.anchor() else {
        return Check::aborted(id).advisory().clause(clause);
    };
    let certificate = &signer.certificate;
    let check = match trust.revocation(certificate, anchor, at) {
        Revocation::NotRevoked { this_update } => {
            Check::successful(id).detail(format!("list of {this_update}"))
        }
        Revocation::Revoked { since } => {
            let detail = format!("serial number {}, since {since}", hex(certificate.serial()));
            Check::failed(id, Reason::DocumentSignerRevoked).detail(detail)
        }
        Revocation::Stale { next_update } => {
            let detail = match next_update {
                Some(next) => format!("the next one was due at {next}"),
                None => "it does not say when the next one is due".to_owned(),
            };
            warnings.push(Warning::with(WarningKind::RevocationListStale, &detail));
            Check::undetermined(id, Reason::RevocationListStale)
                .advisory()
                .detail(detail)
        }
        Revocation::NotTrusted { why } => {
            warnings.push(Warning::with(WarningKind::RevocationListRejected, &why));
            Check::undetermined(id, Reason::RevocationListNotTrusted)
                .advisory()
                .detail(why)
        }
        Revocation::NoList => {
            warnings.push(Warning::new(WarningKind::NoRevocationList));
            Check::undetermined(id, Reason::NoRevocationList).advisory()
        }
    };
    check.clause(clause)
}
