use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
/// before that, everything written so far is removed.
pub struct OutputDirectory {
    target: PathBuf,
    staging: PathBuf,
    finished: bool,
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
        let name = target.file_name().ok_or_else(|| OutputError::Exists {
            path: target.to_owned(),
        })?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let staging = parent.join(format!(
            ".{}.partial-{}",
            name.to_string_lossy(),
            std::process::id()
        ));
        // Report a missing or unwritable parent by the name the person gave.
        fs::create_dir(&staging).map_err(|source| OutputError::Io {
            path: target.to_owned(),
            source,
        })?;
        Ok(Self {
            target: target.to_owned(),
            staging,
            finished: false,
        })
    }

    /// Writes one file, through to the disk.
    ///
    /// # Errors
    /// [`OutputError::Io`] naming the file where it would have ended up.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let write = || -> io::Result<()> {
            let mut file = File::create_new(self.staging.join(name))?;
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
    pub fn finish(mut self) -> Result<(), OutputError> {
        if !is_free(&self.target)? {
            return Err(OutputError::Exists {
                path: self.target.clone(),
            });
        }
        // Renaming onto an empty directory replaces it.
        fs::rename(&self.staging, &self.target).map_err(|source| OutputError::Io {
            path: self.target.clone(),
            source,
        })?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for OutputDirectory {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing more can be done about a directory that cannot be removed; it is hidden and named .partial.
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

fn is_free(target: &Path) -> Result<bool, OutputError> {
    match fs::read_dir(target) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
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
    neighbour.push(format!(".partial-{}", std::process::id()));
    let neighbour = PathBuf::from(neighbour);
    let write = || -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        let mut file = options.open(&neighbour)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&neighbour, path)
    };
    write().map_err(|source| {
        let _ = fs::remove_file(&neighbour);
        OutputError::Io {
            path: path.to_owned(),
            source,
        }
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
