use chrono::NaiveDate;

use super::content::DecisionContent;
use super::inspect::{Check, CheckId, CheckResult, Inspected, inspect};
use super::{
    Decided, EXAMINER, Open, Verdict, conclude, failed, fault, invalid, is_another, journalled,
    open, optional, written,
};
use crate::domain::{
    ApplicationEvent, ApplicationNumber, ApprovedRecord, PassportUse, date_in_seoul,
};
use crate::proposal::Proposal;
use crate::service::actor::Actor;
use crate::service::application::visible;
use crate::service::deps::Deps;
use crate::service::error::{FieldFault, ServiceError};
use crate::service::record::{
    ToSign, check_officer_signature, kept_record, prepare_record, read_statement, to_sign,
};
use crate::signer::{Approval, ApprovalRole};
use crate::store::Transaction;
use crate::store::application::ApplicationRow;
use crate::store::approval::{self, ApprovalRow};

/// What an examiner is asked to sign, and what stands against it.
#[derive(Debug, Clone)]
pub struct ToApprove {
    /// The statement and the record: what the browser signs and shows.
    pub to_sign: ToSign,
    /// The record, as the clerk attested it.
    pub record: ApprovedRecord,
    /// The application's version.
    pub version: i64,
    /// Whether the grant rests on a "may", so that a written reason is needed.
    pub needs_reason: bool,
    /// Every check that our own store answers.
    pub checks: Vec<Check>,
    /// What stands against an approval now; empty when it can be signed.
    pub faults: Vec<FieldFault>,
}

/// An approval by an examiner.
#[derive(Debug, Clone)]
pub struct ApproveApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that was looked at.
    pub version: i64,
    /// The canonical statement, as it was signed.
    pub statement: Vec<u8>,
    /// The signature over it, r ‖ s in hexadecimal.
    pub signature: String,
    /// Whether it is for one urgent humanitarian journey in spite of a restriction (Act 12(4)).
    pub is_humanitarian: bool,
    /// The written reason; needed where the law leaves it to the officer.
    pub note: String,
}

/// What an examiner would sign now: the very record that the clerk attested, if it is still the right one.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::SamePerson`], [`ServiceError::WrongStatus`], [`ServiceError::Invalid`]
/// naming what changed since the attestation, [`ServiceError::Refused`] when the law no longer grants it.
pub async fn prepare_approval(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
) -> Result<ToApprove, ServiceError> {
    actor.needs(EXAMINER)?;
    let mut transaction = deps.database.read().await?;
    let row = visible(&mut transaction, actor, number).await?;
    row.status.after(ApplicationEvent::Approve)?;
    is_another(&mut transaction, actor, &row, "approve").await?;
    let today = date_in_seoul(deps.now());
    let proposal = attested(deps, &mut transaction, &row, today).await?;
    let inspected = inspect(deps, &mut transaction, &row, today).await?;
    is_third(actor, &inspected)?;
    let humanitarian = may_be_humanitarian(&inspected, &proposal.record);
    Ok(ToApprove {
        to_sign: to_sign(deps, actor, ApprovalRole::Approval, &proposal.record)?,
        needs_reason: proposal.record.discretion || humanitarian,
        version: row.version,
        faults: standing(&inspected, humanitarian),
        checks: inspected.checks,
        record: proposal.record,
    })
}

/// Approves an application with the examiner's own signature over the record that the clerk attested.
///
/// # Errors
/// As [`prepare_approval`]; [`ServiceError::Conflict`] when somebody changed the case; [`ServiceError::Invalid`] naming
/// `statement`, `signature`, `note` or the check that stands against it.
pub async fn approve_application(
    deps: &Deps,
    actor: &Actor,
    command: ApproveApplication,
) -> Result<Decided, ServiceError> {
    let number = command.number.clone();
    let outcome = approving(deps, actor, command).await;
    journalled(deps, actor, &number, "approve_application", outcome).await
}

async fn approving(
    deps: &Deps,
    actor: &Actor,
    command: ApproveApplication,
) -> Result<Decided, ServiceError> {
    let (mut case, status) = open(
        deps,
        actor,
        &command.number,
        command.version,
        ApplicationEvent::Approve,
    )
    .await?;
    let Open {
        transaction,
        row,
        today,
    } = &mut case;
    let proposal = attested(deps, transaction, row, *today).await?;
    let inspected = inspect(deps, transaction, row, *today).await?;
    is_third(actor, &inspected)?;
    let humanitarian = command.is_humanitarian && may_be_humanitarian(&inspected, &proposal.record);
    let standing = standing(&inspected, humanitarian);
    if !standing.is_empty() {
        return Err(ServiceError::Invalid(standing));
    }
    let note = if proposal.record.discretion || humanitarian {
        written(&command.note, "decide-fault-reason-needed")?
    } else {
        optional(&command.note)?
    };
    let signed = read_statement(
        deps,
        actor,
        ApprovalRole::Approval,
        &proposal.record,
        &command.statement,
    )?;
    let given = check_officer_signature(transaction, actor, &signed, &command.signature).await?;
    keep(transaction, row, actor, &signed, &given).await?;
    let reasons = reasons(&proposal, &inspected, humanitarian);
    let verdict = Verdict {
        outcome: "approved",
        status,
        record_sha256: Some(signed.record_sha256),
        citation: if humanitarian {
            Some("Act 12(4)".to_owned())
        } else {
            proposal
                .answer
                .deciding()
                .map(|reason| reason.rule.citation.to_owned())
        },
        reasons,
        content: DecisionContent::new(&with_issue_date(&proposal, *today), &proposal.answer, note)?,
    };
    conclude(deps, actor, case, verdict, "approve_application").await
}

