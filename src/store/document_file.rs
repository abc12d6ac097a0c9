//! The table `document_file`: which sealed object holds which file of a document.

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::DocumentNumber;

/// One file of a document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DocumentFileRow {
    /// Its name, `EF.DG1` …
    pub name: String,
    /// The object that holds it.
    pub object_id: String,
    /// The digest of what is in it, lower-case hexadecimal.
    pub sha256: String,
    /// Its size.
    pub size_bytes: i64,
}

/// Names the object that holds a file. A file has one content for ever; what is named again stays as it was.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    transaction: &mut Transaction,
    number: &DocumentNumber,
    name: &str,
    object_id: &str,
) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(
        "INSERT INTO document_file (document_number, name, object_id) VALUES ($1, $2, $3) \
         ON CONFLICT (document_number, name) DO NOTHING"
    )
    .bind(number.as_str())
    .bind(name)
    .bind(object_id)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(())
}

/// The files of a document by name.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Vec<DocumentFileRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
        "SELECT document_file.name, document_file.object_id, object.sha256, object.size_bytes FROM document_file \
         JOIN object ON object.id = document_file.object_id WHERE document_number = $1 ORDER BY document_file.name"
    )
    .bind(number.as_str())
    .fetch_all(c)
    .await
    })?)
}
