use std::fs::{self, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::hex;

/// A hidden directory beside its target, in which something is put together before it gets its name in one step.
///
/// It is locked as long as its maker lives. One whose maker was killed is removed by the next that is made beside the
/// same target, so that no half of a document or of a country, with its keys, stays behind.
pub(super) struct Staging {
    path: PathBuf,
    _lock: File,
}

/// Between making and locking lies a moment; nothing younger than this is taken for a leftover.
const SURELY_LOCKED: Duration = Duration::from_secs(60);

/// As much of the target's name as is repeated: enough to recognise it, and far from the limit of file names.
const NAME_CHARACTERS: usize = 40;

/// Hexadecimal digits that make the name unique.
const UNIQUE_DIGITS: usize = 16;

impl Staging {
    /// Makes one beside `target`, for its owner alone, and removes dead ones.
    ///
    /// # Errors
    /// What the system said, such as that the directory above is missing or cannot be written.
    pub(super) fn beside(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let parent = parent(target);
        let name: String = name
            .to_string_lossy()
            .chars()
            .take(NAME_CHARACTERS)
            .collect();
        let prefix = format!(".{name}.partial-");
        remove_dead(parent, &prefix);
        let path = parent.join(format!("{prefix}{}", unique()?));
        fs::DirBuilder::new().mode(0o700).create(&path)?;
        let lock = File::open(&path).and_then(|lock| {
            lock.try_lock()?;
            Ok(lock)
        });
        match lock {
            Ok(lock) => Ok(Self { path, _lock: lock }),
            Err(error) => {
                let _ = fs::remove_dir(&path);
                Err(error)
            }
        }
    }

    /// Where to write.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name; an empty directory of that name is replaced.
    ///
    /// # Errors
    /// What the system said; everything written is then removed, unless it has its name already and only the disk
    /// did not confirm it.
    pub(super) fn become_named(self, target: &Path) -> io::Result<()> {
        // The files were written through to the disk one by one; their names are written here.
        File::open(&self.path)?.sync_all()?;
        // After this the drop finds nothing to remove.
        fs::rename(&self.path, target)?;
        sync_parent(target)
    }
}

/// The directory in which a path lies.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes a change of names in the directory of `path` through to the disk, so that a rename outlives a power cut.
///
/// # Errors
/// What the system said.
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    File::open(parent(path))?.sync_all()
}

/// Part of a name that nobody else has or guesses: 16 hexadecimal digits.
///
/// # Errors
/// When there is no randomness.
pub(super) fn unique() -> io::Result<String> {
    let mut bytes = [0_u8; UNIQUE_DIGITS / 2];
    openssl::rand::rand_bytes(&mut bytes).map_err(io::Error::other)?;
    Ok(hex(&bytes))
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing more can be done about a directory that cannot be removed; it is hidden and named .partial.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes what killed processes left. Best effort: whatever stands against it, the work at hand can go on.
fn remove_dead(parent: &Path, prefix: &str) {
    let is_ours = |name: &str| {
        name.strip_prefix(prefix).is_some_and(|unique| {
            unique.len() == UNIQUE_DIGITS && unique.bytes().all(|b| b.is_ascii_hexdigit())
        })
    };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_directory = entry.file_type().is_ok_and(|found| found.is_dir());
        if !is_directory || !entry.file_name().to_str().is_some_and(is_ours) {
            continue;
        }
        let is_old = entry
            .metadata()
            .and_then(|found| found.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > SURELY_LOCKED));
        let is_dead = || File::open(entry.path()).is_ok_and(|found| found.try_lock().is_ok());
        if is_old && is_dead() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn aged(path: &Path) {
        let long_ago = SystemTime::now() - 2 * SURELY_LOCKED;
        File::open(path).unwrap().set_modified(long_ago).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_leftover_of_a_dead_process_is_removed_and_nothing_else() {
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("out");
        let dead = base.path().join(".out.partial-0123456789abcdef");
        let young = base.path().join(".out.partial-0123456789abcdee");
        let foreign = base.path().join(".out.partial-mine");
        let other = base.path().join(".other.partial-0123456789abcdef");
        for path in [&dead, &young, &foreign, &other] {
            fs::create_dir(path).unwrap();
            fs::write(path.join("half"), b"x").unwrap();
        }
        for path in [&dead, &foreign, &other] {
            aged(path);
        }
        let alive = Staging::beside(&target).unwrap();
        assert!(!dead.exists() && young.exists() && foreign.exists() && other.exists());
        aged(alive.path());
        let second = Staging::beside(&target).unwrap();
        assert!(alive.path().exists(), "its maker lives");
        drop((alive, second));
        assert_eq!(names(base.path()).len(), 3);
    }

    #[test]
    fn a_name_as_long_as_the_system_allows_is_possible() {
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("여".repeat(85));
        let staging = Staging::beside(&target).unwrap();
        staging.become_named(&target).unwrap();
        assert_eq!(names(base.path()).len(), 1);
    }
}
