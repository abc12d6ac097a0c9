//! Deciding a case: what an examiner may do with an application that somebody else took in.
//!
//! Every decision runs the same road: who may decide, where the case stands, what stands against the person, what the law
//! says today; then the decision itself, kept with the law's answer so that it can be replayed, and the journal, in one
//! transaction. A refused attempt is journalled too. Start with [`prepare_approval`] and [`approve_application`].

mod approve;
mod content;
mod ground;
mod hold;
mod inspect;
mod release;
mod send_back;
mod turn_down;

pub use approve::{ApproveApplication, ToApprove, approve_application, prepare_approval};
pub use content::{DecisionContent, DecisionView, export_decisions, view_decisions};
pub use ground::{Ground, REFUSAL_GROUNDS, RESTRICTION_GROUNDS};
pub use hold::ReleaseReason;
pub use inspect::{Check, CheckId, CheckResult, inspect_case};
pub use release::{ReleaseApplication, release_application};
pub use send_back::{
    ReferApplication, ReferredTo, ReturnApplication, ReturnTask, refer_application,
    return_application,
};
pub use turn_down::{
    RefuseApplication, RestrictApplication, refuse_application, restrict_application,
};

use chrono::NaiveDate;
use serde_json::json;

use self::content::seal_content;
use super::actor::Actor;
use super::application::visible;
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use crate::domain::{
    ApplicationEvent, ApplicationNumber, ApplicationStatus, StaffRole, date_in_seoul,
};
use crate::store::application::{self, ApplicationRow};
use crate::store::decision::{self, DecisionRow};
use crate::store::journal::{self, Effect, Note};
use crate::store::{Transaction, approval};

/// What a decision left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Where the application stands now.
    pub status: ApplicationStatus,
    /// Its version now.
    pub version: i64,
    /// The decision's place in the case.
    pub sequence: i64,
}

/// A case in an examiner's hands, inside the transaction that will decide it.
struct Open {
    transaction: Transaction,
    row: ApplicationRow,
    /// Today in Seoul.
    today: NaiveDate,
}

/// Loads a case for one who may decide it: the version that was looked at, a status that leads on, another officer than
/// those who took it in and attested it.
async fn open(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
    version: i64,
    event: ApplicationEvent,
) -> Result<(Open, ApplicationStatus), ServiceError> {
    actor.needs(EXAMINER)?;
    let mut transaction = deps.database.write().await?;
    let row = visible(&mut transaction, actor, number).await?;
    is_version(&row, version)?;
    let status = row.status.after(event)?;
    is_another(&mut transaction, actor, &row, "decide").await?;
    let today = date_in_seoul(deps.now());
    Ok((
        Open {
            transaction,
            row,
            today,
        },
        status,
    ))
}

fn is_version(row: &ApplicationRow, version: i64) -> Result<(), ServiceError> {
    if row.version == version {
        Ok(())
    } else {
        Err(ServiceError::Conflict {
            what: format!("application {}", row.number),
        })
    }
}

/// Four eyes: neither who took it in nor who attested the record goes on.
async fn is_another(
    transaction: &mut Transaction,
    actor: &Actor,
    row: &ApplicationRow,
    wants: &'static str,
) -> Result<(), ServiceError> {
    if row.taken_by == actor.id.as_str() {
        return Err(ServiceError::SamePerson {
            did: "took in",
            wants,
        });
    }
    let signed = approval::of_application(transaction, &row.number).await?;
    let attested = signed
        .iter()
        .any(|row| row.role == "intake" && row.officer == actor.id.as_str());
    if attested {
        return Err(ServiceError::SamePerson {
            did: "attested",
            wants,
        });
    }
    Ok(())
}

/// What was decided, before it is kept.
struct Verdict {
    outcome: &'static str,
    status: ApplicationStatus,
    record_sha256: Option<String>,
    reasons: Vec<String>,
    citation: Option<String>,
    content: DecisionContent,
}