/// Whoever released a case leaves its approval to another.
fn is_third(actor: &Actor, inspected: &Inspected) -> Result<(), ServiceError> {
    if !inspected.release.is_empty() && inspected.released_by.as_deref() == Some(actor.id.as_str())
    {
        return Err(ServiceError::SamePerson {
            did: "released",
            wants: "approve",
        });
    }
    Ok(())
}

/// Keeps the signature exactly as it goes to the signer.
async fn keep(
    transaction: &mut Transaction,
    row: &ApplicationRow,
    actor: &Actor,
    signed: &ToSign,
    given: &Approval,
) -> Result<(), ServiceError> {
    let kept = ApprovalRow {
        application_number: row.number.as_str().to_owned(),
        record_sha256: signed.record_sha256.clone(),
        role: "approval".to_owned(),
        officer: actor.id.as_str().to_owned(),
        approval: serde_json::to_string(given).map_err(failed)?,
        signed_at: signed.statement.signed_at,
    };
    Ok(approval::insert(transaction, &kept).await?)
}

fn reasons(proposal: &Proposal, inspected: &Inspected, humanitarian: bool) -> Vec<String> {
    let mut reasons = Vec::new();
    if proposal.record.discretion {
        reasons.push("discretion".to_owned());
    }
    if humanitarian {
        reasons.push("humanitarian_exception".to_owned());
    }
    reasons.extend(
        inspected
            .release
            .iter()
            .map(|reason| format!("released_{}", reason.as_str())),
    );
    reasons
}

/// The facts as the law was asked with them, so that asking again gives the same answer.
pub(super) fn with_issue_date(
    proposal: &Proposal,
    today: NaiveDate,
) -> serde_json::Map<String, serde_json::Value> {
    let mut facts = proposal.record.facts.clone();
    facts.insert("issue_date".to_owned(), today.to_string().into());
    facts
}

/// The record that the clerk attested, made again from what stands there today. Whatever is not the same is named.
pub(super) async fn attested(
    deps: &Deps,
    transaction: &mut Transaction,
    row: &ApplicationRow,
    today: NaiveDate,
) -> Result<Proposal, ServiceError> {
    let kept =
        kept_record(deps, row)?.ok_or_else(|| invalid("record", "decide-fault-not-attested"))?;
    let proposal = prepare_record(deps, transaction, row, today).await?;
    let changed = changed(&kept, &proposal.record);
    if !changed.is_empty() {
        return Err(ServiceError::Invalid(changed));
    }
    let digest = row.record_sha256.as_deref().unwrap_or_default();
    let signed = approval::of_record(transaction, &row.number, digest).await?;
    if !signed.iter().any(|approval| approval.role == "intake") {
        return Err(invalid("record", "decide-fault-not-attested"));
    }
    Ok(proposal)
}

/// What of the record is no longer as it was attested.
fn changed(kept: &ApprovedRecord, now: &ApprovedRecord) -> Vec<FieldFault> {
    let parts = [
        (
            "photo",
            kept.photo_sha256 == now.photo_sha256,
            "decide-fault-changed-photo",
        ),
        (
            "holder",
            kept.holder == now.holder,
            "decide-fault-changed-holder",
        ),
        (
            "facts",
            kept.facts == now.facts,
            "decide-fault-changed-facts",
        ),
        (
            "law",
            kept.rules == now.rules
                && kept.edition == now.edition
                && kept.discretion == now.discretion
                && kept.kind == now.kind
                && kept.usage == now.usage,
            "decide-fault-changed-law",
        ),
        (
            "record",
            kept.schema == now.schema
                && kept.application_number == now.application_number
                && kept.application_date == now.application_date
                && kept.post == now.post,
            "decide-fault-changed-record",
        ),
    ];
    parts
        .into_iter()
        .filter(|(_, same, _)| !same)
        .map(|(field, _, message)| fault(field, message))
        .collect()
}

/// The Act's article 12(4): for one journey only, so for single use only.
fn may_be_humanitarian(inspected: &Inspected, record: &ApprovedRecord) -> bool {
    inspected.is_restricted && record.usage == PassportUse::Single
}

/// Every check that stands against an approval.
fn standing(inspected: &Inspected, humanitarian: bool) -> Vec<FieldFault> {
    inspected
        .checks
        .iter()
        .filter(|check| check.result == CheckResult::Stands)
        .filter_map(|check| match check.id {
            CheckId::Restriction if humanitarian => None,
            CheckId::Restriction => Some(fault("check.restriction", "decide-fault-restricted")),
            CheckId::Duplicate => Some(fault("check.duplicate", "fault-duplicate")),
            CheckId::Release => Some(fault("check.release", "decide-fault-release-needed")),
            CheckId::Loss | CheckId::Register | CheckId::Photo => {
                Some(fault("check", "decide-fault-check"))
            }
        })
        .collect()
}
