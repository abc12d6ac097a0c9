use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Serialize;
use yeogwon_pki::certificate::Certificate;
use yeogwon_pki::signer::SoftwareKeyStore;

use super::FoundError;
use super::authority::{
    Authority, AuthorityState, POOLS, RENEW_BEFORE, published_name, random, read_state,
};
use super::officers::Officers;
use super::output::{OutputError, write_atomically};
use super::staging::Staging;
use crate::config::{Config, DataDirectory};
use crate::domain::hex;
use crate::signer::{Base64, DocumentSignerEntry, open_key_store};

const PRIVATE_FILE: u32 = 0o600;
const PUBLIC_FILE: u32 = 0o644;

/// Opens a specimen directory, making it where it is absent and renewing what has run out.
///
/// # Errors
/// [`FoundError`]; a directory that holds anything else is left alone.
pub fn open_or_found(directory: &DataDirectory, now: DateTime<Utc>) -> Result<Config, FoundError> {
    let config = if let Some(config) = existing(directory)? {
        config
    } else {
        found(directory, now)?;
        Config::read(directory)?
    };
    renew(directory, now)?;
    Ok(config)
}

/// The configuration under which a document would be made: the directory's, or that of one which is yet to be made.
/// Writes nothing.
///
/// # Errors
/// [`FoundError`], as [`open_or_found`] would give it.
pub fn config_or_default(directory: &DataDirectory) -> Result<Config, FoundError> {
    Ok(existing(directory)?.unwrap_or_else(Config::specimen))
}

/// The configuration of a specimen directory; none where there is room for a new one.
fn existing(directory: &DataDirectory) -> Result<Option<Config>, FoundError> {
    let path = || directory.path().to_owned();
    if !directory.config_file().exists() {
        return if is_free(directory.path())? {
            Ok(None)
        } else {
            Err(FoundError::Foreign { path: path() })
        };
    }
    let config = Config::read(directory)?;
    if config.installation.specimen {
        Ok(Some(config))
    } else {
        Err(FoundError::NotSpecimen { path: path() })
    }
}

/// Makes a specimen directory: it appears whole, or not at all.
///
/// Two programs may do this at the same time; one of the two directories stays, and both use it.
///
/// # Errors
/// [`FoundError`].
pub fn found(directory: &DataDirectory, now: DateTime<Utc>) -> Result<(), FoundError> {
    let target = directory.path();
    if target.file_name().is_none() {
        return Err(FoundError::Foreign {
            path: target.to_owned(),
        });
    }
    let io = |source| OutputError::Io {
        path: target.to_owned(),
        source,
    };
    let staging = Staging::beside(target).map_err(io)?;
    fill(&DataDirectory::new(staging.path()), now)
        .map_err(|error| error.moved(staging.path(), target))?;
    match staging.become_named(target) {
        // Somebody else was faster; theirs is as good.
        Err(_) if directory.config_file().exists() => Ok(()),
        outcome => Ok(outcome.map_err(io)?),
    }
}

fn fill(directory: &DataDirectory, now: DateTime<Utc>) -> Result<(), FoundError> {
    for path in [directory.csca(), directory.signer(), directory.officers()] {
        make_directory(&path, &path)?;
    }
    for folder in ["csca", "link", "ds"] {
        let path = directory.public().join(folder);
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true).mode(0o755);
        builder
            .create(&path)
            .map_err(|source| OutputError::Io { path, source })?;
    }
    let authority = Authority::found(new_key_store(&directory.csca())?, now)?;
    write_atomically(
        &directory
            .public()
            .join("csca")
            .join(published_name(authority.csca())),
        authority.csca(),
        PUBLIC_FILE,
    )?;
    let mut state = AuthorityState::new(&authority);
    publish_master_list(directory, &authority, &mut state, now)?;
    let signer_keys = new_key_store(&directory.signer())?;
    let signers = POOLS
        .iter()
        .map(|pool| authority.certify_document_signer(pool, &signer_keys, now))
        .collect::<Result<Vec<_>, _>>()?;
    publish_signers(directory, &signers)?;
    publish_crl(directory, &authority, &mut state, now)?;
    let officers = Officers::found(&new_key_store(&directory.officers())?)?;
    write_json(&directory.signer().join("officers.json"), &officers)?;
    // Last: a directory with a configuration is a complete one.
    let config = Config::specimen().to_text()?;
    write_atomically(&directory.config_file(), config.as_bytes(), PRIVATE_FILE)?;
    Ok(())
}

