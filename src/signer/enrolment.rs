use chrono::{DateTime, TimeDelta, Utc};
use openssl::sha::sha256;
use serde::{Deserialize, Serialize};
use yeogwon_pki::signer::{KeyLabel, Signer};

use super::approval::{ApproveError, CLOCK_TOLERANCE, fits_public_key, is_signed_by, sign_bytes};
use super::officer::{ApprovalRole, Officer, OfficerEntry, OfficerId, OfficerRegister};
use super::refusal::Refusal;
use crate::domain::{CanonicalError, hex, to_canonical_json};

/// A change of the register of officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum OfficerChange {
    /// The officer has this key and these roles from now on. A new officer, or one who is enrolled and gets other
    /// roles, another key, or is let in again.
    Enrol {
        /// The officer as they are to stand in the register.
        entry: OfficerEntry,
    },
    /// The officer is shut out. The entry stays, so that nobody else gets the name or the key.
    Disable {
        /// The officer.
        officer: OfficerId,
    },
}

/// Which register an administrator looked at: every change makes another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterVersion {
    /// How many changes the register has seen. With the digest alone, a change that is later undone would let old
    /// statements be used again.
    pub sequence: u64,
    /// The digest of the register, [`OfficerRegister::digest`].
    pub sha256: String,
}

/// What an administrator puts a name to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentStatement {
    /// The version of this shape; see [`EnrolmentStatement::SCHEMA`].
    pub schema: String,
    /// Who speaks.
    pub officer: OfficerId,
    /// The digest of the change, [`OfficerChange::digest`].
    pub change_sha256: String,
    /// The register that is to be changed. After any change this statement no longer counts.
    pub register: RegisterVersion,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// From when on it no longer counts.
    pub expires_at: DateTime<Utc>,
}

/// An administrator's statement and the signature over its canonical bytes, as in [`super::Approval`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentApproval {
    /// What is said.
    pub statement: EnrolmentStatement,
    /// Who said it, proven.
    pub signature: String,
}

/// No administrator's statement counts for longer than this, whatever it says.
pub const LONGEST_ENROLMENT: TimeDelta = TimeDelta::days(7);

/// So many administrators must always remain, or nobody could ever be enrolled again.
pub(super) const FEWEST_ADMINISTRATORS: usize = 2;

impl OfficerChange {
    /// Whom it is about.
    pub fn concerned(&self) -> &OfficerId {
        match self {
            Self::Enrol { entry } => &entry.id,
            Self::Disable { officer } => officer,
        }
    }

    /// SHA-256 of the canonical change, lower-case hexadecimal: what both administrators speak of.
    ///
    /// # Errors
    /// [`CanonicalError`]; cannot happen for values that were read.
    pub fn digest(&self) -> Result<String, CanonicalError> {
        Ok(hex(&sha256(&to_canonical_json(self)?)))
    }
}

impl EnrolmentStatement {
    /// The only shape of statement there is. It differs from every other, so that no word about a document can be taken
    /// for one about an officer.
    pub const SCHEMA: &str = "yeogwon-enrolment/1";

    /// What an administrator would say to a change of this register at `now`, good for as long as is allowed.
    ///
    /// # Errors
    /// [`CanonicalError`]; cannot happen for values that were read.
    pub fn new(
        administrator: OfficerId,
        change: &OfficerChange,
        register: RegisterVersion,
        now: DateTime<Utc>,
    ) -> Result<Self, CanonicalError> {
        Ok(Self {
            schema: Self::SCHEMA.to_owned(),
            officer: administrator,
            change_sha256: change.digest()?,
            register,
            signed_at: now,
            expires_at: now + LONGEST_ENROLMENT,
        })
    }

    /// The bytes the administrator's key signs.
    ///
    /// # Errors
    /// [`CanonicalError`]; cannot happen for values that were read.
    pub fn to_canonical(&self) -> Result<Vec<u8>, CanonicalError> {
        to_canonical_json(self)
    }

