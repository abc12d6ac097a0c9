//! The table `session`: who is signed in. The token itself is only in the browser; here is its digest.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;

/// One session.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    /// SHA-256 of the token, lower-case hexadecimal.
    pub token_sha256: String,
    /// Whose it is.
    pub staff_id: String,
    /// What every form of the session has to carry.
    pub csrf_token: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for SessionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRow")
            .field("staff_id", &self.staff_id)
            .field("seen_at", &self.seen_at)
            .finish_non_exhaustive()
    }
}

/// Begins a session.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &SessionRow) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "INSERT INTO session (token_sha256, staff_id, csrf_token, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)"
    )
    .bind(&row.token_sha256)
    .bind(&row.staff_id)
    .bind(&row.csrf_token)
    .bind(row.created_at)
    .bind(row.seen_at)
    .bind(row.expires_at)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// The session of a token's digest.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    token_sha256: &str,
) -> Result<Option<SessionRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
        "SELECT token_sha256, staff_id, csrf_token, created_at, seen_at, expires_at FROM session WHERE token_sha256 = $1"
    )
    .bind(token_sha256)
    .fetch_optional(c)
    .await
    })?)
}

/// Notes that a session was used.
///
/// # Errors
/// [`StoreError`].
pub async fn touch(
    transaction: &mut Transaction,
    token_sha256: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "UPDATE session SET seen_at = $2 WHERE token_sha256 = $1"
    )
    .bind(token_sha256)
    .bind(at)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(transaction: &mut Transaction, token_sha256: &str) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "DELETE FROM session WHERE token_sha256 = $1"
    )
    .bind(token_sha256)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// Ends every session of an officer: after a reset or when the account is disabled.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_all_of(
    transaction: &mut Transaction,
    staff_id: &str,
) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "DELETE FROM session WHERE staff_id = $1"
    )
    .bind(staff_id)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// Clears away what has ended: sessions past their end, and those not used since `idle_since`.
///
/// # Errors
/// [`StoreError`].
pub async fn delete_ended(
    transaction: &mut Transaction,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2"
    )
    .bind(now)
    .bind(idle_since)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}
