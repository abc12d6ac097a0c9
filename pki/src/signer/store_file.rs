//! Files of the key store: readable by their owner only, written whole or not at all.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The software key store could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyStoreError {
    /// The passphrase is not the one the file was sealed with.
    #[error("the passphrase does not open the key file `{}`", path.display())]
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// The file ends before its content does.
    #[error("the key file `{}` is cut off: restore it from a backup", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
    },
    /// The content of the file was damaged or altered.
    #[error("the key file `{}` is damaged, {reason}: restore it from a backup", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Others than the owner may read or write.
    #[error("`{}` has mode {mode:04o} and is open to others: set it to {expected:04o}", path.display())]
    OpenToOthers {
        /// The file or directory.
        path: PathBuf,
        /// The permission bits found.
        mode: u32,
        /// The permission bits wanted.
        expected: u32,
    },
    /// The path is something else than a directory.
    #[error("`{}` is not a directory", path.display())]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// The directory cannot be written.
    #[error("the key directory `{}` is read-only: no key can be made or destroyed", path.display())]
    ReadOnly {
        /// The directory.
        path: PathBuf,
    },
    /// The directory or the disk is full.
    #[error("there is no space left for the key file `{}`: nothing was written", path.display())]
    NoSpace {
        /// The file.
        path: PathBuf,
    },
    /// A file exists under the name.
    #[error("the key file `{}` exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The derivation cost is out of bounds.
    #[error(
        "the key derivation cost is out of bounds: 8 MiB to 1 GiB, 1 to 64 passes, 1 to 16 lanes"
    )]
    CostOutOfBounds,
    /// No randomness or no cipher was to be had.
    #[error("the cryptographic library failed to {operation}")]
    Cryptography {
        /// What was attempted.
        operation: &'static str,
    },
    /// Any other failure of the file system.
    #[error("cannot {operation} `{}`: {kind}", path.display())]
    Io {
        /// What was attempted.
        operation: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The failure.
        kind: io::ErrorKind,
    },
}

/// Larger files are no key files of ours; the bound keeps a wrong path from filling the memory.
const LARGEST_FILE_BYTES: u64 = 64 * 1024;

impl KeyStoreError {
    fn io(operation: &'static str, path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { path },
            kind => Self::Io {
                operation,
                path,
                kind,
            },
        }
    }
}

/// Makes the directory (mode 0700) if it is absent and checks that it is private.
pub(super) fn prepare_directory(path: &Path) -> Result<(), KeyStoreError> {
    match DirBuilder::new().mode(0o700).recursive(false).create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(KeyStoreError::io("create the directory", path, &error)),
    }
    check_directory(path)
}

pub(super) fn check_directory(path: &Path) -> Result<(), KeyStoreError> {
    let metadata = fs::metadata(path)
        .map_err(|error| KeyStoreError::io("open the directory", path, &error))?;
    if !metadata.is_dir() {
        return Err(KeyStoreError::NotADirectory {
            path: path.to_owned(),
        });
    }
    refuse_others(path, metadata.mode(), 0o700)
}

/// The files of the directory whose names end in `.key`, without the ending.
pub(super) fn list(directory: &Path) -> Result<Vec<String>, KeyStoreError> {
    let read = |error: io::Error| KeyStoreError::io("read the directory", directory, &error);
    let mut stems = Vec::new();
    for entry in fs::read_dir(directory).map_err(read)? {
        let name = entry.map_err(read)?.file_name();
        if let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(".key")) {
            stems.push(stem.to_owned());
        }
    }
    stems.sort_unstable();
    Ok(stems)
}

/// Reads a private file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, KeyStoreError> {
    let failed = |error: io::Error| KeyStoreError::io("read the key file", path, &error);
    let file = File::open(path).map_err(failed)?;
    refuse_others(path, file.metadata().map_err(failed)?.mode(), 0o600)?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST_FILE_BYTES {
        return Err(KeyStoreError::Corrupt {
            path: path.to_owned(),
            reason: "it is far too large",
        });
    }
    Ok(bytes)
}

/// Writes a new private file: under a temporary name, flushed to the disk, then given its name, which must be free.
pub(super) fn create(directory: &Path, name: &str, content: &[u8]) -> Result<(), KeyStoreError> {
    let path = directory.join(name);
    let temporary = directory.join(format!(".{name}.{}.part", std::process::id()));
    refuse_read_only(directory)?;
    let result = write_and_flush(&temporary, content).and_then(|()| {
        // a hard link, unlike a rename, does not replace a file that is there
        fs::hard_link(&temporary, &path)
    });
    let removed = fs::remove_file(&temporary);
    match result {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(KeyStoreError::Exists { path });
        }
        Err(error) => return Err(write_error(directory, &path, &error)),
        Ok(()) => {}
    }
    removed.map_err(|error| KeyStoreError::io("remove the temporary file", &temporary, &error))?;
    flush_directory(directory)
}

/// Overwrites a file with zeros and removes it. On journalling file systems and flash the old blocks may survive; they are sealed.
pub(super) fn destroy(directory: &Path, name: &str) -> Result<(), KeyStoreError> {
    let path = directory.join(name);
    refuse_read_only(directory)?;
    let result = OpenOptions::new()
        .write(true)
        .open(&path)
        .and_then(|mut file| {
            let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
            file.write_all(&vec![0; length.min(64 * 1024)])?;
            file.sync_all()
        })
        .and_then(|()| fs::remove_file(&path));
    result.map_err(|error| write_error(directory, &path, &error))?;
    flush_directory(directory)
}

fn write_and_flush(path: &Path, content: &[u8]) -> io::Result<()> {
    // a leftover of a crashed run of the same process id is ours to replace
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn flush_directory(directory: &Path) -> Result<(), KeyStoreError> {
    File::open(directory)
        .and_then(|file| file.sync_all())
        .map_err(|error| KeyStoreError::io("flush the directory", directory, &error))
}

fn write_error(directory: &Path, path: &Path, error: &io::Error) -> KeyStoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            KeyStoreError::ReadOnly {
                path: directory.to_owned(),
            }
        }
        _ => KeyStoreError::io("write the key file", path, error),
    }
}

/// The administrator's account could write regardless of the mode; whoever took the write permission away meant it.
fn refuse_read_only(directory: &Path) -> Result<(), KeyStoreError> {
    let metadata = fs::metadata(directory)
        .map_err(|error| KeyStoreError::io("open the directory", directory, &error))?;
    if metadata.mode() & 0o200 == 0 {
        return Err(KeyStoreError::ReadOnly {
            path: directory.to_owned(),
        });
    }
    Ok(())
}

fn refuse_others(path: &Path, mode: u32, expected: u32) -> Result<(), KeyStoreError> {
    let mode = mode & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(KeyStoreError::OpenToOthers {
        path: path.to_owned(),
        mode,
        expected,
    })
}