/// Replaces document signers whose use has ended or is about to, and the CRL and the master list before they do.
///
/// A signer that has made as many signatures as its limit allows is not replaced: only the signing process's log knows
/// the count, and this side does not read it. The signing process then refuses, and names the limit.
fn renew(directory: &DataDirectory, now: DateTime<Utc>) -> Result<(), FoundError> {
    // One program at a time; the lock goes with the handle.
    let lock = directory.csca().join("lock");
    let damaged = |source| FoundError::Unreadable {
        path: lock.clone(),
        source,
    };
    let handle = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(PRIVATE_FILE)
        .open(&lock)
        .map_err(damaged)?;
    handle.lock().map_err(damaged)?;
    let soon = now + RENEW_BEFORE;
    let mut state = read_state(&state_file(directory))?;
    let mut signers = read_signers(directory)?;
    let lacking: Vec<_> = POOLS
        .iter()
        .filter(|pool| !signers.iter().any(|entry| serves(entry, pool.name, soon)))
        .collect();
    let is_crl_due = state.crl_next_update <= soon || !directory.public().join("KOR.crl").exists();
    let is_master_list_due =
        state.master_list_until <= soon || !directory.public().join("KOR.ml").exists();
    if lacking.is_empty() && !is_crl_due && !is_master_list_due {
        return Ok(());
    }
    let csca = directory.csca();
    let authority = Authority::resume(
        open_key_store(&csca.join("keys"), &csca.join("passphrase"))?,
        &state,
    )?;
    if let Some(until) = authority.ended(now) {
        return Err(FoundError::Ended {
            path: directory.path().to_owned(),
            until,
        });
    }
    if !lacking.is_empty() {
        let signer = directory.signer();
        let keys = open_key_store(&signer.join("keys"), &signer.join("passphrase"))?;
        for pool in lacking {
            signers.push(authority.certify_document_signer(pool, &keys, now)?);
        }
        publish_signers(directory, &signers)?;
    }
    if is_crl_due {
        publish_crl(directory, &authority, &mut state, now)?;
    }
    if is_master_list_due {
        publish_master_list(directory, &authority, &mut state, now)?;
    }
    Ok(())
}

/// Whether a signer of the pool may still be used for a while.
fn serves(entry: &DocumentSignerEntry, pool: &str, soon: DateTime<Utc>) -> bool {
    entry.label.starts_with(&format!("ds-{pool}-"))
        && Certificate::from_der(&entry.certificate.0)
            .ok()
            .and_then(|certificate| certificate.private_key_usage())
            .is_some_and(|usage| usage.until > soon)
}

fn publish_signers(
    directory: &DataDirectory,
    signers: &[DocumentSignerEntry],
) -> Result<(), FoundError> {
    for Base64(certificate) in signers.iter().map(|entry| &entry.certificate) {
        let path = directory
            .public()
            .join("ds")
            .join(published_name(certificate));
        write_atomically(&path, certificate, PUBLIC_FILE)?;
    }
    write_json(&directory.signer().join("signers.json"), &signers)
}

fn publish_crl(
    directory: &DataDirectory,
    authority: &Authority,
    state: &mut AuthorityState,
    now: DateTime<Utc>,
) -> Result<(), FoundError> {
    let number = state.crl_number + 1;
    let (crl, next_update) = authority.make_crl(number, now)?;
    state.crl_number = number;
    state.crl_next_update = next_update;
    // The number first: one that was remembered and not published leaves a gap, the reverse would use it twice.
    write_json(&state_file(directory), state)?;
    write_atomically(&directory.public().join("KOR.crl"), &crl, PUBLIC_FILE)?;
    Ok(())
}

fn publish_master_list(
    directory: &DataDirectory,
    authority: &Authority,
    state: &mut AuthorityState,
    now: DateTime<Utc>,
) -> Result<(), FoundError> {
    let (list, until) = authority.make_master_list(now)?;
    // The list first: one that was published and not remembered is only made once more.
    write_atomically(&directory.public().join("KOR.ml"), &list, PUBLIC_FILE)?;
    state.master_list_until = until;
    write_json(&state_file(directory), state)
}

fn read_signers(directory: &DataDirectory) -> Result<Vec<DocumentSignerEntry>, FoundError> {
    let path = directory.signer().join("signers.json");
    let json = fs::read(&path).map_err(|source| FoundError::Unreadable {
        path: path.clone(),
        source,
    })?;
    serde_json::from_slice(&json).map_err(|error| FoundError::Malformed {
        path,
        detail: error.to_string(),
    })
}

fn state_file(directory: &DataDirectory) -> PathBuf {
    directory.csca().join("state.json")
}

/// A key store with a passphrase of its own, written beside it: it keeps the road the same as in earnest, and
/// protects a specimen's keys no better than the file permissions do.
fn new_key_store(directory: &Path) -> Result<SoftwareKeyStore, FoundError> {
    let passphrase_file = directory.join("passphrase");
    let secret: [u8; 32] = random()?;
    write_atomically(&passphrase_file, hex(&secret).as_bytes(), PRIVATE_FILE)?;
    Ok(open_key_store(&directory.join("keys"), &passphrase_file)?)
}

fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), FoundError> {
    let json = serde_json::to_vec_pretty(value).map_err(|error| FoundError::Malformed {
        path: path.to_owned(),
        detail: error.to_string(),
    })?;
    Ok(write_atomically(path, &json, PRIVATE_FILE)?)
}

fn make_directory(path: &Path, shown: &Path) -> Result<(), OutputError> {
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder.create(path).map_err(|source| OutputError::Io {
        path: shown.to_owned(),
        source,
    })
}

impl FoundError {
    /// The same error with the name that a person gave instead of the hidden one.
    fn moved(self, hidden: &Path, named: &Path) -> Self {
        let rename = |path: PathBuf| match path.strip_prefix(hidden) {
            Ok(rest) => named.join(rest),
            Err(_) => path,
        };
        match self {
            Self::Output(OutputError::Io { path, source }) => Self::Output(OutputError::Io {
                path: rename(path),
                source,
            }),
            other => other,
        }
    }
}

fn is_free(path: &Path) -> Result<bool, FoundError> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        // A link that leads nowhere is something of the person's.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(fs::symlink_metadata(path).is_err())
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(source) => Err(FoundError::Unreadable {
            path: path.to_owned(),
            source,
        }),
    }
}
