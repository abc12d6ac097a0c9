//! The table `blank`: every blank book that was ever received; and the counts of the shelf.

use chrono::{DateTime, Utc};

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{BlankState, PassportKind, SpoilReason};

/// One blank book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankRow {
    /// The serial printed in it.
    pub serial: String,
    /// The kind whose cover it has.
    pub kind: PassportKind,
    /// The post where it lies.
    pub post_id: String,
    /// Where it is in its life.
    pub state: BlankState,
    /// When it was received here.
    pub received_at: DateTime<Utc>,
    /// Who received it here.
    pub received_by: String,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Who spoiled it.
    pub spoiled_by: Option<String>,
    /// Why.
    pub spoil_reason: Option<SpoilReason>,
    /// Who asked for its destruction.
    pub destruction_asked_by: Option<String>,
    /// Who destroyed it: somebody else.
    pub destroyed_by: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Raw {
    serial: String,
    kind: String,
    post_id: String,
    state: String,
    received_at: DateTime<Utc>,
    received_by: String,
    changed_at: DateTime<Utc>,
    spoiled_by: Option<String>,
    spoil_reason: Option<String>,
    destruction_asked_by: Option<String>,
    destroyed_by: Option<String>,
    version: i64,
}

impl TryFrom<Raw> for BlankRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "blank",
            column,
        };
        Ok(Self {
            serial: raw.serial,
            kind: PassportKind::parse(&raw.kind).ok_or_else(|| wrong("kind"))?,
            post_id: raw.post_id,
            state: BlankState::parse(&raw.state).ok_or_else(|| wrong("state"))?,
            received_at: raw.received_at,
            received_by: raw.received_by,
            changed_at: raw.changed_at,
            spoiled_by: raw.spoiled_by,
            spoil_reason: raw
                .spoil_reason
                .map(|reason| SpoilReason::parse(&reason).ok_or_else(|| wrong("spoil_reason")))
                .transpose()?,
            destruction_asked_by: raw.destruction_asked_by,
            destroyed_by: raw.destroyed_by,
            version: raw.version,
        })
    }
}

fn rows(raw: Vec<Raw>) -> Result<Vec<BlankRow>, StoreError> {
    raw.into_iter().map(BlankRow::try_from).collect()
}

/// Writes a new blank; its version becomes 1. `false` when a blank of this serial is known already.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(transaction: &mut Transaction, row: &BlankRow) -> Result<bool, StoreError> {
    const INSERT: &str = "INSERT INTO blank (serial, kind, post_id, state, received_at, received_by, changed_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (serial) DO NOTHING";
    let changed = on!(transaction, |c| sqlx::query(INSERT)
        .bind(&row.serial)
        .bind(row.kind.as_str())
        .bind(&row.post_id)
        .bind(row.state.as_str())
        .bind(row.received_at)
        .bind(&row.received_by)
        .bind(row.changed_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// The blank of a serial.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    transaction: &mut Transaction,
    serial: &str,
) -> Result<Option<BlankRow>, StoreError> {
    const SELECT: &str = "SELECT serial, kind, post_id, state, received_at, received_by, changed_at, spoiled_by, \
         spoil_reason, destruction_asked_by, destroyed_by, version FROM blank WHERE serial = $1";
    let raw: Option<Raw> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(serial)
        .fetch_optional(c)
        .await)?;
    raw.map(BlankRow::try_from).transpose()
}

