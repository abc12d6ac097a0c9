use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use openssl::sha::sha256;

use super::approval::hex;
use super::process::Failure;
use crate::domain::DocumentNumber;

/// The EF.SODs that were released, one file a number, so that a lost answer can be given again without signing.
pub(super) struct ReleaseStore(PathBuf);

impl ReleaseStore {
    pub(super) fn new(signer_directory: &Path) -> Self {
        Self(signer_directory.join("released"))
    }

    fn path(&self, number: &DocumentNumber) -> PathBuf {
        self.0.join(format!("{number}.sod"))
    }

    /// Keeps an EF.SOD, through to the disk. One that a crash left behind unannounced is replaced.
    pub(super) fn keep(&self, number: &DocumentNumber, sod: &[u8]) -> Result<(), Failure> {
        let path = self.path(number);
        let partial = path.with_extension("partial");
        let write = || {
            fs::create_dir_all(&self.0)?;
            let mut file = fs::File::create(&partial)?;
            file.write_all(sod)?;
            file.sync_all()?;
            fs::rename(&partial, &path)?;
            fs::File::open(&self.0)?.sync_all()
        };
        write().map_err(|e| Failure::Broken(format!("{} cannot be written: {e}", path.display())))
    }

    /// Gives an EF.SOD back, if it still is the one the log speaks of.
    pub(super) fn fetch(
        &self,
        number: &DocumentNumber,
        sod_sha256: &str,
    ) -> Result<Vec<u8>, Failure> {
        let path = self.path(number);
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
        let path = self.path(number);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Failure::Broken(format!(
                "{} cannot be removed: {e}",
                path.display()
            ))),
            _ => Ok(()),
        }
    }
}
