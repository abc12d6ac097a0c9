//! The table `document`: one row a travel document, where it stands now.

use chrono::{DateTime, NaiveDate, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{ApplicationNumber, DocumentNumber, DocumentStatus, PassportKind, PassportUse};

/// One travel document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    /// Its number.
    pub number: DocumentNumber,
    /// The application it answers.
    pub application_number: ApplicationNumber,
    /// Its holder.
    pub person_id: String,
    /// The post that hands it over.
    pub post_id: String,
    /// Its kind.
    pub kind: PassportKind,
    /// Its use.
    pub usage: PassportUse,
    /// The book it was made in.
    pub blank_serial: String,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Since when.
    pub status_since: DateTime<Utc>,
    /// Date of issue.
    pub issue_date: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// The name in Hangul, for lists.
    pub name_ko: String,
    /// The name in Latin letters, for lists.
    pub name_en: String,
    /// The two lines of the machine readable zone.
    pub mrz: String,
    /// SHA-256 of the document signer's certificate.
    pub signer_certificate_sha256: Option<String>,
    /// Who made it.
    pub produced_by: String,
    /// Counts its changes.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Raw {
    number: String,
    application_number: String,
    person_id: String,
    post_id: String,
    kind: String,
    usage: String,
    blank_serial: String,
    status: String,
    status_since: DateTime<Utc>,
    issue_date: NaiveDate,
    valid_until: NaiveDate,
    name_ko: String,
    name_en: String,
    mrz: String,
    signer_certificate_sha256: Option<String>,
    produced_by: String,
    version: i64,
}

impl TryFrom<Raw> for DocumentRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "document",
            column,
        };
        Ok(Self {
            number: DocumentNumber::parse(&raw.number).map_err(|_| wrong("number"))?,
            application_number: ApplicationNumber::parse(&raw.application_number)
                .map_err(|_| wrong("application_number"))?,
            person_id: raw.person_id,
            post_id: raw.post_id,
            kind: PassportKind::parse(&raw.kind).ok_or_else(|| wrong("kind"))?,
            usage: PassportUse::parse(&raw.usage).ok_or_else(|| wrong("usage"))?,
            blank_serial: raw.blank_serial,
            status: DocumentStatus::parse(&raw.status).ok_or_else(|| wrong("status"))?,
            status_since: raw.status_since,
            issue_date: raw.issue_date,
            valid_until: raw.valid_until,
            name_ko: raw.name_ko,
            name_en: raw.name_en,
            mrz: raw.mrz,
            signer_certificate_sha256: raw.signer_certificate_sha256,
            produced_by: raw.produced_by,
            version: raw.version,
        })
    }
}

fn rows(raw: Vec<Raw>) -> Result<Vec<DocumentRow>, StoreError> {
    raw.into_iter().map(DocumentRow::try_from).collect()
}

/// Writes a new document; its version becomes 1.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &DocumentRow) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO document (number, application_number, person_id, post_id, kind, usage, blank_serial, \
         status, status_since, issue_date, valid_until, name_ko, name_en, mrz, signer_certificate_sha256, produced_by, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)";
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(row.number.as_str())
        .bind(row.application_number.as_str())
        .bind(&row.person_id)
        .bind(&row.post_id)
        .bind(row.kind.as_str())
        .bind(row.usage.as_str())
        .bind(&row.blank_serial)
        .bind(row.status.as_str())
        .bind(row.status_since)
        .bind(row.issue_date)
        .bind(row.valid_until)
        .bind(&row.name_ko)
        .bind(&row.name_en)
        .bind(&row.mrz)
        .bind(&row.signer_certificate_sha256)
        .bind(&row.produced_by)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// The document of a number.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Option<DocumentRow>, StoreError> {
    const SELECT: &str = "SELECT number, application_number, person_id, post_id, kind, usage, blank_serial, status, \
         status_since, issue_date, valid_until, name_ko, name_en, mrz, signer_certificate_sha256, produced_by, version \
         FROM document WHERE number = $1";
    let raw: Option<Raw> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(number.as_str())
        .fetch_optional(c)
        .await)?;
    raw.map(DocumentRow::try_from).transpose()
}

