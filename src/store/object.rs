//! Pictures and chip files: sealed files below `objects/`, each under a key of its own that the master key wraps.
//!
//! Destroying the row destroys the key, and with it the file, wherever copies of it may lie.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use openssl::rand::rand_bytes;
use openssl::sha::sha256;
use zeroize::Zeroizing;

use super::database::{Transaction, on};
use super::error::StoreError;
use super::seal::{Seal, open_with, seal_with};
use crate::domain::hex;

/// The folder of sealed files.
#[derive(Debug, Clone)]
pub struct Objects {
    folder: PathBuf,
    seal: Arc<Seal>,
}

impl Objects {
    /// The folder at a path; made when the first object is kept.
    pub fn new(folder: &Path, seal: Arc<Seal>) -> Self {
        Self {
            folder: folder.to_owned(),
            seal,
        }
    }

    /// Keeps bytes and gives the identifier under which they are found. The row becomes true with the transaction; without
    /// it the file is waste that nobody can open.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put(
        &self,
        transaction: &mut Transaction,
        kind: &'static str,
        bytes: &[u8],
        now: DateTime<Utc>,
    ) -> Result<String, StoreError> {
        let id = hex(&random::<16>()?);
        let key = Zeroizing::new(random::<32>()?);
        let sealed = seal_with(&key, &id, bytes)?;
        let wrapped = self.seal.seal(&wrap_context(&id), key.as_slice())?;
        let path = self.path(&id);
        tokio::task::spawn_blocking(move || write(&path, &sealed))
            .await
            .map_err(|error| StoreError::File {
                path: self.folder.clone(),
                source: std::io::Error::other(error),
            })??;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        on!(transaction, |c| {
            sqlx::query(
            "INSERT INTO object (id, kind, wrapped_key, sha256, size_bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
        )
        .bind(&id)
        .bind(kind)
        .bind(&wrapped)
        .bind(hex(&sha256(bytes)))
        .bind(size)
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
        })?;
        Ok(id)
    }

    /// The bytes of an object; `None` when there is no such object, or it was erased.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the file is not what was kept.
    pub async fn get(
        &self,
        transaction: &mut Transaction,
        id: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let row: Option<(Vec<u8>, String)> = on!(transaction, |c| sqlx::query_as(
            "SELECT wrapped_key, sha256 FROM object WHERE id = $1"
        )
        .bind(id)
        .fetch_optional(c)
        .await)?;
        let Some((wrapped, digest)) = row else {
            return Ok(None);
        };
        let key = self.seal.open(&wrap_context(id), &wrapped)?;
        let path = self.path(id);
        let sealed = tokio::fs::read(&path)
            .await
            .map_err(|source| StoreError::File { path, source })?;
        let broken = || StoreError::Sealed {
            what: format!("object {id}"),
        };
        let key = <&[u8; 32]>::try_from(key.as_slice()).map_err(|_| broken())?;
        let plain = open_with(key, id, &sealed)?;
        if hex(&sha256(&plain)) != digest {
            return Err(broken());
        }
        Ok(Some(plain))
    }

    /// Destroys an object's key, and with it the object. The row must no longer be named by any other; what lies in the
    /// folder is then waste that nobody can open.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn erase(&self, transaction: &mut Transaction, id: &str) -> Result<(), StoreError> {
        on!(transaction, |c| sqlx::query(
            "DELETE FROM object WHERE id = $1"
        )
        .bind(id)
        .execute(c)
        .await
        .map(|_| ()))?;
        Ok(())
    }

    /// The file of an object: two letters of folder keep folders small.
    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id.get(..2).unwrap_or("00")).join(id)
    }
}

fn wrap_context(id: &str) -> String {
    format!("object.wrapped_key:{id}")
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    rand_bytes(&mut bytes).map_err(|_| StoreError::Sealed {
        what: "a new key".to_owned(),
    })?;
    Ok(bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let act = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
        }
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Some(folder) = path.parent() {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    act().map_err(|source| StoreError::File {
        path: path.to_owned(),
        source,
    })
}
