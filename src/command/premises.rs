//! What must be right about a data directory before anybody works in it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;

use chrono::{DateTime, TimeDelta, Utc};

use super::{CommandError, Exit, signer_log};
use crate::config::{Config, DataDirectory};
use crate::service::Deps;
use crate::store::journal;

/// Clocks of one machine are set by so much without harm.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// A directory that one process works in; given back when dropped.
pub(super) struct Lock(File);

impl Lock {
    /// Takes the directory for this process.
    ///
    /// # Errors
    /// Failed (1) when another process has it.
    pub(super) fn take(directory: &DataDirectory) -> Result<Self, CommandError> {
        let path = directory.path().join("lock");
        let broken = |error: std::io::Error| {
            CommandError::failed(anyhow::anyhow!(
                "{} cannot be locked: {error}",
                path.display()
            ))
        };
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(broken)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                let mut who = String::new();
                let _ = file.read_to_string(&mut who);
                let who = who.trim();
                let who = if who.is_empty() {
                    "another process".to_owned()
                } else {
                    format!("process {who}")
                };
                return Err(CommandError::failed(anyhow::anyhow!(
                    "{who} is at work in {}: end it, or use another directory with --data",
                    directory.path().display()
                )));
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(broken(error)),
        }
        // For people who wonder who it is; the lock itself is the system's.
        let _ = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| write!(file, "{}", std::process::id()));
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.set_len(0);
        let _ = self.0.unlock();
    }
}

/// Whether software keys lie in a directory whose documents count.
pub(super) fn software_keys(directory: &DataDirectory, config: &Config) -> Option<String> {
    let has = directory.signer().join("keys").exists() || directory.csca().exists();
    (has && !config.installation.specimen && !config.signer.allow_software_keys).then(|| {
        format!(
            "{} holds signing keys in files and is not marked specimen: keep the keys in a device, or allow it with signer.allow_software_keys",
            directory.path().display()
        )
    })
}

/// The latest thing that was written down here, if it lies ahead of the clock.
///
/// # Errors
/// When the journal cannot be read, or the signer's log is broken.
pub(super) async fn clock_set_back(
    deps: &Deps,
    directory: &DataDirectory,
) -> Result<Option<DateTime<Utc>>, CommandError> {
    let mut transaction = deps.database.read().await?;
    let head = journal::head(&mut transaction).await?;
    let last = journal::entries_after(&mut transaction, head.sequence - 1, 1).await?;
    let in_journal = last.last().map(|(entry, _)| entry.at);
    let in_log = match signer_log::read(directory) {
        Ok(entries) => entries.last().map(|entry| entry.at),
        // A signer elsewhere looks at its clock itself.
        Err(signer_log::SignerLogError::Unreadable { .. }) => None,
        Err(error) => return Err(CommandError::new(Exit::Refused, error)),
    };
    let latest = in_journal.max(in_log);
    Ok(latest.filter(|at| *at > deps.now() + CLOCK_TOLERANCE))
}

/// What to say when the clock was set back.
pub(super) fn set_back(latest: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!(
        "the clock shows {}, but something was written down here at {}: set the clock right; nothing is signed or decided while it is wrong",
        now.format("%Y-%m-%dT%H:%M:%SZ"),
        latest.format("%Y-%m-%dT%H:%M:%SZ")
    )
}