/// Writes down where a document stands now; nothing else about it ever changes. The new version is answered.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed it in between.
pub async fn set_status(
    transaction: &mut Transaction,
    row: &DocumentRow,
    status: DocumentStatus,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    const UPDATE: &str = "UPDATE document SET status = $3, status_since = $4, version = version + 1 \
         WHERE number = $1 AND version = $2";
    let changed = on!(transaction, |c| sqlx::query(UPDATE)
        .bind(row.number.as_str())
        .bind(row.version)
        .bind(status.as_str())
        .bind(since)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 {
        Ok(row.version + 1)
    } else {
        Err(StoreError::Conflict {
            what: format!("document {}", row.number),
        })
    }
}

/// What a border may know about a number: where the document stands, and since when.
///
/// # Errors
/// [`StoreError`].
pub async fn status(
    transaction: &mut Transaction,
    number: &DocumentNumber,
) -> Result<Option<(DocumentStatus, DateTime<Utc>)>, StoreError> {
    let raw: Option<(String, DateTime<Utc>)> = on!(transaction, |c| sqlx::query_as(
        "SELECT status, status_since FROM document WHERE number = $1"
    )
    .bind(number.as_str())
    .fetch_optional(c)
    .await)?;
    raw.map(|(status, since)| {
        DocumentStatus::parse(&status)
            .map(|status| (status, since))
            .ok_or(StoreError::Inconsistent {
                table: "document",
                column: "status",
            })
    })
    .transpose()
}

/// Every document of a person, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(
    transaction: &mut Transaction,
    person_id: &str,
) -> Result<Vec<DocumentRow>, StoreError> {
    const SELECT: &str = "SELECT number, application_number, person_id, post_id, kind, usage, blank_serial, status, \
         status_since, issue_date, valid_until, name_ko, name_en, mrz, signer_certificate_sha256, produced_by, version \
         FROM document WHERE person_id = $1 ORDER BY issue_date DESC, number";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(person_id)
        .fetch_all(c)
        .await)?)
}

/// Every document of an application, the newest first: spoiled ones too.
///
/// # Errors
/// [`StoreError`].
pub async fn of_application(
    transaction: &mut Transaction,
    application: &ApplicationNumber,
) -> Result<Vec<DocumentRow>, StoreError> {
    const SELECT: &str = "SELECT number, application_number, person_id, post_id, kind, usage, blank_serial, status, \
         status_since, issue_date, valid_until, name_ko, name_en, mrz, signer_certificate_sha256, produced_by, version \
         FROM document WHERE application_number = $1 ORDER BY issue_date DESC, number";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(application.as_str())
        .fetch_all(c)
        .await)?)
}

/// The documents in a status since before a moment, the oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn in_status(
    transaction: &mut Transaction,
    status: DocumentStatus,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DocumentRow>, StoreError> {
    const SELECT: &str = "SELECT number, application_number, person_id, post_id, kind, usage, blank_serial, status, \
         status_since, issue_date, valid_until, name_ko, name_en, mrz, signer_certificate_sha256, produced_by, version \
         FROM document WHERE status = $1 AND status_since <= $2 ORDER BY status_since, number LIMIT $3";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(status.as_str())
        .bind(before)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// The documents whose number or application number begins with a text, or whose holder's name in Hangul or Latin letters
/// contains it; the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn search(
    transaction: &mut Transaction,
    text: &str,
    limit: i64,
) -> Result<Vec<DocumentRow>, StoreError> {
    const SELECT: &str = "SELECT number, application_number, person_id, post_id, kind, usage, blank_serial, status, \
         status_since, issue_date, valid_until, name_ko, name_en, mrz, signer_certificate_sha256, produced_by, version \
         FROM document WHERE number LIKE $1 ESCAPE '!' OR application_number LIKE $1 ESCAPE '!' \
         OR name_ko LIKE $2 ESCAPE '!' OR UPPER(name_en) LIKE $2 ESCAPE '!' \
         ORDER BY issue_date DESC, number LIMIT $3";
    let plain = text
        .to_uppercase()
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    let (beginning, inside) = (format!("{plain}%"), format!("%{plain}%"));
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(&beginning)
        .bind(&inside)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// How many documents were made on each of the last days, by date of issue; spoiled ones too.
///
/// # Errors
/// [`StoreError`].
pub async fn made_per_day(
    transaction: &mut Transaction,
    from: NaiveDate,
) -> Result<Vec<(NaiveDate, i64)>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
        "SELECT issue_date, COUNT(*) FROM document WHERE issue_date >= $1 GROUP BY issue_date ORDER BY issue_date"
    )
    .bind(from)
    .fetch_all(c)
    .await
    })?)
}
