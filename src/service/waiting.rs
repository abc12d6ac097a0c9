//! What waits for an officer's signature: attestations, approvals, enrolments.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::actor::Actor;
use super::deps::Deps;
use super::error::ServiceError;
use crate::domain::StaffRole;
use crate::signer::OfficerId;
use crate::store::officer_key::{self, KeyState};
use crate::store::{approval, staff};

/// What a signature would stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// A clerk's attestation.
    Attestation,
    /// An examiner's approval.
    Approval,
    /// An administrator's word about a key.
    Enrolment,
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// For what.
    pub waits_for: WaitsFor,
    /// The application's number, or the key's digest.
    pub subject: String,
    /// Where the application or the key stands.
    pub status: String,
    /// The clerk who took the application, or the officer whose key it is.
    pub officer: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

const CONSOLE: &[StaffRole] = &[
    StaffRole::PostAdministrator,
    StaffRole::Supervisor,
    StaffRole::Auditor,
];

/// Everything that waits for a signature, the oldest first.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn waiting_signatures(deps: &Deps, actor: &Actor) -> Result<Vec<Waiting>, ServiceError> {
    actor.needs(CONSOLE)?;
    let mut transaction = deps.database.read().await?;
    let mut all: Vec<Waiting> = approval::waiting(&mut transaction)
        .await?
        .into_iter()
        .map(|row| Waiting {
            waits_for: if matches!(row.status.as_str(), "draft" | "returned") {
                WaitsFor::Attestation
            } else {
                WaitsFor::Approval
            },
            subject: row.number,
            status: row.status,
            officer: row.taken_by,
            since: row.received_at,
        })
        .collect();
    let keys = officer_key::in_state(&mut transaction, KeyState::Requested).await?;
    all.extend(keys.into_iter().map(|key| Waiting {
        waits_for: WaitsFor::Enrolment,
        subject: key.public_key_sha256,
        status: key.state.as_str().to_owned(),
        officer: key.officer,
        since: key.created_at,
    }));
    all.sort_by_key(|waiting| waiting.since);
    Ok(all)
}

/// The officer behind a key file, as the officer stands in the staff: whoever holds the file and its passphrase signs, and
/// may no more than the officer may.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no such officer, or the account is shut.
pub async fn officer_of_key(deps: &Deps, officer: &str) -> Result<Actor, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = staff::find(&mut transaction, officer)
        .await?
        .filter(|row| !row.disabled)
        .ok_or_else(|| ServiceError::NotFound {
            what: format!("officer {officer}"),
        })?;
    Ok(Actor {
        id: OfficerId::parse(&row.id).map_err(|error| ServiceError::Failed(error.to_string()))?,
        post: row.post_id,
        roles: row.roles,
    })
}
