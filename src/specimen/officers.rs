use chrono::{DateTime, TimeDelta, Utc};
use yeogwon_pki::algorithm::{Curve, KeyKind};
use yeogwon_pki::public_key::EcEncoding;
use yeogwon_pki::signer::{KeyCustody, KeyLabel, Signer, SoftwareKeyStore};

use crate::config::DataDirectory;
use crate::domain::{ApprovedRecord, hex};
use crate::signer::{
    Approval, ApprovalRole, ApprovalStatement, Base64, EnrolmentApproval, EnrolmentStatement,
    OfficerChange, OfficerEntry, OfficerId, RegisterVersion, SetUpError, open_key_store,
};

/// How long an approval of a specimen officer counts.
const APPROVAL_DAYS: i64 = 30;

/// The administrators of a specimen directory: they enrol officers, together.
const ADMINISTRATORS: [&str; 2] = ["specimen-administrator-1", "specimen-administrator-2"];

/// The officers of a specimen directory and their own keys: a clerk who attests, an examiner who approves, and two
/// administrators who enrol others.
///
/// In a real installation the keys lie with the officers (a passkey, a key of the browser); here they lie in a
/// key store of their own, which the signing process never opens.
pub struct Officers(SoftwareKeyStore);

/// Why an officer of the specimen directory could not act.
#[derive(Debug, thiserror::Error)]
#[error("the specimen officers cannot sign: {0}")]
pub struct OfficersError(String);

impl Officers {
    /// Opens the officers' key store.
    ///
    /// # Errors
    /// [`SetUpError`] naming the file.
    pub fn open(directory: &DataDirectory) -> Result<Self, SetUpError> {
        let officers = directory.officers();
        open_key_store(&officers.join("keys"), &officers.join("passphrase")).map(Self)
    }

    /// Makes the keys and gives the entries for the signing process's register.
    pub(super) fn found(keys: &SoftwareKeyStore) -> Result<Vec<OfficerEntry>, OfficersError> {
        let [first, second] = ADMINISTRATORS;
        let mut entries = Vec::new();
        for (name, role) in [
            (name(ApprovalRole::Intake), ApprovalRole::Intake),
            (name(ApprovalRole::Approval), ApprovalRole::Approval),
            (first, ApprovalRole::Enrolment),
            (second, ApprovalRole::Enrolment),
        ] {
            let label = KeyLabel::parse(name).map_err(failed)?;
            let key = keys
                .generate(&label, KeyKind::Ec(Curve::P256))
                .map_err(failed)?;
            let info = key
                .to_subject_public_key_info(EcEncoding::Named)
                .map_err(failed)?;
            let Ok(serde_json::Value::String(public_key)) = serde_json::to_value(Base64(info))
            else {
                return Err(OfficersError("a key has no text form".into()));
            };
            entries.push(OfficerEntry {
                id: OfficerId::parse(name).map_err(failed)?,
                roles: vec![role],
                public_key,
                disabled: false,
            });
        }
        Ok(entries)
    }

    /// The officer who holds a role.
    ///
    /// # Errors
    /// Never in practice: the names are constants.
    pub fn identifier(&self, role: ApprovalRole) -> Result<OfficerId, OfficersError> {
        officer(role)
    }

    /// Lets the officer of a role sign a record.
    ///
    /// # Errors
    /// [`OfficersError`] when the key does not sign.
    pub fn approve(
        &self,
        role: ApprovalRole,
        record: &ApprovedRecord,
        now: DateTime<Utc>,
    ) -> Result<Approval, OfficersError> {
        let canonical = record.to_canonical().map_err(failed)?;
        let statement = ApprovalStatement {
            schema: ApprovalStatement::SCHEMA.to_owned(),
            role,
            officer: officer(role)?,
            application_number: record.application_number.clone(),
            record_sha256: hex(&openssl::sha::sha256(&canonical)),
            signed_at: now,
            expires_at: now + TimeDelta::days(APPROVAL_DAYS),
        };
        self.sign_statement(role, statement)
    }

    /// Signs any statement with the key of a role's officer.
    ///
    /// # Errors
    /// [`OfficersError`] when the key does not sign.
    pub fn sign_statement(
        &self,
        role: ApprovalRole,
        statement: ApprovalStatement,
    ) -> Result<Approval, OfficersError> {
        let keys: &dyn Signer = &self.0;
        statement.sign(keys, &label(role)?).map_err(failed)
    }

    /// The two administrators.
    ///
    /// # Errors
    /// Never in practice: the names are constants.
    pub fn administrators(&self) -> Result<[OfficerId; 2], OfficersError> {
        let [first, second] = ADMINISTRATORS.map(OfficerId::parse);
        Ok([first.map_err(failed)?, second.map_err(failed)?])
    }

    /// Lets an administrator approve a change of this version of the register.
    ///
    /// # Errors
    /// [`OfficersError`] when the key does not sign, or the directory is older than its administrators.
    pub fn approve_change(
        &self,
        administrator: &OfficerId,
        change: &OfficerChange,
        register: &RegisterVersion,
        now: DateTime<Utc>,
    ) -> Result<EnrolmentApproval, OfficersError> {
        let statement =
            EnrolmentStatement::new(administrator.clone(), change, register.clone(), now)
                .map_err(failed)?;
        self.sign_enrolment(administrator, statement)
    }

    /// Signs any statement about officers with the key of one of them.
    ///
    /// # Errors
    /// [`OfficersError`] when the key does not sign.
    pub fn sign_enrolment(
        &self,
        signer: &OfficerId,
        statement: EnrolmentStatement,
    ) -> Result<EnrolmentApproval, OfficersError> {
        let keys: &dyn Signer = &self.0;
        let label = KeyLabel::parse(signer.as_str()).map_err(failed)?;
        statement.sign(keys, &label).map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> OfficersError {
    OfficersError(error.to_string())
}

const fn name(role: ApprovalRole) -> &'static str {
    match role {
        ApprovalRole::Intake => "specimen-clerk",
        ApprovalRole::Approval => "specimen-examiner",
        ApprovalRole::Enrolment => ADMINISTRATORS[0],
    }
}

fn officer(role: ApprovalRole) -> Result<OfficerId, OfficersError> {
    OfficerId::parse(name(role)).map_err(failed)
}

fn label(role: ApprovalRole) -> Result<KeyLabel, OfficersError> {
    KeyLabel::parse(name(role)).map_err(failed)
}
