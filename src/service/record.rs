//! The record that officers sign: made from a draft and the law's answer, put before them, and their signatures checked
//! before they are kept.
//!
//! [`prepare_record`] makes it, [`to_sign`] gives what the browser signs, [`read_statement`] and
//! [`check_officer_signature`] judge what comes back. The signer judges all of it once more, with keys of its own.

use chrono::{NaiveDate, TimeDelta};
use openssl::sha::sha256;

use super::actor::Actor;
use super::application::{asked, open_draft};
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use crate::domain::{ApplicationNumber, ApprovedRecord, hex};
use crate::proposal::{Proposal, ProposalError};
use crate::signer::{Approval, ApprovalRole, ApprovalStatement};
use crate::store::application::ApplicationRow;
use crate::store::{Transaction, officer_key};

/// What an officer is asked to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSign {
    /// The statement.
    pub statement: ApprovalStatement,
    /// Its canonical bytes: what the browser signs.
    pub statement_canonical: Vec<u8>,
    /// The canonical record that the statement speaks of.
    pub record_canonical: Vec<u8>,
    /// Its digest, lower-case hexadecimal.
    pub record_sha256: String,
}

/// How long an officer's signature counts: long enough for the queue at the bureau, short enough that the facts hold.
const APPROVAL_LASTS: TimeDelta = TimeDelta::days(60);
/// How long a page may lie open between showing the statement and signing it.
const SIGN_WITHIN: TimeDelta = TimeDelta::hours(2);
/// Statements are dated by this program's own clock; nodes may differ by so much.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The context under which an application's record is sealed.
pub fn record_context(number: &ApplicationNumber) -> String {
    format!("application.record:{number}")
}

/// The number that the record carries: the application's own, with `-2`, `-3` … from the second attempt on, for the signer
/// takes each once.
///
/// # Errors
/// [`ServiceError::Failed`] when no number can be built any more.
pub fn record_number(row: &ApplicationRow) -> Result<ApplicationNumber, ServiceError> {
    if row.attempt <= 1 {
        return Ok(row.number.clone());
    }
    ApplicationNumber::parse(&format!("{}-{}", row.number, row.attempt)).map_err(failed)
}

/// Makes the record of an application as it stands, were the document issued today.
///
/// The same draft under the same law gives the same record, so that what was shown can be made again and compared.
///
/// # Errors
/// [`ServiceError::Invalid`] with every fault of the draft, [`ServiceError::Refused`] when the law does not grant the
/// document, [`ServiceError::Store`].
pub async fn prepare_record(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ApplicationRow,
    today: NaiveDate,
) -> Result<Proposal, ServiceError> {
    let draft = open_draft(deps, row)?;
    let read = draft.read(&asked(row, today));
    let mut faults = read.faults;
    if row.portrait_object.is_none() {
        faults.push(FieldFault {
            field: "photo".to_owned(),
            message: "fault-photo-missing".to_owned(),
        });
    }
    let (Some(application), Some(portrait), true) =
        (read.application, &row.portrait_object, faults.is_empty())
    else {
        return Err(ServiceError::Invalid(faults));
    };
    let portrait = deps
        .objects
        .get(transaction, portrait)
        .await?
        .ok_or_else(|| ServiceError::Failed("the portrait was erased".to_owned()))?;
    let number = record_number(row)?;
    Proposal::make(&application, number, &portrait, &deps.config, today).map_err(
        |error| match error {
            ProposalError::Facts(error) => {
                ServiceError::Invalid(vec![super::draft::facts_fault(&error)])
            }
            ProposalError::NotGranted(answer) => ServiceError::Refused(format!(
                "law-{}",
                answer.outcome().as_str().replace('_', "-")
            )),
            other @ ProposalError::Incomplete(_) => ServiceError::Failed(other.to_string()),
        },
    )
}

