use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use openssl::sha::sha256;

use super::durable;
use super::failure::Failure;
use crate::domain::{DocumentNumber, hex};

/// The EF.SODs that were released, one file a number, so that a lost answer can be given again without signing.
pub(super) struct ReleaseStore(PathBuf);

impl ReleaseStore {
    pub(super) fn new(signer_directory: &Path) -> Self {
        Self(signer_directory.join("released"))
    }

    /// The directory.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// What is kept, by number. Names that are none of ours are passed over.
    pub(super) fn list(&self) -> io::Result<Vec<(DocumentNumber, PathBuf)>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let number = name
                .and_then(|name| name.strip_suffix(".sod"))
                .and_then(|stem| DocumentNumber::parse(stem).ok());
            found.extend(number.map(|number| (number, path)));
        }
        Ok(found)
    }

    fn file(&self, number: &DocumentNumber) -> PathBuf {
        self.0.join(format!("{number}.sod"))
    }

    /// Keeps an EF.SOD, through to the disk. One that a crash left behind unannounced is replaced.
    pub(super) fn keep(&self, number: &DocumentNumber, sod: &[u8]) -> Result<(), Failure> {
        let path = self.file(number);
        let write = || {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&self.0)?;
            durable::replace(&path, sod)
        };
        write().map_err(|e| Failure::Broken(format!("{} cannot be written: {e}", path.display())))
    }

    /// Gives an EF.SOD back, if it still is the one the log speaks of.
    pub(super) fn fetch(
        &self,
        number: &DocumentNumber,
        sod_sha256: &str,
    ) -> Result<Vec<u8>, Failure> {
        let path = self.file(number);
        let sod = fs::read(&path)
            .map_err(|e| Failure::Broken(format!("{} cannot be read: {e}", path.display())))?;
        if hex(&sha256(&sod)) != sod_sha256 {
            return Err(Failure::Broken(format!(
                "{} is not what the log says was released",
                path.display()
            )));
        }
        Ok(sod)
    }

    /// Removes what was kept and never released.
    pub(super) fn discard(&self, number: &DocumentNumber) -> Result<(), Failure> {
        let path = self.file(number);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Failure::Broken(format!(
                "{} cannot be removed: {e}",
                path.display()
            ))),
            _ => Ok(()),
        }
    }
}
