//! The table `production`: one row a try at making a book, written before the signer is asked.

use chrono::{DateTime, NaiveDate, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{ApplicationNumber, DocumentNumber, ProductionState};

/// One try at making a book.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductionRow {
    /// The number given to the document.
    pub document_number: DocumentNumber,
    /// The application.
    pub application_number: ApplicationNumber,
    /// The blank that was drawn.
    pub blank_serial: String,
    /// How far it has come.
    pub state: ProductionState,
    /// The exact request to the signer, sealed.
    pub request_sealed: Vec<u8>,
    /// Who makes it.
    pub operator: String,
    /// When number and blank were drawn.
    pub prepared_at: DateTime<Utc>,
    /// When it ended.
    pub settled_at: Option<DateTime<Utc>>,
    /// Why it waits or was given up: a word of the program.
    pub problem: Option<String>,
    /// The same for people, without personal data.
    pub problem_detail: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Raw {
    document_number: String,
    application_number: String,
    blank_serial: String,
    state: String,
    request_sealed: Vec<u8>,
    operator: String,
    prepared_at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
    problem: Option<String>,
    problem_detail: Option<String>,
}

impl TryFrom<Raw> for ProductionRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "production",
            column,
        };
        Ok(Self {
            document_number: DocumentNumber::parse(&raw.document_number)
                .map_err(|_| wrong("document_number"))?,
            application_number: ApplicationNumber::parse(&raw.application_number)
                .map_err(|_| wrong("application_number"))?,
            blank_serial: raw.blank_serial,
            state: ProductionState::parse(&raw.state).ok_or_else(|| wrong("state"))?,
            request_sealed: raw.request_sealed,
            operator: raw.operator,
            prepared_at: raw.prepared_at,
            settled_at: raw.settled_at,
            problem: raw.problem,
            problem_detail: raw.problem_detail,
        })
    }
}

/// Writes a new try down.
///
/// # Errors
/// [`StoreError::Unavailable`], also when the application or the blank has another open try.
pub async fn insert(transaction: &mut Transaction, row: &ProductionRow) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO production (document_number, application_number, blank_serial, state, request_sealed, \
         operator, prepared_at, settled_at, problem, problem_detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(row.document_number.as_str())
        .bind(row.application_number.as_str())
        .bind(&row.blank_serial)
        .bind(row.state.as_str())
        .bind(&row.request_sealed)
        .bind(&row.operator)
        .bind(row.prepared_at)
        .bind(row.settled_at)
        .bind(&row.problem)
        .bind(&row.problem_detail)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// The try under a document number.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Option<ProductionRow>, StoreError> {
    const SELECT: &str = "SELECT document_number, application_number, blank_serial, state, request_sealed, operator, \
         prepared_at, settled_at, problem, problem_detail FROM production WHERE document_number = $1";
    let raw: Option<Raw> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(number.as_str())
        .fetch_optional(c)
        .await)?;
    raw.map(ProductionRow::try_from).transpose()
}

/// Writes down where a try stands; a try that has ended is not changed any more.
///
/// # Errors
/// [`StoreError::Conflict`] when it has ended.
pub async fn update(transaction: &mut Transaction, row: &ProductionRow) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE production SET state = $2, settled_at = $3, problem = $4, problem_detail = $5 \
         WHERE document_number = $1 AND state = 'prepared'";
    let changed = on!(transaction, |c| sqlx::query(UPDATE)
        .bind(row.document_number.as_str())
        .bind(row.state.as_str())
        .bind(row.settled_at)
        .bind(&row.problem)
        .bind(&row.problem_detail)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("the making of document {}", row.document_number),
        })
    }
}

/// Every try that has not ended, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn open(transaction: &mut Transaction) -> Result<Vec<ProductionRow>, StoreError> {
    const SELECT: &str = "SELECT document_number, application_number, blank_serial, state, request_sealed, operator, \
         prepared_at, settled_at, problem, problem_detail FROM production WHERE state = 'prepared' \
         ORDER BY prepared_at, document_number";
    let raw: Vec<Raw> = on!(transaction, |c| sqlx::query_as(SELECT).fetch_all(c).await)?;
    raw.into_iter().map(ProductionRow::try_from).collect()
}

/// The tries for an application, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_application(
    transaction: &mut Transaction,
    application: &ApplicationNumber,
) -> Result<Vec<ProductionRow>, StoreError> {
    const SELECT: &str = "SELECT document_number, application_number, blank_serial, state, request_sealed, operator, \
         prepared_at, settled_at, problem, problem_detail FROM production WHERE application_number = $1 \
         ORDER BY prepared_at, document_number";
    let raw: Vec<Raw> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(application.as_str())
        .fetch_all(c)
        .await)?;
    raw.into_iter().map(ProductionRow::try_from).collect()
}

/// The dates of issue of the documents that tries released since a moment.
///
/// # Errors
/// [`StoreError`].
pub async fn released_since(
    transaction: &mut Transaction,
    since: DateTime<Utc>,
) -> Result<Vec<NaiveDate>, StoreError> {
    const SELECT: &str = "SELECT document.issue_date FROM production \
         JOIN document ON document.number = production.document_number \
         WHERE production.state = 'released' AND production.settled_at >= $1";
    Ok(on!(transaction, |c| sqlx::query_scalar(SELECT)
        .bind(since)
        .fetch_all(c)
        .await)?)
}
