//! A book is made: drawn, asked, kept. See [`super::production`] for the steps.

use serde_json::json;

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use super::production::{self, Made};
use super::witness_journal::witness_journal;
use crate::domain::{ApplicationNumber, StaffRole};
use crate::store::journal::{Effect, Note};

/// One book to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalisePassport {
    /// The application.
    pub number: ApplicationNumber,
    /// Its version, as it was shown.
    pub version: i64,
}

/// Makes one book. What happens when the signer does not answer is in [`Made`]: nothing is lost.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Conflict`], [`ServiceError::WrongStatus`];
/// [`ServiceError::Refused`] when the shelf is empty (naming kind and post) or a book is being made already.
pub async fn personalise_passport(
    deps: &Deps,
    actor: &Actor,
    command: PersonalisePassport,
) -> Result<Made, ServiceError> {
    let outcome = make(deps, actor, &command).await;
    match outcome {
        Ok(made) => {
            // A head that is not witnessed now is witnessed by the worker.
            let _ = witness_journal(deps).await;
            Ok(made)
        }
        Err(error) => {
            let note = Note {
                at: deps.now(),
                actor: actor.id.to_string(),
                subject_kind: "application",
                subject_id: command.number.to_string(),
                subject_version: None,
                command: "personalise_passport",
                arguments: json!({ "reason": error.to_string() }),
                effect: Effect::Refused,
            };
            Err(deps.note_refusal(note, error).await)
        }
    }
}

async fn make(
    deps: &Deps,
    actor: &Actor,
    command: &PersonalisePassport,
) -> Result<Made, ServiceError> {
    actor.needs(&[StaffRole::BureauOperator])?;
    let number = production::draw(deps, actor, &command.number, command.version).await?;
    let made = production::advance(deps, &number).await?;
    let Made::GivenUp {
        is_returned: false, ..
    } = made
    else {
        return Ok(made);
    };
    // Number or book were used up elsewhere: the approvals hold, so others are drawn, once.
    let view = production::view_production(deps, actor, &command.number).await?;
    if view.open().is_some() {
        return Ok(made);
    }
    let number = production::draw(deps, actor, &command.number, view.version).await?;
    production::advance(deps, &number).await
}

/// What a batch made.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Batch {
    /// What became of each case.
    pub made: Vec<Made>,
    /// Cases that were not begun, each with the reason.
    pub refused: Vec<(ApplicationNumber, String)>,
}

impl Batch {
    /// How many books were made.
    pub fn released(&self) -> usize {
        self.made
            .iter()
            .filter(|each| matches!(each, Made::Released { .. }))
            .count()
    }
}

/// Makes every book that waits, oldest case first, after settling what an earlier run left open. Stops where the signer does
/// not answer: the others would only draw blanks.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn produce_batch(deps: &Deps, actor: &Actor) -> Result<Batch, ServiceError> {
    actor.needs(&[StaffRole::BureauOperator])?;
    let settled = super::settle_productions::settle_productions(deps).await?;
    let mut batch = Batch {
        made: settled.made,
        refused: Vec::new(),
    };
    let waits = |made: &Made| matches!(made, Made::Waits { .. });
    if batch.made.iter().any(waits) {
        return Ok(batch);
    }
    for case in production::production_queue(deps, actor).await?.to_make {
        let command = PersonalisePassport {
            number: case.number.clone(),
            version: case.version,
        };
        match personalise_passport(deps, actor, command).await {
            Ok(made) => {
                let is_end = waits(&made);
                batch.made.push(made);
                if is_end {
                    break;
                }
            }
            Err(
                error @ (ServiceError::Refused(_)
                | ServiceError::Conflict { .. }
                | ServiceError::WrongStatus(_)),
            ) => batch.refused.push((case.number, error.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(batch)
}
