//! The table `staff`: who works here, what they may do, and how they prove who they are.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::StaffRole;

/// A member of staff.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// The officer's identifier.
    pub id: String,
    /// The name in Hangul, family name first.
    pub name_ko: String,
    /// The name in Latin letters, family name first.
    pub name_en: String,
    /// The post the officer works at.
    pub post_id: String,
    /// What the officer may do.
    pub roles: BTreeSet<StaffRole>,
    /// The password's hash in PHC form.
    pub password_hash: String,
    /// The secret of the second factor, sealed.
    pub totp_secret_sealed: Vec<u8>,
    /// The last time step whose code was used; a code of it or of an earlier one is no longer good.
    pub totp_last_step: i64,
    /// The language the officer works in: `ko` or `en`.
    pub language: String,
    /// Whether the officer can no longer sign in.
    pub disabled: bool,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

impl std::fmt::Debug for StaffRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StaffRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: String,
    name_ko: String,
    name_en: String,
    post_id: String,
    roles: String,
    password_hash: String,
    totp_secret_sealed: Vec<u8>,
    totp_last_step: i64,
    language: String,
    disabled: bool,
    created_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<Raw> for StaffRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            roles: roles(&raw.roles).ok_or(StoreError::Inconsistent {
                table: "staff",
                column: "roles",
            })?,
            id: raw.id,
            name_ko: raw.name_ko,
            name_en: raw.name_en,
            post_id: raw.post_id,
            password_hash: raw.password_hash,
            totp_secret_sealed: raw.totp_secret_sealed,
            totp_last_step: raw.totp_last_step,
            language: raw.language,
            disabled: raw.disabled,
            created_at: raw.created_at,
            version: raw.version,
        })
    }
}

/// Roles are kept as their words with a space between, in the order of [`StaffRole::ALL`].
fn roles(text: &str) -> Option<BTreeSet<StaffRole>> {
    text.split_whitespace().map(StaffRole::parse).collect()
}

fn words(roles: &BTreeSet<StaffRole>) -> String {
    roles
        .iter()
        .map(|role| role.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes a new member of staff; the version becomes 1 whatever the row says.
///
/// # Errors
/// [`StoreError::Conflict`] when the identifier is taken.
pub async fn insert(transaction: &mut Transaction, row: &StaffRow) -> Result<(), StoreError> {
    let inserted = on!(transaction, |c| {
        sqlx::query(
        "INSERT INTO staff (id, name_ko, name_en, post_id, roles, password_hash, totp_secret_sealed, totp_last_step, language, \
         disabled, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING"
    )
    .bind(&row.id)
    .bind(&row.name_ko)
    .bind(&row.name_en)
    .bind(&row.post_id)
    .bind(words(&row.roles))
    .bind(&row.password_hash)
    .bind(&row.totp_secret_sealed)
    .bind(row.totp_last_step)
    .bind(&row.language)
    .bind(row.disabled)
    .bind(row.created_at)
    .bind(1_i64)
    .execute(c)
    .await
    .map(|done| done.rows_affected())
    })?;
    one(inserted, &row.id)
}

/// The member of staff of an identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn find(transaction: &mut Transaction, id: &str) -> Result<Option<StaffRow>, StoreError> {
    let raw: Option<Raw> = on!(transaction, |c| {
        sqlx::query_as(
        "SELECT id, name_ko, name_en, post_id, roles, password_hash, totp_secret_sealed, totp_last_step, language, disabled, \
         created_at, version FROM staff WHERE id = $1"
    )
    .bind(id)
    .fetch_optional(c)
    .await
    })?;
    raw.map(StaffRow::try_from).transpose()
}

/// Everybody, by post and identifier.
///
/// # Errors
/// [`StoreError`].
pub async fn list(transaction: &mut Transaction) -> Result<Vec<StaffRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
        "SELECT id, name_ko, name_en, post_id, roles, password_hash, totp_secret_sealed, totp_last_step, language, disabled, \
         created_at, version FROM staff ORDER BY post_id, id"
    )
    .fetch_all(c)
    .await
    })?;
    raw.into_iter().map(StaffRow::try_from).collect()
}

/// Writes a member of staff back. `row.version` is the version that was loaded; the new one is answered.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed it in between.
pub async fn update(transaction: &mut Transaction, row: &StaffRow) -> Result<i64, StoreError> {
    let changed = on!(transaction, |c| {
        sqlx::query(
        "UPDATE staff SET name_ko = $3, name_en = $4, post_id = $5, roles = $6, password_hash = $7, totp_secret_sealed = $8, \
         totp_last_step = $9, language = $10, disabled = $11, version = version + 1 WHERE id = $1 AND version = $2"
    )
    .bind(&row.id)
    .bind(row.version)
    .bind(&row.name_ko)
    .bind(&row.name_en)
    .bind(&row.post_id)
    .bind(words(&row.roles))
    .bind(&row.password_hash)
    .bind(&row.totp_secret_sealed)
    .bind(row.totp_last_step)
    .bind(&row.language)
    .bind(row.disabled)
    .execute(c)
    .await
    .map(|done| done.rows_affected())
    })?;
    one(changed, &row.id)?;
    Ok(row.version + 1)
}

/// Uses up a time step of the second factor; whether it was still unused.
///
/// One statement, so that of two sign-ins with the same code at the same moment only one gets in.
///
/// # Errors
/// [`StoreError`].
pub async fn use_totp_step(
    transaction: &mut Transaction,
    id: &str,
    step: i64,
) -> Result<bool, StoreError> {
    let changed = on!(transaction, |c| sqlx::query(
        "UPDATE staff SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2"
    )
    .bind(id)
    .bind(step)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

fn one(changed: u64, id: &str) -> Result<(), StoreError> {
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("officer {id}"),
        })
    }
}
