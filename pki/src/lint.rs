//! Lints: each requirement of the profile as one small function with its citation, over the bytes alone.
//!
//! A lint never sees the request; it parses the to-be-signed bytes by itself and judges what is there. Everything is strict: one
//! finding is enough to refuse. Tables: [`certificate_lints`], [`crl_lints`], [`signed_data_lints`]. To add a requirement, write a
//! function, add its row, and give it a failing vector; the tests ask for one.

mod certificate;
mod content;
mod crl;
mod extension;
mod moment;
mod name;
mod signed_data;

use std::fmt;

use crate::profile::CertificateRole;
use crate::public_key::EcEncoding;

/// A requirement that bytes do not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the lint.
    pub lint: &'static str,
    /// The clause of the requirement.
    pub citation: &'static str,
    /// What is wrong.
    pub defect: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: {} ({})",
            self.lint, self.defect, self.citation
        )
    }
}

/// What a certificate is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateProfile {
    /// The role it is made for.
    pub role: CertificateRole,
    /// How elliptic-curve keys are to be written.
    pub ec_encoding: EcEncoding,
}

/// What signed data is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedDataProfile {
    /// EF.SOD.
    Sod,
    /// EF.CardSecurity.
    CardSecurity,
    /// A CSCA master list.
    MasterList,
    /// The detached signature of a manifest.
    Manifest,
}

/// The name and clause of a requirement, for listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// The name of the lint.
    pub lint: &'static str,
    /// The clause of the requirement.
    pub citation: &'static str,
}

/// Judges the to-be-signed bytes of a certificate.
///
/// Source: 9303-12:7.1.1
pub fn to_be_signed_certificate(tbs: &[u8], profile: &CertificateProfile) -> Vec<Finding> {
    let view = certificate::View::of_to_be_signed(tbs, profile);
    run(
        certificate::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "TBSCertificate",
    )
}

/// Judges a whole certificate.
///
/// Source: 9303-12:7.1.1
pub fn signed_certificate(der: &[u8], profile: &CertificateProfile) -> Vec<Finding> {
    let view = certificate::View::of_signed(der, profile);
    run(
        certificate::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "Certificate",
    )
}

/// Judges the to-be-signed bytes of a revocation list.
///
/// Source: 9303-12:7.1.4
pub fn to_be_signed_crl(tbs: &[u8]) -> Vec<Finding> {
    let view = crl::View::of_to_be_signed(tbs);
    run(
        crl::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "TBSCertList",
    )
}

/// Judges a whole revocation list.
///
/// Source: 9303-12:7.1.4
pub fn signed_crl(der: &[u8]) -> Vec<Finding> {
    let view = crl::View::of_signed(der);
    run(
        crl::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "CertificateList",
    )
}

/// Judges a content and the signed attributes (with tag 31) that are to be signed for it.
///
/// Source: 9303-10:4.6.2, 9303-12:9
pub fn to_be_signed_content(
    profile: SignedDataProfile,
    content: &[u8],
    signed_attributes: &[u8],
) -> Vec<Finding> {
    let view = signed_data::View::of_to_be_signed(profile, content, signed_attributes);
    run(
        signed_data::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "SignedAttributes",
    )
}

/// Judges whole signed data; EF.SOD with its tag 77.
///
/// Source: 9303-10:4.6.2, 9303-12:9
pub fn signed_data(profile: SignedDataProfile, der: &[u8]) -> Vec<Finding> {
    let view = signed_data::View::of_signed(profile, der, None);
    run(
        signed_data::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "SignedData",
    )
}

/// Judges whole signed data whose content stays outside.
///
/// Source: rfc5652:5.2
pub fn detached_signed_data(
    profile: SignedDataProfile,
    der: &[u8],
    content: &[u8],
) -> Vec<Finding> {
    let view = signed_data::View::of_signed(profile, der, Some(content));
    run(
        signed_data::TABLE,
        view.as_ref(),
        |check, view| check(view),
        "SignedData",
    )
}

/// The requirements on certificates.
pub fn certificate_lints() -> Vec<Requirement> {
    requirements(certificate::TABLE)
}

/// The requirements on revocation lists.
pub fn crl_lints() -> Vec<Requirement> {
    requirements(crl::TABLE)
}

/// The requirements on EF.SOD, EF.CardSecurity, master lists and manifests.
pub fn signed_data_lints() -> Vec<Requirement> {
    requirements(signed_data::TABLE)
}

/// What a check says: nothing, or the defect in words.
type Verdict = Result<(), String>;

/// A requirement with the function that checks it.
///
/// `C` is the function over the view of one kind of object.
struct Lint<C> {
    id: &'static str,
    citation: &'static str,
    check: C,
}

const fn lint<C: Copy>(id: &'static str, citation: &'static str, check: C) -> Lint<C> {
    Lint {
        id,
        citation,
        check,
    }
}

/// Runs a table over a view; bytes that could not be taken apart are the only finding then.
fn run<V, C>(
    table: &[Lint<C>],
    view: Option<&V>,
    apply: impl Fn(&C, &V) -> Verdict,
    structure: &str,
) -> Vec<Finding> {
    let Some(view) = view else {
        return vec![Finding {
            lint: "structure",
            citation: "9303-12:7.1.1",
            defect: format!("the bytes are not a {structure} in DER"),
        }];
    };
    let judge = |lint: &Lint<C>| {
        let defect = apply(&lint.check, view).err()?;
        Some(Finding {
            lint: lint.id,
            citation: lint.citation,
            defect,
        })
    };
    table.iter().filter_map(judge).collect()
}

fn requirements<C>(table: &[Lint<C>]) -> Vec<Requirement> {
    let requirement = |lint: &Lint<C>| Requirement {
        lint: lint.id,
        citation: lint.citation,
    };
    table.iter().map(requirement).collect()
}

/// `Ok` when the condition holds.
fn require(condition: bool, defect: &str) -> Verdict {
    if condition {
        Ok(())
    } else {
        Err(defect.to_owned())
    }
}

#[cfg(test)]
mod tests;
