//! The table `officer_key`: officers' own keys, as far as the service may know them.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Its officer asks for it to count.
    Requested,
    /// Its signatures count.
    Enrolled,
    /// Two administrators, or the signer, said no.
    Refused,
    /// It counted once.
    Disabled,
}

impl KeyState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Requested,
        Self::Enrolled,
        Self::Refused,
        Self::Disabled,
    ];

    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Enrolled => "enrolled",
            Self::Refused => "refused",
            Self::Disabled => "disabled",
        }
    }

    /// The state of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A key of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerKeyRow {
    /// SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal.
    pub public_key_sha256: String,
    /// Whose key.
    pub officer: String,
    /// The SubjectPublicKeyInfo in base64, as the signer's register has it.
    pub public_key: String,
    /// The private half, wrapped by a passphrase that only the officer knows; `None` for a key that never left a browser.
    pub wrapped_key: Option<String>,
    /// Where it stands.
    pub state: KeyState,
    /// When it was made known.
    pub created_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Raw {
    public_key_sha256: String,
    officer: String,
    public_key: String,
    wrapped_key: Option<String>,
    state: String,
    created_at: DateTime<Utc>,
}

impl TryFrom<Raw> for OfficerKeyRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            public_key_sha256: raw.public_key_sha256,
            officer: raw.officer,
            public_key: raw.public_key,
            wrapped_key: raw.wrapped_key,
            state: KeyState::parse(&raw.state).ok_or(StoreError::Inconsistent {
                table: "officer_key",
                column: "state",
            })?,
            created_at: raw.created_at,
        })
    }
}

/// Makes a key known.
///
/// # Errors
/// [`StoreError::Conflict`] when the key is known already, whoever's it is.
pub async fn insert(transaction: &mut Transaction, row: &OfficerKeyRow) -> Result<(), StoreError> {
    let added = on!(transaction, |c| {
        sqlx::query(
            "INSERT INTO officer_key (public_key_sha256, officer, public_key, wrapped_key, state, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (public_key_sha256) DO NOTHING",
        )
        .bind(&row.public_key_sha256)
        .bind(&row.officer)
        .bind(&row.public_key)
        .bind(&row.wrapped_key)
        .bind(row.state.as_str())
        .bind(row.created_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    one(added, &row.public_key_sha256)
}

/// Moves a key on from the state it is believed to be in.
///
/// # Errors
/// [`StoreError::Conflict`] when there is no such key in that state.
pub async fn set_state(
    transaction: &mut Transaction,
    public_key_sha256: &str,
    from: KeyState,
    to: KeyState,
) -> Result<(), StoreError> {
    let changed = on!(transaction, |c| sqlx::query(
        "UPDATE officer_key SET state = $3 WHERE public_key_sha256 = $1 AND state = $2"
    )
    .bind(public_key_sha256)
    .bind(from.as_str())
    .bind(to.as_str())
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    one(changed, public_key_sha256)
}

/// The key of a digest.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    public_key_sha256: &str,
) -> Result<Option<OfficerKeyRow>, StoreError> {
    let raw: Option<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT public_key_sha256, officer, public_key, wrapped_key, state, created_at FROM officer_key \
             WHERE public_key_sha256 = $1",
        )
        .bind(public_key_sha256)
        .fetch_optional(c)
        .await
    })?;
    raw.map(OfficerKeyRow::try_from).transpose()
}

/// The keys whose signatures count for an officer, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn enrolled(
    transaction: &mut Transaction,
    officer: &str,
) -> Result<Vec<OfficerKeyRow>, StoreError> {
    let mut keys = of_officer(transaction, officer).await?;
    keys.retain(|key| key.state == KeyState::Enrolled);
    Ok(keys)
}

/// Every key of an officer, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_officer(
    transaction: &mut Transaction,
    officer: &str,
) -> Result<Vec<OfficerKeyRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT public_key_sha256, officer, public_key, wrapped_key, state, created_at FROM officer_key \
             WHERE officer = $1 ORDER BY created_at DESC, public_key_sha256",
        )
        .bind(officer)
        .fetch_all(c)
        .await
    })?;
    raw.into_iter().map(OfficerKeyRow::try_from).collect()
}

/// Every key in a state, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn in_state(
    transaction: &mut Transaction,
    state: KeyState,
) -> Result<Vec<OfficerKeyRow>, StoreError> {
    let raw: Vec<Raw> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT public_key_sha256, officer, public_key, wrapped_key, state, created_at FROM officer_key \
             WHERE state = $1 ORDER BY created_at, public_key_sha256",
        )
        .bind(state.as_str())
        .fetch_all(c)
        .await
    })?;
    raw.into_iter().map(OfficerKeyRow::try_from).collect()
}

/// An administrator's signed word about a key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolmentApprovalRow {
    /// The key.
    pub public_key_sha256: String,
    /// Who signed.
    pub administrator: String,
    /// The statement and the signature as JSON, as they go to the signer.
    pub approval: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
}