/// Writes a blank back; `row.version` is the version that was loaded, and the new one is answered.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed it in between.
pub async fn update(transaction: &mut Transaction, row: &BlankRow) -> Result<i64, StoreError> {
    const UPDATE: &str = "UPDATE blank SET post_id = $3, state = $4, received_at = $5, received_by = $6, changed_at = $7, \
         spoiled_by = $8, spoil_reason = $9, destruction_asked_by = $10, destroyed_by = $11, version = version + 1 \
         WHERE serial = $1 AND version = $2";
    let changed = on!(transaction, |c| sqlx::query(UPDATE)
        .bind(&row.serial)
        .bind(row.version)
        .bind(&row.post_id)
        .bind(row.state.as_str())
        .bind(row.received_at)
        .bind(&row.received_by)
        .bind(row.changed_at)
        .bind(&row.spoiled_by)
        .bind(row.spoil_reason.map(SpoilReason::as_str))
        .bind(&row.destruction_asked_by)
        .bind(&row.destroyed_by)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if changed == 1 {
        Ok(row.version + 1)
    } else {
        Err(StoreError::Conflict {
            what: format!("blank {}", row.serial),
        })
    }
}

/// The next blank of a kind on a post's shelf, lowest serial first; the caller changes its state in this transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn next_in_stock(
    transaction: &mut Transaction,
    post_id: &str,
    kind: PassportKind,
) -> Result<Option<BlankRow>, StoreError> {
    const SELECT: &str = "SELECT serial, kind, post_id, state, received_at, received_by, changed_at, spoiled_by, \
         spoil_reason, destruction_asked_by, destroyed_by, version FROM blank \
         WHERE post_id = $1 AND kind = $2 AND state = 'in_stock' ORDER BY serial LIMIT 1";
    // On a server several draw at once: each takes one that nobody else has in hand.
    const SELECT_FREE: &str = "SELECT serial, kind, post_id, state, received_at, received_by, changed_at, spoiled_by, \
         spoil_reason, destruction_asked_by, destroyed_by, version FROM blank \
         WHERE post_id = $1 AND kind = $2 AND state = 'in_stock' ORDER BY serial LIMIT 1 FOR UPDATE SKIP LOCKED";
    let sql = match transaction {
        Transaction::Sqlite(_) => SELECT,
        Transaction::Postgres(_) => SELECT_FREE,
    };
    let raw: Option<Raw> = on!(transaction, |c| sqlx::query_as(sql)
        .bind(post_id)
        .bind(kind.as_str())
        .fetch_optional(c)
        .await)?;
    raw.map(BlankRow::try_from).transpose()
}

/// The blanks of a post in a state, by serial, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    transaction: &mut Transaction,
    post_id: &str,
    state: BlankState,
    limit: i64,
) -> Result<Vec<BlankRow>, StoreError> {
    const SELECT: &str = "SELECT serial, kind, post_id, state, received_at, received_by, changed_at, spoiled_by, \
         spoil_reason, destruction_asked_by, destroyed_by, version FROM blank \
         WHERE post_id = $1 AND state = $2 ORDER BY kind, serial LIMIT $3";
    rows(on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(post_id)
        .bind(state.as_str())
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// How many blanks there are, by post, kind and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLine {
    /// The post.
    pub post_id: String,
    /// The kind.
    pub kind: PassportKind,
    /// The state.
    pub state: BlankState,
    /// How many.
    pub count: i64,
}

/// The stock of every post.
///
/// # Errors
/// [`StoreError`].
pub async fn stock(transaction: &mut Transaction) -> Result<Vec<StockLine>, StoreError> {
    let raw: Vec<(String, String, String, i64)> = on!(transaction, |c| {
        sqlx::query_as(
            "SELECT post_id, kind, state, COUNT(*) FROM blank GROUP BY post_id, kind, state ORDER BY post_id, kind, state",
        )
        .fetch_all(c)
        .await
    })?;
    raw.into_iter()
        .map(|(post_id, kind, state, count)| {
            let wrong = |column| StoreError::Inconsistent {
                table: "blank",
                column,
            };
            Ok(StockLine {
                post_id,
                kind: PassportKind::parse(&kind).ok_or_else(|| wrong("kind"))?,
                state: BlankState::parse(&state).ok_or_else(|| wrong("state"))?,
                count,
            })
        })
        .collect()
}

/// Whether somebody received a blank of this kind at this post that is still on the shelf, or drew one since a moment.
///
/// # Errors
/// [`StoreError`].
pub async fn handled_by(
    transaction: &mut Transaction,
    post_id: &str,
    kind: PassportKind,
    officer: &str,
    since: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    const RECEIVED: &str = "SELECT COUNT(*) FROM blank WHERE post_id = $1 AND kind = $2 AND received_by = $3 \
         AND state IN ('in_stock', 'drawn')";
    const DRAWN: &str = "SELECT COUNT(*) FROM production JOIN blank ON blank.serial = production.blank_serial \
         WHERE blank.post_id = $1 AND blank.kind = $2 AND production.operator = $3 AND production.prepared_at > $4";
    let received: i64 = on!(&mut *transaction, |c| sqlx::query_scalar(RECEIVED)
        .bind(post_id)
        .bind(kind.as_str())
        .bind(officer)
        .fetch_one(c)
        .await)?;
    let drawn: i64 = on!(transaction, |c| sqlx::query_scalar(DRAWN)
        .bind(post_id)
        .bind(kind.as_str())
        .bind(officer)
        .bind(since.unwrap_or(DateTime::UNIX_EPOCH))
        .fetch_one(c)
        .await)?;
    Ok(received > 0 || drawn > 0)
}

/// One count of the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// An identifier.
    pub id: String,
    /// The post.
    pub post_id: String,
    /// The kind.
    pub kind: PassportKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who counted.
    pub officer: String,
    /// What the books of account said.
    pub expected: i64,
    /// What was counted.
    pub counted: i64,
    /// What the counter says to a difference.
    pub note: Option<String>,
}

