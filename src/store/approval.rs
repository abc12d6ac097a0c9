//! The table `approval`: officers' signatures, kept exactly as they go to the signer.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::ApplicationNumber;

/// One officer's signature over one record.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApprovalRow {
    /// The application; the record's own number may carry the attempt.
    pub application_number: String,
    /// The record that was signed, by its digest.
    pub record_sha256: String,
    /// `intake` or `approval`.
    pub role: String,
    /// Who signed.
    pub officer: String,
    /// The approval as JSON: the statement and the signature.
    pub approval: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
}

/// Keeps a signature. There is one for each role over one record.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody has signed this record in this role already.
pub async fn insert(transaction: &mut Transaction, row: &ApprovalRow) -> Result<(), StoreError> {
    let added = on!(transaction, |c| {
        sqlx::query(
            "INSERT INTO approval (application_number, record_sha256, role, officer, approval, signed_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (application_number, record_sha256, role) DO NOTHING",
        )
        .bind(&row.application_number)
        .bind(&row.record_sha256)
        .bind(&row.role)
        .bind(&row.officer)
        .bind(&row.approval)
        .bind(row.signed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if added == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("the {} signature of {}", row.role, row.application_number),
        })
    }
}

/// Takes one role's signature over one record out, so that it can be signed anew: a case that was sent back and attested
/// again without a change has the same record. The journal keeps that it was signed before.
///
/// # Errors
/// [`StoreError`].
pub async fn remove(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
    record_sha256: &str,
    role: &str,
) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "DELETE FROM approval WHERE application_number = $1 AND record_sha256 = $2 AND role = $3"
    )
    .bind(number.as_str())
    .bind(record_sha256)
    .bind(role)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// The signatures over one record of an application, the attestation first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_record(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
    record_sha256: &str,
) -> Result<Vec<ApprovalRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
            "SELECT application_number, record_sha256, role, officer, approval, signed_at FROM approval \
             WHERE application_number = $1 AND record_sha256 = $2 ORDER BY role DESC",
        )
        .bind(number.as_str())
        .bind(record_sha256)
        .fetch_all(c)
        .await
    })?)
}

/// Every signature in a case, over all its records, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_application(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
) -> Result<Vec<ApprovalRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
            "SELECT application_number, record_sha256, role, officer, approval, signed_at FROM approval \
             WHERE application_number = $1 ORDER BY signed_at, role DESC",
        )
        .bind(number.as_str())
        .fetch_all(c)
        .await
    })?)
}

/// An application that waits for an officer's signature.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitingRow {
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub status: String,
    /// The post that took it.
    pub post_id: String,
    /// The clerk who took it.
    pub taken_by: String,
    /// When it was first received.
    pub received_at: DateTime<Utc>,
}

/// The applications that wait for a clerk's or an examiner's signature, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(transaction: &mut Transaction) -> Result<Vec<WaitingRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
            "SELECT number, status, post_id, taken_by, received_at FROM application \
             WHERE status IN ('draft', 'returned', 'submitted', 'referred') ORDER BY received_at, number",
        )
        .fetch_all(c)
        .await
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture;

    fn row(role: &str, officer: &str) -> ApprovalRow {
        ApprovalRow {
            application_number: fixture::NUMBER.to_owned(),
            record_sha256: "ab".repeat(32),
            role: role.to_owned(),
            officer: officer.to_owned(),
            approval: "{}".to_owned(),
            signed_at: fixture::at("2026-11-22T01:02:03Z"),
        }
    }

    #[tokio::test]
    async fn each_role_signs_a_record_once_and_the_attestation_comes_first() {
        for store in fixture::stores("approval").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            insert(&mut tx, &row("approval", "lee")).await.unwrap();
            insert(&mut tx, &row("intake", "kim")).await.unwrap();
            assert!(matches!(
                insert(&mut tx, &row("intake", "lee")).await,
                Err(StoreError::Conflict { .. })
            ));
            let number = fixture::number();
            let found = of_record(&mut tx, &number, &"ab".repeat(32)).await.unwrap();
            assert_eq!(found, [row("intake", "kim"), row("approval", "lee")]);
            assert!(
                of_record(&mut tx, &number, &"cd".repeat(32))
                    .await
                    .unwrap()
                    .is_empty()
            );
            assert_eq!(of_application(&mut tx, &number).await.unwrap().len(), 2);
            let waits = waiting(&mut tx).await.unwrap();
            assert_eq!(waits[0].number, fixture::NUMBER);
            drop(tx);
            store.end().await;
        }
    }

    #[tokio::test]
    async fn a_third_role_has_no_place() {
        for store in fixture::stores("approval_role").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            assert!(insert(&mut tx, &row("observer", "kim")).await.is_err());
            drop(tx);
            store.end().await;
        }
    }
}
