//! The table `loss`: every reported loss, found again or not.

use chrono::{DateTime, NaiveDate, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{DocumentNumber, LossCircumstances, LossReporter};

/// One reported loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossRow {
    /// The document.
    pub document_number: DocumentNumber,
    /// Its place among the losses of this document, from 1 on.
    pub sequence: i64,
    /// When the report was accepted.
    pub reported_at: DateTime<Utc>,
    /// Who accepted it.
    pub officer: String,
    /// The day of the loss.
    pub lost_on: NaiveDate,
    /// The country of the loss, a three-letter code.
    pub country: String,
    /// The place, in words.
    pub place: String,
    /// How it was lost.
    pub circumstances: LossCircumstances,
    /// Who reported it.
    pub reporter: LossReporter,
    /// Whether no rule counts it.
    pub is_force_majeure: bool,
    /// When it was found again.
    pub recovered_at: Option<DateTime<Utc>>,
    /// Whether it then came back into effect.
    pub is_restored: bool,
}

#[derive(sqlx::FromRow)]
struct Raw {
    document_number: String,
    sequence: i64,
    reported_at: DateTime<Utc>,
    officer: String,
    lost_on: NaiveDate,
    country: String,
    place: String,
    circumstances: String,
    reporter: String,
    is_force_majeure: bool,
    recovered_at: Option<DateTime<Utc>>,
    is_restored: bool,
}

impl TryFrom<Raw> for LossRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "loss",
            column,
        };
        Ok(Self {
            document_number: DocumentNumber::parse(&raw.document_number)
                .map_err(|_| wrong("document_number"))?,
            sequence: raw.sequence,
            reported_at: raw.reported_at,
            officer: raw.officer,
            lost_on: raw.lost_on,
            country: raw.country,
            place: raw.place,
            circumstances: LossCircumstances::parse(&raw.circumstances)
                .ok_or_else(|| wrong("circumstances"))?,
            reporter: LossReporter::parse(&raw.reporter).ok_or_else(|| wrong("reporter"))?,
            is_force_majeure: raw.is_force_majeure,
            recovered_at: raw.recovered_at,
            is_restored: raw.is_restored,
        })
    }
}

fn rows(raw: Vec<Raw>) -> Result<Vec<LossRow>, StoreError> {
    raw.into_iter().map(LossRow::try_from).collect()
}

/// Writes a loss down.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &LossRow) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO loss (document_number, sequence, reported_at, officer, lost_on, country, place, \
         circumstances, reporter, is_force_majeure, recovered_at, is_restored) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(row.document_number.as_str())
        .bind(row.sequence)
        .bind(row.reported_at)
        .bind(&row.officer)
        .bind(row.lost_on)
        .bind(&row.country)
        .bind(&row.place)
        .bind(row.circumstances.as_str())
        .bind(row.reporter.as_str())
        .bind(row.is_force_majeure)
        .bind(row.recovered_at)
        .bind(row.is_restored)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Writes down that a lost document was found.
///
/// # Errors
/// [`StoreError::Conflict`] when that was written down before.
pub async fn set_recovered(
    transaction: &mut Transaction,
    row: &LossRow,
    at: DateTime<Utc>,
    is_restored: bool,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE loss SET recovered_at = $3, is_restored = $4 \
         WHERE document_number = $1 AND sequence = $2 AND recovered_at IS NULL";
    let changed = on!(transaction, |c| sqlx::query(UPDATE)
        .bind(row.document_number.as_str())
        .bind(row.sequence)
        .bind(at)
        .bind(is_restored)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("the loss of document {}", row.document_number),
        })
    }
}

/// The losses of a document, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_document(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Vec<LossRow>, StoreError> {
    const SELECT: &str = "SELECT document_number, sequence, reported_at, officer, lost_on, country, place, circumstances, \
         reporter, is_force_majeure, recovered_at, is_restored FROM loss WHERE document_number = $1 ORDER BY sequence DESC";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(number.as_str())
        .fetch_all(c)
        .await)?)
}

/// The losses of all documents of a person, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(
    transaction: &mut Transaction,
    person_id: &str,
) -> Result<Vec<LossRow>, StoreError> {
    const SELECT: &str = "SELECT loss.document_number, sequence, reported_at, officer, lost_on, country, place, circumstances, \
         reporter, is_force_majeure, recovered_at, is_restored FROM loss \
         JOIN document ON document.number = loss.document_number WHERE document.person_id = $1 \
         ORDER BY lost_on, loss.document_number, sequence";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(person_id)
        .fetch_all(c)
        .await)?)
}

/// The latest reports, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn latest(transaction: &mut Transaction, limit: i64) -> Result<Vec<LossRow>, StoreError> {
    const SELECT: &str = "SELECT document_number, sequence, reported_at, officer, lost_on, country, place, circumstances, \
         reporter, is_force_majeure, recovered_at, is_restored FROM loss ORDER BY reported_at DESC, document_number LIMIT $1";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}
