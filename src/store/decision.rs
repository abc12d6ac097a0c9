//! The table `decision`: what officers decided in a case, in order. Rows are added and never changed.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::ApplicationNumber;

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// The application.
    pub application_number: String,
    /// Its place in the case, from 1 on.
    pub sequence: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who decided.
    pub officer: String,
    /// What was decided: `approved`, `refused`, `restricted`, `referred`, `returned`, `released`.
    pub outcome: String,
    /// The record that was decided on, by its digest.
    pub record_sha256: Option<String>,
    /// The edition of the law that was asked.
    pub edition: String,
    /// Structured reasons, as codes.
    pub reasons: Vec<String>,
    /// The provision on which it rests, where one was named.
    pub citation: Option<String>,
    /// Facts, answer and words, sealed under [`seal_context`].
    pub content_sealed: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Raw {
    application_number: String,
    sequence: i64,
    at: DateTime<Utc>,
    officer: String,
    outcome: String,
    record_sha256: Option<String>,
    edition: String,
    reasons: String,
    citation: Option<String>,
    content_sealed: Vec<u8>,
}

impl TryFrom<Raw> for DecisionRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            application_number: raw.application_number,
            sequence: raw.sequence,
            at: raw.at,
            officer: raw.officer,
            outcome: raw.outcome,
            record_sha256: raw.record_sha256,
            edition: raw.edition,
            reasons: serde_json::from_str(&raw.reasons).map_err(|_| StoreError::Inconsistent {
                table: "decision",
                column: "reasons",
            })?,
            citation: raw.citation,
            content_sealed: raw.content_sealed,
        })
    }
}

/// The place for which a decision's content is sealed.
pub fn seal_context(number: &str, sequence: i64) -> String {
    format!("decision.content:{number}:{sequence}")
}

/// The place that the next decision in a case will have.
///
/// # Errors
/// [`StoreError`].
pub async fn next_sequence(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
) -> Result<i64, StoreError> {
    let last: Option<i64> = on!(transaction, |c| sqlx::query_scalar(
        "SELECT MAX(sequence) FROM decision WHERE application_number = $1"
    )
    .bind(number.as_str())
    .fetch_one(c)
    .await)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a decision.
///
/// # Errors
/// [`StoreError::Conflict`] when another decision took its place.
pub async fn insert(transaction: &mut Transaction, row: &DecisionRow) -> Result<(), StoreError> {
    let reasons = serde_json::json!(row.reasons).to_string();
    let added = on!(transaction, |c| {
        sqlx::query(
            "INSERT INTO decision (application_number, sequence, at, officer, outcome, record_sha256, edition, reasons, citation, \
             content_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (application_number, sequence) DO NOTHING",
        )
        .bind(&row.application_number)
        .bind(row.sequence)
        .bind(row.at)
        .bind(&row.officer)
        .bind(&row.outcome)
        .bind(&row.record_sha256)
        .bind(&row.edition)
        .bind(&reasons)
        .bind(&row.citation)
        .bind(&row.content_sealed)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if added == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("application {}", row.application_number),
        })
    }
}

/// The decisions in a case, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_application(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
) -> Result<Vec<DecisionRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT application_number, sequence, at, officer, outcome, record_sha256, edition, reasons, citation, content_sealed \
             FROM decision WHERE application_number = $1 ORDER BY sequence",
        )
        .bind(number.as_str())
        .fetch_all(c)
        .await
    })?;
    raw.into_iter().map(DecisionRow::try_from).collect()
}

/// Decisions of every case in the order of their cases, at most `limit` after the one named.
///
/// # Errors
/// [`StoreError`].
pub async fn after(
    transaction: &mut Transaction,
    number: &str,
    sequence: i64,
    limit: i64,
) -> Result<Vec<DecisionRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT application_number, sequence, at, officer, outcome, record_sha256, edition, reasons, citation, content_sealed \
             FROM decision WHERE application_number > $1 OR (application_number = $1 AND sequence > $2) \
             ORDER BY application_number, sequence LIMIT $3",
        )
        .bind(number)
        .bind(sequence)
        .bind(limit)
        .fetch_all(c)
        .await
    })?;
    raw.into_iter().map(DecisionRow::try_from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture;

    fn row(sequence: i64, outcome: &str) -> DecisionRow {
        DecisionRow {
            application_number: fixture::NUMBER.to_owned(),
            sequence,
            at: fixture::at("2026-11-22T01:02:03.5Z"),
            officer: "lee".to_owned(),
            outcome: outcome.to_owned(),
            record_sha256: (sequence == 1).then(|| "ab".repeat(32)),
            edition: "decree-23181".to_owned(),
            reasons: vec!["photo".to_owned(), "name".to_owned()],
            citation: Some("Act 12(1)1".to_owned()),
            content_sealed: vec![1, 2, 3],
        }
    }

    #[tokio::test]
    async fn decisions_of_a_case_are_counted_and_none_takes_another_ones_place() {
        for store in fixture::stores("decision").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            let number = fixture::number();
            assert_eq!(next_sequence(&mut tx, &number).await.unwrap(), 1);
            insert(&mut tx, &row(1, "returned")).await.unwrap();
            assert_eq!(next_sequence(&mut tx, &number).await.unwrap(), 2);
            insert(&mut tx, &row(2, "approved")).await.unwrap();
            assert!(matches!(
                insert(&mut tx, &row(2, "refused")).await,
                Err(StoreError::Conflict { .. })
            ));
            let all = [row(1, "returned"), row(2, "approved")];
            assert_eq!(of_application(&mut tx, &number).await.unwrap(), all);
            assert_eq!(after(&mut tx, "", 0, 10).await.unwrap(), all);
            assert_eq!(
                after(&mut tx, fixture::NUMBER, 1, 10).await.unwrap(),
                all[1..]
            );
            assert_eq!(after(&mut tx, "", 0, 1).await.unwrap(), all[..1]);
            drop(tx);
            store.end().await;
        }
    }

    #[tokio::test]
    async fn an_outcome_without_a_spelling_is_not_written() {
        for store in fixture::stores("decision_word").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            assert!(insert(&mut tx, &row(1, "granted")).await.is_err());
            drop(tx);
            store.end().await;
        }
    }
}
