//! The table `application`: one row a request, as it stands now.

use chrono::{DateTime, NaiveDate, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{ApplicationNumber, ApplicationStatus, PassportKind, PassportUse};

/// One application.
#[derive(Debug, Clone, PartialEq)]
pub struct ApplicationRow {
    /// Its number.
    pub number: ApplicationNumber,
    /// The post that took it.
    pub post_id: String,
    /// The person, once it is known who it is.
    pub person_id: Option<String>,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// What is asked for.
    pub kind: PassportKind,
    /// The use asked for.
    pub usage: Option<PassportUse>,
    /// What was entered, sealed.
    pub draft_sealed: Vec<u8>,
    /// The name in Hangul, for lists.
    pub name_ko: String,
    /// The name in Latin letters, for lists.
    pub name_en: String,
    /// The application date.
    pub application_date: NaiveDate,
    /// When it was first received; never changes.
    pub received_at: DateTime<Utc>,
    /// The clerk who took it.
    pub taken_by: String,
    /// The examiner who decided it last.
    pub decided_by: Option<String>,
    /// The photo as handed in.
    pub photo_object: Option<String>,
    /// The portrait as it goes on the chip.
    pub portrait_object: Option<String>,
    /// What was measured in the photo, JSON.
    pub photo_report: Option<String>,
    /// Which record this is, from 1 on.
    pub attempt: i64,
    /// The canonical record that officers sign, sealed.
    pub record_sealed: Option<Vec<u8>>,
    /// Its digest, lower-case hexadecimal.
    pub record_sha256: Option<String>,
    /// The document that was made.
    pub document_number: Option<String>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Raw {
    number: String,
    post_id: String,
    person_id: Option<String>,
    status: String,
    kind: String,
    usage: Option<String>,
    draft_sealed: Vec<u8>,
    name_ko: String,
    name_en: String,
    application_date: NaiveDate,
    received_at: DateTime<Utc>,
    taken_by: String,
    decided_by: Option<String>,
    photo_object: Option<String>,
    portrait_object: Option<String>,
    photo_report: Option<String>,
    attempt: i64,
    record_sealed: Option<Vec<u8>>,
    record_sha256: Option<String>,
    document_number: Option<String>,
    updated_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<Raw> for ApplicationRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "application",
            column,
        };
        Ok(Self {
            number: ApplicationNumber::parse(&raw.number).map_err(|_| wrong("number"))?,
            post_id: raw.post_id,
            person_id: raw.person_id,
            status: ApplicationStatus::parse(&raw.status).ok_or_else(|| wrong("status"))?,
            kind: PassportKind::parse(&raw.kind).ok_or_else(|| wrong("kind"))?,
            usage: raw
                .usage
                .map(|usage| PassportUse::parse(&usage).ok_or_else(|| wrong("usage")))
                .transpose()?,
            draft_sealed: raw.draft_sealed,
            name_ko: raw.name_ko,
            name_en: raw.name_en,
            application_date: raw.application_date,
            received_at: raw.received_at,
            taken_by: raw.taken_by,
            decided_by: raw.decided_by,
            photo_object: raw.photo_object,
            portrait_object: raw.portrait_object,
            photo_report: raw.photo_report,
            attempt: raw.attempt,
            record_sealed: raw.record_sealed,
            record_sha256: raw.record_sha256,
            document_number: raw.document_number,
            updated_at: raw.updated_at,
            version: raw.version,
        })
    }
}

const INSERT: &str = "INSERT INTO application (number, post_id, person_id, status, kind, usage, draft_sealed, name_ko, name_en, \
     application_date, received_at, taken_by, decided_by, photo_object, portrait_object, photo_report, attempt, record_sealed, \
     record_sha256, document_number, updated_at, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";

/// Writes a new application; its version becomes 1 whatever the row says.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &ApplicationRow) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(row.number.as_str())
        .bind(&row.post_id)
        .bind(&row.person_id)
        .bind(row.status.as_str())
        .bind(row.kind.as_str())
        .bind(row.usage.map(PassportUse::as_str))
        .bind(&row.draft_sealed)
        .bind(&row.name_ko)
        .bind(&row.name_en)
        .bind(row.application_date)
        .bind(row.received_at)
        .bind(&row.taken_by)
        .bind(&row.decided_by)
        .bind(&row.photo_object)
        .bind(&row.portrait_object)
        .bind(&row.photo_report)
        .bind(row.attempt)
        .bind(&row.record_sealed)
        .bind(&row.record_sha256)
        .bind(&row.document_number)
        .bind(row.updated_at)
        .bind(1_i64)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const SELECT: &str = "SELECT number, post_id, person_id, status, kind, usage, draft_sealed, name_ko, name_en, application_date, \
     received_at, taken_by, decided_by, photo_object, portrait_object, photo_report, attempt, record_sealed, record_sha256, \
     document_number, updated_at, version FROM application WHERE number = $1";

/// The application of a number.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    number: &ApplicationNumber,
) -> Result<Option<ApplicationRow>, StoreError> {
    let raw: Option<Raw> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(number.as_str())
        .fetch_optional(c)
        .await)?;
    raw.map(ApplicationRow::try_from).transpose()
}

/// The applications in a status, the oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn in_status(
    transaction: &mut Transaction,
    status: ApplicationStatus,
    limit: i64,
) -> Result<Vec<ApplicationRow>, StoreError> {
    const LIST: &str = "SELECT number, post_id, person_id, status, kind, usage, draft_sealed, name_ko, name_en, \
         application_date, received_at, taken_by, decided_by, photo_object, portrait_object, photo_report, attempt, \
         record_sealed, record_sha256, document_number, updated_at, version FROM application WHERE status = $1 \
         ORDER BY received_at, number LIMIT $2";
    let raw: Vec<Raw> = on!(transaction, |c| sqlx::query_as(LIST)
        .bind(status.as_str())
        .bind(limit)
        .fetch_all(c)
        .await)?;
    raw.into_iter().map(ApplicationRow::try_from).collect()
}

const UPDATE: &str = "UPDATE application SET post_id = $3, person_id = $4, status = $5, kind = $6, usage = $7, draft_sealed = $8, \
     name_ko = $9, name_en = $10, application_date = $11, decided_by = $12, photo_object = $13, portrait_object = $14, \
     photo_report = $15, attempt = $16, record_sealed = $17, record_sha256 = $18, document_number = $19, updated_at = $20, \
     version = version + 1 WHERE number = $1 AND version = $2";

/// Writes an application back. `row.version` is the version that was loaded; the new one is answered.
///
/// When it was received and by whom never changes.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed it in between.
pub async fn update(
    transaction: &mut Transaction,
    row: &ApplicationRow,
) -> Result<i64, StoreError> {
    let changed = on!(transaction, |c| sqlx::query(UPDATE)
        .bind(row.number.as_str())
        .bind(row.version)
        .bind(&row.post_id)
        .bind(&row.person_id)
        .bind(row.status.as_str())
        .bind(row.kind.as_str())
        .bind(row.usage.map(PassportUse::as_str))
        .bind(&row.draft_sealed)
        .bind(&row.name_ko)
        .bind(&row.name_en)
        .bind(row.application_date)
        .bind(&row.decided_by)
        .bind(&row.photo_object)
        .bind(&row.portrait_object)
        .bind(&row.photo_report)
        .bind(row.attempt)
        .bind(&row.record_sealed)
        .bind(&row.record_sha256)
        .bind(&row.document_number)
        .bind(row.updated_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 {
        Ok(row.version + 1)
    } else {
        Err(StoreError::Conflict {
            what: format!("application {}", row.number),
        })
    }
}
