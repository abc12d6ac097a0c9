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
    /// Who has signed, and whose word still counts.
    pub signed_by: Vec<String>,
    /// Who has signed, but the register has changed since or the word has expired: they are to sign again.
    pub void_of: Vec<String>,
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
    /// The signer has taken it: the key counts, or no longer does.
    Enrolled,
}

/// What two administrators do with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// Let it count.
    Enrol,
    /// Shut its officer out.
    ShutOut,
}

impl KeyChange {
    /// The state that a key is in before.
    const fn from(self) -> KeyState {
        match self {
            Self::Enrol => KeyState::Requested,
            Self::ShutOut => KeyState::Enrolled,
        }
    }
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

/// The keys that administrators can let count or shut out, the oldest first: see [`KeyChange`].
///
/// Where the signer does not answer every word is shown as one that counts; the signer judges them in the end.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn pending_keys(
    deps: &Deps,
    actor: &Actor,
    change: KeyChange,
) -> Result<Vec<PendingKey>, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let register = register(deps).await.ok();
    let now = deps.now();
    let mut transaction = deps.database.read().await?;
    let mut pending = Vec::new();
    for row in officer_key::in_state(&mut transaction, change.from()).await? {
        let roles = staff::find(&mut transaction, &row.officer)
            .await?
            .map(|staff| signs_for(staff.roles))
            .unwrap_or_default();
        let wanted = entry_of(&row, roles.clone()).map(|entry| change_of(change, &entry));
        let digest = wanted
            .and_then(|wanted| wanted.digest().map_err(failed))
            .ok();
        let (mut signed_by, mut void_of) = (Vec::new(), Vec::new());
        for signed in officer_key::approvals(&mut transaction, &row.public_key_sha256).await? {
            let Ok(word) = serde_json::from_str::<EnrolmentApproval>(&signed.approval) else {
                continue;
            };
            let is_about_this = Some(&word.statement.change_sha256) == digest.as_ref();
            let counts = register
                .as_ref()
                .is_none_or(|register| is_live(&word, register, now));
            match (is_about_this && counts, change) {
                (true, _) => signed_by.push(signed.administrator),
                (false, KeyChange::Enrol) => void_of.push(signed.administrator),
                // The words that let it count are as void as they should be.
                (false, KeyChange::ShutOut) if is_about_this => void_of.push(signed.administrator),
                (false, KeyChange::ShutOut) => {}
            }
        }
        pending.push(PendingKey {
            officer: named(&mut transaction, &row.officer).await?,
            roles,
            requested_at: row.created_at,
            signed_by,
            void_of,
            sha256: row.public_key_sha256,
        });
    }
    Ok(pending)
}

/// What an administrator would sign to let a key count or shut its officer out, given the signer's register as it is now.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::SamePerson`] for one's own key,
/// [`ServiceError::Signer`].
pub async fn prepare_enrolment(
    deps: &Deps,
    actor: &Actor,
    change: KeyChange,
    public_key_sha256: &str,
) -> Result<EnrolmentToSign, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let mut transaction = deps.database.read().await?;
    let entry = wanted(&mut transaction, actor, change, public_key_sha256).await?;
    drop(transaction);
    let register = register(deps).await?;
    let wanted = change_of(change, &entry);
    let statement =
        EnrolmentStatement::new(actor.id.clone(), &wanted, register, deps.now()).map_err(failed)?;
    Ok(EnrolmentToSign {
        statement_canonical: statement.to_canonical().map_err(failed)?,
        change_canonical: to_canonical_json(&wanted).map_err(failed)?,
        entry,
    })
}

fn change_of(change: KeyChange, entry: &OfficerEntry) -> OfficerChange {
    match change {
        KeyChange::Enrol => OfficerChange::Enrol {
            entry: entry.clone(),
        },
        KeyChange::ShutOut => OfficerChange::Disable {
            officer: entry.id.clone(),
        },
    }
}

