//! Preparing certificates.

use chrono::{DateTime, Utc};
use der::asn1::BitStringRef;

use super::bound::Bound;
use super::error::IssueError;
use super::intent::ObjectKind;
use super::road::{self, Plan, Prepared, SigningKey};
use crate::algorithm::SignatureSuite;
use crate::asn1::{EncodeError, Raw, encode, sequence};
use crate::certificate::{self, Certificate};
use crate::lint::CertificateProfile;
use crate::name::DistinguishedName;
use crate::profile::{
    self, CertificateKind, CertificateRequest, CertificateRole, IssuerFacts,
    document_signer_not_after,
};
use crate::public_key::PublicKey;
use crate::signer::Signature;

/// Who signs a certificate.
#[derive(Clone, Copy, Debug)]
pub enum Issuer<'a> {
    /// The key that is certified: a CSCA root.
    Itself,
    /// The CSCA of this certificate: for a link, the old one.
    Csca(&'a Certificate),
}

/// What the re-read of a certificate needs.
pub(super) struct Body {
    pub(super) profile: CertificateProfile,
    pub(super) issuer_name: Vec<u8>,
    pub(super) issuer_key_identifier: Vec<u8>,
}

/// Prepares a certificate to be signed at `at`.
///
/// Source: 9303-12:4.1, 9303-12:7.1.1
///
/// # Errors
/// [`IssueError::Bound`] names the first bound that the request is outside of.
pub fn certificate(
    request: &CertificateRequest,
    issuer: Issuer<'_>,
    key: &SigningKey,
    at: DateTime<Utc>,
) -> Result<Prepared, IssueError> {
    check_periods(request)?;
    check_distribution_points(request)?;
    let own_name = request.subject.to_der()?;
    let own_alternative_name = request.alternative_name.to_der()?;
    let own_key_identifier = request.subject_key.key_identifier();
    let (facts, issuer_key) = match (issuer, request.kind.role()) {
        (Issuer::Itself, CertificateRole::CscaRoot) => {
            check_use(request.private_key_usage, at)?;
            let facts = IssuerFacts {
                name: &own_name,
                key_identifier: &own_key_identifier,
                alternative_name: &own_alternative_name,
            };
            (facts, &request.subject_key)
        }
        (Issuer::Itself, _) | (Issuer::Csca(_), CertificateRole::CscaRoot) => {
            return Err(Bound::WrongIssuer.into());
        }
        (Issuer::Csca(csca), _) => {
            check_against_issuer(request, csca, at)?;
            (csca_facts(csca)?, csca.public_key())
        }
    };
    check_suite(key.suite, issuer_key)?;
    let to_be_signed = profile::to_be_signed(request, &facts, key.suite)?;
    let body = Body {
        profile: CertificateProfile {
            role: request.kind.role(),
            ec_encoding: request.ec_encoding,
        },
        issuer_name: facts.name.to_vec(),
        issuer_key_identifier: facts.key_identifier.to_vec(),
    };
    Ok(Prepared::new(Plan {
        object: ObjectKind::Certificate(request.kind.role()),
        key: key.clone(),
        issuer_key: issuer_key.clone(),
        to_be_signed,
        body: road::Body::Certificate(body),
    }))
}

/// `SEQUENCE { toBeSigned, signatureAlgorithm, signatureValue BIT STRING }`: a certificate or a revocation list.
///
/// Source: rfc5280:4.1, rfc5280:5.1
pub(super) fn assemble(
    to_be_signed: &[u8],
    suite: SignatureSuite,
    signature: &Signature,
) -> Result<Vec<u8>, EncodeError> {
    const WHAT: &str = "a signature value";
    let signature_algorithm = suite.algorithm_identifier()?;
    let signed = SignedFields {
        to_be_signed: Raw(to_be_signed),
        signature_algorithm: Raw(&signature_algorithm),
        signature_value: BitStringRef::from_bytes(signature.as_bytes())
            .map_err(|_| EncodeError { what: WHAT })?,
    };
    encode(WHAT, &signed)
}

#[derive(der::EncodeValue)]
struct SignedFields<'a> {
    to_be_signed: Raw<'a>,
    signature_algorithm: Raw<'a>,
    signature_value: BitStringRef<'a>,
}