    /// Has the statement signed by an administrator's P-256 key in a key device.
    ///
    /// # Errors
    /// [`ApproveError`] when the key does not sign.
    pub fn sign(
        self,
        keys: &dyn Signer,
        key: &KeyLabel,
    ) -> Result<EnrolmentApproval, ApproveError> {
        let signature = sign_bytes(&self.to_canonical()?, keys, key)?;
        Ok(EnrolmentApproval {
            statement: self,
            signature,
        })
    }
}

impl EnrolmentApproval {
    /// As [`super::Approval::is_signed_with`].
    #[must_use]
    pub fn is_signed_with(&self, public_key: &str) -> bool {
        self.statement
            .to_canonical()
            .is_ok_and(|message| fits_public_key(&message, &self.signature, public_key))
    }
}

/// Checks that two different administrators of this register stand behind a change of it, now, neither of them the
/// officer concerned.
///
/// # Errors
/// The [`Refusal`] that names the first thing found wrong.
pub(super) fn check_enrolment(
    change: &OfficerChange,
    approvals: &[EnrolmentApproval],
    register: &OfficerRegister,
    version: &RegisterVersion,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let [first, second] = approvals else {
        return Err(Refusal::EnrolmentCount {
            given: approvals.len(),
        });
    };
    let digest = change.digest().map_err(|error| Refusal::EntryUnusable {
        detail: error.to_string(),
    })?;
    let mut administrators = Vec::new();
    for approval in [first, second] {
        let administrator = administrator_behind(approval, register)?;
        check_statement(&approval.statement, &digest, version, now)?;
        if administrator.entry.id == *change.concerned() {
            return Err(Refusal::OwnEnrolment {
                officer: administrator.entry.id.clone(),
            });
        }
        administrators.push(administrator);
    }
    // INVARIANT: two different people, as with documents.
    match administrators.as_slice() {
        [one, other] if one.entry.id != other.entry.id && !one.key.public_eq(&other.key) => Ok(()),
        _ => Err(Refusal::SameOfficer {
            officer: first.statement.officer.clone(),
        }),
    }
}

/// The administrator whose signature is under a statement.
fn administrator_behind<'a>(
    approval: &EnrolmentApproval,
    register: &'a OfficerRegister,
) -> Result<&'a Officer, Refusal> {
    let said = &approval.statement;
    let officer = || said.officer.clone();
    let found = register
        .find(&said.officer)
        .ok_or_else(|| Refusal::UnknownOfficer { officer: officer() })?;
    if found.entry.disabled {
        return Err(Refusal::OfficerDisabled { officer: officer() });
    }
    if !found.may(ApprovalRole::Enrolment) {
        return Err(Refusal::RoleNotHeld {
            officer: officer(),
            role: ApprovalRole::Enrolment,
        });
    }
    let is_signed = said
        .to_canonical()
        .is_ok_and(|message| is_signed_by(&message, &approval.signature, found));
    if said.schema != EnrolmentStatement::SCHEMA || !is_signed {
        return Err(Refusal::ApprovalSignature { officer: officer() });
    }
    Ok(found)
}

/// What a statement that is the administrator's own word says about this change, this register and this moment.
fn check_statement(
    said: &EnrolmentStatement,
    change_sha256: &str,
    version: &RegisterVersion,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let officer = || said.officer.clone();
    if said.change_sha256 != change_sha256 {
        return Err(Refusal::OtherChange { officer: officer() });
    }
    if said.register != *version {
        return Err(Refusal::OtherRegister { officer: officer() });
    }
    if said.signed_at > now + CLOCK_TOLERANCE {
        return Err(Refusal::ApprovalFromTheFuture {
            officer: officer(),
            signed_at: said.signed_at,
        });
    }
    let expires_at = said.expires_at.min(said.signed_at + LONGEST_ENROLMENT);
    if now >= expires_at {
        return Err(Refusal::ApprovalExpired {
            officer: officer(),
            expires_at,
        });
    }
    Ok(())
}