/// Takes an administrator's signed word. With the second one the signer is asked, and its answer is recorded.
///
/// # Errors
/// As [`prepare_enrolment`]; [`ServiceError::Invalid`] naming `statement` or `signature`; [`ServiceError::Refused`] with the
/// signer's words.
pub async fn approve_enrolment(
    deps: &Deps,
    actor: &Actor,
    change: KeyChange,
    public_key_sha256: &str,
    statement: &[u8],
    signature: &str,
) -> Result<EnrolmentProgress, ServiceError> {
    let command = match change {
        KeyChange::Enrol => "approve_enrolment",
        KeyChange::ShutOut => "approve_shut_out",
    };
    let note = note(deps, actor, command, public_key_sha256);
    let signed = Signed {
        change,
        sha256: public_key_sha256,
        statement,
        signature,
    };
    match approving(deps, actor, &signed, note.clone()).await {
        Ok(done) => Ok(done),
        Err(error) => Err(deps.note_refusal(note, error).await),
    }
}

/// An administrator's word as it came in.
struct Signed<'a> {
    change: KeyChange,
    sha256: &'a str,
    statement: &'a [u8],
    signature: &'a str,
}

async fn approving(
    deps: &Deps,
    actor: &Actor,
    signed: &Signed<'_>,
    note: Note,
) -> Result<EnrolmentProgress, ServiceError> {
    actor.needs(ADMINISTRATOR)?;
    let register = register(deps).await?;
    let mut transaction = deps.database.write().await?;
    let entry = wanted(&mut transaction, actor, signed.change, signed.sha256).await?;
    let change = change_of(signed.change, &entry);
    let said = read_statement(deps, actor, &change, &register, signed.statement)?;
    let word = EnrolmentApproval {
        statement: said,
        signature: signed.signature.to_owned(),
    };
    let own = officer_key::enrolled(&mut transaction, actor.id.as_str()).await?;
    if !own.iter().any(|key| word.is_signed_with(&key.public_key)) {
        return Err(invalid("signature", "fault-signature"));
    }
    let row = EnrolmentApprovalRow {
        public_key_sha256: signed.sha256.to_owned(),
        administrator: actor.id.as_str().to_owned(),
        approval: serde_json::to_string(&word).map_err(failed)?,
        signed_at: word.statement.signed_at,
    };
    officer_key::put_approval(&mut transaction, &row).await?;
    journal::append(&mut transaction, note.clone()).await?;
    let rows = officer_key::approvals(&mut transaction, signed.sha256).await?;
    let words = live(rows, &word.statement.change_sha256, &register, deps.now());
    transaction.commit().await?;
    let [first, second] = words.as_slice() else {
        return Ok(EnrolmentProgress::WaitsForAnother);
    };
    let approvals = vec![first.clone(), second.clone()];
    ask_signer(deps, &change, approvals).await?;
    match signed.change {
        KeyChange::Enrol => record_enrolled(deps, &entry.id, signed.sha256, note).await?,
        KeyChange::ShutOut => record_shut_out(deps, &entry.id, note).await?,
    }
    Ok(EnrolmentProgress::Enrolled)
}

/// Words that were said of this change and of the register as it still is; the two latest at most, for the signer takes
/// exactly two.
fn live(
    rows: Vec<EnrolmentApprovalRow>,
    change_sha256: &str,
    register: &RegisterVersion,
    now: DateTime<Utc>,
) -> Vec<EnrolmentApproval> {
    let mut words: Vec<EnrolmentApproval> = rows
        .into_iter()
        .filter_map(|row| serde_json::from_str::<EnrolmentApproval>(&row.approval).ok())
        .filter(|word| word.statement.change_sha256 == change_sha256)
        .filter(|word| is_live(word, register, now))
        .collect();
    let surplus = words.len().saturating_sub(2);
    words.drain(..surplus);
    words
}

fn is_live(word: &EnrolmentApproval, register: &RegisterVersion, now: DateTime<Utc>) -> bool {
    word.statement.register == *register && now < word.statement.expires_at
}

