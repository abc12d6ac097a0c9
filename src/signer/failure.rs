use std::path::PathBuf;

use super::document_signers::SetUpError;
use super::intent_log::IntentLogError;
use super::officer::OfficerRegisterError;
use super::refusal::Refusal;
use crate::config::ConfigError;

/// Why the signing process cannot take up its work.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The log.
    #[error(transparent)]
    Log(#[from] IntentLogError),
    /// The officers.
    #[error(transparent)]
    Officers(#[from] OfficerRegisterError),
    /// Keys and certificates.
    #[error(transparent)]
    Signers(#[from] SetUpError),
    /// A file that must be there cannot be read.
    #[error("{path} cannot be read: {source}: the directory is damaged, restore it from a copy")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An EF.SOD that the log knows nothing of: the log was shortened, lost or replaced by an older copy.
    #[error(
        "{path} was released, but the signer's log does not know it: the log is not complete, restore it from the newest copy before anything is signed twice"
    )]
    LogIncomplete {
        /// The released EF.SOD.
        path: PathBuf,
    },
    /// Software keys outside a specimen directory.
    #[error(
        "{path} is not marked specimen and its keys lie in software: set signer.allow_software_keys on purpose, or use a token"
    )]
    SoftwareKeys {
        /// The directory.
        path: PathBuf,
    },
}

/// Why nothing came out although no rule stands against it. Nothing was released.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// By rule after all: an answer, to be logged.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The log cannot be written: the process must not go on.
    #[error(transparent)]
    Log(#[from] IntentLogError),
    /// Anything else that is broken.
    #[error("{0}")]
    Broken(String),
}
