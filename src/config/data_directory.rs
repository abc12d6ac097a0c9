use std::path::{Path, PathBuf};

/// Where things lie below the data directory.
///
/// ```text
/// config.toml     what the installation is
/// public/         what borders fetch
/// signer/         the signing process's own (0700): keys, officers' public keys, log
/// csca/           a specimen directory's country signing CA; no serving process opens it
/// officers/       a specimen directory's officers' own keys; no serving process opens it
/// yeogwon.db      the store (SQLite)
/// service/        the service's master key (0700)
/// objects/        sealed pictures and chip files
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDirectory(PathBuf);

impl DataDirectory {
    /// The directory at a path, whether it exists or not.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The configuration.
    pub fn config_file(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// What borders fetch.
    pub fn public(&self) -> PathBuf {
        self.0.join("public")
    }

    /// The signing process's own directory.
    pub fn signer(&self) -> PathBuf {
        self.0.join("signer")
    }

    /// The country signing CA of a specimen directory.
    pub fn csca(&self) -> PathBuf {
        self.0.join("csca")
    }

    /// The officers' own keys of a specimen directory.
    pub fn officers(&self) -> PathBuf {
        self.0.join("officers")
    }

    /// The store's file.
    pub fn database(&self) -> PathBuf {
        self.0.join("yeogwon.db")
    }

    /// The key that seals what names a person.
    pub fn master_key(&self) -> PathBuf {
        self.0.join("service").join("master.key")
    }

    /// Sealed pictures and chip files.
    pub fn objects(&self) -> PathBuf {
        self.0.join("objects")
    }

    /// The signing process's socket.
    pub fn signer_socket(&self) -> PathBuf {
        self.0.join("signer.sock")
    }
}