async fn ask_signer(
    deps: &Deps,
    change: &OfficerChange,
    approvals: Vec<EnrolmentApproval>,
) -> Result<(), ServiceError> {
    let request = match change.clone() {
        OfficerChange::Enrol { entry } => Request::EnrolOfficer { entry, approvals },
        OfficerChange::Disable { officer } => Request::DisableOfficer { officer, approvals },
    };
    let answer = deps
        .signer
        .ask(request)
        .await
        .map_err(|error| ServiceError::Signer(error.to_string()))?;
    match answer {
        Response::Officers { .. } => Ok(()),
        Response::Refused { message, .. } => Err(ServiceError::Refused(message)),
        Response::Failed { message } => Err(ServiceError::Signer(message)),
        _ => Err(ServiceError::Signer(
            "an answer to another question".to_owned(),
        )),
    }
}

/// The signer has the key: it counts here as well, and the officer's older key no longer does.
async fn record_enrolled(
    deps: &Deps,
    officer: &OfficerId,
    sha256: &str,
    note: Note,
) -> Result<(), ServiceError> {
    let mut transaction = deps.database.write().await?;
    disable_keys(&mut transaction, officer).await?;
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
    Ok(transaction.commit().await?)
}

/// The signer has shut the officer out: no key of theirs counts here either.
async fn record_shut_out(deps: &Deps, officer: &OfficerId, note: Note) -> Result<(), ServiceError> {
    let mut transaction = deps.database.write().await?;
    disable_keys(&mut transaction, officer).await?;
    let note = Note {
        command: "shut_out_officer",
        arguments: json!({ "officer": officer.as_str() }),
        ..note
    };
    journal::append(&mut transaction, note).await?;
    Ok(transaction.commit().await?)
}

async fn disable_keys(
    transaction: &mut Transaction,
    officer: &OfficerId,
) -> Result<(), ServiceError> {
    for old in officer_key::enrolled(transaction, officer.as_str()).await? {
        officer_key::set_state(
            transaction,
            &old.public_key_sha256,
            KeyState::Enrolled,
            KeyState::Disabled,
        )
        .await?;
    }
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

/// The officer of a key that can be changed so, as the signer's register would have them.
async fn wanted(
    transaction: &mut Transaction,
    actor: &Actor,
    change: KeyChange,
    sha256: &str,
) -> Result<OfficerEntry, ServiceError> {
    let row = officer_key::find(transaction, sha256)
        .await?
        .filter(|row| row.state == change.from())
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("key {sha256}, {}", change.from().as_str()),
        })?;
    if row.officer == actor.id.as_str() {
        return Err(ServiceError::SamePerson {
            did: "asked for a key",
            wants: "enrol",
        });
    }
    let officer = staff::find(transaction, &row.officer).await?;
    match change {
        // Whoever can no longer sign in is shut out all the more.
        KeyChange::ShutOut => entry_of(
            &row,
            officer
                .map(|staff| signs_for(staff.roles))
                .unwrap_or_default(),
        ),
        KeyChange::Enrol => {
            let roles = officer
                .filter(|staff| !staff.disabled)
                .map(|staff| signs_for(staff.roles))
                .unwrap_or_default();
            if roles.is_empty() {
                return Err(ServiceError::Forbidden { needs: SIGNERS });
            }
            entry_of(&row, roles)
        }
    }
}

fn entry_of(row: &OfficerKeyRow, roles: Vec<ApprovalRole>) -> Result<OfficerEntry, ServiceError> {
    Ok(OfficerEntry {
        id: OfficerId::parse(&row.officer).map_err(failed)?,
        roles,
        public_key: row.public_key.clone(),
        disabled: false,
    })
}

fn read_statement(
    deps: &Deps,
    actor: &Actor,
    change: &OfficerChange,
    register: &RegisterVersion,
    canonical: &[u8],
) -> Result<EnrolmentStatement, ServiceError> {
    let wrong = || invalid("statement", "fault-statement");
    let said: EnrolmentStatement = serde_json::from_slice(canonical).map_err(|_| wrong())?;
    let expected =
        EnrolmentStatement::new(actor.id.clone(), change, register.clone(), said.signed_at)
            .map_err(failed)?;
    if said.register != expected.register {
        return Err(invalid("statement", "key-fault-register-moved"));
    }
    if said.change_sha256 != expected.change_sha256 {
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
