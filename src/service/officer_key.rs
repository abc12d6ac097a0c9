//! Officers' own keys: listing one's own, asking for one to count, and the word of two administrators that makes it count.
//!
//! The service never holds an opened key. It keeps the public half, and at the officer's wish the private half as wrapped by
//! the officer's passphrase. Whether a signature counts in the end is the signer's register's to say, not this table's.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::actor::Actor;
use super::application::{Person, named};
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::portable_key::{WrappedKey, read_public_key};
use crate::domain::{StaffRole, to_canonical_json};
use crate::signer::{
    ApprovalRole, EnrolmentApproval, EnrolmentStatement, LONGEST_ENROLMENT, OfficerChange,
    OfficerEntry, OfficerId, RegisterVersion, Request, Response,
};
use crate::store::journal::{self, Effect, Note};
use crate::store::officer_key::{self, EnrolmentApprovalRow, KeyState, OfficerKeyRow};
use crate::store::{Transaction, staff};

/// One's own key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnKey {
    /// SHA-256 of the public half.
    pub sha256: String,
    /// The public half, a SubjectPublicKeyInfo in base64.
    pub public_key: String,
    /// The wrapped private half as JSON; `None` for a key that never left a browser.
    pub wrapped_key: Option<String>,
    /// Where it stands.
    pub state: KeyState,
    /// When it was made known.
    pub created_at: DateTime<Utc>,
}

impl OwnKey {
    /// The state of a key whose signatures count.
    pub const ENROLLED: KeyState = KeyState::Enrolled;
}

/// A key that waits for administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingKey {
    /// SHA-256 of the public half.
    pub sha256: String,
    /// Whose.
    pub officer: Person,
    /// What the officer's signature would stand for.
    pub roles: Vec<ApprovalRole>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Who has signed for it.
    pub signed_by: Vec<String>,
}

/// What an administrator is asked to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentToSign {
    /// Its canonical bytes: what the browser signs.
    pub statement_canonical: Vec<u8>,
    /// The canonical change that the statement speaks of, by its digest.
    pub change_canonical: Vec<u8>,
    /// The same change, to be shown.
    pub entry: OfficerEntry,
}

/// What became of an administrator's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolmentProgress {
    /// A second administrator must sign.
    WaitsForAnother,
    /// The signer has taken it: the key counts.
    Enrolled,
}

/// The actor's own keys, the newest first.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn own_keys(deps: &Deps, actor: &Actor) -> Result<Vec<OwnKey>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let rows = officer_key::of_officer(&mut transaction, actor.id.as_str()).await?;
    Ok(rows.into_iter().map(own).collect())
}

fn own(row: OfficerKeyRow) -> OwnKey {
    OwnKey {
        sha256: row.public_key_sha256,
        public_key: row.public_key,
        wrapped_key: row.wrapped_key,
        state: row.state,
        created_at: row.created_at,
    }
}

