use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, Public};
use serde::{Deserialize, Serialize};
use yeogwon_pki::algorithm::SignatureSuite;
use yeogwon_pki::signer::{KeyLabel, Signer, SignerError};

use super::officer::{ApprovalRole, Officer, OfficerId, OfficerRegister};
use super::refusal::Refusal;
use crate::domain::{ApplicationNumber, CanonicalError, hex, to_canonical_json, unhex};

/// What an officer puts a name to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalStatement {
    /// The version of this shape; see [`ApprovalStatement::SCHEMA`].
    pub schema: String,
    /// Whether this is the intake attestation or the approval.
    pub role: ApprovalRole,
    /// Who speaks.
    pub officer: OfficerId,
    /// The application spoken of.
    pub application_number: ApplicationNumber,
    /// SHA-256 of the canonical record, lower-case hexadecimal.
    pub record_sha256: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// From when on it no longer counts.
    pub expires_at: DateTime<Utc>,
}

/// An approval: a statement and the officer's signature over its canonical bytes.
///
/// The signature is ECDSA P-256 with SHA-256 as the 64 bytes r ‖ s that a browser's WebCrypto returns, in
/// lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// What is said.
    pub statement: ApprovalStatement,
    /// Who said it, proven.
    pub signature: String,
}

/// Why an approval could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// The statement has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The key did not sign.
    #[error("the officer's key did not sign: {0}")]
    Key(#[from] SignerError),
    /// The signature cannot be written as r ‖ s.
    #[error("the officer's signature is not usable: {0}")]
    Signature(#[from] openssl::error::ErrorStack),
}

/// No approval counts for longer than this, whatever it says.
pub const LONGEST_APPROVAL: TimeDelta = TimeDelta::days(90);

/// Officers' clocks and ours may differ by this much.
pub(super) const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

impl ApprovalStatement {
    /// The only shape of statement there is.
    pub const SCHEMA: &str = "yeogwon-approval/1";

    /// The bytes the officer's key signs.
    ///
    /// # Errors
    /// [`CanonicalError`]; cannot happen for values that were read.
    pub fn to_canonical(&self) -> Result<Vec<u8>, CanonicalError> {
        to_canonical_json(self)
    }

    /// Has the statement signed by an officer's P-256 key in a key device.
    ///
    /// # Errors
    /// [`ApproveError`] when the key does not sign.
    pub fn sign(self, keys: &dyn Signer, key: &KeyLabel) -> Result<Approval, ApproveError> {
        let signature = sign_bytes(&self.to_canonical()?, keys, key)?;
        Ok(Approval {
            statement: self,
            signature,
        })
    }
}

/// Signs bytes with an officer's key: r ‖ s in lower-case hexadecimal, as a browser would.
pub(super) fn sign_bytes(
    message: &[u8],
    keys: &dyn Signer,
    key: &KeyLabel,
) -> Result<String, ApproveError> {
    let signature = keys.sign(key, SignatureSuite::EcdsaSha256, message)?;
    let signature = EcdsaSig::from_der(signature.as_bytes())?;
    let mut raw = signature.r().to_vec_padded(32)?;
    raw.extend(signature.s().to_vec_padded(32)?);
    Ok(hex(&raw))
}

/// Checks that two different enrolled officers stand behind this record, one for each role, now.
///
/// `record_sha256` is the digest of the canonical record at hand. More than two approvals are as suspicious as
/// fewer and refused.
///
/// # Errors
/// The [`Refusal`] that names the first thing found wrong.
pub fn check_approvals(
    approvals: &[Approval],
    application: &ApplicationNumber,
    record_sha256: &str,
    register: &OfficerRegister,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let [first, second] = approvals else {
        return Err(Refusal::ApprovalCount {
            given: approvals.len(),
        });
    };
    let (one, other) = (
        check_approval(first, application, record_sha256, register, now)?,
        check_approval(second, application, record_sha256, register, now)?,
    );
    // INVARIANT: two different people. The register holds no two officers with one key; comparing the keys as
    // well keeps this true even if it ever did.
    if one.entry.id == other.entry.id || one.key.public_eq(&other.key) {
        return Err(Refusal::SameOfficer {
            officer: one.entry.id.clone(),
        });
    }
    if first.statement.role == second.statement.role {
        return Err(Refusal::SameRole {
            role: first.statement.role,
        });
    }
    Ok(())
}

fn check_approval<'a>(
    approval: &Approval,
    application: &ApplicationNumber,
    record_sha256: &str,
    register: &'a OfficerRegister,
    now: DateTime<Utc>,
) -> Result<&'a Officer, Refusal> {
    let said = &approval.statement;
    let officer = register
        .find(&said.officer)
        .ok_or_else(|| Refusal::UnknownOfficer {
            officer: said.officer.clone(),
        })?;
    if officer.entry.disabled {
        return Err(Refusal::OfficerDisabled {
            officer: said.officer.clone(),
        });
    }
    // An administrator's word is about officers. Without this, it could stand in for one of the two roles below.
    if said.role == ApprovalRole::Enrolment || !officer.entry.roles.contains(&said.role) {
        return Err(Refusal::RoleNotHeld {
            officer: said.officer.clone(),
            role: said.role,
        });
    }
    let is_signed = said
        .to_canonical()
        .is_ok_and(|message| is_signed_by(&message, &approval.signature, officer));
    if said.schema != ApprovalStatement::SCHEMA || !is_signed {
        return Err(Refusal::ApprovalSignature {
            officer: said.officer.clone(),
        });
    }
    // From here on the statement is the officer's own word.
    if said.application_number != *application {
        return Err(Refusal::OtherApplication {
            officer: said.officer.clone(),
        });
    }
    if said.record_sha256 != record_sha256 {
        return Err(Refusal::OtherRecord {
            officer: said.officer.clone(),
        });
    }
    if said.signed_at > now + CLOCK_TOLERANCE {
        return Err(Refusal::ApprovalFromTheFuture {
            officer: said.officer.clone(),
            signed_at: said.signed_at,
        });
    }
    let expires_at = said.expires_at.min(said.signed_at + LONGEST_APPROVAL);
    if now >= expires_at {
        return Err(Refusal::ApprovalExpired {
            officer: said.officer.clone(),
            expires_at,
        });
    }
    Ok(officer)
}

