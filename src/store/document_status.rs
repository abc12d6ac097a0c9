//! What others may know of documents: number, status, since when. No names, no persons.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::DocumentStatus;

/// A document's status, and where in the journal it was last changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRow {
    /// The document's number.
    pub number: String,
    /// Its status.
    pub status: DocumentStatus,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The journal's entry of the change; 0 where it was not looked for.
    pub sequence: i64,
}

fn status(text: &str) -> Result<DocumentStatus, StoreError> {
    DocumentStatus::parse(text).ok_or(StoreError::Inconsistent {
        table: "document",
        column: "status",
    })
}

/// The status of one document.
///
/// # Errors
/// [`StoreError`].
pub async fn of(
    transaction: &mut Transaction,
    number: &str,
) -> Result<Option<StatusRow>, StoreError> {
    let row: Option<(String, DateTime<Utc>)> = on!(transaction, |c| {
        sqlx::query_as("SELECT status, status_since FROM document WHERE number = $1")
            .bind(number)
            .fetch_optional(c)
            .await
    })?;
    row.map(|(text, since)| {
        Ok(StatusRow {
            number: number.to_owned(),
            status: status(&text)?,
            since,
            sequence: 0,
        })
    })
    .transpose()
}

/// Documents about which something was written down after an entry of the journal, in the order of the journal: each once, as it
/// is now, at the place of its last entry.
///
/// The journal's order is that of the commits, so a reader that goes on from the last sequence it saw misses nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn changed_after(
    transaction: &mut Transaction,
    sequence: i64,
    limit: i64,
) -> Result<Vec<StatusRow>, StoreError> {
    let rows: Vec<(String, String, DateTime<Utc>, i64)> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT d.number, d.status, d.status_since, MAX(j.sequence) AS last \
             FROM journal j JOIN document d ON d.number = j.subject_id \
             WHERE j.subject_kind = 'document' AND j.effect = 'done' AND j.sequence > $1 \
             GROUP BY d.number, d.status, d.status_since ORDER BY last LIMIT $2",
        )
        .bind(sequence)
        .bind(limit)
        .fetch_all(c)
        .await
    })?;
    rows.into_iter()
        .map(|(number, text, since, sequence)| {
            Ok(StatusRow {
                number,
                status: status(&text)?,
                since,
                sequence,
            })
        })
        .collect()
}
