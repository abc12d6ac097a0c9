//! Keys of machines that ask: the digest of a key, never the key.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;

/// A key's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiKeyRow {
    /// Its identifier.
    pub id: String,
    /// Whose it is.
    pub agency: String,
    /// What it may be used for, words separated by spaces.
    pub scope: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether it is refused.
    pub disabled: bool,
}

/// Keeps a new key.
///
/// # Errors
/// [`StoreError::Conflict`] for an identifier that is taken.
pub async fn insert(
    transaction: &mut Transaction,
    row: &ApiKeyRow,
    key_sha256: &str,
) -> Result<(), StoreError> {
    let inserted = on!(transaction, |c| {
        sqlx::query(
            "INSERT INTO api_key (id, key_sha256, agency, scope, created_at, disabled) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT DO NOTHING",
        )
        .bind(&row.id)
        .bind(key_sha256)
        .bind(&row.agency)
        .bind(&row.scope)
        .bind(row.created_at)
        .bind(row.disabled)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if inserted == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("the API key `{}`", row.id),
        })
    }
}

/// The key with a digest, disabled or not.
///
/// # Errors
/// [`StoreError`].
pub async fn by_digest(
    transaction: &mut Transaction,
    key_sha256: &str,
) -> Result<Option<ApiKeyRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
            "SELECT id, agency, scope, created_at, disabled FROM api_key WHERE key_sha256 = $1",
        )
        .bind(key_sha256)
        .fetch_optional(c)
        .await
    })?)
}

/// Every key, by its identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn list(transaction: &mut Transaction) -> Result<Vec<ApiKeyRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as("SELECT id, agency, scope, created_at, disabled FROM api_key ORDER BY id")
            .fetch_all(c)
            .await
    })?)
}

/// Refuses a key from now on; whether there is one of that identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn disable(transaction: &mut Transaction, id: &str) -> Result<bool, StoreError> {
    let changed = on!(transaction, |c| {
        sqlx::query("UPDATE api_key SET disabled = $2 WHERE id = $1")
            .bind(id)
            .bind(true)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}
