use std::os::unix::fs::OpenOptionsExt as _;
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
        // For its owner alone, and with it what SQLite keeps beside it. Where it cannot be made, connecting says why.
        let _ = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
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
            Self::Sqlite { write, .. } => Transaction::Sqlite(begin_sqlite(write).await?),
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

    /// Whether there is anything that the master key sealed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn holds_sealed(&self) -> Result<bool, StoreError> {
        let mut transaction = self.read().await?;
        let rows: i64 = on!(&mut transaction, |c| {
            sqlx::query_scalar(
            "SELECT (SELECT COUNT(*) FROM staff) + (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM application) + (SELECT COUNT(*) FROM object)"
        )
        .fetch_one(c)
        .await
        })?;
        Ok(rows > 0)
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

const BEGIN_WRITING: &str = "BEGIN IMMEDIATE";

/// Begins on the connection that writes. Where SQLite itself took the last transaction back, as it does on a full disk, the
/// connection counts it as open for ever: another one takes its place, so that work goes on once there is room.
async fn begin_sqlite(
    write: &SqlitePool,
) -> Result<sqlx::Transaction<'static, Sqlite>, StoreError> {
    match write.begin_with(BEGIN_WRITING).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            write.acquire().await?.close().await?;
            Ok(write.begin_with(BEGIN_WRITING).await?)
        }
        begun => Ok(begun?),
    }
}

/// The shape of a database beside the one this program knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// There is no database.
    Absent,
    /// Steps are missing.
    Older {
        /// Their numbers.
        lacking: Vec<i64>,
    },
    /// As this program knows it; the number of the last step.
    Current(i64),
    /// It was used by a newer program.
    Newer(i64),
    /// A step is not the one that this program knows under the number.
    Foreign(i64),
}

impl Database {
    /// The shape of a SQLite file. Changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for something that is no such database.
    pub async fn shape_of_sqlite(path: &Path) -> Result<Shape, StoreError> {
        if !path.exists() {
            return Ok(Shape::Absent);
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .busy_timeout(PATIENCE);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await?;
        let shape = shape(&pool).await;
        pool.close().await;
        shape
    }
}

async fn shape(pool: &SqlitePool) -> Result<Shape, StoreError> {
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'")
            .fetch_one(pool)
            .await?;
    let applied: Vec<(i64, Vec<u8>)> = if tables == 0 {
        Vec::new()
    } else {
        sqlx::query_as(
            "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version",
        )
        .fetch_all(pool)
        .await?
    };
    let known: std::collections::BTreeMap<i64, &[u8]> = SQLITE
        .iter()
        .map(|step| (step.version, step.checksum.as_ref()))
        .collect();
    for (version, checksum) in &applied {
        match known.get(version) {
            None => return Ok(Shape::Newer(*version)),
            Some(ours) if *ours != checksum.as_slice() => return Ok(Shape::Foreign(*version)),
            Some(_) => {}
        }
    }
    let lacking: Vec<i64> = known
        .keys()
        .filter(|version| !applied.iter().any(|(done, _)| done == *version))
        .copied()
        .collect();
    Ok(if lacking.is_empty() {
        Shape::Current(known.keys().last().copied().unwrap_or_default())
    } else {
        Shape::Older { lacking }
    })
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