/// Writes a count down.
///
/// # Errors
/// [`StoreError`].
pub async fn insert_count(transaction: &mut Transaction, row: &CountRow) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO stock_count (id, post_id, kind, at, officer, expected, counted, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    on!(transaction, |c| sqlx::query(INSERT)
        .bind(&row.id)
        .bind(&row.post_id)
        .bind(row.kind.as_str())
        .bind(row.at)
        .bind(&row.officer)
        .bind(row.expected)
        .bind(row.counted)
        .bind(&row.note)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct RawCount {
    id: String,
    post_id: String,
    kind: String,
    at: DateTime<Utc>,
    officer: String,
    expected: i64,
    counted: i64,
    note: Option<String>,
}

/// The counts of a post, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn counts(
    transaction: &mut Transaction,
    post_id: &str,
    limit: i64,
) -> Result<Vec<CountRow>, StoreError> {
    const SELECT: &str = "SELECT id, post_id, kind, at, officer, expected, counted, note FROM stock_count \
         WHERE post_id = $1 ORDER BY at DESC LIMIT $2";
    let raw: Vec<RawCount> = on!(transaction, |c| sqlx::query_as(SELECT)
        .bind(post_id)
        .bind(limit)
        .fetch_all(c)
        .await)?;
    raw.into_iter()
        .map(|raw| {
            Ok(CountRow {
                id: raw.id,
                post_id: raw.post_id,
                kind: PassportKind::parse(&raw.kind).ok_or(StoreError::Inconsistent {
                    table: "stock_count",
                    column: "kind",
                })?,
                at: raw.at,
                officer: raw.officer,
                expected: raw.expected,
                counted: raw.counted,
                note: raw.note,
            })
        })
        .collect()
}

/// What the three-way seal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Totals {
    /// Documents.
    pub documents: i64,
    /// Blanks in which a document is: used ones, and ones spoiled or destroyed afterwards.
    pub blanks_with_document: i64,
    /// Blanks that are drawn.
    pub drawn: i64,
}

/// What the three-way seal counts.
///
/// # Errors
/// [`StoreError`].
pub async fn totals(transaction: &mut Transaction) -> Result<Totals, StoreError> {
    const SELECT: &str = "SELECT (SELECT COUNT(*) FROM document) AS documents, \
         (SELECT COUNT(*) FROM blank WHERE state = 'used' OR (state IN ('spoiled', 'destroyed') \
         AND serial IN (SELECT blank_serial FROM document))) AS blanks_with_document, \
         (SELECT COUNT(*) FROM blank WHERE state = 'drawn') AS drawn";
    Ok(on!(transaction, |c| sqlx::query_as(SELECT)
        .fetch_one(c)
        .await)?)
}
