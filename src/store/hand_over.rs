//! The table `hand_over`: who took a book home.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{DocumentNumber, Identification, OldBook, Recipient};

/// One hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who handed it over.
    pub officer: String,
    /// By what the recipient was identified.
    pub identified_by: Identification,
    /// Who took it.
    pub recipient: Recipient,
    /// The book that went out of effect with it.
    pub old_document: Option<DocumentNumber>,
    /// What became of that book.
    pub old_marked: Option<OldBook>,
}

/// Writes a hand-over down; there is one at most.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    transaction: &mut Transaction,
    number: &DocumentNumber,
    row: &HandOverRow,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO hand_over (document_number, at, officer, identified_by, recipient, old_document, old_marked) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(number.as_str())
        .bind(row.at)
        .bind(&row.officer)
        .bind(row.identified_by.as_str())
        .bind(row.recipient.as_str())
        .bind(row.old_document.as_ref().map(DocumentNumber::as_str))
        .bind(row.old_marked.map(OldBook::as_str))
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Raw {
    at: DateTime<Utc>,
    officer: String,
    identified_by: String,
    recipient: String,
    old_document: Option<String>,
    old_marked: Option<String>,
}

/// The hand-over of a document.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Option<HandOverRow>, StoreError> {
    const SELECT: &str = "SELECT at, officer, identified_by, recipient, old_document, old_marked FROM hand_over \
         WHERE document_number = $1";
    let raw: Option<Raw> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(number.as_str())
        .fetch_optional(c)
        .await)?;
    let wrong = |column| StoreError::Inconsistent {
        table: "hand_over",
        column,
    };
    raw.map(|raw| {
        Ok(HandOverRow {
            at: raw.at,
            officer: raw.officer,
            identified_by: Identification::parse(&raw.identified_by)
                .ok_or_else(|| wrong("identified_by"))?,
            recipient: Recipient::parse(&raw.recipient).ok_or_else(|| wrong("recipient"))?,
            old_document: raw
                .old_document
                .map(|old| DocumentNumber::parse(&old).map_err(|_| wrong("old_document")))
                .transpose()?,
            old_marked: raw
                .old_marked
                .map(|mark| OldBook::parse(&mark).ok_or_else(|| wrong("old_marked")))
                .transpose()?,
        })
    })
    .transpose()
}
