//! How many there are of what, for those who watch the service. Counts only.

use super::database::{Transaction, on};
use super::error::StoreError;

/// Applications by status.
///
/// # Errors
/// [`StoreError`].
pub async fn applications(transaction: &mut Transaction) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as("SELECT status, COUNT(*) FROM application GROUP BY status ORDER BY status")
            .fetch_all(c)
            .await
    })?)
}

/// Blank books in stock by kind.
///
/// # Errors
/// [`StoreError`].
pub async fn stock(transaction: &mut Transaction) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
            "SELECT kind, COUNT(*) FROM blank WHERE state = 'in_stock' GROUP BY kind ORDER BY kind",
        )
        .fetch_all(c)
        .await
    })?)
}
