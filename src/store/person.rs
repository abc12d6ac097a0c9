//! The table `person`: who people are, apart from what they ask for.
//!
//! A resident number is kept sealed, and found by a keyed hash; nothing else of it is written anywhere.

use chrono::{DateTime, NaiveDate, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;

/// One person.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonRow {
    /// The identifier, which means nothing.
    pub id: String,
    /// The surname in Hangul.
    pub surname_ko: String,
    /// The given names in Hangul.
    pub given_names_ko: String,
    /// The surname in Latin letters.
    pub surname_en: String,
    /// The given names in Latin letters.
    pub given_names_en: String,
    /// Date of birth.
    pub birth: NaiveDate,
    /// `F`, `M` or `X`.
    pub sex: String,
    /// Nationality, a code of Doc 9303-3.
    pub nationality: String,
    /// The keyed hash of the resident number, context [`RESIDENT_NUMBER_HASH`].
    pub resident_number_hash: Option<String>,
    /// The resident number's thirteen digits, sealed for [`resident_number_context`].
    pub resident_number_sealed: Option<Vec<u8>>,
    /// When the person was first written down.
    pub created_at: DateTime<Utc>,
    /// Counts changes.
    pub version: i64,
}

impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// The context of the keyed hash under which a person is found by resident number.
pub const RESIDENT_NUMBER_HASH: &str = "resident_number";

/// The context under which a person's resident number is sealed.
pub fn resident_number_context(id: &str) -> String {
    format!("person.resident_number:{id}")
}

const INSERT: &str = "INSERT INTO person (id, surname_ko, given_names_ko, surname_en, given_names_en, birth, sex, nationality, \
     resident_number_hash, resident_number_sealed, created_at, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";

/// Writes a new person; the version becomes 1 whatever the row says.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &PersonRow) -> Result<(), StoreError> {
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(&row.id)
        .bind(&row.surname_ko)
        .bind(&row.given_names_ko)
        .bind(&row.surname_en)
        .bind(&row.given_names_en)
        .bind(row.birth)
        .bind(&row.sex)
        .bind(&row.nationality)
        .bind(&row.resident_number_hash)
        .bind(&row.resident_number_sealed)
        .bind(row.created_at)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.surname_ko, p.given_names_ko, p.surname_en, p.given_names_en, p.birth, p.sex, p.nationality, ",
            "p.resident_number_hash, p.resident_number_sealed, p.created_at, p.version FROM person p ",
            $rest
        )
    };
}

/// The person of an identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    id: &str,
) -> Result<Option<PersonRow>, StoreError> {
    Ok(on!(transaction, |c| sqlx::query_as(select!(
        "WHERE p.id = $1"
    ))
    .bind(id)
    .fetch_optional(c)
    .await)?)
}

/// The person of a resident number, by its keyed hash.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_resident_number(
    transaction: &mut Transaction,
    hash: &str,
) -> Result<Option<PersonRow>, StoreError> {
    Ok(on!(transaction, |c| sqlx::query_as(select!(
        "WHERE p.resident_number_hash = $1"
    ))
    .bind(hash)
    .fetch_optional(c)
    .await)?)
}

/// The holder of a document of ours.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_document(
    transaction: &mut Transaction,
    document_number: &str,
) -> Result<Option<PersonRow>, StoreError> {
    Ok(on!(transaction, |c| sqlx::query_as(select!(
        "JOIN document d ON d.person_id = p.id WHERE d.number = $1"
    ))
    .bind(document_number)
    .fetch_optional(c)
    .await)?)
}

/// People of a name in Hangul and a day of birth; both, for nobody leafs through people.
///
/// # Errors
/// [`StoreError`].
pub async fn search(
    transaction: &mut Transaction,
    surname_ko: &str,
    given_names_ko: &str,
    birth: NaiveDate,
) -> Result<Vec<PersonRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(select!(
        "WHERE p.surname_ko = $1 AND p.given_names_ko = $2 AND p.birth = $3 ORDER BY p.created_at, p.id LIMIT 20"
    ))
    .bind(surname_ko)
    .bind(given_names_ko)
    .bind(birth)
    .fetch_all(c)
    .await
    })?)
}

/// People of a name in Latin letters and a day of birth, for somebody without a Hangul name.
///
/// # Errors
/// [`StoreError`].
pub async fn search_latin(
    transaction: &mut Transaction,
    surname_en: &str,
    given_names_en: &str,
    birth: NaiveDate,
) -> Result<Vec<PersonRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(select!(
        "WHERE p.surname_en = $1 AND p.given_names_en = $2 AND p.birth = $3 ORDER BY p.created_at, p.id LIMIT 20"
    ))
    .bind(surname_en)
    .bind(given_names_en)
    .bind(birth)
    .fetch_all(c)
    .await
    })?)
}

const UPDATE: &str = "UPDATE person SET surname_ko = $3, given_names_ko = $4, surname_en = $5, given_names_en = $6, birth = $7, \
     sex = $8, nationality = $9, resident_number_hash = $10, resident_number_sealed = $11, version = version + 1 \
     WHERE id = $1 AND version = $2";

/// Writes a person back; the new version is answered.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed it in between.
pub async fn update(transaction: &mut Transaction, row: &PersonRow) -> Result<i64, StoreError> {
    let changed = on!(transaction, |c| sqlx::query(UPDATE)
        .bind(&row.id)
        .bind(row.version)
        .bind(&row.surname_ko)
        .bind(&row.given_names_ko)
        .bind(&row.surname_en)
        .bind(&row.given_names_en)
        .bind(row.birth)
        .bind(&row.sex)
        .bind(&row.nationality)
        .bind(&row.resident_number_hash)
        .bind(&row.resident_number_sealed)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 {
        Ok(row.version + 1)
    } else {
        Err(StoreError::Conflict {
            what: format!("person {}", row.id),
        })
    }
}

/// A document of a person, as far as a new application must know of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldDocument {
    /// Its number.
    pub number: String,
    /// Its kind, in the contract's word.
    pub kind: String,
    /// Where it is in its life.
    pub status: String,
    /// Its last day.
    pub valid_until: NaiveDate,
}

/// A person's documents, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn documents(
    transaction: &mut Transaction,
    id: &str,
) -> Result<Vec<HeldDocument>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
        "SELECT number, kind, status, valid_until FROM document WHERE person_id = $1 ORDER BY issue_date DESC, number"
    )
    .bind(id)
    .fetch_all(c)
    .await
    })?)
}

/// The numbers of a person's applications that are still under way, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn open_applications(
    transaction: &mut Transaction,
    id: &str,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = on!(transaction, |c| {
        sqlx::query_as(
        "SELECT number FROM application WHERE person_id = $1 \
         AND status NOT IN ('refused', 'restricted', 'withdrawn', 'delivered') ORDER BY received_at, number"
    )
    .bind(id)
    .fetch_all(c)
    .await
    })?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}