/// Asks for a key of one's own to count. It was made in a browser; only a wrapped private half may come along.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `public_key` or `wrapped_key`; [`ServiceError::Conflict`] when the key is known already.
pub async fn request_enrolment(
    deps: &Deps,
    actor: &Actor,
    public_key: &str,
    wrapped_key: Option<&str>,
) -> Result<String, ServiceError> {
    let note = note(deps, actor, "request_enrolment", actor.id.as_str());
    match requesting(deps, actor, public_key, wrapped_key, note.clone()).await {
        Ok(done) => Ok(done),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn requesting(
    deps: &Deps,
    actor: &Actor,
    public_key: &str,
    wrapped_key: Option<&str>,
    note: Note,
) -> Result<String, ServiceError> {
    if signs_for(actor.roles.iter().copied()).is_empty() {
        return Err(ServiceError::Forbidden { needs: SIGNERS });
    }
    let (public_key, sha256) =
        read_public_key(public_key).map_err(|_| invalid("public_key", "key-fault-public-key"))?;
    let wrapped = wrapped_key.map(str::trim).filter(|text| !text.is_empty());
    if wrapped.is_some_and(|text| serde_json::from_str::<WrappedKey>(text).is_err()) {
        return Err(invalid("wrapped_key", "key-fault-wrapped-key"));
    }
    let row = OfficerKeyRow {
        public_key_sha256: sha256.clone(),
        officer: actor.id.as_str().to_owned(),
        public_key,
        wrapped_key: wrapped.map(str::to_owned),
        state: KeyState::Requested,
        created_at: deps.now(),
    };
    let mut transaction = deps.database.write().await?;
    officer_key::insert(&mut transaction, &row).await?;
    let note = Note {
        arguments: json!({ "public_key_sha256": sha256, "wrapped": row.wrapped_key.is_some() }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(sha256)
}

/// The keys that wait for administrators, the oldest first.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn pending_keys(deps: &Deps, actor: &Actor) -> Result<Vec<PendingKey>, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let mut transaction = deps.database.read().await?;
    let mut pending = Vec::new();
    for row in officer_key::in_state(&mut transaction, KeyState::Requested).await? {
        let roles = staff::find(&mut transaction, &row.officer)
            .await?
            .map(|staff| signs_for(staff.roles))
            .unwrap_or_default();
        let signed = officer_key::approvals(&mut transaction, &row.public_key_sha256).await?;
        pending.push(PendingKey {
            officer: named(&mut transaction, &row.officer).await?,
            roles,
            requested_at: row.created_at,
            signed_by: signed.into_iter().map(|word| word.administrator).collect(),
            sha256: row.public_key_sha256,
        });
    }
    Ok(pending)
}

/// What an administrator would sign to let a key count, given the signer's register as it is now.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::SamePerson`] for one's own key,
/// [`ServiceError::Signer`].
pub async fn prepare_enrolment(
    deps: &Deps,
    actor: &Actor,
    public_key_sha256: &str,
) -> Result<EnrolmentToSign, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let mut transaction = deps.database.read().await?;
    let (_, entry) = wanted(&mut transaction, actor, public_key_sha256).await?;
    drop(transaction);
    let register = register(deps).await?;
    let change = OfficerChange::Enrol {
        entry: entry.clone(),
    };
    let statement =
        EnrolmentStatement::new(actor.id.clone(), &change, register, deps.now()).map_err(failed)?;
    Ok(EnrolmentToSign {
        statement_canonical: statement.to_canonical().map_err(failed)?,
        change_canonical: to_canonical_json(&change).map_err(failed)?,
        entry,
    })
}

/// Takes an administrator's signed word. With the second one the signer is asked, and its answer is recorded.
///
/// # Errors
/// As [`prepare_enrolment`]; [`ServiceError::Invalid`] naming `statement` or `signature`; [`ServiceError::Refused`] with the
/// signer's words.
pub async fn approve_enrolment(
    deps: &Deps,
    actor: &Actor,
    public_key_sha256: &str,
    statement: &[u8],
    signature: &str,
) -> Result<EnrolmentProgress, ServiceError> {
    let note = note(deps, actor, "approve_enrolment", public_key_sha256);
    match approving(
        deps,
        actor,
        public_key_sha256,
        statement,
        signature,
        note.clone(),
    )
    .await
    {
        Ok(done) => Ok(done),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

async fn approving(
    deps: &Deps,
    actor: &Actor,
    sha256: &str,
    statement: &[u8],
    signature: &str,
    note: Note,
) -> Result<EnrolmentProgress, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let register = register(deps).await?;
    let mut transaction = deps.database.write().await?;
    let (_, entry) = wanted(&mut transaction, actor, sha256).await?;
    let said = read_statement(deps, actor, &entry, &register, statement)?;
    let word = EnrolmentApproval {
        statement: said,
        signature: signature.to_owned(),
    };
    let own = officer_key::enrolled(&mut transaction, actor.id.as_str()).await?;
    if !own.iter().any(|key| word.is_signed_with(&key.public_key)) {
        return Err(invalid("signature", "fault-signature"));
    }
    let row = EnrolmentApprovalRow {
        public_key_sha256: sha256.to_owned(),
        administrator: actor.id.as_str().to_owned(),
        approval: serde_json::to_string(&word).map_err(failed)?,
        signed_at: word.statement.signed_at,
    };
    officer_key::put_approval(&mut transaction, &row).await?;
    journal::append(&mut transaction, note.clone()).await?;
    let words = live(
        officer_key::approvals(&mut transaction, sha256).await?,
        &register,
        deps.now(),
    );
    transaction.commit().await?;
    let [first, second] = words.as_slice() else {
        return Ok(EnrolmentProgress::WaitsForAnother);
    };
    let approvals = vec![first.clone(), second.clone()];
    enrol(deps, sha256, entry, approvals, note).await?;
    Ok(EnrolmentProgress::Enrolled)
}

/// Words that were said about the register as it still is; the two latest at most, for the signer takes exactly two.
fn live(
    rows: Vec<EnrolmentApprovalRow>,
    register: &RegisterVersion,
    now: DateTime<Utc>,
) -> Vec<EnrolmentApproval> {
    let mut words: Vec<EnrolmentApproval> = rows
        .into_iter()
        .filter_map(|row| serde_json::from_str::<EnrolmentApproval>(&row.approval).ok())
        .filter(|word| word.statement.register == *register && now < word.statement.expires_at)
        .collect();
    let surplus = words.len().saturating_sub(2);
    words.drain(..surplus);
    words
}

async fn enrol(
    deps: &Deps,
    sha256: &str,
    entry: OfficerEntry,
    approvals: Vec<EnrolmentApproval>,
    note: Note,
) -> Result<(), ServiceError> {
    let officer = entry.id.clone();
    let answer = deps
        .signer
        .ask(Request::EnrolOfficer { entry, approvals })
        .await
        .map_err(|error| ServiceError::Signer(error.to_string()))?;
    match answer {
        Response::Officers { .. } => {}
        Response::Refused { message, .. } => return Err(ServiceError::Refused(message)),
        Response::Failed { message } => return Err(ServiceError::Signer(message)),
        _ => {
            return Err(ServiceError::Signer(
                "an answer to another question".to_owned(),
            ));
        }
    }
    record_enrolled(deps, &officer, sha256, note).await
}

/// The signer has the key: it counts here as well, and the officer's older key no longer does.
async fn record_enrolled(
    deps: &Deps,
    officer: &OfficerId,
    sha256: &str,
    note: Note,
) -> Result<(), ServiceError> {
    let mut transaction = deps.database.write().await?;
    for old in officer_key::enrolled(&mut transaction, officer.as_str()).await? {
        officer_key::set_state(
            &mut transaction,
            &old.public_key_sha256,
            KeyState::Enrolled,
            KeyState::Disabled,
        )
        .await?;
    }
    officer_key::set_state(
        &mut transaction,
        sha256,
        KeyState::Requested,
        KeyState::Enrolled,
    )
    .await?;
    let note = Note {
        command: "enrol_officer_key",
        arguments: json!({ "officer": officer.as_str() }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(())
}

/// Says no to a key.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Conflict`] when it does not wait any more.
pub async fn refuse_enrolment(
    deps: &Deps,
    actor: &Actor,
    public_key_sha256: &str,
) -> Result<(), ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let mut transaction = deps.database.write().await?;
    officer_key::set_state(
        &mut transaction,
        public_key_sha256,
        KeyState::Requested,
        KeyState::Refused,
    )
    .await?;
    let note = note(deps, actor, "refuse_enrolment", public_key_sha256);
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(())
}

/// The key that waits, and its officer as the signer's register would have them.
async fn wanted(
    transaction: &mut Transaction,
    actor: &Actor,
    sha256: &str,
) -> Result<(OfficerKeyRow, OfficerEntry), ServiceError> {
    let row = officer_key::find(transaction, sha256)
        .await?
        .filter(|row| row.state == KeyState::Requested)
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("requested key {sha256}"),
        })?;
    if row.officer == actor.id.as_str() {
        return Err(ServiceError::SamePerson {
            did: "asked for a key",
            wants: "enrol",
        });
    }
    let roles = staff::find(transaction, &row.officer)
        .await?
        .filter(|staff| !staff.disabled)
        .map(|staff| signs_for(staff.roles))
        .unwrap_or_default();
    if roles.is_empty() {
        return Err(ServiceError::Forbidden { needs: SIGNERS });
    }
    let entry = OfficerEntry {
        id: OfficerId::parse(&row.officer).map_err(failed)?,
        roles,
        public_key: row.public_key.clone(),
        disabled: false,
    };
    Ok((row, entry))
}

fn read_statement(
    deps: &Deps,
    actor: &Actor,
    entry: &OfficerEntry,
    register: &RegisterVersion,
    canonical: &[u8],
) -> Result<EnrolmentStatement, ServiceError> {
    let wrong = || invalid("statement", "fault-statement");
    let said: EnrolmentStatement = serde_json::from_slice(canonical).map_err(|_| wrong())?;
    let change = OfficerChange::Enrol {
        entry: entry.clone(),
    };
    let expected =
        EnrolmentStatement::new(actor.id.clone(), &change, register.clone(), said.signed_at)
            .map_err(failed)?;
    if said.register != expected.register || said.change_sha256 != expected.change_sha256 {
        return Err(invalid("statement", "fault-statement-other-record"));
    }
    let now = deps.now();
    if said.signed_at > now + CLOCK_TOLERANCE || now - said.signed_at > SIGN_WITHIN {
        return Err(invalid("statement", "fault-statement-too-old"));
    }
    let is_canonical = expected
        .to_canonical()
        .is_ok_and(|expected| expected == canonical);
    if said.expires_at - said.signed_at == LONGEST_ENROLMENT && is_canonical {
        Ok(said)
    } else {
        Err(wrong())
    }
}

async fn register(deps: &Deps) -> Result<RegisterVersion, ServiceError> {
    match deps.signer.ask(Request::Officers).await {
        Ok(Response::Officers { register, .. }) => Ok(register),
        Ok(Response::Failed { message }) => Err(ServiceError::Signer(message)),
        Ok(_) => Err(ServiceError::Signer(
            "an answer to another question".to_owned(),
        )),
        Err(error) => Err(ServiceError::Signer(error.to_string())),
    }
}

/// What the signatures of somebody with these roles stand for.
pub fn signs_for(roles: impl IntoIterator<Item = StaffRole>) -> Vec<ApprovalRole> {
    let mut signs: Vec<ApprovalRole> = roles
        .into_iter()
        .filter_map(|role| match role {
            StaffRole::IntakeClerk => Some(ApprovalRole::Intake),
            StaffRole::Examiner => Some(ApprovalRole::Approval),
            StaffRole::PostAdministrator => Some(ApprovalRole::Enrolment),
            StaffRole::Supervisor
            | StaffRole::StockKeeper
            | StaffRole::BureauOperator
            | StaffRole::QualityChecker
            | StaffRole::HandOverClerk
            | StaffRole::Auditor => None,
        })
        .collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

fn note(deps: &Deps, actor: &Actor, command: &'static str, subject: &str) -> Note {
    Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "officer_key",
        subject_id: subject.to_owned(),
        subject_version: None,
        command,
        arguments: json!({}),
        effect: Effect::Done,
    }
}

fn invalid(field: &str, message: &str) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }])
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}

const ADMINISTRATOR: &[StaffRole] = &[StaffRole::PostAdministrator];
const SIGNERS: &[StaffRole] = &[
    StaffRole::IntakeClerk,
    StaffRole::Examiner,
    StaffRole::PostAdministrator,
];
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);
const SIGN_WITHIN: TimeDelta = TimeDelta::hours(2);