/// Keeps a decision: its row, the application's new status, the journal; then commits.
async fn conclude(
    deps: &Deps,
    actor: &Actor,
    case: Open,
    verdict: Verdict,
    command: &'static str,
) -> Result<Decided, ServiceError> {
    let Open {
        mut transaction,
        mut row,
        ..
    } = case;
    let sequence = decision::next_sequence(&mut transaction, &row.number).await?;
    let edition = verdict.content.edition().to_owned();
    let decided = DecisionRow {
        application_number: row.number.as_str().to_owned(),
        sequence,
        at: deps.now(),
        officer: actor.id.as_str().to_owned(),
        outcome: verdict.outcome.to_owned(),
        record_sha256: verdict.record_sha256,
        edition,
        reasons: verdict.reasons,
        citation: verdict.citation,
        content_sealed: seal_content(deps, &row.number, sequence, &verdict.content)?,
    };
    decision::insert(&mut transaction, &decided).await?;
    row.status = verdict.status;
    row.updated_at = deps.now();
    if verdict.outcome != "released" {
        row.decided_by = Some(actor.id.as_str().to_owned());
    }
    let version = application::update(&mut transaction, &row).await?;
    let note = Note {
        subject_version: Some(version),
        arguments: json!({
            "decision": sequence,
            "outcome": decided.outcome,
            "reasons": decided.reasons,
            "citation": decided.citation,
            "record_sha256": decided.record_sha256,
        }),
        ..note(deps, actor, &row.number, command)
    };
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(Decided {
        status: row.status,
        version,
        sequence,
    })
}

fn note(deps: &Deps, actor: &Actor, number: &ApplicationNumber, command: &'static str) -> Note {
    Note {
        at: deps.now(),
        actor: actor.id.as_str().to_owned(),
        subject_kind: "application",
        subject_id: number.as_str().to_owned(),
        subject_version: None,
        command,
        arguments: json!({}),
        effect: Effect::Done,
    }
}

/// A refused attempt stands in the journal, with the fields that stood against it.
async fn journalled<T>(
    deps: &Deps,
    actor: &Actor,
    number: &ApplicationNumber,
    command: &'static str,
    outcome: Result<T, ServiceError>,
) -> Result<T, ServiceError> {
    match outcome {
        Ok(done) => Ok(done),
        Err(error) => {
            let why = match &error {
                ServiceError::Invalid(faults) => faults
                    .iter()
                    .map(|fault| fault.message.clone())
                    .collect::<Vec<_>>()
                    .join(" "),
                other => other.to_string(),
            };
            let note = Note {
                arguments: json!({ "why": why }),
                ..note(deps, actor, number, command)
            };
            Err(deps.note_refusal(note, error).await)
        }
    }
}

fn fault(field: &str, message: &str) -> FieldFault {
    FieldFault {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

fn invalid(field: &str, message: &str) -> ServiceError {
    ServiceError::Invalid(vec![fault(field, message)])
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Failed(error.to_string())
}

/// Words that an officer must write.
fn written(note: &str, message: &str) -> Result<String, ServiceError> {
    let note = note.trim();
    if note.chars().count() < FEWEST_WORDS {
        return Err(invalid("note", message));
    }
    if note.chars().count() > LONGEST_NOTE {
        return Err(invalid("note", "fault-too-long"));
    }
    Ok(note.to_owned())
}

/// Words that an officer may write.
fn optional(note: &str) -> Result<String, ServiceError> {
    if note.chars().count() > LONGEST_NOTE {
        return Err(invalid("note", "fault-too-long"));
    }
    Ok(note.trim().to_owned())
}

const EXAMINER: &[StaffRole] = &[StaffRole::Examiner];
/// A written reason of fewer letters is none.
const FEWEST_WORDS: usize = 5;
const LONGEST_NOTE: usize = 2000;
