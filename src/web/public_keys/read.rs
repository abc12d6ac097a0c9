use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use rustix::fs::{CWD, Mode, OFlags, openat};
use rustix::io::Errno;

use super::PublicFile;
use super::name::PublicName;

/// Larger than any master list (the largest have 1.3 MB) or directory file.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a published file; nothing where there is none. The folder may be reached by a link, as an operator likes; below it no
/// link is followed, and what is no plain file is not there.
pub(super) fn read(folder: &Path, name: &PublicName) -> io::Result<Option<PublicFile>> {
    let opened = open(folder, name);
    let file = match opened {
        Ok(file) => File::from(file),
        Err(Errno::NOENT | Errno::LOOP | Errno::NOTDIR | Errno::MLINK) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(PublicFile {
        bytes,
        modified: metadata.modified()?,
    }))
}

fn open(folder: &Path, name: &PublicName) -> Result<std::os::fd::OwnedFd, Errno> {
    let directory = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    // A pipe in the folder must not hold a thread up.
    let file = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut place = openat(CWD, folder, directory, Mode::empty())?;
    if let Some(below) = name.folder {
        place = openat(&place, below, directory | OFlags::NOFOLLOW, Mode::empty())?;
    }
    openat(&place, name.file.as_str(), file, Mode::empty())
}
