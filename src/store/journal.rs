//! What happened, in an order that nobody can change unnoticed: every entry holds the digest of the one before.
//!
//! An entry is written in the transaction of the change it tells of. A refused or failed command rolls back and is written
//! down in a transaction of its own.

use chrono::{DateTime, SubsecRound, Utc};
use openssl::sha::sha256;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::database::{Transaction, on};
use super::error::StoreError;
use crate::domain::{hex, to_canonical_json};

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It was carried out.
    Done,
    /// A rule stood against it.
    Refused,
    /// Something was broken.
    Failed,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// Reads a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.as_str() == text)
    }
}

/// What is to be written down. No personal data: things and people by their identifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: an officer's identifier, or `system`.
    pub actor: String,
    /// What kind of thing it is about: `application`, `document`, `blank`, `staff` …
    pub subject_kind: &'static str,
    /// Which one.
    pub subject_id: String,
    /// Its version after the change, where it has one.
    pub subject_version: Option<i64>,
    /// The command, as the use case is called: `submit_application`.
    pub command: &'static str,
    /// Its arguments, without personal data.
    pub arguments: Value,
    /// What became of it.
    pub effect: Effect,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1 on without a gap.
    pub sequence: i64,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Its version after the change.
    pub subject_version: Option<i64>,
    /// The command.
    pub command: String,
    /// Its arguments.
    pub arguments: Value,
    /// What became of it.
    pub effect: Effect,
    /// The digest of the entry before, lower-case hexadecimal; 64 zeros at the beginning.
    pub previous: String,
}

/// The end of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last entry's place; 0 when there is none.
    pub sequence: i64,
    /// The last entry's digest; 64 zeros when there is none.
    pub digest: String,
}

/// Where the journal is not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// An entry is missing.
    #[error("entry {sequence} is missing")]
    Missing {
        /// Its place.
        sequence: i64,
    },
    /// An entry was changed after it was written, or one before it.
    #[error("entry {sequence} is not what was written")]
    Changed {
        /// Its place.
        sequence: i64,
    },
}

/// What the first entry names as the one before it.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Entry {
    /// The digest that the next entry names.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the arguments have no canonical form.
    pub fn digest(&self) -> Result<String, StoreError> {
        let canonical = to_canonical_json(self).map_err(|_| StoreError::Inconsistent {
            table: "journal",
            column: "arguments",
        })?;
        Ok(hex(&sha256(&canonical)))
    }
}

/// Keeps every other writer away from the journal's end until the transaction ends.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub async fn lock(transaction: &mut Transaction) -> Result<(), StoreError> {
    if let Transaction::Postgres(inner) = transaction {
        // One after the other: two entries with one predecessor would break the chain. Given back at the end.
        sqlx::query("SELECT pg_advisory_xact_lock(7283467)")
            .execute(&mut **inner)
            .await?;
    }
    Ok(())
}

/// Writes down what happened. It becomes true together with the transaction.
///
/// # Errors
/// [`StoreError`]; then the transaction must be given up.
pub async fn append(transaction: &mut Transaction, note: Note) -> Result<Head, StoreError> {
    lock(transaction).await?;
    let head = head(transaction).await?;
    let entry = Entry {
        sequence: head.sequence + 1,
        at: note.at.trunc_subsecs(6),
        actor: note.actor,
        subject_kind: note.subject_kind.to_owned(),
        subject_id: note.subject_id,
        subject_version: note.subject_version,
        command: note.command.to_owned(),
        arguments: note.arguments,
        effect: note.effect,
        previous: head.digest,
    };
    let digest = entry.digest()?;
    on!(transaction, |c| {
        sqlx::query(
        "INSERT INTO journal (sequence, at, actor, subject_kind, subject_id, subject_version, command, arguments, effect, previous, digest) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    )
    .bind(entry.sequence)
    .bind(entry.at)
    .bind(&entry.actor)
    .bind(&entry.subject_kind)
    .bind(&entry.subject_id)
    .bind(entry.subject_version)
    .bind(&entry.command)
    .bind(entry.arguments.to_string())
    .bind(entry.effect.as_str())
    .bind(&entry.previous)
    .bind(&digest)
    .execute(c)
    .await
    .map(|_| ())
    })?;
    Ok(Head {
        sequence: entry.sequence,
        digest,
    })
}

/// The end of the journal.
///
/// # Errors
/// [`StoreError`].
pub async fn head(transaction: &mut Transaction) -> Result<Head, StoreError> {
    let last: Option<(i64, String)> = on!(transaction, |c| sqlx::query_as(
        "SELECT sequence, digest FROM journal ORDER BY sequence DESC LIMIT 1"
    )
    .fetch_optional(c)
    .await)?;
    Ok(last.map_or_else(
        || Head {
            sequence: 0,
            digest: BEGINNING.to_owned(),
        },
        |(sequence, digest)| Head { sequence, digest },
    ))
}

/// The digest of the entry at a place; `None` when there is none.
///
/// # Errors
/// [`StoreError`].
pub async fn digest_at(
    transaction: &mut Transaction,
    sequence: i64,
) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = on!(transaction, |c| sqlx::query_as(
        "SELECT digest FROM journal WHERE sequence = $1"
    )
    .bind(sequence)
    .fetch_optional(c)
    .await)?;
    Ok(found.map(|(digest,)| digest))
}

