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
    Authority, AuthorityState, CommunicationEntry, POOLS, RENEW_BEFORE, random, read_state,
    whole_second,
};
use super::officers::Officers;
use super::output::{OutputError, write_atomically};
use super::staging::Staging;
use crate::config::{Config, DataDirectory};
use crate::domain::hex;
use crate::publishing::{self, Publication};
use crate::signer::{DocumentSignerEntry, open_key_store};

const PRIVATE_FILE: u32 = 0o600;
const STATE: &str = "KOR";
const CRL: &str = "KOR.crl";
const MASTER_LIST: &str = "KOR.ml";

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
    let authority = Authority::found(new_key_store(&directory.csca())?, now)?;
    let mut state = AuthorityState::new(&authority);
    let signer_keys = new_key_store(&directory.signer())?;
    let signers = POOLS
        .iter()
        .map(|pool| authority.certify_document_signer(pool, &signer_keys, now))
        .collect::<Result<Vec<_>, _>>()?;
    let everything = Due {
        crl: true,
        master_list: true,
    };
    publish(directory, &authority, &mut state, &signers, everything, now)?;
    write_json(&directory.signer().join("signers.json"), &signers)?;
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
    let due = Due::of(directory, &state, soon);
    if lacking.is_empty() && !due.any() && !is_manifest_due(directory, &state, soon) {
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
    let is_short_of_signers = !lacking.is_empty();
    if is_short_of_signers {
        let signer = directory.signer();
        let keys = open_key_store(&signer.join("keys"), &signer.join("passphrase"))?;
        for pool in lacking {
            signers.push(authority.certify_document_signer(pool, &keys, now)?);
        }
    }
    publish(directory, &authority, &mut state, &signers, due, now)?;
    if is_short_of_signers {
        // Last: a signer signs nothing before borders can have its certificate.
        write_json(&directory.signer().join("signers.json"), &signers)?;
    }
    Ok(())
}

/// Which lists are to be made anew; the manifest, the page and the directory file always are.
#[derive(Clone, Copy)]
struct Due {
    crl: bool,
    master_list: bool,
}

impl Due {
    fn of(directory: &DataDirectory, state: &AuthorityState, soon: DateTime<Utc>) -> Self {
        let is_missing = |name: &str| !directory.public().join(name).exists();
        Self {
            crl: state.crl_next_update <= soon || is_missing(CRL),
            master_list: state.master_list_until <= soon || is_missing(MASTER_LIST),
        }
    }

    const fn any(self) -> bool {
        self.crl || self.master_list
    }
}

fn is_manifest_due(directory: &DataDirectory, state: &AuthorityState, soon: DateTime<Utc>) -> bool {
    state.manifest_until <= soon
        || [
            publishing::MANIFEST,
            publishing::MANIFEST_SIGNATURE,
            publishing::INDEX_PAGE,
            publishing::DIRECTORY_FILE,
        ]
        .iter()
        .any(|name| !directory.public().join(name).exists())
}

/// Whether a signer of the pool may still be used for a while.
fn serves(entry: &DocumentSignerEntry, pool: &str, soon: DateTime<Utc>) -> bool {
    entry.label.starts_with(&format!("ds-{pool}-"))
        && Certificate::from_der(&entry.certificate.0)
            .ok()
            .and_then(|certificate| certificate.private_key_usage())
            .is_some_and(|usage| usage.until > soon)
}

/// Makes what is due and publishes all of it in one step, with a new manifest.
///
/// Numbers are remembered before they are published: one that was remembered and not published leaves a gap, the reverse would
/// use it twice. Ends are remembered after: what was not published is due again.
fn publish(
    directory: &DataDirectory,
    authority: &Authority,
    state: &mut AuthorityState,
    signers: &[DocumentSignerEntry],
    due: Due,
    now: DateTime<Utc>,
) -> Result<(), FoundError> {
    let mut ends = (state.crl_next_update, state.master_list_until);
    let crl = if due.crl {
        state.crl_number += 1;
        let (crl, next_update) = authority.make_crl(state.crl_number, now)?;
        ends.0 = next_update;
        crl
    } else {
        read_published(directory, CRL)?
    };
    let master_list = if due.master_list {
        let (list, until) = authority.make_master_list(now)?;
        ends.1 = until;
        list
    } else {
        read_published(directory, MASTER_LIST)?
    };
    let (communication, signer_until) = communication_signer(authority, state, now)?;
    state.manifest_sequence += 1;
    write_json(&state_file(directory), state)?;
    let expires_at = signer_until.min(ends.0).min(ends.1);
    let certificates: Vec<_> = signers.iter().map(|s| s.certificate.0.clone()).collect();
    let mut files = Publication {
        state: STATE,
        specimen: true,
        sequence: state.manifest_sequence,
        issued_at: whole_second(now),
        expires_at,
        csca: &[authority.csca().to_vec()],
        link: &[],
        document_signers: &certificates,
        crl: &crl,
        master_list: &master_list,
        communication_signer: &communication.certificate.0,
    }
    .files()
    .map_err(FoundError::pki)?;
    let manifest = files.get(publishing::MANIFEST).cloned().unwrap_or_default();
    files.insert(
        publishing::MANIFEST_SIGNATURE.to_owned(),
        authority.sign_manifest(&communication, &manifest, now)?,
    );
    let public = directory.public();
    publishing::replace_folder(&public, &files).map_err(|source| OutputError::Io {
        path: public,
        source,
    })?;
    (state.crl_next_update, state.master_list_until) = ends;
    state.manifest_until = expires_at;
    write_json(&state_file(directory), state)
}

/// The signer of manifests, a new one where there is none or it ends soon, and its end.
fn communication_signer(
    authority: &Authority,
    state: &mut AuthorityState,
    now: DateTime<Utc>,
) -> Result<(CommunicationEntry, DateTime<Utc>), FoundError> {
    let soon = now + RENEW_BEFORE;
    if let Some(entry) = &state.communication
        && let Some(until) = entry.until().filter(|until| *until > soon)
    {
        return Ok((entry.clone(), until));
    }
    let entry = authority.certify_communication_signer(now)?;
    let until = entry.until().ok_or(FoundError::Calendar)?;
    state.communication = Some(entry.clone());
    Ok((entry, until))
}

fn read_published(directory: &DataDirectory, name: &str) -> Result<Vec<u8>, FoundError> {
    let path = directory.public().join(name);
    fs::read(&path).map_err(|source| FoundError::Unreadable { path, source })
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