/// The record that was attested and is kept, `None` before the first attestation.
///
/// # Errors
/// [`ServiceError::Store`] when it does not open, [`ServiceError::Failed`] when it is not what its digest says.
pub fn kept_record(
    deps: &Deps,
    row: &ApplicationRow,
) -> Result<Option<ApprovedRecord>, ServiceError> {
    let (Some(sealed), Some(digest)) = (&row.record_sealed, &row.record_sha256) else {
        return Ok(None);
    };
    let canonical = deps.seal.open(&record_context(&row.number), sealed)?;
    if hex(&sha256(&canonical)) != *digest {
        return Err(ServiceError::Failed(format!(
            "the record of application {} is not the one whose digest is kept",
            row.number
        )));
    }
    serde_json::from_slice(&canonical).map(Some).map_err(failed)
}

/// What an officer says about a record, from now on.
pub fn statement(
    deps: &Deps,
    actor: &Actor,
    role: ApprovalRole,
    record: &ApprovedRecord,
) -> Result<ApprovalStatement, ServiceError> {
    let canonical = record.to_canonical().map_err(failed)?;
    let now = deps.now();
    Ok(ApprovalStatement {
        schema: ApprovalStatement::SCHEMA.to_owned(),
        role,
        officer: actor.id.clone(),
        application_number: record.application_number.clone(),
        record_sha256: hex(&sha256(&canonical)),
        signed_at: now,
        expires_at: now + APPROVAL_LASTS,
    })
}

/// What the actor is asked to sign about a record.
///
/// # Errors
/// [`ServiceError::Failed`]; cannot happen for a record that was made here.
pub fn to_sign(
    deps: &Deps,
    actor: &Actor,
    role: ApprovalRole,
    record: &ApprovedRecord,
) -> Result<ToSign, ServiceError> {
    let statement = statement(deps, actor, role, record)?;
    with_record(statement, record)
}

fn with_record(
    statement: ApprovalStatement,
    record: &ApprovedRecord,
) -> Result<ToSign, ServiceError> {
    Ok(ToSign {
        statement_canonical: statement.to_canonical().map_err(failed)?,
        record_canonical: record.to_canonical().map_err(failed)?,
        record_sha256: statement.record_sha256.clone(),
        statement,
    })
}

/// Reads the statement that came back from the browser and holds it against what may be signed now: this actor, this role,
/// this record, signed lately, in the canonical form.
///
/// # Errors
/// [`ServiceError::Invalid`] naming the field `statement`.
pub fn read_statement(
    deps: &Deps,
    actor: &Actor,
    role: ApprovalRole,
    record: &ApprovedRecord,
    canonical: &[u8],
) -> Result<ToSign, ServiceError> {
    let said: ApprovalStatement =
        serde_json::from_slice(canonical).map_err(|_| wrong("statement", "fault-statement"))?;
    let expected = statement(deps, actor, role, record)?;
    if said.record_sha256 != expected.record_sha256 {
        // The case was changed, or the law's answer did, after the page was shown.
        return Err(wrong("statement", "fault-statement-other-record"));
    }
    let now = deps.now();
    let in_time = said.signed_at <= now + CLOCK_TOLERANCE && now - said.signed_at <= SIGN_WITHIN;
    if !in_time {
        return Err(wrong("statement", "fault-statement-too-old"));
    }
    let expected = ApprovalStatement {
        signed_at: said.signed_at,
        expires_at: said.signed_at + APPROVAL_LASTS,
        ..expected
    };
    let to_sign = with_record(expected, record)?;
    if to_sign.statement_canonical == canonical {
        Ok(to_sign)
    } else {
        Err(wrong("statement", "fault-statement"))
    }
}

/// Checks the actor's signature over a statement against the actor's enrolled keys, before anything is kept.
///
/// # Errors
/// [`ServiceError::Invalid`] naming the field `signature`: no enrolled key, or another's signature.
pub async fn check_officer_signature(
    transaction: &mut Transaction,
    actor: &Actor,
    to_sign: &ToSign,
    signature: &str,
) -> Result<Approval, ServiceError> {
    let keys = officer_key::enrolled(transaction, actor.id.as_str()).await?;
    if keys.is_empty() {
        return Err(wrong("signature", "fault-signature-no-key"));
    }
    let approval = Approval {
        statement: to_sign.statement.clone(),
        signature: signature.to_owned(),
    };
    if keys
        .iter()
        .any(|key| approval.is_signed_with(&key.public_key))
    {
        Ok(approval)
    } else {
        Err(wrong("signature", "fault-signature"))
    }
}

fn wrong(field: &str, message: &str) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }])
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}