sequence!(SignedFields<'a>);

/// What a certificate or list takes from the CSCA that issues it.
pub(super) fn csca_facts(csca: &Certificate) -> Result<IssuerFacts<'_>, Bound> {
    match (
        csca.is_authority(),
        csca.subject_key_identifier(),
        csca.subject_alternative_name(),
    ) {
        (true, Some(key_identifier), Some(alternative_name)) => Ok(IssuerFacts {
            name: csca.subject(),
            key_identifier,
            alternative_name,
        }),
        _ => Err(Bound::NotACsca),
    }
}

/// The key must be in use when it signs.
pub(super) fn check_use(usage: Option<profile::Period>, at: DateTime<Utc>) -> Result<(), Bound> {
    match usage {
        Some(usage) if usage.contains(at) => Ok(()),
        Some(usage) => Err(Bound::OutsideUsage {
            at,
            from: usage.from,
            until: usage.until,
        }),
        None => Err(Bound::NoUsagePeriod),
    }
}

pub(super) fn check_suite(suite: SignatureSuite, key: &PublicKey) -> Result<(), Bound> {
    if suite.fits(key.kind()) {
        return Ok(());
    }
    Err(Bound::SuiteDoesNotFit {
        suite,
        kind: key.kind(),
    })
}

fn check_periods(request: &CertificateRequest) -> Result<(), Bound> {
    let empty = |period| Bound::EmptyPeriod { period };
    if !request.validity.is_positive() {
        return Err(empty("validity"));
    }
    let Some(usage) = request.private_key_usage else {
        return match request.kind.role() {
            CertificateRole::CscaRoot
            | CertificateRole::CscaLink
            | CertificateRole::DocumentSigner => Err(Bound::NoUsagePeriod),
            CertificateRole::MasterListSigner
            | CertificateRole::DeviationListSigner
            | CertificateRole::Communication => Ok(()),
        };
    };
    if !usage.is_positive() {
        return Err(empty("private-key usage period"));
    }
    if !request.validity.encloses(&usage) {
        return Err(Bound::UsageOutsideValidity);
    }
    if let CertificateKind::DocumentSigner {
        longest_document_months: months,
        ..
    } = request.kind
    {
        let needed = document_signer_not_after(usage.until, months)
            .filter(|_| (1..=240).contains(&months))
            .ok_or(Bound::DocumentValidity { months })?;
        if request.validity.until < needed {
            return Err(Bound::TooShort { needed });
        }
    }
    Ok(())
}

fn check_distribution_points(request: &CertificateRequest) -> Result<(), Bound> {
    let points = &request.crl_distribution_points;
    if points.is_empty() && request.kind.role() != CertificateRole::Communication {
        return Err(Bound::NoDistributionPoint);
    }
    let wrong = points
        .iter()
        .find(|uri| crate::name::checked_uri(uri).is_err());
    match wrong {
        Some(uri) => Err(Bound::DistributionPoint { uri: uri.clone() }),
        None => Ok(()),
    }
}

/// A link may outlive the old certificate: it only moves the anchor and is no member of a path (9303-12:4.1.4.3).
fn check_against_issuer(
    request: &CertificateRequest,
    csca: &Certificate,
    at: DateTime<Utc>,
) -> Result<(), Bound> {
    let is_link = request.kind.role() == CertificateRole::CscaLink;
    check_use(csca.private_key_usage(), at)?;
    check_country(&request.subject, csca)?;
    if is_link && request.subject_key == *csca.public_key() {
        return Err(Bound::LinkToItself);
    }
    let issuer = csca.validity();
    if request.validity.from < issuer.from {
        return Err(Bound::PrecedesIssuer {
            issuer_from: issuer.from,
        });
    }
    if !is_link && request.validity.until > issuer.until {
        return Err(Bound::OutlivesIssuer {
            issuer_until: issuer.until,
        });
    }
    Ok(())
}

fn check_country(subject: &DistinguishedName, csca: &Certificate) -> Result<(), Bound> {
    if certificate::country(csca.subject()) == Some(subject.country().as_str()) {
        return Ok(());
    }
    Err(Bound::CountryDiffers)
}