/// Keeps an administrator's word; a later one takes the place of the same administrator's earlier one.
///
/// # Errors
/// [`StoreError`].
pub async fn put_approval(
    transaction: &mut Transaction,
    row: &EnrolmentApprovalRow,
) -> Result<(), StoreError> {
    on!(transaction, |c| {
        sqlx::query(
            "INSERT INTO enrolment_approval (public_key_sha256, administrator, approval, signed_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (public_key_sha256, administrator) DO UPDATE SET approval = excluded.approval, \
             signed_at = excluded.signed_at",
        )
        .bind(&row.public_key_sha256)
        .bind(&row.administrator)
        .bind(&row.approval)
        .bind(row.signed_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The administrators' words about a key, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn approvals(
    transaction: &mut Transaction,
    public_key_sha256: &str,
) -> Result<Vec<EnrolmentApprovalRow>, StoreError> {
    Ok(on!(transaction, |c| {
        sqlx::query_as(
            "SELECT public_key_sha256, administrator, approval, signed_at FROM enrolment_approval \
             WHERE public_key_sha256 = $1 ORDER BY signed_at, administrator",
        )
        .bind(public_key_sha256)
        .fetch_all(c)
        .await
    })?)
}

fn one(rows: u64, public_key_sha256: &str) -> Result<(), StoreError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict {
            what: format!("officer key {public_key_sha256}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture;

    fn row(digest: &str, officer: &str, created_at: &str) -> OfficerKeyRow {
        OfficerKeyRow {
            public_key_sha256: digest.to_owned(),
            officer: officer.to_owned(),
            public_key: "AAAA".to_owned(),
            wrapped_key: (digest == "a").then(|| "{}".to_owned()),
            state: KeyState::Requested,
            created_at: fixture::at(created_at),
        }
    }

    #[tokio::test]
    async fn a_key_counts_once_it_is_enrolled_and_only_then() {
        for store in fixture::stores("officer_key").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            let (old, new) = (
                row("a", "kim", "2026-11-20T00:00:00Z"),
                row("b", "kim", "2026-11-21T00:00:00Z"),
            );
            insert(&mut tx, &old).await.unwrap();
            insert(&mut tx, &new).await.unwrap();
            assert!(enrolled(&mut tx, "kim").await.unwrap().is_empty());
            assert_eq!(
                in_state(&mut tx, KeyState::Requested).await.unwrap(),
                [old.clone(), new.clone()]
            );
            set_state(&mut tx, "a", KeyState::Requested, KeyState::Enrolled)
                .await
                .unwrap();
            assert_eq!(
                enrolled(&mut tx, "kim").await.unwrap(),
                [OfficerKeyRow {
                    state: KeyState::Enrolled,
                    ..old
                }]
            );
            assert_eq!(of_officer(&mut tx, "kim").await.unwrap()[0], new);
            assert!(enrolled(&mut tx, "lee").await.unwrap().is_empty());
            drop(tx);
            store.end().await;
        }
    }

    #[tokio::test]
    async fn a_key_belongs_to_one_officer_and_moves_from_where_it_is() {
        for store in fixture::stores("officer_key_once").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            insert(&mut tx, &row("a", "kim", "2026-11-20T00:00:00Z"))
                .await
                .unwrap();
            for refused in [
                insert(&mut tx, &row("a", "lee", "2026-11-20T00:00:00Z")).await,
                set_state(&mut tx, "a", KeyState::Enrolled, KeyState::Disabled).await,
                set_state(&mut tx, "z", KeyState::Requested, KeyState::Enrolled).await,
            ] {
                assert!(matches!(refused, Err(StoreError::Conflict { .. })));
            }
            assert_eq!(find(&mut tx, "a").await.unwrap().unwrap().officer, "kim");
            assert_eq!(find(&mut tx, "z").await.unwrap(), None);
            drop(tx);
            store.end().await;
        }
    }

    #[tokio::test]
    async fn an_administrator_has_one_word_about_a_key() {
        for store in fixture::stores("officer_key_word").await {
            let mut tx = store.database.write().await.unwrap();
            fixture::country(&mut tx).await;
            insert(&mut tx, &row("a", "kim", "2026-11-20T00:00:00Z"))
                .await
                .unwrap();
            let word = |approval: &str, at: &str| EnrolmentApprovalRow {
                public_key_sha256: "a".to_owned(),
                administrator: "lee".to_owned(),
                approval: approval.to_owned(),
                signed_at: fixture::at(at),
            };
            put_approval(&mut tx, &word("1", "2026-11-20T00:00:00Z"))
                .await
                .unwrap();
            let later = word("2", "2026-11-21T00:00:00Z");
            put_approval(&mut tx, &later).await.unwrap();
            assert_eq!(approvals(&mut tx, "a").await.unwrap(), [later]);
            drop(tx);
            store.end().await;
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in KeyState::ALL {
            assert_eq!(KeyState::parse(state.as_str()), Some(state));
        }
    }
}
