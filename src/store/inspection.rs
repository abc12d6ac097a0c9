//! The table `inspection`: every look at a finished book, as a border would and with eyes.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::DocumentNumber;

/// One inspection.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct InspectionRow {
    /// Its place among the inspections of this document, from 1 on.
    pub sequence: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub officer: String,
    /// What the independent reader says: `valid`, `invalid`, `undetermined` or `malformed`.
    pub verdict: String,
    /// Its report, JSON as the verification contract says.
    pub report: String,
    /// What was looked at with eyes, JSON.
    pub physical: String,
    /// Whether both let the book on.
    pub is_green: bool,
    /// The digest over the chip's files that were inspected.
    pub files_sha256: String,
    /// The version of the document that came out.
    pub document_version: i64,
}

/// Writes an inspection down. `row.sequence` is one more than the last one's.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    transaction: &mut Transaction,
    number: &DocumentNumber,
    row: &InspectionRow,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO inspection (document_number, sequence, at, officer, verdict, report, physical, is_green, \
         files_sha256, document_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(number.as_str())
        .bind(row.sequence)
        .bind(row.at)
        .bind(&row.officer)
        .bind(&row.verdict)
        .bind(&row.report)
        .bind(&row.physical)
        .bind(row.is_green)
        .bind(&row.files_sha256)
        .bind(row.document_version)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// The inspections of a document, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Vec<InspectionRow>, StoreError> {
    const SELECT: &str = "SELECT sequence, at, officer, verdict, report, physical, is_green, files_sha256, document_version \
         FROM inspection WHERE document_number = $1 ORDER BY sequence DESC";
    Ok(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(number.as_str())
        .fetch_all(c)
        .await)?)
}