#[derive(sqlx::FromRow)]
struct Row {
    sequence: i64,
    at: DateTime<Utc>,
    actor: String,
    subject_kind: String,
    subject_id: String,
    subject_version: Option<i64>,
    command: String,
    arguments: String,
    effect: String,
    previous: String,
    digest: String,
}

impl Row {
    fn entry(self) -> Result<(Entry, String), StoreError> {
        let wrong = |column| StoreError::Inconsistent {
            table: "journal",
            column,
        };
        let entry = Entry {
            sequence: self.sequence,
            at: self.at,
            actor: self.actor,
            subject_kind: self.subject_kind,
            subject_id: self.subject_id,
            subject_version: self.subject_version,
            command: self.command,
            arguments: serde_json::from_str(&self.arguments).map_err(|_| wrong("arguments"))?,
            effect: Effect::parse(&self.effect).ok_or_else(|| wrong("effect"))?,
            previous: self.previous,
        };
        Ok((entry, self.digest))
    }
}

/// The entries after a place, with their digests, at most `limit`, in order.
///
/// # Errors
/// [`StoreError`].
pub async fn entries_after(
    transaction: &mut Transaction,
    sequence: i64,
    limit: i64,
) -> Result<Vec<(Entry, String)>, StoreError> {
    let rows: Vec<Row> = on!(transaction, |c| {
        sqlx::query_as(
        "SELECT sequence, at, actor, subject_kind, subject_id, subject_version, command, arguments, effect, previous, digest \
         FROM journal WHERE sequence > $1 ORDER BY sequence LIMIT $2"
    )
    .bind(sequence)
    .bind(limit)
    .fetch_all(c)
    .await
    })?;
    rows.into_iter().map(Row::entry).collect()
}

/// The entries about one thing, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn entries_about(
    transaction: &mut Transaction,
    subject_kind: &str,
    subject_id: &str,
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = on!(transaction, |c| {
        sqlx::query_as(
        "SELECT sequence, at, actor, subject_kind, subject_id, subject_version, command, arguments, effect, previous, digest \
         FROM journal WHERE subject_kind = $1 AND subject_id = $2 ORDER BY sequence"
    )
    .bind(subject_kind)
    .bind(subject_id)
    .fetch_all(c)
    .await
    })?;
    rows.into_iter()
        .map(|row| row.entry().map(|(entry, _)| entry))
        .collect()
}

/// What is looked for in the journal; an empty text stands for everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Who.
    pub actor: String,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// The command.
    pub command: String,
    /// What became of it.
    pub effect: Option<Effect>,
    /// From this moment on.
    pub from: DateTime<Utc>,
    /// Before this moment.
    pub until: DateTime<Utc>,
    /// Only entries before this place.
    pub before: i64,
}

/// The entries that are looked for, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn search(
    transaction: &mut Transaction,
    wanted: &Search,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = on!(transaction, |c| {
        sqlx::query_as(
        "SELECT sequence, at, actor, subject_kind, subject_id, subject_version, command, arguments, effect, previous, digest \
         FROM journal WHERE sequence < $1 AND at >= $2 AND at < $3 AND ($4 = '' OR actor = $4) \
         AND ($5 = '' OR subject_kind = $5) AND ($6 = '' OR subject_id = $6) AND ($7 = '' OR command = $7) \
         AND ($8 = '' OR effect = $8) ORDER BY sequence DESC LIMIT $9"
    )
    .bind(wanted.before)
    .bind(wanted.from)
    .bind(wanted.until)
    .bind(&wanted.actor)
    .bind(&wanted.subject_kind)
    .bind(&wanted.subject_id)
    .bind(&wanted.command)
    .bind(wanted.effect.map_or("", Effect::as_str))
    .bind(limit)
    .fetch_all(c)
    .await
    })?;
    rows.into_iter()
        .map(|row| row.entry().map(|(entry, _)| entry))
        .collect()
}