impl Approval {
    /// Whether the signature is that of a P-256 key, given as a SubjectPublicKeyInfo in base64. Whose key it is, and whether
    /// it counts, is another question.
    #[must_use]
    pub fn is_signed_with(&self, public_key: &str) -> bool {
        self.statement
            .to_canonical()
            .is_ok_and(|message| fits_public_key(&message, &self.signature, public_key))
    }
}

/// Whether the signature is that of a key, given as a SubjectPublicKeyInfo in base64, over exactly these bytes.
pub(super) fn fits_public_key(message: &[u8], signature: &str, public_key: &str) -> bool {
    let key = || PKey::public_key_from_der(&BASE64.decode(public_key).ok()?).ok();
    key().is_some_and(|key| fits(message, signature, &key))
}

/// Whether the signature (r ‖ s in lower-case hexadecimal) is the officer's over exactly these bytes.
pub(super) fn is_signed_by(message: &[u8], signature: &str, officer: &Officer) -> bool {
    fits(message, signature, &officer.key)
}

fn fits(message: &[u8], signature: &str, key: &PKey<Public>) -> bool {
    let check = || -> Option<bool> {
        let raw = unhex(signature)?;
        let (r, s) = (raw.get(..32)?, raw.get(32..)?);
        if s.len() != 32 {
            return None;
        }
        let digest = hash(MessageDigest::sha256(), message).ok()?;
        let (r, s) = (BigNum::from_slice(r).ok()?, BigNum::from_slice(s).ok()?);
        let signature = EcdsaSig::from_private_components(r, s).ok()?;
        signature.verify(&digest, key.ec_key().ok()?.as_ref()).ok()
    };
    check().unwrap_or(false)
}
