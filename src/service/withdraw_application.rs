//! Takes an application back at the applicant's wish.

use serde_json::json;

use super::actor::Actor;
use super::application::{for_change, note};
use super::deps::Deps;
use super::error::{FieldFault, ServiceError};
use super::step::Step;
use crate::domain::{ApplicationEvent, ApplicationNumber};
use crate::store::{application, journal};

/// The command.
#[derive(Debug, Clone)]
pub struct WithdrawApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that the clerk saw.
    pub version: i64,
    /// Why: one of [`WITHDRAWAL_REASONS`].
    pub reason: String,
}

/// Why an application ends before it was decided or made.
pub const WITHDRAWAL_REASONS: [&str; 4] = [
    "applicant_wish",
    "wrong_kind",
    "duplicate",
    "abandoned_draft",
];

/// Takes an application back. Gives the new version.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `reason`, and the errors of every change.
pub async fn withdraw_application(
    deps: &Deps,
    actor: &Actor,
    command: WithdrawApplication,
) -> Result<i64, ServiceError> {
    let subject = (command.number.clone(), command.version);
    match withdrawing(deps, actor, command).await {
        Ok(version) => Ok(version),
        Err(error) => {
            let subject = Some((&subject.0, subject.1));
            let note = note(deps, actor, subject, "withdraw_application", json!({}));
            Err(deps.note_refusal(note, error).await)
        }
    }
}

async fn withdrawing(
    deps: &Deps,
    actor: &Actor,
    command: WithdrawApplication,
) -> Result<i64, ServiceError> {
    let mut transaction = deps.database.write().await?;
    let (number, version) = (&command.number, command.version);
    let mut row = for_change(&mut transaction, actor, number, version, Step::Withdraw).await?;
    if !WITHDRAWAL_REASONS.contains(&command.reason.as_str()) {
        return Err(ServiceError::Invalid(vec![FieldFault {
            field: "reason".to_owned(),
            message: "fault-choose".to_owned(),
        }]));
    }
    row.status = row.status.after(ApplicationEvent::Withdraw)?;
    row.updated_at = deps.now();
    let version = application::update(&mut transaction, &row).await?;
    let said = json!({"reason": command.reason});
    let note = note(
        deps,
        actor,
        Some((number, version)),
        "withdraw_application",
        said,
    );
    journal::append(&mut transaction, note).await?;
    transaction.commit().await?;
    Ok(version)
}
