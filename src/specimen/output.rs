use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::staging::{Staging, sync_parent, unique};

/// Why an output directory cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Something lies there already.
    #[error(
        "{path} exists and is not an empty directory: name another one with --out, or move it away"
    )]
    Exists {
        /// The path.
        path: PathBuf,
    },
    /// A file or directory could not be written.
    #[error("{path} cannot be written: {source}{}", remedy(.source))]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What a person can do about the commonest causes.
fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ": free some room or name a directory elsewhere"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ": name a directory in which you may write"
        }
        io::ErrorKind::NotFound => ": make the directory above it first",
        io::ErrorKind::NotADirectory => ": a part of the path is a file",
        _ => "",
    }
}

/// A directory that appears whole or not at all.
///
/// Files go into a hidden directory beside it; [`OutputDirectory::finish`] gives it its name in one step. Dropped
/// before that, everything written so far is removed. Directory and files are for their owner alone: they hold a
/// person's data and perhaps a chip's private keys.
pub struct OutputDirectory {
    target: PathBuf,
    staging: Staging,
}

impl OutputDirectory {
    /// Makes sure the target is free and can be written, before any work is done for it.
    ///
    /// # Errors
    /// [`OutputError`].
    pub fn prepare(target: &Path) -> Result<Self, OutputError> {
        if !is_free(target)? {
            return Err(OutputError::Exists {
                path: target.to_owned(),
            });
        }
        let io = |source| OutputError::Io {
            path: target.to_owned(),
            source,
        };
        // A link to an empty directory stands for that directory.
        let is_link = fs::symlink_metadata(target).is_ok_and(|found| found.is_symlink());
        let target = &if is_link {
            fs::canonicalize(target).map_err(io)?
        } else {
            target.to_owned()
        };
        if target.file_name().is_none() {
            return Err(OutputError::Exists {
                path: target.to_owned(),
            });
        }
        // A missing or unwritable parent is reported by the name the person gave.
        let staging = Staging::beside(target).map_err(io)?;
        Ok(Self {
            target: target.to_owned(),
            staging,
        })
    }

    /// Writes one file, through to the disk.
    ///
    /// # Errors
    /// [`OutputError::Io`] naming the file where it would have ended up.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let write = || -> io::Result<()> {
            let mut file = File::options()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(self.staging.path().join(name))?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|source| OutputError::Io {
            path: self.target.join(name),
            source,
        })
    }

    /// Gives the directory its name.
    ///
    /// # Errors
    /// [`OutputError`] when somebody else took the name in the meantime, or the system refuses.
    pub fn finish(self) -> Result<(), OutputError> {
        if !is_free(&self.target)? {
            return Err(OutputError::Exists {
                path: self.target.clone(),
            });
        }
        // Renaming onto an empty directory replaces it.
        let target = self.target;
        self.staging
            .become_named(&target)
            .map_err(|source| OutputError::Io {
                path: target,
                source,
            })
    }
}

fn is_free(target: &Path) -> Result<bool, OutputError> {
    match fs::read_dir(target) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link that leads nowhere is something of the person's.
            Ok(fs::symlink_metadata(target).is_err())
        }
        Err(_) if fs::symlink_metadata(target).is_ok_and(|found| !found.is_dir()) => Ok(false),
        Err(source) => Err(OutputError::Io {
            path: target.to_owned(),
            source,
        }),
    }
}

