use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::{FOLDERS, Files};
use crate::domain::hex;

/// Replaces the folder by these files in one step: whoever looks sees the old publication or the new one, never a part of both.
///
/// The folder belongs to the program: what is in it and not among the files is gone afterwards. A file that stays the same keeps
/// its time of modification. The caller makes sure that nobody else does this at the same time.
///
/// Where the system cannot exchange two folders, the old one is moved away first: for a moment there is none, but never a half.
///
/// # Errors
/// What the system said; the old publication is then still there.
pub fn replace_folder(public: &Path, files: &Files) -> io::Result<()> {
    // A link stands for the folder it leads to.
    let public = fs::canonicalize(public).unwrap_or_else(|_| public.to_owned());
    let name = public.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let parent = match public.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let prefix = format!(".{}.partial-", name.to_string_lossy());
    remove_leftovers(parent, &prefix);
    let mut unique = [0_u8; 8];
    openssl::rand::rand_bytes(&mut unique).map_err(io::Error::other)?;
    let staged = parent.join(format!("{prefix}{}", hex(&unique)));
    let outcome = fill(&staged, &public, files).and_then(|()| exchange(&staged, &public));
    // The old publication, or what could not be finished.
    let removed = fs::remove_dir_all(&staged);
    outcome?;
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => File::open(parent)?.sync_all(),
    }
}

/// Reads every file of the folder, by its name below it; hidden names are passed over.
///
/// # Errors
/// What the system said.
pub fn read_folder(public: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    let mut open = vec![(public.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() && prefix.is_empty() {
                open.push((entry.path(), format!("{name}/")));
            } else if kind.is_file() {
                files.insert(format!("{prefix}{name}"), fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}

/// What a moved folder is called after.
const OLD: &str = "-old";

/// What a killed process left. Best effort: it only lies about.
fn remove_leftovers(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix))
            .map(|rest| rest.strip_suffix(OLD).unwrap_or(rest))
            .is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn fill(staged: &Path, old: &Path, files: &Files) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o755);
    builder.create(staged)?;
    for folder in FOLDERS {
        builder.create(staged.join(folder))?;
    }
    for (name, bytes) in files {
        let path = staged.join(name);
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o644)
            .open(&path)?;
        file.write_all(bytes)?;
        if let Some(before) = unchanged(&old.join(name), bytes) {
            file.set_modified(before)?;
        }
        file.sync_all()?;
    }
    for folder in FOLDERS.map(|folder| staged.join(folder)) {
        File::open(folder)?.sync_all()?;
    }
    File::open(staged)?.sync_all()
}

/// When the old file was modified, if it is the same as the new one.
fn unchanged(old: &Path, bytes: &[u8]) -> Option<std::time::SystemTime> {
    (fs::read(old).ok()? == bytes).then_some(())?;
    fs::metadata(old).ok()?.modified().ok()
}

fn exchange(staged: &Path, public: &Path) -> io::Result<()> {
    if !public.exists() {
        return fs::rename(staged, public);
    }
    match renameat_with(CWD, staged, CWD, public, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => move_away(staged, public),
        outcome => Ok(outcome?),
    }
}

fn move_away(staged: &Path, public: &Path) -> io::Result<()> {
    let mut old = staged.as_os_str().to_owned();
    old.push(OLD);
    let old = PathBuf::from(old);
    fs::rename(public, &old)?;
    if let Err(error) = fs::rename(staged, public) {
        // Back as it was, as far as possible.
        let _ = fs::rename(&old, public);
        return Err(error);
    }
    fs::remove_dir_all(&old)
}
