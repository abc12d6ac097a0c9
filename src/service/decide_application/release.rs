use super::approve::{attested, with_issue_date};
use super::content::DecisionContent;
use super::inspect::inspect;
use super::{
    Decided, Open, Verdict, conclude, invalid, is_another, is_version, journalled, written,
};
use crate::domain::{ApplicationEvent, ApplicationNumber, StaffRole, date_in_seoul};
use crate::service::actor::Actor;
use crate::service::application::visible;
use crate::service::deps::Deps;
use crate::service::error::ServiceError;

/// A supervisor's word that a case which takes a third person may be approved.
#[derive(Debug, Clone)]
pub struct ReleaseApplication {
    /// Which application.
    pub number: ApplicationNumber,
    /// The version that was looked at.
    pub version: i64,
    /// Why.
    pub note: String,
}

/// Lets an examiner approve a case that takes a third person. It holds for the record as it was attested and for the reasons
/// of today; a new record or a new reason takes another release.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::SamePerson`], [`ServiceError::WrongStatus`], [`ServiceError::Conflict`];
/// [`ServiceError::Invalid`] when no release is needed, naming what changed since the attestation, or naming `note`.
pub async fn release_application(
    deps: &Deps,
    actor: &Actor,
    command: ReleaseApplication,
) -> Result<Decided, ServiceError> {
    let number = command.number.clone();
    let outcome = releasing(deps, actor, command).await;
    journalled(deps, actor, &number, "release_application", outcome).await
}

async fn releasing(
    deps: &Deps,
    actor: &Actor,
    command: ReleaseApplication,
) -> Result<Decided, ServiceError> {
    actor.needs(SUPERVISOR)?;
    let mut transaction = deps.database.write().await?;
    let row = visible(&mut transaction, actor, &command.number).await?;
    is_version(&row, command.version)?;
    row.status.after(ApplicationEvent::Approve)?;
    is_another(&mut transaction, actor, &row, "release").await?;
    let today = date_in_seoul(deps.now());
    let note = written(&command.note, "decide-fault-reason-needed")?;
    let proposal = attested(deps, &mut transaction, &row, today).await?;
    let inspected = inspect(deps, &mut transaction, &row, today).await?;
    if inspected.release.is_empty() {
        return Err(invalid("form", "decide-fault-no-release"));
    }
    let verdict = Verdict {
        outcome: "released",
        status: row.status,
        record_sha256: row.record_sha256.clone(),
        reasons: inspected
            .release
            .iter()
            .map(|reason| reason.as_str().to_owned())
            .collect(),
        citation: None,
        content: DecisionContent::new(&with_issue_date(&proposal, today), &proposal.answer, note)?,
    };
    let case = Open {
        transaction,
        row,
        today,
    };
    conclude(deps, actor, case, verdict, "release_application").await
}

const SUPERVISOR: &[StaffRole] = &[StaffRole::Supervisor];
