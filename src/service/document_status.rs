//! What an agency may know of a document: its number, its status, since when.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::deps::Deps;
use super::error::ServiceError;
use crate::domain::DocumentStatus;
use crate::store::document_status::{self, StatusRow};
use crate::store::journal;

/// A document's status as an agency sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicStatus {
    /// The document's number.
    pub number: String,
    /// The word for its status.
    pub status: &'static str,
    /// Since when, to the second.
    pub since: String,
}

/// Changes after a place, and the place to go on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Each document once, as it is now.
    pub changes: Vec<PublicStatus>,
    /// What to give as `after` next time.
    pub next: i64,
    /// Whether there is more already.
    pub more: bool,
}

/// The longest answer.
pub const CHANGES_LIMIT: i64 = 1000;

/// The status of one document; nothing for a number that is none, was never given out, or whose document has not been handed over
/// yet: to the outside those are the same.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn document_status(
    deps: &Deps,
    number: &str,
) -> Result<Option<PublicStatus>, ServiceError> {
    let mut transaction = deps.database.read().await?;
    let row = document_status::of(&mut transaction, number).await?;
    Ok(row.and_then(|row| seen_outside(&row)))
}

/// Documents that are to be stopped, or no longer, since a place in the feed.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn changes_after(deps: &Deps, after: i64, limit: i64) -> Result<Changes, ServiceError> {
    let limit = limit.clamp(1, CHANGES_LIMIT);
    let mut transaction = deps.database.read().await?;
    // The end first: what is written between the two questions is in the next answer.
    let head = journal::head(&mut transaction).await?.sequence;
    let mut rows = document_status::changed_after(&mut transaction, after, limit + 1).await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = match (more, rows.last()) {
        (true, Some(last)) => last.sequence,
        _ => head.max(after),
    };
    Ok(Changes {
        // A document in effect is news only for those who had it as lost, which does not come back; so it is none.
        changes: rows
            .iter()
            .filter(|row| row.status != DocumentStatus::Active)
            .filter_map(seen_outside)
            .collect(),
        next,
        more,
    })
}

fn seen_outside(row: &StatusRow) -> Option<PublicStatus> {
    let is_seen = match row.status {
        DocumentStatus::Personalised | DocumentStatus::Checked => false,
        DocumentStatus::Active
        | DocumentStatus::Lost
        | DocumentStatus::Recovered
        | DocumentStatus::Returned
        | DocumentStatus::Cancelled
        | DocumentStatus::Spoiled => true,
    };
    is_seen.then(|| PublicStatus {
        number: row.number.clone(),
        status: row.status.as_str(),
        since: moment(row.since),
    })
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