/// Walks the whole chain. `Ok(Err(fault))` names the first place where it is not whole.
///
/// A cut end cannot be seen here: that takes a witness of the head outside (see the signer's log).
///
/// # Errors
/// [`StoreError`] when it cannot be read.
pub async fn verify(transaction: &mut Transaction) -> Result<Result<Head, Fault>, StoreError> {
    const STEP: i64 = 1000;
    let mut head = Head {
        sequence: 0,
        digest: BEGINNING.to_owned(),
    };
    loop {
        let rows: Vec<Row> = on!(&mut *transaction, |c| {
            sqlx::query_as(
            "SELECT sequence, at, actor, subject_kind, subject_id, subject_version, command, arguments, effect, previous, digest \
             FROM journal WHERE sequence > $1 ORDER BY sequence LIMIT $2"
        )
        .bind(head.sequence)
        .bind(STEP)
        .fetch_all(c)
        .await
        })?;
        if rows.is_empty() {
            return Ok(Ok(head));
        }
        for row in rows {
            let wanted = head.sequence + 1;
            if row.sequence != wanted {
                return Ok(Err(Fault::Missing { sequence: wanted }));
            }
            let Ok((entry, digest)) = row.entry() else {
                return Ok(Err(Fault::Changed { sequence: wanted }));
            };
            if entry.previous != head.digest || entry.digest().ok().as_ref() != Some(&digest) {
                return Ok(Err(Fault::Changed { sequence: wanted }));
            }
            head = Head {
                sequence: wanted,
                digest,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Database;

    async fn database() -> (tempfile::TempDir, Database) {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open_sqlite(&folder.path().join("yeogwon.db"))
            .await
            .unwrap();
        (folder, database)
    }

    fn note(command: &'static str) -> Note {
        Note {
            at: "2026-11-22T01:02:03.123456789Z".parse().unwrap(),
            actor: "kim".to_owned(),
            subject_kind: "application",
            subject_id: "20261122-00".to_owned(),
            subject_version: Some(1),
            command,
            arguments: serde_json::json!({"z": 1, "a": "b"}),
            effect: Effect::Done,
        }
    }

    async fn three(database: &Database) -> Head {
        let mut transaction = database.write().await.unwrap();
        let mut head = None;
        for command in ["one", "two", "three"] {
            head = Some(append(&mut transaction, note(command)).await.unwrap());
        }
        transaction.commit().await.unwrap();
        head.unwrap()
    }

    #[tokio::test]
    async fn a_whole_chain_is_whole_and_a_dropped_transaction_never_happened() {
        let (_folder, database) = database().await;
        let head = three(&database).await;
        let mut dropped = database.write().await.unwrap();
        append(&mut dropped, note("four")).await.unwrap();
        drop(dropped);
        let mut transaction = database.read().await.unwrap();
        assert_eq!(verify(&mut transaction).await.unwrap(), Ok(head.clone()));
        assert_eq!(head.sequence, 3);
        let about = entries_about(&mut transaction, "application", "20261122-00")
            .await
            .unwrap();
        assert_eq!(about.len(), 3);
        assert_eq!(
            entries_after(&mut transaction, 1, 1).await.unwrap()[0].0,
            about[1]
        );
    }

    #[tokio::test]
    async fn every_changed_column_and_every_missing_entry_is_seen() {
        for (change, fault) in [
            (
                "UPDATE journal SET actor = 'lee' WHERE sequence = 2",
                Fault::Changed { sequence: 2 },
            ),
            (
                "UPDATE journal SET arguments = '{}' WHERE sequence = 2",
                Fault::Changed { sequence: 2 },
            ),
            (
                "UPDATE journal SET effect = 'refused' WHERE sequence = 3",
                Fault::Changed { sequence: 3 },
            ),
            (
                "UPDATE journal SET at = '2026-11-22T01:02:03.123457+00:00' WHERE sequence = 1",
                Fault::Changed { sequence: 1 },
            ),
            (
                "UPDATE journal SET subject_version = NULL WHERE sequence = 1",
                Fault::Changed { sequence: 1 },
            ),
            (
                "UPDATE journal SET digest = 'ab' WHERE sequence = 3",
                Fault::Changed { sequence: 3 },
            ),
            (
                "DELETE FROM journal WHERE sequence = 2",
                Fault::Missing { sequence: 2 },
            ),
            (
                "DELETE FROM journal WHERE sequence = 1",
                Fault::Missing { sequence: 1 },
            ),
        ] {
            let (_folder, database) = database().await;
            three(&database).await;
            let mut transaction = database.write().await.unwrap();
            on!(&mut transaction, |c| sqlx::query(change)
                .execute(c)
                .await
                .map(|_| ()))
            .unwrap();
            assert_eq!(
                verify(&mut transaction).await.unwrap(),
                Err(fault),
                "{change}"
            );
        }
    }
}
