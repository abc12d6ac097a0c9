//! The table `post`: consulates, embassies and counters at home.

use super::database::{Transaction, on};
use super::error::StoreError;

/// One post.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PostRow {
    /// Its identifier, such as `osaka`.
    pub id: String,
    /// Its name in Korean.
    pub name_ko: String,
    /// Its name in English.
    pub name_en: String,
    /// `mission`, `local_government` or `ministry`.
    pub kind: String,
    /// The country it is in, a three-letter code.
    pub country: String,
}

/// Writes a new post.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &PostRow) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "INSERT INTO post (id, name_ko, name_en, kind, country) VALUES ($1, $2, $3, $4, $5)"
    )
    .bind(&row.id)
    .bind(&row.name_ko)
    .bind(&row.name_en)
    .bind(&row.kind)
    .bind(&row.country)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// The post of an identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn find(transaction: &mut Transaction, id: &str) -> Result<Option<PostRow>, StoreError> {
    Ok(on!(transaction, |c| sqlx::query_as(
        "SELECT id, name_ko, name_en, kind, country FROM post WHERE id = $1"
    )
    .bind(id)
    .fetch_optional(c)
    .await)?)
}

/// Every post, by identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn list(transaction: &mut Transaction) -> Result<Vec<PostRow>, StoreError> {
    Ok(on!(transaction, |c| sqlx::query_as(
        "SELECT id, name_ko, name_en, kind, country FROM post ORDER BY id"
    )
    .fetch_all(c)
    .await)?)
}
