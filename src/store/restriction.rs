//! The table `restriction`: who may not be issued a passport, since when, until when, and by which provision.

use chrono::{DateTime, NaiveDate, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::hex;

/// What stands against a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestrictionEffect {
    /// Issue was refused, and the ground lasts (the Act, art. 12(1)).
    Refusal,
    /// Issue is restricted for a time (the Act, art. 12(3)).
    Restriction,
}

impl RestrictionEffect {
    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refusal => "refusal",
            Self::Restriction => "restriction",
        }
    }

    /// The effect of a word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Refusal, Self::Restriction]
            .into_iter()
            .find(|effect| effect.as_str() == text)
    }
}

/// One restriction or refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestrictionRow {
    /// Its identifier.
    pub id: String,
    /// The person.
    pub person_id: String,
    /// What it does.
    pub effect: RestrictionEffect,
    /// The ground, as a code of the law.
    pub ground: String,
    /// Where the ground stands in the law.
    pub citation: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; `None` while the ground lasts.
    pub ends_on: Option<NaiveDate>,
    /// Who asked for it: an agency, or the authority itself.
    pub agency: String,
    /// The case it was decided in, if any.
    pub application_number: Option<String>,
    /// Who entered it.
    pub entered_by: String,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// When it was lifted before its end.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Who lifted it.
    pub lifted_by: Option<String>,
    /// Why it was lifted, as a code of the law.
    pub lift_reason: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

impl RestrictionRow {
    /// Whether it stands against an issue on this day.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.lifted_at.is_none()
            && self.starts_on <= day
            && self.ends_on.is_none_or(|last| day <= last)
    }
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: String,
    person_id: String,
    effect: String,
    ground: String,
    citation: String,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    agency: String,
    application_number: Option<String>,
    entered_by: String,
    entered_at: DateTime<Utc>,
    lifted_at: Option<DateTime<Utc>>,
    lifted_by: Option<String>,
    lift_reason: Option<String>,
    version: i64,
}

impl TryFrom<Raw> for RestrictionRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            effect: RestrictionEffect::parse(&raw.effect).ok_or(StoreError::Inconsistent {
                table: "restriction",
                column: "effect",
            })?,
            id: raw.id,
            person_id: raw.person_id,
            ground: raw.ground,
            citation: raw.citation,
            starts_on: raw.starts_on,
            ends_on: raw.ends_on,
            agency: raw.agency,
            application_number: raw.application_number,
            entered_by: raw.entered_by,
            entered_at: raw.entered_at,
            lifted_at: raw.lifted_at,
            lifted_by: raw.lifted_by,
            lift_reason: raw.lift_reason,
            version: raw.version,
        })
    }
}

/// A new identifier.
///
/// # Errors
/// [`StoreError::Sealed`] when the cryptographic library gives no random bytes.
pub fn new_id() -> Result<String, StoreError> {
    let mut bytes = [0; 8];
    openssl::rand::rand_bytes(&mut bytes).map_err(|_| StoreError::Sealed {
        what: "a new identifier".to_owned(),
    })?;
    Ok(hex(&bytes))
}

/// Enters a restriction; its version becomes 1 whatever the row says.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &RestrictionRow) -> Result<(), StoreError> {
    on!(transaction, |c| {
        sqlx::query(
            "INSERT INTO restriction (id, person_id, effect, ground, citation, starts_on, ends_on, agency, application_number, \
             entered_by, entered_at, lifted_at, lifted_by, lift_reason, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(&row.id)
        .bind(&row.person_id)
        .bind(row.effect.as_str())
        .bind(&row.ground)
        .bind(&row.citation)
        .bind(row.starts_on)
        .bind(row.ends_on)
        .bind(&row.agency)
        .bind(&row.application_number)
        .bind(&row.entered_by)
        .bind(row.entered_at)
        .bind(row.lifted_at)
        .bind(&row.lifted_by)
        .bind(&row.lift_reason)
        .bind(1_i64)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Lifts a restriction. `row.version` is the version that was loaded.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed or lifted it in between.
pub async fn lift(
    transaction: &mut Transaction,
    row: &RestrictionRow,
    at: DateTime<Utc>,
    by: &str,
    reason: &str,
) -> Result<(), StoreError> {
    let changed = on!(transaction, |c| {
        sqlx::query(
            "UPDATE restriction SET lifted_at = $3, lifted_by = $4, lift_reason = $5, version = version + 1 \
             WHERE id = $1 AND version = $2 AND lifted_at IS NULL",
        )
        .bind(&row.id)
        .bind(row.version)
        .bind(at)
        .bind(by)
        .bind(reason)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("restriction {}", row.id),
        })
    }
}

/// The restriction of an identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    id: &str,
) -> Result<Option<RestrictionRow>, StoreError> {
    let raw: Option<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT id, person_id, effect, ground, citation, starts_on, ends_on, agency, application_number, entered_by, \
             entered_at, lifted_at, lifted_by, lift_reason, version FROM restriction WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })?;
    raw.map(RestrictionRow::try_from).transpose()
}

