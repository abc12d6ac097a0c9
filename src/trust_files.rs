//! What a border trusts, from files and folders: certificates, revocation lists, master lists.
//!
//! Here belongs reading files by what their names say they are. What of them is trusted is decided by
//! [`TrustStore`]. Start with [`load_trust`].

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use yeogwon_pki::report::{Warning, WarningKind};
use yeogwon_pki::trust::{Added, TrustStore};

/// What was loaded, and what about it was odd.
#[derive(Debug)]
pub struct LoadedTrust {
    /// The store to inspect with.
    pub store: TrustStore,
    /// What was not taken, and what looked odd.
    pub warnings: Vec<Warning>,
}

/// A file or folder that cannot be read, or is not what its name says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FileError(String);

/// Larger than any master list (the largest have 1.3 MB) or revocation list.
const MAX_FILE: u64 = 32 * 1024 * 1024;
/// Deeper than any sensible folder of trust files; ends loops of links.
const MAX_DEPTH: usize = 16;

/// What a trust file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Certificates,
    MasterList,
    RevocationList,
}

/// Loads certificates first, then revocation lists, then master lists, which need both.
///
/// # Errors
/// [`FileError`] naming the file and the cause.
pub fn load_trust(
    trust: &[PathBuf],
    lists: &[PathBuf],
    at: DateTime<Utc>,
) -> Result<LoadedTrust, FileError> {
    let mut files = Vec::new();
    for path in trust {
        collect(path, &mut files)?;
    }
    files.extend(
        lists
            .iter()
            .map(|path| (Kind::RevocationList, path.clone())),
    );
    let of = |wanted: Kind| files.iter().filter(move |(kind, _)| *kind == wanted);
    let mut loaded = LoadedTrust {
        store: TrustStore::new(),
        warnings: Vec::new(),
    };
    for (_, path) in of(Kind::Certificates) {
        let content = read_bounded(path, MAX_FILE)?;
        let added = loaded.store.add_certificates(&content);
        loaded.note(added.map_err(|cause| no("certificate file", path, cause))?);
    }
    for (_, path) in of(Kind::RevocationList) {
        let content = read_bounded(path, MAX_FILE)?;
        let added = loaded.store.add_revocation_list(&content);
        added.map_err(|cause| no("revocation list", path, cause))?;
    }
    let masters: Vec<&Path> = of(Kind::MasterList)
        .map(|(_, path)| path.as_path())
        .collect();
    loaded.add_master_lists(&masters, at)?;
    Ok(loaded)
}

impl LoadedTrust {
    fn note(&mut self, added: Added) {
        self.warnings.extend(added.warnings);
    }

    /// One master list may bring the CSCA under which the signer of another stands, so the rest is tried again
    /// as long as one was taken.
    fn add_master_lists(&mut self, paths: &[&Path], at: DateTime<Utc>) -> Result<(), FileError> {
        let mut waiting = Vec::new();
        for path in paths {
            waiting.push((*path, read_bounded(path, MAX_FILE)?));
        }
        loop {
            let mut refused = Vec::new();
            let mut reasons = Vec::new();
            let before = waiting.len();
            for (path, content) in waiting {
                match self.store.add_master_list(&content, at) {
                    Ok(added) => self.note(added),
                    Err(error) if error.is_unreadable() => {
                        return Err(no("master list", path, error));
                    }
                    Err(error) => {
                        let detail = format!("{}: {error}", file_name(path));
                        reasons.push(Warning::with(WarningKind::MasterListNotTrusted, detail));
                        refused.push((path, content));
                    }
                }
            }
            if refused.is_empty() || refused.len() == before {
                self.warnings.extend(reasons);
                return Ok(());
            }
            waiting = refused;
        }
    }
}

/// A file counts whatever its name, if its name says what it is; in a folder, files of other kinds are passed over.
fn collect(path: &Path, files: &mut Vec<(Kind, PathBuf)>) -> Result<(), FileError> {
    let shown = path.display();
    let metadata = fs::metadata(path)
        .map_err(|cause| FileError(format!("cannot open `{shown}`, given as trust: {cause}")))?;
    if metadata.is_dir() {
        return search(path, 0, files);
    }
    match kind(path) {
        Some(kind) => files.push((kind, path.to_owned())),
        None => {
            return Err(FileError(format!(
                "`{shown}` is no trust file by its name: certificates end in .cer .der .crt or .pem, master lists in .ml, revocation lists in .crl"
            )));
        }
    }
    Ok(())
}

fn search(folder: &Path, depth: usize, files: &mut Vec<(Kind, PathBuf)>) -> Result<(), FileError> {
    let shown = folder.display();
    if depth >= MAX_DEPTH {
        return Err(FileError(format!(
            "`{shown}` lies more than {MAX_DEPTH} folders deep: is there a loop of links?"
        )));
    }
    let entries = fs::read_dir(folder)
        .map_err(|cause| FileError(format!("cannot open the folder `{shown}`: {cause}")))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(
            entry
                .map_err(|cause| FileError(format!("cannot list the folder `{shown}`: {cause}")))?
                .path(),
        );
    }
    // The order of a folder is chance; reports shall not be.
    paths.sort();
    for path in paths {
        if path.is_dir() {
            search(&path, depth + 1, files)?;
        } else if let Some(kind) = kind(&path) {
            files.push((kind, path));
        }
    }
    Ok(())
}

fn kind(path: &Path) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "cer" | "der" | "crt" | "pem" => Kind::Certificates,
        "ml" => Kind::MasterList,
        "crl" => Kind::RevocationList,
        _ => return None,
    })
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn no(what: &str, path: &Path, cause: impl std::fmt::Display) -> FileError {
    FileError(format!("`{}` is no {what}: {cause}", path.display()))
}

/// The content of a file that is not larger than `limit` bytes.
///
/// # Errors
/// [`FileError`] naming the file.
pub fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let shown = path.display();
    let unopened = |cause| FileError(format!("cannot open `{shown}`: {cause}"));
    // A folder, or a pipe whose reader would wait for ever.
    if !fs::metadata(path).map_err(unopened)?.is_file() {
        return Err(FileError(format!("`{shown}` is no regular file")));
    }
    let file = File::open(path).map_err(unopened)?;
    let mut content = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut content)
        .map_err(|cause| FileError(format!("cannot read `{shown}`: {cause}")))?;
    if content.len() as u64 > limit {
        return Err(FileError(format!(
            "`{shown}` has more than the {limit} bytes that such a file may have"
        )));
    }
    Ok(content)
}
