//! The clerk attests an application: signs its record, and it goes to the examiner.

use serde_json::json;

use super::actor::Actor;
use super::application::{ask, asked, duplicates, for_change, note, open_draft, post_of};
use super::check::{fee_won, missing_besides_person};
use super::deps::Deps;
use super::draft::{Draft, facts_fault};
use super::error::ServiceError;
use super::identity;
use super::record::{
    ToSign, check_officer_signature, prepare_record, read_statement, record_context, to_sign,
};
use super::step::Step;
use crate::domain::{ApplicationEvent, ApplicationNumber, ApprovedRecord, date_in_seoul};
use crate::proposal::Proposal;
use crate::signer::{Approval, ApprovalRole};
use crate::store::application::{self, ApplicationRow};
use crate::store::approval::{self, ApprovalRow};
use crate::store::officer_key::{self, OfficerKeyRow};
use crate::store::{Transaction, journal};

/// What the clerk is about to sign.
#[derive(Clone)]
pub struct Attestation {
    /// The version of the application that it speaks of.
    pub version: i64,
    /// The record.
    pub record: ApprovedRecord,
    /// The statement and the record as bytes.
    pub to_sign: ToSign,
    /// The clerk's enrolled keys, the newest first.
    pub keys: Vec<OfficerKeyRow>,
}

impl std::fmt::Debug for Attestation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attestation")
            .field("statement", &self.to_sign.statement)
            .finish_non_exhaustive()
    }
}

/// The command.
#[derive(Debug, Clone)]
pub struct SubmitApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that the clerk saw.
    pub version: i64,
    /// The canonical statement that the clerk's key signed, as [`prepare_attestation`] gave it.
    pub statement: Vec<u8>,
    /// The signature, 64 bytes r ‖ s in lower-case hexadecimal.
    pub signature: String,
}

/// Shows the clerk what there is to sign. Writes nothing.
///
/// # Errors
/// [`ServiceError::Invalid`] with everything that is still missing, [`ServiceError::Refused`] when the law does not grant it,
/// and the errors of every change.
pub async fn prepare_attestation(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<Attestation, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let seen = super::application::visible(&mut transaction, actor, number).await?;
    let row = for_change(&mut transaction, actor, number, seen.version, Step::Attest).await?;
    let draft = open_draft(deps, &row)?;
    let proposal = complete(deps, &mut transaction, &row, &draft).await?;
    Ok(Attestation {
        version: row.version,
        to_sign: to_sign(deps, actor, ApprovalRole::Intake, &proposal.record)?,
        record: proposal.record,
        keys: officer_key::enrolled(&mut transaction, actor.id.as_str()).await?,
    })
}

/// Takes the clerk's signature, and with it the application, which goes to the examiner. Gives the new version.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `statement` or `signature`, or everything that is missing; and the errors of every change.
pub async fn submit_application(
    deps: &Deps,
    actor: &Actor,
    command: SubmitApplication,
) -> Result<i64, ServiceError> {
    let subject = (command.number.clone(), command.version);
    match submitting(deps, actor, command).await {
        Ok(version) => Ok(version),
        Err(error) => {
            let subject = Some((&subject.0, subject.1));
            let note = note(deps, actor, subject, "submit_application", json!({}));
            Err(deps.note_refusal(note, error).await)
        }
    }
}

async fn submitting(
    deps: &Deps,
    actor: &Actor,
    command: SubmitApplication,
) -> Result<i64, ServiceError> {
    let mut transaction = deps.database.write().await?;
    let (number, version) = (&command.number, command.version);
    let mut row = for_change(&mut transaction, actor, number, version, Step::Attest).await?;
    let draft = open_draft(deps, &row)?;
    let proposal = complete(deps, &mut transaction, &row, &draft).await?;
    let record = &proposal.record;
    let role = ApprovalRole::Intake;
    let signed = read_statement(deps, actor, role, record, &command.statement)?;
    let approval =
        check_officer_signature(&mut transaction, actor, &signed, &command.signature).await?;
    let known = identity::known(deps, &mut transaction, &draft, row.person_id.as_deref()).await?;
    row.person_id = Some(identity::keep(deps, &mut transaction, &record.holder, known).await?);
    row.status = row.status.after(ApplicationEvent::Submit)?;
    let context = record_context(&row.number);
    row.record_sealed = Some(deps.seal.seal(&context, &signed.record_canonical)?);
    row.record_sha256 = Some(signed.record_sha256.clone());
    row.updated_at = deps.now();
    let version = application::update(&mut transaction, &row).await?;
    keep_approval(&mut transaction, number, &approval).await?;
    let said = said(&row, &draft, &proposal);
    let note = note(
        deps,
        actor,
        Some((number, version)),
        "submit_application",
        said,
    );
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(version)
}

/// The record of an application in which nothing is missing.
async fn complete(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ApplicationRow,
    draft: &Draft,
) -> Result<Proposal, ServiceError> {
    let today = date_in_seoul(deps.now());
    let read = draft.read(&asked(row, today));
    let law = ask(deps, &read.facts, today).map_err(|error| facts_fault(&error));
    let duplicates = duplicates(transaction, row, today).await?;
    let mut faults = read.faults;
    let post = post_of(transaction, row).await?;
    faults.extend(missing_besides_person(
        row,
        draft,
        law.as_ref(),
        &duplicates,
        &post.kind,
    ));
    if faults.is_empty() {
        prepare_record(deps, transaction, row, today).await
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

async fn keep_approval(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
    given: &Approval,
) -> Result<(), ServiceError> {
    let row = ApprovalRow {
        application_number: number.to_string(),
        record_sha256: given.statement.record_sha256.clone(),
        role: "intake".to_owned(),
        officer: given.statement.officer.to_string(),
        approval: serde_json::to_string(given)
            .map_err(|error| ServiceError::Failed(error.to_string()))?,
        signed_at: given.statement.signed_at,
    };
    approval::remove(transaction, number, &row.record_sha256, &row.role).await?;
    Ok(approval::insert(transaction, &row).await?)
}

/// For the journal: what was attested, without a word about the person.
fn said(row: &ApplicationRow, draft: &Draft, proposal: &Proposal) -> serde_json::Value {
    json!({
        "record_sha256": row.record_sha256,
        "attempt": row.attempt,
        "kind": proposal.record.kind,
        "use": proposal.record.usage,
        "discretion": proposal.record.discretion,
        "person": row.person_id,
        "papers": draft.papers,
        "fee_won": fee_won(&proposal.answer),
        "fee_means": draft.fee_means,
        "fingerprints": draft.fingerprints,
        "duplicate_reason": draft.duplicate_reason,
    })
}
