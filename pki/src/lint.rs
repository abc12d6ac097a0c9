//! Lints: each requirement of the profile as one small function with its citation, over the bytes alone.

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
}

/// Lints.
pub fn to_be_signed_certificate(_: &[u8], _: &CertificateProfile) -> Vec<Finding> {
    Vec::new()
}
/// Lints.
pub fn signed_certificate(_: &[u8], _: &CertificateProfile) -> Vec<Finding> {
    Vec::new()
}
/// Lints.
pub fn to_be_signed_crl(_: &[u8]) -> Vec<Finding> {
    Vec::new()
}
/// Lints.
pub fn signed_crl(_: &[u8]) -> Vec<Finding> {
    Vec::new()
}
/// Lints.
pub fn to_be_signed_content(_: SignedDataProfile, _: &[u8], _: &[u8]) -> Vec<Finding> {
    Vec::new()
}
/// Lints.
pub fn signed_data(_: SignedDataProfile, _: &[u8]) -> Vec<Finding> {
    Vec::new()
}