/// Everything that ever stood against a person, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_person(
    transaction: &mut Transaction,
    person_id: &str,
) -> Result<Vec<RestrictionRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT id, person_id, effect, ground, citation, starts_on, ends_on, agency, application_number, entered_by, \
             entered_at, lifted_at, lifted_by, lift_reason, version FROM restriction WHERE person_id = $1 \
             ORDER BY entered_at DESC, id",
        )
        .bind(person_id)
        .fetch_all(c)
        .await
    })?;
    raw.into_iter().map(RestrictionRow::try_from).collect()
}

/// What stands against a person on a day.
///
/// # Errors
/// [`StoreError`].
pub async fn in_force(
    transaction: &mut Transaction,
    person_id: &str,
    day: NaiveDate,
) -> Result<Vec<RestrictionRow>, StoreError> {
    let mut rows = of_person(transaction, person_id).await?;
    rows.retain(|row| row.is_in_force(day));
    Ok(rows)
}

/// All restrictions, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn all(
    transaction: &mut Transaction,
    limit: i64,
) -> Result<Vec<RestrictionRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT id, person_id, effect, ground, citation, starts_on, ends_on, agency, application_number, entered_by, \
             entered_at, lifted_at, lifted_by, lift_reason, version FROM restriction ORDER BY entered_at DESC, id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(c)
        .await
    })?;
    raw.into_iter().map(RestrictionRow::try_from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(id: &str) -> RestrictionRow {
        RestrictionRow {
            id: id.to_owned(),
            person_id: fixture::PERSON.to_owned(),
            effect: RestrictionEffect::Restriction,
            ground: "restriction_for_dignity".to_owned(),
            citation: "Act 12(3)2".to_owned(),
            starts_on: day("2026-11-22"),
            ends_on: Some(day("2027-11-22")),
            agency: "Ministry".to_owned(),
            application_number: Some(fixture::NUMBER.to_owned()),
            entered_by: "lee".to_owned(),
            entered_at: fixture::at("2026-11-22T01:02:03Z"),
            lifted_at: None,
            lifted_by: None,
            lift_reason: None,
            version: 1,
        }
    }

    #[tokio::test]
    async fn a_restriction_is_in_force_from_its_first_to_its_last_day() {
        for store in fixture::stores("restriction").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            insert(&mut tx, &row("r1")).await.unwrap();
            assert_eq!(find(&mut tx, "r1").await.unwrap(), Some(row("r1")));
            for (on, stands) in [
                ("2026-11-21", false),
                ("2026-11-22", true),
                ("2027-11-22", true),
                ("2027-11-23", false),
            ] {
                let found = in_force(&mut tx, fixture::PERSON, day(on)).await.unwrap();
                assert_eq!(!found.is_empty(), stands, "{on}");
            }
            assert!(
                in_force(&mut tx, "nobody", day("2026-11-22"))
                    .await
                    .unwrap()
                    .is_empty()
            );
            drop(tx);
            store.end().await;
        }
    }

    #[tokio::test]
    async fn a_lifted_one_stays_in_the_list_and_is_lifted_once() {
        for store in fixture::stores("restriction_lift").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            let endless = RestrictionRow {
                ends_on: None,
                ..row("r1")
            };
            insert(&mut tx, &endless).await.unwrap();
            assert!(endless.is_in_force(day("2099-01-01")));
            let at = fixture::at("2026-12-01T00:00:00Z");
            lift(&mut tx, &endless, at, "lee", "cause_extinguished")
                .await
                .unwrap();
            assert!(matches!(
                lift(&mut tx, &endless, at, "lee", "cause_extinguished").await,
                Err(StoreError::Conflict { .. })
            ));
            let after = find(&mut tx, "r1").await.unwrap().unwrap();
            assert!(!after.is_in_force(day("2026-12-02")));
            assert_eq!(
                (after.lifted_by.as_deref(), after.version),
                (Some("lee"), 2)
            );
            assert_eq!(all(&mut tx, 10).await.unwrap(), [after]);
            drop(tx);
            store.end().await;
        }
    }
}
