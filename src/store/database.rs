use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite};

use super::error::StoreError;

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("src/store/migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database: SQLite embedded, or PostgreSQL by its URL.
#[derive(Debug, Clone)]
pub enum Database {
    /// One file. One connection writes, several read.
    Sqlite {
        /// The connection that writes.
        write: SqlitePool,
        /// The connections that read.
        read: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A transaction; dropped without [`Transaction::commit`] it never happened.
#[derive(Debug)]
pub enum Transaction {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Runs one expression on whichever database the transaction is of: `on!(tx, |c| sqlx::query("…").execute(c).await)?`.
macro_rules! on {
    ($transaction:expr, |$connection:ident| $body:expr) => {
        match $transaction {
            $crate::store::Transaction::Sqlite(inner) => {
                let $connection = &mut **inner;
                $body
            }
            $crate::store::Transaction::Postgres(inner) => {
                let $connection = &mut **inner;
                $body
            }
        }
    };
}
pub(super) use on;

impl Database {
    /// Opens (or makes) a SQLite file and brings it to this program's shape.
    ///
    /// # Errors
    /// [`StoreError::Migration`] for a database of a newer program, [`StoreError::Unavailable`] otherwise.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // The journal must survive a power cut: what was answered stays true.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("temp_store", "memory")
            .optimize_on_close(true, None);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await?;
        SQLITE.run(&write).await.map_err(migration)?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        Ok(Self::Sqlite { write, read })
    }

    /// Connects to a PostgreSQL server and brings the database to this program's shape.
    ///
    /// # Errors
    /// As [`Database::open_sqlite`].
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(PATIENCE)
            .connect(url)
            .await?;
        POSTGRES.run(&pool).await.map_err(migration)?;
        Ok(Self::Postgres(pool))
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            // Immediate: one that first reads and then writes would otherwise fail at once when another writer came between.
            Self::Sqlite { write, .. } => {
                Transaction::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that only reads.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Transaction::Sqlite(read.begin().await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Closes every connection; what was committed is on the disk.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Transaction {
    /// Makes it so.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then nothing happened, or on a lost connection it is not known.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(inner) => inner.commit().await?,
            Self::Postgres(inner) => inner.commit().await?,
        }
        Ok(())
    }
}

fn migration(error: sqlx::migrate::MigrateError) -> StoreError {
    use sqlx::migrate::MigrateError as E;
    match error {
        E::VersionMissing(version) => StoreError::Migration(format!(
            "the database has the shape {version}, which this program does not know: it was used by a newer program; run that one"
        )),
        E::VersionMismatch(version) => StoreError::Migration(format!(
            "the shape {version} of the database was made by another program than this one"
        )),
        E::Execute(error) => StoreError::Unavailable(error),
        other => StoreError::Migration(format!(
            "the database cannot be brought to this program's shape: {other}"
        )),
    }
}
