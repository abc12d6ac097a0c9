//! A specimen country on one machine, and the way of one document through it.
//!
//! Here belong the founding of a specimen directory (country signing CA, document signers, lists, two officers) and the
//! production of one document in it from an application file and a photo. What an installation in earnest does differently
//! (ceremonies offline, officers' own devices, stock, pages) does not. Start with [`found`] and [`produce`].

mod authority;
mod directory;
mod finish;
mod officers;
mod output;
mod portrait;
mod produce;
mod staging;

use std::path::PathBuf;

pub use directory::{config_or_default, found, open_or_found};
pub use finish::{Document, FinishError, finish};
pub use officers::{Officers, OfficersError};
pub use output::{OutputDirectory, OutputError, write_atomically};
pub use portrait::{PhotoReport, portrait};
pub use produce::{ProduceError, Produced, Product, SignerCall, produce, propose};

/// Why a specimen directory could not be made or renewed. Nothing half-made is left.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// Something else lies there.
    #[error("{path} is not empty and no data directory: name another one with --data")]
    Foreign {
        /// The directory.
        path: PathBuf,
    },
    /// The directory belongs to a real installation.
    #[error(
        "{path} is not marked specimen: specimens are made in a directory of their own, named with --data"
    )]
    NotSpecimen {
        /// The directory.
        path: PathBuf,
    },
    /// The configuration.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A file could not be read.
    #[error("{path} cannot be read: {source}: {DAMAGED}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file holds something else than it should.
    #[error("{path} is not usable: {detail}: {DAMAGED}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// A key store.
    #[error(transparent)]
    Keys(#[from] crate::signer::SetUpError),
    /// The officers.
    #[error(transparent)]
    Officers(#[from] OfficersError),
    /// A certificate, list or key could not be made.
    #[error("the specimen country cannot be made: {0}")]
    Pki(String),
    /// The country signing CA's key has served its time, and something new must be signed.
    #[error(
        "the country signing CA of {path} signs nothing more since {until}: make a new specimen country, by naming a directory that does not exist yet with --data"
    )]
    Ended {
        /// The directory.
        path: PathBuf,
        /// The end of the key's use.
        until: chrono::DateTime<chrono::Utc>,
    },
    /// A date beyond the calendar.
    #[error("the clock shows a date for which no certificate can be made: set it right")]
    Calendar,
}

/// What to do about a directory of which a part is missing or spoilt.
const DAMAGED: &str =
    "the data directory is damaged: restore it from a copy, or name another one with --data";

impl FoundError {
    fn pki(error: impl std::fmt::Display) -> Self {
        Self::Pki(error.to_string())
    }
}