/// Writes a file so that a reader sees the old content or the new, never a part: a neighbour is written and
/// renamed over it.
///
/// # Errors
/// [`OutputError::Io`] naming the file.
pub fn write_atomically(path: &Path, bytes: &[u8], mode: u32) -> Result<(), OutputError> {
    let mut neighbour = path.as_os_str().to_owned();
    let failed = |source| OutputError::Io {
        path: path.to_owned(),
        source,
    };
    neighbour.push(format!(".partial-{}", unique().map_err(failed)?));
    let neighbour = PathBuf::from(neighbour);
    let write = || -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true).mode(mode);
        let mut file = options.open(&neighbour)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&neighbour, path)?;
        sync_parent(path)
    };
    write().map_err(|source| {
        let _ = fs::remove_file(&neighbour);
        failed(source)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_appears_whole() {
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("out");
        let output = OutputDirectory::prepare(&target).unwrap();
        output.write("EF.COM", b"x").unwrap();
        assert!(!target.exists());
        output.finish().unwrap();
        assert_eq!(fs::read(target.join("EF.COM")).unwrap(), b"x");
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
    }

    #[test]
    fn it_leaves_nothing_when_it_is_given_up() {
        let base = tempfile::tempdir().unwrap();
        let output = OutputDirectory::prepare(&base.path().join("out")).unwrap();
        output.write("EF.COM", b"x").unwrap();
        drop(output);
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_empty_directory_is_taken_and_anything_else_is_left_alone() {
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("out");
        fs::create_dir(&target).unwrap();
        OutputDirectory::prepare(&target).unwrap().finish().unwrap();
        fs::write(target.join("mine"), b"precious").unwrap();
        assert!(matches!(
            OutputDirectory::prepare(&target),
            Err(OutputError::Exists { .. })
        ));
        let file = base.path().join("file");
        fs::write(&file, b"precious").unwrap();
        assert!(matches!(
            OutputDirectory::prepare(&file),
            Err(OutputError::Exists { .. })
        ));
    }

    #[test]
    fn a_name_taken_in_the_meantime_is_not_overwritten() {
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("out");
        let output = OutputDirectory::prepare(&target).unwrap();
        fs::create_dir(&target).unwrap();
        fs::write(target.join("mine"), b"precious").unwrap();
        assert!(matches!(output.finish(), Err(OutputError::Exists { .. })));
        assert_eq!(fs::read(target.join("mine")).unwrap(), b"precious");
    }

    #[test]
    fn a_link_stands_for_the_empty_directory_it_leads_to_and_for_nothing_else() {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("real")).unwrap();
        let link = base.path().join("link");
        std::os::unix::fs::symlink("real", &link).unwrap();
        let output = OutputDirectory::prepare(&link).unwrap();
        output.write("EF.COM", b"x").unwrap();
        output.finish().unwrap();
        assert_eq!(fs::read(base.path().join("real/EF.COM")).unwrap(), b"x");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let dangling = base.path().join("dangling");
        std::os::unix::fs::symlink("nowhere", &dangling).unwrap();
        assert!(matches!(
            OutputDirectory::prepare(&dangling),
            Err(OutputError::Exists { .. })
        ));
    }

    #[test]
    fn directory_and_files_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("out");
        let output = OutputDirectory::prepare(&target).unwrap();
        output.write("chip-keys.pem", b"x").unwrap();
        output.finish().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&target), 0o700);
        assert_eq!(mode(&target.join("chip-keys.pem")), 0o600);
    }

    #[test]
    fn a_file_is_replaced_whole_and_leaves_no_neighbour() {
        let base = tempfile::tempdir().unwrap();
        let path = base.path().join("state.json");
        for content in [&b"a long first content"[..], b"second"] {
            write_atomically(&path, content, 0o600).unwrap();
            assert_eq!(fs::read(&path).unwrap(), content);
        }
        // A directory in its place cannot be replaced.
        let taken = base.path().join("taken");
        fs::create_dir(&taken).unwrap();
        assert!(write_atomically(&taken, b"x", 0o600).is_err());
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_missing_parent_is_named_with_a_remedy() {
        let base = tempfile::tempdir().unwrap();
        let Err(error) = OutputDirectory::prepare(&base.path().join("a/b/out")) else {
            panic!("made without a parent");
        };
        let text = error.to_string();
        assert!(
            text.contains("a/b/out") && text.contains("make the directory above it first"),
            "{text}"
        );
    }
}
